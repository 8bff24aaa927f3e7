//! The failure check: tables worked out by hand for each kind of failure, random trees against every path followed one by one, and missing
//! fallbacks that are planted, found and played (spec: testing §5 and §8).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use signalbox::actions;
use signalbox::catalog::sample::{ANA, CONTRACTS, SUPPORT};
use signalbox::catalog::{AnswerInput, Outcome};
use signalbox::model::resource::QueueMember;
use signalbox::model::{
    ActionId, ActionRef, Channel, Flow, Link, OutsideSystem, QueueState, Resource, ResourceData, ResourceId,
    RoutingType, ServiceState, TreeType, UserState, World,
};
use signalbox::sim::Watch;
use signalbox::sim::failures::{Report, Row, Verdict, check};
use signalbox::sim::paths::Request;
use signalbox::sim::{Run, What};

use crate::cli;
use crate::support::{Chance, Lab, cases, flow};

const VOICE: TreeType = TreeType { kind: RoutingType::InteractionStart, channel: Channel::Voice };

fn report(lab: &Lab) -> Report {
    let request = Request { most_states: 20_000, ..Request::of(lab.version, "2026-11-23".parse().unwrap()) };
    check(&Arc::new(lab.project.clone()), &request, &Watch::default()).unwrap()
}

/// A line a failure that somebody notices: what fails, who is dropped and by which branch, new and lost outcomes (`+`, `-`), new branches (`>`).
fn line(row: &Row) -> String {
    let mut parts: Vec<String> = Vec::new();
    for ended in &row.dropped {
        let at = ended.end.at.map(|at| row.title(at)).unwrap_or_default();
        parts.push(format!("{} at {at} by {}", ended.end.outcome, ended.end.branch));
    }
    parts.extend(row.appear.iter().filter(|it| *it != "Dropped").map(|outcome| format!("+{outcome}")));
    parts.extend(row.vanish.iter().map(|outcome| format!("-{outcome}")));
    parts.extend(row.reached.iter().map(|branch| format!(">{} {}", branch.title, branch.branch)));
    format!("{}: {}", row.words, parts.join(" "))
}

fn table(report: &Report) -> BTreeSet<String> {
    report.rows.iter().filter(|row| row.is_noticed()).map(line).collect()
}

fn quiet(report: &Report) -> BTreeSet<&str> {
    report.rows.iter().filter(|row| !row.is_noticed()).map(|row| row.words.as_str()).collect()
}

#[track_caller]
fn assert_table(flow: &str, noticed: &[&str], unnoticed: &[&str]) -> Report {
    assert_table_of(&Lab::new(flow), noticed, unnoticed)
}

#[track_caller]
fn assert_table_of(lab: &Lab, noticed: &[&str], unnoticed: &[&str]) -> Report {
    let report = report(lab);
    assert_eq!(report.baseline.dropped.len(), 0, "{:?}", report.baseline.dropped);
    let wanted: BTreeSet<String> = noticed.iter().map(|line| (*line).to_owned()).collect();
    assert_eq!(table(&report), wanted);
    assert_eq!(quiet(&report), unnoticed.iter().copied().collect::<BTreeSet<_>>());
    plays(&report);
    report
}

/// Every call that is shown does with the plain engine what the check says.
fn plays(report: &Report) -> usize {
    let mut played = 0;
    for row in report.rows.iter().chain([&report.baseline]) {
        for ended in &row.dropped {
            let run = ended.witness.play(row.project()).unwrap_or_else(|why| panic!("{}: {why}", row.words));
            let prose = signalbox::sim::report::prose(&run);
            match ended.end.outcome.as_str() {
                "Endless" | "Failure after the end" => {}
                outcome => assert_eq!(run.outcome().map(Outcome::words), Some(outcome), "{}\n{prose}", row.words),
            }
            let last = run.beats().iter().filter_map(|beat| beat.place).next_back();
            let is_elsewhere = ["Endless", "Failure after the end"].contains(&ended.end.outcome.as_str());
            assert!(last == ended.end.at || is_elsewhere, "{}\n{prose}", row.words);
            played += 1;
        }
        // Under a failure, there is a call to play wherever something new happens.
        let is_new = !row.appear.is_empty() || !row.reached.is_empty() || !row.dropped.is_empty();
        if row.failure.is_some() && is_new {
            let run = row.play().unwrap_or_else(|why| panic!("{}: {why}", row.words));
            assert!(run.steps_taken() > 0);
        }
    }
    played
}

