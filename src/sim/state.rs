//! Where a call stands. All that the engine knows is in here, so that any step can be taken back, repeated, or
//! handed to somebody else.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::catalog::step::Endings;
use crate::catalog::{Draw, Fact, Facts, Interaction, Outcome, Purpose, Question, Request, ResultKind, Visit};
use crate::model::{ActionRef, ResourceId};

use super::entered::Entered;
use super::floor::wait::Floor;

/// Which part of the interaction runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Phase {
    /// A campaign calls, and nobody has answered yet.
    Dialling,
    /// The routing that the interaction came in by, and those it jumped to.
    #[default]
    Main,
    /// The *interaction end* routing of the entry point.
    End,
    /// Nothing more happens.
    Over,
}

/// How a run of a tree ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Marked on purpose, or by an action that closes.
    OnPurpose,
    /// A branch leads nowhere; it declares a result, so that is fine.
    ResultReached,
    /// A branch leads nowhere.
    LedNowhere,
    /// The interaction stays in the pool of unassigned interactions.
    InPool,
    /// Somebody took it from the pool while the flow went on.
    TakenFromPool,
    /// The customer left.
    CustomerLeft,
    /// A campaign called, and nobody answered: why.
    NotReached(&'static str),
    /// The same action, variables and clock came again.
    GoesRound(String),
    /// Too many actions ran.
    StepLimit(String),
    /// The flow cannot go on.
    Failed(String),
}

impl Ending {
    /// Whether the flow is at fault: a branch leads nowhere, or the flow cannot go on.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        matches!(self, Self::LedNowhere | Self::GoesRound(_) | Self::StepLimit(_) | Self::Failed(_))
    }

    /// How it ended, as a sentence.
    #[must_use]
    pub fn words(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::OnPurpose => "The tree ends here on purpose.",
            Self::ResultReached => "No action follows here, and none is needed.",
            Self::InPool => "The interaction stays in the pool of unassigned interactions.",
            Self::TakenFromPool => "Somebody took it from the pool, so the flow ends here.",
            Self::LedNowhere => "The branch leads nowhere: the customer is dropped.",
            Self::CustomerLeft => "The customer left.",
            Self::NotReached(why) => return format!("{why}, so the routing does not run.").into(),
            Self::GoesRound(round) => {
                return format!("These actions would repeat for ever without any change: {round}.").into();
            }
            Self::StepLimit(round) => return format!("Too many actions ran. The last round: {round}.").into(),
            Self::Failed(why) => return why.clone().into(),
        })
    }
}

/// A draw that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Drawing {
    /// What is drawn.
    pub draw: Draw,
    /// The request that is decided afterwards; none when the action itself asked.
    pub request: Option<Request>,
}

/// A smart routing runs and will come back.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OpenCall {
    /// The action that called it.
    pub at: ActionRef,
    /// The branches by which that action is left.
    pub endings: Endings,
}

/// Where a call stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallState {
    /// What belongs to the interaction.
    pub interaction: Interaction,
    /// The action that the call is in, or is about to enter.
    pub at: Option<ActionRef>,
    /// Whether the action has been entered.
    pub is_entered: bool,
    /// What the action keeps between two events.
    pub visit: Visit,
    /// The question that waits for an answer.
    pub question: Option<Question>,
    /// The wait for people, while there is one.
    pub floor: Option<Floor>,
    /// Which part of the interaction runs.
    pub phase: Phase,
    /// Actions run in this phase.
    pub steps: u32,
    /// How many jumps from routing to routing were made in this phase.
    pub nesting: u32,
    /// The return stack: the routings that run and will come back, the innermost last.
    pub calls: Vec<OpenCall>,
    /// The best result reached so far.
    pub best: Option<ResultKind>,
    /// The outcome, once it is fixed.
    pub outcome: Option<Outcome>,
    /// How it ended, in words, once it did.
    pub ending: Cow<'static, str>,
    /// Whether the *interaction end* routing failed. The outcome was fixed before it began.
    pub fails_at_end: bool,
    /// Who served the customer last.
    pub served_by: Option<ResourceId>,
    /// When the present interaction began: later than 0 after the customer has come back.
    pub began_ms: u64,
    /// What is known of the outside beyond what the outside says now.
    pub facts: Facts,
    /// The draw that waits for an answer.
    pub(super) drawing: Option<Drawing>,
    /// What was drawn for since the action was entered.
    pub(super) drawn: Vec<Purpose>,
    /// What the call looked like at the actions entered.
    pub(super) entered: Entered,
    /// The last actions entered, for naming a cycle.
    pub(super) recent: Vec<ActionRef>,
}

impl CallState {
    /// How deep the call is in other routings: jumps made, and calls that have not come back.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.nesting as usize + self.calls.len()
    }

    /// Whether nothing more happens.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.phase == Phase::Over
    }

    /// After a step of a call whose people are the outside's: what the call has noted of whose turn it is since is returned, and it asks the
    /// outside again what people are (spec: load §2).
    pub(super) fn hand_over(&mut self) -> BTreeMap<ResourceId, u32> {
        let is_of_people = |fact: &Fact| matches!(fact, Fact::State(_) | Fact::Load(_) | Fact::Cursor(_));
        self.facts.steps = self.facts.steps.saturating_add(1);
        self.facts.set.retain(|fact, _| !is_of_people(fact));
        let cursors = std::mem::take(&mut self.interaction.cursors);
        if !cursors.is_empty() {
            self.facts.read.retain(|fact, _| !is_of_people(fact));
        }
        cursors
    }
}
