//! A test call through the tree: by its buttons, with the canvas following.

use egui::{Key, Modifiers};

use crate::edit::Edit;
use crate::model::{CallerId, VersionId, WorldId};

use super::support::{Desk, VERSION, claims, small};
use crate::app::command::{BottomPane, Command, FileCommand, SimCommand, Tab, TreeCommand};

/// The example with a call under way.
fn call() -> Desk {
    let mut desk = Desk::new();
    desk.click("Try a call");
    desk
}

fn outcome(desk: &Desk) -> Option<&'static str> {
    desk.state().parts.simulation.run()?.state().outcome.as_ref().map(crate::catalog::Outcome::words)
}

fn steps(desk: &Desk) -> usize {
    desk.state().parts.simulation.run().expect("a call").steps_taken()
}

/// The immediate answers of the question, by their buttons.
fn answers(desk: &Desk) -> Vec<String> {
    let run = desk.state().parts.simulation.run().expect("a call");
    let Some(question) = &run.state().question else { return Vec::new() };
    let plain = question.choices.iter().filter(|choice| choice.input.is_none());
    plain.map(|choice| choice.label.to_string()).filter(|label| desk.has(label)).collect()
}

#[test]
fn a_call_runs_by_its_buttons_to_its_outcome() {
    let mut desk = call();
    assert_eq!(desk.state().parts.simulation.version(), Some(VersionId(23)));
    assert_eq!(desk.state().window.panes.bottom_panel, BottomPane::Simulation);
    for _ in 0..20 {
        if desk.state().parts.simulation.run().unwrap().is_over() {
            break;
        }
        let offered = answers(&desk);
        let first = offered.first().unwrap_or_else(|| panic!("nothing to answer in {:?}", desk.names()));
        desk.click(first);
    }
    let words = outcome(&desk).expect("the call comes to an end");
    desk.assert_says(words);
    assert!(desk.state().parts.simulation.place().is_none());
    assert!(!desk.is_enabled("Step") && !desk.is_enabled("To the end"));
    desk.click("Restart");
    assert!(outcome(&desk).is_none());
    assert_eq!(steps(&desk), 0);
    desk.click("To the next question");
    assert!(!answers(&desk).is_empty());
}

#[test]
fn the_canvas_follows_the_call() {
    let desk = call();
    let version = desk.shown();
    let path = desk.state().parts.simulation.path(version);
    let current = path.current.expect("it waits somewhere");
    assert!(path.passed.contains(&1) && path.passed.contains(&current));
    let action = &desk.flow().actions[&crate::model::ActionId(current)];
    // The card of the current action is in view.
    let kind = crate::actions::spec_of(action).unwrap().title;
    let name = format!("{}, {kind}", crate::actions::title(action));
    assert!(desk.has(&name), "{name} is not in view");
    for (action, branch) in &path.branches {
        assert!(desk.flow().actions[&crate::model::ActionId(*action)].links.contains_key(branch));
    }
    // Another version shows nothing of the call.
    let other = desk.state().parts.simulation.path(VersionId(24));
    assert!(other.passed.is_empty() && other.current.is_none());
}

#[test]
fn back_takes_one_step_back_each_time() {
    let mut desk = call();
    let before = (steps(&desk), desk.state().parts.simulation.place());
    let first = answers(&desk).remove(0);
    desk.click(&first);
    assert!(steps(&desk) > before.0);
    while steps(&desk) > before.0 {
        let was = steps(&desk);
        desk.click("Back");
        assert!(steps(&desk) < was);
    }
    assert_eq!(desk.state().parts.simulation.place(), before.1);
    while steps(&desk) > 0 {
        desk.key(Modifiers::SHIFT, Key::F5);
    }
    assert!(!desk.is_enabled("Back"));
    desk.key(Modifiers::NONE, Key::F10);
    assert_eq!(steps(&desk), 1);
    desk.key(Modifiers::NONE, Key::F5);
    assert!(!answers(&desk).is_empty());
}

