//! Learning a scenario from past contacts in a file.

use std::path::Path;

use crate::catalog::fold::same;
use crate::catalog::text::name_of_copy;
use crate::load::learn::learn;
use crate::model::Project;
use crate::sim::Watch;
use crate::sim::behaviour::log;
use crate::storage;

use super::events::Done;

/// Learns a scenario from past contacts in a file.
pub(super) fn learned(path: &Path, project: &Project) -> Done {
    let rows = storage::load_rows_with(path, &log::COLUMNS, log::NEEDED).map_err(|error| error.to_string());
    let learned = rows.and_then(|rows| {
        let name = name_of_learned(project, path);
        let mut learned = learn(project, &rows.rows, &rows.lines, &name, &Watch::default())
            .map_err(|why| format!("{why}\nFile: {}", path.display()))?;
        learned.notes.extend(rows.unread_words(&log::COLUMNS));
        Ok(learned)
    });
    learned.map_or_else(|why| Done::RowsFailed("Nothing was learned", why), |it| Done::Learned(Box::new(it)))
}

/// A scenario has the name of the file that it was learned from.
fn name_of_learned(project: &Project, path: &Path) -> String {
    let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let is_taken = |name: &str| name.is_empty() || project.scenarios.values().any(|it| same(&it.name, name));
    if is_taken(&stem) { name_of_copy(&stem, is_taken) } else { stem }
}
