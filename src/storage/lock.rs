//! The lock of a project file: its holder may save the project. The lock is on a separate file, because the project file is
//! replaced at every save. A second small file names the holder for other users. On a disk without locks, such as
//! some network disks, the hash of the file still detects changes (spec: quality, Part 2 §0 and §3).

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::atomic;
use super::disk::{Machine, keep_owner};

/// The holder of a lock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The user's name.
    pub user: String,
    /// The name of the computer.
    pub host: String,
    /// The process id.
    pub process: u32,
    /// The time when the lock was taken.
    pub since: DateTime<Utc>,
}

impl Holder {
    /// This process as a holder from now on.
    #[must_use]
    pub fn this_process(user: String, host: String, since: DateTime<Utc>) -> Self {
        Self { user, host, process: std::process::id(), since }
    }

    /// The holder as text: *Léa on desk-7*.
    #[must_use]
    pub fn who(&self) -> String {
        let user = if self.user.is_empty() { "Somebody" } else { &self.user };
        let host = if self.host.is_empty() { String::new() } else { format!(" on {}", self.host) };
        format!("{user}{host}")
    }

    /// The holder with the time: *Léa on desk-7, since 09:41 UTC on 23 November*.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{}, since {}", self.who(), self.since.format("%H:%M UTC on %-d %B"))
    }
}

/// Why there is no lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoLock {
    /// Another user or window has the file open; with the holder, if known.
    Held(Option<Holder>),
    /// Another computer had the file open and never recorded a close: it may have crashed, or the network disk has no locks
    /// between computers. Only a person can decide.
    MaybeStale(Holder),
    /// The disk has no locks, or the folder is not writable.
    Impossible(String),
}

/// The lock of a project file, held until it is dropped.
#[derive(Debug)]
pub struct Lock {
    file: Option<File>,
    path: PathBuf,
    holder: PathBuf,
}

/// Takes the lock of a project file, and removes leftovers of killed saves. The lock of a dead process on this computer
/// is free; `may_take_over` means that a person has decided that an uncertain lock is free.
///
/// # Errors
/// The holder, or the reason why there is no lock.
pub fn acquire(path: &Path, me: &Holder, may_take_over: bool) -> Result<Lock, NoLock> {
    let (lock, holder) = names(path).map_err(|error| NoLock::Impossible(error.to_string()))?;
    let project = fs::metadata(path).ok();
    let file = open_locked(&lock, project.as_ref()).map_err(|error| match error {
        TryLockError::WouldBlock => NoLock::Held(read_holder(&holder)),
        TryLockError::Error(error) => NoLock::Impossible(error.to_string()),
    })?;
    // Computers without a known name cannot be recognised as the same computer.
    let is_elsewhere = |other: &Holder| other.host.is_empty() || other.host != me.host;
    if let Some(other) = read_holder(&holder).filter(|other| is_elsewhere(other) && !may_take_over) {
        return Err(NoLock::MaybeStale(other));
    }
    // Users who cannot read the holder's file still find the lock held.
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

/// A lock on a small file of the program, held until it is dropped.
pub(super) struct Turn {
    path: PathBuf,
    _file: File,
}

impl Drop for Turn {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Waits for the lock of such a file, for a limited time: a process that never releases the lock is stuck.
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

/// Opens the lock file and locks it. Closing the project removes the lock file, so the opened file can be removed
/// before the lock is taken: then this tries again.
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
        // A leftover of another user. A user who cannot remove the file could not save here either, and must not block others.
        fs::remove_file(path).map_err(TryLockError::Error)?;
    }
    Err(TryLockError::WouldBlock)
}

/// Creates the lock file for all users who may write the project, or opens the existing file. Returns also whether it is writable: a file
/// that is only readable still shows whether it is locked.
fn open_or_create(path: &Path, project: Option<&fs::Metadata>) -> io::Result<(File, bool)> {
    match OpenOptions::new().read(true).write(true).create_new(true).open(path) {
        Ok(file) => {
            take_over(&file, project);
            Ok((file, true))
        }
        // Without the create flag: in sticky world-writable folders, Linux refuses that flag for files of other users.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            match OpenOptions::new().read(true).write(true).open(path) {
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok((File::open(path)?, false)),
                opened => Ok((opened?, true)),
            }
        }
        Err(error) => Err(error),
    }
}

/// The file was removed between two steps, so the caller tries again; not if the folder is missing.
fn folder_is_there(path: &Path) -> bool {
    path.parent().is_some_and(Path::is_dir)
}

/// Makes a file writable for all users who may write the project, as far as the system allows.
fn take_over(file: &File, project: Option<&fs::Metadata>) {
    // Other systems only have a read-only flag to copy.
    if let Some(project) = project.filter(|_| cfg!(unix)) {
        keep_owner(file, project);
        let _ = file.set_permissions(project.permissions());
    }
}

/// Writes the holder, replacing the file of a former holder, or into that file if it cannot be removed.
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

/// Whether a path still refers to the file that was opened through it.
#[cfg(unix)]
pub(super) fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let of = |about: fs::Metadata| (about.dev(), about.ino());
    let there = fs::metadata(path).map(of).ok();
    there.is_some() && file.metadata().map(of).ok() == there
}

/// On this system an open file cannot be removed.
#[cfg(not(unix))]
pub(super) fn is_same(_: &File, _: &Path) -> bool {
    true
}

fn read_holder(path: &Path) -> Option<Holder> {
    serde_json::from_slice(&atomic::read_file(&Machine, path, 4096).ok()?.bytes).ok()
}

/// The paths of the lock file and of the holder's file: in the folder of the resolved project file, so that all users share them.
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
