//! Two load runs against each other: two versions, two staffings, two scenarios (spec: load §3). Where both were played on the same draws, the
//! replications are compared one by one, which shows smaller differences.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::catalog::{Outcome, ResultKind};
use crate::model::ResourceId;

use super::Load;
use super::statistics::{count, mean, mean_and_half, welch};
use super::sums::{Sums, percent_words, share};

/// One of the two load runs.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// What it is, such as the name of a version or a scenario.
    pub name: &'a str,
    /// What came of it.
    pub load: &'a Load,
    /// The seed of its scenario.
    pub seed: u64,
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Measure {
    /// Contacts that came to the queue, in a replication.
    Offered,
    /// The share of them that a person answered.
    Answered,
    /// The share of them that gave up.
    GaveUp,
    /// The mean wait of those who were let in, in seconds.
    MeanWait,
    /// What 90 % of those who were answered did not wait longer than, in seconds.
    Wait90,
    /// The share answered within the target of the queue.
    ServiceLevel,
    /// How long its people were busy, as a share of the time that they were there.
    Occupancy,
    /// The share of all contacts with this outcome.
    Outcome(&'static str),
}

/// What a difference says of the second load run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Verdict {
    /// The second is better.
    Better,
    /// The second is worse.
    Worse,
    /// There is a difference, and neither is better: more contacts, or busier people.
    Different,
    /// The interval of the difference has 0 in it.
    NoDifferenceSeen,
}

/// A measure of both load runs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// The queue; none for an outcome.
    #[serde(skip)]
    pub queue: Option<ResourceId>,
    /// Its name.
    pub name: String,
    /// What is compared.
    pub measure: Measure,
    /// The mean over the replications of the first.
    pub one: f64,
    /// The mean over the replications of the second.
    pub other: f64,
    /// The second less the first. Where replications are compared one by one, only those count in which both have the measure.
    pub difference: f64,
    /// Half the width of the 95 % confidence interval of the difference; none where there are too few replications.
    pub half: Option<f64>,
    /// What this says.
    pub verdict: Verdict,
}

/// Two load runs against each other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The names of both.
    pub names: (String, String),
    /// How many replications each has.
    pub replications: (usize, usize),
    /// Whether replications are compared one by one, since they have the same draws.
    pub is_paired: bool,
    /// The measures: queue by queue, then the outcomes.
    pub lines: Vec<Line>,
}

impl Measure {
    /// The measures of a queue.
    pub const OF_QUEUE: [Self; 7] = [
        Self::Offered,
        Self::Answered,
        Self::GaveUp,
        Self::MeanWait,
        Self::Wait90,
        Self::ServiceLevel,
        Self::Occupancy,
    ];

    /// The words a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Answered => "answered",
            Self::GaveUp => "gave up",
            Self::MeanWait => "mean wait",
            Self::Wait90 => "90 % waited at most",
            Self::ServiceLevel => "service level",
            Self::Occupancy => "occupancy",
            Self::Outcome(outcome) => outcome,
        }
    }

    /// A value with its unit.
    #[must_use]
    pub fn value_words(self, value: f64) -> String {
        match self {
            Self::Offered => format!("{value:.1}"),
            Self::MeanWait | Self::Wait90 => format!("{value:.1} s"),
            _ => percent_words(value),
        }
    }

    /// A difference with its unit; shares differ by percentage points.
    #[must_use]
    pub fn difference_words(self, value: f64) -> String {
        match self {
            Self::Offered => format!("{value:+.1}"),
            Self::MeanWait | Self::Wait90 => format!("{value:+.1} s"),
            _ => format!("{:+.1} points", value * 100.0),
        }
    }

    /// Whether more is better; none where neither is.
    fn is_more_better(self) -> Option<bool> {
        match self {
            Self::Offered | Self::Occupancy => None,
            Self::Answered | Self::ServiceLevel => Some(true),
            Self::GaveUp | Self::MeanWait | Self::Wait90 => Some(false),
            Self::Outcome(outcome) => match Outcome::ALL.into_iter().find(|it| it.words() == outcome)? {
                Outcome::Reached(ResultKind::Person) => Some(true),
                Outcome::Abandoned | Outcome::NotReached => Some(false),
                it if it.is_failure() => Some(false),
                _ => None,
            },
        }
    }

    /// The measure of a replication; none where it has none.
    #[allow(clippy::cast_precision_loss, reason = "counts of a replication need no more than 53 bits")]
    #[must_use]
    pub fn of(self, load: &Load, sums: &Sums, queue: Option<ResourceId>) -> Option<f64> {
        if let Self::Outcome(outcome) = self {
            return share(sums.outcomes.get(outcome).copied().unwrap_or(0), sums.contacts);
        }
        let queue = queue?;
        let facts = load.queues.get(&queue)?;
        let Some(of) = sums.queues.get(&queue) else { return (self == Self::Offered).then_some(0.0) };
        match self {
            Self::Offered => Some(of.offered as f64),
            Self::Answered => share(of.answered, of.offered),
            Self::GaveUp => share(of.abandoned, of.offered),
            Self::MeanWait => of.mean_wait_s(),
            Self::Wait90 => (of.answered > 0).then(|| of.waits.percentile(90) as f64 / 1_000.0),
            Self::ServiceLevel => facts.target.and_then(|_| of.service_level()),
            Self::Occupancy => sums.occupancy(facts),
            Self::Outcome(_) => None,
        }
    }
}

