//! What a messenger takes in one message, and how long after the customer wrote last, by its own documentation in 2026: WhatsApp Cloud API (messages, interactive messages),
//! Messenger and Instagram Send API, Instagram Comment API, Telegram Bot API `sendMessage`, LINE Messaging API, Slack
//! `chat.postMessage`, WeChat customer service messages. Lengths are in characters, except where the messenger counts bytes.

use crate::model::EntryPointKind;

/// What a messenger takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The name of the messenger.
    pub name: &'static str,
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
    /// How long after the customer wrote last the messenger takes own words, in hours; without it always. Templates are taken at any time.
    pub window_h: Option<u64>,
}

const USUAL: Limits = Limits {
    name: "",
    text: usize::MAX,
    is_in_bytes: false,
    buttons: usize::MAX,
    button: usize::MAX,
    entry: 0,
    window_h: None,
};

/// The limits of an entry point; none where its kind sets none, such as a chat widget.
#[must_use]
pub fn limits(kind: EntryPointKind) -> Option<Limits> {
    Some(match kind {
        EntryPointKind::WhatsApp => {
            Limits { name: "WhatsApp", text: 4_096, buttons: 3, button: 20, entry: 24, window_h: Some(24), ..USUAL }
        }
        EntryPointKind::Messenger => {
            Limits { name: "Messenger", text: 2_000, buttons: 13, button: 20, window_h: Some(24), ..USUAL }
        }
        EntryPointKind::InstagramMessages => Limits {
            name: "Instagram",
            text: 1_000,
            is_in_bytes: true,
            buttons: 13,
            button: 20,
            window_h: Some(24),
            ..USUAL
        },
        EntryPointKind::InstagramPosts => Limits { name: "Instagram", text: 300, ..USUAL },
        EntryPointKind::FacebookComments => Limits { name: "Facebook", text: 8_000, ..USUAL },
        EntryPointKind::Telegram => Limits { name: "Telegram", text: 4_096, ..USUAL },
        EntryPointKind::Line => Limits { name: "LINE", text: 5_000, buttons: 13, button: 20, ..USUAL },
        EntryPointKind::Slack => Limits { name: "Slack", text: 40_000, button: 75, ..USUAL },
        EntryPointKind::WeChat => {
            Limits { name: "WeChat", text: 2_048, is_in_bytes: true, window_h: Some(48), ..USUAL }
        }
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

    /// Whether the messenger shows so many choices as a list instead of buttons.
    #[must_use]
    pub fn is_list(self, choices: usize) -> bool {
        choices > self.buttons && self.entry > 0
    }

    /// What is counted, in words.
    #[must_use]
    pub fn unit(self) -> &'static str {
        if self.is_in_bytes { "bytes" } else { "characters" }
    }
}
