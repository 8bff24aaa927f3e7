//! Surveys (spec: domain §2).

use serde::{Deserialize, Serialize};

/// Most choices of a question: each has a key.
pub const MAX_CHOICES: usize = 9;

/// How a question of a survey is answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuestionKind {
    /// A key, 0 to 9.
    #[default]
    Scale,
    /// 1 for yes, 2 for no.
    YesNo,
    /// One of up to nine choices, by key, 1 first.
    Choice(Vec<String>),
    /// A spoken or written comment.
    Comment,
}

impl QuestionKind {
    /// The keys that answer, with what each stands for; nothing beyond the key itself on a scale.
    #[must_use]
    pub fn keys(&self) -> Vec<(String, String)> {
        match self {
            Self::Scale => (0..=9).map(|key| (key.to_string(), String::new())).collect(),
            Self::YesNo => [("1", "Yes"), ("2", "No")].map(|(key, words)| (key.to_owned(), words.to_owned())).into(),
            Self::Choice(choices) => choices
                .iter()
                .take(MAX_CHOICES)
                .zip(1..)
                .map(|(choice, key)| (key.to_string(), choice.clone()))
                .collect(),
            Self::Comment => Vec::new(),
        }
    }
}

/// A question of a survey.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SurveyQuestion {
    /// What is asked.
    pub text: String,
    /// How it is answered.
    pub kind: QuestionKind,
}

/// Questions asked to the customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Survey {
    /// What is said first.
    pub introduction: String,
    /// The questions, in order.
    pub questions: Vec<SurveyQuestion>,
}
