//! Copied actions as plain data. `edit` copies and pastes them, and `storage` writes them as text (spec: domain §6).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::flow::{Action, Pos};
use super::id::RoutingId;

/// Copied actions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clip {
    /// The uid of the source project and the source routing: only there do the ids of items and of other actions mean anything. `None` for
    /// actions that were read from a text.
    pub source: Option<(String, RoutingId)>,
    /// The actions with their positions.
    pub actions: Vec<(Arc<Action>, Pos)>,
    /// The references of the items that the actions use by id.
    pub references: BTreeMap<u32, String>,
}

impl Clip {
    /// Whether the clip is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }

    /// The number of copied actions.
    #[must_use]
    pub fn len(&self) -> usize {
        self.actions.len()
    }
}
