//! Test calls in the file: each is one line, every variant comes back, and what cannot be kept is repaired with a sentence.

use std::sync::Arc;

use super::*;
use crate::edit::{Context, Document, Edit};
use crate::model::*;
use crate::storage::repair::repair;

/// The line of [`everything`], written by hand from the page on the format: every field and every variant.
const EVERYTHING: &str = concat!(
    "    10: (name: \"At night, no key\", note: \"From the complaint of 2 March.\", is_required: true, routing: 5, ",
    "caller: Own(name: \"Noor\", number: \"+33600000001\", lead_owner: 2), ",
    "world: Own(name: \"Ana is busy\", start: \"2026-03-02T09:00:00\", users: {2: Busy}), ",
    "arrival: At(id: 4, name: \"Main number\"), start: \"2026-03-02T23:30:00\", seed: 7, ",
    "answers: [(routing: 5, action: 2, key: \"press\", value: \"1\", text: \"press 1\"), ",
    "(routing: 5, action: 3, question: 2, key: \"set\", value: \"set Ana busy\")], ",
    "expectations: [Outcome(\"Person\"), EndsAt((routing: 5, action: 3, title: \"Sales\"), \"\"), ",
    "ServedBy(id: 1, name: \"Sales\"), Passes((routing: 5, action: 2, title: \"What is it about?\"), \"row:1\"), ",
    "DoesNotPass((routing: 5, action: 9), \"no_input\"), ",
    "Order((routing: 5, action: 2), (routing: 5, action: 3)), ",
    "Equals(\"order.number\", \"75\"), Contains(\"order.note\", \"urgent\"), Ledger(\"SMS\", \"Thank you\"), ",
    "NoLedger(\"Email\", \"\"), Hears(\"press 1\"), Within(End, 300), Within(Person, 60), Within(Queue, 40), ",
    "MenusBeforePerson(2), Passage((routing: 5, action: 3), \"served\"), Tag(\"sales\")]),\n",
);

/// A test call without defaults.
fn everything() -> TestCall {
    let action =
        |action, title: &str| TestedAction { routing: RoutingId(5), action: ActionId(action), title: title.to_owned() };
    let text = |text: &str| text.to_owned();
    let answer = |action, question, key: &str, value: &str, words: &str| RecordedAnswer {
        routing: RoutingId(5),
        action: ActionId(action),
        question,
        key: text(key),
        value: text(value),
        text: text(words),
    };
    let caller = Caller {
        name: text("Noor"),
        number: text("+33600000001"),
        lead_owner: Some(ResourceId(2)),
        ..Caller::default()
    };
    let world = World {
        name: text("Ana is busy"),
        start: Some("2026-03-02T09:00:00".parse().unwrap()),
        users: [(ResourceId(2), UserState::Busy)].into(),
        ..World::default()
    };
    TestCall {
        id: TestCallId(10),
        name: text("At night, no key"),
        note: text("From the complaint of 2 March."),
        is_required: true,
        routing: RoutingId(5),
        caller: TestCaller::Own(Box::new(caller)),
        world: TestWorld::Own(Box::new(world)),
        arrival: Arrival::At(Named { id: EntryPointId(4), name: text("Main number") }),
        start: Some("2026-03-02T23:30:00".parse().unwrap()),
        seed: 7,
        answers: vec![answer(2, 1, "press", "1", "press 1"), answer(3, 2, "set", "set Ana busy", "")],
        expectations: vec![
            Expectation::Outcome(text("Person")),
            Expectation::EndsAt(action(3, "Sales"), String::new()),
            Expectation::ServedBy(Named { id: ResourceId(1), name: text("Sales") }),
            Expectation::Passes(action(2, "What is it about?"), text("row:1")),
            Expectation::DoesNotPass(action(9, ""), text("no_input")),
            Expectation::Order(action(2, ""), action(3, "")),
            Expectation::Equals(text("order.number"), text("75")),
            Expectation::Contains(text("order.note"), text("urgent")),
            Expectation::Ledger(text("SMS"), text("Thank you")),
            Expectation::NoLedger(text("Email"), String::new()),
            Expectation::Hears(text("press 1")),
            Expectation::Within(Until::End, 300),
            Expectation::Within(Until::Person, 60),
            Expectation::Within(Until::Queue, 40),
            Expectation::MenusBeforePerson(2),
            Expectation::Passage(action(3, ""), text("served")),
            Expectation::Tag(text("sales")),
        ],
    }
}

