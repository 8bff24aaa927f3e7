//! Outside endpoints: SIP, and modules for digitalization (spec: domain §2).

use serde::{Deserialize, Serialize};

/// A SIP endpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SipEndpoint {
    /// The address, such as `sip:desk@example.com`.
    pub uri: String,
    /// Headers sent with the call: name and value, which may hold placeholders.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
}

/// A chat module, for digitalization.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ChatModule {
    /// The address of the link that the caller opens; may hold placeholders.
    pub url: String,
}
