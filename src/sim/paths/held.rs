//! An exploration in which people, queues, systems and services are the same for the whole call, while callers, answers and times vary (spec:
//! testing §5); and the ends of the calls that it finds.

use crate::catalog::{Question, QuestionChoice};
use crate::model::{ActionRef, World};

use super::super::scene::Scene;
use super::super::state::CallState;
use super::super::trace::{Beat, What};

/// What a call is called whose *interaction end* routing fails. The outcome of the call is another one, and may be good.
pub(super) const FAILS_AT_END: &str = "Failure after the end";

/// What may still happen at a question.
pub type Choices<'a> = dyn Fn(&Scene, &CallState, &Question) -> Vec<QuestionChoice> + Sync + 'a;

/// What holds for the whole call.
pub struct Held<'a> {
    /// People, queues, systems and services.
    pub world: World,
    /// What may happen at a question.
    pub choices: &'a Choices<'a>,
}

impl std::fmt::Debug for Held<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Held").field("world", &self.world).finish_non_exhaustive()
    }
}

impl Held<'_> {
    /// A question with what may happen.
    pub(super) fn question(&self, scene: &Scene, state: &CallState, question: &Question) -> Question {
        let choices = (self.choices)(scene, state, question);
        Question { choices: choices.into(), passes_by: None, ..question.clone() }
    }
}

/// How a call ends, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct End {
    /// The last action.
    pub at: Option<ActionRef>,
    /// The branch by which the action was left last, whose link would have been followed; empty for none.
    pub branch: String,
    /// The outcome in words.
    pub outcome: String,
    /// Whether it is a bad one.
    pub is_bad: bool,
}

/// The ends in a step, each with how the call ends, as a sentence.
pub(super) fn ends_of(state: &CallState, beats: &[Beat]) -> Vec<(End, String)> {
    let mut found = Vec::new();
    let (mut at, mut left) = (None, String::new());
    for beat in beats {
        at = beat.place.or(at);
        let (outcome, how, is_bad) = match &beat.what {
            What::Left { branch, .. } => {
                left.clone_from(branch);
                continue;
            }
            What::Ended(outcome, how) => (outcome.words(), how, outcome.is_failure()),
            What::EndRoutingOver(how) if state.fails_at_end => (FAILS_AT_END, how, true),
            _ => continue,
        };
        found.push((End { at, branch: left.clone(), outcome: outcome.to_owned(), is_bad }, how.clone()));
    }
    found
}
