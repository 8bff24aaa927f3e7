//! Test calls: a run is saved, a broken tree fails where it went apart, and a production is refused until the tree is mended.

use crate::edit::Edit;
use crate::model::{ActionId, Expectation, Link, Status, TestCall};

use super::support::Desk;
use crate::app::command::{BottomPane, Command, SimCommand};

const OPENING_HOURS: ActionId = ActionId(2);

/// The example with its version in test, and a run of it that has ended.
fn desk_with_run() -> Desk {
    let mut desk = Desk::new();
    desk.click("Try a call");
    for answer in ["press 5", "agent answers", "hang up"] {
        desk.command(Command::Sim(SimCommand::Answer(answer.to_owned())));
    }
    desk
}

fn saved(desk: &Desk) -> TestCall {
    let id = desk.state().parts.test_calls.chosen.expect("a test call is chosen");
    (*desk.project().test_calls[&id]).clone()
}

fn link(desk: &mut Desk, branch: &str, to: u32) {
    desk.command(Command::edit(Edit::SetLink {
        version: desk.shown(),
        from: OPENING_HOURS,
        branch: branch.to_owned(),
        link: Some(Link::To(ActionId(to))),
    }));
}

#[test]
fn a_run_is_saved_and_is_checked_after_every_change() {
    let mut desk = desk_with_run();
    let before = desk.project().test_calls.len();
    desk.click("Save as a test call");
    assert_eq!(desk.project().test_calls.len(), before + 1);
    assert_eq!(desk.state().window.panes.bottom_panel, BottomPane::TestCalls);
    let call = saved(&desk);
    assert_eq!(call.answers.len(), 3);
    assert!(call.expectations.contains(&Expectation::Outcome("Person".to_owned())), "{:?}", call.expectations);
    desk.assert_says("30 test calls pass");
    desk.assert_says("The outcome is Person");
    // The tree breaks: whoever calls in the morning hears that the office is closed.
    let open = desk.flow().actions[&OPENING_HOURS].links["open"];
    link(&mut desk, "open", 5);
    assert!(!desk.has("30 test calls pass"));
    desk.assert_says("of 30 test calls pass");
    // The production is held back, with the reason.
    desk.command(Command::edit(Edit::StoreTestCall {
        test_call: Box::new(TestCall { is_required: true, ..saved(&desk) }),
    }));
    let gate = crate::release::gate(&desk.state().session.document, desk.shown(), chrono::NaiveDate::default(), None);
    assert!(gate.failed_tests.iter().any(|test| test.name == call.name), "{gate:?}");
    desk.click("Put in production…");
    let findings = &desk.findings().list;
    let place = findings.iter().position(|finding| finding.text.contains(&call.name)).expect("the test call is listed");
    assert!(findings[place].text.starts_with("Required test call"), "{findings:?}");
    assert_eq!(desk.version(desk.shown()).info.status, Status::InDevelopment);
    desk.click("Close");
    // Mended, everything passes again.
    let Link::To(open) = open else { panic!("{open:?}") };
    link(&mut desk, "open", open.0);
    desk.assert_says("30 test calls pass");
}

#[test]
fn what_happens_now_is_accepted_in_one_step() {
    let mut desk = desk_with_run();
    desk.click("Save as a test call");
    let wrong = TestCall { expectations: vec![Expectation::Outcome("Voicemail".to_owned())], ..saved(&desk) };
    desk.command(Command::edit(Edit::StoreTestCall { test_call: Box::new(wrong.clone()) }));
    desk.assert_says("29 of 30 test calls pass");
    desk.assert_says("The outcome is Voicemail: Person");
    desk.click("Accept what happens now");
    assert_eq!(saved(&desk).expectations, [Expectation::Outcome("Person".to_owned())]);
    desk.assert_says("30 test calls pass");
    desk.command(Command::Undo);
    assert_eq!(saved(&desk), wrong);
}

#[test]
fn a_test_call_is_played_in_the_simulation_and_deleted() {
    let mut desk = desk_with_run();
    desk.click("Save as a test call");
    let told = crate::sim::report::prose(desk.state().parts.simulation.run().unwrap());
    desk.command(Command::Sim(SimCommand::Stop));
    desk.click("Play");
    assert_eq!(desk.state().window.panes.bottom_panel, BottomPane::Simulation);
    assert_eq!(crate::sim::report::prose(desk.state().parts.simulation.run().unwrap()), told);
    desk.click("Test calls");
    desk.click("Delete");
    assert_eq!(desk.project().test_calls.len(), 29);
    desk.assert_says("29 test calls pass");
    desk.command(Command::Undo);
    assert_eq!(desk.project().test_calls.len(), 30);
}
