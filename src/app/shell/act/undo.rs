//! Undo and redo: of a step of the document, or of a revert to the saved file.

use crate::model::{Project, VersionId};

use super::edits::drop_missing_objects;
use super::show;
use crate::app::command::Tab;
use crate::app::parts::edit_questions;
use crate::app::shell::state::State;

/// Undoes the last step, or redoes the last undone one, and shows which.
pub(super) fn undo(state: &mut State, is_undo: bool) {
    let before = state.project().clone();
    let version = state.session.document.next_tree(is_undo);
    let document = &mut state.session.document;
    let done = if is_undo { document.undo() } else { document.redo() };
    let verb = if is_undo { "Undone" } else { "Redone" };
    if let Some(words) = done {
        on_step(state, &before, version, is_undo, &format!("{verb}: {}", words.to_lowercase()));
    } else if let Some(words) = undo_revert(state, is_undo) {
        state.say(format!("{verb}: {words}"));
    }
}

fn on_step(state: &mut State, before: &Project, version: Option<VersionId>, is_undo: bool, words: &str) {
    let context = state.context();
    let noted = state.session.document.note(before, is_undo, &context);
    // Shows what changes: it may be in a tree that is not in view.
    let tab = state.session.tab;
    let is_in_view = |id: VersionId| match tab {
        Tab::Version(shown) => shown == id,
        Tab::Compare(before, after) => [before, after].contains(&id),
        _ => false,
    };
    let elsewhere = version.filter(|id| !is_in_view(*id));
    let said = match elsewhere.and_then(|id| state.project().versions.get(&id)) {
        Some(version) => format!("{words}, in \"{}\".", version.info.name),
        None => format!("{words}."),
    };
    if let Some(id) = elsewhere.filter(|id| state.project().versions.contains_key(id)) {
        show::open_tab(state, Tab::Version(id));
    }
    let at_once = match edit_questions::affected_in_production(before, state.project()).as_slice() {
        [] => String::new(),
        affected => format!(" This takes effect in production at once: {}.", affected.join(", ")),
    };
    state.say(format!("{}{at_once}", noted.unwrap_or(said)));
    drop_missing_objects(state);
}

/// Undoes a revert, or redoes it. Returns a description.
fn undo_revert(state: &mut State, is_undo: bool) -> Option<String> {
    let mut reverted = state.session.reverted.take()?;
    let can = reverted.words(state.project(), !is_undo).is_some();
    let words = can.then(|| {
        let file = state.session.file.path.as_deref();
        reverted.turn(is_undo, &mut state.session.document, file, &mut state.services.keeper)
    });
    state.session.reverted = Some(reverted);
    if words.is_some() {
        state.session.discard_agreed_at = None;
        drop_missing_objects(state);
    }
    words
}
