//! What a call knows of the outside: facts that were set in mid-run, and facts that were read at this moment (spec: meaning §0).

use super::outside::{Fact, FactValue};

/// What a call knows of the outside beyond what the outside says now. It is part of the state of the call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Facts that were set in mid-run; they hold until they are set again.
    pub set: FactMap,
    /// Facts that were read at the moment `at_ms`, or decided for it.
    pub read: FactMap,
    /// The moment of `read`, in milliseconds since the interaction began.
    pub at_ms: u64,
    /// Facts about people, queues and systems that were read at an earlier moment, so that they may have changed since.
    pub earlier: FactSet,
    /// How many steps were taken after each of which the outside got back what people are; 0 where the call notes it itself.
    pub steps: u32,
}

impl Facts {
    /// Sets a fact from now on.
    pub fn set(&mut self, fact: Fact, value: FactValue) {
        self.read.remove(&fact);
        self.set.insert(fact, value);
    }

    /// Decides a fact for this moment: the value that a draw gave, or that an explorer tries.
    pub fn decide(&mut self, fact: Fact, value: FactValue) {
        self.read.insert(fact, value);
    }

    /// Another moment: what was read before is asked again.
    #[inline]
    pub(super) fn turn_to(&mut self, at_ms: u64) {
        if self.at_ms != at_ms {
            self.at_ms = at_ms;
            self.read.iter().map(|(fact, _)| *fact).filter(|fact| fact.may_change()).for_each(|fact| {
                self.earlier.insert(fact);
            });
            self.read.clear();
        }
    }
}

/// How many facts a call is expected to read at one moment, where it reads any.
const EXPECTED: usize = 8;

/// Facts, in order. They are few.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactSet(Vec<Fact>);

impl FactSet {
    /// Adds a fact, if it is not there yet.
    pub fn insert(&mut self, fact: Fact) {
        if let Err(place) = self.0.binary_search(&fact) {
            self.0.insert(place, fact);
        }
    }

    /// The facts, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Fact> {
        self.0.iter()
    }

    /// Removes every fact.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

impl FromIterator<Fact> for FactSet {
    fn from_iter<I: IntoIterator<Item = Fact>>(all: I) -> Self {
        let mut set = Self::default();
        all.into_iter().for_each(|fact| set.insert(fact));
        set
    }
}

/// Facts with their values, in order. A call knows few at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactMap(Vec<(Fact, FactValue)>);

impl FactMap {
    /// The value of a fact, where it is known.
    #[must_use]
    pub fn get(&self, fact: &Fact) -> Option<&FactValue> {
        self.place(*fact).ok().and_then(|place| self.0.get(place)).map(|(_, value)| value)
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a fact is known.
    #[must_use]
    pub fn contains_key(&self, fact: &Fact) -> bool {
        self.place(*fact).is_ok()
    }

    /// Knows a fact with a value.
    pub fn insert(&mut self, fact: Fact, value: FactValue) {
        match self.place(fact) {
            Ok(place) => {
                if let Some((_, known)) = self.0.get_mut(place) {
                    *known = value;
                }
            }
            Err(place) => {
                if self.0.is_empty() {
                    self.0.reserve(EXPECTED);
                }
                self.0.insert(place, (fact, value));
            }
        }
    }

    /// Knows a fact no more.
    pub fn remove(&mut self, fact: &Fact) {
        if let Ok(place) = self.place(*fact) {
            self.0.remove(place);
        }
    }

    /// Keeps the facts for which something holds.
    pub fn retain(&mut self, mut keeps: impl FnMut(&Fact, &FactValue) -> bool) {
        self.0.retain(|(fact, value)| keeps(fact, value));
    }

    /// The facts with their values, in order.
    pub fn iter(&self) -> impl Iterator<Item = &(Fact, FactValue)> {
        self.0.iter()
    }

    /// Knows nothing any more.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    fn place(&self, fact: Fact) -> Result<usize, usize> {
        self.0.binary_search_by_key(&fact, |(known, _)| *known)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::model::ResourceId;

    #[test]
    fn it_holds_what_a_plain_set_holds() {
        let (mut facts, mut plain) = (FactSet::default(), BTreeSet::new());
        for number in 0..500_u32 {
            let id = ResourceId(number * number % 11);
            let fact = [Fact::Waiting(id), Fact::Load(id), Fact::State(id), Fact::Start][number as usize % 4];
            facts.insert(fact);
            plain.insert(fact);
            assert!(facts.iter().eq(plain.iter()));
        }
        assert!(plain.len() > 12);
        assert_eq!(plain.into_iter().rev().collect::<FactSet>(), facts);
    }

    #[test]
    fn it_knows_what_a_plain_map_knows() {
        let (mut facts, mut plain) = (FactMap::default(), BTreeMap::new());
        for number in 0..3_000_u32 {
            let id = ResourceId(number * number % 7);
            let fact = [Fact::Waiting(id), Fact::Load(id), Fact::Start, Fact::Cases][number as usize % 4];
            match number % 5 {
                0 => {
                    facts.remove(&fact);
                    plain.remove(&fact);
                }
                1 if number % 11 == 0 => {
                    facts.retain(|fact, _| *fact != Fact::Start);
                    plain.retain(|fact, _| *fact != Fact::Start);
                }
                _ => {
                    facts.insert(fact, FactValue::Number(number.into()));
                    plain.insert(fact, FactValue::Number(number.into()));
                }
            }
            assert_eq!((facts.get(&fact), facts.contains_key(&fact)), (plain.get(&fact), plain.contains_key(&fact)));
            assert!(facts.iter().map(|(fact, value)| (fact, value)).eq(plain.iter()));
        }
        assert!(plain.len() > 3);
    }
}
