//! Edits of an action tree (spec: domain §6); removing actions is in `remove.rs`. The caller has checked that the version may be edited.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::actions;
use crate::catalog::ActionSpec;
use crate::layout::metrics::GAP_Y;
use crate::layout::tree::{height, unplaced};
use crate::model::params::MAX_ROW_LEVELS;
use crate::model::{Action, ActionId, Link, Params, Pos, Project, RowId, TreeType, Value, VersionId};

use super::command::Spot;
pub(super) use super::look::{action, bounded, flow, tree_type};
use super::room;
use super::slot::Slot;
use super::tx::{Refusal, Tx};

/// Maximum number of actions in a tree.
pub(super) const MAX_ACTIONS: usize = 100_000;

/// Changes an action in place.
pub(super) fn change(
    tx: &mut Tx,
    version: VersionId,
    id: ActionId,
    change: impl FnOnce(&mut Action),
) -> Result<(), Refusal> {
    let mut changed = action(tx, version, id)?;
    change(Arc::make_mut(&mut changed));
    tx.put(Slot::Action(version, id, Some(changed)));
    Ok(())
}

/// A new id of an action.
pub(super) fn new_action_id(tx: &mut Tx, version: VersionId) -> Result<ActionId, Refusal> {
    if flow(tx, version)?.actions.len() >= MAX_ACTIONS {
        return Err(Refusal::Invalid(format!("A tree can have at most {MAX_ACTIONS} actions.")));
    }
    next_id(tx, version)
}

/// The routing assigns ids, to actions and to annotations (spec: domain §1).
pub(super) fn next_id(tx: &mut Tx, version: VersionId) -> Result<ActionId, Refusal> {
    let routing_id = tx.project.versions.get(&version).map(|version| version.info.routing).unwrap_or_default();
    let routing = tx.project.routings.get_mut(&routing_id);
    let routing = routing.ok_or_else(|| Refusal::Missing("This smart routing".to_owned()))?;
    // The counter is outside undo, so it is not written through a slot.
    let routing = Arc::make_mut(routing);
    routing.last_action.0 += 1;
    Ok(routing.last_action)
}

/// The kind of an action that is added to a version.
///
/// # Errors
/// Why an action of this kind cannot be added, as a sentence.
pub fn addable(project: &Project, version: VersionId, kind: &str) -> Result<&'static ActionSpec, Refusal> {
    let Some(spec) = actions::spec(kind) else {
        return Err(Refusal::Invalid(format!("This version of Signalbox does not know the kind \"{kind}\".")));
    };
    let channel = project.channel_of(version);
    if !spec.channels.has(channel) {
        let why = format!("\"{}\" is not for {} routings.", spec.title, channel.words().to_lowercase());
        return Err(Refusal::Invalid(why));
    }
    if kind == crate::model::flow::START {
        return Err(Refusal::Invalid("A tree has exactly one Start, and this tree already has it.".to_owned()));
    }
    Ok(spec)
}

pub(super) fn add(tx: &mut Tx, version: VersionId, kind: &str, spot: &Spot, pos: Option<Pos>) -> Result<(), Refusal> {
    let spec = addable(&tx.project, version, kind)?;
    let site = if pos.is_none() { room::survey(tx, version, spot)? } else { None };
    let id = new_action_id(tx, version)?;
    tx.put(Slot::Action(version, id, Some(Arc::new(Action { params: spec.initial(), ..Action::new(id, kind) }))));
    insert(tx, version, (id, id), spot)?;
    if let Some(site) = site {
        let new = room::alone(tx, version, id)?;
        room::admit(tx, version, &site, &[new]);
    } else {
        let pos = match pos {
            Some(pos) => pos,
            None => lowest(tx, version)?,
        };
        tx.put(Slot::Position(version, id, Some(bounded(pos))));
    }
    tx.applied.actions.push(id);
    Ok(())
}

