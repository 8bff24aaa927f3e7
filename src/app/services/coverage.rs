//! What the test calls pass of the version shown, counted in the background once they have been played (spec: testing §3). A count belongs to a
//! known revision and is never shown as that of another one.

use std::sync::Arc;

use crate::model::{Project, VersionId};
use crate::sim::coverage::{self, Coverage, Unreachable};
use crate::sim::paths::Proof;

use super::latest::Latest;
use super::test_calls::TestCalls;

/// A version in a revision of the document.
type Of = (u64, VersionId);

/// The coverage of one version. The count also says whether branches that a proof shows to be impossible are left out.
#[derive(Default)]
pub struct CoverageCount {
    count: Latest<(Of, bool), Coverage>,
}

impl CoverageCount {
    /// The coverage of a version in a revision; none while it is counted, and none in a project without test calls.
    #[must_use]
    pub fn of(&self, revision: u64, version: VersionId) -> Option<&Arc<Coverage>> {
        let of = (revision, version);
        self.count.of((of, true)).or_else(|| self.count.of((of, false)))
    }

    /// Takes the count of the background job, and counts again once the test calls of another version or revision have been played, or once
    /// a proof of the same revision shows that no call can take some of the branches.
    pub fn update(
        &mut self,
        project: &Arc<Project>,
        revision: u64,
        version: Option<VersionId>,
        (test_calls, proof): (&TestCalls, Option<&Arc<Proof>>),
        ctx: &egui::Context,
    ) {
        if !self.count.take() {
            return;
        }
        let proof = proof.filter(|proof| leaves_out(proof)).cloned();
        let wanted = version.filter(|version| !self.is_counted((revision, *version), proof.is_some()));
        let Some(id) = wanted.filter(|_| !project.test_calls.is_empty()) else { return };
        let Some(own) = test_calls.of(revision, id).cloned() else { return };
        let Some(version) = project.versions.get(&id).cloned() else { return };
        let (project, about) = (project.clone(), ((revision, id), proof.is_some()));
        self.count.start("coverage", about, ctx, move || {
            let unreachable = proof.and_then(|proof| proof.unreachable(&project).ok());
            Some(coverage::of_version(&project, &version, &own, &unreachable.unwrap_or_else(Unreachable::new)))
        });
    }

    fn is_counted(&self, of: Of, has_proof: bool) -> bool {
        self.count.is_known((of, true)) || (!has_proof && self.count.is_known((of, false)))
    }

    /// Whether nothing is under way, and the count is that of the version shown, if one is, in a revision, with its proof.
    #[must_use]
    pub fn is_fresh(
        &self,
        project: &Project,
        revision: u64,
        version: Option<VersionId>,
        proof: Option<&Arc<Proof>>,
    ) -> bool {
        let has_proof = proof.is_some_and(|proof| leaves_out(proof));
        let is_known = |version| self.is_counted((revision, version), has_proof) || project.test_calls.is_empty();
        self.count.running().is_none() && version.is_none_or(is_known)
    }
}

/// Whether a proof may show that no call can take some branches.
fn leaves_out(proof: &Proof) -> bool {
    !proof.not_taken.is_empty() && proof.is_exact()
}
