//! Changes to rows of cells. The rows are copied only if one of them changes, because there can be many.

use std::ops::Range;

use super::changes::Changes;

/// A change of the rows.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// New texts for the cells from a row and a column on; missing rows begin as a copy of the given row.
    Cells(usize, usize, Vec<Vec<String>>, Vec<String>),
    /// Insert rows before a row.
    Insert(usize, Vec<Vec<String>>),
    /// Remove rows.
    Remove(Range<usize>),
    /// Add a column.
    AddColumn(usize),
    /// Remove a column.
    RemoveColumn(usize),
    /// Swap two columns.
    SwapColumns(usize, usize),
}

/// The rows after all changes of a frame, which are one undo step; nothing if there were no changes. `width` is the number of
/// columns afterwards.
pub fn changed(
    rows: &[Vec<String>],
    done: Vec<Change>,
    width: usize,
    changes: &mut Changes,
) -> Option<Vec<Vec<String>>> {
    if done.is_empty() {
        return None;
    }
    changes.step();
    let mut rows = rows.to_vec();
    for change in done {
        apply(&mut rows, change, width);
    }
    Some(rows)
}

fn apply(rows: &mut Vec<Vec<String>>, change: Change, width: usize) {
    match change {
        Change::Cells(top, left, texts, fresh) => {
            if rows.len() < top + texts.len() {
                rows.resize(top + texts.len(), fresh);
            }
            for (row, texts) in rows.iter_mut().skip(top).zip(texts) {
                row.resize(width, String::new());
                for (cell, text) in row.iter_mut().skip(left).zip(texts) {
                    *cell = text;
                }
            }
        }
        Change::Insert(place, mut new) => {
            for row in &mut new {
                row.resize(width, String::new());
            }
            let place = place.min(rows.len());
            rows.splice(place..place, new);
        }
        Change::Remove(gone) => {
            let end = gone.end.min(rows.len());
            rows.drain(gone.start.min(end)..end);
        }
        Change::AddColumn(column) => {
            for row in rows {
                row.resize(width.saturating_sub(1), String::new());
                row.insert(column.min(row.len()), String::new());
            }
        }
        Change::RemoveColumn(column) => {
            for row in rows {
                if column < row.len() {
                    row.remove(column);
                }
            }
        }
        Change::SwapColumns(one, other) => {
            for row in rows {
                row.resize(width, String::new());
                if one.max(other) < row.len() {
                    row.swap(one, other);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &str) -> Vec<String> {
        cells.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn rows_follow_the_columns() {
        let mut rows = vec![row("a,1"), row("b")];
        apply(&mut rows, Change::AddColumn(1), 3);
        assert_eq!(rows, [row("a,,1"), row("b,,")]);
        apply(&mut rows, Change::Cells(1, 2, vec![row("2")], Vec::new()), 3);
        apply(&mut rows, Change::RemoveColumn(1), 2);
        assert_eq!(rows, [row("a,1"), row("b,2")]);
        apply(&mut rows, Change::SwapColumns(0, 1), 2);
        assert_eq!(rows, [row("1,a"), row("2,b")]);
    }

    #[test]
    fn rows_are_inserted_and_removed() {
        let mut rows = vec![row("a,1"), row("b,2")];
        apply(&mut rows, Change::Insert(1, vec![row("c")]), 2);
        assert_eq!(rows, [row("a,1"), row("c,"), row("b,2")]);
        apply(&mut rows, Change::Cells(2, 1, vec![row("3,lost"), row("4")], row("new,9")), 2);
        assert_eq!(rows, [row("a,1"), row("c,"), row("b,3"), row("new,4")]);
        apply(&mut rows, Change::Remove(1..3), 2);
        apply(&mut rows, Change::Remove(7..9), 2);
        apply(&mut rows, Change::Remove(1..9), 2);
        assert_eq!(rows, [row("a,1")]);
    }
}
