//! The clock and the user: the one place of the program that asks the machine for them. Everything below is handed both.
#![allow(clippy::disallowed_methods, reason = "this is the edge that reads the clock")]

use crate::edit::Context;
use chrono::{DateTime, Local, NaiveDate, Utc};

/// The clock and the user's name, for an edit.
#[must_use]
pub fn context() -> Context {
    let who = std::env::var("USER").or_else(|_| std::env::var("USERNAME")).unwrap_or_default();
    Context { now: now(), who }
}

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
