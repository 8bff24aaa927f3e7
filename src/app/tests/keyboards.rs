//! Other keyboards and screens: letters that stand elsewhere, letters that are composed, keys that undo nothing in an untouched field, and
//! scales between whole numbers.

use egui::{Event, ImeEvent, Key, Modifiers, PointerButton, Pos2, Role};
use egui_kittest::kittest::NodeT;

use super::long_texts::{ALL_KINDS, everything, tabs};
use super::support::{Desk, VERSION};
use crate::app::command::{Command, PageCommand, Tab};
use crate::app::kit::scene::card_id;
use crate::app::shell::dialog::Dialog;
use crate::canvas::ENTRY_OFFSET;
use crate::model::Link;

/// Presses a chord where the key of a letter is where the usual keyboard has another letter. A key whose letter is none of the
/// Latin ones counts as the Latin letter of its place.
fn chord(desk: &mut Desk, modifiers: Modifiers, key: Key, place: Key) {
    let press = |pressed| Event::Key { key, pressed, modifiers, repeat: false, physical_key: Some(place) };
    desk.events([
        Event::ModifiersChanged(modifiers),
        press(true),
        press(false),
        Event::ModifiersChanged(Modifiers::NONE),
    ]);
}

#[test]
fn chords_follow_the_letters_and_not_their_places() {
    // Where Z, K and A stand.
    for (keyboard, [z, k, a]) in [
        ("English", [Key::Z, Key::K, Key::A]),
        ("Russian", [Key::Z, Key::K, Key::A]),
        ("French", [Key::W, Key::K, Key::Q]),
        ("German", [Key::Y, Key::K, Key::A]),
        ("Dvorak", [Key::Slash, Key::V, Key::A]),
        ("Turkish F", [Key::Period, Key::J, Key::U]),
        ("Bépo", [Key::CloseBracket, Key::B, Key::A]),
    ] {
        let mut desk = Desk::on_small();
        let before = desk.project().versions.clone();
        desk.select(&["Leave a message"]);
        desk.key(Modifiers::NONE, Key::Delete);
        let after = desk.project().versions.clone();
        assert_ne!(after, before);
        // Ctrl with the key that is where other keyboards have Z, but has another letter, undoes nothing.
        if z != Key::Z {
            let other = if keyboard == "French" { Key::W } else { Key::Semicolon };
            chord(&mut desk, Modifiers::COMMAND, other, Key::Z);
            assert_eq!(desk.project().versions, after, "{keyboard}");
        }
        chord(&mut desk, Modifiers::COMMAND, Key::Z, z);
        assert_eq!(desk.project().versions, before, "{keyboard}");
        chord(&mut desk, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z, z);
        assert_eq!(desk.project().versions, after, "{keyboard}");
        chord(&mut desk, Modifiers::COMMAND, Key::A, a);
        assert_eq!(desk.selected().len(), desk.flow().actions.len(), "{keyboard}");
        chord(&mut desk, Modifiers::COMMAND, Key::K, k);
        assert!(matches!(desk.state().session.dialog, Some(Dialog::FindCommand(_))), "{keyboard}");
        desk.key(Modifiers::NONE, Key::Escape);
        assert!(desk.state().session.dialog.is_none(), "{keyboard}");
    }
}

#[test]
fn letters_that_are_composed_arrive_and_are_no_chords() {
    let alt_gr = Modifiers { alt: true, ctrl: true, command: true, ..Modifiers::NONE };
    let key = |key, modifiers, pressed| Event::Key { key, pressed, modifiers, repeat: false, physical_key: Some(key) };
    let pressed = |pressed_key: Key, modifiers: Modifiers, text: &str| {
        vec![
            Event::ModifiersChanged(modifiers),
            key(pressed_key, modifiers, true),
            Event::Text(text.to_owned()),
            key(pressed_key, modifiers, false),
            Event::ModifiersChanged(Modifiers::NONE),
        ]
    };
    let shown = |text: &str| Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None });
    let composed = |parts: &[&str], text: &str| {
        let mut events: Vec<Event> = parts.iter().map(|part| shown(part)).collect();
        events.push(Event::Ime(ImeEvent::Commit(text.to_owned())));
        events
    };
    for (what, events, text) in [
        ("a key of its own", pressed(Key::Num2, Modifiers::NONE, "é"), "é"),
        ("with AltGr", pressed(Key::E, alt_gr, "€"), "€"),
        ("with AltGr, where Ctrl Z would undo", pressed(Key::Z, alt_gr, "ż"), "ż"),
        ("with AltGr, where Ctrl K would open a dialog", pressed(Key::K, alt_gr, "ĸ"), "ĸ"),
        ("a dead key", composed(&["^"], "ê"), "ê"),
        ("two dead keys", composed(&["~", "~^"], "ễ"), "ễ"),
        ("a sign alone", composed(&["´"], "´"), "´"),
        ("Cyrillic", pressed(Key::Z, Modifiers::NONE, "я"), "я"),
        ("with Shift", pressed(Key::A, Modifiers::SHIFT, "Ф"), "Ф"),
        ("Japanese", composed(&["に", "にほ", "にほん"], "日本"), "日本"),
        ("Korean", composed(&["ㅎ", "하", "한"], "한"), "한"),
    ] {
        let mut desk = Desk::on_small();
        // A letter without a glyph is drawn as a box, as on the desktop.
        desk.ctx().set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
        desk.select(&["Leave a message"]);
        let before = desk.project().clone();
        desk.click("Title");
        desk.key(Modifiers::NONE, Key::End);
        desk.events(events);
        assert!(
            desk.has_action(&format!("Leave a message{text}")),
            "{what}: {:?}",
            desk.input("Title").accesskit_node().value()
        );
        assert!(desk.state().session.dialog.is_none(), "{what}");
        assert_eq!(desk.flow().actions.len(), before.versions[&VERSION].flow.actions.len(), "{what}");
    }
}

