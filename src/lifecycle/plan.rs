//! Planned productions: allowed times, and due versions (spec: domain §5). Times are local times of the
//! project's zone; a time that occurs twice means the first occurrence.

use chrono::{DateTime, NaiveDateTime, TimeZone as _, Utc};

use crate::catalog::interaction::{moment, zone};
use crate::model::{Plan, Project, RoutingId, Version, VersionId};

/// The instant of a local time in the project's zone; `None` if clocks skip that time.
#[must_use]
pub fn instant(project: &Project, local: NaiveDateTime) -> Option<DateTime<Utc>> {
    let zone = zone(&project.settings.time_zone, "UTC");
    zone.from_local_datetime(&local).earliest().map(|moment| moment.with_timezone(&Utc))
}

/// Whether a local time occurs twice in the project's zone, because clocks are put back.
#[must_use]
pub fn is_twice(project: &Project, local: NaiveDateTime) -> bool {
    let found = zone(&project.settings.time_zone, "UTC").from_local_datetime(&local);
    found.single().is_none() && found.earliest().is_some()
}

/// Whether a version's production may be planned for a time. `may` checks the version itself.
///
/// # Errors
/// The reason, as a sentence: the time has passed, does not exist, or another version of the routing is planned for that date.
pub fn may_plan(project: &Project, version: &Version, at: NaiveDateTime, now: DateTime<Utc>) -> Result<(), String> {
    let words = at_words(at);
    let moment = instant(project, at).ok_or_else(|| {
        format!(
            "{words} does not exist in {}: the clocks are put forward then. Choose a time before or after.",
            project.settings.time_zone
        )
    })?;
    if moment <= now {
        return Err(format!("{words} is over already. Choose a date and time in the future."));
    }
    if let Some(other) = project.also_planned(version, at.date()).next() {
        return Err(format!(
            "Version \"{}\" is planned for the same date already. Choose another date, or remove the other from the schedule.",
            other.info.name
        ));
    }
    Ok(())
}

/// The due versions, in order of time, then of id.
#[must_use]
pub fn due(project: &Project, now: DateTime<Utc>) -> Vec<VersionId> {
    let mut found: Vec<(DateTime<Utc>, VersionId)> = pending(project).filter(|(moment, _)| *moment <= now).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, id)| id).collect()
}

/// The time of the next planned production, if any; due versions are left out.
#[must_use]
pub fn next(project: &Project, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    pending(project).map(|(moment, _)| moment).filter(|moment| *moment > now).min()
}

/// The planned productions of a routing within a time, in order: when, and which version. The end does not belong to the time. Whether something
/// blocks a production is not known before its time has come.
#[must_use]
pub fn within(
    project: &Project,
    routing: RoutingId,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Vec<(DateTime<Utc>, VersionId)> {
    let found = of_routing(project, routing).filter(|(moment, _)| (from..until).contains(moment));
    let mut found: Vec<(DateTime<Utc>, VersionId)> = found.collect();
    found.sort_unstable();
    found
}

/// The version of a routing that is in production at a moment, as far as the project knows: the one that is in production now, until the next
/// planned production, as long as nothing blocks it. Former productions are not looked at.
#[must_use]
pub fn in_production_at(project: &Project, routing: RoutingId, moment: DateTime<Utc>) -> Option<VersionId> {
    let planned = of_routing(project, routing).filter(|(at, _)| *at <= moment).max();
    planned.map(|(_, id)| id).or_else(|| project.in_production(routing).map(|version| version.id))
}

fn of_routing(project: &Project, routing: RoutingId) -> impl Iterator<Item = (DateTime<Utc>, VersionId)> + '_ {
    let is_of = move |id: VersionId| project.versions.get(&id).is_some_and(|version| version.info.routing == routing);
    pending(project).filter(move |(_, id)| is_of(*id))
}

fn pending(project: &Project) -> impl Iterator<Item = (DateTime<Utc>, VersionId)> + '_ {
    project.versions.values().filter(|version| version.info.is_pending()).filter_map(|version| {
        let plan = version.info.planned.as_ref()?;
        // If the project's zone was changed, clocks can skip the time: then it is an hour later.
        Some((moment(plan.at, zone(&project.settings.time_zone, "UTC")), version.id))
    })
}

/// The text on the card of a planned version.
#[must_use]
pub fn plan_words(plan: &Plan) -> String {
    match &plan.missed {
        None => format!("This version has been put in scheduled production for {}.", at_words(plan.at)),
        Some(why) => format!("The production planned for {} was missed: {why}", at_words(plan.at)),
    }
}

/// A local time as text: *Monday 23 November 2026, 08:30*.
#[must_use]
pub fn at_words(at: NaiveDateTime) -> String {
    at.format("%A %-d %B %Y, %H:%M").to_string()
}