fn with(calls: Vec<TestCall>) -> Project {
    let mut project = small();
    project.last_id = 20;
    project.test_calls = calls.into_iter().map(|call| (call.id, Arc::new(call))).collect();
    project
}

#[test]
fn a_test_call_is_one_line_and_every_variant_comes_back() {
    let short = TestCall { id: TestCallId(11), name: "Short".to_owned(), routing: RoutingId(5), ..TestCall::default() };
    let saved = TestCall {
        id: TestCallId(12),
        caller: TestCaller::Saved(Named { id: CallerId(8), name: "Camille".to_owned() }),
        world: TestWorld::Saved(Named { id: WorldId(9), name: "Ana is away".to_owned() }),
        arrival: Arrival::Nowhere,
        ..short.clone()
    };
    let project = with(vec![everything(), short, saved]);
    let text = write(&project).unwrap();
    let section = text.split("  test_calls: {\n").nth(1).unwrap().split("  },\n").next().unwrap();
    let expected = format!(
        "{EVERYTHING}    11: (name: \"Short\", routing: 5),\n    12: (name: \"Short\", routing: 5, caller: Saved(id: 8, name: \
         \"Camille\"), world: Saved(id: 9, name: \"Ana is away\"), arrival: Nowhere),\n"
    );
    assert_eq!(section, expected);
    let loaded = opened(&text);
    assert_eq!(loaded.project, project);
    assert_eq!(write(&loaded.project).unwrap(), text);
}

#[test]
fn a_change_of_one_test_call_changes_one_line() {
    let mut document = Document::new(with(vec![everything(), TestCall { id: TestCallId(11), ..everything() }]));
    let before = write(document.project()).unwrap();
    let test_call =
        Box::new(TestCall { note: String::new(), ..(*document.project().test_calls[&TestCallId(11)]).clone() });
    document.apply(&Edit::StoreTestCall { test_call }, &Context::default()).unwrap();
    let after = write(document.project()).unwrap();
    let pairs: Vec<_> = before.lines().zip(after.lines()).filter(|(one, other)| one != other).collect();
    assert_eq!((pairs.len(), before.lines().count()), (1, after.lines().count()));
    assert!(pairs[0].0.starts_with("    11: (name: ") && !pairs[0].1.contains("complaint"), "{pairs:?}");
}

#[test]
fn a_test_call_of_a_missing_routing_is_refused_and_repaired_by_removal() {
    let stray =
        TestCall { id: TestCallId(11), name: "Stray".to_owned(), routing: RoutingId(77), ..TestCall::default() };
    let mut project = with(vec![everything(), stray]);
    let kept = with(vec![everything()]);
    let broken = invariants::check(&project);
    assert_eq!(broken, ["Test call \"Stray\" tests routing 77, which does not exist."]);
    let repairs = repair(&mut project);
    assert_eq!(
        repairs,
        ["Test call \"Stray\" tested smart routing 77, which does not exist; the test call was removed."]
    );
    assert_eq!(project, kept);
}

#[test]
fn impossible_dates_of_a_test_call_and_of_its_own_world_are_removed() {
    let far = Some(chrono::NaiveDateTime::MAX);
    let own = |start| TestWorld::Own(Box::new(World { start, ..World::default() }));
    let late = TestCall { start: far, ..everything() };
    let late_world = TestCall { id: TestCallId(11), world: own(far), ..everything() };
    let mut project = with(vec![late, late_world]);
    assert_eq!(invariants::check(&project).len(), 2);
    let sentence = "Test call \"At night, no key\" began on a date that is not valid; its time was removed.";
    assert_eq!(repair(&mut project), [sentence, sentence]);
    let expected = with(vec![
        TestCall { start: None, ..everything() },
        TestCall { id: TestCallId(11), world: own(None), ..everything() },
    ]);
    assert_eq!(project, expected);
}

#[test]
fn ids_of_test_calls_are_counted_with_all_others() {
    let mut project = with(vec![TestCall { id: TestCallId(30), ..everything() }]);
    assert_eq!(invariants::check(&project), ["Id 30 was never handed out (last_id is 20)."]);
    assert_eq!(repair(&mut project), ["The id counter of the project now continues from 30."]);
    let twice = with(vec![TestCall { id: TestCallId(9), ..everything() }]);
    assert_eq!(invariants::check(&twice), ["Id 9 is used by two objects."]);
}
