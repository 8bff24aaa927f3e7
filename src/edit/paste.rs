//! Pastes copied actions, notes and frames into a version, with new ids. In another project, items are found by their references.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::actions;
use crate::catalog::{FieldKind, ItemKind};
use crate::layout::room::Newcomer;
use crate::layout::tree::height;
use crate::model::{Action, ActionId, Clip, ItemRef, Link, Pos, Project, TreeType, Value, VersionId};

use super::annotation;
use super::command::Spot;
use super::look::flow;
use super::room;
use super::slot::Slot;
use super::tree;
use super::tx::{Refusal, Tx};

/// How far a copy of notes is from what was copied, in canvas units.
const ASIDE: i32 = 24;
/// The most missing references that a message names.
const MOST_NAMED: usize = 5;

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
    let site = if pos.is_none() { room::survey(tx, version, spot)? } else { None };
    let routing = tx.project.routing_of(version).map(|it| it.id);
    let source = clip.source.as_ref().filter(|(uid, _)| *uid == tx.project.uid);
    let (is_elsewhere, is_same_routing) = (source.is_none(), source.is_some_and(|(_, of)| Some(*of) == routing));
    let mut new_place =
        NewPlace { project: &tx.project, clip, ids: &ids, is_elsewhere, is_same_routing, missing: BTreeSet::new() };
    let mut copies = Vec::new();
    for (action, at) in &clip.actions {
        let Some(new) = ids.get(&action.id) else { continue };
        copies.push((Arc::new(new_place.copy(action, *new)), *at));
    }
    let missing = new_place.missing;
    let tree = tree::tree_type(tx, version);
    let (first, last) = ends(&copies, tree);
    let places = copies.iter().map(|(_, at)| *at).chain(clip.annotations.iter().map(|it| it.at));
    let corner = places.reduce(|all, at| Pos(all.0.min(at.0), all.1.min(at.1))).unwrap_or_default();
    // Where the action is that others are placed by: the first one in a tree, else the corner of all.
    let origin = copies.iter().find(|(copy, _)| site.is_some() && copy.id == first).map_or(corner, |(_, at)| *at);
    let newcomers: Vec<Newcomer> = copies
        .iter()
        .map(|(copy, at)| Newcomer {
            id: copy.id,
            offset: Pos(at.0.saturating_sub(origin.0), at.1.saturating_sub(origin.1)),
            height: height(copy, tree),
        })
        .collect();
    // Notes without actions cover nothing that would make them give way to what was copied.
    let beside = if newcomers.is_empty() { ASIDE } else { 0 };
    let wanted = pos.unwrap_or(Pos(corner.0.saturating_add(beside), corner.1.saturating_add(beside)));
    let free = if site.is_some() { None } else { Some(room::free_corner(tx, version, wanted, &newcomers)?) };
    for ((copy, _), new) in copies.into_iter().zip(&newcomers) {
        tx.put(Slot::Action(version, copy.id, Some(copy)));
        if let Some(free) = free {
            let at = tree::bounded(Pos(free.0.saturating_add(new.offset.0), free.1.saturating_add(new.offset.1)));
            tx.put(Slot::Position(version, new.id, Some(at)));
        }
        tx.applied.actions.push(new.id);
    }
    if !newcomers.is_empty() {
        tree::insert(tx, version, (first, last), spot)?;
    }
    if let Some(site) = site {
        room::admit(tx, version, &site, &newcomers);
    }
    let arrived = free.or_else(|| flow(tx, version).ok()?.positions.get(&first).copied()).unwrap_or(wanted);
    let by = Pos(arrived.0.saturating_sub(origin.0), arrived.1.saturating_sub(origin.1));
    annotation::paste(tx, version, &clip.annotations, by)?;
    if !missing.is_empty() {
        tx.applied.notice = Some(missing_words(&missing));
    }
    Ok(())
}

/// Names the references that do not exist in the project.
fn missing_words(missing: &BTreeSet<String>) -> String {
    let named: Vec<String> = missing.iter().take(MOST_NAMED).map(|it| format!("\"{it}\"")).collect();
    let more = if missing.len() > MOST_NAMED { " and others" } else { "" };
    format!(
        "This project does not have {}{more}, which the pasted actions use. Problems lists the places.",
        named.join(", ")
    )
}

/// The first and the last of copied actions: the one that no other leads to, and the end of the way on from there.
fn ends(copies: &[(Arc<Action>, Pos)], tree: TreeType) -> (ActionId, ActionId) {
    let led_to: BTreeSet<ActionId> =
        copies.iter().flat_map(|(copy, _)| copy.links.values()).filter_map(|link| link.target()).collect();
    let known: BTreeMap<ActionId, &Action> = copies.iter().map(|(copy, _)| (copy.id, &**copy)).collect();
    let top = copies.iter().find(|(copy, _)| !led_to.contains(&copy.id)).or(copies.first());
    let first = top.map_or(ActionId(0), |(copy, _)| copy.id);
    let next = |id: ActionId| {
        let action = known.get(&id)?;
        let way_on = actions::spec_of(action)?.way_on(action, tree)?;
        action.links.get(&way_on)?.target().filter(|next| known.contains_key(next))
    };
    let (mut last, mut passed) = (first, BTreeSet::from([first]));
    while let Some(follower) = next(last).filter(|follower| passed.insert(*follower)) {
        last = follower;
    }
    (first, last)
}

/// The place that actions are pasted into.
struct NewPlace<'a> {
    project: &'a Project,
    clip: &'a Clip,
    /// The new ids, by the old ones.
    ids: &'a BTreeMap<ActionId, ActionId>,
    /// Whether the ids of items mean nothing here.
    is_elsewhere: bool,
    /// Whether other actions have the same ids here.
    is_same_routing: bool,
    /// The references that were not found.
    missing: BTreeSet<String>,
}

impl NewPlace<'_> {
    fn copy(&mut self, action: &Action, new: ActionId) -> Action {
        let mut copy = action.clone();
        copy.id = new;
        copy.links = action
            .links
            .iter()
            .filter_map(|(branch, link)| match link {
                Link::EndsHere => Some((branch.clone(), Link::EndsHere)),
                Link::To(to) => self.ids.get(to).map(|to| (branch.clone(), Link::To(*to))),
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
                let other = if self.is_same_routing { *id } else { ActionId(0) };
                *id = self.ids.get(id).copied().unwrap_or(other);
            }
            Value::Item(ItemRef::Item(id)) if self.is_elsewhere => {
                let written = self.clip.references.get(id).cloned().unwrap_or_default();
                let reference = ItemRef::Reference(written.clone());
                let found = fields.get(key).and_then(|kind| kind.resolve(self.project, &reference));
                // An item that is not found stays as an unresolved reference, which Problems reports.
                if let Some(found) = found {
                    *value = Value::Item(ItemRef::Item(found.id));
                } else {
                    *value = Value::Item(reference);
                    self.missing.extend((!written.is_empty()).then_some(written));
                }
            }
            _ => {}
        });
        copy
    }
}
