//! Parses typed text: each function returns the value, or a sentence that says what to type.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, NaiveTime};

use crate::catalog::phone;
use crate::catalog::text::{duration_words, parse_duration_ms};
use crate::model::limits::{MAX_NAME, is_date};
use crate::model::reference::{MAX_REFERENCE, Referenced};

/// A name: not empty, and not too long.
pub fn name(text: &str) -> Result<String, String> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err("A name is needed.".to_owned()),
        1..=MAX_NAME => Ok(text.to_owned()),
        _ => Err(format!("A name may have {MAX_NAME} characters at most.")),
    }
}

/// A reference that is not taken.
pub fn reference(text: &str, of: Referenced, is_taken: impl Fn(&str) -> bool) -> Result<String, String> {
    let text = text.trim();
    if !of.accepts(text) {
        return Err(format!("A reference may contain only {of}, and at most {MAX_REFERENCE} characters."));
    }
    if is_taken(text) { Err(format!("\"{text}\" is taken.")) } else { Ok(text.to_owned()) }
}

/// A number within bounds.
pub fn number<T: FromStr + PartialOrd + Display>(text: &str, bounds: &RangeInclusive<T>) -> Result<T, String> {
    let needed = || format!("A number from {} to {} is needed.", bounds.start(), bounds.end());
    text.trim().parse().ok().filter(|number| bounds.contains(number)).ok_or_else(needed)
}

/// An optional number within bounds: no text gives none.
pub fn perhaps<T>(text: &str, read: impl Fn(&str) -> Result<T, String>) -> Result<Option<T>, String> {
    if text.trim().is_empty() { Ok(None) } else { read(text).map(Some) }
}

/// A duration in seconds, within bounds.
pub fn seconds(text: &str, bounds: &RangeInclusive<u32>) -> Result<u32, String> {
    let seconds = parse_duration_ms(text).filter(|ms| ms % 1000 == 0).and_then(|ms| u32::try_from(ms / 1000).ok());
    seconds.filter(|seconds| bounds.contains(seconds)).ok_or_else(|| {
        let words = |seconds: u32| duration_words(i64::from(seconds));
        format!("{} to {} is needed, such as 90 s or 5 min.", words(*bounds.start()), words(*bounds.end()))
    })
}

/// A duration in milliseconds, ten minutes at most.
pub fn milliseconds(text: &str) -> Result<u32, String> {
    let ms = parse_duration_ms(text).and_then(|ms| u32::try_from(ms).ok());
    ms.filter(|ms| *ms <= 600_000).ok_or_else(|| "A time up to 10 min is needed, such as 300 ms or 5 s.".to_owned())
}

/// A duration in milliseconds, as text.
#[must_use]
pub fn milliseconds_words(ms: u32) -> String {
    if ms.is_multiple_of(1000) { duration_words(i64::from(ms / 1000)) } else { format!("{ms} ms") }
}

/// An amount in hundredths, from `500`, `500.5` or `500.00`.
pub fn amount(text: &str) -> Result<i64, String> {
    let read = |text: &str| {
        let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(part) || part.len() > 2 {
            return None;
        }
        let hundredths: i64 = part.parse::<i64>().ok()? * if part.len() == 1 { 10 } else { 1 };
        whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(hundredths)
    };
    read(text.trim()).ok_or_else(|| "An amount is needed, such as 500.00.".to_owned())
}

/// An amount in hundredths, as `500.00`.
#[must_use]
pub fn amount_words(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let positive = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", positive / 100, positive % 100)
}

/// Texts separated by commas.
#[must_use]
pub fn list(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The code of a currency, in capitals.
pub fn currency(text: &str) -> Result<String, String> {
    let text = text.trim().to_ascii_uppercase();
    if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Ok(text)
    } else {
        Err("Three letters are needed, such as EUR.".to_owned())
    }
}

/// A time of day, `8:30` or `08:30`.
pub fn time(text: &str) -> Result<NaiveTime, String> {
    let read = |text: &str| {
        let (hour, minute) = text.trim().split_once(':')?;
        let is_whole = (1..=2).contains(&hour.len()) && minute.len() == 2;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_whole || !digits(hour) || !digits(minute) {
            return None;
        }
        NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)
    };
    read(text).ok_or_else(|| "A time is needed, such as 08:30.".to_owned())
}

/// A date, `2026-12-25`.
pub fn date(text: &str) -> Result<NaiveDate, String> {
    let text = text.trim();
    let needed = || "A date is needed, such as 2026-12-25.".to_owned();
    let date = NaiveDate::from_str(text).ok().filter(|date| text.len() == 10 && is_date(*date));
    date.ok_or_else(|| no_such_day(text).unwrap_or_else(needed))
}

/// An example of a day with a time, as it is typed.
pub const MOMENT: &str = "2026-12-25 14:00";

/// A day and a time, `2026-12-25 14:00`.
pub fn moment(text: &str) -> Result<NaiveDateTime, String> {
    let needed = || format!("Type a day and a time, such as {MOMENT}.");
    let (day, time_of_day) = text.trim().rsplit_once([' ', 'T']).ok_or_else(needed)?;
    let day = day.trim().trim_end_matches(',');
    let day = date(day).map_err(|_| no_such_day(day).unwrap_or_else(needed))?;
    time(time_of_day).map(|time| day.and_time(time)).map_err(|_| needed())
}