#[test]
fn each_answer_of_a_web_service_no_answer_and_none_in_time() {
    let report = assert_table(
        "start -> service(contracts:$.contract.status=customer.tier) -> end; service[invalid_response] -> say(Sorry) -> end; say[error] -> end",
        &[
            "Contracts always answers broken: >service invalid_response >say ok",
            "Contracts always answers refused: Dropped at service by error -Goodbye >service error",
            "Contracts always answers slow: Dropped at service by timeout -Goodbye >service timeout",
            "Contracts is slow: no answer comes in time: Dropped at service by timeout -Goodbye >service timeout",
            "Contracts is down: Dropped at service by error -Goodbye >service error",
            "Web service Contracts does not exist: Dropped at service by reference_not_found -Goodbye >service reference_not_found",
        ],
        &[],
    );
    assert_eq!(report.verdict, Verdict::SomebodyDropped);
    // The run is played in the world in which the service is down.
    let down = report.rows.iter().find(|row| row.words == "Contracts is down").unwrap();
    let run = down.play().unwrap();
    assert_eq!(run.scene.world.services.get(&CONTRACTS), Some(&ServiceState::Down));
}

#[test]
fn a_service_with_several_good_answers_is_tried_with_each() {
    // Without anything to read, every answer with a success code in time is good.
    let words = "Web service Contracts does not exist";
    let report = report(&Lab::new("start -> service(contracts) -> end; rest -> end"));
    let rows: BTreeMap<&str, &Row> = report.rows.iter().map(|row| (row.words.as_str(), row)).collect();
    assert!(
        rows.contains_key("Contracts always answers found") && rows.contains_key("Contracts always answers broken")
    );
    assert!(!rows["Contracts always answers broken"].is_noticed());
    assert_eq!(report.verdict, Verdict::NobodyDropped);
    assert!(rows[words].is_noticed() && rows[words].dropped.is_empty());
}

#[test]
fn an_answer_that_is_good_for_one_action_and_not_for_another_is_no_way_to_work() {
    // The first action reads nothing, so *broken* is good for it; the second one reads a status, which only *found* has.
    let flow =
        "start -> service1(contracts) -> service2(contracts:$.contract.status=customer.tier) -> end; rest -> end";
    let report = report(&Lab::new(flow));
    let rows: BTreeMap<&str, &Row> = report.rows.iter().map(|row| (row.words.as_str(), row)).collect();
    assert!(rows["Contracts always answers broken"].reached.iter().any(|it| it.branch == "invalid_response"));
    // Thus *found* is the one way in which it works, which happens anyway.
    assert!(!rows.contains_key("Contracts always answers found"), "{:#?}", rows.keys());
}

#[test]
fn another_routing_may_not_exist_and_the_own_one_does() {
    let flow = "start -> menu(1 Again, 2 Other); menu[1] -> jump1(main); menu[2] -> jump2(other); rest -> end";
    let report = report(&Lab::new(flow).with("other", "start -> say(Hello) -> end; rest -> end"));
    let routings: Vec<&str> =
        report.rows.iter().map(|row| row.words.as_str()).filter(|words| words.starts_with("Smart routing")).collect();
    assert_eq!(routings.len(), 1, "{routings:?}");
    assert!(report.rows.iter().any(|row| row.words == routings[0] && row.is_noticed()));
}

