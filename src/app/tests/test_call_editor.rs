//! The editor of a test call: every field, what is expected, the answers as texts, and where the call first differs.

use egui::{Key, Modifiers};

use crate::canvas::Standing;
use crate::edit::Edit;
use crate::model::{ActionId, Arrival, Expectation, Link, TestCall, TestCaller, TestWorld, Until, VersionId};

use super::support::Desk;
use crate::app::command::{Command, SimCommand};
use crate::app::kit::scene::card_id;

const OPENING_HOURS: ActionId = ActionId(2);

/// The example, with a call saved as a test call that is shown in a large pane.
fn desk() -> Desk {
    let mut desk = Desk::of_size(egui::Vec2::new(1440.0, 1600.0), "");
    desk.click("Try a call");
    for answer in ["press 5", "agent answers", "hang up"] {
        desk.command(Command::Sim(SimCommand::Answer(answer.to_owned())));
    }
    desk.click("Save as a test call");
    desk
}

fn chosen(desk: &Desk) -> TestCall {
    let id = desk.state().parts.test_calls.chosen.expect("a test call is chosen");
    (*desk.project().test_calls[&id]).clone()
}

fn pick(desk: &mut Desk, name: &str, option: &str) {
    desk.click(name);
    desk.click_menu(option);
}

fn leave(desk: &mut Desk) {
    desk.key(Modifiers::NONE, Key::Tab);
}

#[test]
fn what_happens_is_ticked_and_lines_are_added_changed_and_removed() {
    let mut desk = desk();
    let before = chosen(&desk);
    desk.click("The call passes \"Main menu\" by 5 Claims service");
    let ticked = chosen(&desk);
    assert_eq!(ticked.expectations.len(), before.expectations.len() + 1);
    assert!(
        matches!(ticked.expectations.last(), Some(Expectation::Passes(it, _)) if it.title == "Main menu"),
        "{ticked:?}"
    );
    desk.assert_says(&format!("{} test calls pass", desk.project().test_calls.len()));
    desk.command(Command::Undo);
    assert_eq!(chosen(&desk), before);
    // A line of each kind is complete from the start.
    let kinds = crate::app::parts::test_calls::words_of_kinds();
    assert_eq!(kinds.len(), 17);
    for words in &kinds {
        desk.click("Add an expectation");
        desk.click_menu(words);
    }
    let lines = chosen(&desk).expectations;
    assert_eq!(lines.len(), before.expectations.len() + kinds.len());
    let last = lines.len();
    for _ in &kinds {
        desk.click(&format!("Remove the line {}", chosen(&desk).expectations.len()));
    }
    assert_eq!(chosen(&desk), before, "{last}");
}

#[test]
fn a_line_is_changed_by_its_pickers() {
    let mut desk = desk();
    let first = chosen(&desk).expectations.len() + 1;
    let last = |desk: &Desk| chosen(desk).expectations.last().cloned().unwrap();
    desk.click("Add an expectation");
    desk.click_menu("The call passes an action …");
    pick(&mut desk, &format!("Line {first}: action"), "Opening hours");
    pick(&mut desk, &format!("Line {first}: branch"), "Closed");
    assert!(matches!(last(&desk), Expectation::Passes(it, branch) if it.action == OPENING_HOURS && branch == "closed"));
    desk.assert_says("The call passes \"Opening hours\" by Closed: passed by Open");
    // Another action has other branches.
    pick(&mut desk, &format!("Line {first}: action"), "Welcome");
    assert!(matches!(last(&desk), Expectation::Passes(it, branch) if it.title == "Welcome" && branch.is_empty()));
    let second = first + 1;
    desk.click("Add an expectation");
    desk.click_menu("A user or a queue serves the customer …");
    pick(&mut desk, &format!("Line {second}: user or queue"), "Claims desk (queue)");
    assert!(matches!(last(&desk), Expectation::ServedBy(who) if who.name == "Claims desk"));
    desk.click("Add an expectation");
    desk.click_menu("The interaction takes at most …");
    pick(&mut desk, &format!("Line {}: time", second + 1), "before a person");
    desk.write(&format!("Line {}: at most", second + 1), "1 min");
    leave(&mut desk);
    assert_eq!(last(&desk), Expectation::Within(Until::Person, 60));
    desk.click("Add an expectation");
    desk.click_menu("A variable is …");
    pick(&mut desk, &format!("Line {}: variable", second + 2), "customer.tier");
    desk.write(&format!("Line {}: value", second + 2), "gold");
    assert_eq!(last(&desk), Expectation::Equals("customer.tier".to_owned(), "gold".to_owned()));
    // Typing is one step of undo, and a pick another.
    desk.command(Command::Undo);
    assert_eq!(last(&desk), Expectation::Equals("customer.tier".to_owned(), String::new()));
}

