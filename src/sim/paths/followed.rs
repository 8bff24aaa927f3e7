//! Which steps and which places count where a round without a way out is looked for (spec: testing §4).

use crate::catalog::question::{HANG_UP, LEAVES_TALK};
use crate::catalog::{Answer, Fact, FactValue};
use crate::model::ServiceState;

use super::flow::{Edge, Effect, Flow, Frame};

/// Which steps are followed where a round without a way out is looked for, and where a call is out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Followed {
    /// All steps; a call is out where it is over.
    All,
    /// Steps in which no outside system and no web service fails and nobody hangs up; a call is out where it is over, and where a question
    /// leaves a choice, or none but to hang up. A customer who can only hang up, or hope that something fails, is stuck.
    Undisturbed,
}

impl Followed {
    /// Whether a step is followed.
    pub(super) fn takes(self, flow: &Flow, edge: &Edge, effect: &Effect) -> bool {
        let fails = |(fact, value): &(Fact, FactValue)| match fact {
            Fact::System(_) => *value == FactValue::Yes(false),
            Fact::Service(_) => *value == FactValue::Service(ServiceState::Down),
            _ => false,
        };
        let input = flow.frames.get(edge.from).and_then(|frame| frame.inputs.get(edge.input));
        self == Self::All || !(input.is_some_and(|input| leaves(input.as_ref())) || effect.decided.iter().any(fails))
    }

    /// The steps out of a frame that are followed.
    pub(super) fn edges_of(self, flow: &Flow, frame: usize) -> impl Iterator<Item = (usize, &Edge, &Effect)> {
        flow.edges_of(frame).filter(move |(_, edge, effect)| self.takes(flow, edge, effect))
    }

    /// Whether a call at a frame is in no round.
    pub(super) fn is_out(self, frame: &Frame) -> bool {
        let goes_on = || frame.inputs.iter().filter(|input| !leaves(input.as_ref())).count() == 1;
        frame.is_over || (self == Self::Undisturbed && !goes_on())
    }
}

/// Whether the customer leaves by an input.
fn leaves(input: Option<&Answer>) -> bool {
    input.is_some_and(|answer| matches!(answer.key, HANG_UP | LEAVES_TALK))
}
