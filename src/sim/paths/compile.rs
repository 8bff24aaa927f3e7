//! Takes a flow apart: runs every step once for all values of what the step reads, and notes what it does. Which values a part may have at
//! a frame is found on the way, for each part by itself: more than what really happens, and never less (spec: testing §4).

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{Cell, Fact, Seen};

use super::super::engine::begin;
use super::Search;
use super::compiler::{Compiler, Node, Way};
use super::edges;
use super::flow::{ARRIVAL, Flow};
use super::known::Known;
use super::look::{Live, Spot, include, spot};
use super::parts::{MOST_VALUES, Part, bit};
use super::steps::clean;
use super::why;

/// Most ways in which what one step reads can be decided.
const MOST_FORKS: usize = 4_096;
/// How many frames there may be for each state that a search may have.
const FRAMES_A_STATE: usize = 3;
/// The bounds of the most frames.
const MOST_FRAMES: (usize, usize) = (2_000, 60_000);
/// How many steps are run for each frame that there may be.
const STEPS_A_FRAME: usize = 20;

/// Takes a flow apart. What is read at a place is known for certain only afterwards: where states that are different in it were taken for
/// the same, the flow is taken apart again.
pub(super) fn compile(search: &Search<'_>) -> Flow {
    let (mut seen, mut ways) = (BTreeMap::new(), BTreeSet::new());
    let mut live = Live::default();
    loop {
        let mut compiler = Compiler::new(search, &live);
        compiler.run();
        for (place, more) in &compiler.seen {
            include(seen.entry(*place).or_default(), more);
        }
        ways.extend(std::mem::take(&mut compiler.ways));
        let now = Live::new(&seen, &ways);
        if compiler.flow.limit.is_some() || !compiler.has_mixed(&now) {
            compiler.assume_times(&now);
            let reasons = if compiler.flow.limit.is_none() { why::find(&compiler) } else { BTreeMap::new() };
            let mut flow = edges::of(compiler);
            flow.reasons = reasons;
            return flow;
        }
        drop(compiler);
        live = now;
    }
}

