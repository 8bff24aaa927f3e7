//! When two values are equal and which comes first (spec: meaning §1). Two values are equal when their keys are, so that equality is
//! an equivalence within one type and a table can be searched by keys.

use chrono::{NaiveDateTime, NaiveTime};

use crate::model::resource::{DatabaseColumn, FieldType};

use super::super::fold::{Fold, same as say_the_same};
use super::super::yes_no;
use super::readers::{date, moment, phone_key, time};
use super::{Decimal, Locale, Value};

/// What a value is equal by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// Nothing: equal to nothing else, and in no order.
    Empty,
    /// A number.
    Number(Decimal),
    /// Yes or no.
    YesNo(bool),
    /// A day, or a day and a time; a day alone is its midnight.
    Moment(NaiveDateTime),
    /// A time of day.
    Time(NaiveTime),
    /// A phone number in international form.
    Phone(String),
    /// A folded text.
    Text(String),
}

impl Key {
    /// Whether keys of this kind have an order.
    #[must_use]
    pub fn has_order(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Moment(_) | Self::Time(_) | Self::Text(_))
    }

    /// Whether two keys are of one kind.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// Types that share their keys.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Text,
    Number,
    YesNo,
    Date,
    DateTime,
    Time,
    Phone,
}

/// How many of them there are.
pub(super) const CLASSES: usize = Class::Phone as usize + 1;

pub(super) fn class(kind: FieldType) -> Class {
    match kind {
        FieldType::Number => Class::Number,
        FieldType::YesNo => Class::YesNo,
        FieldType::Date => Class::Date,
        FieldType::DateTime => Class::DateTime,
        FieldType::Time => Class::Time,
        FieldType::Phone => Class::Phone,
        FieldType::ShortText | FieldType::LongText | FieldType::Email | FieldType::Url | FieldType::List => Class::Text,
    }
}

/// The key of a cell in a column of a database.
#[must_use]
pub fn column_key(column: &DatabaseColumn, text: &str, locale: Locale<'_>) -> Key {
    key(&Value::of(column.kind, text), Fold::of(column.exact_spelling), locale)
}

/// The key of a value by itself, and what it is where its type cannot read it.
#[must_use]
pub fn key(value: &Value<'_>, fold: Fold, locale: Locale<'_>) -> Key {
    let typed = value.kind.map(|kind| read(class(kind), &value.text, fold, locale));
    typed.flatten().unwrap_or_else(|| untyped(&value.text, fold, locale))
}

/// The key of a text that is held against a value of a type, or of none; none where it cannot be read as one.
#[must_use]
pub(super) fn read_as(kind: Option<FieldType>, text: &str, fold: Fold, locale: Locale<'_>) -> Option<Key> {
    match kind {
        Some(kind) => read(class(kind), text, fold, locale),
        None => Some(untyped(text, fold, locale)),
    }
}

/// Whether a text can be held against a value of a type.
#[must_use]
pub fn readable(kind: Option<FieldType>, text: &str, locale: Locale<'_>) -> bool {
    read_as(kind, text, Fold::USUAL, locale).is_some()
}

/// The key of a text as a value of a type; none where it cannot be read as one.
pub(super) fn read(class: Class, text: &str, fold: Fold, locale: Locale<'_>) -> Option<Key> {
    if class == Class::Text {
        return Some(text_key(fold.text(text)));
    }
    let text = text.trim();
    if text.is_empty() {
        return Some(Key::Empty);
    }
    match class {
        Class::Text => None,
        Class::Number => Decimal::read(text).map(Key::Number),
        Class::YesNo => yes_no::read(text, locale).map(Key::YesNo),
        Class::Date => date(text).and_then(|day| day.and_hms_opt(0, 0, 0)).map(Key::Moment),
        Class::DateTime => moment(text, locale).map(Key::Moment),
        Class::Time => time(text).map(Key::Time),
        Class::Phone => phone_key(text, locale).map(Key::Phone),
    }
}

fn text_key(folded: String) -> Key {
    if folded.is_empty() { Key::Empty } else { Key::Text(folded) }
}

/// The key of a text without a type: a short plain number, a time or a day is read as such; any other text is its folded text.
pub(super) fn untyped(text: &str, fold: Fold, locale: Locale<'_>) -> Key {
    let folded = fold.text(text);
    // Only what begins so can be anything but a text.
    if folded.starts_with(|first: char| first.is_ascii_digit() || first == '-') {
        if let Some(number) = Decimal::read_plain(&folded) {
            return Key::Number(number);
        }
        if let Some(time) = if folded.contains(':') { time(&folded) } else { None } {
            return Key::Time(time);
        }
        let is_date = folded.as_bytes().get(4) == Some(&b'-');
        if let Some(moment) = if is_date { moment(&folded.to_ascii_uppercase(), locale) } else { None } {
            return Key::Moment(moment);
        }
    }
    text_key(folded)
}

/// Whether a value has no type or one of texts.
pub(super) fn is_text(value: &Value<'_>) -> bool {
    value.kind.is_none_or(|kind| class(kind) == Class::Text)
}

