//! The behaviour of two versions, compared in the background on a snapshot (spec: testing §7). A result belongs to a known revision and is
//! never shown as that of another one.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use chrono::NaiveDate;

use crate::model::{Project, VersionId};
use crate::sim::behaviour::{Apart, Behaviour, Request, Side, compare};
use crate::sim::suite::Watch;

use super::job::{Job, Progress};

/// Most states that are looked at for each version in the search for calls; the command line looks at more.
const MOST_STATES: usize = 20_000;

/// Two versions in a revision of the document: before and after.
type Of = (u64, (VersionId, VersionId));

/// What a comparison gives.
type Found = Result<Behaviour, String>;

/// The comparison that is looked at.
#[derive(Default)]
pub struct Behaviours {
    found: Option<(Of, Arc<Found>)>,
    running: Option<(Of, Arc<Watch>, Job<Found>)>,
}

impl Behaviours {
    /// What was found for two versions in a revision; none while they are being compared.
    #[must_use]
    pub fn of(&self, revision: u64, pair: (VersionId, VersionId)) -> Option<&Found> {
        self.found.as_ref().filter(|(of, _)| *of == (revision, pair)).map(|(_, found)| &**found)
    }

    /// A call that ends differently, by the place of its group and its own place there.
    #[must_use]
    pub fn call(&self, revision: u64, pair: (VersionId, VersionId), group: usize, call: usize) -> Option<&Apart> {
        self.of(revision, pair)?.as_ref().ok()?.groups.get(group)?.calls.get(call)
    }

    /// Whether two versions are being compared.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.running.is_some()
    }

    /// How many calls were played so far.
    #[must_use]
    pub fn done(&self) -> usize {
        self.running.as_ref().map_or(0, |(_, watch, _)| watch.done.load(Ordering::Relaxed))
    }

    /// Takes the result of the background job, and compares again where the revision or a version is another one.
    pub fn update(&mut self, project: &Arc<Project>, of: Option<Of>, from: NaiveDate, ctx: &egui::Context) {
        if let Some((running, watch, job)) = &self.running {
            if Some(*running) != of {
                watch.is_cancelled.store(true, Ordering::Relaxed);
            }
            let found = match job.look() {
                Progress::UnderWay => return,
                Progress::Done(found) => found,
                Progress::Failed => Err("The two versions could not be compared.".to_owned()),
            };
            let is_whole = !watch.is_cancelled.load(Ordering::Relaxed);
            self.found = is_whole.then(|| (*running, Arc::new(found)));
            self.running = None;
        }
        let is_known = |of: &Of| self.found.as_ref().is_some_and(|(known, _)| known == of);
        let Some(of) = of.filter(|of| !is_known(of)) else { return };
        let watch = Arc::new(Watch::default());
        let (project, shared) = (project.clone(), watch.clone());
        let work = move || {
            let side = |version| Side { project: project.clone(), version };
            let request = Request { from, most_states: MOST_STATES, log: Vec::new() };
            compare(&side(of.1.0), &side(of.1.1), &request, &shared)
        };
        self.running = Job::start("behaviour", ctx, work).map(|job| (of, watch, job));
    }
}
