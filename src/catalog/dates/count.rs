//! Sums and differences of moments. Seconds, minutes and hours are real time; days and longer go by the calendar of a zone, so that
//! *one day later* is the same time of day, and a day without midnight is a day.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::Stamp;
use crate::catalog::interaction;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Calendar days.
    Days,
    /// Seven calendar days.
    Weeks,
    /// Calendar months.
    Months,
    /// Twelve calendar months.
    Years,
}

/// So many units later, earlier when negative; none where that is outside the years 0 to 9999.
#[must_use]
pub fn shifted(moment: DateTime<Utc>, amount: i64, unit: Unit, zone: Tz) -> Option<DateTime<Utc>> {
    let in_reach = |year: i32| (0..=9_999).contains(&year);
    let by = |delta: Option<TimeDelta>| moment.checked_add_signed(delta?).filter(|it| in_reach(it.year()));
    let local = moment.with_timezone(&zone).naive_local();
    let again = |local: NaiveDateTime| in_reach(local.year()).then(|| interaction::moment(local, zone));
    let days = |count: Option<i64>| local.checked_add_signed(TimeDelta::try_days(count?)?).and_then(again);
    let months = |count: Option<i64>| {
        let count = count?;
        let size = Months::new(u32::try_from(count.unsigned_abs()).ok()?);
        let moved = if count < 0 { local.checked_sub_months(size) } else { local.checked_add_months(size) };
        moved.and_then(again)
    };
    match unit {
        Unit::Seconds => by(TimeDelta::try_seconds(amount)),
        Unit::Minutes => by(TimeDelta::try_minutes(amount)),
        Unit::Hours => by(TimeDelta::try_hours(amount)),
        Unit::Days => days(Some(amount)),
        Unit::Weeks => days(amount.checked_mul(7)),
        Unit::Months => months(Some(amount)),
        Unit::Years => months(amount.checked_mul(12)),
    }
}

/// Whole units from one date or moment to another; negative when the other is earlier. What has no offset is of `home`; days are those
/// of `zone`, and a day without a time is that day in every zone.
#[must_use]
pub fn difference(from: Stamp, to: Stamp, unit: Unit, home: Tz, zone: Tz) -> i64 {
    let real = to.moment(home).signed_duration_since(from.moment(home));
    let day = |stamp: Stamp| match stamp {
        Stamp::Day(day) => day,
        stamp => stamp.moment(home).with_timezone(&zone).date_naive(),
    };
    let (first, last) = (day(from), day(to));
    let days = last.signed_duration_since(first).num_days();
    match unit {
        Unit::Seconds => real.num_seconds(),
        Unit::Minutes => real.num_minutes(),
        Unit::Hours => real.num_hours(),
        Unit::Days => days,
        Unit::Weeks => days / 7,
        Unit::Months => months_between(first, last),
        Unit::Years => months_between(first, last) / 12,
    }
}

/// Whole calendar months; a month is over on the same day of the next one, or on its last day where it has no such day.
fn months_between(from: NaiveDate, to: NaiveDate) -> i64 {
    if to < from {
        return -months_between(to, from);
    }
    let years = i64::from(to.year()) - i64::from(from.year());
    let months = years * 12 + i64::from(to.month()) - i64::from(from.month());
    let is_whole = u32::try_from(months).ok().and_then(|count| from.checked_add_months(Months::new(count)));
    if is_whole.is_some_and(|reached| reached <= to) { months } else { months - 1 }
}
