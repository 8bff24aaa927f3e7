//! Learning a scenario from past contacts: figures worked by hand, and files that are not what they should be.

use signalbox::load::learn::{Learned, learn};
use signalbox::model::scenario::{Amount, Time};
use signalbox::model::{Project, Scenario};
use signalbox::sim::Watch;
use signalbox::sim::behaviour::log;
use signalbox::storage;

use crate::cli::signalbox;

use super::{CLAIMS, QUEUE, line};

/// Two weeks from Monday, 2 November 2026 on.
const LOG: &str = "\
time,number,language,answers,outcome,handling_s,wait_s
2026-11-02 09:05,+331,fr,,Person,100,10
2026-11-02 09:29:59,+332,fr,,Person,200,20
2026-11-02 09:30,+333,,,Abandoned,,60
2026-11-09 09:10,+331,en,,Person,300,0
2026-11-09 23:59:59,,fr,,Person,,
2026-11-15 00:00,+333,fr,,Person,,
";

fn learned(project: &Project, text: &str) -> Result<Learned, String> {
    let rows = storage::csv::read(text.as_bytes(), &log::COLUMNS).map_err(|error| error.to_string())?;
    learn(project, &rows.rows, &rows.lines, "Learned", &Watch::default())
}

#[test]
fn what_is_learned_is_that_of_a_calculation_by_hand() {
    let project = line(QUEUE, |_| {});
    let Learned { scenario, notes } = learned(&project, LOG).unwrap();
    // From Monday, 2 to Sunday, 15: two of each weekday. Mondays 9:00: 2 and 1; 9:30: 1 and 0; 23:30: 0 and 1. Sundays 0:00: 0 and 1.
    let [arrivals] = scenario.arrivals.as_slice() else { panic!("{:?}", scenario.arrivals) };
    assert_eq!(arrivals.week.len(), 7);
    let at = |day: usize, half: usize| arrivals.week[day].get(half).copied().unwrap_or_default().number();
    assert_eq!([at(0, 18), at(0, 19), at(0, 47), at(6, 0)].map(|it| Amount::nearest(it).0), [150, 50, 50, 50]);
    assert_eq!(arrivals.week.iter().flatten().map(|it| it.0).sum::<u32>(), 300);
    assert!(arrivals.week[1].is_empty());
    // 100, 200 and 300: mean 200, standard deviation 100. All are in the one queue of the flow.
    let [queue] = scenario.queues.as_slice() else { panic!("{:?}", scenario.queues) };
    assert_eq!(queue.handling, Some(Time::Lognormal(Amount::whole(200), Amount::whole(100))));
    // 90 s of waits, and one who gave up.
    assert_eq!((scenario.patience, queue.patience), (Some(Time::Exponential(Amount::whole(90))), None));
    assert_eq!(scenario.customers.languages, [(String::new(), 1), ("en".to_owned(), 1), ("fr".to_owned(), 4)]);
    // Of five with a number, two have been there before.
    assert_eq!(scenario.customers.returning, 40);
    assert_eq!((scenario.from.to_string(), scenario.days), ("2026-11-16".to_owned(), 7));
    assert!(notes[0].contains("6 contacts, from 2026-11-02 to 2026-11-15"), "{notes:?}");
    signalbox::load::check(&project, &scenario).unwrap();
    // What is learned can be played.
    let load = signalbox::load::run(&project, &Scenario { replications: 2, ..scenario }).unwrap();
    assert!(load.total.contacts > 0);
}

#[test]
fn weekdays_that_come_more_often_are_divided_by_more() {
    let project = line(QUEUE, |_| {});
    // Monday to Monday: two Mondays, one of each other day.
    let found =
        learned(&project, "time\n2026-11-02 10:00\n2026-11-03 10:00\n2026-11-09 10:00\n2026-11-09 10:01\n").unwrap();
    let week = &found.scenario.arrivals[0].week;
    assert_eq!((week[0][20], week[1][20]), (Amount(150), Amount(100)));
    assert_eq!(found.scenario.patience, None);
}

