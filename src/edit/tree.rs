//! Edits of an action tree (spec: domain §6); removing actions is in `remove.rs`. The caller has checked that the version may be edited.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::actions;
use crate::layout::metrics::{CARD_WIDTH, GAP_X, GAP_Y, card_height, port_y};
use crate::model::invariants::MAX_POSITION;
use crate::model::params::MAX_ROW_LEVELS;
use crate::model::{Action, ActionId, Flow, Link, Params, Pos, RowId, TreeType, Value, VersionId};

use super::command::Spot;
use super::slot::Slot;
use super::tx::{Refusal, Tx};

/// Maximum number of actions in a tree.
pub(super) const MAX_ACTIONS: usize = 100_000;

pub(super) fn flow(tx: &Tx, version: VersionId) -> Result<&Flow, Refusal> {
    let found = tx.project.versions.get(&version).ok_or_else(|| Refusal::Missing("This version".to_owned()))?;
    Ok(&found.flow)
}

pub(super) fn tree_type(tx: &Tx, version: VersionId) -> TreeType {
    tx.project.tree_type_of(version)
}

pub(super) fn action(tx: &Tx, version: VersionId, id: ActionId) -> Result<Arc<Action>, Refusal> {
    flow(tx, version)?.actions.get(&id).cloned().ok_or_else(|| Refusal::Missing(format!("Action {id}")))
}

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

/// The routing assigns ids (spec: domain §1).
pub(super) fn new_action_id(tx: &mut Tx, version: VersionId) -> Result<ActionId, Refusal> {
    if flow(tx, version)?.actions.len() >= MAX_ACTIONS {
        return Err(Refusal::Invalid(format!("A tree can have at most {MAX_ACTIONS} actions.")));
    }
    let routing_id = tx.project.versions.get(&version).map(|version| version.info.routing).unwrap_or_default();
    let routing = tx.project.routings.get_mut(&routing_id);
    let routing = routing.ok_or_else(|| Refusal::Missing("This smart routing".to_owned()))?;
    // The counter is outside undo, so it is not written through a slot.
    let routing = Arc::make_mut(routing);
    routing.last_action.0 += 1;
    Ok(routing.last_action)
}

pub(super) fn add(tx: &mut Tx, version: VersionId, kind: &str, spot: &Spot, pos: Option<Pos>) -> Result<(), Refusal> {
    let Some(spec) = actions::spec(kind) else {
        return Err(Refusal::Invalid(format!("This version of Signalbox does not know the kind \"{kind}\".")));
    };
    let channel = tx.project.channel_of(version);
    if !spec.channels.has(channel) {
        let why = format!("\"{}\" is not for {} routings.", spec.title, channel.words().to_lowercase());
        return Err(Refusal::Invalid(why));
    }
    if kind == crate::model::flow::START {
        return Err(Refusal::Invalid("A tree has exactly one Start, and this tree already has it.".to_owned()));
    }
    let id = new_action_id(tx, version)?;
    tx.put(Slot::Action(version, id, Some(Arc::new(Action { params: spec.initial(), ..Action::new(id, kind) }))));
    insert(tx, version, id, spot)?;
    place_card(tx, version, id, spot, pos)?;
    tx.applied.actions.push(id);
    Ok(())
}

/// Puts an unconnected action into the tree. The previous followers follow in the action's branch to continue by.
pub(super) fn insert(tx: &mut Tx, version: VersionId, id: ActionId, spot: &Spot) -> Result<(), Refusal> {
    let Spot::After(parent, branch) = spot else { return Ok(()) };
    if *parent == id {
        return Err(Refusal::Invalid("An action cannot follow itself.".to_owned()));
    }
    let followed_by = action(tx, version, *parent)?.links.get(branch).copied();
    set_link(tx, version, *parent, branch, Some(Link::To(id)))?;
    let Some(old) = followed_by.filter(|old| old.target() != Some(id)) else { return Ok(()) };
    let inserted = action(tx, version, id)?;
    let tree = tree_type(tx, version);
    let way_on = actions::spec_of(&inserted).and_then(|spec| spec.way_on(&inserted, tree));
    if let Some(key) = way_on.filter(|key| !inserted.links.contains_key(key)) {
        change(tx, version, id, |action| {
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

/// Finds a position for a new card: the requested one, else right of the action that leads to it, below existing cards.
fn place_card(tx: &mut Tx, version: VersionId, id: ActionId, spot: &Spot, pos: Option<Pos>) -> Result<(), Refusal> {
    let flow = flow(tx, version)?;
    let wanted = match (pos, spot) {
        (Some(pos), _) => pos,
        (None, Spot::After(parent, branch)) => {
            let from = flow.positions.get(parent).copied().unwrap_or_default();
            let tree = tree_type(tx, version);
            let keys = flow.actions.get(parent).map(|it| actions::branch_keys(it, tree)).unwrap_or_default();
            let row = keys.iter().position(|key| key == branch).unwrap_or(0);
            Pos(from.0 + CARD_WIDTH + GAP_X, from.1 + port_y(row) - 20)
        }
        (None, Spot::Free) => Pos(0, flow.positions.values().map(|pos| pos.1).max().unwrap_or(0) + 200),
    };
    let free = if pos.is_some() { wanted } else { first_free(tx, version, id, wanted)? };
    tx.put(Slot::Position(version, id, Some(bounded(free))));
    Ok(())
}

fn first_free(tx: &Tx, version: VersionId, id: ActionId, mut wanted: Pos) -> Result<Pos, Refusal> {
    let flow = flow(tx, version)?;
    let tree = tree_type(tx, version);
    let height = |id: &ActionId| flow.actions.get(id).map_or(0, |it| card_height(actions::branch_keys(it, tree).len()));
    let own = height(&id);
    let mut column: Vec<(i32, i32)> = flow
        .positions
        .iter()
        .filter(|(other, pos)| **other != id && (pos.0 - wanted.0).abs() < CARD_WIDTH + GAP_X / 2)
        .map(|(other, pos)| (pos.1, pos.1 + height(other)))
        .collect();
    column.sort_unstable();
    for (top, bottom) in column {
        if top < wanted.1 + own + GAP_Y && wanted.1 < bottom + GAP_Y {
            wanted.1 = bottom + GAP_Y;
        }
    }
    Ok(wanted)
}

pub(super) fn bounded(pos: Pos) -> Pos {
    Pos(pos.0.clamp(-MAX_POSITION, MAX_POSITION), pos.1.clamp(-MAX_POSITION, MAX_POSITION))
}

pub(super) fn set_link(
    tx: &mut Tx,
    version: VersionId,
    from: ActionId,
    branch: &str,
    link: Option<Link>,
) -> Result<(), Refusal> {
    if let Some(to) = link.and_then(Link::target)
        && action(tx, version, to)?.is_start()
    {
        return Err(Refusal::Invalid("Nothing leads back to Start.".to_owned()));
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
    refusal.map_or(Ok(()), Err)
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
    let tree = tree_type(tx, version);
    let heir = heals_by(&moved, tree)?;
    let home = actions::shape(flow(tx, version)?, tree).home.remove(&id);
    if let Some(home) = home {
        change(tx, version, home.from, |action| {
            match heir.filter(|link| link.target() != Some(id)) {
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
    insert(tx, version, id, spot)
}
