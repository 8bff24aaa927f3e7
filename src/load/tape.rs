//! What one contact saw of the outside, with its times, so that the contact can be played again by itself (spec: load §2, §6).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::catalog::{Fact, FactValue, Outside};

/// What was seen: the value of each fact at each moment of the contact, in milliseconds since the contact arrived. Where a fact changed at one
/// moment, each value is there.
type Seen = BTreeMap<(Fact, u64), Vec<FactValue>>;

/// A tape. Its copies share what is on it.
#[derive(Clone, Debug, Default)]
pub struct Tape(Arc<Mutex<Seen>>);

impl Tape {
    /// An outside that answers as another one does, and is recorded.
    pub(super) fn recording(&self, base: Arc<dyn Outside>) -> Recording {
        Recording { tape: self.clone(), base }
    }

    /// An outside that answers as what was recorded, and as another one where nothing was.
    #[must_use]
    pub fn playing(&self, base: Arc<dyn Outside>) -> Arc<dyn Outside> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Arc::new(Playing { seen, base })
    }
}

/// An outside that is recorded.
#[derive(Debug)]
pub(super) struct Recording {
    tape: Tape,
    base: Arc<dyn Outside>,
}

impl Outside for Recording {
    fn read(&self, fact: Fact) -> FactValue {
        self.base.read(fact)
    }

    fn read_at(&self, fact: Fact, at_ms: u64) -> FactValue {
        let value = self.base.read_at(fact, at_ms);
        let mut seen = self.tape.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = seen.entry((fact, at_ms)).or_default();
        if known.last() != Some(&value) {
            known.push(value.clone());
        }
        value
    }
}

/// An outside that was recorded.
#[derive(Debug)]
struct Playing {
    seen: Seen,
    base: Arc<dyn Outside>,
}

impl Outside for Playing {
    fn read(&self, fact: Fact) -> FactValue {
        self.base.read(fact)
    }

    fn read_at(&self, fact: Fact, at_ms: u64) -> FactValue {
        let last = |values: &Vec<FactValue>| values.last().cloned();
        self.seen.get(&(fact, at_ms)).and_then(last).unwrap_or_else(|| self.base.read_at(fact, at_ms))
    }
}
