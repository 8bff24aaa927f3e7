//! What can be created in a project, by name.

use strum::IntoEnumIterator;

use crate::model::ResourceKind;

/// What can be created in a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum New {
    /// A smart routing; asks for its name and channel.
    Routing,
    /// An entry point.
    EntryPoint,
    /// A caller for the simulation.
    Caller,
    /// A world for the simulation.
    World,
    /// A scenario of load runs.
    Scenario,
    /// A resource of a kind.
    Resource(ResourceKind),
}

impl New {
    /// Everything that can be created.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Routing, Self::EntryPoint, Self::Caller, Self::World, Self::Scenario]
            .into_iter()
            .chain(ResourceKind::iter().map(Self::Resource))
    }

    /// The label of the button.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Routing => "New smart routing…".to_owned(),
            Self::EntryPoint => "New entry point".to_owned(),
            Self::Caller => "New caller".to_owned(),
            Self::World => "New world".to_owned(),
            Self::Scenario => "New scenario".to_owned(),
            Self::Resource(kind) => format!("New {}", kind.in_sentence()),
        }
    }
}