#[test]
fn while_nobody_answers_at_one_action_others_are_reached_at_the_next() {
    let numbers =
        r#"{"numbers": Rows([(id: 1, cells: {"from": Text("value"), "number": Operand(Text("+33155001030"))})])}"#;
    let report = report(&Lab::new(&format!(
        "start -> ring_numbers1{numbers} -> end; ring_numbers1[nobody] -> ring_numbers2{numbers} -> end; rest -> end"
    )));
    let is_second = |row: &&Row| row.reached.iter().any(|it| it.title == "ring_numbers2" && it.branch == "answered");
    let at_first: Vec<&str> = report.rows.iter().filter(is_second).map(|row| row.words.as_str()).collect();
    assert!(!at_first.is_empty() && at_first.iter().all(|words| words.contains("ring_numbers1")), "{at_first:?}");
}

#[test]
fn while_something_fails_customers_still_go_away() {
    let exit = r#"{"exit_key": Text("0")}"#;
    let report = report(&Lab::new(&format!("start -> queue(support){exit} -> end; rest -> end")));
    let rows: BTreeMap<&str, &Row> = report.rows.iter().map(|row| (row.words.as_str(), row)).collect();
    for words in ["Nobody in Support answers", "Everybody in Support disconnects"] {
        let lost: Vec<&str> = rows[words].lost.iter().map(|it| it.branch.as_str()).collect();
        assert_eq!(lost, ["processed"], "{words}");
    }
}

#[test]
fn a_queue_empty_full_slow_or_without_an_answer() {
    let own = r#"{"own_estimated_wait": Bool(true), "own_waiting": Bool(true), "own_no_user": Bool(true)}"#;
    let report = assert_table(
        &format!(
            "start -> queue(support){own} -> end; queue[unprocessed] -> mailbox(messages) -> end; queue[overflow_waiting] -> say(Full) -> end;
            queue[reference_not_found] -> end; queue[dissuasion] -> end; queue[overflow_estimated_wait] -> say; rest -> end"
        ),
        &[
            "Nobody is connected to Support: +Goodbye -Person >queue overflow_no_user",
            "Nobody is connected: +Goodbye -Person >queue overflow_no_user",
            "Support is full: +Goodbye -Person >queue overflow_waiting >say ok",
            "The wait in Support is very long: +Goodbye -Person >queue overflow_estimated_wait >say ok",
            "Nobody in Support answers: +Goodbye +Voicemail -Person >queue unprocessed >mailbox message_left >mailbox no_message",
            "Everybody in Support disconnects: +Goodbye -Person >queue dissuasion",
            "Queue Support does not exist: +Goodbye -Person >queue reference_not_found",
        ],
        &["Ana is not connected", "Ben is not connected"],
    );
    assert_eq!(report.verdict, Verdict::NobodyDropped);
    let empty = report.rows.iter().find(|row| row.words == "Nobody is connected to Support").unwrap();
    let run = empty.play().unwrap();
    assert_eq!(run.scene.world.queues.get(&SUPPORT).and_then(|queue| queue.connected), Some(0));
}

#[test]
fn a_person_who_is_away_does_not_answer_or_rejects() {
    assert_table(
        "start -> user(ana) -> end; user[no_answer] -> say(Sorry) -> end; user[busy] -> end; rest -> end",
        &[
            "Ana is not connected: +Goodbye -Person >user unavailable",
            "Ana does not answer: +Goodbye -Person >user no_answer >say ok",
            "Ana rejects what is offered: +Goodbye -Person >user busy",
            "User Ana does not exist: +Goodbye -Person >user reference_not_found",
        ],
        &[],
    );
}

