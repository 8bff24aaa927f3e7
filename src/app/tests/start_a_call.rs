//! Before a call: who calls, when, and what is different today, in plain words.

use super::support::{Desk, VERSION};
use crate::app::command::{BottomPane, Command, PaneCommand, SimCommand, Tab};
use crate::model::world::UserState;
use crate::sim::Scene;

fn before_a_call() -> Desk {
    let mut desk = Desk::on_small();
    desk.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::Simulation)));
    desk.command(Command::Sim(SimCommand::SetCaller(None)));
    desk.command(Command::Sim(SimCommand::SetWorld(None)));
    desk
}

fn scene(desk: &Desk) -> &Scene {
    &desk.state().parts.simulation.run().expect("a call").scene
}

#[test]
fn a_number_a_time_and_what_is_different_hold_for_the_call() {
    let mut desk = before_a_call();
    desk.write("Number of the caller", "+33612345678");
    desk.click("When");
    desk.click("On another day…");
    desk.write("Day and time", "2026-12-25 14:0");
    desk.assert_says("Type a day and a time");
    desk.write("Day and time", "2026-12-25 14:00");
    desk.click("What is different today");
    desk.click("Nobody is there");
    desk.click("Start a call");
    let scene = scene(&desk);
    assert_eq!(scene.caller.number, "+33612345678");
    assert_eq!(scene.world.start, Some("2026-12-25T14:00:00".parse().unwrap()));
    assert!(!scene.world.users.is_empty());
    assert!(scene.world.users.values().all(|state| *state == UserState::Offline));
}

#[test]
fn the_number_and_what_is_different_are_saved_on_request() {
    let mut desk = before_a_call();
    let (callers, worlds) = (desk.project().callers.len(), desk.project().worlds.len());
    assert!(!desk.has("Save as caller and world"));
    desk.write("Number of the caller", "+33612345678");
    desk.click("When");
    desk.click("Tonight at 23:30");
    desk.click("Save as caller and world");
    let simulation = &desk.state().parts.simulation;
    let (caller, world) = (simulation.caller.unwrap(), simulation.world.unwrap());
    assert_eq!(desk.project().callers[&caller].number, "+33612345678");
    let start = desk.project().worlds[&world].start.unwrap();
    assert_eq!(start.time(), chrono::NaiveTime::from_hms_opt(23, 30, 0).unwrap());
    assert_eq!((desk.project().callers.len(), desk.project().worlds.len()), (callers + 1, worlds + 1));
    assert_eq!(desk.state().session.tab, Tab::Version(VERSION));
    assert!(!desk.has("Save as caller and world"));
}

#[test]
fn a_world_that_is_chosen_has_its_own_time() {
    let mut desk = before_a_call();
    desk.click("When");
    desk.click("Next Sunday at 10:00");
    assert!(desk.state().parts.simulation.own.start.is_some());
    desk.command(Command::Sim(SimCommand::SetWorld(None)));
    assert_eq!(desk.state().parts.simulation.own.start, None);
}
