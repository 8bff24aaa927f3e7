//! A scenario as plain data: when contacts arrive, how many people there are, how long talks and patience last (spec: load §1).

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// A scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// When the first half hour begins, in the time zone of the project.
    pub start: NaiveDateTime,
    /// What arrives where.
    pub arrivals: Vec<Arrivals>,
    /// What is particular to queues. In any other queue there are its own members, a talk lasts as long as the queue says, exponentially, and
    /// nobody gives up.
    #[serde(default)]
    pub queues: Vec<AtQueue>,
    /// What customers answer. Where nothing is said, each complete answer of the customer comes as often, and nobody hangs up.
    #[serde(default)]
    pub answers: Vec<Answers>,
    /// Who arrives in the first seconds is not counted, nor what people do then.
    #[serde(default)]
    pub warm_up_s: u32,
    /// How often the scenario is played, each time with other draws.
    #[serde(default = "usual_replications")]
    pub replications: u32,
    /// The seed of all draws.
    #[serde(default)]
    pub seed: u64,
}

fn usual_replications() -> u32 {
    10
}

/// What arrives at an entry point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arrivals {
    /// The reference or the name of the entry point.
    pub entry_point: String,
    /// How many contacts arrive in each half hour, on average.
    pub per_half_hour: Vec<f64>,
    /// How they are spread.
    #[serde(default)]
    pub pattern: Pattern,
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

/// What is particular to a queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AtQueue {
    /// The reference or the name of the queue.
    pub queue: String,
    /// So many people serve it and nothing else, the whole time, with every skill that it asks for; none for its own members.
    #[serde(default)]
    pub people: Option<u32>,
    /// How long a talk lasts, in seconds; none for the handling time of the queue, exponential.
    #[serde(default)]
    pub handling: Option<Time>,
    /// How long a customer waits before giving up, in seconds; none for as long as it takes.
    #[serde(default)]
    pub patience: Option<Time>,
}

/// A time that is drawn, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Time {
    /// Exponential, with this mean.
    Exponential(f64),
    /// Always the same.
    Fixed(f64),
}

/// What customers answer to an action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// The reference of the routing.
    pub routing: String,
    /// The number of the action.
    pub action: u32,
    /// Each answer as in an answers file, such as `press 1`, with how often it comes against the others.
    pub mix: Vec<(String, u32)>,
}

/// Most half hours: five weeks.
pub(super) const MOST_HALF_HOURS: usize = 5 * 7 * 48;
/// Most contacts of one half hour.
const MOST_PER_HALF_HOUR: f64 = 100_000.0;
/// Most contacts of all replications, on average.
const MOST_CONTACTS: f64 = 50_000_000.0;
/// Most people of a queue.
const MOST_PEOPLE: u32 = 5_000;
/// The longest mean time, in seconds.
const LONGEST_S: f64 = 86_400.0;

impl Scenario {
    /// Reads a scenario from the text of a file.
    ///
    /// # Errors
    /// A sentence with the line.
    pub fn read(text: &str) -> Result<Self, String> {
        let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        let scenario: Self = options.from_str(text).map_err(|error| {
            let at = error.span.start;
            format!("line {}, column {}: {}. Correct the file there.", at.line, at.col, error.code)
        })?;
        Ok(scenario)
    }

    /// Whether its numbers are possible. Whether its names exist depends on a project.
    ///
    /// # Errors
    /// A sentence that names the place and what is possible there.
    pub fn check(&self) -> Result<(), String> {
        if self.arrivals.is_empty() {
            return Err("arrivals: the list is empty, so nothing arrives. Add an entry point.".to_owned());
        }
        if !(1..=1_000).contains(&self.replications) {
            return Err(format!("replications: {} is not from 1 to 1,000.", self.replications));
        }
        let mut contacts = 0.0;
        for it in &self.arrivals {
            let place = format!("arrivals of \"{}\", per_half_hour", it.entry_point);
            if it.per_half_hour.is_empty() || it.per_half_hour.len() > MOST_HALF_HOURS {
                return Err(format!(
                    "{place}: {} half hours; give 1 to {MOST_HALF_HOURS} numbers.",
                    it.per_half_hour.len()
                ));
            }
            for (number, count) in it.per_half_hour.iter().enumerate() {
                if !(0.0..=MOST_PER_HALF_HOUR).contains(count) {
                    return Err(format!("{place}, number {}: {count} is not from 0 to 100,000.", number + 1));
                }
                contacts += count * f64::from(self.replications);
            }
        }
        if contacts > MOST_CONTACTS {
            return Err(format!(
                "The scenario has about {contacts:.0} contacts in all replications, more than 50,000,000. Lower replications or per_half_hour."
            ));
        }
        let longest = self.arrivals.iter().map(|it| it.per_half_hour.len()).max().unwrap_or(0);
        let span_s = u64::try_from(longest).unwrap_or(0) * 1_800;
        if u64::from(self.warm_up_s) >= span_s {
            return Err(format!(
                "warm_up_s: {} s is not shorter than the arrivals, {span_s} s, so nothing would be counted.",
                self.warm_up_s
            ));
        }
        for it in &self.queues {
            let place = format!("queue \"{}\"", it.queue);
            if it.people.is_some_and(|people| people > MOST_PEOPLE) {
                return Err(format!("{place}, people: more than {MOST_PEOPLE}."));
            }
            for (name, time) in [("handling", it.handling), ("patience", it.patience)] {
                let Some(Time::Exponential(seconds) | Time::Fixed(seconds)) = time else { continue };
                if !(0.0..=LONGEST_S).contains(&seconds) || seconds == 0.0 {
                    return Err(format!("{place}, {name}: {seconds} is not above 0 and at most {LONGEST_S} s."));
                }
            }
        }
        for it in &self.answers {
            if it.mix.iter().all(|(_, share)| *share == 0) {
                return Err(format!(
                    "answers of action {} of \"{}\": no answer has a share above 0. Give one, such as (\"press 1\", 1).",
                    it.action, it.routing
                ));
            }
        }
        Ok(())
    }
}
