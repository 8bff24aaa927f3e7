//! One replication: a loop over what happens next on the floor, in order of time, ties by the key of the contact (spec: load §2).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use crate::catalog::{FloorEvent, Outcome};
use crate::dist::next::Rank;
use crate::model::{Channel, ResourceId};
use crate::sim::engine::Input;

use super::contact::Contact;
use super::draws::{self, For, Key};
use super::earlier::Earlier;
use super::floor::Floor;
use super::next::Next;
use super::span::half_of;
use super::stage::Stage;
use super::sums::{Assumed, Sums};
use super::watched::Watched;
use super::{ContactId, Control};

/// Most inputs of a contact; after so many it is not played on.
const MOST_INPUTS: u32 = 20_000;

/// After so many events, it is asked whether to stop.
const ASKS_EVERY: u32 = 4_096;

/// What happens. The number of a wait tells an event of an earlier wait apart, which means nothing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// A person comes to work.
    Comes(ResourceId),
    /// The contact of the entry point at a place arrives.
    Arrives(usize),
    /// A talk is over.
    TalkEnds(usize, u32),
    /// A person has done what the flow did not wait for, and works after it for so long.
    Released(ResourceId, Channel, u64),
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
    /// A person leaves work.
    Goes(ResourceId),
}

/// What belongs to no contact comes first at a moment.
pub(super) const NO_CONTACT: Key = (0, 0, 0, 0);

/// Whose turn it is when somebody becomes free: lower first.
pub(super) type Turn = (Rank, Key);

/// A replication under way.
pub(super) struct Replication<'a> {
    pub(super) stage: &'a Stage,
    pub(super) number: u32,
    pub(super) heap: BinaryHeap<Reverse<(u64, Key, What)>>,
    pub(super) arrivals: Vec<Next>,
    pub(super) contacts: Vec<Option<Contact>>,
    pub(super) free_places: Vec<usize>,
    /// The places of the contacts that wait for somebody who becomes free, in the order in which they are taken.
    pub(super) line: BTreeMap<Turn, usize>,
    pub(super) floor: Floor,
    pub(super) at_ms: u64,
    pub(super) sums: Sums,
    /// Customers who may come again.
    pub(super) earlier: Vec<Earlier>,
    /// The place of the oldest of them.
    pub(super) oldest: usize,
    /// The contact whose inputs are kept.
    pub(super) watched: Option<Watched>,
}

/// Plays a replication; none where it was stopped.
pub(super) fn play(stage: &Stage, number: u32, control: &Control) -> Option<Sums> {
    let mut replication = Replication::new(stage, number, None);
    replication.run(control).then(|| {
        replication.sums.sum_up();
        replication.sums
    })
}

/// Plays a replication up to the end of a contact, whose inputs are returned.
pub(super) fn watch(stage: &Stage, id: ContactId) -> Watched {
    let mut replication = Replication::new(stage, id.replication, Some(Watched::new(id)));
    replication.run(&Control::default());
    replication.watched.unwrap_or_else(|| Watched::new(id))
}

impl<'a> Replication<'a> {
    pub(super) fn new(stage: &'a Stage, number: u32, watched: Option<Watched>) -> Self {
        Replication {
            stage,
            number,
            heap: BinaryHeap::new(),
            arrivals: vec![Next::default(); stage.entries.len()],
            contacts: Vec::new(),
            free_places: Vec::new(),
            line: BTreeMap::new(),
            floor: Floor::default(),
            at_ms: 0,
            sums: Sums::default(),
            earlier: Vec::new(),
            oldest: 0,
            watched,
        }
    }

    /// Plays to the end, or to the end of the watched contact. Whether it was not stopped.
    fn run(&mut self, control: &Control) -> bool {
        self.begin();
        let mut events = 0_u32;
        while self.next_happens() {
            events = events.wrapping_add(1);
            if events.is_multiple_of(ASKS_EVERY) && control.is_stopped() {
                return false;
            }
            if self.watched.as_ref().is_some_and(|watched| watched.is_over) {
                return true;
            }
        }
        true
    }

    /// Plans when people come and go, and the first arrivals.
    pub(super) fn begin(&mut self) {
        self.people_come_and_go();
        (0..self.stage.entries.len()).for_each(|entry| self.plan_arrival(entry));
    }

    /// Lets happen what comes next; at the very end, who still waits in the pool rests there. Whether anything happened.
    pub(super) fn next_happens(&mut self) -> bool {
        if let Some(Reverse((at_ms, key, what))) = self.heap.pop() {
            self.turn_to(at_ms);
            self.happens(key, what);
            return true;
        }
        let Some(place) = self.line.values().next().copied() else { return false };
        self.turn_to(self.at_ms.max(self.stage.span.end_ms()));
        self.ends_wait(place, FloorEvent::WaitOver);
        true
    }

