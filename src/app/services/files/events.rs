//! What the jobs beside the window report.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::model::{IncomingEmail, Project, ResourceId};
use crate::storage::lock::{Lock, NoLock};
use crate::storage::recovery::Found;
use crate::storage::{Loaded, csv};

use super::own_file::OwnFile;
use crate::app::command::{Next, OpenMode, Purpose};
use crate::app::services::layout::ProjectView;

/// What a job beside the window has found.
pub enum Done {
    /// A file was read.
    Opened(Box<Opened>),
    /// A file could not be read, and what can be in its place.
    NotOpened(PathBuf, String, Vec<Rescue>),
    /// The document of a revision was saved.
    Saved(Box<Saved>),
    /// It was not, and what was waiting for it.
    NotSaved(String, Next),
    /// Something about keeping work safe.
    Keeper(KeeperDone),
    /// An email was read from a file; or why not.
    EmailRead(Result<Box<IncomingEmail>, String>),
    /// Rows for a resource were read.
    RowsRead(ResourceId, PathBuf, csv::CsvRows),
    /// The rows of a resource were written.
    RowsWritten(PathBuf),
    /// A file with rows could not be read or written, with a title that says which.
    RowsFailed(&'static str, String),
    /// A native dialog gave a path.
    Chosen(Purpose, PathBuf),
    /// It gave one to which an ending was added, and there is such a file: the desktop has asked about another one, or about none.
    ChosenOver(Purpose, PathBuf),
    /// It was cancelled.
    Cancelled,
    /// There is none on this desktop: use our own.
    NoDialog(Purpose, PathBuf),
}

/// What became of the lock of a file that was opened.
pub enum Locked {
    /// This window holds it: by a new lock, or by the one that it has.
    Mine(Option<Lock>),
    /// There is none, and why; of a copy there needs to be none.
    None(Option<NoLock>),
}

/// A file that was opened.
pub struct Opened {
    /// The file that was read.
    pub path: PathBuf,
    /// How.
    pub mode: OpenMode,
    /// What is in it.
    pub loaded: Loaded,
    /// The file that the project belongs to, if there is one.
    pub document: Option<(PathBuf, OwnFile)>,
    /// Its lock.
    pub lock: Locked,
    /// How it was looked at last.
    pub view: ProjectView,
    /// Whether the file does not allow writing to it.
    pub is_protected: bool,
}

/// A file that was saved.
pub struct Saved {
    /// Where.
    pub path: PathBuf,
    /// The project as it is in the file.
    pub project: Arc<Project>,
    /// What to know about it.
    pub warnings: Vec<String>,
    /// The file as it is now.
    pub own: OwnFile,
    /// The hash of the file that it took the place of, where one was named.
    pub over: Option<String>,
    /// Its lock, if it is a new one.
    pub lock: Option<Lock>,
    /// What was waiting for it.
    pub next: Next,
}

/// What can be opened in the place of a file that cannot be.
#[derive(Clone, Debug, PartialEq)]
pub struct Rescue {
    /// What it is.
    pub title: String,
    /// The file.
    pub path: PathBuf,
    /// How to open it.
    pub mode: OpenMode,
}

/// What else a job has found.
pub enum KeeperDone {
    /// Somebody else has the file open that was to be opened.
    Taken(PathBuf, NoLock),
    /// Somebody else may have the file open that was to be saved.
    SaveTaken(PathBuf, NoLock, Next),
    /// The file is not the one that was opened; with its hash.
    Conflict(PathBuf, String, Next),
    /// The file is gone.
    Gone(PathBuf, Next),
    /// What was saved before: titles and files.
    EarlierSaves(Vec<(String, PathBuf)>),
    /// What differs between the window and the file, as lines.
    Differences(Vec<String>),
    /// The lock that was asked for again.
    Lock(Box<Result<Lock, NoLock>>),
}

/// What is told to the window.
#[derive(Debug)]
pub enum RecoveryEvent {
    /// What processes that are gone have left, and what differs in each.
    Found(Vec<Found>, BTreeMap<PathBuf, String>),
    /// What went wrong, as a sentence.
    Trouble(String),
}

/// Two windows list the same recovered work, and the other one was first.
pub const TAKEN_MEANWHILE: &str = "Another window of Signalbox has opened or discarded this recovered work meanwhile. If it is open there, go on in one of them only.";
