//! The way to a person: for each branch that can be taken, the fewest menus and the shortest time from the arrival through the branch to a
//! person, a mailbox or another good ending (spec: testing §4, loops). Waits in queues are left out.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use crate::model::ActionRef;

use super::flow::{Effect, Event};
use super::search::{Far, Walk};

/// A step between two states, with its length.
struct Arc {
    from: usize,
    to: usize,
    length: u64,
    is_good: bool,
}

/// The ways through all branches, after a search that looked at all states.
pub(super) fn find(walk: &Walk) -> BTreeMap<(ActionRef, String), Far> {
    let menus = shortest(walk, |effect| effect.menus);
    let times = shortest(walk, |effect| effect.ms);
    let both = menus.into_iter().filter_map(|(branch, menus)| {
        let ms = *times.get(&branch)?;
        Some((branch, Far { menus, ms }))
    });
    both.collect()
}

fn shortest(walk: &Walk, length: fn(&Effect) -> u64) -> BTreeMap<(ActionRef, String), u64> {
    let flow = &walk.graph.flow;
    let is_served = |node: usize| {
        let frame = walk.graph.nodes.get(node).and_then(|node| flow.frames.get(node.frame));
        frame.is_none_or(|frame| frame.is_served)
    };
    let steps = walk.steps.iter().filter(|(from, ..)| !is_served(*from));
    let arcs: Vec<(Arc, &Effect)> = steps
        .filter_map(|(from, edge, to)| {
            let (_, effect) = flow.edge(*edge)?;
            let arc = Arc { from: *from, to: *to, length: length(effect), is_good: effect.is_good };
            Some((arc, effect))
        })
        .collect();
    let ahead = arcs.iter().map(|(arc, _)| (arc.from, arc.to, arc.length));
    let begin = distances(walk.graph.nodes.len(), ahead, [(0, 0)]);
    let back = arcs.iter().filter(|(arc, _)| !arc.is_good).map(|(arc, _)| (arc.to, arc.from, arc.length));
    let good = arcs.iter().filter(|(arc, _)| arc.is_good).map(|(arc, _)| (arc.length, arc.from));
    let end = distances(walk.graph.nodes.len(), back, good);
    let mut found: BTreeMap<(ActionRef, String), u64> = BTreeMap::new();
    for (arc, effect) in &arcs {
        let after = if arc.is_good { Some(0) } else { end.get(arc.to).copied().flatten() };
        let Some((before, after)) = begin.get(arc.from).copied().flatten().zip(after) else { continue };
        let whole = before + arc.length + after;
        for event in &effect.events {
            if let Some(Event::Takes(action, branch)) = flow.events.get(*event) {
                let known = found.entry((*action, branch.clone())).or_insert(whole);
                *known = whole.min(*known);
            }
        }
    }
    found
}

/// The shortest distance to each of so many places from some of them, which have a distance already.
fn distances(
    count: usize,
    arcs: impl Iterator<Item = (usize, usize, u64)>,
    begin: impl IntoIterator<Item = (u64, usize)>,
) -> Vec<Option<u64>> {
    let mut next: Vec<Vec<(usize, u64)>> = vec![Vec::new(); count];
    for (from, to, length) in arcs {
        next.get_mut(from).into_iter().for_each(|all| all.push((to, length)));
    }
    let mut found = vec![None; count];
    let mut open: BinaryHeap<Reverse<(u64, usize)>> = begin.into_iter().map(Reverse).collect();
    while let Some(Reverse((distance, place))) = open.pop() {
        let Some(known) = found.get_mut(place).filter(|known| known.is_none()) else { continue };
        *known = Some(distance);
        for (to, length) in next.get(place).into_iter().flatten() {
            open.push(Reverse((distance + length, *to)));
        }
    }
    found
}
