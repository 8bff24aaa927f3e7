//! Opening hours and exceptions (spec: domain §2). Whether one is open at a moment is decided in `catalog::calendar`.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// Opening hours of a day: open from, open until (the end may be midnight, written 00:00).
pub type Hours = (NaiveTime, NaiveTime);

/// Hours of each weekday, Monday first.
pub type Week = [Vec<Hours>; 7];

/// A named exception of a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarException {
    /// Its name; rows of *Test a schedule* name it.
    pub name: String,
    /// Dates or ranges, first and last day included.
    pub dates: Vec<(NaiveDate, NaiveDate)>,
    /// Its own opening hours; none means closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<Hours>,
}

/// Weekly opening hours, up to six named exceptions, and a time zone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Calendar {
    /// Opening hours of each weekday, Monday first; a missing day is closed.
    pub week: Week,
    /// The exceptions; the first that has the date wins.
    pub exceptions: Vec<CalendarException>,
    /// IANA name; empty means the project's.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub time_zone: String,
}

impl Calendar {
    /// Most exceptions.
    pub const MAX_EXCEPTIONS: usize = 6;
}
