//! What is counted in a load run: whole numbers and histograms, so that sums are the same in any order of adding (spec: load §2).

use std::collections::BTreeMap;

use crate::model::{ActionRef, ResourceId};

/// What does not change of a queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueFacts {
    /// Its name.
    pub name: String,
    /// Who serves it.
    pub members: Vec<ResourceId>,
    /// Within how many seconds it aims to answer, where it has a target.
    pub target_s: Option<u32>,
    /// Whether the scenario says how many people there are; otherwise they are the members of the project.
    pub is_staffed: bool,
}

/// The sums of a replication, or of several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// The time from the end of the warm-up to the end of the arrivals, in milliseconds, of all replications.
    pub window_ms: u64,
    /// Contacts that arrived after the warm-up. Only these are counted.
    pub contacts: u64,
    /// Contacts by outcome; those that were not played to their end are none of these.
    pub outcomes: BTreeMap<&'static str, u64>,
    /// Each queue in which somebody was offered.
    pub queues: BTreeMap<ResourceId, QueueSums>,
    /// How long each person talked or worked after talks within the window, in milliseconds, and how many contacts the person had.
    pub people: BTreeMap<ResourceId, (u64, u64)>,
    /// What was assumed, with how often.
    pub assumed: BTreeMap<(Assumed, ActionRef), u64>,
}

/// Something that the scenario does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Assumed {
    /// The answers of the customer come evenly.
    AnswersEvenly,
    /// An answer of the scenario does not fit the question, so that the answers come evenly.
    AnswerDoesNotFit,
    /// What others do is what usually happens.
    OthersAsUsual,
    /// The contact is not played on from here: it waits for people in a way that load runs do not know, or in a group.
    NotPlayedOn,
}

impl Assumed {
    /// What is assumed of an action with a title, as a clause.
    #[must_use]
    pub fn words(self, title: &str) -> String {
        match self {
            Self::AnswersEvenly => format!("the answers to \"{title}\" come evenly"),
            Self::AnswerDoesNotFit => {
                format!("an answer of the scenario does not fit \"{title}\", so its answers come evenly")
            }
            Self::OthersAsUsual => format!("what others do at \"{title}\" is what usually happens"),
            Self::NotPlayedOn => format!("contacts are not played on from \"{title}\""),
        }
    }
}

/// The sums of a queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueSums {
    /// Contacts that came to the queue. Each is answered, abandoned, too long there, refused, or left otherwise.
    pub offered: u64,
    /// A person answered.
    pub answered: u64,
    /// The customer gave up.
    pub abandoned: u64,
    /// The longest wait was over.
    pub timed_out: u64,
    /// The queue refused: overflow.
    pub overflowed: u64,
    /// Left the queue in another way.
    pub left: u64,
    /// Nobody was free at once.
    pub waited: u64,
    /// Answered within the target of the queue.
    pub within_target: u64,
    /// The waits of all who were let in, in milliseconds.
    pub wait_ms: u64,
    /// The waits of those who were answered.
    pub waits: Histogram,
    /// The talks, in milliseconds.
    pub talk_ms: u64,
    /// The number of those who wait, summed over time after the warm-up, in milliseconds.
    pub line_ms: u64,
    /// The most that waited at once.
    pub longest_line: u32,
}

impl Sums {
    /// Adds the sums of another replication.
    pub fn add(&mut self, other: &Self) {
        self.window_ms += other.window_ms;
        self.contacts += other.contacts;
        other.outcomes.iter().for_each(|(outcome, count)| *self.outcomes.entry(outcome).or_default() += count);
        other.queues.iter().for_each(|(id, sums)| self.queues.entry(*id).or_default().add(sums));
        for (who, (busy_ms, contacts)) in &other.people {
            let sum = self.people.entry(*who).or_default();
            *sum = (sum.0 + busy_ms, sum.1 + contacts);
        }
        other.assumed.iter().for_each(|(what, count)| *self.assumed.entry(*what).or_default() += count);
    }

    /// How long members of a queue were busy, as a share of the time of all of them; none without members.
    #[must_use]
    pub fn occupancy(&self, facts: &QueueFacts) -> Option<f64> {
        let busy_ms = facts.members.iter().filter_map(|who| self.people.get(who)).map(|(busy_ms, _)| busy_ms).sum();
        share(busy_ms, self.window_ms.saturating_mul(u64::try_from(facts.members.len()).unwrap_or(0)))
    }
}

