//! Creating, copying and deleting versions and routings (spec: domain §4, §5).

use std::sync::Arc;

use crate::catalog::ItemKind;
use crate::lifecycle::{Act, may};
use crate::model::{ActionId, AnnotationId, Flow, Routing, RoutingId, Status, Value, Version, VersionId, VersionInfo};
use crate::uses::{self, ItemId};

use super::checks::{checked_name, routing};
use super::resource::{add_aliases, check_references, kept_names, refuse_used};
use super::slot::Slot;
use super::test_call;
use super::tx::{Context, Refusal, Tx};

pub(super) fn create(
    tx: &mut Tx,
    context: &Context,
    routing_id: RoutingId,
    from: Option<VersionId>,
    name: &str,
    description: &str,
) -> Result<(), Refusal> {
    let mut owner = (*routing(tx, routing_id)?).clone();
    let name = checked_name(name)?;
    let flow = match from {
        None => {
            owner.last_action.0 += 1;
            Flow::blank(owner.last_action)
        }
        Some(from) => {
            let source = tx.project.versions.get(&from).cloned();
            let source = source.ok_or_else(|| Refusal::Missing("The version to copy".to_owned()))?;
            if tx.project.channel_of(from) != owner.channel {
                return Err(Refusal::Invalid("Only a version of the same channel can be copied.".to_owned()));
            }
            if source.info.routing == routing_id {
                // Within a routing the ids stay the same: an id means the same action in all versions (spec: domain §1).
                source.flow.clone()
            } else {
                renumbered(&source.flow, &mut owner.last_action)
            }
        }
    };
    if let Some(routing) = tx.project.routings.get_mut(&routing_id) {
        Arc::make_mut(routing).last_action = owner.last_action;
    }
    let id = VersionId(tx.new_id());
    let info = VersionInfo {
        routing: routing_id,
        name: name.clone(),
        description: description.to_owned(),
        created: Some(context.now),
        ..VersionInfo::default()
    };
    tx.put(Slot::Version(id, Some(Arc::new(Version { id, info, flow }))));
    tx.applied.version = Some(id);
    tx.activity = Some(format!("Created version \"{name}\" of \"{}\".", owner.name));
    Ok(())
}

/// A copy of a tree with ids of another routing, including ids in parameters.
fn renumbered(flow: &Flow, last: &mut ActionId) -> Flow {
    let mut ids = std::collections::BTreeMap::new();
    for old in flow.actions.keys() {
        last.0 += 1;
        ids.insert(*old, *last);
    }
    let mut copy = Flow::default();
    for (old, action) in &flow.actions {
        let Some(new) = ids.get(old) else { continue };
        let mut action = (**action).clone();
        action.id = *new;
        for link in action.links.values_mut() {
            if let Some(to) = link.target().and_then(|to| ids.get(&to)) {
                *link = crate::model::Link::To(*to);
            }
        }
        action.params.visit_mut(&mut |_, value| {
            if let Value::Action(id) = value {
                // 0 is no action: the old number could be another action here.
                *id = ids.get(id).copied().unwrap_or_default();
            }
        });
        copy.actions.insert(*new, Arc::new(action));
        if let Some(pos) = flow.positions.get(old) {
            copy.positions.insert(*new, *pos);
        }
    }
    for annotation in flow.annotations.values() {
        last.0 += 1;
        copy.annotations.insert(AnnotationId(last.0), annotation.clone());
    }
    copy
}

pub(super) fn describe(tx: &mut Tx, version: VersionId, name: &str, description: &str) -> Result<(), Refusal> {
    let name = checked_name(name)?;
    if let Some(old) = tx.project.versions.get(&version).filter(|old| old.info.name != name) {
        tx.activity = Some(format!("Renamed {} to \"{name}\".", uses::named(&tx.project, old)));
    }
    tx.put(Slot::VersionText(version, name, description.to_owned()));
    Ok(())
}

pub(super) fn delete(tx: &mut Tx, id: VersionId) -> Result<(), Refusal> {
    let Some(version) = tx.project.versions.get(&id).cloned() else {
        return Err(Refusal::Missing("This version".to_owned()));
    };
    may(&version, Act::Delete).map_err(Refusal::NotAllowed)?;
    // Undo restores the version without test status and plan: another version can have them by then.
    if let Some(version) = tx.project.versions.get_mut(&id) {
        let info = &mut Arc::make_mut(version).info;
        (info.in_test, info.planned) = (false, None);
    }
    tx.put(Slot::Version(id, None));
    tx.activity = Some(format!("Deleted {}.", uses::named(&tx.project, &version)));
    Ok(())
}