/// Why a well-formed date does not exist: *February 2026 has 28 days.*
fn no_such_day(text: &str) -> Option<String> {
    let (month, day) = text.rsplit_once('-')?;
    let first = NaiveDate::from_str(&format!("{month}-01")).ok().filter(|date| is_date(*date))?;
    let days = first.num_days_in_month();
    let day: u8 = day.parse().ok()?;
    (day > days).then(|| format!("{} has {days} days.", first.format("%B %Y")))
}

/// The IANA name of a time zone.
pub fn time_zone(text: &str) -> Result<String, String> {
    let text = text.trim();
    match text.parse::<chrono_tz::Tz>() {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err("A time zone is needed, such as Europe/Paris.".to_owned()),
    }
}

/// The code of a country that has phone numbers.
pub fn country(text: &str) -> Result<String, String> {
    let code = text.trim().to_uppercase();
    if phone::is_country(&code) { Ok(code) } else { Err("Two letters are needed, such as FR or US.".to_owned()) }
}

/// A phone number, kept as it is written; it may be empty.
pub fn phone_number(text: &str, country: &str) -> Result<String, String> {
    let text = text.trim();
    match phone::read(text, country) {
        Ok(_) | Err(phone::Fault::Empty) => Ok(text.to_owned()),
        Err(fault) => Err(fault.words(text)),
    }
}

/// A language code, `fr` or `fr-CA`.
pub fn language(text: &str) -> Result<String, String> {
    let text = text.trim();
    let is_code = text.len() >= 2 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_code && text.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
        Ok(text.to_owned())
    } else {
        Err("A language code is needed, such as en or fr-CA.".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_text_is_parsed_and_other_text_is_refused() {
        assert_eq!(name(" Ana "), Ok("Ana".to_owned()));
        assert!(name("  ").is_err() && name(&"a".repeat(201)).is_err());
        assert!(reference("ana", Referenced::Other, |_| true).is_err());
        assert!(reference("Ana", Referenced::Variable, |_| false).is_err());
        assert_eq!(reference(" Ana.B@x+1 ", Referenced::Other, |_| false), Ok("Ana.B@x+1".to_owned()));
        assert_eq!(number("5", &(1..=5)), Ok(5));
        assert!(number("6", &(1..=5)).is_err() && number("x", &(1..=5)).is_err());
        assert_eq!(seconds("1 h", &(30..=3600)), Ok(3600));
        assert!(seconds("29", &(30..=3600)).is_err() && seconds("500 ms", &(0..=60)).is_err());
        assert_eq!(time("8:05"), Ok(NaiveTime::from_hms_opt(8, 5, 0).unwrap()));
        for text in ["8:5", "24:00", "08", "a:bc", "+8:00"] {
            assert!(time(text).is_err(), "{text}");
        }
        assert!(date("2026-12-25").is_ok() && date("2026-12-2").is_err() && date("2026-02-30").is_err());
        let read = |text| moment(text).map(|moment| moment.to_string());
        assert_eq!(read("2026-12-25 14:00").as_deref(), Ok("2026-12-25 14:00:00"));
        assert_eq!(read(" 2026-11-23T23:30 ").as_deref(), Ok("2026-11-23 23:30:00"));
        assert_eq!(read("2026-02-29, 8:05").unwrap_err(), "February 2026 has 28 days.");
        for wrong in ["", "2026-12-25", "14:00", "2026-13-01 10:00", "2026-12-25 25:00", "tomorrow at ten"] {
            assert!(read(wrong).unwrap_err().contains(MOMENT), "{wrong}");
        }
        assert!(time_zone("Europe/Paris").is_ok() && time_zone("Paris").is_err());
        assert!(language("fr-CA").is_ok() && language("f").is_err());
        assert_eq!(country(" fr "), Ok("FR".to_owned()));
        assert!(country("France").is_err() && country("XX").is_err());
        assert_eq!(phone_number(" 01 55 00 10 10 ", "FR"), Ok("01 55 00 10 10".to_owned()));
        assert!(phone_number("", "").is_ok() && phone_number("ext. 5", "FR").is_err());
        assert_eq!(milliseconds(&milliseconds_words(1500)), Ok(1500));
        for (text, hundredths) in [("500", 50_000), ("500.5", 50_050), ("0,05", 5), ("12.34", 1234)] {
            assert_eq!(amount(text), Ok(hundredths), "{text}");
            assert_eq!(amount(&amount_words(hundredths)), Ok(hundredths), "{text}");
        }
        for text in ["", "-5", "1.234", ".5", "5.", "a", "+1", "99999999999999999999"] {
            assert!(amount(text).is_err(), "{text}");
        }
        assert_eq!(amount_words(-205), "-2.05");
        assert_eq!(currency("eur"), Ok("EUR".to_owned()));
        assert!(currency("EURO").is_err());
    }
}
