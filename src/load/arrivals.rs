//! When contacts arrive, and what a contact is when it does.

use std::sync::Arc;

use crate::catalog::Preset;
use crate::sim::SilentRun;

use super::ContactId;
use super::contact::Contact;
use super::draws::{self, For, Key};
use super::next::Next;
use super::replication::{Replication, What};
use super::span::HALF_HOUR_MS;

impl Replication<'_> {
    /// Plans the next arrival at an entry point.
    pub(super) fn plan_arrival(&mut self, place: usize) {
        let (Some(entry), Some(next)) = (self.stage.entries.get(place), self.arrivals.get_mut(place)) else { return };
        loop {
            let half = usize::try_from(next.half_hour).unwrap_or(usize::MAX);
            let Some(count) = entry.per_half_hour.get(half).copied() else { return };
            let key = (entry.id, next.half_hour, next.index, 0);
            let half_hour_s = 1_800.0;
            let at_s = match entry.pattern {
                _ if count <= 0.0 => half_hour_s,
                crate::model::scenario::Pattern::Poisson => {
                    let seed = draws::seed(self.stage.seed, self.number, key);
                    next.at_s + draws::exponential(seed, For::Gap, 0, half_hour_s / count)
                }
                crate::model::scenario::Pattern::Even => {
                    (f64::from(next.index) + 0.5) * half_hour_s / count.round().max(0.5)
                }
            };
            if at_s < half_hour_s {
                *next = Next { index: next.index + 1, at_s, ..*next };
                let begins_ms = u64::from(key.1) * HALF_HOUR_MS;
                return self.plan(begins_ms + draws::ms(at_s), key, What::Arrives(place));
            }
            *next = Next { half_hour: next.half_hour + 1, ..Next::default() };
        }
    }

    /// Who gave up may come again.
    pub(super) fn may_retry(&mut self, place: usize, key: Key, seed: u64) {
        let Some(retries) = &self.stage.retries else { return };
        if !draws::happens(seed, For::Retry, 0, retries.percent) {
            return;
        }
        let (entry, half_hour, index, nth) = key;
        let after_ms = draws::time_ms(seed, For::Retry, 1, retries.after);
        let key = (entry, half_hour, index, nth + 1);
        let at_ms = self.at_ms.saturating_add(after_ms);
        // Nobody comes after the last day, or who is never answered would come for ever.
        if at_ms < self.stage.span.end_ms() {
            self.plan(at_ms, key, What::Arrives(place));
        }
    }

    pub(super) fn arrives(&mut self, place: usize, key: Key) {
        let is_retry = key.3 > 0;
        if !is_retry {
            self.plan_arrival(place);
        }
        let Some(entry) = self.stage.entries.get(place) else { return };
        let seed = draws::seed(self.stage.seed, self.number, key);
        let id = ContactId { replication: self.number, key };
        let moment = self.stage.span.moment(self.at_ms);
        let own = self.scene_for(place, seed, key);
        let template = own.as_ref().unwrap_or(&entry.scene);
        let tape = self.watched.as_ref().filter(|watched| watched.id == id).map(|watched| watched.tape.clone());
        let base = Arc::new(Preset::new(moment, &template.caller, &template.world));
        let outside = self.floor.seen_by(base, entry.channel, tape);
        let scene = template.arriving(moment, draws::bits(seed, For::Flow, 0), outside);
        let is_counted = self.at_ms >= self.stage.warm_ms;
        let contact = Contact {
            key,
            entry: place,
            channel: entry.channel,
            start_ms: self.at_ms,
            seed,
            run: SilentRun::new(Arc::new(scene)),
            is_counted,
            waits: 0,
            answers: 0,
            inputs: 0,
            seen: 0,
            wait: None,
            has_given_up: false,
            served_by: None,
        };
        self.sums.contacts += u64::from(is_counted);
        self.sums.retries += u64::from(is_counted && is_retry);
        let free = self.free_places.pop().unwrap_or(self.contacts.len());
        match self.contacts.get_mut(free) {
            Some(slot) => *slot = Some(contact),
            None => self.contacts.push(Some(contact)),
        }
        self.go_on(free);
    }
}
