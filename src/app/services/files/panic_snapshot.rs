//! The work that a panic can still reach and keep, whatever else is locked.

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, OnceLock, TryLockError};
use std::time::Duration;

use crate::model::Project;
use crate::storage::recovery::{Recovery, Unsaved};

/// The folder of what is kept, once it is open.
pub type Shelf = Arc<OnceLock<Recovery>>;
/// Unsaved work, ready to be kept.
#[derive(Clone)]
pub struct Snapshot {
    /// Which of this program's projects it is.
    pub key: String,
    /// The project.
    pub project: Arc<Project>,
    /// What it is of.
    pub unsaved: Unsaved,
}

/// What a panic can still reach, whatever else is locked.
#[derive(Default)]
pub struct PanicSnapshot {
    pub shelf: Shelf,
    /// Twice the same: should one be held for good by whoever panics, the other is still there.
    pub(super) snapshots: [Mutex<Option<Snapshot>>; 2],
    pub(super) where_it_was: Mutex<Option<String>>,
    pub(super) in_background: Mutex<Option<String>>,
    pub(super) is_writing: AtomicBool,
    kept: AtomicU64,
}

impl PanicSnapshot {
    /// The unsaved work as it is now; none when everything is saved.
    pub fn publish(&self, snapshot: Option<&Snapshot>) {
        for slot in &self.snapshots {
            // The former one is dropped after the lock is free.
            let _former = put(slot, snapshot.cloned());
        }
    }

    /// What failed beside the window since it was asked last, as a sentence.
    pub fn take_background(&self) -> Option<String> {
        take(&self.in_background).map(|what| {
            format!("A part of Signalbox that works in the background has failed ({what}). Your work is kept; what it was to do may be missing.")
        })
    }

    /// How often a panic has kept work so far.
    pub fn kept(&self) -> u64 {
        self.kept.load(Ordering::SeqCst)
    }

    /// Keeps the published work. It is written by a thread of its own, so that neither a lock that is held here nor a second panic
    /// can stop it.
    pub fn keep(self: &Arc<Self>) {
        if self.is_writing.swap(true, Ordering::SeqCst) {
            return;
        }
        let (done, is_done) = channel();
        let words = self.clone();
        let write = move || {
            let snapshot = words.snapshots.iter().find_map(patient).and_then(|held| held.clone());
            if let (Some(recovery), Some(Snapshot { key, project, unsaved })) = (words.shelf.get(), snapshot) {
                // First of all: what is to be forgotten from before is not this.
                words.kept.fetch_add(1, Ordering::SeqCst);
                if let Err(error) = recovery.keep_in_panic(&key, &project, &unsaved) {
                    let _ = writeln!(std::io::stderr(), "signalbox: unsaved work could not be kept: {error}");
                }
            }
            let _ = done.send(());
        };
        if std::thread::Builder::new().name("last words".to_owned()).spawn(write).is_ok() {
            let _ = is_done.recv_timeout(WRITING);
        }
        self.is_writing.store(false, Ordering::SeqCst);
    }
}

/// A lock that is held only for an instant elsewhere; none if it is held for good, as by the thread that panicked.
pub(super) fn patient<T>(lock: &Mutex<T>) -> Option<std::sync::MutexGuard<'_, T>> {
    for _ in 0..TRIES {
        match lock.try_lock() {
            Ok(held) => return Some(held),
            Err(TryLockError::Poisoned(held)) => return Some(held.into_inner()),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(5)),
        }
    }
    None
}

pub(super) fn put<T>(lock: &Mutex<Option<T>>, value: Option<T>) -> Option<T> {
    patient(lock).and_then(|mut held| std::mem::replace(&mut *held, value))
}

pub(super) fn take<T>(lock: &Mutex<Option<T>>) -> Option<T> {
    put(lock, None)
}

/// How long a panic waits for its recovery file; a test waits for a disk that is busy with others.
pub(super) const WRITING: Duration = if cfg!(test) { Duration::from_mins(1) } else { Duration::from_secs(5) };

/// How often a lock that is held is tried, a moment apart.
const TRIES: u32 = 20;