#[test]
fn after_an_edit_the_call_is_replayed_on_the_new_tree() {
    let mut desk = call();
    let first = answers(&desk).remove(0);
    desk.click(&first);
    let given = desk.state().parts.simulation.run().unwrap().answers().to_vec();
    assert!(!desk.has("Again with the same answers"));
    let start = desk.flow().start().unwrap().id;
    desk.command(Command::edit(Edit::AddAction {
        version: desk.shown(),
        kind: "checkpoint".to_owned(),
        spot: crate::edit::Spot::After(start, "ok".to_owned()),
        pos: None,
    }));
    let added = desk.selected()[0];
    desk.assert_says("The tree has changed since this run began. The run still shows the earlier tree.");
    assert!(!desk.state().parts.simulation.path(desk.shown()).passed.contains(&added.0));
    desk.click("Again with the same answers");
    assert!(!desk.has("Again with the same answers"));
    assert!(desk.state().parts.simulation.path(desk.shown()).passed.contains(&added.0));
    assert_eq!(desk.state().parts.simulation.run().unwrap().answers(), given);
    // A moved card does not change the call.
    desk.command(Command::Tree(TreeCommand::Tidy));
    assert!(!desk.has("Again with the same answers"));
}

#[test]
fn another_caller_or_world_restarts_the_call() {
    let mut desk = call();
    let first = answers(&desk).remove(0);
    desk.click(&first);
    desk.click("Restart with…");
    desk.click("Who calls");
    desk.click("Noor, VIP, third call this week");
    assert_eq!(desk.state().parts.simulation.caller, Some(CallerId(28)));
    desk.click("World");
    desk.click("Sunday");
    assert_eq!(desk.state().parts.simulation.world, Some(WorldId(34)));
    // Nothing was restarted so far.
    assert!(!desk.state().parts.simulation.run().unwrap().answers().is_empty());
    desk.click("Start a call");
    assert!(desk.state().parts.simulation.run().unwrap().answers().is_empty());
    desk.click("Restart with…");
    let begun = steps(&desk);
    desk.click("Return to the previous call");
    assert_eq!(steps(&desk), begun);
    desk.click("To the end");
    assert!(outcome(&desk).is_some());
    // It is Sunday: nobody is available.
    let closed = desk.action("We are closed").id;
    assert!(desk.state().parts.simulation.path(desk.shown()).passed.contains(&closed.0));
}

#[test]
fn a_call_can_be_stopped() {
    let mut desk = call();
    desk.click("Stop");
    assert!(desk.state().parts.simulation.run().is_none());
    assert!(desk.state().parts.simulation.path(desk.shown()).passed.is_empty());
    desk.click("Start a call");
    assert!(desk.state().parts.simulation.run().is_some());
}

#[test]
fn docking_at_the_right_keeps_the_call() {
    let mut desk = call();
    let before = steps(&desk);
    desk.click("Dock right");
    assert!(desk.state().window.panes.is_simulation_right(1280.0));
    assert_eq!(steps(&desk), before);
    let first = answers(&desk).remove(0);
    desk.click(&first);
    assert!(steps(&desk) > before);
    desk.click("Dock below");
    desk.click("Hide");
    assert!(!desk.state().window.panes.bottom);
}

#[test]
fn a_line_of_the_conversation_shows_its_action() {
    let mut desk = call();
    let line = desk.names().into_iter().find(|name| name.contains(" → ")).expect("a line of a step");
    desk.click(&line);
    assert_eq!(desk.selected().len(), 1);
}

#[test]
fn a_call_through_a_deleted_version_is_harmless() {
    let mut desk = Desk::on(small());
    let from = Some(VERSION);
    let routing = desk.version(VERSION).info.routing;
    let (name, description) = ("Copy".to_owned(), String::new());
    desk.command(Command::edit(Edit::CreateVersion { routing, from, name, description }));
    desk.click("Try a call");
    desk.ctrl(Key::Z);
    assert!(!matches!(desk.state().session.tab, Tab::Version(id) if id != VERSION));
    for command in [SimCommand::Step, SimCommand::Back, SimCommand::ToEnd, SimCommand::Restart, SimCommand::Replay] {
        desk.command(Command::Sim(command));
    }
    let copies = desk.project().versions.len();
    assert_eq!(copies, small().versions.len());
}

#[test]
fn opening_another_project_stops_the_call() {
    let mut desk = call();
    desk.command(Command::File(FileCommand::OpenExample("hotel_front_desk.ron")));
    assert!(desk.state().parts.simulation.run().is_none());
    let caller = desk.state().parts.simulation.caller.expect("the first caller");
    assert!(desk.project().callers.contains_key(&caller) && !claims().callers.contains_key(&caller));
    desk.click("Try a call");
    assert!(desk.state().parts.simulation.run().is_some());
}
