//! Each rule of a queue over the floor of a load run, worked by hand (spec: meaning §8). Calls come every minute, from half a minute on: the
//! nth at 30 + 60n seconds, from 0 to 29. Who becomes free at the very moment of a call is free for it.

use std::sync::Arc;

use signalbox::catalog::sample::SUPPORT;
use signalbox::load::run;
use signalbox::model::resource::{
    MaxEstimatedWait, MaxWaiting, NoUserMeans, NoUserStrategy, Queue, QueueMember, QueueStrategy,
};
use signalbox::model::scenario::{Amount, Arrivals, AtQueue, Pattern, Staff};
use signalbox::model::{EntryPoint, EntryPointId, Named, Project, Resource, ResourceId, RoutingType, Scenario};

use super::{QUEUE, add_people, every_minute, fixed, line, other_queue, queue_mut, set_members, support, user_mut};
use crate::support::Lab;

/// Who is there: so many always, or in each half hour.
enum There {
    Always(u32),
    Halves(&'static [u32]),
}

/// What is different, who is there, how long a talk lasts in seconds, and what is expected.
struct Rule {
    words: &'static str,
    change: fn(&mut Queue),
    there: There,
    talk_s: f64,
    /// Answered, overflowed, waited until the longest wait was over, left as everybody had gone, and the seconds of all waits.
    expected: (u64, u64, u64, u64, u64),
}

const RULES: [Rule; 9] = [
    // Served are 0 at 30, 9 at 630, 19 at 1,230 and 29 at 1,830; the last three wait 60 s, and the others 100 s in vain.
    Rule {
        words: "longest wait",
        change: |queue| queue.max_wait_s = 100,
        there: There::Always(1),
        talk_s: 600.0,
        expected: (4, 0, 26, 0, 3 * 60 + 26 * 100),
    },
    // 1 waits until 630; then 10 comes in, which waits until 1,230; then 20, until 1,830.
    Rule {
        words: "most waiting, a number",
        change: |queue| queue.max_waiting = MaxWaiting::Count(1),
        there: There::Always(1),
        talk_s: 600.0,
        expected: (4, 26, 0, 0, 540 + 600 + 600),
    },
    // Half of three people, rounded up, is two: 3 and 4 wait 420 s each. 5 to 9 are refused. 10, 11, 12 come in as 3, 4 and 10 are served at
    // 630, 690 and 750, and wait 120, 540 and 540 s. 20, 21 and 22 do the same ten minutes later.
    Rule {
        words: "most waiting, a share of the connected people, rounded up",
        change: |queue| queue.max_waiting = MaxWaiting::PercentOfConnected(50),
        there: There::Always(3),
        talk_s: 600.0,
        expected: (11, 19, 0, 0, 2 * 420 + 2 * (120 + 540 + 540)),
    },
    // One of a hundred of three people is less than one, and at least one may wait: 3 from 210 to 630, 10 from 630 to 690, 11 from 690 to 750,
    // 12 from 750 to 1,230, 20 to 1,290, 21 to 1,350, 22 to 1,830.
    Rule {
        words: "most waiting, at least 1",
        change: |queue| queue.max_waiting = MaxWaiting::PercentOfConnected(1),
        there: There::Always(3),
        talk_s: 600.0,
        expected: (10, 20, 0, 0, 420 + 2 * (60 + 60 + 480)),
    },
    // 0, 10 and 20 find somebody who is free.
    Rule {
        words: "no user, by choice: nobody has room",
        change: |queue| queue.no_user_means = NoUserMeans::NobodyHasRoom,
        there: There::Always(1),
        talk_s: 600.0,
        expected: (3, 27, 0, 0, 0),
    },
    // Behind a talk, the next one is estimated to wait 120 s, more than 100: every second call finds a free person.
    Rule {
        words: "longest estimated wait",
        change: |queue| (queue.max_estimated_wait, queue.handling_s) = (MaxEstimatedWait::Seconds(100), 120),
        there: There::Always(1),
        talk_s: 120.0,
        expected: (15, 15, 0, 0, 0),
    },
    // Nobody is connected in the first half hour.
    Rule {
        words: "no user: overflow",
        change: |_| {},
        there: There::Halves(&[0, 1]),
        talk_s: 60.0,
        expected: (0, 30, 0, 0, 0),
    },
    // Whoever comes waits; the person comes at 1,800 and takes one a minute, in the order of waiting: each has waited 1,770 s.
    Rule {
        words: "queue anyway",
        change: |queue| {
            queue.no_user = NoUserStrategy::QueueAnyway;
            queue.max_estimated_wait = MaxEstimatedWait::Seconds(1);
        },
        there: There::Halves(&[0, 1, 1]),
        talk_s: 60.0,
        expected: (30, 0, 0, 0, 30 * 1_770),
    },
    // 0, 1 and 2 are served at 30, 630 and 1,230; at 1,800 the person goes, and so do 3 to 29. The talk under way goes on.
    Rule {
        words: "after everybody disconnects nobody answers",
        change: |_| {},
        there: There::Halves(&[1]),
        talk_s: 600.0,
        expected: (3, 0, 0, 27, 540 + 1_080 + 27 * 1_800 - 27 * 30 - 60 * (29 * 30 / 2 - 3)),
    },
];

#[test]
fn each_rule_of_a_queue_holds_on_the_floor() {
    for rule in RULES {
        let mut asked = every_minute(rule.talk_s);
        asked.queues[0].staff = match rule.there {
            There::Always(count) => Staff::People(count),
            There::Halves(counts) => Staff::EachHalfHour(counts.to_vec()),
        };
        let found = run(&line(QUEUE, rule.change), &asked).unwrap().total;
        let sums = support(&found);
        let got = (sums.answered, sums.overflowed, sums.timed_out, sums.left, sums.wait_ms / 1_000);
        assert_eq!((sums.offered, got), (30, rule.expected), "{}", rule.words);
        assert_eq!(found.outcomes.values().sum::<u64>(), 30, "{}", rule.words);
    }
}

#[test]
fn who_waits_anyway_is_answered_when_somebody_comes_back() {
    // 0, 1 and 2 are served until 1,800, when the person goes for half an hour. At 3,600, 3 has waited 3,390 s, and the longest wait is 3,600:
    // then 10 at 4,200 and 20 at 4,800, which have waited 3,570 s. All others wait in vain.
    let mut asked = every_minute(600.0);
    asked.queues[0].staff = Staff::EachHalfHour(vec![1, 0, 1]);
    let found = run(&line(QUEUE, |queue| queue.no_user = NoUserStrategy::QueueAnyway), &asked).unwrap().total;
    let sums = support(&found);
    assert_eq!((sums.answered, sums.timed_out, sums.left), (6, 24, 0));
    assert_eq!(sums.wait_ms / 1_000, 540 + 1_080 + 3_390 + 2 * 3_570 + 24 * 3_600);
}

#[test]
fn a_call_asks_again_who_is_there() {
    // At 1,800 the person goes, and 3 to 29 leave the queue. After half an hour and a minute they come to it again, at 3,660: the person is back
    // and takes 3, 4 and 5 at 3,660, 4,260 and 4,860, before all go at 5,400. What the calls knew of the person at 1,800 is no longer so.
    let flow =
        "start -> queue1(support) -> end; queue1[dissuasion] -> pause(1860s) -> queue2(support) -> end; rest -> end";
    let mut asked = every_minute(600.0);
    asked.queues[0].staff = Staff::EachHalfHour(vec![1, 0, 1]);
    let found = run(&line(flow, |_| {}), &asked).unwrap().total;
    let sums = support(&found);
    assert_eq!((sums.offered, sums.answered, sums.overflowed, sums.left), (57, 6, 0, 27 + 24));
}

#[test]
fn of_two_queues_of_one_weight_who_has_waited_longest_comes_first() {
    // Calls at 450 and 1,350 to one, at 900 to the other; talks of 1,000 s. At 1,450 comes who has waited 550 s, at 2,450 who has waited 1,100.
    let (mut project, numbers) = more_numbers(&["start -> queue2(sales) -> end; rest -> end"]);
    let second = other_queue(&project);
    *queue_mut(&mut project, second) = queue_mut(&mut project, SUPPORT).clone();
    let person = add_people(&mut project, 1);
    let asked =
        of_even_calls(&mut project, 1_000.0, &person, &[(numbers[0], SUPPORT, 50, 2), (numbers[1], second, 50, 1)]);
    let found = run(&project, &asked).unwrap().total;
    assert_eq!([SUPPORT, second].map(|queue| found.queues[&queue].wait_ms / 1_000), [1_100, 550]);
}

#[test]
fn who_has_the_skills_alone_serves_alone() {
    // Both are there, and one speaks French: each talk is 30 s longer than the time between two calls, so the nth call waits n × 30 s.
    let flow = r#"start -> queue(support){"skills": Rows([(id: 1, cells: {"skill": Text("French"), "level": Int(2)})])} -> end; rest -> end"#;
    let mut project = line(flow, |_| {});
    let people = add_people(&mut project, 2);
    set_members(&mut project, SUPPORT, &people);
    user_mut(&mut project, people[0]).skills = [("French".to_owned(), 1)].into();
    user_mut(&mut project, people[1]).skills = [("French".to_owned(), 2)].into();
    let mut asked = every_minute(90.0);
    asked.queues[0].staff = Staff::Members;
    let found = run(&project, &asked).unwrap().total;
    assert_eq!((support(&found).answered, support(&found).wait_ms), (30, (0..30).map(|n| n * 30_000).sum()));
    assert_eq!(found.people.get(&people[0]).map_or(0, |it| it.contacts), 0);
    assert_eq!(found.people[&people[1]].contacts, 30);
}

#[test]
fn members_are_asked_by_priority_and_then_by_the_strategy() {
    // Talks of 10 s: everybody is free at each call. Of how many calls each of three gets.
    let of = |strategy: QueueStrategy, change: &dyn Fn(&mut Project, &[ResourceId])| {
        let flow = r#"start -> queue(support){"skills": Rows([(id: 1, cells: {"skill": Text("French"), "level": Int(1)})])} -> end; rest -> end"#;
        let mut project = line(flow, |queue| queue.strategy = strategy);
        let people = add_people(&mut project, 3);
        set_members(&mut project, SUPPORT, &people);
        for who in &people {
            user_mut(&mut project, *who).skills = [("French".to_owned(), 1)].into();
        }
        change(&mut project, &people);
        let mut asked = Scenario { replications: 40, ..every_minute(10.0) };
        asked.queues[0].staff = Staff::Members;
        let found = run(&project, &asked).unwrap().total;
        people.iter().map(|who| found.people[who].contacts).collect::<Vec<u64>>()
    };
    assert_eq!(of(QueueStrategy::LongestIdle, &|_, _| {}), [400, 400, 400]);
    let second_first = |project: &mut Project, _: &[ResourceId]| {
        for (place, member) in queue_mut(project, SUPPORT).members.iter_mut().enumerate() {
            member.priority = if place == 1 { 1 } else { 2 };
        }
    };
    for strategy in [QueueStrategy::LongestIdle, QueueStrategy::RoundRobin, QueueStrategy::Linear] {
        assert_eq!(of(strategy, &second_first), [0, 1_200, 0], "{strategy:?}");
    }
    let third_is_best = |project: &mut Project, people: &[ResourceId]| {
        user_mut(project, people[2]).skills = [("French".to_owned(), 5)].into();
    };
    assert_eq!(of(QueueStrategy::MostSkilled, &third_is_best), [0, 0, 1_200]);
    assert_eq!(of(QueueStrategy::LeastOccupied, &|_, _| {}), [1_200, 0, 0]);
    let weighted = |project: &mut Project, _: &[ResourceId]| {
        for (place, member) in queue_mut(project, SUPPORT).members.iter_mut().enumerate() {
            *member = QueueMember { weight: [1, 2, 3][place], ..*member };
        }
    };
    // 200, 400 and 600 of 1,200; four standard deviations are at most 70.
    let drawn = of(QueueStrategy::Weighted, &weighted);
    assert!(drawn.iter().zip([200, 400, 600]).all(|(got, mean)| u64::abs_diff(*got, mean) < 70), "{drawn:?}");
}

/// A flow with a queue of its own behind a second and a third number.
fn more_numbers(flows: &[&str]) -> (Project, Vec<EntryPointId>) {
    let mut lab = Lab::new(QUEUE).reached(None);
    lab.project = line(QUEUE, |_| {});
    let first: Arc<EntryPoint> = lab.project.entry_points.values().next().unwrap().clone();
    let mut all = vec![first.id];
    for (number, flow) in flows.iter().enumerate() {
        let (routing, ..) = lab.add_routing(&format!("more_{number}"), RoutingType::InteractionStart, flow);
        lab.project.last_id += 1;
        let id = EntryPointId(lab.project.last_id);
        let status = first.assigned.unwrap().1;
        let reference = format!("number_{number}");
        let point = EntryPoint {
            id,
            name: reference.clone(),
            reference,
            assigned: Some((routing, status)),
            ..(*first).clone()
        };
        lab.project.entry_points.insert(id, Arc::new(point));
        all.push(id);
    }
    (lab.project, all)
}

/// The same people serve several queues. Each has a number, a weight, and so many calls in a half hour, at equal distances.
fn of_even_calls(
    project: &mut Project,
    talk_s: f64,
    people: &[ResourceId],
    calls: &[(EntryPointId, ResourceId, u8, u32)],
) -> Scenario {
    let mut asked = every_minute(talk_s);
    (asked.arrivals, asked.queues) = (Vec::new(), Vec::new());
    for (number, queue, weight, count) in calls {
        set_members(project, *queue, people);
        queue_mut(project, *queue).weight = *weight;
        let named = Named { id: *queue, name: String::new() };
        asked.queues.push(AtQueue { queue: named, handling: Some(fixed(talk_s)), ..AtQueue::default() });
        asked.arrivals.push(Arrivals {
            entry_point: Named { id: *number, name: String::new() },
            pattern: Pattern::Even,
            week: vec![vec![Amount::whole(*count)]],
        });
    }
    asked
}

#[test]
fn priority_comes_before_weight_and_weight_before_the_wait() {
    // Calls at 300, 900 and 1,500 to the first queue, of weight 50; at 450 and 1,350 to the second, of weight 90; at 225, 675, 1,125 and 1,575
    // to the third, of weight 1, with priority 8. One person, talks of 500 s. Served: the third queue at 225, 725, 1,225 and 1,725; then the
    // second at 2,225 and 2,725; then the first at 3,225, 3,725 and 4,225.
    let urgent = r#"start -> queue3(third){"priority": Int(8)} -> end; rest -> end"#;
    // The third queue has to be there before its flow is read by a run, not before it is written.
    let (mut project, numbers) = more_numbers(&["start -> queue2(sales) -> end; rest -> end", urgent]);
    let second = other_queue(&project);
    project.last_id += 1;
    let third = ResourceId(project.last_id);
    let sample = Resource::clone(&project.resources[&SUPPORT]);
    let resource = Resource { id: third, name: "Third".to_owned(), reference: "third".to_owned(), ..sample };
    project.resources.insert(third, Arc::new(resource));
    *queue_mut(&mut project, second) = queue_mut(&mut project, SUPPORT).clone();
    let person = add_people(&mut project, 1);
    let calls = [(numbers[0], SUPPORT, 50, 3), (numbers[1], second, 90, 2), (numbers[2], third, 1, 4)];
    let asked = of_even_calls(&mut project, 500.0, &person, &calls);
    let found = run(&project, &asked).unwrap().total;
    let waits = [SUPPORT, second, third].map(|queue| found.queues[&queue].wait_ms / 1_000);
    assert_eq!(waits, [2_925 + 2_825 + 2_725, 1_775 + 1_375, 50 + 100 + 150]);
}
