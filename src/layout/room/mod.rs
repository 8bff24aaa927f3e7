//! Room for cards: where cards go that come into a tree, which cards give way to them, and how the gap of a removed card closes (spec: ease
//! §2). Pure functions from positions, heights and homes to new positions; `tree.rs` makes a [`Ground`] from a flow.
//!
//! Cards that come into a tree keep their place, and everything else gives way: of two cards that would cover each other, the one later in
//! reading order moves down, with the cards that have their homes below it. Cards that covered each other before are left alone.

mod moving;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::model::{ActionId, Pos};

use self::moving::Moving;
use super::metrics::{CARD_WIDTH, ENTRY, GAP_X, GAP_Y, port_y};

/// The distance between the left edges of two columns.
const PITCH: i32 = CARD_WIDTH + GAP_X;
/// Cards that are closer than this give way.
const CLEAR: Pos = Pos(GAP_X / 2, GAP_Y / 2);
/// How far below its port a card may be placed so that reading order is kept among cards of other parents.
const MAX_DETOUR: i32 = 320;
/// As many gaps are closed one by one; more are closed all together or not at all.
const MAX_SINGLE_GAPS: usize = 8;

/// A card of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The action.
    pub id: ActionId,
    /// Its top left corner.
    pub pos: Pos,
    /// Its height.
    pub height: i32,
    /// The action under which it has its home, and the row of the branch that leads to it.
    pub home: Option<Port>,
}

/// A port: an action, and the row of one of its branches.
pub type Port = (ActionId, usize);

/// A card that comes into the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// The action; it may already be among the cards, to be moved from its place there.
    pub id: ActionId,
    /// Its offset from the first newcomer.
    pub offset: Pos,
    /// Its height.
    pub height: i32,
}

/// The place of a removed card, which a follower may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The follower.
    pub heir: ActionId,
    /// The port that leads to the follower now.
    pub home: Port,
    /// Where the removed card was.
    pub place: Pos,
}

/// The cards of a tree in reading order.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    cards: Vec<Seat>,
    /// One past the last card that has its home below the card.
    ends: Vec<usize>,
    places: BTreeMap<ActionId, usize>,
}

impl Ground {
    /// The cards, each after the card under which it has its home, and directly followed by the cards below it.
    #[must_use]
    pub fn new(cards: Vec<Seat>) -> Self {
        let places: BTreeMap<ActionId, usize> = cards.iter().enumerate().map(|(at, card)| (card.id, at)).collect();
        let mut ends: Vec<usize> = (1..=cards.len()).collect();
        for (at, card) in cards.iter().enumerate().rev() {
            let end = ends.get(at).copied().unwrap_or(at + 1);
            let parent = card.home.and_then(|(id, _)| places.get(&id)).filter(|parent| **parent < at);
            if let Some(known) = parent.and_then(|parent| ends.get_mut(*parent)) {
                *known = end.max(*known);
            }
        }
        Self { cards, ends, places }
    }

    /// A card with all cards that have their homes below it, in reading order.
    #[must_use]
    pub fn with_below(&self, id: ActionId) -> &[Seat] {
        self.places.get(&id).and_then(|at| self.cards.get(self.block(*at))).unwrap_or_default()
    }

    /// Where a card is.
    #[must_use]
    pub fn place(&self, id: ActionId) -> Option<Pos> {
        self.card(id).map(|card| card.pos)
    }

    /// A card.
    #[must_use]
    pub fn card(&self, id: ActionId) -> Option<&Seat> {
        self.cards.get(*self.places.get(&id)?)
    }

    fn block(&self, at: usize) -> Range<usize> {
        at..self.ends.get(at).copied().unwrap_or(at + 1)
    }

    /// The cards that have their home at a card, each with the row of its branch.
    fn children(&self, parent: usize) -> impl Iterator<Item = (usize, usize)> {
        let block = self.block(parent);
        let mut next = block.start + 1;
        std::iter::from_fn(move || {
            let at = Some(next).filter(|at| *at < block.end)?;
            next = self.block(at).end;
            Some((at, self.cards.get(at)?.home?.1))
        })
    }

    /// The card that follows a port, if its home is there.
    fn follower(&self, port: Port) -> Option<usize> {
        self.children(*self.places.get(&port.0)?).find(|(_, row)| *row == port.1).map(|(at, _)| at)
    }

    /// Where the first newcomer goes after a port: the place of the card that follows, else right of the port, in reading order.
    #[must_use]
    pub fn corner(&self, port: Port, newcomers: &[Newcomer]) -> Pos {
        if let Some(follower) = self.follower(port).and_then(|at| self.cards.get(at)) {
            return follower.pos;
        }
        let (Some(parent), row) = (self.places.get(&port.0).copied(), port.1) else { return Pos(0, 0) };
        let from = self.cards.get(parent).map_or(Pos(0, 0), |card| card.pos);
        let wanted = Pos(from.0 + PITCH, from.1 + port_y(row) - ENTRY);
        let before = self.children(parent).filter(|(_, other)| *other < row).map(|(at, _)| self.block(at).end).max();
        let before = before.unwrap_or(parent + 1);
        let below_siblings = self.below(parent + 1..before, wanted, newcomers);
        let below_all = self.below(0..before, below_siblings, newcomers);
        if below_all.1 - below_siblings.1 <= MAX_DETOUR { below_all } else { below_siblings }
    }

