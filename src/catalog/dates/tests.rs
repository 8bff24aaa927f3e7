use super::count::{Unit, difference, shifted};
use super::*;

fn instant(text: &str) -> Stamp {
    Stamp::Instant(DateTime::parse_from_rfc3339(text).unwrap().to_utc())
}

fn local(text: &str) -> Stamp {
    Stamp::Local(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").unwrap())
}

#[test]
fn iso_dates_are_read_in_all_their_forms() {
    let day = Stamp::Day(NaiveDate::from_ymd_opt(2026, 11, 23).unwrap());
    for (text, expected) in [
        ("2026-11-23", Some(day)),
        (" 2026-11-23 ", Some(day)),
        ("2026-11-23 09:00", Some(local("2026-11-23 09:00:00"))),
        ("2026-11-23T09:00:15", Some(local("2026-11-23 09:00:15"))),
        ("2026-11-23T09:00:15.250", Some(local("2026-11-23 09:00:15.25"))),
        ("2026-11-23T24:00", Some(local("2026-11-24 00:00:00"))),
        ("2026-12-31T23:59:60", Some(local("2026-12-31 23:59:59"))),
        ("2026-11-23T09:00:00Z", Some(instant("2026-11-23T09:00:00Z"))),
        ("2026-11-23t09:00z", Some(instant("2026-11-23T09:00:00Z"))),
        ("2026-11-23T09:00:00.123456789123Z", Some(instant("2026-11-23T09:00:00.123456789Z"))),
        ("2026-11-23T09:00:00,5+01:00", Some(instant("2026-11-23T08:00:00.5Z"))),
        ("2026-11-23T09:00:00+0100", Some(instant("2026-11-23T08:00:00Z"))),
        ("2026-11-23T09:00+01", Some(instant("2026-11-23T08:00:00Z"))),
        ("2026-11-23 09:00:00 -05:30", Some(instant("2026-11-23T14:30:00Z"))),
        ("2026-11-23T00:30:00+14:00", Some(instant("2026-11-22T10:30:00Z"))),
        ("20261123T090000Z", Some(instant("2026-11-23T09:00:00Z"))),
        ("20261123T0900", Some(local("2026-11-23 09:00:00"))),
        ("20261123", None),
        ("2026-11-23T", None),
        ("2026-11-23 ", Some(day)),
        ("2026-11-23x09:00", None),
        ("2026-11-23T9:00", None),
        ("2026-11-23T25:00", None),
        ("2026-11-23T24:01", None),
        ("2026-11-23T09:00.5", None),
        ("2026-11-23T09:00:00.", None),
        ("2026-11-23T09:00:00+1", None),
        ("2026-11-23T09:00:00+01:60", None),
        ("2026-11-23T09:00:00+99:00", None),
        ("2026-11-23T09:00:00ZZ", None),
        ("2026-02-30", None),
        ("2026-1-05", None),
        ("+026-11-23", None),
        ("2026-11-23T09:+5", None),
        ("2026-11-23T+9:05:00", None),
        ("１０２６-11-2", None),
        ("tomorrow", None),
        ("", None),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
    assert_eq!(read_time("10:00"), read_time("10:00:00"));
    assert!(read_time("10:00:00.5").is_some() && read_time("24:00").is_none() && read_time("1000").is_none());
}

#[test]
fn what_was_written_is_read_again() {
    for second in (0..4_000_000_000_i64).step_by(97_777_777) {
        let moment = DateTime::from_timestamp(second, 250_000_000).unwrap();
        for text in [
            moment.to_rfc3339(),
            moment.with_timezone(&FixedOffset::west_opt(12_600).unwrap()).to_rfc3339(),
            moment.format("%Y%m%dT%H%M%S%.fZ").to_string(),
        ] {
            assert_eq!(read(&text), Some(Stamp::Instant(moment)), "{text}");
        }
    }
}

#[test]
fn typed_dates_follow_the_country() {
    use DateOrder::{DayFirst, Either, MonthFirst};
    for (text, order, expected) in [
        ("03/04/2026", DayFirst, Some("2026-04-03")),
        ("03/04/2026", MonthFirst, Some("2026-03-04")),
        ("03/04/2026", Either, None),
        ("3.4.2026", DayFirst, Some("2026-04-03")),
        ("3-4-2026", MonthFirst, Some("2026-03-04")),
        ("24. 12. 2026", DayFirst, Some("2026-12-24")),
        ("23/11/2026", MonthFirst, Some("2026-11-23")),
        ("11/23/2026", DayFirst, Some("2026-11-23")),
        ("11/23/2026", Either, Some("2026-11-23")),
        ("04/04/2026", Either, Some("2026-04-04")),
        ("2026/04/03", MonthFirst, Some("2026-04-03")),
        ("2026-4-3", Either, Some("2026-04-03")),
        ("31/02/2026", DayFirst, None),
        ("29/02/2028", DayFirst, Some("2028-02-29")),
        ("29/02/2027", DayFirst, None),
        ("24.12.26", DayFirst, None),
        ("03/04-2026", DayFirst, None),
        ("3/4/5/2026", DayFirst, None),
        ("03/04", DayFirst, None),
        ("+3/04/2026", DayFirst, None),
        ("0612345678", DayFirst, None),
    ] {
        assert_eq!(typed_day(text, order).map(|day| day.to_string()).as_deref(), expected, "{text} {order:?}");
    }
    assert!(
        looks_typed("24/12/2026") && looks_typed("2026.12.24") && !looks_typed("06.12.3456") && !looks_typed("1-2")
    );
}

/// Each row is worked out by hand from the rules of tzdb: the clocks of Cairo, the Azores and Santiago change at midnight.
#[test]
fn days_without_midnight_are_days() {
    let days =
        |zone: Tz, from: &str, to: &str, unit| difference(read(from).unwrap(), read(to).unwrap(), unit, zone, zone);
    for (zone, from, to, unit, expected) in [
        (Tz::Africa__Cairo, "2026-04-23", "2026-04-24", Unit::Days, 1),
        (Tz::Africa__Cairo, "2026-04-24", "2026-04-25", Unit::Days, 1),
        (Tz::Africa__Cairo, "2026-04-24", "2026-04-25", Unit::Hours, 23),
        (Tz::Africa__Cairo, "2026-04-17", "2026-05-01", Unit::Weeks, 2),
        (Tz::Atlantic__Azores, "2026-03-29", "2026-03-30", Unit::Days, 1),
        (Tz::Atlantic__Azores, "2026-03-29", "2026-04-29", Unit::Months, 1),
        (Tz::America__Santiago, "2026-09-06", "2026-09-07", Unit::Days, 1),
        (Tz::America__Santiago, "2026-09-06", "2026-09-07", Unit::Hours, 23),
        (Tz::America__Santiago, "2026-09-05", "2027-09-05", Unit::Years, 1),
        (Tz::Europe__Paris, "2026-11-23 23:00", "2026-11-24 01:00", Unit::Days, 1),
        (Tz::Europe__Paris, "2026-11-23 09:00", "2026-12-25", Unit::Days, 32),
        (Tz::Europe__Paris, "2026-11-23 09:00", "2026-11-23 10:59", Unit::Hours, 1),
        (Tz::Europe__Paris, "2026-11-23 10:59", "2026-11-23 09:00", Unit::Hours, -1),
        (Tz::Europe__Paris, "2026-03-28 12:00", "2026-03-29 12:00", Unit::Days, 1),
        (Tz::Europe__Paris, "2026-03-28 12:00", "2026-03-29 12:00", Unit::Hours, 23),
        (Tz::Europe__Paris, "2026-01-31", "2026-02-28", Unit::Months, 1),
        (Tz::Europe__Paris, "2026-01-15", "2026-02-14", Unit::Months, 0),
        (Tz::Europe__Paris, "2026-02-14", "2026-01-15", Unit::Months, 0),
        (Tz::Europe__Paris, "2024-02-29", "2026-02-27", Unit::Years, 1),
        (Tz::Europe__Paris, "2026-12-25", "2026-11-23", Unit::Days, -32),
    ] {
        assert_eq!(days(zone, from, to, unit), expected, "{zone} {from} {to} {unit:?}");
    }
    let paris_to_new_york = difference(
        read("2026-11-23T03:00:00Z").unwrap(),
        read("2026-11-24").unwrap(),
        Unit::Days,
        Tz::Europe__Paris,
        Tz::America__New_York,
    );
    assert_eq!(paris_to_new_york, 2, "in New York it is still the 22nd");
}

#[test]
fn days_go_by_the_calendar_and_hours_by_the_clock() {
    let moved = |zone: Tz, from: &str, amount, unit| {
        let moment = shifted(read(from)?.moment(zone), amount, unit, zone)?;
        Some(moment.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string())
    };
    for (zone, from, amount, unit, expected) in [
        (Tz::Europe__Paris, "2026-03-28 12:00", 1, Unit::Days, "2026-03-29 12:00"),
        (Tz::Europe__Paris, "2026-03-28 12:00", 24, Unit::Hours, "2026-03-29 13:00"),
        (Tz::Europe__Paris, "2026-03-28 02:30", 1, Unit::Days, "2026-03-29 03:30"),
        (Tz::Europe__Paris, "2026-01-31 08:00", 1, Unit::Months, "2026-02-28 08:00"),
        (Tz::Europe__Paris, "2028-02-29 08:00", -1, Unit::Years, "2027-02-28 08:00"),
        (Tz::Europe__Paris, "2026-11-23 08:00", -2, Unit::Weeks, "2026-11-09 08:00"),
        (Tz::Africa__Cairo, "2026-04-23", 1, Unit::Days, "2026-04-24 01:00"),
        (Tz::Africa__Cairo, "2026-03-24", 1, Unit::Months, "2026-04-24 01:00"),
        (Tz::America__Santiago, "2026-09-05", 1, Unit::Days, "2026-09-06 01:00"),
        (Tz::Atlantic__Azores, "2026-03-28 00:30", 1, Unit::Days, "2026-03-29 01:30"),
        (Tz::Australia__Lord_Howe, "2026-10-03 02:15", 1, Unit::Days, "2026-10-04 02:45"),
        (Tz::Pacific__Apia, "2011-12-29 10:00", 1, Unit::Days, "2011-12-31 10:00"),
    ] {
        assert_eq!(moved(zone, from, amount, unit).as_deref(), Some(expected), "{zone} {from} {amount} {unit:?}");
    }
    for unit in [Unit::Seconds, Unit::Minutes, Unit::Hours, Unit::Days, Unit::Weeks, Unit::Months, Unit::Years] {
        assert_eq!(moved(Tz::Europe__Paris, "2026-11-23", i64::MAX, unit), None, "{unit:?}");
        assert_eq!(moved(Tz::Europe__Paris, "2026-11-23", i64::MIN, unit), None, "{unit:?}");
    }
}
