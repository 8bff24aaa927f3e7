//! The opening hours that a tree uses, in words.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::actions;
use crate::catalog::FieldKind;
use crate::catalog::calendar::typed::{DAYS, day_words, read_week};
use crate::model::resource::{Calendar, CalendarException, Week};
use crate::model::{Action, ItemRef, ResourceData, ResourceKind, Value};

use super::SheetStep;
use super::source::Source;

const CLOSED: &str = "closed";

/// A calendar, or the weekly hours of a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The name of the calendar, or of the schedule.
    pub name: String,
    /// The time zone.
    pub zone: String,
    /// The numbers and titles of the actions that use it.
    pub used_by: Vec<String>,
    /// Days with their hours; neighbouring days with the same hours are one line.
    pub week: Vec<(String, String)>,
    /// The exceptions: name, dates, hours.
    pub exceptions: Vec<(String, String, String)>,
}

/// Every calendar and every weekly hours that the tree uses, in its order.
pub(super) fn of(source: &Source<'_>, steps: &[SheetStep]) -> Vec<Opening> {
    let mut found: Vec<Opening> = Vec::new();
    let mut places: BTreeMap<u32, usize> = BTreeMap::new();
    for step in steps {
        let Some(action) = source.version.flow.actions.get(&step.id) else { continue };
        let title = format!("{} {}", step.number, step.title);
        source.each_shown(action, &mut |field, row, value| match (field.kind, value) {
            (FieldKind::Item(_), Value::Item(item)) => {
                let Some((id, name, calendar)) = calendar(source, item, field.kind) else { return };
                let place = *places.entry(id).or_insert_with(|| {
                    found.push(of_calendar(source, name, calendar));
                    found.len() - 1
                });
                if let Some(known) = found.get_mut(place).filter(|known| !known.used_by.contains(&title)) {
                    known.used_by.push(title.clone());
                }
            }
            (FieldKind::Text, Value::Text(text)) if actions::is_schedule(action) => {
                let Ok(week) = read_week(text) else { return };
                let label = row.and_then(|row| actions::spec_of(action)?.label_of(action, &row.id.branch_key()));
                let (zone, used_by) = (zone(source, action), vec![title.clone()]);
                let name = label.unwrap_or_else(|| step.title.clone());
                found.push(Opening { name, zone, used_by, week: week_words(&week), exceptions: Vec::new() });
            }
            _ => {}
        });
    }
    found
}

fn calendar<'a>(source: &Source<'a>, item: &ItemRef, kind: FieldKind) -> Option<(u32, &'a str, &'a Calendar)> {
    let is_calendar = kind == FieldKind::Item(crate::catalog::ItemKind::Resource(ResourceKind::Calendar));
    let resource = source.project.resolve(ResourceKind::Calendar, item).filter(|_| is_calendar)?;
    match &resource.data {
        ResourceData::Calendar(calendar) => Some((resource.id.0, &resource.name, calendar)),
        _ => None,
    }
}

/// The zone that an action names, else the project's.
fn zone(source: &Source<'_>, action: &Action) -> String {
    let mut found = source.project.settings.time_zone.clone();
    source.each_shown(action, &mut |_, row, value| {
        if let (None, Value::Text(text)) = (row, value)
            && let Ok(zone) = text.trim().parse::<Tz>()
        {
            zone.name().clone_into(&mut found);
        }
    });
    found
}

fn of_calendar(source: &Source<'_>, name: &str, calendar: &Calendar) -> Opening {
    let own = calendar.time_zone.trim();
    let zone = if own.is_empty() { &source.project.settings.time_zone } else { own };
    Opening {
        name: name.to_owned(),
        zone: zone.to_owned(),
        used_by: Vec::new(),
        week: week_words(&calendar.week),
        exceptions: calendar.exceptions.iter().map(exception).collect(),
    }
}

fn exception(exception: &CalendarException) -> (String, String, String) {
    let range = |(first, last): &(NaiveDate, NaiveDate), form: &str| {
        let (first, last) = (first.format(form).to_string(), last.format(form).to_string());
        if first == last { first } else { format!("{first} – {last}") }
    };
    let dated = exception.dates.iter().map(|dates| range(dates, "%-d %B %Y"));
    let yearly = exception.yearly.iter().map(|dates| format!("{} every year", range(dates, "%-d %B")));
    let days: Vec<String> = dated.chain(yearly).collect();
    (exception.name.clone(), days.join(", "), day_words(&exception.hours, CLOSED))
}

/// The days of a week with their hours.
fn week_words(week: &Week) -> Vec<(String, String)> {
    let mut found: Vec<(&str, &str, String)> = Vec::new();
    for (day, hours) in DAYS.into_iter().zip(week) {
        let hours = day_words(hours, CLOSED);
        match found.last_mut() {
            Some((_, last, known)) if *known == hours => *last = day,
            _ => found.push((day, day, hours)),
        }
    }
    let days = |first: &str, last: &str| if first == last { first.to_owned() } else { format!("{first} to {last}") };
    found.into_iter().map(|(first, last, hours)| (days(first, last), hours)).collect()
}
