//! Load runs against a simulator that shares no code with them: `tests/oracle/load_runs.py`, whose figures are in
//! `tests/data/load_oracle.csv`. Each scenario here is the one of the same name there (spec: load §6).

use std::collections::BTreeMap;

use signalbox::catalog::sample::SUPPORT;
use signalbox::load::sums::{Sums, share};
use signalbox::load::{Load, run};
use signalbox::model::resource::{MaxWaiting, QueueStrategy};
use signalbox::model::scenario::{AtQueue, Customers, Staff, Time};
use signalbox::model::{Named, Project, ResourceId, Scenario};

use super::{QUEUE, add_people, exponential, fixed, line, other_queue, queue_mut, scenario, user_mut};
use crate::support::cases;

const FIGURES: &str = include_str!("../../data/load_oracle.csv");

/// A scenario on its project, and the people whose contacts are compared, one by one.
struct Shared {
    project: Project,
    asked: Scenario,
    people: Vec<ResourceId>,
}

/// So many customers an hour for four hours, and who serves a queue, how long talks last, and patience.
fn of(project: Project, per_hour: f64, queues: Vec<AtQueue>) -> Shared {
    let asked = scenario(per_hour / 2.0, 8, 1, exponential(1.0));
    let replications = u32::try_from(10 * cases(1).min(60)).unwrap();
    Shared { project, asked: Scenario { queues, replications, ..asked }, people: Vec::new() }
}

fn at(queue: ResourceId, staff: Staff, handling: Time, patience: Option<f64>) -> AtQueue {
    let queue = Named { id: queue, name: String::new() };
    AtQueue { queue, staff, handling: Some(handling), patience: patience.map(exponential) }
}

/// The members of a queue are new people, so many.
fn given_people(project: &mut Project, queues: &[ResourceId], count: usize) -> Vec<ResourceId> {
    let people = add_people(project, count);
    for queue in queues {
        super::set_members(project, *queue, &people);
    }
    people
}

fn skills() -> Shared {
    let flow = r#"start -> share(french 30, any 70); share[any] -> queue2(support) -> end; rest -> end
        share[french] -> queue1(support){"skills": Rows([(id: 1, cells: {"skill": Text("French"), "level": Int(2)})])} -> end"#;
    let mut project = line(flow, |_| {});
    let people = given_people(&mut project, &[SUPPORT], 6);
    for who in &people[..2] {
        user_mut(&mut project, *who).skills = [("French".to_owned(), 3)].into();
    }
    let queues = vec![at(SUPPORT, Staff::Members, exponential(180.0), Some(300.0))];
    Shared { people, ..of(project, 100.0, queues) }
}

/// Two queues after a share of the customers, which the same four people serve.
fn two_queues(flow: &str, weights: [u8; 2]) -> (Project, ResourceId) {
    let mut project = line(flow, |queue| queue.weight = weights[0]);
    let other = other_queue(&project);
    *queue_mut(&mut project, other) = queue_mut(&mut project, SUPPORT).clone();
    queue_mut(&mut project, other).weight = weights[1];
    given_people(&mut project, &[SUPPORT, other], 4);
    (project, other)
}

fn priorities() -> Shared {
    let flow = r#"start -> share(urgent 30, usual 70); share[urgent] -> queue1(support){"priority": Int(8)} -> end
        share[usual] -> queue2(sales) -> end; rest -> end"#;
    let (project, other) = two_queues(flow, [1, 100]);
    let of_each = |queue| at(queue, Staff::Members, exponential(120.0), Some(240.0));
    of(project, 130.0, vec![of_each(SUPPORT), of_each(other)])
}

fn weights() -> Shared {
    let flow =
        "start -> share(a 50, b 50); share[a] -> queue1(support) -> end; share[b] -> queue2(sales) -> end; rest -> end";
    let (project, other) = two_queues(flow, [80, 20]);
    let first = at(SUPPORT, Staff::Members, exponential(120.0), Some(240.0));
    of(project, 100.0, vec![first, at(other, Staff::Members, exponential(180.0), Some(200.0))])
}

fn overflow() -> Shared {
    let flow = "start -> queue1(support) -> end; queue1[overflow] -> queue2(sales) -> end; rest -> end";
    let (mut project, other) = two_queues(flow, [50, 50]);
    queue_mut(&mut project, SUPPORT).max_waiting = MaxWaiting::Count(2);
    let first = at(SUPPORT, Staff::People(3), exponential(150.0), Some(300.0));
    of(project, 110.0, vec![first, at(other, Staff::People(2), exponential(200.0), Some(120.0))])
}

fn group() -> Shared {
    let flow = r#"start -> queue{"to": Text("group"), "group": Item(Reference("all_desks"))} -> end; rest -> end"#;
    let (mut project, other) = two_queues(flow, [50, 50]);
    queue_mut(&mut project, SUPPORT).max_waiting = MaxWaiting::Count(4);
    queue_mut(&mut project, other).max_waiting = MaxWaiting::Count(1);
    let first = at(SUPPORT, Staff::People(4), exponential(180.0), Some(240.0));
    of(project, 100.0, vec![first, at(other, Staff::People(2), exponential(180.0), Some(240.0))])
}

