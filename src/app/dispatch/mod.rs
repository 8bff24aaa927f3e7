//! Acts on commands: the one place that changes the state of the window.

mod edits;
mod files;
mod keeper;
mod project;
mod rows;
mod show;
mod simulate;
mod tree;

pub use edits::edit_document;
pub use files::take_jobs;
pub use keeper::survive;
pub use project::Reverted;
pub use tree::after;

use std::path::PathBuf;

use crate::edit::Edit;
use crate::model::VersionId;

use super::caution;
use super::command::{Command, ExecutionsCommand, Tab};
use super::dialogs::{CommandFinder, Confirm, Dialog, find_next};
use super::executions;
use super::files::{AfterSave, Purpose};
use super::keeper::{How, KeeperCommand, Replaces};
use super::panels::version_acts::command_of;
use super::state::State;
use edits::forget_what_is_gone;
use files::{ask_about_changes, choose_where, new_project, open_example, read_email, replace, save, save_to};
use show::{close_tab, compare, next_difference, next_problem, open_tab, reveal, reveal_subject, turn_to};
use simulate::simulate;
use tree::{on_tree, zoom};

/// Acts on commands, and on those that follow from them.
pub fn dispatch(state: &mut State, commands: Vec<Command>, ctx: &egui::Context) {
    for command in commands {
        act(state, command, ctx);
    }
}

fn act(state: &mut State, command: Command, ctx: &egui::Context) {
    match command {
        command if must_wait(state, &command) => state.files.waiting.push(command),
        Command::NewProject
        | Command::Open
        | Command::OpenPath(_)
        | Command::OpenExample(_)
        | Command::Keeper(KeeperCommand::Open(..))
        | Command::CloseProject
        | Command::Quit
            if state.must_ask() =>
        {
            ask_about_changes(state, command);
        }
        Command::DuplicateProject if state.must_ask() => project::ask_before_duplicate(state),
        Command::Discard(next) => {
            state.may_lose = Some(state.document.revision());
            act(state, *next, ctx);
        }
        Command::Keeper(command) => keeper::act_on(state, command, ctx),
        Command::NewProject
        | Command::Open
        | Command::OpenPath(_)
        | Command::OpenExample(_)
        | Command::Save
        | Command::SaveAs
        | Command::SaveTo(..)
        | Command::DuplicateProject
        | Command::CloseProject
        | Command::Revert
        | Command::ImportRows(_)
        | Command::ImportRowsFrom(..)
        | Command::ExportRows(_)
        | Command::ExportRowsTo(..) => on_files(state, command, ctx),
        // The window is asked again in the next frame, by `guard_close`.
        Command::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
        Command::Undo => undo(state, true),
        Command::Redo => undo(state, false),
        Command::Copy
        | Command::Cut
        | Command::Paste
        | Command::DuplicateSelection
        | Command::Remove
        | Command::RemoveBelow
        | Command::SelectAll
        | Command::Tidy
        | Command::FindAction => on_tree(state, &command, ctx),
        Command::Fit | Command::ZoomReset | Command::ZoomIn | Command::ZoomOut => zoom(state, &command),
        Command::OpenTab(tab) => open_tab(state, tab),
        Command::CloseTab(tab) => close_tab(state, tab),
        Command::TurnTo(from, to) => turn_to(state, from, to),
        Command::Compare => compare(state),
        Command::NextDifference => next_difference(state, true),
        Command::PreviousDifference => next_difference(state, false),
        // On a comparison the key of *next problem* walks along the differences.
        Command::NextProblem if matches!(state.tab, Tab::Compare(..)) => next_difference(state, true),
        Command::Reveal(place) => reveal(state, place),
        Command::RevealSubject(subject) => reveal_subject(state, subject),
        Command::NextProblem => next_problem(state),
        Command::ToggleTree => state.panels.tree = !state.panels.tree,
        Command::ToggleBottom => state.panels.bottom = !state.panels.bottom,
        Command::ShowBottom(panel) => {
            state.panels.bottom = true;
            state.panels.bottom_panel = panel;
        }
        Command::DockSimulation => state.panels.is_simulation_right = !state.panels.is_simulation_right,
        Command::Theme(theme) => {
            state.preferences.set_theme(theme);
            ctx.set_theme(theme);
        }
        Command::Agreed(id, next) => {
            state.agreed.insert(id);
            act(state, *next, ctx);
        }
        Command::Edit(edit, _) if edit.promotes() => promote(state, &edit, ctx),
        Command::Edit(edit, tag) => edit_or_ask(state, *edit, tag),
        Command::Answered(edit, tag) => drop(edit_document(state, &edit, tag)),
        Command::Sim(command) => {
            simulate(state, command);
            executions::note(state);
        }
        Command::Executions(version, command) => on_executions(state, version, command),
        Command::ReleasesRead => state.due.told.clear(),
        Command::ReadEmail(path) => read_email(state, path, ctx),
        Command::Dialog(dialog) => state.dialog = Some(*dialog),
        Command::CloseDialog => state.dialog = None,
        Command::FindCommand => state.dialog = Some(Dialog::FindCommand(CommandFinder::default())),
        Command::OfVersion(..)
        | Command::OfRouting(..)
        | Command::FindPlace
        | Command::FindNext
        | Command::FindPrevious => on_what_is_found(state, &command, ctx),
        Command::Notice(text) => state.notices.say(text),
        Command::About => {
            let text = format!(
                "Version {}.\nDesign, test and hand over the routing of calls, emails and chats.\nEverything runs on this machine; nothing is sent anywhere.",
                env!("CARGO_PKG_VERSION")
            );
            state.dialog = Some(Dialog::Confirm(Confirm::message("Signalbox", text)));
        }
    }
}

