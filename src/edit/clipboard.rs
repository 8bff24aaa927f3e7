//! Copy and paste: copied actions carry what they name, so that they can be pasted into another version or another
//! project (spec: domain §6).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::actions;
use crate::catalog::{FieldKind, ItemKind};
use crate::model::walk::only_below;
use crate::model::{
    Action, ActionId, EntryPointId, ItemRef, Link, Pos, Project, ResourceId, RoutingId, Value, VersionId,
};
use crate::uses::Target;

use super::command::Spot;
use super::document::{Refusal, Tx};
use super::slot::Slot;
use super::tree;

/// Copied actions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clip {
    /// The project that they come from; an id is never trusted across projects.
    project: String,
    /// The routing that they come from; the id of an action means nothing in another one.
    routing: RoutingId,
    actions: Vec<(Arc<Action>, Pos)>,
    /// References of the items named by id.
    references: BTreeMap<u32, String>,
}

impl Clip {
    /// Copies actions of a version; Start is left out.
    #[must_use]
    pub fn copy(project: &Project, version: VersionId, ids: &BTreeSet<ActionId>) -> Self {
        let mut clip = Self { project: project.uid.clone(), ..Self::default() };
        let Some(version) = project.versions.get(&version) else { return clip };
        clip.routing = version.info.routing;
        for id in ids {
            let Some(action) = version.flow.actions.get(id).filter(|action| !action.is_start()) else { continue };
            for (_, item) in crate::model::walk::items(action) {
                if let ItemRef::Item(id) = item {
                    let targets = [Target::from(ResourceId(*id)), RoutingId(*id).into(), EntryPointId(*id).into()];
                    let known = targets.into_iter().find_map(|target| target.known(project));
                    clip.references.extend(known.map(|known| (*id, known.reference.to_owned())));
                }
            }
            let pos = version.flow.positions.get(id).copied().unwrap_or_default();
            clip.actions.push((action.clone(), pos));
        }
        clip
    }

    /// Copies an action with all below it.
    #[must_use]
    pub fn copy_below(project: &Project, version: VersionId, top: ActionId) -> Self {
        let Some(found) = project.versions.get(&version) else { return Self::default() };
        let kind = project.routing_of(version).map(|routing| routing.kind).unwrap_or_default();
        let ids = only_below(&found.flow, &|action| actions::branch_keys(action, kind), top);
        Self::copy(project, version, &ids)
    }

    /// Whether nothing was copied.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }

    /// What was copied, in words: what another program gets when it is pasted there.
    #[must_use]
    pub fn titles(&self) -> Vec<&str> {
        self.actions.iter().map(|(action, _)| actions::title(action)).collect()
    }

    /// How many actions were copied.
    #[must_use]
    pub fn len(&self) -> usize {
        self.actions.len()
    }
}

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
    // The top of what was copied is what nothing else of it leads to.
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
            // 0 is no action; Problems says so.
            let other = if is_same_routing { *id } else { ActionId(0) };
            *id = ids.get(id).copied().unwrap_or(other);
        }
        Value::Item(ItemRef::Item(id)) if is_elsewhere => {
            let written = ItemRef::Reference(clip.references.get(id).cloned().unwrap_or_default());
            let found = fields.get(key).and_then(|kind| kind.resolve(project, &written));
            // What is not found stays as an unresolved reference, which Problems names.
            *value = Value::Item(found.map_or(written, |found| ItemRef::Item(found.id)));
        }
        _ => {}
    });
    copy
}
