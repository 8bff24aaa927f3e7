//! Carries out commands: the one place that changes the state of the window. Commands that follow from a command go to the front of the
//! queue, so they are carried out before the next command that was sent.

pub mod announce;
pub mod clipboard;
mod compare;
pub mod edits;
pub mod executions;
mod exports;
mod failures;
mod files;
pub mod find;
pub mod jobs;
pub mod layout;
mod load;
pub mod opening;
pub mod panics;
mod paths;
mod presets;
pub mod production;
pub mod project;
pub mod rows;
pub mod saving;
pub mod show;
pub mod simulate;
pub mod test_calls;
mod time;
pub mod tree;
pub mod undo;

pub use jobs::take_jobs;

use std::collections::VecDeque;

use crate::app::command::{Command, HelpCommand, New, PaneCommand, Question};
use crate::app::kit::focus;
use crate::app::parts::{create, routing, version};
use crate::app::services::panes::is_narrow;
use crate::app::shell::state::State;

/// The commands still to be carried out.
pub type Queue = VecDeque<Command>;

/// Carries out commands, and those that follow from them.
pub fn dispatch(state: &mut State, commands: impl IntoIterator<Item = Command>, ctx: &egui::Context) {
    let mut queue: Queue = commands.into_iter().collect();
    while let Some(command) = queue.pop_front() {
        if must_wait(state, &command) {
            state.services.files.waiting.push(command);
        } else if would_lose_changes(state, &command) {
            project::ask_about_changes(state, command);
        } else {
            act(state, command, &mut queue, ctx);
        }
    }
}

/// Whether a command waits for the disk. File commands run one after the other: otherwise a project opened meanwhile would be mistaken for
/// the one that was saved. A second *Quit* does not wait for a disk that hangs.
fn must_wait(state: &State, command: &Command) -> bool {
    let files = &state.services.files;
    let is_second_quit = *command == Command::Quit && files.waiting.contains(command);
    files.is_at_disk() && command.waits_for_disk() && !is_second_quit
}

/// Whether a command closes the project while it has unsaved changes.
fn would_lose_changes(state: &State, command: &Command) -> bool {
    command.replaces_project() && state.session.must_ask()
}

fn act(state: &mut State, command: Command, queue: &mut Queue, ctx: &egui::Context) {
    match command {
        Command::File(command) => files::on_files(state, command, queue, ctx),
        Command::Tree(command) => tree::on_tree(state, command, ctx),
        Command::Clipboard(command) => clipboard::on_clipboard(state, command, ctx),
        Command::Preset(command) => presets::on_presets(state, command),
        Command::Zoom(zoom) => tree::zoom(state, zoom),
        Command::Page(command) => show::on_pages(state, command, ctx.input(|input| input.time)),
        Command::Pane(command) => on_panes(state, command, ctx),
        Command::Find(command) => find::on_find(state, command, queue),
        Command::Sim(command) => {
            simulate::simulate(state, command);
            executions::keep(state);
        }
        Command::Executions(version, command) => executions::on_executions(state, version, command),
        Command::TestCall(command) => test_calls::on_test_calls(state, command),
        Command::Paths(command) => paths::on_paths(state, command),
        Command::Compare(command) => compare::on_compare(state, command),
        Command::Failures(command) => failures::on_failures(state, command),
        Command::Load(command) => load::on_load(state, command, ctx),
        Command::Time(command) => time::on_time(state, command, queue),
        Command::Help(command) => on_help(state, command),
        Command::New(new) => create_new(state, new, queue, ctx),
        Command::NewFor(kind, list) => edits::create_for(state, kind, list, ctx),
        Command::OfVersion(id, act) => {
            let version = state.project().versions.get(&id);
            let known = edits::known(state, id);
            let command = |version: &std::sync::Arc<crate::model::Version>| {
                version::acts::command_of(state.project(), version, act, edits::today(state), known.as_deref())
            };
            let next = version.map(command);
            follow(queue, next);
        }
        Command::OfRouting(id, act) => {
            let routing = state.project().routings.get(&id);
            let next = routing.map(|routing| routing::acts::command_of(state.project(), routing, act));
            follow(queue, next);
        }
        Command::Edit(edit, _) if edit.promotes() => edits::promote(state, &edit, queue),
        Command::Edit(edit, tag) => edits::edit_or_ask(state, *edit, tag),
        Command::Answered(edit, tag) => drop(edits::edit_document(state, &edit, tag)),
        Command::Agreed(id, next) => {
            state.session.confirmed_live_edits.insert(id);
            queue.push_front(*next);
        }
        Command::Undo | Command::Redo => undo::undo(state, command == Command::Undo),
        Command::Discard(next) => {
            state.session.discard_agreed_at = Some(state.session.document.revision());
            queue.push_front(*next);
        }
        // The window is asked again in the next frame, by `guard_close`.
        Command::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
        Command::ReleasesRead => state.session.production.notices.clear(),
        Command::Ask(ask) => state.ask(*ask),
        Command::CloseDialog => state.session.dialog = None,
        Command::Notice(text) => state.say(text),
        Command::Theme(theme) => set_theme(state, theme, ctx),
        Command::About => about(state),
    }
}

