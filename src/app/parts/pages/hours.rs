//! The hours of a day: in words, as they are typed, and by half hours, as they are painted over.

use chrono::{NaiveTime, Timelike as _};

use crate::catalog::calendar::{ends_next_day, overlapping};
use crate::model::resource::Hours;

use super::spans;
use crate::app::kit::read;

/// Half hours of a day.
pub const SLOTS: usize = 48;
/// What a second counts: more than its nanoseconds, since a leap second has twice as many.
const SECOND: u64 = 2_000_000_000;
/// Seconds of a day.
const DAY: u64 = 86_400;

/// Opens or closes the half hours from one to another one, both included. Hours past midnight go on as long as the last half hour of
/// the day is open.
pub fn paint(hours: &mut Vec<Hours>, first: usize, last: usize, is_open: bool) {
    let mut open = spans_of(hours);
    let next_day = hours.iter().find(|hours| ends_next_day(**hours)).map_or(NaiveTime::MIN, |hours| hours.1);
    spans::paint(&mut open, stretch(first, last), is_open);
    let end = |until: u64| if until == DAY * SECOND { next_day } else { time(until) };
    *hours = open.into_iter().map(|(from, until)| (time(from), end(until))).collect();
}

/// Whether all of a half hour is open.
#[must_use]
pub fn is_open(hours: &[Hours], slot: usize) -> bool {
    spans::cover(&spans_of(hours), stretch(slot, slot))
}

/// Where the hours begin and end, as parts of the day on which they begin.
#[allow(clippy::cast_precision_loss, reason = "a place on the screen")]
pub fn parts(hours: &[Hours]) -> impl Iterator<Item = (f32, f32)> {
    let part = |at: u64| (at / SECOND) as f32 / DAY as f32;
    spans_of(hours).into_iter().map(move |(from, until)| (part(from), part(until)))
}

/// The hours in words, `08:30–12:00, 13:30–18:00`, or what `none` says.
#[must_use]
pub fn words(hours: &[Hours], none: &str) -> String {
    let words: Vec<String> = hours
        .iter()
        .map(|(from, until)| match *until {
            NaiveTime::MIN => format!("{}–24:00", time_words(*from)),
            until => format!("{}–{}", time_words(*from), time_words(until)),
        })
        .collect();
    if words.is_empty() { none.to_owned() } else { words.join(", ") }
}

/// The half hours from one to another one in words, `08:30–10:00`.
#[must_use]
pub fn slot_words(first: usize, last: usize) -> String {
    let (from, until) = stretch(first, last);
    words(&[(time(from), time(until))], "")
}

/// Hours as they are typed: `8:30-12, 13:30-18`, or `22-6` past midnight. Nothing, `closed` or `off` is none, an end of 24:00 or 00:00
/// is midnight.
pub fn read(text: &str) -> Result<Vec<Hours>, String> {
    let text = text.trim().to_lowercase();
    if ["", "closed", "off"].contains(&text.as_str()) {
        return Ok(Vec::new());
    }
    let mut hours = text.split([',', ';']).map(read_one).collect::<Result<Vec<Hours>, String>>()?;
    hours.sort();
    match overlapping(&hours) {
        Some(_) => Err("Two of these hours overlap.".to_owned()),
        None => Ok(hours),
    }
}

fn read_one(text: &str) -> Result<Hours, String> {
    let needed = || "Hours are needed, such as 08:30–12:00, 13:30–18:00, or closed.".to_owned();
    let (from, until) = text.split_once(['–', '—', '-']).ok_or_else(needed)?;
    let (from, until) = (from.trim(), until.trim());
    let until = match until {
        "24" | "24:00" => Some(NaiveTime::MIN),
        until => read_time(until),
    };
    Ok((read_time(from).ok_or_else(needed)?, until.ok_or_else(needed)?))
}

fn read_time(text: &str) -> Option<NaiveTime> {
    let has_seconds = text.matches(':').count() == 2;
    match (has_seconds, text.contains(':')) {
        (true, _) => text.parse().ok(),
        (false, true) => read::time(text).ok(),
        (false, false) => read::time(&format!("{text}:00")).ok(),
    }
}

fn time_words(time: NaiveTime) -> String {
    let is_whole = time.second() == 0 && time.nanosecond() == 0;
    time.format(if is_whole { "%H:%M" } else { "%H:%M:%S%.f" }).to_string()
}

