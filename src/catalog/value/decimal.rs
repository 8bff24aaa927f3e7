//! Numbers as decimals: exact up to 28 digits, and an error beyond that (spec: meaning §1). No binary floating point, and no
//! exponent is read or written. A library for big numbers does the arithmetic; this file limits the number of digits.

use std::cmp::Ordering;
use std::fmt;

use bigdecimal::num_bigint::{BigInt, Sign};
use bigdecimal::{BigDecimal, RoundingMode};

/// Maximum number of digits, before and after the decimal sign together.
pub const MOST_DIGITS: usize = 28;
/// Places to which a quotient is rounded.
const QUOTIENT_PLACES: u32 = 12;
/// Most digits of a text that counts as a number although nobody said that it is one.
const MOST_PLAIN_DIGITS: usize = 15;

/// A decimal number of at most [`MOST_DIGITS`] digits: `digits` ÷ 10^`places`, without trailing zeros behind the decimal sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    digits: i128,
    places: u8,
}

/// Why a calculation has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// More than [`MOST_DIGITS`] digits.
    TooLong,
    /// Something is divided by zero.
    DivisionByZero,
}

impl Fault {
    /// The fault as a sentence.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::TooLong => format!("The result has more than {MOST_DIGITS} digits."),
            Self::DivisionByZero => "Nothing can be divided by zero.".to_owned(),
        }
    }
}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self { digits: 0, places: 0 };

    /// Reads digits with a sign and a decimal point: `12`, `-0.50`, `+0033`. None where it is anything else or too long.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (is_negative, rest) = match text.as_bytes() {
            [b'-', ..] => (true, text.get(1..)?),
            [b'+', ..] => (false, text.get(1..)?),
            _ => (false, text),
        };
        let (whole, part) = rest.split_once('.').unwrap_or((rest, "0"));
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(whole) || !is_digits(part) {
            return None;
        }
        let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
        if whole.len() + part.len() > MOST_DIGITS {
            return None;
        }
        let digits = whole.bytes().chain(part.bytes()).fold(0, |sum: i128, digit| sum * 10 + i128::from(digit - b'0'));
        Some(Self { digits: if is_negative { -digits } else { digits }, places: u8::try_from(part.len()).ok()? })
    }

    /// Reads a text that counts as a number although nobody said that it is one: at most 15 digits, no superfluous zero in front,
    /// no plus sign. So `00123`, `5E1` and a parcel's 19 digits are texts.
    #[must_use]
    pub fn read_plain(text: &str) -> Option<Self> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let is_code = unsigned.len() > 1 && unsigned.starts_with('0') && !unsigned.starts_with("0.");
        let starts_with_digit = unsigned.starts_with(|first: char| first.is_ascii_digit());
        // Digits and one point.
        if is_code || !starts_with_digit || unsigned.len() > MOST_PLAIN_DIGITS + 1 {
            return None;
        }
        let digits = unsigned.bytes().filter(u8::is_ascii_digit).count();
        if digits > MOST_PLAIN_DIGITS { None } else { Self::read(text) }
    }

    fn big(self) -> BigDecimal {
        BigDecimal::new(BigInt::from(self.digits), i64::from(self.places))
    }

    fn bounded(big: &BigDecimal) -> Result<Self, Fault> {
        let (digits, places) = big.normalized().into_bigint_and_exponent();
        let (digits, places) = if let Ok(places) = u32::try_from(places) {
            (digits, places)
        } else {
            // Zeros at the end of a whole number. More of them than a number has digits would not fit anyway.
            let zeros = u32::try_from(places.unsigned_abs()).unwrap_or(u32::MAX);
            if zeros > 2 * u32::try_from(MOST_DIGITS).unwrap_or(0) {
                return Err(Fault::TooLong);
            }
            (digits * BigInt::from(10).pow(zeros), 0)
        };
        let too_long = |_| Fault::TooLong;
        let found = Self {
            digits: i128::try_from(digits).map_err(|_| Fault::TooLong)?,
            places: u8::try_from(places).map_err(too_long)?,
        };
        if found.count() > MOST_DIGITS { Err(Fault::TooLong) } else { Ok(found) }
    }

    /// How many digits it has, without zeros in front of the whole part.
    fn count(self) -> usize {
        let all = self.digits.unsigned_abs().checked_ilog10().map_or(0, |last| last as usize + 1);
        all.max(usize::from(self.places))
    }

    /// The sum, exact.
    ///
    /// # Errors
    /// It has too many digits.
    pub fn plus(self, other: Self) -> Result<Self, Fault> {
        Self::bounded(&(self.big() + other.big()))
    }

    /// The difference, exact.
    ///
    /// # Errors
    /// It has too many digits.
    pub fn minus(self, other: Self) -> Result<Self, Fault> {
        Self::bounded(&(self.big() - other.big()))
    }

    /// The product, exact.
    ///
    /// # Errors
    /// It has too many digits.
    pub fn times(self, other: Self) -> Result<Self, Fault> {
        Self::bounded(&(self.big() * other.big()))
    }

    /// The quotient to twelve places, half away from zero.
    ///
    /// # Errors
    /// It has too many digits, or nothing can be divided by zero.
    pub fn divided_by(self, other: Self) -> Result<Self, Fault> {
        if other.digits == 0 {
            return Err(Fault::DivisionByZero);
        }
        let ten = BigInt::from(10);
        let dividend = BigInt::from(self.digits) * ten.pow(QUOTIENT_PLACES + u32::from(other.places));
        let divisor = BigInt::from(other.digits) * ten.pow(u32::from(self.places));
        let is_negative = (dividend.sign() == Sign::Minus) != (divisor.sign() == Sign::Minus);
        let (dividend, divisor) = (dividend.magnitude(), divisor.magnitude());
        // Half of the divisor is added, so that cutting rounds.
        let rounded = (dividend * 2_u32 + divisor) / (divisor * 2_u32);
        let signed = BigInt::from_biguint(if is_negative { Sign::Minus } else { Sign::Plus }, rounded);
        Self::bounded(&BigDecimal::new(signed, i64::from(QUOTIENT_PLACES)))
    }

    /// The remainder of a division; it has the sign of the dividend.
    ///
    /// # Errors
    /// Nothing can be divided by zero.
    pub fn rest_by(self, other: Self) -> Result<Self, Fault> {
        if other.digits == 0 { Err(Fault::DivisionByZero) } else { Self::bounded(&(self.big() % other.big())) }
    }

    /// The number to some places, half away from zero.
    #[must_use]
    pub fn rounded(self, places: u8) -> Self {
        self.to_places(places, RoundingMode::HalfUp)
    }

    /// The largest whole number that is not more.
    #[must_use]
    pub fn floor(self) -> Self {
        self.to_places(0, RoundingMode::Floor)
    }

    /// The smallest whole number that is not less.
    #[must_use]
    pub fn ceiling(self) -> Self {
        self.to_places(0, RoundingMode::Ceiling)
    }

    fn to_places(self, places: u8, mode: RoundingMode) -> Self {
        if places >= self.places {
            return self;
        }
        Self::bounded(&self.big().with_scale_round(i64::from(places), mode)).unwrap_or(self)
    }

    /// The number with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { digits: -self.digits, ..self }
    }

    /// The number without its sign.
    #[must_use]
    pub fn absolute(self) -> Self {
        Self { digits: self.digits.abs(), ..self }
    }

    /// The number where it is whole and not too large.
    #[must_use]
    pub fn whole(self) -> Option<i64> {
        if self.places == 0 { i64::try_from(self.digits).ok() } else { None }
    }

    /// The whole part, and what is behind the decimal sign as so many digits as a number can have.
    fn parts(self) -> (i128, i128) {
        let most = u32::try_from(MOST_DIGITS).unwrap_or(0);
        let unit = 10_i128.pow(u32::from(self.places));
        let rest = 10_i128.pow(most.saturating_sub(u32::from(self.places)));
        (self.digits / unit, self.digits % unit * rest)
    }
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Self {
        Self { digits: i128::from(number), places: 0 }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.places == other.places { self.digits.cmp(&other.digits) } else { self.parts().cmp(&other.parts()) }
    }
}

