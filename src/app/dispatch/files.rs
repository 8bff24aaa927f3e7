//! Opening, saving and closing: what is asked, and what comes of it.

use std::path::{Path, PathBuf};

use crate::catalog::text::name_of_copy;
use crate::edit::Document;
use crate::model::Project;

use super::super::command::{Command, Tab};
use super::super::dialogs::{Button, Confirm, Dialog, PathPicker, Weight, replaces_file};
use super::super::examples;
use super::super::files::{AfterSave, Done, Purpose};
use super::super::keeper::jobs::Order;
use super::super::keeper::{How, KeeperCommand, Replaces, words};
use super::super::state::State;
use super::super::view;
use super::show::open_tab;
use super::{act, keeper, rows};
use crate::clock;

pub(super) fn new_project() -> Document {
    Document::new(Project { uid: new_uid(), ..Project::default() })
}

/// A uid that no project has.
pub(super) fn new_uid() -> String {
    let now = clock::now();
    let seed = format!(
        "{}-{:?}-{}",
        now.timestamp_nanos_opt().unwrap_or_default(),
        std::thread::current().id(),
        std::process::id()
    );
    crate::storage::short_key(seed.as_bytes())
}

/// Puts another project in the place of the one that is open.
pub(super) fn replace(state: &mut State, document: Document, path: Option<PathBuf>) {
    view::leave(state);
    if state.files.forget_choice() {
        state.notices.say("A file dialog is still open for the former project. What you choose there is not used.");
    }
    state.keeper.begin();
    state.document = document;
    state.files.path = path;
    state.files.saved_at = None;
    state.files.read_only_because = None;
    state.files.is_protected = false;
    state.reverted = None;
    state.search = None;
    state.views.clear();
    state.comparing.open.clear();
    state.agreed.clear();
    state.simulation.forget();
    state.executions.forget();
    state.due = super::super::due::Due::default();
    state.problems.forget();
    state.dialog = None;
    state.may_lose = None;
    let first = state.project().routings.keys().next().copied();
    state.tabs = first.map(Tab::Routing).into_iter().collect();
    if state.tabs.is_empty() {
        state.tabs.push(Tab::Settings);
    }
    state.tab = state.tabs.first().copied().unwrap_or(Tab::Start);
    state.simulation.caller = state.project().callers.keys().next().copied();
    state.simulation.world = state.project().worlds.keys().next().copied();
}

pub(super) fn open_example(state: &mut State, name: &str) {
    let Some(example) = examples::ALL.iter().find(|example| example.name == name) else { return };
    match crate::storage::read(example.text.as_bytes()) {
        Ok(loaded) => {
            // An untitled copy, so that nobody saves over the example.
            replace(state, Document::new(loaded.project), None);
            show_first_version(state);
        }
        Err(error) => say_trouble(state, "The example cannot be opened", &error.to_string()),
    }
}

/// Shows what can be worked on and tried at once: the version in test, else the one in development, else in production.
pub(super) fn show_first_version(state: &mut State) {
    let project = state.project().clone();
    let Some(routing) = project.routings.keys().next() else { return };
    let newest = || project.versions_of(*routing).filter(|version| !version.info.status.is_read_only()).last();
    let version = project.in_test(*routing).or_else(newest).or_else(|| project.in_production(*routing));
    if let Some(version) = version {
        open_tab(state, Tab::Version(version.id));
    }
}

pub(super) fn ask_about_changes(state: &mut State, next: Command) {
    let after = match next {
        Command::Quit => AfterSave::Quit,
        ref next => AfterSave::Then(Box::new(next.clone())),
    };
    let save = save_command(state, after);
    state.dialog = Some(Dialog::Confirm(Confirm {
        title: format!("Save the changes to {}?", state.file_name()),
        lines: vec!["They are lost if you do not save them.".to_owned()],
        buttons: vec![
            Button::new("Discard", Command::Discard(Box::new(next)), Weight::Danger),
            Button::close("Cancel"),
            Button::new("Save", save, Weight::Primary),
        ],
    }));
}

/// Saves to the file, or asks for one; then goes on.
pub(super) fn save_command(state: &State, after: AfterSave) -> Command {
    Command::SaveTo(state.files.path.clone().unwrap_or_default(), after)
}

pub(super) fn save(state: &mut State, after: AfterSave, ctx: &egui::Context) {
    match state.files.path.clone() {
        Some(path) => save_to(state, path, Replaces::AsOpened, after, ctx),
        None => choose_where(state, after, ctx),
    }
}

pub(super) fn choose_where(state: &mut State, after: AfterSave, ctx: &egui::Context) {
    let suggestion = match (state.read_only_because(), &state.files.path) {
        // Its own name would only be refused.
        (Some(_), Some(path)) => beside(path),
        _ => project_path(state),
    };
    state.files.choose(Purpose::Save(after), &suggestion, ctx);
}

/// A name beside a file that nothing has yet: *claims (copy).ron*.
fn beside(path: &Path) -> PathBuf {
    let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let named = |name: &str| path.with_file_name(format!("{name}.ron"));
    named(&name_of_copy(&stem, |name| named(name).exists()))
}

