//! Outlines of subtrees, and stacking them. Works in whole units and knows neither cards nor edges.

use std::mem;

use super::at;

/// Further away than any card, in units; small enough to add to.
const FAR: i64 = 1 << 60;

/// The outline of a subtree in one column, in units: its top, and the top of the next subtree below it.
#[derive(Clone, Copy)]
pub(super) struct Level {
    pub(super) top: i64,
    pub(super) below: i64,
}

/// The outline of a subtree. The deepest column comes first, so that a parent is one push, and a move is one addition to `shift`.
#[derive(Default)]
pub(super) struct Contour {
    deepest_first: Vec<Level>,
    shift: i64,
}

impl Contour {
    /// Adds a column on the left.
    pub(super) fn push(&mut self, top: i64, below: i64) {
        self.deepest_first.push(Level { top: top - self.shift, below: below - self.shift });
    }

    /// Moves the whole outline.
    pub(super) fn move_down(&mut self, by: i64) {
        self.shift += by;
    }

    /// The columns from left to right.
    pub(super) fn levels(&self) -> impl Iterator<Item = Level> {
        let shift = self.shift;
        self.deepest_first.iter().rev().map(move |level| Level { top: level.top + shift, below: level.below + shift })
    }
}

/// Stacks subtrees as close as their contours allow, the first at zero. Returns the whole contour and each subtree's offset.
///
/// Subtrees between larger neighbours are spread evenly: each is packed once as high and once as low as possible, and
/// later subtrees are placed nearer to their low position, which keeps every distance. Only the columns that two subtrees share are
/// visited, so all calls together take time proportional to the number of cards.
pub(super) fn stack_contours(mut contours: Vec<Contour>) -> (Contour, Vec<i64>) {
    let (mut longest, mut depth, mut shared) = (0, 0, 0);
    for (index, contour) in contours.iter().enumerate() {
        let own = contour.deepest_first.len();
        shared = shared.max(own.min(depth));
        if own > depth {
            (longest, depth) = (index, own);
        }
    }
    let mut floor = vec![-FAR; shared];
    let mut highest = Vec::with_capacity(contours.len());
    for contour in &contours {
        let room = floor.iter().zip(contour.levels()).map(|(floor, level)| floor - level.top).max();
        let y = if highest.is_empty() { 0 } else { room.unwrap_or(0) };
        floor.iter_mut().zip(contour.levels()).for_each(|(floor, level)| *floor = y + level.below);
        highest.push(y);
    }
    let mut ceiling = vec![FAR; shared];
    let mut offsets = Vec::with_capacity(contours.len());
    let count = highest.iter().fold(0_i64, |count, _| count + 1);
    for ((contour, &high), rank) in contours.iter().zip(&highest).rev().zip((0..count).rev()) {
        let room = ceiling.iter().zip(contour.levels()).map(|(ceiling, level)| ceiling - level.below).min();
        let low = if offsets.is_empty() { high } else { room.unwrap_or(high) };
        ceiling.iter_mut().zip(contour.levels()).for_each(|(ceiling, level)| *ceiling = low + level.top);
        offsets.push(high + (low - high).saturating_mul(rank) / (count - 1).max(1));
    }
    offsets.reverse();
    let mut whole = contours.get_mut(longest).map(mem::take).unwrap_or_default();
    whole.shift += at(&offsets, longest);
    for (contour, offset) in contours.iter().zip(&offsets) {
        for (level, other) in whole.deepest_first.iter_mut().rev().zip(contour.levels()) {
            level.top = level.top.min(other.top + offset - whole.shift);
            level.below = level.below.max(other.below + offset - whole.shift);
        }
    }
    (whole, offsets)
}
