//! The result of background work on one thing in one revision of the document. It is never shown as that of another one.

use std::sync::Arc;

use super::job::{Job, Progress};

/// The newest result, by what it is about, and the work under way. Work without a result is not begun again.
pub struct Latest<K, T> {
    result: Option<(K, Option<Arc<T>>)>,
    running: Option<(K, Job<Option<T>>)>,
}

impl<K, T> Default for Latest<K, T> {
    fn default() -> Self {
        Self { result: None, running: None }
    }
}

impl<K: Copy + PartialEq, T: Send + 'static> Latest<K, T> {
    /// The result about something; none while there is none.
    #[must_use]
    pub fn of(&self, about: K) -> Option<&Arc<T>> {
        self.result.as_ref().filter(|(known, _)| *known == about).and_then(|(_, result)| result.as_ref())
    }

    /// What the work under way is about.
    #[must_use]
    pub fn running(&self) -> Option<K> {
        self.running.as_ref().map(|(about, _)| *about)
    }

    /// Takes the result of work that is over. Whether no work is under way now.
    pub fn take(&mut self) -> bool {
        let Some((about, job)) = &self.running else { return true };
        let result = match job.look() {
            Progress::UnderWay => return false,
            Progress::Done(result) => result.map(Arc::new),
            Progress::Failed => None,
        };
        self.result = Some((*about, result));
        self.running = None;
        true
    }

    /// Whether work about something is over.
    #[must_use]
    pub fn is_known(&self, about: K) -> bool {
        self.result.as_ref().is_some_and(|(known, _)| *known == about)
    }

    /// Forgets the result, so that the work is begun again.
    pub fn forget(&mut self) {
        self.result = None;
    }

    /// Begins work. Where the machine cannot start a thread, there is no result.
    pub fn start(
        &mut self,
        name: &str,
        about: K,
        ctx: &egui::Context,
        work: impl FnOnce() -> Option<T> + Send + 'static,
    ) {
        self.running = Job::start(name, ctx, work).map(|job| (about, job));
        if self.running.is_none() {
            self.result = Some((about, None));
        }
    }
}
