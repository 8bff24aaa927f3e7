//! Cases of one queue that are worked by hand, and what a person takes first by Cobham's formula (spec: load §6, meaning §8).

use std::sync::Arc;

use signalbox::catalog::sample::{ANA, SUPPORT};
use signalbox::load::sums::{QueueSums, Sums, share};
use signalbox::load::{Load, run};
use signalbox::model::resource::{MaxWaiting, Queue, QueueMember, QueueStrategy};
use signalbox::model::scenario::{AtQueue, Staff};
use signalbox::model::{Named, ResourceData, Scenario};

use super::{QUEUE, every_minute, exponential, fixed, line, of_staff, other_queue, scenario, support, to_menu};

#[test]
fn waits_are_those_of_a_table_worked_by_hand() {
    // Each talk is 30 s longer than the time between two calls, so the nth call waits n × 30 s, from 0 on.
    let plain = run(&line(QUEUE, |_| {}), &every_minute(90.0)).unwrap().total;
    assert_eq!((support(&plain).offered, support(&plain).answered, support(&plain).waited), (30, 30, 29));
    assert_eq!(support(&plain).wait_ms, (0..30).map(|number| number * 30_000).sum::<u64>());
    assert_eq!((support(&plain).waits.most(), support(&plain).within_target), (29 * 30_000, 1));
    assert_eq!(plain.outcomes["Person"], 30);
    // The person was busy from 30 s on; what is beyond the half hour does not count.
    let people: Vec<_> = of_staff(&plain).map(|it| (it.busy_ms, it.there_ms, it.contacts)).collect();
    assert_eq!(people, [(1_770_000, 1_800_000, 30)]);
    // With 15 s of work after each talk, the nth waits n × 45 s.
    let wraps_up = run(&line(QUEUE, |queue| queue.wrap_up_s = 15), &every_minute(90.0)).unwrap().total;
    assert_eq!(support(&wraps_up).wait_ms, (0..30).map(|number| number * 45_000).sum::<u64>());
    // Nobody waits longer than 100 s. A talk of 130 s and a call each minute: 0 is served at 30–160; 1 comes at 90 and waits 70; 2 comes at 150, gives up
    // at 250; 3 comes at 210 and is served at 290; and so on. Who is free at the very moment at which somebody would give up answers.
    let mut asked = every_minute(130.0);
    asked.queues[0].patience = Some(fixed(100.0));
    let found = run(&line(QUEUE, |_| {}), &asked).unwrap().total;
    let (mut free_s, mut served, mut waits_s) = (0, 0, 0);
    for arrives_s in (0..30).map(|number| 30 + number * 60) {
        let begins_s = free_s.max(arrives_s);
        if begins_s - arrives_s <= 100 {
            (free_s, served, waits_s) = (begins_s + 130, served + 1, waits_s + begins_s - arrives_s);
        } else {
            waits_s += 100;
        }
    }
    let sums = support(&found);
    assert_eq!((sums.answered, sums.abandoned, sums.wait_ms), (served, 30 - served, waits_s * 1_000));
    assert_eq!((found.outcomes["Person"], found.outcomes["Abandoned"]), (served, 30 - served));
}

#[test]
fn the_calls_go_round_as_the_strategy_says() {
    // Talks of 10 s and a call a minute: all three are free at each call. Whose turn it is, and who has been free longest, the calls share.
    let of = |strategy: QueueStrategy| {
        let asked = Scenario { replications: 1, ..scenario(30.0, 1, 3, fixed(10.0)) };
        let asked = Scenario { arrivals: every_minute(10.0).arrivals, ..asked };
        let found = run(&line(QUEUE, |queue| queue.strategy = strategy), &asked).unwrap().total;
        assert_eq!((support(&found).answered, support(&found).wait_ms), (30, 0));
        of_staff(&found).filter(|it| it.contacts > 0).map(|it| (it.busy_ms / 10_000, it.contacts)).collect::<Vec<_>>()
    };
    assert_eq!(of(QueueStrategy::RoundRobin), [(10, 10), (10, 10), (10, 10)]);
    assert_eq!(of(QueueStrategy::LongestIdle), [(10, 10), (10, 10), (10, 10)]);
    assert_eq!(of(QueueStrategy::Linear), [(30, 30)]);
}

/// Whether a value is in the 99 % t-interval over 20 replications of a measure; the interval must be narrow.
#[track_caller]
fn assert_near(load: &Load, what: &str, exact: f64, measure: impl Fn(&QueueSums) -> f64) {
    let of: Vec<f64> = load.replications.iter().map(|sums| measure(support(sums))).collect();
    assert_eq!(of.len(), 20);
    let mean = of.iter().sum::<f64>() / 20.0;
    let spread = (of.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / 19.0).sqrt();
    let half = 2.861 * spread / 20.0_f64.sqrt();
    println!("{what}: {mean:.4} ± {half:.4}, exact {exact:.4}");
    assert!((mean - exact).abs() <= half, "{what}: {mean:.4} ± {half:.4}, exact {exact:.4}");
    assert!(half < 0.35 * exact + 0.02, "{what}: {half:.4} is too wide for {exact:.4}");
}

