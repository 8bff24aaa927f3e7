//! One replication: a loop over what happens next on the floor, in order of time, ties by the key of the contact (spec: load §2).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use crate::catalog::{FloorEvent, Outcome};
use crate::model::ResourceId;
use crate::sim::engine::Input;

use super::contact::Contact;
use super::draws::Key;
use super::floor::Floor;
use super::next::Next;
use super::stage::Stage;
use super::sums::{Assumed, Sums};

/// Most inputs of a contact; after so many it is not played on.
const MOST_INPUTS: u32 = 20_000;

/// What happens. The number of a wait tells an event of an earlier wait apart, which means nothing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// The contact of the entry point at a place arrives.
    Arrives(usize),
    /// A talk is over.
    TalkEnds(usize, u32),
    /// A person has ended the work after a talk.
    Free(ResourceId),
    /// The time that an action took has passed.
    GoesOn(usize, u32),
    /// A contact has heard what is said first, and can be answered.
    Ready(usize, u32),
    /// The customer gives up.
    GivesUp(usize, u32),
    /// The longest wait is over.
    WaitOver(usize, u32),
    /// A person who cannot answer was rung long enough.
    RingsOut(usize, u32),
}

/// A replication under way.
pub(super) struct Replication<'a> {
    pub(super) stage: &'a Stage,
    pub(super) number: u32,
    pub(super) heap: BinaryHeap<Reverse<(u64, Key, What)>>,
    pub(super) arrivals: Vec<Next>,
    pub(super) contacts: Vec<Option<Contact>>,
    pub(super) free_places: Vec<usize>,
    /// The places of the contacts that wait for anybody of a queue, by key.
    pub(super) line: BTreeMap<Key, usize>,
    pub(super) floor: Floor,
    pub(super) at_ms: u64,
    pub(super) sums: Sums,
}

/// Plays a replication.
pub(super) fn play(stage: &Stage, number: u32) -> Sums {
    let mut replication = Replication {
        stage,
        number,
        heap: BinaryHeap::new(),
        arrivals: vec![Next::default(); stage.entries.len()],
        contacts: Vec::new(),
        free_places: Vec::new(),
        line: BTreeMap::new(),
        floor: Floor::default(),
        at_ms: 0,
        sums: stage.empty_sums(),
    };
    (0..stage.entries.len()).for_each(|entry| replication.plan_arrival(entry));
    while let Some(Reverse((at_ms, key, what))) = replication.heap.pop() {
        replication.turn_to(at_ms);
        replication.happens(key, what);
    }
    replication.sums
}

