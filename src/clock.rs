//! The clock, the user and the computer: the only place that asks the machine for them. All lower layers get them
//! as arguments.
#![allow(clippy::disallowed_methods, reason = "this is the edge that reads the clock")]

use std::sync::OnceLock;

use crate::edit::Context;
use chrono::{DateTime, Local, NaiveDate, Utc};

/// The clock and the user's name, for an edit.
#[must_use]
pub fn context() -> Context {
    context_at(now())
}

/// The same, at another time.
#[must_use]
pub fn context_at(now: DateTime<Utc>) -> Context {
    Context { now, who: user() }
}

/// The user's name: from the operating system, else from the environment. Read once.
#[must_use]
pub fn user() -> String {
    static USER: OnceLock<String> = OnceLock::new();
    let said = || ["USER", "USERNAME", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    USER.get_or_init(|| whoami::username().ok().or_else(said).unwrap_or_default()).clone()
}

/// The computer's name. Read once.
#[must_use]
pub fn host() -> String {
    static HOST: OnceLock<String> = OnceLock::new();
    HOST.get_or_init(|| whoami::hostname().unwrap_or_default()).clone()
}

/// A local time and date as text: `09:41 on 23 November`.
#[must_use]
pub fn on_the_wall(at: DateTime<Utc>) -> String {
    at.with_timezone(&Local).format("%H:%M on %-d %B").to_string()
}

/// The same with seconds, to distinguish nearby times: `09:41:07 on 23 November`.
#[must_use]
pub fn to_the_second(at: DateTime<Utc>) -> String {
    at.with_timezone(&Local).format("%H:%M:%S on %-d %B").to_string()
}

/// Now.
#[must_use]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// The current local time as text: `09:41`.
#[must_use]
pub fn wall_clock() -> String {
    Local::now().format("%H:%M").to_string()
}

/// The current local date.
#[must_use]
pub fn today() -> NaiveDate {
    Local::now().date_naive()
}
