//! Stepping in the window: back and forward, a run whose tree was edited, breakpoints, and several runs (spec: testing §2).

use egui::{Key, Modifiers, PointerButton};
use egui_kittest::kittest::NodeT as _;

use crate::catalog::Outcome;
use crate::edit::Edit;
use crate::model::{ActionId, ActionRef, CallerId};
use crate::sim::Run;

use super::support::{Desk, VERSION, small};
use crate::app::command::{Command, SimCommand, Tab, TreeCommand};
use crate::app::services::open_runs::MOST_RUNS;

/// The example with a call under way, in which the first answer was given.
fn call() -> Desk {
    let mut desk = Desk::new();
    desk.click("Try a call");
    let question = run(&desk).state().question.clone().expect("a question");
    let first = question.choices.iter().find(|choice| choice.input.is_none()).expect("a plain answer");
    desk.command(Command::Sim(SimCommand::Answer(first.text.to_string())));
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
    // Its context menu also forks the run, at the same step.
    let steps = now.steps_taken();
    desk.command(Command::Sim(SimCommand::GoTo(usize::MAX)));
    let at = desk.rect(&line).center();
    desk.click_at(at, PointerButton::Secondary);
    desk.click("Fork the run at this step");
    assert_eq!((tabs(&desk), run(&desk).steps_taken()), ((vec![1, 2], Some(2)), steps));
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
    let first = run(&desk).state().question.clone().expect("a question").choices[0].text.to_string();
    desk.command(Command::Sim(SimCommand::Answer(first)));
    // Chosen for a later call: this run began with another caller.
    desk.state_mut().parts.simulation.caller = None;
    let (beats, answers) = (run(&desk).beats().to_vec(), run(&desk).answers().to_vec());
    desk.command(Command::Sim(SimCommand::Replay));
    assert_eq!(run(&desk).scene.caller.id, CallerId(28));
    assert_eq!((run(&desk).beats(), run(&desk).answers()), (beats.as_slice(), answers.as_slice()));
}

const WELCOME: ActionRef = ActionRef { version: VERSION, action: ActionId(3) };
const FRONT_DESK: ActionRef = ActionRef { version: VERSION, action: ActionId(4) };
const MESSAGE: ActionRef = ActionRef { version: VERSION, action: ActionId(7) };

/// Opens the context menu of a card.
fn card_menu(desk: &mut Desk, title: &str) {
    let at = desk.card(title).left_top() + egui::vec2(40.0, 12.0);
    desk.click_at(at, PointerButton::Secondary);
}

#[test]
fn the_way_to_an_action_is_highlighted_until_nothing_is_selected() {
    let mut desk = Desk::on_small();
    let way = |desk: &mut Desk| {
        desk.settle();
        let view = desk.state_mut().view(VERSION);
        view.way_to.and_then(|_| view.way.clone()).map(|(_, cards)| cards.iter().copied().collect::<Vec<_>>())
    };
    assert_eq!(way(&mut desk), None);
    card_menu(&mut desk, "Front desk");
    desk.click_menu("Highlight the way to here");
    let on_the_way = [desk.flow().start().unwrap().id, WELCOME.action, FRONT_DESK.action];
    assert_eq!(way(&mut desk), Some(on_the_way.map(|id| u64::from(id.0)).to_vec()));
    // The same command ends it, and so does an empty selection.
    desk.command(Command::Tree(TreeCommand::HighlightWay));
    assert_eq!(way(&mut desk), None);
    desk.command(Command::Tree(TreeCommand::HighlightWay));
    assert!(way(&mut desk).is_some());
    desk.state_mut().view(VERSION).selection.clear();
    desk.command(Command::Tree(TreeCommand::SelectAll));
    assert!(desk.state().cx().availability(&Command::Tree(TreeCommand::HighlightWay)).is_err());
}

fn start(desk: &mut Desk) {
    desk.command(Command::Sim(SimCommand::Start(VERSION)));
}

#[test]
fn a_run_stops_before_an_action_with_a_breakpoint() {
    let mut desk = Desk::on_small();
    card_menu(&mut desk, "Welcome");
    desk.click_menu("Add a breakpoint");
    assert!(desk.state().parts.simulation.breakpoints.has(WELCOME));
    start(&mut desk);
    assert!(run(&desk).is_before(WELCOME));
    desk.assert_says("Breakpoint before “Welcome”");
    desk.key(Modifiers::NONE, Key::F5);
    assert!(run(&desk).waits() && !desk.text().contains("Breakpoint before"));
    // The end stops there, too; without the breakpoint it does not.
    desk.command(Command::Sim(SimCommand::Restart));
    desk.command(Command::Sim(SimCommand::ToEnd));
    assert!(run(&desk).is_before(WELCOME));
    desk.select(&["Welcome"]);
    desk.key(Modifiers::NONE, Key::F9);
    assert!(desk.state().parts.simulation.breakpoints.is_empty());
    desk.command(Command::Sim(SimCommand::Restart));
    desk.command(Command::Sim(SimCommand::ToEnd));
    assert!(run(&desk).is_over());
    // Several at once, and all gone at once.
    desk.select(&["Welcome", "Front desk"]);
    desk.key(Modifiers::NONE, Key::F9);
    let breakpoints = &desk.state().parts.simulation.breakpoints;
    assert!(breakpoints.has(WELCOME) && breakpoints.has(FRONT_DESK) && !breakpoints.has(MESSAGE));
    desk.command(Command::Sim(SimCommand::RemoveBreakpoints));
    assert!(desk.state().parts.simulation.breakpoints.is_empty());
}

