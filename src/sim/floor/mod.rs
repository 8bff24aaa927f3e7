//! The floor of one run: an interaction waits for people, and what is answered becomes the events of
//! [`FloorEvent`] with their times (spec: meaning §8). A load run has a floor of its own and sends the same events. Who serves is
//! decided in `dist`, which is asked again whenever somebody becomes free.

mod hear;
mod question;
pub mod wait;

use crate::catalog::{Effect, Event, Fact, FactValue, FloorEvent, FloorWait, Hold, WaitFor};
use crate::model::resource::NoAnswer;
use crate::model::{Channel, ResourceId, UserState};

use super::play::{Here, Play};
use super::trace::What;

pub(in crate::sim) use question::key;
use question::question;
use wait::Floor;

impl Play<'_> {
    pub(super) fn now_ms(&self) -> u64 {
        self.state.interaction.at_ms
    }

    /// The clock goes on to a moment, and never back.
    pub(super) fn turn_to(&mut self, at_ms: u64) {
        self.state.interaction.at_ms = self.now_ms().max(at_ms);
        self.door.turn_to(self.now_ms());
    }

    fn channel(&self) -> Channel {
        self.state.at.map_or_else(Channel::default, |place| self.scene.project.channel_of(place.version))
    }

    /// An action begins to wait for people.
    pub(super) fn begin_wait(&mut self, here: &Here<'_>, wait: FloorWait) {
        let rings = match &wait.wait_for {
            WaitFor::Queue { rings, .. } => *rings,
            WaitFor::User(_) => true,
            WaitFor::Join { .. } | WaitFor::Pool(_) | WaitFor::Delay(_) => false,
        };
        let since_ms = self.now_ms();
        self.state.floor =
            Some(Floor { wait, since_ms, ringing: None, passed: Vec::new(), talk: None, is_deserted: false });
        if rings {
            self.ring_next(here);
        }
        self.ask_floor();
    }

    /// Asks what happens next with those who are waited for: nobody, where they are a floor that says so itself.
    pub(super) fn ask_floor(&mut self) {
        if let Some(floor) = self.state.floor.as_ref().filter(|_| !self.scene.outside.is_floor()) {
            let mut question = question(self.scene, self.state, floor, self.is_told);
            if self.channel() != Channel::Voice {
                question.nobody_hangs_up();
            }
            self.ask(Some(question));
        }
    }

    /// Something happens between the interaction and people at a moment. Whether the wait goes on.
    pub(super) fn happens(&mut self, here: &Here<'_>, at_ms: u64, event: FloorEvent) -> bool {
        self.turn_to(at_ms);
        self.narrate(here, event);
        self.change_people(event);
        if event == FloorEvent::GaveUp {
            self.state.floor = None;
            self.customer_leaves(here);
            return false;
        }
        let Some(spec) = here.spec else { return false };
        self.run(here, spec, Event::Floor(event), false);
        self.state.floor.is_some() && !self.state.is_over()
    }

    /// What people do, as the conversation has it.
    fn narrate(&mut self, here: &Here<'_>, event: FloorEvent) {
        if !self.is_told {
            return;
        }
        let words = match event {
            FloorEvent::Served { who, .. } => {
                // Where the talk was played, the answer has been told.
                let is_told = self.state.floor.as_ref().is_some_and(|floor| floor.talk.is_some());
                if is_told {
                    return;
                }
                format!("{} answers", self.name_of(who))
            }
            FloorEvent::Rejected { who } => format!("{} rejects", self.name_of(who)),
            FloorEvent::RangOut { who } => format!("{} does not answer", self.name_of(who)),
            FloorEvent::NobodyLeft => "everyone disconnects".to_owned(),
            FloorEvent::Rings { .. }
            | FloorEvent::WaitOver
            | FloorEvent::GaveUp
            | FloorEvent::Taken { .. }
            | FloorEvent::Announces { .. } => return,
        };
        self.others_did(here, words);
    }

    /// The name of a person or a queue.
    pub(super) fn name_of(&self, id: ResourceId) -> String {
        super::pool::name(&self.scene.project, id).to_owned()
    }

    pub(super) fn others_did(&mut self, here: &Here<'_>, words: String) {
        self.beat(Some(here.place), What::Effect(Effect::OthersDid(words)));
    }

    /// Changes the state of people after an event.
    fn change_people(&mut self, event: FloorEvent) {
        let Some(floor) = &mut self.state.floor else { return };
        let people = &mut self.state.interaction.people;
        match event {
            FloorEvent::Rings { who } => {
                let since_ms = self.state.interaction.at_ms;
                floor.ringing = Some((who, since_ms));
                people.entry(who).or_default().hold =
                    Some((Hold::Ringing, since_ms.saturating_add(floor.wait.ring_ms)));
            }
            FloorEvent::Served { who, left_at, .. } => {
                floor.ringing = None;
                let wrap_up = (Hold::WrapUp, left_at.saturating_add(floor.wait.wrap_up_ms));
                people.entry(who).or_default().hold = (floor.wait.wrap_up_ms > 0).then_some(wrap_up);
                self.received(who);
            }
            FloorEvent::Taken { who } => self.received(who),
            FloorEvent::Rejected { who } | FloorEvent::RangOut { who } => {
                floor.ringing = None;
                floor.passed.push(who);
                people.entry(who).or_default().hold = None;
                let becomes = match floor.wait.no_answer {
                    NoAnswer::Away => Some(UserState::Away),
                    NoAnswer::Offline => Some(UserState::Offline),
                    NoAnswer::StaysAvailable => None,
                };
                let is_rung_out = matches!(event, FloorEvent::RangOut { .. });
                if let Some(state) = becomes.filter(|_| is_rung_out) {
                    self.set_state(who, state);
                }
            }
            FloorEvent::NobodyLeft => {
                floor.is_deserted = true;
                floor.stop_ringing(people);
                let all = match &floor.wait.wait_for {
                    WaitFor::Queue { members, .. } => members.clone(),
                    _ => Vec::new(),
                };
                for who in all {
                    self.set_state(who, UserState::Offline);
                }
            }
            FloorEvent::WaitOver | FloorEvent::GaveUp => floor.stop_ringing(people),
            FloorEvent::Announces { .. } => {}
        }
    }

    /// The state of a person is another one from now on.
    fn set_state(&self, who: ResourceId, state: UserState) {
        if self.scene.outside.is_floor() {
            return;
        }
        self.door.know(|facts| facts.set(Fact::State(who), FactValue::State(state)));
    }

    /// A person has received one more interaction today.
    fn received(&self, who: ResourceId) {
        if self.scene.outside.is_floor() {
            return;
        }
        let mut load = self.door.load(who);
        load.received_today = load.received_today.saturating_add(1);
        self.door.know(|facts| facts.set(Fact::Load(who), FactValue::Load(load)));
    }

    /// Rings the next person, if somebody may be rung.
    pub(super) fn ring_next(&mut self, here: &Here<'_>) {
        let Some(floor) = &mut self.state.floor else { return };
        if floor.ringing.is_some() || floor.is_deserted {
            return;
        }
        let who = match &floor.wait.wait_for {
            WaitFor::User(user) => Some(*user),
            WaitFor::Queue { .. } => {
                let (next, is_new_round) = floor.next_offer();
                if is_new_round {
                    floor.passed.clear();
                }
                next
            }
            WaitFor::Join { .. } | WaitFor::Pool(_) | WaitFor::Delay(_) => None,
        };
        if let Some(who) = who {
            let at_ms = self.now_ms();
            self.happens(here, at_ms, FloorEvent::Rings { who });
        }
    }

    /// Somebody has become free on a floor that is somebody else's.
    pub(super) fn people_changed(&mut self, at_ms: u64) {
        let Some(here) = self.here() else { return };
        self.state.question = None;
        self.turn_to(at_ms);
        // They may have changed at the very moment at which they were read.
        self.door.know(|facts| facts.read.retain(|fact, _| !fact.may_change()));
        self.ask_again(&here);
        self.ring_next(&here);
        if !self.state.is_over() {
            self.ask_floor();
        }
    }

    /// Asks `dist` again who may be rung, since somebody or something has changed.
    pub(super) fn ask_again(&mut self, here: &Here<'_>) {
        let Some(floor) = &self.state.floor else { return };
        let asked = match &floor.wait.wait_for {
            WaitFor::Queue { request, .. } => request.clone(),
            _ => return,
        };
        // Who is rung for this interaction may be rung: the ringing is its own.
        let rung = floor.ringing.map(|(who, _)| who);
        let hold = rung.and_then(|who| self.state.interaction.people.get_mut(&who)).and_then(|it| it.hold.take());
        let mut decided = self.offers(here, &asked);
        if let Err(odds) = decided {
            self.draw_at_once(here, odds);
            decided = self.offers(here, &asked);
            self.door.know(|facts| facts.read.retain(|fact, _| !matches!(fact, Fact::Draw(_))));
        }
        if let Some(person) = rung.and_then(|who| self.state.interaction.people.get_mut(&who)) {
            person.hold = hold;
        }
        let Ok(new) = decided else { return };
        if let Some(floor) = &mut self.state.floor
            && let WaitFor::Queue { offers, .. } = &mut floor.wait.wait_for
        {
            *offers = new;
        }
    }
}
