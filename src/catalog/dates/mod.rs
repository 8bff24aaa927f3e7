//! Dates and times as texts: ISO 8601, and dates as people of a country type them. Sums and differences are in [`count`], names of
//! days and months in [`names`]; opening hours are in [`super::calendar`].

pub mod count;
pub mod names;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::country::DateOrder;
use super::interaction;

/// A date, or a date and time, as a text says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stamp {
    /// A day without a time: `2026-11-23`.
    Day(NaiveDate),
    /// A date and time of some zone: `2026-11-23 09:00`.
    Local(NaiveDateTime),
    /// A date and time with `Z` or an offset: `2026-11-23T09:00:00+01:00`.
    Instant(DateTime<Utc>),
}

impl Stamp {
    /// The moment that it names in a zone; a day means its first moment, which is not midnight everywhere.
    #[must_use]
    pub fn moment(self, zone: Tz) -> DateTime<Utc> {
        match self {
            Self::Day(day) => interaction::moment(day.and_time(NaiveTime::MIN), zone),
            Self::Local(local) => interaction::moment(local, zone),
            Self::Instant(moment) => moment,
        }
    }

    /// The calendar day that it names; an instant is looked at in the zone.
    #[must_use]
    pub fn day(self, zone: Tz) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Local(local) => local.date(),
            Self::Instant(moment) => moment.with_timezone(&zone).date_naive(),
        }
    }

    /// The date and time on the clocks of a zone. A day, and a time that has no offset, are as they are written.
    #[must_use]
    pub fn local(self, zone: Tz) -> NaiveDateTime {
        match self {
            Self::Day(day) => day.and_time(NaiveTime::MIN),
            Self::Local(local) => local,
            Self::Instant(moment) => moment.with_timezone(&zone).naive_local(),
        }
    }
}

/// Reads a date, or a date and time, by ISO 8601: `2026-11-23`, `2026-11-23 09:00`, `2026-11-23T09:00:00.250Z`,
/// `2026-11-23T09:00+01:00`, `20261123T0900Z`.
#[must_use]
pub fn read(text: &str) -> Option<Stamp> {
    let text = text.trim();
    let is_basic =
        text.get(..8).is_some_and(is_digits) && text.get(8..9).is_some_and(|it| it.eq_ignore_ascii_case("T"));
    let (date, rest) = text.split_at_checked(if is_basic { 8 } else { 10 })?;
    let day = if is_basic { NaiveDate::parse_from_str(date, "%Y%m%d").ok()? } else { read_day(date)? };
    if rest.is_empty() {
        return Some(Stamp::Day(day));
    }
    let rest = rest.strip_prefix(['T', 't', ' '])?.trim_start();
    let zone = rest.find(['Z', 'z', '+', '-', '\u{2212}']).unwrap_or(rest.len());
    let (time, zone) = rest.split_at_checked(zone)?;
    let (time, days) = read_clock(time.trim_end(), is_basic)?;
    let local = day.and_time(time).checked_add_signed(TimeDelta::try_days(days)?)?;
    match zone {
        "" => Some(Stamp::Local(local)),
        zone => Some(Stamp::Instant(local.checked_sub_offset(read_offset(zone)?)?.and_utc())),
    }
}

/// Reads a day as ISO 8601 writes it, `2026-11-23`.
#[must_use]
pub fn read_day(text: &str) -> Option<NaiveDate> {
    let bytes = text.trim().as_bytes();
    let shape =
        |(place, byte): (usize, &u8)| if matches!(place, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() };
    let is_written = bytes.len() == 10 && bytes.iter().enumerate().all(shape);
    if is_written { NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok() } else { None }
}

/// Reads a time of day: `09:00`, `09:00:15`, `09:00:15.250`.
#[must_use]
pub fn read_time(text: &str) -> Option<NaiveTime> {
    read_clock(text.trim(), false).filter(|(_, days)| *days == 0).map(|(time, _)| time)
}

