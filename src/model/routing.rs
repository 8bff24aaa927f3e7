//! A smart routing: what its versions have in common (spec: domain §4).

use serde::{Deserialize, Serialize};

use super::id::{ActionId, RoutingId};

/// How the customer reaches the company.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Channel {
    /// Telephone calls.
    #[default]
    Voice,
    /// Emails.
    Email,
    /// Chats and messengers.
    Messaging,
}

impl Channel {
    /// Every channel, in the order of the project tree.
    pub const ALL: [Self; 3] = [Self::Voice, Self::Email, Self::Messaging];

    /// The word a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Voice => "Voice",
            Self::Email => "Email",
            Self::Messaging => "Messaging",
        }
    }
}

/// When the routing is invoked. Fixed after creation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum RoutingType {
    /// When an interaction comes in.
    #[default]
    InteractionStart,
    /// When an interaction ends, whoever ended it.
    InteractionEnd,
}

impl RoutingType {
    /// The words a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::InteractionStart => "Interaction start",
            Self::InteractionEnd => "Interaction end",
        }
    }
}

/// What decides, beside an action's own parameters, which branches the action has: the type and the channel of its routing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TreeType {
    /// When the routing is invoked.
    pub kind: RoutingType,
    /// The channel of the routing.
    pub channel: Channel,
}

/// The call recording preference of a routing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Recording {
    /// As the actions of the tree say.
    #[default]
    AsActionsSay,
    /// Every call is recorded.
    On,
    /// No call is recorded.
    Off,
}

/// What a smart routing demands of the verdict on every path of a version (spec: testing §4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PathsRule {
    /// Nothing.
    #[default]
    Off,
    /// No caller can get stuck, as far as a search finds one.
    NobodyStuck,
    /// It is proven that nobody gets stuck, and nothing is assumed.
    Proven,
}

/// What a smart routing demands of a version before it goes in production (spec: testing §1 and §4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoutingRules {
    /// How many of the version's branches test calls must pass, in percent; without it none need to be passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<u8>,
    /// What the verdict on every path must be.
    #[serde(default, skip_serializing_if = "super::persist::is_default")]
    pub paths: PathsRule,
    /// Whether no conversation may rest in the pool of unassigned ones.
    #[serde(default, skip_serializing_if = "super::persist::is_default")]
    pub nobody_rests: bool,
    /// The most menus before a person, a mailbox or another good ending, by the shortest way through each branch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub menus: Option<u8>,
    /// The most seconds before one, waits in queues left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u16>,
}

impl RoutingRules {
    /// Whether a rule looks at every path.
    #[must_use]
    pub fn asks_for_paths(&self) -> bool {
        self.paths != PathsRule::Off || self.nobody_rests || self.menus.is_some() || self.seconds.is_some()
    }
}

/// A smart routing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Routing {
    /// Its id.
    #[serde(skip)]
    pub id: RoutingId,
    /// The name supervisors see.
    pub name: String,
    /// Unique among routings; [`super::reference`] says which texts may be one.
    pub reference: String,
    /// Former references that read-only versions still write; they stay valid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Fixed after creation.
    pub channel: Channel,
    /// Fixed after creation.
    pub kind: RoutingType,
    /// Whether calls are recorded.
    #[serde(default, skip_serializing_if = "super::persist::is_default")]
    pub recording: Recording,
    /// What it demands of a version before it goes in production.
    #[serde(default, skip_serializing_if = "super::persist::is_default")]
    pub rules: RoutingRules,
    /// The last action id handed out. The file leaves it out where it is the highest one that is there.
    #[serde(default, skip_serializing_if = "super::persist::is_default")]
    pub last_action: ActionId,
}

impl Routing {
    /// The type of the trees of its versions.
    #[must_use]
    pub fn tree_type(&self) -> TreeType {
        TreeType { kind: self.kind, channel: self.channel }
    }
}
