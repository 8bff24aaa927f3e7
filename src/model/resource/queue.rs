//! Waiting lines: which limits they have, and what happens around a wait (spec: meaning §8). Whether an interaction gets in,
//! and who is asked, is decided in `dist`.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use strum::EnumIter;

use super::super::id::ResourceId;
use super::people::{QueueMember, QueueStrategy};
use crate::model::persist::is_default;

/// How many may wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MaxWaiting {
    /// A number of interactions; 0 is no limit.
    Count(u32),
    /// A percentage of the connected users, rounded up, at least 1.
    PercentOfConnected(u32),
    /// No limit.
    NoLimit,
}

impl Default for MaxWaiting {
    fn default() -> Self {
        Self::Count(20)
    }
}

/// The longest estimated wait with which an interaction gets in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum MaxEstimatedWait {
    /// The longest wait.
    #[default]
    AsLongestWait,
    /// So many seconds.
    Seconds(u32),
    /// No limit.
    NoLimit,
}

/// What happens when there is no user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoUserStrategy {
    /// The interaction leaves by an overflow branch.
    #[default]
    Overflow,
    /// The interaction gets in, whatever the estimated wait.
    QueueAnyway,
}

/// When a queue has no user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, EnumIter)]
pub enum NoUserMeans {
    /// Nobody is connected.
    #[default]
    NobodyConnected,
    /// Nobody who is connected has room for one more interaction.
    NobodyHasRoom,
}

/// What a user becomes who is rung and does not answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter)]
pub enum NoAnswer {
    /// The user stays available, and others are rung first.
    #[default]
    StaysAvailable,
    /// The user is away.
    Away,
    /// The user is not connected any more.
    Offline,
}

/// The service level that a queue aims at: so many percent answered within so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceLevel {
    /// Percent of the interactions.
    pub percent: u8,
    /// Answered within this time, in seconds.
    pub within_s: u32,
}

/// A waiting line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Queue {
    /// How it chooses among free users.
    pub strategy: QueueStrategy,
    /// Users and teams.
    pub members: Vec<QueueMember>,
    /// Longest wait in seconds, within [`Queue::MAX_WAIT_S`].
    pub max_wait_s: u32,
    /// How many may wait.
    pub max_waiting: MaxWaiting,
    /// What happens when there is no user.
    pub no_user: NoUserStrategy,
    /// Mean handling time in seconds: how long a talk lasts where nobody says so, and what the estimated wait is computed from.
    pub handling_s: u32,
    /// Against other queues, whose interactions a user takes first; one of [`Queue::WEIGHTS`].
    #[serde(skip_serializing_if = "is_usual_weight")]
    pub weight: u8,
    /// Skills that who serves must have, with the least level of each.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "crate::model::persist::map")]
    pub skills: BTreeMap<String, u8>,
    /// The longest estimated wait with which an interaction gets in.
    #[serde(skip_serializing_if = "is_default")]
    pub max_estimated_wait: MaxEstimatedWait,
    /// When there is no user.
    #[serde(skip_serializing_if = "is_default")]
    pub no_user_means: NoUserMeans,
    /// How long a user is busy with the work after a talk, in seconds.
    #[serde(skip_serializing_if = "super::is_zero")]
    pub wrap_up_s: u32,
    /// The service level that it aims at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_level: Option<ServiceLevel>,
    /// What is heard while waiting: a sound file, where the action names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub music: Option<ResourceId>,
    /// Whether the position is announced, also where the action does not ask for it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub says_position: bool,
    /// Whether the estimated wait is announced, also where the action does not ask for it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub says_wait: bool,
    /// After how many seconds position and wait are announced again; 0 is never.
    #[serde(skip_serializing_if = "super::is_zero")]
    pub announces_every_s: u32,
    /// How long it rings at a user, in seconds, within [`Queue::RING_S`].
    #[serde(skip_serializing_if = "is_usual_ring")]
    pub ring_s: u32,
    /// What a user becomes who is rung and does not answer.
    #[serde(skip_serializing_if = "is_default")]
    pub no_answer: NoAnswer,
}

impl Queue {
    /// The weight of a queue where nobody says another one.
    pub const USUAL_WEIGHT: u8 = 50;
    /// The ring time where nobody says another one, in seconds.
    pub const USUAL_RING_S: u32 = 20;
    /// The weights that a queue may have.
    pub const WEIGHTS: RangeInclusive<u8> = 1..=100;
    /// How long it may ring at a user, in seconds.
    pub const RING_S: RangeInclusive<u32> = 5..=120;
    /// How long the longest wait may be, in seconds.
    pub const MAX_WAIT_S: RangeInclusive<u32> = 30..=3_600;
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
            weight: Self::USUAL_WEIGHT,
            skills: BTreeMap::new(),
            max_estimated_wait: MaxEstimatedWait::default(),
            no_user_means: NoUserMeans::default(),
            wrap_up_s: 0,
            service_level: None,
            music: None,
            says_position: false,
            says_wait: false,
            announces_every_s: 0,
            ring_s: Self::USUAL_RING_S,
            no_answer: NoAnswer::default(),
        }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_usual_weight(weight: &u8) -> bool {
    *weight == Queue::USUAL_WEIGHT
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_usual_ring(ring_s: &u32) -> bool {
    *ring_s == Queue::USUAL_RING_S
}

/// A queue of a distribution group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupQueue {
    /// The queue.
    pub queue: ResourceId,
    /// How many percent of the interactions it gets.
    pub weight: u32,
}

/// Queues that share interactions by weight. One of them is drawn whatever its state (spec: meaning §8).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DistributionGroup {
    /// The queues, with weights that add up to 100.
    pub queues: Vec<GroupQueue>,
}

impl DistributionGroup {
    /// Most queues.
    pub const MAX_QUEUES: usize = 50;
    /// What the weights add up to.
    pub const WHOLE: u32 = 100;
}
