//! Finds objects named on the command line by reference, name or id.

use std::sync::Arc;

use crate::model::{Project, Routing, RoutingId, Version};
use crate::sim::suite;

use super::Trouble;

/// The routing with a reference.
pub(super) fn routing<'a>(project: &'a Project, reference: &str) -> Result<&'a Arc<Routing>, Trouble> {
    project.routing_by_reference(reference).ok_or_else(|| {
        let known: Vec<&str> = project.routings.values().map(|routing| routing.reference.as_str()).collect();
        format!("No routing has the reference \"{reference}\". There are: {}.", known.join(", "))
    })
}

/// The routing with a reference; without one, every routing.
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

/// Finds an object by name (ignoring case) or by id; else by the name up to its comma, if that is unambiguous.
pub(super) fn find<'a, T>(
    wanted: &str,
    all: &[&'a Arc<T>],
    naming: impl Fn(&'a T) -> (u32, &'a String),
    noun: &str,
) -> Result<&'a Arc<T>, Trouble> {
    let is_it = |it: &&&'a Arc<T>| {
        let (id, name) = naming(it);
        name.eq_ignore_ascii_case(wanted) || wanted.parse() == Ok(id)
    };
    let begins_so = |it: &&&'a Arc<T>| {
        naming(it).1.split_once(',').is_some_and(|(beginning, _)| beginning.eq_ignore_ascii_case(wanted))
    };
    let mut beginning_so = all.iter().filter(begins_so);
    let the_only_one = beginning_so.next().filter(|_| beginning_so.next().is_none());
    all.iter().find(is_it).or(the_only_one).copied().ok_or_else(|| {
        let known: Vec<String> = all.iter().map(|it| format!("\"{}\"", naming(it).1)).collect();
        format!("There is no {noun} \"{wanted}\". There are: {}.", known.join(", "))
    })
}
