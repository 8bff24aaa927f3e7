//! Where something is in a project: the action that a run has reached, the object that a use or a problem is found in. Only ids; whether the
//! object still exists is for the reader to find out.

use super::id::{ActionId, CallerId, EntryPointId, ResourceId, ScenarioId, TestCallId, VersionId, WorldId};

/// An action of a version: ids of actions are unique within a routing only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActionRef {
    /// The version.
    pub version: VersionId,
    /// The action.
    pub action: ActionId,
}

/// The object in which something is found: a use or a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// An action of a version.
    Action(ActionRef),
    /// A version.
    Version(VersionId),
    /// An entry point.
    EntryPoint(EntryPointId),
    /// A resource.
    Resource(ResourceId),
    /// A caller.
    Caller(CallerId),
    /// A world.
    World(WorldId),
    /// A test call.
    TestCall(TestCallId),
    /// A scenario.
    Scenario(ScenarioId),
    /// The phrases of the system, as a version says them or as the project has them.
    Phrases(Option<VersionId>),
    /// The settings of the project.
    Settings,
}

impl Place {
    /// The version that the place belongs to, if it belongs to one.
    #[must_use]
    pub fn version(self) -> Option<VersionId> {
        match self {
            Self::Action(action) => Some(action.version),
            Self::Version(version) | Self::Phrases(Some(version)) => Some(version),
            Self::EntryPoint(_)
            | Self::Resource(_)
            | Self::Caller(_)
            | Self::World(_)
            | Self::TestCall(_)
            | Self::Scenario(_)
            | Self::Phrases(None)
            | Self::Settings => None,
        }
    }
}
