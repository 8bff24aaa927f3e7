//! The lock of a project file: who may save it. It is held on a file beside the project, since the project file itself is
//! replaced at every save; and a second small file says who holds it, for the others to read. Where a disk knows no locks, as
//! some network disks, the hash of the file still tells of a change (spec: quality, Part 2 §0 and §3).

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::atomic;
use super::disk::{Machine, keep_owner};

/// Who holds a lock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The user's name.
    pub user: String,
    /// The name of the computer.
    pub host: String,
    /// The number of the process.
    pub process: u32,
    /// Since when.
    pub since: DateTime<Utc>,
}

impl Holder {
    /// This process, as it holds a lock from now on.
    #[must_use]
    pub fn this_process(user: String, host: String, since: DateTime<Utc>) -> Self {
        Self { user, host, process: std::process::id(), since }
    }

    /// Who it is, in words: *Léa on desk-7*.
    #[must_use]
    pub fn who(&self) -> String {
        let user = if self.user.is_empty() { "Somebody" } else { &self.user };
        let host = if self.host.is_empty() { String::new() } else { format!(" on {}", self.host) };
        format!("{user}{host}")
    }

    /// The same with the time: *Léa on desk-7, since 09:41 UTC on 23 November*.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{}, since {}", self.who(), self.since.format("%H:%M UTC on %-d %B"))
    }
}

/// Why there is no lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoLock {
    /// Somebody else has the file open; with who it is, where that can be read.
    Held(Option<Holder>),
    /// Another computer had it open and never said that it closed it: it may have crashed, or the network disk knows no locks
    /// between computers. Only a person can tell.
    MaybeStale(Holder),
    /// The disk knows no locks, or the folder may not be written to.
    Impossible(String),
}

/// The lock of a project file, held until it is dropped.
#[derive(Debug)]
pub struct Lock {
    file: Option<File>,
    path: PathBuf,
    holder: PathBuf,
}

/// Takes the lock of a project file, and removes what killed saves left beside it. A lock of a process of this computer that is
/// gone is free; `may_take_over` says that a person has decided that a doubtful one is.
///
/// # Errors
/// Who holds it, or why there is none.
pub fn acquire(path: &Path, me: &Holder, may_take_over: bool) -> Result<Lock, NoLock> {
    let (lock, holder) = names(path).map_err(|error| NoLock::Impossible(error.to_string()))?;
    let project = fs::metadata(path).ok();
    let file = open_locked(&lock, project.as_ref()).map_err(|error| match error {
        TryLockError::WouldBlock => NoLock::Held(read_holder(&holder)),
        TryLockError::Error(error) => NoLock::Impossible(error.to_string()),
    })?;
    // Computers that do not say their names are not known to be one.
    let is_elsewhere = |other: &Holder| other.host.is_empty() || other.host != me.host;
    if let Some(other) = read_holder(&holder).filter(|other| is_elsewhere(other) && !may_take_over) {
        return Err(NoLock::MaybeStale(other));
    }
    // Whoever cannot read it still finds the lock held.
    let _ = write_holder(&holder, me, project.as_ref());
    atomic::sweep(&Machine, path);
    Ok(Lock { file: Some(file), path: lock, holder })
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.holder);
        let _ = fs::remove_file(&self.path);
        self.file = None;
    }
}

/// A turn with a small file of the program's own, until it is dropped.
pub(super) struct Turn {
    path: PathBuf,
    _file: File,
}

impl Drop for Turn {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Waits for the lock file of such a file, but not for ever: somebody who never gives way is stopped, not at work.
pub(super) fn wait_for_turn(path: PathBuf) -> Option<Turn> {
    for _ in 0..1_000 {
        match open_locked(&path, None) {
            Ok(file) => return Some(Turn { path, _file: file }),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(10)),
            Err(TryLockError::Error(_)) => return None,
        }
    }
    None
}

/// Opens the lock file and locks it. Whoever closes the project removes the lock file, so the one that was opened may be gone
/// when the lock is had: then it is tried again.
fn open_locked(path: &Path, project: Option<&fs::Metadata>) -> Result<File, TryLockError> {
    for _ in 0..100 {
        let (file, is_ours) = match open_or_create(path, project) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && folder_is_there(path) => continue,
            opened => opened.map_err(TryLockError::Error)?,
        };
        file.try_lock()?;
        if !is_same(&file, path) {
            continue;
        }
        if is_ours {
            return Ok(file);
        }
        // Somebody else's, who is gone. One who cannot remove it could not save here either, and is to keep nobody else out.
        fs::remove_file(path).map_err(TryLockError::Error)?;
    }
    Err(TryLockError::WouldBlock)
}

/// Creates the lock file for all who may write the project, or opens the one that is there; and whether it may be written to. One
/// that may only be read still tells whether it is locked.
fn open_or_create(path: &Path, project: Option<&fs::Metadata>) -> io::Result<(File, bool)> {
    match OpenOptions::new().read(true).write(true).create_new(true).open(path) {
        Ok(file) => {
            take_over(&file, project);
            Ok((file, true))
        }
        // Without asking to create it: in folders for everybody, Linux refuses that for files of others.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            match OpenOptions::new().read(true).write(true).open(path) {
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok((File::open(path)?, false)),
                opened => Ok((opened?, true)),
            }
        }
        Err(error) => Err(error),
    }
}

/// It was removed between two looks, and so it is tried again; not so where there is no folder.
fn folder_is_there(path: &Path) -> bool {
    path.parent().is_some_and(Path::is_dir)
}

/// Gives a file to all who may write the project, as far as the system lets this user.
fn take_over(file: &File, project: Option<&fs::Metadata>) {
    // Elsewhere all that is taken over is that nobody may write.
    if let Some(project) = project.filter(|_| cfg!(unix)) {
        keep_owner(file, project);
        let _ = file.set_permissions(project.permissions());
    }
}

/// Says who holds the lock, in the place of what a former one left; or in its file, where that may not be removed.
fn write_holder(path: &Path, me: &Holder, project: Option<&fs::Metadata>) -> io::Result<()> {
    let text = serde_json::to_string(me)?;
    let _ = fs::remove_file(path);
    let mut file = match OpenOptions::new().write(true).create_new(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            OpenOptions::new().write(true).truncate(true).open(path)?
        }
        created => {
            let file = created?;
            take_over(&file, project);
            file
        }
    };
    file.write_all(text.as_bytes())
}

/// Whether a path still leads to a file that was opened by it.
#[cfg(unix)]
pub(super) fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let of = |about: fs::Metadata| (about.dev(), about.ino());
    let there = fs::metadata(path).map(of).ok();
    there.is_some() && file.metadata().map(of).ok() == there
}

/// A file that is open cannot be removed there.
#[cfg(not(unix))]
pub(super) fn is_same(_: &File, _: &Path) -> bool {
    true
}

fn read_holder(path: &Path) -> Option<Holder> {
    serde_json::from_slice(&atomic::read_file(&Machine, path, 4096).ok()?.bytes).ok()
}

/// The names of the lock and of the file that says who holds it: beside the file behind all links, so that all who open it meet.
fn names(path: &Path) -> io::Result<(PathBuf, PathBuf)> {
    let path = match fs::canonicalize(path) {
        Ok(path) => path,
        Err(error) if error.kind() == io::ErrorKind::NotFound => std::path::absolute(path)?,
        Err(error) => return Err(error),
    };
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::Error::from(io::ErrorKind::InvalidFilename));
    };
    let beside = |ending: &str| {
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(ending);
        folder.join(hidden)
    };
    Ok((beside(".lock"), beside(".lock-holder")))
}
