//! Whether a calendar is open at a moment (spec: domain §2; actions §1, `test_schedule`), and which of its hours and exceptions meet.
//! Weekly hours of people follow the same rules.

pub mod typed;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use crate::model::resource::{Calendar, CalendarException, Hours, Week};

use super::interaction::zone;

/// Most exceptions that are compared with each other; a calendar has six, a file may hold any number.
const MAX_COMPARED: usize = 100;

/// What a calendar says of a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it is open.
    pub is_open: bool,
    /// The exception that applies, by name.
    pub exception: Option<String>,
    /// The moment in the calendar's own zone.
    pub local: NaiveDateTime,
}

/// What the calendar says of a moment. `project_zone` is used where the calendar names none. Hours past midnight belong to the day on
/// which they begin, and so does the exception that has them.
#[must_use]
pub fn verdict(calendar: &Calendar, moment: DateTime<Utc>, project_zone: &str) -> Verdict {
    let local = moment.with_timezone(&zone(&calendar.time_zone, project_zone)).naive_local();
    let hours_of = |day: NaiveDate| match exception_on(calendar, day) {
        Some(exception) => (exception.hours.as_slice(), Some(exception)),
        None => (of_weekday(&calendar.week, day), None),
    };
    let (today, exception) = hours_of(local.date());
    let night = local.date().pred_opt().map(hours_of);
    let night = night.filter(|(yesterday, _)| goes_on(yesterday, local.time()));
    let is_open_today = opens(today, local.time());
    let exception = if is_open_today { exception } else { night.map_or(exception, |(_, exception)| exception) };
    Verdict {
        is_open: is_open_today || night.is_some(),
        exception: exception.map(|exception| exception.name.clone()),
        local,
    }
}

/// Whether the hours of a week have a local time; those of the day before may go on past midnight.
#[must_use]
pub fn is_within(week: &Week, local: NaiveDateTime) -> bool {
    let night = local.date().pred_opt().is_some_and(|day| goes_on(of_weekday(week, day), local.time()));
    night || opens(of_weekday(week, local.date()), local.time())
}

fn of_weekday(week: &Week, day: NaiveDate) -> &[Hours] {
    let weekday = usize::try_from(day.weekday().num_days_from_monday()).unwrap_or(0);
    week.get(weekday).map_or(&[], Vec::as_slice)
}

/// Whether hours end on the day after the one on which they begin; an end of 00:00 is midnight.
#[must_use]
pub fn ends_next_day((from, until): Hours) -> bool {
    until <= from
}

/// Whether hours have a time of the day on which they begin: from the first minute up to, but not with, the last.
fn opens(hours: &[Hours], time: NaiveTime) -> bool {
    hours.iter().any(|hours| hours.0 <= time && (time < hours.1 || ends_next_day(*hours)))
}

/// Whether hours have a time of the day after the one on which they begin.
fn goes_on(hours: &[Hours], time: NaiveTime) -> bool {
    hours.iter().any(|hours| ends_next_day(*hours) && time < hours.1)
}

/// The exception that applies on a day: one that has the date itself wins over one that has it every year, then the earlier in the list.
#[must_use]
pub fn exception_on(calendar: &Calendar, day: NaiveDate) -> Option<&CalendarException> {
    let dated = calendar.exceptions.iter().find(|exception| has_date(exception, day));
    dated.or_else(|| calendar.exceptions.iter().find(|exception| has_yearly(exception, day)))
}

/// Whether an exception has a day, this year only or every year.
#[must_use]
pub fn has_day(exception: &CalendarException, day: NaiveDate) -> bool {
    has_date(exception, day) || has_yearly(exception, day)
}

fn has_date(exception: &CalendarException, day: NaiveDate) -> bool {
    exception.dates.iter().any(|(first, last)| *first <= day && day <= *last)
}

fn has_yearly(exception: &CalendarException, day: NaiveDate) -> bool {
    exception.yearly.iter().any(|range| is_in_yearly(*range, day))
}

/// Whether a range that comes again every year has a day. 29 February is a day of leap years only.
fn is_in_yearly((first, last): (NaiveDate, NaiveDate), day: NaiveDate) -> bool {
    let place = |day: NaiveDate| (day.month(), day.day());
    let (first_place, last_place, day) = (place(first), place(last), place(day));
    if last.signed_duration_since(first).num_days() >= 365 {
        return true;
    }
    if first_place <= last_place {
        first_place <= day && day <= last_place
    } else {
        first_place <= day || day <= last_place
    }
}

