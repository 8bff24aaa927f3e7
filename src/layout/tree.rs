//! The layout of an action tree: builds the request from a flow and returns positions; and its cards, to make room among them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::actions;
use crate::model::walk;
use crate::model::{Action, ActionId, Flow, Pos, TreeType};

use super::arrange::Placed;
use super::metrics::{CARD_WIDTH, GAP_X, GAP_Y, card_height, port_y};
use super::room::{Ground, Newcomer, Seat};
use super::{LayoutEdge, LayoutNode, LayoutRequest, layout};

/// Lays a whole tree out, Start at the top left.
#[must_use]
pub fn tidy(flow: &Flow, tree: TreeType) -> BTreeMap<ActionId, Pos> {
    laid_out(flow, tree, &actions::shape(flow, tree))
}

/// Lays some cards out among themselves. The first of them in reading order stays, or goes down to where they cover no other card; the
/// other cards stay.
#[must_use]
pub fn tidy_some(flow: &Flow, tree: TreeType, ids: &BTreeSet<ActionId>) -> BTreeMap<ActionId, Pos> {
    let mut shape = actions::shape(flow, tree);
    shape.order.retain(|id| ids.contains(id));
    let laid_out = laid_out(flow, tree, &shape);
    let ground = ground(flow, tree);
    let Some(first) = shape.order.first() else { return BTreeMap::new() };
    let (from, wanted) = (laid_out.get(first).copied().unwrap_or_default(), ground.place(*first).unwrap_or_default());
    let offset = |pos: &Pos| Pos(pos.0 - from.0, pos.1 - from.1);
    let newcomer = |(id, pos): (&ActionId, &Pos)| {
        Some(Newcomer { id: *id, offset: offset(pos), height: height(flow.actions.get(id)?, tree) })
    };
    let newcomers: Vec<Newcomer> = laid_out.iter().filter_map(newcomer).collect();
    let corner = ground.free_corner(wanted, &newcomers);
    newcomers.iter().map(|new| (new.id, Pos(corner.0 + new.offset.0, corner.1 + new.offset.1))).collect()
}

/// The positions of the cards in an order, which may lack some cards of the tree.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "canvas units are small whole numbers")]
fn laid_out(flow: &Flow, tree: TreeType, shape: &walk::Shape) -> BTreeMap<ActionId, Pos> {
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

/// Some cards where they are shown.
#[must_use]
pub fn placed(flow: &Flow, tree: TreeType, ids: &[ActionId]) -> Vec<Placed> {
    let missing =
        if ids.iter().all(|id| flow.positions.contains_key(id)) { BTreeMap::new() } else { unplaced(flow, tree) };
    let card = |id: &ActionId| {
        let pos = flow.positions.get(id).or_else(|| missing.get(id)).copied()?;
        Some(Placed { id: *id, pos, height: height(flow.actions.get(id)?, tree) })
    };
    ids.iter().filter_map(card).collect()
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{ActionId, Link, Routing};

    struct Chance(u64);

    impl Chance {
        fn below(&mut self, end: u32) -> u32 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            u32::try_from((self.0 >> 11) % u64::from(end)).unwrap()
        }
    }

    fn kind() -> TreeType {
        Routing::default().tree_type()
    }

    /// A tree of announcements and load sharing with its tidy places.
    fn random(chance: &mut Chance) -> Flow {
        let mut flow = Flow::blank(ActionId(1));
        for id in 2..6 + chance.below(25) {
            let new = Action::new(ActionId(id), "voice_announcement");
            flow.actions.insert(ActionId(id), Arc::new(new));
            let parents: Vec<ActionId> = flow.actions.keys().copied().filter(|parent| parent.0 < id).collect();
            let choice = chance.below(u32::try_from(parents.len()).unwrap());
            let parent = parents[usize::try_from(choice).unwrap()];
            let parent = Arc::make_mut(flow.actions.get_mut(&parent).unwrap());
            let branches = actions::branch_keys(parent, kind());
            if let Some(free) = branches.iter().find(|key| !parent.links.contains_key(*key)) {
                parent.links.insert(free.clone(), Link::To(ActionId(id)));
            }
        }
        flow.positions = tidy(&flow, kind());
        flow
    }

    fn box_of(flow: &Flow, id: ActionId, pos: Pos) -> [i32; 4] {
        [pos.0, pos.1, pos.0 + 208, pos.1 + height(&flow.actions[&id], kind())]
    }

    fn cover(one: [i32; 4], other: [i32; 4]) -> bool {
        one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
    }

    #[test]
    fn some_cards_are_laid_out_where_they_are_and_cover_no_other() {
        for seed in 1..300 {
            let mut chance = Chance(seed * 0x9e37_79b9);
            let mut flow = random(&mut chance);
            let all: Vec<ActionId> = flow.actions.keys().copied().collect();
            for id in &all {
                if chance.below(3) == 0 {
                    let pos =
                        Pos(i32::try_from(chance.below(1500)).unwrap(), i32::try_from(chance.below(900)).unwrap());
                    flow.positions.insert(*id, pos);
                }
            }
            let chosen: BTreeSet<ActionId> = all.iter().copied().filter(|_| chance.below(2) == 0).collect();
            let laid_out = tidy_some(&flow, kind(), &chosen);
            assert_eq!(
                laid_out.keys().copied().collect::<BTreeSet<_>>(),
                chosen,
                "seed {seed}: only these, and all of these"
            );
            for (id, pos) in &laid_out {
                let own = box_of(&flow, *id, *pos);
                for (other, at) in flow.positions.iter().filter(|(other, _)| !chosen.contains(other)) {
                    assert!(!cover(own, box_of(&flow, *other, *at)), "seed {seed}: {id} covers {other}");
                }
                for (other, at) in laid_out.iter().filter(|(other, _)| *other != id) {
                    assert!(!cover(own, box_of(&flow, *other, *at)), "seed {seed}: {id} covers {other}");
                }
            }
            let order = actions::shape(&flow, kind()).order;
            if let Some(first) = order.iter().find(|id| chosen.contains(id)) {
                let (before, after) = (flow.positions[first], laid_out[first]);
                assert!(after.0 == before.0 && after.1 >= before.1, "seed {seed}: the first stays or goes down");
            }
        }
    }

    #[test]
    fn what_is_tidy_already_stays() {
        for seed in 1..100 {
            let mut chance = Chance(seed * 0x9e37_79b9);
            let flow = random(&mut chance);
            // A card with all cards below it is laid out as in the whole tree.
            let ground = ground(&flow, kind());
            for top in flow.actions.keys() {
                let block: BTreeSet<ActionId> = ground.with_below(*top).iter().map(|card| card.id).collect();
                for (id, pos) in tidy_some(&flow, kind(), &block) {
                    assert_eq!(pos, flow.positions[&id], "seed {seed}: {id} below {top}");
                }
            }
        }
    }
}
