//! What happens between an interaction and the people who may serve it: one closed set of events, against which the actions
//! for queues, users, handing over, policies and rules are written (spec: meaning §8). In a simulation `sim` makes the
//! events of answers; a load run sends them from its floor. Nothing here decides who serves.

use crate::model::ResourceId;
use crate::model::resource::NoAnswer;

use super::decision::Request;
use super::interaction::Pool;

/// What happens between an interaction and people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FloorEvent {
    /// It rings at a person.
    Rings {
        /// Who.
        who: ResourceId,
    },
    /// A person served the customer, and the talk is over.
    Served {
        /// Who.
        who: ResourceId,
        /// When the talk began, in milliseconds since the interaction began: when the person answered, or had heard what is for the person.
        answered_at: u64,
        /// When the talk ended.
        left_at: u64,
        /// Whether the customer ended the talk and is gone.
        by_customer: bool,
    },
    /// A person who was rung does not want it.
    Rejected {
        /// Who.
        who: ResourceId,
    },
    /// A person who was rung did not answer within the ring time.
    RangOut {
        /// Who.
        who: ResourceId,
    },
    /// Everybody has disconnected.
    NobodyLeft,
    /// The longest wait is over.
    WaitOver,
    /// The customer left while waiting.
    GaveUp,
    /// A person has the conversation: by joining and replying, or from the pool.
    Taken {
        /// Who.
        who: ResourceId,
    },
    /// The position and the estimated wait are announced once more.
    Announces {
        /// The place in the queue, 1 is next.
        position: u32,
        /// The estimated wait in seconds, where there is one.
        estimated_wait_s: Option<u32>,
    },
}

/// For what an interaction waits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum WaitFor {
    /// A queue: who is free is rung, one after the other.
    Queue {
        /// What the queue was asked; it is asked again whenever somebody becomes free.
        request: Request,
        /// Who is rung, in this order.
        offers: Vec<ResourceId>,
        /// Whether it rings at once; otherwise those who wait already come before.
        rings: bool,
        /// The members who may serve once they are free, in the order of the queue.
        members: Vec<ResourceId>,
        /// The place in the queue, 1 is next.
        position: u32,
        /// The key by which the customer leaves the queue.
        exit_key: Option<String>,
        /// After how many milliseconds position and wait are announced again.
        announces_every_ms: Option<u64>,
    },
    /// One person who is rung.
    User(ResourceId),
    /// Somebody who joins and replies.
    Join {
        /// Who may join now.
        offers: Vec<ResourceId>,
        /// Who may once they are free.
        later: Vec<ResourceId>,
    },
    /// The pool of unassigned conversations.
    Pool(Pool),
    /// The delay in the pool before a policy decides.
    Delay(Pool),
}

/// A wait for people.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FloorWait {
    /// For what.
    pub wait_for: WaitFor,
    /// How long at most, in milliseconds from now; none for as long as it takes.
    pub longest_ms: Option<u64>,
    /// How long it rings at one person.
    pub ring_ms: u64,
    /// How long the talk lasts where nobody says so; none where the flow goes on at once.
    pub talk_ms: Option<u64>,
    /// How long who served is busy afterwards.
    pub wrap_up_ms: u64,
    /// What a person becomes who is rung and does not answer.
    pub no_answer: NoAnswer,
    /// What who answers hears before the talk begins.
    pub whisper: Option<Whisper>,
}

/// What a person hears before the talk and the customer does not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Whisper {
    /// The words.
    pub text: String,
    /// How long it takes, in milliseconds.
    pub length_ms: u64,
}
