//! Repairs values out of bounds: counters that could overflow, impossible dates, and notes and frames that are nowhere.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use crate::catalog::phone;
use crate::model::invariants::MAX_POSITION;
use crate::model::limits::{MAX_ID, is_date};
use crate::model::{ActionId, AnnotationId, Flow, Pos, Project, ResourceData, RowId, TestWorld};

/// Repairs the project. Adds a sentence per repair.
pub(super) fn repair(project: &mut Project, repairs: &mut Vec<String>) {
    counters(project, repairs);
    versions(project, repairs);
    others(project, repairs);
}

/// Resets counters; later repairs raise them to the highest existing id.
fn counters(project: &mut Project, repairs: &mut Vec<String>) {
    let mut words = |what: &str| {
        repairs.push(format!("{what}: the id counter was too high; it now continues from the highest id."));
    };
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

/// Repairs the notes and frames of a version. `highest` is the highest id that the routing handed out.
pub(super) fn annotations(flow: &mut Flow, highest: &mut ActionId, version: &str, repairs: &mut Vec<String>) {
    let known = flow.annotations.keys().map(|id| ActionId(id.0)).max().unwrap_or_default();
    *highest = known.max(*highest);
    let is_taken = |id: &&AnnotationId| id.0 == 0 || flow.actions.contains_key(&ActionId(id.0));
    let taken: Vec<AnnotationId> = flow.annotations.keys().filter(is_taken).copied().collect();
    for id in taken {
        let Some(annotation) = flow.annotations.remove(&id) else { continue };
        highest.0 = highest.0.saturating_add(1);
        let word = annotation.kind.words();
        repairs.push(format!(
            "{word} {id} of version \"{version}\" had the id of an action or none; it is now {highest}."
        ));
        flow.annotations.insert(AnnotationId(highest.0), annotation);
    }
    for (id, annotation) in &mut flow.annotations {
        let at = annotation.at;
        let near = Pos(at.0.clamp(-MAX_POSITION, MAX_POSITION), at.1.clamp(-MAX_POSITION, MAX_POSITION));
        let size = annotation.size.bounded();
        if (near, size) != (at, annotation.size) {
            let word = annotation.kind.words();
            repairs.push(format!(
                "{word} {id} of version \"{version}\" was too far away, or too large or small; it was put within the limits."
            ));
            let annotation = Arc::make_mut(annotation);
            (annotation.at, annotation.size) = (near, size);
        }
    }
}

fn versions(project: &mut Project, repairs: &mut Vec<String>) {
    let near = |at: Option<DateTime<Utc>>| at.filter(|at| is_date(at.date_naive()));
    for version in project.versions.values_mut() {
        let info = &version.info;
        let name = info.name.clone();
        if let Some(plan) = info.planned.as_ref().filter(|plan| !is_date(plan.at.date())) {
            repairs.push(format!(
                "Version \"{name}\" was planned for {}, which is not a valid date; the plan was removed.",
                plan.at.date()
            ));
            Arc::make_mut(version).info.planned = None;
        }
        let days = (version.info.created, version.info.promoted);
        let kept = (near(days.0), near(days.1));
        if kept != days {
            repairs.push(format!(
                "Version \"{name}\" had an invalid date of creation or production; the date was removed."
            ));
            let info = &mut Arc::make_mut(version).info;
            (info.created, info.promoted) = kept;
        }
    }
}

fn others(project: &mut Project, repairs: &mut Vec<String>) {
    for routing in project.routings.values_mut().filter(|it| it.rules.coverage.is_some_and(|percent| percent > 100)) {
        repairs.push(format!(
            "Smart routing \"{}\" demanded a coverage of more than 100 %; it is 100 % now.",
            routing.name
        ));
        Arc::make_mut(routing).rules.coverage = Some(100);
    }
    let country = project.settings.default_country.clone();
    if !country.is_empty() && !phone::is_country(&country) {
        repairs.push(format!("The default country \"{country}\" is unknown; the country of the time zone is used."));
        project.settings.default_country.clear();
    }
    for world in project.worlds.values_mut() {
        if let Some(start) = world.start.filter(|start| !is_date(start.date())) {
            repairs.push(format!(
                "World \"{}\" began on {}, which is not a valid date; its time was removed.",
                world.name,
                start.date()
            ));
            Arc::make_mut(world).start = None;
        }
    }
    for call in project.test_calls.values_mut() {
        let is_far = |start: &Option<NaiveDateTime>| start.is_some_and(|start| !is_date(start.date()));
        let own = matches!(&call.world, TestWorld::Own(world) if is_far(&world.start));
        if !own && !is_far(&call.start) {
            continue;
        }
        repairs.push(format!("Test call \"{}\" began on a date that is not valid; its time was removed.", call.name));
        let call = Arc::make_mut(call);
        call.start = call.start.filter(|start| is_date(start.date()));
        if let TestWorld::Own(world) = &mut call.world {
            world.start = world.start.filter(|start| is_date(start.date()));
        }
    }
    for scenario in project.scenarios.values_mut().filter(|it| !is_date(it.from)) {
        repairs.push(format!(
            "Scenario \"{}\" began on {}, which is not a valid date; it begins on {} now.",
            scenario.name,
            scenario.from,
            NaiveDate::default()
        ));
        Arc::make_mut(scenario).from = NaiveDate::default();
    }
    let lines = project.activity.len();
    project.activity.retain(|line| is_date(line.at.date_naive()));
    if project.activity.len() < lines {
        repairs.push(format!(
            "{} lines of the activity log had invalid dates and were removed.",
            lines - project.activity.len()
        ));
    }
    for resource in project.resources.values_mut() {
        let is_far = |dates: &(chrono::NaiveDate, chrono::NaiveDate)| !is_date(dates.0) || !is_date(dates.1);
        let ResourceData::Calendar(calendar) = &resource.data else { continue };
        if !calendar.exceptions.iter().flat_map(|it| it.dates.iter().chain(&it.yearly)).any(is_far) {
            continue;
        }
        repairs.push(format!(
            "Calendar \"{}\" had exceptions with invalid dates; these dates were removed.",
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
