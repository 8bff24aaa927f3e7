//! Showing pages, places and problems.

use crate::catalog::Severity;
use crate::lint::Subject;
use crate::model::walk::Place;

use super::super::command::Tab;
use super::super::scene::card_id;
use super::super::state::State;

pub(super) fn open_tab(state: &mut State, tab: Tab) {
    if !state.exists(tab) {
        return;
    }
    if !state.tabs.contains(&tab) {
        state.tabs.retain(|it| *it != Tab::Start || tab == Tab::Start);
        state.tabs.push(tab);
    }
    state.tab = tab;
}

pub(super) fn close_tab(state: &mut State, tab: Tab) {
    let place = state.tabs.iter().position(|it| *it == tab).unwrap_or(0);
    state.tabs.retain(|it| *it != tab);
    if state.tabs.is_empty() {
        state.tabs.push(Tab::Start);
    }
    if state.tab == tab {
        let next = place.min(state.tabs.len().saturating_sub(1));
        state.tab = state.tabs.get(next).copied().unwrap_or(Tab::Start);
    }
}

pub(super) fn reveal(state: &mut State, place: Place) {
    open_tab(state, Tab::Version(place.version));
    state.executions.shown.remove(&place.version);
    let view = state.view(place.version);
    view.selection = [card_id(place.action)].into();
    view.canvas.reveal(card_id(place.action));
}

pub(super) fn reveal_subject(state: &mut State, subject: Subject) {
    match subject {
        Subject::Action(place) => reveal(state, place),
        Subject::Version(id) => open_tab(state, Tab::Version(id)),
        Subject::EntryPoint(id) => open_tab(state, Tab::EntryPoint(id)),
        Subject::Resource(id) => open_tab(state, Tab::Resource(id)),
    }
}

pub(super) fn next_problem(state: &mut State) {
    let shown = state.version_shown();
    let all = state.problems.all().clone();
    let wanted: Vec<_> = all
        .iter()
        .filter(|problem| problem.severity > Severity::Hint && (shown.is_none() || problem.version() == shown))
        .collect();
    if wanted.is_empty() {
        state.notices.say("No errors and no warnings here.");
        return;
    }
    let place = state.problems.cursor % wanted.len();
    state.problems.cursor = place + 1;
    if let Some(problem) = wanted.get(place) {
        state.notices.say(problem.message.clone());
        reveal_subject(state, problem.subject);
    }
}
