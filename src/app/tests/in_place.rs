//! Resources that are created and changed without leaving the version.

use egui::accesskit::Role;
use egui::{Key, Modifiers};

use super::support::{Desk, VERSION};
use crate::app::command::{Command, Tab};
use crate::app::shell::dialog::Dialog;
use crate::edit::{Edit, Spot};
use crate::model::{ActionId, ItemRef, Resource, Value};

/// The small project, with an action that tests a calendar selected.
fn with_calendar_action() -> Desk {
    let mut desk = Desk::on_small();
    let kind = "test_schedule".to_owned();
    desk.command(Command::edit(Edit::AddAction { version: VERSION, kind, spot: Spot::Free, pos: None }));
    desk
}

fn selected(desk: &Desk) -> ActionId {
    desk.selected()[0]
}

/// The calendar that the selected action names.
fn chosen(desk: &Desk) -> Option<Resource> {
    let action = &desk.flow().actions[&selected(desk)];
    let Some(Value::Item(ItemRef::Item(id))) = action.params.value("calendar") else { return None };
    desk.project().resources.values().find(|it| it.id.0 == *id).map(|it| (**it).clone())
}

#[test]
fn a_calendar_is_created_named_and_chosen_from_the_list_of_its_field() {
    let mut desk = with_calendar_action();
    assert_eq!(chosen(&desk), None);
    let tabs = desk.state().session.tabs.clone();
    desk.click("Calendar");
    desk.click("New calendar…");
    assert!(matches!(desk.state().session.dialog, Some(Dialog::Item(Tab::Resource(_)))));
    // The name has the focus and is selected, so typing replaces it.
    desk.settle();
    desk.type_text("Clinic hours");
    let found = chosen(&desk).unwrap();
    assert_eq!((found.name.as_str(), found.reference.as_str()), ("Clinic hours", "clinic_hours"));
    desk.key(Modifiers::NONE, Key::Escape);
    assert!(desk.state().session.dialog.is_none());
    assert_eq!((desk.shown(), &desk.state().session.tabs), (VERSION, &tabs), "nothing else was opened");
    assert!(desk.has("Edit Clinic hours"));
}

#[test]
fn a_chosen_calendar_is_changed_in_place_and_a_page_opens_on_request() {
    let mut desk = with_calendar_action();
    desk.click("Calendar");
    desk.click("New calendar…");
    desk.click("Done");
    assert!(desk.state().session.dialog.is_none());
    let before = chosen(&desk).unwrap();
    desk.click(&format!("Edit {}", before.name));
    desk.write("Description", "For the phone line");
    assert_eq!(chosen(&desk).unwrap().description, "For the phone line");
    desk.click("Open as a page");
    assert!(desk.state().session.dialog.is_none());
    assert_eq!(desk.state().session.tab, Tab::Resource(before.id));
}

#[test]
fn a_resource_that_is_deleted_in_place_closes_its_dialog() {
    let mut desk = with_calendar_action();
    desk.click("Calendar");
    desk.click("New calendar…");
    let id = chosen(&desk).map(|it| it.id).unwrap();
    desk.click_role(Role::Button, "Done");
    // It is in use now; without the use it can be deleted.
    let (version, action) = (VERSION, selected(&desk));
    desk.command(Command::edit(Edit::SetParam { version, action, key: "calendar".to_owned(), value: None }));
    desk.command(Command::ask(crate::app::command::Ask::EditItem(Tab::Resource(id))));
    desk.click("Delete");
    assert!(!desk.project().resources.contains_key(&id));
    assert!(desk.state().session.dialog.is_none());
}

/// The keys and meanings of the menu of the small project.
fn keys(desk: &Desk) -> Vec<(String, String)> {
    let action = desk.action("Welcome");
    let Some(Value::Rows(rows)) = action.params.value("keys") else { return Vec::new() };
    let text = |row: &crate::model::Row, key| match row.cells.value(key) {
        Some(Value::Text(text)) => text.clone(),
        _ => String::new(),
    };
    rows.iter().map(|row| (text(row, "key"), text(row, "label"))).collect()
}

#[test]
fn a_new_key_of_a_menu_is_the_next_free_one_and_the_text_gives_its_keys() {
    let mut desk = Desk::on_small();
    desk.select(&["Welcome"]);
    let before = keys(&desk);
    desk.click("Add a row to Keys in use");
    let after = keys(&desk);
    assert_eq!(after.len(), before.len() + 1);
    let new = after.last().unwrap();
    assert!(before.iter().all(|(key, _)| *key != new.0) && !new.0.is_empty(), "{after:?}");
    // What the text names beside them comes with its meaning.
    let (version, action) = (VERSION, selected(&desk));
    let text = "For the bar, press 7. For the pool, press 8.".to_owned();
    let value = Some(Value::Texts(std::collections::BTreeMap::from([(String::new(), text)])));
    desk.command(Command::edit(Edit::SetParam { version, action, key: "text".to_owned(), value }));
    desk.click("Create the keys that the text names");
    let named = |key: &str| keys(&desk).into_iter().find(|(it, _)| it == key).map(|(_, meaning)| meaning);
    assert_eq!((named("7").as_deref(), named("8").as_deref()), (Some("Bar"), Some("Pool")));
    assert!(!desk.has("Create the keys that the text names"));
}

#[test]
fn a_resource_a_caller_and_a_world_are_duplicated_on_their_pages() {
    let mut desk = Desk::on_small();
    let project = desk.project().clone();
    let queue = project.resources_of(crate::model::ResourceKind::Queue).next().unwrap();
    desk.command(Command::open_tab(Tab::Resource(queue.id)));
    desk.click("Duplicate");
    let Tab::Resource(copy) = desk.state().session.tab else { panic!("{:?}", desk.state().session.tab) };
    let copy = desk.project().resources[&copy].clone();
    assert_eq!((copy.name.clone(), &copy.data), (format!("{} (copy)", queue.name), &queue.data));
    assert_ne!(copy.reference, queue.reference);
    let caller = project.callers.values().next().unwrap();
    desk.command(Command::open_tab(Tab::Caller(caller.id)));
    desk.click("Duplicate");
    assert_eq!(desk.project().callers.len(), project.callers.len() + 1);
    assert_eq!(desk.project().callers.values().filter(|it| it.number == caller.number).count(), 2);
    let world = project.worlds.values().next().unwrap();
    desk.command(Command::open_tab(Tab::World(world.id)));
    desk.click("Duplicate");
    let names: Vec<&str> = desk.project().worlds.values().map(|it| it.name.as_str()).collect();
    assert!(names.contains(&format!("{} (copy)", world.name).as_str()), "{names:?}");
}

#[test]
fn the_exceptions_of_the_calendar_are_offered_while_one_is_typed() {
    let mut desk = Desk::new();
    desk.select(&["Opening hours"]);
    desk.write("Exceptions with a branch, row 1, Exception", "ban");
    assert!(desk.has("Bank holidays"), "{:?}", desk.names());
}

#[test]
fn the_palette_stays_as_wide_as_it_is_while_something_is_searched() {
    let mut desk = Desk::on_small();
    let width = |desk: &Desk| desk.view(VERSION).canvas.viewport();
    let before = width(&desk);
    desk.write("Find an action", "voice");
    for _ in 0..5 {
        desk.empty_frame();
    }
    assert!(desk.has("Clear the search"));
    assert_eq!(width(&desk), before);
    desk.click("Clear the search");
    assert!(!desk.has("Clear the search"));
    assert_eq!(width(&desk), before);
}