/// Puts unconnected actions into the tree, from a first to a last one. The previous followers follow in the last one's branch to continue by.
pub(super) fn insert(
    tx: &mut Tx,
    version: VersionId,
    (first, last): (ActionId, ActionId),
    spot: &Spot,
) -> Result<(), Refusal> {
    let Spot::After(parent, branch) = spot else { return Ok(()) };
    if *parent == first {
        return Err(Refusal::Invalid("An action cannot follow itself.".to_owned()));
    }
    let followed_by = action(tx, version, *parent)?.links.get(branch).copied();
    set_link(tx, version, *parent, branch, Some(Link::To(first)))?;
    let Some(old) = followed_by.filter(|old| old.target() != Some(first)) else { return Ok(()) };
    let inserted = action(tx, version, last)?;
    let tree = tree_type(tx, version);
    let way_on = actions::spec_of(&inserted).and_then(|spec| spec.way_on(&inserted, tree));
    if let Some(key) = way_on.filter(|key| !inserted.links.contains_key(key)) {
        change(tx, version, last, |action| {
            action.links.insert(key, old);
        })
    } else {
        let name = actions::title(&inserted).to_owned();
        tx.applied.notice = Some(format!(
            "\"{name}\" has no free branch to continue by, so the action that followed is not linked any more."
        ));
        Ok(())
    }
}

/// The place below all cards, for an action that is not connected.
fn lowest(tx: &Tx, version: VersionId) -> Result<Pos, Refusal> {
    let tree = tree_type(tx, version);
    let flow = flow(tx, version)?;
    let unplaced = unplaced(flow, tree);
    let bottom = |(id, pos): (&ActionId, &Pos)| Some(pos.1 + height(flow.actions.get(id)?, tree));
    Ok(Pos(0, flow.positions.iter().chain(&unplaced).filter_map(bottom).max().unwrap_or(0) + 2 * GAP_Y))
}

/// Whether an action can follow another one.
///
/// # Errors
/// Why the action cannot follow, as a sentence.
pub fn follows(action: &Action) -> Result<(), Refusal> {
    if action.is_start() {
        return Err(Refusal::Invalid("Nothing leads back to Start.".to_owned()));
    }
    Ok(())
}

pub(super) fn set_link(
    tx: &mut Tx,
    version: VersionId,
    from: ActionId,
    branch: &str,
    link: Option<Link>,
) -> Result<(), Refusal> {
    if let Some(to) = link.and_then(Link::target) {
        follows(&*action(tx, version, to)?)?;
    }
    let found = action(tx, version, from)?;
    let is_stored = found.links.contains_key(branch);
    let is_branch = actions::branch_keys(&found, tree_type(tx, version)).iter().any(|key| key == branch);
    let may_be_cut = is_stored && link.is_none();
    if !(is_branch || may_be_cut) {
        return Err(Refusal::Invalid(format!("\"{}\" has no branch \"{branch}\".", actions::title(&found))));
    }
    change(tx, version, from, |action| {
        match link {
            Some(link) => action.links.insert(branch.to_owned(), link),
            None => action.links.remove(branch),
        };
    })
}

pub(super) fn set_param(
    tx: &mut Tx,
    version: VersionId,
    id: ActionId,
    key: &str,
    value: Option<Value>,
) -> Result<(), Refusal> {
    // A file with deeper rows could be written but not read.
    if value.as_ref().is_some_and(|value| value.row_levels() > MAX_ROW_LEVELS) {
        let why = format!("Rows can be nested at most {MAX_ROW_LEVELS} levels deep. Remove the innermost rows.");
        return Err(Refusal::Invalid(why));
    }
    let mut refusal = None;
    let former_height = height(&*action(tx, version, id)?, tree_type(tx, version));
    change(tx, version, id, |action| {
        if action.foreign_params.is_some() {
            let why =
                "A newer version of Signalbox wrote the parameters of this action, so they cannot be changed here.";
            refusal = Some(Refusal::Invalid(why.to_owned()));
            return;
        }
        let rows_before = row_ids(&action.params);
        match value {
            Some(mut value) => {
                action.params.0.remove(key);
                let mut taken = row_ids(&action.params);
                number_rows(&mut value, &mut action.last_row, &mut taken);
                action.params.0.insert(key.to_owned(), value);
            }
            None => {
                action.params.0.remove(key);
            }
        }
        // Deleting a row also deletes its link, in the same undo step (spec: domain §6).
        let rows_after = row_ids(&action.params);
        for gone in rows_before.difference(&rows_after) {
            action.links.remove(&gone.branch_key());
        }
    })?;
    refusal.map_or(Ok(()), Err)?;
    room::grow(tx, version, id, former_height)
}

