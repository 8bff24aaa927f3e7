//! Numeric ids. The project hands out all of them but three: ids of actions and annotations come from the routing and row ids
//! from the action, so that the same number in two versions of a routing is the same object through time
//! (spec: domain §1, §6). No id is ever reused.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
    )* };
}

id! {
    /// A smart routing.
    RoutingId,
    /// A version of a routing.
    VersionId,
    /// An action, unique within its routing.
    ActionId,
    /// A note or a frame on the canvas of a version. The routing hands it out as it does the ids of actions, so no action of the routing has the
    /// same number.
    AnnotationId,
    /// A row of an action's parameter, unique within its action. A branch made by a row has the key `row:<id>`.
    RowId,
    /// A resource of any kind.
    ResourceId,
    /// An entry point.
    EntryPointId,
    /// A caller (persona).
    CallerId,
    /// A world (preset of everything outside the flow).
    WorldId,
    /// A test call.
    TestCallId,
    /// A scenario of load runs.
    ScenarioId,
}

impl RowId {
    /// The key of the branch that this row makes, `row:<id>` (spec: domain §6).
    #[must_use]
    pub fn branch_key(self) -> String {
        format!("row:{}", self.0)
    }
}
