//! Aligns some cards with one another, or spreads them evenly (spec: designer §2). Pure functions from positions and heights to new positions.
//! All cards are equally wide.

use strum::EnumIter;

use super::metrics::{CARD_WIDTH, GAP_X, GAP_Y};
use crate::model::{ActionId, Pos};

/// A way to arrange cards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumIter)]
pub enum Arrangement {
    /// All left edges where the leftmost is.
    #[default]
    Left,
    /// All in one column, in the middle between the leftmost and the rightmost.
    Centres,
    /// All right edges where the rightmost is.
    Right,
    /// All top edges where the topmost is.
    Top,
    /// All middles on one level, in the middle between the topmost edge and the lowest.
    Middles,
    /// All bottom edges where the lowest is.
    Bottom,
    /// Equal gaps from left to right; the outermost stay.
    Across,
    /// Equal gaps from top to bottom; the outermost stay.
    Down,
}

impl Arrangement {
    /// The fewest cards that can be arranged so.
    #[must_use]
    pub fn least(self) -> usize {
        match self {
            Self::Across | Self::Down => 3,
            _ => 2,
        }
    }
}

/// A card to arrange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The action.
    pub id: ActionId,
    /// Its top left corner.
    pub pos: Pos,
    /// Its height.
    pub height: i32,
}

/// The new positions of the cards that move. Aligned cards that would cover one another go on below one another, or beside one another.
#[must_use]
pub fn arranged(cards: &[Placed], how: Arrangement) -> Vec<(ActionId, Pos)> {
    let mut new = cards.to_vec();
    if new.len() < how.least() {
        return Vec::new();
    }
    let bounds = |of: &dyn Fn(&Placed) -> i32| {
        let values = cards.iter().map(of);
        (values.clone().min().unwrap_or(0), values.max().unwrap_or(0))
    };
    let (left, right) = bounds(&|card| card.pos.0);
    let (top, _) = bounds(&|card| card.pos.1);
    let (_, bottom) = bounds(&|card| card.pos.1 + card.height);
    for card in &mut new {
        match how {
            Arrangement::Left => card.pos.0 = left,
            Arrangement::Centres => card.pos.0 = i32::midpoint(left, right),
            Arrangement::Right => card.pos.0 = right,
            Arrangement::Top => card.pos.1 = top,
            Arrangement::Middles => card.pos.1 = i32::midpoint(top, bottom) - card.height / 2,
            Arrangement::Bottom => card.pos.1 = bottom - card.height,
            Arrangement::Across | Arrangement::Down => {}
        }
    }
    match how {
        Arrangement::Left | Arrangement::Centres | Arrangement::Right => stack(&mut new),
        Arrangement::Top | Arrangement::Middles | Arrangement::Bottom => line_up(&mut new),
        Arrangement::Across => spread_across(&mut new),
        Arrangement::Down => spread_down(&mut new),
    }
    let before = |id: ActionId| cards.iter().find(|card| card.id == id).map(|card| card.pos);
    new.iter().filter(|card| before(card.id) != Some(card.pos)).map(|card| (card.id, card.pos)).collect()
}

/// Moves cards of one column down where they would cover the card above.
fn stack(cards: &mut [Placed]) {
    cards.sort_by_key(|card| (card.pos.1, card.id));
    let mut free: Option<i32> = None;
    for card in cards {
        if let Some(free) = free.filter(|free| card.pos.1 < *free) {
            card.pos.1 = free + GAP_Y;
        }
        free = Some(card.pos.1 + card.height);
    }
}

/// Moves cards of one level right where they would cover the card before.
fn line_up(cards: &mut [Placed]) {
    cards.sort_by_key(|card| (card.pos.0, card.id));
    let mut free: Option<i32> = None;
    for card in cards {
        if let Some(free) = free.filter(|free| card.pos.0 < *free) {
            card.pos.0 = free + GAP_X;
        }
        free = Some(card.pos.0 + CARD_WIDTH);
    }
}

fn spread_across(cards: &mut [Placed]) {
    cards.sort_by_key(|card| (card.pos.0, card.id));
    let (Some(first), Some(last)) = (cards.first().map(|it| it.pos.0), cards.last().map(|it| it.pos.0)) else { return };
    let steps = cards.len().saturating_sub(1).max(1);
    for (at, card) in cards.iter_mut().enumerate() {
        card.pos.0 = first + share(last - first, at, steps);
    }
}

