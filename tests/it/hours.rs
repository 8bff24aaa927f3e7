//! The time machine: bands of schedules over a year against local times that the library `jiff` counts, random calendars against random
//! moments, days on which clocks are changed and overlaps worked out by hand, and what is open at a moment against the plain engine (spec:
//! testing §6).

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use signalbox::actions;
use signalbox::catalog::interaction::{moment, zone};
use signalbox::catalog::value::Lookups;
use signalbox::catalog::{Cx, CxParts, Door, Event, Fact, Facts, Interaction, Once, Preset, Step, Visit, sample};
use signalbox::lifecycle::plan;
use signalbox::model::resource::{Calendar, CalendarException, Hours};
use signalbox::model::{Action, ActionId, Plan, ResourceData, ResourceId, RoutingId, Status, VersionId, World};
use signalbox::sim::hours::{Band, How, Schedules, Shows, Taken, Timetable, by_day, span_words};

use crate::cli;
use crate::support::{Chance, Lab, cases};

const OFFICE: ResourceId = ResourceId(8);

fn at(text: &str, zone_name: &str) -> DateTime<Utc> {
    moment(text.parse::<NaiveDateTime>().unwrap(), zone(zone_name, "UTC"))
}

fn hours(from: &str, until: &str) -> Hours {
    let time = |text: &str| format!("{text}:00").parse().unwrap();
    (time(from), time(until))
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A laboratory whose calendar `office` is another one.
fn lab(calendar: Calendar, project_zone: &str) -> Lab {
    let mut lab = Lab::new("start -> hours(office) -> end; hours[closed] -> end; rest -> end");
    set_office(&mut lab, calendar);
    lab.project.settings.time_zone = project_zone.to_owned();
    lab
}

fn set_office(lab: &mut Lab, calendar: Calendar) {
    Arc::make_mut(lab.project.resources.get_mut(&OFFICE).unwrap()).data = ResourceData::Calendar(calendar);
}

fn action(lab: &Lab, alias: &str) -> Arc<Action> {
    lab.project.versions[&lab.version].flow.actions[&lab.ids[alias]].clone()
}

fn timetable(lab: &Lab, alias: &str) -> Timetable {
    Timetable::of(&Arc::new(lab.project.clone()), lab.routing, &action(lab, alias)).unwrap()
}

fn schedules(lab: &Lab) -> Schedules {
    let project = Arc::new(lab.project.clone());
    Schedules::of(&project, &project.versions[&lab.version])
}

/// The local day, and the second of that day, as `jiff` counts them.
fn local(moment: DateTime<Utc>, zone: &TimeZone) -> (NaiveDate, NaiveTime) {
    let local = Timestamp::from_second(moment.timestamp()).unwrap().to_zoned(zone.clone());
    let part = |number: i8| u32::try_from(number).unwrap();
    let day = NaiveDate::from_ymd_opt(local.year().into(), part(local.month()), part(local.day())).unwrap();
    let time = NaiveTime::from_hms_opt(part(local.hour()), part(local.minute()), part(local.second())).unwrap();
    (day, time)
}

/// The hours of a day by the rules of domain §2, written down once more: a date of an exception, else its days of every year, else the week.
fn hours_on(calendar: &Calendar, day: NaiveDate) -> Vec<Hours> {
    use chrono::Datelike as _;
    let dated = |it: &&CalendarException| it.dates.iter().any(|(first, last)| (*first..=*last).contains(&day));
    let place = |day: NaiveDate| (day.month(), day.day());
    let yearly =
        |it: &&CalendarException| it.yearly.iter().any(|(from, to)| (place(*from)..=place(*to)).contains(&place(day)));
    let exception = calendar.exceptions.iter().find(dated).or_else(|| calendar.exceptions.iter().find(yearly));
    match exception {
        Some(exception) => exception.hours.clone(),
        None => calendar.week[day.weekday().num_days_from_monday() as usize].clone(),
    }
}

/// Whether a calendar is open at a local time: hours past midnight belong to the day on which they begin.
fn is_open(calendar: &Calendar, (day, time): (NaiveDate, NaiveTime)) -> bool {
    let today = hours_on(calendar, day).iter().any(|(from, until)| *from <= time && (time < *until || until <= from));
    let before = hours_on(calendar, day.pred_opt().unwrap());
    today || before.iter().any(|(from, until)| until <= from && time < *until)
}

/// Hours past midnight, exceptions of one year and of every year; zones whose clocks are changed by an hour at 2 or 3 in the morning, by half
/// an hour, at midnight, and never.
fn calendars() -> Vec<Calendar> {
    let day = || vec![hours("08:30", "12:00"), hours("13:30", "18:00")];
    let night = || vec![hours("22:00", "02:30")];
    let exceptions = vec![
        CalendarException {
            name: "Christmas".to_owned(),
            yearly: vec![(date("2000-12-24"), date("2000-12-26"))],
            ..CalendarException::default()
        },
        CalendarException {
            name: "Stocktaking".to_owned(),
            dates: vec![(date("2026-06-30"), date("2026-07-01"))],
            hours: vec![hours("10:00", "11:07"), hours("23:00", "00:00")],
            ..CalendarException::default()
        },
    ];
    ["", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kolkata"]
        .map(|time_zone| Calendar {
            week: [day(), night(), day(), night(), day(), night(), vec![hours("05:00", "06:10")]],
            exceptions: exceptions.clone(),
            time_zone: time_zone.to_owned(),
        })
        .into()
}

#[test]
fn bands_are_what_the_hours_of_a_year_say() {
    for calendar in calendars() {
        let lab = lab(calendar.clone(), "Europe/Paris");
        let own = if calendar.time_zone.is_empty() { "Europe/Paris" } else { &calendar.time_zone };
        let own = TimeZone::get(own).unwrap();
        let (from, until) = (at("2026-01-01T00:00:00", "UTC"), at("2027-01-01T00:00:00", "UTC"));
        let bands = timetable(&lab, "hours").bands(from, until);
        assert_eq!((bands.first().unwrap().from, bands.last().unwrap().until), (from, until));
        assert!(bands.windows(2).all(|pair| pair[0].until == pair[1].from && pair[0].taken != pair[1].taken));
        let check = |moment: DateTime<Utc>| {
            let band = &bands[bands.partition_point(|band| band.until <= moment)];
            let wanted = if is_open(&calendar, local(moment, &own)) { "open" } else { "closed" };
            assert!(band.taken.is(wanted), "{moment} in {}: {band:?}", calendar.time_zone);
        };
        // Every quarter of an hour, the last second before each band ends, and every minute of the days around a change of the clocks.
        let offset = |moment: DateTime<Utc>| own.to_offset(Timestamp::from_second(moment.timestamp()).unwrap());
        let (mut day, mut changes) = (from, 0);
        while day < until {
            let is_change = offset(day - TimeDelta::days(1)) != offset(day + TimeDelta::days(2));
            changes += usize::from(offset(day) != offset(day + TimeDelta::days(1)));
            let step = if is_change { 1 } else { 15 };
            (0..1_440).step_by(step).for_each(|minute| check(day + TimeDelta::minutes(minute)));
            day += TimeDelta::days(1);
        }
        for band in &bands {
            check(band.until - TimeDelta::seconds(1));
        }
        assert_eq!(changes, if calendar.time_zone == "Asia/Kolkata" { 0 } else { 2 }, "{}", calendar.time_zone);
        assert!(bands.len() > 700, "{}", bands.len());
    }
}

/// Random weeks, written as a calendar or as a text of a schedule with several branches.
fn random_week(chance: &mut Chance) -> [Vec<Hours>; 7] {
    std::array::from_fn(|_| {
        let mut time = || {
            let (hour, minute) = (chance.below(24), *chance.pick(&[0, 0, 15, 30, 41]));
            NaiveTime::from_hms_opt(u32::try_from(hour).unwrap(), minute, 0).unwrap()
        };
        let (one, other) = (time(), time());
        if chance.once_in(4) { Vec::new() } else { vec![(one, other)] }
    })
}

fn week_text(week: &[Vec<Hours>; 7]) -> String {
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let one = |(day, hours): (&str, &Vec<Hours>)| {
        let hours: Vec<String> =
            hours.iter().map(|(from, until)| format!("{}-{}", from.format("%H:%M"), until.format("%H:%M"))).collect();
        (!hours.is_empty()).then(|| format!("{day} {}", hours.join(", ")))
    };
    names.into_iter().zip(week).filter_map(one).collect::<Vec<_>>().join("; ")
}

#[test]
fn no_change_is_missed_in_random_schedules() {
    let zones = ["UTC", "Europe/Paris", "America/Santiago", "Asia/Kathmandu", "Pacific/Auckland", "Africa/Casablanca"];
    for seed in 0..cases(10) {
        let mut chance = Chance::new(seed);
        let mut lab = Lab::new("start -> hours(office) -> schedule_branches -> week -> end; rest -> end");
        let calendar = Calendar {
            week: random_week(&mut chance),
            exceptions: vec![CalendarException {
                name: "Stocktaking".to_owned(),
                dates: vec![(date("2026-03-28"), date("2026-03-30"))],
                hours: random_week(&mut chance)[0].clone(),
                ..CalendarException::default()
            }],
            time_zone: (*chance.pick(&zones)).to_owned(),
        };
        set_office(&mut lab, calendar);
        lab.project.settings.time_zone = (*chance.pick(&zones)).to_owned();
        let (week, zone) = (week_text(&random_week(&mut chance)), *chance.pick(&zones));
        let params = format!(
            r#"{{"zone": Text("{zone}"), "schedules": Rows([
            (id: 1, cells: {{"name": Text("One"), "hours": Text("week"), "week": Text("{week}")}}),
            (id: 2, cells: {{"name": Text("Office"), "calendar": Item(Reference("office"))}})])}}"#
        );
        set_params(&mut lab, "schedule_branches", &params);
        // In these 120 days clocks are changed in all of these zones but two.
        let (from, days) = (at("2026-02-10T00:00:00", "UTC"), 120);
        for alias in ["hours", "schedule_branches", "week"] {
            let table = timetable(&lab, alias);
            let bands = table.bands(from, from + TimeDelta::days(days));
            for _ in 0..1_000 {
                let moment = from + TimeDelta::seconds(i64::try_from(chance.below(120 * 86_400)).unwrap());
                let band = &bands[bands.partition_point(|band| band.until <= moment)];
                assert!(band.from <= moment);
                assert_eq!(band.taken, table.taken_at(moment), "{seed}, {alias} at {moment}: {band:?}");
            }
        }
    }
}

