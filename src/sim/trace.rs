//! What happened in a run, in order: beats. Transcript, events, ledger and the path on the canvas are all read off them.

use crate::catalog::assign::Assigned;
use crate::catalog::{Effect, Fact, FactValue, Outcome};
use crate::model::{ActionRef, ResourceId};

/// Something that happened, where and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beat {
    /// Virtual time since the call began, in milliseconds.
    pub at_ms: u64,
    /// The action it happened in, if in one.
    pub place: Option<ActionRef>,
    /// What.
    pub what: What,
}

/// An action that a call has left, where nobody reads words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// The action.
    pub at: ActionRef,
    /// The place, among the branches of the action, of the one that really happens; none where it was left without one.
    pub branch: Option<u16>,
    /// Virtual time since the call began, in milliseconds.
    pub at_ms: u64,
    /// The queue that refused the interaction, where one did.
    pub refused: Option<ResourceId>,
}

/// How an action is left without a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The customer left.
    CustomerLeft,
    /// The action itself ended the interaction.
    Closed,
    /// The interaction waits in the pool, and nothing follows.
    Waiting,
    /// Somebody took the interaction from the pool.
    Taken,
    /// The routing that ran from this action did not come back.
    NotBack,
    /// The flow cannot go on from here.
    Error,
}

impl Stop {
    /// The word of a report.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::CustomerLeft => "customer_left",
            Self::Closed => "closed",
            Self::Waiting => "waiting",
            Self::Taken => "taken",
            Self::NotBack => "not_back",
            Self::Error => "error",
        }
    }

    /// The words in place of the label of a branch.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::CustomerLeft => "The customer left",
            Self::Closed => "Closed",
            Self::Waiting => "Waits in the pool",
            Self::Taken => "Taken from the pool",
            Self::NotBack => "Did not come back",
            Self::Error => "Error",
        }
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The call begins, or the *interaction end* routing does: a sentence.
    Began(String),
    /// An action made something happen.
    Effect(Effect),
    /// The call left the action by a branch.
    Left {
        /// The key of the branch whose link is followed.
        branch: String,
        /// The key of the branch that really happens: another one where a fallback is followed.
        taken: String,
        /// The label of the branch that really happens, and of what is followed instead.
        label: String,
        /// The action that follows, if one does.
        to: Option<crate::model::ActionId>,
        /// Whether the branch has no link, and that of *If something fails* of Start is followed.
        by_start: bool,
    },
    /// Somebody changed a fact about the outside.
    Set(Fact, FactValue),
    /// Somebody changed a variable.
    SetVariable(Assigned),
    /// The action was left without a branch.
    Stopped(Stop),
    /// Control moved to another routing.
    Jumped(String),
    /// Another routing runs and will come back to the action: a sentence.
    Called(String),
    /// The action ended its routing by an ending of its own: a sentence.
    CameBack(String),
    /// A called routing ended otherwise, after the action was left, and comes back: a sentence.
    Returned(String),
    /// The interaction ended: the outcome, and how.
    Ended(Outcome, String),
    /// The *interaction end* routing ended.
    EndRoutingOver(String),
}

/// The place of the first beat that is different in two courses of a call; none where one of them is the beginning of the other.
#[must_use]
pub fn first_difference(one: &[Beat], other: &[Beat]) -> Option<usize> {
    one.iter().zip(other).position(|(one, other)| one != other)
}
