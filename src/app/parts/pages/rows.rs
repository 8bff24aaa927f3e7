//! The card with the rows of a values table or a database: the sheet, its wrong cells, and CSV import and export.

use std::sync::{Arc, Weak};

use egui::{RichText, Ui};

use crate::lint::values::WrongCells;
use crate::model::{Resource, ResourceId};

use super::grid::Change;
use super::sheet::Sheet;
use super::widgets::{note, section};
use crate::app::command::{Command, FileCommand};
use crate::app::kit::theme;

/// Maximum number of wrong cells that are listed.
const LISTED: usize = 5;

/// The rows of a resource.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a> {
    /// The owner of the rows.
    pub of: ResourceId,
    /// The columns and the cells.
    pub sheet: Sheet<'a>,
}

impl Rows<'_> {
    /// Draws the card. Returns the changes of the rows, in order.
    pub fn show(self, ui: &mut Ui, commands: &mut Vec<Command>) -> Vec<Change> {
        let Self { of, sheet } = self;
        let mut changes = Vec::new();
        section(ui, "Rows", |ui| {
            if sheet.names.is_empty() {
                note(ui, "Add a column first.");
                return;
            }
            if sheet.rows.is_empty() {
                note(ui, "No rows yet. Add one, or import a CSV file.");
            }
            // The list of wrong cells is drawn last; a click on it moves the cursor.
            let place = ui.make_persistent_id("wrong");
            if let Some(spot) = ui.data_mut(|data| data.remove_temp::<(usize, usize)>(place)) {
                Sheet::reveal(ui, spot);
            }
            changes = sheet.show(ui);
            ui.add_space(4.0);
            ui.horizontal_wrapped(|ui| {
                if ui.button("Add a row").clicked() {
                    changes.push(Change::Insert(sheet.rows.len(), vec![sheet.fresh.to_vec()]));
                    ui.data_mut(|data| data.insert_temp(place, (sheet.rows.len(), 0_usize)));
                }
                if ui.button("Import CSV…").clicked() {
                    commands.push(Command::File(FileCommand::ImportRows(of, None)));
                }
                if ui.button("Export CSV…").clicked() {
                    commands.push(Command::File(FileCommand::ExportRows(of, None)));
                }
                let count = sheet.rows.len();
                ui.label(theme::weak(ui, format!("{count} row{}", if count == 1 { "" } else { "s" }), theme::CAPTION));
            });
            if let Some(spot) = wrong_ui(ui, &sheet) {
                ui.data_mut(|data| data.insert_temp(place, spot));
            }
        });
        changes
    }
}

/// The wrong cells, one line per cell. Returns the clicked cell.
fn wrong_ui(ui: &mut Ui, sheet: &Sheet<'_>) -> Option<(usize, usize)> {
    let mut wanted = None;
    for ((row, column), reason) in sheet.wrong.iter().take(LISTED) {
        let name = sheet.names.get(*column).copied().unwrap_or_default();
        let text = RichText::new(format!("Row {}, {name}: {reason}", row + 1)).size(theme::SMALL);
        let link = egui::Link::new(text.color(theme::of(ui).error));
        if ui.add(link).on_hover_text("Go to the cell").clicked() {
            wanted = Some((*row, *column));
        }
    }
    match sheet.wrong.len().saturating_sub(LISTED) {
        0 => {}
        1 => note(ui, "And 1 more cell."),
        more => note(ui, &format!("And {more} more cells.")),
    }
    wanted
}

/// The wrong cells of a resource. Finding them reads all rows, so the result is cached while the rows and `seen_by`, what else
/// decides which cells are wrong, stay the same.
pub fn wrong_cells(
    ui: &Ui,
    resource: &Arc<Resource>,
    seen_by: impl egui::AsIdSalt,
    find: impl FnOnce() -> WrongCells,
) -> Arc<WrongCells> {
    type Known = (Weak<Resource>, Arc<WrongCells>);
    let key = ui.make_persistent_id(("wrong cells", seen_by));
    let known = ui.data(|data| data.get_temp::<Known>(key));
    if let Some((of, wrong)) = known
        && std::ptr::eq(of.as_ptr(), Arc::as_ptr(resource))
    {
        return wrong;
    }
    let wrong = Arc::new(find());
    let known: Known = (Arc::downgrade(resource), wrong.clone());
    ui.data_mut(|data| data.insert_temp(key, known));
    wrong
}
