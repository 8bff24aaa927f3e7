//! Drives one action by the engine, in a tree of Start, what comes before, and itself: over a stage, with answers, to the branch by which it
//! is left.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::catalog::question::Answer;
use crate::catalog::{ActionSpec, Effect, Interaction, Question, Stage};
use crate::model::{Action, ActionId, Flow, Link, Routing, RoutingId, TreeType, Version, VersionId, VersionInfo};
use crate::sim::engine::{Input, begin, step};
use crate::sim::{Scene, SceneRequest, What};

/// The routing that the action stands in.
pub(super) const ROUTING: RoutingId = RoutingId(50);
const VERSION: VersionId = VersionId(51);

/// How an action was left.
#[derive(Debug, PartialEq)]
pub(super) enum Left {
    By(String),
    Jump,
    Ended,
    HungUp,
    /// Nobody answered its question any more.
    Waiting,
}

/// Drives one action over a stage. `answer` is asked at each question; none leaves the action waiting.
pub(super) fn drive(
    spec: &ActionSpec,
    action: &Action,
    stage: &Stage,
    answer: &mut dyn FnMut(&Question) -> Option<Answer>,
) -> (Left, Vec<Effect>, Interaction) {
    let scene = scene(spec, action, stage);
    let (mut now, _) = begin(&scene);
    let mut effects = Vec::new();
    let mut input = Input::Go;
    for _ in 0..200 {
        let (next, beats) = step(&scene, &now, &input);
        now = next;
        let mut left = None;
        for beat in beats {
            let is_here = beat.place.is_some_and(|place| place.action == action.id);
            match beat.what {
                What::Effect(effect) if is_here => effects.push(effect),
                What::Left { branch, .. } if is_here && left.is_none() => left = Some(Left::By(branch)),
                What::Jumped(_) => left = Some(Left::Jump),
                _ => {}
            }
        }
        let ended = if now.interaction.is_customer_gone { Left::HungUp } else { Left::Ended };
        let left = left.or_else(|| now.is_over().then_some(ended));
        if let Some(left) = left {
            return (left, effects, now.interaction);
        }
        let is_before = now.at.is_some_and(|place| place.action != action.id);
        input = match &now.question {
            None => Input::Go,
            Some(question) if is_before => {
                let answer = question.passing_answer().expect("what comes before passes by itself");
                Input::Answer { answer, at_ms: None }
            }
            Some(question) => match answer(question) {
                Some(answer) => Input::Answer { answer, at_ms: None },
                None => return (Left::Waiting, effects, now.interaction),
            },
        };
    }
    panic!("{} hangs", spec.id);
}

fn scene(spec: &ActionSpec, action: &Action, stage: &Stage) -> Scene {
    let channel = stage.channel.or(spec.channels.0.first().copied()).unwrap_or_default();
    let tree = TreeType { channel, ..TreeType::default() };
    let mut action = action.clone();
    for branch in spec.branches(&action, tree) {
        action.links.insert(branch.key.into_owned(), Link::EndsHere);
    }
    let mut flow = Flow::blank(ActionId(1));
    let mut next = action.id;
    for (before, id) in stage.before.iter().rev().zip(action.id.0 + 1..) {
        let mut before = Action { id: ActionId(id), ..before.clone() };
        for branch in crate::actions::branch_keys(&before, tree) {
            before.links.insert(branch, Link::To(next));
        }
        next = before.id;
        flow.actions.insert(next, Arc::new(before));
    }
    let start = Arc::make_mut(flow.actions.get_mut(&ActionId(1)).unwrap());
    start.links.insert("ok".to_owned(), Link::To(next));
    flow.actions.insert(action.id, Arc::new(action));
    let mut project = stage.project.clone();
    let (name, reference) = ("Test".to_owned(), "test".to_owned());
    let routing = Routing { id: ROUTING, name, reference, channel, ..Routing::default() };
    project.routings.insert(ROUTING, Arc::new(routing));
    let info = VersionInfo { routing: ROUTING, ..VersionInfo::default() };
    project.versions.insert(VERSION, Arc::new(Version { id: VERSION, info, flow }));
    let (caller, world) = (stage.caller.clone(), stage.world.clone());
    let request = SceneRequest { version: VERSION, entry_point: None, caller, world, seed: 7 };
    Scene::new(Arc::new(project), request).unwrap()
}

/// The answers of a script.
pub(super) fn texts(script: &str) -> VecDeque<&str> {
    script.split(';').map(str::trim).filter(|text| !text.is_empty()).collect()
}

/// The next answer of a script if it fits; else what happens by itself.
pub(super) fn reply(answers: &mut VecDeque<&str>, question: &Question) -> Option<Answer> {
    match answers.front().and_then(|text| question.read(text).ok()) {
        Some(answer) => answers.pop_front().map(|_| answer),
        None => question.passing_answer(),
    }
}
