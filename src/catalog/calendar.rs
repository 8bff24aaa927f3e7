//! Whether a calendar is open at a moment (spec: domain §2; actions §1, `test_schedule`).

use chrono::{DateTime, Datelike, NaiveDateTime, NaiveTime, Utc};

use crate::model::resource::{Calendar, Hours};

use super::interaction::zone;

/// What a calendar says of a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it is open.
    pub is_open: bool,
    /// The exception that applies, by name.
    pub exception: Option<String>,
    /// The moment in the calendar's own zone.
    pub local: NaiveDateTime,
}

/// What the calendar says of a moment. `project_zone` is used where the calendar names none.
#[must_use]
pub fn verdict(calendar: &Calendar, moment: DateTime<Utc>, project_zone: &str) -> Verdict {
    let local = moment.with_timezone(&zone(&calendar.time_zone, project_zone)).naive_local();
    let day = local.date();
    let applies = |dates: &[(chrono::NaiveDate, chrono::NaiveDate)]| dates.iter().any(|(a, b)| *a <= day && day <= *b);
    let exception = calendar.exceptions.iter().find(|exception| applies(&exception.dates));
    let weekday = usize::try_from(day.weekday().num_days_from_monday()).unwrap_or(0);
    let hours: &[Hours] = match exception {
        Some(exception) => &exception.hours,
        None => calendar.week.get(weekday).map_or(&[], Vec::as_slice),
    };
    Verdict {
        is_open: hours.iter().any(|hours| is_within(*hours, local.time())),
        exception: exception.map(|exception| exception.name.clone()),
        local,
    }
}

/// From the first minute up to, but not with, the last; an end of 00:00 means midnight.
fn is_within((from, until): Hours, time: NaiveTime) -> bool {
    from <= time && (time < until || until == NaiveTime::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::interaction::moment;
    use crate::model::resource::CalendarException;

    #[test]
    fn hours_exceptions_and_zones() {
        let hours = |from: &str, until: &str| (from.parse().unwrap(), until.parse().unwrap());
        let mut calendar = Calendar { time_zone: "Europe/Paris".to_owned(), ..Calendar::default() };
        calendar.week[0] = vec![hours("08:30:00", "12:00:00"), hours("13:00:00", "00:00:00")];
        calendar.exceptions.push(CalendarException {
            name: "Bank holidays".to_owned(),
            dates: vec![("2026-12-21".parse().unwrap(), "2026-12-28".parse().unwrap())],
            hours: vec![hours("10:00:00", "11:00:00")],
        });
        let at = |text: &str, zone_name: &str| {
            let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
            let verdict = verdict(&calendar, moment(local, zone(zone_name, "")), "UTC");
            (verdict.is_open, verdict.exception)
        };
        assert_eq!(at("2026-11-23 08:29", "Europe/Paris"), (false, None));
        assert_eq!(at("2026-11-23 08:30", "Europe/Paris"), (true, None));
        assert_eq!(at("2026-11-23 07:30", "UTC"), (true, None));
        assert_eq!(at("2026-11-23 12:00", "Europe/Paris"), (false, None));
        assert_eq!(at("2026-11-23 23:59", "Europe/Paris"), (true, None));
        assert_eq!(at("2026-11-24 10:00", "Europe/Paris"), (false, None));
        assert_eq!(at("2026-12-28 10:30", "Europe/Paris"), (true, Some("Bank holidays".to_owned())));
        assert_eq!(at("2026-12-28 09:30", "Europe/Paris"), (false, Some("Bank holidays".to_owned())));
    }
}