impl QueueSums {
    fn add(&mut self, other: &Self) {
        self.offered += other.offered;
        self.answered += other.answered;
        self.abandoned += other.abandoned;
        self.timed_out += other.timed_out;
        self.overflowed += other.overflowed;
        self.left += other.left;
        self.waited += other.waited;
        self.within_target += other.within_target;
        self.wait_ms += other.wait_ms;
        self.waits.add(&other.waits);
        self.talk_ms += other.talk_ms;
        self.line_ms += other.line_ms;
        self.longest_line = self.longest_line.max(other.longest_line);
    }

    /// Contacts that were let in.
    #[must_use]
    pub fn admitted(&self) -> u64 {
        self.offered - self.overflowed
    }

    /// The mean wait of all who were let in, in seconds.
    #[must_use]
    pub fn mean_wait_s(&self) -> Option<f64> {
        share(self.wait_ms, self.admitted()).map(|ms| ms / 1_000.0)
    }

    /// The share of those who were offered and were answered within the target.
    #[must_use]
    pub fn service_level(&self) -> Option<f64> {
        share(self.within_target, self.offered)
    }
}

/// One number through another; none through nothing.
#[allow(clippy::cast_precision_loss, reason = "a share needs no more than 53 bits")]
#[must_use]
pub fn share(of: u64, all: u64) -> Option<f64> {
    (all > 0).then(|| of as f64 / all as f64)
}

/// How many bits of a number a class of a histogram keeps: each class is at most 1/128 wide, against its values.
const BITS: u32 = 7;

/// Counts by value, in classes of less than 1 % of the value, the same for every histogram.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    classes: BTreeMap<u32, u64>,
    count: u64,
    most: u64,
}

impl Histogram {
    /// Counts a value.
    pub fn count(&mut self, value: u64) {
        *self.classes.entry(class_of(value)).or_default() += 1;
        self.count += 1;
        self.most = self.most.max(value);
    }

    /// Adds another histogram.
    pub fn add(&mut self, other: &Self) {
        other.classes.iter().for_each(|(class, count)| *self.classes.entry(*class).or_default() += count);
        self.count += other.count;
        self.most = self.most.max(other.most);
    }

    /// The highest value.
    #[must_use]
    pub fn most(&self) -> u64 {
        self.most
    }

    /// A value that so many percent of all do not exceed, up to 1 % too high; 0 without values.
    #[must_use]
    pub fn percentile(&self, percent: u32) -> u64 {
        let wanted = (u128::from(self.count) * u128::from(percent)).div_ceil(100);
        let mut seen = 0_u128;
        for (class, count) in &self.classes {
            seen += u128::from(*count);
            if seen >= wanted {
                return end_of(*class).min(self.most);
            }
        }
        self.most
    }
}

/// The class of a value.
fn class_of(value: u64) -> u32 {
    let shift = (u64::BITS - value.leading_zeros()).saturating_sub(BITS + 1);
    (shift << BITS).saturating_add(u32::try_from(value >> shift).unwrap_or(u32::MAX))
}

/// The highest value of a class.
fn end_of(class: u32) -> u64 {
    let shift = (class >> BITS).saturating_sub(1);
    let shift = if class < 1 << (BITS + 1) { 0 } else { shift };
    let begin = u64::from(class - (shift << BITS));
    (begin << shift) | ((1 << shift) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_less_than_one_percent_wide() {
        let mut last = 0;
        for value in (0..5_000).chain((1..40).map(|bit| 1_u64 << bit)).chain([123_456_789, 987_654_321_000]) {
            let end = end_of(class_of(value));
            assert!(end >= value && (end - value) * 100 <= value, "{value} {end}");
            assert_eq!(class_of(end), class_of(value), "{value}");
            assert!(end == u64::MAX || class_of(end + 1) > class_of(value), "{value}");
            last = last.max(class_of(value));
        }
        assert!(last < 8_000);
    }

    #[test]
    fn percentiles_are_those_of_sorted_values() {
        let mut histogram = Histogram::default();
        let mut values: Vec<u64> = (0..1_000).map(|number| number * number % 977 * 31).collect();
        for value in &values {
            histogram.count(*value);
        }
        values.sort_unstable();
        for percent in [1_u32, 50, 90, 99, 100] {
            let exact = values[(percent as usize * 10).saturating_sub(1)];
            let found = histogram.percentile(percent);
            assert!(found >= exact && (found - exact) * 100 <= exact, "{percent} {found} {exact}");
        }
        assert_eq!(Histogram::default().percentile(90), 0);
    }
}