fn stretch(first: usize, last: usize) -> (u64, u64) {
    let at = |slot: usize| u64::try_from(slot.min(SLOTS)).unwrap_or(0) * 1800 * SECOND;
    let (first, last) = (first.min(last), first.max(last));
    (at(first), at(last + 1))
}

fn spans_of(hours: &[Hours]) -> Vec<(u64, u64)> {
    let at = |time: NaiveTime| u64::from(time.num_seconds_from_midnight()) * SECOND + u64::from(time.nanosecond());
    let end = |hours: Hours| if ends_next_day(hours) { DAY * SECOND } else { at(hours.1) };
    hours.iter().map(|hours| (at(hours.0), end(*hours))).collect()
}

fn time(at: u64) -> NaiveTime {
    let part = |part: u64| u32::try_from(part).unwrap_or(0);
    NaiveTime::from_num_seconds_from_midnight_opt(part(at / SECOND), part(at % SECOND)).unwrap_or(NaiveTime::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn painted(hours: &str, first: usize, last: usize, is_open: bool) -> String {
        let mut hours = read(hours).unwrap();
        paint(&mut hours, first, last, is_open);
        words(&hours, "closed")
    }

    #[test]
    fn painting_keeps_hours_beside_the_grid() {
        assert_eq!(painted("closed", 17, 23, true), "08:30–12:00");
        assert_eq!(painted("08:45-12:10", 24, 25, true), "08:45–13:00");
        assert_eq!(painted("08:45-12:10", 18, 19, false), "08:45–09:00, 10:00–12:10");
        assert_eq!(painted("08:45-12:10", 17, 17, false), "09:00–12:10");
        assert_eq!(painted("closed", 0, 47, true), "00:00–24:00");
        assert_eq!(painted("20:00-24:00", 47, 44, false), "20:00–22:00");
        assert_eq!(painted("08:00-10:00", 30, 31, false), "08:00–10:00");
        assert_eq!(painted("22:00-06:00", 40, 41, true), "20:00–21:00, 22:00–06:00");
        assert_eq!(painted("22:00-06:00", 42, 43, true), "21:00–06:00");
        assert_eq!(painted("22:00-06:00", 44, 45, false), "23:00–06:00");
        assert_eq!(painted("22:00-06:00", 47, 47, false), "22:00–23:30");
        let mut odd = vec![(time(10 * 3600 * SECOND), time(9 * 3600 * SECOND + 1))];
        paint(&mut odd, 0, 1, true);
        assert_eq!(words(&odd, ""), "00:00–01:00, 10:00–09:00:00.000000001");
    }

    #[test]
    fn a_half_hour_is_open_when_all_of_it_is() {
        let hours = read("08:45-09:15, 09:15-10:00").unwrap();
        assert_eq!([17, 18, 19, 20].map(|slot| is_open(&hours, slot)), [false, true, true, false]);
        assert!(is_open(&read("0-24").unwrap(), 47));
    }

    #[test]
    fn what_is_typed_is_read_back_as_it_is_shown() {
        for text in
            ["08:30–12:00, 13:30–18:00", "00:00–24:00", "08:30:15–09:00", "22:00–06:00", "05:00–06:00, 22:00–04:30"]
        {
            assert_eq!(words(&read(text).unwrap(), "closed"), text);
        }
        assert_eq!(words(&read(" 13-18; 8:30 - 12 ").unwrap(), ""), "08:30–12:00, 13:00–18:00");
        assert_eq!((read("Closed"), read("off"), read("")), (Ok(Vec::new()), Ok(Vec::new()), Ok(Vec::new())));
        assert_eq!(read("20-0"), read("20:00–24:00"));
        assert!(read("8:00-12, 11-13").unwrap_err().contains("overlap"));
        assert!(read("22-6, 23-24").unwrap_err().contains("overlap"));
        for text in ["8", "8-", "-8", "8-12,", "8-25", "24-24", "8:5-9", "8.30-12"] {
            assert!(read(text).unwrap_err().contains("Hours are needed"), "{text}");
        }
    }

    #[test]
    fn parts_of_the_day() {
        assert_eq!(parts(&read("6-12, 18-24").unwrap()).collect::<Vec<_>>(), [(0.25, 0.5), (0.75, 1.0)]);
        assert_eq!(parts(&read("18-6").unwrap()).collect::<Vec<_>>(), [(0.75, 1.0)]);
        assert_eq!(slot_words(17, 17), "08:30–09:00");
        assert_eq!(slot_words(47, 44), "22:00–24:00");
    }
}
