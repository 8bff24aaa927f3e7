//! Resources: what actions name (spec: domain §2). One struct a kind; what all have in common is in
//! [`Resource`].

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use strum::{EnumDiscriminants, EnumIter};

use super::id::ResourceId;

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

/// Someone who takes interactions (agent).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct User {
    /// Extension or address.
    pub extension: String,
    /// Skills with their level, 1 to 5.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "super::persist::map")]
    pub skills: BTreeMap<String, u8>,
    /// Whether the user administers the company's routing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_admin: bool,
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

/// How many may wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MaxWaiting {
    /// A number of interactions.
    Count(u32),
    /// A percentage of the connected users.
    PercentOfConnected(u32),
}

impl Default for MaxWaiting {
    fn default() -> Self {
        Self::Count(20)
    }
}

/// What happens when nobody is connected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoUserStrategy {
    /// The interaction leaves by an overflow branch.
    #[default]
    Overflow,
    /// It waits all the same.
    QueueAnyway,
}

/// A member of a queue: a user or a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueMember {
    /// The user or the team.
    pub who: ResourceId,
    /// 1 is asked first.
    #[serde(default, skip_serializing_if = "super::persist::is_default")]
    pub priority: u8,
}

/// A waiting line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Queue {
    /// How it chooses among free users.
    pub strategy: QueueStrategy,
    /// Users and teams.
    pub members: Vec<QueueMember>,
    /// Longest wait in seconds, 30 to 3600.
    pub max_wait_s: u32,
    /// How many may wait.
    pub max_waiting: MaxWaiting,
    /// What happens when nobody is connected.
    pub no_user: NoUserStrategy,
    /// Mean handling time in seconds, from which the estimated wait is computed.
    pub handling_s: u32,
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            strategy: QueueStrategy::default(),
            members: Vec::new(),
            max_wait_s: 300,
            max_waiting: MaxWaiting::default(),
            no_user: NoUserStrategy::default(),
            handling_s: 240,
        }
    }
}

/// Where callers leave messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct VoiceMailbox {
    /// What the caller hears first.
    pub greeting: String,
    /// Longest message in seconds.
    pub max_length_s: u32,
    /// Address that is told of a new message.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub notify: String,
}

impl Default for VoiceMailbox {
    fn default() -> Self {
        Self { greeting: String::new(), max_length_s: 120, notify: String::new() }
    }
}

/// A recorded sound.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SoundFile {
    /// The text spoken, by language code (the script for the studio); the empty code is the default language.
    #[serde(deserialize_with = "super::persist::map")]
    pub texts: BTreeMap<String, String>,
    /// Length in seconds; 0 means counted from the words.
    #[serde(skip_serializing_if = "is_zero")]
    pub length_s: u32,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_zero(value: &u32) -> bool {
    *value == 0
}

/// A text-to-speech voice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TtsVoice {
    /// Language code.
    pub language: String,
    /// The voice's name at its maker.
    pub voice: String,
}

/// Opening hours of a day: open from, open until (the end may be midnight, written 00:00).
pub type Hours = (NaiveTime, NaiveTime);

/// A named exception of a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarException {
    /// Its name; rows of *Test a schedule* name it.
    pub name: String,
    /// Dates or ranges, first and last day included.
    pub dates: Vec<(NaiveDate, NaiveDate)>,
    /// Its own opening hours; none means closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<Hours>,
}

/// Weekly opening hours, up to six named exceptions, and a time zone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Calendar {
    /// Opening hours of each weekday, Monday first; a missing day is closed.
    pub week: [Vec<Hours>; 7],
    /// The exceptions; the first that has the date wins.
    pub exceptions: Vec<CalendarException>,
    /// IANA name; empty means the project's.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub time_zone: String,
}

/// The type of a variable's field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, EnumIter)]
pub enum FieldType {
    /// One line.
    #[default]
    ShortText,
    /// Several lines.
    LongText,
    /// A number.
    Number,
    /// Yes or no.
    YesNo,
    /// A day.
    Date,
    /// A day and a time.
    DateTime,
    /// A time of day.
    Time,
    /// A phone number.
    Phone,
    /// An email address.
    Email,
    /// A web address.
    Url,
    /// One of a list.
    List,
}

impl FieldType {
    /// The words a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::ShortText => "Short text",
            Self::LongText => "Long text",
            Self::Number => "Number",
            Self::YesNo => "Yes or no",
            Self::Date => "Date",
            Self::DateTime => "Date and time",
            Self::Time => "Time",
            Self::Phone => "Phone",
            Self::Email => "Email",
            Self::Url => "URL",
            Self::List => "List of values",
        }
    }
}

/// A field of a variable. Its path is `<reference of the variable>.<name of the field>`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct VariableField {
    /// The name, `[a-z0-9_]+`, fixed after creation.
    pub name: String,
    /// The type.
    pub kind: FieldType,
    /// The value at the start of an interaction.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub default: String,
}

/// A variable: at least one field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Variable {
    /// The fields.
    pub fields: Vec<VariableField>,
}

/// How the keys of a values table are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, EnumIter)]
pub enum TableMatch {
    /// Same value.
    #[default]
    Exact,
    /// The value begins with the key; the longest wins.
    Prefix,
    /// The key is a range `low..high`, both included.
    Range,
}

/// A values table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ValuesTable {
    /// Names of the key columns.
    pub keys: Vec<String>,
    /// Names of the output columns.
    pub outputs: Vec<String>,
    /// How keys are compared.
    pub matching: TableMatch,
    /// Rows: the keys, then the outputs. Stored apart in the file, a row a line.
    #[serde(skip)]
    pub rows: Vec<Vec<String>>,
}

/// A canned answer of a web service, for simulation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CannedResponse {
    /// Its name, such as *contract found*.
    pub name: String,
    /// HTTP status.
    pub status: u16,
    /// The body, usually JSON.
    pub body: String,
    /// How long the service takes, in milliseconds.
    pub delay_ms: u32,
}

/// An outside system asked over the web. Simulations never ask it: they use its canned answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WebService {
    /// HTTP method.
    pub method: String,
    /// Address; may hold placeholders.
    pub url: String,
    /// The *name* of the secret that authenticates, never the secret itself.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub secret_name: String,
    /// Body; may hold placeholders.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// Longest wait for an answer, in milliseconds.
    pub timeout_ms: u32,
    /// Canned answers.
    pub canned: Vec<CannedResponse>,
}

impl Default for WebService {
    fn default() -> Self {
        Self {
            method: "GET".to_owned(),
            url: String::new(),
            secret_name: String::new(),
            body: String::new(),
            timeout_ms: 5_000,
            canned: Vec::new(),
        }
    }
}

/// A number outside the company.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ExternalNumber {
    /// In international form (E.164).
    pub number: String,
}

/// How a question of a survey is answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuestionKind {
    /// A key, 0 to 9.
    #[default]
    Scale,
    /// 1 for yes, 2 for no.
    YesNo,
    /// One of up to nine choices, by key, 1 first.
    Choice(Vec<String>),
    /// A spoken or written comment.
    Comment,
}

/// A question of a survey.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SurveyQuestion {
    /// What is asked.
    pub text: String,
    /// How it is answered.
    pub kind: QuestionKind,
}

/// Questions asked to the customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Survey {
    /// What is said first.
    pub introduction: String,
    /// The questions, in order.
    pub questions: Vec<SurveyQuestion>,
}
