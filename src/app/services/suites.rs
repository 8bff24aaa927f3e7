//! The test calls of several versions, played in the background with progress, for as long as somebody looks at them (spec: testing §1). Like
//! every result, these belong to a revision and are dropped with it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::model::{Project, TestCallId, VersionId};
use crate::sim::Watch;
use crate::sim::suite::{self, CallResult};

use super::job::{Job, Progress};

/// How often a window that shows the progress is drawn.
const REDRAW: Duration = Duration::from_millis(100);

/// The results, by version and test call.
type Results = BTreeMap<(VersionId, TestCallId), CallResult>;

/// What is wanted: every test call with these versions of its routing, in a revision of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wanted {
    revision: u64,
    versions: Vec<VersionId>,
}

struct Running {
    of: Wanted,
    job: Job<Results>,
    watch: Arc<Watch>,
    total: usize,
}

/// The results of several versions.
#[derive(Default)]
pub struct Suites {
    results: Results,
    of: Option<Wanted>,
    running: Option<Running>,
    was_cancelled: bool,
}

impl Suites {
    /// The result of a test call with a version in a revision; none while it is under way, or was not played.
    #[must_use]
    pub fn of(&self, revision: u64, version: VersionId, call: TestCallId) -> Option<&CallResult> {
        let is_current = self.of.as_ref().is_some_and(|of| of.revision == revision);
        self.results.get(&(version, call)).filter(|_| is_current)
    }

    /// How many test calls were played of how many, while they are played.
    #[must_use]
    pub fn progress(&self) -> Option<(usize, usize)> {
        let running = self.running.as_ref()?;
        Some((running.watch.progress().0, running.total))
    }

    /// Whether playing was cancelled, so that results are missing.
    #[must_use]
    pub fn was_cancelled(&self) -> bool {
        self.was_cancelled && self.running.is_none()
    }

    /// Stops playing. What was played stays.
    pub fn cancel(&mut self) {
        if let Some(running) = &self.running {
            running.watch.stop();
            self.was_cancelled = true;
        }
    }

    /// Plays everything again.
    pub fn again(&mut self) {
        self.cancel();
        (self.of, self.was_cancelled) = (None, false);
    }

    /// Takes the results of the background job, and begins to play where other versions are wanted, or the project has changed.
    pub fn update(
        &mut self,
        project: &Arc<Project>,
        revision: u64,
        versions: Option<Vec<VersionId>>,
        ctx: &egui::Context,
    ) {
        let wanted = versions.map(|versions| Wanted { revision, versions });
        if let Some(running) = &self.running {
            if wanted.as_ref() != Some(&running.of) {
                running.watch.stop();
            }
            match running.job.look() {
                Progress::UnderWay => return ctx.request_repaint_after(REDRAW),
                Progress::Done(results) => self.results = results,
                Progress::Failed => self.results = Results::default(),
            }
            self.of = self.running.take().map(|running| running.of);
        }
        let Some(wanted) = wanted.filter(|wanted| self.of.as_ref() != Some(wanted)) else { return };
        self.was_cancelled = false;
        let watch = Arc::new(Watch::default());
        let (project, versions, watched) = (project.clone(), wanted.versions.clone(), watch.clone());
        let total = suite::count(&project, &versions);
        let job = Job::start("test calls of several versions", ctx, move || {
            let results = suite::run_versions(&project, &versions, &watched).into_iter();
            results.map(|result| ((result.version, result.test_call), result)).collect()
        });
        if job.is_none() {
            (self.results, self.of) = (Results::default(), Some(wanted.clone()));
        }
        self.running = job.map(|job| Running { of: wanted, job, watch, total });
    }

    /// Whether test calls are being played.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.running.is_some()
    }
}
