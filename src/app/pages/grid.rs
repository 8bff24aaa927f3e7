//! Rows of texts as a grid, for values tables and databases. There may be many rows, so only those in sight are drawn and
//! checked, and they are copied only when one of them changes.

use egui::{RichText, ScrollArea, Ui};

use super::super::theme;
use super::changes::Changes;
use super::input::Input;
use super::widgets::{self, ROW, captions, note, remove_button, section};

/// Narrowest column.
const COLUMN: f32 = 136.0;
/// Width of the numbers of rows.
const NUMBER: f32 = 48.0;
/// Most notes below the grid.
const NOTES: usize = 5;

/// A change of the rows.
#[derive(Debug)]
pub enum Change {
    /// A cell of a row and a column has another text.
    Cell(usize, usize, String),
    /// A new row at the end, with these texts.
    Add(Vec<String>),
    /// A row goes.
    Remove(usize),
    /// There is a new column.
    AddColumn(usize),
    /// A column goes.
    RemoveColumn(usize),
    /// A column changes its place with another one.
    SwapColumns(usize, usize),
}

/// A change with the tag of what was typed, if it was typed.
pub type Pending = Option<(Change, Option<u64>)>;

/// The card with the rows. `wrong` says what is wrong with the text of a column; `fresh` is a new row.
pub fn rows_ui(
    ui: &mut Ui,
    names: &[&str],
    rows: &[Vec<String>],
    fresh: Vec<String>,
    wrong: &dyn Fn(usize, &str) -> Option<&'static str>,
    change: &mut Pending,
) {
    section(ui, "Rows", |ui| {
        if rows.is_empty() {
            note(ui, "No rows yet.");
        }
        let notes = grid_ui(ui, names, rows, wrong, change);
        for text in &notes {
            let text = RichText::new(text).size(theme::CAPTION).color(theme::of(ui).error);
            ui.add(egui::Label::new(text).wrap());
        }
        if ui.add_enabled(!names.is_empty(), egui::Button::new("Add a row")).clicked() {
            *change = Some((Change::Add(fresh), None));
        }
    });
}

/// The rows after a change, if there was one; the columns are `width` then.
pub fn changed(rows: &[Vec<String>], change: Pending, width: usize, changes: &mut Changes) -> Option<Vec<Vec<String>>> {
    let (change, tag) = change?;
    match tag {
        Some(tag) => changes.typed(tag),
        None => changes.step(),
    }
    let mut rows = rows.to_vec();
    apply(&mut rows, change, width);
    Some(rows)
}

fn grid_ui(
    ui: &mut Ui,
    names: &[&str],
    rows: &[Vec<String>],
    wrong: &dyn Fn(usize, &str) -> Option<&'static str>,
    change: &mut Pending,
) -> Vec<String> {
    #[allow(clippy::cast_precision_loss, reason = "there are few columns")]
    let count = names.len().max(1) as f32;
    let room = ui.available_width() - NUMBER - 48.0;
    let width = (room / count - 8.0).max(COLUMN).floor();
    let mut notes = Vec::new();
    ScrollArea::horizontal().id_salt("grid").auto_shrink([false, true]).show(ui, |ui| {
        ui.set_min_width((width + 8.0) * count + NUMBER + 40.0);
        let columns: Vec<(&str, f32)> =
            std::iter::once(("", NUMBER)).chain(names.iter().map(|name| (*name, width))).collect();
        captions(ui, &columns);
        widgets::rows(ui, "rows", rows.len(), ROW, |ui, index| {
            let Some(row) = rows.get(index) else { return };
            ui.horizontal(|ui| {
                widgets::cell(ui, NUMBER, |ui| ui.label(theme::weak(ui, (index + 1).to_string(), theme::SMALL)));
                for (column, name) in names.iter().enumerate() {
                    let mut text = row.get(column).cloned().unwrap_or_default();
                    let problem = wrong(column, &text);
                    if let Some(problem) = problem
                        && notes.len() < NOTES
                    {
                        notes.push(format!("Row {}, {name}: {problem}", index + 1));
                    }
                    let mut typed = Changes::default();
                    let name = format!("Row {}, {name} (column {})", index + 1, column + 1);
                    Input::named(&name).width(width).wrong(problem.is_some()).text(ui, &mut typed, &mut text);
                    if let Changes::Typed(tag) = typed {
                        *change = Some((Change::Cell(index, column, text), Some(tag)));
                    }
                }
                if remove_button(ui, &format!("row {}", index + 1)) {
                    *change = Some((Change::Remove(index), None));
                }
            });
        });
    });
    notes
}

fn apply(rows: &mut Vec<Vec<String>>, change: Change, width: usize) {
    match change {
        Change::Cell(row, column, text) => {
            if let Some(row) = rows.get_mut(row) {
                row.resize(width, String::new());
                if let Some(cell) = row.get_mut(column) {
                    *cell = text;
                }
            }
        }
        Change::Add(mut row) => {
            row.resize(width, String::new());
            rows.push(row);
        }
        Change::Remove(row) => {
            if row < rows.len() {
                rows.remove(row);
            }
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

    #[test]
    fn rows_follow_the_columns() {
        let row = |cells: &str| cells.split(',').map(str::to_owned).collect::<Vec<_>>();
        let mut rows = vec![row("a,1"), row("b")];
        apply(&mut rows, Change::AddColumn(1), 3);
        assert_eq!(rows, [row("a,,1"), row("b,,")]);
        apply(&mut rows, Change::Cell(1, 2, "2".to_owned()), 3);
        apply(&mut rows, Change::RemoveColumn(1), 2);
        assert_eq!(rows, [row("a,1"), row("b,2")]);
        apply(&mut rows, Change::SwapColumns(0, 1), 2);
        assert_eq!(rows, [row("1,a"), row("2,b")]);
        apply(&mut rows, Change::SwapColumns(1, 0), 2);
        apply(&mut rows, Change::Add(row("c")), 2);
        apply(&mut rows, Change::Remove(0), 2);
        assert_eq!(rows, [row("b,2"), row("c,")]);
        apply(&mut rows, Change::Remove(9), 2);
        assert_eq!(rows.len(), 2);
    }
}
