//! What exploring every path of the version shown has found (spec: testing §4). The search runs in the background on a snapshot, once the
//! document has rested; its result belongs to a known revision and is never shown as that of another one.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::model::{Project, VersionId};
use crate::sim::paths::{Proof, Request, Verdict, explore};

use super::latest::Latest;

/// How long the document must have rested before a search begins that nobody waits for, in seconds.
const REST_S: f64 = 3.0;
/// Most states of each arrival; the command line looks at more.
const MOST_STATES: usize = 20_000;

/// A version in a revision of the document.
type Of = (u64, VersionId);

/// The proof of the version shown.
#[derive(Default)]
pub struct Paths {
    proof: Latest<Of, Proof>,
    rests: Option<(Of, f64)>,
}

impl Paths {
    /// The proof of a version in a revision; none while there is none yet.
    #[must_use]
    pub fn of(&self, revision: u64, version: VersionId) -> Option<&Arc<Proof>> {
        self.proof.of((revision, version))
    }

    /// Takes the result of the background job, and explores again where the revision or the version is another one: at once where somebody
    /// looks at the result.
    pub fn update(
        &mut self,
        project: &Arc<Project>,
        of: Option<Of>,
        from: NaiveDate,
        is_looked_at: bool,
        ctx: &egui::Context,
    ) {
        if !self.proof.take() {
            return;
        }
        let Some(of) = of.filter(|of| !self.proof.is_known(*of)) else { return };
        if !is_looked_at && !self.has_rested(of, ctx) {
            return;
        }
        let project = project.clone();
        let request = Request { most_states: MOST_STATES, ..Request::of(of.1, from) };
        self.proof.start("paths", of, ctx, move || explore(&project, &request).ok());
    }

    /// Whether a version in a revision has been shown for a while; else the window is woken when it has.
    fn has_rested(&mut self, of: Of, ctx: &egui::Context) -> bool {
        let now_s = ctx.input(|input| input.time);
        let since_s = match self.rests {
            Some((known, since_s)) if known == of => since_s,
            _ => {
                self.rests = Some((of, now_s));
                now_s
            }
        };
        let left_s = REST_S - (now_s - since_s);
        if left_s > 0.0 {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(left_s));
        }
        left_s <= 0.0
    }

    /// Whether a search is under way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.proof.running().is_some()
    }
}

/// The verdict in few words. What a proof rests on is listed in the pane.
#[must_use]
pub fn words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Proven => "Nobody gets stuck",
        Verdict::ProvenIf => "Nobody gets stuck if …",
        Verdict::Refuted => "A caller can get stuck",
        Verdict::NotDecided => "Too large to be sure",
    }
}
