//! Resources: what actions name (spec: domain §2). One struct a kind; what all have in common is in
//! [`Resource`].

mod calendar;
mod data;
mod people;
mod survey;
mod voice;
mod web_service;

use serde::{Deserialize, Serialize};
use strum::{EnumDiscriminants, EnumIter};

use super::id::ResourceId;

pub use calendar::{Calendar, CalendarException, Hours};
pub use data::{FieldType, TableMatch, ValuesTable, Variable, VariableField};
pub use people::{MaxWaiting, NoUserStrategy, Queue, QueueMember, QueueStrategy, Team, User};
pub use survey::{QuestionKind, Survey, SurveyQuestion};
pub use voice::{ExternalNumber, SoundFile, TtsVoice, VoiceMailbox};
pub use web_service::{CannedResponse, WebService};

/// A resource of any kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// Its id.
    #[serde(skip)]
    pub id: ResourceId,
    /// The name supervisors see.
    pub name: String,
    /// Unique within its kind, `[a-z0-9_-]{1,64}`.
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
}

impl ResourceData {
    /// The kind.
    #[must_use]
    pub fn kind(&self) -> ResourceKind {
        self.into()
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
        }
    }
}

impl ResourceKind {
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
        }
    }
}