impl Replication<'_> {
    pub(super) fn plan(&mut self, at_ms: u64, key: Key, what: What) {
        self.heap.push(Reverse((at_ms, key, what)));
    }

    /// The clock of the floor goes on.
    fn turn_to(&mut self, at_ms: u64) {
        let counted_ms = at_ms.saturating_sub(self.at_ms.max(self.stage.warm_ms));
        let mut now = self.floor.now();
        if counted_ms > 0 {
            for (queue, count) in now.waiting.iter().filter(|(_, count)| **count > 0) {
                self.sums.queues.entry(*queue).or_default().line_ms += u64::from(*count) * counted_ms;
            }
        }
        now.at_ms = at_ms;
        now.day = self.stage.midnights.partition_point(|midnight| *midnight <= at_ms);
        self.at_ms = at_ms;
    }

    fn happens(&mut self, key: Key, what: What) {
        match what {
            What::Arrives(entry) => self.arrives(entry, key),
            What::TalkEnds(place, _) => self.talk_ends(place),
            What::Free(who) => self.becomes_free(who),
            What::GoesOn(place, _) => self.go_on(place),
            What::Ready(place, wait) if self.is_waiting(place, key, wait) => _ = self.try_to_ring(place),
            What::GivesUp(place, wait) if self.is_waiting(place, key, wait) => {
                self.ends_wait(place, FloorEvent::GaveUp);
            }
            What::WaitOver(place, wait) if self.is_waiting(place, key, wait) => {
                self.ends_wait(place, FloorEvent::WaitOver);
            }
            What::RingsOut(place, wait) if self.is_waiting(place, key, wait) => {
                let Some(who) = self.contact(place).and_then(Contact::asked).and_then(|asked| asked.rung) else {
                    return;
                };
                self.rings_out(place, who);
            }
            _ => {}
        }
    }

    pub(super) fn contact(&self, place: usize) -> Option<&Contact> {
        self.contacts.get(place)?.as_ref()
    }

    pub(super) fn contact_mut(&mut self, place: usize) -> Option<&mut Contact> {
        self.contacts.get_mut(place)?.as_mut()
    }

    /// Whether the contact is still in that wait, and nobody talks with it.
    fn is_waiting(&self, place: usize, key: Key, wait: u32) -> bool {
        let contact = self.contact(place).filter(|it| it.key == key && it.waits == wait);
        contact.and_then(|it| it.wait.as_ref()).is_some_and(|wait| wait.talk.is_none())
    }

    /// Gives a contact an input; events of the floor get its own time.
    pub(super) fn input(&mut self, place: usize, input: Input) {
        let now_ms = self.at_ms;
        let Some(contact) = self.contact_mut(place) else { return };
        let own_ms = contact.own_ms(now_ms);
        contact.run.take(match input {
            Input::Floor { event, .. } => Input::Floor { at_ms: own_ms, event },
            Input::AskAgain { .. } => Input::AskAgain { at_ms: own_ms },
            other => other,
        });
        contact.inputs += 1;
        let cursors = contact.hand_over();
        if !cursors.is_empty() {
            self.floor.now().cursors.extend(cursors);
        }
        self.note_overflows(place);
    }

    /// Counts the queues that have refused the contact since it was looked at.
    fn note_overflows(&mut self, place: usize) {
        let stage = self.stage;
        let Some(contact) = self.contacts.get_mut(place).and_then(Option::as_mut) else { return };
        for left in contact.run.left().get(contact.seen..).unwrap_or_default() {
            let Some((queue, is_overflow)) = stage.overflows.get(&left.at) else { continue };
            let branch = left.branch.map(usize::from);
            if contact.is_counted && branch.and_then(|branch| is_overflow.get(branch)) == Some(&true) {
                let sums = self.sums.queues.entry(*queue).or_default();
                sums.offered += 1;
                sums.overflowed += 1;
            }
        }
        contact.seen = contact.run.left().len();
    }

    /// Plays a contact up to where time passes, where it waits for people, or to its end.
    pub(super) fn go_on(&mut self, place: usize) {
        loop {
            let now_ms = self.at_ms;
            let stage = self.stage;
            let Some(contact) = self.contact_mut(place) else { return };
            let call = contact.run.state();
            if call.is_over() {
                let outcome = call.outcome.as_ref().map(Outcome::words);
                return self.ends(place, outcome);
            }
            if contact.inputs > MOST_INPUTS {
                return self.is_not_played_on(place);
            }
            if call.floor.is_some() {
                return self.begins_to_wait(place);
            }
            if contact.at_ms() > now_ms {
                let (at_ms, key, waits) = (contact.at_ms(), contact.key, contact.waits);
                return self.plan(at_ms, key, What::GoesOn(place, waits));
            }
            if contact.run.state().question.is_none() {
                self.input(place, Input::Go);
                continue;
            }
            let (answer, assumed) = contact.answer(stage);
            if let (Some(assumed), Some(at)) = (assumed.filter(|_| answer.is_some()), contact.place()) {
                *self.sums.assumed.entry((assumed, at)).or_default() += 1;
            }
            match answer {
                Some(answer) => self.input(place, Input::Answer { answer, at_ms: None }),
                None => return self.is_not_played_on(place),
            }
        }
    }

    fn ends(&mut self, place: usize, outcome: Option<&'static str>) {
        let Some(contact) = self.contacts.get_mut(place).and_then(Option::take) else { return };
        self.free_places.push(place);
        if let Some(outcome) = outcome.filter(|_| contact.is_counted) {
            *self.sums.outcomes.entry(outcome).or_default() += 1;
        }
    }

    pub(super) fn is_not_played_on(&mut self, place: usize) {
        if let Some(at) = self.contact(place).and_then(Contact::place) {
            *self.sums.assumed.entry((Assumed::NotPlayedOn, at)).or_default() += 1;
        }
        self.ends(place, None);
    }
}
