//! What the test calls pass of the version shown, counted in the background once they have been played (spec: testing §3). A count belongs to a
//! known revision and is never shown as that of another one.

use std::sync::Arc;

use crate::model::{Project, VersionId};
use crate::sim::coverage::{self, Coverage};

use super::job::{Job, Progress};
use super::test_calls::TestCalls;

/// A version in a revision of the document.
type Of = (u64, VersionId);

/// The coverage of one version.
#[derive(Default)]
pub struct CoverageCount {
    coverage: Arc<Coverage>,
    of: Option<Of>,
    running: Option<(Of, Job<Coverage>)>,
}

impl CoverageCount {
    /// The coverage of a version in a revision; none while it is counted, and none in a project without test calls.
    #[must_use]
    pub fn of(&self, revision: u64, version: VersionId) -> Option<&Arc<Coverage>> {
        (self.of == Some((revision, version))).then_some(&self.coverage)
    }

    /// Takes the count of the background job, and counts again once the test calls of another version or revision have been played.
    pub fn update(
        &mut self,
        project: &Arc<Project>,
        revision: u64,
        version: Option<VersionId>,
        test_calls: &TestCalls,
        ctx: &egui::Context,
    ) {
        if let Some((of, job)) = &self.running {
            let of = *of;
            match job.look() {
                Progress::UnderWay => return,
                Progress::Done(coverage) => (self.coverage, self.of) = (Arc::new(coverage), Some(of)),
                Progress::Failed => self.of = None,
            }
            self.running = None;
        }
        let wanted = version.filter(|version| self.of != Some((revision, *version)));
        let Some(id) = wanted.filter(|_| !project.test_calls.is_empty()) else { return };
        let Some(own) = test_calls.of(revision, id).cloned() else { return };
        let Some(version) = project.versions.get(&id).cloned() else { return };
        let project = project.clone();
        let job = Job::start("coverage", ctx, move || coverage::of_version(&project, &version, &own));
        self.running = job.map(|job| ((revision, id), job));
    }

    /// Whether nothing is under way, and the count is that of the version shown, if one is, in a revision.
    #[must_use]
    pub fn is_fresh(&self, project: &Project, revision: u64, version: Option<VersionId>) -> bool {
        let is_known = |version| self.of == Some((revision, version)) || project.test_calls.is_empty();
        self.running.is_none() && version.is_none_or(is_known)
    }
}
