//! The action tree of a version: actions, their links, and where they stand on the canvas (spec: domain §6).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::annotation::Annotation;
use super::area::Pos;
use super::id::{ActionId, AnnotationId, RowId};
use super::params::Params;

/// The kind of the action that every tree begins with.
pub const START: &str = "start";

/// What follows in a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Link {
    /// The action that follows.
    To(ActionId),
    /// The interaction ends here on purpose.
    EndsHere,
}

impl Link {
    /// The action that follows, if one does.
    #[must_use]
    pub fn target(self) -> Option<ActionId> {
        match self {
            Self::To(id) => Some(id),
            Self::EndsHere => None,
        }
    }
}

/// One action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Action {
    /// Unique in the routing.
    pub id: ActionId,
    /// The id of its kind in the catalogue. A kind that this program does not know is kept and shown grey.
    pub kind: String,
    /// A title of its own; empty means the kind's title.
    pub title: String,
    /// A remark for colleagues.
    pub comment: String,
    /// The parameters.
    pub params: Params,
    /// Whether each pass writes a line to the interaction's events (spec: domain §7).
    pub record_passage: bool,
    /// What follows, by branch key.
    pub links: BTreeMap<String, Link>,
    /// The last row id handed out.
    pub last_row: RowId,
    /// The parameters as the file has them, where this program cannot read them; written back unchanged.
    pub foreign_params: Option<Arc<str>>,
}

impl Action {
    /// A new action of a kind, with nothing entered.
    #[must_use]
    pub fn new(id: ActionId, kind: &str) -> Self {
        Self { id, kind: kind.to_owned(), ..Self::default() }
    }

    /// Whether this is the Start action.
    #[must_use]
    pub fn is_start(&self) -> bool {
        self.kind == START
    }
}

/// An action tree with its layout.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// The actions by id.
    pub actions: BTreeMap<ActionId, Arc<Action>>,
    /// Where each stands on the canvas; one without a place is laid out when it is shown.
    pub positions: BTreeMap<ActionId, Pos>,
    /// The notes and frames on the canvas.
    pub annotations: BTreeMap<AnnotationId, Arc<Annotation>>,
}

impl Flow {
    /// A tree of a Start action and nothing else.
    #[must_use]
    pub fn blank(start: ActionId) -> Self {
        let mut flow = Self::default();
        flow.actions.insert(start, Arc::new(Action::new(start, START)));
        flow.positions.insert(start, Pos(0, 0));
        flow
    }

    /// The Start action.
    #[must_use]
    pub fn start(&self) -> Option<&Arc<Action>> {
        self.actions.values().find(|action| action.is_start())
    }

    /// Whether there is Start alone, or nothing linked after it (spec: domain §5, blank version).
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.start().is_none_or(|start| start.links.values().all(|link| link.target().is_none()))
    }
}
