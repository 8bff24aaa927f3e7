//! The layout of an action tree: builds the request from a flow and returns positions; and its cards, to make room among them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::actions;
use crate::model::walk;
use crate::model::{Action, ActionId, Flow, Pos, TreeType};

use super::metrics::{CARD_WIDTH, GAP_X, GAP_Y, card_height, port_y};
use super::room::{Ground, Seat};
use super::{LayoutEdge, LayoutNode, LayoutRequest, layout};

/// Lays a whole tree out, Start at the top left.
#[must_use]
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "canvas units are small whole numbers")]
pub fn tidy(flow: &Flow, tree: TreeType) -> BTreeMap<ActionId, Pos> {
    let shape = actions::shape(flow, tree);
    let place: BTreeMap<ActionId, usize> = shape.order.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    let node = |id: &ActionId| {
        let action = flow.actions.get(id)?;
        let branches = actions::branch_keys(action, tree);
        let edge = |(row, key): (usize, &String)| {
            let to = action.links.get(key)?.target()?;
            Some(LayoutEdge { port_y: port_y(row) as f32, to: *place.get(&to)?, is_tree: shape.is_home(to, *id, key) })
        };
        Some(LayoutNode {
            id: u64::from(id.0),
            width: CARD_WIDTH as f32,
            height: card_height(branches.len()) as f32,
            out: branches.iter().enumerate().filter_map(edge).collect(),
        })
    };
    let nodes = shape.order.iter().filter_map(node).collect();
    let request = LayoutRequest { nodes, gap_x: GAP_X as f32, gap_y: GAP_Y as f32, grid: 1.0 };
    layout(&request)
        .into_iter()
        .filter_map(|(id, [x, y])| Some((ActionId(u32::try_from(id).ok()?), Pos(x.round() as i32, y.round() as i32))))
        .collect()
}

/// The height of the card of an action.
#[must_use]
pub fn height(action: &Action, tree: TreeType) -> i32 {
    card_height(actions::branch_keys(action, tree).len())
}

/// The row of a branch on the card of an action; 0 where the action has no such branch.
#[must_use]
pub fn row(action: &Action, tree: TreeType, branch: &str) -> usize {
    actions::branch_keys(action, tree).iter().position(|key| key == branch).unwrap_or(0)
}

/// The cards of a tree in reading order, where they are shown: a card without a position is where *Tidy* would put it.
#[must_use]
pub fn ground(flow: &Flow, tree: TreeType) -> Ground {
    // Branches depend on parameters, so each action is asked once.
    let known: RefCell<BTreeMap<ActionId, Vec<String>>> = RefCell::default();
    let branches_of = |action: &Action| {
        let mut known = known.borrow_mut();
        known.entry(action.id).or_insert_with(|| actions::branch_keys(action, tree)).clone()
    };
    let shape = walk::shape(flow, &branches_of);
    let known = known.into_inner();
    let missing = unplaced(flow, tree);
    let seat = |id: &ActionId| {
        let home = shape.home.get(id).and_then(|arrow| {
            let row = known.get(&arrow.from)?.iter().position(|key| *key == arrow.branch)?;
            Some((arrow.from, row))
        });
        let pos = flow.positions.get(id).or_else(|| missing.get(id)).copied().unwrap_or_default();
        Seat { id: *id, pos, height: card_height(known.get(id).map_or(0, Vec::len)), home }
    };
    Ground::new(shape.order.iter().map(seat).collect())
}

/// Where the cards without a position are shown.
#[must_use]
pub fn unplaced(flow: &Flow, tree: TreeType) -> BTreeMap<ActionId, Pos> {
    if flow.actions.keys().all(|id| flow.positions.contains_key(id)) {
        return BTreeMap::new();
    }
    let mut missing = tidy(flow, tree);
    missing.retain(|id, _| !flow.positions.contains_key(id));
    missing
}
