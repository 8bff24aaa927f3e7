//! Room on the canvas under random edits: no two cards cover each other unless a hand put them so, only pushed blocks move, and undo gives
//! every position back. Homes, sizes and overlaps are computed here, apart from the code under test (spec: ease §2).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use signalbox::actions::branch_keys;
use signalbox::edit::{Clip, Context, Document, Edit, Spot};
use signalbox::layout::tree::tidy;
use signalbox::model::{Action, ActionId, Flow, Link, Params, Pos, Row, RowId, Status, TreeType, Value, VersionId};

use crate::support::{Chance, Lab, cases};

const WIDTH: i32 = 208;
/// A card may be pushed when less than this is free beside it, and half as much between columns.
const GAP: Pos = Pos(72, 28);
const KINDS: [&str; 5] = ["node", "voice_announcement", "search_invoice", "pause", "load_sharing"];

type Places = BTreeMap<ActionId, Pos>;

/// A card: its left, top and bottom edges.
#[derive(Clone, Copy, Debug)]
struct Card(i32, i32, i32);

impl Card {
    fn touches(self, other: Self, gap: Pos) -> bool {
        (self.0 - other.0).abs() < WIDTH + gap.0 && self.1 < other.2 + gap.1 && other.1 < self.2 + gap.1
    }
}

struct Desk {
    document: Document,
    version: VersionId,
    tree: TreeType,
}

impl Desk {
    fn new() -> Self {
        let mut lab = Lab::new("start -> end");
        let (version, _) = lab.add_version(lab.routing, "draft", Status::InDevelopment, "start");
        let tree = lab.project.tree_type_of(version);
        Self { document: Document::new(lab.project), version, tree }
    }

    fn flow(&self) -> &Flow {
        &self.document.project().versions[&self.version].flow
    }

    fn places(&self) -> Places {
        self.flow().positions.clone()
    }

    fn height(&self, flow: &Flow, id: ActionId) -> i32 {
        let rows = i32::try_from(branch_keys(&flow.actions[&id], self.tree).len()).unwrap();
        46 + 26 * rows + if rows > 0 { 6 } else { 0 }
    }

    fn card(&self, flow: &Flow, id: ActionId, at: Pos) -> Card {
        Card(at.0, at.1, at.1 + self.height(flow, id))
    }

    /// The pairs of cards that cover each other.
    fn covered(&self, flow: &Flow) -> BTreeSet<(ActionId, ActionId)> {
        let cards: Vec<(ActionId, Card)> =
            flow.positions.iter().map(|(id, at)| (*id, self.card(flow, *id, *at))).collect();
        let mut pairs = BTreeSet::new();
        for (place, (id, card)) in cards.iter().enumerate() {
            let others = cards[..place].iter().filter(|(_, other)| card.touches(*other, Pos(0, 0)));
            pairs.extend(others.map(|(other, _)| (*other, *id)));
        }
        pairs
    }

    /// The action under which each action has its home, depth first in branch order.
    fn homes(&self, flow: &Flow) -> BTreeMap<ActionId, (ActionId, String)> {
        let arrows = |action: &Action| -> Vec<(String, ActionId)> {
            let keys = branch_keys(action, self.tree).into_iter();
            keys.filter_map(|key| Some((key.clone(), action.links.get(&key)?.target()?))).collect()
        };
        let entered: BTreeSet<ActionId> =
            flow.actions.values().flat_map(|action| arrows(action)).map(|(_, to)| to).collect();
        let start = flow.actions.values().find(|action| action.is_start()).unwrap().id;
        let apart = flow.actions.keys().copied().filter(|id| !entered.contains(id));
        let (mut homes, mut seen) = (BTreeMap::new(), BTreeSet::new());
        for root in [start].into_iter().chain(apart).chain(flow.actions.keys().copied()).collect::<Vec<_>>() {
            let mut open = vec![(root, None)];
            while let Some((id, home)) = open.pop() {
                if seen.insert(id) {
                    homes.extend(home.map(|home| (id, home)));
                    let below = arrows(&flow.actions[&id]).into_iter().rev();
                    open.extend(below.map(|(key, to)| (to, Some((id, key)))));
                }
            }
        }
        homes
    }

