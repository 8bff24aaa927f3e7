//! Commands about test calls: saving a run as one, playing one in the simulation, and accepting what happens now.

use crate::catalog::text::shorten;
use crate::edit::Edit;
use crate::model::{Project, TestCall, TestCallId, TestCaller, TestWorld};
use crate::sim::suite;

use super::edits::edit_document;
use super::show::show_test_call;
use crate::app::command::{BottomPane, TestCallCommand};
use crate::app::shell::state::State;

/// The most characters of the name that a test call gets from a run.
const MOST_CHARS: usize = 90;

pub(super) fn on_test_calls(state: &mut State, command: TestCallCommand) {
    match command {
        TestCallCommand::Save => save(state),
        TestCallCommand::Play(id) => play(state, id),
        TestCallCommand::Accept(id) => accept(state, id),
    }
}

/// Saves the run as a test call, which is then chosen in the pane.
fn save(state: &mut State) {
    let Some(run) = state.parts.simulation.run() else { return };
    let mut call = suite::record(run);
    call.name = name_of(state.project(), &call);
    let (name, edit) = (call.name.clone(), Edit::StoreTestCall { test_call: Box::new(call) });
    let Some(stored) = edit_document(state, &edit, None).and_then(|applied| applied.test_call) else { return };
    show_test_call(state, stored);
    state.say(format!("Saved as test call \"{name}\"."));
}

/// A name that says who calls, in which world, and what is answered; numbered where it is taken.
fn name_of(project: &Project, call: &TestCall) -> String {
    let caller = match &call.caller {
        TestCaller::Saved(saved) => saved.name.split(',').next().unwrap_or_default().to_owned(),
        TestCaller::Own(caller) if !caller.name.is_empty() => caller.name.clone(),
        TestCaller::Own(_) | TestCaller::Unknown => "Unknown caller".to_owned(),
    };
    let world = match &call.world {
        TestWorld::Saved(saved) => format!(", {}", saved.name),
        TestWorld::Own(world) if !world.name.is_empty() => format!(", {}", world.name),
        TestWorld::Own(_) | TestWorld::Usual => String::new(),
    };
    let answers: Vec<&str> = call.answers.iter().map(|answer| answer.text.as_str()).collect();
    let answers = if answers.is_empty() { "no answers".to_owned() } else { answers.join(", ") };
    let name = shorten(&format!("{caller}{world}: {answers}"), MOST_CHARS);
    let is_taken = |name: &str| project.test_calls.values().any(|it| it.routing == call.routing && it.name == name);
    let mut numbered = (2..).map(|number| format!("{name} ({number})"));
    if is_taken(&name) { numbered.find(|name| !is_taken(name)).unwrap_or(name) } else { name }
}

/// Shows the run of a test call in the simulation.
fn play(state: &mut State, id: TestCallId) {
    let Some(version) = state.version_shown() else { return };
    let Some(call) = state.project().test_calls.get(&id).cloned() else { return };
    // Played anew, since the results in the background may be those of another revision.
    let result = suite::run_one(state.project(), &call, version);
    let Some(run) = result.run else { return state.say(result.stale.join(" ")) };
    let simulation = &mut state.parts.simulation;
    (simulation.caller, simulation.world) = (None, None);
    if let TestCaller::Saved(saved) = &call.caller {
        simulation.caller = Some(saved.id);
    }
    if let TestWorld::Saved(saved) = &call.world {
        simulation.world = Some(saved.id);
    }
    // The run is not recorded as a test execution, unless the user continues with other answers.
    simulation.show(version, run);
    state.window.panes.show_bottom(BottomPane::Simulation);
}

/// Replaces the lines of a test call that do not hold by what happens now.
fn accept(state: &mut State, id: TestCallId) {
    let Some(version) = state.version_shown() else { return };
    let Some(call) = state.project().test_calls.get(&id).cloned() else { return };
    let Some(run) = suite::run_one(state.project(), &call, version).run else { return };
    let expectations = suite::accept(&run, &call.expectations);
    let edit = Edit::StoreTestCall { test_call: Box::new(TestCall { expectations, ..(*call).clone() }) };
    let _ = edit_document(state, &edit, None);
}
