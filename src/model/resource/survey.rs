//! Surveys (spec: domain §2).

use serde::{Deserialize, Serialize};

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
