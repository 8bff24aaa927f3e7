//! Resources: what actions name (spec: domain §2). One struct a kind; what all have in common is in
//! [`Resource`].

mod calendar;
mod campaign;
mod connection;
mod data;
mod distribution;
mod payment;
mod people;
mod queue;
mod records;
mod survey;
mod templates;
mod voice;
mod web_service;

use serde::{Deserialize, Serialize};
use strum::{EnumDiscriminants, EnumIter};

use super::id::ResourceId;

pub use calendar::{Calendar, CalendarException, Hours, Week};
pub use campaign::{Campaign, CampaignChannel};
pub use connection::{ChatModule, SipEndpoint};
pub use data::{FieldType, TableMatch, ValuesTable, Variable, VariableField};
pub use distribution::{DistributionMethod, DistributionPolicy, PolicyMember, RoutingRule, RuleTarget, Visitors};
pub use payment::{Invoice, PaymentModule};
pub use people::{Capacity, QueueMember, QueueStrategy, Team, User};
pub use queue::{
    DistributionGroup, GroupQueue, MaxEstimatedWait, MaxWaiting, NoAnswer, NoUserMeans, NoUserStrategy, Queue,
    ServiceLevel,
};
pub use records::{CaseType, CrmCardType, CrmGeneration, Database, DatabaseColumn, RecordField, TaskType};
pub use survey::{MAX_CHOICES, QuestionKind, Survey, SurveyQuestion};
pub use templates::{EmailTemplate, TextTemplate};
pub use voice::{ExternalNumber, SoundFile, TtsVoice, VoiceMailbox};
pub use web_service::{Authentication, CannedResponse, WebService};

/// A resource of any kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// Its id.
    #[serde(skip)]
    pub id: ResourceId,
    /// The name supervisors see.
    pub name: String,
    /// Unique within its kind; [`super::reference`] says which texts may be one.
    pub reference: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Former references that read-only versions still write; they stay valid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// What is particular to its kind.
    pub data: ResourceData,
}

/// What is particular to a kind of resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, EnumDiscriminants)]
#[strum_discriminants(name(ResourceKind), doc = "The kinds of resources.")]
#[strum_discriminants(derive(PartialOrd, Ord, Hash, EnumIter))]
pub enum ResourceData {
    /// Someone who takes interactions.
    User(User),
    /// An ordered group of users.
    Team(Team),
    /// A waiting line.
    Queue(Queue),
    /// Where callers leave messages.
    VoiceMailbox(VoiceMailbox),
    /// A recorded sound.
    SoundFile(SoundFile),
    /// A text-to-speech voice.
    TtsVoice(TtsVoice),
    /// Opening hours and exceptions.
    Calendar(Calendar),
    /// A variable with its fields.
    Variable(Variable),
    /// A table that gives outputs for keys.
    ValuesTable(ValuesTable),
    /// An outside system asked over the web.
    WebService(WebService),
    /// A number outside the company.
    ExternalNumber(ExternalNumber),
    /// Questions asked to the customer.
    Survey(Survey),
    /// Typed columns and rows.
    Database(Database),
    /// An email to send.
    EmailTemplate(EmailTemplate),
    /// An SMS to send.
    SmsTemplate(TextTemplate),
    /// A message of a chat to send.
    MessageTemplate(TextTemplate),
    /// Where calls go over SIP.
    SipEndpoint(SipEndpoint),
    /// A type of case.
    CaseType(CaseType),
    /// A type of CRM card.
    CrmCardType(CrmCardType),
    /// A type of task.
    TaskType(TaskType),
    /// Who is contacted, and how often.
    Campaign(Campaign),
    /// How customers pay.
    PaymentModule(PaymentModule),
    /// A chat for digitalization.
    ChatModule(ChatModule),
    /// A default target and its fallbacks.
    RoutingRule(RoutingRule),
    /// How conversations are shared out.
    DistributionPolicy(DistributionPolicy),
    /// Queues that share interactions by weight.
    DistributionGroup(DistributionGroup),
}

impl ResourceData {
    /// The kind.
    #[must_use]
    pub fn kind(&self) -> ResourceKind {
        self.into()
    }

    /// The columns and rows of a values table or a database.
    #[must_use]
    pub fn table(&self) -> Option<(Vec<&str>, &[Vec<String>])> {
        match self {
            Self::ValuesTable(table) => {
                let names = table.keys.iter().chain(&table.outputs).map(String::as_str);
                Some((names.collect(), &table.rows))
            }
            Self::Database(database) => {
                Some((database.columns.iter().map(|column| column.name.as_str()).collect(), &database.rows))
            }
            _ => None,
        }
    }

