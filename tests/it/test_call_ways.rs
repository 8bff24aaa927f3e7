//! Test calls in the hand: answers that are typed, what else could be expected, and where a call first differs from an earlier run (spec:
//! testing §1).

use std::sync::Arc;

use signalbox::model::{Expectation, Link, Project, Status, TestCall, TestCallId};
use signalbox::sim::Run;
use signalbox::sim::suite::look::look;
use signalbox::sim::suite::way::{Passing, first_difference, way};
use signalbox::sim::suite::{self, Verdict, with_answer};

use crate::support::Lab;

const FLOW: &str = "start -> menu(1 Sales, 2 Help); menu[1] -> queue(support); menu[2] -> say(Goodbye) -> end;
    queue[Processed] -> end; rest -> mailbox; mailbox -> end";

fn recorded(lab: &Lab, script: &str) -> Arc<TestCall> {
    let call = TestCall { id: TestCallId(900), name: "A test call".to_owned(), ..suite::record(&lab.run(script)) };
    Arc::new(call)
}

fn project(lab: &Lab) -> Arc<Project> {
    Arc::new(lab.project.clone())
}

/// The same laboratory with other links, its version in development.
fn relinked(lab: &Lab, from: &str, branch: &str, to: &str) -> Lab {
    let (from, to) = (lab.ids[from], lab.ids[to]);
    lab.clone().given(|lab| {
        let version = lab.flow_mut();
        (version.info.status, version.info.digest) = (Status::InDevelopment, None);
        let action = Arc::make_mut(version.flow.actions.get_mut(&from).unwrap());
        action.links.insert(branch.to_owned(), Link::To(to));
    })
}

fn words(now: &Run, before: &Run) -> String {
    first_difference(&way(now), &way(before)).map_or_else(|| "the same".to_owned(), |it| it.words())
}

#[test]
fn the_first_difference_says_where_both_runs_go() {
    let lab = Lab::new(FLOW);
    let run = |script: &str| lab.run(script);
    let served = run("press 1; Ana answers");
    assert_eq!(words(&served, &run("press 1; Ana answers")), "the same");
    assert_eq!(
        words(&run("press 2"), &served),
        "At \"menu\" the call goes to \"say\" by 2 Help, where it used to go to \"queue\" by 1 Sales."
    );
    assert_eq!(
        words(&served, &run("press 2")),
        "At \"menu\" the call goes to \"queue\" by 1 Sales, where it used to go to \"say\" by 2 Help."
    );
    assert_eq!(
        words(&run("press 1"), &served),
        "At \"queue\" the call still waits, where it used to end by Processed."
    );
    assert_eq!(words(&served, &run("press 1")), "At \"queue\" the call ends by Processed, where it used to wait.");
    // The same branch, which leads elsewhere.
    let elsewhere = relinked(&lab, "menu", "row:1", "say");
    assert_eq!(
        words(&elsewhere.run("press 1"), &served),
        "At \"menu\" the call goes to \"say\" by 1 Sales, where it used to go to \"queue\" by 1 Sales."
    );
    let difference = first_difference(&way(&elsewhere.run("press 1")), &way(&served)).unwrap();
    assert_eq!((difference.at.version, difference.at.action), (lab.version, lab.ids["menu"]));
    assert_eq!(difference.now.to.unwrap().action, lab.ids["say"]);
    assert_eq!(difference.before.to.unwrap().action, lab.ids["queue"]);
}

#[test]
fn the_first_difference_in_a_routing_that_comes_back_is_found_there() {
    let main = "start -> call(inner: Known, New); call[Known] -> say(Hello) -> end; call[New] -> say2(Welcome) -> end;
        rest -> end";
    let lab = |key: &str| {
        Lab::new(main)
            .with("inner", &format!("start -> menu(1 Yes, 2 No); menu[{key}] -> back(Known); rest -> back2(New)"))
    };
    let (now, before) = (lab("2").run("press 1"), lab("1").run("press 1"));
    // The action that runs the other routing is left by another branch too, but later.
    assert_eq!(
        words(&now, &before),
        "At \"menu\" the call goes to \"back2\" by 1 Yes, where it used to go to \"back\" by 1 Yes."
    );
}