fn set_params(lab: &mut Lab, alias: &str, params: &str) {
    let id: ActionId = lab.ids[alias];
    let action = Arc::make_mut(lab.flow_mut().flow.actions.get_mut(&id).unwrap());
    action.params = ron::from_str(params).unwrap();
    action.last_row = signalbox::model::RowId(9);
}

#[test]
fn the_day_on_which_clocks_are_changed_is_worked_out_by_hand() {
    // In Paris the clocks go from 02:00 to 03:00 on 29 March 2026, and from 03:00 back to 02:00 on 25 October 2026.
    let week = std::array::from_fn(|_| vec![hours("01:30", "02:30")]);
    let lab = lab(Calendar { week, ..Calendar::default() }, "Europe/Paris");
    let table = timetable(&lab, "hours");
    let open = |day: &str| -> String {
        let from: DateTime<Utc> = format!("{day}T00:00:00Z").parse().unwrap();
        let bands = table.bands(from - TimeDelta::hours(2), from + TimeDelta::hours(4));
        let open = bands.iter().filter(|band| band.taken.is("open"));
        let words = |band: &Band| format!("{}–{}", band.from.format("%H:%M"), band.until.format("%H:%M"));
        open.map(words).collect::<Vec<_>>().join(", ")
    };
    // From 01:30 (UTC+1) until the clocks skip 02:30.
    assert_eq!(open("2026-03-29"), "00:30–01:00");
    // 01:30 to 02:30 (UTC+2), and once more from 02:00 to 02:30 (UTC+1).
    assert_eq!(open("2026-10-25"), "23:30–00:30, 01:00–01:30");
    // In words, a time that comes twice names its offset.
    let bands = table.bands(at("2026-10-25T00:00:00", "Europe/Paris"), at("2026-10-26T00:00:00", "Europe/Paris"));
    let spans: Vec<_> = bands.iter().filter(|band| band.taken.is("open")).map(|band| (band.from, band.until)).collect();
    let paris = zone("Europe/Paris", "UTC");
    let days = by_day(&spans, paris);
    assert_eq!(days.len(), 1);
    assert_eq!(days[0].words(), "Sun 25 Oct 2026");
    assert_eq!(days[0].hours, "01:30–02:30 (+02:00), 02:00 (+01:00)–02:30 (+01:00)");
    assert_eq!(span_words(spans[1].0, spans[1].1, paris), "Sun 25 Oct 2026, 02:00 (+01:00)–02:30 (+01:00)");
}

