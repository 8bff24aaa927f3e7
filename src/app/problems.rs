//! Problems, computed in the background: never in the way of typing, always for a revision that is known.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use crate::lint::{self, Diagnostic};
use crate::model::Project;

/// The problems of the project.
#[derive(Default)]
pub struct Problems {
    found: Arc<Vec<Diagnostic>>,
    revision: Option<u64>,
    running: Option<(u64, Receiver<Vec<Diagnostic>>)>,
    /// The problem that *next problem* showed last.
    pub cursor: usize,
}

impl Problems {
    /// Every problem of the last revision that was looked at.
    #[must_use]
    pub fn all(&self) -> &Arc<Vec<Diagnostic>> {
        &self.found
    }

    /// The revision that was looked at last.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision.unwrap_or(u64::MAX)
    }

    /// Whether the problems are those of a revision.
    #[must_use]
    pub fn is_fresh(&self, revision: u64) -> bool {
        self.revision == Some(revision)
    }

    /// Forgets everything: another project was opened.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Takes what the background found, and looks at a new revision when the last look is over.
    pub fn update(&mut self, project: &Arc<Project>, revision: u64, ctx: &egui::Context) {
        if let Some((of, receiver)) = &self.running {
            let found = receiver.try_recv();
            if let Err(TryRecvError::Empty) = found {
                return;
            }
            // A look that failed is over too: the next revision gets one again.
            self.revision = Some(*of);
            self.running = None;
            if let Ok(found) = found {
                self.found = Arc::new(found);
            }
        }
        if self.is_fresh(revision) {
            return;
        }
        let (sender, receiver) = channel();
        let (project, ctx) = (project.clone(), ctx.clone());
        let look = move || {
            // Nobody listens when the window has closed meanwhile; that is fine.
            let _ = sender.send(lint::check(&project));
            ctx.request_repaint();
        };
        match std::thread::Builder::new().name("problems".to_owned()).spawn(look) {
            Ok(_) => self.running = Some((revision, receiver)),
            Err(_) => self.revision = Some(revision),
        }
    }

    /// Looks at a project at once: for tests and for what must not wait.
    pub fn look_now(&mut self, project: &Project, revision: u64) {
        self.found = Arc::new(lint::check(project));
        self.revision = Some(revision);
        self.running = None;
    }
}
