//! Recovery data in a folder of the program: the unsaved state of each open project, and the last saved
//! versions of each file. Never the project file itself (spec: quality, Part 2 §3).
//!
//! A recovery file is an ordinary project file, followed by a comment about its origin, so it can also be opened by hand.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::disk::Machine;
use super::disk_error::DiskError;
use super::error::SaveError;
use super::limits::MAX_FILE_BYTES;
use super::{SavedFile, atomic, lock, private, short_key, write};
use crate::model::Project;

/// The beginning of the last line.
const ABOUT: &str = "// signalbox-recovery ";
/// Maximum number of saved versions kept per file.
const MAX_SAVED: usize = 10;

/// The origin of an unsaved state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsaved {
    /// The project file; `None` if it was never saved.
    pub document: Option<PathBuf>,
    /// The hash of the file that the state is based on.
    pub base: Option<String>,
    /// The name of the project.
    pub name: String,
    /// The time when the state was kept.
    pub at: DateTime<Utc>,
    /// The version of the program.
    pub program: String,
}

/// The project file of a recovered state, compared with its origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// Unchanged.
    Unchanged,
    /// Changed.
    Changed,
    /// Missing.
    Missing,
    /// Never saved.
    NeverSaved,
}

impl Base {
    /// The text for the list.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Unchanged => "The file on disk is as it was.",
            Self::Changed => "The file on disk has been changed since.",
            Self::Missing => "The file on disk is gone.",
            Self::NeverSaved => "It was never saved.",
        }
    }
}

/// An unsaved state of a process that has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The path.
    pub path: PathBuf,
    /// The origin; `None` if the end of the file is damaged.
    pub unsaved: Option<Unsaved>,
    /// The state of the project file.
    pub base: Base,
}

/// The recovery folder, with a mark of this process: no other process takes this process's states while it runs.
#[derive(Debug)]
pub struct Recovery {
    folder: PathBuf,
    name: String,
    mark: PathBuf,
    _alive: File,
}

impl Recovery {
    /// Opens the folder, and creates it if it is missing.
    ///
    /// # Errors
    /// The disk error.
    pub fn open(folder: &Path) -> Result<Self, DiskError> {
        let failed = |error| DiskError::os("kept", error);
        private::create_folder(folder).map_err(failed)?;
        let (name, mark, alive) = take_name(folder).map_err(failed)?;
        sweep_marks(folder, &mark);
        Ok(Self { folder: folder.to_owned(), name, mark, _alive: alive })
    }

    fn file(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{}-{key}.ron", self.name))
    }

    /// Keeps the unsaved state of a project. `key` names the project among those of this process.
    ///
    /// # Errors
    /// The disk error.
    pub fn keep(&self, key: &str, project: &Project, unsaved: &Unsaved) -> Result<(), SaveError> {
        atomic::overwrite_private(&Machine, &self.file(key), text(project, unsaved)?.as_bytes())?;
        Ok(())
    }

    /// The same during a panic: takes no lock, and the previous state stays until the new one is complete.
    ///
    /// # Errors
    /// The disk error.
    pub fn keep_in_panic(&self, key: &str, project: &Project, unsaved: &Unsaved) -> Result<(), SaveError> {
        let text = text(project, unsaved)?;
        let step = self.folder.join(format!("{}-{key}.panic", self.name));
        let written = private::create_file(&step).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        written.and_then(|()| fs::rename(&step, self.file(key))).map_err(|error| DiskError::os("kept", error))?;
        Ok(())
    }

    /// Removes the kept state of a project after a save or discard.
    pub fn forget(&self, key: &str) {
        let _ = fs::remove_file(self.file(key));
    }

