//! What is counted in a load run: whole numbers and histograms, so that sums are the same in any order of adding (spec: load §2).

use std::collections::BTreeMap;

use crate::model::{ActionRef, ResourceId};

use super::ContactId;

/// What waits of conversations in the pool are counted under; no queue has this id.
pub const POOL: ResourceId = ResourceId(0);

/// What does not change of a queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueFacts {
    /// Its name.
    pub name: String,
    /// Who serves it.
    pub members: Vec<ResourceId>,
    /// How many of a hundred it aims to answer, within how many seconds, where it has a target.
    pub target: Option<(u8, u32)>,
    /// Whether the scenario says how many people there are; otherwise they are the members of the project.
    pub is_staffed: bool,
}

/// The sums of a replication, or of several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Contacts that arrived after the warm-up. Only these are counted.
    pub contacts: u64,
    /// Those of them that came again after giving up.
    pub retries: u64,
    /// Contacts by outcome; those that were not played to their end are none of these.
    pub outcomes: BTreeMap<&'static str, u64>,
    /// Each queue in which somebody was offered.
    pub queues: BTreeMap<ResourceId, QueueSums>,
    /// The same for each half hour: that in which the contact came to the queue.
    pub halves: BTreeMap<(ResourceId, u32), QueueSums>,
    /// What people did in the half hours in which something arrives.
    pub people: BTreeMap<ResourceId, PersonSums>,
    /// How often each action was left by each branch, by its place among the branches; none where it was left without one.
    pub passages: BTreeMap<(ActionRef, Option<u16>), Passages>,
    /// Where customers gave up, with how many.
    pub gave_up: BTreeMap<ActionRef, u64>,
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
    /// Who waits in the pool is taken by the first who is free.
    TakenFromPool,
    /// The contact is not played on from here.
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
            Self::TakenFromPool => format!("who is free takes a conversation that waits at \"{title}\" at once"),
            Self::NotPlayedOn => format!("contacts are not played on from \"{title}\""),
        }
    }
}

/// How often something was passed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passages {
    /// In all.
    pub count: u64,
    /// In each half hour from the first on, up to the last in which it was passed.
    pub halves: Vec<u32>,
    /// Some of the contacts that passed, each with its draw: those with the lowest draws.
    pub examples: Vec<(u64, ContactId)>,
}

impl Passages {
    /// Most examples of contacts.
    pub const MOST_EXAMPLES: usize = 20;

    pub(super) fn pass(&mut self, half: u32, example: (u64, ContactId)) {
        self.count += 1;
        let half = usize::try_from(half).unwrap_or(usize::MAX);
        if half < super::span::MOST_HALVES {
            if self.halves.len() <= half {
                self.halves.resize(half + 1, 0);
            }
            self.halves.get_mut(half).into_iter().for_each(|count| *count = count.saturating_add(1));
        }
        self.keep(example);
    }

    /// Keeps an example, unless there are enough with lower draws.
    fn keep(&mut self, example: (u64, ContactId)) {
        if self.examples.len() >= Self::MOST_EXAMPLES && self.examples.last().is_some_and(|last| *last <= example) {
            return;
        }
        if let Err(place) = self.examples.binary_search(&example) {
            self.examples.insert(place, example);
            self.examples.truncate(Self::MOST_EXAMPLES);
        }
    }

    fn add(&mut self, other: &Self) {
        self.count += other.count;
        if self.halves.len() < other.halves.len() {
            self.halves.resize(other.halves.len(), 0);
        }
        self.halves.iter_mut().zip(&other.halves).for_each(|(sum, count)| *sum = sum.saturating_add(*count));
        other.examples.iter().for_each(|example| self.keep(*example));
    }
}

/// What a person did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonSums {
    /// Contacts.
    pub contacts: u64,
    /// How long the person talked or worked after talks, in milliseconds.
    pub busy_ms: u64,
    /// How long the person was there, in milliseconds.
    pub there_ms: u64,
    /// Both for each half hour.
    pub halves: BTreeMap<u32, (u64, u64)>,
}

impl PersonSums {
    pub(super) fn is_busy(&mut self, half: u32, ms: u64) {
        self.busy_ms += ms;
        self.halves.entry(half).or_default().0 += ms;
    }

    pub(super) fn is_there(&mut self, half: u32, ms: u64) {
        self.there_ms += ms;
        self.halves.entry(half).or_default().1 += ms;
    }

    fn add(&mut self, other: &Self) {
        self.contacts += other.contacts;
        self.busy_ms += other.busy_ms;
        self.there_ms += other.there_ms;
        for (half, (busy_ms, there_ms)) in &other.halves {
            let sum = self.halves.entry(*half).or_default();
            *sum = (sum.0 + busy_ms, sum.1 + there_ms);
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
        self.contacts += other.contacts;
        self.retries += other.retries;
        other.outcomes.iter().for_each(|(outcome, count)| *self.outcomes.entry(outcome).or_default() += count);
        other.queues.iter().for_each(|(id, sums)| self.queues.entry(*id).or_default().add(sums));
        other.halves.iter().for_each(|(at, sums)| self.halves.entry(*at).or_default().add(sums));
        other.people.iter().for_each(|(who, sums)| self.people.entry(*who).or_default().add(sums));
        other.passages.iter().for_each(|(at, sums)| self.passages.entry(*at).or_default().add(sums));
        other.gave_up.iter().for_each(|(at, count)| *self.gave_up.entry(*at).or_default() += count);
        other.assumed.iter().for_each(|(what, count)| *self.assumed.entry(*what).or_default() += count);
    }

    /// The sums of a queue in a half hour.
    pub(super) fn at(&mut self, queue: ResourceId, half: u32) -> &mut QueueSums {
        self.halves.entry((queue, half)).or_default()
    }

    /// Sums up what was counted in half hours.
    pub(super) fn sum_up(&mut self) {
        for ((queue, _), sums) in &self.halves {
            self.queues.entry(*queue).or_default().add(sums);
        }
    }

    /// How long members of a queue were busy, as a share of the time that they were there; none where nobody was.
    #[must_use]
    pub fn occupancy(&self, facts: &QueueFacts) -> Option<f64> {
        let people = facts.members.iter().filter_map(|who| self.people.get(who));
        let (busy_ms, there_ms) =
            people.fold((0, 0), |(busy_ms, there_ms), it| (busy_ms + it.busy_ms, there_ms + it.there_ms));
        share(busy_ms, there_ms)
    }

    /// How long members of a queue were busy and there in a half hour, in milliseconds.
    #[must_use]
    pub fn busy_and_there(&self, facts: &QueueFacts, half: u32) -> (u64, u64) {
        let people = facts.members.iter().filter_map(|who| self.people.get(who)?.halves.get(&half));
        people.fold((0, 0), |(busy_ms, there_ms), it| (busy_ms + it.0, there_ms + it.1))
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

/// A share in words: *74.2 %*.
#[must_use]
pub fn percent_words(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
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
