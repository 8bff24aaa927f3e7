//! Files that commands write beside the project.

use std::path::Path;

use crate::storage;

use super::Trouble;

/// Refuses to write a file over the project.
pub(super) fn not_over_project(what: &str, path: &Path, project: &Path) -> Result<(), Trouble> {
    if !is_same_file(path, project) {
        return Ok(());
    }
    let option = what.replace(' ', "-");
    Err(format!(
        "The {what} would replace the project. Nothing was written. Name another file after --{option}.\nFile: {}",
        path.display()
    ))
}

/// Writes a file, replacing one that is there.
pub(super) fn write(what: &str, path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    storage::replace_file(path, bytes)
        .map_err(|error| format!("The {what} cannot be written: {error}\nFile: {}", path.display()))
}

/// Whether two paths lead to one file that is there.
pub(super) fn is_same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
