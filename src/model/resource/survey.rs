//! Surveys (spec: domain §2, meaning §5).

use serde::{Deserialize, Serialize};

use crate::model::persist::{self, is_default};
use crate::model::texts::Texts;

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
    /// One of up to nine choices, by key, 1 first. Each has a text for each language.
    Choice(#[serde(with = "persist::list_of_texts")] Vec<Texts>),
    /// A spoken or written comment.
    Comment,
}

/// A question of a survey.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SurveyQuestion {
    /// What is asked, in each language.
    #[serde(with = "persist::texts")]
    pub text: Texts,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Whether a sentence after the question says how to answer it.
    #[serde(skip_serializing_if = "is_default")]
    pub says_how: bool,
}

/// Questions asked to the customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Survey {
    /// What is said first, in each language.
    #[serde(with = "persist::texts")]
    pub introduction: Texts,
    /// The questions, in order.
    pub questions: Vec<SurveyQuestion>,
}

impl Survey {
    /// Every text of the survey.
    #[must_use]
    pub fn texts(&self) -> Vec<&Texts> {
        let mut texts = vec![&self.introduction];
        for question in &self.questions {
            texts.push(&question.text);
            if let QuestionKind::Choice(choices) = &question.kind {
                texts.extend(choices);
            }
        }
        texts
    }
}
