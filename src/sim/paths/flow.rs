//! A flow as a finite system: frames, where a call can be, and edges, what can happen there. A frame is the state of a call without its
//! parts; an edge says which values of the parts it needs and which it sets. The searches follow edges and never run an action.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::catalog::{Answer, Fact, FactValue};
use crate::model::ActionRef;

use super::held::End;
use super::parts::{Mask, Parts, Values, bit};
use super::row::Row;

/// A way to end badly: the last action, and the outcome in words.
pub(super) type Bad = (Option<ActionRef>, String);

/// The frame in which a call arrives.
pub(super) const ARRIVAL: usize = 0;

/// Something that happens on an edge, and that a proof speaks of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Event {
    /// An action is entered.
    Enters(ActionRef),
    /// An action is left by a branch.
    Takes(ActionRef, String),
    /// The call ends badly; how, as a sentence.
    EndsBadly(Bad, String),
    /// The call ends, well or badly; how, as a sentence. Noted where what is outside is held.
    Ends(End, String),
}

/// Why a row cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    /// Wherever it holds, one of these rows is taken first: their places, from 1.
    Shadowed(BTreeSet<usize>),
    /// It holds for no value with which a call can come there.
    NeverHolds,
}

impl Why {
    /// The reason, as a clause.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Shadowed(rows) => {
                let rows: Vec<String> = rows.iter().map(ToString::to_string).collect();
                match rows.as_slice() {
                    [only] => format!("shadowed by row {only}"),
                    [first @ .., last] => format!("shadowed by rows {} and {last}", first.join(", ")),
                    [] => Self::NeverHolds.words(),
                }
            }
            Self::NeverHolds => "no value with which a call comes there fits".to_owned(),
        }
    }
}

/// Where a call can be.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    /// The action.
    pub place: Option<ActionRef>,
    /// Whether the call is over.
    pub is_over: bool,
    /// Whether a result was reached before, such as a person.
    pub is_served: bool,
    /// What can be answered; none where the call simply goes on.
    pub inputs: Vec<Option<Answer>>,
}

/// What one step does for some values of the parts.
#[derive(Clone, Debug)]
pub(super) struct Effect {
    /// The frame after it.
    pub to: usize,
    /// Facts that may change and that the step decides, in the order of asking.
    pub decided: Vec<(Fact, FactValue)>,
    /// The parts that get a value, each with the place of the value.
    pub sets: Vec<(usize, usize)>,
    /// The counters that go up, each with how often.
    pub counts: Vec<(usize, usize)>,
    /// What happens.
    pub events: Vec<usize>,
    /// How many menus are left in the step.
    pub menus: u64,
    /// How long the step takes, in milliseconds; a wait in a queue takes no time.
    pub ms: u64,
    /// Whether a person, a mailbox or another good ending is reached for the first time.
    pub is_good: bool,
}

/// A step between two frames.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    /// The frame before.
    pub from: usize,
    /// The input, by its place among those of the frame.
    pub input: usize,
    /// The values that it needs.
    pub needs: Values,
    /// The parts that it reads, and of which all values that are possible do the same.
    pub any: Vec<usize>,
    /// What it does, by its place.
    pub effect: usize,
}

/// A flow, taken apart.
#[derive(Debug, Default)]
pub(super) struct Flow {
    /// The parts that steps read.
    pub parts: Parts,
    /// The frames, the arrival first.
    pub frames: Vec<Frame>,
    /// What steps do.
    pub effects: Vec<Effect>,
    /// The steps, in the order of the frames before them.
    pub edges: Vec<Edge>,
    /// What can happen.
    pub events: Vec<Event>,
    /// The values that each part may have at each frame. A call that the row does not allow does not exist; one that it allows may.
    pub rows: Vec<Row>,
    /// What is assumed: the clause, and the action where it matters first.
    pub assumed: BTreeMap<String, Option<ActionRef>>,
    /// Why rows cannot be taken whose branch no call takes, whatever the values are.
    pub reasons: BTreeMap<(ActionRef, String), Why>,
    /// What stopped the taking apart.
    pub limit: Option<String>,
    /// The places of the edges of each frame: the first, and the one after the last.
    out: Vec<(usize, usize)>,
    /// The edges to each frame.
    into: Vec<Vec<usize>>,
    /// The parts that matter from each frame on, one bit each.
    live: Vec<Vec<u64>>,
}

impl Flow {
    /// Puts the edges in order, and finds out which parts matter where.
    pub(super) fn index(&mut self) {
        self.out = vec![(0, 0); self.frames.len()];
        self.into = vec![Vec::new(); self.frames.len()];
        for (place, edge) in self.edges.iter().enumerate() {
            if let Some(range) = self.out.get_mut(edge.from) {
                *range = if range.1 == 0 { (place, place + 1) } else { (range.0, place + 1) };
            }
            let to = self.effects.get(edge.effect).map_or(0, |effect| effect.to);
            self.into.get_mut(to).into_iter().for_each(|all| all.push(place));
        }
        self.find_live();
    }