#[test]
fn who_becomes_free_takes_the_queue_of_more_weight_first() {
    // One person serves two queues, half of the calls each, used to 0.7. Cobham, without preemption: the time until the talk under way is
    // over is 0.7 × 60 s on average; who comes first waits that through 1 − 0.35, the others that through (1 − 0.35)(1 − 0.7).
    // Over the seeds 1 to 40, the first wait 64.72 s on average, with 0.35 s of standard error. Waits are skewed, so a single seed may miss
    // its interval more often than one time in a hundred: seed 1 does.
    let sample = line(QUEUE, |_| {});
    let other = other_queue(&sample);
    let reference = sample.resources[&other].reference.clone();
    let flow = format!(
        "start -> menu(1 A, 2 B); menu[1] -> queue1(support) -> end; menu[2] -> queue2({reference}) -> end; rest -> end"
    );
    let mut project = line(&flow, |queue| queue.members = vec![QueueMember { who: ANA, ..QueueMember::default() }]);
    let ResourceData::Queue(first) = project.resources[&SUPPORT].data.clone() else { panic!("no queue") };
    let second = Arc::make_mut(project.resources.get_mut(&other).unwrap());
    second.data = ResourceData::Queue(Queue { weight: first.weight - 1, ..first });
    let mut asked = Scenario { warm_up_s: 1_800, ..scenario(21.0, 60, 1, exponential(60.0)) };
    asked.queues[0].staff = Staff::Members;
    asked.queues.push(AtQueue { queue: Named { id: other, name: reference }, ..asked.queues[0].clone() });
    asked.answers = vec![to_menu(&project, &[("press 1", 1), ("press 2", 1)])];
    let found = run(&project, &asked).unwrap();
    assert_near(&found, "first", 42.0 / 0.65, |it| it.mean_wait_s().unwrap());
    let of_others = |sums: &Sums| Sums { queues: [(SUPPORT, sums.queues[&other].clone())].into(), ..sums.clone() };
    let others = Load { replications: found.replications.iter().map(of_others).collect(), ..found };
    assert_near(&others, "others", 42.0 / (0.65 * 0.3), |it| it.mean_wait_s().unwrap());
}

#[test]
fn overflow_goes_where_the_flow_says() {
    // One may wait. Of four calls a minute apart and talks of 10 min: the first is served, the second waits, the others go to the mailbox.
    let flow = "start -> queue(support); queue[processed] -> end; queue[overflow] -> say(Sorry) -> end; rest -> end";
    let project = line(flow, |queue| queue.max_waiting = MaxWaiting::Count(1));
    let found = run(&project, &every_minute(600.0)).unwrap().total;
    let sums = support(&found);
    // Served at 30 s, 630 s, 1,230 s and 1,830 s; whoever comes first after the line is empty waits.
    assert_eq!((sums.offered, sums.answered, sums.overflowed, sums.longest_line), (30, 4, 26, 1));
    assert_eq!(found.outcomes["Goodbye"], 26);
}

#[test]
fn an_answer_mix_says_who_goes_where() {
    let flow =
        "start -> menu(1 Queue, 2 Bye); menu[1] -> queue(support) -> end; menu[2] -> say(Bye) -> end; rest -> end";
    let project = line(flow, |_| {});
    let mut asked = Scenario { replications: 4, ..scenario(300.0, 1, 40, fixed(30.0)) };
    let even = run(&project, &asked).unwrap();
    let offered = support(&even.total).offered;
    // 4 standard deviations of a half.
    let half = share(offered, even.total.contacts).unwrap();
    assert!((half - 0.5).abs() < 0.06, "{half}");
    let assumed = even.assumed.iter().find(|(clause, _)| clause.contains("come evenly")).unwrap();
    assert!(assumed.1 >= Some(even.total.contacts), "{assumed:?}");
    asked.answers = vec![to_menu(&project, &[("press 1", 1), ("press 2", 3)])];
    let mixed = run(&project, &asked).unwrap();
    let quarter = share(support(&mixed.total).offered, mixed.total.contacts).unwrap();
    assert!((quarter - 0.25).abs() < 0.055, "{quarter}");
    assert!(mixed.assumed.iter().all(|(_, times)| times.is_none()), "{:?}", mixed.assumed);
    // The same callers come, whatever they answer.
    assert_eq!(mixed.total.contacts, even.total.contacts);
}
