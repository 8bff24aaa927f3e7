//! How values read dates, times and phone numbers: the one place in which [`super`] calls the rules of phones and dates. It holds no
//! rule of equality.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::model::resource::FieldType;

use super::super::{fold, phone, text};
use super::{Locale, Value};

/// Reads a date, or a date and time: `2026-11-23`, `2026-11-23 09:00`, `2026-11-23T09:00:00`.
#[must_use]
pub fn moment(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim().replacen('T', " ", 1);
    NaiveDate::parse_from_str(&text, "%Y-%m-%d")
        .ok()
        .and_then(|day| day.and_hms_opt(0, 0, 0))
        .or_else(|| NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M").ok())
        .or_else(|| NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S").ok())
}

/// A date: `2026-12-25`.
pub fn date(text: &str) -> Option<NaiveDate> {
    if text.len() == 10 { NaiveDate::parse_from_str(text, "%Y-%m-%d").ok() } else { None }
}

/// A time of day: `08:30` or `08:30:00`.
pub fn time(text: &str) -> Option<NaiveTime> {
    let is_time = text.starts_with(|first: char| first.is_ascii_digit()) && text.len() <= 8;
    let read = |form| NaiveTime::parse_from_str(text, form).ok();
    if is_time { read("%H:%M").or_else(|| read("%H:%M:%S")) } else { None }
}

/// The number that two spellings of it share; none where the text is no phone number.
pub fn phone_key(text: &str, locale: Locale<'_>) -> Option<String> {
    // Letters are no part of a number, whatever stands around them.
    let is_dialled =
        text.chars().all(|letter| letter.is_ascii_digit() || letter.is_whitespace() || "+.-()/".contains(letter));
    if !is_dialled {
        return None;
    }
    let of_plan = phone::e164(text, locale.country);
    of_plan.or_else(|| text::is_e164(text).then(|| text::bare_number(text)))
}

/// Whether a phone number starts with the digits of another text, in whatever spelling: `+33 6` and `0033 6` are the same beginning.
/// None where the two are not about phone numbers.
#[must_use]
pub fn phone_starts_with(value: &Value<'_>, start: &Value<'_>, locale: Locale<'_>) -> Option<bool> {
    if value.kind != Some(FieldType::Phone) && start.kind != Some(FieldType::Phone) {
        return None;
    }
    let number = phone_key(value.text.trim(), locale)?;
    let start = text::bare_number(&fold::Fold::USUAL.text(&start.text));
    start.starts_with('+').then(|| number.starts_with(&start))
}
