//! Dates and hours through whole runs: weeks in which the clocks change, hour by hour, in five zones. What is expected comes from
//! another library of dates, which has its own copy of the time zone database.

use std::sync::Arc;

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Unit, Zoned};
use signalbox::model::resource::Calendar;
use signalbox::model::{Resource, ResourceData, ResourceId};
use signalbox::sim::{Report, Run};

use crate::support::Lab;

/// The zones, each with a Monday of the weeks in which its clocks go forward and back in 2026; three of them change at midnight.
const WEEKS: [(&str, [&str; 2]); 5] = [
    ("Africa/Cairo", ["2026-04-20", "2026-10-26"]),
    ("Atlantic/Azores", ["2026-03-23", "2026-10-19"]),
    ("America/Santiago", ["2026-08-31", "2026-03-30"]),
    ("Europe/Paris", ["2026-03-23", "2026-10-19"]),
    ("Australia/Lord_Howe", ["2026-09-28", "2026-03-30"]),
];

/// What each action writes into which field.
const RULES: [(&str, &str); 11] = [
    ("now", r#""form": Text("date_time")"#),
    ("weekday", r#""form": Text("weekday")"#),
    ("week", r#""form": Text("week")"#),
    ("tomorrow", r#""calculation": Text("add"), "amount": Operand(Text("1")), "unit": Text("days")"#),
    ("in_24_hours", r#""calculation": Text("add"), "amount": Operand(Text("24")), "unit": Text("hours")"#),
    ("in_a_month", r#""calculation": Text("add"), "amount": Operand(Text("1")), "unit": Text("months")"#),
    ("two_weeks_ago", r#""calculation": Text("subtract"), "amount": Operand(Text("2")), "unit": Text("weeks")"#),
    ("a_year_ago", r#""calculation": Text("subtract"), "amount": Operand(Text("1")), "unit": Text("years")"#),
    ("days_to", r#""calculation": Text("difference"), "other": Operand(Text("2026-12-25")), "unit": Text("days")"#),
    ("months_to", r#""calculation": Text("difference"), "other": Operand(Text("2026-12-25")), "unit": Text("months")"#),
    (
        "hours_to",
        r#""calculation": Text("difference"), "other": Operand(Text("2026-12-25T12:00:00Z")), "unit": Text("hours")"#,
    ),
];

/// A laboratory whose flow writes some of them, for a moment or for now, and then tests a calendar.
fn lab(zone: &str, rules: &[(&str, &str)], when: &str) -> Lab {
    let action = |((field, params), number): (&(&str, &str), u32)| {
        format!(r#"date_and_time{number}{{{when} "variable": Text("out.{field}"), {params}}}"#)
    };
    let actions: Vec<String> = rules.iter().zip(1..).map(action).collect();
    let flow = format!(
        "start -> {} -> hours(nights){{{}}}; hours[open] -> assign(out.open=yes); rest -> end",
        actions.join(" -> "),
        when.trim_end_matches(',')
    );
    Lab::new(&flow).given(|lab| {
        lab.project.settings.time_zone = zone.to_owned();
        let fields = ["at", "open"].into_iter().chain(RULES.map(|(field, _)| field));
        let fields: Vec<String> = fields.map(|name| format!("(name: {name:?}, kind: ShortText)")).collect();
        let variable = ron::from_str(&format!("Variable((fields: [{}]))", fields.join(", "))).unwrap();
        let time = |text: &str| text.parse().unwrap();
        let mut calendar = Calendar::default();
        for day in &mut calendar.week[..5] {
            *day = vec![(time("09:00:00"), time("12:30:00")), (time("22:00:00"), time("06:00:00"))];
        }
        for (reference, data) in [("out", variable), ("nights", ResourceData::Calendar(calendar))] {
            lab.project.last_id += 1;
            let id = ResourceId(lab.project.last_id);
            let (name, reference, aliases) = (reference.to_owned(), reference.to_owned(), Vec::new());
            lab.project
                .resources
                .insert(id, Arc::new(Resource { id, name, reference, aliases, description: String::new(), data }));
        }
    })
}

fn written(moment: &Zoned) -> String {
    moment.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// Whether the calendar of the laboratory is open: weekdays from 9:00 to 12:30 and from 22:00 to 6:00 of the next day.
fn is_open(moment: &Zoned) -> bool {
    let is_weekday = |day: Weekday| !matches!(day, Weekday::Saturday | Weekday::Sunday);
    let minute = i32::from(moment.hour()) * 60 + i32::from(moment.minute());
    let today = is_weekday(moment.weekday());
    let yesterday = is_weekday(moment.weekday().previous());
    today && ((540..750).contains(&minute) || minute >= 1320) || yesterday && minute < 360
}

#[test]
fn a_week_with_a_change_of_clocks_hour_by_hour() {
    for (zone, mondays) in WEEKS {
        let mut lab = lab(zone, &RULES, r#""when": Operand(Variable("out.at")),"#);
        let tz = TimeZone::get(zone).unwrap();
        for monday in mondays {
            let start: jiff::civil::Date = monday.parse().unwrap();
            let start = start.to_zoned(tz.clone()).unwrap().timestamp();
            let christmas = jiff::civil::date(2026, 12, 25);
            let noon: Timestamp = "2026-12-25T12:00:00Z".parse().unwrap();
            let mut offsets = std::collections::BTreeSet::new();
            for hour in 0..7 * 24 {
                let now = (start + hour.hours()).to_zoned(tz.clone());
                offsets.insert(now.offset().seconds());
                lab.caller.variables.insert("out.at".to_owned(), now.timestamp().to_string());
                let run: Run = lab.run("");
                let report = Report::new(&run);
                let moved = |span: jiff::Span| written(&now.checked_add(span).unwrap());
                let days = now.date().until((Unit::Day, christmas)).unwrap().get_days();
                let months = now.date().until((Unit::Month, christmas)).unwrap().get_months();
                for (field, expected) in [
                    ("now", written(&now)),
                    ("weekday", now.strftime("%A").to_string()),
                    ("week", now.date().iso_week_date().week().to_string()),
                    ("tomorrow", moved(1.day())),
                    ("in_24_hours", moved(24.hours())),
                    ("in_a_month", moved(1.month())),
                    ("two_weeks_ago", moved(-2.weeks())),
                    ("a_year_ago", moved(-1.year())),
                    ("days_to", days.to_string()),
                    ("months_to", months.to_string()),
                    ("hours_to", (noon.duration_since(now.timestamp()).as_hours()).to_string()),
                    ("open", if is_open(&now) { "yes" } else { "" }.to_owned()),
                ] {
                    let told = report.variables.get(&format!("out.{field}")).map_or("", |value| value.as_str());
                    assert_eq!(told, expected, "{field} in {zone} at {now}");
                }
            }
            assert_eq!(offsets.len(), 2, "the clocks of {zone} change in the week of {monday}");
        }
    }
}

/// The virtual clock itself: an interaction that begins at each hour of the week tests the calendar with no moment named.
#[test]
fn an_interaction_that_begins_at_each_hour_of_the_week() {
    for (zone, mondays) in WEEKS {
        let mut lab = lab(zone, &RULES[..1], "");
        for monday in mondays {
            for hour in 0..7 * 24 {
                let start: jiff::civil::Date = monday.parse().unwrap();
                let local = start.at(0, 0, 0, 0) + hour.hours();
                let now = local.to_zoned(TimeZone::get(zone).unwrap()).unwrap();
                let text = local.strftime("%Y-%m-%dT%H:%M:%S").to_string();
                lab.world.start = Some(text.parse().unwrap());
                let run = lab.run("");
                let report = Report::new(&run);
                let told = |field: &str| report.variables.get(&format!("out.{field}")).cloned().unwrap_or_default();
                let open = if is_open(&now) { "yes" } else { "" };
                // Somebody who begins at a time that the clocks skip begins as much later as they skip.
                assert_eq!((told("open").as_str(), told("now")), (open, written(&now)), "{zone} {text}");
            }
        }
    }
}

/// A variable's value after a run of *Ask* or *Date and time* with these parameters, in a project of a zone.
fn value(zone: &str, kind: &str, params: &str, script: &str) -> String {
    let flow = format!(r"start -> {kind}{{{params}}} -> end; rest -> end");
    let mut lab = Lab::new(&flow);
    lab.project.settings.time_zone = zone.to_owned();
    lab.caller.language = "fr".to_owned();
    if kind == "ask" {
        lab = lab.over(signalbox::model::Channel::Messaging);
    }
    let report = Report::new(&lab.run(script));
    let branch = report.steps.last().map_or("", |step| step.branch.as_str());
    format!("{branch} {}", report.variables.get("customer.name").map_or("", String::as_str))
}

/// What people write, and what other systems hand over (spec: meaning §4).
#[test]
fn dates_that_are_written() {
    let ask = |zone: &str, reply: &str| {
        let params = r#""text": Texts({"": "When?"}), "expected": Text("date"), "target": Text("customer.name"), "tries": Int(1)"#;
        value(zone, "ask", params, &format!("reply {reply}"))
    };
    for (zone, reply, expected) in [
        ("America/New_York", "03/04/2026", "reply 2026-03-04"),
        ("America/New_York", "12/31/2026", "reply 2026-12-31"),
        ("Europe/Paris", "03/04/2026", "reply 2026-04-03"),
        ("Europe/Berlin", "3.4.2026", "reply 2026-04-03"),
        ("America/Toronto", "03/04/2026", "invalid "),
        ("UTC", "03/04/2026", "invalid "),
        ("UTC", "2026-04-03", "reply 2026-04-03"),
        ("Europe/Paris", "29/02/2027", "invalid "),
        ("Europe/Paris", "2026-12-31T23:30:00Z", "reply 2027-01-01"),
    ] {
        assert_eq!(ask(zone, reply), expected, "{zone} {reply}");
    }
    let date = |zone: &str, params: &str| {
        value(zone, "date_and_time", &format!(r#""variable": Text("customer.name"), {params}"#), "")
    };
    for (zone, params, expected) in [
        ("Europe/Paris", r#""when": Operand(Text("2026-11-23T09:00:00Z"))"#, "ok 2026-11-23 10:00:00"),
        ("Europe/Paris", r#""when": Operand(Text("2026-11-23T09:00:00.123456+05:30"))"#, "ok 2026-11-23 04:30:00"),
        ("Europe/Paris", r#""when": Operand(Text("2026-11-23T09:00:00-0800"))"#, "ok 2026-11-23 18:00:00"),
        ("Europe/Paris", r#""when": Operand(Text("2026-11-23T10:00:00+01:00"))"#, "ok 2026-11-23 10:00:00"),
        ("Europe/Paris", r#""when": Operand(Text("2026-07-01T08:00:00Z"))"#, "ok 2026-07-01 10:00:00"),
        ("Europe/Paris", r#""when": Operand(Text("2026-11-23T23:30:00-05:00"))"#, "ok 2026-11-24 05:30:00"),
        ("Europe/Paris", r#""when": Operand(Text("20261123T090000Z"))"#, "ok 2026-11-23 10:00:00"),
        ("America/New_York", r#""when": Operand(Text("2026-11-23T09:00:00.999Z"))"#, "ok 2026-11-23 04:00:00"),
        ("Europe/Paris", r#""when": Operand(Text("2026-11-23T25:00:00Z"))"#, "error "),
        // Days that begin at one o'clock, since the clocks change at midnight.
        ("Africa/Cairo", r#""when": Operand(Text("2026-04-24")), "form": Text("date")"#, "ok 2026-04-24"),
        ("Atlantic/Azores", r#""when": Operand(Text("2026-03-29")), "form": Text("date")"#, "ok 2026-03-29"),
        ("America/Santiago", r#""when": Operand(Text("2026-09-06")), "form": Text("date")"#, "ok 2026-09-06"),
        ("Asia/Beirut", r#""when": Operand(Text("2026-03-29")), "form": Text("date")"#, "ok 2026-03-29"),
        ("America/Havana", r#""when": Operand(Text("2026-03-08")), "form": Text("date")"#, "ok 2026-03-08"),
        ("America/Havana", r#""when": Operand(Text("2026-03-08")), "form": Text("weekday")"#, "ok Sunday"),
        (
            "Asia/Beirut",
            r#""when": Operand(Text("2026-03-28")), "calculation": Text("add"), "amount": Operand(Text("1")), "unit": Text("days"), "form": Text("date")"#,
            "ok 2026-03-29",
        ),
        (
            "America/Havana",
            r#""when": Operand(Text("2026-03-07")), "calculation": Text("difference"), "other": Operand(Text("2026-03-09")), "unit": Text("days")"#,
            "ok 2",
        ),
        (
            "Africa/Cairo",
            r#""when": Operand(Text("2026-04-24")), "calculation": Text("difference"), "other": Operand(Text("2026-04-25")), "unit": Text("days")"#,
            "ok 1",
        ),
        ("Europe/Paris", r#""when": Operand(Text("2027-01-05")), "form": Text("week")"#, "ok 1"),
        ("Europe/Paris", r#""when": Operand(Text("2026-11-23")), "form": Text("weekday")"#, "ok Monday"),
        (
            "Europe/Paris",
            r#""when": Operand(Text("2026-11-23")), "form": Text("weekday"), "names": Text("customer")"#,
            "ok lundi",
        ),
        (
            "Europe/Paris",
            r#""when": Operand(Text("2026-11-23")), "form": Text("words"), "names_language": Text("de")"#,
            "ok Montag, 23. November 2026",
        ),
    ] {
        let told = date(zone, params);
        assert_eq!(told, expected, "{zone} {params}");
    }
}

/// The number of a week is compared with a number. What is expected was counted from the first Thursday of each year.
#[test]
fn the_number_of_a_week_is_compared() {
    for (when, right, holds) in [
        ("2027-01-05", "1", true),
        ("2026-01-05", "2", true),
        ("2026-01-01", "1", true),
        ("2024-12-30", "1", true),
        ("2021-01-03", "53", true),
        ("2026-12-31", "53", true),
        ("2026-06-15", "25", true),
        ("2026-06-14", "25", false),
        ("2027-01-05", "11", false),
    ] {
        let flow = format!(
            r#"start -> date_and_time{{"when": Operand(Text("{when}")), "form": Text("week"), "variable": Text("customer.name")}} -> test(customer.name={right}); test[{right}] -> say(It holds) -> end; rest -> end"#
        );
        let told = signalbox::sim::report::prose(&Lab::new(&flow).run(""));
        assert_eq!(told.contains("“It holds”"), holds, "{when} {right}: {told}");
    }
}

/// Whether a calendar is open when a call comes in, in a project of a zone, and the codes of problems about the calendar.
fn opens(zone: &str, calendar: &Calendar, start: &str) -> (bool, Vec<&'static str>) {
    let lab = Lab::new("start -> hours(desk_hours); hours[open] -> say(It is open) -> end; rest -> end").given(|lab| {
        lab.project.settings.time_zone = zone.to_owned();
        lab.world.start = Some(start.parse().unwrap());
        lab.project.last_id += 1;
        let (id, name) = (ResourceId(lab.project.last_id), "desk_hours".to_owned());
        let (aliases, description, data) = (Vec::new(), String::new(), ResourceData::Calendar(calendar.clone()));
        let resource = Resource { id, name: name.clone(), reference: name, aliases, description, data };
        lab.project.resources.insert(id, Arc::new(resource));
    });
    let found = signalbox::lint::check(&lab.project);
    let codes = found.iter().map(|it| it.code).filter(|code| code.contains("overlap")).collect();
    (signalbox::sim::report::prose(&lab.run("")).contains("“It is open”"), codes)
}

fn stretches(hours: &[(&str, &str)]) -> Vec<signalbox::model::resource::Hours> {
    hours.iter().map(|(from, until)| (from.parse().unwrap(), until.parse().unwrap())).collect()
}

/// 23 November 2026 is a Monday. Every day has the same hours.
#[test]
fn hours_begin_and_end_at_the_second() {
    for (hours, open, closed) in [
        (
            &[("22:00:00", "06:00:00")][..],
            &["22:00:00", "23:00:00", "00:00:00", "05:59:59"][..],
            &["06:00:00", "12:00:00", "21:59:59"][..],
        ),
        (&[("00:00:00", "00:00:00")], &["00:00:00", "00:00:01", "12:00:00", "23:59:59"], &[]),
        (&[("08:00:00", "08:00:00")], &["08:00:00", "07:59:59", "00:00:00", "20:00:00"], &[]),
        (&[("08:30:00", "16:20:00")], &["08:30:00", "16:19:59"], &["08:29:59", "16:20:00", "16:20:01"]),
        (
            &[("08:00:00", "12:00:00"), ("12:00:00", "18:00:00")],
            &["11:59:59", "12:00:00", "17:59:59"],
            &["18:00:00", "07:59:59"],
        ),
        (&[("18:00:00", "00:00:00")], &["18:00:00", "23:59:59"], &["00:00:00", "17:59:59"]),
        (&[("23:59:00", "00:01:00")], &["23:59:00", "00:00:59"], &["00:01:00", "23:58:59"]),
        (&[("00:00:00", "23:59:59")], &["00:00:00", "23:59:58"], &["23:59:59"]),
        (&[], &[], &["00:00:00", "12:00:00", "23:59:59"]),
    ] {
        let calendar = Calendar { week: std::array::from_fn(|_| stretches(hours)), ..Calendar::default() };
        let states = open.iter().map(|time| (time, true)).chain(closed.iter().map(|time| (time, false)));
        for (time, is_open) in states {
            let found = opens("Europe/Paris", &calendar, &format!("2026-11-25T{time}"));
            assert_eq!(found, (is_open, Vec::new()), "{hours:?} at {time}");
        }
    }
}

fn exception(
    name: &str,
    first: &str,
    last: &str,
    is_yearly: bool,
    hours: &[(&str, &str)],
) -> signalbox::model::resource::CalendarException {
    let days = vec![(first.parse().unwrap(), last.parse().unwrap())];
    let (dates, yearly) = if is_yearly { (Vec::new(), days) } else { (days, Vec::new()) };
    signalbox::model::resource::CalendarException { name: name.to_owned(), dates, yearly, hours: stretches(hours) }
}

/// A holiday is a day on the clocks of the calendar's own zone, else of the project's.
#[test]
fn a_holiday_is_in_the_zone_of_its_calendar() {
    for (own, zone, before, from, until, after) in [
        (
            "",
            "Europe/Paris",
            "2026-12-24T23:59:59",
            "2026-12-25T00:00:00",
            "2026-12-25T23:59:59",
            "2026-12-26T00:00:00",
        ),
        (
            "Asia/Tokyo",
            "Europe/Paris",
            "2026-12-24T15:59:59",
            "2026-12-24T16:00:00",
            "2026-12-25T15:59:59",
            "2026-12-25T16:00:00",
        ),
        (
            "America/New_York",
            "Europe/Paris",
            "2026-12-25T05:59:59",
            "2026-12-25T06:00:00",
            "2026-12-26T05:59:59",
            "2026-12-26T06:00:00",
        ),
        (
            "Europe/Paris",
            "America/New_York",
            "2026-12-24T17:59:59",
            "2026-12-24T18:00:00",
            "2026-12-25T17:59:59",
            "2026-12-25T18:00:00",
        ),
        (
            "Asia/Kolkata",
            "UTC",
            "2026-12-24T18:29:59",
            "2026-12-24T18:30:00",
            "2026-12-25T18:29:59",
            "2026-12-25T18:30:00",
        ),
        (
            "Pacific/Auckland",
            "Pacific/Honolulu",
            "2026-12-24T00:59:59",
            "2026-12-24T01:00:00",
            "2026-12-25T00:59:59",
            "2026-12-25T01:00:00",
        ),
    ] {
        let calendar = Calendar {
            week: std::array::from_fn(|_| stretches(&[("00:00:00", "00:00:00")])),
            exceptions: vec![exception("Holiday", "2026-12-25", "2026-12-25", false, &[])],
            time_zone: own.to_owned(),
        };
        for (start, is_open) in [(before, true), (from, false), (until, false), (after, true)] {
            assert_eq!(opens(zone, &calendar, start).0, is_open, "{own} in {zone} at {start}");
        }
    }
}

/// A holiday within a longer exception: which of the two counts, and that Problems says so.
#[test]
fn of_two_exceptions_on_one_day_one_counts_and_problems_says_so() {
    let winter = |is_yearly| exception("Winter", "2026-12-21", "2027-01-03", is_yearly, &[("10:00:00", "16:00:00")]);
    let christmas = |is_yearly| exception("Christmas", "2026-12-25", "2026-12-25", is_yearly, &[]);
    let apart = |first: &str, last: &str| exception("Short days", first, last, false, &[("10:00:00", "16:00:00")]);
    for (exceptions, is_open, overlaps) in [
        (vec![winter(false), christmas(false)], true, 1),
        (vec![christmas(false), winter(false)], false, 1),
        // A dated one wins over a yearly one, wherever it is in the list.
        (vec![winter(true), christmas(false)], false, 1),
        (vec![christmas(true), winter(false)], true, 1),
        (vec![winter(true), christmas(true)], true, 1),
        (vec![christmas(true), winter(true)], false, 1),
        // Not only neighbours in the list or in time meet.
        (
            vec![winter(false), apart("2026-12-01", "2026-12-02"), apart("2026-12-10", "2026-12-11"), christmas(false)],
            true,
            1,
        ),
        (vec![apart("2026-12-21", "2026-12-24"), christmas(false), apart("2026-12-26", "2027-01-03")], false, 0),
    ] {
        let calendar = Calendar { exceptions, ..Calendar::default() };
        let (found, codes) = opens("Europe/Paris", &calendar, "2026-12-25T11:00:00");
        assert_eq!((found, codes), (is_open, vec!["calendar-overlap"; overlaps]), "{:?}", calendar.exceptions);
    }
}

/// The present moment against a fixed weekday in the customer's language.
#[test]
fn a_fixed_name_of_a_day_fits_one_language_only() {
    let codes = |names: &str, right: &str| {
        let flow = format!(
            r#"start -> date_and_time{{"form": Text("weekday"), "variable": Text("customer.name"), "names": Text("{names}")}} -> test(customer.name={right}); rest -> end"#
        );
        let lab = Lab::new(&flow);
        let found = signalbox::lint::check(&lab.project);
        found.iter().filter(|it| it.code == "names-of-customer").count()
    };
    assert_eq!(codes("customer", "Monday"), 1);
    assert_eq!(codes("one", "Monday"), 0);
    assert_eq!(codes("customer", "$customer.tier"), 0);
}

/// The rest of the rules of dates, each with the field that it fills: what is written, what is added and what is counted.
const MORE_RULES: [(&str, &str); 12] = [
    ("now", r#""form": Text("date_time")"#),
    ("time", r#""form": Text("time")"#),
    ("date", r#""form": Text("date")"#),
    ("pattern", r#""form": Text("custom"), "pattern": Text("%j %H:%M")"#),
    ("in_90_minutes", r#""calculation": Text("add"), "amount": Operand(Text("90")), "unit": Text("minutes")"#),
    ("in_a_week", r#""calculation": Text("add"), "amount": Operand(Text("1")), "unit": Text("weeks")"#),
    ("yesterday", r#""calculation": Text("subtract"), "amount": Operand(Text("1")), "unit": Text("days")"#),
    ("ago_3_hours", r#""calculation": Text("subtract"), "amount": Operand(Text("3")), "unit": Text("hours")"#),
    ("in_a_year", r#""calculation": Text("add"), "amount": Operand(Text("1")), "unit": Text("years")"#),
    ("elsewhere", r#""zone": Text("Asia/Kathmandu"), "form": Text("date_time")"#),
    (
        "minutes_to",
        r#""calculation": Text("difference"), "other": Operand(Text("2026-12-25T12:00:00Z")), "unit": Text("minutes")"#,
    ),
    ("weeks_to", r#""calculation": Text("difference"), "other": Operand(Text("2026-12-25")), "unit": Text("weeks")"#),
];

/// The exceptions of the calendar: the two days on which the clocks change in the middle of the night, and every 25 March to 27 March.
fn exceptions(changes: &[jiff::civil::Date]) -> String {
    let hours = |from: &str, until: &str| format!("hours: [(\"{from}\", \"{until}\")]");
    let dates: Vec<String> = changes.iter().map(|day| format!("(\"{day}\", \"{day}\")")).collect();
    format!(
        "[(name: \"Change\", dates: [{}], {}), (name: \"March\", dates: [], yearly: [(\"2020-03-25\", \"2020-03-27\")], {})]",
        dates.join(", "),
        hours("01:30:00", "04:00:00"),
        hours("20:00:00", "02:00:00")
    )
}

/// A call that goes on for a week, half an hour a round, and in each round asks every rule of dates what it says now.
fn endless_lab(zone: &str, changes: &[jiff::civil::Date]) -> Lab {
    let action = |((field, params), number): (&(&str, &str), u32)| {
        format!(r#"date_and_time{number}{{"variable": Text("out.{field}"), {params}}}"#)
    };
    let rules: Vec<String> = MORE_RULES.iter().zip(1..).map(action).collect();
    let exceptions_rows =
        r#""exceptions": Rows([(id: 1, cells: {"name": Text("Change")}), (id: 2, cells: {"name": Text("March")})])"#;
    let nobody = r#""queue": Item(Reference("support")), "rows": Rows([(id: 1, cells: {"figure": Text("connected"), "count": Int(0)})])"#;
    let early = r#""tests": Rows([(id: 1, cells: {"name": Text("Early"), "condition": Condition((terms: [
        (left: Variable("call.now"), op: Before, right: Text("2026-06-01"))]))})])"#;
    let flow = format!(
        "start -> {} -> test_week -> assign1(out.week=even) -> hours(nights){{{exceptions_rows}}}
         test_week[odd] -> assign2(out.week=odd) -> hours
         hours[open] -> assign3(out.hours=open) -> test_queue{{{nobody}}}
         hours[closed] -> assign4(out.hours=closed) -> test_queue
         hours[Change] -> assign5(out.hours=change) -> test_queue
         hours[March] -> assign6(out.hours=march) -> test_queue
         test_queue[row:1] -> assign7(out.people=nobody) -> test_values{{{early}}}
         test_queue[default] -> assign8(out.people=somebody) -> test_values
         test_values[Early] -> assign9(out.half=first) -> pause{{\"duration\": Int(1800)}}
         test_values[default] -> assign10(out.half=second) -> pause
         pause -> date_and_time1
         rest -> end",
        rules.join(" -> ")
    );
    Lab::new(&flow).given(|lab| {
        lab.project.settings.time_zone = zone.to_owned();
        lab.project.settings.step_limit = 10_000;
        let fields = ["week", "hours", "people", "half"].into_iter().chain(MORE_RULES.map(|(field, _)| field));
        let fields: Vec<String> = fields.map(|name| format!("(name: {name:?}, kind: ShortText)")).collect();
        let variable = ron::from_str(&format!("Variable((fields: [{}]))", fields.join(", "))).unwrap();
        let week = r#"([("09:00:00", "17:00:00")], [("09:00:00", "17:00:00")], [("09:00:00", "17:00:00")],
            [("09:00:00", "17:00:00")], [("22:00:00", "06:00:00")], [], [("00:15:00", "01:15:00")])"#;
        let calendar = format!("Calendar((week: {week}, exceptions: {}))", exceptions(changes));
        for (reference, data) in [("out", variable), ("nights", ron::from_str(&calendar).unwrap())] {
            lab.project.last_id += 1;
            let id = ResourceId(lab.project.last_id);
            let (name, reference, aliases) = (reference.to_owned(), reference.to_owned(), Vec::new());
            let resource = Resource { id, name, reference, aliases, description: String::new(), data };
            lab.project.resources.insert(id, Arc::new(resource));
        }
        for resource in lab.project.resources.values_mut() {
            if let ResourceData::User(user) = &mut Arc::make_mut(resource).data {
                user.schedule = ron::from_str(week).unwrap();
            }
        }
    })
}

/// What the calendar of that call says: the exception of the day that counts, else whether it is open.
fn hours_words(moment: &Zoned, changes: &[jiff::civil::Date]) -> &'static str {
    let minute = i32::from(moment.hour()) * 60 + i32::from(moment.minute());
    let exception = |day: jiff::civil::Date| {
        let is_march = day.month() == 3 && (25..=27).contains(&day.day());
        if changes.contains(&day) { Some("change") } else { is_march.then_some("march") }
    };
    let yesterday = moment.date().yesterday().unwrap();
    // A night of March goes on until two of the next day, whatever that day is.
    let is_night = exception(yesterday) == Some("march") && minute < 120;
    let is_open_today = exception(moment.date()) == Some("change") && (90..240).contains(&minute)
        || exception(moment.date()) == Some("march") && minute >= 1200;
    let is_open = |is_today: bool| {
        let day = if is_today { moment.date() } else { yesterday };
        exception(day).is_none() && is_weekly(moment, |of_today| of_today == is_today)
    };
    match exception(moment.date()) {
        Some(name) if is_open_today => name,
        _ if is_open(true) => "open",
        _ if is_night => "march",
        _ if is_open(false) => "open",
        Some(name) => name,
        None => "closed",
    }
}

/// Whether the weekly hours have a moment: those of the same day, or those of the day before that end after midnight.
fn is_weekly(moment: &Zoned, counts: impl Fn(bool) -> bool) -> bool {
    let minute = i32::from(moment.hour()) * 60 + i32::from(moment.minute());
    let (today, night) = match moment.weekday() {
        Weekday::Monday | Weekday::Tuesday | Weekday::Wednesday | Weekday::Thursday => {
            ((540..1020).contains(&minute), false)
        }
        Weekday::Friday => (minute >= 1320, false),
        Weekday::Saturday => (false, minute < 360),
        Weekday::Sunday => ((15..75).contains(&minute), false),
    };
    today && counts(true) || night && counts(false)
}

/// The virtual clock goes through a whole week in one call, so that it passes the change of the clocks itself.
#[test]
fn a_call_that_lasts_a_week_with_a_change_of_clocks() {
    for (zone, mondays) in WEEKS {
        let tz = TimeZone::get(zone).unwrap();
        for monday in mondays {
            let monday: jiff::civil::Date = monday.parse().unwrap();
            let start = monday.to_zoned(tz.clone()).unwrap();
            let after = start.checked_add(8.days()).unwrap();
            let changes: Vec<jiff::civil::Date> = tz
                .following(start.timestamp())
                .take_while(|change| change.timestamp() < after.timestamp())
                .map(|change| change.timestamp().to_zoned(tz.clone()).date())
                .collect();
            assert_eq!(changes.len(), 1, "{zone} {monday}");
            let mut lab = endless_lab(zone, &changes);
            lab.world.start = Some(monday.at(0, 0, 0, 0).strftime("%Y-%m-%dT%H:%M:%S").to_string().parse().unwrap());
            let mut run = Run::new(lab.scene());
            let mut rounds = 0;
            while rounds < 7 * 24 * 2 {
                assert!(run.step(), "{zone} {monday}: the call ends after {rounds} rounds");
                if run.state().question.is_none() {
                    continue;
                }
                let now = start.timestamp().checked_add((30 * rounds).minutes()).unwrap().to_zoned(tz.clone());
                check_round(&run, &now, &changes);
                rounds += 1;
            }
        }
    }
}

/// Holds what the rules have filled in one round against the other library.
fn check_round(run: &Run, now: &Zoned, changes: &[jiff::civil::Date]) {
    let moved = |span: jiff::Span| written(&now.checked_add(span).unwrap());
    let noon: Timestamp = "2026-12-25T12:00:00Z".parse().unwrap();
    let christmas = jiff::civil::date(2026, 12, 25);
    let hours = hours_words(now, changes);
    let at_work = is_weekly(now, |_| true);
    for (field, expected) in [
        ("now", written(now)),
        ("time", now.strftime("%H:%M").to_string()),
        ("date", now.date().to_string()),
        ("pattern", now.strftime("%j %H:%M").to_string()),
        ("in_90_minutes", moved(90.minutes())),
        ("in_a_week", moved(1.week())),
        ("yesterday", moved(-1.days())),
        ("ago_3_hours", moved(-3.hours())),
        ("in_a_year", moved(1.year())),
        ("elsewhere", written(&now.in_tz("Asia/Kathmandu").unwrap())),
        ("minutes_to", (noon.duration_since(now.timestamp()).as_secs() / 60).to_string()),
        ("weeks_to", (now.date().until((Unit::Day, christmas)).unwrap().get_days() / 7).to_string()),
        ("week", if now.date().iso_week_date().week() % 2 == 0 { "even" } else { "odd" }.to_owned()),
        ("hours", hours.to_owned()),
        ("people", if at_work { "somebody" } else { "nobody" }.to_owned()),
        ("half", if now.month() < 6 { "first" } else { "second" }.to_owned()),
    ] {
        assert_eq!(run.read(&format!("out.{field}")), expected, "{field} at {now}");
    }
}
