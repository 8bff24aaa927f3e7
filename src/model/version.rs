//! A version of a routing: an action tree with a name and a place in the lifecycle (spec: domain §5). What
//! may happen to it is decided in `lifecycle`, not here.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use super::flow::Flow;
use super::id::{RoutingId, VersionId};

/// Where a version stands in its lifecycle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Status {
    /// A working copy; several at once.
    #[default]
    InDevelopment,
    /// The one that handles live interactions; at most one.
    InProduction,
    /// A former production version.
    InBackup,
}

impl Status {
    /// Every status, in the order of the routing page.
    pub const ALL: [Self; 3] = [Self::InProduction, Self::InDevelopment, Self::InBackup];

    /// The words a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::InDevelopment => "In development",
            Self::InProduction => "In production",
            Self::InBackup => "In backup",
        }
    }

    /// Whether tree, layout, settings, name and description may not change.
    #[must_use]
    pub fn is_read_only(self) -> bool {
        self != Self::InDevelopment
    }
}

/// A planned production (spec: domain §5).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The local time in the project's zone.
    pub at: NaiveDateTime,
    /// Why it was not put in production when the time came, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed: Option<String>,
}

/// All of a version but its tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionInfo {
    /// The routing it belongs to.
    pub routing: RoutingId,
    /// The name supervisors see.
    pub name: String,
    /// What is special about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Its place in the lifecycle.
    pub status: Status,
    /// Whether it is the one version of its routing in test mode.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_test: bool,
    /// Its planned production.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<Plan>,
    /// When it was created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<DateTime<Utc>>,
    /// When it was last put in production.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promoted: Option<DateTime<Utc>>,
    /// Digest of a read-only version, stamped when it became one; a mismatch means that the file was changed outside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

impl VersionInfo {
    /// Whether the version waits for its planned production; a missed one no longer waits.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        !self.status.is_read_only() && self.planned.as_ref().is_some_and(|plan| plan.missed.is_none())
    }

    /// Where it stands, in words: *In development, in test*.
    #[must_use]
    pub fn status_words(&self) -> String {
        let in_test = if self.in_test { ", in test" } else { "" };
        format!("{}{in_test}", self.status.words())
    }
}

/// A version: what is known of it, and its tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// Its id.
    pub id: VersionId,
    /// All but the tree.
    pub info: VersionInfo,
    /// The action tree.
    pub flow: Flow,
}
