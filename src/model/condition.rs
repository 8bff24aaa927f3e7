//! Conditions as data: terms of test rows and criteria of responsive routing (spec: actions §5,
//! distribution §4). How they are decided lives in `catalog::compare`.

use serde::{Deserialize, Serialize};

/// One side of a term, or the source of an assigned value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operand {
    /// A fixed text, which may hold placeholders such as `{{customer.name}}`.
    Text(String),
    /// A variable by its path, such as `customer.name`.
    Variable(String),
    /// An expression, such as `menu.tries + 1`.
    Expression(String),
}

impl Default for Operand {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Operand {
    /// Whether nothing has been entered yet.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) | Self::Variable(text) | Self::Expression(text) => text.trim().is_empty(),
        }
    }
}

/// How the two sides of a term are compared (spec: actions §5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Operator {
    /// Same value.
    #[default]
    Equals,
    /// Another value.
    Differs,
    /// Smaller number, earlier date.
    Less,
    /// Not larger.
    AtMost,
    /// Larger.
    More,
    /// Not smaller.
    AtLeast,
    /// The text is found inside.
    Contains,
    /// The text begins so.
    StartsWith,
    /// The text ends so.
    EndsWith,
    /// A regular expression finds a match (bounded in size).
    Matches,
    /// One of a list separated by commas.
    IsOneOf,
    /// No value, or an empty text.
    IsEmpty,
    /// Some value.
    IsNotEmpty,
    /// Yes.
    IsTrue,
    /// No.
    IsFalse,
    /// Earlier date or time.
    Before,
    /// Later date or time.
    After,
}

impl Operator {
    /// Every operator with the words a supervisor reads, in the order of the selector.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Equals, "equals"),
        (Self::Differs, "differs from"),
        (Self::Less, "is less than"),
        (Self::AtMost, "is at most"),
        (Self::More, "is more than"),
        (Self::AtLeast, "is at least"),
        (Self::Contains, "contains"),
        (Self::StartsWith, "starts with"),
        (Self::EndsWith, "ends with"),
        (Self::Matches, "matches"),
        (Self::IsOneOf, "is one of"),
        (Self::IsEmpty, "is empty"),
        (Self::IsNotEmpty, "is not empty"),
        (Self::IsTrue, "is true"),
        (Self::IsFalse, "is false"),
        (Self::Before, "is before"),
        (Self::After, "is after"),
    ];

    /// The words a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        Self::ALL.iter().find(|(op, _)| *op == self).map_or("", |(_, words)| words)
    }

    /// Whether the operator looks at the left side only.
    #[must_use]
    pub fn is_unary(self) -> bool {
        matches!(self, Self::IsEmpty | Self::IsNotEmpty | Self::IsTrue | Self::IsFalse)
    }
}

/// One comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// What is tested.
    pub left: Operand,
    /// How.
    pub op: Operator,
    /// Against what; ignored by operators that need one side only.
    #[serde(default, skip_serializing_if = "super::persist::is_default")]
    pub right: Operand,
    /// Whether capital letters matter when texts are compared.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub match_case: bool,
}

/// How the terms of a condition are joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Join {
    /// Every term holds.
    #[default]
    All,
    /// At least one term holds.
    Any,
}

/// A condition: terms joined by *and* or by *or*. Without a term it never holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// How the terms are joined.
    #[serde(default, skip_serializing_if = "super::persist::is_default")]
    pub join: Join,
    /// The terms, in reading order.
    pub terms: Vec<Term>,
}

/// What a criterion of responsive routing looks at (spec: distribution §4, domain §3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CriterionKind {
    /// No past contact on this channel.
    #[default]
    FirstTime,
    /// At least one past contact on this channel.
    Repeat,
    /// The marketing source of the call.
    Source,
    /// The searched keyword.
    Keyword,
    /// The page the visitor is on.
    ActivePage,
    /// The page the visitor arrived at.
    LandingPage,
    /// The campaign.
    Campaign,
    /// The referring page.
    Referrer,
    /// The score given to an earlier call.
    Score,
}

impl CriterionKind {
    /// Every kind with the words a supervisor reads and the variable it looks at.
    pub const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::FirstTime, "First-time caller", "call.first_time"),
        (Self::Repeat, "Repeat caller", "call.first_time"),
        (Self::Source, "Source", "call.source"),
        (Self::Keyword, "Keyword", "call.keyword"),
        (Self::ActivePage, "Active page", "call.active_page"),
        (Self::LandingPage, "Landing page", "call.landing_page"),
        (Self::Campaign, "Campaign", "call.campaign"),
        (Self::Referrer, "Referrer", "call.referrer"),
        (Self::Score, "Previous call score", "call.score"),
    ];

    /// The words a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, words, _)| words)
    }

    /// The read-only variable that the criterion looks at.
    #[must_use]
    pub fn variable(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("", |(.., variable)| variable)
    }

    /// Whether the criterion needs a website-pool number (spec: domain §3).
    #[must_use]
    pub fn needs_website_pool(self) -> bool {
        matches!(self, Self::Keyword | Self::ActivePage | Self::LandingPage | Self::Campaign | Self::Referrer)
    }

    /// Whether the criterion is complete without an operator and a value.
    #[must_use]
    pub fn is_plain(self) -> bool {
        matches!(self, Self::FirstTime | Self::Repeat)
    }

    /// The operators offered for the criterion; texts compare by is, contains, starts with, is one of.
    #[must_use]
    pub fn operators(self) -> &'static [Operator] {
        match self {
            Self::FirstTime | Self::Repeat => &[],
            Self::Score => &[Operator::AtLeast, Operator::AtMost, Operator::Equals],
            _ => &[Operator::Equals, Operator::Contains, Operator::StartsWith, Operator::IsOneOf],
        }
    }
}

/// One criterion; all criteria of a branch must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// What is looked at.
    pub kind: CriterionKind,
    /// How it is compared.
    #[serde(default, skip_serializing_if = "super::persist::is_default")]
    pub op: Operator,
    /// Against what.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
}

impl Criterion {
    /// The criterion as a term over the read-only `call` variables.
    #[must_use]
    pub fn term(&self) -> Term {
        let op = match self.kind {
            CriterionKind::FirstTime => Operator::IsTrue,
            CriterionKind::Repeat => Operator::IsFalse,
            _ => self.op,
        };
        Term {
            left: Operand::Variable(self.kind.variable().to_owned()),
            op,
            right: Operand::Text(self.value.clone()),
            match_case: false,
        }
    }
}
