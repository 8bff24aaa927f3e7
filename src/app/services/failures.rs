//! Who is dropped in the version shown while one thing outside fails (spec: testing §5). The check runs in the background on a snapshot while
//! somebody looks at what it finds; its result belongs to a known revision and is never shown as that of another one.

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;

use crate::model::{Project, VersionId};
use crate::sim::failures::{Report, Watch, check};
use crate::sim::paths::Request;

use super::job::{Job, Progress};

/// Most states of each arrival under each failure; the command line looks at more.
const MOST_STATES: usize = 5_000;
/// How often the window shows how far the check is.
const SHOWS_EVERY: Duration = Duration::from_millis(250);

/// A version in a revision of the document.
type Of = (u64, VersionId);

/// The check that runs.
struct Running {
    of: Of,
    watch: Arc<Watch>,
    job: Job<Option<Report>>,
}

/// The failure check of the version shown.
#[derive(Default)]
pub struct Failures {
    report: Option<Arc<Report>>,
    of: Option<Of>,
    running: Option<Running>,
}

impl Failures {
    /// The report on a version in a revision; none while there is none yet.
    #[must_use]
    pub fn of(&self, revision: u64, version: VersionId) -> Option<&Arc<Report>> {
        self.report.as_ref().filter(|_| self.of == Some((revision, version)))
    }

    /// Takes the result of the background job, and checks again where the revision or the version is another one. Without a version that
    /// somebody looks at, a check that runs is stopped.
    pub fn update(&mut self, project: &Arc<Project>, of: Option<Of>, from: NaiveDate, ctx: &egui::Context) {
        if let Some(running) = &self.running {
            if of != Some(running.of) {
                running.watch.stop();
            }
            match running.job.look() {
                Progress::UnderWay => return ctx.request_repaint_after(SHOWS_EVERY),
                Progress::Done(report) => self.report = report.map(Arc::new),
                Progress::Failed => self.report = None,
            }
            // A check that was stopped says nothing of its version.
            let is_whole = of == Some(running.of) || self.report.is_some();
            self.of = is_whole.then_some(running.of);
            self.running = None;
        }
        let Some(of) = of.filter(|of| self.of != Some(*of)) else { return };
        let (project, watch) = (project.clone(), Arc::new(Watch::default()));
        let request = Request { most_states: MOST_STATES, ..Request::of(of.1, from) };
        let seen = watch.clone();
        let job = Job::start("failures", ctx, move || check(&project, &request, &seen).ok());
        if job.is_none() {
            (self.report, self.of) = (None, Some(of));
        }
        self.running = job.map(|job| Running { of, watch, job });
    }

    /// Whether a check is under way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.running.is_some()
    }

    /// How many failures were tried, and how many there are, while a check is under way.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        self.running.as_ref().map_or((0, 0), |running| running.watch.progress())
    }
}
