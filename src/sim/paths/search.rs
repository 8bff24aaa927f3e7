//! The search: from the arrival, every state that a call can come to, the nearest first. States in which all that is read later is the same
//! are one. Where there are too many states, what is left open is looked for backwards (`back.rs`).

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use crate::model::ActionRef;

use super::super::scene::Scene;
use super::flow::{ARRIVAL, Bad, Event, Flow};
use super::followed::Followed;
use super::held::End;
use super::parts::Values;

/// A step from a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// The state before.
    pub from: usize,
    /// The edge that is followed.
    pub edge: usize,
}

/// A state that a call can come to.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// The step by which it is reached first; none for the arrival.
    pub step: Option<Step>,
    /// How many steps that takes.
    pub depth: usize,
    /// The frame.
    pub frame: usize,
}

/// The first of the shortest ways to something.
#[derive(Clone, Copy, Debug)]
pub(super) struct First {
    /// The last step.
    pub step: Step,
    /// How many steps it takes.
    pub depth: usize,
}

/// A read of a variable without a value.
#[derive(Clone, Debug)]
pub(super) struct UnsetRead {
    /// The action that reads it.
    pub at: ActionRef,
    /// The variable, by its path.
    pub path: String,
    /// The first step that does so.
    pub first: First,
}

/// A round without a way out.
#[derive(Clone, Debug)]
pub(super) struct Endless {
    /// The first step into the round.
    pub first: First,
    /// The action of the state after it.
    pub place: Option<ActionRef>,
    /// What was followed.
    pub followed: Followed,
    /// The values with which there is no way out. The state may allow others.
    pub needs: Values,
}

/// The way through a branch to a good ending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Far {
    /// The fewest menus.
    pub menus: u64,
    /// The shortest time, in milliseconds.
    pub ms: u64,
}

/// Everything that is found from one arrival.
#[derive(Debug)]
pub(super) struct Graph {
    /// Where the call arrives.
    pub scene: Arc<Scene>,
    /// The flow.
    pub flow: Flow,
    /// The states.
    pub nodes: Vec<Node>,
    /// The first step to each event, by the place of the event.
    pub first: Vec<Option<First>>,
    /// The first step into a round that has no way out.
    pub endless: Option<Endless>,
    /// Variables that are read before they have a value.
    pub unset: Vec<UnsetRead>,
    /// The way through each branch to a person or another good ending, where all states were looked at.
    pub far: Option<BTreeMap<(ActionRef, String), Far>>,
    /// The actions of each round that a customer may leave.
    pub repeats: Vec<Vec<ActionRef>>,
    /// How many events neither a call was found for, nor a proof that there is none.
    pub open: usize,
    /// What was met that stopped the search.
    pub limit: Option<String>,
}

impl Graph {
    /// The events that can happen, each with the first step.
    pub(super) fn happens(&self) -> impl Iterator<Item = (&Event, First)> {
        self.flow.events.iter().zip(&self.first).filter_map(|(event, first)| Some((event, (*first)?)))
    }

    /// Every end, each with the first step and how the call ends, where what is outside is held.
    pub(super) fn ends(&self) -> impl Iterator<Item = (&End, First, &String)> {
        self.happens().filter_map(|(event, first)| match event {
            Event::Ends(end, how) => Some((end, first, how)),
            _ => None,
        })
    }

    /// The bad ends, each with the first step and how the call ends.
    pub(super) fn bad(&self) -> impl Iterator<Item = (&Bad, First, &String)> {
        self.happens().filter_map(|(event, first)| match event {
            Event::EndsBadly(bad, how) => Some((bad, first, how)),
            _ => None,
        })
    }
}

/// A state that is looked at.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub node: usize,
    pub frame: usize,
    pub values: Values,
}

/// The search from the arrival.
#[derive(Debug)]
pub(super) struct Walk {
    pub graph: Graph,
    /// The places of the states among the nodes.
    pub at: BTreeMap<(usize, Values), usize>,
    /// The states that were not looked at yet.
    pub next: VecDeque<State>,
    /// The steps from state to state, each with its edge.
    pub steps: Vec<(usize, usize, usize)>,
}

impl Walk {
    /// The search at its beginning.
    pub(super) fn new(scene: Arc<Scene>, flow: Flow) -> Self {
        let first = vec![None; flow.events.len()];
        let limit = flow.limit.clone();
        let nodes = vec![Node { step: None, depth: 0, frame: ARRIVAL }];
        let (endless, far, unset, repeats) = (None, None, Vec::new(), Vec::new());
        let graph = Graph { scene, flow, nodes, first, endless, unset, far, repeats, open: 0, limit };
        let arrival = State { node: 0, frame: ARRIVAL, values: Values::new() };
        let at = BTreeMap::from([((ARRIVAL, Values::new()), 0)]);
        Self { graph, at, next: VecDeque::from([arrival]), steps: Vec::new() }
    }

