//! Commands about what happens while one thing outside fails.

use super::show::show_call;
use crate::app::command::FailuresCommand;
use crate::app::shell::state::State;

pub(super) fn on_failures(state: &mut State, command: FailuresCommand) {
    match command {
        FailuresCommand::Play(place) => play(state, place),
    }
}

/// Shows the call of a failure in the simulation, up to its end.
fn play(state: &mut State, place: Option<usize>) {
    let Some(version) = state.version_shown() else { return };
    let Some(report) = state.session.failures.of(state.session.document.revision(), version).cloned() else { return };
    let Some(row) = place.map_or(Some(&report.baseline), |place| report.rows.get(place)) else { return };
    if show_call(state, version, row.play()) {
        state.say(format!("In this call: {}.", row.words));
    }
}
