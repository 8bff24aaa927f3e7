//! Values tables: columns, how keys are compared, and the rows.

use std::sync::Arc;

use egui::Ui;

use crate::lint::values::shadowed_keys;
use crate::model::resource::{TableMatch, ValuesTable};
use crate::model::{Resource, ResourceData};

use super::changes::Changes;
use super::grid::{self, Change};
use super::input::{Input, Name, choice, toggle};
use super::rows::{self, Rows};
use super::sheet::Sheet;
use super::widgets::{self, section};
use crate::app::command::Command;

/// The cards of a values table. `table` comes without its rows; the stored rows come apart. Returns the new rows if they changed.
pub fn table_ui(
    ui: &mut Ui,
    changes: &mut Changes,
    table: &mut ValuesTable,
    resource: &Arc<Resource>,
    commands: &mut Vec<Command>,
) -> Option<Vec<Vec<String>>> {
    let ResourceData::ValuesTable(stored) = &resource.data else { return None };
    let mut done = Vec::new();
    section(ui, "Columns", |ui| {
        let matchings = [
            (TableMatch::Exact, "Same value".to_owned()),
            (TableMatch::Prefix, "The value begins with the key; the longest key wins".to_owned()),
            (TableMatch::Range, "The key is a range, low..high or low-high".to_owned()),
        ];
        widgets::row(ui, "Comparison", |ui, label| {
            choice(ui, changes, Name::Label(label), 320.0, &mut table.matching, &matchings);
        });
        widgets::row(ui, "Spelling", |ui, _| {
            toggle(ui, changes, "Exact spelling: capital letters, blanks and dashes count", &mut table.exact_spelling);
        });
        let key_count = table.keys.len();
        widgets::row(ui, "Keys", |ui, _| columns_ui(ui, changes, "key", 0, &mut table.keys, &mut done));
        widgets::row(ui, "Outputs", |ui, _| {
            columns_ui(ui, changes, "output", key_count, &mut table.outputs, &mut done);
        });
    });
    let names: Vec<&str> = table.keys.iter().chain(&table.outputs).map(String::as_str).collect();
    let wrong = rows::wrong_cells(ui, resource, (), || shadowed_keys(stored));
    let sheet = Sheet { names: &names, rows: &stored.rows, fresh: &[], wrong: &wrong };
    done.extend(Rows { of: resource.id, sheet }.show(ui, commands));
    grid::changed(&stored.rows, done, names.len(), changes)
}

fn columns_ui(
    ui: &mut Ui,
    changes: &mut Changes,
    what: &str,
    first: usize,
    columns: &mut Vec<String>,
    done: &mut Vec<Change>,
) {
    let before = columns.len();
    let mut removed = None;
    let can_remove = before > 1;
    for (index, column) in columns.iter_mut().enumerate() {
        let name = format!("Name of {what} {}", index + 1);
        ui.horizontal(|ui| {
            Input::named(&name).short().width(240.0).text(ui, changes, column);
            if widgets::sign_button(ui, "×", &format!("Remove {what} {}", index + 1), can_remove) {
                removed = Some(index);
            }
        });
    }
    if let Some(index) = removed {
        columns.remove(index);
        done.push(Change::RemoveColumn(first + index));
    }
    if ui.button(if what == "key" { "Add a key" } else { "Add an output" }).clicked() {
        columns.push(format!("{what} {}", before + 1));
        done.push(Change::AddColumn(first + before));
    }
}
