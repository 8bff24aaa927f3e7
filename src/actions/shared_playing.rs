//! What may happen while an announcement plays, and while it waits for keys. It is no kind of its own.

use std::sync::OnceLock;

use crate::catalog::kept;
use crate::catalog::question::{AnswerInput, Choices};
use crate::catalog::{Question, QuestionChoice};

use super::shared::ms;

/// How many lengths of texts have their choices kept: those of so many words.
const KEPT_WORDS: usize = 200;
/// How many lengths of pauses have theirs kept: those up to ten minutes.
const KEPT_SECONDS: usize = 601;

/// The question while words of a length are played.
pub(super) fn while_playing(length_ms: u64) -> Question {
    static KEPT: [OnceLock<Vec<QuestionChoice>>; KEPT_WORDS] = [const { OnceLock::new() }; KEPT_WORDS];
    let words = Some(length_ms / 400).filter(|_| length_ms.is_multiple_of(400));
    passing("is playing", kept_at(&KEPT, words), || {
        QuestionChoice::new("over", "let it play", "Let it play").value(kept::number(length_ms))
    })
}

/// The question during a pause of so many seconds.
pub(super) fn while_pausing(seconds: i64) -> Question {
    static KEPT: [OnceLock<Vec<QuestionChoice>>; KEPT_SECONDS] = [const { OnceLock::new() }; KEPT_SECONDS];
    passing("pauses", kept_at(&KEPT, u64::try_from(seconds).ok()), || {
        QuestionChoice::new("over", "let it pass", "Let it pass").value(kept::number(ms(seconds)))
    })
}

fn kept_at<T>(kept: &'static [T], place: Option<u64>) -> Option<&'static T> {
    kept.get(usize::try_from(place?).ok()?)
}

/// A question at which something passes by itself. Where there is a place to keep its choices, they are made once.
fn passing(
    prompt: &'static str,
    kept: Option<&'static OnceLock<Vec<QuestionChoice>>>,
    over: impl Fn() -> QuestionChoice,
) -> Question {
    let make = || Question::default().passing(over().time()).hang_up_during().choices;
    let kept = kept.map(|kept| kept.get_or_init(|| make().to_vec()));
    let choices = kept.map_or_else(make, |kept| Choices::kept(kept));
    Question { passes_by: Some(0), ..Question::of(prompt, choices) }
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
