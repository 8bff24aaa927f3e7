//! The layout of an action tree: builds the request from a flow and returns positions.

use std::collections::BTreeMap;

use crate::actions;
use crate::model::{ActionId, Flow, Pos, TreeType};

use super::metrics::{CARD_WIDTH, GAP_X, GAP_Y, card_height, port_y};
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
