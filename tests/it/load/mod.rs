//! Load runs against formulas, against an independent simulator, against the plain engine, and against cases worked by hand (spec: load §6).

mod by_hand;
mod chats;
mod formulas;
mod laws;
mod oracle;
mod presence;
mod queue_rules;
mod replay;
mod shipped;

use std::sync::Arc;

use signalbox::catalog::sample::SUPPORT;
use signalbox::load::Load;
use signalbox::load::sums::{PersonSums, QueueSums, Sums};
use signalbox::model::resource::{MaxEstimatedWait, MaxWaiting, Queue, QueueMember, ServiceLevel, User};
use signalbox::model::scenario::{Amount, AnswerMix, Arrivals, AtQueue, Pattern, Staff, Time};
use signalbox::model::{
    ActionId, EntryPointId, Named, Project, Resource, ResourceData, ResourceId, ResourceKind, Scenario, TestedAction,
};

use crate::support::Lab;

/// Within how many seconds the queue aims to answer.
const TARGET_S: u32 = 20;

/// A flow behind a telephone number, with a queue that lets everybody in and is as asked otherwise.
pub(crate) fn line(flow: &str, change: impl FnOnce(&mut Queue)) -> Project {
    let mut lab = Lab::new(flow).reached(None);
    let support = Arc::make_mut(lab.project.resources.get_mut(&SUPPORT).unwrap());
    let ResourceData::Queue(queue) = &mut support.data else { panic!("no queue") };
    queue.max_estimated_wait = MaxEstimatedWait::NoLimit;
    queue.max_waiting = MaxWaiting::NoLimit;
    queue.max_wait_s = 3_600;
    queue.wrap_up_s = 0;
    queue.service_level = Some(ServiceLevel { percent: 80, within_s: TARGET_S });
    change(queue);
    lab.project
}

pub(crate) const QUEUE: &str = "start -> queue(support) -> end; rest -> end";

/// The entry point of the laboratory.
fn number() -> Named<EntryPointId> {
    let project = line(QUEUE, |_| {});
    Named { id: project.entry_point_by_reference("number").unwrap().id, name: "number".to_owned() }
}

/// A mean of so many seconds.
fn exponential(mean_s: f64) -> Time {
    Time::Exponential(Amount::nearest(mean_s))
}

fn fixed(seconds: f64) -> Time {
    Time::Fixed(Amount::nearest(seconds))
}

/// So many arrive in each of so many half hours from Monday midnight on, and so many people serve them.
fn scenario(per_half_hour: f64, half_hours: usize, people: u32, handling: Time) -> Scenario {
    let all = vec![Amount::nearest(per_half_hour); half_hours];
    let week: Vec<Vec<Amount>> = all.chunks(48).map(<[Amount]>::to_vec).collect();
    Scenario {
        name: "A test".to_owned(),
        from: "2026-11-30".parse().unwrap(),
        days: u32::try_from(week.len()).unwrap(),
        arrivals: vec![Arrivals { entry_point: number(), pattern: Pattern::Poisson, week }],
        queues: vec![AtQueue {
            queue: Named { id: SUPPORT, name: String::new() },
            staff: Staff::People(people),
            handling: Some(handling),
            patience: None,
        }],
        replications: 20,
        seed: 2,
        ..Scenario::default()
    }
}

fn support(sums: &Sums) -> &QueueSums {
    &sums.queues[&SUPPORT]
}

/// What the people did who serve the support queue in the scenario.
fn of_staff(sums: &Sums) -> impl Iterator<Item = &PersonSums> {
    let last = line(QUEUE, |_| {}).last_id;
    sums.people.iter().filter(move |(who, _)| who.0 > last).map(|(_, sums)| sums)
}

/// Each contact is counted once.
fn assert_conserved(load: &Load) {
    for sums in load.replications.iter().chain([&load.total]) {
        let QueueSums { offered, answered, abandoned, timed_out, overflowed, left, .. } = support(sums);
        assert_eq!(*offered, answered + abandoned + timed_out + overflowed + left);
        assert_eq!(sums.contacts, sums.outcomes.values().sum::<u64>(), "{:?}", sums.outcomes);
    }
}

fn impatient(per_half_hour: f64, half_hours: usize, people: u32) -> Scenario {
    let mut asked = scenario(per_half_hour, half_hours, people, exponential(300.0));
    asked.queues[0].patience = Some(exponential(120.0));
    asked
}

/// Calls every minute, from half a minute on, for half an hour; a talk takes so many seconds, and one person takes them.
fn every_minute(handling_s: f64) -> Scenario {
    let mut asked = Scenario { replications: 1, ..scenario(30.0, 1, 1, fixed(handling_s)) };
    asked.arrivals[0].pattern = Pattern::Even;
    asked
}

/// What is answered to the menu of the laboratory.
fn to_menu(project: &Project, mix: &[(&str, u32)]) -> AnswerMix {
    let (routing, action): (_, ActionId) = project
        .versions
        .values()
        .find_map(|version| {
            let menu = version.flow.actions.values().find(|action| !action.params.rows("keys").is_empty())?;
            Some((version.info.routing, menu.id))
        })
        .unwrap();
    let action = TestedAction { routing, action, title: String::new() };
    AnswerMix { action, mix: mix.iter().map(|(text, share)| ((*text).to_owned(), *share)).collect() }
}

/// The queue beside the support queue.
fn other_queue(project: &Project) -> ResourceId {
    let mut queues = project.resources_of(ResourceKind::Queue).filter(|queue| queue.id != SUPPORT);
    queues.next().unwrap().id
}

/// A queue of a project, to change it.
fn queue_mut(project: &mut Project, id: ResourceId) -> &mut Queue {
    match &mut Arc::make_mut(project.resources.get_mut(&id).unwrap()).data {
        ResourceData::Queue(queue) => queue,
        other => panic!("{other:?} is no queue"),
    }
}

/// A user of a project, to change them.
fn user_mut(project: &mut Project, id: ResourceId) -> &mut User {
    match &mut Arc::make_mut(project.resources.get_mut(&id).unwrap()).data {
        ResourceData::User(user) => user,
        other => panic!("{other:?} is no user"),
    }
}

/// Gives a project so many more users.
fn add_people(project: &mut Project, count: usize) -> Vec<ResourceId> {
    let add = |number: usize| {
        project.last_id += 1;
        let id = ResourceId(project.last_id);
        let user = Resource {
            id,
            name: format!("Person {number}"),
            reference: format!("person_{number}"),
            description: String::new(),
            aliases: Vec::new(),
            data: ResourceData::User(User::default()),
        };
        project.resources.insert(id, Arc::new(user));
        id
    };
    (1..=count).map(add).collect()
}

/// Lets these people serve a queue, in this order.
fn set_members(project: &mut Project, queue: ResourceId, people: &[ResourceId]) {
    let members = people.iter().map(|who| QueueMember { who: *who, ..QueueMember::default() }).collect();
    queue_mut(project, queue).members = members;
}
