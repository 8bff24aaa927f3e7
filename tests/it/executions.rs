//! Test executions: the stored data of a run, replays, and the absence of card numbers.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use signalbox::model::{Channel, Execution, VersionId};
use signalbox::sim::execution::{record, replay};
use signalbox::sim::report::prose;
use signalbox::storage::executions::{Executions, MAX_KEPT, insert, keep, load};

use crate::support::Lab;

const MENU: &str = "start -> say(Hello) -> menu(1 Sales, 2 Help); menu[1] -> queue(support); rest -> end";
const PAY: &str =
    r#"start -> pay_invoice{"module": Item(Reference("billing")), "invoice": Operand(Text("F-1"))}; rest -> end"#;
/// A number with a valid card checksum that is not a real card.
const CARD: &str = "4111111111111111";

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_424_400, 0).unwrap()
}

fn kept(lab: &Lab, script: &str) -> Execution {
    record(&lab.run(script), now(), "d1:x".to_owned())
}

#[test]
fn an_execution_contains_everything_that_the_list_shows() {
    let mut lab = Lab::new(MENU);
    for action in lab.flow_mut().flow.actions.values_mut() {
        Arc::make_mut(action).record_passage = true;
    }
    let execution = kept(&lab, "press 1; agent answers");
    assert_eq!(execution.entry_point, Some(signalbox::sim::scene::NO_ENTRY_POINT), "no entry point leads there");
    assert_eq!(execution.path, ["Start", "say", "menu", "queue"]);
    assert_eq!(execution.outcome, "Person");
    assert!(execution.duration_ms > 0);
    assert_eq!(execution.passages.len(), 4);
    assert_eq!(execution.passages[2], "menu → 1 Sales");
    assert_eq!(execution.trace, prose(&lab.run("press 1; agent answers")));
    assert_eq!((execution.caller.number, execution.seed), (lab.caller.number.clone(), lab.seed));
    let times: Vec<u64> = execution.answers.iter().map(|answer| answer.at_ms).collect();
    assert!(times[0] > 0 && times[1] > times[0], "{times:?}");
    // A caller who hangs up in a menu has reached the menu.
    assert_eq!(kept(&lab, "hang up").path, ["Start", "say", "menu"]);
    assert_eq!(kept(&lab, "hang up during it").path, ["Start", "say"]);
}

#[test]
fn every_execution_replays_the_same() {
    for (flow, script) in [
        (MENU, "press 1; agent answers"),
        (MENU, "press 1; agent answers after 40s"),
        (MENU, "hang up during it"),
        (MENU, "press 9; press 9; hang up"),
        (PAY, "enters a card; bank refuses; enters a card; bank accepts"),
    ] {
        let mut lab = Lab::new(flow);
        let execution = kept(&lab, script);
        // A change of the project's caller has no effect: executions keep copies.
        lab.caller.number = "+33100000000".to_owned();
        let (run, stale) = replay(&execution, Arc::new(lab.project.clone()), lab.version).unwrap();
        assert_eq!((stale, prose(&run)), (None, execution.trace.clone()), "{script}");
        assert!(run.is_over());
        let gone = replay(&execution, Arc::new(lab.project.clone()), VersionId(9_999)).unwrap_err();
        assert!(gone.contains("no longer exists"), "{gone}");
    }
}

#[test]
fn an_execution_keeps_the_number_of_its_rules_and_runs_again_only_by_them() {
    let lab = Lab::new(MENU);
    let execution = kept(&lab, "press 1; agent answers");
    assert_eq!(execution.rules, 4);
    for rules in [0, 3, 5] {
        let other = Execution { rules, ..execution.clone() };
        let why = replay(&other, Arc::new(lab.project.clone()), lab.version).unwrap_err();
        let words = if rules < execution.rules { "an earlier version" } else { "a later version" };
        assert!(why.contains(words), "{why}");
    }
    // An execution that was kept before rules had a number.
    let text = ron::to_string(&execution).unwrap();
    let before: Execution = ron::from_str(&text.replace("rules:4,", "")).unwrap();
    assert_eq!(before, Execution { rules: 0, ..execution });
}