    /// An action and all that have their homes below it.
    fn below(&self, flow: &Flow, top: ActionId) -> BTreeSet<ActionId> {
        let homes = self.homes(flow);
        let is_below = |id: &ActionId| {
            let mut now = Some(*id);
            while let Some(id) = now.filter(|id| *id != top) {
                now = homes.get(&id).map(|(from, _)| *from);
            }
            now.is_some()
        };
        flow.actions.keys().copied().filter(is_below).collect()
    }

    fn any_action(&self, chance: &mut Chance) -> ActionId {
        *chance.pick(&self.flow().actions.keys().copied().collect::<Vec<_>>())
    }

    /// An action and one of its branches.
    fn any_port(&self, chance: &mut Chance) -> Option<(ActionId, String)> {
        let id = self.any_action(chance);
        let keys = branch_keys(&self.flow().actions[&id], self.tree);
        (!keys.is_empty()).then(|| (id, chance.pick(&keys).clone()))
    }

    fn apply(&mut self, edit: &Edit) -> bool {
        self.document.apply(edit, &Context::default()).is_ok()
    }
}

/// The area that a card passes on its way down from one place to another one.
fn swept(card: Card, from: i32) -> Card {
    Card(card.0, card.1.min(from), card.2)
}

/// Checks where the cards are after something came in at a port.
fn assert_made_room(desk: &Desk, before: &Flow, (parent, branch): &(ActionId, String), note: &str) {
    let flow = desk.flow();
    let is_new = |id: &ActionId| !before.actions.contains_key(id);
    let old = before.actions[parent].links.get(branch).and_then(|link| link.target());
    let homes = desk.homes(before);
    let follower = old.filter(|id| homes.get(id) == Some(&(*parent, branch.clone())));
    let carried = follower.map(|id| desk.below(before, id)).unwrap_or_default();
    let first = flow.actions[parent].links[branch].target().unwrap();
    if let Some(follower) = follower {
        assert_eq!(flow.positions[&first], before.positions[&follower], "{note}: it takes the follower's place");
    } else {
        assert_eq!(
            flow.positions[&first].0,
            before.positions[parent].0 + WIDTH + GAP.0,
            "{note}: it is right of the port"
        );
    }
    let right = follower.map(|id| flow.positions[&id].0 - before.positions[&id].0);
    assert!(right.is_none_or(|right| right >= WIDTH + GAP.0), "{note}: moved right by {right:?}");
    // Everything else keeps its column. What has moved passed something that moved or is new, or hangs below a card that did.
    let shifted = |id: &ActionId| {
        let at = before.positions[id];
        if carried.contains(id) { Pos(at.0 + right.unwrap(), at.1) } else { at }
    };
    let moved: Vec<ActionId> =
        before.positions.keys().copied().filter(|id| flow.positions[id] != shifted(id)).collect();
    let sweep = |id: ActionId, from: i32| swept(desk.card(flow, id, flow.positions[&id]), from);
    for id in &moved {
        let (from, to) = (shifted(id), flow.positions[id]);
        assert!(from.0 == to.0 && from.1 < to.1, "{note}: {id} moves from {from:?} to {to:?}");
        let mut tops = vec![*id];
        while let Some((above, _)) = homes.get(tops.last().unwrap()) {
            tops.push(*above);
        }
        let is_met = |top: &ActionId| {
            let passed = sweep(*top, shifted(top).1);
            let others = flow.positions.keys().copied().filter(|other| other != top);
            others
                .filter(|other| {
                    is_new(other) || flow.positions[other] != before.positions[other] || moved.contains(top)
                })
                .any(|other| {
                    let start = if is_new(&other) { flow.positions[&other].1 } else { shifted(&other).1 };
                    passed.touches(sweep(other, start), GAP)
                })
        };
        assert!(tops.iter().any(is_met), "{note}: {id} moves to {to:?} for no reason");
    }
}

/// Checks that only followers that closed up have moved, to the left, each with everything below it.
fn assert_closed_up(desk: &Desk, before: &Flow, note: &str) {
    let flow = desk.flow();
    let homes = desk.homes(flow);
    let by = |id: &ActionId| {
        let (from, to) = (before.positions[id], flow.positions[id]);
        (to.0 - from.0, to.1 - from.1)
    };
    for id in flow.positions.keys().filter(|id| by(id) != (0, 0)) {
        let home = homes.get(id).unwrap_or_else(|| panic!("{note}: {id} moves, and nothing leads to it"));
        let led = before.actions.get(&home.0).and_then(|from| from.links.get(&home.1)?.target());
        let takes_place = led.filter(|was| was != id && !flow.actions.contains_key(was));
        match takes_place {
            None => assert_eq!(by(id), by(&home.0), "{note}: {id} moves apart from {}", home.0),
            Some(was) => {
                let gap = before.positions[&was].0 - before.positions[id].0 + by(&home.0).0;
                assert!(gap < by(&home.0).0, "{note}: {id} does not move left");
                assert!(by(id) == by(&home.0) || by(id).0 == gap, "{note}: {id} moves by {:?}", by(id));
            }
        }
    }
}

