//! The open project as a whole: revert to its file, duplicate, close (spec: designer §3).

use crate::catalog::text::name_of_copy;
use crate::edit::Document;

use super::opening::{new_project, new_uid, replace};
use super::{Queue, layout};
use crate::app::command::{Button, Command, Emphasis, FileCommand, OpenMode, Question, Tab};
use crate::app::parts::files::questions;
use crate::app::shell::state::State;

/// Asks about unsaved changes before a command that closes the project.
pub(super) fn ask_about_changes(state: &mut State, next: Command) {
    if next == Command::File(FileCommand::Duplicate) {
        return ask_before_duplicate(state, next);
    }
    let title = format!("Save the changes to {}?", state.cx().file_name());
    state.ask_question(Question {
        title,
        lines: vec!["They are lost if you do not save them.".to_owned()],
        buttons: vec![
            Button::new("Discard", Command::Discard(Box::new(next.clone())), Emphasis::Danger),
            Button::close("Cancel"),
            Button::new("Save", save_then(next), Emphasis::Primary),
        ],
    });
}

/// The copy contains the unsaved changes in any case, so nothing is lost.
fn ask_before_duplicate(state: &mut State, next: Command) {
    let title = format!("Save the changes to {} first?", state.cx().file_name());
    state.ask_question(Question {
        title,
        lines: vec!["The copy contains them in any case; the file contains them only if you save.".to_owned()],
        buttons: vec![
            Button::close("Cancel"),
            Button::new("Do not save", Command::Discard(Box::new(next.clone())), Emphasis::Plain),
            Button::new("Save first", save_then(next), Emphasis::Primary),
        ],
    });
}

/// A command that saves, then runs the next command.
fn save_then(next: Command) -> Command {
    FileCommand::Save(Some(Box::new(next))).into()
}

/// The mode in which the open file is opened again.
fn mode_again(state: &State) -> OpenMode {
    state.services.keeper.held_by_other.clone().map_or(OpenMode::Edit, OpenMode::ReadOnly)
}

/// Reverts to the file; asks where there are unsaved changes.
pub(super) fn revert(state: &mut State, queue: &mut Queue) {
    let Some(path) = state.session.file.path.clone() else {
        return state.say("This project has no file yet.");
    };
    let mode = mode_again(state);
    if state.session.must_ask() {
        state.ask_question(questions::revert(&path, mode));
    } else {
        queue.push_front(FileCommand::Open(path, mode).into());
    }
}

/// Reads the file again after another program changed it; asks where there are unsaved changes.
pub(super) fn reload(state: &mut State, queue: &mut Queue) {
    let Some(path) = state.session.file.path.clone() else { return };
    let mode = mode_again(state);
    if state.session.must_ask() {
        state.ask_question(questions::reload(&path, mode));
    } else {
        queue.push_front(FileCommand::Open(path, mode).into());
    }
}

/// Opens the project again, as a new project without a file.
pub(super) fn duplicate(state: &mut State) {
    let mut project = (**state.project()).clone();
    project.uid = new_uid();
    project.settings.name = name_of_copy(&project.settings.name, |_| false);
    let mut document = Document::new(project);
    document.mark_unsaved();
    let (arrangement, former) = (layout::capture(state), state.cx().file_name());
    replace(state, document, None);
    layout::restore(state, arrangement);
    state.say(format!("This is a copy of {former}. It has no file yet."));
}

/// Closes the project: shows the start page over an empty project.
pub(super) fn close(state: &mut State) {
    replace(state, new_project(), None);
    (state.session.tabs, state.session.tab) = (vec![Tab::Start], Tab::Start);
}
