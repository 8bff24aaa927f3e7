//! Scenarios: what arrives on which days, who is there to answer, and how long talks and patience last, for load runs (spec: load §1).
//! Like test calls, a scenario names what it uses by id, together with the name of that time, and prevents no deletion.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::id::{CallerId, EntryPointId, ResourceId, ScenarioId};
use super::persist::is_default;
use super::test_call::{Named, TestedAction};
use super::world::OutsideSystem;

/// How many half hours a day has.
pub const HALF_HOURS: usize = 48;

/// A number of at most 42,000,000 that is kept in hundredths: an average count, or seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(pub u32);

impl Amount {
    /// A whole number.
    #[must_use]
    pub const fn whole(number: u32) -> Self {
        Self(number.saturating_mul(100))
    }

    /// The nearest amount to a number; 0 below 0 and where it is none.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of a float stays within the bounds"
    )]
    #[must_use]
    pub fn nearest(number: f64) -> Self {
        Self((number * 100.0).round() as u32)
    }

    /// As a number.
    #[must_use]
    pub fn number(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.0.is_multiple_of(100) { to.serialize_u32(self.0 / 100) } else { to.serialize_f64(self.number()) }
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(from)?;
        if (0.0..=42_000_000.0).contains(&number) {
            return Ok(Self::nearest(number));
        }
        Err(serde::de::Error::custom(format!("{number} is not a number from 0 to 42,000,000")))
    }
}

/// A time that is drawn, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Time {
    /// Exponential, with this mean: many short ones and some long ones.
    Exponential(Amount),
    /// Always the same.
    Fixed(Amount),
    /// Lognormal, with this mean and this standard deviation: most near the mean.
    Lognormal(Amount, Amount),
}

impl Time {
    /// The mean, in seconds.
    #[must_use]
    pub fn mean(self) -> Amount {
        match self {
            Self::Exponential(mean) | Self::Fixed(mean) | Self::Lognormal(mean, _) => mean,
        }
    }
}

/// How arrivals are spread over a half hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pattern {
    /// Independently of each other.
    #[default]
    Poisson,
    /// At equal distances; the number is rounded.
    Even,
}

/// What arrives at an entry point.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arrivals {
    /// The entry point.
    pub entry_point: Named<EntryPointId>,
    /// How contacts are spread over a half hour.
    #[serde(default, skip_serializing_if = "is_default")]
    pub pattern: Pattern,
    /// How many arrive in each half hour from midnight on, on average: a list a weekday, from Monday on. What a list does not have is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub week: Vec<Vec<Amount>>,
}

impl Arrivals {
    /// How many arrive in a half hour of a date, on average.
    #[must_use]
    pub fn of(&self, date: NaiveDate, half_hour: usize) -> Amount {
        let weekday = usize::try_from(date.weekday().num_days_from_monday()).unwrap_or(0);
        self.week.get(weekday).and_then(|day| day.get(half_hour)).copied().unwrap_or_default()
    }
}

/// How many people serve a queue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Staff {
    /// The members of the queue, by their work schedules.
    #[default]
    Members,
    /// So many people at all times, who serve this queue and nothing else, with every skill that it asks for.
    People(u32),
    /// The same, but so many in each half hour of a day, from midnight on.
    EachHalfHour(Vec<u32>),
}

/// What is particular to a queue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AtQueue {
    /// The queue.
    pub queue: Named<ResourceId>,
    /// Who serves it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub staff: Staff,
    /// How long a talk lasts; none for the handling time of the queue, exponential.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handling: Option<Time>,
    /// How long a customer waits before giving up; none for that of the scenario.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patience: Option<Time>,
}

/// What customers answer to an action.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerMix {
    /// The action that asks.
    pub action: TestedAction,
    /// Each answer as in an answers file, such as `press 1`, with how often it comes against the others.
    pub mix: Vec<(String, u32)>,
}

