//! Speed and memory of load runs, each with its bar, beside `SimPy` where Python has it: `cargo bench --bench load_runs`. `SIGNALBOX_PYTHON` names
//! another Python. With `--profile`, one queue is played for ten seconds on one core, for a profiler. A ratio of at most 1 keeps the bar.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a program of known small numbers"
)]

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use signalbox::catalog::sample::{self, SUPPORT};
use signalbox::load::{Load, run};
use signalbox::model::resource::{MaxEstimatedWait, MaxWaiting};
use signalbox::model::scenario::{Amount, Arrivals, AtQueue, Staff, Time};
use signalbox::model::{
    Action, ActionId, EntryPoint, EntryPointId, EntryPointKind, Flow, ItemRef, Link, Named, Project, ReachedStatus,
    ResourceData, Routing, RoutingId, Scenario, Status, Value, Version, VersionId, VersionInfo,
};

/// Contacts a second through one queue, one core (spec: load §2).
const BAR_PER_S: f64 = 400_000.0;
/// Milliseconds of a week of 100,000 contacts through the claims line.
const BAR_WEEK_MS: f64 = 1_000.0;
/// How often each measurement is made; the fastest counts.
const ROUNDS: usize = 5;
const CLAIMS: &str = "projects/claims_line.ron";

fn main() {
    let (project, queue) = (one_queue(), impatient(1, 200));
    if std::env::args().any(|argument| argument == "--profile") {
        let until = Instant::now() + Duration::from_secs(10);
        while Instant::now() < until {
            on(1, &|| drop(black_box(run(&project, &queue))));
        }
        return;
    }
    println!("{:<54} {:>9} {:>11} {:>11} {:>6}", "", "least ms", "contacts/s", "actions/s", "ratio");
    let claims: Project = signalbox::storage::load(Path::new(CLAIMS)).unwrap().0.project;
    let monday: &Scenario = claims.scenarios.values().next().unwrap();
    let speed = measured("M/M/c+M, one core", 1, &project, &queue, Some(BAR_PER_S));
    measured("M/M/c+M, two cores, two replications", 2, &project, &impatient(2, 200), None);
    measured("the busy Monday of the claims line, one core", 1, &claims, monday, None);
    measured("the busy Monday of the claims line, two cores", 2, &claims, monday, None);
    let week = week(monday);
    let (ms, load) = least_ms(1, &claims, &week);
    let words = format!("a week of {} contacts through the claims line", load.total.contacts);
    println!("{words:<54} {ms:>9.1} {:>11} {:>11} {:>6.2}", "", "", ms / BAR_WEEK_MS);
    memory(&project);
    beside_simpy(speed);
}

/// Plays a scenario on so many cores, and prints how fast that is. Contacts a second.
fn measured(words: &str, cores: usize, project: &Project, scenario: &Scenario, bar: Option<f64>) -> f64 {
    let (ms, load) = least_ms(cores, project, scenario);
    let actions: u64 = load.total.passages.values().map(|it| it.count).sum();
    let per_s = |count: u64| count as f64 / ms * 1_000.0;
    let ratio = bar.map(|bar| format!("{:.2}", bar / per_s(load.total.contacts))).unwrap_or_default();
    println!("{words:<54} {ms:>9.1} {:>11.0} {:>11.0} {ratio:>6}", per_s(load.total.contacts), per_s(actions));
    per_s(load.total.contacts)
}

fn on(cores: usize, work: &(dyn Fn() + Sync)) {
    rayon::ThreadPoolBuilder::new().num_threads(cores).build().expect("threads").install(work);
}

/// The least time of several rounds, in milliseconds, and what came of it.
fn least_ms(cores: usize, project: &Project, scenario: &Scenario) -> (f64, Load) {
    let load = run(project, scenario).expect("the scenario can be played");
    let round = |_| {
        let began = Instant::now();
        on(cores, &|| drop(black_box(run(project, scenario))));
        began.elapsed().as_secs_f64() * 1_000.0
    };
    ((0..ROUNDS).map(round).fold(f64::MAX, f64::min), load)
}

/// How much more memory ten times the contacts take.
#[allow(clippy::disallowed_methods, reason = "no file: a switch of the system")]
fn memory(project: &Project) {
    let most_kb = |half_hours: usize| {
        // From now on, the most that is in use is counted anew.
        std::fs::write("/proc/self/clear_refs", "5").ok()?;
        on(1, &|| drop(black_box(run(project, &impatient(1, half_hours)))));
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().trim_end_matches(" kB").parse::<f64>().ok()
    };
    let words = "most memory, 15,000 contacts and 150,000";
    match (most_kb(50), most_kb(500)) {
        (Some(few), Some(many)) => {
            println!("{words:<54} {:>6.1} MB {:>8.1} MB, {:.2} times", few / 1_024.0, many / 1_024.0, many / few);
        }
        _ => println!("{words:<54} skipped: it is read on Linux only"),
    }
}

