//! One step of a call while a flow is taken apart: it is run by the engine with what is decided, and what it read and did is noted.

use std::collections::BTreeMap;

use crate::actions;
use crate::catalog::{Fact, FactValue, Outcome, Seen};

use super::super::engine::{Input, step_noting};
use super::super::entered::Entered;
use super::super::scene::Scene;
use super::super::state::CallState;
use super::super::suite::passes::branches_of;
use super::super::trace::{Beat, What};
use super::atoms::FEW_PEOPLE;
use super::compiler::{Compiler, Node, Way};
use super::flow::{Effect, Event};
use super::held::{FAILS_AT_END, ends_of};
use super::known::{Decided, Known, is_of_frame};
use super::look::spot;
use super::parts::{Held, Part};

impl Compiler<'_> {
    /// Runs a step: what it reads next that is not decided, or what it does.
    pub(super) fn step(&mut self, way: &Way) -> Option<Node> {
        let scene = self.search.scene.clone();
        let (after, beats, seen) = self.run_in(&scene, way)?;
        let from = spot(&self.open.get(way.frame)?.state);
        self.sees(from, &seen);
        if let Some(part) = self.not_fixed(way, &seen) {
            return Some(Node::Reads(part, BTreeMap::new()));
        }
        let (before, mut known) = self.decided_on(way)?;
        if let Some(fact) = self.search.trial.undecided() {
            return Some(self.asks(way, fact, &known, after.interaction.at_ms));
        }
        self.leads(from, spot(&after));
        let before_state = before;
        let (before, now) = (&before_state.interaction, &after.interaction);
        let writes = now.variables.iter().filter(|(path, text)| before.variables.get(path) != Some(*text));
        let constants = self.search.constants;
        let writes = writes.map(|(path, text)| (path.to_owned(), constants.capped(path, text))).collect();
        let passes = now.passages.iter().filter_map(|(of, count)| {
            let more = count.saturating_sub(before.passages.of(of));
            (more > 0).then_some((of, usize::try_from(more).unwrap_or(usize::MAX)))
        });
        let passes = passes.collect();
        let events = self.events_of(&after, &beats);
        let decided = way.decided.iter().map(|(fact, decided)| (*fact, decided.value.clone())).collect();
        let (menus, ms, is_good) = self.way_to_a_person(&before_state, &after, &beats);
        // What is known of the customer is kept apart.
        known.retain(|fact, _| is_of_frame(*fact));
        // Once time has passed, people, queues and systems may be in another state.
        if after.question.is_none() {
            known.retain(|fact, decided| !fact.may_change() || decided.since_ms >= after.interaction.at_ms);
        }
        let to = self.frame_of(clean(after), known);
        let (sets, counts) = (Vec::new(), Vec::new());
        let effect = Effect { to, decided, sets, counts, events, menus, ms, is_good };
        Some(Node::Does(self.add_effect(way, effect, writes, passes)))
    }

    /// The ways through the steps of a frame, with all that is decided on them.
    pub(super) fn ways_of(&self, frame: usize) -> impl Iterator<Item = Way> {
        let effects = self.open.get(frame).map(|open| open.effects.as_slice()).unwrap_or_default();
        effects.iter().filter_map(move |place| {
            let (effect, raw) = (self.flow.effects.get(*place)?, self.raw.get(*place)?);
            let decided =
                |(fact, value): &(Fact, FactValue)| (*fact, Decided { choice: 0, value: value.clone(), since_ms: 0 });
            let decided = effect.decided.iter().map(decided).collect();
            Some(Way { frame, input: raw.input, fixed: raw.fixed.clone(), decided })
        })
    }

    /// A call before a step, with all that is decided on a way.
    fn decided_on(&self, way: &Way) -> Option<(CallState, Known)> {
        let open = self.open.get(way.frame)?;
        let (mut state, mut known) = (open.state.clone(), open.known.clone());
        for (part, value) in &way.fixed {
            self.put(&mut state, &mut known, *part, *value);
        }
        known.extend(way.decided.iter().cloned());
        Some((state, known))
    }

    /// Runs a step in a scene, with what is decided on a way.
    pub(super) fn run_in(&self, scene: &Scene, way: &Way) -> Option<(CallState, Vec<Beat>, Seen)> {
        let (state, known) = self.decided_on(way)?;
        let input = match self.flow.frames.get(way.frame)?.inputs.get(way.input)? {
            Some(answer) => Input::Answer { answer: answer.clone(), at_ms: None },
            None => Input::Go,
        };
        self.search.trial.begin(&known);
        Some(step_noting(scene, state, &input))
    }

    /// Whether all that a step read is decided.
    pub(super) fn all_fixed(&self, way: &Way, seen: &Seen) -> bool {
        let variables = seen.variables.iter().map(|path| Part::Variable(path.clone()));
        let counters = seen.counters.iter().map(|of| Part::Counter(*of));
        let is_fixed = |part: Part| {
            let place = self.flow.parts.place(&part);
            place.is_some_and(|place| way.fixed.iter().any(|(fixed, _)| *fixed == place))
        };
        variables.chain(counters).all(is_fixed) && self.search.trial.undecided().is_none()
    }

    fn put(&self, state: &mut CallState, known: &mut Known, part: usize, value: usize) {
        match (self.flow.parts.part(part), self.flow.parts.held(part, value)) {
            (Some(Part::Variable(path)), Some(Held::Text(Some(text)))) => {
                state.interaction.variables.set(path, text.clone());
            }
            (Some(Part::Fact(fact)), Some(Held::Fact(held))) => {
                known.insert(*fact, Decided { choice: value, value: held.clone(), since_ms: 0 });
            }
            (Some(Part::Counter(of)), Some(Held::Count(count))) if *count > 0 => {
                state.interaction.passages.set(*of, *count);
            }
            _ => {}
        }
    }

    /// A variable or a counter that was read and is not decided.
    fn not_fixed(&mut self, way: &Way, seen: &Seen) -> Option<usize> {
        let variables = seen.variables.iter().map(|path| Part::Variable(path.clone()));
        let counters = seen.counters.iter().map(|of| Part::Counter(*of));
        let parts: Vec<Part> = variables.chain(counters).collect();
        parts.iter().map(|part| self.place_of(part)).find(|place| way.fixed.iter().all(|(fixed, _)| fixed != place))
    }

    /// What follows where a step asks for a fact that is not decided.
    fn asks(&mut self, way: &Way, fact: Fact, known: &Known, at_ms: u64) -> Node {
        if let Some(clause) = self.search.trial.atoms().assumed(fact) {
            let clause = clause.to_owned();
            self.assumes(way, &clause);
        }
        if !is_of_frame(fact) {
            return Node::Reads(self.place_of(&Part::Fact(fact)), BTreeMap::new());
        }
        let tried = self.search.trial.atoms().of(fact, known);
        // A fact is asked only where more than one value is possible.
        if tried.len() == 1 {
            self.assumes(way, FEW_PEOPLE);
        }
        let decided = |(choice, value)| (Decided { choice, value, since_ms: at_ms }, None);
        Node::Forks(fact, tried.into_iter().map(decided).collect())
    }

    /// Whether an outcome is bad only since the routing forbids it.
    fn is_forbidden(&self, outcome: &Outcome) -> bool {
        *outcome == Outcome::Waiting && self.search.nobody_rests
    }

    /// The menus and the time of a step, and whether it leads to the first good ending.
    fn way_to_a_person(&self, before: &CallState, after: &CallState, beats: &[Beat]) -> (u64, u64, bool) {
        let scene = &self.search.scene;
        let is_left = |beat: &&Beat| matches!(beat.what, What::Left { .. } | What::Stopped(_) | What::Jumped(_));
        let left = beats.iter().filter(is_left).filter_map(|beat| scene.action(beat.place?));
        let menus = left.filter(|action| actions::is_menu(action)).count();
        let waits = before.at.and_then(|at| scene.action(at)).is_some_and(|action| action.kind == "to_queue");
        let ms = after.interaction.at_ms.saturating_sub(before.interaction.at_ms);
        let ends_well = |beat: &Beat| matches!(beat.what, What::Ended(Outcome::Reached(_) | Outcome::Goodbye, _));
        let is_good = before.best.is_none() && (after.best.is_some() || beats.iter().any(ends_well));
        (u64::try_from(menus).unwrap_or(u64::MAX), if waits { 0 } else { ms }, is_good)
    }

    /// What happens in a step, as far as a proof speaks of it.
    fn events_of(&mut self, state: &CallState, beats: &[Beat]) -> Vec<usize> {
        let mut found = Vec::new();
        if self.search.held.is_some() {
            found.extend(ends_of(state, beats).into_iter().map(|(mut end, how)| {
                end.is_bad |= self.search.nobody_rests && end.outcome == Outcome::Waiting.words();
                Event::Ends(end, how)
            }));
        }
        let mut at = None;
        for beat in beats {
            at = beat.place.or(at);
            found.extend(beat.place.map(Event::Enters));
            match &beat.what {
                What::Left { .. } => {
                    let branches = branches_of(&self.search.scene, beat);
                    found.extend(branches.map(|(action, branch)| Event::Takes(action, branch)));
                }
                What::Ended(outcome, how) if outcome.is_failure() || self.is_forbidden(outcome) => {
                    found.push(Event::EndsBadly((at, outcome.words().to_owned()), how.clone()));
                }
                What::EndRoutingOver(how) if state.fails_at_end => {
                    let how = format!("In the interaction end routing: {how}");
                    found.push(Event::EndsBadly((at, FAILS_AT_END.to_owned()), how));
                }
                _ => {}
            }
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|event| self.event(event)).collect()
    }
}

/// A state without what the explorer counts itself, such as rounds, steps and draws, and without variables and counters.
pub(super) fn clean(mut state: CallState) -> CallState {
    state.steps = 0;
    state.entered = Entered::default();
    state.recent.clear();
    state.drawn.clear();
    state.facts.read.clear();
    state.facts.earlier.clear();
    let interaction = &mut state.interaction;
    (interaction.draws, interaction.answers, interaction.counter_reads) = (0, 0, 0);
    interaction.entries.clear();
    interaction.variables.clear();
    interaction.passages.clear();
    state
}
