//! The current wait for people: its kind, the person who is being rung, and the person who talks. It is part of the state of a call
//! and makes no decisions.

use std::collections::BTreeMap;

use crate::catalog::{FloorWait, PersonNow, Request, WaitFor};
use crate::model::ResourceId;

/// A wait for people under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Floor {
    /// What is waited for.
    pub wait: FloorWait,
    /// Since when, in milliseconds since the interaction began.
    pub since_ms: u64,
    /// Who is rung, and since when.
    pub ringing: Option<(ResourceId, u64)>,
    /// Who was passed over in this round.
    pub passed: Vec<ResourceId>,
    /// Who talks with the customer, and since when.
    pub talk: Option<(ResourceId, u64)>,
    /// Whether everybody has disconnected.
    pub is_deserted: bool,
}

impl Floor {
    /// When the wait is over.
    pub(in super::super) fn ends_ms(&self) -> Option<u64> {
        self.wait.longest_ms.map(|longest_ms| self.since_ms.saturating_add(longest_ms))
    }

    /// When the person who is being rung is passed over.
    pub(in super::super) fn rings_out_ms(&self) -> Option<u64> {
        self.ringing.map(|(_, since_ms)| since_ms.saturating_add(self.wait.ring_ms))
    }

    /// When position and wait are announced after a moment.
    pub(super) fn announces_after(&self, now_ms: u64) -> Option<u64> {
        let WaitFor::Queue { announces_every_ms, .. } = self.wait.wait_for else { return None };
        let every_ms = announces_every_ms?;
        let so_far = now_ms.saturating_sub(self.since_ms).checked_div(every_ms)?;
        Some(self.since_ms.saturating_add(so_far.saturating_add(1).saturating_mul(every_ms)))
    }

    /// Who may be rung now, first first: those who were passed over come again when nobody else is left.
    pub(in super::super) fn offers(&self) -> Vec<ResourceId> {
        let (WaitFor::Queue { offers, .. } | WaitFor::Join { offers, .. }) = &self.wait.wait_for else {
            return Vec::new();
        };
        let left: Vec<ResourceId> = offers.iter().copied().filter(|who| !self.passed.contains(who)).collect();
        if left.is_empty() { offers.clone() } else { left }
    }

    /// Who is rung next of those who may be rung, and whether all of them were passed over, so that a new round begins.
    pub(super) fn next_offer(&self) -> (Option<ResourceId>, bool) {
        let (WaitFor::Queue { offers, .. } | WaitFor::Join { offers, .. }) = &self.wait.wait_for else {
            return (None, true);
        };
        let next = offers.iter().find(|who| !self.passed.contains(who));
        (next.or(offers.first()).copied(), next.is_none())
    }

    /// Nobody is rung any more.
    pub(super) fn stop_ringing(&mut self, people: &mut BTreeMap<ResourceId, PersonNow>) {
        if let Some((who, _)) = self.ringing.take()
            && let Some(person) = people.get_mut(&who)
        {
            person.hold = None;
        }
    }

    /// The queue and the priority of a wait in a queue.
    pub(in super::super) fn queue(&self) -> Option<(ResourceId, i64)> {
        match &self.wait.wait_for {
            WaitFor::Queue { request: Request::Queue { queue, priority, .. }, .. } => Some((*queue, *priority)),
            _ => None,
        }
    }
}
