//! Finds objects named on the command line by reference, name or id.

use std::sync::Arc;

use crate::catalog::fold::same;
use crate::model::{Project, Resource, ResourceKind, Routing, RoutingId, Scenario, Version};
use crate::sim::suite;

use super::Trouble;

/// The routing with a reference, else the only one with that title.
pub(super) fn routing<'a>(project: &'a Project, wanted: &str) -> Result<&'a Arc<Routing>, Trouble> {
    if let Some(routing) = project.routing_by_reference(wanted) {
        return Ok(routing);
    }
    let titled: Vec<_> = project.routings.values().filter(|routing| same(&routing.name, wanted)).collect();
    match titled.as_slice() {
        [routing] => Ok(routing),
        [] => {
            let known: Vec<String> =
                project.routings.values().map(|it| format!("{} (\"{}\")", it.reference, it.name)).collect();
            Err(format!("No routing has the reference or the title \"{wanted}\". There are: {}.", known.join(", ")))
        }
        several => {
            let known: Vec<&str> = several.iter().map(|routing| routing.reference.as_str()).collect();
            Err(format!(
                "{} routings have the title \"{wanted}\". Name one of them by its reference: {}.",
                several.len(),
                known.join(", ")
            ))
        }
    }
}

/// The routing with a reference or a title; without one, every routing.
pub(super) fn routings<'a>(project: &'a Project, reference: Option<&str>) -> Result<Vec<&'a Arc<Routing>>, Trouble> {
    match reference {
        Some(reference) => Ok(vec![routing(project, reference)?]),
        None => Ok(project.routings.values().collect()),
    }
}

/// The version of a routing with a name or id; without one, the versions that are in test or planned, else the one in production.
pub(super) fn versions<'a>(
    project: &'a Project,
    routing: RoutingId,
    wanted: Option<&str>,
) -> Result<Vec<&'a Arc<Version>>, Trouble> {
    let Some(wanted) = wanted else { return Ok(suite::usual_versions(project, routing)) };
    let all: Vec<&Arc<Version>> = project.versions_of(routing).collect();
    Ok(vec![find(wanted, &all, |version| (version.id.0, &version.info.name), "version")?])
}

/// The scenario with a name, or the only one.
pub(super) fn scenario<'a>(project: &'a Project, name: Option<&str>) -> Result<&'a Scenario, String> {
    let all = || project.scenarios.values().map(|it| format!("\"{}\"", it.name)).collect::<Vec<_>>().join(", ");
    if project.scenarios.is_empty() {
        return Err("The project has no scenario. Create one in the window: New scenario, among the project's things."
            .to_owned());
    }
    let Some(name) = name else {
        let mut scenarios = project.scenarios.values();
        return match (scenarios.next(), scenarios.next()) {
            (Some(only), None) => Ok(only),
            _ => Err(format!("The project has several scenarios: {}. Say which one with --scenario.", all())),
        };
    };
    let wanted = name.trim().to_lowercase();
    let found = project.scenarios.values().find(|it| it.name.trim().to_lowercase() == wanted);
    found.map(|it| &**it).ok_or_else(|| format!("The project has no scenario \"{name}\". It has: {}.", all()))
}

/// The version with a name or number, of any routing, or of one that is named before a slash.
pub(super) fn version_of_any<'a>(project: &'a Project, wanted: &str) -> Result<&'a Arc<Version>, Trouble> {
    let slash = wanted.split_once('/').and_then(|(named, name)| Some((routing(project, named).ok()?, name)));
    let (all, name): (Vec<&Arc<Version>>, &str) = match slash {
        Some((routing, name)) => (project.versions_of(routing.id).collect(), name),
        None => (project.versions.values().collect(), wanted),
    };
    find(name, &all, |version| (version.id.0, &version.info.name), "version")
}

/// The user with a reference, a name or a number.
pub(super) fn person<'a>(project: &'a Project, wanted: &str) -> Result<&'a Arc<Resource>, Trouble> {
    let all: Vec<&Arc<Resource>> = project.resources_of(ResourceKind::User).collect();
    let wanted = wanted.trim();
    match all.iter().copied().find(|it| same(&it.reference, wanted)) {
        Some(found) => Ok(found),
        None => find(wanted, &all, |user| (user.id.0, &user.name), "user"),
    }
}

/// Finds an object by name (ignoring case), else by id, else by the name up to its comma. Several with the name are an error.
pub(super) fn find<'a, T>(
    wanted: &str,
    all: &[&'a Arc<T>],
    naming: impl Fn(&'a T) -> (u32, &'a String),
    noun: &str,
) -> Result<&'a Arc<T>, Trouble> {
    let named: Vec<&'a Arc<T>> = all.iter().copied().filter(|it| same(naming(it).1, wanted)).collect();
    if named.len() > 1 {
        let ids: Vec<String> = named.iter().map(|it| naming(it).0.to_string()).collect();
        let count = named.len();
        return Err(format!(
            "{count} {noun}s have the name \"{wanted}\". Name one of them by its number: {}.",
            ids.join(", ")
        ));
    }
    let has_id = |it: &&&'a Arc<T>| wanted.parse() == Ok(naming(it).0);
    let begins_so =
        |it: &&&'a Arc<T>| naming(it).1.split_once(',').is_some_and(|(beginning, _)| same(beginning, wanted));
    let mut beginning_so = all.iter().filter(begins_so);
    let the_only_one = beginning_so.next().filter(|_| beginning_so.next().is_none());
    let found = named.first().or_else(|| all.iter().find(has_id)).or(the_only_one);
    found.copied().ok_or_else(|| {
        let known: Vec<String> = all.iter().map(|it| format!("\"{}\"", naming(it).1)).collect();
        format!("There is no {noun} \"{wanted}\". There are: {}.", known.join(", "))
    })
}