#[test]
fn a_number_that_is_busy_or_unanswered() {
    assert_table(
        "start -> number(partner) -> end; number[busy] -> say(Busy) -> end; number[invalid] -> end; say[error] -> end",
        &[
            "Partner is busy: +Goodbye -Transferred out >number busy >say ok",
            "Partner does not answer: Dropped at number by no_answer -Transferred out >number no_answer",
            "The line to Partner fails: Dropped at number by error -Transferred out >number error",
            "External number Partner does not exist: +Goodbye -Transferred out >number invalid",
        ],
        &[],
    );
    // The same number at two places is one thing, which fails at both.
    let report = assert_table(
        "start -> number1(+33155001030) -> end; number1[busy] -> number2(+33155001030) -> end; rest -> end",
        &[
            "+33155001030 is busy: +Goodbye -Transferred out >number1 busy >number2 busy",
            "+33155001030 does not answer: +Goodbye -Transferred out >number1 no_answer",
            "The line to +33155001030 fails: +Goodbye -Transferred out >number1 error",
        ],
        &[],
    );
    assert_eq!(report.verdict, Verdict::NobodyDropped);
}

#[test]
fn systems_delivery_and_what_needs_them() {
    let confirm = r#"{"template": Item(Reference("confirm")), "number": Operand(Text("+33698765432"))}"#;
    assert_table(
        &format!("start -> send_sms{confirm} -> start_recording -> end; start_recording[error] -> end"),
        &[
            "SMS is down: Dropped at send_sms by error -Goodbye >send_sms error",
            "Send a SMS: sending fails: Dropped at send_sms by error -Goodbye >send_sms error",
            "SMS template Confirmation does not exist: Dropped at send_sms by reference_not_found -Goodbye >send_sms reference_not_found",
            "Recorder is down: >start_recording error",
            "Start a recording: recorder fails: >start_recording error",
        ],
        &[],
    );
}

#[test]
fn a_failure_in_the_tree_at_the_end_is_a_bad_end() {
    let confirm = r#"{"template": Item(Reference("confirm")), "number": Operand(Text("+33698765432"))}"#;
    let lab = Lab::new("start -> say(Hello) -> end; rest -> end").ending(&format!("start -> send_sms{confirm} -> end"));
    let report = report(&lab);
    let down = report.rows.iter().find(|row| row.words == "SMS is down").unwrap();
    let bad: Vec<&str> = down.dropped.iter().map(|ended| ended.end.outcome.as_str()).collect();
    assert_eq!((bad, report.verdict), (vec!["Failure after the end"], Verdict::SomebodyDropped));
    assert!(plays(&report) > 0);
}

#[test]
fn a_mailbox_that_fails_and_a_sound_that_is_missing() {
    let sound = r#"{"source": Text("sound"), "sound": Item(Reference("welcome"))}"#;
    assert_table(
        &format!("start -> say{sound} -> mailbox(messages) -> end; mailbox[no_message] -> end; mailbox[error] -> end"),
        &[
            "Sound file Welcome is missing: Dropped at say by error -Goodbye -Voicemail >say error",
            "Messages: mailbox fails: -Voicemail >mailbox error",
            "Voice mailbox Messages does not exist: Dropped at mailbox by reference_not_found -Goodbye -Voicemail >mailbox reference_not_found",
        ],
        &[],
    );
}

