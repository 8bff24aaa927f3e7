//! The moments at which a call is tried: one for each way in which the hours and dates of a project can be open or closed, and the last
//! minute before that changes (spec: testing §4).

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::catalog::calendar::typed::read_week;
use crate::catalog::calendar::{is_within, verdict};
use crate::catalog::dates;
use crate::catalog::interaction::{moment, zone};
use crate::model::resource::{Calendar, Hours, Week};
use crate::model::{Project, ResourceData};

use super::constants::Constants;

/// How many days a proof looks ahead.
const SPAN_DAYS: u64 = 400;
/// Most moments.
const MOST: usize = 48;
/// Most days that are looked at beside the first week.
const MOST_DAYS: usize = 40;
/// How long before a change the last moment of a class is.
const BEFORE: TimeDelta = TimeDelta::seconds(20);

/// The hours and dates that a flow may ask.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    zone: Tz,
    calendars: Vec<Calendar>,
    weeks: Vec<Week>,
    times: BTreeSet<NaiveTime>,
    days: BTreeSet<NaiveDate>,
    starts: Vec<DateTime<Utc>>,
    is_cut: bool,
    span: (NaiveDate, NaiveDate),
}

impl Clock {
    /// The moments from a day on.
    pub(super) fn new(project: &Project, constants: &Constants, from: NaiveDate) -> Self {
        let until = from.checked_add_days(Days::new(SPAN_DAYS)).unwrap_or(from);
        let mut clock = Self {
            zone: zone(&project.settings.time_zone, "UTC"),
            calendars: Vec::new(),
            weeks: Vec::new(),
            times: BTreeSet::new(),
            days: BTreeSet::new(),
            starts: Vec::new(),
            is_cut: false,
            span: (from, until),
        };
        for resource in project.resources.values() {
            match &resource.data {
                ResourceData::Calendar(calendar) => clock.calendars.push(calendar.clone()),
                ResourceData::User(user) if user.schedule.iter().any(|day| !day.is_empty()) => {
                    clock.weeks.push(user.schedule.clone());
                }
                _ => {}
            }
        }
        let compared = constants.compared.values().flatten().map(|(_, text)| text);
        for text in constants.texts.iter().chain(compared) {
            if let Some(time) = dates::read_time(text) {
                clock.times.insert(time);
            } else if let Some(stamp) = dates::read(text) {
                clock.days.insert(stamp.day(clock.zone));
                clock.times.insert(stamp.local(clock.zone).time());
            } else if let Ok(week) = read_week(text) {
                clock.weeks.push(week);
            }
        }
        clock.find_starts();
        clock
    }

    /// The moments at which a call is tried.
    pub(super) fn starts(&self) -> &[DateTime<Utc>] {
        &self.starts
    }

    /// What is assumed of the clock, as a clause.
    pub(super) fn assumed(&self) -> String {
        let (from, until) = self.span;
        match self.starts.as_slice() {
            [only] => {
                let local = only.with_timezone(&self.zone).naive_local();
                format!("what the date and the time say is as on {}", local.format("%Y-%m-%d at %H:%M"))
            }
            starts => {
                let all = if self.is_cut { "some" } else { "one for each state of the hours and dates" };
                format!("the call begins at one of {} moments ({all}) from {from} to {until}", starts.len())
            }
        }
    }

    /// Everything that hours and dates say at a moment, as a number.
    pub(super) fn class(&self, now: DateTime<Utc>) -> u64 {
        let mut hasher = DefaultHasher::new();
        let local = now.with_timezone(&self.zone).naive_local();
        for calendar in &self.calendars {
            let said = verdict(calendar, now, self.zone.name());
            (said.is_open, said.exception).hash(&mut hasher);
        }
        for week in &self.weeks {
            is_within(week, local).hash(&mut hasher);
        }
        for time in &self.times {
            (local.time() >= *time).hash(&mut hasher);
        }
        for day in &self.days {
            local.date().cmp(day).hash(&mut hasher);
        }
        hasher.finish()
    }

    /// The same, with whether anything is about to change: a call that begins shortly before the office closes is another one.
    pub(super) fn class_soon(&self, now: DateTime<Utc>) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.class(now), self.class(now + BEFORE)).hash(&mut hasher);
        hasher.finish()
    }

    fn find_starts(&mut self) {
        let days = self.interesting_days();
        let times = self.breaks();
        let mut classes = BTreeSet::new();
        let mut found: Vec<DateTime<Utc>> = Vec::new();
        for day in &days {
            for (place, time) in times.iter().enumerate() {
                let end = times.get(place + 1).map(|next| day.and_time(*next));
                let Some(end) = end.or_else(|| Some(day.succ_opt()?.and_time(NaiveTime::MIN))) else { continue };
                let begin = day.and_time(*time);
                let middle = self.at(begin + (end - begin) / 2);
                if classes.insert((self.class(middle), None)) {
                    found.push(middle);
                }
                let last = self.at(end - BEFORE);
                let (before, after) = (self.class(last), self.class(self.at(end)));
                if before != after && classes.insert((before, Some(after))) {
                    found.push(last);
                }
            }
        }
        self.is_cut = self.is_cut || found.len() > MOST;
        found.truncate(MOST);
        self.starts = found;
    }

    fn at(&self, local: NaiveDateTime) -> DateTime<Utc> {
        moment(local, self.zone)
    }

    /// The times of a day at which something opens or closes, in the project's zone; of calendars in other zones, every hour counts.
    fn breaks(&self) -> Vec<NaiveTime> {
        let mut found: BTreeSet<NaiveTime> = self.times.iter().copied().collect();
        found.insert(NaiveTime::MIN);
        let mut hours = |all: &[Hours]| found.extend(all.iter().flat_map(|(from, until)| [*from, *until]));
        for calendar in &self.calendars {
            calendar.week.iter().map(Vec::as_slice).for_each(&mut hours);
            calendar.exceptions.iter().map(|exception| exception.hours.as_slice()).for_each(&mut hours);
        }
        for week in &self.weeks {
            week.iter().map(Vec::as_slice).for_each(&mut hours);
        }
        if self.calendars.iter().any(|calendar| !calendar.time_zone.is_empty()) {
            found.extend((0..24).filter_map(|hour| NaiveTime::from_hms_opt(hour, 0, 0)));
        }
        found.into_iter().collect()
    }

    /// The first week, and the days at which dates and exceptions begin and end.
    fn interesting_days(&mut self) -> Vec<NaiveDate> {
        let (from, until) = self.span;
        let mut found: BTreeSet<NaiveDate> = BTreeSet::new();
        let mut around = |day: NaiveDate| {
            found.extend([day.pred_opt(), Some(day), day.succ_opt()].into_iter().flatten());
        };
        self.days.iter().copied().for_each(&mut around);
        for exception in self.calendars.iter().flat_map(|calendar| &calendar.exceptions) {
            for (first, last) in &exception.dates {
                [*first, *last].into_iter().for_each(&mut around);
            }
            for (first, last) in &exception.yearly {
                let years = [from.year(), until.year()];
                let dates = years.iter().flat_map(|year| [first.with_year(*year), last.with_year(*year)]);
                dates.flatten().for_each(&mut around);
            }
        }
        found.retain(|day| (from..=until).contains(day));
        self.is_cut = found.len() > MOST_DAYS;
        let week = (0..8).filter_map(|ahead| from.checked_add_days(Days::new(ahead)));
        week.chain(found.into_iter().take(MOST_DAYS)).collect()
    }
}