#[test]
fn a_run_stops_after_a_branch_with_a_breakpoint() {
    let mut desk = Desk::on_small();
    let at = desk.port("1 Front desk", "Welcome");
    desk.click_at(at, PointerButton::Secondary);
    desk.click_menu("Add a breakpoint");
    let stops = desk
        .nodes()
        .into_iter()
        .filter(|node| node.accesskit_node().description().is_some_and(|it| it.contains("with a breakpoint")))
        .count();
    assert_eq!(stops, 1);
    start(&mut desk);
    assert!(run(&desk).waits());
    desk.command(Command::Sim(SimCommand::Answer("press 2".to_owned())));
    assert!(!desk.text().contains("Breakpoint after"));
    desk.command(Command::Sim(SimCommand::Restart));
    desk.key(Modifiers::NONE, Key::F5);
    desk.command(Command::Sim(SimCommand::Answer("press 1".to_owned())));
    desk.assert_says("Breakpoint after “1 Front desk” of “Welcome”");
    assert!(run(&desk).is_before(FRONT_DESK));
    let at = desk.port("1 Front desk", "Welcome");
    desk.click_at(at, PointerButton::Secondary);
    desk.click_menu("Remove the breakpoint");
    assert!(desk.state().parts.simulation.breakpoints.is_empty());
}

#[test]
fn run_to_here_runs_until_the_action_is_next_or_leaves_the_run_as_it_is() {
    let mut desk = Desk::on_small();
    card_menu(&mut desk, "Front desk");
    desk.click_menu("Run to here");
    // The first answer of the menu leads there.
    assert!(run(&desk).is_before(FRONT_DESK));
    let steps = run(&desk).steps_taken();
    desk.command(Command::Sim(SimCommand::RunTo(MESSAGE)));
    assert!(
        desk.notices().contains("“Leave a message” is not reached from here by the first answers."),
        "{}",
        desk.notices()
    );
    assert_eq!((run(&desk).steps_taken(), run(&desk).steps_ahead()), (steps, 0));
    // A breakpoint on the way stops it, and a run that is over begins again.
    desk.command(Command::Sim(SimCommand::ToEnd));
    assert!(run(&desk).is_over());
    desk.command(Command::Sim(SimCommand::ToggleBreakpoint(WELCOME, None)));
    desk.command(Command::Sim(SimCommand::RunTo(FRONT_DESK)));
    assert!(run(&desk).is_before(WELCOME));
    desk.command(Command::Sim(SimCommand::RunTo(FRONT_DESK)));
    assert!(run(&desk).is_before(FRONT_DESK));
}

/// The numbers of the open runs, and that of the run shown.
fn tabs(desk: &Desk) -> (Vec<u32>, Option<u32>) {
    let runs = &desk.state().parts.simulation.runs;
    (runs.all().iter().map(|open| open.number).collect(), runs.shown().map(|open| open.number))
}

#[test]
fn a_fork_goes_another_way_beside_its_origin() {
    let mut desk = Desk::on_small();
    start(&mut desk);
    assert!(!desk.has("Another run"));
    let (beats, answers) = (run(&desk).beats().to_vec(), run(&desk).answers().to_vec());
    desk.click("Fork");
    assert_eq!(tabs(&desk), (vec![1, 2], Some(2)));
    assert_eq!(run(&desk).beats(), beats);
    desk.command(Command::Sim(SimCommand::Answer("press 2".to_owned())));
    assert!(!desk.text().contains("Another way from here."), "the origin only waits");
    desk.click("Run 1");
    assert_eq!((run(&desk).beats(), run(&desk).answers()), (beats.as_slice(), answers.as_slice()));
    desk.command(Command::Sim(SimCommand::Answer("hang up".to_owned())));
    desk.click("Run 2, fork of run 1");
    desk.assert_says("Another way from here. In run 1: hangs up");
    desk.command(Command::Sim(SimCommand::Fork(Some(1))));
    assert_eq!((tabs(&desk), run(&desk).steps_taken()), ((vec![1, 2, 3], Some(3)), 1));
    // The neighbour of a closed run is shown. A fork without its origin is a run of its own.
    desk.click("Close run 1");
    assert_eq!(tabs(&desk), (vec![2, 3], Some(3)));
    desk.click("Run 2, fork of run 1");
    assert!(!desk.text().contains("Another way from here."));
    desk.click("Stop");
    assert_eq!(tabs(&desk), (vec![3], Some(3)));
    desk.click("Stop");
    assert_eq!(tabs(&desk), (vec![], None));
}

