//! Databases: typed columns, and the rows, each cell checked by the type of its column.

use egui::Ui;

use crate::lint::values::{wrong_cell, wrong_value};
use crate::model::resource::{Database, DatabaseColumn};

use super::changes::Changes;
use super::grid::{self, Change, Pending};
use super::input::{Input, Name, choice, toggle};
use super::records::types;
use super::widgets::{self, captions, cell, note, section};

/// Width of the types.
const TYPE: f32 = 120.0;
/// Width of the values of new rows.
const DEFAULT: f32 = 112.0;
/// Between the inputs of a column.
const GAP: f32 = 6.0;
/// What the inputs and buttons beside the name need.
const BESIDE_NAME: f32 = 480.0;

/// A database without its rows, and the rows apart. The new rows, when they changed.
pub fn database_ui(
    ui: &mut Ui,
    changes: &mut Changes,
    database: &mut Database,
    rows: &[Vec<String>],
) -> Option<Vec<Vec<String>>> {
    let mut change = None;
    section(ui, "Columns", |ui| columns_ui(ui, changes, &mut database.columns, &mut change));
    let columns = &database.columns;
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let fresh = columns.iter().map(|column| column.default.clone()).collect();
    let wrong = |index: usize, text: &str| wrong_cell(columns.get(index)?, text);
    grid::rows_ui(ui, &names, rows, fresh, &wrong, &mut change);
    grid::changed(rows, change, names.len(), changes)
}

fn columns_ui(ui: &mut Ui, changes: &mut Changes, columns: &mut Vec<DatabaseColumn>, change: &mut Pending) {
    let name_width = (ui.available_width() - BESIDE_NAME).clamp(120.0, 260.0).floor();
    if columns.is_empty() {
        note(ui, "No columns yet.");
    } else {
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            captions(ui, &[("Name", name_width), ("Type", TYPE), ("Value of a new row", DEFAULT)]);
        });
    }
    let types = types();
    let count = columns.len();
    for (index, column) in columns.iter_mut().enumerate() {
        let number = index + 1;
        ui.push_id(index, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                Input::named(&format!("Name of column {number}")).width(name_width).text(ui, changes, &mut column.name);
                let name = format!("Type of column {number}");
                cell(ui, TYPE, |ui| choice(ui, changes, Name::Words(&name), TYPE, &mut column.kind, &types));
                let name = format!("Default of column {number}");
                let is_wrong = wrong_value(column.kind, &column.default).is_some();
                let input = Input::named(&name).hint("empty").width(DEFAULT).wrong(is_wrong);
                input.text(ui, changes, &mut column.default);
                toggle(ui, changes, "Required", &mut column.is_required);
                toggle(ui, changes, "Unique", &mut column.is_unique);
                ui.spacing_mut().item_spacing.x = 0.0;
                if widgets::sign_button(ui, "↑", &format!("Move column {number} up"), index > 0) {
                    *change = Some((Change::SwapColumns(index, index.saturating_sub(1)), None));
                }
                if widgets::sign_button(ui, "↓", &format!("Move column {number} down"), number < count) {
                    *change = Some((Change::SwapColumns(index, number), None));
                }
                if widgets::sign_button(ui, "×", &format!("Remove column {number}"), count > 1) {
                    *change = Some((Change::RemoveColumn(index), None));
                }
            });
        });
    }
    match *change {
        Some((Change::SwapColumns(one, other), _)) => columns.swap(one, other),
        Some((Change::RemoveColumn(index), _)) => drop(columns.remove(index)),
        _ => {}
    }
    if ui.button("Add a column").clicked() {
        let number =
            (count + 1..=2 * count + 1).find(|number| columns.iter().all(|it| it.name != format!("column_{number}")));
        let name = format!("column_{}", number.unwrap_or(count + 1));
        columns.push(DatabaseColumn { name, ..DatabaseColumn::default() });
        *change = Some((Change::AddColumn(count), None));
    }
}
