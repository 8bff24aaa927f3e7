//! Repairs an inconsistent project, for example after a manual merge or an edit in a text editor. Every repair is reported,
//! nothing is removed that can be kept, and the result is opened as an unsaved change (spec: quality, Part 2 §3, Load).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::bounds;
use crate::model::invariants::MAX_POSITION;
use crate::model::reference::{Referenced, is_same, key};
use crate::model::{
    Action, ActionId, Link, Pos, Project, Routing, RoutingId, RoutingType, RowId, Status, Value, Version, VersionId,
};

/// Repairs as much as possible. Returns a sentence per repair.
pub(super) fn repair(project: &mut Project) -> Vec<String> {
    let mut repairs = Vec::new();
    bounds::repair(project, &mut repairs);
    lost_routings(project, &mut repairs);
    test_calls(project, &mut repairs);
    let ids: Vec<VersionId> = project.versions.keys().copied().collect();
    for id in ids {
        let routing = project.versions.get(&id).map(|version| version.info.routing);
        let Some(mut routing) = routing.and_then(|id| project.routings.get(&id).cloned()) else { continue };
        if let Some(version) = project.versions.get_mut(&id) {
            let mut repaired = (**version).clone();
            let mut highest = routing.last_action;
            repair_version(&mut repaired, &mut highest, &mut repairs);
            if repaired != **version {
                *version = Arc::new(repaired);
            }
            if highest > routing.last_action {
                repairs.push(format!("The action counter of \"{}\" now continues from {highest}.", routing.name));
                Arc::make_mut(&mut routing).last_action = highest;
                project.routings.insert(routing.id, routing);
            }
        }
    }
    one_of_each_status(project, &mut repairs);
    entry_points(project, &mut repairs);
    plans(project, &mut repairs);
    references(project, &mut repairs);
    let highest = highest_id(project);
    if highest > project.last_id {
        repairs.push(format!("The id counter of the project now continues from {highest}."));
        project.last_id = highest;
    }
    repairs
}

fn highest_id(project: &Project) -> u32 {
    let ids = (project.resources.keys().map(|id| id.0))
        .chain(project.entry_points.keys().map(|id| id.0))
        .chain(project.routings.keys().map(|id| id.0))
        .chain(project.versions.keys().map(|id| id.0))
        .chain(project.callers.keys().map(|id| id.0))
        .chain(project.worlds.keys().map(|id| id.0))
        .chain(project.test_calls.keys().map(|id| id.0))
        .chain(project.scenarios.keys().map(|id| id.0));
    ids.max().unwrap_or_default()
}

/// Creates a routing for versions without one, so that they stay accessible.
fn lost_routings(project: &mut Project, repairs: &mut Vec<String>) {
    let lost: BTreeSet<RoutingId> = (project.versions.values().map(|version| version.info.routing))
        .filter(|id| !project.routings.contains_key(id))
        .collect();
    for id in lost {
        let name = format!("Recovered routing {id}");
        repairs.push(format!("Smart routing {id} was missing; its versions are now in \"{name}\"."));
        let reference = format!("recovered_{id}");
        project.routings.insert(id, Arc::new(Routing { id, name, reference, ..Routing::default() }));
    }
}

fn repair_version(version: &mut Version, highest: &mut ActionId, repairs: &mut Vec<String>) {
    let name = version.info.name.clone();
    let read_only = version.info.status.is_read_only();
    if read_only && (version.info.in_test || version.info.planned.is_some()) {
        repairs.push(format!("Version \"{name}\" is read-only, so it is no longer in test or scheduled."));
        (version.info.in_test, version.info.planned) = (false, None);
    }
    let flow = &mut version.flow;
    let starts: Vec<ActionId> = flow.actions.values().filter(|it| it.is_start()).map(|it| it.id).collect();
    match starts.as_slice() {
        [_] => {}
        [] => {
            let id = flow.actions.keys().copied().max().max(Some(*highest));
            let id = id.map_or(ActionId(1), |id| ActionId(id.0.saturating_add(1)));
            flow.actions.insert(id, Arc::new(Action::new(id, crate::model::flow::START)));
            repairs.push(format!(
                "Version \"{name}\" had no Start action; a new Start action was added, which leads nowhere yet."
            ));
        }
        [first, others @ ..] => {
            for other in others {
                flow.actions.remove(other);
            }
            repairs.push(format!("Version \"{name}\" had {} Start actions; {first} is kept.", starts.len()));
        }
    }
    let known: BTreeSet<ActionId> = flow.actions.keys().copied().collect();
    let start = flow.start().map(|start| start.id);
    for (id, action) in &mut flow.actions {
        repair_action(*id, action, &known, start, &name, repairs);
    }
    *highest = (*highest).max(known.iter().copied().max().unwrap_or_default());
    bounds::annotations(flow, highest, &name, repairs);
    let positions = flow.positions.len();
    flow.positions.retain(|id, _| known.contains(id));
    if flow.positions.len() < positions {
        repairs.push(format!("Version \"{name}\" had positions for actions that do not exist; they were removed."));
    }
    for (id, pos) in &mut flow.positions {
        let near = Pos(pos.0.clamp(-MAX_POSITION, MAX_POSITION), pos.1.clamp(-MAX_POSITION, MAX_POSITION));
        if near != *pos {
            repairs.push(format!("Action {id} of version \"{name}\" was too far away; it was moved to the edge."));
            *pos = near;
        }
    }
}

