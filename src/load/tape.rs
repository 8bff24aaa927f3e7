//! What one contact saw of the outside, step by step, so that the contact can be played again by itself (spec: load §2, §6).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::catalog::{Fact, FactValue, Outside};

/// What was seen: the value of each fact after so many steps of the contact. Nothing changes on the floor during a step.
type Seen = BTreeMap<(Fact, u32), FactValue>;

/// A tape. Its copies share what is on it.
#[derive(Clone, Debug, Default)]
pub(super) struct Tape(Arc<Mutex<Seen>>);

impl Tape {
    /// An outside that answers as another one does, and is recorded.
    pub fn recording(&self, base: Arc<dyn Outside>) -> Recording {
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

    fn read_after(&self, fact: Fact, steps: u32) -> FactValue {
        let value = self.base.read(fact);
        self.tape.0.lock().unwrap_or_else(PoisonError::into_inner).insert((fact, steps), value.clone());
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

    /// What is read for words alone was not recorded at that step: it is as it was seen last.
    fn read_after(&self, fact: Fact, steps: u32) -> FactValue {
        let last = self.seen.range((fact, 0)..=(fact, steps)).next_back();
        last.map_or_else(|| self.base.read(fact), |(_, value)| value.clone())
    }

    fn owns_people(&self) -> bool {
        true
    }
}
