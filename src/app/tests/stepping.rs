//! Stepping in the window: back and forward, and a run whose tree was edited (spec: testing §2).

use egui::{Key, Modifiers, PointerButton};

use crate::catalog::Outcome;
use crate::edit::Edit;
use crate::model::CallerId;
use crate::sim::Run;

use super::support::{Desk, VERSION, small};
use crate::app::command::{Command, SimCommand};

/// The example with a call under way, in which the first answer was given.
fn call() -> Desk {
    let mut desk = Desk::new();
    desk.click("Try a call");
    let question = run(&desk).state().question.clone().expect("a question");
    let first = question.choices.iter().find(|choice| choice.input.is_none()).expect("a plain answer");
    desk.command(Command::Sim(SimCommand::Answer(first.text.clone())));
    desk
}

fn run(desk: &Desk) -> &Run {
    desk.state().parts.simulation.run().expect("a run")
}

#[test]
fn forward_takes_the_steps_again_that_were_taken_back() {
    let mut desk = call();
    let (steps, beats, state) = (run(&desk).steps_taken(), run(&desk).beats().to_vec(), run(&desk).state().clone());
    assert!(!desk.is_enabled("Forward"));
    for _ in 0..3 {
        desk.click("Back");
    }
    assert!(run(&desk).beats().len() < beats.len());
    desk.click("Forward");
    desk.key(Modifiers::COMMAND, Key::F5);
    assert_eq!(run(&desk).steps_taken(), steps - 1);
    desk.command(Command::Sim(SimCommand::Forward));
    assert!(!desk.is_enabled("Forward"));
    assert_eq!((run(&desk).beats(), run(&desk).state()), (beats.as_slice(), &state));
    // Another answer drops what was kept.
    desk.click("Back");
    while !run(&desk).waits() {
        desk.click("Back");
    }
    assert!(desk.is_enabled("Forward"));
    desk.command(Command::Sim(SimCommand::Answer("hang up".to_owned())));
    assert_eq!(run(&desk).outcome(), Some(&Outcome::Abandoned));
    assert!(!desk.is_enabled("Forward"));
}

#[test]
fn a_line_of_the_conversation_goes_back_to_its_step() {
    let mut desk = call();
    let steps = run(&desk).steps_taken();
    let line = desk.names().into_iter().find(|name| name.contains(" → ")).expect("a line of a step");
    let at = desk.rect(&line).center();
    desk.click_at(at, PointerButton::Secondary);
    desk.click("Go back to this step");
    let now = run(&desk);
    assert!(now.steps_taken() < steps && now.steps_taken() > 0);
    assert_eq!(now.steps_taken() + now.steps_ahead(), steps);
    // The line itself has happened, and nothing after it.
    assert!(desk.has(&line));
    let last = now.beats().last().and_then(|beat| beat.place).expect("an action");
    assert!(line.starts_with(&format!("{} → ", now.scene.title(last))), "{line}");
}

#[test]
fn a_run_remains_when_its_version_is_deleted() {
    let mut desk = Desk::on(small());
    let (from, routing) = (Some(VERSION), desk.version(VERSION).info.routing);
    let (name, description) = ("Copy".to_owned(), String::new());
    desk.command(Command::edit(Edit::CreateVersion { routing, from, name, description }));
    desk.click("Try a call");
    let begun = run(&desk).beats().to_vec();
    desk.ctrl(Key::Z);
    desk.assert_says("The version of this run was deleted. The run still shows its tree.");
    assert!(!desk.has("Again with the same answers"));
    desk.command(Command::Sim(SimCommand::Replay));
    assert!(desk.notices().contains("This version no longer exists."), "{}", desk.notices());
    assert_eq!(run(&desk).beats(), begun);
}

#[test]
fn again_keeps_the_caller_and_the_answers_of_the_run() {
    let mut desk = Desk::new();
    desk.state_mut().parts.simulation.caller = Some(CallerId(28));
    desk.click("Try a call");
    let first = run(&desk).state().question.clone().expect("a question").choices[0].text.clone();
    desk.command(Command::Sim(SimCommand::Answer(first)));
    // Chosen for a later call: this run began with another caller.
    desk.state_mut().parts.simulation.caller = None;
    let (beats, answers) = (run(&desk).beats().to_vec(), run(&desk).answers().to_vec());
    desk.command(Command::Sim(SimCommand::Replay));
    assert_eq!(run(&desk).scene.caller.id, CallerId(28));
    assert_eq!((run(&desk).beats(), run(&desk).answers()), (beats.as_slice(), answers.as_slice()));
}
