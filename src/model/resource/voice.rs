//! What callers hear, and where they are put through to: mailboxes, sounds, voices, outside numbers (spec: domain §2).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Where callers leave messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct VoiceMailbox {
    /// What the caller hears first.
    pub greeting: String,
    /// Longest message in seconds.
    pub max_length_s: u32,
    /// Address that is told of a new message.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub notify: String,
}

impl Default for VoiceMailbox {
    fn default() -> Self {
        Self { greeting: String::new(), max_length_s: 120, notify: String::new() }
    }
}

/// A recorded sound.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SoundFile {
    /// The text spoken, by language code (the script for the studio); the empty code is the default language.
    #[serde(deserialize_with = "crate::model::persist::map")]
    pub texts: BTreeMap<String, String>,
    /// Length in seconds; 0 means counted from the words.
    #[serde(skip_serializing_if = "is_zero")]
    pub length_s: u32,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_zero(value: &u32) -> bool {
    *value == 0
}

/// A text-to-speech voice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TtsVoice {
    /// Language code.
    pub language: String,
    /// The voice's name at its maker.
    pub voice: String,
}

/// A number outside the company.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ExternalNumber {
    /// In international form (E.164).
    pub number: String,
}
