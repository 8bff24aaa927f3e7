//! What a kind of action can find wrong with one of its actions. `lint` turns findings into Problems and adds what
//! holds for every kind: required fields, unknown items, dropped branches.

use crate::model::{Action, Project, ResourceId, Routing, Version};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Hint,
    /// Probably not meant.
    Warning,
    /// Wrong.
    Error,
}

impl Severity {
    /// The word in lists and in `signalbox check --json`.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Something found wrong with an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable code, such as `menu-key-twice`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong and what to do, in a sentence or two.
    pub message: String,
    /// Whether it blocks production.
    pub blocks: bool,
}

impl Finding {
    /// An error; errors block production.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, message: message.into(), blocks: true }
    }

    /// A warning that does not block production.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Warning, message: message.into(), blocks: false }
    }

    /// A hint.
    pub fn hint(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Hint, message: message.into(), blocks: false }
    }
}

/// A branch that no call can take, by its key, and why, as a clause: *what the action names exists*.
pub type Never = (&'static str, &'static str);

/// The rows by which an action decides and that have no branch of their own (spec: testing §3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidingRows {
    /// The table or the calendar.
    pub of: ResourceId,
    /// Its name.
    pub name: String,
    /// The keys of each row, or the name of each exception, as in [`Effect::Decided`](super::Effect::Decided). None is there twice.
    pub rows: Vec<Vec<String>>,
}

/// What a check sees.
#[derive(Clone, Copy)]
pub struct CheckCx<'a> {
    /// The project.
    pub project: &'a Project,
    /// The routing.
    pub routing: &'a Routing,
    /// The version.
    pub version: &'a Version,
    /// The action.
    pub action: &'a Action,
}
