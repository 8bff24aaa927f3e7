//! Copied actions, notes and frames as plain data. `edit` copies and pastes them, and `storage` writes them as text (spec: domain §6).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::annotation::Annotation;
use super::area::Pos;
use super::flow::Action;
use super::id::RoutingId;

/// Copied actions, notes and frames.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clip {
    /// The uid of the source project and the source routing: only there do the ids of items and of other actions mean anything. `None` for
    /// actions that were read from a text.
    pub source: Option<(String, RoutingId)>,
    /// The actions with their positions.
    pub actions: Vec<(Arc<Action>, Pos)>,
    /// The notes and frames.
    pub annotations: Vec<Annotation>,
    /// The references of the items that the actions use by id.
    pub references: BTreeMap<u32, String>,
}

impl Clip {
    /// Whether the clip is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.actions.is_empty() && self.annotations.is_empty()
    }

    /// How much was copied: *2 actions and one note or frame*.
    #[must_use]
    pub fn count_words(&self) -> String {
        let counted = |count: usize, one: &str, many: &str| match count {
            0 => None,
            1 => Some(one.to_owned()),
            more => Some(format!("{more} {many}")),
        };
        let actions = counted(self.actions.len(), "One action", "actions");
        let first = if actions.is_some() { "one note or frame" } else { "One note or frame" };
        let annotations = counted(self.annotations.len(), first, "notes or frames");
        let all: Vec<String> = actions.into_iter().chain(annotations).collect();
        if all.is_empty() { "Nothing".to_owned() } else { all.join(" and ") }
    }

    /// The number of copied actions.
    #[must_use]
    pub fn len(&self) -> usize {
        self.actions.len()
    }
}
