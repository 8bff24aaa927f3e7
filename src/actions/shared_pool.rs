//! The pool of unassigned conversations: where one waits until somebody takes it (spec: distribution §2). It is assigned
//! when somebody is available and the customer writes again; a person may also join and reply at any time.

use crate::catalog::branch::ResultKind;
use crate::catalog::question::{Answer, AnswerInput, HANG_UP};
use crate::catalog::{BranchSpec, Cx, Effect, Pool, Question, QuestionChoice, Step};
use crate::model::resource::User;
use crate::model::{Channel, ResourceData, ResourceId};

use super::shared_mail::customer_writes;

/// Somebody has the conversation.
pub(super) const ASSIGNED: BranchSpec = BranchSpec::new("assigned", "Assigned").result(ResultKind::Person);
/// Nobody has it. Without a link it rests in the pool.
pub(super) const UNASSIGNED: BranchSpec = BranchSpec::new("unassigned", "Unassigned").may_rest();

/// How long one waits in the pool where nobody says so.
const WAIT_MS: u64 = 60_000;

/// `visit.stage` in the pool: nobody is available, or somebody is. Before that an action may use lower ones.
const NOBODY: u32 = 10;
const SOMEBODY: u32 = 11;

/// The channel of the routing that the action stands in.
pub(super) fn channel(cx: &Cx<'_>) -> Channel {
    cx.channel()
}

/// Whether a user exists and may receive the channel.
pub(super) fn may_receive(cx: &Cx<'_>, user: ResourceId) -> bool {
    user_of(cx, user).is_some_and(|user| !user.closed_channels.contains(&channel(cx)))
}

fn user_of<'a>(cx: &Cx<'a>, user: ResourceId) -> Option<&'a User> {
    match &cx.resource_of(user)?.data {
        ResourceData::User(user) => Some(user),
        _ => None,
    }
}

fn name<'a>(cx: &Cx<'a>, user: ResourceId) -> &'a str {
    cx.resource_of(user).map_or("Somebody", |found| found.name.as_str())
}

/// Notes why a decision was made.
pub(super) fn explain(cx: &mut Cx<'_>, reasons: &[String]) {
    for reason in reasons {
        cx.note(reason.clone());
    }
}

/// Gives the conversation to somebody.
pub(super) fn assign(cx: &mut Cx<'_>, user: ResourceId, name: &str) -> Step {
    cx.others_did(format!("{name} gets the conversation"));
    cx.emit(Effect::ServedBy(user));
    Step::go(&ASSIGNED)
}

/// Nobody was chosen: the conversation waits in the pool, while the flow goes on by *Unassigned* where that leads somewhere.
pub(super) fn unassigned(cx: &mut Cx<'_>, pool: &Pool) -> Step {
    if cx.action.links.contains_key(UNASSIGNED.key) {
        cx.note("The conversation stays in the pool while the flow goes on.");
        cx.wait_in(pool);
        return Step::go(&UNASSIGNED);
    }
    cx.note("The conversation waits in the pool.");
    cx.visit.stage = NOBODY;
    ask(cx, pool)
}

/// A choice for each person who could join.
pub(super) fn joining(cx: &Cx<'_>, mut question: Question, people: &[ResourceId]) -> Question {
    for user in people {
        let name = name(cx, *user);
        let choice =
            QuestionChoice::new("joins", format!("{name} joins and replies"), format!("{name} joins and replies"));
        question = question.choice(choice.value(user.to_string()).others());
    }
    question
}

/// *Customer leaves*, written as it suits the question.
pub(super) fn leaves(text: &'static str) -> QuestionChoice {
    QuestionChoice::new(HANG_UP, text, "Customer leaves").danger()
}

fn ask(cx: &Cx<'_>, pool: &Pool) -> Step {
    let is_somebody = cx.visit.stage == SOMEBODY;
    let is_given = pool.next.is_some();
    let rest = || QuestionChoice::new("rest", "leave it in the pool", "Leave it in the pool").others();
    let mut question = Question::new("waits in the pool");
    if is_somebody {
        question = question.detail("somebody is available");
    } else if is_given {
        let available = QuestionChoice::new("available", "somebody becomes available", "Somebody becomes available");
        question = question.choice(available.others());
    }
    let writes = QuestionChoice::new("writes", "customer writes", "Customer writes");
    // The first choice is the one that a run to the end takes, so it must lead on.
    question = if is_given {
        joining(cx, question.choice(writes), &pool.people).choice(rest())
    } else {
        joining(cx, question, &pool.people).choice(rest()).choice(writes)
    };
    let wait = QuestionChoice::new("wait", "wait", "Wait").input(AnswerInput::Duration(WAIT_MS)).time();
    if channel(cx) == Channel::Messaging {
        question = question
            .choice(QuestionChoice::new("writes", "customer writes", "Customer writes…").input(AnswerInput::Text));
    }
    Step::Ask(question.choice(wait).choice(leaves("customer leaves")))
}

/// What happens in the pool.
pub(super) fn hear(cx: &mut Cx<'_>, pool: &Pool, answer: &Answer) -> Step {
    match answer.key {
        "joins" => return joins(cx, pool, answer),
        "rest" => return Step::Rest,
        "available" => {
            cx.others_did("somebody becomes available");
            cx.visit.stage = SOMEBODY;
            // Who holds the line need not write.
            if channel(cx) == Channel::Voice {
                return give(cx, pool);
            }
        }
        "writes" => {
            match answer.value.as_str() {
                "" => cx.did("writes again"),
                text => customer_writes(cx, text),
            }
            if cx.visit.stage == SOMEBODY {
                return give(cx, pool);
            }
            cx.note("Nobody is available, so the conversation stays in the pool.");
        }
        _ => cx.spend(answer.ms()),
    }
    ask(cx, pool)
}

/// The person of an answer joins and replies, and owns the conversation.
pub(super) fn joins(cx: &mut Cx<'_>, pool: &Pool, answer: &Answer) -> Step {
    let found = pool.people.iter().copied().find(|user| user.to_string() == answer.value);
    let Some(user) = found else { return ask(cx, pool) };
    let name = name(cx, user);
    cx.others_did(format!("{name} joins and replies"));
    assign(cx, user, name)
}

fn give(cx: &mut Cx<'_>, pool: &Pool) -> Step {
    match pool.next {
        Some(user) => assign(cx, user, name(cx, user)),
        None => ask(cx, pool),
    }
}
