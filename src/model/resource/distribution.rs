//! Who gets a conversation: routing rules with fallbacks, and distribution policies (spec: distribution §2, §3). They are
//! decided in `dist`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use strum::EnumIter;

use super::super::id::ResourceId;

/// A target of a routing rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum RuleTarget {
    /// Who owns the customer's lead.
    #[default]
    LeadOwner,
    /// Who owns the chosen opportunity.
    OpportunityOwner,
    /// The members of a team, in turn.
    Team(ResourceId),
    /// A user.
    User(ResourceId),
    /// A user who is admin.
    Admin,
}

/// A routing rule: a default target and any number of fallbacks, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RoutingRule {
    /// The default target, then the fallbacks.
    pub targets: Vec<RuleTarget>,
}

/// How a distribution policy chooses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, EnumIter)]
pub enum DistributionMethod {
    /// A cursor goes round.
    #[default]
    InTurn,
    /// Nobody is chosen: the pool, until somebody joins and replies.
    SelfSelect,
    /// Priority of the member first, then fewest open sessions.
    ByWorkload,
    /// In proportion to the own daily limits.
    ByReceptionRate,
    /// The first eligible in member order.
    ByOrder,
}

impl DistributionMethod {
    /// The words a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::InTurn => "in turn",
            Self::SelfSelect => "self-select",
            Self::ByWorkload => "by workload",
            Self::ByReceptionRate => "by reception rate",
            Self::ByOrder => "by order",
        }
    }
}

/// For which visitors a policy is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, EnumIter)]
pub enum Visitors {
    /// All.
    #[default]
    All,
    /// Those without a past contact.
    New,
    /// Those with one.
    Returning,
}

/// A member of a distribution policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyMember {
    /// The user.
    pub user: ResourceId,
    /// 1 comes first.
    #[serde(default)]
    pub priority: u8,
}

/// A distribution policy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DistributionPolicy {
    /// The members, in order.
    pub members: Vec<PolicyMember>,
    /// Skills that narrow the eligible (*by skill*), with the least level: a language, a question type, a product.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "crate::model::persist::map")]
    pub skills: BTreeMap<String, u8>,
    /// How it chooses among them.
    pub method: DistributionMethod,
    /// Whether users at capacity are eligible.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub allow_busy: bool,
    /// Whether users who are not connected are eligible.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub allow_offline: bool,
    /// Whether the user who served the customer last comes first.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub returning_to_same: bool,
    /// How long the conversation waits in the pool first, in seconds.
    #[serde(skip_serializing_if = "super::is_zero")]
    pub delay_s: u32,
    /// For which visitors it is.
    pub visitors: Visitors,
}
