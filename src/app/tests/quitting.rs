//! Unsaved changes are never lost without a question: on quitting, on a new project, on opening.

use egui::{Key, Modifiers};

use super::files::{choose, folder, rename, saved};
use super::support::{Desk, VERSION, small};
use crate::app::command::{Command, PageCommand};
use crate::app::shell::dialog::Dialog;

fn changed() -> Desk {
    let mut desk = Desk::on(small());
    rename(&mut desk, "Changed");
    desk
}

#[test]
fn without_changes_nothing_is_asked() {
    let mut desk = Desk::new();
    desk.ctrl(Key::N);
    assert!(desk.project().routings.is_empty());
    desk.ctrl(Key::Q);
    assert!(desk.is_closed);
}

#[test]
fn the_close_button_of_the_window_closes_it_too() {
    let mut desk = Desk::new();
    desk.close_window();
    assert!(desk.is_closed);
}

#[test]
fn quit_and_discard() {
    for by_cross in [false, true] {
        let mut desk = changed();
        if by_cross {
            desk.close_window();
        } else {
            desk.ctrl(Key::Q);
        }
        assert!(!desk.is_closed);
        assert!(desk.question().title.starts_with("Save the changes to "), "{}", desk.question().title);
        desk.click("Discard");
        assert!(desk.is_closed, "by cross: {by_cross}; {:?}", desk.state().session.dialog);
    }
}

#[test]
fn quit_and_cancel() {
    for by_escape in [false, true] {
        let mut desk = changed();
        desk.ctrl(Key::Q);
        if by_escape {
            desk.key(Modifiers::NONE, Key::Escape);
        } else {
            desk.click("Cancel");
        }
        assert!(!desk.is_closed);
        assert!(desk.state().session.dialog.is_none());
        assert!(desk.state().session.document.is_changed());
        desk.close_window();
        assert!(!desk.is_closed);
        assert!(desk.state().session.dialog.is_some());
    }
}

#[test]
fn quit_and_save() {
    let folder = folder();
    let (mut desk, path) = saved(folder.path());
    rename(&mut desk, "Changed");
    desk.ctrl(Key::Q);
    desk.click("Save");
    assert!(desk.is_closed);
    assert_eq!(crate::storage::load(&path).unwrap().0.project.versions[&VERSION].info.name, "Changed");
}

#[test]
fn quit_and_save_of_an_untitled_project_asks_where_and_goes_on() {
    let folder = folder();
    let path = folder.path().join("new.ron");
    let mut desk = changed();
    desk.ctrl(Key::Q);
    desk.click("Save");
    choose(&mut desk, &path, "Cancel");
    assert!(!desk.is_closed);
    assert!(desk.state().session.document.is_changed());
    desk.ctrl(Key::Q);
    desk.click("Save");
    choose(&mut desk, &path, "Save");
    assert!(desk.is_closed);
    assert!(path.is_file());
}

#[test]
fn quit_is_cancelled_when_saving_fails() {
    let mut desk = changed();
    desk.ctrl(Key::Q);
    desk.click("Save");
    choose(&mut desk, std::path::Path::new("/nowhere/at/all.ron"), "Save");
    assert!(!desk.is_closed);
    assert_eq!(desk.question().title, "Not saved");
    assert!(desk.state().session.document.is_changed());
}

#[test]
fn quit_waits_for_a_save_under_way() {
    let folder = folder();
    let (mut desk, path) = saved(folder.path());
    rename(&mut desk, "Changed");
    desk.command_at_once(Command::save());
    desk.command(Command::Quit);
    assert!(desk.is_closed);
    assert!(desk.state().session.dialog.is_none());
    assert_eq!(crate::storage::load(&path).unwrap().0.project.versions[&VERSION].info.name, "Changed");
}

#[test]
fn closing_with_a_text_half_typed_asks() {
    let folder = folder();
    let (mut desk, _) = saved(folder.path());
    desk.state_mut().session.confirmed_live_edits.insert(1);
    desk.command(Command::Page(PageCommand::Open(crate::app::command::Tab::Resource(crate::model::ResourceId(1)))));
    desk.write("Reference", "front_office");
    desk.close_window();
    assert!(!desk.is_closed);
    assert!(desk.question().title.starts_with("Save the changes"));
}

