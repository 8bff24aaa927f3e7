//! What always holds of a project, whatever was edited. Called after every edit in tests and after every load;
//! an empty answer means that the project is whole. Mistakes of design are not its business but `lint`'s.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::area::Pos;
use super::id::{ActionId, RowId};
use super::limits::{LEAST_SIDE, MAX_ID, MOST_SIDE, is_date};
use super::params::Value;
use super::project::Project;
use super::reference::{Referenced, key};
use super::resource::{ResourceData, ResourceKind};
use super::routing::Routing;
use super::test_call::TestWorld;
use super::version::{Status, Version};

/// Largest distance of a card from the origin, in canvas units.
pub const MAX_POSITION: i32 = 1_000_000;

/// Every broken rule, as a sentence that names the object.
#[must_use]
pub fn check(project: &Project) -> Vec<String> {
    let mut broken = Vec::new();
    check_ids(project, &mut broken);
    check_counters(project, &mut broken);
    check_dates(project, &mut broken);
    check_references(project, &mut broken);
    for version in project.versions.values() {
        check_version(project, version, &mut broken);
    }
    for routing in project.routings.values() {
        if routing.rules.coverage.is_some_and(|percent| percent > 100) {
            broken.push(format!("Routing \"{}\" demands a coverage of more than 100 %.", routing.name));
        }
        let count = |is: &dyn Fn(&Version) -> bool| project.versions_of(routing.id).filter(|v| is(v)).count();
        if count(&|v| v.info.status == Status::InProduction) > 1 {
            broken.push(format!("Routing \"{}\" has more than one version in production.", routing.name));
        }
        if count(&|v| v.info.in_test) > 1 {
            broken.push(format!("Routing \"{}\" has more than one version in test.", routing.name));
        }
    }
    for entry_point in project.entry_points.values() {
        for (id, needed) in entry_point.routings() {
            match project.routings.get(&id) {
                Some(routing) => broken.extend(entry_point.misfit(routing, needed)),
                None => broken
                    .push(format!("Entry point \"{}\" names routing {id}, which does not exist.", entry_point.name)),
            }
        }
    }
    for version in project.versions.values() {
        broken.extend(project.plan_clash(version));
    }
    for call in project.test_calls.values().filter(|call| !project.routings.contains_key(&call.routing)) {
        broken.push(format!("Test call \"{}\" tests routing {}, which does not exist.", call.name, call.routing));
    }
    broken
}

fn check_ids(project: &Project, broken: &mut Vec<String>) {
    let ids = project
        .resources
        .keys()
        .map(|id| id.0)
        .chain(project.entry_points.keys().map(|id| id.0))
        .chain(project.routings.keys().map(|id| id.0))
        .chain(project.versions.keys().map(|id| id.0))
        .chain(project.callers.keys().map(|id| id.0))
        .chain(project.worlds.keys().map(|id| id.0))
        .chain(project.test_calls.keys().map(|id| id.0))
        .chain(project.scenarios.keys().map(|id| id.0));
    let mut seen = std::collections::BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            broken.push(format!("Id {id} is used by two objects."));
        }
        if id == 0 || id > project.last_id {
            broken.push(format!("Id {id} was never handed out (last_id is {}).", project.last_id));
        }
    }
}

/// What is counted can be counted on.
fn check_counters(project: &Project, broken: &mut Vec<String>) {
    let mut check = |what: String, last: u32| {
        if last > MAX_ID {
            broken.push(format!("{what} has counted to {last}; ids go to {MAX_ID}."));
        }
    };
    check("The project".to_owned(), project.last_id);
    for routing in project.routings.values() {
        check(format!("Routing \"{}\"", routing.name), routing.last_action.0);
    }
    for version in project.versions.values() {
        for action in version.flow.actions.values().filter(|it| it.last_row.0 > MAX_ID) {
            check(format!("Action {} of version \"{}\"", action.id, version.info.name), action.last_row.0);
        }
    }
}

