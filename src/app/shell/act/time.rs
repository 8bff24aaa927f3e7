//! Commands of the time machine.

use chrono::{DateTime, Datelike, Utc};

use super::{Queue, show};
use crate::actions;
use crate::app::command::{BottomPane, Command, SimCommand, Tab, TimeCommand};
use crate::app::kit::scene::action_id;
use crate::app::shell::state::State;
use crate::model::{ActionId, ActionRef};

/// The years in which a moment may lie, as in files.
const YEARS: std::ops::Range<i32> = 1900..9_999;

pub(super) fn on_time(state: &mut State, command: TimeCommand, queue: &mut Queue) {
    let now = (state.window.now)();
    match command {
        TimeCommand::Span(span) => state.session.time.set_span(span),
        TimeCommand::Turn(by) => {
            let before = state.session.time.chosen();
            state.session.time.turn(by, now);
            keep_in_years(state, before);
        }
        TimeCommand::Go(at) => {
            let before = state.session.time.chosen();
            state.session.time.go(at);
            keep_in_years(state, before);
        }
        TimeCommand::Ask(action, branch) => ask(state, action, branch),
        TimeCommand::AskSelected => {
            if let Some((action, branch)) = selected(state) {
                ask(state, action, branch);
            }
        }
        TimeCommand::Start(at) => {
            if let Some(version) = state.version_shown() {
                queue.push_front(Command::Sim(SimCommand::StartOn(version, at)));
            }
        }
    }
}

/// Takes back a moment in a year that has no four digits.
fn keep_in_years(state: &mut State, before: Option<DateTime<Utc>>) {
    let is_out = state.session.time.chosen().is_some_and(|at| !YEARS.contains(&at.year()));
    if is_out {
        state.session.time.go(before);
        state.say("The time machine goes no further.");
    }
}

/// Shows the line of a branch.
fn ask(state: &mut State, action: ActionRef, branch: String) {
    show::open_tab(state, Tab::Version(action.version));
    state.session.time.ask(action, branch);
    state.window.panes.show_bottom(BottomPane::Time);
}

/// The branch with the focus of the one selected action, else its first one.
fn selected(state: &mut State) -> Option<(ActionRef, String)> {
    let version = state.version_shown()?;
    let view = state.view(version);
    let focused = view.canvas.focused_port().map(|(card, port)| (action_id(card), port.to_owned()));
    let id: ActionId = view.only_selected()?;
    let action = state.project().versions.get(&version)?.flow.actions.get(&id)?;
    let keys = actions::branch_keys(action, state.project().tree_type_of(version));
    let of_focus = focused.filter(|(card, port)| *card == id && keys.contains(port)).map(|(_, port)| port);
    let branch = of_focus.or_else(|| keys.into_iter().next())?;
    Some((ActionRef { version, action: id }, branch))
}
