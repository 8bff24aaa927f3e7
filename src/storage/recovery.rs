//! What is kept in a folder of the program's own, in case of a crash: the unsaved state of each open project, and the last saved
//! versions of each file. Never the project file itself (spec: quality, Part 2 §3).
//!
//! A kept file is a project file like any other, followed by a comment that says what it is of. So it can be opened by hand, too.

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

/// What the last line begins with.
const ABOUT: &str = "// signalbox-recovery ";
/// Most saved versions kept of a file.
const MAX_SAVED: usize = 10;

/// What an unsaved state is of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsaved {
    /// The project file; none when it was never saved.
    pub document: Option<PathBuf>,
    /// The hash of the file that it was made from.
    pub base: Option<String>,
    /// What the project is called.
    pub name: String,
    /// When it was kept.
    pub at: DateTime<Utc>,
    /// The version of the program.
    pub program: String,
}

/// The project file beside an unsaved state that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// As it was when the unsaved state was made from it.
    Unchanged,
    /// Changed since.
    Changed,
    /// Not there any more.
    Missing,
    /// There never was one.
    NeverSaved,
}

impl Base {
    /// What the list says of it.
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

/// An unsaved state that a process which is gone has left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// What it is of; none when its end is damaged.
    pub unsaved: Option<Unsaved>,
    /// What became of the project file.
    pub base: Base,
}

/// The folder, in which this process has a mark of its own: states that it keeps are nobody else's while it runs.
#[derive(Debug)]
pub struct Recovery {
    folder: PathBuf,
    name: String,
    mark: PathBuf,
    _alive: File,
}

impl Recovery {
    /// Opens the folder, and creates it where it is missing.
    ///
    /// # Errors
    /// Why the disk refuses.
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
    /// Why it could not be kept.
    pub fn keep(&self, key: &str, project: &Project, unsaved: &Unsaved) -> Result<(), SaveError> {
        atomic::overwrite_private(&Machine, &self.file(key), text(project, unsaved)?.as_bytes())?;
        Ok(())
    }

    /// The same while the program panics: it waits for no lock, and what was kept before stays until this is whole.
    ///
    /// # Errors
    /// Why it could not be kept.
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

    /// Removes what is kept of a project, once it is saved or discarded.
    pub fn forget(&self, key: &str) {
        let _ = fs::remove_file(self.file(key));
    }

    /// What processes that are gone have left, newest first.
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

    /// Takes over what a process that is gone has left: from now on it is kept under a key of this one.
    ///
    /// # Errors
    /// Why the disk refuses: another window may have taken it.
    pub fn adopt(&self, found: &Found, key: &str) -> Result<(), DiskError> {
        fs::rename(&found.path, self.file(key)).map_err(|error| DiskError::os("taken over", error))
    }

    /// Removes what a process that is gone has left; only when somebody says so.
    ///
    /// # Errors
    /// Why the disk refuses.
    pub fn discard(&self, found: &Found) -> Result<(), DiskError> {
        fs::remove_file(&found.path).map_err(|error| DiskError::os("removed", error))
    }

    /// Keeps a copy of a file that was just saved, and removes the oldest beyond ten.
    ///
    /// # Errors
    /// Why it could not be kept.
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

    /// The saved versions that are kept of a file, newest first, each with its time.
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

/// The text of a kept file.
fn text(project: &Project, unsaved: &Unsaved) -> Result<String, SaveError> {
    let about = serde_json::to_string(unsaved).map_err(|error| SaveError::Serialise(error.to_string()))?;
    Ok(format!("{}{ABOUT}{about}\n", write(project)?))
}

/// A name of this process that nothing in the folder is kept under: numbers of processes come again, in a sandbox at every start.
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

/// A short name for a path, the same however it is written.
#[must_use]
pub fn path_key(path: &Path) -> String {
    // Of a file that is gone, the folder still tells which it was.
    let in_folder = |path: &Path| Some(fs::canonicalize(path.parent()?).ok()?.join(path.file_name()?));
    let whole = fs::canonicalize(path).ok().or_else(|| in_folder(&std::path::absolute(path).ok()?));
    let path = whole.unwrap_or_else(|| path.to_owned());
    short_key(path.as_os_str().as_encoded_bytes())
}

/// The hash and the time of a file as it is now; none where it cannot be read.
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
