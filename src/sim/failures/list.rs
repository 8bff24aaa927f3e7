//! Everything outside that can fail on the way of a call: what calls ask for while everything works, and what the actions name to which they
//! come. One thing that no such call touches changes nothing, whatever its state.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::actions;
use crate::catalog::{Fact, FieldKind, FieldSpec, ItemKind};
use crate::model::{ActionRef, ItemRef, Params, Project, ResourceId, RoutingId, Value, VersionId};

use super::super::paths::Proof;
use super::failure::{Failure, QueueFault};
use super::rule::Rule;

/// Most people who fail one by one.
const MOST_PEOPLE: usize = 20;
/// Most failures.
const MOST: usize = 300;

/// What can fail.
pub(super) struct Listed {
    /// Each with its words.
    pub failures: Vec<(Failure, String)>,
    /// What is left out, as sentences.
    pub left_out: Vec<String>,
}

/// Lists what can fail, from the exploration in which everything works.
pub(super) fn list(project: &Arc<Project>, version: VersionId, baseline: &Proof, rule: &Rule<'_>) -> Listed {
    let mut left_out = Vec::new();
    let (mut systems, mut queues, mut people) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for fact in &baseline.touched {
        match fact {
            Fact::System(system) => drop(systems.insert(*system)),
            Fact::Waiting(queue) | Fact::Connected(queue) | Fact::EstimatedWait(queue) => drop(queues.insert(*queue)),
            Fact::State(user) => drop(people.insert(*user)),
            _ => {}
        }
    }
    let mut found: Vec<(Failure, String)> = Vec::new();
    let mut add = |failure: Failure| {
        let words = failure.words(project, None);
        found.push((failure, words));
    };
    systems.into_iter().map(Failure::System).for_each(&mut add);
    let faults = [QueueFault::Empty, QueueFault::Full, QueueFault::Slow];
    queues.iter().flat_map(|queue| faults.map(|fault| Failure::Queue(*queue, fault))).for_each(&mut add);
    if people.len() > 1 {
        add(Failure::Everybody(people.clone()));
    }
    people.iter().take(MOST_PEOPLE).copied().map(Failure::Person).for_each(&mut add);
    if people.len() > MOST_PEOPLE {
        let more = people.len() - MOST_PEOPLE;
        left_out.push(format!("{more} more people: what happens while one of them alone is not connected."));
    }
    named(project, version, baseline).into_iter().for_each(&mut add);
    let offered = rule.offered();
    let is_only_way = |way: &super::rule::Break| {
        let others = offered.iter().filter(|(other, it)| other.thing == way.thing && other.key == way.key && it.works);
        others.count() < 2
    };
    for (way, it) in &offered {
        // That the one thing happens which happens anyway is no failure. One of several good answers may lead elsewhere.
        let is_usual = it.works && (way.key != "canned" || is_only_way(way));
        if !is_usual {
            let failure = Failure::Break(way.clone());
            let words = failure.words(project, Some(it));
            found.push((failure, words));
        }
    }
    found.sort();
    if found.len() > MOST {
        left_out.push(format!("{} more failures.", found.len() - MOST));
        found.truncate(MOST);
    }
    Listed { failures: found, left_out }
}

/// What is named by the actions to which calls come. A resource is one thing, wherever it is named.
fn named(project: &Project, tested: VersionId, baseline: &Proof) -> BTreeSet<Failure> {
    let own = project.versions.get(&tested).map(|version| version.info.routing);
    let mut found = BTreeSet::new();
    for at in baseline.entered() {
        let Some((action, spec)) = project.action(at).and_then(|action| Some((action, actions::spec_of(action)?)))
        else {
            continue;
        };
        for field in spec.shown_fields(action, project.channel_of(at.version)) {
            if let FieldKind::Rows { columns, .. } = field.kind {
                for row in action.params.rows(field.key) {
                    let shown = columns.iter().filter(|column| column.is_shown(&row.cells, columns));
                    found.extend(shown.filter_map(|column| missing(project, at, column, &row.cells, true)));
                }
            }
            found.extend(missing(project, at, field, &action.params, false));
        }
    }
    found.retain(|failure| !matches!(failure, Failure::Routing(id) if Some(*id) == own));
    found
}

/// What is missing where a field names nothing any more; none where the field names nothing now.
fn missing(project: &Project, at: ActionRef, field: &FieldSpec, params: &Params, in_row: bool) -> Option<Failure> {
    let FieldKind::Item(kind) = field.kind else { return None };
    let Some(Value::Item(item)) = params.value(field.key) else { return None };
    if let ItemRef::Variable(_) = item {
        return (!in_row).then_some(Failure::Variable(at, field.key));
    }
    let id = kind.resolve(project, item)?.id;
    match kind {
        ItemKind::Resource(_) => Some(Failure::Resource(ResourceId(id))),
        ItemKind::Routing => Some(Failure::Routing(RoutingId(id))),
        // Calls arrive there.
        ItemKind::EntryPoint(_) => None,
    }
}
