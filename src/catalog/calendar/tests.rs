use chrono::TimeDelta;
use chrono_tz::Tz;

use super::*;
use crate::catalog::interaction::moment;

fn hours(from: &str, until: &str) -> Hours {
    (from.parse().unwrap(), until.parse().unwrap())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn local(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

/// What a calendar of UTC says of a moment: whether it is open, and the exception.
fn at(calendar: &Calendar, text: &str) -> (bool, String) {
    let verdict = verdict(calendar, local(text).and_utc(), "UTC");
    (verdict.is_open, verdict.exception.unwrap_or_default())
}

fn exception(name: &str, dates: &[(&str, &str)], yearly: &[(&str, &str)], own: &[Hours]) -> CalendarException {
    let days = |ranges: &[(&str, &str)]| ranges.iter().map(|(first, last)| (day(first), day(last))).collect();
    CalendarException { name: name.to_owned(), dates: days(dates), yearly: days(yearly), hours: own.to_vec() }
}

#[test]
fn hours_exceptions_and_zones() {
    let mut calendar = Calendar { time_zone: "Europe/Paris".to_owned(), ..Calendar::default() };
    calendar.week[0] = vec![hours("08:30:00", "12:00:00"), hours("13:00:00", "00:00:00")];
    calendar.exceptions.push(exception(
        "Bank holidays",
        &[("2026-12-21", "2026-12-28")],
        &[],
        &[hours("10:00:00", "11:00:00")],
    ));
    let at = |text: &str, zone_name: &str| {
        let verdict = verdict(&calendar, moment(local(text), zone(zone_name, "")), "UTC");
        (verdict.is_open, verdict.exception)
    };
    assert_eq!(at("2026-11-23 08:29", "Europe/Paris"), (false, None));
    assert_eq!(at("2026-11-23 08:30", "Europe/Paris"), (true, None));
    assert_eq!(at("2026-11-23 07:30", "UTC"), (true, None));
    assert_eq!(at("2026-11-23 12:00", "Europe/Paris"), (false, None));
    assert_eq!(at("2026-11-23 23:59", "Europe/Paris"), (true, None));
    assert_eq!(at("2026-11-24 00:00", "Europe/Paris"), (false, None));
    assert_eq!(at("2026-11-24 10:00", "Europe/Paris"), (false, None));
    assert_eq!(at("2026-12-28 10:30", "Europe/Paris"), (true, Some("Bank holidays".to_owned())));
    assert_eq!(at("2026-12-28 09:30", "Europe/Paris"), (false, Some("Bank holidays".to_owned())));
}

/// 20 November 2026 is a Friday.
#[test]
fn hours_past_midnight_belong_to_the_day_on_which_they_begin() {
    let mut calendar = Calendar::default();
    calendar.week[4] = vec![hours("22:00:00", "06:00:00")];
    calendar.week[5] = vec![hours("08:00:00", "08:00:00")];
    calendar.exceptions = vec![
        exception("Closed Friday", &[("2026-11-27", "2026-11-27")], &[], &[]),
        exception("Night of sales", &[("2026-12-01", "2026-12-01")], &[], &[hours("20:00:00", "02:00:00")]),
        exception("Stocktaking", &[("2026-12-02", "2026-12-02")], &[], &[hours("09:00:00", "10:00:00")]),
    ];
    for (text, is_open, name) in [
        ("2026-11-20 21:59", false, ""),
        ("2026-11-20 22:00", true, ""),
        ("2026-11-20 23:59", true, ""),
        ("2026-11-21 00:00", true, ""),
        ("2026-11-21 05:59", true, ""),
        ("2026-11-21 06:00", false, ""),
        ("2026-11-20 02:00", false, ""),
        // Saturday is open for 24 hours, until Sunday at eight.
        ("2026-11-21 07:59", false, ""),
        ("2026-11-21 08:00", true, ""),
        ("2026-11-22 07:59", true, ""),
        ("2026-11-22 08:00", false, ""),
        // The night of a closed Friday is closed, and so is what would go on on Saturday.
        ("2026-11-27 23:00", false, "Closed Friday"),
        ("2026-11-28 02:00", false, ""),
        // The night of an exception goes on into the day of the next one.
        ("2026-12-01 21:00", true, "Night of sales"),
        ("2026-12-02 01:59", true, "Night of sales"),
        ("2026-12-02 02:00", false, "Stocktaking"),
        ("2026-12-02 09:30", true, "Stocktaking"),
    ] {
        assert_eq!(at(&calendar, text), (is_open, name.to_owned()), "{text}");
    }
}

#[test]
fn exceptions_of_every_year_and_which_of_two_wins() {
    let mut calendar = Calendar::default();
    let noon = hours("12:00:00", "13:00:00");
    calendar.exceptions = vec![
        exception("Turn of the year", &[], &[("2020-12-24", "2021-01-02")], &[]),
        exception("Leap day", &[], &[("2024-02-29", "2024-02-29")], &[]),
        exception("Carnival", &[], &[("2026-02-25", "2026-03-02")], &[]),
        exception("Christmas 2027", &[("2027-12-25", "2027-12-25")], &[], &[noon]),
        exception("Also Christmas 2027", &[("2027-12-25", "2027-12-26")], &[], &[]),
    ];
    let name = |text: &str| exception_on(&calendar, day(text)).map(|it| it.name.as_str()).unwrap_or_default();
    for (text, expected) in [
        ("2026-12-23", ""),
        ("2026-12-24", "Turn of the year"),
        ("2026-12-31", "Turn of the year"),
        ("2031-01-01", "Turn of the year"),
        ("2031-01-02", "Turn of the year"),
        ("2031-01-03", ""),
        ("2019-12-24", "Turn of the year"),
        ("2027-12-25", "Christmas 2027"),
        ("2027-12-26", "Also Christmas 2027"),
        ("2027-12-27", "Turn of the year"),
        ("2028-02-29", "Leap day"),
        ("2027-02-28", "Carnival"),
        ("2027-03-01", "Carnival"),
        ("2027-03-03", ""),
        ("2028-02-24", ""),
    ] {
        assert_eq!(name(text), expected, "{text}");
    }
    assert_eq!(at(&calendar, "2027-12-25 12:30"), (true, "Christmas 2027".to_owned()));
    let whole = exception("Always", &[], &[("2026-01-01", "2026-12-31")], &[]);
    assert!(leap_year().all(|day| has_day(&whole, day)));
}

#[test]
fn hours_that_overlap() {
    let day = |texts: &[(&str, &str)]| -> Vec<Hours> { texts.iter().map(|(a, b)| hours(a, b)).collect() };
    for (texts, expected) in [
        (&[][..], false),
        (&[("08:00:00", "12:00:00"), ("12:00:00", "18:00:00")], false),
        (&[("08:00:00", "12:00:01"), ("12:00:00", "18:00:00")], true),
        (&[("13:00:00", "18:00:00"), ("08:00:00", "14:00:00")], true),
        (&[("22:00:00", "06:00:00"), ("23:00:00", "23:30:00")], true),
        (&[("05:00:00", "07:00:00"), ("22:00:00", "06:00:00")], false),
        (&[("20:00:00", "00:00:00"), ("23:00:00", "00:00:00")], true),
        (&[("08:00:00", "20:00:00"), ("09:00:00", "10:00:00"), ("11:00:00", "12:00:00")], true),
        (&[("08:00:00", "09:00:00"), ("08:00:00", "09:00:00")], true),
    ] {
        assert_eq!(overlapping(&day(texts)).is_some(), expected, "{texts:?}");
    }
    let mut week = Week::default();
    week[6] = day(&[("22:00:00", "06:00:00")]);
    assert_eq!(overlapping_days(&week), Vec::<usize>::new());
    week[0] = day(&[("06:00:00", "07:00:00")]);
    assert_eq!(overlapping_days(&week), Vec::<usize>::new());
    week[0] = day(&[("05:30:00", "07:00:00")]);
    week[3] = day(&[("08:00:00", "10:00:00"), ("09:00:00", "11:00:00")]);
    assert_eq!(overlapping_days(&week), [0, 3]);
}

/// The pairs against a walk over every day of twelve years.
#[test]
fn exceptions_that_meet() {
    let exceptions = vec![
        exception("Summer", &[("2026-07-01", "2026-08-31"), ("2027-07-01", "2027-08-31")], &[], &[]),
        exception("Mid-August", &[("2026-08-15", "2026-08-15")], &[], &[]),
        exception("Autumn", &[("2026-09-01", "2026-09-02")], &[], &[]),
        exception("Every first of September", &[], &[("2020-09-01", "2020-09-01")], &[]),
        exception("Leap days", &[], &[("2024-02-29", "2024-02-29")], &[]),
        exception("February 2027", &[("2027-02-01", "2027-03-01")], &[], &[]),
        exception("Long", &[("2027-02-15", "2029-01-05")], &[], &[]),
        exception("New Year", &[], &[("2026-12-31", "2027-01-01")], &[]),
        exception("Reversed", &[("2026-08-20", "2026-08-10")], &[], &[]),
    ];
    let calendar = Calendar { exceptions, ..Calendar::default() };
    let days: Vec<NaiveDate> = day("2020-01-01").iter_days().take(12 * 366).collect();
    let mut expected = Vec::new();
    for (place, one) in calendar.exceptions.iter().enumerate() {
        for (later, other) in calendar.exceptions.iter().enumerate().skip(place + 1) {
            if days.iter().any(|day| has_day(one, *day) && has_day(other, *day)) {
                expected.push((place, later));
            }
        }
    }
    assert_eq!(meeting(&calendar, 100), expected);
    assert_eq!(expected, [(0, 1), (0, 6), (2, 3), (3, 6), (4, 6), (5, 6), (6, 7)]);
    assert_eq!(meeting(&calendar, 2).len(), 2);
}

/// A week in which the clocks change, minute by minute, against the stretches of open time written out one by one.
#[test]
fn a_week_with_a_change_of_clocks_minute_by_minute() {
    let week = std::array::from_fn(|day| match day {
        0..=3 => vec![hours("00:00:00", "00:30:00"), hours("08:30:00", "12:00:00"), hours("22:15:00", "03:00:00")],
        4 => vec![hours("23:30:00", "01:30:00")],
        5 => vec![hours("00:00:00", "00:00:00")],
        _ => vec![hours("12:00:00", "02:30:00")],
    });
    let mut calendar = Calendar { week, ..Calendar::default() };
    for (zone_name, first) in [
        ("Africa/Cairo", "2026-04-20"),
        ("Africa/Cairo", "2026-10-26"),
        ("Atlantic/Azores", "2026-03-26"),
        ("Atlantic/Azores", "2026-10-22"),
        ("America/Santiago", "2026-09-03"),
        ("America/Santiago", "2026-04-02"),
        ("Europe/Paris", "2026-03-26"),
        ("America/New_York", "2026-10-29"),
        ("Australia/Lord_Howe", "2026-10-01"),
    ] {
        zone_name.clone_into(&mut calendar.time_zone);
        let zone: Tz = zone_name.parse().unwrap();
        let first = day(first);
        let mut stretches = Vec::new();
        for date in first.pred_opt().unwrap().iter_days().take(10) {
            let weekday = usize::try_from(date.weekday().num_days_from_monday()).unwrap();
            for (from, until) in &calendar.week[weekday] {
                let end = if until > from { date } else { date.succ_opt().unwrap() };
                stretches.push((date.and_time(*from), end.and_time(*until)));
            }
        }
        let start = moment(first.and_time(NaiveTime::MIN), zone);
        for minute in 0..7 * 24 * 60 {
            let now = start + TimeDelta::minutes(minute);
            let local = now.with_timezone(&zone).naive_local();
            let expected = stretches.iter().any(|(from, until)| *from <= local && local < *until);
            assert_eq!(verdict(&calendar, now, "UTC").is_open, expected, "{zone_name} {local}");
            assert_eq!(is_within(&calendar.week, local), expected, "{zone_name} {local}");
        }
    }
}
