//! Waits for people on the floor: who is rung, how long a talk lasts, and whom a person takes who becomes free. Whom a contact is given to is
//! decided by `dist`, through the engine (spec: load §2, meaning §8).

use crate::catalog::FloorEvent;
use crate::dist::next::{self, Waiting};
use crate::model::ResourceId;
use crate::model::resource::Queue;
use crate::sim::engine::Input;

use super::contact::{Contact, Wait};
use super::draws::{self, For};
use super::replication::{Replication, What};

impl Replication<'_> {
    /// A contact begins to wait for people.
    pub(super) fn begins_to_wait(&mut self, place: usize) {
        let (stage, now_ms) = (self.stage, self.at_ms);
        let Some(contact) = self.contact_mut(place) else { return };
        let Some(asked) = contact.asked() else { return self.is_not_played_on(place) };
        contact.waits += 1;
        let (key, seed, waits, is_counted) = (contact.key, contact.seed, contact.waits, contact.is_counted);
        let since_ms = asked.since_ms.max(now_ms);
        contact.wait = Some(Wait {
            queue: asked.queue,
            priority: asked.priority,
            since_ms,
            talk: None,
            has_waited: false,
            wrap_up_ms: asked.wrap_up_ms,
        });
        if let Some(queue) = asked.queue.filter(|_| is_counted) {
            self.sums.queues.entry(queue).or_default().offered += 1;
        }
        if let Some(who) = asked.rung {
            if self.floor.now().is_idle(who) {
                return self.begins_to_talk(place, who, since_ms);
            }
            return self.plan(since_ms.saturating_add(asked.ring_ms), key, What::RingsOut(place, waits));
        }
        let Some(queue) = asked.queue else { return self.is_not_played_on(place) };
        self.joins_line(place, queue);
        if since_ms > now_ms {
            self.plan(since_ms, key, What::Ready(place, waits));
        } else if self.try_to_ring(place) {
            return;
        }
        if let Some(contact) = self.contact_mut(place)
            && let Some(wait) = &mut contact.wait
        {
            wait.has_waited = true;
        }
        if let Some(patience) = stage.queues.get(&queue).and_then(|it| it.patience) {
            let gives_up_ms = since_ms.saturating_add(draws::time_ms(seed, For::Patience, waits, patience));
            self.plan(gives_up_ms, key, What::GivesUp(place, waits));
        }
        if let Some(longest_ms) = asked.longest_ms {
            self.plan(since_ms.saturating_add(longest_ms), key, What::WaitOver(place, waits));
        }
    }

    fn joins_line(&mut self, place: usize, queue: ResourceId) {
        let Some(key) = self.contact(place).map(|contact| contact.key) else { return };
        self.line.insert(key, place);
        let mut now = self.floor.now();
        let count = now.waiting.entry(queue).or_default();
        *count += 1;
        let count = *count;
        drop(now);
        let sums = self.sums.queues.entry(queue).or_default();
        sums.longest_line = sums.longest_line.max(count);
        self.note_first(queue);
    }

    fn leaves_line(&mut self, place: usize) {
        let Some(contact) = self.contact(place) else { return };
        let (key, queue) = (contact.key, contact.wait.as_ref().and_then(|wait| wait.queue));
        if self.line.remove(&key).is_none() {
            return;
        }
        let Some(queue) = queue else { return };
        if let Some(count) = self.floor.now().waiting.get_mut(&queue) {
            *count = count.saturating_sub(1);
        }
        self.note_first(queue);
    }

    /// Notes who waits longest in a queue.
    fn note_first(&mut self, queue: ResourceId) {
        let waits = self.line.values().filter_map(|place| self.contact(*place)?.wait.as_ref());
        let first_ms = waits.filter(|wait| wait.queue == Some(queue)).map(|wait| wait.since_ms).min();
        let mut now = self.floor.now();
        match first_ms {
            Some(first_ms) => drop(now.first_since_ms.insert(queue, first_ms)),
            None => drop(now.first_since_ms.remove(&queue)),
        }
    }

    /// Rings whom `dist` says for a contact that waits, where somebody is free. Whether somebody answers.
    pub(super) fn try_to_ring(&mut self, place: usize) -> bool {
        let Some(contact) = self.contact(place) else { return false };
        let now = self.floor.now();
        let is_somebody_free = contact.members().iter().any(|who| now.is_idle(*who));
        drop(now);
        if !is_somebody_free {
            return false;
        }
        self.input(place, Input::AskAgain { at_ms: 0 });
        let rung = self.contact(place).and_then(Contact::asked).and_then(|asked| asked.rung);
        let Some(who) = rung.filter(|who| self.floor.now().is_idle(*who)) else { return false };
        self.begins_to_talk(place, who, self.at_ms);
        true
    }

    /// Somebody who is rung answers.
    fn begins_to_talk(&mut self, place: usize, who: ResourceId, answered_ms: u64) {
        self.leaves_line(place);
        let stage = self.stage;
        let Some(contact) = self.contact_mut(place) else { return };
        let (key, seed, waits, is_counted) = (contact.key, contact.seed, contact.waits, contact.is_counted);
        let Some(wait) = &mut contact.wait else { return };
        let talk_ms = stage.handling_ms(wait.queue, seed, waits);
        let left_ms = answered_ms.saturating_add(talk_ms);
        wait.talk = Some((who, answered_ms, left_ms));
        let (waited_ms, has_waited) = (answered_ms.saturating_sub(wait.since_ms), wait.has_waited);
        let queue = wait.queue;
        self.plan(left_ms, key, What::TalkEnds(place, waits));
        self.take(who);
        if let Some(queue) = queue.filter(|_| is_counted) {
            let sums = self.sums.queues.entry(queue).or_default();
            sums.answered += 1;
            sums.waited += u64::from(has_waited);
            sums.wait_ms += waited_ms;
            sums.waits.count(waited_ms);
            sums.talk_ms += talk_ms;
            let target_s = stage.queues.get(&queue).and_then(|it| it.facts.target_s);
            sums.within_target += u64::from(target_s.is_some_and(|target_s| waited_ms <= u64::from(target_s) * 1_000));
        }
    }

    /// A person is busy from now on.
    fn take(&mut self, who: ResourceId) {
        let mut now = self.floor.now();
        let (at_ms, day) = (now.at_ms, now.day);
        let person = now.people.entry(who).or_default();
        person.busy_since_ms = Some(at_ms);
        person.received = if person.day == day { person.received + 1 } else { 1 };
        person.day = day;
        drop(now);
        let is_in_window = at_ms >= self.stage.warm_ms;
        self.sums.people.entry(who).or_default().1 += u64::from(is_in_window);
    }

    pub(super) fn talk_ends(&mut self, place: usize) {
        let now_ms = self.at_ms;
        let Some(contact) = self.contact_mut(place) else { return };
        let key = contact.key;
        let Some(wait) = contact.wait.take() else { return };
        let Some((who, answered_ms, left_ms)) = wait.talk else { return };
        let (answered_at, left_at) = (contact.own_ms(answered_ms), contact.own_ms(left_ms));
        if wait.wrap_up_ms > 0 {
            self.plan(now_ms.saturating_add(wait.wrap_up_ms), key, What::Free(who));
        } else {
            self.becomes_free(who);
        }
        let event = FloorEvent::Served { who, answered_at, left_at, by_customer: false };
        self.input(place, Input::Floor { at_ms: 0, event });
        self.go_on(place);
    }

    /// A person is free, and takes who comes first of all whom they may serve.
    pub(super) fn becomes_free(&mut self, who: ResourceId) {
        let mut now = self.floor.now();
        let at_ms = now.at_ms;
        let person = now.people.entry(who).or_default();
        let since_ms = person.busy_since_ms.take();
        person.idle_since_ms = at_ms;
        drop(now);
        let (warm_ms, end_ms) = (self.stage.warm_ms, self.stage.end_ms);
        let busy_ms = since_ms.map(|since_ms| at_ms.min(end_ms).saturating_sub(since_ms.max(warm_ms)));
        self.sums.people.entry(who).or_default().0 += busy_ms.unwrap_or(0);
        let mut waiting: Vec<Waiting> = self.waiting_for(who);
        while let Some(first) = next::first(waiting.iter().copied()) {
            let place = usize::try_from(first.key).unwrap_or(usize::MAX);
            let place = self.line.values().nth(place).copied();
            if place.is_some_and(|place| self.try_to_ring(place)) {
                return;
            }
            waiting.retain(|it| *it != first);
        }
    }

    /// The contacts that wait for a person, each with its place in the line as the key.
    fn waiting_for(&self, who: ResourceId) -> Vec<Waiting> {
        let waiting = (0_u64..).zip(self.line.values()).filter_map(|(number, place)| {
            let contact = self.contact(*place).filter(|it| it.members().contains(&who))?;
            let wait = contact.wait.as_ref().filter(|wait| wait.since_ms <= self.at_ms)?;
            let queue = wait.queue?;
            Some(Waiting {
                queue,
                priority: wait.priority,
                weight: self.stage.queues.get(&queue).map_or(Queue::USUAL_WEIGHT, |it| it.weight),
                waited_ms: self.at_ms - wait.since_ms,
                key: number,
            })
        });
        waiting.collect()
    }

    /// A person who cannot answer was rung long enough.
    pub(super) fn rings_out(&mut self, place: usize, who: ResourceId) {
        let Some(contact) = self.contact_mut(place) else { return };
        let is_counted = contact.is_counted;
        if let Some(queue) = contact.wait.take().and_then(|wait| wait.queue).filter(|_| is_counted) {
            self.sums.queues.entry(queue).or_default().left += 1;
        }
        self.input(place, Input::Floor { at_ms: 0, event: FloorEvent::RangOut { who } });
        self.go_on(place);
    }

    /// A wait ends without a talk.
    pub(super) fn ends_wait(&mut self, place: usize, event: FloorEvent) {
        self.leaves_line(place);
        let now_ms = self.at_ms;
        let Some(contact) = self.contact_mut(place) else { return };
        let is_counted = contact.is_counted;
        let Some(wait) = contact.wait.take() else { return };
        if let Some(queue) = wait.queue.filter(|_| is_counted) {
            let sums = self.sums.queues.entry(queue).or_default();
            sums.waited += 1;
            sums.wait_ms += now_ms.saturating_sub(wait.since_ms);
            match event {
                FloorEvent::GaveUp => sums.abandoned += 1,
                FloorEvent::WaitOver => sums.timed_out += 1,
                _ => sums.left += 1,
            }
        }
        self.input(place, Input::Floor { at_ms: 0, event });
        self.go_on(place);
    }
}
