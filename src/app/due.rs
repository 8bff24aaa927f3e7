//! Planned productions while the project is open: when the time of one comes, it is put in production and saved at once where nothing
//! is unsaved, and otherwise as soon as it is saved (spec: domain §5). Whatever the clock says meanwhile, only what is due now counts.

use std::time::Duration;

use egui::Context;

use crate::lifecycle::plan;
use crate::model::VersionId;
use crate::release::{put_due_in_production, words};

use super::command::Command;
use super::dispatch::dispatch;
use super::state::State;

/// While something is planned, the clock is looked at so often at least: a machine may have slept, or its clock may have been set.
const LONGEST_SLEEP: Duration = Duration::from_mins(1);

/// What became of a planned production.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The version.
    pub version: VersionId,
    /// What happened, as a sentence.
    pub words: String,
    /// Whether it was missed.
    pub is_missed: bool,
}

/// What became of planned productions, until somebody has read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// Oldest first.
    pub told: Vec<Told>,
    /// The revision at which something stayed due although it was tried.
    in_vain_at: Option<u64>,
}

/// Whether something is due and can be put in production now: nothing is unsaved, and the file may be written.
#[must_use]
pub fn is_at_hand(state: &State) -> bool {
    let is_free = !state.files.is_at_disk() && state.due.in_vain_at != Some(state.document.revision());
    state.is_saved() && is_free && state.may_promote() && !plan::due(state.project(), (state.now)()).is_empty()
}

/// Whether something is due that waits until the user saves.
#[must_use]
pub fn waits_for_saving(state: &State) -> bool {
    state.may_promote() && !state.is_saved()
}

/// Looks at the clock, once a frame, and wakes the window when the next planned production comes.
pub fn look(state: &mut State, ctx: &Context) {
    if is_at_hand(state) {
        release(state, ctx);
    }
    let now = (state.now)();
    if let Some(next) = plan::next(state.project(), now) {
        // A delay that cannot be counted is longer than the longest sleep.
        let delay = (next - now).to_std().unwrap_or(LONGEST_SLEEP);
        ctx.request_repaint_after(delay.min(LONGEST_SLEEP));
    }
}

fn release(state: &mut State, ctx: &Context) {
    let context = state.context();
    let releases = put_due_in_production(&mut state.document, &context);
    let project = state.project().clone();
    let told = releases.iter().map(|release| Told {
        version: release.version,
        words: words(&project, release),
        is_missed: release.missed.is_some(),
    });
    state.due.told.extend(told);
    let is_left = !plan::due(&project, context.now).is_empty();
    state.due.in_vain_at = is_left.then(|| state.document.revision());
    if state.document.is_changed() {
        dispatch(state, vec![Command::Save], ctx);
    }
}
