//! Changes of the file by others are noticed, at the latest on saving, and never overwritten without a question.

#![allow(clippy::disallowed_methods, reason = "tests lay out files as other programs would")]

use egui::Key;

use super::*;
use crate::app::command::FileCommand;
use crate::app::services::files::watch::FileChange;

/// The file changed by another user, and a window that has noticed it.
fn changed_outside(mine: Option<&str>) -> (Place, Desk) {
    let place = Place::new();
    let mut desk = place.saved();
    if let Some(mine) = mine {
        rename(&mut desk, mine);
    }
    place.save_outside("Theirs");
    until(&mut desk, |desk| desk.state().services.keeper.outside.is_some());
    desk.assert_says("This file was changed by another program or by somebody else.");
    (place, desk)
}

#[test]
fn a_change_is_noticed_and_the_file_read_again_with_the_same_pages() {
    let (_place, mut desk) = changed_outside(None);
    assert_eq!(desk.version(VERSION).info.name, "My copy");
    desk.click("Reload");
    assert_eq!(desk.version(VERSION).info.name, "Theirs");
    assert_eq!((desk.state().version_shown(), &desk.state().services.keeper.outside), (Some(VERSION), &None));
    assert!(!desk.state().session.document.is_changed());
    assert!(desk.state().services.keeper.own.as_ref().unwrap().is_locked);
}

#[test]
fn reading_it_again_asks_about_unsaved_changes() {
    let (_place, mut desk) = changed_outside(Some("Mine"));
    desk.click("Reload");
    assert_eq!(desk.question().title, "Reload hotel.ron and lose your changes?");
    desk.click("Cancel");
    assert_eq!(desk.version(VERSION).info.name, "Mine");
    desk.click("Reload");
    desk.click("Reload");
    assert_eq!(desk.version(VERSION).info.name, "Theirs");
}

