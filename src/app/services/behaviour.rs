//! The behaviour of two versions, compared in the background on a snapshot (spec: testing §7). A result belongs to a known revision and is
//! never shown as that of another one.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::model::{Project, VersionId};
use crate::sim::Watch;
use crate::sim::behaviour::{Apart, Behaviour, Request, Side, compare};

use super::latest::Latest;

/// Most states that are looked at for each version in the search for calls; the command line looks at more.
const MOST_STATES: usize = 20_000;

/// Two versions in a revision of the document: before and after.
type Of = (u64, (VersionId, VersionId));

/// What a comparison gives.
type Found = Result<Behaviour, String>;

/// The comparison that is looked at.
#[derive(Default)]
pub struct Behaviours {
    found: Latest<Of, Found>,
    watch: Arc<Watch>,
}

impl Behaviours {
    /// What was found for two versions in a revision; none while they are being compared.
    #[must_use]
    pub fn of(&self, revision: u64, pair: (VersionId, VersionId)) -> Option<&Found> {
        self.found.of((revision, pair)).map(|found| &**found)
    }

    /// A call that ends differently, by the place of its group and its own place there.
    #[must_use]
    pub fn call(&self, revision: u64, pair: (VersionId, VersionId), group: usize, call: usize) -> Option<&Apart> {
        self.of(revision, pair)?.as_ref().ok()?.groups.get(group)?.calls.get(call)
    }

    /// Whether two versions are being compared.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.found.running().is_some()
    }

    /// How many calls were played so far.
    #[must_use]
    pub fn done(&self) -> usize {
        self.watch.progress().0
    }

    /// Takes the result of the background job, and compares again where the revision or a version is another one.
    pub fn update(&mut self, project: &Arc<Project>, of: Option<Of>, from: NaiveDate, ctx: &egui::Context) {
        if self.found.running().is_some_and(|running| of != Some(running)) {
            self.watch.stop();
        }
        if !self.found.take() {
            return;
        }
        // A comparison that was stopped has not played every call.
        if self.watch.is_stopped() {
            self.found.forget();
        }
        let Some(of) = of.filter(|of| !self.found.is_known(*of)) else { return };
        self.watch = Arc::default();
        let (project, watch) = (project.clone(), self.watch.clone());
        let work = move || {
            let side = |version| Side { project: project.clone(), version };
            let request = Request { from, most_states: MOST_STATES, log: Vec::new() };
            Some(compare(&side(of.1.0), &side(of.1.1), &request, &watch))
        };
        self.found.start("behaviour", of, ctx, work);
    }
}