#[test]
fn successive_days_with_the_same_hours_are_named_together() {
    let utc = |text: &str| at(text, "UTC");
    let day = |day: u32| (utc(&format!("2026-11-{day}T09:00:00")), utc(&format!("2026-11-{day}T17:00:00")));
    // Thursday has the hours of Monday and Tuesday, but Wednesday lies between.
    let spans = [day(23), day(24), day(26), (utc("2026-11-27T22:00:00"), utc("2026-11-29T02:00:00"))];
    let words: Vec<String> =
        by_day(&spans, zone("UTC", "")).iter().map(|it| format!("{}: {}", it.words(), it.hours)).collect();
    assert_eq!(
        words,
        [
            "Mon 23 Nov – Tue 24 Nov 2026: 09:00–17:00",
            "Thu 26 Nov 2026: 09:00–17:00",
            "Fri 27 Nov 2026: 22:00–24:00",
            "Sat 28 Nov 2026: all day",
            "Sun 29 Nov 2026: 00:00–02:00",
        ]
    );
    let words = |from: &str, until: &str| span_words(utc(from), utc(until), zone("UTC", ""));
    assert_eq!(words("2026-11-27T22:00:00", "2026-11-28T00:00:00"), "Fri 27 Nov 2026, 22:00–24:00");
    assert_eq!(words("2026-11-27T22:00:00", "2026-11-28T02:00:00"), "Fri 27 Nov 2026, 22:00 – Sat 28 Nov 2026, 02:00");
    let days = by_day(&spans, zone("UTC", ""));
    assert_eq!((days[0].begins, days[0].open), (utc("2026-11-23T09:00:00"), TimeDelta::hours(8)));
}

