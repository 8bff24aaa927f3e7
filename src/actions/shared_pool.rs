//! The pool of unassigned conversations: where one waits until somebody takes it (spec: distribution §2, meaning §8). Who gets
//! it, and when, is decided outside. It is no kind of its own.

use crate::catalog::branch::ResultKind;
use crate::catalog::question::Answer;
use crate::catalog::{BranchSpec, Cx, Effect, FloorEvent, FloorWait, Pool, Step, WaitFor};
use crate::model::ResourceId;
use crate::model::resource::NoAnswer;

use super::shared_mail::{customer_attaches, customer_writes};

/// Somebody has the conversation.
pub(super) const ASSIGNED: BranchSpec = BranchSpec::new("assigned", "Assigned").result(ResultKind::Person);
/// Nobody has it. Without a link it rests in the pool.
pub(super) const UNASSIGNED: BranchSpec = BranchSpec::new("unassigned", "Unassigned").may_rest();

/// Gives the conversation to somebody.
pub(super) fn assign(cx: &mut Cx<'_>, user: ResourceId, name: &str) -> Step {
    cx.others_did(format_args!("{name} gets the conversation"));
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
    wait(WaitFor::Pool(pool.clone()), None)
}

/// Waits in the pool.
pub(super) fn wait(wait_for: WaitFor, longest_ms: Option<u64>) -> Step {
    Step::Wait(Box::new(FloorWait {
        wait_for,
        longest_ms,
        ring_ms: 0,
        talk_ms: None,
        wrap_up_ms: 0,
        no_answer: NoAnswer::StaysAvailable,
        whisper: None,
    }))
}

/// What happens in the pool: a person has it, or it is left there.
pub(super) fn happened(cx: &mut Cx<'_>, event: FloorEvent) -> Step {
    match event {
        FloorEvent::Taken { who } | FloorEvent::Served { who, .. } => {
            let found = cx.resource_of(who);
            let name = found.map_or_else(|| "Somebody".to_owned(), |user| user.name.clone());
            assign(cx, who, &name)
        }
        FloorEvent::WaitOver => Step::Rest,
        FloorEvent::Rings { .. }
        | FloorEvent::Rejected { .. }
        | FloorEvent::RangOut { .. }
        | FloorEvent::NobodyLeft
        | FloorEvent::GaveUp
        | FloorEvent::Announces { .. } => Step::Stay,
    }
}

/// The customer writes again, or sends a file, while the conversation is in the pool.
pub(super) fn hear(cx: &mut Cx<'_>, answer: &Answer) -> Step {
    match (answer.key, &*answer.value) {
        ("attaches", name) => customer_attaches(cx, name),
        (_, "") => cx.did("writes again"),
        (_, text) => customer_writes(cx, text),
    }
    Step::Stay
}
