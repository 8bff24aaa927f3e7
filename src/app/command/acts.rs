//! What can be done with a routing, by name.

/// What can be done with a routing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoutingAct {
    /// Create a version.
    CreateVersion,
    /// Delete the routing.
    Delete,
    /// Copy the routing.
    Copy,
    /// Change the settings.
    Settings,
}

impl RoutingAct {
    /// Every act.
    pub const ALL: [Self; 4] = [Self::CreateVersion, Self::Settings, Self::Copy, Self::Delete];

    /// The name of the act outside the page of the routing.
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
