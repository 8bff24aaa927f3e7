//! Worlds: presets of everything outside the flow (spec: simulation §1). A world is a set of overrides: what it
//! does not name is as the resource says, people go by their work schedule and every system is up.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::id::{ResourceId, WorldId};

/// The state of a user (spec: distribution §1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum UserState {
    /// Connected and free.
    #[default]
    Available,
    /// Connected, at capacity.
    Busy,
    /// Connected, on a break.
    Away,
    /// Not connected.
    Offline,
}

impl UserState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Available, Self::Busy, Self::Away, Self::Offline];

    /// The word a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Available => "Available",
            Self::Busy => "Busy",
            Self::Away => "Away",
            Self::Offline => "Offline",
        }
    }
}

/// The state of a queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct QueueState {
    /// How many interactions wait, all with the priority that an action has at first.
    pub waiting: u32,
    /// How long the first of them has waited, in seconds.
    #[serde(skip_serializing_if = "is_zero")]
    pub longest_wait_s: u32,
    /// Pinned estimated wait in seconds; computed from the people otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_wait_s: Option<u32>,
    /// Pinned number of connected users; counted from the members otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connected: Option<u32>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_zero(value: &u32) -> bool {
    *value == 0
}

/// The state of an outside system.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ServiceState {
    /// The simulation asks which answer it gives.
    #[default]
    Up,
    /// It always gives this canned answer, by name.
    Answers(String),
    /// It cannot be reached.
    Down,
}

/// What a user has on their hands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct UserLoad {
    /// Emails and messages open at once.
    pub sessions: u32,
    /// Interactions received today.
    pub received_today: u32,
    /// How long they have been free when the interaction comes, in seconds.
    #[serde(skip_serializing_if = "is_zero")]
    pub idle_s: u32,
}

/// A kind of outside system that can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::EnumIter)]
pub enum OutsideSystem {
    /// Sending of emails.
    Email,
    /// Sending of SMS.
    Sms,
    /// Sending of messages in chats and messengers.
    Messages,
    /// Cases.
    Cases,
    /// CRM cards.
    Crm,
    /// Tasks.
    Tasks,
    /// The call recorder.
    Recorder,
    /// Speech recognition.
    Speech,
    /// Databases.
    Databases,
    /// Campaigns.
    Campaigns,
    /// The payment provider.
    Payment,
}

impl OutsideSystem {
    /// The words a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Email => "Email",
            Self::Sms => "SMS",
            Self::Messages => "Messages",
            Self::Cases => "Cases",
            Self::Crm => "CRM",
            Self::Tasks => "Tasks",
            Self::Recorder => "Recorder",
            Self::Speech => "Speech recognition",
            Self::Databases => "Databases",
            Self::Campaigns => "Campaigns",
            Self::Payment => "Payment",
        }
    }
}

/// A case that exists. Cases live in the world only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Case {
    /// Its number.
    pub number: String,
    /// Its type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_type: Option<ResourceId>,
    /// Its fields.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "super::persist::map")]
    pub fields: BTreeMap<String, String>,
    /// Whether it is closed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_closed: bool,
}

/// A CRM card that exists. Cards live in the world only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CrmCard {
    /// Its type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_type: Option<ResourceId>,
    /// Its fields.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "super::persist::map")]
    pub fields: BTreeMap<String, String>,
}

/// A target of a campaign. Targets live in the world only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CampaignTarget {
    /// The campaign.
    pub campaign: ResourceId,
    /// Whom: a number.
    pub number: String,
    /// The result codes of the attempts so far, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<String>,
}

/// A world.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct World {
    /// Its id.
    #[serde(skip)]
    pub id: WorldId,
    /// The name supervisors see, such as *Monday 09:00, CRM down*.
    pub name: String,
    /// When the call arrives, in the project's time zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<NaiveDateTime>,
    /// States of users. Who is not named goes by the work schedule, and is available without one.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "super::persist::map")]
    pub users: BTreeMap<ResourceId, UserState>,
    /// States of queues that are not empty.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "super::persist::map")]
    pub queues: BTreeMap<ResourceId, QueueState>,
    /// States of web services that are not simply up.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "super::persist::map")]
    pub services: BTreeMap<ResourceId, ServiceState>,
    /// What users have on their hands; nothing when not named.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "super::persist::map")]
    pub loads: BTreeMap<ResourceId, UserLoad>,
    /// Where the cursors of teams, queues and distribution policies stand: the place of the member who comes next.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "super::persist::map")]
    pub cursors: BTreeMap<ResourceId, u32>,
    /// The rows of databases, where they are not those of the resource.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "super::persist::map")]
    pub databases: BTreeMap<ResourceId, Vec<Vec<String>>>,
    /// Outside systems that cannot be reached.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub systems_down: BTreeSet<OutsideSystem>,
    /// Cases that exist.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<Case>,
    /// CRM cards that exist.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<CrmCard>,
    /// Targets of campaigns.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<CampaignTarget>,
}
