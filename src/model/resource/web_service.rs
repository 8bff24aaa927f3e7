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

/// An outside system asked over the web. Simulations never ask it: they use its canned answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WebService {
    /// HTTP method.
    pub method: String,
    /// Address; may hold placeholders.
    pub url: String,
    /// The *name* of the secret that authenticates, never the secret itself.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub secret_name: String,
    /// Body; may hold placeholders.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// Longest wait for an answer, in milliseconds.
    pub timeout_ms: u32,
    /// Canned answers.
    pub canned: Vec<CannedResponse>,
}

impl Default for WebService {
    fn default() -> Self {
        Self {
            method: "GET".to_owned(),
            url: String::new(),
            secret_name: String::new(),
            body: String::new(),
            timeout_ms: 5_000,
            canned: Vec::new(),
        }
    }
}
