//! File dialogs of the desktop that hang: the window offers the built-in one, and ignores a late answer.

#![allow(clippy::unnecessary_wraps, reason = "they stand in for what may be cancelled")]

use std::sync::{Condvar, Mutex};

use super::*;
use crate::app::command::{FileCommand, Purpose};

static GATE: (Mutex<bool>, Condvar) = (Mutex::new(false), Condvar::new());

/// A portal that answers only when a test allows it.
fn hanging(_: &Purpose, suggestion: &Path) -> Option<PathBuf> {
    let mut is_open = GATE.0.lock().unwrap();
    while !*is_open {
        is_open = GATE.1.wait(is_open).unwrap();
    }
    Some(suggestion.with_file_name("late.ron"))
}

#[test]
fn after_two_seconds_there_is_a_working_dialog_and_a_late_answer_is_ignored() {
    const OWN: &str = "Use Signalbox's own dialog";
    let place = Place::new();
    let mut desk = place.desk();
    desk.state_mut().services.files.has_no_dialogs = false;
    desk.state_mut().services.files.native = hanging;
    desk.command_at_once(Command::save_as());
    for _ in 0..3 {
        desk.empty_frame();
        assert!(!desk.has(OWN));
        assert!(desk.repaint_delay() <= Duration::from_secs(2), "the window wakes up for it");
    }
    for _ in 0..3 {
        desk.empty_frame();
    }
    press(&mut desk, OWN);
    desk.settle();
    assert!(!desk.has(OWN));
    choose(&mut desk, &place.file(), "Save");
    assert_eq!(desk.state().session.file.path, Some(place.file()));
    *GATE.0.lock().unwrap() = true;
    GATE.1.notify_all();
    for _ in 0..20 {
        std::thread::sleep(Duration::from_millis(5));
        desk.empty_frame();
    }
    assert!(!place.file().with_file_name("late.ron").exists());
    assert_eq!(desk.state().session.file.path, Some(place.file()));
    // From now on the desktop is not asked.
    desk.command(Command::File(FileCommand::ChooseProject));
    assert!(matches!(desk.state().session.dialog, Some(Dialog::Path(_))));
}

#[test]
fn a_dialog_that_answers_is_not_replaced() {
    fn answers(_: &Purpose, suggestion: &Path) -> Option<PathBuf> {
        std::thread::sleep(Duration::from_millis(300));
        Some(suggestion.with_file_name("chosen.ron"))
    }
    let place = Place::new();
    let mut desk = place.saved();
    desk.state_mut().services.files.has_no_dialogs = false;
    desk.state_mut().services.files.native = answers;
    desk.command(Command::save_as());
    assert_eq!(desk.state().session.file.path, Some(place.file().with_file_name("chosen.ron")));
    assert_eq!(desk.state().services.files.asked_at(), None);
}

/// A dialog that stays open until a test releases it; each test has its own.
macro_rules! gated {
    ($dialog:ident, $gate:ident, $answer:expr) => {
        static $gate: (Mutex<bool>, Condvar) = (Mutex::new(false), Condvar::new());

        fn $dialog(_: &Purpose, suggestion: &Path) -> Option<PathBuf> {
            let mut is_open = $gate.0.lock().unwrap();
            while !*is_open {
                is_open = $gate.1.wait(is_open).unwrap();
            }
            $answer(suggestion)
        }
    };
}

fn let_go(gate: &(Mutex<bool>, Condvar)) {
    *gate.0.lock().unwrap() = true;
    gate.1.notify_all();
}

gated!(chooses_late, SAVED_MEANWHILE, |it: &Path| Some(it.with_file_name("chosen.ron")));

