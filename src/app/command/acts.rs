//! What can be done with a routing, by name.

/// What can be done with a routing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoutingAct {
    /// Create a version of it.
    CreateVersion,
    /// Delete it.
    Delete,
    /// Copy it.
    Copy,
    /// Change its settings.
    Settings,
}

impl RoutingAct {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::CreateVersion, Self::Settings, Self::Copy, Self::Delete];

    /// The name of the act where the page of the routing is not shown.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::CreateVersion => "Create a version…",
            Self::Delete => "Delete the smart routing…",
            Self::Copy => "Copy the smart routing…",
            Self::Settings => "Settings of the smart routing…",
        }
    }
}
