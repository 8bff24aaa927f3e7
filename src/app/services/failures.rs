//! Who is dropped in the version shown while one thing outside fails (spec: testing §5). The check runs in the background on a snapshot while
//! somebody looks at what it finds; its result belongs to a known revision and is never shown as that of another one.

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;

use crate::model::{Project, VersionId};
use crate::sim::Watch;
use crate::sim::failures::{Report, check};
use crate::sim::paths::Request;

use super::latest::Latest;

/// Most states of each arrival under each failure; the command line looks at more.
const MOST_STATES: usize = 5_000;
/// How often the window shows how far the check is.
const SHOWS_EVERY: Duration = Duration::from_millis(250);

/// A version in a revision of the document.
type Of = (u64, VersionId);

/// The failure check of the version shown.
#[derive(Default)]
pub struct Failures {
    report: Latest<Of, Report>,
    watch: Arc<Watch>,
}

impl Failures {
    /// The report on a version in a revision; none while there is none yet.
    #[must_use]
    pub fn of(&self, revision: u64, version: VersionId) -> Option<&Arc<Report>> {
        self.report.of((revision, version))
    }

    /// Takes the result of the background job, and checks again where the revision or the version is another one. Without a version that
    /// somebody looks at, a check that runs is stopped.
    pub fn update(&mut self, project: &Arc<Project>, of: Option<Of>, from: NaiveDate, ctx: &egui::Context) {
        if self.report.running().is_some_and(|running| of != Some(running)) {
            self.watch.stop();
        }
        if !self.report.take() {
            return ctx.request_repaint_after(SHOWS_EVERY);
        }
        // A check that was stopped says nothing of its version.
        if self.watch.is_stopped() {
            self.report.forget();
        }
        let Some(of) = of.filter(|of| !self.report.is_known(*of)) else { return };
        self.watch = Arc::default();
        let (project, watch) = (project.clone(), self.watch.clone());
        let request = Request { most_states: MOST_STATES, ..Request::of(of.1, from) };
        self.report.start("failures", of, ctx, move || check(&project, &request, &watch).ok());
    }

    /// Whether a check is under way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.report.running().is_some()
    }

    /// How many failures were tried, and how many there are, while a check is under way.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        self.watch.progress()
    }
}
