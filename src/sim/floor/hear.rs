//! Turns an answer into timed events while an interaction waits for people.

use crate::catalog::question::LEAVES_TALK;
use crate::catalog::{Answer, Effect, Event, Fact, FactValue, FloorEvent, WaitFor};
use crate::dist;
use crate::dist::next::{Ours, taken_by};
use crate::model::{Channel, ResourceId, UserState};

use super::super::comes_back::COMES_BACK;
use super::super::play::{Here, Play};
use super::super::pool::available_words;
use super::super::trace::What;
use super::question::key;

impl Play<'_> {
    /// Something was answered while people are waited for. Where the clock is outside, an answer has happened when it comes.
    pub(in super::super) fn hear_floor(&mut self, here: &Here<'_>, answer: &Answer, is_clock_outside: bool) {
        let least_ms = self.least_ms();
        let ms = if is_clock_outside { 0 } else { answer.ms().max(least_ms) };
        let who = answer.who().map(ResourceId);
        let takes_its_time = matches!(
            answer.key,
            key::TALK_ENDS
                | LEAVES_TALK
                | key::SOMEBODY
                | key::ANSWERS
                | key::REJECTS
                | key::EVERYONE_REJECTS
                | key::JOINS
        );
        if !takes_its_time {
            self.turn_to(self.now_ms().saturating_add(least_ms));
        }
        match (answer.key, who) {
            (key::TALK_ENDS, _) => self.end_talk(here, ms, false, is_clock_outside),
            (LEAVES_TALK, _) => self.end_talk(here, ms, true, is_clock_outside),
            (key::SOMEBODY, _) => self.somebody_answers(here, (ms, answer.talk_ms()), is_clock_outside),
            (key::ANSWERS, Some(who)) => self.person_answers(here, who, (ms, answer.talk_ms()), is_clock_outside),
            (key::REJECTS, _) => self.person_rejects(here, ms, is_clock_outside),
            (key::NO_ANSWER, _) => {
                let at_ms = self.state.floor.as_ref().and_then(super::wait::Floor::rings_out_ms);
                self.pass_until(here, at_ms.unwrap_or_else(|| self.now_ms()), true);
            }
            (key::EVERYONE_REJECTS, _) => self.everyone_rejects(here, is_clock_outside),
            (key::BECOMES_FREE, Some(who)) => self.becomes_free(here, who),
            (key::WAIT, _) => {
                let until_ms = self.now_ms().saturating_add(ms);
                self.pass_until(here, until_ms, true);
            }
            (key::WAIT_OUT, _) => {
                let until_ms = self.state.floor.as_ref().and_then(super::wait::Floor::ends_ms);
                match until_ms.filter(|_| !is_clock_outside) {
                    Some(until_ms) => self.pass_until(here, until_ms, true),
                    None => _ = self.happens(here, self.now_ms(), FloorEvent::WaitOver),
                }
            }
            (key::DISCONNECT, _) => _ = self.happens(here, self.now_ms(), FloorEvent::NobodyLeft),
            (key::JOINS, Some(who)) => self.joins(here, who, least_ms, is_clock_outside),
            (key::AVAILABLE, who) => self.becomes_available(here, who),
            (key::WRITES | key::ATTACHES, _) => self.writes(here, answer),
            (COMES_BACK, _) => self.comes_back_to_wait(here, answer),
            (key::REST, _) => _ = self.happens(here, self.now_ms(), FloorEvent::WaitOver),
            _ => self.tell_action(here, answer),
        }
        self.go_on_waiting();
    }

    /// The question comes again where the wait goes on.
    fn go_on_waiting(&mut self) {
        if !self.state.is_over() && self.state.floor.is_some() {
            self.ask_floor();
        }
    }

    /// The customer does something that only the action understands: the exit key.
    fn tell_action(&mut self, here: &Here<'_>, answer: &Answer) {
        if let Some(spec) = here.spec {
            self.run(here, spec, Event::Answer(answer.clone()), false);
        }
    }

    /// Time passes: who does not answer is passed over, position and wait are announced, and at last the wait is over. What happens at
    /// the very end comes only where it is `included`.
    fn pass_until(&mut self, here: &Here<'_>, until_ms: u64, included: bool) {
        loop {
            let Some(floor) = self.state.floor.as_ref().filter(|floor| floor.talk.is_none()) else { return };
            let is_due = |at_ms: &u64| *at_ms < until_ms || included && *at_ms == until_ms;
            let rings_out = floor.rings_out_ms().filter(is_due).zip(floor.ringing.map(|(who, _)| who));
            let announces = floor.announces_after(self.now_ms()).filter(is_due);
            let ends = floor.ends_ms().filter(is_due);
            let position = match floor.wait.wait_for {
                WaitFor::Queue { position, .. } => position,
                _ => 1,
            };
            let first = [ends, rings_out.map(|(at_ms, _)| at_ms), announces].into_iter().flatten().min();
            let Some(at_ms) = first else { break };
            if ends == Some(at_ms) {
                self.happens(here, at_ms, FloorEvent::WaitOver);
                return;
            }
            if let Some((_, who)) = rings_out.filter(|(rings_out_ms, _)| *rings_out_ms == at_ms) {
                if !self.happens(here, at_ms, FloorEvent::RangOut { who }) {
                    return;
                }
                self.ask_again(here);
                self.ring_next(here);
            } else if !self.happens(
                here,
                at_ms,
                FloorEvent::Announces { position, estimated_wait_s: self.estimate(here) },
            ) {
                return;
            }
        }
        self.turn_to(until_ms);
    }

    /// The estimated wait of who waits in a queue, as `dist` has it now.
    fn estimate(&self, here: &Here<'_>) -> Option<u32> {
        let WaitFor::Queue { request, position, .. } = &self.state.floor.as_ref()?.wait.wait_for else { return None };
        dist::queue::wait_at(&self.around(here), &self.state.interaction, request, *position)
    }

    /// Somebody answers after a time and talks for a time: the person who is being rung then, else the next one who becomes free.
    fn somebody_answers(&mut self, here: &Here<'_>, (after_ms, talk_ms): (u64, u64), is_clock_outside: bool) {
        if !is_clock_outside && !self.wait_for_answer(here, after_ms) {
            return;
        }
        let Some(floor) = &self.state.floor else { return };
        let members = match &floor.wait.wait_for {
            WaitFor::Queue { members, .. } => members.first().copied(),
            WaitFor::User(user) => Some(*user),
            _ => None,
        };
        let who = floor.ringing.map(|(who, _)| who).or_else(|| floor.offers().first().copied()).or(members);
        if let Some(who) = who {
            self.begin_talk(here, who, talk_ms, is_clock_outside);
        }
    }

    /// Lets the time pass until somebody answers. Whether it still rings or waits then.
    fn wait_for_answer(&mut self, here: &Here<'_>, after_ms: u64) -> bool {
        let at_ms = self.now_ms().saturating_add(after_ms);
        self.pass_until(here, at_ms, false);
        let is_too_late =
            self.state.floor.as_ref().and_then(super::wait::Floor::ends_ms).is_some_and(|ends| at_ms > ends);
        self.state.floor.is_some() && !self.state.is_over() && !is_too_late
    }

    /// A certain person answers, if it rings there then.
    fn person_answers(
        &mut self,
        here: &Here<'_>,
        who: ResourceId,
        (after_ms, talk_ms): (u64, u64),
        is_clock_outside: bool,
    ) {
        if !is_clock_outside && !self.wait_for_answer(here, after_ms) {
            return;
        }
        let Some(floor) = &self.state.floor else { return };
        let is_rung = floor.ringing.is_none_or(|(rung, _)| rung == who) && !floor.is_deserted;
        if is_rung {
            self.begin_talk(here, who, talk_ms, is_clock_outside);
        } else {
            let name = self.name_of(who);
            self.note(here, format!("{name} is no longer being rung."));
        }
    }

    /// The person who is being rung rejects the interaction.
    fn person_rejects(&mut self, here: &Here<'_>, after_ms: u64, is_clock_outside: bool) {
        let rung = self.state.floor.as_ref().and_then(|floor| floor.ringing);
        if !is_clock_outside && !self.wait_for_answer(here, after_ms) {
            return;
        }
        let still = self.state.floor.as_ref().and_then(|floor| floor.ringing);
        if let Some((who, _)) = still.filter(|_| rung == still)
            && self.happens(here, self.now_ms(), FloorEvent::Rejected { who })
        {
            self.ask_again(here);
            self.ring_next(here);
        }
    }

    /// Nobody of those who are rung in one ring time wants it.
    fn everyone_rejects(&mut self, here: &Here<'_>, is_clock_outside: bool) {
        let Some(floor) = &self.state.floor else { return };
        let ring_ms = floor.wait.ring_ms;
        let mut all = floor.offers();
        all.sort_by_key(|who| floor.ringing.map(|(rung, _)| rung) != Some(*who));
        for who in all {
            if !self.happens(here, self.now_ms(), FloorEvent::Rejected { who }) {
                return;
            }
        }
        if !is_clock_outside {
            let until_ms = self.now_ms().saturating_add(ring_ms);
            self.pass_until(here, until_ms, true);
        }
        self.ask_again(here);
        self.ring_next(here);
    }

    /// Somebody becomes free, and takes what comes first of all that waits.
    fn becomes_free(&mut self, here: &Here<'_>, who: ResourceId) {
        self.free(here, who);
        let name = self.name_of(who);
        self.others_did(here, format!("{name} becomes free"));
        let Some(floor) = &mut self.state.floor else { return };
        if let WaitFor::Join { offers, later } = &mut floor.wait.wait_for {
            later.retain(|user| *user != who);
            offers.push(who);
            return;
        }
        let Some((queue, priority)) = floor.queue() else { return };
        let ours = Ours { queue, priority, waited_ms: self.state.interaction.at_ms.saturating_sub(floor.since_ms) };
        let taken = taken_by(&self.around(here), &self.state.interaction, who, ours);
        if let Some(other) = taken {
            let other_name = self.name_of(other);
            self.others_did(here, format!("{name} takes another interaction from {other_name}"));
            *self.state.interaction.taken.entry(other).or_default() += 1;
            self.set_state(who, UserState::Busy);
            if other == queue {
                self.moves_up(here);
            }
            return;
        }
        self.ask_again(here);
        self.ring_next(here);
    }

    /// One place becomes free in the queue: it rings where no more wait before than people are free.
    fn moves_up(&mut self, here: &Here<'_>) {
        self.ask_again(here);
        let Some(floor) = &mut self.state.floor else { return };
        let WaitFor::Queue { position, offers, .. } = &mut floor.wait.wait_for else { return };
        *position = position.saturating_sub(1).max(1);
        if usize::try_from(*position).is_ok_and(|position| position <= offers.len()) {
            self.ring_next(here);
        }
    }

    /// A person is free now: available, with room for one more.
    fn free(&mut self, here: &Here<'_>, who: ResourceId) {
        let channel = here.routing.channel;
        let capacity = match self.scene.project.resources.get(&who).map(|it| &it.data) {
            Some(crate::model::ResourceData::User(user)) => match channel {
                Channel::Voice if user.calls_beside_chats => u32::MAX,
                Channel::Voice => 1,
                Channel::Email => user.capacity.email,
                Channel::Messaging => user.capacity.messaging,
            },
            _ => return,
        };
        let mut load = self.door.load(who);
        load.sessions = load.sessions.min(capacity.saturating_sub(1));
        self.door.know(|facts| facts.set(Fact::Load(who), FactValue::Load(load)));
        self.set_state(who, UserState::Available);
        self.state.interaction.people.entry(who).or_default().hold = None;
    }

    /// A person answers. Where a talk is played, it lasts so long unless the next answer says otherwise.
    fn begin_talk(&mut self, here: &Here<'_>, who: ResourceId, talk_ms: u64, is_clock_outside: bool) {
        let name = self.name_of(who);
        let talks = self.state.floor.as_ref().is_some_and(|floor| floor.wait.talk_ms.is_some());
        self.others_did(here, format!("{name} answers"));
        self.whisper(here, name, is_clock_outside);
        let now_ms = self.now_ms();
        if let Some(floor) = &mut self.state.floor {
            floor.ringing = None;
            floor.talk = Some((who, now_ms));
            floor.wait.talk_ms = floor.wait.talk_ms.map(|_| talk_ms);
        }
        if !talks {
            self.end_talk(here, 0, false, false);
        }
    }

    /// Who answers hears what is only for this person; the talk begins afterwards. Where the clock is outside, no time passes here.
    fn whisper(&mut self, here: &Here<'_>, who: String, is_clock_outside: bool) {
        let Some(whisper) = self.state.floor.as_ref().and_then(|floor| floor.wait.whisper.clone()) else { return };
        self.beat(Some(here.place), What::Effect(Effect::Whispered { who, text: whisper.text }));
        if !is_clock_outside {
            let until_ms = self.now_ms().saturating_add(whisper.length_ms);
            self.turn_to(until_ms);
        }
    }

    /// The talk is over. Where the clock is outside, it is over now.
    fn end_talk(&mut self, here: &Here<'_>, talk_ms: u64, by_customer: bool, is_clock_outside: bool) {
        let Some((who, answered_at)) = self.state.floor.as_ref().and_then(|floor| floor.talk) else { return };
        let left_at = if is_clock_outside { self.now_ms() } else { answered_at.saturating_add(talk_ms) };
        let at_ms = self.now_ms();
        self.happens(here, at_ms, FloorEvent::Served { who, answered_at, left_at, by_customer });
    }

    /// Somebody joins and replies.
    fn joins(&mut self, here: &Here<'_>, who: ResourceId, least_ms: u64, is_clock_outside: bool) {
        let Some(floor) = &self.state.floor else { return };
        let is_chat = matches!(floor.wait.wait_for, WaitFor::Join { .. });
        let talks = floor.wait.talk_ms.is_some();
        let joins_ms = floor.wait.longest_ms.unwrap_or(u64::MAX).min(super::question::JOINS_AFTER_MS);
        let takes_ms = if is_chat && !is_clock_outside { joins_ms.max(least_ms) } else { least_ms };
        let until_ms = self.now_ms().saturating_add(takes_ms);
        if is_chat {
            self.pass_until(here, until_ms, false);
        } else {
            self.turn_to(until_ms);
        }
        let name = self.name_of(who);
        self.others_did(here, format!("{name} joins and replies"));
        if talks {
            let now_ms = self.now_ms();
            if let Some(floor) = &mut self.state.floor {
                floor.talk = Some((who, now_ms));
            }
        } else {
            self.happens(here, self.now_ms(), FloorEvent::Taken { who });
        }
    }

    /// Somebody becomes available for the pool. A caller on the line gets that person at once.
    fn becomes_available(&mut self, here: &Here<'_>, who: Option<ResourceId>) {
        let Some(floor) = &mut self.state.floor else { return };
        let WaitFor::Pool(pool) = &mut floor.wait.wait_for else { return };
        let Some(found) = who.or_else(|| pool.next()) else { return };
        pool.becomes_available(found);
        let words = available_words(&self.scene.project, who);
        self.free(here, found);
        self.others_did(here, words);
        if here.routing.channel == Channel::Voice {
            self.give(here);
        }
    }

    /// The customer writes again, and who became available first gets the conversation.
    pub(in super::super) fn writes(&mut self, here: &Here<'_>, answer: &Answer) {
        self.tell_action(here, answer);
        if !self.give(here) {
            self.note(here, "Nobody is available, so the conversation stays in the pool.".to_owned());
        }
    }

    /// Who became available first gets the conversation. Whether there is somebody.
    fn give(&mut self, here: &Here<'_>) -> bool {
        let first = self.state.floor.as_ref().and_then(|floor| match &floor.wait.wait_for {
            WaitFor::Pool(pool) => pool.available.first().copied(),
            _ => None,
        });
        if let Some(who) = first {
            self.happens(here, self.now_ms(), FloorEvent::Taken { who });
        }
        first.is_some()
    }

    fn note(&mut self, here: &Here<'_>, words: String) {
        self.beat(Some(here.place), What::Effect(Effect::Note(words)));
    }
}
