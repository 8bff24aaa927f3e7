//! The nouns of each channel: a call, a conversation, an email.

use crate::model::Channel;

/// The nouns of a channel.
pub struct ChannelWords {
    /// The interaction, such as *call*.
    pub noun: &'static str,
    /// The heading of a run.
    pub title: &'static str,
    /// The button that starts a run.
    pub start: &'static str,
    /// The button that starts a run from another page.
    pub try_out: &'static str,
    /// The sentence for the end of a run.
    pub is_over: &'static str,
}

/// The words for a channel.
#[must_use]
pub fn words(channel: Channel) -> &'static ChannelWords {
    match channel {
        Channel::Voice => &ChannelWords {
            noun: "call",
            title: "Test call",
            start: "Start a call",
            try_out: "Try a call",
            is_over: "The call is over.",
        },
        Channel::Messaging => &ChannelWords {
            noun: "conversation",
            title: "Test conversation",
            start: "Start a conversation",
            try_out: "Try a conversation",
            is_over: "The conversation is over.",
        },
        Channel::Email => &ChannelWords {
            noun: "email",
            title: "Test email",
            start: "Send the email",
            try_out: "Try an email",
            is_over: "The email is done.",
        },
    }
}
