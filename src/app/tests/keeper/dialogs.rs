//! File dialogs of the desktop that hang: the window offers its own, and a late answer goes nowhere.

#![allow(clippy::unnecessary_wraps, reason = "they stand in for what may be cancelled")]

use std::sync::{Condvar, Mutex};

use super::*;
use crate::app::files::Purpose;

static GATE: (Mutex<bool>, Condvar) = (Mutex::new(false), Condvar::new());

/// A portal that answers only when it is let.
fn hanging(_: &Purpose, suggestion: &Path) -> Option<PathBuf> {
    let mut is_open = GATE.0.lock().unwrap();
    while !*is_open {
        is_open = GATE.1.wait(is_open).unwrap();
    }
    Some(suggestion.with_file_name("late.ron"))
}

#[test]
fn after_two_seconds_there_is_a_dialog_that_works_and_a_late_answer_goes_nowhere() {
    const OWN: &str = "Use Signalbox's own dialog";
    let place = Place::new();
    let mut desk = place.desk();
    desk.state_mut().files.has_no_dialogs = false;
    desk.state_mut().files.native = hanging;
    desk.command_at_once(Command::SaveAs);
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
    assert_eq!(desk.state().files.path, Some(place.file()));
    *GATE.0.lock().unwrap() = true;
    GATE.1.notify_all();
    for _ in 0..20 {
        std::thread::sleep(Duration::from_millis(5));
        desk.empty_frame();
    }
    assert!(!place.file().with_file_name("late.ron").exists());
    assert_eq!(desk.state().files.path, Some(place.file()));
    // From now on the desktop is not asked again.
    desk.command(Command::Open);
    assert!(matches!(desk.state().dialog, Some(Dialog::Path(_))));
}

#[test]
fn a_dialog_that_answers_is_left_in_peace() {
    fn answers(_: &Purpose, suggestion: &Path) -> Option<PathBuf> {
        std::thread::sleep(Duration::from_millis(300));
        Some(suggestion.with_file_name("chosen.ron"))
    }
    let place = Place::new();
    let mut desk = place.saved();
    desk.state_mut().files.has_no_dialogs = false;
    desk.state_mut().files.native = answers;
    desk.command(Command::SaveAs);
    assert_eq!(desk.state().files.path, Some(place.file().with_file_name("chosen.ron")));
    assert_eq!(desk.state().files.asked_at(), None);
}
