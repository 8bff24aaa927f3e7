//! The floor of a replication: who is there, who talks, who waits, and whose turn it is. All contacts look at the same floor through an
//! [`Outside`] of their own (spec: load §2).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::catalog::{Fact, FactValue, Outside};
use crate::model::{Channel, OutsideSystem, ResourceId, ServiceState, UserLoad, UserState};

use super::draws::Key;
use super::everybody::{Everybody, Person};
use super::tape::Tape;

/// The floor now.
#[derive(Debug, Default)]
pub(super) struct Now {
    /// The moment, in milliseconds since the start of the scenario.
    pub at_ms: u64,
    /// Everybody.
    pub people: Everybody,
    /// Who waits in each queue, each with the moment since when.
    pub lines: BTreeMap<ResourceId, BTreeSet<(u64, Key)>>,
    pub cursors: BTreeMap<ResourceId, u32>,
    /// Which day it is, counted from the first.
    pub day: usize,
    /// What fails in this half hour.
    pub systems_down: Vec<OutsideSystem>,
    pub services_down: Vec<ResourceId>,
}

impl Now {
    /// Whether a person has room for one more contact of a channel.
    pub fn has_room(&self, who: ResourceId, channel: Channel) -> bool {
        self.people.get(who).is_some_and(|person| person.has_room(channel))
    }

    /// How many wait in a queue.
    pub fn waiting(&self, queue: ResourceId) -> u32 {
        self.lines.get(&queue).map_or(0, |line| u32::try_from(line.len()).unwrap_or(u32::MAX))
    }

    /// Since when the first of those in a queue has waited.
    pub fn first_since_ms(&self, queue: ResourceId) -> Option<u64> {
        self.lines.get(&queue)?.first().map(|(since_ms, _)| *since_ms)
    }

    fn load(&self, person: &Person) -> UserLoad {
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
            Fact::Waiting(queue) => count(self.floor.now().waiting(queue)),
            Fact::LongestWait(queue) => {
                let now = self.floor.now();
                let since_ms = now.first_since_ms(queue).unwrap_or(now.at_ms);
                count(u32::try_from(now.at_ms.saturating_sub(since_ms) / 1_000).unwrap_or(u32::MAX))
            }
            Fact::Connected(_) | Fact::EstimatedWait(_) => FactValue::Nothing,
            Fact::State(who) => match self.floor.now().people.get(who) {
                Some(person) => FactValue::State(person.state(self.channel)),
                None => FactValue::Nothing,
            },
            Fact::Load(who) => FactValue::Load(self.person(who).1),
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
        let Some(person) = now.people.get(who) else { return (None, UserLoad::default()) };
        (Some(person.state(self.channel)), now.load(person))
    }
}
