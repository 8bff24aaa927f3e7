//! Staffing: what is found meets the target, one less anywhere misses it, and the formula is near.

use std::sync::Arc;

use signalbox::catalog::sample::SUPPORT;
use signalbox::load::staffing::{QueueStaff, staffing};
use signalbox::load::{Control, Load, run};
use signalbox::model::scenario::{Amount, Staff, Time};
use signalbox::model::{Project, Scenario, ScenarioId};
use signalbox::storage;

use crate::cli::signalbox;

use super::{CLAIMS, QUEUE, line, scenario};

const ARRIVALS: [f64; 5] = [8.0, 30.0, 50.0, 20.0, 3.0];

fn asked(project: &Project) -> Scenario {
    let mut asked = scenario(project, &ARRIVALS, 5);
    asked.patience = Some(Time::Exponential(Amount::whole(120)));
    asked
}

fn found(project: &Project, scenario: &Scenario, shift: Option<usize>) -> QueueStaff {
    let found = staffing(project, scenario, shift, &Control::default()).unwrap();
    assert!(found.is_smallest && found.without_target.is_empty());
    let [queue] = found.queues.try_into().unwrap();
    queue
}

/// The share answered in time in each half hour, played with so many people.
fn levels(project: &Project, scenario: &Scenario, counts: &[u32]) -> Vec<f64> {
    let mut scenario = scenario.clone();
    scenario.queues[0].staff = Staff::EachHalfHour(counts.to_vec());
    let load: Load = run(project, &scenario).unwrap();
    (0..5).map(|half| load.total.halves[&(SUPPORT, half)].service_level().unwrap()).collect()
}

#[test]
fn the_target_is_met_and_one_less_anywhere_misses_it() {
    let project = line(QUEUE, |_| {});
    let asked = asked(&project);
    let found = found(&project, &asked, None);
    let counts: Vec<u32> = found.halves.iter().map(|half| half.people).collect();
    assert_eq!(counts.len(), 5);
    let played = levels(&project, &asked, &counts);
    assert!(played.iter().all(|level| *level >= 0.8), "{played:?}");
    let told: Vec<f64> = found.halves.iter().map(|half| half.level.unwrap()).collect();
    assert_eq!(told, played);
    for half in 0..5 {
        let mut less = counts.clone();
        less[half] -= 1;
        let played = levels(&project, &asked, &less);
        assert!(played.iter().any(|level| *level < 0.8), "{half} {counts:?} {played:?}");
    }
    // The formula knows nothing of the half hours before; it is off by one at most where the line is short.
    for half in &found.halves {
        assert!(half.people.abs_diff(half.by_formula) <= 1, "{half:?}");
    }
    let one_less: Vec<u32> = counts.iter().map(|count| count - 1).collect();
    let missed: Vec<usize> =
        (0..).zip(levels(&project, &asked, &one_less)).filter(|it| it.1 < 0.8).map(|it| it.0).collect();
    assert_eq!(found.missed_with_one_less().collect::<Vec<_>>(), missed);
    assert!(!missed.is_empty());
}

#[test]
fn the_work_after_a_talk_counts_as_handling() {
    let project = line(QUEUE, |queue| queue.wrap_up_s = 120);
    let asked = asked(&project);
    let found = found(&project, &asked, None);
    assert!((found.handling_s - 360.0).abs() < 1e-9 && found.patience_s == Some(120.0));
    assert!(found.halves.iter().all(|half| half.people.abs_diff(half.by_formula) <= 1), "{:?}", found.halves);
}

#[test]
fn shifts_are_as_long_as_asked_and_meet_the_target() {
    let project = line(QUEUE, |_| {});
    let asked = asked(&project);
    let alone = found(&project, &asked, None);
    let found = found(&project, &asked, Some(4));
    assert!(found.shifts.iter().all(|shift| shift.to - shift.from >= 4), "{:?}", found.shifts);
    for half in &found.halves {
        let there: u32 =
            found.shifts.iter().filter(|it| (it.from..it.to).contains(&half.half)).map(|it| it.people).sum();
        assert_eq!(half.people, there);
        let needed = alone.halves.iter().find(|it| it.half == half.half).map_or(0, |it| it.people);
        assert!(there >= needed, "{half:?}");
    }
    assert!(found.is_met_always());
}

#[test]
fn what_cannot_be_staffed_is_said() {
    let project = line(QUEUE, |queue| queue.service_level = None);
    let why = staffing(&project, &asked(&project), None, &Control::default()).unwrap_err();
    assert!(why.contains("No queue has a service level to aim at"), "{why}");
    let wrong = signalbox(&["load", CLAIMS, "--shift", "4"]);
    assert_eq!(wrong.code, 2);
    let both = signalbox(&["load", CLAIMS, "--staffing", "--percent", "120"]);
    assert_eq!(both.code, 2);
}

#[test]
fn the_terminal_lists_people_and_shifts() {
    let mut project = line(QUEUE, |_| {});
    let asked = Scenario { id: ScenarioId(9_999), replications: 4, ..scenario(&project, &[8.0, 30.0], 3) };
    project.scenarios.insert(asked.id, Arc::new(asked));
    project.last_id = 9_999;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("project.ron");
    storage::save(&path, &project).unwrap();
    let done = signalbox(&["load", path.to_str().unwrap(), "--staffing", "--shift", "3"]);
    assert_eq!(done.code, 0, "{}", done.err);
    for wanted in [
        ": 80 % within 20 s, with 240 s of work for each contact",
        "by Erlang C",
        "  00:30     ",
        "  shift 00:00–01:30: ",
        "  If one is ill, these half hours miss the target: ",
        "Before the shifts: one person less in any half hour misses a target (",
    ] {
        assert!(done.out.contains(wanted), "{wanted}\n{}", done.out);
    }
}
