//! Sets of channels.

use crate::model::Channel;

/// The channels in which a kind, a field or a branch is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Channels(pub &'static [Channel]);

impl Channels {
    /// All three.
    pub const ALL: Self = Self(&[Channel::Voice, Channel::Email, Channel::Messaging]);
    /// Voice only.
    pub const VOICE: Self = Self(&[Channel::Voice]);
    /// Email only.
    pub const EMAIL: Self = Self(&[Channel::Email]);
    /// Messaging only.
    pub const MESSAGING: Self = Self(&[Channel::Messaging]);
    /// Voice and messaging.
    pub const VOICE_AND_MESSAGING: Self = Self(&[Channel::Voice, Channel::Messaging]);

    /// Whether the channel is among them.
    #[must_use]
    pub fn has(self, channel: Channel) -> bool {
        self.0.contains(&channel)
    }
}