    /// The rows of a values table or a database, to be changed.
    pub fn rows_mut(&mut self) -> Option<&mut Vec<Vec<String>>> {
        match self {
            Self::ValuesTable(table) => Some(&mut table.rows),
            Self::Database(database) => Some(&mut database.rows),
            _ => None,
        }
    }

    /// A new, empty resource of a kind.
    #[must_use]
    pub fn new(kind: ResourceKind) -> Self {
        match kind {
            ResourceKind::User => Self::User(User::default()),
            ResourceKind::Team => Self::Team(Team::default()),
            ResourceKind::Queue => Self::Queue(Queue::default()),
            ResourceKind::VoiceMailbox => Self::VoiceMailbox(VoiceMailbox::default()),
            ResourceKind::SoundFile => Self::SoundFile(SoundFile::default()),
            ResourceKind::TtsVoice => Self::TtsVoice(TtsVoice::default()),
            ResourceKind::Calendar => Self::Calendar(Calendar::default()),
            ResourceKind::Variable => Self::Variable(Variable::default()),
            ResourceKind::ValuesTable => Self::ValuesTable(ValuesTable::default()),
            ResourceKind::WebService => Self::WebService(WebService::default()),
            ResourceKind::ExternalNumber => Self::ExternalNumber(ExternalNumber::default()),
            ResourceKind::Survey => Self::Survey(Survey::default()),
            ResourceKind::Database => Self::Database(Database::default()),
            ResourceKind::EmailTemplate => Self::EmailTemplate(EmailTemplate::default()),
            ResourceKind::SmsTemplate => Self::SmsTemplate(TextTemplate::default()),
            ResourceKind::MessageTemplate => Self::MessageTemplate(TextTemplate::default()),
            ResourceKind::SipEndpoint => Self::SipEndpoint(SipEndpoint::default()),
            ResourceKind::CaseType => Self::CaseType(CaseType::default()),
            ResourceKind::CrmCardType => Self::CrmCardType(CrmCardType::default()),
            ResourceKind::TaskType => Self::TaskType(TaskType::default()),
            ResourceKind::Campaign => Self::Campaign(Campaign::default()),
            ResourceKind::PaymentModule => Self::PaymentModule(PaymentModule::default()),
            ResourceKind::ChatModule => Self::ChatModule(ChatModule::default()),
            ResourceKind::RoutingRule => Self::RoutingRule(RoutingRule::default()),
            ResourceKind::DistributionPolicy => Self::DistributionPolicy(DistributionPolicy::default()),
            ResourceKind::DistributionGroup => Self::DistributionGroup(DistributionGroup::default()),
        }
    }
}

impl ResourceKind {
    /// The word for the kind inside a sentence: *queue*, *TTS voice*.
    #[must_use]
    pub fn in_sentence(self) -> String {
        let words = self.words().0;
        let is_short = words.chars().nth(1).is_some_and(char::is_uppercase);
        if is_short { words.to_owned() } else { words.to_lowercase() }
    }

    /// The singular and the plural that a supervisor reads.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::User => ("User", "Users"),
            Self::Team => ("Team", "Teams"),
            Self::Queue => ("Queue", "Queues"),
            Self::VoiceMailbox => ("Voice mailbox", "Voice mailboxes"),
            Self::SoundFile => ("Sound file", "Sound files"),
            Self::TtsVoice => ("TTS voice", "TTS voices"),
            Self::Calendar => ("Calendar", "Calendars"),
            Self::Variable => ("Variable", "Variables"),
            Self::ValuesTable => ("Values table", "Values tables"),
            Self::WebService => ("Web service", "Web services"),
            Self::ExternalNumber => ("External number", "External numbers"),
            Self::Survey => ("Survey", "Surveys"),
            Self::Database => ("Database", "Databases"),
            Self::EmailTemplate => ("Email template", "Email templates"),
            Self::SmsTemplate => ("SMS template", "SMS templates"),
            Self::MessageTemplate => ("Message template", "Message templates"),
            Self::SipEndpoint => ("SIP endpoint", "SIP endpoints"),
            Self::CaseType => ("Case type", "Case types"),
            Self::CrmCardType => ("CRM card type", "CRM card types"),
            Self::TaskType => ("Task type", "Task types"),
            Self::Campaign => ("Campaign", "Campaigns"),
            Self::PaymentModule => ("Payment module", "Payment modules"),
            Self::ChatModule => ("Chat module", "Chat modules"),
            Self::RoutingRule => ("Routing rule", "Routing rules"),
            Self::DistributionPolicy => ("Distribution policy", "Distribution policies"),
            Self::DistributionGroup => ("Distribution group", "Distribution groups"),
        }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
pub(crate) fn is_zero(value: &u32) -> bool {
    *value == 0
}
