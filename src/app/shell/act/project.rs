//! The open project as a whole: back to its file, once more as a copy, and closed (spec: designer §3).

use crate::catalog::text::name_of_copy;
use crate::edit::Document;

use super::opening::{new_project, new_uid, replace};
use super::{Queue, layout};
use crate::app::command::{Button, Command, Emphasis, FileCommand, OpenMode, Question, Tab};
use crate::app::parts::files::questions;
use crate::app::shell::state::State;

/// Asks what is to become of unsaved changes before a command that takes the project away.
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

/// The copy has the unsaved changes in any case, so nothing is lost.
fn ask_before_duplicate(state: &mut State, next: Command) {
    let title = format!("Save the changes to {} first?", state.cx().file_name());
    state.ask_question(Question {
        title,
        lines: vec!["The copy has them in any case; the file has them only if you save.".to_owned()],
        buttons: vec![
            Button::close("Cancel"),
            Button::new("Do not save", Command::Discard(Box::new(next.clone())), Emphasis::Plain),
            Button::new("Save first", save_then(next), Emphasis::Primary),
        ],
    });
}

/// A command that saves, then goes on.
fn save_then(next: Command) -> Command {
    FileCommand::Save(Some(Box::new(next))).into()
}

/// How the open file is opened again.
fn mode_again(state: &State) -> OpenMode {
    state.services.keeper.held_by_other.clone().map_or(OpenMode::Edit, OpenMode::ReadOnly)
}

/// Goes back to the file; asks where there are unsaved changes.
pub(super) fn revert(state: &mut State, queue: &mut Queue) {
    let Some(path) = state.session.file.path.clone() else {
        return state.say("This project is in no file yet.");
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

/// Opens the project once more, as a project of its own that is in no file yet.
pub(super) fn duplicate(state: &mut State) {
    let mut project = (**state.project()).clone();
    project.uid = new_uid();
    project.settings.name = name_of_copy(&project.settings.name, |_| false);
    let mut document = Document::new(project);
    document.mark_unsaved();
    let (arrangement, former) = (layout::capture(state), state.cx().file_name());
    replace(state, document, None);
    layout::restore(state, arrangement);
    state.say(format!("This is a copy of {former}. It is in no file yet."));
}

/// Closes the project: the start page, over an empty project.
pub(super) fn close(state: &mut State) {
    replace(state, new_project(), None);
    (state.session.tabs, state.session.tab) = (vec![Tab::Start], Tab::Start);
}
