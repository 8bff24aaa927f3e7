//! The customer comes back to a chat or an email thread that has ended (spec: meaning §6): the flow runs again, for the same customer,
//! who has one past contact more, and an email is a reply in the thread. What the run has written to databases, cases, cards and campaigns stays.

use std::sync::Arc;

use crate::catalog::question::Answer;
use crate::catalog::text::duration_words;
use crate::catalog::{AnswerInput, Effect, Fact, FactValue, Interaction, Question, QuestionChoice};
use crate::model::{Channel, Contact, Email};

use super::arrival::fresh;
use super::play::{Here, Play};
use super::scene::Scene;
use super::state::CallState;
use super::trace::What;

const HOUR_MS: u64 = 3_600_000;
/// What a customer writes who comes back, where the caller has no first message.
const HELLO: &str = "Hello again";

/// After what times the customer may come back: an hour, a day, and an hour more than a day, when the reply window of most
/// messengers is over.
const TIMES: [(&str, &str, u64); 3] = [
    ("1h", "Comes back after an hour", 1),
    ("1d", "Comes back after a day", 24),
    ("25h", "Comes back after 25 hours", 25),
];

/// The key of the answers.
pub(super) const COMES_BACK: &str = "comes_back";

/// The answers by which a customer comes back.
pub(super) fn choices() -> impl Iterator<Item = QuestionChoice> {
    let fixed = TIMES.into_iter().map(|(time, label, hours)| {
        let choice = QuestionChoice::new(COMES_BACK, format!("customer comes back after {time}"), label);
        choice.value((hours * HOUR_MS).to_string())
    });
    let typed = QuestionChoice::new(COMES_BACK, "customer comes back", "Comes back after…");
    fixed.chain([typed.input(AnswerInput::After(HOUR_MS))])
}

/// What may happen after a conversation has ended; nothing after a call.
#[must_use]
pub fn question(scene: &Scene, state: &CallState) -> Option<Question> {
    let ends = state.is_over() && scene.channel() != Channel::Voice;
    ends.then(|| choices().fold(Question::new("has ended"), Question::choice))
}

impl Play<'_> {
    /// The customer comes back after a time to a conversation that waits in the pool, and writes.
    pub(super) fn comes_back_to_wait(&mut self, here: &Here<'_>, answer: &Answer) {
        self.turn_to(self.now_ms().saturating_add(answer.ms()));
        self.writes(here, &Answer { value: "".into(), ..answer.clone() });
    }

    /// The customer comes back after a time, and a new interaction begins.
    pub(super) fn comes_back(&mut self, after_ms: u64) {
        let before = std::mem::replace(self.state, fresh(self.scene));
        let at_ms = before.interaction.at_ms.saturating_add(after_ms);
        let hours = |ms: u64| u32::try_from(ms / HOUR_MS).unwrap_or(u32::MAX);
        let channel = self.scene.channel();
        let last = Contact { hours_ago: hours(after_ms), channel, served_by: before.served_by };
        let earlier = self.door.contacts();
        let since = hours(at_ms.saturating_sub(before.began_ms));
        let earlier = earlier
            .iter()
            .map(|contact| Contact { hours_ago: contact.hours_ago.saturating_add(since), ..contact.clone() });
        let contacts = std::iter::once(last).chain(earlier).collect();
        self.door.know(|facts| facts.set(Fact::Contacts, FactValue::Contacts(Arc::new(contacts))));
        let Interaction { databases, cases, cards, targets, paid, cursors, answers, draws, .. } = before.interaction;
        let new = &mut self.state.interaction;
        *new = Interaction { at_ms, draws, databases, cases, cards, targets, paid, cursors, ..std::mem::take(new) };
        new.answers = answers.saturating_add(1);
        self.state.served_by = before.served_by;
        self.state.began_ms = at_ms;
        if let Some(email) = self.door.email() {
            let reply = Email { is_reply: true, ..(*email).clone() };
            self.door.know(|facts| facts.set(Fact::Email, FactValue::Email(Arc::new(reply))));
        }
        self.door.turn_to(at_ms);
        let after = duration_words(i64::try_from(after_ms / 1_000).unwrap_or(i64::MAX));
        self.beat(None, What::Began(format!("The customer comes back after {after}.")));
        if channel == Channel::Messaging {
            let first = self.door.text(Fact::FirstMessage);
            let text = if first.trim().is_empty() { HELLO.to_owned() } else { first };
            self.state.interaction.last_message = Some(text.clone());
            self.state.interaction.last_message_at_ms = at_ms;
            self.beat(None, What::Effect(Effect::Wrote(text)));
        }
    }
}
