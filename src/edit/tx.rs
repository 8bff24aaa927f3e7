//! An edit while it is applied: the copy of the project that it writes to, what it reports, and why it may be refused. What each edit does is in the
//! files beside this one; when a finished copy replaces the project is decided in `document.rs`.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::model::{ActionId, CallerId, EntryPointId, Place, Project, ResourceId, RoutingId, VersionId, WorldId};
use crate::uses::ItemId;

use super::slot::{Slot, SlotKey};

/// Why an edit is refused. The document is unchanged then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The lifecycle does not allow it: read-only, blank, and so on.
    #[error("{0}")]
    NotAllowed(String),
    /// Problems or required test calls hold a promotion back.
    #[error("Version \"{version}\" cannot be put in production yet: {}", reasons.join(" "))]
    HeldBack {
        /// The version's name.
        version: String,
        /// Each reason as a sentence.
        reasons: Vec<String>,
    },
    /// The gate was computed on an older state.
    #[error("The project has changed since it was checked. Try again.")]
    StaleGate,
    /// Something that the edit names does not exist.
    #[error("{0} does not exist any more.")]
    Missing(String),
    /// It is used; these are the places.
    #[error("{what} {why}: {}", places.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join(", "))]
    Used {
        /// What, in words.
        what: String,
        /// What cannot be done, in words.
        why: String,
        /// What.
        item: ItemId,
        /// Where, with the words.
        places: Vec<(Place, String)>,
    },
    /// The action has several followers and no way on.
    #[error("\"{0}\" leads to several actions. Choose which branch goes on, or remove it with all below.")]
    WhichWayOn(String),
    /// What was entered is not acceptable.
    #[error("{0}")]
    Invalid(String),
}

/// What is around an edit: the clock and the user, which the core never reads by itself.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// Now.
    pub now: DateTime<Utc>,
    /// The operating system's user name.
    pub who: String,
}

/// What an edit did, beyond the change itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Actions that it created, in order.
    pub actions: Vec<ActionId>,
    /// The version that it created.
    pub version: Option<VersionId>,
    /// The routing that it created.
    pub routing: Option<RoutingId>,
    /// The resource that it created.
    pub resource: Option<ResourceId>,
    /// The entry point that it created.
    pub entry_point: Option<EntryPointId>,
    /// The caller that it created.
    pub caller: Option<CallerId>,
    /// The world that it created.
    pub world: Option<WorldId>,
    /// Where what was replaced or renamed everywhere still stands: in versions that may not be edited.
    pub left: Vec<(Place, String)>,
    /// Something the user should know, as a sentence.
    pub notice: Option<String>,
}

/// An edit under way: it writes slots into a copy of the project, which replaces the project only when all went well.
pub(super) struct Tx {
    pub(super) project: Project,
    pub(super) before: BTreeMap<SlotKey, Slot>,
    pub(super) applied: Applied,
    /// The version whose steps leave the history: it was put in production.
    pub(super) fence: Option<VersionId>,
    /// A line for the activity log.
    pub(super) activity: Option<String>,
}

impl Tx {
    /// An edit of a copy of a project; nothing has changed yet.
    pub(super) fn new(project: &Project) -> Self {
        Self {
            project: project.clone(),
            before: BTreeMap::new(),
            applied: Applied::default(),
            fence: None,
            activity: None,
        }
    }

    /// Replaces a slot and remembers what was there first.
    pub(super) fn put(&mut self, slot: Slot) {
        let key = slot.key();
        let was = slot.put(&mut self.project);
        self.before.entry(key).or_insert(was);
    }

    /// A new id of the project.
    pub(super) fn new_id(&mut self) -> u32 {
        self.project.last_id += 1;
        self.project.last_id
    }
}