    /// Looks at every state, up to so many of them. Whether that were all.
    pub(super) fn go(&mut self, most: usize) -> bool {
        while let Some(state) = self.next.pop_front() {
            if self.graph.nodes.len() > most {
                self.next.push_front(state);
                return false;
            }
            let edges: Vec<usize> = self.graph.flow.edges_of(state.frame).map(|(place, ..)| place).collect();
            for edge in edges {
                if let Some((after, true)) = self.follow(&state, edge) {
                    self.next.push_back(after);
                }
            }
        }
        true
    }

    /// Follows an edge from a state, where the state allows it: the state after it, and whether it is new.
    pub(super) fn follow(&mut self, state: &State, place: usize) -> Option<(State, bool)> {
        let flow = &self.graph.flow;
        let (edge, effect) = flow.edge(place)?;
        let (to, values) = (effect.to, flow.after(&state.values, edge, effect)?);
        let depth = self.graph.nodes.get(state.node).map_or(0, |node| node.depth) + 1;
        let step = Step { from: state.node, edge: place };
        for event in &effect.events {
            if let Some(first) = self.graph.first.get_mut(*event).filter(|first| first.is_none()) {
                *first = Some(First { step, depth });
            }
        }
        let new = self.graph.nodes.len();
        let node = *self.at.entry((to, values.clone())).or_insert(new);
        if node == new {
            self.graph.nodes.push(Node { step: Some(step), depth, frame: to });
        }
        self.steps.push((state.node, place, node));
        Some((State { node, frame: to, values }, node == new))
    }

    /// Takes a way once more, with states of its own, as a shorter way than the known one. The last step.
    pub(super) fn chain(&mut self, from: &State, way: &[usize]) -> Option<Step> {
        let mut last = None;
        let mut at = from.node;
        for place in way {
            let depth = self.graph.nodes.get(at)?.depth + 1;
            let step = Step { from: at, edge: *place };
            let (_, effect) = self.graph.flow.edge(*place)?;
            at = self.graph.nodes.len();
            self.graph.nodes.push(Node { step: Some(step), depth, frame: effect.to });
            last = Some(step);
        }
        last
    }

    /// The nearest state from which no end can be reached, after a search that looked at all states.
    pub(super) fn find_endless(&mut self, followed: Followed) {
        let Some(way) = self.way_to_a_round(followed) else { return };
        if self.graph.endless.as_ref().is_some_and(|known| known.first.depth <= way.len()) {
            return;
        }
        let arrival = State { node: 0, frame: ARRIVAL, values: Values::new() };
        if let Some(step) = self.chain(&arrival, &way) {
            let place =
                self.graph.flow.edge(step.edge).and_then(|(_, effect)| self.graph.flow.frames.get(effect.to)?.place);
            let first = First { step, depth: way.len() };
            self.graph.endless = Some(Endless { first, place, followed, needs: Values::new() });
        }
    }

    /// For each state, whether a call can come out of all rounds from there.
    fn leads_out(&self, followed: Followed) -> Vec<bool> {
        let graph = &self.graph;
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); graph.nodes.len()];
        for (from, _, to) in self.followed(followed) {
            before.get_mut(to).into_iter().for_each(|all| all.push(from));
        }
        let is_out = |node: &Node| graph.flow.frames.get(node.frame).is_some_and(|frame| followed.is_out(frame));
        let mut leads_out: Vec<bool> = graph.nodes.iter().map(is_out).collect();
        let mut next: Vec<usize> = (0..leads_out.len()).filter(|node| leads_out.get(*node) == Some(&true)).collect();
        while let Some(node) = next.pop() {
            for from in before.get(node).into_iter().flatten() {
                if let Some(it) = leads_out.get_mut(*from).filter(|it| !**it) {
                    *it = true;
                    next.push(*from);
                }
            }
        }
        leads_out
    }

    /// The shortest way from the arrival to a state from which no end can be reached, edge by edge.
    fn way_to_a_round(&self, followed: Followed) -> Option<Vec<usize>> {
        let leads_out = self.leads_out(followed);
        let mut after: Vec<Vec<(usize, usize)>> = vec![Vec::new(); leads_out.len()];
        for (from, edge, to) in self.followed(followed) {
            after.get_mut(from)?.push((edge, to));
        }
        let mut ways: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        let mut next = VecDeque::from([0]);
        while let Some(node) = next.pop_front() {
            if node != 0 && leads_out.get(node) == Some(&false) {
                let steps = std::iter::successors(ways.get(&node), |(from, _)| ways.get(from));
                let mut way: Vec<usize> = steps.map(|(_, edge)| *edge).collect();
                way.reverse();
                return Some(way);
            }
            for (edge, to) in after.get(node).into_iter().flatten() {
                if *to != 0 && !ways.contains_key(to) {
                    ways.insert(*to, (node, *edge));
                    next.push_back(*to);
                }
            }
        }
        None
    }

    /// The steps that are followed, from state to state, each with its edge.
    fn followed(&self, followed: Followed) -> impl Iterator<Item = (usize, usize, usize)> {
        let flow = &self.graph.flow;
        let is_followed =
            move |place: usize| flow.edge(place).is_some_and(|(edge, effect)| followed.takes(flow, edge, effect));
        self.steps.iter().copied().filter(move |(_, edge, _)| is_followed(*edge))
    }
}
