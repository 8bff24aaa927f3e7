//! Hours as people type them: those of a day, such as `8:30-12, 13:30-18`, and those of a week, such as `Mon–Fri 9–17; Sat 10–14`.

use chrono::{NaiveTime, Timelike as _};

use crate::catalog::dates;
use crate::catalog::fold::Fold;
use crate::model::resource::{Hours, Week};

use super::{overlapping, overlapping_days};

/// Shortest beginning of a weekday that names it: `Mo`.
const SHORTEST_DAY: usize = 2;
/// The weekdays, Monday first.
pub const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The hours of a day as text, `08:30–12:00, 13:30–18:00`, or `none` if there are none.
#[must_use]
pub fn day_words(hours: &[Hours], none: &str) -> String {
    let words: Vec<String> = hours
        .iter()
        .map(|(from, until)| match *until {
            NaiveTime::MIN => format!("{}–24:00", time_words(*from)),
            until => format!("{}–{}", time_words(*from), time_words(until)),
        })
        .collect();
    if words.is_empty() { none.to_owned() } else { words.join(", ") }
}

fn time_words(time: NaiveTime) -> String {
    let is_whole = time.second() == 0 && time.nanosecond() == 0;
    time.format(if is_whole { "%H:%M" } else { "%H:%M:%S%.f" }).to_string()
}

/// Reads typed hours of a day: `8:30-12, 13:30-18`, or `22-6` past midnight. An empty text, `closed` or `off` means no hours; an end of
/// 24:00 or 00:00 is midnight.
///
/// # Errors
/// A sentence with what to type.
pub fn read_day(text: &str) -> Result<Vec<Hours>, String> {
    let text = Fold::USUAL.text(text);
    if ["", "closed", "off"].contains(&text.as_str()) {
        return Ok(Vec::new());
    }
    let mut hours = text.split([',', ';']).map(read_hours).collect::<Result<Vec<Hours>, String>>()?;
    hours.sort();
    match overlapping(&hours) {
        Some(_) => Err("Two of these hours overlap.".to_owned()),
        None => Ok(hours),
    }
}

fn read_hours(text: &str) -> Result<Hours, String> {
    let needed = || "Enter hours, such as 08:30–12:00, 13:30–18:00, or closed.".to_owned();
    let (from, until) = text.split_once('-').ok_or_else(needed)?;
    let until = match until.trim() {
        "24" | "24:00" => Some(NaiveTime::MIN),
        until => read_time(until),
    };
    Ok((read_time(from.trim()).ok_or_else(needed)?, until.ok_or_else(needed)?))
}

/// A time of day; the minutes, and the zero before an hour below ten, may be left out.
fn read_time(text: &str) -> Option<NaiveTime> {
    let (hour, rest) = text.split_once(':').unwrap_or((text, "00"));
    let is_hour = (1..=2).contains(&hour.len()) && hour.bytes().all(|byte| byte.is_ascii_digit());
    if is_hour { dates::read_time(&format!("{hour:0>2}:{rest}")) } else { None }
}

/// Reads the typed hours of a week: parts separated by semicolons, each with days and their hours. Days are English names or their
/// beginnings, a list, a range such as `Sat–Mon`, or `daily`.
///
/// # Errors
/// A sentence with what to type.
pub fn read_week(text: &str) -> Result<Week, String> {
    let needed = || "Enter days with their hours, such as Mon–Fri 08:30–18:00; Sat 9–12.".to_owned();
    let mut week = Week::default();
    for part in text.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let begin = part.find(|letter: char| letter.is_ascii_digit()).ok_or_else(needed)?;
        let (days, hours) = part.split_at(begin);
        let (days, hours) = (read_days(days).ok_or_else(needed)?, read_day(hours).map_err(|_| needed())?);
        for day in days {
            week.get_mut(day).ok_or_else(needed)?.extend_from_slice(&hours);
        }
    }
    if week.iter().all(Vec::is_empty) {
        return Err(needed());
    }
    for hours in &mut week {
        hours.sort_unstable();
    }
    match overlapping_days(&week).first().and_then(|day| DAYS.get(*day)) {
        Some(day) => Err(format!("Two of these hours overlap on {day}.")),
        None => Ok(week),
    }
}

/// The places of the named days, Monday 0.
fn read_days(text: &str) -> Option<Vec<usize>> {
    let folded = Fold::USUAL.text(text);
    let text = folded.trim_matches([',', ':', ' ']);
    if ["daily", "every day"].contains(&text) {
        return Some((0..DAYS.len()).collect());
    }
    let mut days = Vec::new();
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (read_weekday(first)?, read_weekday(last)?);
        let length = (last + DAYS.len() - first) % DAYS.len();
        days.extend((first..=first + length).map(|day| day % DAYS.len()));
    }
    days.sort_unstable();
    days.dedup();
    Some(days)
}

fn read_weekday(text: &str) -> Option<usize> {
    let text = text.trim().trim_end_matches('.');
    let is_it = |day: &&str| Fold::USUAL.text(day).starts_with(text);
    let is_long_enough = text.len() >= SHORTEST_DAY;
    if is_long_enough { DAYS.iter().position(is_it) } else { None }
}