#[test]
fn caller_world_place_start_seed_and_note_are_changed() {
    let mut desk = desk();
    pick(&mut desk, "Who calls", "Noor, VIP, third call this week");
    assert!(matches!(chosen(&desk).caller, TestCaller::Saved(named) if named.name.starts_with("Noor")));
    pick(&mut desk, "World", "All is well");
    assert_eq!(chosen(&desk).world, TestWorld::Usual);
    pick(&mut desk, "Arrives at", "No entry point");
    assert_eq!(chosen(&desk).arrival, Arrival::Nowhere);
    desk.write("Day the call arrives", "2026-11-22");
    leave(&mut desk);
    assert_eq!(chosen(&desk).start.map(|start| start.to_string()), Some("2026-11-22 09:00:00".to_owned()));
    desk.write("Note of the test call", "On a Sunday");
    desk.write("Name of the test call", "Sunday");
    leave(&mut desk);
    let call = chosen(&desk);
    assert_eq!((call.name.as_str(), call.note.as_str()), ("Sunday", "On a Sunday"));
    // A caller that only this test call has.
    let callers = desk.project().callers.clone();
    desk.click("Copy the caller");
    desk.write("Number or address", "+33 6 12 34 56 78");
    leave(&mut desk);
    let TestCaller::Own(own) = chosen(&desk).caller else { panic!("{:?}", chosen(&desk).caller) };
    assert_eq!((own.number.as_str(), own.name.starts_with("Noor")), ("+33 6 12 34 56 78", true));
    assert_eq!(desk.project().callers, callers, "the saved caller is as before");
    desk.click("Back to the test call");
    desk.click("Copy the world");
    desk.write("Name", "Only here");
    leave(&mut desk);
    assert!(matches!(chosen(&desk).world, TestWorld::Own(own) if own.name == "Only here"));
    desk.click("Back to the test call");
    assert!(desk.has("Name of the test call"));
}

#[test]
fn answers_are_changed_added_and_removed_as_texts() {
    let mut desk = desk();
    let before = chosen(&desk);
    desk.write("Answer 1", "press 2");
    leave(&mut desk);
    let changed = chosen(&desk);
    assert_eq!((changed.answers[0].value.as_str(), changed.answers[0].text.as_str()), ("2", "press 2"));
    assert_eq!(changed.answers[1..], before.answers[1..]);
    desk.command(Command::Undo);
    assert_eq!(chosen(&desk), before);
    desk.write("Answer 1", "dance");
    leave(&mut desk);
    assert_eq!(chosen(&desk), before);
    assert!(desk.notices().contains("press 1"), "{}", desk.notices());
    for _ in 0..2 {
        let last = chosen(&desk).answers.len();
        desk.click(&format!("Remove the answer {last}"));
    }
    assert_eq!(chosen(&desk).answers, before.answers[..1]);
    desk.assert_says("Still waiting at \"Claims desk\"");
    // The answers that fit there are offered.
    desk.click("agent answers");
    assert_eq!(chosen(&desk).answers, before.answers[..2]);
    desk.write("Another answer", "hang up");
    desk.key(Modifiers::NONE, Key::Enter);
    assert_eq!(chosen(&desk).answers, before.answers);
    desk.assert_says(&format!("{} test calls pass", desk.project().test_calls.len()));
}

