//! Showing pages, places and problems.

use crate::canvas::CardId;
use crate::catalog::Severity;
use crate::model::{ActionRef, Place, TestCallId, VersionId};
use crate::sim::Run;

use crate::app::command::{BottomPane, PageCommand, Tab};
use crate::app::cx::{exists, place_exists};
use crate::app::kit::scene::{annotation_card, card_id};
use crate::app::parts::compare::menu::{best, in_order};
use crate::app::parts::version::state::VersionView;
use crate::app::services::visited::Seen;
use crate::app::shell::state::State;

pub(super) fn on_pages(state: &mut State, command: PageCommand, now_s: f64) {
    match command {
        PageCommand::Open(tab) => open_tab(state, tab),
        PageCommand::GoBack => go(state, true, now_s),
        PageCommand::GoForward => go(state, false, now_s),
        PageCommand::Close(tab) => close_tab(state, tab),
        PageCommand::Keep(tab) => state.session.preview = state.session.preview.filter(|(preview, _)| *preview != tab),
        PageCommand::TurnTo(from, to) => replace_tab(state, from, to),
        PageCommand::Reveal(place) => reveal(state, place),
        PageCommand::RevealAnnotation(version, id) => reveal_card(state, version, annotation_card(id)),
        PageCommand::RevealPlace(subject) => reveal_place(state, subject),
        PageCommand::RevealCoverage(version) => {
            open_tab(state, Tab::Version(version));
            state.window.panes.show_bottom(BottomPane::Coverage);
        }
        PageCommand::RevealPaths(version) => {
            open_tab(state, Tab::Version(version));
            state.window.panes.show_bottom(BottomPane::Paths);
        }
        // On a comparison, the key of *next problem* steps through the differences.
        PageCommand::NextProblem if matches!(state.session.tab, Tab::Compare(..)) => next_difference(state, true),
        PageCommand::NextProblem => next_problem(state),
        PageCommand::Compare => compare(state),
        PageCommand::NextDifference => next_difference(state, true),
        PageCommand::PreviousDifference => next_difference(state, false),
    }
}

/// Notes the place shown, once a frame.
pub fn note_place(state: &mut State, ctx: &egui::Context) {
    let tab = state.session.tab;
    let revision = state.session.document.revision();
    state.session.preview = match state.session.preview {
        // What was changed elsewhere says nothing about the page.
        Some((preview, _)) if preview != tab => Some((preview, revision)),
        preview => preview.filter(|(_, known)| *known == revision),
    };
    let view = state.version_shown().and_then(|version| state.parts.versions.views.get(&version));
    let action = view.and_then(VersionView::only_selected);
    state.session.visited.note(Seen { tab, action }, ctx.input(|input| input.time));
}

/// Goes back or forward to a place seen before.
fn go(state: &mut State, is_back: bool, now_s: f64) {
    let project = state.project().clone();
    let Some((at, seen)) = state.session.visited.next(is_back, |seen| place_exists(*seen, &project)) else {
        return state.say(if is_back {
            "No other place was seen before this one."
        } else {
            "There is no place to go forward to."
        });
    };
    state.session.visited.go(at, now_s);
    open_tab(state, seen.tab);
    if let (Tab::Version(version), Some(action)) = (seen.tab, seen.action) {
        reveal(state, ActionRef { version, action });
    }
}

/// Shows a run of a version in the simulation. Its caller and its world are its own.
pub(super) fn show_run(state: &mut State, version: VersionId, run: Run) {
    let simulation = &mut state.parts.simulation;
    (simulation.caller, simulation.world) = (None, None);
    simulation.show(version, run);
    state.window.panes.show_bottom(BottomPane::Simulation);
}

/// Shows a call that was found for a version in the simulation; where it could not be played, says why. Whether it is shown.
pub(super) fn show_call(state: &mut State, version: VersionId, played: Result<Run, String>) -> bool {
    match played {
        Ok(run) => show_run(state, version, run),
        Err(why) => {
            state.say(format!("The call cannot be played. {why}"));
            return false;
        }
    }
    true
}

pub(super) fn open_tab(state: &mut State, tab: Tab) {
    if !exists(tab, state.project()) {
        return;
    }
    if !state.session.tabs.contains(&tab) {
        state.session.tabs.retain(|it| *it != Tab::Start || tab == Tab::Start);
        let place = if is_looked_up(tab) { take_preview(state) } else { None };
        state.session.tabs.insert(place.unwrap_or(state.session.tabs.len()), tab);
        if is_looked_up(tab) {
            state.session.preview = Some((tab, state.session.document.revision()));
        }
    }
    state.session.tab = tab;
}

/// Opens the page of what was created, to stay.
pub(super) fn open_new_tab(state: &mut State, tab: Tab) {
    open_tab(state, tab);
    state.session.preview = state.session.preview.filter(|(preview, _)| *preview != tab);
}

/// Whether pages of this kind are mostly opened to look at them.
fn is_looked_up(tab: Tab) -> bool {
    matches!(tab, Tab::Resource(_) | Tab::EntryPoint(_) | Tab::Caller(_) | Tab::World(_) | Tab::Scenario(_))
}