fn wrap_up() -> Shared {
    let project = line(QUEUE, |queue| queue.wrap_up_s = 60);
    of(project, 110.0, vec![at(SUPPORT, Staff::People(5), exponential(120.0), Some(180.0))])
}

fn returning() -> Shared {
    let flow = r#"start -> queue(support){"preferred": Text("last")} -> end; rest -> end"#;
    let mut project = line(flow, |queue| queue.strategy = QueueStrategy::Linear);
    let people = given_people(&mut project, &[SUPPORT], 5);
    let mut shared = of(project, 90.0, vec![at(SUPPORT, Staff::Members, exponential(150.0), Some(240.0))]);
    shared.asked.customers = Customers { returning: 50, ..Customers::default() };
    Shared { people, ..shared }
}

fn fixed_talks() -> Shared {
    of(line(QUEUE, |_| {}), 64.0, vec![at(SUPPORT, Staff::People(4), fixed(180.0), None)])
}

#[allow(clippy::cast_precision_loss, reason = "counts of a replication")]
fn figure(load: &Load, shared: &Shared, sums: &Sums, what: &str) -> f64 {
    let (of, what) = what.rsplit_once(' ').unwrap();
    if let Some(number) = of.strip_prefix("person ") {
        let who = shared.people[number.parse::<usize>().unwrap() - 1];
        return sums.people.get(&who).map_or(0, |it| it.contacts) as f64;
    }
    let id = if of == "support" { SUPPORT } else { other_queue(&shared.project) };
    let Some(queue) = sums.queues.get(&id) else { return 0.0 };
    match what {
        "offered" => queue.offered as f64,
        "answered" => queue.answered as f64,
        "abandoned" => queue.abandoned as f64,
        "overflowed" => queue.overflowed as f64,
        "waited" => queue.waited as f64,
        "wait_s" => queue.mean_wait_s().unwrap_or(0.0),
        "level" => share(queue.within_target, queue.offered).unwrap_or(0.0),
        "occupancy" => sums.occupancy(&load.queues[&id]).unwrap(),
        other => panic!("{other}"),
    }
}

/// Each figure of a scenario is within 4 standard errors of that of the other simulator.
fn agrees(name: &str, shared: &Shared) {
    let mut rows = BTreeMap::new();
    for row in csv::Reader::from_reader(FIGURES.as_bytes()).records().map(Result::unwrap) {
        if &row[0] == name {
            let number = |place: usize| row[place].parse::<f64>().unwrap();
            rows.insert(row[1].to_owned(), (number(2), number(3), number(4)));
        }
    }
    assert!(rows.len() >= 8, "{name} is not in the file");
    let found = run(&shared.project, &shared.asked).unwrap();
    let count = f64::from(shared.asked.replications);
    let mut wrong = Vec::new();
    for (what, (wanted, error, replications)) in rows {
        let values: Vec<f64> = found.replications.iter().map(|sums| figure(&found, shared, sums, &what)).collect();
        let mean = values.iter().sum::<f64>() / count;
        let own = (values.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / (count - 1.0) / count).sqrt();
        // Few replications of skewed waits say little of their own spread, so that of many counts as well.
        let own = own.max(error * (replications / count).sqrt());
        println!("{name}, {what}: {mean:.4} ± {own:.4}, the other {wanted:.4} ± {error:.4}");
        if (mean - wanted).abs() > 4.0 * own.hypot(error) + 1e-5 * wanted.abs() {
            wrong.push(format!("{what}: {mean:.4} ± {own:.4}, not {wanted:.4} ± {error:.4}"));
        }
    }
    assert!(wrong.is_empty(), "{name}\n{}", wrong.join("\n"));
}

#[test]
fn skills_are_those_of_the_other_simulator() {
    agrees("skills", &skills());
}

#[test]
fn priorities_are_those_of_the_other_simulator() {
    agrees("priorities", &priorities());
}

#[test]
fn weights_of_queues_are_those_of_the_other_simulator() {
    agrees("weights", &weights());
}

#[test]
fn overflow_to_a_second_queue_is_that_of_the_other_simulator() {
    agrees("overflow", &overflow());
}

#[test]
fn a_distribution_group_is_that_of_the_other_simulator() {
    agrees("group", &group());
}

#[test]
fn work_after_talks_is_that_of_the_other_simulator() {
    agrees("wrap_up", &wrap_up());
}

#[test]
fn returning_customers_are_those_of_the_other_simulator() {
    agrees("returning", &returning());
}

#[test]
fn fixed_talks_of_several_people_wait_as_in_the_other_simulator() {
    agrees("fixed_talks", &fixed_talks());
}