fn check_dates(project: &Project, broken: &mut Vec<String>) {
    let mut check = |what: &dyn Fn() -> String, date: NaiveDate| {
        if !is_date(date) {
            broken.push(format!("{} is dated {date}; a year has four digits.", what()));
        }
    };
    for version in project.versions.values() {
        let info = &version.info;
        let planned = info.planned.as_ref().map(|plan| plan.at.date());
        let past = [info.created, info.promoted].into_iter().flatten().map(|at| at.date_naive());
        for date in planned.into_iter().chain(past) {
            check(&|| format!("Version \"{}\"", info.name), date);
        }
    }
    for world in project.worlds.values() {
        if let Some(start) = world.start {
            check(&|| format!("World \"{}\"", world.name), start.date());
        }
    }
    for call in project.test_calls.values() {
        let own = match &call.world {
            TestWorld::Own(world) => world.start,
            TestWorld::Usual | TestWorld::Saved(_) => None,
        };
        for start in call.start.into_iter().chain(own) {
            check(&|| format!("Test call \"{}\"", call.name), start.date());
        }
    }
    for scenario in project.scenarios.values() {
        check(&|| format!("Scenario \"{}\"", scenario.name), scenario.from);
    }
    for line in &project.activity {
        check(&|| "A line of the activity log".to_owned(), line.at.date_naive());
    }
    for resource in project.resources.values() {
        let ResourceData::Calendar(calendar) = &resource.data else { continue };
        let days = calendar.exceptions.iter().flat_map(|it| it.dates.iter().chain(&it.yearly));
        for date in days.flat_map(|(first, last)| [first, last]) {
            check(&|| format!("Calendar \"{}\"", resource.name), *date);
        }
    }
}

fn check_references(project: &Project, broken: &mut Vec<String>) {
    let mut seen: BTreeMap<(&str, String), u32> = BTreeMap::new();
    let of_resource = |kind: ResourceKind| (kind.words().0, Referenced::from(kind));
    let named = project
        .resources
        .values()
        .map(|it| (of_resource(it.data.kind()), it.reference.as_str()))
        .chain(project.routings.values().map(|it| (("Routing", Referenced::Other), it.reference.as_str())))
        .chain(project.entry_points.values().map(|it| (("Entry point", Referenced::Other), it.reference.as_str())));
    for ((kind, referenced), reference) in named {
        if !referenced.accepts(reference) {
            broken.push(format!("{kind} reference \"{reference}\" is not made of {referenced} (1 to 64)."));
        }
        let count = seen.entry((kind, key(reference))).or_default();
        *count += 1;
        if *count == 2 {
            broken.push(format!("{kind} reference \"{reference}\" is used twice."));
        }
    }
    check_aliases(project, broken);
}

/// A former reference names one object of a kind, as a reference does.
fn check_aliases(project: &Project, broken: &mut Vec<String>) {
    let mut owners: BTreeMap<(&str, String), u32> = BTreeMap::new();
    let resources = project.resources.values().flat_map(|it| {
        let names = std::iter::once((&it.reference, false)).chain(it.aliases.iter().map(|alias| (alias, true)));
        names.map(|(name, is_alias)| (it.data.kind().words().0, name.as_str(), it.id.0, is_alias))
    });
    let routings = project.routings.values().flat_map(|it| {
        let names = std::iter::once((&it.reference, false)).chain(it.aliases.iter().map(|alias| (alias, true)));
        names.map(|(name, is_alias)| ("Routing", name.as_str(), it.id.0, is_alias))
    });
    let entry_points = project.entry_points.values().flat_map(|it| {
        let names = std::iter::once((&it.reference, false)).chain(it.aliases.iter().map(|alias| (alias, true)));
        names.map(|(name, is_alias)| ("Entry point", name.as_str(), it.id.0, is_alias))
    });
    // References first: those clash among each other elsewhere.
    let mut all: Vec<_> = resources.chain(routings).chain(entry_points).collect();
    all.sort_by_key(|(.., is_alias)| *is_alias);
    for (kind, name, id, is_alias) in all {
        let owner = *owners.entry((kind, key(name))).or_insert(id);
        if is_alias && owner != id {
            broken.push(format!("{kind} alias \"{name}\" is also the reference or an alias of another one."));
        }
    }
}

