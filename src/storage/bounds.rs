//! The part of mending that brings back what went out of bounds: counters that could overflow, and dates that no calendar has.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::catalog::phone;
use crate::model::limits::{MAX_ID, is_date};
use crate::model::{Project, ResourceData, RowId};

/// Mends it; a sentence for each repair.
pub(super) fn repair(project: &mut Project, told: &mut Vec<String>) {
    counters(project, told);
    versions(project, told);
    others(project, told);
}

/// Counters begin again below; what mends the rest raises them to the highest id that is there.
fn counters(project: &mut Project, told: &mut Vec<String>) {
    let mut words = |what: &str| told.push(format!("{what} had counted too far; it counts on from its highest id."));
    if project.last_id > MAX_ID {
        words("The project");
        project.last_id = 0;
    }
    for routing in project.routings.values_mut().filter(|it| it.last_action.0 > MAX_ID) {
        words(&format!("Smart routing \"{}\"", routing.name));
        Arc::make_mut(routing).last_action.0 = 0;
    }
    for version in project.versions.values_mut() {
        let far: Vec<_> = version.flow.actions.values().filter(|it| it.last_row.0 > MAX_ID).map(|it| it.id).collect();
        for id in far {
            words(&format!("Action {id} of version \"{}\"", version.info.name));
            if let Some(action) = Arc::make_mut(version).flow.actions.get_mut(&id) {
                Arc::make_mut(action).last_row = RowId(0);
            }
        }
    }
}

fn versions(project: &mut Project, told: &mut Vec<String>) {
    let near = |at: Option<DateTime<Utc>>| at.filter(|at| is_date(at.date_naive()));
    for version in project.versions.values_mut() {
        let info = &version.info;
        let name = info.name.clone();
        if let Some(plan) = info.planned.as_ref().filter(|plan| !is_date(plan.at.date())) {
            told.push(format!(
                "Version \"{name}\" was planned for {}, which no calendar has; the plan is gone.",
                plan.at.date()
            ));
            Arc::make_mut(version).info.planned = None;
        }
        let days = (version.info.created, version.info.promoted);
        let kept = (near(days.0), near(days.1));
        if kept != days {
            told.push(format!(
                "Version \"{name}\" was made or put in production on a day that no calendar has; that day is gone."
            ));
            let info = &mut Arc::make_mut(version).info;
            (info.created, info.promoted) = kept;
        }
    }
}

fn others(project: &mut Project, told: &mut Vec<String>) {
    let country = project.settings.default_country.clone();
    if !country.is_empty() && !phone::is_country(&country) {
        told.push(format!("The default country \"{country}\" is none; that of the time zone is used."));
        project.settings.default_country.clear();
    }
    for world in project.worlds.values_mut() {
        if let Some(start) = world.start.filter(|start| !is_date(start.date())) {
            told.push(format!(
                "World \"{}\" began on {}, which no calendar has; it has no time now.",
                world.name,
                start.date()
            ));
            Arc::make_mut(world).start = None;
        }
    }
    let lines = project.activity.len();
    project.activity.retain(|line| is_date(line.at.date_naive()));
    if project.activity.len() < lines {
        told.push(format!(
            "{} lines of the activity log had dates that no calendar has; they are gone.",
            lines - project.activity.len()
        ));
    }
    for resource in project.resources.values_mut() {
        let is_far = |dates: &(chrono::NaiveDate, chrono::NaiveDate)| !is_date(dates.0) || !is_date(dates.1);
        let ResourceData::Calendar(calendar) = &resource.data else { continue };
        if !calendar.exceptions.iter().flat_map(|it| it.dates.iter().chain(&it.yearly)).any(is_far) {
            continue;
        }
        told.push(format!(
            "Calendar \"{}\" had exceptions on days that no calendar has; those days are gone.",
            resource.name
        ));
        if let ResourceData::Calendar(calendar) = &mut Arc::make_mut(resource).data {
            for exception in &mut calendar.exceptions {
                exception.dates.retain(|dates| !is_far(dates));
                exception.yearly.retain(|dates| !is_far(dates));
            }
        }
    }
}
