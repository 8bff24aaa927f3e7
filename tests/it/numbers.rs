//! Numbers against a library of exact fractions, and values in all their spellings, by random cases (spec: meaning §1, §3).

use std::cmp::Ordering;

use dashu_ratio::RBig;
use proptest::prelude::*;
use signalbox::catalog::calendar::typed as calendar;
use signalbox::catalog::compare;
use signalbox::catalog::expression::{Scope, evaluate};
use signalbox::catalog::fold::Fold;
use signalbox::catalog::text::{duration_words, parse_duration_ms};
use signalbox::catalog::value::{self, Decimal, Locale, MOST_DIGITS, Value};
use signalbox::model::Operator;
use signalbox::model::resource::{FieldType, Hours};

/// A number as it is written.
fn fraction(text: &str) -> RBig {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits: RBig = format!("{whole}{part}").parse().unwrap();
    digits / ten_to(part.len())
}

fn ten_to(power: usize) -> RBig {
    format!("1{}", "0".repeat(power)).parse().unwrap()
}

fn size(number: &RBig) -> RBig {
    if *number < RBig::ZERO { -number.clone() } else { number.clone() }
}

/// A number to some places, half away from zero.
fn rounded(number: &RBig, places: usize) -> RBig {
    let half = RBig::from_parts(1.into(), 2_u8.into());
    let most = RBig::from((size(number) * ten_to(places) + half).floor()) / ten_to(places);
    if *number < RBig::ZERO { -most } else { most }
}

/// Whether a number can be written with the digits that a number may have.
fn fits(number: &RBig) -> bool {
    let mut scaled = size(number);
    for _ in 0..=MOST_DIGITS {
        if scaled.denominator() == RBig::ONE.denominator() {
            return scaled < ten_to(MOST_DIGITS);
        }
        scaled *= ten_to(1);
    }
    false
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        "-?(0|[1-9][0-9]{0,2})(\\.[0-9]{1,3})?",
        "-?(0|[1-9][0-9]{0,13})(\\.[0-9]{1,14})?",
        "-?0\\.0{0,20}[1-9]",
        // Halves, which are rounded away from zero.
        "-?[0-9]\\.[0-9]{0,6}5",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn quotients_rests_and_roundings_agree_with_fractions((one, other) in (number(), number()), places in 0_u8..16) {
        let (a, b) = (Decimal::read(&one).unwrap(), Decimal::read(&other).unwrap());
        let (x, y) = (fraction(&one), fraction(&other));
        let same = |found: Decimal, exact: &RBig| fraction(&found.to_string()) == *exact;
        prop_assert!(same(a.rounded(places), &rounded(&x, usize::from(places))), "{} to {}: {}", one, places, a.rounded(places));
        prop_assert!(same(a.floor(), &RBig::from(x.floor())), "{} {}", one, a.floor());
        prop_assert!(same(a.ceiling(), &RBig::from(x.ceil())), "{} {}", one, a.ceiling());
        prop_assert!(same(a.absolute(), &size(&x)) && same(a.negated(), &-x.clone()));
        if y == RBig::ZERO {
            prop_assert!(a.divided_by(b).is_err() && a.rest_by(b).is_err());
            return Ok(());
        }
        let quotient = rounded(&(&x / &y), 12);
        let found = a.divided_by(b);
        prop_assert_eq!(found.is_ok(), fits(&quotient), "{} / {}", one, other);
        prop_assert!(found.is_err() || same(found.unwrap(), &quotient), "{} / {} = {:?}", one, other, found);
        let rest = &x - &y * RBig::from((&x / &y).trunc());
        prop_assert!(fits(&rest) && same(a.rest_by(b).unwrap(), &rest), "{} % {} = {:?}", one, other, a.rest_by(b));
    }
}

/// A calculation.
#[derive(Clone, Debug)]
enum Sum {
    Number(String),
    Negative(Box<Sum>),
    Two(char, Box<Sum>, Box<Sum>),
}

impl Sum {
    /// How strongly its sign binds.
    fn binds(&self) -> u8 {
        match self {
            Self::Two('+' | '-', ..) => 1,
            Self::Two(..) => 2,
            Self::Negative(_) => 3,
            Self::Number(_) => 4,
        }
    }

    /// As a person writes it, with brackets only where they are needed.
    fn written(&self) -> String {
        let within =
            |sum: &Self, least: u8| if sum.binds() < least { format!("({})", sum.written()) } else { sum.written() };
        match self {
            Self::Number(text) => text.clone(),
            Self::Negative(sum) => format!("-{}", within(sum, 4)),
            Self::Two(sign, left, right) => {
                format!("{} {sign} {}", within(left, self.binds()), within(right, self.binds() + 1))
            }
        }
    }

