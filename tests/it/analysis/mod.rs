//! What is made of load runs: comparisons, staffing, the fair-share audit, learning from past contacts, and reports (spec: load §3–§5).

mod audit;
mod compare;
mod learn;
mod report;
mod staffing;

use std::sync::Arc;

use signalbox::catalog::sample::SUPPORT;
use signalbox::model::resource::{MaxEstimatedWait, MaxWaiting, Queue, ServiceLevel};
use signalbox::model::scenario::{Amount, Arrivals, AtQueue, Pattern, Staff, Time};
use signalbox::model::{Named, Project, ResourceData, Scenario};

use crate::support::Lab;

const QUEUE: &str = "start -> queue(support) -> end; rest -> end";

const CLAIMS: &str = "projects/claims_line.ron";

/// A flow behind a telephone number, with a queue that lets everybody in, answers 80 % within 20 s and is as asked otherwise.
fn line(flow: &str, change: impl FnOnce(&mut Queue)) -> Project {
    let mut lab = Lab::new(flow).reached(None);
    let support = Arc::make_mut(lab.project.resources.get_mut(&SUPPORT).unwrap());
    let ResourceData::Queue(queue) = &mut support.data else { panic!("no queue") };
    queue.max_estimated_wait = MaxEstimatedWait::NoLimit;
    queue.max_waiting = MaxWaiting::NoLimit;
    queue.max_wait_s = 3_600;
    queue.wrap_up_s = 0;
    queue.service_level = Some(ServiceLevel { percent: 80, within_s: 20 });
    change(queue);
    lab.project
}

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