#[test]
fn a_call_that_fails_is_compared_with_its_last_passing_run_or_with_another_version() {
    let lab = Lab::new(FLOW);
    let mut call = recorded(&lab, "press 1; Ana answers");
    let passing = Passing { call: call.clone(), way: Arc::new(way(&lab.run("press 1; Ana answers"))), version: None };
    let broken = relinked(&lab, "menu", "row:1", "say");
    let difference =
        |lab: &Lab, call: &Arc<TestCall>, before| look(&project(lab), call, lab.version, before).difference;
    let found = difference(&broken, &call, Some(passing.clone())).unwrap();
    assert!(found.words().ends_with("where it used to go to \"queue\" by 1 Sales."), "{}", found.words());
    // A call that passes has no difference.
    assert_eq!(difference(&lab, &call, Some(passing.clone())), None);
    // Without an earlier run there is none to compare with, as long as no other version passes.
    assert_eq!(difference(&broken, &call, None), None);
    let mut with_other = broken.clone();
    with_other.add_version(lab.routing, "Proven", Status::InProduction, FLOW);
    let found = difference(&with_other, &call, None).unwrap();
    let expected = "At \"menu\" the call goes to \"say\" by 1 Sales, where with version \"Proven\" it goes to \"queue\" by 1 Sales.";
    assert_eq!(found.words(), expected);
    // An earlier run with other answers is another call. What is expected, and the name, make no difference.
    let renamed = TestCall { name: "Other".to_owned(), expectations: vec![], ..(*call).clone() };
    assert!(passing.is_of(&renamed));
    Arc::make_mut(&mut call).answers.truncate(1);
    Arc::make_mut(&mut call).expectations = vec![Expectation::Outcome("Person".to_owned())];
    assert!(!passing.is_of(&call));
    assert_eq!(difference(&broken, &call, Some(passing)), None);
}

#[test]
fn what_happens_and_is_not_expected_is_proposed() {
    let lab = Lab::new(FLOW);
    let call = recorded(&lab, "press 1; Ana answers");
    assert_eq!(call.expectations.len(), 3, "the outcome, who served, and through which queue");
    let seen = look(&project(&lab), &call, lab.version, None);
    let titles: Vec<&str> = seen.passed.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(titles, ["Start", "menu", "queue"]);
    assert!(seen.waits.is_none());
    let said: Vec<&str> = seen.transcript.iter().map(|it| it.what.as_str()).collect();
    assert!(said.iter().any(|it| it.contains("press 2")), "{said:?}");
    assert!(seen.proposed.iter().all(|it| !call.expectations.contains(it)), "{:?}", seen.proposed);
    // Everything that is proposed holds.
    let all = TestCall { expectations: seen.proposed.clone(), ..(*call).clone() };
    let result = suite::run_one(&project(&lab), &all, lab.version);
    assert_eq!((result.verdict, result.lines.len()), (Verdict::Passes, seen.proposed.len()), "{}", result.trouble());
    // A line that is no longer expected is proposed again.
    let fewer = Arc::new(TestCall { expectations: call.expectations[1..].to_vec(), ..(*call).clone() });
    assert!(look(&project(&lab), &fewer, lab.version, None).proposed.contains(&call.expectations[0]));
    // A call that waits says for what.
    let short = Arc::new(TestCall { answers: call.answers[..1].to_vec(), ..(*call).clone() });
    let waits = look(&project(&lab), &short, lab.version, None).waits.unwrap();
    assert_eq!((waits.title.as_str(), waits.prompt.as_str()), ("queue", "waits in the queue"));
    assert!(waits.answers.iter().any(|answer| answer == "Ana answers"), "{:?}", waits.answers);
}

