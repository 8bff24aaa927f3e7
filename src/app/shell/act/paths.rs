//! Commands about what exploring every path has found.

use crate::app::command::{BottomPane, PathsCommand};
use crate::app::shell::state::State;

pub(super) fn on_paths(state: &mut State, command: PathsCommand) {
    match command {
        PathsCommand::PlayBad(place) => play_bad(state, place),
    }
}

/// Shows the shortest call to a bad end in the simulation, up to its end.
fn play_bad(state: &mut State, place: usize) {
    let Some(version) = state.version_shown() else { return };
    let Some(proof) = state.session.paths.of(state.session.document.revision(), version).cloned() else { return };
    let Some(bad) = proof.bad.get(place) else { return };
    let project = state.project().clone();
    let played = if bad.is_endless() { bad.witness.play_on(&project) } else { bad.witness.play(&project) };
    match played {
        Ok(run) => {
            let simulation = &mut state.parts.simulation;
            (simulation.caller, simulation.world) = (None, None);
            simulation.show(version, run);
            state.window.panes.show_bottom(BottomPane::Simulation);
        }
        Err(why) => state.say(format!("The call cannot be played. {why}")),
    }
}
