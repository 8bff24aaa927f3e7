//! Makes a test call of a run: its answers by question, and what happened as expectations (spec: testing §1).

use std::collections::BTreeMap;

use crate::model::{
    Action, ActionId, Arrival, Caller, CallerId, Expectation, Named, RecordedAnswer, TestCall, TestCaller, TestWorld,
    Until, World, WorldId,
};

use super::super::changes;
use super::super::run::Run;
use super::super::state::CallState;
use super::course::{Course, Passed, RoutingAction, routing_action, whole_seconds};
use super::judge::outcome;

/// Most actions that are proposed as passed.
const MOST_PASSED: usize = 8;

/// A test call of what happened in a run, with the expectations that are proposed as ticked: the outcome, and who served. The name is
/// empty.
#[must_use]
pub fn record(run: &Run) -> TestCall {
    let scene = &run.scene;
    let project = &scene.project;
    // A caller who writes an email that was typed for this run is not the one of the project.
    let caller = match project.callers.get(&scene.caller.id) {
        Some(saved) if *saved == scene.caller => TestCaller::Saved(Named::of(saved.id, project)),
        _ if *scene.caller == Caller::default() => TestCaller::Unknown,
        _ => TestCaller::Own(Box::new(Caller { id: CallerId(0), ..(*scene.caller).clone() })),
    };
    let world = match project.worlds.get(&scene.world.id) {
        Some(saved) if *saved == scene.world => TestWorld::Saved(Named::of(saved.id, project)),
        _ if *scene.world == World::default() => TestWorld::Usual,
        _ => TestWorld::Own(Box::new(World { id: WorldId(0), ..(*scene.world).clone() })),
    };
    let arrival = match &scene.entry_point {
        Some(entry_point) => Arrival::At(Named::of(entry_point.id, project)),
        None => Arrival::Nowhere,
    };
    let (expectations, _) = proposed(run);
    TestCall {
        routing: scene.version.info.routing,
        caller,
        world,
        arrival,
        seed: scene.seed,
        answers: answers(run),
        expectations,
        ..TestCall::default()
    }
}

/// What happened in a run, as expectations: those that are proposed as ticked, and those that are proposed as not ticked.
#[must_use]
pub fn proposed(run: &Run) -> (Vec<Expectation>, Vec<Expectation>) {
    let course = Course::of(run);
    let mut ticked = Vec::new();
    if run.is_over() {
        ticked.push(Expectation::Outcome(outcome(run)));
    }
    for (who, _) in &course.served {
        let expectation = Expectation::ServedBy(Named::of(*who, &run.scene.project));
        if !ticked.contains(&expectation) {
            ticked.push(expectation);
        }
    }
    let mut others = Vec::new();
    others.extend(course.last().map(|last| Expectation::EndsAt(last.tested(run), last.branch.clone())));
    // Every call passes Start.
    let is_start = |passed: &Passed| run.scene.action(passed.at).is_some_and(Action::is_start);
    let passed = course.passed.iter().filter(|passed| !passed.branch.is_empty() && !is_start(passed));
    let passed = passed.take(MOST_PASSED);
    others.extend(passed.map(|passed| Expectation::Passes(passed.tested(run), passed.branch.clone())));
    others.extend(course.ledger.into_iter().map(|(system, what)| Expectation::Ledger(system, what)));
    others.push(Expectation::Within(Until::End, whole_seconds(run.state().interaction.at_ms)));
    others.extend(run.state().interaction.tags.iter().cloned().map(Expectation::Tag));
    (ticked, others)
}

/// The answers of a run, each with the question that it belongs to.
pub(super) fn answers(run: &Run) -> Vec<RecordedAnswer> {
    let mut counts: BTreeMap<RoutingAction, u32> = BTreeMap::new();
    // How often each action has run.
    let mut entries: BTreeMap<RoutingAction, u32> = BTreeMap::new();
    let mut given = run.answered().peekable();
    let mut recorded = Vec::new();
    for state in run.states() {
        let here = state.at.filter(|_| !state.is_over()).and_then(|at| routing_action(run, at));
        let asks = here.filter(|_| state.question.is_some());
        let answer = given.next_if(|(before, _)| std::ptr::eq(*before, state)).map(|(_, text)| text);
        match (asks, answer) {
            (Some(asks), Some(text)) => {
                let question = counts.get(&asks).copied().unwrap_or(0) + 1;
                let (key, value, is_change) = read(run, state, text);
                let (routing, action) = asks;
                recorded.push(RecordedAnswer { routing, action, question, key, value, text: text.to_owned() });
                if !is_change {
                    counts.insert(asks, question);
                }
            }
            (Some(asks), None) => *counts.entry(asks).or_default() += u32::from(passes(state)),
            (None, Some(text)) if here.is_some() => {
                let (routing, action) = here.unwrap_or_default();
                let question = entries.get(&(routing, action)).copied().unwrap_or(0) + 1;
                let (key, value) =
                    (RecordedAnswer::CHANGE_BEFORE.to_owned(), changes::split(&run.scene, text).0.to_owned());
                recorded.push(RecordedAnswer { routing, action, question, key, value, text: text.to_owned() });
            }
            (None, Some(text)) => {
                let answer = run.came_back_by(state, text);
                let (key, value) =
                    answer.map_or_else(Default::default, |it| (it.key.to_owned(), it.value.into_owned()));
                let (routing, action) = (run.scene.version.info.routing, ActionId(0));
                recorded.push(RecordedAnswer { routing, action, question: 1, key, value, text: text.to_owned() });
            }
            (None, None) => *entries.entry(here.unwrap_or_default()).or_default() += 1,
        }
    }
    recorded
}

/// Whether the open question passes by itself.
fn passes(state: &CallState) -> bool {
    state.question.as_ref().is_some_and(|question| question.passes_by.is_some())
}

/// The key and the value of an answer, and whether it changes the outside instead.
fn read(run: &Run, state: &CallState, text: &str) -> (String, String, bool) {
    if changes::read(&run.scene, state, text).is_some() {
        return (RecordedAnswer::CHANGE.to_owned(), text.to_owned(), true);
    }
    let answer = state.question.as_ref().and_then(|question| question.read(text).ok());
    answer.map_or_else(Default::default, |answer| (answer.key.to_owned(), answer.value.into_owned(), false))
}