#[test]
fn a_reference_in_a_variable_that_names_nothing() {
    let mut lab = Lab::new(
        "start -> assign(customer.name = messages) -> mailbox -> end; mailbox[no_message] -> end; rest -> end",
    );
    let mailbox = lab.ids["mailbox"];
    let action = Arc::make_mut(lab.flow_mut().flow.actions.get_mut(&mailbox).unwrap());
    action.params = ron::from_str(r#"{"mailbox": Item(Variable("customer.name"))}"#).unwrap();
    let version = lab.flow_mut();
    version.info.digest = Some(signalbox::digest::digest(version));
    assert_table_of(
        &lab,
        &[
            "What customer.name names at \"mailbox\" does not exist: -Voicemail >mailbox reference_not_found",
            "Distribution to a voice mailbox: mailbox fails: -Voicemail >mailbox error",
        ],
        &[],
    );
}

#[test]
fn what_a_failure_leads_to_is_dropped_for_its_own_reason() {
    // Everything works: nobody comes to the second queue, whose fallback is missing.
    let flow = "start -> queue1(support) -> end; queue1[unprocessed] -> number(partner) -> end; number[busy] -> end; queue1[reference_not_found] -> end";
    let report = report(&Lab::new(flow));
    // The number works while the queue fails, so its other branches are never taken.
    assert_eq!(report.verdict, Verdict::NobodyDropped, "{:#?}", table(&report));
    assert!(
        table(&report).contains("Nobody in Support answers: +Transferred out -Person >queue1 unprocessed >number ok")
    );
}

#[test]
fn somebody_who_is_dropped_while_everything_works_is_in_the_first_row() {
    let report = report(&Lab::new("start -> menu(1 Sales) -> number(partner) -> end; number[busy] -> end"));
    let bad: Vec<_> = report.baseline.dropped.iter().map(|ended| ended.end.branch.as_str()).collect();
    assert_eq!(bad, ["invalid", "no_input"]);
    // What drops callers in any case is no difference.
    let busy = report.rows.iter().find(|row| row.words == "Partner is busy").unwrap();
    assert!(busy.dropped.is_empty() && busy.is_noticed());
    let silent = report.rows.iter().find(|row| row.words == "Partner does not answer").unwrap();
    assert_eq!(silent.dropped.len(), 1);
}

/// A queue of so many people, of whom one is enough.
fn crowded(lab: &mut Lab, count: u32) {
    let ana = (*lab.project.resources[&ANA]).clone();
    let users = (0..count).map(|place| Resource {
        id: ResourceId(1_000 + place),
        name: format!("Person {place}"),
        reference: format!("person_{place}"),
        ..ana.clone()
    });
    let users: Vec<Resource> = users.collect();
    let support = Arc::make_mut(lab.project.resources.get_mut(&SUPPORT).unwrap());
    let ResourceData::Queue(queue) = &mut support.data else { panic!("no queue") };
    queue.members = users.iter().map(|user| QueueMember { who: user.id, ..QueueMember::default() }).collect();
    lab.project.last_id = 2_000;
    lab.project.resources.extend(users.into_iter().map(|user| (user.id, Arc::new(user))));
}

#[test]
fn what_is_not_tried_is_said_and_decides_nothing() {
    let lab = |count| Lab::new("start -> queue(support) -> end; rest -> end").given(|lab| crowded(lab, count));
    let all = report(&lab(20));
    assert_eq!((all.verdict, all.left_out.as_slice()), (Verdict::NobodyDropped, &[][..]));
    let some = report(&lab(23));
    assert_eq!(some.verdict, Verdict::NotDecided);
    assert_eq!(some.left_out, ["3 more people: what happens while one of them alone is not connected."]);
    assert_eq!(some.rows.iter().filter(|row| row.words.starts_with("Person ")).count(), 20);
}

#[test]
fn a_check_that_is_stopped_says_nothing() {
    let watch = Watch::default();
    watch.stop();
    let lab = Lab::new("start -> number(partner) -> end; rest -> end");
    let request = Request::of(lab.version, "2026-11-23".parse().unwrap());
    assert!(check(&Arc::new(lab.project), &request, &watch).is_err());
}

// Random trees.

/// What each failure of the random trees is, known here by hand: what it is called, the world, and the answer that comes where another one
/// would come while everything works.
type Known = (&'static str, fn(&mut World), &'static [&'static str]);

/// Answers by which something fails.
const FAILING: [&str; 13] = [
    "busy",
    "no answer",
    "line error",
    "mailbox fails",
    "recorder fails",
    "service answers broken",
    "service answers refused",
    "service answers slow",
    "service answers status",
    "service times out",
    "service is down",
    "wait out",
    "everyone disconnects",
];
/// Answers of people that make no difference beside *agent answers*.
const NEUTRAL: [&str; 4] = ["Ana answers", "Ana rejects", "everyone rejects", "wait"];

const KNOWN: [Known; 15] = [
    ("Everything works", |_| {}, &[]),
    ("Partner is busy", |_| {}, &["busy"]),
    ("Partner does not answer", |_| {}, &["no answer"]),
    ("The line to Partner fails", |_| {}, &["line error"]),
    ("Messages: mailbox fails", |_| {}, &["mailbox fails"]),
    ("Start a recording: recorder fails", |_| {}, &["recorder fails"]),
    ("Contracts always answers broken", |_| {}, &["service answers broken"]),
    ("Contracts is slow: no answer comes in time", |_| {}, &["service times out"]),
    ("Contracts is down", |world| drop(world.services.insert(CONTRACTS, ServiceState::Down)), &["service is down"]),
    ("Nobody in Support answers", |_| {}, &["wait out"]),
    ("Everybody in Support disconnects", |_| {}, &["everyone disconnects"]),
    ("Recorder is down", |world| _ = world.systems_down.insert(OutsideSystem::Recorder), &[]),
    (
        "Nobody is connected to Support",
        |world| _ = world.queues.insert(SUPPORT, QueueState { connected: Some(0), ..QueueState::default() }),
        &[],
    ),
    (
        "Support is full",
        |world| _ = world.queues.insert(SUPPORT, QueueState { waiting: 100_000, ..QueueState::default() }),
        &[],
    ),
    ("Ana is not connected", |world| _ = world.users.insert(ANA, UserState::Offline), &[]),
];

/// The actions of random trees.
const SMALL: [&str; 9] = [
    "menu(1 A)",
    "service(contracts:$.contract.status=customer.tier)",
    "number(partner)",
    "mailbox(messages)",
    "start_recording",
    "queue(support)",
    "say(Hello)",
    "test(customer.tier = active)",
    "assign(customer.tier = silver)",
];

/// A tree without rounds, whose branches lead on, end on purpose, or lead nowhere.
fn tree(chance: &mut Chance) -> Flow {
    let mut tree = Flow::blank(ActionId(1));
    let count = 3 + u32::try_from(chance.below(4)).unwrap();
    for id in 2..=count {
        let mut action = flow::action(chance.pick::<&str>(&SMALL));
        action.id = ActionId(id);
        action.links.clear();
        tree.actions.insert(action.id, Arc::new(action));
    }
    for id in 1..=count {
        let action = Arc::make_mut(tree.actions.get_mut(&ActionId(id)).unwrap());
        for branch in actions::branch_keys(action, VOICE) {
            let later = id + 1..=count;
            let to = later.clone().nth(chance.below(usize::try_from(count - id).unwrap().max(1)));
            // If something fails could lead back, so it ends, or it is not there.
            let to = to.filter(|_| branch != "if_something_fails");
            match (chance.below(8), to) {
                (0..=2, _) => {}
                (3, _) | (_, None) => drop(action.links.insert(branch, Link::EndsHere)),
                (_, Some(to)) => drop(action.links.insert(branch, Link::To(ActionId(to)))),
            }
        }
    }
    tree
}

/// Everything that calls come to.
#[derive(Default, PartialEq, Eq, Debug)]
struct Brute {
    ends: BTreeSet<(Option<ActionRef>, String, &'static str)>,
    branches: BTreeSet<(ActionRef, String)>,
    passed: usize,
}

impl Brute {
    fn follow(&mut self, run: &Run, instead: &[&str]) {
        if run.is_over() {
            return;
        }
        let mut next = Vec::new();
        if let Some(question) = &run.state().question {
            let offered: Vec<&str> = question.choices.iter().map(|choice| &*choice.text).collect();
            let is_failing = offered.iter().any(|text| instead.contains(text));
            for choice in question.choices.iter() {
                let text = &*choice.text;
                let is_customer_gone = text.starts_with("hang up");
                let is_left =
                    if is_failing { instead.contains(&text) || is_customer_gone } else { !FAILING.contains(&text) };
                if !is_left || NEUTRAL.contains(&text) || text.starts_with("Ben ") {
                    continue;
                }
                let text = if choice.input == Some(AnswerInput::Keys) { format!("{text} 9") } else { text.to_owned() };
                let mut run = run.clone();
                run.answer(&text).unwrap();
                next.push(run);
            }
        } else {
            let mut run = run.clone();
            run.step();
            next.push(run);
        }
        for after in next {
            self.note(&after, run.beats().len());
            self.follow(&after, instead);
        }
    }

    fn note(&mut self, run: &Run, since: usize) {
        let (mut at, mut left) = (None, String::new());
        for beat in &run.beats()[since..] {
            at = beat.place.or(at);
            match &beat.what {
                What::Left { branch, by_start, .. } => {
                    left = branch.clone();
                    self.branches.insert((beat.place.unwrap(), branch.clone()));
                    if *by_start {
                        let start = ActionRef { action: ActionId(1), ..beat.place.unwrap() };
                        self.branches.insert((start, "if_something_fails".to_owned()));
                    }
                }
                What::Ended(outcome, _) => drop(self.ends.insert((at, left.clone(), outcome.words()))),
                _ => {}
            }
        }
        self.passed += 1;
    }

    fn outcomes(&self) -> BTreeSet<&'static str> {
        // Hanging up is the caller's choice.
        self.ends.iter().map(|(_, _, outcome)| *outcome).filter(|outcome| *outcome != "Abandoned").collect()
    }

    fn bad(&self) -> BTreeSet<(Option<ActionRef>, String, &'static str)> {
        self.ends.iter().filter(|(_, _, outcome)| ["Dropped", "Error"].contains(outcome)).cloned().collect()
    }
}

#[test]
fn what_the_check_finds_is_what_every_path_of_random_trees_comes_to() {
    let (mut compared, mut dropped, mut quiet, mut played) = (BTreeSet::new(), 0, 0, 0);
    for case in 0..cases(80) {
        let mut chance = Chance::new(case);
        let mut lab = Lab::new("start -> end");
        lab.set_flow(tree(&mut chance));
        let report = report(&lab);
        played += plays(&report);
        let brute = |(_, world, instead): &Known| {
            let mut lab = lab.clone();
            lab.world = World::default();
            world(&mut lab.world);
            let mut brute = Brute::default();
            brute.follow(&Run::new(lab.scene()), instead);
            brute
        };
        let usual = brute(&KNOWN[0]);
        let of_baseline: BTreeSet<_> = report
            .baseline
            .dropped
            .iter()
            .map(|it| (it.end.at, it.end.branch.clone(), it.end.outcome.clone()))
            .collect();
        let owned = |bad: BTreeSet<(Option<ActionRef>, String, &'static str)>| -> BTreeSet<_> {
            bad.into_iter().map(|(at, branch, outcome)| (at, branch, outcome.to_owned())).collect()
        };
        assert_eq!(of_baseline, owned(usual.bad()), "case {case}");
        for known in &KNOWN[1..] {
            let fails = brute(known);
            let Some(row) = report.rows.iter().find(|row| row.words == known.0) else {
                // A thing that no call touches changes nothing.
                assert_eq!((&fails.ends, &fails.branches), (&usual.ends, &usual.branches), "case {case}: {}", known.0);
                quiet += 1;
                continue;
            };
            let context = format!("case {case}: {}", known.0);
            let words = |set: Vec<&'static str>| set.into_iter().map(str::to_owned).collect::<Vec<_>>();
            let appear = fails.outcomes().difference(&usual.outcomes()).copied().collect();
            let vanish = usual.outcomes().difference(&fails.outcomes()).copied().collect();
            assert_eq!((&row.appear, &row.vanish), (&words(appear), &words(vanish)), "{context}");
            let of_row = |all: &[signalbox::sim::failures::BranchOf]| -> BTreeSet<_> {
                let place =
                    |it: &signalbox::sim::failures::BranchOf| ActionRef { version: it.version, action: it.action };
                all.iter().map(|it| (place(it), it.branch.clone())).collect()
            };
            let reached: BTreeSet<_> = fails.branches.difference(&usual.branches).cloned().collect();
            let gone: BTreeSet<_> = usual.branches.difference(&fails.branches).cloned().collect();
            assert_eq!((of_row(&row.reached), of_row(&row.lost)), (reached, gone), "{context}");
            let bad: BTreeSet<_> = fails.bad().difference(&usual.bad()).cloned().collect();
            let of_row: BTreeSet<_> =
                row.dropped.iter().map(|it| (it.end.at, it.end.branch.clone(), it.end.outcome.clone())).collect();
            assert_eq!(of_row, owned(bad), "{context}");
            compared.insert(known.0);
            dropped += row.dropped.len();
        }
    }
    assert_eq!(compared.len(), KNOWN.len() - 1, "{compared:?}");
    assert!(dropped > 15 && quiet > 50 && played > 50, "{dropped} dropped, {quiet} untouched, {played} played");
}

#[test]
fn a_fallback_that_is_taken_out_of_the_claims_line_is_found_and_played() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/claims_line.ron");
    let whole = signalbox::storage::load(&path).unwrap().0.project;
    let version = whole.versions.values().find(|version| version.info.name == "Monday menu").unwrap().id;
    let of = |project: signalbox::model::Project| {
        check(&Arc::new(project), &Request::of(version, "2026-11-23".parse().unwrap()), &Watch::default()).unwrap()
    };
    let good = of(whole.clone());
    plays(&good);
    let dropping = |report: &Report| -> BTreeSet<String> {
        report.rows.iter().filter(|row| !row.dropped.is_empty()).map(line).collect()
    };
    let mut planted = whole;
    let flow = &mut Arc::make_mut(planted.versions.get_mut(&version).unwrap()).flow;
    let queue = flow.actions.values_mut().find(|action| action.kind == "to_queue").unwrap();
    Arc::make_mut(queue).links.retain(|branch, _| branch == "processed");
    let queue = queue.id;
    let found = of(planted);
    let new: Vec<String> = dropping(&found).difference(&dropping(&good)).cloned().collect();
    assert!(!new.is_empty());
    assert!(found.places(version).contains_key(&queue));
    plays(&found);
}

#[test]
fn the_command_line_says_who_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, flow: &str| {
        let path = folder.path().join(name);
        signalbox::storage::save(&path, &Lab::new(flow).project).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let run = |path: &str, more: &[&str]| {
        let given = ["failures", path, "--routing", "main", "--version", "v1", "--from", "2026-11-23"];
        cli::signalbox(&[&given[..], more].concat())
    };
    let good = write("good.ron", "start -> number(partner) -> end; rest -> end");
    let done = run(&good, &[]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("Nobody is dropped, whatever fails. 4 failures were tried.\n"), "{}", done.out);

    let bad = write("bad.ron", "start -> number(partner) -> end; number[busy] -> end");
    let done = run(&bad, &[]);
    assert_eq!(done.code, 1);
    assert!(done.out.contains("  Partner does not answer\n    Dropped at \"number\": "), "{}", done.out);
    assert!(done.out.contains("      answers: no answer\n"), "{}", done.out);
    let json: serde_json::Value = serde_json::from_str(&run(&bad, &["--json"]).out).unwrap();
    let version = &json["versions"][0];
    assert_eq!(version["verdict"], "somebody_dropped");
    let failures = version["failures"].as_array().unwrap();
    let silent = failures.iter().find(|row| row["fails"] == "Partner does not answer").unwrap();
    assert_eq!(silent["dropped"][0]["title"], "number");
    assert_eq!(silent["dropped"][0]["answers"][0], "no answer");
    assert_eq!(silent["outcomes_gone"][0], "Transferred out");

    let crowd = folder.path().join("crowd.ron");
    let mut lab = Lab::new("start -> queue(support) -> end; rest -> end");
    crowded(&mut lab, 21);
    signalbox::storage::save(&crowd, &lab.project).unwrap();
    assert_eq!(run(crowd.to_str().unwrap(), &[]).code, 3);
    assert_eq!(cli::signalbox(&["failures", "nothing.ron"]).code, 2);
}