#[test]
fn random_edits_keep_cards_apart_and_undo_gives_every_position_back() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..cases(60) {
        let mut chance = Chance::new(seed);
        let mut desk = Desk::new();
        let mut history: Vec<Places> = Vec::new();
        for step in 0..40 {
            let before = desk.flow().clone();
            let covered = desk.covered(&before);
            let note = format!("seed {seed}, step {step}");
            let act = *chance.pick(&["add", "add", "add", "add", "paste", "remove", "link", "hand", "tidy", "undo"]);
            let version = desk.version;
            let (is_done, what) = match act {
                "add" | "paste" => {
                    let Some(port) = desk.any_port(&mut chance) else { continue };
                    let spot = Spot::After(port.0, port.1.clone());
                    let edit = if act == "add" {
                        let kind = (*chance.pick(&KINDS)).to_owned();
                        Edit::AddAction { version, kind, spot, pos: None }
                    } else {
                        let ids: BTreeSet<_> = (0..2).map(|_| desk.any_action(&mut chance)).collect();
                        let clip = Clip::copy(desk.document.project(), version, &ids);
                        if clip.is_empty() {
                            continue;
                        }
                        Edit::Paste { version, clip: Box::new(clip), spot, pos: None }
                    };
                    assert!(desk.apply(&edit), "{note}: {edit:?}");
                    assert_made_room(&desk, &before, &port, &format!("{note}, {act}"));
                    (true, act)
                }
                "remove" => {
                    let action = desk.any_action(&mut chance);
                    let is_done = desk.apply(&Edit::RemoveActions { version, actions: vec![action] });
                    assert_closed_up(&desk, &before, &note);
                    (is_done, act)
                }
                "link" => {
                    let Some((from, branch)) = desk.any_port(&mut chance) else { continue };
                    let to = desk.any_action(&mut chance);
                    let link = if chance.once_in(4) { None } else { Some(Link::To(to)) };
                    let is_done = desk.apply(&Edit::SetLink { version, from, branch, link });
                    assert_eq!(desk.places(), before.positions, "{note}: a link moves nothing");
                    (is_done, act)
                }
                "hand" => {
                    let at = |chance: &mut Chance| i32::try_from(chance.below(40)).unwrap() * 40;
                    let cards = vec![(desk.any_action(&mut chance), Pos(at(&mut chance), at(&mut chance)))];
                    (desk.apply(&Edit::MoveCards { version, cards }), act)
                }
                "tidy" => {
                    let cards = tidy(desk.flow(), desk.tree).into_iter().collect();
                    (desk.apply(&Edit::MoveCards { version, cards }), act)
                }
                _ => (desk.document.undo().is_some(), act),
            };
            if act == "undo" {
                if let Some(known) = history.pop() {
                    assert_eq!(desk.places(), known, "{note}: undo gives the positions back");
                }
            } else if desk.document.project().versions[&version].flow != before {
                history.push(before.positions.clone());
            }
            if act == "tidy" {
                assert_eq!(desk.covered(desk.flow()), BTreeSet::new(), "{note}");
                #[cfg(feature = "gui")]
                assert_eq!(arrows::behind_cards(&desk), Vec::<String>::new(), "{note}");
            }
            if matches!(act, "add" | "paste" | "remove") {
                let added: Vec<_> = desk.covered(desk.flow()).difference(&covered).copied().collect();
                let is_pasted = |id: &ActionId| !before.actions.contains_key(id);
                // Pasted cards keep their distances, so a pair that covers each other in the clip does so again.
                let added: Vec<_> = added.into_iter().filter(|(a, b)| !(is_pasted(a) && is_pasted(b))).collect();
                assert!(added.is_empty(), "{note}, {act}: {added:?} cover each other");
            }
            *counts.entry(what).or_default() += usize::from(is_done);
        }
        while let Some(known) = history.pop() {
            assert!(desk.document.undo().is_some());
            assert_eq!(desk.places(), known, "seed {seed}: undo gives the positions back");
        }
    }
    let least =
        ["add", "paste", "remove", "link", "hand", "tidy", "undo"].map(|act| counts.get(act).copied().unwrap_or(0));
    assert!(least.iter().all(|count| *count >= 50), "{counts:?}");
}

