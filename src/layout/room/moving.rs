//! Moving cards apart, and finding out whether they cover each other.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::layout::metrics::{CARD_WIDTH, GAP_Y};
use crate::model::{ActionId, Pos};

use super::{CLEAR, Ground, PITCH};

/// Cards on the move. Those after the cards of the ground are newcomers.
pub(super) struct Moving<'a> {
    ground: &'a Ground,
    pub(super) now: Vec<Pos>,
    pub(super) heights: Vec<i32>,
    /// The cards by column and height, to find neighbours.
    columns: BTreeMap<i32, BTreeSet<(i32, usize)>>,
    tallest: i32,
    /// A card that grew: it keeps its place, like newcomers.
    pub(super) grown: Option<usize>,
    /// The card that leads to those that keep their place. Where this card or one above it gives way, it does so alone.
    leads: Option<usize>,
}

impl<'a> Moving<'a> {
    pub(super) fn new(ground: &'a Ground, leads: Option<usize>) -> Self {
        let (now, heights) = ground.cards.iter().map(|card| (card.pos, card.height)).unzip();
        Self { ground, now, heights, columns: BTreeMap::new(), tallest: 0, grown: None, leads }
    }

    /// Enters all cards into the columns.
    pub(super) fn index(&mut self, absent: &BTreeSet<usize>) {
        self.columns.clear();
        self.tallest = self.heights.iter().copied().max().unwrap_or(0);
        for (at, pos) in self.now.iter().enumerate().filter(|(at, _)| !absent.contains(at)) {
            self.columns.entry(pos.0.div_euclid(PITCH)).or_default().insert((pos.1, at));
        }
    }

    fn pos(&self, at: usize) -> Pos {
        self.now.get(at).copied().unwrap_or(Pos(0, 0))
    }

    fn height(&self, at: usize) -> i32 {
        self.heights.get(at).copied().unwrap_or(0)
    }

    fn keeps_place(&self, at: usize) -> bool {
        at >= self.ground.cards.len() || self.grown == Some(at)
    }

    /// The cards near a place for a card of a height, in reading order.
    fn near(&self, pos: Pos, height: i32) -> Vec<usize> {
        let column = pos.0.div_euclid(PITCH);
        let rows = (pos.1 - self.tallest - CLEAR.1, 0)..=(pos.1 + height + CLEAR.1, usize::MAX);
        let columns = self.columns.range(column - 1..=column + 1);
        let mut found: Vec<usize> =
            columns.flat_map(|(_, cards)| cards.range(rows.clone())).map(|(_, at)| *at).collect();
        found.sort_unstable();
        found
    }

    /// Whether two cards at these places are too close, and were not before.
    fn clash(&self, (one, one_pos): (usize, Pos), (other, other_pos): (usize, Pos)) -> bool {
        let heights = (self.height(one), self.height(other));
        if one == other || !are_close(one_pos, other_pos, heights, CLEAR) {
            return false;
        }
        let before = |at: usize| self.ground.cards.get(at);
        let (Some(one), Some(other)) = (before(one), before(other)) else { return true };
        let were_close = |gap| are_close(one.pos, other.pos, (one.height, other.height), gap);
        !were_close(Pos(0, 0)) && (!were_close(CLEAR) || are_close(one_pos, other_pos, heights, Pos(0, 0)))
    }

    pub(super) fn is_clear(&self, at: usize) -> bool {
        let pos = self.pos(at);
        !self.near(pos, self.height(at)).into_iter().any(|other| self.clash((at, pos), (other, self.pos(other))))
    }

    /// Whether a block can be shifted without covering a card.
    pub(super) fn fits(&self, block: &Range<usize>, shift: Pos) -> bool {
        let (by, back) =
            (|pos: Pos| Pos(pos.0 + shift.0, pos.1 + shift.1), |pos: Pos| Pos(pos.0 - shift.0, pos.1 - shift.1));
        let clash =
            |inside: usize, outside: usize| self.clash((inside, by(self.pos(inside))), (outside, self.pos(outside)));
        if block.len() <= self.now.len() - block.len() {
            let clashes = |at: usize| {
                let near = self.near(by(self.pos(at)), self.height(at));
                near.into_iter().any(|other| !block.contains(&other) && clash(at, other))
            };
            return !block.clone().any(clashes);
        }
        // Fewer cards stay: each is compared with the block as if it moved the other way.
        let stay: Vec<usize> =
            self.columns.values().flatten().map(|(_, at)| *at).filter(|at| !block.contains(at)).collect();
        let clashes = |at: usize| {
            let near = self.near(back(self.pos(at)), self.height(at));
            near.into_iter().any(|inside| block.contains(&inside) && clash(inside, at))
        };
        !stay.into_iter().any(clashes)
    }

    pub(super) fn shift(&mut self, block: Range<usize>, by: Pos) {
        for pos in self.now.get_mut(block).into_iter().flatten() {
            *pos = Pos(pos.0 + by.0, pos.1 + by.1);
        }
    }

    /// Moves cards down until none covers another. The queue has the cards that may; parents come first, so that a block moves as a whole.
    pub(super) fn settle(&mut self, mut queue: BTreeSet<usize>) {
        let keep: Vec<usize> = self.grown.into_iter().chain(self.ground.cards.len()..self.now.len()).collect();
        for at in keep {
            self.press(at, &mut queue);
        }
        while let Some(at) = queue.pop_first() {
            self.press(at, &mut queue);
        }
    }

    /// Of this card and each one that it covers, moves the one that gives way.
    fn press(&mut self, at: usize, queue: &mut BTreeSet<usize>) {
        for other in self.near(self.pos(at), self.height(at)) {
            let keep = (self.keeps_place(at), self.keeps_place(other));
            if keep == (true, true) || !self.clash((at, self.pos(at)), (other, self.pos(other))) {
                continue;
            }
            let gives_way = if keep.0 || (!keep.1 && at < other) { other } else { at };
            let stays = if gives_way == at { other } else { at };
            let down = self.pos(stays).1 + self.height(stays) + GAP_Y - self.pos(gives_way).1;
            self.move_down(gives_way, down, queue);
            if gives_way == at {
                return;
            }
        }
    }

    /// Moves a card down, with all below it.
    fn move_down(&mut self, at: usize, by: i32, queue: &mut BTreeSet<usize>) {
        let block = self.ground.block(at);
        let is_above = self.leads.is_some_and(|leads| block.contains(&leads));
        for at in if is_above { at..at + 1 } else { block } {
            let Some(pos) = self.now.get_mut(at) else { continue };
            let Some(column) = self.columns.get_mut(&pos.0.div_euclid(PITCH)) else { continue };
            if column.remove(&(pos.1, at)) {
                pos.1 += by;
                column.insert((pos.1, at));
                queue.insert(at);
            }
        }
    }

    /// The cards of the ground that have moved.
    pub(super) fn moved(&self) -> BTreeMap<ActionId, Pos> {
        let cards = self.ground.cards.iter().zip(&self.now);
        cards.filter(|(card, now)| card.pos != **now).map(|(card, now)| (card.id, *now)).collect()
    }
}

/// Whether two cards are closer to each other than a gap.
fn are_close(one: Pos, other: Pos, heights: (i32, i32), gap: Pos) -> bool {
    let is_close_x = (one.0 - other.0).abs() < CARD_WIDTH + gap.0;
    is_close_x && one.1 < other.1 + heights.1 + gap.1 && other.1 < one.1 + heights.0 + gap.1
}
