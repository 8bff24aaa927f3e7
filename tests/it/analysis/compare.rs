//! Two load runs against each other: intervals worked by hand, and what is better.

use signalbox::catalog::sample::SUPPORT;
use signalbox::load::compare::{Comparison, Line, Measure, Side, Verdict, compare};
use signalbox::load::sums::Sums;
use signalbox::load::{Load, run};
use signalbox::model::Scenario;

use crate::cli::signalbox;

use super::{CLAIMS, QUEUE, line, scenario};

/// A load run in which so many of ten were answered and gave up in each replication.
fn of_shares(shares: &[(u64, u64)]) -> Load {
    let project = line(QUEUE, |_| {});
    let asked = Scenario { replications: u32::try_from(shares.len()).unwrap(), ..scenario(&project, &[9.0], 3) };
    let mut load = run(&project, &asked).unwrap();
    for (sums, (answered, gave_up)) in load.replications.iter_mut().zip(shares) {
        *sums = Sums::default();
        let queue = sums.queues.entry(SUPPORT).or_default();
        (queue.offered, queue.answered, queue.abandoned) = (10, *answered, *gave_up);
        (sums.contacts, sums.outcomes) = (10, [("Person", *answered), ("Abandoned", *gave_up)].into());
    }
    load.total = Sums::default();
    load.replications.iter().for_each(|sums| load.total.add(sums));
    load
}

fn against(one: &Load, other: &Load, seeds: (u64, u64)) -> Comparison {
    compare(Side { name: "One", load: one, seed: seeds.0 }, Side { name: "Other", load: other, seed: seeds.1 })
}

fn of(found: &Comparison, measure: Measure) -> Line {
    found.lines.iter().find(|line| line.measure == measure).cloned().unwrap()
}

#[test]
fn intervals_are_those_of_a_calculation_by_hand() {
    let one = of_shares(&[(8, 2), (6, 4), (7, 3)]);
    let other = of_shares(&[(9, 1), (8, 2), (7, 3)]);
    // Pairs differ by 0.1, 0.2, 0: mean 0.1, spread 0.1, and 4.3027 · 0.1/√3 = 0.2484.
    let paired = against(&one, &other, (7, 7));
    let answered = of(&paired, Measure::Answered);
    assert!(paired.is_paired);
    assert!((answered.one - 0.7).abs() < 1e-9 && (answered.other - 0.8).abs() < 1e-9);
    assert!((answered.difference - 0.1).abs() < 1e-9 && (answered.half.unwrap() - 0.2484).abs() < 5e-5, "{answered:?}");
    assert_eq!(answered.verdict, Verdict::NoDifferenceSeen);
    assert_eq!(answered.words(), "answered: 70.0 % → 80.0 % (+10.0 points ± 24.8 points), no difference seen");
    // Both have a spread of 0.1: four degrees of freedom, and 2.7764 · √(2 · 0.01/3) = 0.2267.
    let apart = against(&one, &other, (7, 8));
    let answered = of(&apart, Measure::Answered);
    assert!(!apart.is_paired && (answered.half.unwrap() - 0.2267).abs() < 5e-5, "{answered:?}");
    // A replication less, or a load run that was stopped: no pairs.
    assert!(!against(&one, &of_shares(&[(8, 2), (6, 4)]), (7, 7)).is_paired);
    let stopped = Load { is_partial: true, ..other.clone() };
    assert!(!against(&one, &stopped, (7, 7)).is_paired);
    // Always 0.1 more: more answered is better, more who give up is worse.
    let more = of_shares(&[(9, 3), (7, 5), (8, 4)]);
    let found = against(&one, &more, (7, 7));
    let verdicts = [Measure::Answered, Measure::GaveUp, Measure::Offered, Measure::Outcome("Person")];
    let verdicts = verdicts.map(|measure| of(&found, measure).verdict);
    assert_eq!(verdicts, [Verdict::Better, Verdict::Worse, Verdict::NoDifferenceSeen, Verdict::Better]);
    assert_eq!(of(&against(&more, &one, (7, 7)), Measure::Outcome("Abandoned")).verdict, Verdict::Better);
    // One replication says nothing of chance.
    let single = against(&of_shares(&[(1, 9)]), &of_shares(&[(9, 1)]), (7, 7));
    assert_eq!(of(&single, Measure::Answered).half, None);
    assert_eq!(of(&single, Measure::Answered).verdict, Verdict::NoDifferenceSeen);
    assert!(of(&single, Measure::Answered).words().contains("too few replications"));
}

#[test]
fn one_person_more_is_seen_on_the_same_contacts() {
    let project = line(QUEUE, |_| {});
    let of_people = |people| run(&project, &scenario(&project, &[40.0, 40.0], people)).unwrap();
    let (few, more) = (of_people(6), of_people(7));
    let paired = against(&few, &more, (2, 2));
    for measure in [Measure::MeanWait, Measure::Wait90, Measure::ServiceLevel] {
        assert_eq!(of(&paired, measure).verdict, Verdict::Better, "{measure:?}");
        // The same contacts: what differs is the person alone.
        assert!(of(&paired, measure).half < of(&against(&few, &more, (2, 3)), measure).half, "{measure:?}");
    }
    assert_eq!(of(&paired, Measure::Offered).difference.to_bits(), 0.0_f64.to_bits());
    assert_eq!(of(&paired, Measure::Occupancy).verdict, Verdict::Different);
    assert!(of(&paired, Measure::Occupancy).difference < 0.0);
}

#[test]
fn scenarios_without_a_difference_are_seldom_called_different() {
    // Two load runs on other contacts: of 40 pairs, each with an error of 5 % in a verdict, more than 7 come in one of 300 times.
    let project = line(QUEUE, |_| {});
    let of_seed = |seed| run(&project, &Scenario { seed, replications: 8, ..scenario(&project, &[20.0], 4) }).unwrap();
    let loads: Vec<Load> = (1..=80).map(of_seed).collect();
    let wrong = loads.chunks(2).filter(|pair| {
        of(&against(&pair[0], &pair[1], (1, 2)), Measure::MeanWait).verdict != Verdict::NoDifferenceSeen
    });
    let wrong = wrong.count();
    assert!(wrong <= 7, "{wrong}");
}

#[test]
fn the_terminal_compares_a_scenario_with_what_if() {
    let done = signalbox(&["load", CLAIMS, "--percent", "130", "--json"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let found: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(found["is_paired"], true);
    assert_eq!(found["names"][1], "arrivals 130 %");
    let lines = found["lines"].as_array().unwrap();
    let waits = lines.iter().find(|line| line["measure"] == "MeanWait").unwrap();
    assert_eq!(waits["verdict"], "Worse", "{waits}");
    let told = signalbox(&["load", CLAIMS, "--percent", "130"]).out;
    assert!(told.contains("A busy Monday → arrivals 130 %: 20 replications of each, on the same contacts"), "{told}");
    let people = signalbox(&["load", CLAIMS, "--without", "nobody"]);
    assert!(people.code == 2 && people.err.contains("There is no user \"nobody\""), "{}", people.err);
    let version = signalbox(&["load", CLAIMS, "--compare-version", "claims/Monday menu"]);
    assert!(
        version.code == 0 && version.out.contains("A busy Monday → version \"Monday menu\""),
        "{} {}",
        version.out,
        version.err
    );
}
