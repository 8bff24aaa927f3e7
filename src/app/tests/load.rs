//! The window under load: input that arrives faster than frames are drawn. These tests count events and never measure times.

use egui::{Event, Key, Modifiers, PointerButton, Role};
use egui_kittest::kittest::NodeT as _;

use crate::edit::Edit;
use crate::model::limits::MAX_TEXT;

use super::support::{Desk, VERSION, small};
use crate::app::command::{Command, Tab};

/// Draws one frame with events as the window system sends them. Returns whether others wait.
fn paced_frame(desk: &mut Desk, mut events: Vec<Event>) -> bool {
    let app = desk.harness.state_mut().as_mut().unwrap();
    let waits = app.pacer.take(&mut events);
    desk.frame(events);
    waits
}

/// The text layouts that the last frame made or used.
#[allow(clippy::redundant_closure_for_method_calls, reason = "the method's lifetimes do not fit")]
fn layouts(desk: &Desk) -> usize {
    desk.ctx().fonts(|fonts| fonts.num_galleys_in_cache())
}

fn key(key: Key, modifiers: Modifiers, pressed: bool) -> Event {
    Event::Key { key, pressed, modifiers, repeat: false, physical_key: None }
}

/// The window on the form of an announcement, with the caret in its multi-line text.
fn writing() -> (Desk, egui::accesskit::NodeId) {
    let mut desk = Desk::on(small());
    desk.command(Command::open_tab(Tab::Version(VERSION)));
    desk.select(&["Welcome"]);
    let is_text = |node: &egui_kittest::Node<'_>| node.accesskit_node().role() == Role::MultilineTextInput;
    let (id, rect) = {
        let nodes = desk.nodes();
        let node = nodes.into_iter().find(is_text).expect("a text of several lines");
        (node.accesskit_node().locate().0, node.rect())
    };
    desk.click_at(rect.center(), PointerButton::Primary);
    desk.ctrl(Key::A);
    desk.key(Modifiers::NONE, Key::Backspace);
    (desk, id)
}

fn held(desk: &Desk, id: egui::accesskit::NodeId) -> String {
    let is_it = |node: &egui_kittest::Node<'_>| node.accesskit_node().locate().0 == id;
    desk.nodes().into_iter().find(is_it).and_then(|node| node.accesskit_node().value()).unwrap_or_default()
}

#[test]
fn ten_thousand_letters_cost_one_layout_a_frame() {
    let (mut desk, id) = writing();
    let letters: String = "Für Gäste: press 1, then wait. ".chars().cycle().take(MAX_TEXT).collect();
    let of_letter = |letter: char| {
        let known = Key::from_name(&letter.to_ascii_uppercase().to_string()).or((letter == ' ').then_some(Key::Space));
        let press = |pressed| known.map(|it| key(it, Modifiers::NONE, pressed));
        press(true).into_iter().chain([Event::Text(letter.to_string())]).chain(press(false))
    };
    desk.empty_frame();
    let at_rest = layouts(&desk);
    let letters_of_all: Vec<char> = letters.chars().collect();
    // 1,100 letters a second in a window that draws one frame a second.
    let mut frames = 0;
    let mut pieces = letters_of_all.chunks(1_100);
    loop {
        let piece = pieces.next();
        let events = piece.into_iter().flatten().flat_map(|letter| of_letter(*letter)).collect();
        let waits = paced_frame(&mut desk, events);
        frames += 1;
        let most = at_rest + 80;
        assert!(layouts(&desk) <= most, "frame {frames}: {} layouts, {at_rest} at rest", layouts(&desk));
        if piece.is_none() && !waits {
            break;
        }
    }
    assert_eq!(frames, MAX_TEXT.div_ceil(1_100) + 1, "nothing is left over when the last letter has come");
    desk.settle();
    assert_eq!(held(&desk, id), letters);
}

#[test]
fn letters_are_laid_out_one_by_one_without_the_pacer() {
    let (mut desk, id) = writing();
    desk.empty_frame();
    let at_rest = layouts(&desk);
    desk.frame((0..300).map(|_| Event::Text("x".to_owned())));
    assert!(layouts(&desk) >= at_rest + 300, "the pacer is needed, and works");
    desk.settle();
    assert_eq!(held(&desk, id), "x".repeat(300));
}

#[test]
fn undo_stops_when_its_keys_are_released() {
    let mut desk = Desk::on_small();
    let rename =
        |name: String| Command::edit(Edit::DescribeVersion { version: VERSION, name, description: String::new() });
    for nth in 0..150 {
        desk.command_at_once(rename(format!("Name {nth}")));
    }
    desk.settle();
    let name = |desk: &Desk| -> usize {
        let name = &desk.version(VERSION).info.name;
        name.strip_prefix("Name ").and_then(|nth| nth.parse().ok()).expect("not all is undone")
    };
    // Four seconds, 30 repeats a second, five frames a second.
    paced_frame(&mut desk, vec![Event::ModifiersChanged(Modifiers::COMMAND)]);
    for frame in 1..=20 {
        paced_frame(&mut desk, vec![key(Key::Z, Modifiers::COMMAND, true); 6]);
        assert_eq!(name(&desk), 149 - frame, "one step a frame");
    }
    let mut events = vec![key(Key::Z, Modifiers::COMMAND, false), Event::ModifiersChanged(Modifiers::NONE)];
    let mut after = 1;
    while paced_frame(&mut desk, std::mem::take(&mut events)) {
        after += 1;
    }
    assert!(after <= 2, "{after} frames after the release");
    assert_eq!(name(&desk), 149 - 20);
}
