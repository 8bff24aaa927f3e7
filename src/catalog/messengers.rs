//! How much a messenger takes in one message, by its own documentation in 2026: WhatsApp Cloud API (messages, interactive messages),
//! Messenger and Instagram Send API, Instagram Comment API, Telegram Bot API `sendMessage`, LINE Messaging API, Slack
//! `chat.postMessage`, WeChat customer service messages. Lengths are in characters, except where the messenger counts bytes.

use crate::model::EntryPointKind;

/// What a messenger takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest text.
    pub text: usize,
    /// Whether the longest text is counted in bytes of UTF-8.
    pub is_in_bytes: bool,
    /// The most choices that are shown as buttons; more are shown as a list.
    pub buttons: usize,
    /// The longest words of a button.
    pub button: usize,
    /// The longest words of an entry of a list; 0 where the messenger has no lists.
    pub entry: usize,
}

const USUAL: Limits =
    Limits { text: usize::MAX, is_in_bytes: false, buttons: usize::MAX, button: usize::MAX, entry: 0 };

/// The limits of an entry point; none where its kind sets none, such as a chat widget.
#[must_use]
pub fn limits(kind: EntryPointKind) -> Option<Limits> {
    Some(match kind {
        EntryPointKind::WhatsApp => Limits { text: 4_096, buttons: 3, button: 20, entry: 24, ..USUAL },
        EntryPointKind::Messenger => Limits { text: 2_000, buttons: 13, button: 20, ..USUAL },
        EntryPointKind::InstagramMessages => {
            Limits { text: 1_000, is_in_bytes: true, buttons: 13, button: 20, ..USUAL }
        }
        EntryPointKind::InstagramPosts => Limits { text: 300, ..USUAL },
        EntryPointKind::FacebookComments => Limits { text: 8_000, ..USUAL },
        EntryPointKind::Telegram => Limits { text: 4_096, ..USUAL },
        EntryPointKind::Line => Limits { text: 5_000, buttons: 13, button: 20, ..USUAL },
        EntryPointKind::Slack => Limits { text: 40_000, button: 75, ..USUAL },
        EntryPointKind::WeChat => Limits { text: 2_048, is_in_bytes: true, ..USUAL },
        EntryPointKind::SourceNumber
        | EntryPointKind::WebsitePoolNumber
        | EntryPointKind::VoiceCampaign
        | EntryPointKind::Mailbox
        | EntryPointKind::ChatWidget => return None,
    })
}

impl Limits {
    /// The length of a text as the messenger counts it.
    #[must_use]
    pub fn length(self, text: &str) -> usize {
        if self.is_in_bytes { text.len() } else { text.chars().count() }
    }

    /// What is counted, in words.
    #[must_use]
    pub fn unit(self) -> &'static str {
        if self.is_in_bytes { "bytes" } else { "characters" }
    }
}
