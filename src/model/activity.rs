//! The project's activity log: when, what, who (spec: domain §5).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who did it: the operating system's user name, or empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub who: String,
    /// What happened, as a sentence.
    pub what: String,
}
