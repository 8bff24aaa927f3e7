//! People of a replication: when they come and go, and what they have on their hands (spec: load §2, meaning §8).

use crate::catalog::FloorEvent;
use crate::model::resource::Capacity;
use crate::model::{Channel, ResourceData, ResourceId};

use super::draws::{self, For, Key};
use super::everybody::Person;
use super::people::There;
use super::replication::{NO_CONTACT, Replication, What};

impl Replication<'_> {
    /// Puts everybody on the floor, and plans when people come and go. On some days, people are absent.
    pub(super) fn people_come_and_go(&mut self) {
        let stage = self.stage;
        for (who, there) in &stage.people {
            let (beside, capacity) = match stage.project.resources.get(who).map(|it| &it.data) {
                Some(ResourceData::User(user)) => (user.calls_beside_chats, user.capacity),
                _ => (false, Capacity::default()),
            };
            let there = self.without_absences(*who, there);
            let mut is_there = false;
            for (from_ms, until_ms) in &there {
                if *from_ms == 0 {
                    is_there = true;
                } else {
                    self.plan(*from_ms, NO_CONTACT, What::Comes(*who));
                }
                if *until_ms != u64::MAX {
                    self.plan(*until_ms, NO_CONTACT, What::Goes(*who));
                }
                for (half, ms) in stage.open_parts(*from_ms, *until_ms) {
                    self.sums.people.entry(*who).or_default().is_there(half, ms);
                }
            }
            self.floor.now().people.push(Person {
                who: *who,
                beside,
                capacity,
                is_there,
                calls: 0,
                sessions: 0,
                wrap_ups: 0,
                busy_since_ms: None,
                idle_since_ms: 0,
                received: 0,
                day: 0,
            });
        }
    }

    /// The intervals without the days on which the person is absent. A day of absence ends at midnight.
    fn without_absences(&self, who: ResourceId, there: &There) -> There {
        let stage = self.stage;
        if stage.absence == 0 {
            return there.clone();
        }
        let mut left = Vec::new();
        let edges: Vec<u64> = [0].into_iter().chain(stage.midnights.iter().copied()).chain([u64::MAX]).collect();
        for (day, edge) in (0_u32..).zip(edges.windows(2)) {
            let &[begins_ms, ends_ms] = edge else { continue };
            let seed = draws::seed(stage.seed, self.number, (who.0, day, 0, 0));
            if draws::happens(seed, For::Absence, 0, stage.absence) {
                continue;
            }
            for (from_ms, until_ms) in there {
                let (from_ms, until_ms) = ((*from_ms).max(begins_ms), (*until_ms).min(ends_ms));
                match left.last_mut() {
                    Some((_, until)) if *until == from_ms && from_ms < until_ms => *until = until_ms,
                    _ if from_ms < until_ms => left.push((from_ms, until_ms)),
                    _ => {}
                }
            }
        }
        left
    }

    pub(super) fn comes(&mut self, who: ResourceId) {
        let at_ms = self.at_ms;
        if let Some(person) = self.floor.now().people.get_mut(who) {
            person.is_there = true;
            person.idle_since_ms = at_ms;
        }
        self.takes_next(who);
    }

    /// A person leaves work; a talk under way goes on to its end. Where everybody has left, so do those who wait, if the queue says so.
    pub(super) fn goes(&mut self, who: ResourceId) {
        let mut now = self.floor.now();
        if let Some(person) = now.people.get_mut(who) {
            person.is_there = false;
        }
        let is_deserted = |place: &usize| {
            let Some(contact) = self.contact(*place) else { return false };
            let queue = contact.wait.as_ref().and_then(|wait| self.stage.queues.get(&wait.queue?));
            let is_anybody_there = |who| now.people.get(who).is_some_and(|person| person.is_there);
            queue.is_some_and(|it| it.is_left_deserted)
                && contact.may_be_served_by(who)
                && !contact.members().any(is_anybody_there)
        };
        let deserted: Vec<usize> = self.line.values().copied().filter(is_deserted).collect();
        drop(now);
        for place in deserted {
            self.ends_wait(place, FloorEvent::NobodyLeft);
        }
    }

    /// Where the flow itself gave the contact to a person, as a policy or a rule does, the person has it on their hands.
    pub(super) fn note_assigned(&mut self, place: usize) {
        let stage = self.stage;
        let Some(contact) = self.contact_mut(place) else { return };
        let Some(who) = contact.run.state().served_by.filter(|who| contact.served_by != Some(*who)) else { return };
        contact.served_by = Some(who);
        contact.waits += 1;
        let (key, channel, is_counted) = (contact.key, contact.channel, contact.is_counted);
        let talk_ms = stage.handling_ms(None, contact.seed, contact.waits);
        self.take(who, channel, is_counted);
        self.plan(self.at_ms.saturating_add(talk_ms), key, What::Released(who, channel, 0));
    }

    /// A person has one more contact on their hands.
    pub(super) fn take(&mut self, who: ResourceId, channel: Channel, is_counted: bool) {
        let mut now = self.floor.now();
        let (at_ms, day) = (now.at_ms, now.day);
        if let Some(person) = now.people.get_mut(who) {
            match channel {
                Channel::Voice => person.calls += 1,
                Channel::Email | Channel::Messaging => person.sessions += 1,
            }
            person.busy_since_ms = person.busy_since_ms.or(Some(at_ms));
            person.received = if person.day == day { person.received + 1 } else { 1 };
            person.day = day;
        }
        drop(now);
        if is_counted {
            self.sums.people.entry(who).or_default().contacts += 1;
        }
    }

    /// A person has one contact less on their hands, and works after it for so long.
    pub(super) fn releases(&mut self, who: ResourceId, channel: Channel, wrap_up_ms: u64, key: Key) {
        if let Some(person) = self.floor.now().people.get_mut(who) {
            match channel {
                Channel::Voice => person.calls = person.calls.saturating_sub(1),
                Channel::Email | Channel::Messaging => person.sessions = person.sessions.saturating_sub(1),
            }
            person.wrap_ups += u32::from(wrap_up_ms > 0);
        }
        if wrap_up_ms > 0 {
            self.plan(self.at_ms.saturating_add(wrap_up_ms), key, What::Free(who));
        } else {
            self.becomes_free(who);
        }
    }

    pub(super) fn wrap_up_ends(&mut self, who: ResourceId) {
        if let Some(person) = self.floor.now().people.get_mut(who) {
            person.wrap_ups = person.wrap_ups.saturating_sub(1);
        }
        self.becomes_free(who);
    }

    /// A person has room for one more, and may have nothing on their hands any more.
    fn becomes_free(&mut self, who: ResourceId) {
        let at_ms = self.at_ms;
        let mut now = self.floor.now();
        let since_ms = now.people.get_mut(who).and_then(|person| {
            if person.calls > 0 || person.sessions > 0 || person.wrap_ups > 0 {
                return None;
            }
            person.idle_since_ms = at_ms;
            person.busy_since_ms.take()
        });
        drop(now);
        if let Some(since_ms) = since_ms {
            let stage = self.stage;
            for (half, ms) in stage.open_parts(since_ms, at_ms) {
                self.sums.people.entry(who).or_default().is_busy(half, ms);
            }
        }
        self.takes_next(who);
    }
}
