//! Databases: typed columns and rows. Each cell is checked against the type of its column.

use std::sync::Arc;

use egui::Ui;

use crate::catalog::value::Locale;
use crate::lint::values::{wrong_cells, wrong_value};
use crate::model::resource::{Database, DatabaseColumn};
use crate::model::{Project, Resource, ResourceData};

use super::changes::Changes;
use super::grid::{self, Change};
use super::input::{Input, Name, choice, toggle};
use super::records::{listed_ui, types};
use super::rows::{self, Rows};
use super::sheet::Sheet;
use super::widgets::{self, captions, cell, note, section};
use crate::app::command::Command;

/// Width of the type lists.
const TYPE: f32 = 112.0;
/// Width of the default values.
const DEFAULT: f32 = 104.0;
/// Gap between the inputs of a column.
const GAP: f32 = 6.0;
/// Width of the inputs and buttons next to the name.
const BESIDE_NAME: f32 = 544.0;

/// The cards of a database. `database` comes without its rows; the stored rows come apart. Returns the new rows if they changed.
pub fn database_ui(
    ui: &mut Ui,
    changes: &mut Changes,
    database: &mut Database,
    resource: &Arc<Resource>,
    project: &Project,
    commands: &mut Vec<Command>,
) -> Option<Vec<Vec<String>>> {
    let ResourceData::Database(stored) = &resource.data else { return None };
    let locale = Locale::of(project);
    let mut done = Vec::new();
    section(ui, "Columns", |ui| done = columns_ui(ui, changes, &mut database.columns, locale));
    let columns = &database.columns;
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let fresh: Vec<String> = columns.iter().map(|column| column.default.clone()).collect();
    let wrong = rows::wrong_cells(ui, resource, (locale.language, locale.country), || wrong_cells(stored, locale));
    let sheet = Sheet { names: &names, rows: &stored.rows, fresh: &fresh, wrong: &wrong };
    done.extend(Rows { of: resource.id, sheet }.show(ui, commands));
    grid::changed(&stored.rows, done, names.len(), changes)
}

fn columns_ui(ui: &mut Ui, changes: &mut Changes, columns: &mut Vec<DatabaseColumn>, by: Locale<'_>) -> Vec<Change> {
    let mut done = Vec::new();
    let name_width = (ui.available_width() - BESIDE_NAME).clamp(96.0, 264.0).floor();
    if columns.is_empty() {
        note(ui, "No columns yet.");
    } else {
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            captions(ui, &[("Name", name_width), ("Type", TYPE), ("Default value", DEFAULT)]);
        });
    }
    let types = types();
    let count = columns.len();
    for (index, column) in columns.iter_mut().enumerate() {
        let number = index + 1;
        ui.push_id(index, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                Input::named(&format!("Name of column {number}")).short().width(name_width).text(
                    ui,
                    changes,
                    &mut column.name,
                );
                let name = format!("Type of column {number}");
                cell(ui, TYPE, |ui| choice(ui, changes, Name::Words(&name), TYPE, &mut column.kind, &types));
                let name = format!("Default of column {number}");
                let is_wrong = wrong_value(column.kind, &column.values, &column.default, by).is_some();
                let input = Input::named(&name).hint("empty").width(DEFAULT).wrong(is_wrong);
                input.text(ui, changes, &mut column.default);
                toggle(ui, changes, "Required", &mut column.is_required);
                toggle(ui, changes, "Unique", &mut column.is_unique);
                toggle(ui, changes, "Exact", &mut column.exact_spelling);
                ui.spacing_mut().item_spacing.x = 0.0;
                if widgets::sign_button(ui, "↑", &format!("Move column {number} up"), index > 0) {
                    done.push(Change::SwapColumns(index, index.saturating_sub(1)));
                }
                if widgets::sign_button(ui, "↓", &format!("Move column {number} down"), number < count) {
                    done.push(Change::SwapColumns(index, number));
                }
                if widgets::sign_button(ui, "×", &format!("Remove column {number}"), count > 1) {
                    done.push(Change::RemoveColumn(index));
                }
            });
            listed_ui(ui, changes, &format!("column {number}"), column.kind, &mut column.values);
        });
    }
    match done.last() {
        Some(&Change::SwapColumns(one, other)) => columns.swap(one, other),
        Some(&Change::RemoveColumn(index)) => drop(columns.remove(index)),
        _ => {}
    }
    if ui.button("Add a column").clicked() {
        let number =
            (count + 1..=2 * count + 1).find(|number| columns.iter().all(|it| it.name != format!("column_{number}")));
        let name = format!("column_{}", number.unwrap_or(count + 1));
        columns.push(DatabaseColumn { name, ..DatabaseColumn::default() });
        done.push(Change::AddColumn(count));
    }
    done
}
