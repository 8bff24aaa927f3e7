//! How often each action was entered or left in an interaction. Most interactions pass a few dozen actions, and a flow mostly goes on to
//! actions with higher ids, so that a sorted list is smaller and faster than a tree.

use crate::model::{ActionId, RoutingId};

/// How many actions an interaction is expected to pass.
const EXPECTED: usize = 24;

/// A count for each action of a routing, in order of the ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counters(Vec<((RoutingId, ActionId), u32)>);

impl Counters {
    /// The count of an action; 0 where nothing was counted.
    #[must_use]
    pub fn of(&self, action: (RoutingId, ActionId)) -> u32 {
        self.place(action).ok().and_then(|place| self.0.get(place)).map_or(0, |(_, count)| *count)
    }

    /// Counts one more.
    pub fn count(&mut self, action: (RoutingId, ActionId)) {
        self.change(action, |count| count.saturating_add(1));
    }

    /// Sets the count of an action.
    pub fn set(&mut self, action: (RoutingId, ActionId), count: u32) {
        self.change(action, |_| count);
    }

    fn change(&mut self, action: (RoutingId, ActionId), change: impl Fn(u32) -> u32) {
        match self.place(action) {
            Ok(place) => self.0.get_mut(place).into_iter().for_each(|(_, count)| *count = change(*count)),
            Err(place) => {
                if self.0.is_empty() {
                    self.0.reserve(EXPECTED);
                }
                self.0.insert(place, (action, change(0)));
            }
        }
    }

    /// The actions that were counted, with their counts.
    pub fn iter(&self) -> impl Iterator<Item = ((RoutingId, ActionId), u32)> {
        self.0.iter().copied()
    }

    /// Sets all counts to 0.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    fn place(&self, action: (RoutingId, ActionId)) -> Result<usize, usize> {
        match self.0.last() {
            Some((last, _)) if *last < action => Err(self.0.len()),
            _ => self.0.binary_search_by_key(&action, |(of, _)| *of),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn it_counts_as_a_plain_map_does() {
        let (mut counters, mut plain) = (Counters::default(), BTreeMap::new());
        for number in 0..2_000_u32 {
            let action = (RoutingId(number * 7 % 3), ActionId(number * number % 41));
            counters.count(action);
            *plain.entry(action).or_insert(0) += 1;
            if number % 5 == 0 {
                counters.set(action, number);
                plain.insert(action, number);
            }
            assert!(counters.iter().eq(plain.iter().map(|(of, count)| (*of, *count))));
        }
        for number in 0..50 {
            let action = (RoutingId(1), ActionId(number));
            assert_eq!(counters.of(action), plain.get(&action).copied().unwrap_or(0));
        }
    }
}
