//! Load runs: waits and abandonment against the formulas of queueing theory, which share no code with them, and against cases worked by hand
//! (spec: load §6).

use std::sync::Arc;

use signalbox::catalog::sample::{ANA, SUPPORT};
use signalbox::load::sums::{PersonSums, QueueSums, Sums, share};
use signalbox::load::{Load, run};
use signalbox::model::resource::{MaxEstimatedWait, MaxWaiting, Queue, QueueMember, QueueStrategy, ServiceLevel};
use signalbox::model::scenario::{Amount, AnswerMix, Arrivals, AtQueue, Pattern, Staff, Time};
use signalbox::model::{
    ActionId, EntryPointId, Named, Project, ResourceData, ResourceId, ResourceKind, Scenario, TestedAction,
};

use crate::cli::{Done, signalbox};
use crate::support::Lab;

/// Within how many seconds the queue aims to answer.
const TARGET_S: u32 = 20;

/// A flow behind a telephone number, with a queue that lets everybody in and is as asked otherwise.
fn line(flow: &str, change: impl FnOnce(&mut Queue)) -> Project {
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

const QUEUE: &str = "start -> queue(support) -> end; rest -> end";

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

/// Erlang C: the probability of waiting, by the recursion of Erlang B.
fn erlang_c(servers: u32, load: f64) -> f64 {
    let blocked = (1..=servers).fold(1.0, |blocked, server| load * blocked / (f64::from(server) + load * blocked));
    blocked / (1.0 - load / f64::from(servers) * (1.0 - blocked))
}

/// Erlang A: abandonment, mean wait in seconds and the probability of waiting, by the balance of births and deaths.
fn erlang_a(servers: u32, per_s: f64, handling_s: f64, patience_s: f64) -> (f64, f64, f64) {
    let (mut weight, mut all, mut waiting, mut line) = (1.0_f64, 1.0_f64, 0.0, 0.0);
    for number in 1..2_000_u32 {
        let served = f64::from(number.min(servers)) / handling_s;
        let given_up = f64::from(number.saturating_sub(servers)) / patience_s;
        weight *= per_s / (served + given_up);
        all += weight;
        if number >= servers {
            waiting += weight;
            line += f64::from(number - servers) * weight;
        }
    }
    let wait_s = line / all / per_s;
    (wait_s / patience_s, wait_s, waiting / all)
}

#[test]
fn the_formulas_are_those_of_the_textbook() {
    // One server: the probability of waiting is the load. Two servers with a load of 1: one third.
    assert!((erlang_c(1, 0.7) - 0.7).abs() < 1e-12 && (erlang_c(2, 1.0) - 1.0 / 3.0).abs() < 1e-12);
    let (abandoned, wait_s, must_wait) = erlang_a(48, 10.0 / 60.0, 300.0, 120.0);
    assert!((abandoned - 0.0915).abs() < 5e-5 && (wait_s - 10.98).abs() < 5e-3 && (must_wait - 0.5015).abs() < 5e-5);
}

/// Six people, talks of 180 s, and a share of the capacity that is used.
fn agrees_with_erlang_c(used: f64) {
    let (people, handling_s) = (6_u32, 180.0);
    let load = used * f64::from(people);
    let asked =
        Scenario { warm_up_s: 3_600, ..scenario(load / handling_s * 1_800.0, 50, people, exponential(handling_s)) };
    let found = run(&line(QUEUE, |_| {}), &asked).unwrap();
    assert_conserved(&found);
    let waits = erlang_c(people, load);
    let left = f64::from(people) - load;
    assert_near(&found, "waits", waits, |it| share(it.waited, it.offered).unwrap());
    assert_near(&found, "mean wait", waits * handling_s / left, |it| it.mean_wait_s().unwrap());
    let level = 1.0 - waits * (-left * f64::from(TARGET_S) / handling_s).exp();
    assert_near(&found, "service level", level, |it| it.service_level().unwrap());
}

#[test]
fn half_of_the_capacity_waits_as_erlang_c_says() {
    agrees_with_erlang_c(0.5);
}

#[test]
fn four_fifths_of_the_capacity_wait_as_erlang_c_says() {
    agrees_with_erlang_c(0.8);
}

fn impatient(per_half_hour: f64, half_hours: usize, people: u32) -> Scenario {
    let mut asked = scenario(per_half_hour, half_hours, people, exponential(300.0));
    asked.queues[0].patience = Some(exponential(120.0));
    asked
}

#[test]
fn who_gives_up_is_as_erlang_a_says() {
    let asked = Scenario { warm_up_s: 3_600, ..impatient(300.0, 5, 48) };
    let found = run(&line(QUEUE, |_| {}), &asked).unwrap();
    assert_conserved(&found);
    assert_near(&found, "abandoned", 0.0915, |it| share(it.abandoned, it.offered).unwrap());
    assert_near(&found, "mean wait", 10.98, |it| it.mean_wait_s().unwrap());
    assert_near(&found, "waits", 0.5015, |it| share(it.waited, it.offered).unwrap());
}

#[test]
fn the_line_summed_over_time_is_the_sum_of_the_waits() {
    let found = run(&line(QUEUE, |_| {}), &impatient(40.0, 4, 5)).unwrap();
    for sums in &found.replications {
        assert!(support(sums).wait_ms > 0);
        assert_eq!(support(sums).line_ms, support(sums).wait_ms);
    }
}

#[test]
fn more_people_never_make_the_same_contacts_wait_longer() {
    let project = line(QUEUE, |_| {});
    let of = |people| run(&project, &scenario(30.0, 4, people, exponential(300.0))).unwrap();
    let all: Vec<Load> = (6..10).map(of).collect();
    for pair in all.windows(2) {
        for (few, more) in pair[0].replications.iter().zip(&pair[1].replications) {
            let (few, more) = (support(few), support(more));
            assert_eq!((few.offered, few.timed_out), (more.offered, 0));
            assert!(more.wait_ms <= few.wait_ms, "{} {}", more.wait_ms, few.wait_ms);
        }
    }
    let abandoned = |people| support(&run(&project, &impatient(30.0, 4, people)).unwrap().total).abandoned;
    let all: Vec<u64> = (3..8).map(abandoned).collect();
    assert!(all.windows(2).all(|pair| pair[1] <= pair[0]) && all[4] < all[0], "{all:?}");
}

#[test]
fn the_result_is_the_same_for_any_number_of_threads() {
    let project = line(QUEUE, |_| {});
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| format!("{:?}", run(&project, &impatient(40.0, 2, 5)).unwrap()))
    };
    let one = on(1);
    assert_eq!(one, on(2));
    assert_eq!(one, on(5));
    let other = format!("{:?}", run(&project, &Scenario { seed: 3, ..impatient(40.0, 2, 5) }).unwrap());
    assert_ne!(one, other);
}