/// Who the customers are. Each has a number of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Customers {
    /// Callers of the project, with how many of a hundred contacts each makes. The others are unknown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub saved: Vec<(Named<CallerId>, u32)>,
    /// The languages of the others, with how often each comes against the other ones; none for the language that is not known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<(String, u32)>,
    /// How many of a hundred hide their number.
    #[serde(skip_serializing_if = "is_default")]
    pub hidden: u32,
    /// How many of a hundred have been in contact before, in the same replication, as soon as there is somebody.
    #[serde(skip_serializing_if = "is_default")]
    pub returning: u32,
}

/// Customers who gave up come again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retries {
    /// How many of a hundred who gave up.
    pub percent: u32,
    /// After how long.
    pub after: Time,
}

/// What fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Failing {
    /// An outside system.
    System(OutsideSystem),
    /// A web service.
    Service(Named<ResourceId>),
}

/// Something outside that fails for a while, on each day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failure {
    /// What.
    pub what: Failing,
    /// The first half hour of the day, from 0.
    pub from: u32,
    /// The half hour at whose beginning it works again.
    pub to: u32,
}

/// A scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Its id.
    #[serde(skip)]
    pub id: ScenarioId,
    /// The name supervisors see, such as *A busy Monday*.
    pub name: String,
    /// A remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The first day, in the project's time zone.
    pub from: NaiveDate,
    /// How many days, 1 to [`Scenario::MOST_DAYS`].
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub days: u32,
    /// What arrives where.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arrivals: Vec<Arrivals>,
    /// All arrivals in percent of what is said of them.
    #[serde(default = "hundred", skip_serializing_if = "is_hundred")]
    pub percent: u32,
    /// Who the customers are.
    #[serde(default, skip_serializing_if = "is_default")]
    pub customers: Customers,
    /// What customers answer. Where nothing is said, each complete answer of the customer comes as often, and nobody hangs up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<AnswerMix>,
    /// What is particular to queues. In any other queue there are its members, and a talk lasts as long as the queue says, exponentially.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub queues: Vec<AtQueue>,
    /// How long a conversation lasts that a person gets without a queue; none for five minutes, exponential.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handling: Option<Time>,
    /// How long customers wait before giving up, where a queue does not say; none for as long as it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patience: Option<Time>,
    /// Who is absent the whole time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<Named<ResourceId>>,
    /// On how many of a hundred days a person is absent; drawn for each person and day.
    #[serde(default, skip_serializing_if = "is_default")]
    pub absence: u32,
    /// What fails when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<Failure>,
    /// Who gave up comes again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retries: Option<Retries>,
    /// Who arrives in the first seconds is not counted, nor what people do then.
    #[serde(default, skip_serializing_if = "is_default")]
    pub warm_up_s: u32,
    /// How often the scenario is played, each time with other draws: 1 to 1,000.
    #[serde(default = "usual_replications", skip_serializing_if = "is_usual")]
    pub replications: u32,
    /// The seed of all draws.
    #[serde(default, skip_serializing_if = "is_default")]
    pub seed: u64,
}

impl Scenario {
    /// Most days.
    pub const MOST_DAYS: u32 = 35;
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            id: ScenarioId(0),
            name: String::new(),
            note: String::new(),
            from: NaiveDate::default(),
            days: 1,
            arrivals: Vec::new(),
            percent: 100,
            customers: Customers::default(),
            answers: Vec::new(),
            queues: Vec::new(),
            handling: None,
            patience: None,
            absent: Vec::new(),
            absence: 0,
            failures: Vec::new(),
            retries: None,
            warm_up_s: 0,
            replications: usual_replications(),
            seed: 0,
        }
    }
}

fn one() -> u32 {
    1
}

fn hundred() -> u32 {
    100
}

fn usual_replications() -> u32 {
    10
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_one(number: &u32) -> bool {
    *number == 1
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_hundred(number: &u32) -> bool {
    *number == 100
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_usual(number: &u32) -> bool {
    *number == usual_replications()
}