/// The first two hours of a day that overlap.
#[must_use]
pub fn overlapping(hours: &[Hours]) -> Option<(Hours, Hours)> {
    let mut sorted = hours.to_vec();
    sorted.sort_unstable();
    sorted.windows(2).find_map(|pair| match pair {
        [one, other] if other.0 < one.1 || ends_next_day(*one) => Some((*one, *other)),
        _ => None,
    })
}

/// The days of a week, Monday first, on which hours overlap: with each other, or with those of the day before that go on past midnight.
#[must_use]
pub fn overlapping_days(week: &Week) -> Vec<usize> {
    let is_met = |day: &usize| {
        let (before, today) = (week.get((*day + 6) % 7), week.get(*day));
        let first = today.and_then(|hours| hours.iter().map(|hours| hours.0).min());
        let is_met_by_night = first.zip(before).is_some_and(|(first, before)| goes_on(before, first));
        is_met_by_night || today.is_some_and(|hours| overlapping(hours).is_some())
    };
    (0..week.len()).filter(is_met).collect()
}

/// The places of each two exceptions that have a day in common, at most so many pairs.
#[must_use]
pub fn meeting(calendar: &Calendar, most: usize) -> Vec<(usize, usize)> {
    let days: Vec<YearDays> = calendar.exceptions.iter().take(MAX_COMPARED).map(YearDays::of).collect();
    let pairs = days.iter().enumerate().flat_map(|(place, one)| {
        let later = days.iter().enumerate().skip(place + 1);
        later.filter(|(_, other)| one.meets(other)).map(move |(other, _)| (place, other))
    });
    pairs.take(most).collect()
}

/// The days of an exception, ready to be compared.
struct YearDays<'a> {
    exception: &'a CalendarException,
    /// The dated ranges in order, with those that touch or overlap put together.
    dated: Vec<(NaiveDate, NaiveDate)>,
    /// For each day of a leap year, whether it comes every year.
    yearly: Vec<bool>,
}

impl<'a> YearDays<'a> {
    fn of(exception: &'a CalendarException) -> Self {
        let mut sorted: Vec<_> = exception.dates.iter().copied().filter(|(first, last)| first <= last).collect();
        sorted.sort_unstable();
        let mut dated: Vec<(NaiveDate, NaiveDate)> = Vec::new();
        for (first, last) in sorted {
            match dated.last_mut() {
                Some(known) if first <= known.1 => known.1 = known.1.max(last),
                _ => dated.push((first, last)),
            }
        }
        let yearly = if exception.yearly.is_empty() {
            Vec::new()
        } else {
            leap_year().map(|day| has_yearly(exception, day)).collect()
        };
        Self { exception, dated, yearly }
    }

    fn meets(&self, other: &Self) -> bool {
        let yearly = self.yearly.iter().zip(&other.yearly).any(|(one, other)| *one && *other);
        yearly || self.meets_dated(other) || self.meets_yearly(other) || other.meets_yearly(self)
    }

    /// Whether two dated ranges have a day in common; both lists are in order.
    fn meets_dated(&self, other: &Self) -> bool {
        self.dated.iter().any(|(first, last)| {
            let next = other.dated.partition_point(|(_, end)| end < first);
            other.dated.get(next).is_some_and(|(start, _)| start <= last)
        })
    }

    /// Whether a dated range of the other has one of the yearly days.
    fn meets_yearly(&self, other: &Self) -> bool {
        !self.yearly.is_empty()
            && other.dated.iter().any(|(first, last)| {
                // Eight years hold every day of the year, 29 February with them.
                let end = first.checked_add_days(Days::new(8 * 366)).map_or(*last, |end| end.min(*last));
                first.iter_days().take_while(|day| *day <= end).any(|day| has_yearly(self.exception, day))
            })
    }
}

/// All days of a leap year.
fn leap_year() -> impl Iterator<Item = NaiveDate> {
    (1..=366).filter_map(|day| NaiveDate::from_yo_opt(2028, day))
}

#[cfg(test)]
mod tests;