/// Changes the project, or asks first.
fn edit_or_ask(state: &mut State, edit: Edit, tag: Option<u64>) {
    if let Some(question) = caution::question(state, &edit, tag) {
        state.dialog = Some(question);
        return;
    }
    let edit = caution::settled(state.project(), edit);
    let _ = edit_document(state, &edit, tag);
}

/// What puts a version in production is for those who call, so it is saved at once, as a planned one is; with other changes that are
/// not saved, that is for the user to say.
fn promote(state: &mut State, edit: &Edit, ctx: &egui::Context) {
    let saves = state.is_saved() && state.may_promote();
    if edit_document(state, edit, None).is_none() {
        return;
    }
    if saves && !state.files.is_at_disk() {
        act(state, Command::Save, ctx);
    } else {
        state.notices.say("Save the project to make the change of production last.");
    }
}

/// What opens, writes and puts away files, once it is settled that it may.
fn on_files(state: &mut State, command: Command, ctx: &egui::Context) {
    match command {
        Command::NewProject => replace(state, new_project(), None),
        Command::Open => {
            let suggestion = state.files.path.clone().unwrap_or_else(|| PathBuf::from("project.ron"));
            state.files.choose(Purpose::Open, &suggestion, ctx);
        }
        Command::OpenPath(path) => keeper::open(state, path, How::Own, ctx),
        Command::OpenExample(name) => open_example(state, name),
        Command::Save => save(state, AfterSave::Nothing, ctx),
        Command::SaveAs => choose_where(state, AfterSave::Nothing, ctx),
        Command::SaveTo(path, after) => save_to(state, path, Replaces::AsOpened, after, ctx),
        Command::ImportRows(of) => state.files.choose(Purpose::ImportRows(of), &rows::path(state, of), ctx),
        Command::ImportRowsFrom(of, path) => rows::read(state, of, path, ctx),
        Command::ExportRows(of) => state.files.choose(Purpose::ExportRows(of), &rows::path(state, of), ctx),
        Command::ExportRowsTo(of, path) => rows::write(state, of, path, ctx),
        Command::DuplicateProject => project::duplicate(state),
        Command::CloseProject => project::close(state),
        Command::Revert => project::revert(state, ctx),
        _ => {}
    }
}

/// What the searches send: acts of what was found, and walking along the places.
fn on_what_is_found(state: &mut State, command: &Command, ctx: &egui::Context) {
    match command {
        Command::OfVersion(id, what) => {
            let project = state.project().clone();
            if let Some(version) = project.versions.get(id) {
                act(state, command_of(&project, version, *what), ctx);
            }
        }
        Command::OfRouting(id, what) => {
            let project = state.project().clone();
            if let Some(routing) = project.routings.get(id) {
                act(state, what.command(&project, routing), ctx);
            }
        }
        Command::FindPlace => {
            let finder = state.search.clone().unwrap_or_default().again(state);
            state.dialog = Some(Dialog::FindPlace(finder));
        }
        Command::FindNext | Command::FindPrevious => {
            if let Some(next) = find_next(state, *command == Command::FindNext) {
                act(state, next, ctx);
            }
        }
        _ => {}
    }
}

/// Undoes the last step, or does the last undone one again, and says which.
fn undo(state: &mut State, is_undo: bool) {
    let before = state.document.project().clone();
    let version = state.document.next_tree(is_undo);
    let done = if is_undo { state.document.undo() } else { state.document.redo() };
    if let Some(words) = done {
        let context = state.context();
        let noted = state.document.note(&before, is_undo, &context);
        let verb = if is_undo { "Undone" } else { "Done again" };
        let words = words.to_lowercase();
        // What changes is shown: it may be in a tree that is not in view.
        let is_in_view = |id: VersionId| match state.tab {
            Tab::Version(shown) => shown == id,
            Tab::Compare(before, after) => [before, after].contains(&id),
            _ => false,
        };
        let elsewhere = version.filter(|id| !is_in_view(*id));
        let said = match elsewhere.and_then(|id| state.project().versions.get(&id)) {
            Some(version) => format!("{verb}: {words}, in \"{}\".", version.info.name),
            None => format!("{verb}: {words}."),
        };
        if let Some(id) = elsewhere.filter(|id| state.project().versions.contains_key(id)) {
            show::open_tab(state, Tab::Version(id));
        }
        let felt = caution::felt(&before, state.project());
        let at_once = match felt.as_slice() {
            [] => String::new(),
            felt => format!(" Production feels it at once: {}.", felt.join(", ")),
        };
        state.notices.say(format!("{}{at_once}", noted.unwrap_or(said)));
        forget_what_is_gone(state);
    } else if let Some(words) = project::turn_back(state, is_undo) {
        let verb = if is_undo { "Undone" } else { "Done again" };
        state.notices.say(format!("{verb}: {words}"));
    }
}

/// What is done with files is done one after the other: otherwise a project that is opened meanwhile would be taken for
/// the one that was saved. Who wants to quit twice is not kept waiting for a disk that hangs.
fn must_wait(state: &State, command: &Command) -> bool {
    let files = &state.files;
    let is_second_quit = *command == Command::Quit && files.waiting.contains(command);
    files.is_at_disk() && command.is_about_files() && !is_second_quit
}

fn on_executions(state: &mut State, version: VersionId, command: ExecutionsCommand) {
    match command {
        ExecutionsCommand::ShowTree => drop(state.executions.shown.remove(&version)),
        ExecutionsCommand::ShowHistory => drop(state.executions.shown.entry(version).or_default()),
        ExecutionsCommand::Look(at) => executions::open(state, version, at),
        ExecutionsCommand::Replay(at) => executions::replay(state, version, at),
    }
}