pub(super) fn restore(tx: &mut Tx, deleted: &Arc<Version>) -> Result<(), Refusal> {
    let mut version = (**deleted).clone();
    routing(tx, version.info.routing)?;
    if version.id.0 > tx.project.last_id || tx.project.versions.contains_key(&version.id) {
        return Err(Refusal::Invalid(format!(
            "Version \"{}\" is not a deleted version of this project.",
            version.info.name
        )));
    }
    (version.info.in_test, version.info.planned) = (false, None);
    if version.info.status == Status::InProduction {
        version.info.status = Status::InBackup;
    }
    tx.activity = Some(format!("Restored {}.", uses::named(&tx.project, &version)));
    tx.applied.version = Some(version.id);
    tx.put(Slot::Version(version.id, Some(Arc::new(version))));
    Ok(())
}

pub(super) fn store_routing(tx: &mut Tx, wanted: &Routing) -> Result<(), Refusal> {
    let (mut stored, old) = checked_routing(tx, wanted)?;
    match old {
        None => {
            stored.id = RoutingId(tx.new_id());
            stored.last_action = ActionId(0);
            tx.applied.routing = Some(stored.id);
            tx.activity = Some(format!("Created smart routing \"{}\".", stored.name));
        }
        Some(old) => {
            let former = kept_names(&tx.project, old.id.into());
            add_aliases(&mut stored.aliases, &stored.reference, former);
        }
    }
    tx.put(Slot::Routing(stored.id, Some(Arc::new(stored))));
    Ok(())
}

/// A valid routing to store, and the existing one with its id.
pub(super) fn checked_routing(tx: &Tx, wanted: &Routing) -> Result<(Routing, Option<Arc<Routing>>), Refusal> {
    let mut stored = wanted.clone();
    stored.name = checked_name(&stored.name)?;
    check_references(tx, stored.id.into(), ItemKind::Routing, (&stored.reference, &stored.aliases))?;
    if stored.rules.coverage.is_some_and(|percent| percent > 100) {
        return Err(Refusal::Invalid("The coverage of a version is at most 100 %.".to_owned()));
    }
    if stored.id == RoutingId(0) {
        return Ok((stored, None));
    }
    let old = routing(tx, stored.id)?;
    if old.channel != stored.channel || old.kind != stored.kind {
        let why = "Channel and type of a smart routing are fixed after creation.";
        return Err(Refusal::Invalid(why.to_owned()));
    }
    stored.last_action = old.last_action;
    Ok((stored, Some(old)))
}

pub(super) fn copy_routing(
    tx: &mut Tx,
    context: &Context,
    id: RoutingId,
    name: &str,
    reference: &str,
) -> Result<(), Refusal> {
    let source = routing(tx, id)?;
    let newest = tx.project.versions_of(id).max_by_key(|version| version.id).map(|version| version.id);
    let from = tx.project.in_production(id).map(|version| version.id).or(newest);
    let copy = Routing {
        id: RoutingId(0),
        name: name.to_owned(),
        reference: reference.to_owned(),
        aliases: Vec::new(),
        last_action: ActionId(0),
        ..(*source).clone()
    };
    store_routing(tx, &copy)?;
    if let (Some(from), Some(new)) = (from, tx.applied.routing) {
        let info = tx.project.versions.get(&from).map(|version| version.info.clone()).unwrap_or_default();
        create(tx, context, new, Some(from), &info.name, &info.description)?;
    }
    tx.activity = Some(format!("Copied smart routing \"{}\" as \"{name}\".", source.name));
    Ok(())
}

pub(super) fn delete_routing(tx: &mut Tx, id: RoutingId) -> Result<(), Refusal> {
    let doomed = routing(tx, id)?;
    let own: Vec<VersionId> = tx.project.versions_of(id).map(|version| version.id).collect();
    refuse_used(&tx.project, ItemId::Routing(id), &uses::from_outside(&tx.project, id))?;
    if tx.project.versions_of(id).any(|version| version.info.status == Status::InProduction) {
        tx.applied.notice = Some("Its version in production was deleted too.".to_owned());
    }
    test_call::delete_of(tx, id);
    for version in own {
        tx.put(Slot::Version(version, None));
    }
    tx.put(Slot::Routing(id, None));
    tx.activity = Some(format!("Deleted smart routing \"{}\".", doomed.name));
    Ok(())
}
