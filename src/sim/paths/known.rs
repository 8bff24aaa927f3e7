//! What is decided of the outside on a way through a flow.

use std::collections::BTreeMap;

use crate::catalog::{Fact, FactValue};

/// A fact that is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decided {
    /// The place of the value among those that are tried.
    pub choice: usize,
    /// The value.
    pub value: FactValue,
    /// When it was decided, in milliseconds since the interaction began.
    pub since_ms: u64,
}

/// What is decided so far.
pub(super) type Known = BTreeMap<Fact, Decided>;

/// Whether a fact belongs to the frame of a call, and not to the parts of its state: the moment, and what may change during a call.
pub(super) fn is_of_frame(fact: Fact) -> bool {
    fact == Fact::Start || fact.may_change()
}
