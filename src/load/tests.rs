//! What holds after every event of a replication: nobody is lost or counted twice, and nobody waits while somebody is free for them (spec:
//! load §6).

use std::sync::Arc;

use super::*;
use crate::catalog::sample::{self, SUPPORT};
use crate::model::resource::{MaxEstimatedWait, MaxWaiting, NoUserStrategy};
use crate::model::scenario::{Amount, Arrivals, AtQueue, Retries, Staff, Time};
use crate::model::{
    Action, ActionId, Channel, EntryPoint, EntryPointId, EntryPointKind, Flow, ItemRef, Link, Named, ReachedStatus,
    ResourceData, Routing, RoutingId, RoutingType, Status, Value, Version, VersionInfo,
};
use replication::Replication;

const NUMBER: EntryPointId = EntryPointId(900);

/// Start and the support queue, behind a number.
fn project(wrap_up_s: u32) -> Project {
    let mut project = sample::project();
    let ResourceData::Queue(queue) = &mut Arc::make_mut(project.resources.get_mut(&SUPPORT).unwrap()).data else {
        panic!("no queue")
    };
    (queue.max_waiting, queue.max_estimated_wait) = (MaxWaiting::Count(6), MaxEstimatedWait::NoLimit);
    (queue.max_wait_s, queue.wrap_up_s) = (200, wrap_up_s);
    if wrap_up_s > 0 {
        queue.no_user = NoUserStrategy::QueueAnyway;
    }
    let mut flow = Flow::blank(ActionId(1));
    let mut start = Action::new(ActionId(1), "start");
    start.links.insert("ok".to_owned(), Link::To(ActionId(2)));
    let mut queue = Action::new(ActionId(2), "to_queue");
    queue.params.0.insert("queue".to_owned(), Value::Item(ItemRef::Item(SUPPORT.0)));
    for key in ["overflow", "unprocessed", "dissuasion"] {
        queue.links.insert(key.to_owned(), Link::EndsHere);
    }
    flow.actions.extend([start, queue].map(|action| (action.id, Arc::new(action))));
    let (id, name) = (RoutingId(901), "One queue".to_owned());
    let kind = RoutingType::InteractionStart;
    let routing =
        Routing { id, name, reference: "one_queue".to_owned(), kind, last_action: ActionId(2), ..Routing::default() };
    let info =
        VersionInfo { routing: id, name: "Live".to_owned(), status: Status::InProduction, ..VersionInfo::default() };
    let version = Version { id: VersionId(902), info, flow };
    let entry_point = EntryPoint {
        id: NUMBER,
        name: "Number".to_owned(),
        reference: "number".to_owned(),
        kind: EntryPointKind::SourceNumber,
        assigned: Some((id, ReachedStatus::InProduction)),
        ..EntryPoint::default()
    };
    project.routings.insert(id, Arc::new(routing));
    project.versions.insert(version.id, Arc::new(version));
    project.entry_points.insert(NUMBER, Arc::new(entry_point));
    project
}

fn scenario(staff: Staff, retries: u32) -> Scenario {
    let exponential = |seconds| Time::Exponential(Amount::whole(seconds));
    let week = vec![vec![Amount::whole(40); 4]];
    let entry_point = Named { id: NUMBER, name: String::new() };
    Scenario {
        name: "A test".to_owned(),
        from: "2026-11-30".parse().unwrap(),
        arrivals: vec![Arrivals { entry_point, week, ..Arrivals::default() }],
        queues: vec![AtQueue {
            queue: Named { id: SUPPORT, name: String::new() },
            staff,
            handling: Some(exponential(150)),
            patience: Some(exponential(90)),
        }],
        retries: (retries > 0).then(|| Retries { percent: retries, after: exponential(300) }),
        ..Scenario::default()
    }
}

/// What is wrong at this moment.
fn wrong(replication: &Replication<'_>) -> Option<String> {
    let contacts: Vec<_> = replication.contacts.iter().flatten().collect();
    let sums = &replication.sums;
    let ended = sums.outcomes.values().sum::<u64>();
    let under_way = u64::try_from(contacts.len()).unwrap();
    if sums.contacts != ended + under_way {
        return Some(format!("{} have come, {ended} have ended, {under_way} are there", sums.contacts));
    }
    let waiting = || contacts.iter().filter(|it| it.wait.as_ref().is_some_and(|wait| wait.talk.is_none()));
    let line = waiting().count();
    let mut of_queue = QueueSumsOf::default();
    for (_, sums) in sums.halves.iter().filter(|((queue, _), _)| *queue == SUPPORT) {
        of_queue.0 += sums.offered;
        of_queue.1 += sums.answered + sums.abandoned + sums.timed_out + sums.overflowed + sums.left;
    }
    if of_queue.0 != of_queue.1 + u64::try_from(line).unwrap() {
        return Some(format!("{} offered, {} gone, {line} in the line", of_queue.0, of_queue.1));
    }
    let now = replication.floor.now();
    let counted = now.waiting(SUPPORT);
    let first_ms = waiting().filter_map(|it| it.wait.as_ref()).map(|wait| wait.since_ms).min();
    if usize::try_from(counted) != Ok(line) || now.first_since_ms(SUPPORT) != first_ms {
        return Some(format!("{counted} are counted in the line of {line}, the first since {first_ms:?}"));
    }
    for person in now.people.iter() {
        let talks = contacts.iter().filter_map(|it| it.wait.as_ref()?.talk).filter(|talk| talk.0 == person.who);
        let talks = talks.count();
        let is_sound = usize::try_from(person.calls) == Ok(talks) && person.calls + person.wrap_ups <= 1;
        if !is_sound || (person.busy_since_ms.is_some()) != (person.calls + person.wrap_ups > 0) {
            return Some(format!("{talks} talks, {person:?}"));
        }
        let may_serve = |it: &&&contact::Contact| it.may_be_served_by(person.who);
        if now.has_room(person.who, Channel::Voice) && waiting().find(may_serve).is_some() {
            return Some(format!("somebody waits for {person:?}"));
        }
    }
    None
}

/// Offered, and gone in some way.
#[derive(Default)]
struct QueueSumsOf(u64, u64);

#[test]
fn nobody_is_lost_at_any_moment_and_nobody_waits_for_somebody_who_is_free() {
    let shifts = || Staff::EachHalfHour(vec![2, 5, 0, 3]);
    for (staff, retries, wrap_up_s, absence) in [
        (Staff::People(3), 0, 0, 0),
        (Staff::People(3), 40, 30, 0),
        (shifts(), 0, 0, 0),
        (shifts(), 40, 30, 0),
        (Staff::Members, 20, 10, 30),
    ] {
        let words = format!("{staff:?}, {retries} % come again, {wrap_up_s} s after talks, {absence} % absent");
        let asked = Scenario { absence, ..scenario(staff, retries) };
        let stage = stage::Stage::new(&project(wrap_up_s), &asked, None).unwrap();
        let mut events = 0;
        for number in 0..3 {
            let mut replication = Replication::new(&stage, number, None);
            replication.begin();
            while replication.next_happens() {
                events += 1;
                if let Some(why) = wrong(&replication) {
                    panic!("{words}, replication {number}, event {events}: {why}");
                }
            }
            assert!(replication.contacts.iter().all(Option::is_none), "{words}: somebody is still there");
        }
        assert!(events > 800, "{words}: {events}");
    }
}
