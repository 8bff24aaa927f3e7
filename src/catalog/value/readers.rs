//! How the keys of values read dates, times and phone numbers. No rule of equality is here.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::model::resource::FieldType;

use super::super::{dates, phone};
use super::{Locale, Value};

/// Reads a date, or a date and time, by ISO 8601, as the clocks of the project show it; what has no offset is as it is written.
#[must_use]
pub fn moment(text: &str, locale: Locale<'_>) -> Option<NaiveDateTime> {
    dates::read(text).map(|stamp| stamp.local(locale.zone()))
}

/// A date: `2026-12-25`.
pub fn date(text: &str) -> Option<NaiveDate> {
    dates::read_day(text)
}

/// A time of day: `08:30`, `8:30` or `08:30:00`.
pub fn time(text: &str) -> Option<NaiveTime> {
    let is_short = text.as_bytes().get(1) == Some(&b':');
    if is_short { dates::read_time(&format!("0{text}")) } else { dates::read_time(text) }
}

/// The number that two spellings of it share; none where the text is not a phone number.
pub fn phone_key(text: &str, locale: Locale<'_>) -> Option<String> {
    phone::key(text, locale.country)
}

/// Whether a value is a phone number where prefixes of numbers are looked for: by its type, or by the plus with which it begins.
/// Other digits without a type may be an order or a code.
pub fn may_be_phone(value: &Value<'_>) -> bool {
    match value.kind {
        None => value.text.trim_start().starts_with('+'),
        kind => kind == Some(FieldType::Phone),
    }
}

/// Whether a phone number begins with a prefix, in whatever spelling: `+33 6`, `0033 6` and `06` are the same beginning. None where the
/// two are not about phone numbers.
#[must_use]
pub fn phone_starts_with(value: &Value<'_>, start: &Value<'_>, locale: Locale<'_>) -> Option<bool> {
    if !may_be_phone(value) && start.kind != Some(FieldType::Phone) {
        return None;
    }
    phone::has_prefix(&value.text, &start.text, locale.country)
}
