//! Layer 3, the project file: reading it, writing it, and replacing it safely on disk. One project is one RON file;
//! `docs/file-format.md` describes it. With it goes what keeps work safe: the lock of a file, and what is kept for recovery.
//! Rows of tables come and go as CSV.

mod atomic;
mod bounds;
pub mod csv;
mod disk;
mod disk_error;
mod error;
pub mod executions;
mod fault;
mod format;
pub mod limits;
pub mod lock;
mod newer;
mod private;
mod read;
pub mod recovery;
mod repair;
#[cfg(test)]
mod samples;
mod sniff;
#[cfg(test)]
mod tests;
pub(crate) mod ui_thread;
pub mod user_state;
mod write;

use std::path::Path;
use std::time::SystemTime;

pub use disk_error::DiskError;
pub use error::{AtPath, Fault, LoadError, SaveError};
pub use read::{Loaded, read, read_mended};
pub use write::write;

use crate::catalog::eml;
use crate::model::{IncomingEmail, Project};
use disk::{Disk, Machine};

/// The BLAKE3 hash of a file's bytes, in hexadecimal digits: by this, one content is told from another.
#[must_use]
pub fn hash_of(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_string()
}

/// A short name for anything, made of hexadecimal digits alone, so that it can be a part of a file's name.
#[must_use]
pub fn short_key(of: &[u8]) -> String {
    hash_of(of).chars().take(16).collect()
}

/// A file as it was when it was last read or written: by this, a change from outside is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedFile {
    /// The hash of its bytes, as [`hash_of`] gives it.
    pub hash: String,
    /// When it was changed, where the file system says.
    pub modified: Option<SystemTime>,
    /// What went wrong without harm to the file, as sentences for the user.
    pub warnings: Vec<String>,
}

/// Reads a project file.
///
/// # Errors
/// When it is not there, is no file, or is no project; the message says what to do and names the path.
pub fn load(path: &Path) -> Result<(Loaded, SavedFile), AtPath<LoadError>> {
    load_with(path, read)
}

/// The same, but what does not fit together is mended where that can be done.
///
/// # Errors
/// As for [`load`]; and what cannot be mended.
pub fn load_mended(path: &Path) -> Result<(Loaded, SavedFile), AtPath<LoadError>> {
    load_with(path, read_mended)
}

fn load_with(
    path: &Path,
    read: fn(&[u8]) -> Result<Loaded, LoadError>,
) -> Result<(Loaded, SavedFile), AtPath<LoadError>> {
    let at_path = |error| AtPath { error, path: path.to_owned() };
    let contents = atomic::read_file(&Machine, path, limits::MAX_FILE_BYTES).map_err(|error| at_path(error.into()))?;
    let loaded = read(&contents.bytes).map_err(at_path)?;
    Ok((loaded, contents.file()))
}

/// Writes a project file, after proving that it opens again as the same project. The former file stays beside it,
/// under the same name followed by `~`. After an error the file on disk is as it was.
///
/// # Errors
/// When the project cannot be written faithfully, or the disk refuses; the message says what to do and names the path.
pub fn save(path: &Path, project: &Project) -> Result<SavedFile, AtPath<SaveError>> {
    save_over(path, project, None)
}

/// The same in the place of a file with this hash: one that was changed meanwhile by somebody else is not saved over.
///
/// # Errors
/// As for [`save`], and when the file is another one or gone.
pub fn save_over(path: &Path, project: &Project, expected: Option<&str>) -> Result<SavedFile, AtPath<SaveError>> {
    save_with(&Machine, path, project, expected, write).map_err(|error| AtPath { error, path: path.to_owned() })
}

/// The same on another disk or with another writer, by which tests plant what is wrong.
fn save_with(
    disk: &dyn Disk,
    path: &Path,
    project: &Project,
    expected: Option<&str>,
    write: fn(&Project) -> Result<String, SaveError>,
) -> Result<SavedFile, SaveError> {
    let text = write(project)?;
    write::prove(&text, project)?;
    let replaced = atomic::replace(disk, path, text.as_bytes(), expected)?;
    let hash = hash_of(text.as_bytes());
    Ok(SavedFile { hash, modified: replaced.modified, warnings: replaced.warnings })
}

/// Reads the rows of a CSV file, in the order of the columns named.
///
/// # Errors
/// When it is not there, is no file, or has no such rows; the message says what to do and names the path.
pub fn load_rows(path: &Path, names: &[&str]) -> Result<csv::CsvRows, AtPath<csv::CsvError>> {
    let at_path = |error| AtPath { error, path: path.to_owned() };
    let contents = atomic::read_file(&Machine, path, limits::MAX_FILE_BYTES).map_err(|error| at_path(error.into()))?;
    csv::read(&contents.bytes, names).map_err(at_path)
}

/// Reads a file that holds an email: whom it is from, and what it says.
///
/// # Errors
/// When it is not there, is no file, is too large, or is no email: a sentence that names the path.
pub fn load_email(path: &Path) -> Result<IncomingEmail, String> {
    let found = atomic::read_file(&Machine, path, eml::MAX_BYTES).map_err(|error| error.to_string());
    found.and_then(|contents| eml::read(&contents.bytes)).map_err(|why| format!("{}: {why}", path.display()))
}

/// Replaces a small file of the program's own, such as its preferences, with the same care as a project; takes as long.
///
/// # Errors
/// Why it could not be written.
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    atomic::overwrite(&Machine, path, bytes)
}