fn repair_action(
    id: ActionId,
    action: &mut Arc<Action>,
    known: &BTreeSet<ActionId>,
    start: Option<ActionId>,
    version: &str,
    repairs: &mut Vec<String>,
) {
    let is_bad = |link: &Link| link.target().is_some_and(|to| !known.contains(&to) || Some(to) == start);
    let bad: Vec<String> =
        action.links.iter().filter(|(_, link)| is_bad(link)).map(|(branch, _)| branch.clone()).collect();
    for branch in bad {
        repairs.push(format!(
            "Action {id} of version \"{version}\" had a link to a missing action in branch \"{branch}\"; the link is cut."
        ));
        Arc::make_mut(action).links.remove(&branch);
    }
    let mut seen = BTreeSet::new();
    let mut highest = action.last_row;
    let mut is_whole = true;
    action.params.visit(&mut |_, value| {
        for row in rows_of(value) {
            is_whole &= row != RowId(0) && seen.insert(row);
            highest = highest.max(row);
        }
    });
    if is_whole {
        if highest > action.last_row {
            repairs
                .push(format!("The row counter of action {id} of version \"{version}\" now continues from {highest}."));
            Arc::make_mut(action).last_row = highest;
        }
        return;
    }
    repairs.push(format!("Action {id} of version \"{version}\" had rows with the same id; they got new ids."));
    let action = Arc::make_mut(action);
    let mut seen = BTreeSet::new();
    action.params.visit_mut(&mut |_, value| {
        if let Value::Rows(rows) = value {
            for row in rows {
                if row.id == RowId(0) || !seen.insert(row.id) {
                    highest = RowId(highest.0.saturating_add(1));
                    row.id = highest;
                    seen.insert(highest);
                }
            }
        }
    });
    action.last_row = highest;
}

fn rows_of(value: &Value) -> Vec<RowId> {
    match value {
        Value::Rows(rows) => rows.iter().map(|row| row.id).collect(),
        _ => Vec::new(),
    }
}

/// Allows one version in production and one in test: the newest keeps its status, the others lose it.
fn one_of_each_status(project: &mut Project, repairs: &mut Vec<String>) {
    let mut newest: BTreeMap<(RoutingId, bool), VersionId> = BTreeMap::new();
    for version in project.versions.values() {
        let live = version.info.status == Status::InProduction;
        for slot in [live.then_some(true), version.info.in_test.then_some(false)].into_iter().flatten() {
            let place = newest.entry((version.info.routing, slot)).or_insert(version.id);
            let promoted = |id: &VersionId| project.versions.get(id).and_then(|it| it.info.promoted);
            if (promoted(&version.id), version.id) > (promoted(place), *place) {
                *place = version.id;
            }
        }
    }
    for (id, version) in &mut project.versions {
        let is_newest = |slot: bool| newest.get(&(version.info.routing, slot)) == Some(id);
        if version.info.status == Status::InProduction && !is_newest(true) {
            repairs.push(format!("Version \"{}\" went into backup: another one is in production.", version.info.name));
            Arc::make_mut(version).info.status = Status::InBackup;
        } else if version.info.in_test && !is_newest(false) {
            repairs.push(format!("Version \"{}\" is no longer in test: another one is.", version.info.name));
            Arc::make_mut(version).info.in_test = false;
        }
    }
}

