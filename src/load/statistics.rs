//! What replications say and what is chance: means with their confidence intervals by Student's t, differences of two runs, and the
//! chi-square test. The integrals are summed here, and tests compare them with published tables (spec: load §3, §5).

use std::f64::consts::{FRAC_PI_2, PI};
use std::sync::OnceLock;

/// Steps of an integral; even.
const STEPS: u32 = 2_000;

/// Most terms of a series. Each is smaller than the one before once the series has passed its largest term.
const MOST_TERMS: u32 = 20_000;

/// What the normal distribution does not exceed on either side with 95 %.
const NORMAL: f64 = 1.959_963_985;

/// From so many degrees of freedom on, Student's t is almost normal.
const MANY: f64 = 1_000.0;

/// How many there are, as a number.
#[must_use]
pub fn count(values: &[f64]) -> f64 {
    u32::try_from(values.len()).map_or(f64::MAX, f64::from)
}

/// The mean of values; 0 of none.
#[must_use]
pub fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / count(values) }
}

/// The variance of what the values are a sample of; 0 where there are fewer than two.
#[must_use]
pub fn variance(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let mean = mean(values);
    values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count(values) - 1.0)
}

/// The mean of values and half the width of its 95 % confidence interval, in the unit of the values. Fewer than two values say nothing of
/// their spread; the half width is 0 then.
#[must_use]
pub fn mean_and_half(values: &[f64]) -> (f64, f64) {
    if values.len() < 2 {
        return (mean(values), 0.0);
    }
    let error = (variance(values) / count(values)).sqrt();
    (mean(values), t_quantile(count(values) - 1.0) * error)
}

/// The difference of the means of two independent samples, the second less the first, and half the width of its 95 % confidence interval by
/// Welch; infinite where a sample has fewer than two values.
#[must_use]
pub fn welch(one: &[f64], other: &[f64]) -> (f64, f64) {
    let difference = mean(other) - mean(one);
    if one.len() < 2 || other.len() < 2 {
        return (difference, f64::INFINITY);
    }
    let (one_part, other_part) = (variance(one) / count(one), variance(other) / count(other));
    let all = one_part + other_part;
    if all <= 0.0 {
        return (difference, 0.0);
    }
    let freedom = all.powi(2) / (one_part.powi(2) / (count(one) - 1.0) + other_part.powi(2) / (count(other) - 1.0));
    (difference, t_quantile(freedom) * all.sqrt())
}

/// What Student's t with so many degrees of freedom, at least 1, does not exceed on either side with 95 %.
///
/// With t = √ν·tan θ, the density becomes cosⁿθ with n = ν − 1, so that the quantile is where 95 % of its integral are passed.
///
/// What was computed for whole degrees of freedom is kept, since a window asks for it in every frame.
#[must_use]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of a float stays within the bounds")]
pub fn t_quantile(freedom: f64) -> f64 {
    static KNOWN: [OnceLock<f64>; 1_000] = [const { OnceLock::new() }; 1_000];
    let freedom = freedom.max(1.0);
    match KNOWN.get(freedom as usize).filter(|_| freedom.fract() == 0.0) {
        Some(known) => *known.get_or_init(|| compute_t_quantile(freedom)),
        None => compute_t_quantile(freedom),
    }
}

fn compute_t_quantile(freedom: f64) -> f64 {
    if freedom > MANY {
        // The first terms of the expansion around the normal distribution; the next one is below 1e-6.
        return NORMAL + (NORMAL.powi(3) + NORMAL) / (4.0 * freedom);
    }
    let step = FRAC_PI_2 / f64::from(STEPS);
    let density = |angle: f64| angle.cos().max(0.0).powf(freedom - 1.0);
    let part = |place: u32| {
        let from = step * f64::from(place);
        step / 6.0 * (density(from) + 4.0 * density(from + step / 2.0) + density(from + step))
    };
    let wanted = 0.95 * (0..STEPS).map(part).sum::<f64>();
    let mut passed = 0.0;
    for place in 0..STEPS {
        let next = part(place);
        if passed + next >= wanted {
            // Within a step the density is a line.
            let (from, until) = (density(step * f64::from(place)), density(step * f64::from(place + 1)));
            let (rest, slope) = (wanted - passed, (until - from) / step);
            let root = (from * from + 2.0 * slope * rest).max(0.0).sqrt();
            let angle = step * f64::from(place) + 2.0 * rest / (from + root);
            return freedom.sqrt() * angle.tan();
        }
        passed += next;
    }
    f64::INFINITY
}