    /// The states of ended processes, newest first.
    #[must_use]
    pub fn found(&self) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for name in fs::read_dir(&self.folder).into_iter().flatten().flatten().map(|entry| entry.file_name()) {
            let path = self.folder.join(&name);
            let name = name.to_string_lossy().into_owned();
            let Some((process, rest)) = name.split_once('-') else { continue };
            if rest.strip_suffix(".ron").is_none()
                || process.bytes().any(|it| !it.is_ascii_digit())
                || self.is_alive(process)
            {
                continue;
            }
            let unsaved = read_about(&path);
            found.push(Found { base: base(unsaved.as_ref()), path, unsaved });
        }
        found.sort_by_key(|it| (std::cmp::Reverse(it.unsaved.as_ref().map(|unsaved| unsaved.at)), it.path.clone()));
        found
    }

    /// Whether a process still holds its mark.
    fn is_alive(&self, process: &str) -> bool {
        if process == self.name {
            return true;
        }
        let mark = self.folder.join(format!("{process}.alive"));
        File::open(&mark).is_ok_and(|file| file.try_lock().is_err())
    }

    /// Takes over the state of an ended process under a key of this process.
    ///
    /// # Errors
    /// The disk error: another window may have taken the state.
    pub fn adopt(&self, found: &Found, key: &str) -> Result<(), DiskError> {
        fs::rename(&found.path, self.file(key)).map_err(|error| DiskError::os("taken over", error))
    }

    /// Removes the state of an ended process; only at the user's request.
    ///
    /// # Errors
    /// The disk error.
    pub fn discard(&self, found: &Found) -> Result<(), DiskError> {
        fs::remove_file(&found.path).map_err(|error| DiskError::os("removed", error))
    }

    /// Keeps a copy of a newly saved file, and removes the oldest beyond ten.
    ///
    /// # Errors
    /// The disk error.
    pub fn keep_saved(&self, path: &Path, at: DateTime<Utc>) -> Result<(), DiskError> {
        let folder = self.saved_folder(path);
        private::create_folder(&folder).map_err(|error| DiskError::os("kept", error))?;
        let bytes = atomic::read_file(&Machine, path, MAX_FILE_BYTES)?.bytes;
        let copy = folder.join(format!("{}.ron", at.format("%Y%m%dT%H%M%S%3fZ")));
        atomic::overwrite_private(&Machine, &copy, &bytes)?;
        for old in self.saved(path).into_iter().skip(MAX_SAVED) {
            let _ = fs::remove_file(old.1);
        }
        Ok(())
    }

    /// The saved versions of a file, newest first, each with its time.
    #[must_use]
    pub fn saved(&self, path: &Path) -> Vec<(DateTime<Utc>, PathBuf)> {
        let folder = self.saved_folder(path);
        let time = |path: PathBuf| {
            let stem = path.file_stem()?.to_str()?;
            let at = chrono::NaiveDateTime::parse_from_str(stem, "%Y%m%dT%H%M%S%3fZ").ok()?;
            Some((at.and_utc(), path))
        };
        let mut kept: Vec<_> =
            fs::read_dir(&folder).into_iter().flatten().flatten().filter_map(|entry| time(entry.path())).collect();
        kept.sort_by(|one, other| other.cmp(one));
        kept
    }

    fn saved_folder(&self, path: &Path) -> PathBuf {
        self.folder.join("saved").join(path_key(path))
    }
}

impl Drop for Recovery {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.mark);
    }
}

/// The text of a recovery file.
fn text(project: &Project, unsaved: &Unsaved) -> Result<String, SaveError> {
    let about = serde_json::to_string(unsaved).map_err(|error| SaveError::Serialise(error.to_string()))?;
    Ok(format!("{}{ABOUT}{about}\n", write(project)?))
}

/// An unused name for this process: process ids are reused, in a sandbox even at every start.
fn take_name(folder: &Path) -> io::Result<(String, PathBuf, File)> {
    let number = std::process::id();
    for round in 0..1000 {
        let name = if round == 0 { number.to_string() } else { format!("{number:010}{round:03}") };
        let mark = folder.join(format!("{name}.alive"));
        let file = private::create_file(&mark)?;
        match file.try_lock() {
            Ok(()) if !lock::is_same(&file, &mark) => {}
            Ok(()) if has_kept(folder, &name) => drop(fs::remove_file(&mark)),
            Ok(()) => return Ok((name, mark, file)),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Err(io::Error::from(io::ErrorKind::ResourceBusy))
}

fn has_kept(folder: &Path, name: &str) -> bool {
    let start = format!("{name}-");
    fs::read_dir(folder).into_iter().flatten().flatten().any(|it| it.file_name().to_string_lossy().starts_with(&start))
}

/// Removes the marks of processes that were killed.
fn sweep_marks(folder: &Path, own: &Path) {
    for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path == own || path.extension().is_none_or(|ending| ending != "alive") {
            continue;
        }
        if let Ok(file) = File::open(&path)
            && file.try_lock().is_ok()
            && lock::is_same(&file, &path)
        {
            let _ = fs::remove_file(&path);
        }
    }
}

/// A short name for a path, the same for every spelling of the path.
#[must_use]
pub fn path_key(path: &Path) -> String {
    // For a missing file, the canonical folder still identifies the path.
    let in_folder = |path: &Path| Some(fs::canonicalize(path.parent()?).ok()?.join(path.file_name()?));
    let whole = fs::canonicalize(path).ok().or_else(|| in_folder(&std::path::absolute(path).ok()?));
    let path = whole.unwrap_or_else(|| path.to_owned());
    short_key(path.as_os_str().as_encoded_bytes())
}

/// The current hash and time of a file; `None` if it cannot be read.
#[must_use]
pub fn look(path: &Path) -> Option<SavedFile> {
    atomic::read_file(&Machine, path, MAX_FILE_BYTES).ok().map(|contents| contents.file())
}

fn base(unsaved: Option<&Unsaved>) -> Base {
    let Some((document, hash)) = unsaved.and_then(|it| Some((it.document.as_ref()?, it.base.as_ref()))) else {
        return Base::NeverSaved;
    };
    match look(document) {
        None => Base::Missing,
        Some(now) if Some(&now.hash) == hash => Base::Unchanged,
        Some(_) => Base::Changed,
    }
}

fn read_about(path: &Path) -> Option<Unsaved> {
    let bytes = atomic::read_file(&Machine, path, MAX_FILE_BYTES).ok()?.bytes;
    let last = bytes.rsplit(|byte| *byte == b'\n').find(|line| !line.is_empty())?;
    serde_json::from_str(std::str::from_utf8(last).ok()?.strip_prefix(ABOUT)?).ok()
}