fn row_ids(params: &Params) -> BTreeSet<RowId> {
    let mut ids = BTreeSet::new();
    params.visit(&mut |_, value| {
        if let Value::Rows(rows) = value {
            ids.extend(rows.iter().map(|row| row.id));
        }
    });
    ids
}

/// Gives new ids to rows without an id, and to rows whose id was never assigned or is taken.
fn number_rows(value: &mut Value, last_row: &mut RowId, taken: &mut BTreeSet<RowId>) {
    let Value::Rows(rows) = value else { return };
    let highest = *last_row;
    for row in rows {
        if row.id == RowId(0) || row.id > highest || !taken.insert(row.id) {
            last_row.0 += 1;
            row.id = *last_row;
            taken.insert(row.id);
        }
        for value in row.cells.0.values_mut() {
            number_rows(value, last_row, taken);
        }
    }
}

pub(super) fn move_cards(tx: &mut Tx, version: VersionId, cards: &[(ActionId, Pos)]) -> Result<(), Refusal> {
    for (id, pos) in cards {
        action(tx, version, *id)?;
        tx.put(Slot::Position(version, *id, Some(bounded(*pos))));
    }
    Ok(())
}

/// The link that goes on when an action is taken out: its way on, else its only link; no answer when there are several.
pub(super) fn heals_by(action: &Action, tree: TreeType) -> Result<Option<Link>, Refusal> {
    let way_on = actions::spec_of(action).and_then(|spec| spec.way_on(action, tree));
    if let Some(link) = way_on.and_then(|key| action.links.get(&key)) {
        return Ok(Some(*link));
    }
    let active = actions::branch_keys(action, tree);
    let mut links: Vec<Link> = active.iter().filter_map(|key| action.links.get(key)).copied().collect();
    links.dedup();
    match links.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some(*only)),
        _ => Err(Refusal::WhichWayOn(actions::title(action).to_owned())),
    }
}

pub(super) fn reposition(tx: &mut Tx, version: VersionId, id: ActionId, spot: &Spot) -> Result<(), Refusal> {
    let moved = action(tx, version, id)?;
    if moved.is_start() {
        return Err(Refusal::Invalid("Start stays at the beginning.".to_owned()));
    }
    if let Spot::After(parent, branch) = spot
        && action(tx, version, *parent)?.links.get(branch) == Some(&Link::To(id))
    {
        return Ok(());
    }
    room::pin(tx, version)?;
    let tree = tree_type(tx, version);
    let heir = heals_by(&moved, tree)?.filter(|link| link.target() != Some(id));
    let home = actions::shape(flow(tx, version)?, tree).home.remove(&id);
    let place = flow(tx, version)?.positions.get(&id).copied().unwrap_or_default();
    let left = home.as_ref().and_then(|home| Some((heir?.target()?, (home.from, home.branch.clone()), place)));
    if let Some(home) = home {
        change(tx, version, home.from, |action| {
            match heir {
                Some(link) => action.links.insert(home.branch, link),
                None => action.links.remove(&home.branch),
            };
        })?;
    }
    let way_on = actions::spec_of(&moved).and_then(|spec| spec.way_on(&moved, tree));
    if let Some(key) = way_on {
        change(tx, version, id, |action| {
            action.links.remove(&key);
        })?;
    }
    if *spot == Spot::Free {
        return Ok(());
    }
    let newcomers = room::with_below(tx, version, id, spot)?;
    room::close(tx, version, left.as_slice(), &newcomers)?;
    let site = room::survey(tx, version, spot)?;
    insert(tx, version, (id, id), spot)?;
    if let Some(site) = site {
        room::admit(tx, version, &site, &newcomers);
    }
    Ok(())
}
