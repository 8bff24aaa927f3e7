//! Texts that are sent: email, SMS and message templates (spec: domain §2).

use serde::{Deserialize, Serialize};

use crate::model::texts::Texts;

/// A subject and a text with placeholders, in each language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EmailTemplate {
    /// The subject, by language code; the empty code is the default language.
    #[serde(deserialize_with = "crate::model::persist::map")]
    pub subjects: Texts,
    /// The text, by language code.
    #[serde(deserialize_with = "crate::model::persist::map")]
    pub texts: Texts,
    /// Names of attached files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<String>,
}

/// A short text with placeholders, in each language: an SMS, or a message of a chat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TextTemplate {
    /// The text, by language code; the empty code is the default language.
    #[serde(deserialize_with = "crate::model::persist::map")]
    pub texts: Texts,
    /// Names of attached files or media.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<String>,
}
