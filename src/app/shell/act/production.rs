//! Planned productions while the project is open: when one is due, the version is put in production. The project is saved at once if there
//! are no other unsaved changes; otherwise the production waits for the next save (spec: domain §5).

use std::time::Duration;

use egui::Context;

use crate::lifecycle::plan;
use crate::release::{put_due_in_production, words};

use crate::app::command::Command;
use crate::app::parts::production::{ReleaseNotice, is_ready};
use crate::app::shell::state::State;

/// While something is planned, the clock is read at least this often: the machine may have been suspended, or its clock changed.
const LONGEST_SLEEP: Duration = Duration::from_mins(1);

/// Reads the clock, once a frame, and wakes the window for the next planned production. Returns the command to carry out.
pub fn look(state: &mut State, ctx: &Context) -> Option<Command> {
    let command = if is_ready(&state.cx(), &state.session.production) { release(state) } else { None };
    let now = (state.window.now)();
    if let Some(next) = plan::next(state.project(), now) {
        // A delay that cannot be represented is longer than the longest sleep.
        let delay = (next - now).to_std().unwrap_or(LONGEST_SLEEP);
        ctx.request_repaint_after(delay.min(LONGEST_SLEEP));
    }
    command
}

fn release(state: &mut State) -> Option<Command> {
    let context = state.context();
    let releases = put_due_in_production(&mut state.session.document, &context);
    let project = state.project().clone();
    let notices = releases.iter().map(|release| ReleaseNotice {
        version: release.version,
        words: words(&project, release),
        is_missed: release.missed.is_some(),
    });
    state.session.production.notices.extend(notices);
    let is_left = !plan::due(&project, context.now).is_empty();
    state.session.production.failed_at = is_left.then(|| state.session.document.revision());
    state.session.document.is_changed().then(Command::save)
}