/// The arrows of the tree as the canvas draws them, and whether one runs behind a card; the geometry is computed here.
#[cfg(feature = "gui")]
mod arrows {
    use signalbox::canvas::{CanvasScene, WireKind, lines};
    use signalbox::look::LIGHT;
    use signalbox::picture::scene::scene;

    use super::Desk;

    /// Whether a straight line meets the inside of a rectangle, by clipping it at one edge after the other.
    fn meets(from: (f32, f32), to: (f32, f32), (left, top, right, bottom): (f32, f32, f32, f32)) -> bool {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let edges = [(-dx, from.0 - left), (dx, right - from.0), (-dy, from.1 - top), (dy, bottom - from.1)];
        let (mut first, mut last) = (0.0_f32, 1.0_f32);
        for (towards, room) in edges {
            if towards == 0.0 {
                if room <= 0.0 {
                    return false;
                }
            } else if towards < 0.0 {
                first = first.max(room / towards);
            } else {
                last = last.min(room / towards);
            }
        }
        first < last
    }

    #[test]
    fn a_line_meets_a_rectangle_or_not() {
        let card = (0.0, 0.0, 10.0, 10.0);
        assert!(meets((-5.0, 5.0), (15.0, 5.0), card) && meets((5.0, 5.0), (6.0, 6.0), card));
        assert!(meets((-1.0, 5.0), (5.0, 11.0), card));
        assert!(!meets((-5.0, 11.0), (15.0, 11.0), card) && !meets((-5.0, 5.0), (-1.0, 5.0), card));
        assert!(!meets((-4.0, 8.0), (4.0, 16.0), card));
    }

    fn drawn(desk: &Desk) -> CanvasScene {
        let project = desk.document.project();
        let version = &project.versions[&desk.version];
        scene(project, &project.routings[&version.info.routing], version, std::iter::empty(), &LIGHT, 1)
    }

    /// The arrows of the tree that run behind a card which is not at one of their ends.
    pub fn behind_cards(desk: &Desk) -> Vec<String> {
        let scene = drawn(desk);
        let mut behind = Vec::new();
        for (place, points) in lines(&scene) {
            let wire = &scene.wires[place];
            if wire.kind != WireKind::Tree {
                continue;
            }
            for card in scene.cards.iter().filter(|card| card.id != wire.from && card.id != wire.to) {
                let rect = card.rect().shrink(1.0);
                let sides = (rect.left(), rect.top(), rect.right(), rect.bottom());
                if points.windows(2).any(|two| meets((two[0].x, two[0].y), (two[1].x, two[1].y), sides)) {
                    behind.push(format!("{} -> {} behind {}", wire.from, wire.to, card.id));
                }
            }
        }
        behind
    }
}

/// A chain of nodes `start -> 2 -> 3 -> 4`, one column apart.
fn chain() -> (Desk, Vec<ActionId>) {
    let mut desk = Desk::new();
    let mut ids = vec![*desk.flow().actions.keys().next().unwrap()];
    for _ in 0..3 {
        let spot = Spot::After(*ids.last().unwrap(), "ok".to_owned());
        let add = Edit::AddAction { version: desk.version, kind: "node".to_owned(), spot, pos: None };
        ids.extend(desk.document.apply(&add, &Context::default()).unwrap().actions);
    }
    (desk, ids)
}

#[test]
fn a_chain_is_inserted_into_and_closes_up_again() {
    let (mut desk, ids) = chain();
    let before = desk.places();
    let version = desk.version;
    let spot = Spot::After(ids[1], "ok".to_owned());
    let add = Edit::AddAction { version, kind: "pause".to_owned(), spot, pos: None };
    let new = desk.document.apply(&add, &Context::default()).unwrap().actions[0];
    assert_eq!(desk.places()[&new], before[&ids[2]]);
    for id in &ids[2..] {
        assert_eq!(desk.places()[id], Pos(before[id].0 + 280, before[id].1));
    }
    assert!(desk.apply(&Edit::RemoveActions { version, actions: vec![new] }));
    assert_eq!(desk.places(), before);
    desk.document.undo();
    desk.document.undo();
    assert_eq!(desk.places(), before);
}