#[test]
fn the_first_difference_is_shown_in_words_and_on_the_canvas() {
    let mut desk = desk();
    assert!(desk.state().parts.versions.two_ways.is_none());
    let link = |desk: &mut Desk, branch: &str, to: u32| {
        desk.command(Command::edit(Edit::SetLink {
            version: desk.shown(),
            from: OPENING_HOURS,
            branch: branch.to_owned(),
            link: Some(Link::To(ActionId(to))),
        }));
    };
    link(&mut desk, "open", 5);
    desk.assert_says(
        "At \"Opening hours\" the call goes to \"We are closed\" by Open, where it used to go to \"First call?\" by Open.",
    );
    desk.click("Show");
    let view = desk.view(desk.shown());
    assert_eq!(view.only_selected(), Some(OPENING_HOURS));
    let (_, scene) = view.scene.as_ref().unwrap();
    let marked: Vec<_> = scene
        .wires
        .iter()
        .filter(|it| it.standing != Standing::Plain)
        .map(|it| (it.from, it.to, it.standing))
        .collect();
    let [hours, closed, first] = [2, 5, 9].map(|id| card_id(ActionId(id)));
    assert_eq!(marked, [(hours, closed, Standing::Added), (hours, first, Standing::Removed)]);
    // Mended, nothing is marked any more.
    link(&mut desk, "open", 9);
    assert!(!desk.text().contains("where it used to"));
    assert!(desk.state().parts.versions.two_ways.is_none());
}

#[test]
fn a_test_call_is_created_and_duplicated() {
    let mut desk = desk();
    let call = chosen(&desk);
    desk.click("Duplicate");
    let copy = chosen(&desk);
    assert_eq!(copy.name, format!("{} (2)", call.name));
    assert_eq!(TestCall { id: call.id, name: call.name.clone(), ..copy }, call);
    desk.click("New test call");
    let new = chosen(&desk);
    assert_eq!((new.name.as_str(), new.answers.len(), new.expectations.len()), ("New test call", 0, 0));
    assert_eq!(new.routing, call.routing);
    desk.assert_says("Nothing is expected of this call");
    desk.click("New test call");
    assert_eq!(chosen(&desk).name, "New test call (2)");
}

#[test]
fn a_call_that_was_played_and_changed_is_saved_over_its_test_call() {
    let mut desk = desk();
    let before = chosen(&desk);
    let count = desk.project().test_calls.len();
    desk.click("Play");
    assert_eq!(desk.state().parts.simulation.version(), Some(VersionId(23)));
    while !desk.state().parts.simulation.run().unwrap().answers().is_empty() {
        desk.click("Back");
    }
    for answer in ["press 1", "agent answers", "hang up"] {
        desk.command(Command::Sim(SimCommand::Answer(answer.to_owned())));
    }
    desk.click("Save as a test call");
    desk.click(&format!("Replace the answers of \"{}\"", crate::catalog::text::shorten(&before.name, 40)));
    let after = chosen(&desk);
    assert_eq!(desk.project().test_calls.len(), count);
    assert_eq!(after.answers[0].text, "press 1");
    assert_eq!(TestCall { answers: before.answers.clone(), ..after.clone() }, before, "everything else stays");
    // Another call is not that of the test call, so nothing is asked.
    desk.command(Command::Sim(SimCommand::SetSeed(5)));
    desk.command(Command::Sim(SimCommand::ToNextQuestion));
    for answer in ["press 1", "agent answers", "hang up"] {
        desk.command(Command::Sim(SimCommand::Answer(answer.to_owned())));
    }
    desk.click("Simulation");
    desk.click("Save as a test call");
    assert!(desk.state().session.dialog.is_none());
    assert_eq!(desk.project().test_calls.len(), count + 1);
}
