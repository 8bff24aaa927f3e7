//! Problems, computed in the background, so that typing is never delayed; each result belongs to a known revision.

use std::sync::Arc;

use crate::lint::{self, Diagnostic};
use crate::model::Project;

use super::job::{Job, Progress};

/// The problems of the project.
#[derive(Default)]
pub struct Problems {
    found: Arc<Vec<Diagnostic>>,
    revision: Option<u64>,
    running: Option<(u64, Job<Vec<Diagnostic>>)>,
    /// The problem that *next problem* showed last.
    pub cursor: usize,
}

impl Problems {
    /// Every problem of the revision that was checked last.
    #[must_use]
    pub fn all(&self) -> &Arc<Vec<Diagnostic>> {
        &self.found
    }

    /// The revision that was checked last.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision.unwrap_or(u64::MAX)
    }

    /// Whether the problems are those of a revision.
    #[must_use]
    pub fn is_fresh(&self, revision: u64) -> bool {
        self.revision == Some(revision)
    }

    /// Takes the result of the background check, and starts a check of a new revision when none is running.
    pub fn update(&mut self, project: &Arc<Project>, revision: u64, ctx: &egui::Context) {
        if let Some((of, job)) = &self.running {
            let of = *of;
            match job.look() {
                Progress::UnderWay => return,
                Progress::Done(found) => self.found = Arc::new(found),
                // A check that failed has ended too: the next revision is checked again.
                Progress::Failed => {}
            }
            self.revision = Some(of);
            self.running = None;
        }
        if self.is_fresh(revision) {
            return;
        }
        let project = project.clone();
        match Job::start("problems", ctx, move || lint::check(&project)) {
            Some(job) => self.running = Some((revision, job)),
            None => self.revision = Some(revision),
        }
    }

    /// Checks a project at once.
    #[cfg(test)]
    pub fn check_now(&mut self, project: &Project, revision: u64) {
        self.found = Arc::new(lint::check(project));
        self.revision = Some(revision);
        self.running = None;
    }
}
