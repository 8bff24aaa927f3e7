//! Showing pages, places and problems.

use crate::catalog::Severity;
use crate::lint::Subject;
use crate::model::walk::Place;

use super::super::command::Tab;
use super::super::panels::compare::menu::{best, in_order};
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
    if let Tab::Compare(before, after) = tab {
        state.comparing.open.remove(&(before, after));
    }
    if state.tabs.is_empty() {
        state.tabs.push(Tab::Start);
    }
    if state.tab == tab {
        let next = place.min(state.tabs.len().saturating_sub(1));
        state.tab = state.tabs.get(next).copied().unwrap_or(Tab::Start);
    }
}

/// Shows another page in the place of one; one that was open already is shown there no second time.
pub(super) fn turn_to(state: &mut State, from: Tab, to: Tab) {
    if from == to || !state.exists(to) {
        return;
    }
    if state.tabs.contains(&to) {
        close_tab(state, from);
        return open_tab(state, to);
    }
    if let (Tab::Compare(one, other), Tab::Compare(before, after)) = (from, to) {
        state.comparing.turn((one, other), (before, after));
    }
    for tab in &mut state.tabs {
        if *tab == from {
            *tab = to;
        }
    }
    state.tab = to;
}

/// Compares the version shown with the one that it is best compared with; on the page of a routing, its newest one.
pub(super) fn compare(state: &mut State) {
    let project = state.project().clone();
    let newest = |routing| project.versions_of(routing).map(|it| it.id).last();
    let version = match state.tab {
        Tab::Version(id) => Some(id),
        Tab::Routing(id) => project
            .versions_of(id)
            .filter(|it| !it.info.status.is_read_only())
            .map(|it| it.id)
            .last()
            .or_else(|| newest(id)),
        _ => None,
    };
    let Some(version) = version else {
        return state.notices.say("Open a smart routing or one of its versions first, to compare it with another.");
    };
    match best(&project, version) {
        Some(other) => {
            let (before, after) = in_order(&project, version, other);
            open_tab(state, Tab::Compare(before, after));
        }
        None => state.notices.say("There is no other version to compare with. Create or duplicate one first."),
    }
}

pub(super) fn next_difference(state: &mut State, is_forwards: bool) {
    let is_walked = match state.comparison_shown() {
        Some(comparison) => comparison.walk(is_forwards),
        None => return state.notices.say("Compare two versions first, to walk along what differs."),
    };
    if !is_walked {
        state.notices.say("Nothing differs here.");
    }
}

pub(super) fn reveal(state: &mut State, place: Place) {
    open_tab(state, Tab::Version(place.version));
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