#[test]
fn work_restored_by_undo_after_a_reload_does_not_overwrite_theirs_without_a_question() {
    let (place, mut desk) = changed_outside(Some("Mine"));
    desk.click("Reload");
    desk.click("Reload");
    assert_eq!(desk.version(VERSION).info.name, "Theirs");
    desk.ctrl(Key::Z);
    assert_eq!(desk.version(VERSION).info.name, "Mine");
    // The recovery file names its base too; and the banner returns.
    until(&mut desk, |desk| desk.state().services.keeper.outside.is_some());
    let theirs = std::fs::read(place.file()).unwrap();
    desk.ctrl(Key::S);
    assert_eq!(desk.question().title, "hotel.ron was changed by somebody else");
    assert!(std::fs::read(place.file()).unwrap() == theirs);
    desk.click("Cancel");
    // Theirs again, which can be edited and saved; mine is still not based on it.
    desk.key(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(
        (desk.version(VERSION).info.name.as_str(), desk.state().session.document.is_changed()),
        ("Theirs", false)
    );
    rename(&mut desk, "Theirs and mine");
    desk.ctrl(Key::S);
    assert_eq!((place.name_on_disk().as_str(), desk.state().session.dialog.is_some()), ("Theirs and mine", false));
    desk.ctrl(Key::Z);
    desk.ctrl(Key::Z);
    assert_eq!(desk.version(VERSION).info.name, "Mine");
    desk.ctrl(Key::S);
    assert_eq!(desk.question().title, "hotel.ron was changed by somebody else");
    // After the user has agreed, the other document counts as based on it too.
    desk.click("Overwrite…");
    desk.click("Overwrite");
    assert_eq!((place.name_on_disk().as_str(), desk.state().session.dialog.is_some()), ("Mine", false));
    desk.key(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    desk.ctrl(Key::S);
    assert_eq!((place.name_on_disk().as_str(), desk.state().session.dialog.is_some()), ("Theirs", false));
}

#[test]
fn undoing_a_reload_says_that_plans_and_the_test_mode_come_with_it() {
    for in_test in [true, false] {
        let place = Place::new();
        let mut desk = place.saved();
        rename(&mut desk, "Mine");
        let mut project = place.on_disk();
        let version = std::sync::Arc::make_mut(project.versions.get_mut(&VERSION).unwrap());
        version.info.in_test = version.info.in_test != in_test;
        version.info.name = "Theirs".to_owned();
        crate::storage::save(&place.file(), &project).unwrap();
        desk.command(Command::File(FileCommand::Revert));
        desk.click("Revert");
        desk.ctrl(Key::Z);
        assert_eq!(desk.version(VERSION).info.name, "Mine");
        let said = desk.notices().contains("Plans, the test mode and the history are reverted too.");
        assert_eq!(said, in_test, "{}", desk.notices());
    }
}

#[test]
fn keeping_mine_asks_again_when_it_is_saved() {
    let (place, mut desk) = changed_outside(Some("Mine"));
    desk.click("Keep mine");
    assert!(!desk.has("Keep mine"));
    desk.ctrl(Key::S);
    assert_eq!(desk.question().title, "hotel.ron was changed by somebody else");
    assert_eq!(place.name_on_disk(), "Theirs");
    desk.click("Cancel");
    assert!(desk.state().session.document.is_changed());
}

#[test]
fn differences_are_listed_in_words() {
    let (_place, mut desk) = changed_outside(Some("Mine"));
    desk.click("Show differences");
    let said = desk.question().lines.join("\n");
    assert!(said.contains("Changed: version of Front desk \"Theirs\""), "{said}");
    assert!(said.contains("Name: \"Mine\" here, \"Theirs\" in the file"), "{said}");
    desk.click("Close");
    assert_eq!(desk.version(VERSION).info.name, "Mine");
}

#[test]
fn a_conflict_saves_mine_elsewhere_or_overwrites_after_a_second_question() {
    let place = Place::new();
    let mut desk = place.saved();
    rename(&mut desk, "Mine");
    place.save_outside("Theirs");
    desk.ctrl(Key::S);
    desk.click("Save under another name");
    let mine = place.file().with_file_name("mine.ron");
    choose(&mut desk, &mine, "Save");
    assert_eq!(place.name_on_disk(), "Theirs");
    assert_eq!(desk.state().session.file.path, Some(mine));
    drop(desk);

    let mut desk = place.opened();
    rename(&mut desk, "Mine");
    place.save_outside("Theirs again");
    desk.ctrl(Key::S);
    desk.click("Overwrite…");
    assert_eq!(place.name_on_disk(), "Theirs again");
    // The file was changed once more while the question was open.
    place.save_outside("Theirs at last");
    desk.click("Overwrite");
    assert_eq!(desk.question().title, "hotel.ron was changed by somebody else");
    assert_eq!(place.name_on_disk(), "Theirs at last");
    desk.click("Overwrite…");
    desk.click("Overwrite");
    assert_eq!(place.name_on_disk(), "Mine");
    assert!(!desk.state().session.document.is_changed());
}

#[test]
fn quitting_over_a_conflict_stays() {
    let place = Place::new();
    let mut desk = place.saved();
    rename(&mut desk, "Mine");
    place.save_outside("Theirs");
    desk.ctrl(Key::Q);
    desk.click("Save");
    assert_eq!(desk.question().title, "hotel.ron was changed by somebody else");
    desk.click("Cancel");
    assert!(!desk.is_closed && desk.state().session.must_ask());
}

#[test]
fn a_change_of_the_same_length_and_time_is_found_before_saving() {
    let place = Place::new();
    let mut desk = place.saved();
    rename(&mut desk, "Mine");
    let about = std::fs::metadata(place.file()).unwrap();
    let text = std::fs::read_to_string(place.file()).unwrap();
    let theirs = text.replace("My copy", "Yo copy");
    std::fs::write(place.file(), &theirs).unwrap();
    let file = std::fs::File::options().write(true).open(place.file()).unwrap();
    file.set_modified(about.modified().unwrap()).unwrap();
    assert_eq!(std::fs::metadata(place.file()).unwrap().len(), about.len());
    desk.ctrl(Key::S);
    assert_eq!(desk.question().title, "hotel.ron was changed by somebody else");
    assert_eq!(std::fs::read_to_string(place.file()).unwrap(), theirs);
}

#[test]
fn a_missing_file_is_created_again_after_a_question() {
    let place = Place::new();
    let mut desk = place.saved();
    std::fs::remove_file(place.file()).unwrap();
    until(&mut desk, |desk| desk.state().services.keeper.outside == Some(FileChange::Gone));
    desk.assert_says("This file was removed, moved or renamed.");
    rename(&mut desk, "Mine");
    desk.ctrl(Key::S);
    assert_eq!(desk.question().title, "hotel.ron no longer exists");
    assert!(!place.file().exists());
    // Another user restores the file while the question is open.
    let theirs = desk.project().clone();
    crate::storage::save(&place.file(), &theirs).unwrap();
    place.save_outside("Back");
    desk.click("Create again");
    assert_eq!(desk.question().title, "hotel.ron was changed by somebody else");
    assert_eq!(place.name_on_disk(), "Back");
    std::fs::remove_file(place.file()).unwrap();
    desk.click("Cancel");
    desk.ctrl(Key::S);
    desk.click("Create again");
    assert_eq!(place.name_on_disk(), "Mine");
    until(&mut desk, |desk| desk.state().services.keeper.outside.is_none());
}

#[test]
fn own_saves_and_a_reverted_change_are_not_reported() {
    let place = Place::new();
    let mut desk = place.saved();
    for round in 0..5 {
        rename(&mut desk, &format!("Mine {round}"));
        desk.ctrl(Key::S);
        for _ in 0..10 {
            std::thread::sleep(Duration::from_millis(5));
            desk.empty_frame();
            assert_eq!(desk.state().services.keeper.outside, None);
        }
    }
    let bytes = std::fs::read(place.file()).unwrap();
    std::fs::write(place.file(), "something else").unwrap();
    until(&mut desk, |desk| desk.state().services.keeper.outside.is_some());
    std::fs::write(place.file(), bytes).unwrap();
    until(&mut desk, |desk| desk.state().services.keeper.outside.is_none());
}