#[test]
fn answers_belong_to_the_actions_that_ask() {
    let flow = "start -> menu(1 A, 2 B); menu[1] -> queue(support) -> end; menu[2] -> say(Bye) -> end; rest -> end";
    let project = line(flow, |_| {});
    let text = "time,answers,handling_s,outcome\n\
        2026-11-02 10:00,press 1,60,Person\n2026-11-02 10:05,press 1;agent answers,120,Person\n2026-11-02 10:10,press 2,,\n\
        2026-11-02 10:15,dance,,\n";
    let Learned { scenario, notes } = learned(&project, text).unwrap();
    let [mix] = scenario.answers.as_slice() else { panic!("{:?}", scenario.answers) };
    assert_eq!(mix.mix, [("press 1".to_owned(), 2), ("press 2".to_owned(), 1)]);
    assert!(mix.action.title_in(&project).is_some());
    let mean = scenario.queues[0].handling.unwrap().mean();
    assert_eq!(mean, Amount::whole(90));
    assert!(notes.iter().any(|it| it.starts_with("The answers of 1 of 4 contacts do not fit")), "{notes:?}");
    assert!(notes.iter().any(|it| it.contains("Line 5: ")), "{notes:?}");
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    let project = line(QUEUE, |_| {});
    let table = [
        ("time\n2026-11-02\nyesterday\n", "Line 3: \"yesterday\" is not a date and time"),
        ("sep=;\ntime;handling_s\n2026-11-02;-1\n", "Line 3: handling_s \"-1\" is not a number of seconds"),
        ("time,wait_s\n2026-11-02,NaN\n", "Line 2: wait_s \"NaN\""),
        ("time,wait_s\n2026-11-02,inf\n", "Line 2: wait_s \"inf\""),
        ("time,wait_s\n2026-11-02,1e300\n", "Line 2: wait_s \"1e300\""),
        ("time,entry_point\n2026-11-02,\"the\nmoon\"\n2026-11-02,mars\n", "Line 2: no entry point"),
        ("time,entry_point\n2026-11-02,none\n", "Line 2: no entry point"),
        ("time,number\n,1\n", "Line 2: \"\" is not a date and time"),
        ("time\n", "The file has no contact"),
    ];
    for (text, wanted) in table {
        let why = learned(&project, text).unwrap_err();
        assert!(why.starts_with(wanted), "{wanted}\n{why}");
    }
}

#[test]
fn hostile_files_never_panic() {
    let project = line(QUEUE, |_| {});
    let cells = [
        "",
        "2026-11-02",
        "9999-12-31T23:59:59",
        "0001-01-01",
        "2026-11-02T25:00",
        "-1",
        "1e5",
        "\u{0}",
        "\"",
        ";;;",
        "press 1;;",
        "number",
        "🦀🦀🦀",
        "2026-02-30",
        "2026-11-02T10:00:00+99:00",
        "86400",
        "Abandoned",
        "20261102T1000Z",
    ];
    let mut seed = 7_u64;
    let mut read = 0;
    for _ in 0..400 {
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).unwrap() % below
        };
        // Half of the cells are empty, and half of the times can be read.
        let mut cell = |place: usize| match (next(2), place) {
            (0, 0) => "2026-11-02".to_owned(),
            (0, _) => String::new(),
            _ => cells[next(cells.len())].to_owned(),
        };
        let rows: Vec<Vec<String>> = (0..3).map(|row| (0..row * 5).map(&mut cell).collect()).skip(1).collect();
        let lines: Vec<u64> = (0..u64::try_from(next(4)).unwrap()).collect();
        read += u32::from(learn(&project, &rows, &lines, "x", &Watch::default()).is_ok());
    }
    assert!(read > 5, "{read}");
}

#[test]
fn the_terminal_stores_what_is_learned_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(CLAIMS)).unwrap();
    let (project, log) = (folder.path().join("claims.ron"), folder.path().join("log.csv"));
    std::fs::write(&project, &text).unwrap();
    std::fs::write(
        &log,
        "time,entry_point,answers\n2026-11-02 09:05,claims_number,press 1\n2026-11-02 09:06,claims_number,press 2\n",
    )
    .unwrap();
    let (project, log) = (project.to_str().unwrap(), log.to_str().unwrap());
    let learn = |more: &[&str]| signalbox(&[&["load", project, "--learn", log], more].concat());
    let new = folder.path().join("new.ron");
    let new = new.to_str().unwrap();
    let done = learn(&["--name", "November", "-o", new]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("the scenario \"November\" is stored"), "{}", done.out);
    assert_eq!(std::fs::read_to_string(project).unwrap(), text);
    let found = storage::load(std::path::Path::new(new)).unwrap().0.project;
    let scenario = found.scenarios.values().find(|it| it.name == "November").unwrap();
    assert_eq!(scenario.arrivals[0].entry_point.name, "Claims number");
    assert!(!scenario.answers.is_empty(), "{scenario:?}");
    // A file that is there, and a name that is taken, stay.
    let again = learn(&["--name", "December", "-o", new]);
    assert!(again.code == 2 && again.err.contains("exists already"), "{}", again.err);
    let taken = learn(&["--name", "a busy monday", "-o", project]);
    assert!(taken.code == 2 && taken.err.contains("has a scenario"), "{}", taken.err);
    assert_eq!(std::fs::read_to_string(project).unwrap(), text);
    let own = learn(&["-o", project]);
    assert_eq!(own.code, 0, "{}", own.err);
    assert_eq!(storage::load(std::path::Path::new(project)).unwrap().0.project.scenarios.len(), 2);
    assert_eq!(signalbox(&["load", project, "--learn", log]).code, 2);
}
