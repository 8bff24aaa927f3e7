//! Entry points: where interactions arrive (spec: domain §3).

use serde::{Deserialize, Serialize};

use super::id::{EntryPointId, RoutingId};
use super::routing::Channel;

/// What an entry point is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EntryPointKind {
    /// A phone number that stands for one source.
    #[default]
    SourceNumber,
    /// A phone number of a website pool, which knows the visitor's session.
    WebsitePoolNumber,
}

impl EntryPointKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::SourceNumber, Self::WebsitePoolNumber];

    /// The words a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::SourceNumber => "Phone number (source)",
            Self::WebsitePoolNumber => "Phone number (website pool)",
        }
    }

    /// The channel of what arrives there.
    #[must_use]
    pub fn channel(self) -> Channel {
        match self {
            Self::SourceNumber | Self::WebsitePoolNumber => Channel::Voice,
        }
    }
}

/// Which version of the routing an entry point reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ReachedStatus {
    /// The version in production.
    #[default]
    InProduction,
    /// The version in test.
    InTest,
}

impl ReachedStatus {
    /// The words a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::InProduction => "in production",
            Self::InTest => "in test",
        }
    }
}

/// An entry point.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryPoint {
    /// Its id.
    #[serde(skip)]
    pub id: EntryPointId,
    /// The name supervisors see.
    pub name: String,
    /// Unique among entry points, `[a-z0-9_-]{1,64}`.
    pub reference: String,
    /// What it is.
    pub kind: EntryPointKind,
    /// The number, in international form (E.164).
    pub address: String,
    /// The routing and the status of the version that it reaches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned: Option<(RoutingId, ReachedStatus)>,
    /// The *interaction end* routing that runs when the interaction ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_routing: Option<RoutingId>,
}
