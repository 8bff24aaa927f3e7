//! Rounds without a way out, where a search has not looked at all states. A frame is safe where something can be answered after which the
//! call is over or at a safe frame, whatever the values are. From every other frame the search goes on with all values that are possible
//! there, until it comes to safe frames; a state that leads to none is looked for backwards (spec: testing §4).

use std::collections::{BTreeMap, VecDeque};

use super::back::{Back, Looked, WayFrom};
use super::flow::Flow;
use super::followed::Followed;
use super::parts::Values;
use super::search::{Endless, First, Walk};

/// Most states around one frame.
const MOST_STATES: usize = 5_000;
/// Most places that are looked at for one state.
const MOST_PLACES: usize = 50_000;

/// Looks for a round without a way out.
pub(super) fn find(walk: &mut Walk, back: &mut Back, followed: Followed) {
    let safe = safe(&walk.graph.flow, followed);
    let unsafe_frames: Vec<usize> = (0..safe.len()).filter(|frame| safe.get(*frame) == Some(&false)).collect();
    let unknown = "whether a call can go round for ever was not found out within the limit";
    let mut is_looked_for: Vec<(usize, Values)> = Vec::new();
    for frame in unsafe_frames {
        let Some(stuck) = stuck_from(&walk.graph.flow, &safe, frame, followed) else {
            walk.graph.limit.get_or_insert(unknown.to_owned());
            return;
        };
        for (frame, values) in stuck {
            let needs = walk.graph.flow.reduced(frame, values);
            let Some(needs) = needs.filter(|needs| !is_looked_for.contains(&(frame, needs.clone()))) else { continue };
            is_looked_for.push((frame, needs.clone()));
            match back.look(&walk.graph.flow, &[(frame, needs.clone(), None)], MOST_PLACES, way_from(followed)) {
                Looked::Way(state, way) if followed == Followed::Undisturbed => {
                    if walk.chain(&state, &way).is_some() {
                        note(walk, walk.graph.nodes.len() - 1, &needs, followed);
                    }
                }
                Looked::Way(state, way) => {
                    if let Some(state) = back.take(walk, state, &way) {
                        note(walk, state.node, &needs, followed);
                    }
                }
                Looked::Never => {}
                Looked::Unknown => _ = walk.graph.limit.get_or_insert(unknown.to_owned()),
            }
        }
    }
}

/// Where a way begins. On a way to a known state something may have failed.
fn way_from(followed: Followed) -> WayFrom {
    match followed {
        Followed::All => WayFrom::Known,
        Followed::Undisturbed => WayFrom::Arrival(followed),
    }
}

/// Notes a state from which no end can be reached; the nearest counts.
fn note(walk: &mut Walk, node: usize, needs: &Values, followed: Followed) {
    let graph = &mut walk.graph;
    let Some(node) = graph.nodes.get(node) else { return };
    let Some(step) = node.step else { return };
    if graph.endless.as_ref().is_none_or(|known| known.first.depth > node.depth) {
        let place = graph.flow.frames.get(node.frame).and_then(|frame| frame.place);
        let first = First { step, depth: node.depth };
        graph.endless = Some(Endless { first, place, followed, needs: needs.clone() });
    }
}

/// Which frames are safe.
fn safe(flow: &Flow, followed: Followed) -> Vec<bool> {
    let mut safe: Vec<bool> = flow.frames.iter().map(|frame| followed.is_out(frame)).collect();
    let mut has_grown = true;
    while has_grown {
        has_grown = false;
        for frame in (0..safe.len()).rev() {
            if safe.get(frame) == Some(&true) {
                continue;
            }
            let mut inputs: BTreeMap<usize, bool> = BTreeMap::new();
            for (_, edge, effect) in followed.edges_of(flow, frame) {
                *inputs.entry(edge.input).or_insert(true) &= safe.get(effect.to) == Some(&true);
            }
            if inputs.values().any(|is_safe| *is_safe) {
                safe.get_mut(frame).into_iter().for_each(|it| *it = true);
                has_grown = true;
            }
        }
    }
    safe
}

/// The states that lead to no safe frame, among those that follow a frame with all values that are possible there; none where there are too
/// many.
fn stuck_from(flow: &Flow, safe: &[bool], frame: usize, followed: Followed) -> Option<Vec<(usize, Values)>> {
    let parts = (0..flow.parts.count()).filter(|part| flow.is_live(frame, *part));
    let values: Values = parts.map(|part| (part, flow.may(frame, part))).collect();
    let mut at: BTreeMap<(usize, Values), usize> = BTreeMap::from([((frame, values.clone()), 0)]);
    let mut states = vec![(frame, values)];
    let mut before: Vec<Vec<usize>> = vec![Vec::new()];
    let mut leads_out = vec![false];
    let mut next = VecDeque::from([0]);
    while let Some(number) = next.pop_front() {
        let (frame, values) = states.get(number)?.clone();
        for (_, edge, effect) in followed.edges_of(flow, frame) {
            let Some(after) = flow.after(&values, edge, effect) else { continue };
            if safe.get(effect.to) == Some(&true) {
                leads_out.get_mut(number).into_iter().for_each(|it| *it = true);
                continue;
            }
            let count = states.len();
            let known = *at.entry((effect.to, after.clone())).or_insert(count);
            if known == count {
                states.push((effect.to, after));
                before.push(Vec::new());
                leads_out.push(false);
                next.push_back(count);
            }
            before.get_mut(known)?.push(number);
        }
        if states.len() > MOST_STATES {
            return None;
        }
    }
    let mut open: Vec<usize> = (0..leads_out.len()).filter(|state| leads_out.get(*state) == Some(&true)).collect();
    while let Some(state) = open.pop() {
        for earlier in before.get(state)? {
            let is_out = leads_out.get_mut(*earlier)?;
            if !*is_out {
                *is_out = true;
                open.push(*earlier);
            }
        }
    }
    let stuck = states.into_iter().zip(leads_out).filter(|(_, leads_out)| !leads_out);
    Some(stuck.map(|(state, _)| state).collect())
}
