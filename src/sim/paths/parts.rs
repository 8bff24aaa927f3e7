//! What one step of a call may decide and a later step may read: the variables, the facts about the customer, and the counters of passages.
//! Each has a few values, so that a set of values is a mask of bits, and the values of everything together are a row of bits.

use std::collections::BTreeMap;

use crate::catalog::{Fact, FactValue};
use crate::model::{ActionId, RoutingId};

/// Most values of one part: one for each bit of a mask.
pub(super) const MOST_VALUES: usize = 64;

/// A set of values of a part.
pub(super) type Mask = u64;

/// The places of the bits of a part in a row, in the order of the values.
pub(super) type Slots = [usize];

/// Values of parts that are not as at the arrival, in the order of the parts.
pub(super) type Values = Vec<(usize, Mask)>;

/// A part of the state of a call.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// A variable, by its path of today.
    Variable(String),
    /// A fact about the outside that does not change during a call.
    Fact(Fact),
    /// The counter of passages of an action.
    Counter((RoutingId, ActionId)),
}

/// A value of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// The text of a variable; none where the variable does not exist.
    Text(Option<String>),
    /// A fact.
    Fact(FactValue),
    /// A number of passages.
    Count(u32),
}

#[derive(Clone, Debug)]
struct OfPart {
    part: Part,
    values: Vec<Held>,
    /// The places of the values in a row.
    slots: Vec<usize>,
    start: Mask,
}

/// All parts that some step reads.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    places: BTreeMap<Part, usize>,
    all: Vec<OfPart>,
    /// How many values there are in all.
    values: usize,
}

impl Parts {
    /// How many parts there are.
    pub(super) fn count(&self) -> usize {
        self.all.len()
    }

    /// The place of a part, where a step reads the part.
    pub(super) fn place(&self, part: &Part) -> Option<usize> {
        self.places.get(part).copied()
    }

    /// The part at a place.
    pub(super) fn part(&self, place: usize) -> Option<&Part> {
        self.all.get(place).map(|it| &it.part)
    }

    /// Adds a part with its values, and those that are possible at the arrival: the first one, or all of them. More values than a mask has
    /// bits are left out.
    pub(super) fn add(&mut self, part: Part, mut values: Vec<Held>, is_open: bool) -> usize {
        values.truncate(MOST_VALUES);
        let start = if is_open { all_of(values.len()) } else { 1 };
        let place = self.all.len();
        self.places.insert(part.clone(), place);
        let slots = (self.values..self.values + values.len()).collect();
        self.values += values.len();
        self.all.push(OfPart { part, values, slots, start });
        place
    }

    /// The place of a value among those of a part. A new value is added; none where there are too many.
    pub(super) fn value(&mut self, place: usize, held: &Held) -> Option<usize> {
        let of_part = self.all.get_mut(place)?;
        if let Some(known) = of_part.values.iter().position(|value| value == held) {
            return Some(known);
        }
        (of_part.values.len() < MOST_VALUES).then(|| {
            of_part.values.push(held.clone());
            of_part.slots.push(self.values);
            self.values += 1;
            of_part.values.len() - 1
        })
    }

    /// The value of a part at a place among its values.
    pub(super) fn held(&self, place: usize, value: usize) -> Option<&Held> {
        self.all.get(place)?.values.get(value)
    }

    /// The places of the values of a part in a row.
    pub(super) fn slots(&self, place: usize) -> &Slots {
        self.all.get(place).map_or(&[], |it| it.slots.as_slice())
    }

    /// The values with which a call arrives.
    pub(super) fn start(&self, place: usize) -> Mask {
        self.all.get(place).map_or(0, |it| it.start)
    }

    /// The values of a part after so many passages: a counter goes up, and stays at its highest value.
    pub(super) fn counted(&self, place: usize, mask: Mask, more: usize) -> Mask {
        let top = self.top(place);
        bits(mask).fold(0, |found, value| found | bit((value + more).min(top)))
    }

    /// The values of a counter that are in a mask after so many passages.
    pub(super) fn before_count(&self, place: usize, mask: Mask, more: usize) -> Mask {
        let top = self.top(place);
        (0..=top).filter(|value| mask & bit((value + more).min(top)) != 0).fold(0, |found, value| found | bit(value))
    }

    fn top(&self, place: usize) -> usize {
        self.all.get(place).map_or(0, |it| it.values.len().saturating_sub(1))
    }
}

/// The mask of one value.
pub(super) fn bit(value: usize) -> Mask {
    u32::try_from(value).ok().and_then(|value| 1_u64.checked_shl(value)).unwrap_or(0)
}

/// The values of a mask, the lowest first.
pub(super) fn bits(mask: Mask) -> impl Iterator<Item = usize> {
    (0..MOST_VALUES).filter(move |value| mask & bit(*value) != 0)
}

fn all_of(count: usize) -> Mask {
    (0..count.min(MOST_VALUES)).fold(0, |found, value| found | bit(value))
}
