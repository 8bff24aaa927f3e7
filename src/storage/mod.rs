//! Layer 3, the project file: reading it, writing it, and replacing it safely on disk. One project is one RON file;
//! `docs/file-format.md` describes it. This module also protects work: the lock of a file, and data for recovery.
//! Rows of tables are imported and exported as CSV.

mod assemble;
mod atomic;
mod bounds;
pub mod clip;
mod convert;
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
pub mod presets;
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
pub use format::SCHEMA;
pub use read::{Converted, Loaded, read, read_repaired};
pub use write::write;

use chrono::{DateTime, Utc};

use crate::catalog::eml;
use crate::model::{IncomingEmail, Project};
use disk::{Disk, Machine};

/// The BLAKE3 hash of a file's bytes in hexadecimal digits, to compare contents.
#[must_use]
pub fn hash_of(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_string()
}

/// A unique uid of a new project.
#[must_use]
pub fn new_uid(now: DateTime<Utc>) -> String {
    let seed = format!(
        "{}-{:?}-{}",
        now.timestamp_nanos_opt().unwrap_or_default(),
        std::thread::current().id(),
        std::process::id()
    );
    short_key(seed.as_bytes())
}

/// A short name of hexadecimal digits, usable as a part of a file name.
#[must_use]
pub fn short_key(of: &[u8]) -> String {
    hash_of(of).chars().take(16).collect()
}

/// The state of a file when it was last read or written, to detect changes from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedFile {
    /// The hash of its bytes, from [`hash_of`].
    pub hash: String,
    /// The modification time, if known.
    pub modified: Option<SystemTime>,
    /// Warnings for the user, as sentences; the file itself is fine.
    pub warnings: Vec<String>,
}

/// Reads a project file.
///
/// # Errors
/// If the path does not exist, is not a file, or is not a project; the message says what to do and names the path.
pub fn load(path: &Path) -> Result<(Loaded, SavedFile), AtPath<LoadError>> {
    load_with(path, read)
}

/// Reads a project file and repairs inconsistencies where possible.
///
/// # Errors
/// As for [`load`], and if the file cannot be repaired.
pub fn load_mended(path: &Path) -> Result<(Loaded, SavedFile), AtPath<LoadError>> {
    load_with(path, read_repaired)
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

/// The number of a project file's schema, if it is older than the one that is written.
#[must_use]
pub fn older_schema(path: &Path) -> Option<u32> {
    let contents = atomic::read_file(&Machine, path, limits::MAX_FILE_BYTES).ok()?;
    match sniff::text_of(&contents.bytes).and_then(sniff::schema_of) {
        Ok(sniff::Schema::Older(number)) => Some(number),
        _ => None,
    }
}

/// Copies a file byte by byte, as safely as a project is saved.
///
/// # Errors
/// If the file cannot be read, or the copy cannot be written: a sentence that names the path.
pub fn copy_file(from: &Path, to: &Path) -> Result<(), String> {
    let said = |path: &Path, error: DiskError| format!("{error}\nFile: {}", path.display());
    let contents = atomic::read_file(&Machine, from, limits::MAX_FILE_BYTES).map_err(|error| said(from, error))?;
    atomic::overwrite(&Machine, to, &contents.bytes).map_err(|error| said(to, error))
}

/// Writes a project file, after proving that it opens again as the same project. The previous file is kept in the same folder,
/// under the same name followed by `~`. After an error the file on disk is unchanged.
///
/// # Errors
/// If the project cannot be written faithfully, or on a disk error; the message says what to do and names the path.
pub fn save(path: &Path, project: &Project) -> Result<SavedFile, AtPath<SaveError>> {
    save_over(path, project, None)
}

/// The same, replacing a file with this hash: a file that was changed meanwhile is not overwritten.
///
/// # Errors
/// As for [`save`], and if the file was changed or removed.
pub fn save_over(path: &Path, project: &Project, expected: Option<&str>) -> Result<SavedFile, AtPath<SaveError>> {
    save_with(&Machine, path, project, expected, write).map_err(|error| AtPath { error, path: path.to_owned() })
}

/// The same with another disk or writer, so that tests can plant defects.
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
/// If the path does not exist, is not a file, or has no such rows; the message says what to do and names the path.
pub fn load_rows(path: &Path, names: &[&str]) -> Result<csv::CsvRows, AtPath<csv::CsvError>> {
    let at_path = |error| AtPath { error, path: path.to_owned() };
    let contents = atomic::read_file(&Machine, path, limits::MAX_FILE_BYTES).map_err(|error| at_path(error.into()))?;
    csv::read(&contents.bytes, names).map_err(at_path)
}

/// The same, where rows are needed, and one of the columns.
///
/// # Errors
/// As for [`load_rows`], and if the file does not have that column, or no row.
pub fn load_rows_with(path: &Path, names: &[&str], needed: &str) -> Result<csv::CsvRows, AtPath<csv::CsvError>> {
    let rows = load_rows(path, names)?;
    rows.with_column(needed, names).map_err(|error| AtPath { error, path: path.to_owned() })
}

/// Reads an email file: its sender and its content.
///
/// # Errors
/// If the path does not exist, is not a file, is too large, or is not an email: a sentence that names the path.
pub fn load_email(path: &Path) -> Result<IncomingEmail, String> {
    let found = atomic::read_file(&Machine, path, eml::MAX_BYTES).map_err(|error| error.to_string());
    found.and_then(|contents| eml::read(&contents.bytes)).map_err(|why| format!("{}: {why}", path.display()))
}

/// Replaces a small file of the program, such as its preferences, as safely as a project, and as slowly.
///
/// # Errors
/// Why it could not be written.
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    atomic::overwrite(&Machine, path, bytes)
}
