//! Gestures of the canvas with a real pointer and real keys: copying as text, arranging, gliding, zooming.

use egui::{Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, Rect, TouchPhase, vec2};

use crate::model::{ActionId, ItemRef, Link, Pos, Value, VersionId};

use super::support::{Desk, VERSION, claims};
use crate::app::command::{Command, PageCommand, Tab, TreeCommand};
use crate::app::shell::dialog::Dialog;
use crate::canvas::ENTRY_OFFSET;

fn pos(desk: &Desk, title: &str) -> Pos {
    desk.flow().positions[&desk.action(title).id]
}

/// The text that *Copy* puts into the clipboard of the desktop.
fn copied(desk: &mut Desk, titles: &[&str]) -> String {
    desk.select(titles);
    desk.copied_by(Event::Copy).expect("something is copied")
}

/// Another window, on another project, with a version in development.
fn other_window() -> Desk {
    let mut desk = Desk::on(claims());
    desk.state_mut().window.panes.bottom = false;
    desk.command(Command::Page(PageCommand::Open(Tab::Version(VersionId(23)))));
    desk
}

#[test]
fn copied_actions_are_pasted_from_a_mail_into_another_window() {
    let mut desk = Desk::on_small();
    let text = copied(&mut desk, &["Welcome", "Leave a message"]);
    assert!(text.starts_with("// 2 actions copied from Signalbox: Welcome, Leave a message\n"), "{text}");
    let mut other = other_window();
    let before = other.project().clone();
    other.chord(Event::Paste(format!("Hello,\r\n{}\r\nRegards", text.replace('\n', "\r\n"))));
    let pasted = other.selected();
    assert_eq!(pasted.len(), 2);
    let titles: Vec<&str> = pasted.iter().map(|id| other.flow().actions[id].title.as_str()).collect();
    assert_eq!(titles, ["Welcome", "Leave a message"]);
    let welcome = &other.flow().actions[&pasted[0]];
    assert_eq!(welcome.links.get("row:2"), Some(&Link::To(pasted[1])), "the link between them is kept");
    assert_eq!(welcome.links.get("row:1"), None, "links to what was not copied are not");
    other.ctrl(Key::Z);
    assert_eq!(other.project().versions, before.versions, "one step");
}

#[test]
fn what_the_other_project_has_is_named_there_and_the_rest_is_said() {
    let mut desk = Desk::on_small();
    let text = copied(&mut desk, &["Front desk"]);
    // A window with the same project: the queue is there.
    let mut same = Desk::on_small();
    same.chord(Event::Paste(text.clone()));
    let copy = same.flow().actions[&same.selected()[0]].clone();
    assert_eq!(copy.params, same.action("Front desk").params, "the queue is the one of that project");
    assert!(!same.notices().contains("does not have"), "{}", same.notices());
    // In another project it is not.
    let mut other = other_window();
    other.chord(Event::Paste(text));
    let copy = other.flow().actions[&other.selected()[0]].clone();
    let is_unresolved = |value: &Value| matches!(value, Value::Item(ItemRef::Reference(_)));
    assert!(copy.params.0.values().any(is_unresolved), "{:?}", copy.params);
    assert!(other.notices().contains("This project does not have \""), "{}", other.notices());
    assert!(other.notices().contains("Problems lists the places."));
}

#[test]
fn a_text_that_is_not_ours_or_is_broken_changes_nothing_and_says_why() {
    let mut desk = Desk::on_small();
    let text = copied(&mut desk, &["Front desk"]);
    let before = desk.project().clone();
    desk.chord(Event::Paste("Monday: 9 to 5".to_owned()));
    assert!(desk.notices().contains("The clipboard has no copied actions."), "{}", desk.notices());
    desk.chord(Event::Paste(text.replace("kind:", "kind")));
    let question = desk.question();
    assert_eq!(question.title, "The actions were not pasted");
    assert!(question.lines.join("\n").contains("The copied text is damaged at line "), "{:?}", question.lines);
    desk.key(Modifiers::NONE, Key::Escape);
    assert_eq!(*desk.project(), before);
    // The clipboard has what was copied again: the window still knows the actions themselves.
    desk.chord(Event::Paste(text));
    assert_eq!(desk.flow().actions.len(), before.versions[&VERSION].flow.actions.len() + 1);
}

