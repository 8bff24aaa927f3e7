//! The file of the open project as this window knows it, and what file jobs need to know.

use std::path::{Path, PathBuf};

use crate::storage::lock::{self, Holder, Lock, NoLock};
use crate::storage::recovery::path_key;

use super::panic_snapshot::Shelf;

/// The file of the open project as this window knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnFile {
    /// The key of the file, however its path is written.
    pub key: String,
    /// The hash of the bytes that were read or written last; empty when unknown.
    pub hash: String,
    /// Whether this window holds the lock.
    pub is_locked: bool,
}

/// What a file job needs to know of the window.
pub struct JobContext {
    /// The user and the process.
    pub me: Holder,
    /// The file of the open project.
    pub own: Option<OwnFile>,
    /// The recovery folder.
    pub shelf: Shelf,
    /// The folder of project arrangements.
    pub views: Option<PathBuf>,
}

impl JobContext {
    pub fn owns(&self, key: &str) -> Option<&OwnFile> {
        self.own.as_ref().filter(|own| own.key == key)
    }

    /// Takes the lock of a file; none when this window holds it already.
    pub fn lock(&self, path: &Path, may_take_over: bool) -> Result<Option<Lock>, NoLock> {
        if self.owns(&path_key(path)).is_some_and(|own| own.is_locked) {
            return Ok(None);
        }
        lock::acquire(path, &self.me, may_take_over).map(Some)
    }
}
