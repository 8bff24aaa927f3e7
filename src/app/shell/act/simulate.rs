//! Commands of the simulation, and what the window shows after them.

use crate::catalog::text::shorten;
use crate::edit::Edit;
use crate::model::{ActionRef, Caller, CallerId, EntryPointId, World, WorldId};
use crate::sim::own_scene::{OwnScene, When};

use super::edits::edit_document;
use super::show::{close_tab, open_tab};
use crate::app::command::{BottomPane, Question, SimCommand, Tab};
use crate::app::shell::state::State;

/// The most characters of the name that a caller gets from an email.
const MOST_CHARS: usize = 60;

pub(super) fn simulate(state: &mut State, command: SimCommand) {
    match command {
        SimCommand::StartAt(entry_point) => return start_at(state, entry_point),
        SimCommand::SaveCaller => return save_caller(state),
        SimCommand::SaveScene => return save_scene(state),
        SimCommand::SetWhen(when) => return set_when(state, when),
        SimCommand::ToggleSelected => return toggle_selected(state),
        SimCommand::Start(_)
        | SimCommand::StartOn(..)
        | SimCommand::Choose(true)
        | SimCommand::RunTo(_)
        | SimCommand::Beside => show(state),
        _ => {}
    }
    let project = state.project().clone();
    match state.parts.simulation.act(command, &project) {
        Ok(None) => {}
        Ok(Some(words)) | Err(words) => state.say(words),
    }
}

/// Adds breakpoints to the selected actions; removes them where all of these have one.
fn toggle_selected(state: &mut State) {
    let Some(version) = state.version_shown() else { return };
    let selected: Vec<ActionRef> = state.view(version).selected().map(|action| ActionRef { version, action }).collect();
    let breakpoints = &mut state.parts.simulation.breakpoints;
    let is_removing = selected.iter().all(|action| breakpoints.has(*action));
    for action in selected {
        if breakpoints.has(action) == is_removing {
            breakpoints.toggle(action, None);
        }
    }
}

/// Chooses when the next call begins.
fn set_when(state: &mut State, when: When) {
    match when.moment(state.project(), (state.window.now)()) {
        Ok(start) => state.parts.simulation.own.start = start,
        Err(why) => state.say(why),
    }
}

/// Saves the number of the unknown caller and what is different from the world, each where there is something, and chooses them.
fn save_scene(state: &mut State) {
    let (project, shown) = (state.project().clone(), state.session.tab);
    let own = state.parts.simulation.own.clone();
    let number = own.number.trim().to_owned();
    if state.parts.simulation.caller.is_none() && !number.is_empty() {
        let name = number.clone();
        let caller = Box::new(Caller { name, number, ..Caller::default() });
        let stored = edit_document(state, &Edit::StoreCaller { caller }, None).and_then(|applied| applied.caller);
        let Some(stored) = stored else { return };
        close_tab(state, Tab::Caller(stored));
        state.parts.simulation.caller = Some(stored);
        state.parts.simulation.own.number.clear();
    }
    if own.changes_world() {
        let name = shorten(&own.words(&project), MOST_CHARS);
        let world = World { id: WorldId::default(), name, ..state.parts.simulation.world_for(&project) };
        let edit = Edit::StoreWorld { world: Box::new(world) };
        let Some(stored) = edit_document(state, &edit, None).and_then(|applied| applied.world) else { return };
        close_tab(state, Tab::World(stored));
        state.parts.simulation.world = Some(stored);
        state.parts.simulation.own = OwnScene::default();
    }
    // The pages of what was saved would cover the simulation.
    open_tab(state, shown);
    state.say("Saved. You find the caller and the world in the project.");
}

fn show(state: &mut State) {
    state.window.panes.show_bottom(BottomPane::Simulation);
}

/// Starts where an entry point leads; an entry point that leads nowhere says why.
fn start_at(state: &mut State, id: EntryPointId) {
    let project = state.project().clone();
    let Some(entry_point) = project.entry_points.get(&id) else { return };
    match project.reached(entry_point) {
        Ok(version) => {
            open_tab(state, Tab::Version(version.id));
            state.parts.simulation.entry_point = Some(id);
            simulate(state, SimCommand::Start(version.id));
        }
        Err(why) => state.ask_question(Question::message("There is nothing to test here", why)),
    }
}

/// Saves the written email with a new caller, who becomes the current caller.
fn save_caller(state: &mut State) {
    let project = state.project().clone();
    let Some(letter) = state.parts.simulation.letter.clone() else { return };
    let parts = [letter.from.trim(), letter.email.subject.trim()].into_iter().filter(|part| !part.is_empty());
    let name = shorten(&parts.collect::<Vec<_>>().join(": "), MOST_CHARS);
    let name = if name.is_empty() { "New caller".to_owned() } else { name };
    let caller =
        Caller { id: CallerId::default(), name: name.clone(), ..state.parts.simulation.writer(&project, letter) };
    let shown = state.session.tab;
    let edit = Edit::StoreCaller { caller: Box::new(caller) };
    let Some(stored) = edit_document(state, &edit, None).and_then(|applied| applied.caller) else { return };
    // The page of the caller would cover the simulation.
    close_tab(state, Tab::Caller(stored));
    open_tab(state, shown);
    state.parts.simulation.caller = Some(stored);
    state.parts.simulation.letter = None;
    state.say(format!("Saved as caller \"{name}\"."));
}
