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

/// The user's name.
#[must_use]
pub fn user() -> String {
    std::env::var("USER").or_else(|_| std::env::var("USERNAME")).unwrap_or_default()
}

/// The computer's name. Asked for once.
#[must_use]
pub fn host() -> String {
    static HOST: OnceLock<String> = OnceLock::new();
    let ask = || {
        let known = std::fs::read_to_string("/proc/sys/kernel/hostname").or_else(|_| std::env::var("COMPUTERNAME"));
        known.unwrap_or_else(|_| {
            let said = std::process::Command::new("hostname").output();
            said.map(|it| String::from_utf8_lossy(&it.stdout).into_owned()).unwrap_or_default()
        })
    };
    HOST.get_or_init(|| ask().trim().to_owned()).clone()
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
