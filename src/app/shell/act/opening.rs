//! Opening projects: files, examples and new ones.

use std::path::PathBuf;

use crate::clock;
use crate::edit::Document;
use crate::model::Project;
use crate::storage::lock::NoLock;
use crate::storage::recovery::Base;
use crate::templates::{Answers, Template, instantiate};

use super::{layout, show};
use crate::app::command::{OpenMode, Question, Tab};
use crate::app::parts::files::format_report::format_report;
use crate::app::parts::files::questions;
use crate::app::services::examples;
use crate::app::services::files::events::{Locked, Opened};
use crate::app::services::files::reverted::Reverted;
use crate::app::shell::state::State;

pub(super) fn new_project() -> Document {
    Document::new(Project { uid: new_uid(), ..Project::default() })
}

/// A unique project uid.
pub(super) fn new_uid() -> String {
    crate::storage::new_uid(clock::now())
}

/// Closes the session and opens one on another project.
pub(super) fn replace(state: &mut State, document: Document, path: Option<PathBuf>) {
    let captured = layout::captured(state);
    state.services.layout.save_on_leave(captured);
    if state.services.files.forget_choice() {
        state.say("A file dialog of the previous project is still open. Its answer will be ignored.");
    }
    state.services.keeper.begin();
    state.open(document, path);
}

/// Reads a project file in the background.
pub(super) fn open(state: &mut State, path: PathBuf, mode: OpenMode, ctx: &egui::Context) {
    let context = state.job_context();
    state.services.files.open(path, mode, context, ctx);
}

/// Opens a shipped example as an untitled copy, so that the user does not save over the example.
pub(super) fn open_example(state: &mut State, name: &str) {
    let Some(example) = examples::ALL.iter().find(|example| example.name == name) else { return };
    match crate::storage::read(example.text.as_bytes()) {
        Ok(loaded) => {
            replace(state, Document::new(loaded.project), None);
            show_first_version(state);
        }
        Err(error) => state.ask_question(Question::message("The example cannot be opened", error.to_string())),
    }
}

/// Opens a new project from a template, which has no file yet.
pub(super) fn open_template(state: &mut State, id: &str, answers: &Answers) {
    let Some(template) = Template::of(id) else { return };
    match instantiate(template, answers, new_uid(), &clock::context()) {
        Ok(project) => {
            let mut document = Document::new(project);
            document.mark_unsaved();
            replace(state, document, None);
            show_first_version(state);
        }
        Err(wrong) => state.ask_question(Question::message("The project cannot be made", wrong.to_string())),
    }
}

/// Shows a version that can be edited and tested at once: the one in test, else in development, else in production.
fn show_first_version(state: &mut State) {
    let project = state.project().clone();
    let Some(routing) = project.routings.keys().next() else { return };
    let newest = || project.versions_of(*routing).filter(|version| !version.info.status.is_read_only()).last();
    let version = project.in_test(*routing).or_else(newest).or_else(|| project.in_production(*routing));
    if let Some(version) = version {
        show::open_tab(state, Tab::Version(version.id));
    }
}

/// Opens a session on a project that was read from a file.
pub(super) fn opened(state: &mut State, opened: Opened) {
    let Opened { path, mode, loaded, document: file, lock, view, is_protected, older_format, conversion } = opened;
    let mut document = Document::new(loaded.project);
    if matches!(mode, OpenMode::Copy | OpenMode::Recovered(_)) || !loaded.repairs.is_empty() {
        document.mark_unsaved();
    }
    // When the same file is opened again, its lock and its arrangement are kept.
    let own = state.services.keeper.own.as_ref();
    let is_again = file.as_ref().zip(own).is_some_and(|((_, new), old)| new.key == old.key);
    let view = if is_again { layout::capture(state) } else { view };
    let reverted = if is_again { unsaved_work(state) } else { None };
    let former = state.services.keeper.release_lock().filter(|_| is_again);
    replace(state, document, file.as_ref().map(|(path, _)| path.clone()));
    state.session.reverted = reverted.map(|(work, base)| Reverted::new(work, base, state.project()));
    layout::restore(state, view);
    layout::mark_clean(state);
    state.session.file.read_only_because = loaded.read_only_because;
    let lock = match lock {
        Locked::Mine(lock) => lock.or(former),
        Locked::None(why) => {
            no_lock(state, &mode, why.as_ref());
            None
        }
    };
    if let Some((path, own)) = file {
        // The file of this recovered work is gone, so there is no file until the work is saved.
        match &mode {
            OpenMode::Recovered(found) if found.base == Base::Missing => state.window.preferences.forget(&path),
            _ => state.window.preferences.remember(&path),
        }
        state.services.keeper.set_file(&path, own, lock);
        state.session.file.is_protected = is_protected;
        if is_protected {
            state.say(questions::protected(&path));
        }
    }
    for note in loaded.notes {
        state.say(note);
    }
    (state.session.file.older_format, state.session.conversion) = (older_format, conversion);
    if state.session.conversion.is_some() {
        report_format(state, &loaded.repairs);
    } else if !loaded.repairs.is_empty() {
        state.ask_question(questions::repaired(&path, &loaded.repairs));
    }
    if let OpenMode::Recovered(found) = &mode {
        state.services.keeper.adopt(found);
        let more = state.services.keeper.found.len();
        if more > 0 {
            state.say(format!("{more} more with unsaved work: see File, Recovered work…"));
        }
    }
}

/// Shows what the present format changes in a project that was opened from an older one.
pub(super) fn report_format(state: &mut State, repairs: &[String]) {
    let cx = state.cx();
    let Some(conversion) = cx.conversion else { return };
    let converts = cx.file.older_format.is_some();
    let is_planned = cx.project().versions.values().any(|version| version.info.is_pending());
    let report = format_report(&cx.file_name(), conversion, repairs, (converts, converts && is_planned));
    state.ask(report);
}

/// The unsaved work that a file is about to replace, if there is any, and the hash of the file that the work is based on.
fn unsaved_work(state: &State) -> Option<(Document, String)> {
    let base = state.services.keeper.own.as_ref().map(|own| own.hash.clone()).unwrap_or_default();
    let document = &state.session.document;
    document.is_changed().then(|| (document.clone(), base))
}

/// Notes that this window has no lock of the file: somebody else has it, or locks are impossible.
fn no_lock(state: &mut State, mode: &OpenMode, why: Option<&NoLock>) {
    state.services.keeper.held_by_other = match (mode, why) {
        (OpenMode::ReadOnly(why), _) => Some(why.clone()),
        (_, Some(why @ (NoLock::Held(_) | NoLock::MaybeStale(_)))) => Some(questions::who(why)),
        (_, Some(why @ NoLock::Impossible(_))) => {
            state.say(questions::who(why));
            None
        }
        (_, None) => None,
    };
}