fn spread_down(cards: &mut [Placed]) {
    cards.sort_by_key(|card| (card.pos.1, card.id));
    let (Some(first), Some(last)) = (cards.first().copied(), cards.last().copied()) else { return };
    let heights: i32 = cards.iter().map(|card| card.height).sum();
    let steps = cards.len().saturating_sub(1).max(1);
    let room = last.pos.1 + last.height - first.pos.1 - heights;
    // Without room, the gaps are those of the tidy layout.
    let room = if room < 0 { GAP_Y * i32::try_from(steps).unwrap_or(1) } else { room };
    let mut above = 0;
    for (at, card) in cards.iter_mut().enumerate() {
        card.pos.1 = first.pos.1 + above + share(room, at, steps);
        above += card.height;
    }
}

/// So many steps of a whole, rounded down.
fn share(whole: i32, steps: usize, of: usize) -> i32 {
    let part = i64::from(whole) * i64::try_from(steps).unwrap_or(0) / i64::try_from(of).unwrap_or(1);
    i32::try_from(part).unwrap_or(whole)
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator as _;

    use super::*;

    fn cards(of: &[(i32, i32, i32)]) -> Vec<Placed> {
        let ids = (1..).map(ActionId);
        of.iter().zip(ids).map(|((x, y, height), id)| Placed { id, pos: Pos(*x, *y), height: *height }).collect()
    }

    /// The positions after an arrangement, in the order of the cards.
    fn after(of: &[(i32, i32, i32)], how: Arrangement) -> Vec<(i32, i32)> {
        let cards = cards(of);
        let moved = arranged(&cards, how);
        let pos = |card: &Placed| moved.iter().find(|(id, _)| *id == card.id).map_or(card.pos, |(_, pos)| *pos);
        cards.iter().map(|card| (pos(card).0, pos(card).1)).collect()
    }

    #[test]
    fn edges_and_middles_meet() {
        // Worked by hand: lefts 0, 300, 1000; tops 0, 500, 1000; bottoms 100, 560, 1080.
        let three = [(0, 0, 100), (300, 500, 60), (1000, 1000, 80)];
        for (how, wanted) in [
            (Arrangement::Left, [(0, 0), (0, 500), (0, 1000)]),
            (Arrangement::Centres, [(500, 0), (500, 500), (500, 1000)]),
            (Arrangement::Right, [(1000, 0), (1000, 500), (1000, 1000)]),
            (Arrangement::Top, [(0, 0), (300, 0), (1000, 0)]),
            (Arrangement::Middles, [(0, 490), (300, 510), (1000, 500)]),
            (Arrangement::Bottom, [(0, 980), (300, 1020), (1000, 1000)]),
            (Arrangement::Across, [(0, 0), (500, 500), (1000, 1000)]),
            // 1080 − 240 of heights leave 840: gaps of 420.
            (Arrangement::Down, [(0, 0), (300, 520), (1000, 1000)]),
        ] {
            assert_eq!(after(&three, how), wanted, "{how:?}");
        }
    }

    #[test]
    fn what_would_be_covered_goes_on_beside_or_below() {
        let row = [(0, 0, 100), (300, 10, 60)];
        assert_eq!(after(&row, Arrangement::Left), [(0, 0), (0, 100 + GAP_Y)]);
        let column = [(0, 0, 100), (10, 300, 60)];
        assert_eq!(after(&column, Arrangement::Top), [(0, 0), (CARD_WIDTH + GAP_X, 0)]);
        let crowd = [(0, 0, 100), (0, 10, 100), (0, 20, 100)];
        assert_eq!(after(&crowd, Arrangement::Down), [(0, 0), (0, 100 + GAP_Y), (0, 200 + 2 * GAP_Y)]);
    }

    #[test]
    fn an_arrangement_that_is_there_already_moves_nothing() {
        let three = [(0, 0, 100), (310, 520, 60), (1000, 1000, 80)];
        for how in Arrangement::iter() {
            let there: Vec<(i32, i32, i32)> =
                after(&three, how).iter().zip(three).map(|((x, y), (.., height))| (*x, *y, height)).collect();
            assert_eq!(arranged(&cards(&there), how), [], "{how:?}");
            assert_eq!(arranged(&cards(&three[..how.least() - 1]), how), [], "{how:?}");
        }
    }
}