fn check_version(project: &Project, version: &Version, broken: &mut Vec<String>) {
    let name = &version.info.name;
    let Some(routing) = project.routings.get(&version.info.routing) else {
        broken.push(format!("Version \"{name}\" belongs to routing {}, which does not exist.", version.info.routing));
        return;
    };
    let starts = version.flow.actions.values().filter(|action| action.is_start()).count();
    if starts != 1 {
        broken.push(format!("Version \"{name}\" has {starts} Start actions; it needs exactly one."));
    }
    if version.info.status.is_read_only() && version.info.in_test {
        broken.push(format!("Version \"{name}\" is read-only and in test."));
    }
    if version.info.status.is_read_only() && version.info.planned.is_some() {
        broken.push(format!("Version \"{name}\" is read-only and has a planned production."));
    }
    for (id, action) in &version.flow.actions {
        if *id != action.id || id.0 == 0 || *id > routing.last_action {
            broken.push(format!("Action {id} of version \"{name}\" has an id that its routing never handed out."));
        }
        for (branch, link) in &action.links {
            match link.target() {
                Some(to) if !version.flow.actions.contains_key(&to) => broken.push(format!(
                    "Action {id} of version \"{name}\" leads by branch \"{branch}\" to action {to}, which does not exist."
                )),
                Some(to) if version.flow.actions.get(&to).is_some_and(|it| it.is_start()) => broken.push(format!(
                    "Action {id} of version \"{name}\" leads by branch \"{branch}\" back to Start."
                )),
                _ => {}
            }
        }
        let mut rows_seen = std::collections::BTreeSet::new();
        action.params.visit(&mut |key, value| {
            if let Value::Rows(rows) = value {
                for row in rows {
                    if row.id == RowId(0) || row.id > action.last_row || !rows_seen.insert(row.id) {
                        broken.push(format!(
                            "Action {id} of version \"{name}\" has row {} of \"{key}\" twice, or never handed it out.",
                            row.id
                        ));
                    }
                }
            }
        });
    }
    for (id, pos) in &version.flow.positions {
        if !version.flow.actions.contains_key(id) {
            broken.push(format!("Version \"{name}\" has a position for action {id}, which does not exist."));
        }
        if is_far(*pos) {
            broken.push(format!("Action {id} of version \"{name}\" stands more than {MAX_POSITION} units away."));
        }
    }
    check_annotations(version, routing, broken);
}

/// Whether a place is farther from the origin than anything may be.
fn is_far(pos: Pos) -> bool {
    [pos.0, pos.1].iter().any(|it| it.unsigned_abs() > MAX_POSITION.unsigned_abs())
}

fn check_annotations(version: &Version, routing: &Routing, broken: &mut Vec<String>) {
    let name = &version.info.name;
    for (id, annotation) in &version.flow.annotations {
        let word = annotation.kind.words();
        if id.0 == 0 || id.0 > routing.last_action.0 || version.flow.actions.contains_key(&ActionId(id.0)) {
            broken.push(format!(
                "{word} {id} of version \"{name}\" has an id that its routing never handed out, or that of an action."
            ));
        }
        if is_far(annotation.at) {
            broken.push(format!("{word} {id} of version \"{name}\" is more than {MAX_POSITION} units away."));
        }
        if annotation.size != annotation.size.bounded() {
            broken.push(format!(
                "{word} {id} of version \"{name}\" has a side that is not between {LEAST_SIDE} and {MOST_SIDE} units long."
            ));
        }
    }
}
