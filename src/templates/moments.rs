//! Opening hours of a project that is made from a template: the hours of its calendar in words, and the moments of its worlds and test calls.

use std::sync::Arc;

use chrono::{Duration, NaiveDateTime, TimeZone as _};

use crate::catalog::calendar::verdict;
use crate::catalog::dates::names::written;
use crate::catalog::interaction::zone;
use crate::model::resource::{Calendar, Hours, Week};
use crate::model::{Project, ResourceData, ResourceKind, TestWorld};

use super::answers::{Asked, WrongAnswer};

/// How far a moment is moved at most, in minutes: eight days.
const FARTHEST: i64 = 8 * 24 * 60;

/// Gives the calendar of a template its hours, and moves every moment to the first one after it of which the new hours say what the old
/// ones said of it.
///
/// # Errors
/// Where the hours leave no such moment, because the company is never closed.
pub(super) fn set_hours(project: &mut Project, week: &Week) -> Result<(), WrongAnswer> {
    let Some(resource) = project.resources_of(ResourceKind::Calendar).next() else { return Ok(()) };
    let (id, ResourceData::Calendar(old)) = (resource.id, &resource.data) else { return Ok(()) };
    let new = Calendar { week: week.clone(), ..old.clone() };
    let moved = Moved { old: old.clone(), new: new.clone(), zone: project.settings.time_zone.clone() };
    for world in project.worlds.values_mut() {
        moved.put(&mut Arc::make_mut(world).start)?;
    }
    for call in project.test_calls.values_mut() {
        let call = Arc::make_mut(call);
        moved.put(&mut call.start)?;
        if let TestWorld::Own(world) = &mut call.world {
            moved.put(&mut world.start)?;
        }
    }
    if let Some(resource) = project.resources.get_mut(&id) {
        Arc::make_mut(resource).data = ResourceData::Calendar(new);
    }
    Ok(())
}

/// The hours before and after.
struct Moved {
    old: Calendar,
    new: Calendar,
    zone: String,
}

impl Moved {
    fn put(&self, moment: &mut Option<NaiveDateTime>) -> Result<(), WrongAnswer> {
        let Some(at) = moment else { return Ok(()) };
        let wanted = self.says(&self.old, *at);
        let mut later = (0..=FARTHEST).filter_map(|minutes| at.checked_add_signed(Duration::minutes(minutes)));
        let found = later.find(|later| self.says(&self.new, *later) == wanted).ok_or_else(|| {
            let words =
                "With these hours, you are never closed. Leave a time when you are closed, such as Sunday night.";
            WrongAnswer::new(Asked::Hours, words)
        })?;
        *moment = Some(found);
        Ok(())
    }

    /// Whether a calendar is open at a moment, and which exception applies.
    fn says(&self, calendar: &Calendar, at: NaiveDateTime) -> Option<(bool, Option<String>)> {
        let moment = zone(&self.zone, "UTC").from_local_datetime(&at).earliest()?.to_utc();
        let verdict = verdict(calendar, moment, &self.zone);
        Some((verdict.is_open, verdict.exception))
    }
}

/// Hours in words, as an announcement says them: *Monday to Friday from 08:00 to 18:00, and Saturday from 09:00 to 12:00*.
pub(super) fn hours_words(week: &Week, language: &str) -> String {
    let is_french = language == "fr";
    let mut parts = Vec::new();
    let mut day = 0;
    while let Some(hours) = week.get(day) {
        let run = week.iter().skip(day).take_while(|other| *other == hours).count();
        if !hours.is_empty() {
            let hours: Vec<String> = hours.iter().map(|hours| span(*hours, is_french)).collect();
            let hours = hours.join(if is_french { " et " } else { " and " });
            parts.push(format!("{} {hours}", days(day, day + run - 1, is_french)));
        }
        day += run;
    }
    let last = parts.pop().unwrap_or_default();
    let and = if is_french { "et" } else { "and" };
    if parts.is_empty() { last } else { format!("{}, {and} {last}", parts.join(", ")) }
}

/// The name of a day, Monday first, in a language.
fn day_name(day: usize, language: &str) -> String {
    let days = Duration::days(i64::try_from(day).unwrap_or_default());
    // The first of January 2024 is a Monday.
    let monday = chrono_tz::UTC.with_ymd_and_hms(2024, 1, 1, 12, 0, 0).single();
    monday.map_or_else(String::new, |monday| written(&(monday + days), "%A", language))
}

fn days(first: usize, last: usize, is_french: bool) -> String {
    let name = |day: usize| day_name(day, if is_french { "fr" } else { "en" });
    match (last - first, is_french) {
        (6, false) => "every day".to_owned(),
        (6, true) => "tous les jours".to_owned(),
        (0, false) => name(first),
        (0, true) => format!("le {}", name(first)),
        (1, false) => format!("{} and {}", name(first), name(last)),
        (1, true) => format!("le {} et le {}", name(first), name(last)),
        (_, false) => format!("{} to {}", name(first), name(last)),
        (_, true) => format!("du {} au {}", name(first), name(last)),
    }
}

fn span((from, until): Hours, is_french: bool) -> String {
    let time = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
    let until = if until == chrono::NaiveTime::MIN { "24:00".to_owned() } else { time(until) };
    if is_french { format!("de {} à {until}", time(from)) } else { format!("from {} to {until}", time(from)) }
}
