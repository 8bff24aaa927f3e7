//! What is made of load runs: comparisons, staffing, the fair-share audit, learning from past contacts, and reports (spec: load §3–§5).

mod audit;
mod compare;
mod learn;
mod report;
mod staffing;

use signalbox::catalog::sample::SUPPORT;
use signalbox::model::scenario::{Amount, Arrivals, AtQueue, Pattern, Staff, Time};
use signalbox::model::{Named, Project, Scenario};

use crate::load::{QUEUE, line};

const CLAIMS: &str = "projects/claims_line.ron";

/// So many arrive in each of the half hours from Monday midnight on, and so many people serve them, for four minutes on average.
fn scenario(project: &Project, per_half_hour: &[f64], people: u32) -> Scenario {
    let entry_point = Named { id: project.entry_point_by_reference("number").unwrap().id, name: String::new() };
    let week = vec![per_half_hour.iter().map(|count| Amount::nearest(*count)).collect()];
    Scenario {
        name: "A test".to_owned(),
        from: "2026-11-30".parse().unwrap(),
        arrivals: vec![Arrivals { entry_point, pattern: Pattern::Poisson, week }],
        queues: vec![AtQueue {
            queue: Named { id: SUPPORT, name: String::new() },
            staff: Staff::People(people),
            handling: Some(Time::Exponential(Amount::whole(240))),
            patience: None,
        }],
        replications: 20,
        seed: 2,
        ..Scenario::default()
    }
}
