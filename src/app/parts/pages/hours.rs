//! The hours of a day as half hours that are painted. How they are typed and shown is decided in `catalog::calendar::typed`.

use chrono::{NaiveTime, Timelike as _};

use crate::catalog::calendar::ends_next_day;
pub use crate::catalog::calendar::typed::{day_words as words, read_day as read};
use crate::model::resource::Hours;

use super::spans;

/// Half hours per day.
pub const SLOTS: usize = 48;
/// Units per second: more than its nanoseconds, because a leap second has twice as many.
const SECOND: u64 = 2_000_000_000;
/// Seconds per day.
const DAY: u64 = 86_400;

/// Opens or closes the half hours between two slots, both included. Hours past midnight continue as long as the last half hour of
/// the day is open.
pub fn paint(hours: &mut Vec<Hours>, first: usize, last: usize, is_open: bool) {
    let mut open = spans_of(hours);
    let next_day = hours.iter().find(|hours| ends_next_day(**hours)).map_or(NaiveTime::MIN, |hours| hours.1);
    spans::paint(&mut open, slot_span(first, last), is_open);
    let end = |until: u64| if until == DAY * SECOND { next_day } else { time(until) };
    *hours = open.into_iter().map(|(from, until)| (time(from), end(until))).collect();
}

/// Whether a half hour is fully open.
#[must_use]
pub fn is_open(hours: &[Hours], slot: usize) -> bool {
    spans::cover(&spans_of(hours), slot_span(slot, slot))
}

/// The begin and end of each span as fractions of the day on which the span begins.
#[allow(clippy::cast_precision_loss, reason = "a place on the screen")]
pub fn parts(hours: &[Hours]) -> impl Iterator<Item = (f32, f32)> {
    let part = |at: u64| (at / SECOND) as f32 / DAY as f32;
    spans_of(hours).into_iter().map(move |(from, until)| (part(from), part(until)))
}

/// The half hours between two slots as text, `08:30–10:00`.
#[must_use]
pub fn slot_words(first: usize, last: usize) -> String {
    let (from, until) = slot_span(first, last);
    words(&[(time(from), time(until))], "")
}

fn slot_span(first: usize, last: usize) -> (u64, u64) {
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
    fn painting_keeps_hours_off_the_half_hour_grid() {
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
    fn a_half_hour_is_open_only_when_fully_open() {
        let hours = read("08:45-09:15, 09:15-10:00").unwrap();
        assert_eq!([17, 18, 19, 20].map(|slot| is_open(&hours, slot)), [false, true, true, false]);
        assert!(is_open(&read("0-24").unwrap(), 47));
    }

    #[test]
    fn parts_of_the_day() {
        assert_eq!(parts(&read("6-12, 18-24").unwrap()).collect::<Vec<_>>(), [(0.25, 0.5), (0.75, 1.0)]);
        assert_eq!(parts(&read("18-6").unwrap()).collect::<Vec<_>>(), [(0.75, 1.0)]);
        assert_eq!(slot_words(17, 17), "08:30–09:00");
        assert_eq!(slot_words(47, 44), "22:00–24:00");
    }
}
