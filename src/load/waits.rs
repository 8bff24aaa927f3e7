//! Waits for people on the floor: who is rung, how long a talk lasts, and whom a person takes who becomes free. Whom a contact is given to is
//! decided by `dist`, through the engine (spec: load §2, meaning §8).

use std::ops::Bound;

use crate::catalog::FloorEvent;
use crate::dist::next;
use crate::model::resource::Queue;
use crate::model::{Channel, ResourceId};
use crate::sim::engine::Input;

use super::contact::{By, Contact, Wait};
use super::draws::{self, For};
use super::replication::{Replication, Turn, What};
use super::span::half_of;
use super::sums::{Assumed, QueueSums};

impl Replication<'_> {
    /// A contact begins to wait for people.
    pub(super) fn begins_to_wait(&mut self, place: usize) {
        let (stage, now_ms) = (self.stage, self.at_ms);
        let Some(contact) = self.contact_mut(place) else { return };
        let Some(asked) = contact.asked() else { return self.is_not_played_on(place) };
        contact.waits += 1;
        let (key, seed, waits, at) = (contact.key, contact.seed, contact.waits, contact.place());
        let since_ms = asked.since_ms.max(now_ms);
        contact.wait = Some(Wait {
            queue: asked.queue,
            priority: asked.priority,
            since_ms,
            talk: None,
            has_waited: false,
            by: asked.by,
            talks: asked.talks,
            wrap_up_ms: asked.wrap_up_ms,
        });
        self.counts(place, |sums| sums.offered += 1);
        if let Some(who) = asked.rung {
            if self.has_room(place, who) {
                return self.begins_to_talk(place, who, since_ms);
            }
            return self.plan(since_ms.saturating_add(asked.ring_ms), key, What::RingsOut(place, waits));
        }
        if asked.by == By::Ring {
            return self.is_not_played_on(place);
        }
        if let Some(at) = at.filter(|_| asked.by == By::Taking) {
            self.assumes(Assumed::TakenFromPool, at);
        }
        self.joins_line(place, asked.queue);
        if since_ms > now_ms {
            self.plan(since_ms, key, What::Ready(place, waits));
        } else if self.try_to_give(place) {
            return;
        }
        if let Some(contact) = self.contact_mut(place)
            && let Some(wait) = &mut contact.wait
        {
            wait.has_waited = true;
        }
        let patience = asked.queue.and_then(|queue| stage.queues.get(&queue)).and_then(|it| it.patience);
        if let Some(patience) = patience {
            let gives_up_ms = since_ms.saturating_add(draws::time_ms(seed, For::Patience, waits, patience));
            self.plan(gives_up_ms, key, What::GivesUp(place, waits));
        }
        if let Some(longest_ms) = asked.longest_ms {
            self.plan(since_ms.saturating_add(longest_ms), key, What::WaitOver(place, waits));
        }
    }

    /// Counts something of the queue in which a contact waits, in the half hour in which it began to.
    fn counts(&mut self, place: usize, count: impl FnOnce(&mut QueueSums)) {
        let Some(contact) = self.contact(place).filter(|contact| contact.is_counted) else { return };
        let Some((queue, since_ms)) = contact.wait.as_ref().and_then(|wait| Some((wait.counted()?, wait.since_ms)))
        else {
            return;
        };
        count(self.sums.at(queue, half_of(since_ms)));
    }

    fn has_room(&self, place: usize, who: ResourceId) -> bool {
        self.contact(place).is_some_and(|contact| self.floor.now().has_room(who, contact.channel))
    }

    /// The turn of a contact that waits: who is taken first when somebody becomes free.
    fn turn_of(&self, place: usize) -> Option<Turn> {
        let contact = self.contact(place)?;
        let wait = contact.wait.as_ref()?;
        // A conversation that somebody takes comes after the queues.
        let usual = if wait.by == By::Taking { 0 } else { Queue::USUAL_WEIGHT };
        let weight = wait.queue.and_then(|queue| self.stage.queues.get(&queue)).map_or(usual, |it| it.weight);
        Some((next::rank(wait.priority, weight, wait.since_ms), contact.key))
    }

    fn joins_line(&mut self, place: usize, queue: Option<ResourceId>) {
        let Some(turn) = self.turn_of(place) else { return };
        self.line.insert(turn, place);
        let (Some(queue), (rank, key)) = (queue, turn) else { return };
        let mut now = self.floor.now();
        now.lines.entry(queue).or_default().insert((rank.since_ms(), key));
        let count = now.waiting(queue);
        drop(now);
        let sums = self.sums.at(queue, half_of(self.at_ms));
        sums.longest_line = sums.longest_line.max(count);
    }

    fn leaves_line(&mut self, place: usize) {
        let Some(turn) = self.turn_of(place) else { return };
        if self.line.remove(&turn).is_none() {
            return;
        }
        let queue = self.contact(place).and_then(|contact| contact.wait.as_ref()?.queue);
        let Some(queue) = queue else { return };
        if let Some(line) = self.floor.now().lines.get_mut(&queue) {
            line.remove(&(turn.0.since_ms(), turn.1));
        }
    }

    /// Gives a contact that waits to whom `dist` says, or to the first who may take it, where somebody has room. Whether somebody has it now.
    pub(super) fn try_to_give(&mut self, place: usize) -> bool {
        let Some(contact) = self.contact(place) else { return false };
        let Some(by) = contact.wait.as_ref().map(|wait| wait.by) else { return false };
        let now = self.floor.now();
        let first = contact.members().find(|who| now.has_room(*who, contact.channel));
        drop(now);
        let Some(first) = first else { return false };
        let who = if by == By::Taking {
            first
        } else {
            self.input(place, Input::AskAgain { at_ms: 0 });
            let rung = self.contact(place).and_then(Contact::asked).and_then(|asked| asked.rung);
            let Some(who) = rung.filter(|who| self.has_room(place, *who)) else { return false };
            who
        };
        self.begins_to_talk(place, who, self.at_ms);
        true
    }

    /// Somebody who is rung answers, or takes a conversation.
    fn begins_to_talk(&mut self, place: usize, who: ResourceId, answered_ms: u64) {
        self.leaves_line(place);
        let stage = self.stage;
        let Some(contact) = self.contact_mut(place) else { return };
        contact.served_by = Some(who);
        let (key, seed, waits, channel, is_counted) =
            (contact.key, contact.seed, contact.waits, contact.channel, contact.is_counted);
        let Some(wait) = &mut contact.wait else { return };
        let talk_ms = stage.handling_ms(wait.queue, seed, waits);
        let left_ms = answered_ms.saturating_add(talk_ms);
        let (waited_ms, has_waited) = (answered_ms.saturating_sub(wait.since_ms), wait.has_waited);
        let (queue, by, talks, wrap_up_ms) = (wait.queue, wait.by, wait.talks, wait.wrap_up_ms);
        if talks {
            wait.talk = Some((who, answered_ms, left_ms));
            self.plan(left_ms, key, What::TalkEnds(place, waits));
        } else {
            self.plan(left_ms, key, What::Released(who, channel, wrap_up_ms));
        }
        self.take(who, channel, is_counted);
        let target_s = queue.and_then(|queue| stage.queues.get(&queue)?.facts.target).map(|(_, within_s)| within_s);
        self.counts(place, |sums| {
            sums.answered += 1;
            sums.waited += u64::from(has_waited);
            sums.wait_ms += waited_ms;
            sums.waits.count(waited_ms);
            sums.talk_ms += talk_ms;
            sums.within_target += u64::from(target_s.is_some_and(|target_s| waited_ms <= u64::from(target_s) * 1_000));
        });
        if talks {
            return;
        }
        if let Some(contact) = self.contact_mut(place) {
            contact.wait = None;
            let own_ms = contact.own_ms(answered_ms);
            let event = match by {
                By::Taking => FloorEvent::Taken { who },
                By::Queue | By::Ring => {
                    FloorEvent::Served { who, answered_at: own_ms, left_at: own_ms, by_customer: false }
                }
            };
            self.input(place, Input::Floor { at_ms: 0, event });
            self.go_on(place);
        }
    }

    pub(super) fn talk_ends(&mut self, place: usize) {
        let Some(contact) = self.contact_mut(place) else { return };
        let (key, channel) = (contact.key, contact.channel);
        let Some(wait) = contact.wait.take() else { return };
        let Some((who, answered_ms, left_ms)) = wait.talk else { return };
        let (answered_at, left_at) = (contact.own_ms(answered_ms), contact.own_ms(left_ms));
        self.releases(who, channel, wait.wrap_up_ms, key);
        let event = FloorEvent::Served { who, answered_at, left_at, by_customer: false };
        self.input(place, Input::Floor { at_ms: 0, event });
        self.go_on(place);
    }

    /// A person who is free takes who comes first of all whom they may serve, as long as there is room for one more.
    pub(super) fn takes_next(&mut self, who: ResourceId) {
        let mut after = Bound::Unbounded;
        while let Some((turn, place)) = self.first_for(who, after) {
            after = if self.try_to_give(place) { Bound::Unbounded } else { Bound::Excluded(turn) };
        }
    }

    /// The first contact after a turn that waits for a person who has room for it.
    fn first_for(&self, who: ResourceId, after: Bound<Turn>) -> Option<(Turn, usize)> {
        let now = self.floor.now();
        let has_room = |channel: &Channel| now.has_room(who, *channel);
        if !Channel::ALL.iter().any(has_room) {
            return None;
        }
        let may_take = |place: usize| {
            let contact = self.contact(place)?;
            let is_ready = contact.wait.as_ref().is_some_and(|wait| wait.since_ms <= self.at_ms);
            Some(is_ready && has_room(&contact.channel) && contact.may_be_served_by(who))
        };
        let mut line = self.line.range((after, Bound::Unbounded));
        line.find(|(_, place)| may_take(**place) == Some(true)).map(|(turn, place)| (*turn, *place))
    }

    /// A person who cannot answer was rung long enough.
    pub(super) fn rings_out(&mut self, place: usize, who: ResourceId) {
        self.counts(place, |sums| sums.left += 1);
        let Some(contact) = self.contact_mut(place) else { return };
        contact.wait = None;
        self.input(place, Input::Floor { at_ms: 0, event: FloorEvent::RangOut { who } });
        self.go_on(place);
    }

    /// A wait ends without a talk.
    pub(super) fn ends_wait(&mut self, place: usize, event: FloorEvent) {
        self.leaves_line(place);
        let now_ms = self.at_ms;
        let Some(contact) = self.contact_mut(place) else { return };
        let Some(since_ms) = contact.wait.as_ref().map(|wait| wait.since_ms) else { return };
        contact.has_given_up |= event == FloorEvent::GaveUp;
        let at = contact.place().filter(|_| contact.is_counted && event == FloorEvent::GaveUp);
        self.counts(place, |sums| {
            sums.waited += 1;
            sums.wait_ms += now_ms.saturating_sub(since_ms);
            match event {
                FloorEvent::GaveUp => sums.abandoned += 1,
                FloorEvent::WaitOver => sums.timed_out += 1,
                _ => sums.left += 1,
            }
        });
        if let Some(at) = at {
            *self.sums.gave_up.entry(at).or_default() += 1;
        }
        if let Some(contact) = self.contact_mut(place) {
            contact.wait = None;
        }
        self.input(place, Input::Floor { at_ms: 0, event });
        self.go_on(place);
    }
}
