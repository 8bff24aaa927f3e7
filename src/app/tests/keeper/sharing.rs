//! Two users of one file: who may save it, and what the other one can do.

use egui::Key;

use crate::storage::lock::{Holder, Lock, NoLock, acquire};

use super::*;
use crate::app::command::FileCommand;

fn lea() -> Holder {
    Holder { user: "Léa".to_owned(), host: "desk-7".to_owned(), ..Holder::default() }
}

/// The file, opened by Léa.
fn taken() -> (Place, Lock) {
    let place = Place::new();
    place.saved().exit();
    let lock = acquire(&place.file(), &lea(), false).unwrap();
    (place, lock)
}

fn is_free(path: &Path) -> bool {
    acquire(path, &lea(), true).is_ok()
}

#[test]
fn the_second_user_learns_who_has_the_file_open_and_may_view_it() {
    let (place, lock) = taken();
    let mut desk = place.opened();
    let question = desk.question();
    assert_eq!(question.title, "hotel.ron is open elsewhere");
    assert!(question.lines[0].starts_with("Léa on desk-7 has had this project open since "), "{:?}", question.lines);
    assert!(!desk.has("Take over…"), "she is at work");
    desk.click("Open read-only");
    desk.assert_says("Read-only. Léa on desk-7 has had this project open since ");
    desk.assert_says("Changes can only be saved under another name.");
    assert_eq!(desk.title(), "hotel.ron (read-only) – Signalbox");
    rename(&mut desk, "Mine");
    desk.assert_says("Your changes are in this window only.");
    desk.ctrl(Key::S);
    assert_eq!(desk.question().title, "Not saved");
    assert_eq!(place.name_on_disk(), "My copy");
    desk.click("Close");
    // Nor by another path to the file.
    desk.command(Command::save_as());
    choose(&mut desk, &place.file().parent().unwrap().join("..").join("work").join("hotel.ron"), "Save");
    desk.click("Replace");
    assert_eq!(desk.question().title, "Not saved");
    desk.click("Save as…");
    let mine = place.file().with_file_name("mine.ron");
    choose(&mut desk, &mine, "Save");
    assert_eq!(desk.title(), "mine.ron – Signalbox");
    assert_eq!(place.name_on_disk(), "My copy");
    assert!(!is_free(&mine));
    drop(lock);
}

#[test]
fn a_copy_is_untitled_and_cancel_leaves_everything() {
    let (place, _lock) = taken();
    let mut desk = place.desk();
    desk.command(Command::File(FileCommand::New));
    let before = desk.project().clone();
    desk.command(Command::open(place.file()));
    desk.click("Cancel");
    assert_eq!(desk.project(), &before);
    desk.command(Command::open(place.file()));
    desk.click("Open a copy");
    assert_eq!(desk.state().session.file.path, None);
    assert!(desk.state().session.must_ask());
    assert_eq!(desk.version(VERSION).info.name, "My copy");
}

#[test]
fn a_waiting_window_gets_the_file_when_it_is_closed() {
    let (place, lock) = taken();
    let mut desk = place.opened();
    desk.click("Open read-only");
    desk.click("Try again");
    assert!(desk.notices().contains("Léa on desk-7"), "{}", desk.notices());
    drop(lock);
    desk.click("Try again");
    assert_eq!(desk.state().cx().read_only_because(), None);
    assert!(!is_free(&place.file()));
    rename(&mut desk, "Mine");
    desk.ctrl(Key::S);
    assert_eq!(place.name_on_disk(), "Mine");
}

#[test]
fn a_lock_that_another_computer_never_released_is_taken_over_after_a_second_question() {
    let place = Place::new();
    place.saved().exit();
    let holder = place.file().with_file_name(".hotel.ron.lock-holder");
    let leave = || crate::storage::replace_file(&holder, serde_json::to_string(&lea()).unwrap().as_bytes()).unwrap();
    leave();
    let mut desk = place.opened();
    desk.assert_says("never closed there");
    desk.click("Take over…");
    assert_eq!(desk.question().title, "Take over hotel.ron?");
    desk.click("Cancel");
    assert_eq!(desk.state().session.file.path, None);
    desk.command(Command::open(place.file()));
    desk.click("Take over…");
    desk.click("Take over");
    assert_eq!((&desk.state().session.file.path, &desk.state().cx().read_only_because()), (&Some(place.file()), &None));
    assert!(!is_free(&place.file()));
    // It works from a read-only window, too.
    desk.exit();
    leave();
    let mut desk = place.opened();
    desk.click("Open read-only");
    desk.click("Try again");
    desk.click("Take over");
    assert_eq!(desk.state().cx().read_only_because(), None);
    rename(&mut desk, "Mine");
    desk.ctrl(Key::S);
    assert_eq!(place.name_on_disk(), "Mine");
}

