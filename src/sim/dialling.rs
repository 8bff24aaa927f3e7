//! How a call of a voice campaign begins: the target is rung first, and only who answers gets the routing (spec: domain §3).

use crate::catalog::{Answer, Question, QuestionChoice};

use super::state::{CallState, Phase};

/// How ringing went.
pub(super) struct Rang {
    /// In words, as the conversation has it.
    pub words: &'static str,
    /// Why the routing does not run; none when somebody answered.
    pub ends_because: Option<&'static str>,
}

/// The campaign rings.
pub(super) fn begin(state: &mut CallState) {
    state.phase = Phase::Dialling;
    state.question = Some(question());
}

/// Asks what comes of the campaign's call.
fn question() -> Question {
    let choice = |key, text, label| QuestionChoice::new(key, text, label).others();
    Question::new("waits while the campaign rings")
        .choice(choice("answered", "answered", "Answered"))
        .choice(choice("voicemail", "voicemail", "Voicemail"))
        .choice(choice("busy", "busy", "Busy"))
        .choice(choice("no_answer", "no answer", "No answer"))
}

/// What came of it. A clock outside has measured how long it rang.
pub(super) fn hear(state: &mut CallState, answer: &Answer, is_clock_outside: bool) -> Rang {
    let (lasts_ms, words, ends_because) = match answer.key {
        "answered" => (8_000, "the target answers", None),
        "voicemail" => (20_000, "a voicemail answers", Some("A voicemail answered")),
        "busy" => (2_000, "the line is busy", Some("The line is busy")),
        _ => (30_000, "nobody answers", Some("Nobody answered")),
    };
    if !is_clock_outside {
        state.interaction.at_ms = state.interaction.at_ms.saturating_add(lasts_ms);
    }
    state.phase = Phase::Main;
    Rang { words, ends_because }
}
