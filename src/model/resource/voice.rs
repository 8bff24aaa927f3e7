//! What callers hear, and where they are put through to: mailboxes, sounds, voices, outside numbers (spec: domain §2).

use serde::{Deserialize, Serialize};

use crate::model::texts::Texts;

/// Where callers leave messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct VoiceMailbox {
    /// What the caller hears first, in each language.
    #[serde(with = "crate::model::persist::texts")]
    pub greeting: Texts,
    /// Longest message in seconds.
    pub max_length_s: u32,
    /// Address that is told of a new message.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub notify: String,
}

impl Default for VoiceMailbox {
    fn default() -> Self {
        Self { greeting: Texts::new(), max_length_s: 120, notify: String::new() }
    }
}

/// A recorded sound.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SoundFile {
    /// The text spoken, by language code (the script for the studio); the empty code is the default language.
    #[serde(deserialize_with = "crate::model::persist::map")]
    pub texts: Texts,
    /// Length in seconds; 0 means counted from the words.
    #[serde(skip_serializing_if = "super::is_zero")]
    pub length_s: u32,
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
