//! What a queue says while a customer waits: the position and the estimated wait (spec: meaning §5, §8). It is no kind of its own.

use crate::catalog::system_phrases::{
    Phrase, QUEUE_POSITION, QUEUE_WAIT_HOURS, QUEUE_WAIT_MINUTE, QUEUE_WAIT_MINUTES, wait_phrase,
};
use crate::catalog::{Cx, Field};
use crate::model::Params;
use crate::model::resource::Queue;

use super::shared::ms;

/// Whether the action announces the position.
pub(super) const SAY_POSITION: Field<bool> =
    Field::yes_no("say_position", "Announce the position", false).help("Says which place in the queue it is.");
/// Whether the action announces the estimated wait.
pub(super) const SAY_WAIT: Field<bool> =
    Field::yes_no("say_wait", "Announce the estimated wait", false).help("Says how long it will probably take.");

/// What is announced: as the action asks for it, or its queue.
#[derive(Clone, Copy)]
pub(super) struct Says {
    position: bool,
    wait: bool,
}

impl Says {
    /// What the action asks for.
    pub(super) fn of(params: &Params) -> Self {
        Self { position: params.get(&SAY_POSITION), wait: params.get(&SAY_WAIT) }
    }

    /// The same, and what a queue asks for.
    fn and(self, queue: &Queue) -> Self {
        Self { position: self.position || queue.says_position, wait: self.wait || queue.says_wait }
    }
}

/// Says position and estimated wait, where the action or the queue asks for it.
pub(super) fn announce(cx: &mut Cx<'_>, own: Says, queue: &Queue, position: u32, estimated_wait_s: Option<u32>) {
    let says = own.and(queue);
    if says.position {
        let sentence = cx.phrase(&QUEUE_POSITION, &[("position", &position.to_string())]);
        cx.say(sentence);
    }
    let estimated_s = estimated_wait_s.filter(|seconds| *seconds > 0);
    if let Some(estimated_s) = estimated_s.filter(|_| says.wait) {
        let (phrase, number) = wait_phrase(estimated_s);
        let number = number.to_string();
        let sentence = cx.phrase(phrase, &[("minutes", &number), ("hours", &number)]);
        cx.say(sentence);
    }
}

/// After how many milliseconds position and wait are said again.
pub(super) fn announces_every_ms(own: Says, queue: &Queue) -> Option<u64> {
    let says = own.and(queue);
    Some(ms(i64::from(queue.announces_every_s))).filter(|every_ms| (says.position || says.wait) && *every_ms > 0)
}

/// The phrases that can be said: as the action asks for them, or one of the queues.
pub(super) fn phrases(params: &Params, queues: &[&Queue]) -> Vec<&'static Phrase> {
    let says = queues.iter().fold(Says::of(params), |says, queue| says.and(queue));
    let mut said = Vec::new();
    if says.position {
        said.push(&QUEUE_POSITION);
    }
    if says.wait {
        said.extend([&QUEUE_WAIT_MINUTE, &QUEUE_WAIT_MINUTES, &QUEUE_WAIT_HOURS]);
    }
    said
}