/// The texts of all inputs in sight that can be changed.
fn texts(desk: &Desk) -> Vec<(egui::accesskit::NodeId, String)> {
    let nodes = desk.nodes();
    let inputs = nodes.iter().map(NodeT::accesskit_node).filter(|node| {
        let is_text = matches!(node.role(), Role::TextInput | Role::MultilineTextInput);
        is_text && !node.is_disabled() && !node.is_read_only()
    });
    inputs.map(|node| (node.locate().0, node.value().unwrap_or_default())).collect()
}

/// Undoes and repeats twice in each input in sight, none of which was touched. Returns their number.
fn undo_in_each(desk: &mut Desk, place: &str) -> usize {
    let before = texts(desk);
    let project = desk.project().clone();
    for (id, _) in &before {
        {
            let nodes = desk.nodes();
            let Some(node) = nodes.iter().find(|node| node.accesskit_node().locate().0 == *id) else { continue };
            node.focus();
        }
        desk.empty_frame();
        let press =
            |modifiers, pressed| Event::Key { key: Key::Z, pressed, modifiers, repeat: false, physical_key: None };
        for modifiers in [Modifiers::COMMAND, Modifiers::COMMAND, Modifiers::COMMAND | Modifiers::SHIFT] {
            desk.frame([press(modifiers, true), press(modifiers, false)]);
        }
        desk.empty_frame();
        let value = texts(desk).into_iter().find(|(known, _)| known == id).map(|(_, text)| text);
        let wanted = before.iter().find(|(known, _)| known == id).map(|(_, text)| text.clone());
        assert_eq!(value, wanted, "an input of {place}");
    }
    assert_eq!(*desk.project(), project, "{place}");
    before.len()
}

#[test]
fn undo_in_an_untouched_input_changes_nothing() {
    let project = everything();
    let mut desk = Desk::on(project.clone());
    desk.state_mut().window.panes.tree = false;
    desk.state_mut().window.panes.bottom = false;
    let mut count = 0;
    for tab in tabs(&project) {
        // An edit that Ctrl Z would undo elsewhere.
        desk.put(project.clone());
        let settings = crate::model::Settings { step_limit: 499, ..project.settings.clone() };
        desk.command(Command::edit(crate::edit::Edit::SetSettings { settings }));
        desk.command(Command::Page(PageCommand::Open(tab)));
        count += undo_in_each(&mut desk, &format!("{tab:?}"));
    }
    assert!(count > 100, "{count} inputs");
    desk.put(project.clone());
    desk.command(Command::Page(PageCommand::Open(Tab::Version(ALL_KINDS))));
    let mut in_forms = 0;
    for id in project.versions[&ALL_KINDS].flow.actions.keys().step_by(5) {
        desk.state_mut().view(ALL_KINDS).selection = [card_id(*id)].into();
        desk.settle();
        in_forms += undo_in_each(&mut desk, &format!("the form of {id:?}"));
    }
    assert!(in_forms > 20, "{in_forms} inputs");
}

#[test]
fn the_pointer_hits_what_it_points_at_in_every_scale() {
    for scale in [0.75, 1.1, 1.25, 1.5, 1.75, 2.0, 2.625, 3.0] {
        let mut desk = Desk::on_small_of_scale(scale);
        assert!((desk.ctx().pixels_per_point() - scale).abs() < 0.001);
        let (from, to) = (desk.port("OK", "start"), desk.card("Welcome"));
        let zoom = desk.view(VERSION).canvas.zoom();
        let arrow = from.lerp(Pos2::new(to.left(), to.top() + ENTRY_OFFSET * zoom), 0.5);
        desk.drag(desk.rect("Voice announcement").center(), arrow);
        let added = desk.selected();
        assert_eq!(desk.link("start", "ok"), added.first().map(|id| Link::To(*id)), "{scale}");
        assert_eq!(desk.flow().actions[&added[0]].links["ok"], Link::To(desk.action("Welcome").id), "{scale}");
        desk.ctrl(Key::Z);
        let message = desk.card("Leave a message");
        desk.drag(desk.port("Invalid", "Welcome"), message.left_top() + egui::vec2(60.0, 14.0) * zoom);
        assert_eq!(desk.link("Welcome", "invalid"), Some(Link::To(desk.action("Leave a message").id)), "{scale}");
        let grip = message.left_top() + egui::vec2(40.0, 14.0) * zoom;
        desk.click_at(grip, PointerButton::Primary);
        assert_eq!(desk.selected(), [desk.action("Leave a message").id], "{scale}");
        desk.click("Title");
        desk.type_text("!");
        assert!(desk.has_action("Leave a message!"), "{scale}");
    }
}
