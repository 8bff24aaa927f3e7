//! Assembles a project from the flat maps of the file.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::error::LoadError;
use super::format::{ActionRecord, Document};
use crate::model::{
    Action, ActionId, Caller, EntryPoint, Params, Project, ResourceData, Routing, RoutingId, Scenario, TestCall,
    Version, VersionId, World,
};

/// The parameters of an action: parsed, or as text of another program.
pub(super) type Settled = (Params, Option<Arc<str>>);

/// Assembles the flat maps. Entries without an owner go to `broken`, as sentences.
pub(super) fn assemble<P>(
    document: Document<P>,
    broken: &mut Vec<String>,
    settle: &mut dyn FnMut((VersionId, ActionId), P) -> Result<Settled, LoadError>,
) -> Result<Project, LoadError> {
    let mut resources: BTreeMap<_, _> = document.resources.into_iter().map(|(id, it)| (id, it.into_owned())).collect();
    for (id, resource) in &mut resources {
        resource.id = *id;
    }
    for ((id, number), row) in document.table_rows {
        match resources.get_mut(&id).map(|resource| &mut resource.data) {
            Some(ResourceData::ValuesTable(table)) => table.rows.push(row.into_owned()),
            Some(ResourceData::Database(database)) => database.rows.push(row.into_owned()),
            _ => broken.push(format!("Table row ({id}, {number}) belongs to no values table.")),
        }
    }
    let mut versions: BTreeMap<VersionId, Version> = document
        .versions
        .into_iter()
        .map(|(id, info)| (id, Version { id, info: info.into_owned(), ..Version::default() }))
        .collect();
    for (place, record) in document.actions {
        let at = record.at;
        let action = action(place, record, settle)?;
        match versions.get_mut(&place.0) {
            Some(version) => {
                version.flow.positions.extend(at.map(|at| (place.1, at)));
                version.flow.actions.insert(place.1, Arc::new(action));
            }
            None => broken.push(format!("Action ({}, {}) belongs to no version.", place.0, place.1)),
        }
    }
    for ((version, action), pos) in document.positions {
        match versions.get_mut(&version) {
            Some(version) if !version.flow.positions.contains_key(&action) => {
                version.flow.positions.insert(action, pos);
            }
            Some(_) => {
                broken.push(format!(
                    "Action ({version}, {action}) has a position both in its entry and in the section positions."
                ));
            }
            None => broken.push(format!("Position ({version}, {action}) belongs to no version.")),
        }
    }
    for ((version, id), annotation) in document.annotations {
        match versions.get_mut(&version) {
            Some(version) => drop(version.flow.annotations.insert(id, Arc::new(annotation.into_owned()))),
            None => broken.push(format!("{} ({version}, {id}) belongs to no version.", annotation.kind.words())),
        }
    }
    let mut routings = document.routings;
    let highest = highest_actions(versions.values());
    for (id, routing) in routings.iter_mut().filter(|(_, routing)| routing.last_action == ActionId(0)) {
        routing.to_mut().last_action = highest.get(id).copied().unwrap_or_default();
    }
    Ok(Project {
        uid: document.uid.into_owned(),
        settings: document.settings.into_owned(),
        last_id: document.last_id,
        resources: shared(resources),
        entry_points: with_ids(document.entry_points, |it: &mut EntryPoint, id| it.id = id),
        routings: with_ids(routings, |it: &mut Routing, id| it.id = id),
        versions: shared(versions),
        callers: with_ids(document.callers, |it: &mut Caller, id| it.id = id),
        worlds: with_ids(document.worlds, |it: &mut World, id| it.id = id),
        test_calls: with_ids(document.test_calls, |it: &mut TestCall, id| it.id = id),
        scenarios: with_ids(document.scenarios, |it: &mut Scenario, id| it.id = id),
        activity: document.activity.into_owned(),
    })
}

/// The highest id of an action or an annotation in the versions of each routing.
pub(super) fn highest_actions<'a>(versions: impl Iterator<Item = &'a Version>) -> BTreeMap<RoutingId, ActionId> {
    let mut highest = BTreeMap::new();
    for version in versions {
        let flow = &version.flow;
        let action = flow.actions.keys().next_back().copied().unwrap_or_default();
        let annotation = flow.annotations.keys().next_back().copied().unwrap_or_default();
        let last = action.max(ActionId(annotation.0));
        let known: &mut ActionId = highest.entry(version.info.routing).or_default();
        *known = last.max(*known);
    }
    highest
}

pub(super) fn action<P>(
    place: (VersionId, ActionId),
    record: ActionRecord<P>,
    settle: &mut dyn FnMut((VersionId, ActionId), P) -> Result<Settled, LoadError>,
) -> Result<Action, LoadError> {
    let (params, foreign_params) = settle(place, record.params)?;
    Ok(Action {
        id: place.1,
        kind: record.kind.into_owned(),
        title: record.title.into_owned(),
        comment: record.comment.into_owned(),
        params,
        record_passage: record.record_passage,
        links: record.links.into_iter().map(|(branch, link)| (branch.into_owned(), link)).collect(),
        last_row: record.last_row,
        foreign_params,
    })
}

/// Objects with their ids, which the file stores only as keys.
fn with_ids<K: Copy + Ord, V: Clone>(
    entries: BTreeMap<K, Cow<'_, V>>,
    mut set_id: impl FnMut(&mut V, K),
) -> BTreeMap<K, Arc<V>> {
    let own = |(id, it): (K, Cow<'_, V>)| {
        let mut it = it.into_owned();
        set_id(&mut it, id);
        (id, Arc::new(it))
    };
    entries.into_iter().map(own).collect()
}

fn shared<K: Ord, V>(entries: BTreeMap<K, V>) -> BTreeMap<K, Arc<V>> {
    entries.into_iter().map(|(id, it)| (id, Arc::new(it))).collect()
}