/// An entry point names routings that exist and fit it; any other is no longer named.
fn entry_points(project: &mut Project, repairs: &mut Vec<String>) {
    let routings = &project.routings;
    for point in project.entry_points.values_mut() {
        let mut wrong = Vec::new();
        for (id, needed) in point.routings() {
            let why = match routings.get(&id) {
                Some(routing) => point.misfit(routing, needed),
                None => Some(format!("Entry point \"{}\" named a smart routing that does not exist.", point.name)),
            };
            wrong.extend(why.map(|why| (needed, why)));
        }
        for (needed, why) in wrong {
            let point = Arc::make_mut(point);
            let words = match needed {
                RoutingType::InteractionStart => {
                    point.assigned = None;
                    "It now leads nowhere."
                }
                RoutingType::InteractionEnd => {
                    point.end_routing = None;
                    "Nothing runs there any more when an interaction ends."
                }
            };
            repairs.push(format!("{why} {words}"));
        }
    }
}

/// A test call tests a routing that exists; one without is removed, since nothing can be tested by it.
fn test_calls(project: &mut Project, repairs: &mut Vec<String>) {
    let routings = &project.routings;
    project.test_calls.retain(|_, call| {
        let has_routing = routings.contains_key(&call.routing);
        if !has_routing {
            repairs.push(format!(
                "Test call \"{}\" tested smart routing {}, which does not exist; the test call was removed.",
                call.name, call.routing
            ));
        }
        has_routing
    });
}

/// No two versions of a routing are planned for one date: the later one loses its plan.
fn plans(project: &mut Project, repairs: &mut Vec<String>) {
    let ids: Vec<VersionId> = project.versions.keys().copied().collect();
    for id in ids {
        let clash = project.versions.get(&id).and_then(|version| project.plan_clash(version));
        let Some(why) = clash else { continue };
        repairs.push(format!("{why} The plan was removed."));
        if let Some(version) = project.versions.get_mut(&id) {
            Arc::make_mut(version).info.planned = None;
        }
    }
}

