//! The outside of a call that is explored: a fact that somebody asks for the first time is decided then, once for every value that makes a
//! difference (spec: testing §4).

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::catalog::{Fact, FactValue, Outside, Preset};

use super::atoms::Atoms;
use super::known::Known;

/// The outside while one step is tried.
#[derive(Debug)]
pub(super) struct Trial {
    base: Preset,
    atoms: Atoms,
    now: Mutex<Asked>,
}

#[derive(Debug, Default)]
struct Asked {
    known: Known,
    undecided: Option<Fact>,
    /// Facts about people, queues, systems and services that were asked in any step.
    touched: BTreeSet<Fact>,
}

impl Trial {
    /// An outside in which nothing is decided. What is not tried is as a caller and a world say who are not named.
    pub(super) fn new(atoms: Atoms, base: Preset) -> Self {
        Self { base, atoms, now: Mutex::default() }
    }

    fn asked(&self) -> MutexGuard<'_, Asked> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A step begins, with what is decided.
    pub(super) fn begin(&self, known: &Known) {
        let mut asked = self.asked();
        asked.known.clone_from(known);
        asked.undecided = None;
    }

    /// The first fact that the step has asked for and that is not decided.
    pub(super) fn undecided(&self) -> Option<Fact> {
        self.asked().undecided
    }

    /// The facts about people, queues, systems and services that any step has asked for.
    pub(super) fn touched(&self) -> BTreeSet<Fact> {
        self.asked().touched.clone()
    }

    /// The values that are tried.
    pub(super) fn atoms(&self) -> &Atoms {
        &self.atoms
    }
}

impl Outside for Trial {
    fn read(&self, fact: Fact) -> FactValue {
        let mut asked = self.asked();
        if fact.may_change() {
            asked.touched.insert(fact);
        }
        if let Some(decided) = asked.known.get(&fact) {
            return decided.value.clone();
        }
        if asked.undecided.is_none() && self.atoms.is_tried(fact) {
            asked.undecided = Some(fact);
        }
        drop(asked);
        self.base.read(fact)
    }
}
