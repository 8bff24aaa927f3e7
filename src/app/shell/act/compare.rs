//! Commands about the behaviour of two versions.

use crate::model::VersionId;
use crate::sim::suite::play;

use super::show::{open_tab, show_run};
use crate::app::command::{CompareCommand, Tab};
use crate::app::services::open_runs::Origin;
use crate::app::shell::state::State;

pub(super) fn on_compare(state: &mut State, command: CompareCommand) {
    match command {
        CompareCommand::LeaveLog => state.session.behaviours.leave_log(),
        CompareCommand::PlayBoth(pair, group, call) => play_both(state, pair, group, call),
    }
}

/// Shows a call with both versions in the simulation, each in a tab. The second one marks where it parts from the first.
fn play_both(state: &mut State, pair: (VersionId, VersionId), group: usize, call: usize) {
    let revision = state.session.document.revision();
    let Some(call) = state.session.behaviours.call(revision, pair, group, call).map(|apart| apart.call.clone()) else {
        return;
    };
    let project = state.project().clone();
    let played = |version| play::scene(&project, &call, version).map(|scene| play::play(scene, &call).run);
    let (before, after) = match (played(pair.0), played(pair.1)) {
        (Ok(before), Ok(after)) => (before, after),
        (Err(why), _) | (_, Err(why)) => return state.say(format!("The call cannot be played. {why}")),
    };
    open_tab(state, Tab::Version(pair.1));
    show_run(state, pair.0, before.clone());
    if let Err(why) = state.parts.simulation.runs.add(pair.1, after, Origin::Earlier(Box::new(before))) {
        state.say(why);
    }
}