#[test]
fn several_runs_are_open_at_once() {
    let mut desk = Desk::on_small();
    start(&mut desk);
    desk.command(Command::Sim(SimCommand::Beside));
    assert!(desk.has("Return to the previous call"));
    start(&mut desk);
    assert_eq!(tabs(&desk), (vec![1, 2], Some(2)));
    // Another call of the same version takes the place of the run shown.
    start(&mut desk);
    assert_eq!(tabs(&desk), (vec![1, 2], Some(2)));
    desk.click("Another run");
    desk.click("Return to the previous call");
    start(&mut desk);
    assert_eq!(tabs(&desk).0.len(), 2);
    let other = *desk.project().versions.keys().find(|id| **id != VERSION).expect("another version");
    desk.command(Command::open_tab(Tab::Version(other)));
    desk.command(Command::Sim(SimCommand::Start(other)));
    assert_eq!(tabs(&desk), (vec![1, 2, 3], Some(3)));
    for _ in 3..MOST_RUNS {
        desk.click("Fork");
    }
    desk.click("Fork");
    assert!(desk.notices().contains("Close one of them first."), "{}", desk.notices());
    assert_eq!(tabs(&desk).0.len(), MOST_RUNS);
}

#[test]
fn a_run_that_is_played_again_marks_where_it_goes_another_way() {
    let mut desk = Desk::on_small();
    start(&mut desk);
    desk.command(Command::Sim(SimCommand::Answer("press 1".to_owned())));
    desk.command(Command::Sim(SimCommand::Replay));
    assert!(desk.notices().contains("The run goes the same way as before."), "{}", desk.notices());
    let link = Some(crate::model::Link::To(MESSAGE.action));
    let (version, from, branch) = (VERSION, WELCOME.action, "row:1".to_owned());
    desk.command(Command::edit(Edit::SetLink { version, from, branch, link }));
    desk.click("Again with the same answers");
    assert!(desk.notices().contains("The run goes another way now."), "{}", desk.notices());
    desk.assert_says("Another way from here. Before the edit: ");
}

#[test]
fn a_variable_is_changed_and_pinned_in_the_list() {
    let mut desk = Desk::new();
    desk.click("Try a call");
    let steps = run(&desk).steps_taken();
    desk.click("contract.number: not set");
    desk.write("New value of contract.number", "12");
    desk.click("Change");
    assert_eq!(run(&desk).answers(), ["set contract.number to 12"]);
    assert_eq!((run(&desk).read("contract.number").as_str(), run(&desk).steps_taken()), ("12", steps + 1));
    desk.assert_says("From now on contract.number is \"12\" (before: not set).");
    assert!(!desk.is_enabled("Change"));
    let top = |desk: &Desk, path: &str| {
        let name =
            desk.names().into_iter().find(|name| name.contains(&format!("{path}: ")) && !name.contains("From now on"));
        desk.rect(&name.expect("a row")).top()
    };
    assert!(top(&desk, "customer.tier") > top(&desk, "contract.number"));
    desk.click("Close the variable");
    desk.click("customer.tier: standard");
    desk.click("Pin on top");
    assert!(desk.has("Pinned: customer.tier: standard"));
    assert!(top(&desk, "customer.tier") < top(&desk, "contract.number"));
    desk.click("Unpin");
    assert!(desk.state().parts.simulation.pinned.is_empty());
    // A value that does not fit says why, and changes nothing.
    desk.command(Command::Sim(SimCommand::Answer("set call.number to 5".to_owned())));
    assert!(desk.notices().contains("call.number is read-only."), "{}", desk.notices());
    assert_eq!(run(&desk).answers().len(), 1);
}

#[test]
fn a_change_at_a_breakpoint_does_not_run_on() {
    let mut desk = Desk::new();
    desk.click("Try a call");
    let welcome = ActionRef { version: desk.shown(), action: desk.action("Welcome").id };
    desk.command(Command::Sim(SimCommand::ToggleBreakpoint(welcome, None)));
    desk.command(Command::Sim(SimCommand::Restart));
    desk.command(Command::Sim(SimCommand::ToNextQuestion));
    desk.command(Command::Sim(SimCommand::Answer("set contract.number to 12".to_owned())));
    assert!(run(&desk).is_before(welcome));
    assert_eq!(run(&desk).answers(), ["set contract.number to 12 before \"Welcome\""]);
    desk.assert_says("Breakpoint before “Welcome”");
}
