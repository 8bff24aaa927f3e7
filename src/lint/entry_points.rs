//! Entry points: dead ends, and source numbers whose flow uses data that only a website pool provides (spec: domain §3).

use crate::actions::routing_target;
use crate::catalog::phone::{self, Fault};
use crate::catalog::{Finding, country};
use crate::model::walk::versions_from;
use crate::model::{Criterion, EntryPointKind, Place, Project, Value, Version};

use super::Diagnostic;

pub(super) fn check(project: &Project, found: &mut Vec<Diagnostic>) {
    for entry_point in project.entry_points.values() {
        let place = Place::EntryPoint(entry_point.id);
        let mut add = |finding| found.push(Diagnostic::new(place, finding));
        if entry_point.kind.is_number() {
            let read = phone::read(&entry_point.address, country::of(&project.settings));
            let why = read.err().map(|fault: Fault| fault.words(&entry_point.address));
            let message = |why| format!("Entry point \"{}\": {why}", entry_point.name);
            if let Some(why) = why {
                add(Finding::error("bad-number", message(why)));
            }
        }
        for (id, needed) in entry_point.routings() {
            if let Some(why) = project.routings.get(&id).and_then(|routing| entry_point.misfit(routing, needed)) {
                add(Finding::error(
                    "entry-point-routing",
                    format!("{why} Choose another one on the page of the entry point."),
                ));
            }
        }
        let name_of = |routing| project.routings.get(&routing).map_or("", |routing| routing.name.as_str());
        match project.reached(entry_point) {
            Err(why) if entry_point.assigned.is_none() => {
                add(Finding::hint("unassigned", why));
                continue;
            }
            Err(why) => {
                let to_do = "Put a version there, or let it lead to another smart routing.";
                add(Finding::warning("dead-entry-point", format!("{why} {to_do}")));
            }
            Ok(version) if entry_point.kind == EntryPointKind::SourceNumber => {
                if let Some(asking) = versions_from(version, |action| routing_target(project, action))
                    .into_iter()
                    .find(|it| asks_for_website(it))
                {
                    let name = name_of(asking.info.routing);
                    let message = format!(
                        "\"{}\" is a source number, but \"{name}\" uses data that only a website-pool number provides.",
                        entry_point.name
                    );
                    add(Finding::warning("needs-website-pool", message));
                }
            }
            Ok(_) => {}
        }
        if let Some(end) = entry_point.end_routing.filter(|end| project.in_production(*end).is_none()) {
            let name = name_of(end);
            add(Finding::warning(
                "dead-end-routing",
                format!("\"{}\" ends with \"{name}\", which has no version in production.", entry_point.name),
            ));
        }
    }
}

fn asks_for_website(version: &Version) -> bool {
    let needs = |criteria: &[Criterion]| criteria.iter().any(|criterion| criterion.kind.needs_website_pool());
    version.flow.actions.values().any(|action| {
        let mut asks = false;
        action.params.visit(&mut |_, value| asks |= matches!(value, Value::Criteria(criteria) if needs(criteria)));
        asks
    })
}
