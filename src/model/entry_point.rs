//! Entry points: where interactions arrive (spec: domain §3).

use serde::{Deserialize, Serialize};

use super::id::{EntryPointId, RoutingId};
use super::routing::{Channel, Routing, RoutingType};

/// What an entry point is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EntryPointKind {
    /// A phone number that names one source, such as a newspaper.
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
    /// The source that a source number names, such as *Newspaper*; empty leaves the caller's own. Other kinds do not use it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// The routing and the status of the version that it reaches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned: Option<(RoutingId, ReachedStatus)>,
    /// The *interaction end* routing that runs when the interaction ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_routing: Option<RoutingId>,
}

impl EntryPoint {
    /// The source of what arrives here, where a source number names one: it wins over the caller's own.
    #[must_use]
    pub fn own_source(&self) -> Option<&str> {
        let source = self.source.trim();
        (self.kind == EntryPointKind::SourceNumber && !source.is_empty()).then_some(source)
    }

    /// The routings that the entry point names, each with the type that the routing must have.
    pub fn routings(&self) -> impl Iterator<Item = (RoutingId, RoutingType)> {
        let assigned = self.assigned.map(|(id, _)| (id, RoutingType::InteractionStart));
        assigned.into_iter().chain(self.end_routing.map(|id| (id, RoutingType::InteractionEnd)))
    }

    /// Why the entry point cannot name a routing: it is of another channel or another type (spec: domain §3). This is the one rule for
    /// edits, files, repairs and Problems.
    #[must_use]
    pub fn misfit(&self, routing: &Routing, needed: RoutingType) -> Option<String> {
        let channel = self.kind.channel();
        let words = |channel: Channel, kind: RoutingType| {
            format!("{} routing of type {}", channel.words().to_lowercase(), kind.words().to_lowercase())
        };
        (routing.channel != channel || routing.kind != needed).then(|| {
            format!(
                "\"{}\" is a {}; \"{}\" needs a {}.",
                routing.name,
                words(routing.channel, routing.kind),
                self.name,
                words(channel, needed)
            )
        })
    }
}
