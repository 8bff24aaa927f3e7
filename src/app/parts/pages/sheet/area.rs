//! The cursor of a sheet and the selected cells.

use std::ops::RangeInclusive;

/// The row and the column of a cell.
pub type Spot = (usize, usize);

/// The cursor, and the cell where the selection began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// The cell that keys act on.
    pub cursor: Spot,
    /// The other corner of the selection.
    pub anchor: Spot,
}

/// A move of the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A number of rows down and columns right; negative numbers move up and left.
    By(isize, isize),
    /// To the last cell in this direction.
    Edge(isize, isize),
    /// To the next cell; after the last cell of a row, to the next row.
    Next,
    /// To the previous cell.
    Previous,
}

impl Area {
    /// A single cell.
    #[must_use]
    pub fn at(spot: Spot) -> Self {
        Self { cursor: spot, anchor: spot }
    }

    /// The selected rows.
    #[must_use]
    pub fn rows(self) -> RangeInclusive<usize> {
        self.cursor.0.min(self.anchor.0)..=self.cursor.0.max(self.anchor.0)
    }

    /// The selected columns.
    #[must_use]
    pub fn columns(self) -> RangeInclusive<usize> {
        self.cursor.1.min(self.anchor.1)..=self.cursor.1.max(self.anchor.1)
    }

    /// Whether a cell is selected.
    #[must_use]
    pub fn has(self, (row, column): Spot) -> bool {
        self.rows().contains(&row) && self.columns().contains(&column)
    }

    /// The area, limited to a number of rows and columns.
    #[must_use]
    pub fn within(self, rows: usize, columns: usize) -> Self {
        let inside = |(row, column): Spot| (row.min(rows.saturating_sub(1)), column.min(columns.saturating_sub(1)));
        Self { cursor: inside(self.cursor), anchor: inside(self.anchor) }
    }

    /// Moves the cursor and the selection, or extends the selection.
    #[must_use]
    pub fn step(self, step: Step, is_extended: bool, rows: usize, columns: usize) -> Self {
        let (row, column) = self.cursor;
        let go = |from: usize, by: isize, count: usize| from.saturating_add_signed(by).min(count.saturating_sub(1));
        let far = |from: usize, by: isize, count: usize| match by {
            0 => from,
            by if by < 0 => 0,
            _ => count.saturating_sub(1),
        };
        let cursor = match step {
            Step::By(down, right) => (go(row, down, rows), go(column, right, columns)),
            Step::Edge(down, right) => (far(row, down, rows), far(column, right, columns)),
            Step::Next if column + 1 < columns => (row, column + 1),
            Step::Next if row + 1 < rows => (row + 1, 0),
            Step::Previous if column > 0 => (row, column - 1),
            Step::Previous if row > 0 => (row - 1, columns.saturating_sub(1)),
            Step::Next | Step::Previous => (row, column),
        };
        if is_extended { Self { cursor, ..self } } else { Self::at(cursor) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_within_the_rows() {
        let go = |from: Spot, step| Area::at(from).step(step, false, 3, 2).cursor;
        assert_eq!(go((0, 0), Step::By(-1, 0)), (0, 0));
        assert_eq!(go((1, 1), Step::By(9, 1)), (2, 1));
        assert_eq!(go((1, 1), Step::Edge(0, -1)), (1, 0));
        assert_eq!(go((0, 0), Step::Edge(1, 0)), (2, 0));
        assert_eq!((go((0, 1), Step::Next), go((2, 1), Step::Next)), ((1, 0), (2, 1)));
        assert_eq!((go((1, 0), Step::Previous), go((0, 0), Step::Previous)), ((0, 1), (0, 0)));
        assert_eq!(Area::at((9, 9)).within(3, 2).cursor, (2, 1));
        assert_eq!(Area::at((9, 9)).within(0, 0).cursor, (0, 0));
    }

    #[test]
    fn a_selection_grows_from_where_it_began() {
        let area = Area::at((1, 1)).step(Step::By(1, -1), true, 3, 2);
        assert_eq!((area.rows(), area.columns()), (1..=2, 0..=1));
        assert!(area.has((2, 1)) && !area.has((0, 1)));
        assert_eq!(area.step(Step::By(-1, 0), false, 3, 2), Area::at((1, 0)));
    }
}