    fn find_live(&mut self) {
        let words = self.parts.count().div_ceil(64);
        let mut live = vec![vec![0_u64; words]; self.frames.len()];
        let mut waiting: VecDeque<usize> = (0..self.frames.len()).rev().collect();
        let mut is_waiting = vec![true; self.frames.len()];
        let (mut here, mut after) = (vec![0_u64; words], vec![0_u64; words]);
        while let Some(frame) = waiting.pop_front() {
            is_waiting.get_mut(frame).into_iter().for_each(|it| *it = false);
            here.fill(0);
            for (_, edge, effect) in self.edges_of(frame) {
                let Some(of_next) = live.get(effect.to) else { continue };
                after.copy_from_slice(of_next);
                for (part, _) in &effect.sets {
                    after.get_mut(part / 64).into_iter().for_each(|word| *word &= !bit(part % 64));
                }
                for (part, _) in &edge.needs {
                    after.get_mut(part / 64).into_iter().for_each(|word| *word |= bit(part % 64));
                }
                here.iter_mut().zip(&after).for_each(|(here, after)| *here |= after);
            }
            let Some(known) = live.get_mut(frame).filter(|known| **known != here) else { continue };
            known.copy_from_slice(&here);
            for edge in self.edges_into(frame) {
                let from = self.edges.get(edge).map_or(0, |edge| edge.from);
                if let Some(is_waiting) = is_waiting.get_mut(from).filter(|is_waiting| !**is_waiting) {
                    *is_waiting = true;
                    waiting.push_back(from);
                }
            }
        }
        self.live = live;
    }

    /// Whether a part matters from a frame on.
    pub(super) fn is_live(&self, frame: usize, part: usize) -> bool {
        let words = self.live.get(frame);
        words.and_then(|words| words.get(part / 64)).is_some_and(|word| word & bit(part % 64) != 0)
    }

    /// The edges of a frame, each with its place and what it does.
    pub(super) fn edges_of(&self, frame: usize) -> impl Iterator<Item = (usize, &Edge, &Effect)> {
        let (first, end) = self.out.get(frame).copied().unwrap_or_default();
        (first..end).filter_map(|place| {
            let edge = self.edges.get(place)?;
            Some((place, edge, self.effects.get(edge.effect)?))
        })
    }

    /// The places of the edges to a frame.
    pub(super) fn edges_into(&self, frame: usize) -> impl Iterator<Item = usize> {
        self.into.get(frame).into_iter().flatten().copied()
    }

    /// An edge with what it does.
    pub(super) fn edge(&self, place: usize) -> Option<(&Edge, &Effect)> {
        let edge = self.edges.get(place)?;
        Some((edge, self.effects.get(edge.effect)?))
    }

    /// The values that a part may have at a frame.
    pub(super) fn may(&self, frame: usize, part: usize) -> Mask {
        self.rows.get(frame).map_or(0, |row| row.get(self.parts.slots(part)))
    }

    /// The values of a part: those of the state, else those of the arrival.
    pub(super) fn value(&self, values: &Values, part: usize) -> Mask {
        let own = values.iter().find(|(of, _)| *of == part).map(|(_, mask)| *mask);
        own.unwrap_or_else(|| self.parts.start(part))
    }

    /// The values after an edge, as far as a later step reads them; none where the edge needs other values. What is known of a fact gets
    /// narrower where an edge needs it.
    pub(super) fn after(&self, values: &Values, edge: &Edge, effect: &Effect) -> Option<Values> {
        let mut after = values.clone();
        let put = |after: &mut Values, part: usize, mask: Mask| match after.iter_mut().find(|(of, _)| *of == part) {
            Some((_, own)) => *own = mask,
            None => after.push((part, mask)),
        };
        for (part, needs) in &edge.needs {
            let left = self.value(&after, *part) & needs;
            if left == 0 {
                return None;
            }
            put(&mut after, *part, left);
        }
        for (part, value) in &effect.sets {
            put(&mut after, *part, bit(*value));
        }
        for (part, more) in &effect.counts {
            let counted = self.parts.counted(*part, self.value(&after, *part), *more);
            put(&mut after, *part, counted);
        }
        after.retain(|(part, mask)| self.is_live(effect.to, *part) && *mask != self.parts.start(*part));
        after.sort_unstable();
        Some(after)
    }

    /// What an edge needs so that values hold after it, reduced to what may be otherwise at the frame before; none where that cannot be.
    pub(super) fn before(&self, wanted: &Values, edge: &Edge, effect: &Effect) -> Option<Values> {
        let mut needs: BTreeMap<usize, Mask> = BTreeMap::new();
        for (part, mask) in wanted {
            if let Some((_, value)) = effect.sets.iter().find(|(of, _)| of == part) {
                if mask & bit(*value) == 0 {
                    return None;
                }
                continue;
            }
            let counted = effect.counts.iter().find(|(of, _)| of == part);
            let mask = counted.map_or(*mask, |(_, more)| self.parts.before_count(*part, *mask, *more));
            needs.insert(*part, mask);
        }
        for (part, mask) in &edge.needs {
            *needs.entry(*part).or_insert(Mask::MAX) &= mask;
        }
        self.reduced(edge.from, needs.into_iter().collect())
    }

    /// What is needed at a frame, without what holds there anyway; none where it cannot be.
    pub(super) fn reduced(&self, frame: usize, needs: Values) -> Option<Values> {
        let mut left = Values::new();
        for (part, mask) in needs {
            let may = self.may(frame, part);
            if may & mask == 0 {
                return None;
            }
            if may & !mask != 0 {
                left.push((part, mask));
            }
        }
        Some(left)
    }

    /// Whether values are as needed.
    pub(super) fn holds(&self, values: &Values, needs: &Values) -> bool {
        needs.iter().all(|(part, mask)| self.value(values, *part) & mask != 0)
    }
}