impl Verdict {
    /// The words a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Different => "different",
            Self::NoDifferenceSeen => "no difference seen",
        }
    }
}

impl Line {
    /// The measure of both, the difference with its interval, and what that says, as a line.
    #[must_use]
    pub fn words(&self) -> String {
        let Self { measure, one, other, difference, half, verdict, .. } = self;
        let half = half.map_or_else(
            || "too few replications".to_owned(),
            |half| format!("± {}", measure.difference_words(half).trim_start_matches('+')),
        );
        format!(
            "{}: {} → {} ({} {half}), {}",
            measure.words(),
            measure.value_words(*one),
            measure.value_words(*other),
            measure.difference_words(*difference),
            verdict.words()
        )
    }
}

impl Comparison {
    /// How it was compared, as a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let (one, other) = &self.names;
        let how = if self.is_paired {
            format!("{} replications of each, on the same contacts", self.replications.0)
        } else {
            format!("{} and {} replications, on other contacts", self.replications.0, self.replications.1)
        };
        format!("{one} → {other}: {how}; ± is the 95 % confidence interval of the difference.")
    }
}

/// Compares two load runs.
#[must_use]
pub fn compare(one: Side<'_>, other: Side<'_>) -> Comparison {
    let replications = (one.load.replications.len(), other.load.replications.len());
    // Of a load run that was stopped, any replications may be missing.
    let is_whole = !one.load.is_partial && !other.load.is_partial;
    let is_paired = is_whole && one.seed == other.seed && replications.0 == replications.1;
    let queues: BTreeSet<ResourceId> = one.load.queues.keys().chain(other.load.queues.keys()).copied().collect();
    let outcomes = || one.load.total.outcomes.keys().chain(other.load.total.outcomes.keys());
    let mut lines = Vec::new();
    for queue in queues {
        let facts = one.load.queues.get(&queue).or_else(|| other.load.queues.get(&queue));
        let name = facts.map_or("", |facts| facts.name.as_str());
        let measures = Measure::OF_QUEUE.into_iter();
        lines.extend(measures.filter_map(|it| line((one.load, other.load), Some(queue), name, it, is_paired)));
    }
    for outcome in Outcome::ALL.iter().map(Outcome::words).filter(|words| outcomes().any(|it| it == words)) {
        lines.extend(line((one.load, other.load), None, "Outcomes", Measure::Outcome(outcome), is_paired));
    }
    Comparison { names: (one.name.to_owned(), other.name.to_owned()), replications, is_paired, lines }
}

/// A measure of both; none where one of them never has it.
fn line(
    (one, other): (&Load, &Load),
    queue: Option<ResourceId>,
    name: &str,
    measure: Measure,
    is_paired: bool,
) -> Option<Line> {
    let of = |load: &Load| -> Vec<Option<f64>> {
        load.replications.iter().map(|sums| measure.of(load, sums, queue)).collect()
    };
    // A queue that nobody came to has no facts in a load run; that is 0 offered.
    let of = |load: &Load| match (measure, queue) {
        (Measure::Offered, Some(queue)) if !load.queues.contains_key(&queue) => {
            vec![Some(0.0); load.replications.len()]
        }
        _ => of(load),
    };
    let (ones, others) = (of(one), of(other));
    let (difference, half) = if is_paired {
        let pairs = ones.iter().zip(&others).filter_map(|(one, other)| Some((*other)? - (*one)?));
        let pairs: Vec<f64> = pairs.collect();
        let (difference, half) = mean_and_half(&pairs);
        (difference, (count(&pairs) > 1.0).then_some(half))
    } else {
        let known = |all: &[Option<f64>]| all.iter().flatten().copied().collect::<Vec<f64>>();
        let (difference, half) = welch(&known(&ones), &known(&others));
        (difference, half.is_finite().then_some(half))
    };
    let known = |all: Vec<Option<f64>>| all.into_iter().flatten().collect::<Vec<f64>>();
    let (ones, others) = (known(ones), known(others));
    if ones.is_empty() || others.is_empty() {
        return None;
    }
    let (one, other) = (mean(&ones), mean(&others));
    // What is left of rounding is no difference.
    let rounding = 1e-9 * (one.abs() + other.abs());
    let verdict = match (half, measure.is_more_better()) {
        (None, _) => Verdict::NoDifferenceSeen,
        (Some(half), _) if difference.abs() <= half + rounding => Verdict::NoDifferenceSeen,
        (Some(_), None) => Verdict::Different,
        (Some(_), Some(is_more_better)) if is_more_better == (difference > 0.0) => Verdict::Better,
        (Some(_), Some(_)) => Verdict::Worse,
    };
    Some(Line { queue, name: name.to_owned(), measure, one, other, difference, half, verdict })
}
