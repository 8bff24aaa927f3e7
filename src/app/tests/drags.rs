//! A dialog that opens during a drag ends the drag: a release behind the dialog changes nothing. Each gesture is also made
//! without a dialog, to show that the release would have changed something.

use chrono::Datelike as _;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Role, Vec2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::catalog::sample;
use crate::clock;
use crate::model::{ResourceId, ResourceKind};

use super::support::Desk;
use crate::app::command::{Command, Tab};
use crate::app::shell::dialog::Dialog;

/// A window, and where the drag begins and ends.
type Gesture = (Desk, Pos2, Pos2);

/// Presses the button at the first place, and moves to the second.
pub(super) fn hold(desk: &mut Desk, from: Pos2, to: Pos2) {
    let press =
        Event::PointerButton { pos: from, button: PointerButton::Primary, pressed: true, modifiers: Modifiers::NONE };
    let steps = (1..=8u8).map(|step| Event::PointerMoved(from.lerp(to, f32::from(step) / 8.0)));
    desk.events([Event::PointerMoved(from), press].into_iter().chain(steps).collect::<Vec<_>>());
}

pub(super) fn released(pos: Pos2) -> Event {
    Event::PointerButton { pos, button: PointerButton::Primary, pressed: false, modifiers: Modifiers::NONE }
}

fn ctrl_k() -> Event {
    Event::Key { key: Key::K, pressed: true, modifiers: Modifiers::COMMAND, repeat: false, physical_key: None }
}

#[track_caller]
fn assert_asks(desk: &Desk) {
    assert!(matches!(desk.state().session.dialog, Some(Dialog::FindCommand(_))), "{:?}", desk.state().session.dialog);
}

/// What the drag could change.
fn seen(desk: &Desk) -> String {
    let cells = desk.nodes().into_iter().filter(|node| {
        let node = node.accesskit_node();
        node.role() == Role::Cell && node.is_selected() == Some(true)
    });
    format!("{} cells are selected in {:?}", cells.count(), desk.project())
}

#[track_caller]
fn assert_ended_by_a_dialog(make: fn() -> Gesture) {
    let (mut desk, from, to) = make();
    let middle = from.lerp(to, 0.5);
    hold(&mut desk, from, middle);
    let held = seen(&desk);
    desk.events([Event::PointerMoved(to), Event::PointerMoved(to), released(to)]);
    assert!(seen(&desk) != held, "without a dialog the gesture must do something");

    // The user goes on with the drag, and sees the dialog only then.
    let (mut desk, from, to) = make();
    hold(&mut desk, from, middle);
    let held = seen(&desk);
    desk.events([ctrl_k()]);
    assert_asks(&desk);
    desk.events([Event::PointerMoved(to), Event::PointerMoved(to)]);
    assert!(!egui::DragAndDrop::has_any_payload(desk.ctx()) && desk.ctx().dragged_id().is_none());
    desk.events([released(to)]);
    assert_asks(&desk);
    assert!(seen(&desk) == held, "the drag went on behind the dialog");
    desk.key(Modifiers::NONE, Key::Escape);
    assert!(desk.state().session.dialog.is_none() && seen(&desk) == held);

    // The release comes in the first frame of the dialog.
    let (mut desk, from, to) = make();
    hold(&mut desk, from, middle);
    let held = seen(&desk);
    desk.frame([ctrl_k()]);
    assert_asks(&desk);
    desk.events([released(to)]);
    assert!(seen(&desk) == held, "the release behind the dialog changed something");
}

fn on_the_tree(places: fn(&Desk) -> (Pos2, Pos2)) -> Gesture {
    let desk = Desk::on_small();
    let (from, to) = places(&desk);
    (desk, from, to)
}

fn on_a_page(kind: ResourceKind, places: fn(&Desk) -> (Pos2, Pos2)) -> Gesture {
    let project = sample::project();
    let id: ResourceId = project.resources_of(kind).next().unwrap().id;
    let mut desk = Desk::of_size(Vec2::new(1440.0, 1600.0), "");
    desk.put(project);
    desk.state_mut().window.panes.bottom = false;
    desk.command(Command::open_tab(Tab::Resource(id)));
    let (from, to) = places(&desk);
    (desk, from, to)
}

#[test]
fn a_card_stays_where_it_was() {
    assert_ended_by_a_dialog(|| {
        on_the_tree(|desk| {
            let from = desk.card("Welcome").center();
            (from, from + vec2(0.0, 140.0))
        })
    });
}

#[test]
fn an_arrow_is_not_drawn() {
    assert_ended_by_a_dialog(|| {
        on_the_tree(|desk| {
            let reception = desk.flow().actions[&crate::model::ActionId(4)].title.clone();
            (desk.port("Invalid", "Welcome"), desk.card(&reception).center())
        })
    });
}

#[test]
fn a_kind_of_the_palette_is_not_dropped() {
    assert_ended_by_a_dialog(|| {
        on_the_tree(|desk| (desk.rect("Voice announcement").center(), desk.port("Invalid", "Welcome")))
    });
}

#[test]
fn hours_are_not_painted() {
    assert_ended_by_a_dialog(|| {
        on_a_page(ResourceKind::Calendar, |desk| {
            let strip = desk.harness.get_by_label("Hours of Sunday, by half hours").rect();
            let slot = strip.width() / 48.0;
            (strip.left_center() + vec2(4.5 * slot, 0.0), strip.left_center() + vec2(9.5 * slot, 0.0))
        })
    });
}

#[test]
fn days_are_not_taken() {
    assert_ended_by_a_dialog(|| {
        on_a_page(ResourceKind::Calendar, |desk| {
            let day = |day| {
                let date = clock::today().with_day(day).unwrap();
                desk.harness.get_by_label_contains(&date.format("%A %-d %B %Y: ").to_string()).rect().center()
            };
            (day(10), day(13))
        })
    });
}

#[test]
fn members_keep_their_order() {
    assert_ended_by_a_dialog(|| {
        on_a_page(ResourceKind::Team, |desk| {
            let handles = desk.nodes().into_iter().filter_map(|node| {
                let is_handle = node.accesskit_node().label().is_some_and(|label| label.starts_with("Drag "));
                is_handle.then(|| node.rect().center())
            });
            let handles: Vec<Pos2> = handles.collect();
            (handles[0], handles[1] + vec2(0.0, 8.0))
        })
    });
}

#[test]
fn cells_are_not_selected() {
    assert_ended_by_a_dialog(|| {
        on_a_page(ResourceKind::Database, |desk| {
            let cell = |name| desk.harness.get_by_role_and_label(Role::Cell, name).rect().center();
            (cell("Row 1, number (column 1)"), cell("Row 2, points (column 3)"))
        })
    });
}
