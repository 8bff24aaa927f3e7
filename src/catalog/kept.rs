//! Texts of numbers that occur in many questions, kept so that a question makes none of them again.

use std::borrow::Cow;
use std::sync::OnceLock;

/// Small numbers, such as ids, and times in tenths of a second up to ten minutes.
const NUMBERS: usize = 1_024;
const TENTHS: usize = 6_001;

/// A number as a text.
#[must_use]
pub fn number(number: u64) -> Cow<'static, str> {
    static NUMBERS_KEPT: [OnceLock<String>; NUMBERS] = [const { OnceLock::new() }; NUMBERS];
    static TENTHS_KEPT: [OnceLock<String>; TENTHS] = [const { OnceLock::new() }; TENTHS];
    let place = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let kept = NUMBERS_KEPT
        .get(place(number))
        .or_else(|| TENTHS_KEPT.get(place(number / 100)).filter(|_| number.is_multiple_of(100)));
    match kept {
        Some(kept) => Cow::Borrowed(kept.get_or_init(|| number.to_string())),
        None => Cow::Owned(number.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_number_is_the_number() {
        for number in (0..3_000).chain([99_900, 100_050, 600_000, 600_100, u64::MAX]) {
            for _ in 0..2 {
                assert_eq!(super::number(number), number.to_string());
            }
        }
        assert!(matches!(super::number(240_000), Cow::Borrowed("240000")));
    }
}