/// Whether other weeks together have every hour of a week.
#[must_use]
pub fn is_covered(week: &Week, by: &[Week]) -> bool {
    let mut open: Vec<(u64, u64)> = Vec::new();
    let mut sorted: Vec<(u64, u64)> = by.iter().flat_map(spans).collect();
    sorted.sort_unstable();
    for (from, until) in sorted {
        match open.last_mut() {
            Some(known) if from <= known.1 => known.1 = known.1.max(until),
            _ => open.push((from, until)),
        }
    }
    spans(week).iter().all(|span| open.iter().any(|known| known.0 <= span.0 && span.1 <= known.1))
}

/// Every hour of the week.
#[must_use]
pub fn whole_week() -> Week {
    std::array::from_fn(|_| vec![(NaiveTime::MIN, NaiveTime::MIN)])
}

/// The hours of a week in nanoseconds since Monday began; what goes on past Sunday begins again with Monday.
fn spans(week: &Week) -> Vec<(u64, u64)> {
    const SECOND: u64 = 1_000_000_000;
    const DAY: u64 = 86_400 * SECOND;
    const WEEK: u64 = 7 * DAY;
    let at = |time: NaiveTime| u64::from(time.num_seconds_from_midnight()) * SECOND + u64::from(time.nanosecond());
    let mut spans = Vec::new();
    for (day, hours) in (0_u64..).zip(week) {
        for (from, until) in hours {
            let end = if super::ends_next_day((*from, *until)) { DAY + at(*until) } else { at(*until) };
            let (from, end) = (day * DAY + at(*from), day * DAY + end);
            spans.push((from, end.min(WEEK)));
            if end > WEEK {
                spans.push((0, end - WEEK));
            }
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(text: &str) -> Vec<String> {
        read_week(text).unwrap().iter().map(|hours| day_words(hours, "-")).collect()
    }

    #[test]
    fn shown_hours_read_back_the_same() {
        for text in
            ["08:30–12:00, 13:30–18:00", "00:00–24:00", "08:30:15–09:00", "22:00–06:00", "05:00–06:00, 22:00–04:30"]
        {
            assert_eq!(day_words(&read_day(text).unwrap(), "closed"), text);
        }
        assert_eq!(day_words(&read_day(" 13-18; 8:30 — 12 ").unwrap(), ""), "08:30–12:00, 13:00–18:00");
        assert_eq!((read_day("Closed"), read_day("off"), read_day("")), (Ok(vec![]), Ok(vec![]), Ok(vec![])));
        assert_eq!(read_day("20-0"), read_day("20:00–24:00"));
        assert!(read_day("8:00-12, 11-13").unwrap_err().contains("overlap"));
        assert!(read_day("22-6, 23-24").unwrap_err().contains("overlap"));
        for text in ["8", "8-", "-8", "8-12,", "8-25", "24-24", "8:5-9", "8.30-12", "+8-9", "008-9"] {
            assert!(read_day(text).unwrap_err().contains("Enter hours"), "{text}");
        }
    }

    #[test]
    fn the_hours_of_a_week_by_their_days() {
        let (nine, ten) = ("09:00–17:00", "10:00–14:00");
        assert_eq!(week("Mon–Fri 9–17; Sat 10-14"), [nine, nine, nine, nine, nine, ten, "-"]);
        assert_eq!(week("sunday, TUES 9-17"), ["-", nine, "-", "-", "-", "-", nine]);
        assert_eq!(week("Sa-Mo: 10–14"), [ten, "-", "-", "-", "-", ten, ten]);
        assert_eq!(week("daily 22–6")[6], "22:00–06:00");
        assert_eq!(week("Mon 8-12\nMon 13-17")[0], "08:00–12:00, 13:00–17:00");
        for text in ["", "9-17", "Mon", "M 9-17", "Mon-Fry 9-17", "Mon 9", "weekdays 9-17", "Mon 9-17 Tue"] {
            assert!(read_week(text).unwrap_err().contains("Enter days"), "{text}");
        }
        assert!(read_week("Mon-Tue 22-6; Tue 5-8").unwrap_err().contains("overlap on Tuesday"));
    }

    #[test]
    fn one_week_covers_another() {
        let covers = |week: &str, by: &[&str]| {
            let by: Vec<Week> = by.iter().map(|text| read_week(text).unwrap()).collect();
            is_covered(&read_week(week).unwrap(), &by)
        };
        assert!(covers("Mon 9-17", &["Mon-Fri 8-18"]));
        assert!(covers("Mon 9-17", &["Mon 9-12", "Mon 12-17"]));
        assert!(!covers("Mon 9-17", &["Mon 9-12", "Mon 12:01-17"]));
        assert!(covers("Sun 22-6", &["Sun 20-24", "Mon 0-7"]) && !covers("Sun 22-6", &["Sun 20-24"]));
        assert!(covers("Mon 2-3", &["Sun 22-6"]) && !covers("Sun 2-3", &["Sun 22-6"]));
        assert!(covers("Mon 9-17", &["daily 0-24"]) && !covers("Mon 9-17", &[]));
        let daily = read_week("daily 0-24").unwrap();
        assert_eq!(daily, whole_week());
    }
}
