//! Whom a person takes who becomes free: of all waiting interactions that they may serve, the highest priority of the action, then
//! the highest weight of the queue, then who has waited longest (spec: meaning §8). Not who is asked first: that is the strategy of a queue.

use std::cmp::Reverse;

use crate::catalog::skills::{asked_for, members};
use crate::catalog::{Fact, Interaction, USUAL_PRIORITY};
use crate::model::ResourceId;
use crate::model::resource::Queue;

use super::Around;
use super::known::Known;
use super::queue::{find, waiting_now};

/// An interaction that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The queue.
    pub queue: ResourceId,
    /// The priority of the action: higher first.
    pub priority: i64,
    /// The weight of the queue: higher first.
    pub weight: u8,
    /// How long it has waited, in milliseconds: longer first.
    pub waited_ms: u64,
    /// Tells interactions apart that are the same otherwise: lower first.
    pub key: u64,
}

/// Where an interaction is among all who wait: a lower rank is taken first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank(Reverse<i64>, Reverse<u8>, u64);

/// The rank of an interaction by the priority of its action, the weight of its queue, and the moment since when it has waited, in
/// milliseconds.
#[must_use]
pub fn rank(priority: i64, weight: u8, since_ms: u64) -> Rank {
    Rank(Reverse(priority), Reverse(weight), since_ms)
}

impl Rank {
    /// The moment since when the interaction has waited, in milliseconds.
    #[must_use]
    pub fn since_ms(self) -> u64 {
        self.2
    }
}

/// The first of the waiting interactions that a person takes.
pub fn first(waiting: impl IntoIterator<Item = Waiting>) -> Option<Waiting> {
    waiting.into_iter().min_by_key(|it| (rank(it.priority, it.weight, u64::MAX - it.waited_ms), it.key))
}

/// The interaction of a run, as a person sees it who becomes free.
#[derive(Clone, Copy, Debug)]
pub struct Ours {
    /// The queue in which it waits.
    pub queue: ResourceId,
    /// The priority of the action.
    pub priority: i64,
    /// How long it has waited, in milliseconds.
    pub waited_ms: u64,
}

/// The key of the interaction of a run: who came before has a lower one.
const OURS: u64 = u64::MAX;

/// Whom a person takes who becomes free: none for the interaction of the run, else the queue from which they take somebody else.
#[must_use]
pub fn taken_by(around: &Around<'_>, interaction: &Interaction, who: ResourceId, ours: Ours) -> Option<ResourceId> {
    let Some(known) = Known::of(around, interaction, who) else { return Some(ours.queue) };
    let own_weight = find(around, ours.queue).map_or(Queue::USUAL_WEIGHT, |queue| queue.weight);
    let own = Waiting {
        queue: ours.queue,
        priority: ours.priority,
        weight: own_weight,
        waited_ms: ours.waited_ms,
        key: OURS,
    };
    let serves = |queue: &Queue| {
        members(around.project, queue).iter().any(|member| member.who == who)
            && known.lacks(asked_for(queue, &[]).iter().map(|(skill, least)| (skill.as_str(), *least))).is_none()
    };
    let others = around.project.resources.keys().filter_map(|id| {
        let queue = find(around, *id).filter(|queue| serves(queue))?;
        let left = waiting_now(around, interaction, *id);
        let of_all = || {
            let longest_s = around.door.count(Fact::LongestWait(*id)).unwrap_or(0);
            (longest_s, around.door.count(Fact::Waiting(*id)).unwrap_or(0))
        };
        (left > 0).then(of_all).map(|(longest_s, all)| Waiting {
            queue: *id,
            priority: USUAL_PRIORITY,
            weight: queue.weight,
            waited_ms: waited_ms(longest_s, left, all).saturating_add(ours.waited_ms),
            key: id.0.into(),
        })
    });
    first(others.chain([own])).filter(|first| first.key != OURS).map(|first| first.queue)
}

/// How long the first of those who are left had waited when the run began: they came evenly, the first of all the longest wait ago.
fn waited_ms(longest_wait_s: u32, left: u32, all: u32) -> u64 {
    let longest_ms = u64::from(longest_wait_s).saturating_mul(1_000);
    longest_ms.saturating_mul(left.into()).checked_div(all.into()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who is first of three, by priority, weight, seconds waited and key.
    fn first_of(waiting: [(i64, u8, u64, u64); 3]) -> u64 {
        let waiting = waiting.map(|(priority, weight, waited_s, key)| Waiting {
            queue: ResourceId(1),
            priority,
            weight,
            waited_ms: waited_s * 1_000,
            key,
        });
        first(waiting).unwrap().key
    }

    #[test]
    fn priority_then_weight_then_waiting_time_then_who_came_first() {
        assert_eq!(first_of([(5, 50, 10, 1), (6, 1, 0, 2), (5, 100, 900, 3)]), 2);
        assert_eq!(first_of([(5, 50, 900, 1), (5, 51, 0, 2), (4, 100, 900, 3)]), 2);
        assert_eq!(first_of([(5, 50, 10, 1), (5, 50, 9, 2), (5, 50, 11, 3)]), 3);
        assert_eq!(first_of([(5, 50, 10, 3), (5, 50, 10, 1), (5, 50, 10, 2)]), 1);
        assert_eq!(first([]), None);
    }

    #[test]
    fn those_who_wait_came_evenly() {
        assert_eq!([3, 2, 1].map(|left| waited_ms(90, left, 3)), [90_000, 60_000, 30_000]);
        assert_eq!(waited_ms(90, 0, 0), 0);
    }
}
