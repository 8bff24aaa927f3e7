//! Rounds that a customer may leave: a call can pass the same actions again, and need not (spec: testing §4, loops). They are found on the
//! frames, each with all values that are possible there by themselves, so that there is an answer where the states are too many.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::model::ActionRef;

use super::flow::Flow;
use super::search::Graph;

/// The actions of each round that can be left, in the order in which calls come to them.
pub(super) fn find(graph: &Graph) -> Vec<Vec<ActionRef>> {
    let stuck = graph.endless.as_ref().and_then(|endless| endless.place);
    let mut rounds: BTreeMap<BTreeSet<ActionRef>, Vec<ActionRef>> = BTreeMap::new();
    for round in kosaraju_scc(&steps_of(graph)) {
        let mut frames: Vec<usize> = round.into_iter().map(NodeIndex::index).collect();
        frames.sort_unstable();
        let mut actions: Vec<ActionRef> = Vec::new();
        for at in frames.iter().filter_map(|frame| graph.flow.frames.get(*frame)?.place) {
            if !actions.contains(&at) {
                actions.push(at);
            }
        }
        // A round that a customer cannot leave is a bad end, and listed there.
        if frames.len() > 1 && !actions.is_empty() && !actions.iter().any(|at| Some(*at) == stuck) {
            rounds.entry(actions.iter().copied().collect()).or_insert(actions);
        }
    }
    let is_part = |round: &BTreeSet<ActionRef>| rounds.keys().any(|other| round != other && round.is_subset(other));
    rounds.iter().filter(|(round, _)| !is_part(round)).map(|(_, actions)| actions.clone()).collect()
}

/// The steps between frames whose branches calls were found to take.
fn steps_of(graph: &Graph) -> DiGraph<(), (), usize> {
    let flow: &Flow = &graph.flow;
    let mut steps = DiGraph::with_capacity(flow.frames.len(), 0);
    for _ in &flow.frames {
        steps.add_node(());
    }
    for frame in 0..flow.frames.len() {
        let known = flow.edges_of(frame).filter(|(_, _, effect)| {
            effect.events.iter().all(|event| graph.first.get(*event).is_some_and(Option::is_some))
        });
        let to: BTreeSet<usize> = known.map(|(_, _, effect)| effect.to).filter(|to| *to < flow.frames.len()).collect();
        steps.extend_with_edges(to.into_iter().map(|to| (NodeIndex::new(frame), NodeIndex::new(to))));
    }
    steps
}
