//! The words of a sheet that differ by channel.

use crate::model::Channel;

/// The words that differ by channel.
pub(super) struct Words {
    /// The name of the sheet.
    pub(super) title: &'static str,
    /// The name of the list of texts.
    pub(super) script: &'static str,
    /// The heading of the actions to which Start does not lead.
    pub(super) apart: &'static str,
}

/// The words of a channel.
pub(super) fn words(channel: Channel) -> &'static Words {
    match channel {
        Channel::Voice => {
            &Words { title: "Call sheet", script: "Studio script", apart: "Apart from the tree: no call comes here" }
        }
        Channel::Email => {
            &Words { title: "Email sheet", script: "All texts", apart: "Apart from the tree: no email comes here" }
        }
        Channel::Messaging => {
            &Words { title: "Message sheet", script: "All texts", apart: "Apart from the tree: no message comes here" }
        }
    }
}
