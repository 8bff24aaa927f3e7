//! Dialogs and their keyboard and pointer behaviour: the initial focus, *Enter*, *Esc*, and clicks outside.

use egui::{Event, Key, Modifiers, PointerButton, pos2};

use crate::lifecycle::Act;

use super::files::{choose, folder, on_disk, rename, saved};
use super::lifecycle::{BACKUP, CLAIMS, IDEA, IN_TEST, page, press, version};
use super::support::{Desk, VERSION};
use crate::app::command::{Command, FindCommand};
use crate::app::shell::dialog::Dialog;

const ENTER: (Modifiers, Key) = (Modifiers::NONE, Key::Enter);
const ESCAPE: (Modifiers, Key) = (Modifiers::NONE, Key::Escape);

fn key(desk: &mut Desk, (modifiers, key): (Modifiers, Key)) {
    desk.key(modifiers, key);
}

#[track_caller]
fn assert_focused(desk: &Desk, name: &str) {
    assert_eq!(desk.focused().as_deref(), Some(name));
    assert!(desk.is_marked(desk.focused_rects().unwrap().0), "{name} is not marked");
}

#[test]
fn enter_presses_the_main_button() {
    let mut desk = page();
    press(&mut desk, IN_TEST, Act::PutInProduction);
    assert_focused(&desk, "Put in production");
    key(&mut desk, ENTER);
    assert_eq!(version(&desk, IN_TEST).info.status, crate::model::Status::InProduction);
    desk.click("Create a version…");
    assert_focused(&desk, "Name");
    // Nothing to create yet.
    key(&mut desk, ENTER);
    assert!(desk.state().session.dialog.is_some());
    assert_focused(&desk, "Name");
    desk.type_text("By keyboard");
    key(&mut desk, ENTER);
    assert!(desk.state().session.dialog.is_none());
    assert_eq!(desk.project().versions_of(CLAIMS).last().unwrap().info.name, "By keyboard");
}

#[test]
fn tab_stays_in_a_dialog_and_goes_in_reading_order() {
    let mut desk = page();
    desk.click("Create a version…");
    desk.type_text("Any");
    for name in ["Description (optional)", "Start with", "Cancel", "Create the version", "Name"] {
        desk.key(Modifiers::NONE, Key::Tab);
        assert_focused(&desk, name);
    }
}

#[test]
fn enter_in_a_multi_line_text_adds_a_line() {
    let mut desk = page();
    desk.click("Create a version…");
    desk.type_text("One");
    desk.click("Description (optional)");
    key(&mut desk, ENTER);
    assert!(matches!(&desk.state().session.dialog, Some(Dialog::Version(draft)) if draft.description == "\n"));
}

#[test]
fn enter_never_presses_a_button_that_removes_something() {
    let mut desk = page();
    let count = desk.project().versions.len();
    press(&mut desk, BACKUP, Act::Delete);
    assert_focused(&desk, "Cancel");
    key(&mut desk, ENTER);
    assert!(desk.state().session.dialog.is_none());
    assert_eq!(desk.project().versions.len(), count);
    let routing = desk.project().routings.len();
    // This version is in use, so there is no question.
    desk.click_nth("Delete…", 0);
    assert_focused(&desk, "Close");
    key(&mut desk, ENTER);
    assert_eq!(desk.project().routings.len(), routing);
}

#[test]
fn unsaved_changes_are_saved_by_enter() {
    let folder = folder();
    let (mut desk, path) = saved(folder.path());
    rename(&mut desk, "Changed");
    desk.ctrl(Key::Q);
    assert_focused(&desk, "Save");
    key(&mut desk, ENTER);
    assert!(desk.is_closed);
    assert_eq!(on_disk(&path).versions[&VERSION].info.name, "Changed");
}

#[test]
fn a_held_key_answers_no_question() {
    let mut desk = page();
    press(&mut desk, IN_TEST, Act::PutInProduction);
    let (key, modifiers) = (Key::Enter, Modifiers::NONE);
    desk.events([Event::Key { key, modifiers, pressed: true, repeat: true, physical_key: None }]);
    assert!(desk.state().session.dialog.is_some());
    assert!(!desk.state().session.document.is_changed());
}

#[test]
fn a_click_outside_a_question_leaves_it_open() {
    let beside = pos2(40.0, 60.0);
    let mut desk = page();
    let stays = |desk: &mut Desk| {
        let open = desk.state().session.dialog.clone();
        assert!(open.is_some());
        desk.click_at(beside, PointerButton::Primary);
        assert_eq!(desk.state().session.dialog, open);
        key(desk, ESCAPE);
        assert!(desk.state().session.dialog.is_none());
    };
    for (id, act) in [(IN_TEST, Act::PutInProduction), (IN_TEST, Act::Schedule), (BACKUP, Act::Delete)] {
        press(&mut desk, id, act);
        stays(&mut desk);
    }
    press(&mut desk, IDEA, Act::Duplicate);
    desk.ctrl(Key::Q);
    stays(&mut desk);
    // A message that loses nothing can be closed by a click outside.
    for command in [Command::Find(FindCommand::Commands), Command::About] {
        desk.command(command);
        desk.click_at(beside, PointerButton::Primary);
        assert!(desk.state().session.dialog.is_none());
    }
}

#[test]
fn after_cancelling_a_replacement_another_name_can_be_chosen() {
    let folder = folder();
    let (mut desk, path) = saved(folder.path());
    let other = folder.path().join("other.ron");
    std::fs::copy(&path, &other).unwrap();
    rename(&mut desk, "Changed");
    for back in [ESCAPE, ENTER] {
        desk.command(Command::save_as());
        choose(&mut desk, &other, "Save");
        assert_eq!(desk.question().title, "Replace this file?");
        assert_focused(&desk, "Cancel");
        key(&mut desk, back);
        assert!(
            matches!(&desk.state().session.dialog, Some(Dialog::Path(picker)) if picker.name.ends_with("other.ron"))
        );
        assert_focused(&desk, "File name");
        key(&mut desk, ESCAPE);
        assert!(desk.state().session.dialog.is_none());
    }
    assert_ne!(on_disk(&other).versions[&VERSION].info.name, "Changed");
}

#[test]
fn a_production_is_scheduled_by_keyboard_alone() {
    let mut desk = page();
    press(&mut desk, IN_TEST, Act::Schedule);
    assert_focused(&desk, "Date, as in 2026-12-24");
    desk.type_text("2100-01-02");
    key(&mut desk, ENTER);
    assert!(desk.state().session.dialog.is_none());
    let planned = version(&desk, IN_TEST).info.planned.as_ref().unwrap().at;
    assert_eq!(planned.to_string(), "2100-01-02 06:00:00");
}
