//! The unsaved work that a panic can still reach and save, whatever locks are held.

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, OnceLock, TryLockError};
use std::time::Duration;

use crate::model::Project;
use crate::storage::recovery::{Recovery, Unsaved};

/// The recovery folder, once it is open.
pub type Shelf = Arc<OnceLock<Recovery>>;
/// Unsaved work, ready to be written.
#[derive(Clone)]
pub struct Snapshot {
    /// The key of the project within this process.
    pub key: String,
    /// The project.
    pub project: Arc<Project>,
    /// A description of the unsaved work.
    pub unsaved: Unsaved,
}

/// What a panic can still reach, whatever locks are held.
#[derive(Default)]
pub struct PanicSnapshot {
    pub shelf: Shelf,
    /// Two copies: if the panicking thread holds the lock of one, the other is still accessible.
    pub(super) snapshots: [Mutex<Option<Snapshot>>; 2],
    pub(super) where_it_was: Mutex<Option<String>>,
    pub(super) in_background: Mutex<Option<String>>,
    pub(super) is_writing: AtomicBool,
    kept: AtomicU64,
}

impl PanicSnapshot {
    /// Publishes the unsaved work; none when everything is saved.
    pub fn publish(&self, snapshot: Option<&Snapshot>) {
        for slot in &self.snapshots {
            // The former snapshot is dropped after the lock is free.
            let _former = put(slot, snapshot.cloned());
        }
    }

    /// The failure of a background thread since the last call, as a sentence.
    pub fn take_background(&self) -> Option<String> {
        take(&self.in_background).map(|what| {
            format!("A part of Signalbox that works in the background has failed ({what}). Your work is kept; the result of that part may be missing.")
        })
    }

    /// How often a panic has saved work so far.
    pub fn kept(&self) -> u64 {
        self.kept.load(Ordering::SeqCst)
    }

    /// Saves the published work, on a separate thread, so that neither a lock held here nor a second panic can stop it.
    pub fn keep(self: &Arc<Self>) {
        if self.is_writing.swap(true, Ordering::SeqCst) {
            return;
        }
        let (done, is_done) = channel();
        let words = self.clone();
        let write = move || {
            let snapshot = words.snapshots.iter().find_map(lock_briefly).and_then(|held| held.clone());
            if let (Some(recovery), Some(Snapshot { key, project, unsaved })) = (words.shelf.get(), snapshot) {
                // Count first: a `Forget` that was sent earlier must not remove this copy.
                words.kept.fetch_add(1, Ordering::SeqCst);
                if let Err(error) = recovery.keep_in_panic(&key, &project, &unsaved) {
                    let _ = writeln!(std::io::stderr(), "signalbox: unsaved work could not be kept: {error}");
                }
            }
            let _ = done.send(());
        };
        if std::thread::Builder::new().name("panic snapshot".to_owned()).spawn(write).is_ok() {
            let _ = is_done.recv_timeout(WRITING);
        }
        self.is_writing.store(false, Ordering::SeqCst);
    }
}

/// Waits briefly for a lock; none if it stays locked, as by the thread that panicked.
pub(super) fn lock_briefly<T>(lock: &Mutex<T>) -> Option<std::sync::MutexGuard<'_, T>> {
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
    lock_briefly(lock).and_then(|mut held| std::mem::replace(&mut *held, value))
}

pub(super) fn take<T>(lock: &Mutex<Option<T>>) -> Option<T> {
    put(lock, None)
}

/// How long a panic waits for its recovery file. Tests wait longer, since they share a busy disk.
pub(super) const WRITING: Duration = if cfg!(test) { Duration::from_mins(1) } else { Duration::from_secs(5) };

/// The number of attempts to take a lock, with short pauses.
const TRIES: u32 = 20;
