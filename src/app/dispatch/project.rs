//! The open project as a whole: back to its file, once more as a copy, and put away (spec: designer §3).

use std::collections::BTreeMap;

use crate::catalog::text::name_of_copy;
use crate::edit::Document;
use crate::model::{Project, Status, Version, VersionId};

use super::super::command::{Command, Tab};
use super::super::dialogs::{Button, Confirm, Dialog, Weight};
use super::super::files::AfterSave;
use super::super::keeper::{KeeperCommand, words};
use super::super::state::State;
use super::super::view;
use super::act;
use super::edits::forget_what_is_gone;
use super::files::{new_project, new_uid, replace, save_command};
use super::keeper::how_again;

/// The unsaved work that a file took the place of, or the file again after *Undo*; until the project closes.
#[derive(Debug)]
pub struct Reverted {
    other: Document,
    /// The hash of the file that the other one was made of: saving it over another file asks.
    base: String,
    is_undone: bool,
    /// What was in production and in backup when the window turned to the present one: undo never crosses a promotion.
    promoted: BTreeMap<VersionId, Status>,
}

/// What the step is called.
const WORDS: &str = "Revert to the saved file";

fn promoted(project: &Project) -> BTreeMap<VersionId, Status> {
    let status = project.versions.values().map(|version| (version.id, version.info.status));
    status.filter(|(_, status)| status.is_read_only()).collect()
}

impl Reverted {
    /// The work that a file is about to take the place of, if there is some, and the hash of the file that it was made of.
    pub(super) fn of(state: &State) -> Option<(Document, String)> {
        let base = state.keeper.own.as_ref().map(|own| own.hash.clone()).unwrap_or_default();
        state.document.is_changed().then(|| (state.document.clone(), base))
    }

    /// After the file took its place.
    pub(super) fn new((other, base): (Document, String), now: &Project) -> Self {
        Self { other, base, is_undone: false, promoted: promoted(now) }
    }

    /// The file is another one now: `hash`, in the place of `over`. Work that was made of something else has still not seen what
    /// came between.
    pub(super) fn is_saved(&mut self, over: &str, hash: &str) {
        self.other.mark_unsaved();
        if self.base == over {
            hash.clone_into(&mut self.base);
        }
    }
}

impl State {
    fn turns_back(&self, is_undone: bool) -> bool {
        let fits = |it: &Reverted| it.is_undone == is_undone && it.promoted == promoted(self.project());
        self.reverted.as_ref().is_some_and(fits)
    }

    /// What *undo* would undo.
    #[must_use]
    pub fn undo_words(&self) -> Option<&'static str> {
        self.document.undo_words().or_else(|| self.turns_back(false).then_some(WORDS))
    }

    /// What *redo* would do again.
    #[must_use]
    pub fn redo_words(&self) -> Option<&'static str> {
        self.document.redo_words().or_else(|| self.turns_back(true).then_some(WORDS))
    }
}

/// Undoes a revert, or does it again; what to say of it, if there was one.
pub(super) fn turn_back(state: &mut State, is_undo: bool) -> Option<String> {
    let mut reverted = state.reverted.take()?;
    let fits = reverted.is_undone != is_undo && reverted.promoted == promoted(state.project());
    if !fits {
        state.reverted = Some(reverted);
        return None;
    }
    let is_changed = reverted.other.is_changed();
    // What is computed of a document carries its revision: never one that the other has had.
    while reverted.other.revision() <= state.document.revision() {
        reverted.other.mark_unsaved();
    }
    if !is_changed {
        let revision = reverted.other.revision();
        reverted.other.mark_saved(revision);
        state.keeper.forget();
    }
    std::mem::swap(&mut state.document, &mut reverted.other);
    if let Some(path) = &state.files.path {
        state.keeper.turns_to(path, &mut reverted.base);
    }
    reverted.is_undone = is_undo;
    reverted.promoted = promoted(state.project());
    let has_more = has_other_marks(state.project(), reverted.other.project());
    state.reverted = Some(reverted);
    state.may_lose = None;
    forget_what_is_gone(state);
    let more = if has_more { " Plans, the test mode and the history are those of then, too." } else { "" };
    Some(format!("{}.{more}", WORDS.to_lowercase()))
}

/// Whether two states of a project differ in what no step of a document takes back: to turn to the other one does.
fn has_other_marks(one: &Project, other: &Project) -> bool {
    let marks = |version: &Version| (version.info.in_test, version.info.planned.clone());
    one.versions.values().any(|it| other.versions.get(&it.id).is_some_and(|that| marks(it) != marks(that)))
}

/// Reads the file again; asks where something is not saved.
pub(super) fn revert(state: &mut State, ctx: &egui::Context) {
    let Some(path) = state.files.path.clone() else {
        return state.notices.say("This project is in no file yet.");
    };
    let how = how_again(state);
    if state.must_ask() {
        state.dialog = Some(Dialog::Confirm(words::revert(&path, how)));
    } else {
        act(state, Command::Keeper(KeeperCommand::Open(path, how)), ctx);
    }
}

/// What is not saved would be in the copy alone.
pub(super) fn ask_before_duplicate(state: &mut State) {
    let next = Command::DuplicateProject;
    state.dialog = Some(Dialog::Confirm(Confirm {
        title: format!("Save the changes to {} first?", state.file_name()),
        lines: vec!["The copy has them in any case; the file has them only if you save.".to_owned()],
        buttons: vec![
            Button::close("Cancel"),
            Button::new("Do not save", Command::Discard(Box::new(next.clone())), Weight::Plain),
            Button::new("Save first", save_command(state, AfterSave::Then(Box::new(next))), Weight::Primary),
        ],
    }));
}

/// Opens the project once more, as one of its own that is in no file yet.
pub(super) fn duplicate(state: &mut State) {
    let mut project = (**state.project()).clone();
    project.uid = new_uid();
    project.settings.name = name_of_copy(&project.settings.name, |_| false);
    let mut document = Document::new(project);
    document.mark_unsaved();
    let (shown, former) = (view::of(state), state.file_name());
    replace(state, document, None);
    view::show(state, shown);
    state.notices.say(format!("This is a copy of {former}. It is in no file yet."));
}

/// Puts the project away: the start page, on nothing.
pub(super) fn close(state: &mut State) {
    replace(state, new_project(), None);
    (state.tabs, state.tab) = (vec![Tab::Start], Tab::Start);
}
