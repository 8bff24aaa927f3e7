//! The failure check in the window: the list of what fails, the call that shows it, and the marks on the canvas.

use std::sync::Arc;

use egui_kittest::kittest::NodeT as _;

use super::support::Desk;
use crate::app::command::{BottomPane, Command, PaneCommand, Tab};
use crate::catalog::Outcome;
use crate::edit::Edit;
use crate::model::{ActionId, Link};

/// The first queue of the example, by its id.
fn queue(desk: &Desk) -> (ActionId, String) {
    let found = desk.flow().actions.values().find(|action| action.kind == "to_queue").expect("a queue").clone();
    (found.id, crate::actions::title(&found).to_owned())
}

/// The example with nothing but its first queue, which has no way on for callers whom nobody serves.
fn desk_without_a_fallback() -> Desk {
    let mut desk = Desk::new();
    let (id, (queue, _)) = (desk.shown(), queue(&desk));
    let mut project = (**desk.project()).clone();
    let version = Arc::make_mut(project.versions.get_mut(&id).expect("the version shown"));
    version.flow.actions.retain(|id, action| *id == queue || action.is_start());
    for action in version.flow.actions.values_mut().map(Arc::make_mut) {
        action.links.retain(|branch, _| ["ok", "processed"].contains(&branch.as_str()));
        for link in action.links.values_mut() {
            *link = if action.kind == "to_queue" { Link::EndsHere } else { Link::To(queue) };
        }
    }
    project.test_calls.clear();
    desk.put(project);
    desk.command(Command::open_tab(Tab::Version(id)));
    desk
}

/// The name of the first line of the list that begins and goes on so.
fn line_of(desk: &Desk, begins: &str, holds: &str) -> Option<String> {
    let names = desk.nodes().into_iter().filter_map(|node| node.accesskit_node().label());
    names.into_iter().find(|name| name.starts_with(begins) && name.contains(holds))
}

#[test]
fn who_is_dropped_is_listed_shown_and_played() {
    let mut desk = desk_without_a_fallback();
    let (from, title) = queue(&desk);
    assert!(desk.state().session.failures.of(desk.state().session.document.revision(), desk.shown()).is_none());
    desk.click("Failures");
    assert_eq!(desk.state().window.panes.bottom_panel, BottomPane::Failures);
    desk.assert_says("Callers can be dropped");
    let line =
        line_of(&desk, "Nobody is connected to", &format!("Dropped at \"{title}\"")).expect("the queue drops callers");
    desk.click(&line);
    assert_eq!(desk.selected(), [from]);
    let fails = line.split_once(": ").expect("a colon").0.to_owned();
    desk.click(&format!("Play {fails}"));
    assert_eq!(desk.state().window.panes.bottom_panel, BottomPane::Simulation);
    let run = desk.state().parts.simulation.run().expect("a call is played");
    assert_eq!(run.outcome().map(Outcome::words), Some("Dropped"));
    assert!(run.scene.world.queues.values().any(|queue| queue.connected == Some(0)));
}

#[test]
fn a_report_is_never_shown_for_another_revision() {
    let mut desk = desk_without_a_fallback();
    desk.click("Failures");
    let (before, version) = (desk.state().session.document.revision(), desk.shown());
    assert!(desk.state().session.failures.of(before, version).is_some());
    let edit = Edit::DescribeVersion { version, name: "Another name".to_owned(), description: String::new() };
    desk.command_at_once(Command::Answered(Box::new(edit), None));
    let after = desk.state().session.document.revision();
    assert_ne!(after, before);
    assert!(desk.state().session.failures.of(before, version).is_some(), "it is what was found before");
    assert!(desk.state().session.failures.of(after, version).is_none());
    desk.settle();
    assert!(desk.state().session.failures.of(after, version).is_some());
    assert!(desk.state().session.failures.of(before, version).is_none());
}

#[test]
fn the_canvas_marks_where_callers_are_dropped_while_it_is_switched_on() {
    let mut desk = desk_without_a_fallback();
    let (from, _) = queue(&desk);
    let marks = |desk: &Desk| {
        let view = desk.state().parts.versions.views.get(&desk.shown()).expect("the version is shown");
        let (_, scene) = view.scene.as_ref().expect("the canvas is drawn");
        let card = scene.cards.iter().find(|card| card.id == u64::from(from.0)).expect("the card of the queue");
        card.marks.iter().filter(|mark| mark.kind == crate::canvas::MarkKind::Dropped).cloned().collect::<Vec<_>>()
    };
    assert!(marks(&desk).is_empty());
    desk.command(Command::Pane(PaneCommand::ToggleFailures));
    let shown = marks(&desk);
    assert_eq!(shown.len(), 1);
    assert!(shown[0].hover.contains("\nNobody is connected to "), "{}", shown[0].hover);
    desk.command(Command::Pane(PaneCommand::ToggleFailures));
    assert!(marks(&desk).is_empty());
}