/// Closes the page that was opened to look at it, if it was not changed. Returns its place among the pages.
fn take_preview(state: &mut State) -> Option<usize> {
    let (preview, revision) = state.session.preview.take()?;
    let is_changed = state.session.document.revision() != revision;
    let place = state.session.tabs.iter().position(|tab| *tab == preview).filter(|_| !is_changed)?;
    state.session.tabs.remove(place);
    Some(place)
}

pub(super) fn close_tab(state: &mut State, tab: Tab) {
    let place = state.session.tabs.iter().position(|it| *it == tab).unwrap_or(0);
    state.session.tabs.retain(|it| *it != tab);
    if let Tab::Compare(before, after) = tab {
        state.parts.comparing.open.remove(&(before, after));
    }
    if state.session.tabs.is_empty() {
        state.session.tabs.push(Tab::Start);
    }
    if state.session.tab == tab {
        let next = place.min(state.session.tabs.len().saturating_sub(1));
        state.session.tab = state.session.tabs.get(next).copied().unwrap_or(Tab::Start);
    }
}

/// Replaces a page by another one; a page that is open already is shown instead, not opened twice.
fn replace_tab(state: &mut State, from: Tab, to: Tab) {
    if from == to || !exists(to, state.project()) {
        return;
    }
    if state.session.tabs.contains(&to) {
        close_tab(state, from);
        return open_tab(state, to);
    }
    if let (Tab::Compare(one, other), Tab::Compare(before, after)) = (from, to) {
        state.parts.comparing.turn((one, other), (before, after));
    }
    for tab in &mut state.session.tabs {
        if *tab == from {
            *tab = to;
        }
    }
    state.session.tab = to;
}

/// Compares the version shown with the one that suits best; on the page of a routing, its newest version.
fn compare(state: &mut State) {
    let project = state.project().clone();
    let newest = |routing| project.versions_of(routing).map(|it| it.id).last();
    let version = match state.session.tab {
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
        return state.say("Open a smart routing or one of its versions first, to compare it with another.");
    };
    match best(&project, version) {
        Some(other) => {
            let (before, after) = in_order(&project, version, other);
            open_tab(state, Tab::Compare(before, after));
        }
        None => state.say("There is no other version to compare with. Create or duplicate one first."),
    }
}

fn next_difference(state: &mut State, is_forwards: bool) {
    let is_walked = match state.comparison_shown() {
        Some(comparison) => comparison.walk(is_forwards),
        None => return state.say("Compare two versions first, then step through the differences."),
    };
    if !is_walked {
        state.say("There are no differences here.");
    }
}

fn reveal(state: &mut State, place: ActionRef) {
    reveal_card(state, place.version, card_id(place.action));
}

/// Shows the tree of a version with a card, a note or a frame selected and in view.
fn reveal_card(state: &mut State, version: VersionId, card: CardId) {
    open_tab(state, Tab::Version(version));
    state.parts.versions.histories.remove(&version);
    let view = state.view(version);
    view.selection = [card].into();
    view.canvas.reveal(card);
}

fn reveal_place(state: &mut State, subject: Place) {
    match subject {
        Place::Action(place) => reveal(state, place),
        Place::Version(id) => open_tab(state, Tab::Version(id)),
        Place::EntryPoint(id) => open_tab(state, Tab::EntryPoint(id)),
        Place::Resource(id) => open_tab(state, Tab::Resource(id)),
        Place::Caller(id) => open_tab(state, Tab::Caller(id)),
        Place::World(id) => open_tab(state, Tab::World(id)),
        Place::TestCall(id) => show_test_call(state, id),
        Place::Scenario(id) => open_tab(state, Tab::Scenario(id)),
        Place::Phrases(_) => open_tab(state, Tab::Phrases),
        Place::Settings => open_tab(state, Tab::Settings),
    }
}

/// Shows a test call in its pane, with a version of its routing: the one shown, else the one in test or in production, else the newest.
pub(super) fn show_test_call(state: &mut State, id: TestCallId) {
    let project = state.project().clone();
    let Some(routing) = project.test_calls.get(&id).map(|call| call.routing) else { return };
    let of_routing = |id: &VersionId| project.versions.get(id).is_some_and(|it| it.info.routing == routing);
    let usual = || project.in_test(routing).or(project.in_production(routing)).or(project.versions_of(routing).last());
    let version = state.version_shown().filter(of_routing).or_else(|| usual().map(|version| version.id));
    open_tab(state, version.map_or(Tab::Routing(routing), Tab::Version));
    state.parts.test_calls.chosen = Some(id);
    state.parts.test_calls.show_whole_version();
    state.window.panes.show_bottom(BottomPane::TestCalls);
}

fn next_problem(state: &mut State) {
    let shown = state.version_shown();
    let all = state.session.problems.all().clone();
    let wanted: Vec<_> = all
        .iter()
        .filter(|problem| problem.severity > Severity::Hint && (shown.is_none() || problem.version() == shown))
        .collect();
    if wanted.is_empty() {
        state.say("No errors and no warnings here.");
        return;
    }
    let place = state.session.problems.cursor % wanted.len();
    state.session.problems.cursor = place + 1;
    if let Some(problem) = wanted.get(place) {
        state.say(problem.message.clone());
        reveal_place(state, problem.place);
    }
}
