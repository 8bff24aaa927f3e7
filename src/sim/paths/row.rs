//! The values that the parts may have at one frame: a bit for each value of each part, since most parts have few values.

use super::parts::{Mask, Slots, bit};

/// A bit for each value of each part.
#[derive(Clone, Debug, Default)]
pub(super) struct Row(Vec<u64>);

impl Row {
    /// The values of a part.
    pub(super) fn get(&self, slots: &Slots) -> Mask {
        let has = |slot: usize| self.0.get(slot / 64).is_some_and(|word| word & bit(slot % 64) != 0);
        slots.iter().enumerate().filter(|(_, slot)| has(**slot)).fold(0, |found, (value, _)| found | bit(value))
    }

    /// Gives a part other values.
    pub(super) fn put(&mut self, slots: &Slots, mask: Mask) {
        for (value, slot) in slots.iter().enumerate() {
            let has = mask & bit(value) != 0;
            if has {
                self.0.resize(self.0.len().max(slot / 64 + 1), 0);
            }
            if let Some(word) = self.0.get_mut(slot / 64) {
                *word = if has { *word | bit(slot % 64) } else { *word & !bit(slot % 64) };
            }
        }
    }

    /// Adds the values of another row; whether any of them is new.
    pub(super) fn join(&mut self, more: &Self) -> bool {
        self.0.resize(self.0.len().max(more.0.len()), 0);
        self.0.iter_mut().zip(&more.0).fold(false, |is_new, (own, more)| {
            let before = *own;
            *own |= more;
            is_new || before != *own
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two parts; one of them got its last value after the other one had come.
    const FIRST: [usize; 4] = [0, 1, 2, 130];
    const SECOND: [usize; 3] = [63, 64, 65];

    #[test]
    fn parts_keep_their_values_apart() {
        let mut row = Row::default();
        assert_eq!((row.get(&FIRST), row.get(&SECOND)), (0, 0));
        row.put(&SECOND, 0b101);
        row.put(&FIRST, 0b1010);
        assert_eq!((row.get(&FIRST), row.get(&SECOND)), (0b1010, 0b101));
        row.put(&SECOND, 0b010);
        assert_eq!((row.get(&FIRST), row.get(&SECOND)), (0b1010, 0b010));
    }

    #[test]
    fn what_is_new_is_added_and_said() {
        let (mut row, mut more) = (Row::default(), Row::default());
        assert!(!row.join(&more));
        row.put(&FIRST, 0b0001);
        more.put(&FIRST, 0b1001);
        assert!(row.join(&more));
        assert!(!row.join(&more));
        more.put(&FIRST, 0b0100);
        assert!(row.join(&more));
        assert_eq!((row.get(&FIRST), more.get(&FIRST)), (0b1101, 0b0100));
    }
}
