//! Values tables: columns, how keys are compared, and the rows as a grid. There may be many rows, so only those in sight
//! are drawn, and they are copied only when one of them changes.

use egui::{ScrollArea, Ui};

use crate::model::resource::{TableMatch, ValuesTable};

use super::super::theme;
use super::changes::Changes;
use super::input::{Input, Name, choice};
use super::widgets::{self, ROW, captions, note, remove_button, section};

/// Narrowest column.
const COLUMN: f32 = 136.0;
/// Width of the numbers of rows.
const NUMBER: f32 = 48.0;

/// A change of the rows.
enum Change {
    Cell(usize, usize, String),
    Add,
    Remove(usize),
    AddColumn(usize),
    RemoveColumn(usize),
}

/// A values table without its rows, and the rows apart. The new rows, when they changed.
pub fn table_ui(
    ui: &mut Ui,
    changes: &mut Changes,
    table: &mut ValuesTable,
    rows: &[Vec<String>],
) -> Option<Vec<Vec<String>>> {
    let mut change = None;
    section(ui, "Columns", |ui| {
        let matchings = [
            (TableMatch::Exact, "Same value".to_owned()),
            (TableMatch::Prefix, "The value begins with the key; the longest wins".to_owned()),
            (TableMatch::Range, "The key is a range, low..high".to_owned()),
        ];
        widgets::row(ui, "Comparison", |ui, label| {
            choice(ui, changes, Name::Label(label), 320.0, &mut table.matching, &matchings);
        });
        let key_count = table.keys.len();
        widgets::row(ui, "Keys", |ui, _| columns_ui(ui, changes, "key", 0, &mut table.keys, &mut change));
        widgets::row(ui, "Outputs", |ui, _| {
            columns_ui(ui, changes, "output", key_count, &mut table.outputs, &mut change);
        });
    });
    section(ui, "Rows", |ui| {
        let names: Vec<&str> = table.keys.iter().chain(&table.outputs).map(String::as_str).collect();
        if rows.is_empty() {
            note(ui, "No rows yet.");
        }
        grid_ui(ui, &names, rows, &mut change);
        if ui.button("Add a row").clicked() {
            change = Some((Change::Add, None));
        }
    });
    let (change, tag) = change?;
    match tag {
        Some(tag) => changes.typed(tag),
        None => changes.step(),
    }
    let mut rows = rows.to_vec();
    apply(&mut rows, change, table.keys.len() + table.outputs.len());
    Some(rows)
}

/// A change with the tag of what was typed, if it was typed.
type Pending = Option<(Change, Option<u64>)>;

fn columns_ui(
    ui: &mut Ui,
    changes: &mut Changes,
    what: &str,
    first: usize,
    columns: &mut Vec<String>,
    change: &mut Pending,
) {
    let before = columns.len();
    let mut removed = None;
    let can_remove = before > 1;
    for (index, column) in columns.iter_mut().enumerate() {
        let name = format!("Name of {what} {}", index + 1);
        ui.horizontal(|ui| {
            Input::named(&name).width(240.0).text(ui, changes, column);
            if widgets::sign_button(ui, "×", &format!("Remove {what} {}", index + 1), can_remove) {
                removed = Some(index);
            }
        });
    }
    if let Some(index) = removed {
        columns.remove(index);
        *change = Some((Change::RemoveColumn(first + index), None));
    }
    if ui.button(if what == "key" { "Add a key" } else { "Add an output" }).clicked() {
        columns.push(format!("{what} {}", before + 1));
        *change = Some((Change::AddColumn(first + before), None));
    }
}

fn grid_ui(ui: &mut Ui, names: &[&str], rows: &[Vec<String>], change: &mut Pending) {
    #[allow(clippy::cast_precision_loss, reason = "there are few columns")]
    let count = names.len().max(1) as f32;
    let room = ui.available_width() - NUMBER - 48.0;
    let width = (room / count - 8.0).max(COLUMN).floor();
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
                    let mut typed = Changes::default();
                    let name = format!("Row {}, {name} (column {})", index + 1, column + 1);
                    Input::named(&name).width(width).text(ui, &mut typed, &mut text);
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
        Change::Add => rows.push(vec![String::new(); width]),
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
        apply(&mut rows, Change::Add, 2);
        apply(&mut rows, Change::Remove(0), 2);
        assert_eq!(rows, [row("b,2"), row(",")]);
        apply(&mut rows, Change::Remove(9), 2);
        assert_eq!(rows.len(), 2);
    }
}