#[test]
fn a_year_of_53_weeks_ends_with_two_odd_weeks() {
    let mut lab = Lab::new("start -> week -> end; rest -> end");
    lab.project.settings.time_zone = "Europe/Paris".to_owned();
    let bands = timetable(&lab, "week")
        .bands(at("2026-12-14T00:00:00", "Europe/Paris"), at("2027-01-18T00:00:00", "Europe/Paris"));
    let words = |band: &Band| {
        let Taken::Branch(branch) = &band.taken else { panic!("{band:?}") };
        format!("{} {branch}", band.from.format("%m-%d %H:%M"))
    };
    let words: Vec<String> = bands.iter().map(words).collect();
    // Week 51 is odd, 52 even, 53 and 1 odd, 2 even. Midnight in Paris is 23:00 UTC.
    assert_eq!(words, ["12-13 23:00 odd", "12-20 23:00 even", "12-27 23:00 odd", "01-10 23:00 even"]);
}

const DAY_AND_EVENING: &str = r#"{"schedules": Rows([
    (id: 1, cells: {"name": Text("Day"), "hours": Text("week"), "week": Text("Mon–Fri 8–18")}),
    (id: 2, cells: {"name": Text("Evening"), "hours": Text("week"), "week": Text("daily 17–22")}),
    (id: 3, cells: {"name": Text("Sunday"), "hours": Text("week"), "week": Text("Sun 9–10")})])}"#;

/// The lines of every schedule on Monday 23 November 2026, in UTC.
fn monday(lab: &Lab) -> Vec<String> {
    let (from, until) = (at("2026-11-23T00:00:00", "UTC"), at("2026-11-24T00:00:00", "UTC"));
    let mut found = Vec::new();
    for schedule in schedules(lab).strip(from, until) {
        for line in &schedule.lines {
            let shows = match &line.shows {
                Shows::Branch(_) => "",
                Shows::Gap(_) => " (gap)",
                Shows::Unknown => " (unknown)",
            };
            let span = |span: &signalbox::sim::hours::Span| {
                let how = match &span.how {
                    How::Taken => String::new(),
                    How::Covered(_, label) => format!(" under {label}"),
                };
                format!(" {}–{}{how}", span.from.format("%H:%M"), span.until.format("%H:%M"))
            };
            let spans: String = line.spans.iter().map(span).collect();
            found.push(format!("{}, {}{shows}:{spans}", schedule.title, line.label));
        }
    }
    found
}