/// Without an exponent, and without trailing zeros.
impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:0>width$}", self.digits.unsigned_abs(), width = usize::from(self.places) + 1);
        let (whole, part) = digits.split_at(digits.len() - usize::from(self.places));
        let sign = if self.digits < 0 { "-" } else { "" };
        if part.is_empty() { write!(formatter, "{sign}{whole}") } else { write!(formatter, "{sign}{whole}.{part}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dashu_ratio::RBig;
    use proptest::prelude::*;

    fn read(text: &str) -> Decimal {
        Decimal::read(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn numbers_are_read_and_written_without_exponents() {
        for (text, written) in [
            ("12", "12"),
            ("-0.50", "-0.5"),
            ("+0033", "33"),
            ("0.1000", "0.1"),
            ("-0", "0"),
            ("0.0000000000000000000000000001", "0.0000000000000000000000000001"),
            ("9999999999999999999999999999", "9999999999999999999999999999"),
            ("1000000", "1000000"),
        ] {
            assert_eq!(Decimal::read(text).map(|it| it.to_string()).as_deref(), Some(written), "{text}");
        }
        for wrong in [
            "",
            "-",
            ".",
            "1.",
            ".5",
            "1e5",
            "1,5",
            " 1",
            "--1",
            "١",
            "1.2.3",
            "99999999999999999999999999999",
            "0.00000000000000000000000000001",
        ] {
            assert_eq!(Decimal::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn plain_numbers_are_short_and_no_codes() {
        for (text, is_plain) in [
            ("0", true),
            ("-0", true),
            ("123", true),
            ("0.50", true),
            ("-12.5", true),
            ("123456789012345", true),
            ("12345678901234.5", true),
            ("1234567890123456", false),
            ("7615917337495251231", false),
            ("00123", false),
            ("-01", false),
            ("5E1", false),
            ("+5", false),
            ("1.", false),
            ("", false),
        ] {
            assert_eq!(Decimal::read_plain(text).is_some(), is_plain, "{text}");
        }
    }

    #[test]
    fn worked_sums() {
        let two = |one: &str, other: &str| (read(one), read(other));
        let words = |result: Result<Decimal, Fault>| result.map_or_else(Fault::words, |it| it.to_string());
        let (a, b) = two("0.1", "0.2");
        assert_eq!(words(a.plus(b)), "0.3");
        let (a, b) = two("10", "4");
        assert_eq!(words(a.divided_by(b)), "2.5");
        let (a, b) = two("2", "-3");
        assert_eq!(words(a.divided_by(b)), "-0.666666666667");
        let (a, b) = two("0.000000000001", "2");
        assert_eq!(words(a.divided_by(b)), "0.000000000001");
        assert_eq!(words(a.divided_by(b.negated())), "-0.000000000001");
        assert_eq!(words(a.divided_by(Decimal::ZERO)), "Nothing can be divided by zero.");
        // 2^90 ÷ 10^28 × 5^40 ÷ 10^28: 56 digits on the way, 16 in the end.
        let (a, b) = two("0.1237940039285380274899124224", "0.9094947017729282379150390625");
        assert_eq!(words(a.times(b)), "0.1125899906842624");
        let (a, b) = two("9999999999999999999999999999", "1");
        assert_eq!(words(a.plus(b)), "The result has more than 28 digits.");
        assert_eq!(words(a.minus(b)), "9999999999999999999999999998");
        let (a, b) = two("1000000000000000", "0.00000000000001");
        assert_eq!(words(a.plus(b)), "The result has more than 28 digits.");
        let (a, b) = two("-7.5", "2");
        assert_eq!(words(a.rest_by(b)), "-1.5");
        assert_eq!((read("2.345").rounded(2), read("-2.5").rounded(0)), (read("2.35"), read("-3")));
        assert_eq!((read("-2.5").floor(), read("-2.5").ceiling()), (read("-3"), read("-2")));
    }

    /// A number as it is written, as an independent library of fractions reads it.
    fn fraction(text: &str) -> RBig {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits: dashu_ratio::RBig = format!("{whole}{part}").parse().unwrap();
        let unit: RBig = format!("1{}", "0".repeat(part.len())).parse().unwrap();
        digits / unit
    }

    fn places_of(text: &str) -> usize {
        text.split_once('.').map_or(0, |(_, part)| part.len())
    }

    /// Any number of at most 28 digits.
    fn number() -> impl Strategy<Value = String> {
        (0_usize..=28).prop_flat_map(|places| {
            let whole = 28 - places;
            let part = if places == 0 { String::new() } else { format!("\\.[0-9]{{{places}}}") };
            let most = format!("-?[0-9]{{0,{whole}}}{part}");
            let few = r"-?[0-9]{1,3}(\.[0-9]{1,3})?";
            let text = |pattern: &str| prop::string::string_regex(pattern).unwrap();
            (text(&most), text(few), any::<bool>()).prop_map(|(long, short, is_short)| {
                let text = if is_short { short } else { long };
                let (sign, rest) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
                if rest.is_empty() || rest.starts_with('.') { format!("{sign}0{rest}") } else { text }
            })
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(800))]

        #[test]
        fn the_four_operations_agree_with_fractions((one, other) in (number(), number())) {
            let (a, b) = (read(&one), read(&other));
            let (x, y) = (fraction(&one), fraction(&other));
            let most: RBig = format!("1{}", "0".repeat(MOST_DIGITS)).parse().unwrap();
            for (result, exact) in [(a.plus(b), &x + &y), (a.minus(b), &x - &y), (a.times(b), &x * &y)] {
                if let Ok(result) = result {
                    prop_assert_eq!(fraction(&result.to_string()), exact);
                } else {
                    // It is too long only when no decimal of 28 digits is the exact result.
                    let magnitude = if exact < RBig::ZERO { -exact.clone() } else { exact.clone() };
                    let mut scaled = magnitude;
                    let mut fits = false;
                    for _ in 0..=MOST_DIGITS {
                        fits |= scaled.denominator() == &dashu_ratio::RBig::ONE.denominator().clone() && scaled < most;
                        scaled *= RBig::from(10_u8);
                    }
                    prop_assert!(!fits, "{} {} {}", one, other, exact);
                }
            }
            if y != RBig::ZERO && let Ok(quotient) = a.divided_by(b) {
                let written = quotient.to_string();
                prop_assert!(places_of(&written) <= 12);
                let off = &x / &y - fraction(&written);
                let off = if off < RBig::ZERO { -off } else { off };
                prop_assert!(off <= RBig::from_parts(1.into(), 2_000_000_000_000_u64.into()));
            }
            prop_assert_eq!(a.cmp(&b), x.cmp(&y));
            prop_assert_eq!(a == b, x == y);
            let (again, whole) = (Decimal::read(&a.to_string()), a.floor());
            prop_assert_eq!(again, Some(a));
            let next = whole.plus(Decimal::from(1));
            prop_assert!(whole <= a && next.is_ok_and(|next| a < next) || next.is_err());
        }
    }
}
