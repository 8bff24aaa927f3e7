//! The events that background jobs report.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::load::learn::Learned;
use crate::model::{IncomingEmail, Project, ResourceId};
use crate::storage::lock::{Lock, NoLock};
use crate::storage::recovery::Found;
use crate::storage::{Loaded, csv};

use super::conversion::Conversion;
use super::own_file::OwnFile;
use crate::app::command::{Next, OpenMode, Purpose};
use crate::app::services::behaviour::PastContacts;
use crate::app::services::layout::ProjectView;

/// The result of a background job.
pub enum Done {
    /// A file was read.
    Opened(Box<Opened>),
    /// A file could not be read, and what can be opened instead.
    NotOpened(PathBuf, String, Vec<Rescue>),
    /// The document of a revision was saved.
    Saved(Box<Saved>),
    /// The document was not saved; with the reason and what was to follow.
    NotSaved(String, Next),
    /// A file was copied as it is.
    Copied(PathBuf),
    /// A file was not copied; with the reason.
    NotCopied(String),
    /// An event of the keeper.
    Keeper(KeeperDone),
    /// An email was read from a file, or the reason why not.
    EmailRead(Result<Box<IncomingEmail>, String>),
    /// Rows for a resource were read.
    RowsRead(ResourceId, PathBuf, csv::CsvRows),
    /// Past contacts were read.
    LogRead(PastContacts),
    /// A scenario was learned from past contacts.
    Learned(Box<Learned>),
    /// The rows of a resource were written.
    RowsWritten(PathBuf),
    /// A picture or a call sheet was written; with a sentence that says where.
    Exported(String),
    /// A file with rows could not be read or written, or a picture or call sheet could not be written; the title says which.
    RowsFailed(&'static str, String),
    /// A native dialog returned a path.
    Chosen(Purpose, PathBuf),
    /// A native dialog returned a path that then got an ending, and that file exists: the desktop has not asked about overwriting it.
    ChosenOver(Purpose, PathBuf),
    /// The native dialog was cancelled.
    Cancelled,
    /// This desktop has no native dialog: use the built-in one.
    NoDialog(Purpose, PathBuf),
}

/// Whether the lock of an opened file was taken.
pub enum Locked {
    /// This window holds the lock: a new one, or the one it already had.
    Mine(Option<Lock>),
    /// This window holds no lock, with the reason; a copy needs no lock.
    None(Option<NoLock>),
}

/// A file that was opened.
pub struct Opened {
    /// The file that was read.
    pub path: PathBuf,
    /// How the file was opened.
    pub mode: OpenMode,
    /// The content of the file.
    pub loaded: Loaded,
    /// The file that the project belongs to, if there is one.
    pub document: Option<(PathBuf, OwnFile)>,
    /// The lock of that file.
    pub lock: Locked,
    /// The last arrangement of the project in the window.
    pub view: ProjectView,
    /// Whether the file does not allow writing to it.
    pub is_protected: bool,
    /// The number of the file's format, if it is an older one: the first save converts the file.
    pub older_format: Option<u32>,
    /// The conversion of the project, where the file or the content that was read has an older format.
    pub conversion: Option<Conversion>,
}

/// A file that was saved.
pub struct Saved {
    /// The path.
    pub path: PathBuf,
    /// The project as it is in the file.
    pub project: Arc<Project>,
    /// Warnings about the save.
    pub warnings: Vec<String>,
    /// The file as it is now.
    pub own: OwnFile,
    /// The expected hash of the file that was overwritten, where one was given.
    pub over: Option<String>,
    /// The lock, if it is a new one.
    pub lock: Option<Lock>,
    /// What to do next.
    pub next: Next,
}

/// A file that can be opened instead of an unreadable one.
#[derive(Clone, Debug, PartialEq)]
pub struct Rescue {
    /// The title.
    pub title: String,
    /// The path.
    pub path: PathBuf,
    /// How to open the file.
    pub mode: OpenMode,
}

/// A result of a job of the keeper.
pub enum KeeperDone {
    /// Somebody else has open the file that was to be opened.
    Taken(PathBuf, NoLock),
    /// Somebody else may have open the file that was to be overwritten.
    SaveTaken(PathBuf, NoLock, Next),
    /// The file was changed since it was opened; with its hash.
    Conflict(PathBuf, String, Next),
    /// The file was removed.
    Gone(PathBuf, Next),
    /// The earlier saves: titles and files.
    EarlierSaves(Vec<(String, PathBuf)>),
    /// The differences between the window and the file, as lines.
    Differences(Vec<String>),
    /// The answer to a further request for the lock.
    Lock(Box<Result<Lock, NoLock>>),
}

/// An event of the recovery worker.
#[derive(Debug)]
pub enum RecoveryEvent {
    /// The work that ended processes have left, and a summary of each.
    Found(Vec<Found>, BTreeMap<PathBuf, String>),
    /// An error, as a sentence.
    Trouble(String),
}

/// Shown when two windows list the same recovered work and the other window was first.
pub const TAKEN_MEANWHILE: &str = "Another window of Signalbox has already opened or discarded this recovered work. If it is open there, continue in that window only.";