fn set_theme(state: &mut State, theme: egui::ThemePreference, ctx: &egui::Context) {
    state.window.preferences.set_theme(theme);
    ctx.set_theme(theme);
}

/// Creates something. Its page opens with the keyboard focus in the name, unless a dialog asks first.
fn create_new(state: &State, new: New, queue: &mut Queue, ctx: &egui::Context) {
    let next = create::command_of(state.project(), edits::today(state), new);
    if matches!(next, Command::Edit(..)) {
        focus::expect_new_page(ctx);
    }
    queue.push_front(next);
}

/// Puts a follow-up command at the front of the queue.
fn follow(queue: &mut Queue, next: Option<Command>) {
    if let Some(next) = next {
        queue.push_front(next);
    }
}

fn on_panes(state: &mut State, command: PaneCommand, ctx: &egui::Context) {
    let panes = &mut state.window.panes;
    match command {
        PaneCommand::GoToOutline | PaneCommand::GoToCanvas | PaneCommand::GoToForm => {
            tree::move_focus(state, command, ctx);
        }
        PaneCommand::ShowActions => panes.outline = false,
        PaneCommand::ToggleTree => panes.tree = !panes.tree,
        PaneCommand::ToggleBottom => panes.bottom = !panes.bottom,
        PaneCommand::ShowBottom(pane) => panes.show_bottom(pane),
        PaneCommand::DockSimulation => dock_simulation(state, ctx.content_rect().width()),
        PaneCommand::FoldPalette => {
            panes.folds_palette = !panes.folds_palette;
            panes.outline = false;
        }
        PaneCommand::ToggleCoverage => panes.coverage = !panes.coverage,
        PaneCommand::ToggleFailures => panes.failures = !panes.failures,
        PaneCommand::Resized(pane, size) => panes.note(pane, size),
    }
}

/// Docks the simulation at the other side, unless the window has no room for it there.
fn dock_simulation(state: &mut State, window_width: f32) {
    if is_narrow(window_width) {
        state.say("The window is too narrow to show the simulation at the right.");
    } else {
        state.window.panes.dock_simulation(window_width);
    }
}

fn on_help(state: &mut State, command: HelpCommand) {
    let window = &mut state.window;
    match command {
        HelpCommand::Toggle => window.panes.help = !window.panes.help,
        HelpCommand::Show(id) => {
            window.help.show(id);
            window.panes.help = true;
        }
        HelpCommand::Tour(step) => {
            window.tour = step;
            if step.is_none() {
                window.preferences.leave_tour();
            }
        }
    }
}

fn about(state: &mut State) {
    let text = format!(
        "Version {}.\nDesign, test and hand over the routing of calls, emails and chats.\nEverything runs on this machine; nothing is sent anywhere.",
        env!("CARGO_PKG_VERSION")
    );
    state.ask_question(Question::message("Signalbox", text));
}