/// Where the project is, or would be.
fn project_path(state: &State) -> PathBuf {
    let name = crate::model::project::reference_from_name(&state.project().settings.name);
    state.files.path.clone().unwrap_or_else(|| PathBuf::from(format!("{name}.ron")))
}

pub(super) fn save_to(state: &mut State, path: PathBuf, replaces: Replaces, after: AfterSave, ctx: &egui::Context) {
    if path.as_os_str().is_empty() {
        return choose_where(state, after, ctx);
    }
    let (project, revision) = (state.project().clone(), state.document.revision());
    let read_only_because = state.read_only_because().cloned();
    let order = Order { path, replaces, project, revision, read_only_because, after };
    state.files.save(order, state.keeper.desk(), ctx);
}

pub(super) fn read_email(state: &mut State, path: Option<PathBuf>, ctx: &egui::Context) {
    match path {
        Some(path) => state.files.read_email(path, ctx),
        None => state.files.choose(Purpose::Email, &project_path(state).with_file_name(""), ctx),
    }
}

pub(super) fn say_trouble(state: &mut State, title: &str, text: &str) {
    state.dialog = Some(Dialog::Confirm(Confirm::message(title, text)));
}

/// Acts on what jobs beside the window have found.
pub fn take_jobs(state: &mut State, ctx: &egui::Context) {
    if !view::is_marking(state)
        && let Some(path) = state.files.wanted.take()
    {
        keeper::open(state, path, How::Own, ctx);
    }
    keeper::take_news(state);
    state.files.watch_focus(ctx);
    let Some(done) = state.files.take_done() else { return };
    let has_failed = matches!(
        done,
        Done::NotOpened(..) | Done::NotSaved(..) | Done::Keeper(_) | Done::RowsFailed(..) | Done::Cancelled
    );
    if has_failed {
        // They counted on it.
        state.files.waiting.clear();
    }
    act_on_done(state, done, ctx);
    for command in std::mem::take(&mut state.files.waiting) {
        act(state, command, ctx);
    }
}

pub(super) fn act_on_done(state: &mut State, done: Done, ctx: &egui::Context) {
    match done {
        // Somebody went on working while it was read.
        Done::Opened(opened) if state.must_ask() => {
            ask_about_changes(state, Command::Keeper(KeeperCommand::Open(opened.path, opened.how)));
        }
        Done::Opened(opened) => keeper::opened(state, *opened),
        Done::NotOpened(path, why, rescues) => {
            state.preferences.forget(&path);
            if why == words::TAKEN_MEANWHILE {
                state.keeper.found.retain(|found| found.path != path);
            }
            state.may_lose = None;
            state.dialog = Some(words::not_opened(&why, rescues));
        }
        Done::Saved(saved) => match keeper::saved(state, *saved) {
            AfterSave::Nothing => {}
            AfterSave::Quit => act(state, Command::Quit, ctx),
            AfterSave::Then(next) => act(state, *next, ctx),
        },
        Done::NotSaved(why, after) => {
            state.may_lose = None;
            state.dialog = Some(Dialog::Confirm(words::not_saved(&why, after)));
        }
        Done::Keeper(done) => keeper::act_on_done(state, done),
        Done::Chosen(Purpose::Open, path) => keeper::open(state, path, How::Own, ctx),
        Done::Chosen(Purpose::Save(after), path) => save_to(state, path, Replaces::AsOpened, after, ctx),
        Done::Chosen(Purpose::ExportRows(of), path) => rows::write(state, of, path, ctx),
        Done::ChosenOver(Purpose::Save(after), path) => {
            let again = Command::Keeper(KeeperCommand::SaveElsewhere(after.clone()));
            state.dialog = Some(replaces_file(&path, again, Command::SaveTo(path.clone(), after)));
        }
        Done::ChosenOver(Purpose::ExportRows(of), path) => {
            let write = Command::ExportRowsTo(of, path.clone());
            state.dialog = Some(replaces_file(&path, Command::ExportRows(of), write));
        }
        Done::ChosenOver(Purpose::Open | Purpose::Email | Purpose::ImportRows(_), _) => {}
        Done::Chosen(Purpose::Email, path) => state.files.read_email(path, ctx),
        Done::EmailRead(Ok(letter)) => state.simulation.letter = Some(*letter),
        Done::EmailRead(Err(why)) => say_trouble(state, "This email cannot be read", &why),
        Done::Chosen(Purpose::ImportRows(of), path) => rows::read(state, of, path, ctx),
        Done::RowsRead(of, path, found) => rows::ask(state, of, &path, found),
        Done::RowsWritten(path) => state.notices.say(format!("Exported to {}.", path.display())),
        Done::RowsFailed(title, why) => say_trouble(state, title, &why),
        Done::Cancelled => state.may_lose = None,
        Done::NoDialog(purpose, suggestion) => {
            state.files.has_no_dialogs = true;
            state.dialog = Some(Dialog::Path(PathPicker::new(purpose, &suggestion)));
        }
    }
}
