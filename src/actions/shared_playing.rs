//! What may happen while an announcement plays, and while it waits for keys. It is no kind of its own.

use std::sync::OnceLock;

use crate::catalog::kept;
use crate::catalog::question::{AnswerInput, Choices};
use crate::catalog::{Question, QuestionChoice};

/// How many lengths of texts have their choices kept: those of so many words.
const KEPT_WORDS: usize = 200;

/// The question while words of a length are played.
pub(super) fn while_playing(length_ms: u64) -> Question {
    static KEPT: [OnceLock<Vec<QuestionChoice>>; KEPT_WORDS] = [const { OnceLock::new() }; KEPT_WORDS];
    let make = || {
        let over = QuestionChoice::new("over", "let it play", "Let it play").value(kept::number(length_ms)).time();
        Question::default().passing(over).hang_up_during().choices
    };
    let words = usize::try_from(length_ms / 400).ok().filter(|_| length_ms.is_multiple_of(400));
    let kept = words.and_then(|words| KEPT.get(words)).map(|kept| kept.get_or_init(|| make().to_vec()));
    let choices = kept.map_or_else(make, |kept| Choices::kept(kept));
    Question { passes_by: Some(0), ..Question::of("is playing", choices) }
}

/// What may happen while keys are waited for: the keys in use with their labels, where there are such, and any other key.
pub(super) fn choices_of_keys(in_use: Option<impl Iterator<Item = (String, String)>>) -> Choices {
    let mut question = Question::default();
    let others = if in_use.is_some() { "Another key" } else { "Press keys" };
    for (key, label) in in_use.into_iter().flatten() {
        question = question.choice(QuestionChoice::new("press", format!("press {key}"), label).value(key));
    }
    question = question.choice(QuestionChoice::new("press", "press", others).input(AnswerInput::Keys));
    question.choice(QuestionChoice::new("silence", "silence", "Stay silent")).hang_up().choices
}