/// A time of day, and a day more where it is 24:00.
fn read_clock(text: &str, is_basic: bool) -> Option<(NaiveTime, i64)> {
    let (whole, part) = match text.split_once(['.', ',']) {
        Some((whole, part)) => (whole, Some(part)),
        None => (text, None),
    };
    let places = if is_basic { [(0, 2), (2, 4), (4, 6)] } else { [(0, 2), (3, 5), (6, 8)] };
    let length = whole.len();
    let is_whole = matches!((is_basic, length), (true, 4 | 6) | (false, 5 | 8));
    let has_colons = is_basic || whole.char_indices().all(|(place, letter)| (letter == ':') == matches!(place, 2 | 5));
    if !is_whole || !has_colons {
        return None;
    }
    let two = |(from, until): (usize, usize)| match whole.get(from..until) {
        Some(digits) if is_digits(digits) => digits.parse::<u32>().ok(),
        Some(_) => None,
        None => Some(0),
    };
    let (hour, minute, second) = (two(places[0])?, two(places[1])?, two(places[2])?);
    let nano = match part {
        // Parts of a second follow seconds only.
        Some(part) if is_digits(part) && length >= 6 => {
            format!("{part:0<9}").get(..9).and_then(|digits| digits.parse().ok())?
        }
        Some(_) => return None,
        None => 0,
    };
    match (hour, minute, second, nano) {
        (24, 0, 0, 0) => Some((NaiveTime::MIN, 1)),
        // A leap second counts as the second before it.
        (_, _, 60, _) => Some((NaiveTime::from_hms_nano_opt(hour, minute, 59, nano)?, 0)),
        _ => Some((NaiveTime::from_hms_nano_opt(hour, minute, second, nano)?, 0)),
    }
}

/// `Z`, `+01`, `+0100` or `+01:00`.
fn read_offset(text: &str) -> Option<FixedOffset> {
    if text.eq_ignore_ascii_case("z") {
        return FixedOffset::east_opt(0);
    }
    let sign = if text.starts_with('+') { 1 } else { -1 };
    let digits = text.strip_prefix(['+', '-', '\u{2212}'])?;
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None => digits.split_at_checked(2)?,
    };
    let two = |text: &str| if text.len() == 2 && is_digits(text) { text.parse::<i32>().ok() } else { None };
    let minutes = if digits.len() == 2 { 0 } else { two(minutes)? };
    let seconds = (two(hours)? * 60 + minutes) * 60;
    FixedOffset::east_opt(sign * seconds).filter(|_| minutes < 60)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads a day that a person typed: by ISO 8601, or with slashes, dots or dashes as the country writes it. One that could be two days
/// is none, so that it is asked for again.
#[must_use]
pub fn typed_day(text: &str, order: DateOrder) -> Option<NaiveDate> {
    let (first, second) = typed_days(text)?;
    match order {
        DateOrder::DayFirst => first.or(second),
        DateOrder::MonthFirst => second.or(first),
        DateOrder::Either if first.is_none() || second.is_none() || first == second => first.or(second),
        DateOrder::Either => None,
    }
}

/// Whether a text is a date as people type it, and so no phone number: one of these centuries.
#[must_use]
pub fn looks_typed(text: &str) -> bool {
    let is_near = |day: NaiveDate| (1800..=2199).contains(&day.year());
    typed_days(text).is_some_and(|(first, second)| first.is_some_and(is_near) || second.is_some_and(is_near))
}

/// A typed date read with the day first, and with the month first.
fn typed_days(text: &str) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
    let text = text.trim();
    let joint = text.chars().find(|letter| "/.-".contains(*letter))?;
    let parts: Vec<&str> = text.trim_end_matches('.').split(joint).map(str::trim).collect();
    let [one, two, three] = parts.as_slice() else { return None };
    let number = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
        if lengths.contains(&text.len()) && is_digits(text) { text.parse::<u32>().ok() } else { None }
    };
    let day = |year: &str, month: Option<u32>, day: Option<u32>| {
        NaiveDate::from_ymd_opt(i32::try_from(number(year, 4..=4)?).ok()?, month?, day?)
    };
    if one.len() == 4 {
        let read = day(one, number(two, 1..=2), number(three, 1..=2));
        return Some((read, read));
    }
    let (one, two) = (number(one, 1..=2), number(two, 1..=2));
    Some((day(three, two, one), day(three, one, two)))
}

#[cfg(test)]
mod tests;
