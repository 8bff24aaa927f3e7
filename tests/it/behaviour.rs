//! The behaviour of two versions (spec: testing §7), against hand-worked tables and against runs of the plain engine.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use signalbox::catalog::Effect;
use signalbox::model::{Link, Status, TestCall, TestCallId, VersionId};
use signalbox::sim::behaviour::{Behaviour, Request, Side, compare, log};
use signalbox::sim::paths::MOST_STATES;
use signalbox::sim::suite::{self, play};
use signalbox::sim::{Run, Watch, What};

use crate::support::Lab;
use crate::support::chance::{Chance, cases};

const FLOW: &str = "start -> menu(1 Sales, 2 Help); menu[1] -> queue(support); menu[2] -> say(Goodbye) -> end;
    queue[Processed] -> end; rest -> mailbox; mailbox -> end";

fn request(log: Vec<TestCall>) -> Request {
    let from = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    Request { from, most_states: MOST_STATES, log, only_log: false }
}

/// The version of the laboratory, beside another one of the same routing.
fn beside(lab: &Lab, other: &str) -> (Side, Side) {
    let mut lab = lab.clone();
    let (version, _) = lab.add_version(lab.routing, "Other", Status::InDevelopment, other);
    let project = Arc::new(lab.project.clone());
    let side = |version: VersionId| Side { project: project.clone(), version };
    (side(lab.version), side(version))
}

fn compared(lab: &Lab, other: &str) -> Behaviour {
    let (one, other) = beside(lab, other);
    compare(&one, &other, &request(Vec::new()), &Watch::default()).unwrap()
}

/// The groups in words: where the calls part, how they end, and how many there are.
fn groups(found: &Behaviour) -> Vec<String> {
    let words = |group: &signalbox::sim::behaviour::Group| {
        let at = group.at.as_deref().unwrap_or("-");
        format!("{at}: {} → {} ({})", group.one, group.other, group.calls.len())
    };
    found.groups.iter().map(words).collect()
}

/// The laboratory with test calls of what is played.
fn with_calls(scripts: &[&str]) -> Lab {
    let mut lab = Lab::new(FLOW);
    for (id, script) in (900..).zip(scripts) {
        let id = TestCallId(id);
        let call = TestCall { id, name: (*script).to_owned(), ..suite::record(&lab.run(script)) };
        lab.project.last_id = id.0;
        lab.project.test_calls.insert(id, Arc::new(call));
    }
    lab
}

#[test]
fn the_same_tree_gives_no_difference_in_so_many_calls() {
    let found = compared(&with_calls(&["press 1; Ana answers", "press 2"]), FLOW);
    assert!(found.groups.is_empty(), "{:?}", groups(&found));
    // Two test calls, and at least one more for every branch that these do not take: no input, wrong key, the branches of the queue.
    assert!(found.calls >= 8, "{}", found.calls);
    assert_eq!(found.words(), format!("No difference in {} calls.", found.calls));
    assert!(found.limits.iter().all(|limit| limit.starts_with("No call was found that takes ")), "{:?}", found.limits);
}

#[test]
fn calls_that_end_differently_are_grouped_by_where_they_part() {
    let lab = with_calls(&["press 1; Ana answers", "press 2"]);
    // The keys lead the other way round.
    let swapped = FLOW.replace("menu[1] -> queue", "menu[2] -> queue").replace("menu[2] -> say(", "menu[1] -> say(");
    let found = compared(&lab, &swapped);
    let by_name = |name: &str| {
        let mut all = found.groups.iter().flat_map(|group| group.calls.iter().map(move |call| (group, call)));
        all.find(|(_, call)| call.name == name)
            .map(|(group, _)| format!("{:?} {} → {}", group.at, group.one, group.other))
    };
    // The first call is never served: the answer of Ana is left over. The second one waits for an answer that was not recorded.
    let first = by_name("press 1; Ana answers").unwrap();
    assert!(first.starts_with("Some(\"menu\") Person") && first.contains("was not asked for"), "{first}");
    let second = by_name("press 2").unwrap();
    assert!(second.starts_with("Some(\"menu\") Goodbye → Still waiting at"), "{second}");
    assert!(found.apart() >= 2 && found.words().ends_with("end differently."), "{}", found.words());
}

#[test]
fn a_text_a_question_and_a_queue_make_a_difference() {
    let lab = with_calls(&["press 2"]);
    let said = compared(&lab, &FLOW.replace("say(Goodbye)", "say(So long)"));
    let [words] = groups(&said).try_into().unwrap();
    assert!(words.starts_with("-: says “Goodbye” → says “So long” ("), "{words}");
    // A new question is asked on the way.
    let asks =
        FLOW.replace("menu[2] -> say(Goodbye) -> end", "menu[2] -> menu2(1 Yes) ; menu2[1] -> say(Goodbye) -> end");
    let found = compared(&lab, &asks);
    let press_2 = found.groups.iter().find(|group| group.calls.iter().any(|call| call.name == "press 2")).unwrap();
    assert_eq!(press_2.one, "Goodbye");
    assert!(press_2.other.contains("Still waiting at"), "{}", press_2.other);
    // Somebody else serves.
    let sales = compared(&with_calls(&["press 1; agent answers"]), &FLOW.replace("queue(support)", "queue(sales)"));
    let served = sales.groups.iter().find(|group| group.one.starts_with("Person")).unwrap();
    assert!(served.one.contains("Support") && served.other.contains("Sales"), "{} → {}", served.one, served.other);
}

