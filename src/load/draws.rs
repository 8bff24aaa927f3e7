//! The draws of a load run. Each depends on the seed of the contact, on what it is for and on a count, and on nothing else: a change in one
//! place leaves every other draw as it was (spec: load §2, meaning §0).

use crate::sim::chance::mixed;

use super::scenario::Time;

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
}

/// The contact as the draws know it: entry point, half hour, index in it.
pub(super) type Key = (u32, u32, u32);

/// The seed of a contact.
pub(super) fn seed(scenario: u64, replication: u32, (entry_point, half_hour, index): Key) -> u64 {
    let parts = [replication, entry_point, half_hour, index];
    parts.into_iter().fold(mixed(scenario), |bits, part| mixed(bits ^ mixed(part.into())))
}

/// The bits of a draw of a contact, the `count`th for this purpose.
pub(super) fn bits(seed: u64, what: For, count: u32) -> u64 {
    let purpose = match what {
        For::Gap => 1_u64,
        For::Handling => 2,
        For::Patience => 3,
        For::Answer => 4,
        For::Flow => 5,
    };
    // The purposes are far from those of the flow's own draws, whose seed is a draw itself.
    [purpose, count.into()].into_iter().fold(mixed(seed), |bits, part| mixed(bits ^ mixed(part)))
}

/// A number below `bound`; 0 when the bound is 0.
pub(super) fn below(seed: u64, what: For, count: u32, bound: u64) -> u64 {
    u64::try_from((u128::from(bits(seed, what, count)) * u128::from(bound)) >> 64).unwrap_or(0)
}

/// An exponential time with a mean, in the unit of the mean.
#[allow(clippy::cast_precision_loss, reason = "53 bits fit")]
pub(super) fn exponential(seed: u64, what: For, count: u32, mean: f64) -> f64 {
    // Above 0 and at most 1.
    let unit = ((bits(seed, what, count) >> 11) + 1) as f64 / (1_u64 << 53) as f64;
    -unit.ln() * mean
}

/// A time of a scenario, drawn, in milliseconds.
pub(super) fn time_ms(seed: u64, what: For, count: u32, time: Time) -> u64 {
    match time {
        Time::Fixed(seconds) => ms(seconds),
        Time::Exponential(mean_s) => ms(exponential(seed, what, count, mean_s)),
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

    #[test]
    fn draws_of_one_contact_for_two_purposes_are_independent() {
        // The correlation of 20,000 pairs is within 4 standard errors of 0, for each pair of purposes and for neighbouring contacts.
        let all = [For::Gap, For::Handling, For::Patience, For::Answer, For::Flow];
        let number = |what, index| {
            let of = seed(7, 3, (1, 2, index));
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
            (0..40_000).map(|index| exponential(seed(1, 0, (1, 0, index)), For::Gap, 0, 300.0)).collect();
        let mean = times.iter().sum::<f64>() / 40_000.0;
        let square = times.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / 40_000.0;
        // Standard errors: 1.5 of the mean, 2.1 of the spread.
        assert!((mean - 300.0).abs() < 6.0 && (square.sqrt() - 300.0).abs() < 9.0, "{mean} {}", square.sqrt());
        assert_eq!(time_ms(1, For::Handling, 0, Time::Fixed(1.5)), 1_500);
    }
}
