//! Answers: what is typed to complete a choice of a question, and what an action gets (spec: meaning §9).

use std::borrow::Cow;

use super::fold::Fold;
use super::text::{parse_duration_ms, parse_talk_ms};

/// What must be typed to complete an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnswerInput {
    /// Keys of the telephone keypad.
    Keys,
    /// How long; the default in milliseconds. It may be written with *for* before it.
    Duration(u64),
    /// When; the default in milliseconds. It may be written with *after* before it.
    After(u64),
    /// When somebody answers, `after 5s`, and how long the talk lasts, `for 90s`; both with their defaults in milliseconds. A duration
    /// without a word is when.
    Talk {
        /// When they answer, after the ringing began.
        after_ms: u64,
        /// How long the talk lasts.
        talk_ms: u64,
    },
    /// Any text.
    Text,
}

impl AnswerInput {
    /// The value of what was typed: keys or text as they are, times in milliseconds, of a talk `5000+90000`. None when it cannot be
    /// read in full.
    #[must_use]
    pub fn read(self, typed: &str) -> Option<String> {
        let after = |word: &str, default: u64| {
            let folded = Fold::USUAL.text(typed);
            let duration = folded.strip_prefix(word).unwrap_or(&folded);
            let ms = if folded.is_empty() { Some(default) } else { parse_duration_ms(duration) };
            ms.map(|ms| ms.to_string())
        };
        match self {
            Self::Keys => {
                let is_keys = !typed.is_empty() && typed.chars().all(|key| super::field::KEYPAD.contains(key));
                is_keys.then(|| typed.to_owned())
            }
            Self::Duration(default) => after("for ", default),
            Self::After(default) => after("after ", default),
            Self::Talk { after_ms, talk_ms } => {
                let times = parse_talk_ms(&Fold::USUAL.text(typed), after_ms, talk_ms);
                times.map(|(after, talk)| format!("{after}+{talk}"))
            }
            Self::Text => (!typed.is_empty()).then(|| typed.to_owned()),
        }
    }

    /// What is typed, as a refusal shows it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Keys => "KEYS",
            Self::Duration(_) => "[DURATION, such as 40s]",
            Self::After(_) => "[after 5s]",
            Self::Talk { .. } => "[after 5s] [for 90s]",
            Self::Text => "TEXT",
        }
    }
}

/// An answer that fits the open question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What the action calls it.
    pub key: &'static str,
    /// Its value: the keys pressed, milliseconds, a text, a name. What was typed comes after the value of the choice.
    pub value: Cow<'static, str>,
    /// How it is written.
    pub text: Cow<'static, str>,
}

impl Answer {
    /// The last word of the value as milliseconds; of a talk, when it begins.
    #[must_use]
    pub fn ms(&self) -> u64 {
        self.times().0
    }

    /// How long a talk lasts, in milliseconds.
    #[must_use]
    pub fn talk_ms(&self) -> u64 {
        self.times().1
    }

    /// When, and how long, from the last word of the value: `5000`, or `5000+90000`.
    fn times(&self) -> (u64, u64) {
        let last = self.value.rsplit(' ').next().unwrap_or("");
        let (when, talk) = last.split_once('+').unwrap_or((last, ""));
        (when.parse().unwrap_or(0), talk.parse().unwrap_or(0))
    }

    /// Whom the choice names, by the id of a person: the beginning of the value.
    #[must_use]
    pub fn who(&self) -> Option<u32> {
        self.value.split(' ').next()?.parse().ok()
    }
}
