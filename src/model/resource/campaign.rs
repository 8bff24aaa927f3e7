//! Campaigns: who is contacted, by what, how often (spec: domain §2).

use serde::{Deserialize, Serialize};
use strum::EnumIter;

use super::super::id::ResourceId;

/// The channel of a campaign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, EnumIter)]
pub enum CampaignChannel {
    /// Calls.
    #[default]
    Voice,
    /// SMS.
    Sms,
    /// WhatsApp messages.
    WhatsApp,
}

/// A campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Campaign {
    /// The channel.
    pub channel: CampaignChannel,
    /// The SMS or message template that is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<ResourceId>,
    /// Most attempts a target.
    pub max_attempts: u32,
    /// Codes that an attempt can end with, such as `answered`.
    pub result_codes: Vec<String>,
}

impl Default for Campaign {
    fn default() -> Self {
        Self { channel: CampaignChannel::default(), template: None, max_attempts: 3, result_codes: Vec::new() }
    }
}
