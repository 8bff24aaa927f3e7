//! Slow work runs in the background: the drawing thread neither writes a project nor verifies it.

use egui::Key;

use crate::storage::ui_thread::IS_UI_THREAD;

use super::*;
use crate::app::services::preferences::Preferences;

#[test]
fn the_drawing_thread_writes_neither_a_project_nor_the_preferences() {
    let place = Place::new();
    let file = place.folder.path().join("preferences.json");
    let written = || Preferences::load_from(Some(file.clone()));
    IS_UI_THREAD.set(true);
    // Saved for the first time, saved again, kept for recovery, kept at the end, and saved while closing.
    let mut desk = place.desk();
    desk.state_mut().window.preferences = written();
    desk.command(Command::save_as());
    choose(&mut desk, &place.file(), "Save");
    assert_eq!(written().recent, [place.file()], "at once");
    for theme in [egui::ThemePreference::Light, egui::ThemePreference::System, egui::ThemePreference::Dark] {
        desk.command_at_once(Command::Theme(theme));
        desk.empty_frame();
    }
    desk.settle();
    assert_eq!(written().theme, "dark", "the last one stays");
    rename(&mut desk, "Saved");
    desk.ctrl(Key::S);
    assert!(!desk.state().session.document.is_changed(), "{:?}", desk.state().session.dialog);
    rename(&mut desk, "Kept");
    pause(&mut desk);
    rename(&mut desk, "Kept at the end");
    desk.exit();
    let mut desk = place.desk();
    desk.click("Open");
    rename(&mut desk, "Saved on the way out");
    desk.ctrl(Key::Q);
    desk.click("Save");
    assert!(desk.is_closed);
    IS_UI_THREAD.set(false);
    assert_eq!(place.name_on_disk(), "Saved on the way out");
    IS_UI_THREAD.set(true);
    let refused = std::panic::catch_unwind(|| crate::storage::write(&small()));
    assert!(refused.is_err(), "the guard is awake");
    let refused = std::panic::catch_unwind(|| written().save());
    assert!(refused.is_err(), "for small files, too");
}
