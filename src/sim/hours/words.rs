//! Times of a strip in words, as local times of a zone.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;

use crate::catalog::interaction::moment;

/// Successive days with the same hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
    /// The hours: *08:30–12:00, 13:30–18:00*, or *all day*.
    pub hours: String,
    /// The first moment of the hours of the first day.
    pub begins: DateTime<Utc>,
    /// How long the hours of the first day are.
    pub open: TimeDelta,
}

impl Days {
    /// The days in words: *Mon 23 Nov 2026*, or *Mon 23 Nov – Thu 26 Nov 2026*.
    #[must_use]
    pub fn words(&self) -> String {
        let last = day_words(self.last);
        if self.first == self.last { last } else { format!("{} – {last}", self.first.format("%a %-d %b")) }
    }
}

fn day_words(day: NaiveDate) -> String {
    day.format("%a %-d %b %Y").to_string()
}

/// The local time of a moment: *08:30*. Where clocks pass that time twice, the offset from UTC follows: *02:30 (+02:00)*.
#[must_use]
pub fn time_words(at: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    let is_twice = zone.from_local_datetime(&local.naive_local()).single().is_none();
    local.format(if is_twice { "%H:%M (%:z)" } else { "%H:%M" }).to_string()
}

/// A time from one moment to another: *Mon 23 Nov 2026, 08:30–18:00*, or with both days.
#[must_use]
pub fn span_words(from: DateTime<Utc>, until: DateTime<Utc>, zone: Tz) -> String {
    let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
    let (first, last) = (day(from), day(until));
    let (begin, end) = (time_words(from, zone), time_words(until, zone));
    let is_to_midnight = until == midnight(last, zone);
    match first.succ_opt() {
        _ if first == last => format!("{}, {begin}–{end}", day_words(first)),
        Some(next) if next == last && is_to_midnight => format!("{}, {begin}–24:00", day_words(first)),
        _ => format!("{}, {begin} – {}, {end}", day_words(first), day_words(last)),
    }
}

/// Times, one after the other, by the days of a zone. Days without any are left out.
#[must_use]
pub fn by_day(spans: &[(DateTime<Utc>, DateTime<Utc>)], zone: Tz) -> Vec<Days> {
    let mut days: Vec<(Days, Vec<String>)> = Vec::new();
    for (from, until) in spans {
        let first = from.with_timezone(&zone).date_naive();
        for day in first.iter_days() {
            let Some(next) = day.succ_opt() else { break };
            let (begin, end) = (midnight(day, zone), midnight(next, zone));
            if *until <= begin {
                break;
            }
            let words = match (*from <= begin, *until >= end) {
                (true, true) => "all day".to_owned(),
                (true, false) => format!("00:00–{}", time_words(*until, zone)),
                (false, true) => format!("{}–24:00", time_words(*from, zone)),
                (false, false) => format!("{}–{}", time_words(*from, zone), time_words(*until, zone)),
            };
            let (begins, ends) = ((*from).max(begin), (*until).min(end));
            match days.last_mut() {
                Some((known, hours)) if known.last == day => {
                    known.open += ends - begins;
                    hours.push(words);
                }
                _ => {
                    let new = Days { first: day, last: day, hours: String::new(), begins, open: ends - begins };
                    days.push((new, vec![words]));
                }
            }
        }
    }
    let mut found: Vec<Days> = Vec::new();
    for (day, hours) in days {
        let day = Days { hours: hours.join(", "), ..day };
        match found.last_mut() {
            Some(known) if known.hours == day.hours && known.last.succ_opt() == Some(day.first) => {
                known.last = day.last;
            }
            _ => found.push(day),
        }
    }
    found
}

/// The moment at which a day begins.
fn midnight(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    moment(day.and_time(NaiveTime::MIN), zone)
}