#[test]
fn a_question_about_typed_text_comes_before_saving_and_closing() {
    let folder = folder();
    for is_closed in [false, true] {
        let (mut desk, _) = saved(folder.path());
        desk.command(Command::Page(PageCommand::Open(crate::app::command::Tab::Resource(crate::model::ResourceId(3)))));
        desk.write("Reference", "front_office");
        if is_closed {
            desk.close_window();
        } else {
            desk.ctrl(Key::O);
        }
        assert!(!desk.is_closed);
        assert_eq!(desk.question().title, "Change \"Front desk\"?");
        desk.click("Change");
        assert_eq!(desk.project().resources[&crate::model::ResourceId(3)].reference, "front_office");
        assert!(desk.state().session.document.is_changed());
        desk.close_window();
        assert!(!desk.is_closed);
        std::fs::remove_file(folder.path().join("hotel.ron")).unwrap();
    }
}

#[test]
fn a_new_project_asks_as_well() {
    let mut desk = changed();
    desk.ctrl(Key::N);
    desk.click("Cancel");
    assert!(!desk.project().routings.is_empty());
    desk.ctrl(Key::N);
    desk.click("Discard");
    assert!(desk.project().routings.is_empty());
    // Later changes are asked about again.
    desk.command(Command::edit(crate::edit::Edit::SetSettings {
        settings: crate::model::Settings { name: "Other".to_owned(), ..desk.project().settings.clone() },
    }));
    desk.ctrl(Key::Q);
    assert!(!desk.is_closed);
}

#[test]
fn opening_asks_and_goes_on() {
    let folder = folder();
    let (_, path) = saved(folder.path());
    let mut desk = changed();
    desk.ctrl(Key::O);
    desk.click("Discard");
    choose(&mut desk, &path, "Open");
    assert_eq!(desk.state().session.file.path.as_deref(), Some(path.as_path()));
    assert!(!desk.state().session.document.is_changed());
    // Saved first, where it has no file yet.
    drop(desk);
    let (mut desk, first) = (changed(), folder.path().join("first.ron"));
    desk.drop_file(&path);
    desk.click("Save");
    choose(&mut desk, &first, "Save");
    assert!(first.is_file());
    assert_eq!(desk.state().session.file.path.as_deref(), Some(path.as_path()));
    assert_eq!(desk.project().versions[&VERSION].info.name, "My copy");
}

#[test]
fn a_discard_whose_command_was_cancelled_is_forgotten() {
    let mut desk = changed();
    desk.ctrl(Key::O);
    desk.click("Discard");
    assert!(matches!(desk.state().session.dialog, Some(Dialog::Path(_))));
    desk.key(Modifiers::NONE, Key::Escape);
    desk.ctrl(Key::Q);
    assert!(!desk.is_closed);
    desk.question();
    // Nor does it cover a file that cannot be read.
    desk.click("Cancel");
    desk.drop_file(std::path::Path::new("/nowhere/at/all.ron"));
    desk.click("Discard");
    assert_eq!(desk.question().title, "This file cannot be opened");
    desk.click("Close");
    assert_eq!(desk.project().versions[&VERSION].info.name, "Changed");
    desk.ctrl(Key::Q);
    assert!(!desk.is_closed);
}

#[test]
fn changes_made_while_a_file_is_read_are_asked_about() {
    let folder = folder();
    let (_, path) = saved(folder.path());
    let mut desk = Desk::on(small());
    desk.command_at_once(Command::open(path.clone()));
    desk.command_at_once(Command::edit(crate::edit::Edit::DeleteWorld { world: crate::model::WorldId(13) }));
    desk.settle();
    assert!(desk.question().title.starts_with("Save the changes"));
    desk.click("Discard");
    assert_eq!(desk.state().session.file.path, Some(path));
}