#[test]
fn a_strip_shows_hours_overlaps_and_gaps() {
    let mut lab = Lab::new("start -> schedule_branches -> hours(office) -> end; rest -> end");
    set_params(&mut lab, "schedule_branches", DAY_AND_EVENING);
    lab.project.settings.time_zone = "UTC".to_owned();
    assert_eq!(
        monday(&lab),
        [
            "schedule_branches, Day: 08:00–18:00",
            "schedule_branches, Evening: 17:00–18:00 under Day 18:00–22:00",
            "schedule_branches, Sunday:",
            "schedule_branches, Any other time (gap): 00:00–08:00 22:00–00:00",
            "hours, Open: 08:30–18:00",
            "hours, Closed: 00:00–08:30 18:00–00:00",
        ]
    );
}

#[test]
fn what_a_variable_decides_is_not_guessed() {
    let mut lab = Lab::new("start -> hours(office) -> schedule_branches -> end; rest -> end");
    lab.project.settings.time_zone = "UTC".to_owned();
    // Until 18:00 the first schedule is taken, whatever the variable holds.
    let rows = r#"{"schedules": Rows([
        (id: 1, cells: {"name": Text("Day"), "hours": Text("week"), "week": Text("Mon–Fri 8–18")}),
        (id: 2, cells: {"name": Text("Own"), "calendar": Item(Variable("customer.name"))})])}"#;
    set_params(&mut lab, "schedule_branches", rows);
    set_params(&mut lab, "hours", r#"{"calendar": Item(Variable("customer.tier"))}"#);
    assert_eq!(
        monday(&lab),
        [
            "hours, Open:",
            "hours, Closed:",
            "hours, Depends on customer.tier (unknown): 00:00–00:00",
            "schedule_branches, Day: 08:00–18:00",
            "schedule_branches, Own:",
            "schedule_branches, Any other time (gap):",
            "schedule_branches, Depends on customer.name (unknown): 00:00–08:00 18:00–00:00",
        ]
    );
    for (when, decides) in [
        (r#"Variable("customer.name")"#, Some("customer.name")),
        (r#"Variable("call.now")"#, Some("call.now")),
        (r#"Expression("call.now")"#, Some("call.now")),
        (r#"Text("{{call.now}}")"#, Some("{{call.now}}")),
        (r#"Text("2026-12-25 10:00")"#, None),
        (r#"Text("")"#, None),
    ] {
        set_params(
            &mut lab,
            "hours",
            &format!(r#"{{"calendar": Item(Reference("office")), "when": Operand({when})}}"#),
        );
        let line = monday(&lab).into_iter().find(|line| line.starts_with("hours, Depends on"));
        assert_eq!(
            line,
            decides.map(|decides| format!("hours, Depends on {decides} (unknown): 00:00–00:00")),
            "{when}"
        );
    }
    set_params(&mut lab, "schedule_branches", r#"{"zone": Text("{{customer.name}}")}"#);
    let line = monday(&lab).pop().unwrap();
    assert_eq!(line, "schedule_branches, Depends on {{customer.name}} (unknown): 00:00–00:00");
}

#[test]
fn a_calendar_that_does_not_exist_takes_its_own_branch() {
    let mut lab = Lab::new("start -> hours(nothing) -> end; rest -> end");
    lab.project.settings.time_zone = "UTC".to_owned();
    assert_eq!(monday(&lab), ["hours, Open:", "hours, Closed:", "hours, Reference not found: 00:00–00:00"]);
}

/// Every kind whose branch changes with the clock, while it reads nothing else, has a timetable.
#[test]
fn no_kind_that_asks_the_clock_alone_is_forgotten() {
    let mut found = BTreeSet::new();
    for spec in actions::ALL {
        for example in spec.examples {
            let mut stage = sample::stage();
            if let Some(given) = example.given {
                given(&mut stage);
            }
            let params = ron::from_str(example.params).unwrap();
            let action = Action { params, ..Action::new(ActionId(2), spec.id) };
            let (mut branches, mut is_clock_alone) = (BTreeSet::new(), true);
            for hour in 0..24 * 15 {
                let start = at("2026-12-18T00:30:00", "UTC") + TimeDelta::hours(hour);
                let outside = Preset::new(start, &stage.caller, &World::default());
                let door = Door::new(&outside, Facts::default()).noting();
                let (mut interaction, mut visit) = (Interaction::default(), Visit::default());
                let (lookups, once, mut effects) = (Lookups::default(), Once::default(), Vec::new());
                let parts = CxParts {
                    project: &stage.project,
                    door: &door,
                    interaction: &mut interaction,
                    own_routing: stage.project.routings.get(&RoutingId(20)),
                    is_live: true,
                    lookups: &lookups,
                    once: &once,
                    is_told: true,
                    effects: &mut effects,
                    is_clock_outside: false,
                };
                let routing = RoutingId(20);
                let step = (spec.run)(&mut Cx::new(routing, &action, &Event::Enter, &mut visit, parts));
                let seen = door.close().1.unwrap();
                is_clock_alone &= seen.facts.iter().all(|fact| *fact == Fact::Start) && seen.variables.is_empty();
                match step {
                    Step::Go(branch) => branches.insert(branch.into_owned()),
                    _ => branches.insert("somewhere else".to_owned()),
                };
            }
            if branches.len() > 1 && is_clock_alone {
                found.insert(spec.id);
                assert!(actions::is_schedule(&action), "{}: {branches:?}", spec.id);
            }
        }
    }
    assert_eq!(found, BTreeSet::from(["schedule_branches", "test_schedule", "test_week"]));
}

const FRONT_DESK: &str = "start -> hours(office) -> say(Welcome) -> schedule_branches -> queue(support) -> end;
    hours[closed] -> say2(Closed) -> mailbox(messages) -> end; schedule_branches[other] -> say3(Later) -> end;
    schedule_branches[Evening] -> say4(Evening) -> end; rest -> end";

fn front_desk() -> Lab {
    // The branches of the rows are linked by their names, so the rows come with the first mention.
    let rows = DAY_AND_EVENING.trim_start_matches('{').trim_end_matches('}');
    let mut lab = Lab::new(&FRONT_DESK.replacen("schedule_branches ->", &format!("schedule_branches{{{rows}}} ->"), 1));
    lab.project.settings.time_zone = "UTC".to_owned();
    lab
}

#[test]
fn at_a_moment_the_tree_is_open_where_calls_can_come() {
    let lab = front_desk();
    let all = schedules(&lab);
    let open = |text: &str| {
        let open = all.open_at(at(text, "UTC"));
        let alias = |id: &ActionId| lab.ids.iter().find(|(_, known)| *known == id).unwrap().0.clone();
        let mut actions: Vec<String> = open.actions.iter().map(alias).collect();
        actions.sort();
        let closed: Vec<String> = open.closed.iter().map(|(id, key)| format!("{}[{key}]", alias(id))).collect();
        (actions.join(" "), closed.join(" "))
    };
    let monday = "hours queue say schedule_branches start";
    let (actions, closed) = open("2026-11-23T10:00:00");
    assert_eq!(actions, monday);
    assert_eq!(
        closed,
        "hours[closed] hours[reference_not_found] schedule_branches[other] schedule_branches[row:2] schedule_branches[row:3]"
    );
    assert_eq!(open("2026-11-23T08:29:59").0, "hours mailbox say2 start");
    assert_eq!(open("2026-11-23T18:00:00").0, "hours mailbox say2 start");
    assert_eq!(open("2026-12-25T10:00:00").0, "hours mailbox say2 start");
    // Every call of the plain engine at a moment stays within what is open, and calls at every moment together come everywhere.
    let mut passed = BTreeSet::new();
    for hour in 0..24 * 8 {
        let start = at("2026-11-20T00:30:00", "UTC") + TimeDelta::hours(hour);
        let open = all.open_at(start);
        let mut lab = lab.clone();
        lab.world.start = Some(start.naive_utc());
        for script in ["", "hang up"] {
            let (run, _) = lab.try_run(script);
            let places: BTreeSet<ActionId> =
                run.beats().iter().filter_map(|beat| beat.place).map(|place| place.action).collect();
            assert!(places.is_subset(&open.actions), "{start}: {places:?} and {open:?}");
            passed.extend(places);
        }
    }
    assert!(["say", "say2", "queue"].iter().all(|alias| passed.contains(&lab.ids[*alias])), "{passed:?}");
}

#[test]
fn where_a_variable_decides_every_branch_is_open() {
    let mut lab =
        Lab::new("start -> hours(office) -> say(Welcome) -> end; hours[closed] -> say2(Closed) -> end; rest -> end");
    set_params(&mut lab, "hours", r#"{"calendar": Item(Variable("customer.name"))}"#);
    let open = schedules(&lab).open_at(at("2026-11-23T10:00:00", "UTC"));
    assert_eq!((open.actions.len(), open.closed.len()), (4, 0));
}

#[test]
fn planned_productions_take_effect_in_their_order() {
    let mut lab = Lab::new("start -> hours(office) -> end; rest -> end");
    lab.project.settings.time_zone = "Europe/Paris".to_owned();
    let mut plan_version = |name: &str, at: &str, missed: Option<&str>| -> VersionId {
        let (id, _) = lab.add_version(lab.routing, name, Status::InDevelopment, "start -> week -> end; rest -> end");
        let version = Arc::make_mut(lab.project.versions.get_mut(&id).unwrap());
        version.info.planned = Some(Plan { at: at.parse().unwrap(), missed: missed.map(str::to_owned) });
        id
    };
    let spring = plan_version("Spring", "2027-03-01T06:00:00", None);
    let winter = plan_version("Winter", "2026-12-01T06:00:00", None);
    plan_version("Missed", "2026-11-30T06:00:00", Some("It was blocked."));
    let (project, routing) = (&lab.project, lab.routing);
    let utc = |text: &str| at(text, "UTC");
    let (from, until) = (utc("2026-11-01T00:00:00"), utc("2027-11-01T00:00:00"));
    // 06:00 in Paris is 05:00 UTC in winter.
    let changes = [(utc("2026-12-01T05:00:00"), winter), (utc("2027-03-01T05:00:00"), spring)];
    assert_eq!(plan::within(project, routing, from, until), changes);
    assert_eq!(plan::within(project, routing, changes[0].0, changes[1].0), changes[..1]);
    for (moment, version) in [
        ("2026-11-30T12:00:00", lab.version),
        ("2026-12-01T04:59:59", lab.version),
        ("2026-12-01T05:00:00", winter),
        ("2027-03-01T04:59:59", winter),
        ("2027-03-01T05:00:00", spring),
    ] {
        assert_eq!(plan::in_production_at(project, routing, utc(moment)), Some(version), "{moment}");
    }
    let (other, ..) = lab.add_routing("other2", signalbox::model::RoutingType::InteractionStart, "start -> end");
    assert_eq!(plan::within(&lab.project, other, from, until), []);
}

/// The shipped claims line over Christmas, by the hours in its file: Monday to Thursday 08:30–18:00, Friday to 17:00, 24 December to 12:00,
/// 25 December and 1 January closed.
#[test]
fn the_command_lists_the_hours_of_a_week_with_holidays() {
    let given = ["hours", "projects/claims_line.ron", "--routing", "claims"];
    let from = |day: &str, more: &[&str]| cli::signalbox(&[&given[..], &["--from", day], more].concat());
    let run = |more: &[&str]| from("2026-12-21", more);
    let done = run(&[]);
    assert_eq!(done.code, 0, "{}", done.err);
    let wanted = "7 days from Monday 21 December 2026, times of Europe/Paris

Claims line, version Autumn menu
  Opening hours
    Open
      Mon 21 Dec – Wed 23 Dec 2026  08:30–18:00
      Thu 24 Dec 2026               08:30–12:00
    Closed
      Mon 21 Dec – Wed 23 Dec 2026  00:00–08:30, 18:00–24:00
      Thu 24 Dec 2026               00:00–08:30, 12:00–24:00
      Fri 25 Dec – Sun 27 Dec 2026  all day
";
    assert_eq!(done.out, wanted);
    let bank_holidays = from("2026-12-25", &["--version", "Monday menu", "--days", "1"]);
    let line = "    Bank holidays\n      Fri 25 Dec 2026  all day\n";
    assert!(bank_holidays.out.contains(line), "{}{}", bank_holidays.out, bank_holidays.err);
    assert!(bank_holidays.out.contains("    Open\n      not in this time\n"), "{}", bank_holidays.out);
    let json: serde_json::Value = serde_json::from_str(&run(&["--json", "--days", "1"]).out).unwrap();
    let line = &json["versions"][0]["schedules"][0]["lines"][1];
    assert_eq!((&line["label"], &line["branch"]), (&"Closed".into(), &"closed".into()));
    assert_eq!(line["taken"][1]["from"], "2026-12-21T18:00:00+01:00");
    assert_eq!(line["taken"][1]["until"], "2026-12-22T00:00:00+01:00");
    for wrong in [&["--days", "0"][..], &["--days", "401"], &["--version", "nothing"]] {
        assert_eq!(run(wrong).code, 2, "{wrong:?}");
    }
    assert_eq!(from("tomorrow", &[]).code, 2);
    assert_eq!(cli::signalbox(&["hours", "nothing.ron"]).code, 2);
}

#[test]
fn the_command_follows_planned_productions_and_names_overlaps() {
    let mut lab = Lab::new("start -> schedule_branches -> end; rest -> end");
    set_params(&mut lab, "schedule_branches", DAY_AND_EVENING);
    let version = lab.flow_mut();
    version.info.digest = Some(signalbox::digest::digest(version));
    lab.project.settings.time_zone = "Europe/Paris".to_owned();
    let (winter, _) = lab.add_version(lab.routing, "Winter", Status::InDevelopment, "start -> end");
    let version = Arc::make_mut(lab.project.versions.get_mut(&winter).unwrap());
    version.info.planned = Some(Plan { at: "2026-11-24T06:00:00".parse().unwrap(), ..Plan::default() });
    lab.add_routing("after", signalbox::model::RoutingType::InteractionEnd, "start -> end");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("planned.ron");
    signalbox::storage::save(&path, &lab.project).unwrap();
    let path = path.to_str().unwrap();
    let done = cli::signalbox(&["hours", path, "--routing", "main", "--from", "2026-11-23", "--days", "2"]);
    let wanted = "2 days from Monday 23 November 2026, times of Europe/Paris

main, version v1, until Tuesday 24 November 2026, 06:00
  schedule_branches
    Day
      Mon 23 Nov 2026  08:00–18:00
    Evening
      Mon 23 Nov 2026  18:00–22:00
      Mon 23 Nov 2026  17:00–18:00, overlap: Day is taken
    Sunday
      not in this time
    Any other time (no schedule is open)
      Mon 23 Nov 2026  00:00–08:00, 22:00–24:00
      Tue 24 Nov 2026  00:00–06:00

main, version Winter, from Tuesday 24 November 2026, 06:00
  No action asks for the time.

main, version Winter: in production from Tuesday 24 November 2026, 06:00, as planned, if nothing blocks it.
";
    assert_eq!(done.out, wanted, "{}", done.err);
    let one = ["hours", path, "--routing", "main", "--version", "v1", "--from", "2026-11-23", "--days", "2", "--json"];
    let json: serde_json::Value = serde_json::from_str(&cli::signalbox(&one).out).unwrap();
    assert_eq!(json["versions"].as_array().unwrap().len(), 1);
    assert_eq!(json["versions"][0]["until"], "2026-11-25T00:00:00+01:00");
    let lines = &json["versions"][0]["schedules"][0]["lines"];
    assert_eq!(lines[1]["overlaps"][0]["taken"], "Day");
    assert_eq!(lines[1]["overlaps"][0]["from"], "2026-11-23T17:00:00+01:00");
    assert_eq!((&lines[3]["shows"], &lines[3]["branch"]), (&"gap".into(), &"other".into()));
    assert_eq!(json["planned"][0]["at"], "2026-11-24T06:00:00+01:00");
    assert_eq!(json["planned"][0]["version"], "Winter");
}
