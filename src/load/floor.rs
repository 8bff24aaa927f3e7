//! The floor of a replication: who is there, who talks, who waits, and whose turn it is. All contacts look at the same floor through an
//! [`Outside`] of their own (spec: load §2).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::catalog::{Fact, FactValue, Outside};
use crate::model::resource::Capacity;
use crate::model::{Channel, OutsideSystem, ResourceId, ServiceState, UserLoad, UserState};

use super::tape::Tape;

/// The floor now.
#[derive(Debug, Default)]
pub(super) struct Now {
    /// The moment, in milliseconds since the start of the scenario.
    pub at_ms: u64,
    /// Everybody, in order of their ids.
    pub people: Vec<Person>,
    /// How many wait in each queue.
    pub waiting: BTreeMap<ResourceId, u32>,
    /// When the first of those who wait in a queue began to.
    pub first_since_ms: BTreeMap<ResourceId, u64>,
    pub cursors: BTreeMap<ResourceId, u32>,
    /// Which day it is, counted from the first.
    pub day: usize,
    /// What fails in this half hour.
    pub systems_down: Vec<OutsideSystem>,
    pub services_down: Vec<ResourceId>,
}

/// A person.
#[derive(Clone, Copy, Debug)]
pub(super) struct Person {
    pub who: ResourceId,
    /// Whether calls are offered beside chats, and chats beside a call.
    pub beside: bool,
    pub capacity: Capacity,
    pub is_there: bool,
    /// Calls under way.
    pub calls: u32,
    /// Emails and messages open.
    pub sessions: u32,
    /// Works after a talk that are under way.
    pub wrap_ups: u32,
    /// Since when the person has had something on their hands.
    pub busy_since_ms: Option<u64>,
    pub idle_since_ms: u64,
    /// How many contacts on the day `day`.
    pub received: u32,
    pub day: usize,
}

impl Person {
    /// Whether the person has room for one more contact of a channel. Whether they may be given it is for `dist` to say.
    fn has_room(&self, channel: Channel) -> bool {
        let is_off_the_phone = self.calls == 0 || self.beside;
        self.is_there
            && self.wrap_ups == 0
            && match channel {
                Channel::Voice => self.calls == 0 && (self.sessions == 0 || self.beside),
                Channel::Email => is_off_the_phone && self.sessions < self.capacity.email,
                Channel::Messaging => is_off_the_phone && self.sessions < self.capacity.messaging,
            }
    }

    fn state(&self, channel: Channel) -> UserState {
        let is_on_the_phone = self.calls > 0 && (channel == Channel::Voice || !self.beside);
        match self {
            Self { is_there: false, .. } => UserState::Offline,
            Self { wrap_ups: 1.., .. } => UserState::Busy,
            _ if is_on_the_phone => UserState::Busy,
            _ => UserState::Available,
        }
    }
}

impl Now {
    /// A person.
    pub fn person(&self, who: ResourceId) -> Option<&Person> {
        let place = self.people.binary_search_by_key(&who, |person| person.who).ok()?;
        self.people.get(place)
    }

    /// A person, to change them.
    pub fn person_mut(&mut self, who: ResourceId) -> Option<&mut Person> {
        let place = self.people.binary_search_by_key(&who, |person| person.who).ok()?;
        self.people.get_mut(place)
    }

    /// Whether a person has room for one more contact of a channel.
    pub fn has_room(&self, who: ResourceId, channel: Channel) -> bool {
        self.person(who).is_some_and(|person| person.has_room(channel))
    }

    fn load(&self, who: ResourceId) -> UserLoad {
        let Some(person) = self.person(who) else { return UserLoad::default() };
        let idle_ms = if person.busy_since_ms.is_some() { 0 } else { self.at_ms.saturating_sub(person.idle_since_ms) };
        UserLoad {
            sessions: person.sessions,
            received_today: if person.day == self.day { person.received } else { 0 },
            idle_s: u32::try_from(idle_ms / 1_000).unwrap_or(u32::MAX),
        }
    }
}

/// A floor, shared by the contacts of a replication.
#[derive(Clone, Debug, Default)]
pub(super) struct Floor(Arc<Mutex<Now>>);

impl Floor {
    /// The floor now. One replication runs in one thread, so nobody waits here.
    pub fn now(&self) -> MutexGuard<'_, Now> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The outside of a contact: people and queues are those of the floor, and everything else is as `base` says.
    pub fn seen_by(&self, base: Arc<dyn Outside>, channel: Channel, tape: Option<Tape>) -> Arc<dyn Outside> {
        let view = View { floor: self.clone(), base, channel };
        match tape {
            Some(tape) => Arc::new(tape.recording(Arc::new(view))),
            None => Arc::new(view),
        }
    }
}

/// The outside of one contact.
#[derive(Debug)]
struct View {
    floor: Floor,
    base: Arc<dyn Outside>,
    channel: Channel,
}

impl Outside for View {
    fn read(&self, fact: Fact) -> FactValue {
        let count = |count: u32| FactValue::Number(count.into());
        match fact {
            Fact::Waiting(queue) => count(self.floor.now().waiting.get(&queue).copied().unwrap_or(0)),
            Fact::LongestWait(queue) => {
                let now = self.floor.now();
                let since_ms = now.first_since_ms.get(&queue).copied().unwrap_or(now.at_ms);
                count(u32::try_from(now.at_ms.saturating_sub(since_ms) / 1_000).unwrap_or(u32::MAX))
            }
            Fact::Connected(_) | Fact::EstimatedWait(_) => FactValue::Nothing,
            Fact::State(who) => match self.floor.now().person(who) {
                Some(person) => FactValue::State(person.state(self.channel)),
                None => FactValue::Nothing,
            },
            Fact::Load(who) => FactValue::Load(self.floor.now().load(who)),
            Fact::Cursor(of) => count(self.floor.now().cursors.get(&of).copied().unwrap_or(0)),
            Fact::System(system) if self.floor.now().systems_down.contains(&system) => FactValue::Yes(false),
            Fact::Service(service) if self.floor.now().services_down.contains(&service) => {
                FactValue::Service(ServiceState::Down)
            }
            other => self.base.read(other),
        }
    }

    fn is_floor(&self) -> bool {
        true
    }

    fn person(&self, who: ResourceId) -> (Option<UserState>, UserLoad) {
        let now = self.floor.now();
        (now.person(who).map(|person| person.state(self.channel)), now.load(who))
    }
}
