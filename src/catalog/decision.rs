//! Who gets an interaction: what an action asks, and what `sim` answers through `dist` (spec: distribution, meaning §8).

use crate::model::ResourceId;

use super::interaction::Pool;

/// The priority of an interaction where nobody says another one, and of those who wait in a world.
pub const USUAL_PRIORITY: i64 = 5;

/// Who gets the interaction? Answered by `sim` through `dist`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Request {
    /// May it enter this queue, and who would take it?
    Queue {
        /// The queue.
        queue: ResourceId,
        /// Asked first, if free.
        preferred: PreferredAgent,
        /// The longest wait in seconds; the action's own wins over the queue's.
        max_wait_s: Option<u32>,
        /// Higher is served first, then who came first.
        priority: i64,
        /// Skills that who takes it must have, with the least level of each.
        skills: Vec<(String, i64)>,
    },
    /// Can this user take it?
    User {
        /// The user.
        user: ResourceId,
        /// Whether it also rings while the user is busy.
        allow_busy: bool,
        /// Whether it also rings while the user is away.
        allow_away: bool,
    },
    /// What is the state of this queue? Nobody enters it.
    QueueState {
        /// The queue.
        queue: ResourceId,
    },
    /// Who may join what is put before this team or queue?
    Join {
        /// The team or the queue.
        people: ResourceId,
    },
    /// Who gets it by this routing rule?
    Rule {
        /// The rule.
        rule: ResourceId,
        /// Whether a user must be available; otherwise only existence counts.
        needs_available: bool,
        /// The name of the opportunity that the customer chose; empty for none.
        opportunity: String,
    },
    /// Who gets it by this distribution policy?
    Policy {
        /// The policy.
        policy: ResourceId,
        /// Whether users at capacity are eligible; the policy's own word when none is given.
        allow_busy: Option<bool>,
        /// Whether users who are not connected are eligible.
        allow_offline: Option<bool>,
        /// Whether the user who served the customer last comes first.
        returning_to_same: Option<bool>,
    },
    /// Who may take it from the pool before this distribution policy decides?
    PolicyPool {
        /// The policy.
        policy: ResourceId,
    },
}

/// Who is asked before the others, if free.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PreferredAgent {
    /// Nobody in particular.
    #[default]
    Nobody,
    /// Who served this customer last on this channel.
    Last,
    /// A certain user.
    User(ResourceId),
}

/// What can be said of one user who is to be rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserVerdict {
    /// It rings.
    Rings,
    /// The user serves somebody else.
    Busy,
    /// The user cannot be rung: away, not connected, without the right to the channel, or with a day that is full.
    Unavailable,
}

/// Why a queue refuses (spec: actions §1, Queue branches; in this order).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueRefusal {
    /// Nobody who is connected could serve it.
    NoUser,
    /// Too many wait already.
    MaxWaiting,
    /// The estimated wait is longer than the longest wait.
    MaxEstimatedWait,
}

/// A decision, with its reasons in words that a supervisor reads (spec: distribution).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The queue refuses.
    Refused {
        /// Why.
        refusal: QueueRefusal,
        /// In words.
        reasons: Vec<String>,
    },
    /// The queue lets it in.
    Admitted {
        /// Its place in the queue, 1 is next.
        position: u32,
        /// Estimated wait in seconds; none where nobody is there to serve.
        estimated_wait_s: Option<u32>,
        /// Whether it rings at once; otherwise those who wait already come before.
        rings: bool,
        /// Who is rung, first first.
        offers: Vec<ResourceId>,
        /// The same, and behind them those who may serve once they are free.
        members: Vec<ResourceId>,
        /// In words.
        reasons: Vec<String>,
    },
    /// Somebody is chosen.
    Assigned {
        /// Who.
        user: ResourceId,
        /// The name.
        name: String,
        /// In words.
        reasons: Vec<String>,
    },
    /// Nobody is.
    Unassigned {
        /// In words.
        reasons: Vec<String>,
        /// Who may take it from the pool.
        pool: Pool,
    },
    /// The state of a queue.
    QueueState {
        /// How many wait.
        waiting: u32,
        /// The estimated wait in seconds of one more interaction; none where nobody is there to serve.
        estimated_wait_s: Option<u32>,
        /// How many people are connected.
        connected: u32,
        /// In words.
        reasons: Vec<String>,
    },
    /// Who may join.
    MayJoin {
        /// Who may now.
        offers: Vec<ResourceId>,
        /// Who may once they are free.
        later: Vec<ResourceId>,
        /// In words.
        reasons: Vec<String>,
    },
    /// Whether the user is rung.
    User {
        /// What can be said of the user.
        verdict: UserVerdict,
        /// In words.
        reasons: Vec<String>,
    },
}