/// The probability that chi-square with so many degrees of freedom is at least so large; 1 without a degree of freedom.
///
/// The incomplete gamma function by its series: a half of the degrees is whole or a half, so its gamma function is a product.
#[must_use]
pub fn chi_square_above(value: f64, freedom: u32) -> f64 {
    if freedom == 0 || value <= 0.0 {
        return 1.0;
    }
    if value > 1_000.0 + 10.0 * f64::from(freedom) {
        return 0.0;
    }
    let (half, x) = (f64::from(freedom) / 2.0, value / 2.0);
    // ln Γ(half + 1), from Γ(1) = 1 or Γ(1/2) = √π on.
    let (begins, first) = if freedom.is_multiple_of(2) { (1.0, 0.0) } else { (0.5, PI.sqrt().ln()) };
    let ln_gamma = (0..freedom.div_ceil(2)).fold(first, |sum, step| sum + (begins + f64::from(step)).ln());
    let mut term = (half * x.ln() - x - ln_gamma).exp();
    let mut below = 0.0;
    for place in 1..=MOST_TERMS {
        below += term;
        term *= x / (half + f64::from(place));
        if f64::from(place) > x && term < 1e-18 {
            break;
        }
    }
    (1.0 - below).clamp(0.0, 1.0)
}

/// What a p-value says of a difference, as a clause.
#[must_use]
pub fn p_words(p: f64) -> &'static str {
    match p {
        p if p < 0.001 => "the difference is almost certainly not chance",
        p if p < 0.01 => "the difference is very unlikely to be chance",
        p if p < 0.05 => "the difference is unlikely to be chance",
        p if p < 0.2 => "the difference may be chance",
        _ => "the difference is no more than chance",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_t_are_those_of_the_published_table() {
        // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2: upper critical values of Student's t, 0.975.
        let table = [
            (1.0, 12.706),
            (2.0, 4.303),
            (3.0, 3.182),
            (4.0, 2.776),
            (5.0, 2.571),
            (9.0, 2.262),
            (10.0, 2.228),
            (19.0, 2.093),
            (29.0, 2.045),
            (30.0, 2.042),
            (100.0, 1.984),
            (999.0, 1.962),
        ];
        for (freedom, wanted) in table {
            let found = t_quantile(freedom);
            assert!((found - wanted).abs() < 0.000_6, "{freedom}: {found}");
        }
        assert!((t_quantile(1e6) - 1.96).abs() < 0.000_1);
        assert!(t_quantile(4.5) < t_quantile(4.0) && t_quantile(4.5) > t_quantile(5.0));
    }

    #[test]
    fn chi_square_is_that_of_the_published_table() {
        // The same handbook, 1.3.6.7.4: upper critical values of chi-square.
        let table = [
            (0.10, 1, 2.706),
            (0.05, 1, 3.841),
            (0.05, 2, 5.991),
            (0.01, 3, 11.345),
            (0.05, 4, 9.488),
            (0.001, 5, 20.515),
            (0.05, 10, 18.307),
            (0.01, 31, 52.191),
            (0.05, 100, 124.342),
        ];
        for (p, freedom, value) in table {
            let found = chi_square_above(value, freedom);
            assert!((found - p).abs() < 0.000_06, "{p} {freedom}: {found}");
        }
        assert!((chi_square_above(3.0, 2) - (-1.5_f64).exp()).abs() < 1e-12);
        assert_eq!((chi_square_above(0.0, 3), chi_square_above(4.0, 0), chi_square_above(1e9, 7)), (1.0, 1.0, 0.0));
    }

    #[test]
    fn means_and_differences_are_those_of_a_calculation_by_hand() {
        // 2, 4, 6: mean 4, variance 4, standard error 2/√3 = 1.1547, times 4.3027.
        let (mean, half) = mean_and_half(&[2.0, 4.0, 6.0]);
        assert!((mean - 4.0).abs() < 1e-12 && (half - 4.9683).abs() < 0.000_5, "{half}");
        assert_eq!((mean_and_half(&[3.0]), mean_and_half(&[])), ((3.0, 0.0), (0.0, 0.0)));
        // Two samples of five: variances 2.5 and 10, so ν = 12.5²/(2.5²/4 + 10²/4) = 5.882; the table, read between 5 and 6
        // evenly in 1/ν, says 2.459; the standard error is √2.5.
        let (difference, half) = welch(&[1.0, 2.0, 3.0, 4.0, 5.0], &[2.0, 4.0, 6.0, 8.0, 10.0]);
        assert!((difference - 3.0).abs() < 1e-12 && (half - 2.459 * 2.5_f64.sqrt()).abs() < 0.003, "{half}");
        assert!(welch(&[1.0], &[2.0, 3.0]).1.is_infinite());
    }
}
