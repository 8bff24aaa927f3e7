//! Commands about test calls: creating one, saving a run as one, playing one in the simulation, answering in other words, and accepting what
//! happens now.

use crate::catalog::text::shorten;
use crate::edit::Edit;
use crate::model::limits::MAX_NAME;
use crate::model::{Project, RoutingId, TestCall, TestCallId, TestCaller, TestWorld};
use crate::sim::suite;

use super::edits::edit_document;
use super::show::{open_tab, show_test_call};
use crate::app::command::{BottomPane, Button, Emphasis, Question, Tab, TestCallCommand};
use crate::app::parts::test_calls::{PlayedCall, View};
use crate::app::shell::state::State;

/// The most characters of the name that a test call gets from a run.
const MOST_CHARS: usize = 90;
/// The most characters of a name on a button, and of the number after a name.
const MOST_CHARS_OF_BUTTON: usize = 40;
const MOST_CHARS_OF_NUMBER: usize = 8;

pub(super) fn on_test_calls(state: &mut State, command: TestCallCommand) {
    match command {
        TestCallCommand::New => create(state),
        TestCallCommand::Save => save_or_ask(state),
        TestCallCommand::SaveNew => save(state),
        TestCallCommand::SaveOver(id) => save_over(state, id),
        TestCallCommand::Duplicate(id) => duplicate(state, id),
        TestCallCommand::Answer(id, place, text) => answer(state, id, place, &text),
        TestCallCommand::Open(id, version) => {
            open_tab(state, Tab::Version(version));
            show_test_call(state, id);
        }
        TestCallCommand::ShowOf(routing) => show_of(state, routing),
        TestCallCommand::Cancel => state.session.suites.cancel(),
        TestCallCommand::Again => state.session.suites.again(),
        TestCallCommand::Play(id) => play(state, id),
        TestCallCommand::Accept(id) => accept(state, id),
    }
}

/// Stores a new test call under a free name, and chooses it in the pane. Returns the name.
fn store_new(state: &mut State, mut call: TestCall) -> Option<String> {
    call.name = free_name(state.project(), &call);
    let (name, edit) = (call.name.clone(), Edit::StoreTestCall { test_call: Box::new(call) });
    let stored = edit_document(state, &edit, None).and_then(|applied| applied.test_call)?;
    show_test_call(state, stored);
    Some(name)
}

fn create(state: &mut State) {
    let Some(version) = state.version_shown() else { return };
    let Some(routing) = state.project().versions.get(&version).map(|version| version.info.routing) else { return };
    let _ = store_new(state, TestCall { name: "New test call".to_owned(), routing, ..TestCall::default() });
}

/// Shows the test calls of a routing, with the version on which they are usually played.
fn show_of(state: &mut State, routing: RoutingId) {
    if let Some(version) = suite::usual_version(state.project(), routing).map(|version| version.id) {
        open_tab(state, Tab::Version(version));
    }
    state.parts.test_calls.view = View::Version;
    state.window.panes.show_bottom(BottomPane::TestCalls);
}

fn duplicate(state: &mut State, id: TestCallId) {
    let Some(call) = state.project().test_calls.get(&id).cloned() else { return };
    let _ = store_new(state, TestCall { id: TestCallId(0), ..(*call).clone() });
}

/// Saves the run as a test call. Where the run is that of a test call, the user says whether its answers are replaced.
fn save_or_ask(state: &mut State) {
    let call = state.parts.test_calls.played.as_ref().zip(state.parts.simulation.run());
    let call = call.filter(|(played, run)| played.is_run_by(run)).map(|(played, _)| played.test_call);
    let Some(call) = call.and_then(|id| state.project().test_calls.get(&id)) else { return save(state) };
    let over = format!("Replace the answers of \"{}\"", shorten(&call.name, MOST_CHARS_OF_BUTTON));
    let question = Question {
        title: "Save the changed call?".to_owned(),
        lines: vec![
            format!("This call was played from the test call \"{}\".", call.name),
            "Its expectations stay as they are, whichever answers it has.".to_owned(),
        ],
        buttons: vec![
            Button::close("Cancel"),
            Button::new("Save as a new test call", TestCallCommand::SaveNew.into(), Emphasis::Plain),
            Button::new(&over, TestCallCommand::SaveOver(call.id).into(), Emphasis::Primary),
        ],
    };
    state.ask_question(question);
}

/// Saves the run as a test call, which is then chosen in the pane.
fn save(state: &mut State) {
    let Some(run) = state.parts.simulation.run() else { return };
    let mut call = suite::record(run);
    call.name = name_of(&call);
    if let Some(name) = store_new(state, call) {
        state.say(format!("Saved as test call \"{name}\"."));
    }
}

/// Replaces the answers of a test call by those of the run. Its caller, world and start are those of the run already.
fn save_over(state: &mut State, id: TestCallId) {
    let Some(run) = state.parts.simulation.run() else { return };
    let answers = suite::record(run).answers;
    let Some(call) = state.project().test_calls.get(&id).cloned() else { return };
    let edit = Edit::StoreTestCall { test_call: Box::new(TestCall { answers, ..(*call).clone() }) };
    if edit_document(state, &edit, None).is_some() {
        show_test_call(state, id);
        state.say(format!("\"{}\" has the answers of this call.", call.name));
    }
}

/// Gives an answer of a test call in other words, or adds one.
fn answer(state: &mut State, id: TestCallId, place: Option<usize>, text: &str) {
    let Some(version) = state.version_shown() else { return };
    let Some(call) = state.project().test_calls.get(&id).cloned() else { return };
    match suite::with_answer(state.project(), &call, version, place, text) {
        Ok(answers) => {
            let edit = Edit::StoreTestCall { test_call: Box::new(TestCall { answers, ..(*call).clone() }) };
            let _ = edit_document(state, &edit, None);
        }
        Err(why) => state.say(why),
    }
}

/// A name that says who calls, in which world, and what is answered.
fn name_of(call: &TestCall) -> String {
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
    shorten(&format!("{caller}{world}: {answers}"), MOST_CHARS)
}

/// The name of a test call; numbered where another test call of the routing has it.
fn free_name(project: &Project, call: &TestCall) -> String {
    let name = call.name.clone();
    let is_taken = |name: &str| project.test_calls.values().any(|it| it.routing == call.routing && it.name == name);
    let short = shorten(&name, MAX_NAME - MOST_CHARS_OF_NUMBER);
    let mut numbered = (2..).map(|number| format!("{short} ({number})"));
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
    state.parts.test_calls.played = Some(PlayedCall::of(id, &run));
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