#[test]
fn a_chain_that_is_pasted_on_an_arrow_leads_on_from_its_last_action() {
    let (mut desk, ids) = chain();
    let before = desk.places();
    let clip = Clip::copy(desk.document.project(), desk.version, &[ids[1], ids[2]].into());
    let spot = Spot::After(ids[0], "ok".to_owned());
    let paste = Edit::Paste { version: desk.version, clip: Box::new(clip), spot, pos: None };
    let applied = desk.document.apply(&paste, &Context::default()).unwrap();
    assert_eq!(applied.notice, None);
    let [first, last] = applied.actions[..] else { panic!("two actions") };
    let links = |id: ActionId| desk.flow().actions[&id].links["ok"];
    assert_eq!([links(ids[0]), links(first), links(last)], [first, last, ids[1]].map(Link::To));
    assert_eq!(desk.places()[&first], before[&ids[1]]);
    assert_eq!(desk.places()[&ids[1]].0, desk.places()[&last].0 + 280);
}

#[test]
fn a_moved_action_takes_its_new_place_and_its_old_one_closes_up() {
    let (mut desk, ids) = chain();
    let before = desk.places();
    let spot = Spot::After(ids[3], "ok".to_owned());
    assert!(desk.apply(&Edit::Reposition { version: desk.version, action: ids[1], spot }));
    let after = desk.places();
    assert_eq!(after[&ids[2]], before[&ids[1]]);
    assert_eq!(after[&ids[1]].0, after[&ids[3]].0 + 280);
    assert_eq!(after[&ids[3]].0, after[&ids[2]].0 + 280);
    assert_eq!(desk.covered(desk.flow()), BTreeSet::new());
}

#[test]
fn cards_without_a_position_stay_where_they_are_shown() {
    let (desk, ids) = chain();
    let mut project = (**desk.document.project()).clone();
    let version = Arc::make_mut(project.versions.get_mut(&desk.version).unwrap());
    version.flow.positions.clear();
    let shown = tidy(&version.flow, desk.tree);
    let mut desk = Desk { document: Document::new(project), ..desk };
    let spot = Spot::After(ids[3], "ok".to_owned());
    assert!(desk.apply(&Edit::AddAction { version: desk.version, kind: "node".to_owned(), spot, pos: None }));
    for id in ids {
        assert_eq!(desk.places()[&id], shown[&id]);
    }
    desk.document.undo();
    assert_eq!(desk.places(), Places::new());
}

#[test]
fn a_copy_does_not_cover_its_original() {
    let (mut desk, ids) = chain();
    let version = desk.version;
    let clip = Box::new(Clip::copy(desk.document.project(), version, &[ids[1]].into()));
    assert!(desk.apply(&Edit::Paste { version, clip, spot: Spot::Free, pos: None }));
    assert_eq!(desk.covered(desk.flow()), BTreeSet::new());
}

#[test]
fn a_menu_that_gets_more_branches_moves_what_is_below() {
    let (mut desk, ids) = chain();
    let version = desk.version;
    let spot = Spot::After(ids[3], "ok".to_owned());
    let add = Edit::AddAction { version, kind: "voice_announcement".to_owned(), spot, pos: None };
    let menu = desk.document.apply(&add, &Context::default()).unwrap().actions[0];
    let at = desk.places()[&menu];
    let below = Pos(at.0, at.1 + desk.height(desk.flow(), menu) + GAP.1);
    let add = Edit::AddAction { version, kind: "node".to_owned(), spot: Spot::Free, pos: Some(below) };
    let node = desk.document.apply(&add, &Context::default()).unwrap().actions[0];
    let set = |key: &str, value| Edit::SetParam { version, action: menu, key: key.to_owned(), value: Some(value) };
    assert!(desk.apply(&set("mode", Value::Text("menu".to_owned()))));
    let before = desk.places();
    let row = |key: i32| Row { id: RowId(0), cells: Params([("key".to_owned(), Value::Text(key.to_string()))].into()) };
    assert!(desk.apply(&set("keys", Value::Rows((1..=6).map(row).collect()))));
    let bottom = at.1 + desk.height(desk.flow(), menu);
    assert_eq!(desk.places()[&node], Pos(at.0, bottom + GAP.1));
    desk.document.undo();
    assert_eq!(desk.places(), before);
}