#[test]
fn saving_while_a_dialog_is_open_keeps_its_answer() {
    let place = Place::new();
    let mut desk = place.saved();
    let files = &mut desk.state_mut().services.files;
    (files.has_no_dialogs, files.native) = (false, chooses_late);
    desk.command_at_once(Command::save_as());
    let edit = crate::edit::Edit::DescribeVersion {
        version: VERSION,
        name: "Meanwhile".to_owned(),
        description: String::new(),
    };
    desk.command_at_once(Command::edit(edit));
    desk.command_at_once(Command::save());
    wait_for(&mut desk, |desk| {
        desk.empty_frame();
        !desk.state().session.document.is_changed()
    });
    assert_eq!(place.name_on_disk(), "Meanwhile");
    let_go(&SAVED_MEANWHILE);
    desk.settle();
    assert_eq!(desk.state().session.file.path, Some(place.file().with_file_name("chosen.ron")));
}

gated!(chooses_for_another, REPLACED_MEANWHILE, |it: &Path| Some(it.with_file_name("chosen.ron")));

#[test]
fn a_file_chosen_for_one_project_is_not_used_for_the_next() {
    let place = Place::new();
    let mut desk = place.saved();
    let files = &mut desk.state_mut().services.files;
    (files.has_no_dialogs, files.native) = (false, chooses_for_another);
    desk.command_at_once(Command::save_as());
    desk.empty_frame();
    desk.command_at_once(Command::File(FileCommand::New));
    desk.settle();
    assert!(desk.notices().contains("Its answer will be ignored."), "{}", desk.notices());
    let_go(&REPLACED_MEANWHILE);
    for _ in 0..20 {
        std::thread::sleep(Duration::from_millis(5));
        desk.empty_frame();
    }
    assert!(desk.state().session.file.path.is_none() && !place.file().with_file_name("chosen.ron").exists());
}

#[test]
fn an_added_ending_replaces_no_file_without_a_question() {
    fn claims(_: &Purpose, suggestion: &Path) -> Option<PathBuf> {
        Some(suggestion.with_file_name("claims"))
    }
    let place = Place::new();
    let mut desk = place.saved();
    let other = place.file().with_file_name("claims.ron");
    crate::storage::save(&other, &Project::default()).unwrap();
    let before = std::fs::read(&other).unwrap();
    let files = &mut desk.state_mut().services.files;
    (files.has_no_dialogs, files.native) = (false, claims);
    desk.command(Command::save_as());
    assert_eq!(desk.question().title, "Replace this file?");
    assert_eq!(desk.question().lines, [format!("{} already exists.", other.display())]);
    assert!(std::fs::read(&other).unwrap() == before && desk.state().session.file.path == Some(place.file()));
    // *Cancel* asks for a name again; the desktop of this test gives the same one.
    desk.click("Cancel");
    assert_eq!(desk.question().title, "Replace this file?");
    desk.click("Replace");
    assert_eq!(desk.state().session.file.path, Some(other.clone()));
    assert!(std::fs::read(&other).unwrap() != before);
    // Without a file of that name there is no question.
    std::fs::remove_file(&other).unwrap();
    desk.command(Command::open(place.file()));
    desk.command(Command::save_as());
    assert_eq!((desk.state().session.dialog.is_some(), desk.state().session.file.path.clone()), (false, Some(other)));
}

#[test]
fn rows_replace_no_file_by_an_added_ending_either() {
    fn rows(_: &Purpose, suggestion: &Path) -> Option<PathBuf> {
        Some(suggestion.with_file_name("rows"))
    }
    let place = Place::new();
    let mut desk = place.saved();
    let table = crate::catalog::sample::project().resources.into_values().find(|it| it.data.table().is_some()).unwrap();
    let mut project = place.on_disk();
    project.resources.insert(table.id, table.clone());
    desk.put(project);
    let other = place.file().with_file_name("rows.csv");
    crate::storage::replace_file(&other, b"theirs").unwrap();
    let files = &mut desk.state_mut().services.files;
    (files.has_no_dialogs, files.native) = (false, rows);
    desk.command(Command::File(FileCommand::ExportRows(table.id, None)));
    assert_eq!(desk.question().title, "Replace this file?");
    assert_eq!(std::fs::read(&other).unwrap(), b"theirs");
    desk.click("Replace");
    assert_ne!(std::fs::read(&other).unwrap(), b"theirs");
}
