//! Rows by which an action decides and that have no branch of their own: rows of values tables, and exceptions of calendars. They are counted
//! apart from branches (spec: testing §3).

use std::collections::BTreeSet;

use serde::Serialize;

use crate::actions;
use crate::catalog::CheckCx;
use crate::model::{ActionId, ResourceId};

/// Most rows that are listed of one table.
const MOST_LISTED: usize = 100;

/// The rows of a table, or the exceptions of a calendar, by which an action decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CountedRows {
    /// The action.
    pub action: ActionId,
    /// The title of the action.
    pub title: String,
    /// The name of the table or the calendar.
    pub of: String,
    /// How many rows there are.
    pub rows: usize,
    /// By how many of them the action has decided in a test call.
    pub passed: usize,
    /// The first of the others, in their order: the keys of a row, or the name of an exception.
    pub missing: Vec<String>,
}

impl CountedRows {
    /// The action and the table: *"Tier of the caller" → rows of Tiers*.
    #[must_use]
    pub fn label(&self) -> String {
        format!("rows of {}", self.of)
    }

    /// How many rows are passed: *3 of 12 rows*.
    #[must_use]
    pub fn words(&self) -> String {
        super::of_words(self.passed, self.rows, "row", "rows")
    }

    /// How many rows that are not passed are not listed.
    #[must_use]
    pub fn unlisted(&self) -> usize {
        self.rows - self.passed - self.missing.len()
    }
}

/// Rows by which actions have decided: the action, the table or calendar, and the keys.
pub(super) type PassedRows<'a> = BTreeSet<(ActionId, ResourceId, &'a [String])>;

/// The rows of an action.
pub(super) fn of_action<'a>(cx: &'a CheckCx<'a>, passed: &'a PassedRows<'a>) -> impl Iterator<Item = CountedRows> + 'a {
    let title = actions::title(cx.action);
    let with_rows = actions::deciding_rows(cx).into_iter().filter(|deciding| !deciding.rows.is_empty());
    with_rows.map(move |deciding| {
        let is_missing = |row: &&Vec<String>| !passed.contains(&(cx.action.id, deciding.of, row.as_slice()));
        let missing: Vec<&Vec<String>> = deciding.rows.iter().filter(is_missing).collect();
        CountedRows {
            action: cx.action.id,
            title: title.to_owned(),
            of: deciding.name.clone(),
            rows: deciding.rows.len(),
            passed: deciding.rows.len() - missing.len(),
            missing: missing.into_iter().take(MOST_LISTED).map(|row| row.join(", ")).collect(),
        }
    })
}
