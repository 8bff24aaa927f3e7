//! CSV import and export of the rows of values tables and databases: the questions and the results.

use std::path::{Path, PathBuf};

use crate::edit::Edit;
use crate::model::{ResourceData, ResourceId};
use crate::storage::csv::CsvRows;

use crate::app::command::{Button, Command, Emphasis, Question};
use crate::app::shell::state::State;

/// The suggested path for the rows of a resource: next to the project.
pub(super) fn path(state: &State, of: ResourceId) -> PathBuf {
    let name = state.project().resources.get(&of).map_or("rows", |it| it.reference.as_str());
    let folder = state.session.file.path.as_ref().and_then(|path| path.parent());
    folder.unwrap_or(Path::new("")).join(format!("{name}.csv"))
}

/// Reads rows for a resource.
pub(super) fn read(state: &mut State, of: ResourceId, path: PathBuf, ctx: &egui::Context) {
    let project = state.project().clone();
    if let Some((names, _)) = project.resources.get(&of).and_then(|it| it.data.table()) {
        let names = names.into_iter().map(str::to_owned).collect();
        state.services.files.read_rows(of, path, names, ctx);
    }
}

/// Writes the rows of a resource.
pub(super) fn write(state: &mut State, of: ResourceId, path: PathBuf, ctx: &egui::Context) {
    if let Some(resource) = state.project().resources.get(&of).cloned() {
        state.services.files.write_rows(path, resource, ctx);
    }
}

/// Asks what to do with the imported rows.
pub(super) fn ask(state: &mut State, of: ResourceId, path: &Path, found: CsvRows) {
    let project = state.project().clone();
    let Some(resource) = project.resources.get(&of) else { return };
    let Some((names, stored)) = resource.data.table() else { return };
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let lines = remarks(&found, &names, &resource.name);
    let CsvRows { mut rows, missing, .. } = found;
    if let ResourceData::Database(database) = &resource.data {
        let fresh = missing.iter().filter_map(|place| Some((*place, &database.columns.get(*place)?.default)));
        for (place, default) in fresh {
            rows.iter_mut().filter_map(|row| row.get_mut(place)).for_each(|cell| cell.clone_from(default));
        }
    }
    let title = format!("Import {} from {file}?", count(rows.len()));
    let store = |rows: Vec<Vec<String>>| {
        let mut resource = Box::new((**resource).clone());
        if let Some(stored) = resource.data.rows_mut() {
            *stored = rows;
        }
        Command::edit(Edit::StoreResource { resource })
    };
    let mut buttons = vec![Button::close("Cancel")];
    if stored.is_empty() {
        buttons.push(Button::new("Import", store(rows), Emphasis::Primary));
    } else {
        let replace = format!("Replace the {}", count(stored.len()));
        buttons.push(Button::new(&replace, store(rows.clone()), Emphasis::Danger));
        let all = stored.iter().cloned().chain(rows).collect();
        buttons.push(Button::new("Append", store(all), Emphasis::Primary));
    }
    state.ask_question(Question { title, lines, buttons });
}

/// Remarks about what does not fit, before anything is left out.
fn remarks(found: &CsvRows, names: &[&str], of: &str) -> Vec<String> {
    let mut lines = Vec::new();
    if !found.unknown.is_empty() {
        let unknown = quoted(found.unknown.iter().map(String::as_str));
        lines.push(format!("\"{of}\" has no column {unknown}: these cells are not imported."));
    }
    if !found.missing.is_empty() {
        let missing = quoted(found.missing.iter().filter_map(|place| names.get(*place).copied()));
        lines.push(format!("The file has no column {missing}: the cells get the value of a new row."));
    }
    if found.short > 0 {
        lines.push(format!(
            "{} shorter than the first line; missing cells are left empty.",
            match found.short {
                1 => "1 row is".to_owned(),
                more => format!("{more} rows are"),
            }
        ));
    }
    if lines.is_empty() {
        lines.push("All columns of the file were found.".to_owned());
    }
    lines
}

fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

fn count(rows: usize) -> String {
    format!("{rows} row{}", if rows == 1 { "" } else { "s" })
}