impl Compiler<'_> {
    fn run(&mut self) {
        self.search.trial.begin(&Known::new());
        let (mut state, _) = begin(&self.search.scene);
        self.start = std::mem::take(&mut state.interaction.variables);
        let is_read = |path: &&String| !crate::catalog::reserved::is_field(path);
        let compared = self.search.constants.compared.keys().chain(&self.search.constants.open).filter(is_read);
        for path in compared.cloned().collect::<BTreeSet<_>>() {
            self.place_of(&Part::Variable(path));
        }
        self.frame_of(clean(state), Known::new());
        self.reaches(ARRIVAL);
        // New frames come first, so that what is possible is passed on for many of them at once.
        while let Some(frame) = self.fresh.pop_front().or_else(|| self.waiting.pop_front()) {
            self.is_waiting.get_mut(frame).into_iter().for_each(|it| *it = false);
            if !self.is_grown(frame) {
                self.grow_all(frame);
            }
            self.spread(frame);
        }
    }

    /// Whether the steps of a frame were run for all that is possible by now.
    fn is_grown(&self, frame: usize) -> bool {
        self.open.get(frame).is_some_and(|open| {
            let is_run = open.roots.iter().all(Option::is_some);
            is_run && open.grown.iter().all(|(part, mask)| self.flow.may(frame, *part) == *mask)
        })
    }

    fn grow_all(&mut self, frame: usize) {
        let inputs = self.open.get(frame).map_or(0, |open| open.roots.len());
        for input in 0..inputs {
            let root = self.open.get(frame).and_then(|open| open.roots.get(input).copied().flatten());
            let mut way = Way { frame, input, fixed: Vec::new(), decided: Vec::new() };
            let grown = self.grow(&mut way, root);
            if let Some(root) = self.open.get_mut(frame).and_then(|open| open.roots.get_mut(input)) {
                *root = grown;
            }
        }
    }

    /// Whether two states were taken for the same that are different in something that is read later.
    fn has_mixed(&self, live: &Live) -> bool {
        self.merged.iter().any(|(frame, other)| {
            let Some(open) = self.open.get(*frame) else { return false };
            let spot = spot(&open.state);
            // What was known to be read has told the states apart already.
            live.at(spot).is_some_and(|now| {
                let before = self.live.at(spot).cloned().unwrap_or_default();
                let new =
                    Seen { facts: &now.facts - &before.facts, cells: &now.cells - &before.cells, ..Seen::default() };
                open.aspects.differ(other, &new)
            })
        })
    }

    /// How long somebody takes is tried once. That makes a difference only where a later step reads what depends on the clock.
    fn assume_times(&mut self, live: &Live) {
        let counts_time = |seen: &Seen| {
            let is_cell = |cell: &Cell| matches!(cell, Cell::People | Cell::LastMessage);
            seen.facts.contains(&Fact::Start) || seen.cells.iter().any(is_cell)
        };
        let first = self.timed.iter().find(|spot| live.at(**spot).is_some_and(counts_time)).copied();
        if let Some((place, _)) = first {
            let clause = "people take as long to answer, to talk and to speak as they usually do".to_owned();
            self.flow.assumed.insert(clause, place);
        }
    }

    /// Something new is possible at a frame.
    pub(super) fn reaches(&mut self, frame: usize) {
        if self.is_waiting.len() <= frame {
            self.is_waiting.resize(frame + 1, false);
        }
        if let Some(is_waiting) = self.is_waiting.get_mut(frame).filter(|is_waiting| !**is_waiting) {
            *is_waiting = true;
            let is_fresh = self.open.get(frame).is_none_or(|open| open.roots.iter().all(Option::is_none));
            if is_fresh { self.fresh.push_back(frame) } else { self.waiting.push_back(frame) }
        }
    }

    /// What follows on a way through a step, for all values that are possible by now.
    fn grow(&mut self, way: &mut Way, node: Option<usize>) -> Option<usize> {
        let node = if let Some(node) = node {
            node
        } else {
            let new = self.attempt(way)?;
            self.nodes.push(new);
            self.nodes.len() - 1
        };
        match self.nodes.get(node) {
            Some(Node::Reads(part, below)) => {
                let (part, below) = (*part, below.clone());
                let may = self.flow.may(way.frame, part);
                if let Some(open) = self.open.get_mut(way.frame) {
                    open.grown.insert(part, may);
                }
                for value in (0..MOST_VALUES).filter(|value| may & bit(*value) != 0) {
                    way.fixed.push((part, value));
                    let grown = self.grow(way, below.get(&value).copied());
                    way.fixed.pop();
                    if let (Some(grown), Some(Node::Reads(_, below))) = (grown, self.nodes.get_mut(node)) {
                        below.insert(value, grown);
                    }
                }
            }
            Some(Node::Forks(fact, below)) => {
                let (fact, below) = (*fact, below.clone());
                for (place, (decided, known)) in below.into_iter().enumerate() {
                    way.decided.push((fact, decided));
                    let grown = self.grow(way, known);
                    way.decided.pop();
                    if let Some(Node::Forks(_, below)) = self.nodes.get_mut(node) {
                        below.get_mut(place).into_iter().for_each(|(_, known)| *known = grown);
                    }
                }
            }
            _ => {}
        }
        Some(node)
    }

    /// Runs a step with what is decided on the way: what it reads next, or what it does.
    fn attempt(&mut self, way: &Way) -> Option<Node> {
        self.steps += 1;
        let effects = self.open.get(way.frame).map_or(0, |open| open.effects.len());
        let most = self.search.most.saturating_mul(FRAMES_A_STATE).clamp(MOST_FRAMES.0, MOST_FRAMES.1);
        if self.steps > most.saturating_mul(STEPS_A_FRAME) || self.open.len() > most {
            self.stop(format!("more than {most} situations, without what the call has decided"));
        } else if effects > MOST_FORKS {
            self.stop("one step asks for too many facts at once".to_owned());
        }
        if self.flow.limit.is_some() {
            return None;
        }
        self.step(way)
    }

    /// Notes the limit that was met.
    pub(super) fn stop(&mut self, limit: String) {
        self.flow.limit.get_or_insert(limit);
    }

    /// Notes what is read at a spot.
    pub(super) fn sees(&mut self, spot: Spot, seen: &Seen) {
        // Who is at work is another reader of the moment, which the hours of people tell apart.
        let reads_moment = seen.facts.contains(&Fact::Start) && !seen.cells.contains(&Cell::People);
        if reads_moment && !self.search.trial.atoms().is_tried(Fact::Start) {
            let clause = self.search.clock.assumed();
            self.flow.assumed.entry(clause).or_insert(spot.0);
        }
        include(self.seen.entry(spot).or_default(), seen);
    }

    /// Notes an assumption.
    pub(super) fn assumes(&mut self, way: &Way, clause: &str) {
        let at = self.open.get(way.frame).and_then(|open| open.state.at);
        if !self.flow.assumed.contains_key(clause) {
            self.flow.assumed.insert(clause.to_owned(), at);
        }
    }

    /// Passes on what is possible at a frame to the frames that follow.
    fn spread(&mut self, frame: usize) {
        let row = self.flow.rows.get(frame).cloned().unwrap_or_default();
        let effects = self.open.get(frame).map(|open| open.effects.clone()).unwrap_or_default();
        let mut is_passed = BTreeSet::new();
        for place in effects {
            let (Some(effect), Some(raw)) = (self.flow.effects.get(place), self.raw.get(place)) else { continue };
            let to = effect.to;
            let is_plain = effect.sets.is_empty() && effect.counts.is_empty() && raw.fixed.is_empty();
            if is_plain && !is_passed.insert(to) {
                continue;
            }
            let parts = &self.flow.parts;
            let mut after = row.clone();
            raw.fixed.iter().for_each(|(part, value)| after.put(parts.slots(*part), bit(*value)));
            for (part, more) in &effect.counts {
                let slots = parts.slots(*part);
                after.put(slots, parts.counted(*part, after.get(slots), *more));
            }
            effect.sets.iter().for_each(|(part, value)| after.put(parts.slots(*part), bit(*value)));
            if self.flow.rows.get_mut(to).is_some_and(|known| known.join(&after)) {
                self.reaches(to);
            }
        }
    }
}
