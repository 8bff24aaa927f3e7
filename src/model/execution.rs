//! A test execution: a simulated interaction through a version in test, kept so that it can be looked at and tried again (spec:
//! domain §5). It is kept beside the project, never in its file.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::caller::Caller;
use super::id::EntryPointId;
use super::world::World;

/// An answer, and when it was given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TimedAnswer {
    /// Milliseconds since the interaction began.
    pub at_ms: u64,
    /// The answer as it is written.
    pub text: String,
}

/// A test execution. Caller and world are copies, so that it can be tried again when those of the project have changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Execution {
    /// When it was tried.
    pub at: DateTime<Utc>,
    /// Who called.
    pub caller: Caller,
    /// Everything outside the flow.
    pub world: World,
    /// Where it arrived.
    pub entry_point: Option<EntryPointId>,
    /// The seed of chance.
    pub seed: u64,
    /// The number of the rules by which it ran; 0 if it was kept before rules had a number.
    pub rules: u32,
    /// What was answered, in order.
    pub answers: Vec<TimedAnswer>,
    /// The digest of the version as it was.
    pub digest: String,
    /// The titles of the actions passed, in order.
    pub path: Vec<String>,
    /// How it turned out, in words.
    pub outcome: String,
    /// How long it took.
    pub duration_ms: u64,
    /// The recorded passages, each as *title → branch*.
    pub passages: Vec<String>,
    /// What happened, as prose, a line each.
    pub trace: String,
}

impl Execution {
    /// Who called, for a list.
    #[must_use]
    pub fn caller_words(&self) -> &str {
        match (self.caller.name.as_str(), self.caller.number.as_str()) {
            ("", "") => "Unknown caller",
            ("", number) => number,
            (name, _) => name,
        }
    }
}