#[test]
fn where_the_desktop_has_no_text_the_menu_pastes_what_this_window_copied() {
    let mut desk = Desk::on_small();
    let count = desk.flow().actions.len();
    desk.command(Command::Tree(TreeCommand::Paste));
    assert!(desk.notices().contains("The clipboard has no copied actions."));
    copied(&mut desk, &["Front desk"]);
    desk.command(Command::Tree(TreeCommand::Paste));
    assert_eq!(desk.flow().actions.len(), count + 1);
    // The desktop answers the menu in a frame of its own, at the place of the menu; its text counts.
    let text = copied(&mut desk, &["Welcome", "Leave a message"]);
    copied(&mut desk, &["Front desk"]);
    let at = desk.empty_place();
    let wanted = desk.view(VERSION).canvas.scene_from_screen(at);
    desk.click_at(at, PointerButton::Secondary);
    let place = desk.names().into_iter().rfind(|name| name.starts_with("Paste ")).expect("the menu is open");
    let place = desk.rect(&place).center();
    desk.events([Event::PointerMoved(place)]);
    let button = |pressed| Event::PointerButton {
        pos: place,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    desk.frame([button(true)]);
    desk.frame([button(false)]);
    desk.frame([Event::Paste(text)]);
    desk.settle();
    assert_eq!(desk.flow().actions.len(), count + 3);
    let first = desk.selected()[0];
    assert_eq!(desk.flow().positions[&first].0, crate::app::kit::scene::model_pos(wanted).0);
}

/// Chooses an item of the context menu of a card.
fn choose(desk: &mut Desk, card: &str, item: &str) {
    let at = desk.card(card).left_top() + vec2(40.0, 12.0);
    desk.click_at(at, PointerButton::Secondary);
    desk.click_menu(item);
}

#[test]
fn selected_cards_are_tidied_and_aligned_from_their_menu_in_one_step_each() {
    let mut desk = Desk::on_small();
    let before = desk.project().clone();
    desk.select(&["Front desk", "Leave a message"]);
    choose(&mut desk, "Front desk", "Align top");
    assert_eq!(pos(&desk, "Front desk").1, pos(&desk, "Leave a message").1);
    assert_eq!(desk.state().session.document.undo_words(), Some("Move on the canvas"));
    desk.ctrl(Key::Z);
    assert_eq!(desk.project().versions, before.versions);
    // Both are in one column already.
    desk.select(&["Front desk", "Leave a message"]);
    let at = desk.card("Front desk").left_top() + vec2(40.0, 12.0);
    desk.click_at(at, PointerButton::Secondary);
    assert!(!desk.is_enabled("Align left") && desk.is_enabled("Align bottom") && !desk.is_enabled("Distribute down"));
    desk.key(Modifiers::NONE, Key::Escape);
    desk.select(&["start", "Front desk", "Leave a message"]);
    choose(&mut desk, "Front desk", "Distribute down");
    let (start, front, message) = (pos(&desk, "start"), pos(&desk, "Front desk"), pos(&desk, "Leave a message"));
    // Heights 182, 104 and 156 have no room between 0 and 436, so the gaps are those of the tidy layout.
    assert_eq!((front.1, start.1, message.1), (0, 182 + 28, 182 + 28 + 104 + 28));
    desk.ctrl(Key::Z);
    // Only the selection is tidied.
    desk.select(&["Welcome", "Front desk"]);
    choose(&mut desk, "Welcome", "Tidy the selection");
    // Beside *Leave a message* there is no room for both, so they go down together.
    let (welcome, front) = (pos(&desk, "Welcome"), pos(&desk, "Front desk"));
    assert!(welcome.0 == 280 && welcome.1 > 120 && front == Pos(560, welcome.1 + 39), "{welcome:?} {front:?}");
    assert_eq!((pos(&desk, "start"), pos(&desk, "Leave a message")), (Pos(0, 120), Pos(560, 280)));
    desk.ctrl(Key::Z);
    assert_eq!(desk.project().versions, before.versions);
}

#[test]
fn arranging_says_why_it_cannot() {
    let mut desk = Desk::on_small();
    desk.select(&["Welcome"]);
    desk.click("Edit");
    assert!(desk.has("Tidy the tree Ctrl+T") && !desk.is_enabled("Align left"));
    desk.events([Event::PointerMoved(desk.rect("Align left").center())]);
    for _ in 0..4 {
        desk.empty_frame();
    }
    desk.assert_says("Select two actions or more first.");
    desk.key(Modifiers::NONE, Key::Escape);
    desk.ctrl(Key::K);
    desk.type_text("distribute");
    assert!(!desk.has("Distribute across"));
    desk.key(Modifiers::NONE, Key::Escape);
    desk.ctrl(Key::A);
    desk.ctrl(Key::K);
    desk.type_text("distribute across");
    desk.key(Modifiers::NONE, Key::Enter);
    let columns = ["start", "Welcome", "Front desk", "Leave a message"].map(|title| pos(&desk, title).0);
    assert_eq!(columns, [0, 186, 373, 560]);
}

#[test]
fn tidy_glides_and_so_does_its_undo() {
    let mut desk = Desk::moving(1.0 / 60.0);
    let before = desk.card("Leave a message");
    desk.command_at_once(Command::Tree(TreeCommand::Tidy));
    let mut seen: Vec<Rect> = Vec::new();
    for _ in 0..30 {
        desk.empty_frame();
        seen.push(desk.card("Leave a message"));
    }
    let (first, last) = (seen[0], seen[29]);
    assert!(first.min.distance(before.min) < 20.0, "{before:?} {first:?}");
    assert!(last.min.distance(before.min) > 20.0, "it has moved: {before:?} {last:?}");
    let between = seen.iter().filter(|at| at.min.distance(first.min) > 1.0 && at.min.distance(last.min) > 1.0).count();
    assert!((6..=13).contains(&between), "about 200 ms: {between} frames");
    desk.settle();
    let there = desk.card("Leave a message");
    assert_eq!(last, there);
    desk.command_at_once(Command::Undo);
    desk.empty_frame();
    desk.empty_frame();
    assert!(desk.card("Leave a message").min.distance(there.min) < 40.0);
    desk.settle();
    assert_eq!(pos(&desk, "Leave a message"), Pos(560, 280));
}

#[test]
fn a_notch_of_the_wheel_zooms_by_a_fifth() {
    let mut desk = Desk::on_small();
    let zoom = |desk: &Desk| desk.view(VERSION).canvas.zoom();
    let at = desk.empty_place();
    let before = zoom(&desk);
    let notch = |y| Event::MouseWheel {
        unit: MouseWheelUnit::Line,
        delta: vec2(0.0, y),
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::COMMAND,
    };
    desk.events([Event::PointerMoved(at), Event::ModifiersChanged(Modifiers::COMMAND), notch(-1.0)]);
    assert!((before / zoom(&desk) - 1.2).abs() < 0.005, "{before} {}", zoom(&desk));
    desk.events([notch(1.0), notch(1.0), Event::ModifiersChanged(Modifiers::NONE)]);
    assert!((zoom(&desk) / before - 1.2).abs() < 0.005, "{before} {}", zoom(&desk));
}

#[test]
fn the_end_of_an_arrow_is_moved_to_another_card_and_cut_on_empty_canvas() {
    let mut desk = Desk::on_small();
    let before = desk.project().clone();
    let head = |desk: &Desk, title: &str| {
        let card = desk.card(title);
        let zoom = desk.view(VERSION).canvas.zoom();
        Pos2::new(card.left() - 5.0 * zoom, card.top() + ENTRY_OFFSET * zoom)
    };
    let to = desk.card("Front desk").left_top() + vec2(60.0, 14.0);
    desk.drag(head(&desk, "Leave a message"), to);
    assert_eq!(desk.link("Welcome", "row:2"), Some(Link::To(desk.action("Front desk").id)));
    desk.ctrl(Key::Z);
    assert_eq!(desk.project().versions, before.versions);
    let empty = desk.empty_place();
    desk.drag(head(&desk, "Leave a message"), empty);
    assert_eq!(desk.link("Welcome", "row:2"), None);
    assert!(!matches!(desk.state().session.dialog, Some(Dialog::FindKind(_))), "it asks nothing");
    desk.ctrl(Key::Z);
    // Back on its own card, nothing changes.
    let own = desk.card("Leave a message").center();
    desk.drag(head(&desk, "Leave a message"), own);
    assert_eq!(desk.link("Welcome", "row:2"), Some(Link::To(ActionId(7))));
    assert_eq!(desk.project().versions, before.versions);
}
