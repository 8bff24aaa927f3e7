//! Outside systems asked over the web (spec: domain §2).

use serde::{Deserialize, Serialize};

/// A canned answer of a web service, for simulation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CannedResponse {
    /// Its name, such as *contract found*.
    pub name: String,
    /// HTTP status.
    pub status: u16,
    /// The body, usually JSON.
    pub body: String,
    /// How long the service takes, in milliseconds.
    pub delay_ms: u32,
}

/// How a web service learns who sends the request. The secret is named by [`WebService::secret_name`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Authentication {
    /// The request carries no secret.
    #[default]
    None,
    /// HTTP Basic: a user name, and the secret as the password.
    Basic {
        /// The user name.
        user: String,
    },
    /// `Authorization: Bearer` with the secret as the token.
    Bearer,
    /// The secret as the value of a header.
    Header {
        /// The name of the header, such as `X-Api-Key`.
        name: String,
    },
}

impl Authentication {
    /// Whether the request carries no secret.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::None
    }
}

/// An outside system asked over the web. Simulations never ask it: they use its canned answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WebService {
    /// HTTP method.
    pub method: String,
    /// The address that a version in production calls; may hold placeholders.
    pub url: String,
    /// The address that every other version calls; may hold placeholders. Empty: the same address.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub test_url: String,
    /// Headers, in order: names and values. The values may hold placeholders.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// How the service learns who sends the request.
    #[serde(skip_serializing_if = "Authentication::is_none")]
    pub authentication: Authentication,
    /// The *name* of the secret that authenticates, never the secret itself.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub secret_name: String,
    /// Body; may hold placeholders.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// Longest wait for an answer to one request, in milliseconds.
    pub timeout_ms: u32,
    /// How many more requests are sent after one that failed: at most [`WebService::MAX_RETRIES`].
    #[serde(skip_serializing_if = "is_zero")]
    pub retries: u32,
    /// The pause before each of them, in milliseconds.
    #[serde(skip_serializing_if = "is_zero")]
    pub retry_pause_ms: u32,
    /// The status codes that count as success: ranges, both ends included. Empty: 200 to 299.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub success: Vec<(u16, u16)>,
    /// Canned answers.
    pub canned: Vec<CannedResponse>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_zero(value: &u32) -> bool {
    *value == 0
}

impl WebService {
    /// Most requests after the first.
    pub const MAX_RETRIES: u32 = 5;
}

impl Default for WebService {
    fn default() -> Self {
        Self {
            method: "GET".to_owned(),
            url: String::new(),
            test_url: String::new(),
            headers: Vec::new(),
            authentication: Authentication::None,
            secret_name: String::new(),
            body: String::new(),
            timeout_ms: 5_000,
            retries: 0,
            retry_pause_ms: 0,
            success: Vec::new(),
            canned: Vec::new(),
        }
    }
}
