//! Entry points: dead ones, and source numbers whose flow asks what only a website pool knows (spec: domain §3).

use crate::catalog::Finding;
use crate::catalog::text::is_e164;
use crate::model::{Criterion, EntryPointKind, Project, Value, Version};

use super::{Diagnostic, Subject};

pub(super) fn check(project: &Project, found: &mut Vec<Diagnostic>) {
    for entry_point in project.entry_points.values() {
        let subject = Subject::EntryPoint(entry_point.id);
        let mut add = |finding| found.push(Diagnostic::new(subject, finding));
        if entry_point.kind.is_number() && !is_e164(&entry_point.address) {
            let message =
                format!("\"{}\" needs a number in international form, such as +33155001010.", entry_point.name);
            add(Finding::error("bad-number", message));
        }
        let name_of = |routing| project.routings.get(&routing).map_or("", |routing| routing.name.as_str());
        match project.reached(entry_point) {
            Err(why) if entry_point.assigned.is_none() => {
                add(Finding::hint("unassigned", why));
                continue;
            }
            Err(why) => add(Finding::warning("dead-entry-point", why)),
            Ok(version) if entry_point.kind == EntryPointKind::SourceNumber && asks_for_website(version) => {
                add(Finding::warning(
                    "needs-website-pool",
                    format!(
                        "\"{}\" is a source number, but \"{}\" tests what only a website-pool number knows.",
                        entry_point.name,
                        name_of(version.info.routing)
                    ),
                ));
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
