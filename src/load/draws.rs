//! The draws of a load run. Each depends on the seed of the contact, on what it is for and on a count, and on nothing else: a change in one
//! place leaves every other draw as it was (spec: load §2, meaning §0).

use crate::model::scenario::Time;
use crate::sim::chance::mixed;

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum For {
    /// The time between an arrival and the one before.
    Gap,
    /// How long a talk lasts.
    Handling,
    /// How long a customer waits before giving up.
    Patience,
    /// What a customer answers.
    Answer,
    /// The chance of the flow itself.
    Flow,
    /// Who the customer is.
    Customer,
    /// Whether a customer who gave up comes again, and when.
    Retry,
    /// Which contacts are kept as examples.
    Example,
    /// Whether a person is absent on a day.
    Absence,
}

/// A contact: entry point, half hour, index in it, and which try it is, from 0.
pub(super) type Key = (u32, u32, u32, u32);

/// The seed of a contact.
pub(super) fn seed(scenario: u64, replication: u32, (entry_point, half_hour, index, nth): Key) -> u64 {
    let parts = [replication, entry_point, half_hour, index];
    let first = parts.into_iter().fold(mixed(scenario), |bits, part| mixed(bits ^ mixed(part.into())));
    if nth == 0 { first } else { mixed(first ^ mixed(u64::from(nth) << 32)) }
}

/// The bits of a draw of a contact, the `count`th for this purpose.
pub(super) fn bits(seed: u64, what: For, count: u32) -> u64 {
    let purpose = match what {
        For::Gap => 1_u64,
        For::Handling => 2,
        For::Patience => 3,
        For::Answer => 4,
        For::Flow => 5,
        For::Customer => 6,
        For::Retry => 7,
        For::Example => 8,
        For::Absence => 9,
    };
    // The purposes are far from those of the flow's own draws, whose seed is a draw itself.
    [purpose, count.into()].into_iter().fold(mixed(seed), |bits, part| mixed(bits ^ mixed(part)))
}

/// A number below `bound`; 0 when the bound is 0.
pub(super) fn below(seed: u64, what: For, count: u32, bound: u64) -> u64 {
    u64::try_from((u128::from(bits(seed, what, count)) * u128::from(bound)) >> 64).unwrap_or(0)
}

/// Whether something happens that happens to so many of a hundred.
pub(super) fn happens(seed: u64, what: For, count: u32, percent: u32) -> bool {
    below(seed, what, count, 100) < u64::from(percent)
}

/// A number above 0 and at most 1.
#[allow(clippy::cast_precision_loss, reason = "53 bits fit")]
fn unit(bits: u64) -> f64 {
    ((bits >> 11) + 1) as f64 / (1_u64 << 53) as f64
}

/// An exponential time with a mean, in the unit of the mean.
pub(super) fn exponential(seed: u64, what: For, count: u32, mean: f64) -> f64 {
    -unit(bits(seed, what, count)).ln() * mean
}

/// A lognormal time with a mean and a standard deviation, by the method of Box and Muller.
fn lognormal(seed: u64, what: For, count: u32, (mean, deviation): (f64, f64)) -> f64 {
    let first = bits(seed, what, count);
    let normal = (-2.0 * unit(first).ln()).sqrt() * (std::f64::consts::TAU * unit(mixed(first))).cos();
    let variance = (deviation / mean).powi(2).ln_1p();
    (mean.ln() - variance / 2.0 + variance.sqrt() * normal).exp()
}

/// A time of a scenario, drawn, in milliseconds.
pub(super) fn time_ms(seed: u64, what: For, count: u32, time: Time) -> u64 {
    match time {
        Time::Fixed(seconds) => ms(seconds.number()),
        Time::Exponential(mean) => ms(exponential(seed, what, count, mean.number())),
        Time::Lognormal(mean, deviation) => ms(lognormal(seed, what, count, (mean.number(), deviation.number()))),
    }
}

/// Seconds as milliseconds.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of a float stays within the bounds")]
pub(super) fn ms(seconds: f64) -> u64 {
    (seconds * 1_000.0).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scenario::Amount;

    #[test]
    fn draws_of_one_contact_for_two_purposes_are_independent() {
        // The correlation of 20,000 pairs is within 4 standard errors of 0, for each pair of purposes and for neighbouring contacts.
        let all = [
            For::Gap,
            For::Handling,
            For::Patience,
            For::Answer,
            For::Flow,
            For::Customer,
            For::Retry,
            For::Example,
            For::Absence,
        ];
        let number = |what, index| {
            let of = seed(7, 3, (1, 2, index, 0));
            f64::from(u32::try_from(below(of, what, 0, 1 << 31)).unwrap()) / f64::from(1_u32 << 31) - 0.5
        };
        let correlation = |one: &dyn Fn(u32) -> f64, other: &dyn Fn(u32) -> f64| {
            (0..20_000).map(|index| one(index) * other(index) * 12.0).sum::<f64>() / 20_000.0
        };
        for (place, one) in all.iter().enumerate() {
            for other in &all[place + 1..] {
                let found = correlation(&|index| number(*one, index), &|index| number(*other, index));
                assert!(found.abs() < 4.0 / 20_000.0_f64.sqrt(), "{one:?} {other:?}: {found}");
            }
            let found = correlation(&|index| number(*one, index), &|index| number(*one, index + 1));
            assert!(found.abs() < 4.0 / 20_000.0_f64.sqrt(), "{one:?}: {found}");
        }
    }

    #[test]
    fn exponential_times_have_their_mean_and_their_spread() {
        let times: Vec<f64> =
            (0..40_000).map(|index| exponential(seed(1, 0, (1, 0, index, 0)), For::Gap, 0, 300.0)).collect();
        let mean = times.iter().sum::<f64>() / 40_000.0;
        let square = times.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / 40_000.0;
        // Standard errors: 1.5 of the mean, 2.1 of the spread.
        assert!((mean - 300.0).abs() < 6.0 && (square.sqrt() - 300.0).abs() < 9.0, "{mean} {}", square.sqrt());
        assert_eq!(time_ms(1, For::Handling, 0, Time::Fixed(Amount(150))), 1_500);
    }

    #[test]
    fn lognormal_times_have_their_mean_and_their_spread() {
        let time = Time::Lognormal(Amount::whole(300), Amount::whole(150));
        let times: Vec<f64> = (0..40_000_u32)
            .map(|index| time_ms(seed(1, 0, (1, 0, index, 0)), For::Handling, 0, time))
            .map(|ms| f64::from(u32::try_from(ms).unwrap()) / 1_000.0)
            .collect();
        let mean = times.iter().sum::<f64>() / 40_000.0;
        let square = times.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / 40_000.0;
        // The standard error of the mean is 0.75.
        assert!((mean - 300.0).abs() < 3.0 && (square.sqrt() - 150.0).abs() < 6.0, "{mean} {}", square.sqrt());
        // The median of a lognormal time is the mean through the root of 1 plus the squared coefficient of variation: 268.3.
        let short = times.iter().filter(|time| **time < 268.33).count();
        assert!((19_600..20_400).contains(&short), "{short}");
    }
}
