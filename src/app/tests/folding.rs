//! Collapsed subtrees, and going back and forward between places.

use egui::{Key, Modifiers, PointerButton, vec2};
use egui_kittest::kittest::Queryable as _;

use crate::model::{ActionId, Place, Pos};

use super::support::{Desk, VERSION};
use crate::app::command::{Command, PageCommand, Tab, TreeCommand};
use crate::app::kit::scene::card_id;

fn press(desk: &mut Desk, card: &str) {
    let at = desk.card(card).left_top() + vec2(40.0, 12.0);
    desk.click_at(at, PointerButton::Primary);
}

fn is_shown(desk: &Desk, title: &str) -> bool {
    desk.names().iter().any(|name| name.starts_with(&format!("{title}, ")))
}

/// The summary of a card, as a screen reader says it.
fn summary(desk: &Desk, title: &str) -> String {
    use egui_kittest::kittest::NodeT as _;
    let name = format!("{title}, Voice announcement");
    let node = desk.harness.get_by_label(&name);
    node.accesskit_node().description().unwrap_or_default()
}

#[test]
fn what_follows_is_collapsed_by_a_key_and_the_card_says_what_it_hides() {
    let mut desk = Desk::on_small();
    let project = desk.project().clone();
    press(&mut desk, "Welcome");
    desk.key(Modifiers::NONE, Key::Minus);
    assert!(is_shown(&desk, "Welcome") && !is_shown(&desk, "Front desk") && !is_shown(&desk, "Leave a message"));
    assert!(summary(&desk, "Welcome").starts_with("Hides 2 actions"), "{}", summary(&desk, "Welcome"));
    assert_eq!(*desk.project(), project, "the project is the same");
    // What is hidden is not hit.
    desk.ctrl(Key::A);
    assert_eq!(desk.selected().len(), 2);
    press(&mut desk, "Welcome");
    desk.key(Modifiers::NONE, Key::Plus);
    assert!(is_shown(&desk, "Front desk") && is_shown(&desk, "Leave a message"));
    // By the menu of the card.
    let at = desk.card("Welcome").left_top() + vec2(40.0, 12.0);
    desk.click_at(at, PointerButton::Secondary);
    desk.click_menu("Collapse what follows");
    assert!(!is_shown(&desk, "Front desk"));
    desk.click_at(at, PointerButton::Secondary);
    desk.click_menu("Show what follows");
    assert!(is_shown(&desk, "Front desk"));
}

#[test]
fn whatever_reaches_a_hidden_card_opens_it() {
    let mut desk = Desk::on_small();
    let collapse = |desk: &mut Desk| {
        desk.select(&["start"]);
        desk.command(Command::Tree(TreeCommand::Collapse));
        desk.select(&["start"]);
        assert!(!is_shown(desk, "Front desk"));
    };
    let front = desk.action("Front desk").id;
    let place = crate::model::ActionRef { version: VERSION, action: front };
    collapse(&mut desk);
    desk.command(Command::Page(PageCommand::RevealPlace(Place::Action(place))));
    assert!(is_shown(&desk, "Front desk"), "a problem");
    collapse(&mut desk);
    desk.ctrl(Key::F);
    desk.type_text("leave a message");
    desk.key(Modifiers::NONE, Key::Enter);
    assert!(is_shown(&desk, "Leave a message"), "find");
    collapse(&mut desk);
    desk.click("Try a call");
    for _ in 0..3 {
        desk.key(Modifiers::NONE, Key::F10);
    }
    assert!(is_shown(&desk, "Welcome"), "the simulation");
    // Two collapsed cards, one below the other.
    desk.select(&["Welcome"]);
    desk.command(Command::Tree(TreeCommand::Collapse));
    collapse(&mut desk);
    desk.command(Command::Page(PageCommand::Reveal(place)));
    assert!(is_shown(&desk, "Front desk"));
    collapse(&mut desk);
    desk.command(Command::Tree(TreeCommand::ExpandAll));
    assert!(is_shown(&desk, "Front desk"));
}

#[test]
fn a_collapsed_card_takes_what_it_hides_along() {
    let mut desk = Desk::on_small();
    let before = desk.flow().positions.clone();
    press(&mut desk, "Welcome");
    desk.key(Modifiers::NONE, Key::Minus);
    let grip = desk.card("Welcome").left_top() + vec2(40.0, 12.0);
    desk.drag(grip, grip + vec2(0.0, 120.0));
    let after = desk.flow().positions.clone();
    let way = |id: u32| {
        Pos(after[&ActionId(id)].0 - before[&ActionId(id)].0, after[&ActionId(id)].1 - before[&ActionId(id)].1)
    };
    assert!(way(3).1 > 40, "{after:?}");
    assert_eq!((way(4), way(7), way(1)), (way(3), way(3), Pos(0, 0)));
    desk.ctrl(Key::Z);
    assert_eq!(desk.flow().positions, before);
}

#[test]
fn back_and_forward_walk_along_the_places_seen() {
    let mut desk = Desk::on_small();
    let alt = |desk: &mut Desk, key| desk.key(Modifiers::ALT, key);
    let wait = |desk: &mut Desk| (0..6).for_each(|_| desk.empty_frame());
    press(&mut desk, "Welcome");
    wait(&mut desk);
    press(&mut desk, "Front desk");
    wait(&mut desk);
    desk.command(Command::Page(PageCommand::Open(Tab::Settings)));
    wait(&mut desk);
    alt(&mut desk, Key::ArrowLeft);
    assert_eq!((desk.state().session.tab, desk.selected()), (Tab::Version(VERSION), vec![ActionId(4)]));
    alt(&mut desk, Key::ArrowLeft);
    assert_eq!(desk.selected(), [ActionId(3)]);
    alt(&mut desk, Key::ArrowRight);
    alt(&mut desk, Key::ArrowRight);
    assert_eq!(desk.state().session.tab, Tab::Settings);
    alt(&mut desk, Key::ArrowRight);
    assert!(desk.notices().contains("There is no place to go forward to."), "{}", desk.notices());
    // A place that was removed is passed over.
    desk.command(Command::edit(crate::edit::Edit::RemoveActions { version: VERSION, actions: vec![ActionId(4)] }));
    desk.command(Command::Page(PageCommand::Open(Tab::Settings)));
    alt(&mut desk, Key::ArrowLeft);
    assert_eq!(desk.selected(), [ActionId(3)]);
    assert!(desk.view(VERSION).selection.contains(&card_id(ActionId(3))));
}
