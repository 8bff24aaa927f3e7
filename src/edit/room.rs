//! Room on the canvas in an edit: what comes into a tree gets its place and other cards give way, and a gap closes, in the same undo step
//! (spec: ease §2). The places are found by `layout::room`; changing links is in `tree.rs`, `paste.rs` and `remove.rs`.

use std::collections::{BTreeMap, BTreeSet};

use crate::layout::room::{Gap, Ground, Newcomer, Port};
use crate::layout::tree::{ground, height, row, unplaced};
use crate::model::{ActionId, Pos, VersionId};

use super::command::Spot;
use super::look::{action, bounded, flow, tree_type};
use super::slot::Slot;
use super::tx::{Refusal, Tx};

/// The cards around a port, before something comes in there.
pub(super) struct Site {
    ground: Ground,
    port: Port,
}

/// Stores where the cards without a position are shown, so that they stay there whatever the edit does to the tree.
pub(super) fn pin(tx: &mut Tx, version: VersionId) -> Result<(), Refusal> {
    let missing = unplaced(flow(tx, version)?, tree_type(tx, version));
    place(tx, version, missing);
    Ok(())
}

/// Looks at the cards around a spot in the tree, before its links change; nothing for a spot apart.
pub(super) fn survey(tx: &mut Tx, version: VersionId, spot: &Spot) -> Result<Option<Site>, Refusal> {
    let Spot::After(parent, branch) = spot else { return Ok(None) };
    pin(tx, version)?;
    let tree = tree_type(tx, version);
    let row = row(&*action(tx, version, *parent)?, tree, branch);
    Ok(Some(Site { ground: ground(flow(tx, version)?, tree), port: (*parent, row) }))
}

/// Places what has come into the tree, the first action at the port of the site; other cards give way.
pub(super) fn admit(tx: &mut Tx, version: VersionId, site: &Site, newcomers: &[Newcomer]) {
    place(tx, version, site.ground.admit(site.port, newcomers));
}

/// The first free place at or below another one.
pub(super) fn free_corner(tx: &Tx, version: VersionId, wanted: Pos, new: &[Newcomer]) -> Result<Pos, Refusal> {
    Ok(ground(flow(tx, version)?, tree_type(tx, version)).free_corner(wanted, new))
}

/// An action that comes into the tree by itself.
pub(super) fn alone(tx: &Tx, version: VersionId, id: ActionId) -> Result<Newcomer, Refusal> {
    let height = height(&*action(tx, version, id)?, tree_type(tx, version));
    Ok(Newcomer { id, offset: Pos(0, 0), height })
}

/// An action that is moved in the tree, with the cards that have their homes below it; by itself, where the spot is among these.
pub(super) fn with_below(tx: &Tx, version: VersionId, id: ActionId, spot: &Spot) -> Result<Vec<Newcomer>, Refusal> {
    let ground = ground(flow(tx, version)?, tree_type(tx, version));
    let cards = ground.with_below(id);
    let is_among = |parent: &ActionId| cards.iter().any(|card| card.id == *parent);
    let (Some(first), false) = (cards.first(), matches!(spot, Spot::After(parent, _) if is_among(parent))) else {
        return Ok(vec![alone(tx, version, id)?]);
    };
    let offset = |pos: Pos| Pos(pos.0 - first.pos.0, pos.1 - first.pos.1);
    let newcomer =
        |card: &crate::layout::room::Seat| Newcomer { id: card.id, offset: offset(card.pos), height: card.height };
    Ok(cards.iter().map(newcomer).collect())
}

/// What follows a removed action in its place: the follower, the action and the branch that lead there now, and the place.
pub(super) type Left = (ActionId, (ActionId, String), Pos);

/// Moves followers left into the places of what was removed, where that covers nothing.
pub(super) fn close(tx: &mut Tx, version: VersionId, left: &[Left], absent: &[Newcomer]) -> Result<(), Refusal> {
    let tree = tree_type(tx, version);
    let flow = flow(tx, version)?;
    let gap = |(heir, (from, branch), place): &Left| {
        let is_right = flow.positions.get(heir).is_some_and(|pos| pos.0 > place.0);
        let row = row(flow.actions.get(from).filter(|_| is_right)?, tree, branch);
        Some(Gap { heir: *heir, home: (*from, row), place: *place })
    };
    let gaps: Vec<Gap> = left.iter().filter_map(gap).collect();
    if gaps.is_empty() {
        return Ok(());
    }
    let absent: BTreeSet<ActionId> = absent.iter().map(|new| new.id).collect();
    let moved = ground(flow, tree).closed(&gaps, &absent);
    place(tx, version, moved);
    Ok(())
}

/// Moves away what a card covers that has grown from a former height.
pub(super) fn grow(tx: &mut Tx, version: VersionId, id: ActionId, former_height: i32) -> Result<(), Refusal> {
    let tree = tree_type(tx, version);
    if flow(tx, version)?.positions.contains_key(&id) && height(&*action(tx, version, id)?, tree) > former_height {
        let moved = ground(flow(tx, version)?, tree).grown(id, former_height);
        place(tx, version, moved);
    }
    Ok(())
}

fn place(tx: &mut Tx, version: VersionId, cards: BTreeMap<ActionId, Pos>) {
    for (id, pos) in cards {
        tx.put(Slot::Position(version, id, Some(bounded(pos))));
    }
}
