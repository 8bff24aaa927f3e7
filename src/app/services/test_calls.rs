//! The results of the test calls of the version shown, played in the background after each edit (spec: testing §1). A result belongs to a known
//! revision and is never shown as that of another one.

use std::sync::Arc;

use crate::model::{Project, VersionId};
use crate::sim::suite::{self, CallResult, Verdict};

use super::job::{Job, Progress};

/// A version in a revision of the document.
type Of = (u64, VersionId);

/// The results of the test calls of one version.
#[derive(Default)]
pub struct TestCalls {
    results: Arc<Vec<CallResult>>,
    of: Option<Of>,
    running: Option<(Of, Job<Vec<CallResult>>)>,
}

impl TestCalls {
    /// The results of a version in a revision, in the order of names; none while they are under way.
    #[must_use]
    pub fn of(&self, revision: u64, version: VersionId) -> Option<&Arc<Vec<CallResult>>> {
        (self.of == Some((revision, version))).then_some(&self.results)
    }

    /// Takes the results of the background job, and plays the test calls again where the revision or the version is another one.
    pub fn update(&mut self, project: &Arc<Project>, revision: u64, version: Option<VersionId>, ctx: &egui::Context) {
        if let Some((of, job)) = &self.running {
            let of = *of;
            match job.look() {
                Progress::UnderWay => return,
                Progress::Done(results) => self.results = Arc::new(results),
                Progress::Failed => self.results = Arc::default(),
            }
            self.of = Some(of);
            self.running = None;
        }
        let Some(version) = version.filter(|version| self.of != Some((revision, *version))) else { return };
        let project = project.clone();
        let job = Job::start("test calls", ctx, move || {
            let results = suite::run_version(&project, version, |_| true);
            results.into_iter().map(|(_, result)| result).collect()
        });
        if job.is_none() {
            (self.results, self.of) = (Arc::default(), Some((revision, version)));
        }
        self.running = job.map(|job| ((revision, version), job));
    }

    /// Whether nothing is under way, and the results are those of the version shown, if one is, in a revision.
    #[must_use]
    pub fn is_fresh(&self, revision: u64, version: Option<VersionId>) -> bool {
        self.running.is_none() && version.is_none_or(|version| self.of == Some((revision, version)))
    }
}

/// How many of the results pass, in words: *18 of 20 test calls pass*.
#[must_use]
pub fn words(results: &[CallResult]) -> String {
    let passed = results.iter().filter(|result| result.verdict == Verdict::Passes).count();
    match (passed, results.len()) {
        (1, 1) => "The test call passes".to_owned(),
        (0, 1) => "The test call does not pass".to_owned(),
        (passed, all) if passed == all => format!("{all} test calls pass"),
        (passed, all) => format!("{passed} of {all} test calls pass"),
    }
}