    /// Its value, and none where a step divides by zero or has too many digits.
    fn value(&self) -> Option<RBig> {
        let value = match self {
            Self::Number(text) => fraction(text),
            Self::Negative(sum) => -sum.value()?,
            Self::Two(sign, left, right) => {
                let (x, y) = (left.value()?, right.value()?);
                match sign {
                    '+' => x + y,
                    '-' => x - y,
                    '*' => x * y,
                    _ if y == RBig::ZERO => return None,
                    '/' => rounded(&(x / y), 12),
                    _ => &x - &y * RBig::from((&x / &y).trunc()),
                }
            }
        };
        fits(&value).then_some(value)
    }
}

fn sum() -> impl Strategy<Value = Sum> {
    let number = "(0|[1-9][0-9]{0,2})(\\.[0-9]{1,2})?".prop_map(Sum::Number);
    number.prop_recursive(4, 16, 2, |inner| {
        let sign = prop::sample::select(vec!['+', '-', '*', '/', '%']);
        prop_oneof![
            1 => inner.clone().prop_map(|sum| Sum::Negative(Box::new(sum))),
            6 => (sign, inner.clone(), inner).prop_map(|(sign, left, right)| Sum::Two(sign, Box::new(left), Box::new(right))),
        ]
    })
}

struct Nothing;

impl Scope for Nothing {
    fn read(&self, _: &str) -> Option<Value<'_>> {
        None
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn expressions_calculate_as_fractions_do(sum in sum()) {
        let written = sum.written();
        let found = evaluate(&written, &Nothing, Locale::default()).map(|value| value.text.into_owned());
        match sum.value() {
            Some(exact) => {
                let found = found.map_err(|why| TestCaseError::fail(format!("{written}: {why}")))?;
                prop_assert_eq!(fraction(&found), exact, "{} = {}", written, found);
                // A single number stays as it is written; a result has no zeros at its end and no sign of zero.
                let is_plain = !found.contains('.') || !found.ends_with('0');
                prop_assert!(matches!(sum, Sum::Number(_)) || (is_plain && found != "-0"), "{} = {}", written, found);
            }
            None => prop_assert!(found.is_err(), "{} = {:?}", written, found),
        }
    }
}

/// A number in twelve spellings, as a field of numbers may hold it.
fn spellings(whole: &str, part: &str) -> Vec<String> {
    let plain = if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") };
    let longer = if part.is_empty() { format!("{whole}.0") } else { format!("{plain}0") };
    let mut all = vec![plain.clone(), longer.clone(), format!("{longer}00")];
    for front in ["+", "0", "000", "+00"] {
        all.extend([format!("{front}{plain}"), format!("{front}{longer}")]);
    }
    all.push(format!(" {plain}\t"));
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn a_number_equals_itself_in_every_spelling(
        whole in "0|[1-9][0-9]{0,11}", part in "([0-9]{0,7}[1-9])?", is_negative in any::<bool>(), off in 1_i64..1_000,
    ) {
        let sign = |text: String| match text.trim_start().strip_prefix('+') {
            Some(rest) if is_negative => format!("-{rest}"),
            None if is_negative => format!("-{}", text.trim_start()),
            _ => text,
        };
        let all: Vec<String> = spellings(&whole, &part).into_iter().map(sign).collect();
        prop_assert!(all.len() >= 10);
        let other = Decimal::read(&all[0]).unwrap().plus(Decimal::from(off)).unwrap().to_string();
        let (fold, locale) = (Fold::USUAL, Locale::default());
        let number = |text: &str| Value::of(FieldType::Number, text.to_owned());
        for one in &all {
            for spelt in &all {
                for right in [number(spelt), Value::untyped(spelt.clone())] {
                    prop_assert!(value::same(&number(one), &right, fold, locale), "{} {:?}", one, right);
                    prop_assert_eq!(value::order(&number(one), &right, fold, locale), Some(Ordering::Equal));
                }
            }
            prop_assert!(!value::same(&number(one), &number(&other), fold, locale));
            prop_assert_eq!(value::order(&number(one), &number(&other), fold, locale), Some(Ordering::Less));
        }
    }
}

