//! What takes long is done beside the window: its own thread neither writes a project nor proves it.

use egui::Key;

use super::*;
use crate::storage::aside::DRAWS;

#[test]
fn the_thread_that_draws_writes_no_project() {
    let place = Place::new();
    DRAWS.set(true);
    // Saved for the first time, saved again, kept, kept at the end, and saved on the way out.
    let mut desk = place.saved();
    rename(&mut desk, "Saved");
    desk.ctrl(Key::S);
    assert!(!desk.state().document.is_changed(), "{:?}", desk.state().dialog);
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
    DRAWS.set(false);
    assert_eq!(place.name_on_disk(), "Saved on the way out");
    DRAWS.set(true);
    let refused = std::panic::catch_unwind(|| crate::storage::write(&small()));
    assert!(refused.is_err(), "the guard is awake");
}
