//! An edit in progress: the copy of the project that it writes to, its report, and the reasons for a refusal. The edits themselves are in the
//! other files of this folder; `document.rs` replaces the project with the finished copy.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::model::{
    ActionId, AnnotationId, CallerId, EntryPointId, Place, Project, ResourceId, RoutingId, ScenarioId, TestCallId,
    VersionId, WorldId,
};
use crate::uses::ItemId;

use super::slot::{Slot, SlotKey};

/// Why an edit is refused. The document is unchanged then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The lifecycle does not allow it: read-only, blank, and so on.
    #[error("{0}")]
    NotAllowed(String),
    /// Problems or required test calls block a promotion.
    #[error("Version \"{version}\" cannot be put in production yet: {}", reasons.join(" "))]
    HeldBack {
        /// The version's name.
        version: String,
        /// Each reason as a sentence.
        reasons: Vec<String>,
    },
    /// The gate was computed for an older state.
    #[error("The project has changed since it was checked. Try again.")]
    StaleGate,
    /// An object of the edit does not exist.
    #[error("{0} no longer exists.")]
    Missing(String),
    /// The object is in use, in these places.
    #[error("{what} {why}: {}", places.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join(", "))]
    Used {
        /// The object, in words.
        what: String,
        /// The operation that is not possible, in words.
        why: String,
        /// The object.
        item: ItemId,
        /// The places, with their descriptions.
        places: Vec<(Place, String)>,
    },
    /// The action has several followers and no branch to continue by.
    #[error("\"{0}\" leads to several actions. Choose the branch to continue by, or remove the action with all below.")]
    WhichWayOn(String),
    /// The input is not valid.
    #[error("{0}")]
    Invalid(String),
}

/// The context of an edit: the time and the user, which the core never reads by itself.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// Now.
    pub now: DateTime<Utc>,
    /// The operating system's user name.
    pub who: String,
}

/// The results of an edit, other than the change itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Actions that it created, in order.
    pub actions: Vec<ActionId>,
    /// Notes and frames that it created, in order.
    pub annotations: Vec<AnnotationId>,
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
    /// The test call that it created.
    pub test_call: Option<TestCallId>,
    /// The scenario that was created.
    pub scenario: Option<ScenarioId>,
    /// Remaining uses of a replaced or renamed item: in read-only versions.
    pub left: Vec<(Place, String)>,
    /// A notice for the user, as a sentence.
    pub notice: Option<String>,
}

/// An edit in progress: it writes slots into a copy of the project, which replaces the project only on success.
pub(super) struct Tx {
    pub(super) project: Project,
    pub(super) before: BTreeMap<SlotKey, Slot>,
    pub(super) applied: Applied,
    /// The version that was put in production; its steps leave the history.
    pub(super) fence: Option<VersionId>,
    /// A line for the activity log.
    pub(super) activity: Option<String>,
}

impl Tx {
    /// Starts an edit on a copy of a project.
    pub(super) fn new(project: &Project) -> Self {
        Self {
            project: project.clone(),
            before: BTreeMap::new(),
            applied: Applied::default(),
            fence: None,
            activity: None,
        }
    }

    /// Replaces a slot and remembers its first content.
    pub(super) fn put(&mut self, slot: Slot) {
        let key = slot.key();
        let was = slot.put(&mut self.project);
        self.before.entry(key).or_insert(was);
    }

    /// A new project id.
    pub(super) fn new_id(&mut self) -> u32 {
        self.project.last_id += 1;
        self.project.last_id
    }
}
