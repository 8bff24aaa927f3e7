//! The frames, parts and effects of a flow while it is taken apart.

use std::collections::BTreeMap;

use crate::catalog::{Answer, Fact};
use crate::model::{ActionId, RoutingId};

use super::super::state::CallState;
use super::compiler::{Compiler, Open, Raw, Way};
use super::flow::{ARRIVAL, Effect, Event, Frame};
use super::known::Known;
use super::look::{Spot, aspects, look, spot};
use super::parts::{Held, MOST_VALUES, Part};
use super::row::Row;
use super::tries::answers;

impl Compiler<'_> {
    /// The place of a part; one that is read for the first time gets a place.
    pub(super) fn place_of(&mut self, part: &Part) -> usize {
        if let Some(place) = self.flow.parts.place(part) {
            return place;
        }
        let (values, is_open) = match part {
            Part::Variable(path) => (vec![Held::Text(self.start.get(path).map(str::to_owned))], false),
            Part::Counter(_) => {
                let most = self.search.constants.most_passages.saturating_add(1);
                ((0..=most).take(MOST_VALUES + 1).map(Held::Count).collect(), false)
            }
            Part::Fact(fact) => {
                let tried = self.search.trial.atoms().of(*fact, &Known::new());
                (tried.into_iter().map(|(_, value)| Held::Fact(value)).collect::<Vec<_>>(), true)
            }
        };
        if values.len() > MOST_VALUES {
            self.stop(format!("something has more than {MOST_VALUES} values that make a difference"));
        }
        let place = self.flow.parts.add(part.clone(), values, is_open);
        self.put_start(place);
        // Steps that write it were run before anybody read it.
        for effect in 0..self.raw.len() {
            if self.resolve(effect, part) {
                let from = self.raw.get(effect).map_or(ARRIVAL, |raw| raw.from);
                self.reaches(from);
            }
        }
        self.reaches(ARRIVAL);
        place
    }

    fn put_start(&mut self, place: usize) {
        if self.flow.rows.is_empty() {
            self.flow.rows.push(Row::default());
        }
        let slots = self.flow.parts.slots(place);
        if let Some(row) = self.flow.rows.first_mut() {
            row.put(slots, row.get(slots) | self.flow.parts.start(place));
        }
    }

    /// Notes what a step does to a part that is read. Whether it does something to it.
    fn resolve(&mut self, effect: usize, part: &Part) -> bool {
        let (Some(raw), Some(place)) = (self.raw.get(effect), self.flow.parts.place(part)) else { return false };
        match part {
            Part::Variable(path) => {
                let Some((_, text)) = raw.writes.iter().find(|(of, _)| of == path) else { return false };
                let held = Held::Text(Some(text.clone()));
                let Some(value) = self.flow.parts.value(place, &held) else {
                    self.stop(format!("{path} can have more than {MOST_VALUES} values"));
                    return false;
                };
                self.flow.effects.get_mut(effect).into_iter().for_each(|it| it.sets.push((place, value)));
                true
            }
            Part::Counter(of) => {
                let Some((_, count)) = raw.passes.iter().find(|(other, _)| other == of) else { return false };
                let count = *count;
                self.flow.effects.get_mut(effect).into_iter().for_each(|it| it.counts.push((place, count)));
                true
            }
            Part::Fact(_) => false,
        }
    }

    /// Adds what a step does.
    pub(super) fn add_effect(
        &mut self,
        way: &Way,
        effect: Effect,
        writes: Vec<(String, String)>,
        passes: Vec<((RoutingId, ActionId), usize)>,
    ) -> usize {
        let place = self.flow.effects.len();
        let to = effect.to;
        self.flow.effects.push(effect);
        let variables = writes.iter().map(|(path, _)| Part::Variable(path.clone()));
        let parts: Vec<Part> = variables.chain(passes.iter().map(|(of, _)| Part::Counter(*of))).collect();
        self.raw.push(Raw { from: way.frame, input: way.input, fixed: way.fixed.clone(), writes, passes });
        for part in parts {
            self.resolve(place, &part);
        }
        if let Some(open) = self.open.get_mut(way.frame) {
            open.effects.push(place);
        }
        self.reaches(to);
        place
    }

    /// The place of an event.
    pub(super) fn event(&mut self, event: Event) -> usize {
        let flow = &mut self.flow;
        *self.events.entry(event).or_insert_with_key(|event| {
            flow.events.push(event.clone());
            flow.events.len() - 1
        })
    }

    /// Notes that a step leads from one state to another.
    pub(super) fn leads(&mut self, from: Spot, to: Spot) {
        self.ways.insert((from, to));
    }

    /// The frame of a state without variables and counters.
    pub(super) fn frame_of(&mut self, state: CallState, known: Known) -> usize {
        let is_over = state.is_over();
        // Every call that is over is the same.
        if let Some(over) = self.over.filter(|_| is_over) {
            return over;
        }
        let key = (!is_over).then(|| self.key(&state, &known));
        if let Some(frame) = key.and_then(|key| self.at.get(&key).copied()) {
            let other = aspects(&state, &known);
            if self.open.get(frame).is_some_and(|open| open.aspects != other) {
                self.merged.push((frame, other));
            }
            return frame;
        }
        let frame = self.open.len();
        let inputs = self.inputs(&state);
        let aspects = aspects(&state, &known);
        self.flow.frames.push(Frame { place: state.at, is_over, is_served: state.best.is_some(), inputs });
        let roots = vec![None; self.flow.frames.last().map_or(0, |frame| frame.inputs.len())];
        self.open.push(Open { state, known, roots, aspects, effects: Vec::new(), grown: BTreeMap::new() });
        self.flow.rows.resize(self.flow.rows.len().max(frame + 1), Row::default());
        match key {
            Some(key) => drop(self.at.insert(key, frame)),
            None => self.over = Some(frame),
        }
        frame
    }

    /// What can be answered in a state.
    fn inputs(&mut self, state: &CallState) -> Vec<Option<Answer>> {
        if state.is_over() {
            return Vec::new();
        }
        let Some(question) = &state.question else { return vec![None] };
        let held = self.search.held.map(|held| held.question(&self.search.scene, state, question));
        let tried = answers(state, held.as_ref().unwrap_or(question), self.search.constants);
        if tried.is_cut {
            let clause = "what is typed is like one of the texts and numbers that were tried".to_owned();
            self.flow.assumed.entry(clause).or_insert(state.at);
        }
        if tried.is_timed {
            self.timed.push(spot(state));
        }
        tried.answers.into_iter().map(Some).collect()
    }

    fn key(&self, state: &CallState, known: &Known) -> u128 {
        let live = self.live.at(spot(state));
        let reads_clock = live.is_some_and(|seen| seen.facts.contains(&Fact::Start));
        let clock = if reads_clock {
            self.search.trial.begin(known);
            self.search.clock.class_soon(self.search.scene.now(state))
        } else {
            0
        };
        look(state, known, live, clock)
    }
}