#[test]
fn past_contacts_are_played_to_both_versions() {
    let lab = Lab::new(FLOW);
    let (one, other) = beside(&lab, &FLOW.replace("menu[2] -> say(Goodbye) -> end", "menu[2] -> mailbox"));
    let row = |time: &str, answers: &str, outcome: &str| {
        let cells = [time, "", "+33612345678", "fr", "", answers, outcome, "", ""];
        cells.map(str::to_owned).to_vec()
    };
    let rows = [
        row("2026-11-23T10:00:00", "press 2", "Goodbye"),
        row("2026-11-23 22:15", "press 1; Ana answers", "Voicemail"),
        row("2026-11-24T09:00:00Z", "press 7", ""),
        row("soon", "press 2", ""),
        row("2026-11-24T09:00:00", "enter 5", ""),
    ];
    let past = log::calls(&one, &rows, &Watch::default());
    assert_eq!((past.calls.len(), past.outcomes), (3, (2, 1)), "{:?}", past.left);
    assert!(past.left[0].starts_with("Contact 4 was not played: \"soon\" is not a date and time."), "{:?}", past.left);
    assert!(past.left[1].starts_with("Contact 5 was not played: Answer 1:"), "{:?}", past.left);
    let found = compare(&one, &other, &request(past.calls), &Watch::default()).unwrap();
    let of_log: Vec<&str> = found
        .groups
        .iter()
        .flat_map(|group| &group.calls)
        .filter(|call| call.name.starts_with("Contact"))
        .map(|call| call.name.as_str())
        .collect();
    assert_eq!(of_log, ["Contact 1 of 2026-11-23T10:00:00"]);
    let call =
        found.groups.iter().flat_map(|group| &group.calls).find(|call| call.name.starts_with("Contact 1")).unwrap();
    assert!(call.given.contains(&"the number is \"+33612345678\"".to_owned()), "{:?}", call.given);
    assert!(call.given.contains(&"it begins on Monday 2026-11-23 at 10:00:00".to_owned()), "{:?}", call.given);
}

/// What a customer notices of a run of the plain engine, read off its beats.
fn noticed(run: &Run) -> (Option<String>, Vec<String>, Vec<String>) {
    let mut served = Vec::new();
    let mut heard = Vec::new();
    for beat in run.beats() {
        match &beat.what {
            What::Effect(Effect::Heard(text)) => heard.push(text.clone()),
            What::Effect(Effect::ServedBy(who)) => served.push(run.scene.project.resources[who].name.clone()),
            _ => {}
        }
    }
    (run.outcome().map(|outcome| outcome.words().to_owned()), served, heard)
}

#[test]
fn on_random_trees_the_calls_that_end_differently_are_those_of_the_plain_engine() {
    let mut seen = BTreeSet::new();
    for seed in 0..cases(40) {
        let mut chance = Chance::new(seed);
        let scripts = ["press 1", "press 2", "press 1; press 1", "press 1; press 2", "silence", "hang up"];
        let lab = Lab::new(
            "start -> menu(1 A, 2 B); menu[1] -> say(One) -> menu2(1 C, 2 D); menu[2] -> say2(Two) -> end;
                menu2[1] -> say3(Three) -> end; menu2[2] -> say4(Four) -> end; rest -> end",
        );
        let mut lab = lab;
        for (id, script) in (900..).zip(scripts) {
            let (run, _) = lab.try_run(script);
            let call = TestCall { id: TestCallId(id), name: script.to_owned(), ..suite::record(&run) };
            lab.project.last_id = id;
            lab.project.test_calls.insert(call.id, Arc::new(call));
        }
        let mut other = lab.project.versions[&lab.version].as_ref().clone();
        other.id = VersionId(9_000);
        let ids: Vec<_> = other.flow.actions.keys().copied().collect();
        for _ in 0..=chance.below(3) {
            let from = *chance.pick(&ids);
            let to = *chance.pick(&ids);
            let action = Arc::make_mut(other.flow.actions.get_mut(&from).unwrap());
            let keys: Vec<String> = action.links.keys().cloned().collect();
            if !keys.is_empty() {
                action.links.insert(chance.pick(&keys).clone(), Link::To(to));
            }
        }
        lab.project.versions.insert(other.id, Arc::new(other));
        let project = Arc::new(lab.project.clone());
        let side = |version| Side { project: project.clone(), version };
        let (one, other) = (side(lab.version), side(VersionId(9_000)));
        let found = compare(&one, &other, &request(Vec::new()), &Watch::default()).unwrap();
        let apart: BTreeSet<&str> =
            found.groups.iter().flat_map(|group| &group.calls).map(|call| call.name.as_str()).collect();
        for call in project.test_calls.values() {
            let [first, second] = [&one, &other].map(|side| {
                let played = play::play(play::scene(&project, call, side.version).unwrap(), call);
                (
                    noticed(&played.run),
                    played.run.state().at.filter(|_| !played.run.is_over()).map(|at| at.action),
                    played.stale.is_empty(),
                )
            });
            assert_eq!(
                apart.contains(call.name.as_str()),
                first != second,
                "{seed} {}: {first:?} {second:?}",
                call.name
            );
            seen.insert(first != second);
        }
    }
    assert_eq!(seen.len(), 2, "both happen");
}
