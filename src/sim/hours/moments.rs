//! The moments at which hours can open or close: the times of day that an action and its calendars name, in every time zone that counts, and
//! the moments at which clocks are changed (spec: testing §6).

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::catalog::calendar::typed::read_week;
use crate::catalog::interaction::zone;
use crate::model::resource::{Calendar, Hours};
use crate::model::{Action, Project, ResourceData, ResourceKind, Value};

/// The most days over which bands are found; later days are left out.
pub const MOST_DAYS: i64 = 400;

/// The times of day at which something can change, and the zones in which they are read.
#[derive(Clone, Debug)]
pub(super) struct Breaks {
    zones: BTreeSet<&'static str>,
    times: BTreeSet<NaiveTime>,
}

impl Breaks {
    /// The times and zones of an action: its calendars, and the weeks and zones that it holds as texts. A time or a zone too many only means
    /// that the action is asked once more.
    pub(super) fn of(project: &Project, action: &Action) -> Self {
        let home = zone(&project.settings.time_zone, "UTC");
        let mut found = Self { zones: BTreeSet::from([home.name()]), times: BTreeSet::from([NaiveTime::MIN]) };
        action.params.visit(&mut |_, value| match value {
            Value::Item(item) => {
                if let Some(ResourceData::Calendar(calendar)) =
                    project.resolve(ResourceKind::Calendar, item).map(|it| &it.data)
                {
                    found.add_calendar(calendar);
                }
            }
            Value::Text(text) => found.add_text(text),
            _ => {}
        });
        found
    }

    fn add_calendar(&mut self, calendar: &Calendar) {
        self.add_zone(&calendar.time_zone);
        self.add_hours(calendar.week.iter().flatten());
        self.add_hours(calendar.exceptions.iter().flat_map(|exception| &exception.hours));
    }

    fn add_text(&mut self, text: &str) {
        self.add_zone(text.trim());
        if let Ok(week) = read_week(text) {
            self.add_hours(week.iter().flatten());
        }
    }

    fn add_zone(&mut self, name: &str) {
        if let Ok(zone) = name.parse::<Tz>() {
            self.zones.insert(zone.name());
        }
    }

    fn add_hours<'h>(&mut self, hours: impl Iterator<Item = &'h Hours>) {
        self.times.extend(hours.flat_map(|(from, until)| [*from, *until]));
    }

    /// The first moment of a time, and every later moment in it at which something can change, in order. The end does not belong to the time.
    pub(super) fn within(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<DateTime<Utc>> {
        let mut found = BTreeSet::from([from]);
        for zone in self.zones.iter().filter_map(|name| name.parse::<Tz>().ok()) {
            let first = from.with_timezone(&zone).date_naive();
            let last = until.with_timezone(&zone).date_naive();
            // Clocks can be changed at midnight, by up to a day.
            for day in first.pred_opt().unwrap_or(first).iter_days().take_while(|day| *day <= last) {
                for time in &self.times {
                    // A local time occurs once, twice, or never where clocks skip it.
                    let local = zone.from_local_datetime(&day.and_time(*time));
                    found.extend([local.earliest(), local.latest()].into_iter().flatten().map(|it| it.to_utc()));
                }
                found.extend(clock_change(zone, day));
            }
        }
        found.retain(|moment| (from..until).contains(moment));
        found.into_iter().collect()
    }
}

/// The moment of a UTC day at which the clocks of a zone are changed, if they are.
fn clock_change(zone: Tz, day: NaiveDate) -> Option<DateTime<Utc>> {
    let offset = |moment: DateTime<Utc>| zone.offset_from_utc_datetime(&moment.naive_utc()).fix();
    let mut before = day.and_time(NaiveTime::MIN).and_utc();
    let mut after = before + TimeDelta::days(1);
    let known = offset(before);
    if known == offset(after) {
        return None;
    }
    while after - before > TimeDelta::seconds(1) {
        let middle = before + TimeDelta::seconds((after - before).num_seconds() / 2);
        if offset(middle) == known { before = middle } else { after = middle }
    }
    Some(after)
}
