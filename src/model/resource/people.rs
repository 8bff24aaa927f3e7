//! People and waiting lines (spec: domain §2, distribution §1).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use strum::EnumIter;

use super::super::id::ResourceId;
use super::super::routing::Channel;
use super::calendar::Week;

/// Someone who takes interactions (agent).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct User {
    /// Extension or address.
    pub extension: String,
    /// Skills with their level, 1 to 5.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "crate::model::persist::map")]
    pub skills: BTreeMap<String, u8>,
    /// Whether the user administers the company's routing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_admin: bool,
    /// Channels that the user may not receive.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub closed_channels: Vec<Channel>,
    /// Emails and messages at once; a voice call takes the whole capacity.
    #[serde(skip_serializing_if = "is_default_capacity")]
    pub capacity: Capacity,
    /// Most interactions a day; none means no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub daily_limit: Option<u32>,
    /// Whether calls are offered beside open emails and chats, and chats and emails beside a call.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub calls_beside_chats: bool,
    /// Hours of work, in the project's time zone; none on any day means that the user has no work schedule.
    #[serde(skip_serializing_if = "crate::model::persist::is_default")]
    pub schedule: Week,
}

impl User {
    /// The level of a skill, found without regard to case; 0 without it.
    #[must_use]
    pub fn level(&self, skill: &str) -> u8 {
        let wanted = skill.trim().to_lowercase();
        let levels = self.skills.iter().filter(|(name, _)| name.trim().to_lowercase() == wanted);
        levels.map(|(_, level)| *level).max().unwrap_or(0)
    }
}

/// How many emails and messages a user takes at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capacity {
    /// Emails.
    pub email: u32,
    /// Messages.
    pub messaging: u32,
}

impl Default for Capacity {
    fn default() -> Self {
        Self { email: 3, messaging: 3 }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_default_capacity(capacity: &Capacity) -> bool {
    *capacity == Capacity::default()
}

/// An ordered group of users.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Team {
    /// The members, in order.
    pub members: Vec<ResourceId>,
}

/// How a queue chooses among its free users (spec: distribution §1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, EnumIter)]
pub enum QueueStrategy {
    /// Who has been free the longest.
    #[default]
    LongestIdle,
    /// Each in turn.
    RoundRobin,
    /// In the order of the members.
    Linear,
    /// Highest level of the required skills.
    MostSkilled,
    /// Fewest open sessions.
    LeastOccupied,
    /// By the weight of each member.
    Weighted,
}

impl QueueStrategy {
    /// The words a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::LongestIdle => "longest idle",
            Self::RoundRobin => "in turn",
            Self::Linear => "in order",
            Self::MostSkilled => "most skilled",
            Self::LeastOccupied => "least occupied",
            Self::Weighted => "by weight",
        }
    }
}

/// A member of a queue: a user or a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueMember {
    /// The user or the team.
    pub who: ResourceId,
    /// 1 is asked first.
    #[serde(default, skip_serializing_if = "crate::model::persist::is_default")]
    pub priority: u8,
    /// How often the member is asked first, against the others, where the queue goes by weight.
    #[serde(default = "usual_weight", skip_serializing_if = "is_usual_weight")]
    pub weight: u32,
}

impl Default for QueueMember {
    #[allow(
        clippy::default_trait_access,
        reason = "the type is said above, where a test reads which fields name resources"
    )]
    fn default() -> Self {
        Self { who: Default::default(), priority: 1, weight: usual_weight() }
    }
}

fn usual_weight() -> u32 {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_usual_weight(weight: &u32) -> bool {
    *weight == usual_weight()
}
