//! How far work is that takes long, for those who wait for it, and whether it is to stop.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// How far work is, and whether it is to stop.
#[derive(Debug, Default)]
pub struct Watch {
    all: AtomicUsize,
    done: AtomicUsize,
    is_stopped: AtomicBool,
}

impl Watch {
    /// How many parts are done, and how many there are; no number where that is not known.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.done.load(Ordering::Relaxed), self.all.load(Ordering::Relaxed))
    }

    /// Stops the work after the parts under way.
    pub fn stop(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }

    /// Whether no further part is to be begun.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed)
    }

    /// There are so many parts.
    pub(super) fn expects(&self, all: usize) {
        self.all.store(all, Ordering::Relaxed);
    }

    /// A part is done.
    pub(super) fn done_one(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}
