//! A value that others are held against: the right side of a comparison, a filter over many rows. What is read of it is read once, so a loop
//! over rows reads the row's side only.

use std::cell::OnceCell;
use std::cmp::Ordering;

use super::super::fold::Fold;
use super::order::{CLASSES, Class, Key, class, is_text, key, read, same_texts, untyped};
use super::{Locale, Value};

/// A value that others are held against.
#[derive(Clone, Debug)]
pub struct Held<'a> {
    value: Value<'a>,
    fold: Fold,
    locale: Locale<'a>,
    /// Its own key.
    own: OnceCell<Key>,
    /// Its key as if it had no type.
    untyped: OnceCell<Key>,
    /// Its key as a value of each type that others have; none where it cannot be read as one.
    as_class: [OnceCell<Option<Key>>; CLASSES],
}

impl<'a> Held<'a> {
    /// A value to hold others against. `fold` decides which differences between texts count.
    #[must_use]
    pub fn new(value: Value<'a>, fold: Fold, locale: Locale<'a>) -> Self {
        let as_class = [const { OnceCell::new() }; CLASSES];
        Self { value, fold, locale, own: OnceCell::new(), untyped: OnceCell::new(), as_class }
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> &Value<'a> {
        &self.value
    }

    fn own(&self) -> &Key {
        self.own.get_or_init(|| key(&self.value, self.fold, self.locale))
    }

    fn untyped(&self) -> &Key {
        self.untyped.get_or_init(|| untyped(&self.value.text, self.fold, self.locale))
    }

    fn as_class(&self, class: Class) -> Option<&Key> {
        let place = self.as_class.get(class as usize)?;
        place.get_or_init(|| read(class, &self.value.text, self.fold, self.locale)).as_ref()
    }

    /// The keys by which another value is held against this one; none where one of the two cannot be read as the type of the other.
    fn keys(&self, left: &Value<'_>) -> Option<(Key, &Key)> {
        let own = || key(left, self.fold, self.locale);
        let read_left = |class| read(class, &left.text, self.fold, self.locale);
        let as_texts = || Some((untyped(&left.text, self.fold, self.locale), self.untyped()));
        match (left.kind.map(class), self.value.kind.map(class)) {
            (Some(one), Some(other)) if one == other => Some((own(), self.own())),
            (Some(one), None) => Some((own(), self.as_class(one)?)),
            (None, Some(other)) => Some((read_left(other)?, self.own())),
            // A text may hold a phone number in its own spelling.
            (Some(Class::Phone), Some(Class::Text)) | (Some(Class::Text), Some(Class::Phone)) => {
                let both = read_left(Class::Phone).zip(self.as_class(Class::Phone));
                both.or_else(as_texts)
            }
            // Two types are held against each other as if they had none.
            _ => as_texts(),
        }
    }

    /// Whether another value is equal to this one; none where one of the two cannot be read as the type of the other, so that they differ.
    #[must_use]
    pub fn equal(&self, left: &Value<'_>) -> Option<bool> {
        if self.fold == Fold::USUAL && is_text(left) && is_text(&self.value) {
            let are_texts = left.kind.is_some() || self.value.kind.is_some();
            return Some(same_texts(&left.text, &self.value.text, are_texts, self.locale));
        }
        self.keys(left).map(|(left, own)| left == *own)
    }

    /// Whether another value is equal to this one.
    #[must_use]
    pub fn same(&self, left: &Value<'_>) -> bool {
        self.equal(left).unwrap_or(false)
    }

    /// Which comes first, another value or this one: numbers, days, times, and texts by their folded text. None where they cannot be put in
    /// order: one is empty, or they are of different types.
    #[must_use]
    pub fn order(&self, left: &Value<'_>) -> Option<Ordering> {
        match self.keys(left)? {
            (Key::Number(left), Key::Number(own)) => Some(left.cmp(own)),
            (Key::Moment(left), Key::Moment(own)) => Some(left.cmp(own)),
            (Key::Time(left), Key::Time(own)) => Some(left.cmp(own)),
            (Key::Text(left), Key::Text(own)) => Some(left.cmp(own)),
            _ => None,
        }
    }
}

/// Whether two values are equal. `fold` decides which differences between texts count.
#[must_use]
pub fn same(left: &Value<'_>, right: &Value<'_>, fold: Fold, locale: Locale<'_>) -> bool {
    equal(left, right, fold, locale).unwrap_or(false)
}

/// The same; none where one of the two cannot be read as the type of the other, so that they differ.
#[must_use]
pub fn equal(left: &Value<'_>, right: &Value<'_>, fold: Fold, locale: Locale<'_>) -> Option<bool> {
    if fold == Fold::USUAL && is_text(left) && is_text(right) {
        return Some(same_texts(&left.text, &right.text, left.kind.is_some() || right.kind.is_some(), locale));
    }
    held(right, fold, locale).equal(left)
}

fn held<'a>(value: &'a Value<'_>, fold: Fold, locale: Locale<'a>) -> Held<'a> {
    Held::new(Value { text: value.text.as_ref().into(), kind: value.kind }, fold, locale)
}

/// Which value comes first: numbers, days, times, and texts by their folded text. None where they cannot be put in order: one is
/// empty, or they are of different types.
#[must_use]
pub fn order(left: &Value<'_>, right: &Value<'_>, fold: Fold, locale: Locale<'_>) -> Option<Ordering> {
    held(right, fold, locale).order(left)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::resource::FieldType;

    fn values() -> impl Strategy<Value = Vec<(Option<FieldType>, String)>> {
        use FieldType::{Date, DateTime, Email, List, LongText, Number, Phone, ShortText, Time, Url, YesNo};
        let kinds = vec![ShortText, LongText, Number, YesNo, Date, DateTime, Time, Phone, Email, Url, List];
        let texts = prop_oneof![
            "-?0{0,1}[0-9]{1,2}(\\.[0-9]0{0,1})?",
            "[aAéÉ ]{0,2}",
            "(yes|YES|no|oui|1)",
            "0?[89]:[0-5]0(:00)?",
            "2026-11-2[0-1]( 09:00)?",
            "(\\+33|0033|0) ?6 ?1234567[89]",
        ];
        prop::collection::vec((prop::option::of(prop::sample::select(kinds)), texts), 1..9)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_500))]

        /// What was read for one value makes no difference for the next, whatever types they have.
        #[test]
        fn what_is_read_once_counts_for_every_other_value(all in values(), case in any::<bool>(), country in prop::sample::select(vec!["", "FR"])) {
            let all: Vec<Value<'_>> = all.iter().map(|(kind, text)| Value { text: text.as_str().into(), kind: *kind }).collect();
            let (fold, locale) = (Fold::with_case(case), Locale { country, ..Locale::default() });
            let Some((right, others)) = all.split_first() else { return Ok(()) };
            let held = Held::new(right.clone(), fold, locale);
            for left in others.iter().chain([right]).chain(others) {
                prop_assert_eq!(held.equal(left), equal(left, right, fold, locale), "{:?} {:?}", left, right);
                prop_assert_eq!(held.order(left), order(left, right, fold, locale), "{:?} {:?}", left, right);
                // An order agrees with equality, and the two sides may change places.
                if let Some(found) = held.order(left) {
                    prop_assert_eq!(found == Ordering::Equal, held.same(left), "{:?} {:?}", left, right);
                }
                prop_assert_eq!(equal(left, right, fold, locale), equal(right, left, fold, locale), "{:?} {:?}", left, right);
            }
        }
    }
}