#[test]
fn an_answer_is_typed_as_text_and_read_against_its_question() {
    let lab = Lab::new(FLOW);
    let call = recorded(&lab, "press 9; press 1; agent answers");
    let typed = |place, text: &str| with_answer(&project(&lab), &call, lab.version, place, text);
    // The same text is the same answer.
    for (place, answer) in call.answers.iter().enumerate() {
        assert_eq!(typed(Some(place), &answer.text), Ok(call.answers.clone()), "{place}");
    }
    let other = typed(Some(1), "press 2").unwrap();
    assert_eq!((other[1].key.as_str(), other[1].value.as_str(), other[1].question), ("press", "2", 2));
    assert_eq!((other[1].routing, other[1].action), (lab.routing, lab.ids["menu"]));
    assert_eq!([&other[0], &other[2]], [&call.answers[0], &call.answers[2]]);
    // The same as if the call had been recorded in this way.
    let by_ana = recorded(&lab, "press 9; press 1; Ana answers after 7s for 90s").answers.clone();
    assert_eq!(
        typed(Some(2), "ana  ANSWERS after 7s for 90s").map(|it| it[2].value.clone()),
        Ok(by_ana[2].value.clone())
    );
    let change = typed(Some(2), "set Ben busy").unwrap();
    assert_eq!((change[2].key.as_str(), change[2].value.as_str()), ("set", "set Ben busy"));
    let why = typed(Some(1), "sing").unwrap_err();
    assert!(why.contains("press 1") && !why.contains("Answer 1"), "{why}");
    let why = typed(None, "press 1").unwrap_err();
    assert_eq!(why, "\"press 1\" answers nothing: the call is over before that.");
}

#[test]
fn an_answer_is_added_where_the_call_stops() {
    let lab = Lab::new(FLOW);
    let whole = recorded(&lab, "press 1; Ana answers");
    let add = |lab: &Lab, call: &TestCall, text: &str| with_answer(&project(lab), call, lab.version, None, text);
    // From nothing to the whole call, one answer after the other.
    let mut call = TestCall { answers: Vec::new(), ..(*whole).clone() };
    for text in ["press 1", "Ana answers"] {
        call.answers = add(&lab, &call, text).unwrap();
    }
    assert_eq!(call.answers, whole.answers);
    // A new menu in the middle: its answer comes before those that are left.
    let second = "start -> menu(1 Sales, 2 Help); menu[1] -> menu2(1 Old, 2 New); menu2[1] -> queue(support);
        menu[2] -> say(Goodbye) -> end; queue[Processed] -> end; rest -> mailbox; mailbox -> end";
    let mut newer = lab.clone();
    let (version, ids) = newer.add_version(lab.routing, "newer", Status::InDevelopment, second);
    newer.version = version;
    let of_queue = |call: &TestCall| TestCall {
        answers: call
            .answers
            .iter()
            .map(|it| {
                let action = if it.action == lab.ids["queue"] { ids["queue"] } else { it.action };
                signalbox::model::RecordedAnswer { action, ..it.clone() }
            })
            .collect(),
        ..call.clone()
    };
    let stale = of_queue(&whole);
    assert_eq!(suite::run_one(&project(&newer), &stale, version).verdict, Verdict::Stale);
    let answers = add(&newer, &stale, "press 1").unwrap();
    let asked: Vec<_> = answers.iter().map(|it| it.action).collect();
    assert_eq!(asked, [ids["menu"], ids["menu2"], ids["queue"]]);
    let mended = TestCall { answers, ..stale.clone() };
    assert_eq!(suite::run_one(&project(&newer), &mended, version).verdict, Verdict::Passes);
    // A text is read against the first question that has no answer before it.
    let why = with_answer(&project(&newer), &stale, version, Some(1), "Ana answers").unwrap_err();
    assert!(why.contains("does not fit here") && why.contains("press 2"), "{why}");
    // A later answer cannot be read while an earlier one does not fit.
    let broken = TestCall { answers: vec![stale.answers[1].clone(), stale.answers[0].clone()], ..stale };
    let why = with_answer(&project(&newer), &broken, version, Some(1), "Ana answers").unwrap_err();
    assert!(why.starts_with("An earlier answer does not fit this version"), "{why}");
}