/// Whether two texts are equal. Most pairs are told apart without making their keys.
pub(super) fn same_texts(left: &str, right: &str, are_texts: bool, locale: Locale<'_>) -> bool {
    if say_the_same(left, right) {
        return true;
    }
    // Other spellings of a number, a time or a day hold one of these signs, or digits that are none of ASCII.
    let may_be_respelt = |text: &str| text.bytes().any(|byte| matches!(byte, b'.' | b'-' | b':') || !byte.is_ascii());
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || (0xc3..=0xc9).contains(byte);
    let begins_with_letter = |text: &str| text.as_bytes().first().is_some_and(is_letter);
    !are_texts
        && !begins_with_letter(left)
        && !begins_with_letter(right)
        && (may_be_respelt(left) || may_be_respelt(right))
        && untyped(left, Fold::USUAL, locale) == untyped(right, Fold::USUAL, locale)
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::super::{order, same};
    use super::*;
    use proptest::prelude::*;

    fn value(kind: Option<FieldType>, text: &str) -> Value<'_> {
        Value { text: text.into(), kind }
    }

    #[test]
    fn values_are_equal_and_in_order() {
        use FieldType::{Date, DateTime, Email, List, LongText, Number, Phone, ShortText, Time, YesNo};
        use Ordering::{Equal, Greater, Less};
        let none: Option<FieldType> = None;
        for (kind, left, other, right, expected) in [
            // Without types: short plain numbers, times and days are what they look like; all else is a text.
            (none, "1.50", none, "1.5", Some(Equal)),
            (none, "-0", none, "0", Some(Equal)),
            (none, "10", none, "9", Some(Greater)),
            (none, "１２", none, "12.0", Some(Equal)),
            (none, "00123", none, "123", None),
            (none, "5E1", none, "50", None),
            (none, "7615917337495251231", none, "7615917337495251232", Some(Less)),
            (none, "12345678901234567", none, "12345678901234568", Some(Less)),
            (none, "10:00", none, "10:00:00", Some(Equal)),
            (none, "9:30", none, "10:00", Some(Less)),
            (none, "2026-11-23", none, "2026-11-23 00:00", Some(Equal)),
            (none, "2026-11-23T09:00", none, "2026-11-23 09:00:00", Some(Equal)),
            (none, "10", none, "ten", None),
            (none, "10:00", none, "10", None),
            (none, "café", none, "CAFE\u{301}", Some(Equal)),
            (none, "apple", none, "Banana", Some(Less)),
            // One type: the other side is read as it.
            (Some(ShortText), "75", none, "75", Some(Equal)),
            (Some(ShortText), "75", none, "75.0", Some(Less)),
            (Some(ShortText), "10", none, "9", Some(Less)),
            (Some(Number), "75", none, "75.00", Some(Equal)),
            (Some(Number), "0033", none, "33", Some(Equal)),
            (Some(Number), "9", none, "10", Some(Less)),
            (Some(Number), "75", none, "many", None),
            (Some(Number), "0.1", none, "0.10000000000000001", Some(Less)),
            (Some(YesNo), "yes", none, "TRUE", Some(Equal)),
            (Some(YesNo), "yes", none, "nein", None),
            (Some(Phone), "+33612345678", none, "0033 6 12 34 56 78", Some(Equal)),
            (Some(Date), "2026-11-23", none, "2026-11-24", Some(Less)),
            (Some(DateTime), "2026-11-23 09:30", none, "2026-11-24", Some(Less)),
            (Some(DateTime), "2026-11-23 09:30", none, "09:00", None),
            (Some(Time), "09:30", none, "09:30:00", Some(Equal)),
            (Some(Email), "Ana@Example.com", none, "ana@example.com", Some(Equal)),
            // Two types: kinds of texts are one; others as if there were none.
            (Some(ShortText), "1.0", Some(LongText), "1.0", Some(Equal)),
            (Some(List), "Gold", Some(ShortText), "gold", Some(Equal)),
            (Some(Number), "75", Some(ShortText), "75.0", Some(Equal)),
            (Some(Number), "0033", Some(Phone), "33", None),
            (Some(ShortText), "Ana", Some(Phone), "+33612345678", Some(Greater)),
            (Some(Date), "2026-11-23", Some(DateTime), "2026-11-23 10:00", Some(Less)),
        ] {
            let (left, right) = (value(kind, left), value(other, right));
            let locale = Locale::default();
            let found = order(&left, &right, Fold::USUAL, locale);
            assert_eq!(
                same(&left, &right, Fold::USUAL, locale),
                expected == Some(Equal) || is_same_unordered(&left, &right)
            );
            let wanted = if is_same_unordered(&left, &right) { found } else { expected };
            assert_eq!(found, wanted, "{left:?} {right:?}");
            assert_eq!(order(&right, &left, Fold::USUAL, locale), wanted.map(Ordering::reverse), "{right:?} {left:?}");
        }
        assert!(!same(&"Gold".into(), &"gold".into(), Fold::CASE, Locale::default()));
    }

    /// Yes and no, and phone numbers, are equal or not, but in no order.
    fn is_same_unordered(left: &Value<'_>, right: &Value<'_>) -> bool {
        matches!(
            (left.kind, &*right.text),
            (Some(FieldType::YesNo), "TRUE") | (Some(FieldType::Phone), "0033 6 12 34 56 78")
        )
    }

    #[test]
    fn empty_equals_only_empty_and_is_in_no_order() {
        for kind in [None, Some(FieldType::Number), Some(FieldType::ShortText), Some(FieldType::Date)] {
            for empty in ["", " ", "\u{200b}"] {
                let locale = Locale::default();
                assert!(same(&value(kind, empty), &"".into(), Fold::USUAL, locale), "{kind:?}");
                for other in ["0", "x", "2026-11-23", "no"] {
                    assert!(!same(&value(kind, empty), &other.into(), Fold::USUAL, locale), "{kind:?} {other}");
                    assert_eq!(
                        order(&value(kind, empty), &other.into(), Fold::USUAL, locale),
                        None,
                        "{kind:?} {other}"
                    );
                }
                assert_eq!(order(&value(kind, empty), &"".into(), Fold::USUAL, locale), None, "{kind:?}");
            }
        }
    }

    fn kinds() -> impl Strategy<Value = Option<FieldType>> {
        use FieldType::{Date, DateTime, Email, List, LongText, Number, Phone, ShortText, Time, Url, YesNo};
        let all = [ShortText, LongText, Number, YesNo, Date, DateTime, Time, Phone, Email, Url, List];
        prop::option::of(prop::sample::select(all.to_vec()))
    }

    fn texts() -> impl Strategy<Value = String> {
        prop_oneof![
            "-?0{0,2}[0-9]{1,2}(\\.[0-9]0{0,2})?",
            "[0-9]{14,17}",
            "[aAéÉe\u{301}ß ]{0,3}",
            "(yes|YES|no|oui|true|0|1)[.!]?",
            "0?[89]:[0-5]0(:00)?",
            "2026-11-2[0-3]([ T]09:[03]0(:00)?)?",
            "(\\+33|0033) ?6 ?1234567[89]",
            "0 ?6 ?1234567[89]",
            "2026-11-2[0-3]T0[89]:[03]0:00(Z|\\+01:00|-05:00)",
            "\\PC{0,3}",
        ]
    }

    /// Projects elsewhere, whose languages, countries and clocks read some texts in another way.
    fn locales() -> impl Strategy<Value = Locale<'static>> {
        let of = |language, country, zone| Locale { language, country, zone: Some(zone), phrases: None };
        prop::sample::select(vec![
            Locale::default(),
            of("fr", "FR", chrono_tz::Tz::Europe__Paris),
            of("en-US", "US", chrono_tz::Tz::America__New_York),
            of("de", "", chrono_tz::Tz::Africa__Cairo),
        ])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]

        #[test]
        fn equality_is_an_equivalence_and_order_agrees_with_it(kind in kinds(), (a, b, c) in (texts(), texts(), texts()), locale in locales()) {
            let (a, b, c) = (value(kind, &a), value(kind, &b), value(kind, &c));
            let same = |x: &Value<'_>, y: &Value<'_>| same(x, y, Fold::USUAL, locale);
            prop_assert!(same(&a, &a));
            prop_assert_eq!(same(&a, &b), same(&b, &a));
            prop_assert!(!(same(&a, &b) && same(&b, &c)) || same(&a, &c), "{:?} {:?} {:?}", a, b, c);
            // By their keys, and not only by the shorter ways that most pairs take.
            let key = |x: &Value<'_>| key(x, Fold::USUAL, locale);
            prop_assert_eq!(same(&a, &b), key(&a) == key(&b), "{:?} {:?}", a, b);
            let order = |x: &Value<'_>, y: &Value<'_>| order(x, y, Fold::USUAL, locale);
            prop_assert_eq!(order(&a, &b), order(&b, &a).map(Ordering::reverse));
            if let Some(found) = order(&a, &b) {
                prop_assert_eq!(found == Ordering::Equal, same(&a, &b), "{:?} {:?}", a, b);
                if found != Ordering::Greater && let Some(next) = order(&b, &c) && next != Ordering::Greater {
                    prop_assert!(matches!(order(&a, &c), Some(Ordering::Less | Ordering::Equal)));
                }
            }
        }

        #[test]
        fn what_is_stored_is_equal_to_what_was_given(kind in kinds(), text in texts(), locale in locales()) {
            let kind = kind.unwrap_or_default();
            if let Ok(stored) = super::super::fit(kind, &[], &text, locale) {
                prop_assert!(same(&value(Some(kind), &stored), &value(Some(kind), &text), Fold::USUAL, locale));
                let again = super::super::fit(kind, &[], &stored, locale);
                prop_assert_eq!(again.as_deref(), Ok(&*stored));
            }
        }
    }
}
