//! The rows that a world sets for databases instead of their own rows.

use egui::Ui;

use crate::catalog::value::Locale;
use crate::lint::values::wrong_cells;
use crate::model::resource::Database;
use crate::model::{Project, ResourceData, ResourceKind, World};

use super::changes::Changes;
use super::grid::{self, Change};
use super::sheet::Sheet;
use super::widgets::{note, section};

/// A checkbox per database, and the world's rows if it has its own.
pub fn databases_ui(ui: &mut Ui, changes: &mut Changes, world: &mut World, project: &Project) {
    section(ui, "Databases", |ui| {
        if project.resources_of(ResourceKind::Database).next().is_none() {
            note(ui, "The project has no databases.");
        }
        for resource in project.resources_of(ResourceKind::Database) {
            let ResourceData::Database(database) = &resource.data else { continue };
            ui.push_id(resource.id.0, |ui| {
                let mut is_own = world.databases.contains_key(&resource.id);
                if ui.checkbox(&mut is_own, format!("{}: rows of its own in this world", resource.name)).changed() {
                    changes.step();
                    if is_own {
                        world.databases.insert(resource.id, database.rows.clone());
                    } else {
                        world.databases.remove(&resource.id);
                    }
                }
                if let Some(rows) = world.databases.get_mut(&resource.id) {
                    rows_ui(ui, changes, (database, Locale::of(project)), rows);
                }
            });
        }
    });
}

fn rows_ui(
    ui: &mut Ui,
    changes: &mut Changes,
    (database, locale): (&Database, Locale<'_>),
    rows: &mut Vec<Vec<String>>,
) {
    let names: Vec<&str> = database.columns.iter().map(|column| column.name.as_str()).collect();
    let fresh: Vec<String> = database.columns.iter().map(|column| column.default.clone()).collect();
    let wrong = wrong_cells(&Database { rows: rows.clone(), columns: database.columns.clone() }, locale);
    let mut done = Sheet { names: &names, rows, fresh: &fresh, wrong: &wrong }.show(ui);
    if ui.button("Add a row").clicked() {
        done.push(Change::Insert(rows.len(), vec![fresh.clone()]));
    }
    ui.add_space(8.0);
    if let Some(changed) = grid::changed(rows, done, names.len(), changes) {
        *rows = changed;
    }
}
