//! Test executions: recorded when a run of a version in test ends, shown and replayed later.

use chrono::{DateTime, Utc};

use crate::catalog::text::mask_cards;
use crate::digest::digest;
use crate::model::VersionId;
use crate::sim::execution;
use crate::sim::report::prose;

use crate::app::command::{BottomPane, ExecutionsCommand};
use crate::app::parts::version::state::Replay;
use crate::app::shell::state::State;

pub(super) fn on_executions(state: &mut State, version: VersionId, command: ExecutionsCommand) {
    let histories = &mut state.parts.versions.histories;
    match command {
        ExecutionsCommand::ShowTree => drop(histories.remove(&version)),
        ExecutionsCommand::ShowHistory => drop(histories.entry(version).or_default()),
        ExecutionsCommand::Look(at) => look_at(state, version, at),
        ExecutionsCommand::Replay(at) => replay(state, version, at),
    }
}

/// Keeps the run as a test execution when it has ended, once per list of answers: a run may be taken back and end again.
pub(super) fn keep(state: &mut State) {
    let now = (state.window.now)();
    let simulation = &mut state.parts.simulation;
    let is_in_test = simulation.run().is_some_and(|run| run.scene.version.info.in_test);
    if !is_in_test || !simulation.note_end() {
        return;
    }
    let Some((version, run)) = simulation.version().zip(simulation.run()) else { return };
    let record = |at| execution::record(run, at, digest(&run.scene.version));
    state.services.executions.keep(version, now, record);
}

/// Shows an execution. Where the version is unchanged, the execution is replayed at once, unless it ran by other rules.
fn look_at(state: &mut State, version: VersionId, at: DateTime<Utc>) {
    let revision = state.session.document.revision();
    let project = state.project().clone();
    let execution = state.services.executions.find(version, at);
    let (Some(found), Some(execution)) = (project.versions.get(&version), execution) else { return };
    let shown = state.parts.versions.histories.entry(version).or_default();
    let may_replay = execution::may_replay(execution).is_ok();
    let is_replayed = may_replay && shown.is_unchanged(found, revision, &execution.digest);
    (shown.chosen, shown.replay) = (Some(at), None);
    if is_replayed {
        replay(state, version, at);
    }
}

/// Replays an execution on the version as it is now, in the simulation pane.
fn replay(state: &mut State, version: VersionId, at: DateTime<Utc>) {
    let revision = state.session.document.revision();
    let Some(execution) = state.services.executions.find(version, at).cloned() else { return };
    let (run, why_stopped) = match execution::replay(&execution, state.project().clone(), version) {
        Ok(replayed) => replayed,
        Err(why) => return state.say(why),
    };
    let differs_at = first_difference(&execution.trace, &mask_cards(&prose(&run)));
    let shown = state.parts.versions.histories.entry(version).or_default();
    shown.replay = Some(Replay { revision, differs_at, stale: why_stopped });
    // The next call starts with the same caller and world, if the project still has them.
    let project = state.project().clone();
    let caller = project.callers.values().find(|caller| caller.name == execution.caller.name);
    let world = project.worlds.values().find(|world| world.name == execution.world.name);
    let simulation = &mut state.parts.simulation;
    simulation.caller = caller.map(|caller| caller.id);
    simulation.world = world.map(|world| world.id);
    // If the user continues the replay with other answers, that is another execution.
    simulation.show(version, run);
    state.window.panes.show_bottom(BottomPane::Simulation);
}

fn first_difference(then: &str, now: &str) -> Option<usize> {
    let mut now = now.lines();
    let place = then.lines().position(|line| now.next() != Some(line));
    place.or_else(|| now.next().map(|_| then.lines().count()))
}
