//! What is shown of a load run, and its values in words.

use crate::catalog::text::duration_words;
use crate::load::Load;
use crate::load::sums::Sums;

/// What came of a scenario, with and without what is different.
pub(super) struct Shown<'a> {
    pub load: &'a Load,
    /// The same with what is different, and what that is in words.
    pub other: Option<(&'a Load, String)>,
}

/// *42 s*, *2 min 5 s*.
pub(super) fn seconds(seconds: f64) -> String {
    #[allow(clippy::cast_possible_truncation, reason = "a cast of a float stays within the bounds")]
    let whole = seconds.round() as i64;
    if whole == 0 && seconds > 0.0 { format!("{seconds:.1} s") } else { duration_words(whole) }
}

/// A value and the half width of its 95 % interval over replications, where there are at least two.
pub(super) fn interval(load: &Load, of: impl Fn(&Sums) -> Option<f64>) -> Option<(f64, f64)> {
    let values: Vec<f64> = load.replications.iter().filter_map(of).collect();
    if values.len() < 2 {
        return None;
    }
    Some(crate::load::statistics::mean_and_half(&values))
}
