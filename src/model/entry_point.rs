//! Entry points: where interactions arrive (spec: domain §3).

use serde::{Deserialize, Serialize};

use super::id::{EntryPointId, RoutingId};
use super::routing::Channel;

/// What an entry point is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EntryPointKind {
    /// A phone number that stands for one source.
    #[default]
    SourceNumber,
    /// A phone number of a website pool, which knows the visitor's session.
    WebsitePoolNumber,
    /// A voice campaign: its routing runs when the target answers (direction *outgoing*).
    VoiceCampaign,
    /// A mailbox.
    Mailbox,
    /// A chat widget of a website.
    ChatWidget,
    /// A WhatsApp number.
    WhatsApp,
    /// A Messenger page.
    Messenger,
    /// Comments on Facebook.
    FacebookComments,
    /// Comments on Instagram posts.
    InstagramPosts,
    /// Instagram messages.
    InstagramMessages,
    /// A Telegram bot.
    Telegram,
    /// LINE.
    Line,
    /// Slack.
    Slack,
    /// WeChat.
    WeChat,
}

impl EntryPointKind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::SourceNumber,
        Self::WebsitePoolNumber,
        Self::VoiceCampaign,
        Self::Mailbox,
        Self::ChatWidget,
        Self::WhatsApp,
        Self::Messenger,
        Self::FacebookComments,
        Self::InstagramPosts,
        Self::InstagramMessages,
        Self::Telegram,
        Self::Line,
        Self::Slack,
        Self::WeChat,
    ];

    /// The words a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::SourceNumber => "Phone number (source)",
            Self::WebsitePoolNumber => "Phone number (website pool)",
            Self::VoiceCampaign => "Voice campaign",
            Self::Mailbox => "Mailbox",
            Self::ChatWidget => "Chat widget",
            Self::WhatsApp => "WhatsApp number",
            Self::Messenger => "Messenger page",
            Self::FacebookComments => "Facebook comments",
            Self::InstagramPosts => "Instagram posts",
            Self::InstagramMessages => "Instagram messages",
            Self::Telegram => "Telegram bot",
            Self::Line => "LINE",
            Self::Slack => "Slack",
            Self::WeChat => "WeChat",
        }
    }

    /// The channel of what arrives there.
    #[must_use]
    pub fn channel(self) -> Channel {
        match self {
            Self::SourceNumber | Self::WebsitePoolNumber | Self::VoiceCampaign => Channel::Voice,
            Self::Mailbox => Channel::Email,
            _ => Channel::Messaging,
        }
    }

    /// Whether its address is a phone number.
    #[must_use]
    pub fn is_number(self) -> bool {
        matches!(self, Self::SourceNumber | Self::WebsitePoolNumber | Self::WhatsApp)
    }
}

/// Which version of the routing an entry point reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ReachedStatus {
    /// The version in production.
    #[default]
    InProduction,
    /// The version in test.
    InTest,
}

impl ReachedStatus {
    /// The words a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::InProduction => "in production",
            Self::InTest => "in test",
        }
    }
}

/// An entry point.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryPoint {
    /// Its id.
    #[serde(skip)]
    pub id: EntryPointId,
    /// The name supervisors see.
    pub name: String,
    /// Unique among entry points; [`super::reference`] says which texts may be one.
    pub reference: String,
    /// Former references that something still writes; they name it too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: EntryPointKind,
    /// The number in international form (E.164), the mail address, or the name of the page, bot or widget.
    pub address: String,
    /// The routing and the status of the version that it reaches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned: Option<(RoutingId, ReachedStatus)>,
    /// The *interaction end* routing that runs when the interaction ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_routing: Option<RoutingId>,
}