    pub(super) fn plan(&mut self, at_ms: u64, key: Key, what: What) {
        self.heap.push(Reverse((at_ms, key, what)));
    }

    /// The clock of the floor goes on.
    fn turn_to(&mut self, at_ms: u64) {
        let since_ms = self.at_ms.max(self.stage.warm_ms);
        let mut now = self.floor.now();
        if at_ms > since_ms {
            let half = half_of(since_ms);
            for (queue, line) in now.lines.iter().filter(|(_, line)| !line.is_empty()) {
                let count = u64::try_from(line.len()).unwrap_or(u64::MAX);
                self.sums.at(*queue, half).line_ms += count * (at_ms - since_ms);
            }
        }
        now.at_ms = at_ms;
        now.day = self.stage.midnights.partition_point(|midnight| *midnight <= at_ms);
        if !self.stage.failures.is_empty() && half_of(at_ms) != half_of(self.at_ms) || self.at_ms == 0 {
            let (systems, services) = self.stage.down_at(half_of(at_ms));
            (now.systems_down, now.services_down) = (systems, services);
        }
        self.at_ms = at_ms;
    }

    fn happens(&mut self, key: Key, what: What) {
        match what {
            What::Arrives(entry) => self.arrives(entry, key),
            What::TalkEnds(place, _) => self.talk_ends(place),
            What::Released(who, channel, wrap_up_ms) => self.releases(who, channel, wrap_up_ms, key),
            What::Free(who) => self.wrap_up_ends(who),
            What::Comes(who) => self.comes(who),
            What::Goes(who) => self.goes(who),
            What::GoesOn(place, _) => self.go_on(place),
            What::Ready(place, wait) if self.is_waiting(place, key, wait) => _ = self.try_to_give(place),
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
        let Some(contact) = self.contacts.get_mut(place).and_then(Option::as_mut) else { return };
        let own_ms = contact.own_ms(now_ms);
        let input = match input {
            Input::Floor { event, .. } => Input::Floor { at_ms: own_ms, event },
            Input::AskAgain { .. } => Input::AskAgain { at_ms: own_ms },
            other => other,
        };
        if let Some(watched) = self.watched.as_mut().filter(|watched| watched.id.key == contact.key) {
            watched.inputs.push(input.clone());
        }
        contact.run.take(input);
        contact.inputs += 1;
        let cursors = contact.hand_over();
        if !cursors.is_empty() {
            self.floor.now().cursors.extend(cursors);
        }
        self.note_left(place);
        self.note_assigned(place);
    }

    /// Counts the actions that the contact has left since it was looked at, and the queues that have refused it.
    fn note_left(&mut self, place: usize) {
        let number = self.number;
        let Some(contact) = self.contacts.get_mut(place).and_then(Option::as_mut) else { return };
        let id = ContactId { replication: number, key: contact.key };
        for left in contact.run.left().get(contact.seen..).unwrap_or_default() {
            if !contact.is_counted {
                continue;
            }
            let half = half_of(contact.start_ms.saturating_add(left.at_ms));
            let example = (draws::bits(contact.seed, For::Example, 0), id);
            self.sums.passages.entry((left.at, left.branch)).or_default().pass(half, example);
            if let Some(queue) = left.refused {
                let sums = self.sums.at(queue, half);
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
        let Some(contact) = self.contacts.get(place).and_then(Option::as_ref) else { return };
        if let Some(outcome) = outcome.filter(|_| contact.is_counted) {
            *self.sums.outcomes.entry(outcome).or_default() += 1;
        }
        if let Some(watched) = self.watched.as_mut().filter(|watched| watched.id.key == contact.key) {
            watched.ends(contact);
        }
        let (entry, key, seed) = (contact.entry, contact.key, contact.seed);
        if contact.has_given_up {
            self.may_retry(entry, key, seed);
        }
        if self.stage.customers.returning > 0
            && let Some(contact) = self.contact(place)
        {
            self.remember((*contact.run.scene().caller).clone(), contact.channel, contact.served_by);
        }
        if let Some(slot) = self.contacts.get_mut(place) {
            *slot = None;
        }
        self.free_places.push(place);
    }

    pub(super) fn is_not_played_on(&mut self, place: usize) {
        if let Some(at) = self.contact(place).and_then(Contact::place) {
            self.assumes(Assumed::NotPlayedOn, at);
        }
        self.ends(place, None);
    }

    pub(super) fn assumes(&mut self, what: Assumed, at: crate::model::ActionRef) {
        *self.sums.assumed.entry((what, at)).or_default() += 1;
    }
}
