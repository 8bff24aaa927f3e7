//! Typing without a click first: into the form of an action that was just added, into a new row, into a list, and as keys of the telephone
//! (spec: ease §1).

use egui::{Key, Modifiers};

use super::support::{Desk, VERSION};
use crate::app::command::{Command, New, PaneCommand, SimCommand, Tab};
use crate::app::shell::dialog::Dialog;
use crate::edit::{Edit, Spot};
use crate::model::{Action, ItemRef, ResourceKind, Value};

/// The small project with a new action, which the canvas has selected.
fn with_new(kind: &str) -> Desk {
    let mut desk = Desk::on_small();
    desk.command(Command::edit(add(kind)));
    desk
}

fn add(kind: &str) -> Edit {
    Edit::AddAction { version: VERSION, kind: kind.to_owned(), spot: Spot::Free, pos: None }
}

fn new(desk: &Desk) -> &Action {
    &desk.flow().actions[&desk.selected()[0]]
}

/// The text of the default language in a field.
fn text(action: &Action, key: &str) -> String {
    match action.params.value(key) {
        Some(Value::Texts(texts)) => texts.get("").cloned().unwrap_or_default(),
        Some(Value::Text(text)) => text.clone(),
        _ => String::new(),
    }
}

/// Sends letters in frames that follow each other, as fast fingers do.
fn type_fast(desk: &mut Desk, words: &str) {
    desk.events(words.chars().map(|letter| egui::Event::Text(letter.to_string())));
}

#[test]
fn typing_right_after_adding_fills_the_first_field_that_needs_a_value() {
    let mut desk = with_new("voice_announcement");
    type_fast(&mut desk, "Good morning, friends");
    assert_eq!(text(new(&desk), "text"), "Good morning, friends");
    // One undo step for the words, as for words typed after a click.
    desk.ctrl(Key::Z);
    assert_eq!(text(new(&desk), "text"), "");
}

#[test]
fn what_is_typed_later_on_the_canvas_changes_nothing() {
    let mut desk = with_new("voice_announcement");
    desk.type_text("First");
    let added = new(&desk).id;
    desk.command(Command::Pane(PaneCommand::GoToCanvas));
    desk.type_text("Second");
    assert_eq!(text(&desk.flow().actions[&added], "text"), "First");
}

#[test]
fn a_space_right_after_adding_asks_what_to_add() {
    let mut desk = with_new("voice_announcement");
    desk.events([true, false].map(|pressed| egui::Event::Key {
        key: Key::Space,
        pressed,
        modifiers: Modifiers::NONE,
        repeat: false,
        physical_key: None,
    }));
    assert!(matches!(desk.state().session.dialog, Some(Dialog::FindKind(_))));
}

#[test]
fn typing_right_after_adding_searches_the_list_of_what_is_needed() {
    let mut desk = Desk::on_small();
    desk.command(Command::New(New::Resource(ResourceKind::Calendar)));
    desk.command(Command::open_tab(Tab::Version(VERSION)));
    desk.command(Command::edit(add("test_schedule")));
    let names: Vec<String> = desk.project().resources_of(ResourceKind::Calendar).map(|it| it.name.clone()).collect();
    let wanted = names.last().unwrap().clone();
    type_fast(&mut desk, &wanted.to_lowercase());
    assert!(desk.has("Search"));
    desk.key(Modifiers::NONE, Key::Enter);
    let Some(Value::Item(ItemRef::Item(id))) = new(&desk).params.value("calendar") else { panic!("nothing chosen") };
    assert_eq!(desk.project().resources.values().find(|it| it.id.0 == *id).unwrap().name, wanted);
}

#[test]
fn a_new_row_of_a_menu_has_the_focus_in_its_meaning() {
    let mut desk = Desk::on_small();
    desk.select(&["Welcome"]);
    let rows = |desk: &Desk| match new(desk).params.value("keys") {
        Some(Value::Rows(rows)) => rows.clone(),
        _ => Vec::new(),
    };
    let before = rows(&desk).len();
    desk.click("Add a row to Keys in use");
    assert_eq!(rows(&desk).len(), before + 1);
    type_fast(&mut desk, "Sales");
    let rows = rows(&desk);
    assert_eq!(rows[before].cells.value("label"), Some(&Value::Text("Sales".to_owned())), "{rows:?}");
}

/// The small project with a call that waits at its menu.
fn at_the_menu() -> Desk {
    let mut desk = Desk::on_small();
    desk.command(Command::Sim(SimCommand::Start(VERSION)));
    for _ in 0..4 {
        let run = desk.state().parts.simulation.run().unwrap();
        if run.state().question.as_ref().is_some_and(crate::catalog::Question::takes_keys) {
            return desk;
        }
        desk.command(Command::Sim(SimCommand::ToNextQuestion));
    }
    panic!("the call asks for no key");
}

fn answers(desk: &Desk) -> Vec<String> {
    desk.state().parts.simulation.run().unwrap().answers().to_vec()
}

#[test]
fn a_digit_answers_the_waiting_question() {
    let mut desk = at_the_menu();
    let before = answers(&desk).len();
    desk.type_text("2");
    assert_eq!(answers(&desk)[before..], ["press 2"]);
}

#[test]
fn a_digit_is_text_where_a_field_has_the_cursor() {
    let mut desk = at_the_menu();
    let before = answers(&desk).len();
    desk.select(&["Welcome"]);
    desk.write("Title", "Floor 2");
    assert_eq!(answers(&desk).len(), before);
    assert!(desk.has_action("Floor 2"));
}