#[test]
fn a_replayed_answer_comes_at_its_time_and_not_at_the_first_match() {
    // The same answer fits both announcements.
    let lab = Lab::new("start -> say1(Hello) -> say2(Goodbye) -> end; rest -> end");
    let mut run = signalbox::sim::Run::new(lab.scene());
    while run.state().at.map(|place| place.action) != Some(lab.ids["say2"]) || run.state().question.is_none() {
        assert!(run.step());
    }
    run.answer("hang up during it").unwrap();
    let execution = record(&run, now(), String::new());
    assert_eq!(execution.path, ["Start", "say1", "say2"]);
    let (again, stale) = replay(&execution, Arc::new(lab.project.clone()), lab.version).unwrap();
    assert_eq!((stale, prose(&again)), (None, execution.trace));
}

#[test]
fn a_tree_without_the_question_stops_the_replay() {
    let lab = Lab::new(MENU);
    let execution = kept(&lab, "press 1; agent answers");
    let other = Lab::new("start -> say(Hello) -> end; rest -> end");
    let (run, stale) = replay(&execution, Arc::new(other.project.clone()), other.version).unwrap();
    assert!(run.is_over() && stale.is_some());
}

#[test]
fn no_digit_of_a_card_is_kept() {
    let lab = Lab::new("start -> entry(customer.number) -> menu(1 A); rest -> end");
    let execution = kept(&lab, &format!("press {CARD}; hang up"));
    let lab =
        Lab::new(r#"start -> ask{"text": Texts({"": "Which card?"}), "target": Text("customer.name")}; rest -> end"#);
    let mut lab = lab.over(Channel::Messaging);
    lab.caller.first_message = format!("My card is {CARD}");
    lab.caller.variables.insert("customer.name".to_owned(), CARD.to_owned());
    let written = kept(&lab, "reply It is 4111 1111 1111 1111");
    for execution in [execution, written] {
        let text = ron::to_string(&execution).unwrap();
        assert!(text.contains("••••"), "{text}");
        assert!(!text.contains("4111"), "{text}");
    }
    // The masked card is not a valid answer: the replay stops there.
    let lab = Lab::new("start -> entry(customer.number) -> menu(1 A); rest -> end");
    let execution = kept(&lab, &format!("press {CARD}; hang up"));
    assert!(replay(&execution, Arc::new(lab.project.clone()), lab.version).unwrap().1.is_some());
}

#[test]
fn a_payment_asks_for_no_digits() {
    let lab = Lab::new(PAY);
    for script in ["", "enters a card", "enters a card; bank refuses"] {
        let run = lab.run(script);
        let question = run.state().question.clone().unwrap();
        assert!(question.choices.iter().all(|choice| choice.input.is_none()), "{question:?}");
    }
}

#[test]
fn the_newest_fifty_of_each_version_are_kept() {
    let mut all = Executions::new();
    for second in 0..60 {
        let execution = Execution { at: now() + TimeDelta::seconds(second), ..Execution::default() };
        insert(&mut all, VersionId(1), execution);
    }
    insert(&mut all, VersionId(2), Execution::default());
    assert_eq!((all[&VersionId(1)].len(), all[&VersionId(2)].len()), (MAX_KEPT, 1));
    assert_eq!(all[&VersionId(1)][0].at, now() + TimeDelta::seconds(59));
}

#[test]
fn executions_are_read_back_with_those_of_other_windows_and_without_other_projects() {
    let folder = tempfile::tempdir().unwrap();
    let lab = Lab::new(MENU);
    let execution = kept(&lab, "press 1; agent answers");
    let uid = "../../elsewhere";
    assert_eq!(load(folder.path(), uid), Executions::new());
    keep(folder.path(), uid, lab.version, execution.clone()).unwrap();
    // A second window, unaware of the first.
    let other = Execution { seed: 9, ..execution.clone() };
    keep(folder.path(), uid, lab.version, other.clone()).unwrap();
    keep(folder.path(), "another", VersionId(4), Execution::default()).unwrap();
    assert_eq!(load(folder.path(), uid), Executions::from([(lab.version, vec![other, execution])]));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing outside the folder");
}
