//! The size of a card, in canvas units at zoom 100 %, for the canvas, the layout and the
//! editing layer.

/// Width of a card.
pub const CARD_WIDTH: i32 = 208;
/// Height of a card's head: title and summary.
pub const CARD_HEAD: i32 = 46;
/// Height of a branch's row.
pub const CARD_ROW: i32 = 26;
/// Space below the last row.
pub const CARD_FOOT: i32 = 6;
/// Distance from the card's top to its incoming arrow.
pub const ENTRY: i32 = 20;
/// Gap between columns of cards.
pub const GAP_X: i32 = 72;
/// Gap between cards of a column.
pub const GAP_Y: i32 = 28;

/// Height of a card with a number of branches.
#[must_use]
pub fn card_height(branches: usize) -> i32 {
    CARD_HEAD
        + CARD_ROW * i32::try_from(branches).unwrap_or(i32::MAX / CARD_ROW / 2)
        + if branches > 0 { CARD_FOOT } else { 0 }
}

/// Distance from the card's top to the middle of a branch's row.
#[must_use]
pub fn port_y(branch: usize) -> i32 {
    CARD_HEAD + CARD_ROW * i32::try_from(branch).unwrap_or(0) + CARD_ROW / 2
}
