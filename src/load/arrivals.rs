//! When contacts arrive, and what a contact is when it does.

use std::sync::Arc;

use chrono::TimeDelta;

use crate::sim::SilentRun;

use super::contact::Contact;
use super::draws::{self, For, Key};
use super::next::Next;
use super::replication::{Replication, What};
use super::scenario::Pattern;
use super::stage::HALF_HOUR_MS;

impl Replication<'_> {
    /// Plans the next arrival at an entry point.
    pub(super) fn plan_arrival(&mut self, place: usize) {
        let (Some(entry), Some(next)) = (self.stage.entries.get(place), self.arrivals.get_mut(place)) else { return };
        loop {
            let half = usize::try_from(next.half_hour).unwrap_or(usize::MAX);
            let Some(count) = entry.per_half_hour.get(half).copied() else { return };
            let key = (entry.id, next.half_hour, next.index);
            let half_hour_s = 1_800.0;
            let at_s = match entry.pattern {
                _ if count <= 0.0 => half_hour_s,
                Pattern::Poisson => {
                    let seed = draws::seed(self.stage.seed, self.number, key);
                    next.at_s + draws::exponential(seed, For::Gap, 0, half_hour_s / count)
                }
                Pattern::Even => (f64::from(next.index) + 0.5) * half_hour_s / count.round().max(0.5),
            };
            if at_s < half_hour_s {
                *next = Next { index: next.index + 1, at_s, ..*next };
                let begins_ms = u64::from(key.1) * HALF_HOUR_MS;
                return self.plan(begins_ms + draws::ms(at_s), key, What::Arrives(place));
            }
            *next = Next { half_hour: next.half_hour + 1, ..Next::default() };
        }
    }

    pub(super) fn arrives(&mut self, entry: usize, key: Key) {
        self.plan_arrival(entry);
        let Some(entry) = self.stage.entries.get(entry) else { return };
        let seed = draws::seed(self.stage.seed, self.number, key);
        let mut scene = entry.scene.clone();
        let since = TimeDelta::milliseconds(i64::try_from(self.at_ms).unwrap_or(i64::MAX));
        scene.begin_at(self.stage.start.checked_add_signed(since).unwrap_or(self.stage.start));
        scene.seed = draws::bits(seed, For::Flow, 0);
        scene.outside = self.floor.seen_by(scene.outside.clone());
        let is_counted = self.at_ms >= self.stage.warm_ms;
        let contact = Contact {
            key,
            start_ms: self.at_ms,
            seed,
            run: SilentRun::new(Arc::new(scene)),
            is_counted,
            waits: 0,
            answers: 0,
            inputs: 0,
            seen: 0,
            wait: None,
        };
        self.sums.contacts += u64::from(is_counted);
        let place = self.free_places.pop().unwrap_or(self.contacts.len());
        match self.contacts.get_mut(place) {
            Some(free) => *free = Some(contact),
            None => self.contacts.push(Some(contact)),
        }
        self.go_on(place);
    }
}
