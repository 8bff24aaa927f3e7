//! Copying and pasting actions, by the clipboard of the desktop.

use crate::edit::{Clip, Edit, Spot};
use crate::model::{ActionId, VersionId};
use crate::storage::clip::ClipError;

use super::edits::edit_document;
use crate::app::command::{ClipboardCommand, Question};
use crate::app::kit::scene::model_pos;
use crate::app::services::clipboard::Where;
use crate::app::shell::state::State;

pub(super) fn on_clipboard(state: &mut State, command: ClipboardCommand, ctx: &egui::Context) {
    match command {
        ClipboardCommand::PasteAt(spot, pos) => ask(state, (spot, pos), ctx),
        ClipboardCommand::Pasted(text) => {
            let place = state.window.clipboard.answered();
            let clip = state.window.clipboard.read(&text);
            paste(state, clip, place);
        }
    }
}

/// What is selected of a version, as a copy.
pub(super) fn selection(state: &mut State, version: VersionId, selected: &[ActionId]) -> Clip {
    let annotations = state.view(version).selected_annotations().collect();
    let project = state.project();
    let actions = selected.iter().copied().collect();
    Clip::copy(project, version, &actions).with_annotations(project, version, &annotations)
}

/// Copies the selected actions, notes and frames. Returns whether there was anything to copy.
pub(super) fn copy(state: &mut State, version: VersionId, selected: &[ActionId], ctx: &egui::Context) -> bool {
    let clip = selection(state, version, selected);
    if clip.is_empty() {
        return false;
    }
    state.say(format!("{} copied.", clip.count_words()));
    ctx.copy_text(state.window.clipboard.keep(clip).to_owned());
    true
}

/// Asks the desktop for its text, which comes as an event in one of the next frames.
pub(super) fn ask(state: &mut State, place: Where, ctx: &egui::Context) {
    state.window.clipboard.ask(place);
    ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste);
    ctx.request_repaint();
}

/// Where the desktop has no text, pastes what was copied last in this window.
pub fn follow(state: &mut State, ctx: &egui::Context) {
    if state.window.clipboard.is_given_up() {
        let place = state.window.clipboard.answered();
        let clip = state.window.clipboard.clip.clone();
        paste(state, if clip.is_empty() { Err(ClipError::NotOurs) } else { Ok(clip) }, place);
    }
    if state.window.clipboard.is_asked() {
        ctx.request_repaint();
    }
}

fn paste(state: &mut State, clip: Result<Clip, ClipError>, (spot, pos): Where) {
    let Some(version) = state.version_shown() else { return };
    let is_editable = state.cx().edited_tree().is_some();
    let clip = match clip {
        Ok(clip) => clip,
        // The refusal of the edit says why nothing can be pasted here at all.
        Err(_) if !is_editable => Clip::default(),
        Err(why @ (ClipError::NotOurs | ClipError::TooLarge)) => return state.say(why.to_string()),
        Err(why) => {
            return state.ask_question(Question::message("The actions were not pasted", why.to_string()));
        }
    };
    // A spot in the tree has its own place.
    let centre = (spot == Spot::Free).then(|| model_pos(state.view(version).canvas.centre()));
    let edit = Edit::Paste { version, clip: Box::new(clip), spot, pos: pos.or(centre) };
    edit_document(state, &edit, None);
}
