//! Places, sizes and rectangles on the canvas, in whole canvas units at zoom 100 %.

use serde::{Deserialize, Serialize};

use super::limits::{LEAST_SIDE, MOST_SIDE};

/// A place on the canvas, in whole canvas units at zoom 100 %; the card's top left corner. Whole numbers, so
/// that a file cannot bring in something that is not a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pos(pub i32, pub i32);

/// A width and a height, in whole canvas units at zoom 100 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size(pub i32, pub i32);

impl Size {
    /// The size within the limits of an annotation.
    #[must_use]
    pub fn bounded(self) -> Self {
        Self(self.0.clamp(LEAST_SIDE, MOST_SIDE), self.1.clamp(LEAST_SIDE, MOST_SIDE))
    }
}

/// A rectangle on the canvas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// The top left corner.
    pub at: Pos,
    /// The width and the height.
    pub size: Size,
}

impl Area {
    /// The bottom right corner.
    #[must_use]
    pub fn end(self) -> Pos {
        Pos(self.at.0.saturating_add(self.size.0), self.at.1.saturating_add(self.size.1))
    }

    /// The area between two corners.
    #[must_use]
    pub fn between(at: Pos, end: Pos) -> Self {
        Self { at, size: Size(end.0.saturating_sub(at.0), end.1.saturating_sub(at.1)) }
    }

    /// Whether another area lies whole in this one.
    #[must_use]
    pub fn holds(self, other: Self) -> bool {
        let (end, others) = (self.end(), other.end());
        self.at.0 <= other.at.0 && self.at.1 <= other.at.1 && others.0 <= end.0 && others.1 <= end.1
    }

    /// Whether two areas have more than an edge in common.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        let (end, others) = (self.end(), other.end());
        self.at.0 < others.0 && other.at.0 < end.0 && self.at.1 < others.1 && other.at.1 < end.1
    }

    /// The least area that holds both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        let (end, others) = (self.end(), other.end());
        let at = Pos(self.at.0.min(other.at.0), self.at.1.min(other.at.1));
        Self::between(at, Pos(end.0.max(others.0), end.1.max(others.1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(x: i32, y: i32, width: i32, height: i32) -> Area {
        Area { at: Pos(x, y), size: Size(width, height) }
    }

    #[test]
    fn areas_hold_cover_and_unite() {
        let frame = area(0, 0, 100, 50);
        assert!(frame.holds(area(0, 0, 100, 50)) && frame.holds(area(10, 10, 5, 5)));
        for outside in [area(-1, 0, 10, 10), area(0, -1, 10, 10), area(91, 0, 10, 10), area(0, 41, 10, 10)] {
            assert!(!frame.holds(outside), "{outside:?}");
            assert!(frame.covers(outside), "{outside:?}");
        }
        assert!(!frame.covers(area(100, 0, 10, 10)) && !frame.covers(area(0, 50, 10, 10)));
        assert_eq!(frame.with(area(90, -20, 30, 10)), area(0, -20, 120, 70));
    }
}