/// The same queue in `SimPy`, in the same minute.
fn beside_simpy(speed: f64) {
    let python = std::env::var("SIGNALBOX_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let found = Command::new(python).args(["tests/oracle/load_runs.py", "--speed"]).output();
    let per_s = found.ok().and_then(|output| String::from_utf8(output.stdout).ok()?.trim().parse::<f64>().ok());
    match per_s {
        Some(per_s) => {
            println!("{:<54} {:>9} {per_s:>11.0}, {:.0} times slower", "M/M/c+M in SimPy", "", speed / per_s);
        }
        None => println!("{:<54} skipped: there is no Python with SimPy", "M/M/c+M in SimPy"),
    }
}

/// Ten a minute, for so many half hours; 48 people, talks of 300 s, patience of 120 s.
fn impatient(replications: u32, half_hours: usize) -> Scenario {
    let halves = vec![Amount::whole(300); half_hours];
    let week: Vec<Vec<Amount>> = halves.chunks(48).map(<[Amount]>::to_vec).collect();
    let days = u32::try_from(week.len()).unwrap();
    // A week has seven days; a longer time is so many weeks of seven such days.
    let week = if week.len() > 7 { vec![vec![Amount::whole(300); 48]; 7] } else { week };
    let entry_point = Named { id: EntryPointId(900), name: "Number".to_owned() };
    Scenario {
        name: "M/M/c+M".to_owned(),
        from: "2026-11-30".parse().unwrap(),
        days,
        arrivals: vec![Arrivals { entry_point, week, ..Arrivals::default() }],
        queues: vec![AtQueue {
            queue: Named { id: SUPPORT, name: String::new() },
            staff: Staff::People(48),
            handling: Some(Time::Exponential(Amount::whole(300))),
            patience: Some(Time::Exponential(Amount::whole(120))),
        }],
        replications,
        ..Scenario::default()
    }
}

/// The Monday on seven days, with so many more callers and people that 100,000 call.
fn week(monday: &Scenario) -> Scenario {
    let mut asked = Scenario { days: 7, replications: 1, retries: None, ..monday.clone() };
    for arrivals in &mut asked.arrivals {
        let day = arrivals.week[0].clone();
        arrivals.week = vec![day; 7];
    }
    let percent = 100_000.0 / signalbox::load::contacts(&asked) * 100.0;
    asked.percent = percent.round() as u32;
    asked.queues[0].staff = Staff::People(8 * asked.percent / 100);
    asked
}

/// Start and a queue that lets everybody in, behind a number.
fn one_queue() -> Project {
    let mut project = sample::project();
    project.last_id = 1_000;
    if let ResourceData::Queue(queue) = &mut Arc::make_mut(project.resources.get_mut(&SUPPORT).unwrap()).data {
        (queue.max_waiting, queue.max_estimated_wait) = (MaxWaiting::NoLimit, MaxEstimatedWait::NoLimit);
        queue.max_wait_s = 3_600;
    }
    let mut flow = Flow::blank(ActionId(1));
    let mut start = Action::new(ActionId(1), "start");
    start.links.insert("ok".to_owned(), Link::To(ActionId(2)));
    let mut queue = Action::new(ActionId(2), "to_queue");
    queue.params.0.insert("queue".to_owned(), Value::Item(ItemRef::Item(SUPPORT.0)));
    for action in [start, queue] {
        flow.actions.insert(action.id, Arc::new(action));
    }
    let (routing, version) = (RoutingId(901), VersionId(902));
    let name = "One queue".to_owned();
    let reference = "one_queue".to_owned();
    let kind = signalbox::model::RoutingType::InteractionStart;
    let of = Routing { id: routing, name, reference, kind, last_action: ActionId(2), ..Routing::default() };
    project.routings.insert(routing, Arc::new(of));
    let info = VersionInfo { routing, name: "Live".to_owned(), status: Status::InProduction, ..VersionInfo::default() };
    project.versions.insert(version, Arc::new(Version { id: version, info, flow }));
    let point = EntryPoint {
        id: EntryPointId(900),
        name: "Number".to_owned(),
        reference: "number".to_owned(),
        kind: EntryPointKind::SourceNumber,
        assigned: Some((routing, ReachedStatus::InProduction)),
        ..EntryPoint::default()
    };
    project.entry_points.insert(point.id, Arc::new(point));
    project
}
