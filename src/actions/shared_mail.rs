//! What the kinds for emails and chats share: the email or the message that came in, and addresses.

use std::sync::Arc;

use crate::catalog::eml::machine::is_by_address;
use crate::catalog::question::AnswerInput;
pub(super) use crate::catalog::value::is_address;
use crate::catalog::{Cx, Effect, Question, QuestionChoice};
use crate::model::caller::Email;
use crate::model::{Channel, OutsideSystem};

use super::shared::ms;

/// How long one waits for the customer to write, where nobody says so.
const WAIT_MS: u64 = 60_000;

/// The channel of the interaction.
pub(super) fn channel(cx: &Cx<'_>) -> Channel {
    cx.channel()
}

/// The email that came in. Without one it is an empty one, and that is noted.
pub(super) fn email(cx: &mut Cx<'_>) -> Arc<Email> {
    if let Some(email) = cx.email() {
        return email;
    }
    cx.note("No email came in, so an empty one counts.");
    Arc::default()
}

/// The email that came in; none where the customer writes messages.
pub(super) fn email_unless_chat(cx: &mut Cx<'_>) -> Option<Arc<Email>> {
    match channel(cx) {
        Channel::Messaging => None,
        Channel::Email => Some(email(cx)),
        Channel::Voice => cx.email(),
    }
}

/// Where answers to the customer go: the address that the email asks for, else its sender.
pub(super) fn answers_to(cx: &Cx<'_>) -> String {
    let asked = cx.email().map_or_else(String::new, |email| email.reply_to.trim().to_owned());
    if asked.is_empty() { sender(cx) } else { asked }
}

/// Why the email counts as sent by a machine, so that nothing is answered by itself; none where a person wrote it.
pub(super) fn machine_words(cx: &Cx<'_>) -> Option<String> {
    if cx.email().is_some_and(|email| email.is_automatic) {
        return Some("The email was sent by a machine".to_owned());
    }
    let addresses = [sender(cx), answers_to(cx)];
    if let Some(own) = addresses.iter().find(|address| cx.is_own_mailbox(address)) {
        return Some(format!("{own} is a mailbox of the company itself"));
    }
    let machine = addresses.iter().find(|address| is_by_address(address))?;
    Some(format!("{machine} is the address of a machine"))
}

/// The address of the customer, as the flow knows it.
pub(super) fn sender(cx: &Cx<'_>) -> String {
    cx.call("number").trim().to_owned()
}

/// Whether an outside system can be reached; that it cannot is noted.
pub(super) fn is_up(cx: &mut Cx<'_>, system: OutsideSystem) -> bool {
    let is_down = !cx.is_up(system);
    if is_down {
        cx.note(format_args!(
            "{} cannot be sent: the system is down.",
            if system == OutsideSystem::Email { "Emails" } else { "Messages" }
        ));
    }
    !is_down
}

/// The customer writes something in the chat, now.
pub(super) fn customer_writes(cx: &mut Cx<'_>, text: &str) {
    cx.emit(Effect::Wrote(text.to_owned()));
    cx.set_last_message(text);
}

/// The customer sends a file in the chat, now.
pub(super) fn customer_attaches(cx: &mut Cx<'_>, name: &str) {
    cx.did(format_args!("attaches {name}"));
    cx.set_last_message(name);
}

/// *Attach a file*, as an answer.
pub(super) fn attach_choice() -> QuestionChoice {
    QuestionChoice::new("attach", "attach", "Attach a file").input(AnswerInput::Text)
}

/// How long the customer may still take to write, when the question was asked at `visit.since_ms`.
pub(super) fn left_ms(cx: &Cx<'_>, timeout_s: i64) -> u64 {
    ms(timeout_s).saturating_sub(cx.at_ms().saturating_sub(cx.visit.since_ms))
}

/// With time that passes while the customer writes nothing: all that is left of it, or some of it.
pub(super) fn with_waiting(question: Question, left_ms: u64) -> Question {
    question
        .choice(QuestionChoice::new("timeout", "time passes", "Until the time is up").time())
        .choice(QuestionChoice::new("wait", "wait", "Wait").input(AnswerInput::Duration(WAIT_MS.min(left_ms))).time())
}

/// Some time passes. Whether the customer may still write after it.
pub(super) fn wait(cx: &mut Cx<'_>, timeout_s: i64, wanted_ms: u64) -> bool {
    let left_ms = left_ms(cx, timeout_s);
    cx.spend(wanted_ms.min(left_ms));
    wanted_ms < left_ms
}
