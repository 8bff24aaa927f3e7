//! The floor of a replication: who talks, who waits, and whose turn it is. All contacts look at the same floor through an [`Outside`] of
//! their own (spec: load §2).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::catalog::{Fact, FactValue, Outside};
use crate::model::{ResourceId, UserLoad, UserState};

/// The floor now.
#[derive(Debug, Default)]
pub(super) struct Now {
    /// The moment, in milliseconds since the start of the scenario.
    pub at_ms: u64,
    pub people: BTreeMap<ResourceId, Person>,
    /// How many wait in each queue.
    pub waiting: BTreeMap<ResourceId, u32>,
    /// When the first of those who wait in a queue began to.
    pub first_since_ms: BTreeMap<ResourceId, u64>,
    pub cursors: BTreeMap<ResourceId, u32>,
    /// Which day it is, counted from the first.
    pub day: usize,
}

/// A person of whom something is known; anybody else is available and has done nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Person {
    /// Since when the person talks or works after a talk.
    pub busy_since_ms: Option<u64>,
    pub idle_since_ms: u64,
    /// How many contacts on the day `day`.
    pub received: u32,
    pub day: usize,
}

impl Now {
    /// Whether a person is free.
    pub fn is_idle(&self, who: ResourceId) -> bool {
        self.people.get(&who).is_none_or(|person| person.busy_since_ms.is_none())
    }

    fn load(&self, who: ResourceId) -> UserLoad {
        let person = self.people.get(&who).copied().unwrap_or_default();
        let idle_ms = if person.busy_since_ms.is_some() { 0 } else { self.at_ms.saturating_sub(person.idle_since_ms) };
        UserLoad {
            sessions: u32::from(person.busy_since_ms.is_some()),
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
    pub fn seen_by(&self, base: Arc<dyn Outside>) -> Arc<dyn Outside> {
        Arc::new(View { floor: self.clone(), base })
    }
}

/// The outside of one contact.
#[derive(Debug)]
struct View {
    floor: Floor,
    base: Arc<dyn Outside>,
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
            Fact::State(who) if self.floor.now().is_idle(who) => FactValue::State(UserState::Available),
            Fact::State(_) => FactValue::State(UserState::Busy),
            Fact::Load(who) => FactValue::Load(self.floor.now().load(who)),
            Fact::Cursor(of) => count(self.floor.now().cursors.get(&of).copied().unwrap_or(0)),
            other => self.base.read(other),
        }
    }
}