    /// The first place at or below another one where newcomers cover no card.
    #[must_use]
    pub fn free_corner(&self, wanted: Pos, newcomers: &[Newcomer]) -> Pos {
        self.below(0..self.cards.len(), wanted, newcomers)
    }

    fn below(&self, others: Range<usize>, wanted: Pos, newcomers: &[Newcomer]) -> Pos {
        let is_new = |card: &&Seat| newcomers.iter().any(|new| new.id == card.id);
        let mut taken: Vec<(i32, i32, i32)> = Vec::new();
        for card in self.cards.get(others).unwrap_or_default().iter().filter(|card| !is_new(card)) {
            for new in newcomers {
                if (card.pos.0 - wanted.0 - new.offset.0).abs() < CARD_WIDTH + CLEAR.0 {
                    let bottom = card.pos.1 + card.height - new.offset.1;
                    taken.push((card.pos.1 - new.height - new.offset.1 - CLEAR.1, bottom + CLEAR.1, bottom + GAP_Y));
                }
            }
        }
        taken.sort_unstable();
        let y = taken.iter().fold(wanted.1, |y, (from, to, free)| if (from + 1..*to).contains(&y) { *free } else { y });
        Pos(wanted.0, y)
    }

    /// The new positions when cards come in after a port: theirs, and those of the cards that move. The card that follows gives its place
    /// to them and moves right, with all cards below it.
    #[must_use]
    pub fn admit(&self, port: Port, newcomers: &[Newcomer]) -> BTreeMap<ActionId, Pos> {
        let corner = self.corner(port, newcomers);
        let is_new = |card: &Seat| newcomers.iter().any(|new| new.id == card.id);
        let mut moving = Moving::new(self, self.places.get(&port.0).copied());
        let mut queue = BTreeSet::new();
        if let Some(follower) = self.follower(port) {
            let right = newcomers.iter().map(|new| new.offset.0).max().unwrap_or(0).max(0) + PITCH;
            let block = self.block(follower);
            moving.now.get_mut(block.clone()).into_iter().flatten().for_each(|pos| pos.0 += right);
            // The pairs of a moved card and another one are found from either side.
            let is_smaller = block.len() <= self.cards.len() - block.len();
            queue = (0..self.cards.len()).filter(|at| block.contains(at) == is_smaller).collect();
        }
        for new in newcomers {
            moving.heights.push(new.height);
            moving.now.push(Pos(corner.0 + new.offset.0, corner.1 + new.offset.1));
        }
        let absent: BTreeSet<usize> =
            (0..self.cards.len()).filter(|at| self.cards.get(*at).is_some_and(is_new)).collect();
        queue.retain(|at| !absent.contains(at));
        moving.index(&absent);
        moving.settle(queue);
        let mut moved = moving.moved();
        let placed = newcomers.iter().zip(moving.now.iter().skip(self.cards.len()));
        moved.extend(placed.map(|(new, pos)| (new.id, *pos)));
        moved
    }

    /// The new positions of the cards that a card covers since it grew from a former height.
    #[must_use]
    pub fn grown(&self, id: ActionId, former_height: i32) -> BTreeMap<ActionId, Pos> {
        let Some(at) = self.places.get(&id).copied() else { return BTreeMap::new() };
        let mut before = self.clone();
        if let Some(card) = before.cards.get_mut(at) {
            card.height = former_height;
        }
        let mut moving = Moving::new(&before, Some(at));
        moving.heights = self.cards.iter().map(|card| card.height).collect();
        moving.grown = Some(at);
        moving.index(&BTreeSet::new());
        moving.settle(BTreeSet::new());
        moving.moved()
    }

    /// The new positions of cards that move left into gaps, where that covers nothing. Absent cards are not in the way.
    #[must_use]
    pub fn closed(&self, gaps: &[Gap], absent: &BTreeSet<ActionId>) -> BTreeMap<ActionId, Pos> {
        let known = |gap: &Gap| {
            let at = *self.places.get(&gap.heir)?;
            let card = self.cards.get(at).filter(|card| card.home == Some(gap.home) && card.pos.0 > gap.place.0)?;
            Some((at, Pos(gap.place.0 - card.pos.0, gap.place.1 - card.pos.1)))
        };
        let shifts: BTreeMap<usize, Pos> = gaps.iter().filter_map(known).collect();
        if shifts.is_empty() {
            return BTreeMap::new();
        }
        let absent = absent.iter().filter_map(|id| self.places.get(id).copied()).collect();
        let mut moving = Moving::new(self, None);
        if shifts.len() > MAX_SINGLE_GAPS {
            for (at, shift) in shifts {
                moving.shift(self.block(at), shift);
            }
            moving.index(&absent);
            let is_clear = (0..self.cards.len()).filter(|at| !absent.contains(at)).all(|at| moving.is_clear(at));
            return if is_clear { moving.moved() } else { BTreeMap::new() };
        }
        moving.index(&absent);
        for (at, shift) in shifts {
            let block = self.block(at);
            if let Some(shift) = [shift, Pos(shift.0, 0)].into_iter().find(|shift| moving.fits(&block, *shift)) {
                moving.shift(block, shift);
                moving.index(&absent);
            }
        }
        moving.moved()
    }
}