/// Calls every minute, from half a minute on, for half an hour; a talk takes so many seconds, and one person takes them.
fn every_minute(handling_s: f64) -> Scenario {
    let mut asked = Scenario { replications: 1, ..scenario(30.0, 1, 1, fixed(handling_s)) };
    asked.arrivals[0].pattern = Pattern::Even;
    asked
}

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

const CLAIMS: &str = "projects/claims_line.ron";

/// The program over the example with a busy Monday, with more arguments.
fn load_by(more: &[&str]) -> Done {
    signalbox(&[&["load", CLAIMS], more].concat())
}

#[test]
fn the_busy_monday_of_the_claims_line_is_played_in_the_terminal() {
    let done = load_by(&["--scenario", "a busy monday", "--json"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(done.out, load_by(&["--json", "--threads", "5"]).out);
    let found: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    let count = |value: &serde_json::Value| value.as_u64().unwrap();
    // 376 calls on average in each of 20 replications, without those who call again; 4 standard deviations are 347.
    let first = count(&found["contacts"]) - count(&found["retries"]);
    assert!((7_173..=7_867).contains(&first), "{first}");
    let ended: u64 = found["outcomes"].as_array().unwrap().iter().map(|it| count(&it["contacts"])).sum();
    assert_eq!(ended, count(&found["contacts"]), "{}", done.out);
    for queue in found["queues"].as_array().unwrap() {
        let parts = ["answered", "abandoned", "timed_out", "overflowed", "left"];
        assert_eq!(count(&queue["offered"]), parts.iter().map(|part| count(&queue[part])).sum::<u64>(), "{queue}");
    }
    let told = load_by(&[]);
    assert!(told.out.contains("Claims desk, ") && told.out.contains("Assumed:\n"), "{}", told.out);
}

#[test]
fn what_is_wrong_in_a_scenario_is_said_with_its_place() {
    let project = line(QUEUE, |_| {});
    let refused = |change: &dyn Fn(&mut Scenario)| {
        let mut asked = scenario(9.0, 1, 3, fixed(60.0));
        change(&mut asked);
        run(&project, &asked).unwrap_err()
    };
    let nobody = Named { id: ResourceId(9_999), name: "Nobody".to_owned() };
    type Change<'a> = &'a dyn Fn(&mut Scenario);
    let table: [(Change, &str); 16] = [
        (&|it| it.arrivals.clear(), "Nothing arrives on the days of the scenario, 2026-11-30"),
        (&|it| it.percent = 0, "Nothing arrives"),
        (&|it| it.arrivals[0].entry_point.id = EntryPointId(9_999), "no entry point \"number, deleted\""),
        (&|it| it.arrivals[0].week[0][0] = Amount::whole(100_001), "are more than 100,000"),
        (&|it| it.arrivals[0].week[0] = vec![Amount::whole(1); 49], "a week has 7 days of 48 half hours"),
        (&|it| it.arrivals.push(it.arrivals[0].clone()), "is there twice"),
        (&|it| it.replications = 0, "Replications: 0 is not from 1 to 1,000"),
        (&|it| it.warm_up_s = 86_400, "nothing would be counted"),
        (&|it| it.days = 36, "Days: 36 is not from 1 to 35"),
        (&|it| it.queues[0].queue = nobody.clone(), "no queue \"Nobody, deleted\""),
        (&|it| it.queues[0].staff = Staff::People(99_999), "99999 people are more than 5,000"),
        (&|it| it.queues[0].handling = Some(fixed(0.0)), "talks: 0 s is not above 0"),
        (&|it| it.queues.push(it.queues[0].clone()), "is there twice"),
        (&|it| it.absent.push(nobody.clone()), "no user \"Nobody, deleted\""),
        (
            &|it| {
                let action = TestedAction { title: "Menu".to_owned(), ..TestedAction::default() };
                it.answers.push(AnswerMix { action, mix: vec![("press 1".to_owned(), 1)] });
            },
            "has the action \"Menu, deleted\"",
        ),
        (
            &|it| it.answers.push(AnswerMix { mix: vec![("press 1".to_owned(), 0)], ..AnswerMix::default() }),
            "no answer has a share above 0",
        ),
    ];
    for (change, wanted) in table {
        let why = refused(change);
        assert!(why.contains(wanted), "{wanted}\n{why}");
    }
    let missing = load_by(&["--scenario", "Tuesday"]);
    assert!(
        missing.code == 2 && missing.err.contains("no scenario \"Tuesday\". It has: \"A busy Monday\""),
        "{}",
        missing.err
    );
    let without = signalbox(&["load", "projects/support_mailbox.ron"]);
    assert!(without.code == 2 && without.err.contains("has no scenario"), "{}", without.err);
}

#[test]
fn an_answer_mix_says_who_goes_where() {
    let flow =
        "start -> menu(1 Queue, 2 Bye); menu[1] -> queue(support) -> end; menu[2] -> say(Bye) -> end; rest -> end";
    let project = line(flow, |_| {});
    let mut asked = Scenario { replications: 4, ..scenario(300.0, 1, 400, fixed(30.0)) };
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

#[test]
fn the_shipped_monday_of_the_claims_line_is_worse_when_two_are_ill() {
    let project = signalbox::storage::load(std::path::Path::new(CLAIMS)).unwrap().0.project;
    let scenario = project.scenarios.values().next().unwrap();
    let desk = scenario.queues[0].queue.id;
    let members: Vec<ResourceId> = run(&project, scenario).unwrap().queues[&desk].members.clone();
    let answered = |ill: usize| {
        let absent = members.iter().take(ill).map(|who| Named { id: *who, name: String::new() }).collect();
        // Who gives up does not come again, so that the callers are the same.
        let found = run(&project, &Scenario { absent, retries: None, ..(**scenario).clone() }).unwrap();
        (found.total.queues[&desk].offered, found.total.queues[&desk].answered)
    };
    let [(offered, nobody), (same, one), (_, two)] = [0, 1, 2].map(answered);
    assert_eq!(offered, same, "the same callers");
    assert!(nobody > one && one > two, "{nobody} {one} {two}");
}