/// Phone numbers, each in ten spellings. Those without a country are national ones of France.
const PHONES: &[[&str; 10]] = &[
    [
        "+33612345678",
        "0033612345678",
        "06 12 34 56 78",
        "+33 (0)6 12 34 56 78",
        "0033 (0)6.12.34.56.78",
        "06.12.34.56.78",
        "(+33) 6 12 34 56 78",
        "+33\u{a0}6\u{202f}12\u{a0}34\u{a0}56\u{a0}78",
        "＋３３６１２３４５６７８",
        "06-12-34-56-78",
    ],
    [
        "+442079460018",
        "00442079460018",
        "+44 20 7946 0018",
        "+44 (0)20 7946 0018",
        "+44(0)2079460018",
        "0044 (0) 20 7946 0018",
        "(+44) 20 7946 0018",
        "+44-20-7946-0018",
        "+44.20.7946.0018",
        "\u{202a}+44 20 7946 0018\u{202c}",
    ],
    [
        "+390669821234",
        "00390669821234",
        "+39 06 6982 1234",
        "+39 (0)6 6982 1234",
        "0039 06 6982 1234",
        "(+39) 06 69821234",
        "+39-06-6982-1234",
        "+39.06.6982.1234",
        "+39\u{a0}06\u{a0}6982\u{a0}1234",
        " +39 06 69 82 12 34 ",
    ],
    [
        "+12025550123",
        "0012025550123",
        "+1 202 555 0123",
        "+1 (202) 555-0123",
        "+1-202-555-0123",
        "001 202 555 0123",
        "(+1) 202.555.0123",
        "+1\u{2013}202\u{2013}555\u{2013}0123",
        "+1\u{a0}202\u{a0}555\u{a0}0123",
        "00 1 (202) 555 0123",
    ],
];

fn digits(text: &str) -> usize {
    text.chars().filter(|letter| letter.is_numeric()).count()
}

#[test]
fn a_phone_number_equals_itself_in_ten_spellings_and_no_other() {
    let locale = Locale { country: "FR", ..Locale::default() };
    let phone = |text: &str| Value::of(FieldType::Phone, text.to_owned());
    for (nth, spellings) in PHONES.iter().enumerate() {
        for one in spellings {
            for (other_nth, others) in PHONES.iter().enumerate() {
                for other in others {
                    for right in [phone(other), Value::untyped(*other)] {
                        let is_same = value::same(&phone(one), &right, Fold::USUAL, locale);
                        assert_eq!(is_same, nth == other_nth, "{one} {right:?}");
                        assert_eq!(value::same(&right, &phone(one), Fold::USUAL, locale), is_same, "{right:?} {one}");
                    }
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    /// The beginning of one spelling is a beginning of all spellings of that number; of another number only as far as their digits agree.
    #[test]
    fn a_beginning_of_a_phone_number_is_one_in_every_spelling(nth in 0_usize..4, from in 0_usize..10, to in 0_usize..10, length in 1_usize..24) {
        let locale = Locale { country: "FR", ..Locale::default() };
        let (one, other) = (PHONES[nth][from], PHONES[nth][to]);
        let prefix: String = one.chars().take(length).collect();
        // A sign and zeros are the beginning of every number.
        prop_assume!(digits(&prefix) > 0 && prefix.chars().any(|letter| letter.is_numeric() && letter.to_digit(10) != Some(0)));
        let starts = |number: &str| {
            let left = Value::of(FieldType::Phone, number.to_owned());
            compare::compare(&left, Operator::StartsWith, &Value::untyped(prefix.clone()), Fold::USUAL, locale).holds
        };
        prop_assert!(starts(other), "{} begins with {:?}", other, prefix);
        // Past its country code no other number of the list begins so.
        if digits(&prefix) > 6 {
            for (others, _) in PHONES.iter().zip(0..).filter(|(_, place)| *place != nth) {
                prop_assert!(!starts(others[to]), "{} begins with {:?}", others[to], prefix);
            }
        }
    }
}

fn time() -> impl Strategy<Value = chrono::NaiveTime> {
    (0_u32..24, 0_u32..60, prop_oneof![3 => Just(0), 1 => 0_u32..60])
        .prop_map(|(hour, minute, second)| chrono::NaiveTime::from_hms_opt(hour, minute, second).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    /// What is shown can be typed: durations, and the hours of a day.
    #[test]
    fn what_is_shown_is_read_again(seconds in prop_oneof![0_i64..400, 0_i64..31_000_000], mut times in prop::collection::vec(time(), 0..7)) {
        let words = duration_words(seconds);
        prop_assert_eq!(parse_duration_ms(&words), Some(u64::try_from(seconds).unwrap() * 1_000), "{}", words);
        times.sort();
        times.dedup();
        // Stretches apart from each other; of three and more times, the last stretch may go on past midnight.
        let mut hours: Vec<Hours> = times.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        if let (Some(first), [last]) = (times.first(), times.chunks_exact(2).remainder()) && first < last {
            hours.push((*last, *first));
        }
        let shown = calendar::day_words(&hours, "closed");
        prop_assert_eq!(calendar::read_day(&shown), Ok(hours), "{}", shown);
    }
}
