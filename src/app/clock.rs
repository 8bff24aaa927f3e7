//! The clock of the window: the one place of the program that reads the time. Everything below is handed it.
#![allow(clippy::disallowed_methods, reason = "the window is the edge that reads the clock")]

use chrono::{DateTime, Local, NaiveDate, Utc};

/// Now.
#[must_use]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// Now, as a clock on the wall shows it: `09:41`.
#[must_use]
pub fn wall_clock() -> String {
    Local::now().format("%H:%M").to_string()
}

/// Today, where the user is.
#[must_use]
pub fn today() -> NaiveDate {
    Local::now().date_naive()
}
