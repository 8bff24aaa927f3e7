//! Drives one action by itself, without an engine: over a stage, with answers, to the branch by which it is left.

use std::collections::{BTreeMap, VecDeque};

use crate::catalog::question::{Answer, HANG_UP};
use crate::catalog::{
    ActionSpec, Cx, Decision, Effect, Event, Interaction, Question, QueueRefusal, Request, Stage, Step, Visit,
    interaction,
};
use crate::model::resource::{MaxWaiting, NoUserStrategy, Queue};
use crate::model::{Action, ResourceData, ResourceId, RoutingId, UserState};

/// The routing that the action stands in.
pub(super) const ROUTING: RoutingId = RoutingId(50);

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
    let (project, world, caller) = (&stage.project, &stage.world, &stage.caller);
    let zone = interaction::zone(&project.settings.time_zone, "");
    let started = world.start.map(|local| interaction::moment(local, zone)).unwrap_or_default();
    let mut interaction = Interaction { started, seed: 7, variables: variables(stage), ..Interaction::default() };
    let (mut visit, mut effects, mut event) = (Visit::default(), Vec::new(), Event::Enter);
    for _ in 0..200 {
        let mut cx = Cx {
            project,
            routing: ROUTING,
            action,
            event: &event,
            caller,
            world,
            interaction: &mut interaction,
            visit: &mut visit,
            effects: &mut effects,
            is_clock_outside: false,
        };
        let left = match (spec.run)(&mut cx) {
            Step::Go(branch) | Step::LeftBy(branch) => Left::By(branch.into_owned()),
            Step::Jump { .. } => Left::Jump,
            Step::End => Left::Ended,
            Step::Decide(request) => {
                event = Event::Decided(decide(stage, &request));
                continue;
            }
            Step::Ask(question) => match answer(&question) {
                Some(answer) if answer.key == HANG_UP => Left::HungUp,
                Some(answer) => {
                    event = Event::Answer(answer);
                    continue;
                }
                None => Left::Waiting,
            },
        };
        return (left, effects, interaction);
    }
    panic!("{} hangs", spec.id);
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

fn variables(stage: &Stage) -> BTreeMap<String, String> {
    let mut variables = BTreeMap::new();
    for resource in stage.project.resources.values() {
        if let ResourceData::Variable(variable) = &resource.data {
            for field in &variable.fields {
                variables.insert(format!("{}.{}", resource.reference, field.name), field.default.clone());
            }
        }
    }
    let caller = &stage.caller;
    variables.extend(caller.variables.clone());
    variables.extend([
        ("call.number".to_owned(), caller.number.clone()),
        ("call.language".to_owned(), caller.language.clone()),
        ("call.source".to_owned(), caller.source.clone()),
        ("call.score".to_owned(), caller.score.map(|score| score.to_string()).unwrap_or_default()),
        ("call.first_time".to_owned(), if caller.contacts.is_empty() { "yes" } else { "no" }.to_owned()),
    ]);
    variables
}

/// A stand-in for `dist`: enough to reach every answer of a queue and of a user.
fn decide(stage: &Stage, request: &Request) -> Decision {
    let state_of = |user: &ResourceId| stage.world.users.get(user).copied().unwrap_or_default();
    let (id, reasons) = match request {
        Request::User { user } => return Decision::User { state: state_of(user), reasons: Vec::new() },
        Request::Queue { queue, .. } => (queue, vec!["Because.".to_owned()]),
    };
    let queue = match &stage.project.resources[id].data {
        ResourceData::Queue(queue) => queue.clone(),
        _ => Queue::default(),
    };
    let line = stage.world.queues.get(id).copied().unwrap_or_default();
    let members: Vec<ResourceId> = queue.members.iter().map(|member| member.who).collect();
    let connected = members.iter().filter(|user| state_of(user) != UserState::Offline).count();
    let estimated_wait_s = line.estimated_wait_s.unwrap_or(60);
    let is_full = matches!(queue.max_waiting, MaxWaiting::Count(most) if line.waiting >= most);
    let refusal = if connected == 0 && queue.no_user == NoUserStrategy::Overflow {
        QueueRefusal::NoUser
    } else if is_full {
        QueueRefusal::MaxWaiting
    } else if estimated_wait_s > queue.max_wait_s {
        QueueRefusal::MaxEstimatedWait
    } else {
        let free = members.into_iter().filter(|user| state_of(user) == UserState::Available);
        let candidates = free.map(|user| (user, stage.project.resources[&user].name.clone())).collect();
        return Decision::Admitted { position: line.waiting + 1, estimated_wait_s, candidates, reasons };
    };
    Decision::Refused { refusal, reasons }
}
