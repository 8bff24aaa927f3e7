//! Test calls: simulated interactions with what is expected of them, kept in the project (spec: testing §1). A test call names what it uses
//! by id, together with the name of that time: test calls do not prevent a deletion, and the name stays readable afterwards.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::caller::Caller;
use super::id::{ActionId, CallerId, EntryPointId, ResourceId, RoutingId, TestCallId, WorldId};
use super::persist::is_default;
use super::world::World;

/// Something that a test call names, and what it was called then.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named<I> {
    /// Its id.
    pub id: I,
    /// Its name at that time.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

/// An action of a routing, whatever the version, and its title at that time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestedAction {
    /// The routing.
    pub routing: RoutingId,
    /// The action.
    pub action: ActionId,
    /// Its title at that time.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
}

/// Who calls.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TestCaller {
    /// A caller of whom nothing is known.
    #[default]
    Unknown,
    /// A caller of the project.
    Saved(Named<CallerId>),
    /// A caller that only this test call has.
    Own(Box<Caller>),
}

/// Everything outside the flow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TestWorld {
    /// Everything is up, and people go by their work schedule.
    #[default]
    Usual,
    /// A world of the project.
    Saved(Named<WorldId>),
    /// A world that only this test call has.
    Own(Box<World>),
}

/// Where the call arrives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Arrival {
    /// At the first entry point that leads to the version.
    #[default]
    First,
    /// At an entry point.
    At(Named<EntryPointId>),
    /// At no entry point.
    Nowhere,
}

/// An answer, with the question that it belongs to. The key and the value decide; the text is for people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedAnswer {
    /// The routing of the action that asks.
    pub routing: RoutingId,
    /// The action that asks; 0 where the customer comes back after the end.
    pub action: ActionId,
    /// Which question of this action in the call it answers, from 1.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub question: u32,
    /// The key of the choice, such as `press`; [`RecordedAnswer::CHANGE`] where something changes while the question is open, and
    /// [`RecordedAnswer::CHANGE_BEFORE`] where it changes before the action runs, for the time that [`RecordedAnswer::question`] says.
    pub key: String,
    /// The value of the choice: a row id, a resource id, digits, milliseconds, or a text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// How it is written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl RecordedAnswer {
    /// The key of an answer that changes something and answers nothing. Its value is how the change is written: `set Ana busy`.
    pub const CHANGE: &str = "set";
    /// The same before the action runs.
    pub const CHANGE_BEFORE: &str = "set_before";
}

fn first() -> u32 {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_first(question: &u32) -> bool {
    *question == 1
}

/// What a time is measured for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Until {
    /// The whole interaction.
    #[default]
    End,
    /// The time before a person answers.
    Person,
    /// The time spent in queues.
    Queue,
}

/// What is expected of a test call, each on one line with a verdict of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expectation {
    /// The outcome, in the words of a report: *Person*, *Voicemail*.
    Outcome(String),
    /// The last action of the flow, and by which branch it is left; an empty branch means any.
    EndsAt(TestedAction, #[serde(default)] String),
    /// A user who serves the customer, or a queue through which somebody does.
    ServedBy(Named<ResourceId>),
    /// The call passes an action, by a branch unless it is empty.
    Passes(TestedAction, #[serde(default)] String),
    /// The call does not pass an action, or not by this branch.
    DoesNotPass(TestedAction, #[serde(default)] String),
    /// The call passes the first action before the second.
    Order(TestedAction, TestedAction),
    /// A variable has a value at the end.
    Equals(String, String),
    /// A variable contains a text at the end.
    Contains(String, String),
    /// The ledger of a system has an entry that contains a text.
    Ledger(String, String),
    /// The ledger of a system has no entry that contains a text.
    NoLedger(String, String),
    /// The customer hears or reads a text that contains these words.
    Hears(String),
    /// At most so many seconds.
    Within(Until, u32),
    /// At most so many menus before a person.
    MenusBeforePerson(u32),
    /// A recorded passage of an action, by the words of the event, unless they are empty.
    Passage(TestedAction, #[serde(default)] String),
    /// The interaction has a tag at the end.
    Tag(String),
}

impl Expectation {
    /// The actions that it names, in the order in which it names them.
    pub fn actions(&self) -> impl Iterator<Item = &TestedAction> {
        let (first, second) = match self {
            Self::EndsAt(action, _)
            | Self::Passes(action, _)
            | Self::DoesNotPass(action, _)
            | Self::Passage(action, _) => (Some(action), None),
            Self::Order(first, second) => (Some(first), Some(second)),
            _ => (None, None),
        };
        first.into_iter().chain(second)
    }

    /// The actions that it names, to change them.
    pub fn actions_mut(&mut self) -> impl Iterator<Item = &mut TestedAction> {
        let (first, second) = match self {
            Self::EndsAt(action, _)
            | Self::Passes(action, _)
            | Self::DoesNotPass(action, _)
            | Self::Passage(action, _) => (Some(action), None),
            Self::Order(first, second) => (Some(first), Some(second)),
            _ => (None, None),
        };
        first.into_iter().chain(second)
    }
}

/// A test call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestCall {
    /// Its id.
    #[serde(skip)]
    pub id: TestCallId,
    /// The name supervisors see, such as *At night, no key*.
    pub name: String,
    /// A remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Whether *Put in production* is refused while it fails.
    #[serde(default, skip_serializing_if = "is_default")]
    pub is_required: bool,
    /// The routing whose versions it tests.
    pub routing: RoutingId,
    /// Who calls.
    #[serde(default, skip_serializing_if = "is_default")]
    pub caller: TestCaller,
    /// Everything outside the flow.
    #[serde(default, skip_serializing_if = "is_default")]
    pub world: TestWorld,
    /// Where the call arrives.
    #[serde(default, skip_serializing_if = "is_default")]
    pub arrival: Arrival,
    /// When the call arrives, in the project's time zone; the world's own start without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<NaiveDateTime>,
    /// The seed of chance.
    #[serde(default, skip_serializing_if = "is_default")]
    pub seed: u64,
    /// What is answered, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<RecordedAnswer>,
    /// What is expected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expectations: Vec<Expectation>,
}
