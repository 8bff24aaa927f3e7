//! The clock, the user and the computer: the one place of the program that asks the machine for them. Everything below is handed
//! what it needs.
#![allow(clippy::disallowed_methods, reason = "this is the edge that reads the clock")]

use std::sync::OnceLock;

use crate::edit::Context;
use chrono::{DateTime, Local, NaiveDate, Utc};

/// The clock and the user's name, for an edit.
#[must_use]
pub fn context() -> Context {
    context_at(now())
}

/// The same, at another moment.
#[must_use]
pub fn context_at(now: DateTime<Utc>) -> Context {
    Context { now, who: user() }
}

/// The user's name: that of the operating system, else what the environment says. Asked for once.
#[must_use]
pub fn user() -> String {
    static USER: OnceLock<String> = OnceLock::new();
    let said = || ["USER", "USERNAME", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    USER.get_or_init(|| whoami::username().ok().or_else(said).unwrap_or_default()).clone()
}

/// The computer's name. Asked for once.
#[must_use]
pub fn host() -> String {
    static HOST: OnceLock<String> = OnceLock::new();
    HOST.get_or_init(|| whoami::hostname().unwrap_or_default()).clone()
}

/// A moment as a clock and a calendar on the wall show it: `09:41 on 23 November`.
#[must_use]
pub fn on_the_wall(at: DateTime<Utc>) -> String {
    at.with_timezone(&Local).format("%H:%M on %-d %B").to_string()
}

/// The same to the second, to tell apart what is near: `09:41:07 on 23 November`.
#[must_use]
pub fn to_the_second(at: DateTime<Utc>) -> String {
    at.with_timezone(&Local).format("%H:%M:%S on %-d %B").to_string()
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
