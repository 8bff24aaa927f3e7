//! The time of a scenario: its days as moments, and its half hours.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike as _, Utc};
use chrono_tz::Tz;

use crate::catalog::interaction::{moment, zone};
use crate::model::{Project, Scenario};

/// A half hour, in milliseconds.
pub const HALF_HOUR_MS: u64 = 1_800_000;

/// Most half hours: of the most days, and of those on which people work on.
pub(super) const MOST_HALVES: usize = 37 * 48 + 4;

/// How many days people work on after the last day of arrivals.
const MORE_DAYS: u64 = 2;

/// The time of a scenario, in the time zone of its project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    from: NaiveDate,
    days: u64,
    zone: Tz,
    start: DateTime<Utc>,
    /// The half hours of the days, counted from the first midnight.
    halves: u32,
}

impl Span {
    /// The time of a scenario.
    #[must_use]
    pub fn of(project: &Project, scenario: &Scenario) -> Self {
        let zone = zone(&project.settings.time_zone, "UTC");
        let midnight = |date: NaiveDate| moment(date.and_time(NaiveTime::MIN), zone);
        let start = midnight(scenario.from);
        let days = u64::from(scenario.days);
        let end = scenario.from.checked_add_days(Days::new(days)).map_or(start, midnight);
        let ms = u64::try_from(end.signed_duration_since(start).num_milliseconds()).unwrap_or(0);
        let halves = u32::try_from(ms.div_ceil(HALF_HOUR_MS)).unwrap_or(0);
        Self { from: scenario.from, days, zone, start, halves }
    }

    /// When it begins: the first midnight.
    #[must_use]
    pub fn start(&self) -> DateTime<Utc> {
        self.start
    }

    /// How many half hours it has.
    #[must_use]
    pub fn halves(&self) -> u32 {
        self.halves
    }

    /// When the last day of arrivals ends, in milliseconds since the start.
    #[must_use]
    pub fn end_ms(&self) -> u64 {
        u64::from(self.halves) * HALF_HOUR_MS
    }

    /// Its dates, and those on which people work on.
    pub(super) fn dates(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        (0..self.days + MORE_DAYS).filter_map(|day| self.from.checked_add_days(Days::new(day)))
    }

    /// A local time, in milliseconds since the start; 0 before it.
    pub(super) fn since_ms(&self, local: NaiveDateTime) -> u64 {
        let since = moment(local, self.zone).signed_duration_since(self.start);
        u64::try_from(since.num_milliseconds()).unwrap_or(0)
    }

    /// The moment of so many milliseconds since the start.
    pub(super) fn moment(&self, at_ms: u64) -> DateTime<Utc> {
        let since = TimeDelta::milliseconds(i64::try_from(at_ms).unwrap_or(i64::MAX));
        self.start.checked_add_signed(since).unwrap_or(self.start)
    }

    /// The local time at which a half hour begins.
    #[must_use]
    pub fn local(&self, half: u32) -> NaiveDateTime {
        self.moment(u64::from(half) * HALF_HOUR_MS).with_timezone(&self.zone).naive_local()
    }

    /// The date of a half hour, and which half hour of that day it is by the clock.
    #[must_use]
    pub fn place(&self, half: u32) -> (NaiveDate, usize) {
        let local = self.local(half);
        let of_day = local.hour() * 2 + local.minute() / 30;
        (local.date(), usize::try_from(of_day).unwrap_or(0))
    }
}

/// The half hour in which a moment is.
#[must_use]
pub fn half_of(at_ms: u64) -> u32 {
    u32::try_from(at_ms / HALF_HOUR_MS).unwrap_or(u32::MAX)
}
