//! Opening hours and exceptions (spec: domain §2). Whether one is open at a moment is decided in `catalog::calendar`.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// Opening hours of a day: open from, open until. An end that is not after the beginning is on the next day: 22:00 until 06:00, or
/// until 00:00, which is midnight. All of them belong to the day on which they begin.
pub type Hours = (NaiveTime, NaiveTime);

/// Hours of each weekday, Monday first.
pub type Week = [Vec<Hours>; 7];

/// A named exception of a calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarException {
    /// Its name; rows of *Test a schedule* name it.
    pub name: String,
    /// Dates or ranges, first and last day included.
    pub dates: Vec<(NaiveDate, NaiveDate)>,
    /// Dates or ranges that come again every year; the year that is written does not count. A range may cross New Year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub yearly: Vec<(NaiveDate, NaiveDate)>,
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
    /// The exceptions. One that has the date itself wins over one that has it every year, then the first in the list wins.
    pub exceptions: Vec<CalendarException>,
    /// IANA name; empty means the project's.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub time_zone: String,
}

impl Calendar {
    /// Most exceptions.
    pub const MAX_EXCEPTIONS: usize = 6;
}