#[test]
fn the_lock_goes_where_the_project_goes() {
    let place = Place::new();
    let mut desk = place.saved();
    assert!(!is_free(&place.file()));
    let other = place.file().with_file_name("other.ron");
    desk.command(Command::save_as());
    choose(&mut desk, &other, "Save");
    assert!(is_free(&place.file()) && !is_free(&other));
    // The same file opened again is not held by another user.
    desk.command(Command::open(other.clone()));
    assert_eq!((&desk.state().session.dialog, &desk.state().cx().read_only_because()), (&None, &None));
    assert!(!is_free(&other));
    desk.ctrl(Key::N);
    assert!(is_free(&other));
    desk.command(Command::open(other.clone()));
    desk.command(Command::open(place.file()));
    assert!(is_free(&other) && !is_free(&place.file()));
    desk.exit();
    assert!(is_free(&place.file()));
}

#[test]
fn a_file_that_somebody_has_open_is_not_replaced() {
    let (place, _lock) = taken();
    let mut desk = place.desk();
    rename(&mut desk, "Mine");
    desk.command(Command::save_as());
    choose(&mut desk, &place.file(), "Save");
    desk.click("Replace");
    assert_eq!(desk.question().title, "Not saved");
    assert!(desk.question().lines[0].starts_with("Léa on desk-7"), "{:?}", desk.question());
    assert_eq!(place.name_on_disk(), "My copy");
    desk.click("Save under another name");
    choose(&mut desk, &place.file().with_file_name("mine.ron"), "Save");
    assert!(!desk.state().session.document.is_changed());
}

#[test]
fn a_folder_without_locks_opens_files_with_a_notice() {
    let place = Place::new();
    place.saved().exit();
    std::fs::create_dir(place.file().with_file_name(".hotel.ron.lock")).unwrap();
    assert!(matches!(acquire(&place.file(), &lea(), false), Err(NoLock::Impossible(_))));
    let mut desk = place.opened();
    assert!(desk.notices().contains("cannot be locked"), "{}", desk.notices());
    assert_eq!(desk.state().cx().read_only_because(), None);
    rename(&mut desk, "Mine");
    desk.ctrl(Key::S);
    assert_eq!(place.name_on_disk(), "Mine");
}

#[test]
fn recovered_work_on_a_file_that_somebody_has_open_can_be_saved_elsewhere() {
    let place = Place::new();
    let mut desk = place.saved();
    rename(&mut desk, "Mine");
    pause(&mut desk);
    crash(desk, &place);
    let _lock = acquire(&place.file(), &lea(), false).unwrap();
    let mut desk = place.desk();
    desk.click("Open");
    assert_eq!(desk.version(VERSION).info.name, "Mine");
    desk.ctrl(Key::S);
    assert_eq!(desk.question().title, "Not saved");
    assert_eq!(place.name_on_disk(), "My copy");
}

#[test]
fn a_newer_file_stays_read_only_when_the_other_window_has_closed_it() {
    let (place, lock) = taken();
    let text = std::fs::read_to_string(place.file()).unwrap().replacen("signalbox/2", "signalbox/99", 1);
    crate::storage::replace_file(&place.file(), text.as_bytes()).unwrap();
    let mut desk = place.opened();
    desk.click("Open read-only");
    desk.assert_says("A newer Signalbox wrote this file");
    desk.click("Try again");
    assert!(desk.notices().contains("Léa on desk-7"), "{}", desk.notices());
    drop(lock);
    desk.click("Try again");
    assert!(!desk.has("Try again"), "nobody else has it");
    desk.assert_says("A newer Signalbox wrote this file");
    rename(&mut desk, "Mine");
    desk.ctrl(Key::S);
    assert_eq!(desk.question().title, "Not saved");
    assert_eq!(std::fs::read_to_string(place.file()).unwrap(), text);
}

#[test]
fn a_file_can_be_saved_after_its_folder_stopped_supporting_locks() {
    let (place, lock) = taken();
    let mut desk = place.opened();
    desk.click("Open read-only");
    drop(lock);
    std::fs::create_dir(place.file().with_file_name(".hotel.ron.lock")).unwrap();
    desk.click("Try again");
    assert!(desk.notices().contains("cannot be locked"), "{}", desk.notices());
    rename(&mut desk, "Mine");
    desk.ctrl(Key::S);
    assert_eq!((place.name_on_disk().as_str(), desk.state().session.dialog.is_some()), ("Mine", false));
}
