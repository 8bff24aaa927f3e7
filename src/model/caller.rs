//! Callers (personas): who calls in a simulation (spec: simulation §1).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::id::{CallerId, ResourceId};
use super::routing::Channel;

/// One past contact of a caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// How long before the simulated call, in hours.
    pub hours_ago: u32,
    /// The channel.
    pub channel: Channel,
    /// The user who served it, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub served_by: Option<ResourceId>,
}

/// An opportunity of a customer, with its owner; a new one has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Opportunity {
    /// Its name.
    pub name: String,
    /// Who owns it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<ResourceId>,
}

/// How urgent an email says it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum EmailPriority {
    /// As others.
    #[default]
    Normal,
    /// High.
    High,
    /// Low.
    Low,
}

/// A file attached to an email or a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// An email that comes in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Email {
    /// The name that the sender's address comes with, where it is another than the caller's own.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from_name: String,
    /// The address that answers go to; empty means the sender's.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reply_to: String,
    /// Addresses that it is for.
    pub to: Vec<String>,
    /// Addresses that get a copy.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<String>,
    /// When it was written; none where it does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateTime<Utc>>,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
    /// How urgent it says it is.
    pub priority: EmailPriority,
    /// Whether it replies in a thread.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_reply: bool,
    /// Whether it was sent by a machine: an automatic reply, a mailing list.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_automatic: bool,
    /// Attached files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// An email that comes in, with the address that it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IncomingEmail {
    /// The sender's address; empty where a machine gives none.
    pub from: String,
    /// The name of the customer: that of `Reply-To`, where answers go to somebody else than the sender.
    pub name: String,
    /// What comes in.
    pub email: Email,
}

impl IncomingEmail {
    /// The customer who wrote the email: a caller of the project, with the address and the name that the email says.
    #[must_use]
    pub fn by(self, caller: Caller) -> Caller {
        let keeps_name = self.name.is_empty() && caller.number.eq_ignore_ascii_case(&self.from);
        let display_name = if keeps_name { caller.display_name } else { self.name };
        Caller { number: self.from, display_name, is_hidden: false, email: Some(self.email), ..caller }
    }
}

/// A caller. Empty texts mean *unknown*.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Caller {
    /// Its id.
    #[serde(skip)]
    pub id: CallerId,
    /// The persona's name in the project, such as *Camille, first-time caller*.
    pub name: String,
    /// The number or address, in international form.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Whether the number is withheld: then the flow sees none, and the caller counts as first-time.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_hidden: bool,
    /// The caller's own name, as the flow sees it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub display_name: String,
    /// Language code, such as `fr`; empty means the project's default language.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Marketing source.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Searched keyword.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub keyword: String,
    /// The page the visitor is on.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub active_page: String,
    /// The page the visitor arrived at.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub landing_page: String,
    /// The campaign.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub campaign: String,
    /// The referring page.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub referrer: String,
    /// Score of an earlier call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<i64>,
    /// Past contacts, newest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// Who owns the customer's lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_owner: Option<ResourceId>,
    /// The customer's opportunities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub opportunities: Vec<Opportunity>,
    /// The name of the chosen opportunity.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub opportunity: String,
    /// The first message of a chat.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub first_message: String,
    /// The email that comes in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// Starting values of variables, by path.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "super::persist::map")]
    pub variables: BTreeMap<String, String>,
}
