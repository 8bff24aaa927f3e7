//! The results of the test calls of the version shown, played in the background after each edit (spec: testing §1), and more about the one that
//! is chosen. A result belongs to a known revision and is never shown as that of another one. The way of each test call in its last passing run
//! is kept until the project is closed, so that a later run can be compared with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Project, TestCall, TestCallId, VersionId};
use crate::sim::suite::look::{self, Look};
use crate::sim::suite::way::Passing;
use crate::sim::suite::{self, CallResult, Verdict};

use super::job::{Job, Progress};

/// A version in a revision of the document.
type Of = (u64, VersionId);
/// A test call that is played to a version in a revision of the document.
type LookOf = (u64, VersionId, TestCallId);
/// The results of a version, each with its test call.
type Played = Vec<(Arc<TestCall>, CallResult)>;

/// The results of the test calls of one version.
#[derive(Default)]
pub struct TestCalls {
    results: Arc<Vec<CallResult>>,
    of: Option<Of>,
    running: Option<(Of, Job<Played>)>,
    /// The last passing run of each test call with each version.
    passing: BTreeMap<(VersionId, TestCallId), Passing>,
    look: Option<(LookOf, Arc<Look>)>,
    looking: Option<(LookOf, Job<Look>)>,
}

impl TestCalls {
    /// The results of a version in a revision, in the order of names; none while they are under way.
    #[must_use]
    pub fn of(&self, revision: u64, version: VersionId) -> Option<&Arc<Vec<CallResult>>> {
        (self.of == Some((revision, version))).then_some(&self.results)
    }

    /// More about a test call with a version in a revision; none while it is under way, and where the test call is not the chosen one.
    #[must_use]
    pub fn look(&self, revision: u64, version: VersionId, call: TestCallId) -> Option<&Arc<Look>> {
        self.look.as_ref().filter(|(of, _)| *of == (revision, version, call)).map(|(_, look)| look)
    }

    /// Takes the results of the background job, and plays the test calls again where the revision or the version is another one.
    pub fn update(&mut self, project: &Arc<Project>, revision: u64, version: Option<VersionId>, ctx: &egui::Context) {
        if let Some((of, job)) = &self.running {
            let of = *of;
            match job.look() {
                Progress::UnderWay => return,
                Progress::Done(played) => self.take(of.1, played),
                Progress::Failed => self.results = Arc::default(),
            }
            self.of = Some(of);
            self.running = None;
        }
        let Some(version) = version.filter(|version| self.of != Some((revision, *version))) else { return };
        let project = project.clone();
        let job = Job::start("test calls", ctx, move || suite::run_version(&project, version, |_| true));
        if job.is_none() {
            (self.results, self.of) = (Arc::default(), Some((revision, version)));
        }
        self.running = job.map(|job| ((revision, version), job));
    }

    /// Keeps the results of a version, and the ways of those that pass.
    fn take(&mut self, version: VersionId, played: Played) {
        for (call, result) in &played {
            if result.verdict == Verdict::Passes {
                let (call, way) = (call.clone(), Arc::new(result.way.clone()));
                self.passing.insert((version, call.id), Passing { call, way, version: None });
            }
        }
        self.results = Arc::new(played.into_iter().map(|(_, result)| result).collect());
    }

    /// Looks at the chosen test call, once the results of the version are there.
    pub fn update_look(
        &mut self,
        project: &Arc<Project>,
        revision: u64,
        chosen: Option<(VersionId, TestCallId)>,
        ctx: &egui::Context,
    ) {
        if let Some((of, job)) = &self.looking {
            let of = *of;
            self.look = match job.look() {
                Progress::UnderWay => return,
                Progress::Done(look) => Some((of, Arc::new(look))),
                Progress::Failed => Some((of, Arc::default())),
            };
            self.looking = None;
        }
        let Some((version, id)) = chosen.filter(|(version, _)| self.of == Some((revision, *version))) else { return };
        let of = (revision, version, id);
        let Some(call) = project.test_calls.get(&id).filter(|_| self.look.as_ref().is_none_or(|(it, _)| *it != of))
        else {
            return;
        };
        let (project, call, before) = (project.clone(), call.clone(), self.passing.get(&(version, id)).cloned());
        let job = Job::start("test call", ctx, move || look::look(&project, &call, version, before));
        if job.is_none() {
            self.look = Some((of, Arc::default()));
        }
        self.looking = job.map(|job| (of, job));
    }

    /// Whether nothing is under way, and the results are those of the version shown, if one is, in a revision.
    #[must_use]
    pub fn is_fresh(&self, revision: u64, version: Option<VersionId>) -> bool {
        self.running.is_none()
            && self.looking.is_none()
            && version.is_none_or(|version| self.of == Some((revision, version)))
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