/// Gives malformed or duplicate references an unused suffix.
fn references(project: &mut Project, repairs: &mut Vec<String>) {
    let mut taken: BTreeSet<(&'static str, String)> = BTreeSet::new();
    let mut settle = |(kind, referenced): (&'static str, Referenced), reference: &str, name: &str| {
        if referenced.accepts(reference) && taken.insert((kind, key(reference))) {
            return None;
        }
        let stem = if referenced.accepts(reference) {
            reference.to_owned()
        } else {
            crate::model::project::reference_from_name(reference)
        };
        let stem: String = stem.chars().take(58).collect();
        let free = (2..=u32::MAX).map(|number| format!("{stem}_{number}")).find(|it| taken.insert((kind, key(it))));
        if let Some(free) = &free {
            repairs.push(format!(
                "{kind} \"{name}\" now has the reference \"{free}\": \"{reference}\" was taken or malformed."
            ));
        }
        free
    };
    for resource in project.resources.values_mut() {
        let kind = resource.data.kind();
        if let Some(new) = settle((kind.words().0, kind.into()), &resource.reference, &resource.name) {
            Arc::make_mut(resource).reference = new;
        }
    }
    for routing in project.routings.values_mut() {
        if let Some(new) = settle(("Routing", Referenced::Other), &routing.reference, &routing.name) {
            Arc::make_mut(routing).reference = new;
        }
    }
    for point in project.entry_points.values_mut() {
        if let Some(new) = settle(("Entry point", Referenced::Other), &point.reference, &point.name) {
            Arc::make_mut(point).reference = new;
        }
    }
    // A former reference belongs to one object; others of the same kind lose it.
    let mut free = |kind: &'static str, name: &str, own: &str, aliases: &mut Vec<String>| {
        aliases.retain(|alias| {
            let is_free = is_same(alias, own) || taken.insert((kind, key(alias)));
            if !is_free {
                repairs.push(format!("{kind} \"{name}\" lost its former reference \"{alias}\": it was taken."));
            }
            is_free
        });
    };
    for resource in project.resources.values_mut().filter(|it| !it.aliases.is_empty()).map(Arc::make_mut) {
        free(resource.data.kind().words().0, &resource.name, &resource.reference, &mut resource.aliases);
    }
    for routing in project.routings.values_mut().filter(|it| !it.aliases.is_empty()).map(Arc::make_mut) {
        free("Routing", &routing.name, &routing.reference, &mut routing.aliases);
    }
    for point in project.entry_points.values_mut().filter(|it| !it.aliases.is_empty()).map(Arc::make_mut) {
        free("Entry point", &point.name, &point.reference, &mut point.aliases);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Annotation, AnnotationId, Size, invariants};
    use crate::storage::samples::{Dice, small};

    /// Each function breaks one rule.
    type Break = fn(&mut Project);

    const BREAKS: &[Break] = &[
        |it| it.last_id = 1,
        |it| it.last_id = u32::MAX,
        |it| {
            for routing in it.routings.values_mut() {
                Arc::make_mut(routing).last_action = ActionId(u32::MAX);
            }
            for version in it.versions.values_mut() {
                let version = Arc::make_mut(version);
                for action in version.flow.actions.values_mut() {
                    Arc::make_mut(action).last_row = RowId(u32::MAX);
                }
            }
        },
        |it| {
            let far = chrono::NaiveDateTime::MAX;
            for version in it.versions.values_mut() {
                let info = &mut Arc::make_mut(version).info;
                info.planned = Some(crate::model::Plan { at: far, missed: None });
                (info.created, info.promoted) = (Some(far.and_utc()), Some(chrono::DateTime::<chrono::Utc>::MIN_UTC));
            }
            for world in it.worlds.values_mut() {
                Arc::make_mut(world).start = Some(far);
            }
            for call in it.test_calls.values_mut() {
                let call = Arc::make_mut(call);
                call.start = Some(far);
                let world = crate::model::World { start: Some(far), ..Default::default() };
                call.world = crate::model::TestWorld::Own(Box::new(world));
            }
            it.activity.push(crate::model::Activity { at: far.and_utc(), who: String::new(), what: "x".to_owned() });
            let calendar = |it: &mut Arc<crate::model::Resource>| {
                if let crate::model::ResourceData::Calendar(calendar) = &mut Arc::make_mut(it).data {
                    let dates = vec![(chrono::NaiveDate::MIN, far.date())];
                    let exception = crate::model::resource::CalendarException {
                        name: "Far".to_owned(),
                        yearly: dates.clone(),
                        dates,
                        hours: Vec::new(),
                    };
                    calendar.exceptions.push(exception);
                }
            };
            it.resources.values_mut().for_each(calendar);
        },
        |it| drop(it.routings.pop_first()),
        |it| {
            for version in it.versions.values_mut() {
                let version = Arc::make_mut(version);
                version.info.status = Status::InProduction;
                version.info.in_test = true;
            }
        },
        |it| {
            let version = Arc::make_mut(it.versions.values_mut().next().unwrap());
            version.flow.actions.retain(|_, action| !action.is_start());
        },
        |it| {
            let version = Arc::make_mut(it.versions.values_mut().next().unwrap());
            let start = version.flow.start().unwrap().id;
            for action in version.flow.actions.values_mut() {
                let action = Arc::make_mut(action);
                action.links.insert("x".to_owned(), Link::To(ActionId(999)));
                action.links.insert("y".to_owned(), Link::To(start));
            }
            version.flow.positions.insert(ActionId(998), Pos(0, 0));
            version.flow.positions.insert(start, Pos(i32::MAX, i32::MIN));
        },
        |it| {
            let version = Arc::make_mut(it.versions.values_mut().next().unwrap());
            let far = Annotation { at: Pos(i32::MIN, i32::MAX), size: Size(0, -5), ..Annotation::default() };
            let start = version.flow.start().unwrap().id.0;
            for id in [0, start, 700] {
                version.flow.annotations.insert(AnnotationId(id), Arc::new(far.clone()));
            }
        },
        |it| {
            let version = Arc::make_mut(it.versions.values_mut().next().unwrap());
            let id = ActionId(500);
            version.flow.actions.insert(id, Arc::new(Action::new(id, crate::model::flow::START)));
        },
        |it| {
            let version = Arc::make_mut(it.versions.values_mut().next().unwrap());
            for action in version.flow.actions.values_mut() {
                let row = |id| crate::model::Row { id: RowId(id), ..Default::default() };
                let rows = Value::Rows(vec![row(0), row(3), row(3), row(70)]);
                Arc::make_mut(action).params.0.insert("rows".to_owned(), rows);
            }
        },
        |it| {
            for point in it.entry_points.values_mut() {
                let point = Arc::make_mut(point);
                point.end_routing = Some(RoutingId(997));
                point.reference = "Not A Reference!".to_owned();
            }
        },
        |it| {
            let id = crate::model::TestCallId(highest_id(it) + 1);
            let call = crate::model::TestCall { id, routing: RoutingId(996), ..Default::default() };
            it.test_calls.insert(id, Arc::new(call));
        },
        |it| {
            let (id, far) = (crate::model::TestCallId(highest_id(it) + 1), Some(chrono::NaiveDateTime::MAX));
            let world = crate::model::World { start: far, ..Default::default() };
            let (world, routing) = (crate::model::TestWorld::Own(Box::new(world)), RoutingId(5));
            let call = crate::model::TestCall { id, routing, start: far, world, ..Default::default() };
            it.last_id = it.last_id.max(id.0);
            it.test_calls.insert(id, Arc::new(call));
        },
        |it| it.routings.values_mut().for_each(|it| Arc::make_mut(it).channel = crate::model::Channel::Email),
        |it| {
            let start = *it.routings.keys().next().unwrap();
            it.entry_points.values_mut().for_each(|it| Arc::make_mut(it).end_routing = Some(start));
        },
        |it| {
            let noon = "2026-12-01T12:00:00".parse().unwrap();
            for version in it.versions.values_mut() {
                let info = &mut Arc::make_mut(version).info;
                (info.status, info.digest) = (Status::InDevelopment, None);
                info.planned = Some(crate::model::Plan { at: noon, missed: None });
            }
        },
        |it| {
            let mut twin = (**it.resources.values().next().unwrap()).clone();
            twin.id = crate::model::ResourceId(highest_id(it) + 1);
            twin.reference = twin.reference.to_ascii_uppercase();
            it.last_id = it.last_id.max(twin.id.0);
            it.resources.insert(twin.id, Arc::new(twin));
        },
        |it| {
            for resource in it.resources.values_mut() {
                Arc::make_mut(resource).reference = "same".to_owned();
            }
            for routing in it.routings.values_mut() {
                Arc::make_mut(routing).reference = String::new();
            }
        },
        |it| {
            let mut more = (**it.resources.values().next().unwrap()).clone();
            (more.id, more.aliases) = (crate::model::ResourceId(highest_id(it) + 1), vec![more.reference.clone()]);
            more.reference = "more".to_owned();
            it.last_id = it.last_id.max(more.id.0);
            it.resources.insert(more.id, Arc::new(more));
        },
    ];

    #[test]
    fn a_valid_project_is_unchanged() {
        let mut project = small();
        assert_eq!(repair(&mut project), Vec::<String>::new());
        assert_eq!(project, small());
    }

    #[test]
    fn each_broken_rule_is_repaired_and_reported() {
        for (number, damage) in BREAKS.iter().enumerate() {
            let mut project = small();
            damage(&mut project);
            let broken = invariants::check(&project);
            let repairs = repair(&mut project);
            assert_eq!(invariants::check(&project), Vec::<String>::new(), "break {number}: {repairs:?}");
            assert_eq!(repairs.is_empty(), broken.is_empty(), "break {number}: {broken:?} {repairs:?}");
            assert!(repair(&mut project).is_empty(), "break {number} is repaired in one pass");
        }
    }

    #[test]
    fn an_entry_point_keeps_what_fits_and_the_first_plan_of_a_date_is_kept() {
        let mut project = small();
        let plan = |hour| {
            let at = chrono::NaiveDate::from_ymd_opt(2026, 12, 1).unwrap().and_hms_opt(hour, 0, 0).unwrap();
            Some(crate::model::Plan { at, missed: None })
        };
        for (version, hour) in project.versions.values_mut().zip([18, 6]) {
            let info = &mut Arc::make_mut(version).info;
            (info.status, info.digest, info.planned) = (Status::InDevelopment, None, plan(hour));
        }
        let point = Arc::make_mut(project.entry_points.values_mut().next().unwrap());
        point.end_routing = Some(RoutingId(5));
        let assigned = point.assigned;
        let repairs = repair(&mut project);
        let point = project.entry_points.values().next().unwrap();
        assert_eq!((point.assigned, point.end_routing), (assigned, None));
        assert_eq!(project.versions.values().map(|it| it.info.planned.clone()).collect::<Vec<_>>(), [None, plan(6)]);
        assert_eq!(repairs.len(), 2, "{repairs:?}");
        assert!(repairs[0].contains("needs a voice routing of type interaction end"), "{repairs:?}");
        assert!(repairs[1].contains("\"Summer\" and \"Winter\""), "{repairs:?}");
    }

    #[test]
    fn any_mixture_of_damage_is_repaired() {
        for seed in 0..crate::storage::tests::cases(200) {
            let mut dice = Dice::new(seed);
            let mut project = dice.project();
            for damage in BREAKS {
                if dice.coin()
                    && !project.versions.is_empty()
                    && project.versions.values().all(|it| it.flow.start().is_some())
                {
                    damage(&mut project);
                }
            }
            let repairs = repair(&mut project);
            assert_eq!(invariants::check(&project), Vec::<String>::new(), "seed {seed}: {repairs:?}");
        }
    }
}
