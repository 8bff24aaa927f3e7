//! Pastes copied actions into a version, with new ids. In another project, items are found by their references.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::actions;
use crate::catalog::{FieldKind, ItemKind};
use crate::model::{Action, ActionId, ItemRef, Link, Pos, Project, Value, VersionId};

use super::clip::Clip;
use super::command::Spot;
use super::slot::Slot;
use super::tree;
use super::tx::{Refusal, Tx};

pub(super) fn paste(
    tx: &mut Tx,
    version: VersionId,
    clip: &Clip,
    spot: &Spot,
    pos: Option<Pos>,
) -> Result<(), Refusal> {
    let channel = tx.project.channel_of(version);
    let wrong = clip.actions.iter().find_map(|(action, _)| {
        let spec = actions::spec_of(action)?;
        (!spec.channels.has(channel)).then_some(spec.title)
    });
    if let Some(title) = wrong {
        let why = format!("\"{title}\" is not for {} routings.", channel.words().to_lowercase());
        return Err(Refusal::Invalid(why));
    }
    let mut ids = BTreeMap::new();
    for (action, _) in &clip.actions {
        ids.insert(action.id, tree::new_action_id(tx, version)?);
    }
    let corner = clip
        .actions
        .iter()
        .fold(Pos(i32::MAX, i32::MAX), |corner, (_, at)| Pos(corner.0.min(at.0), corner.1.min(at.1)));
    let shift = match pos {
        Some(pos) => Pos(pos.0.saturating_sub(corner.0), pos.1.saturating_sub(corner.1)),
        None => Pos(40, 40),
    };
    let is_elsewhere = clip.project != tx.project.uid;
    let is_same_routing = !is_elsewhere && tx.project.routing_of(version).is_some_and(|it| it.id == clip.routing);
    let mut led_to = BTreeSet::new();
    for (action, at) in &clip.actions {
        let Some(new) = ids.get(&action.id) else { continue };
        let copy = remapped(&tx.project, clip, action, *new, &ids, (is_elsewhere, is_same_routing));
        led_to.extend(copy.links.values().filter_map(|link| link.target()));
        tx.put(Slot::Action(version, *new, Some(Arc::new(copy))));
        let at = tree::bounded(Pos(at.0.saturating_add(shift.0), at.1.saturating_add(shift.1)));
        tx.put(Slot::Position(version, *new, Some(at)));
        tx.applied.actions.push(*new);
    }
    // The top of the copied actions is the action that no other copied action leads to.
    let top = tx.applied.actions.iter().copied().find(|id| !led_to.contains(id));
    match top.or(tx.applied.actions.first().copied()) {
        Some(top) => tree::insert(tx, version, top, spot),
        None => Ok(()),
    }
}

fn remapped(
    project: &Project,
    clip: &Clip,
    action: &Action,
    new: ActionId,
    ids: &BTreeMap<ActionId, ActionId>,
    (is_elsewhere, is_same_routing): (bool, bool),
) -> Action {
    let mut copy = action.clone();
    copy.id = new;
    copy.links = action
        .links
        .iter()
        .filter_map(|(branch, link)| match link {
            Link::EndsHere => Some((branch.clone(), Link::EndsHere)),
            Link::To(to) => ids.get(to).map(|to| (branch.clone(), Link::To(*to))),
        })
        .collect();
    let fields: BTreeMap<&str, ItemKind> = actions::spec_of(action)
        .into_iter()
        .flat_map(crate::catalog::ActionSpec::all_fields)
        .filter_map(|field| match field.kind {
            FieldKind::Item(kind) => Some((field.key, kind)),
            _ => None,
        })
        .collect();
    copy.params.visit_mut(&mut |key, value| match value {
        Value::Action(id) => {
            // 0 is no action; Problems reports it.
            let other = if is_same_routing { *id } else { ActionId(0) };
            *id = ids.get(id).copied().unwrap_or(other);
        }
        Value::Item(ItemRef::Item(id)) if is_elsewhere => {
            let written = ItemRef::Reference(clip.references.get(id).cloned().unwrap_or_default());
            let found = fields.get(key).and_then(|kind| kind.resolve(project, &written));
            // An item that is not found stays as an unresolved reference, which Problems reports.
            *value = Value::Item(found.map_or(written, |found| ItemRef::Item(found.id)));
        }
        _ => {}
    });
    copy
}
