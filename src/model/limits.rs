//! How long texts may become, how far numbers and dates may go, and how many test calls and scenarios there may be. A text of a loaded file may be longer: it
//! is kept whole, and shown instead of edited. In the same way, a file may hold more test calls, answers and expectations.

use chrono::{Datelike as _, NaiveDate};

/// Most characters of a name: of an object, of an action's title, of what is like one.
pub const MAX_NAME: usize = 200;
/// Most characters of any other text.
pub const MAX_TEXT: usize = 10_000;

/// Most notes and frames of a version.
pub const MAX_ANNOTATIONS: usize = 2_000;
/// The least width and height of a note or a frame, in canvas units.
pub const LEAST_SIDE: i32 = 32;
/// The most.
pub const MOST_SIDE: i32 = 1_000_000;

/// Most test calls of a project.
pub const MAX_TEST_CALLS: usize = 5_000;
/// Most scenarios of a project.
pub const MAX_SCENARIOS: usize = 200;

/// Most recorded answers of a test call.
pub const MAX_ANSWERS: usize = 2_000;
/// Most expectations of a test call.
pub const MAX_EXPECTATIONS: usize = 200;

/// Most actions that a simulated call may run in one phase, whatever the project's own limit is.
pub const MAX_STEP_LIMIT: u32 = 10_000;

/// The highest id that is handed out; from there on counting could overflow.
pub const MAX_ID: u32 = 2_000_000_000;

/// Whether a date is one that calendars are kept for: its year has four digits. Sums with those never overflow.
#[must_use]
pub fn is_date(date: NaiveDate) -> bool {
    (1..=9999).contains(&date.year())
}

/// Whether a text has more characters than that, without counting them all.
#[must_use]
pub fn is_longer(text: &str, limit: usize) -> bool {
    // A character has a byte at least.
    text.len() > limit && text.chars().nth(limit).is_some()
}
