//! Opening and saving with the built-in path dialog.

use std::path::{Path, PathBuf};

use egui::{Key, Modifiers};

use crate::edit::Edit;
use crate::model::{ResourceId, VersionId};

use super::support::{Desk, VERSION, small};
use crate::app::command::{Command, FileCommand, PageCommand, Tab};
use crate::app::cx::exists;
use crate::app::shell::dialog::Dialog;

pub(super) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

/// Types a path into the path dialog and presses its button.
pub(super) fn choose(desk: &mut Desk, path: &Path, button: &str) {
    assert!(matches!(desk.state().session.dialog, Some(Dialog::Path(_))), "{:?}", desk.state().session.dialog);
    desk.write("File name", &path.to_string_lossy());
    desk.click(button);
}

/// The small project in a file.
pub(super) fn saved(folder: &Path) -> (Desk, PathBuf) {
    let mut desk = Desk::on(small());
    let path = folder.join("hotel.ron");
    desk.command(Command::save_as());
    choose(&mut desk, &path, "Save");
    desk.command(Command::Page(PageCommand::Open(Tab::Version(VERSION))));
    (desk, path)
}

pub(super) fn rename(desk: &mut Desk, name: &str) {
    let edit = Edit::DescribeVersion { version: VERSION, name: name.to_owned(), description: String::new() };
    desk.command(Command::edit(edit));
}

pub(super) fn on_disk(path: &Path) -> crate::model::Project {
    crate::storage::load(path).expect("a project").0.project
}

#[test]
fn a_project_is_the_same_after_saving_and_opening() {
    let folder = folder();
    let (mut desk, path) = saved(folder.path());
    assert_eq!(&on_disk(&path), &**desk.project());
    assert!(!desk.state().session.document.is_changed());
    assert_eq!(desk.title(), "hotel.ron – Signalbox");
    assert_eq!(desk.state().window.preferences.recent, std::slice::from_ref(&path));
    let before = desk.project().clone();
    desk.command(Command::File(FileCommand::New));
    assert!(desk.project().versions.is_empty());
    desk.ctrl(Key::O);
    choose(&mut desk, &path, "Open");
    assert_eq!(desk.project(), &before);
    assert_eq!(desk.title(), "hotel.ron – Signalbox");
    rename(&mut desk, "Changed");
    assert!(desk.title().starts_with("• "));
    desk.ctrl(Key::S);
    assert!(!desk.state().session.document.is_changed());
    assert_eq!(on_disk(&path).versions[&VERSION].info.name, "Changed");
}

#[test]
fn the_ending_is_added_where_none_is_typed() {
    let folder = folder();
    let mut desk = Desk::new();
    desk.key(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    choose(&mut desk, &folder.path().join("claims"), "Save");
    assert!(folder.path().join("claims.ron").is_file());
}

#[test]
fn a_recent_project_opens_from_the_start_page() {
    let folder = folder();
    let (mut desk, path) = saved(folder.path());
    desk.command(Command::File(FileCommand::New));
    desk.command(Command::Page(PageCommand::Open(Tab::Start)));
    desk.click("hotel.ron");
    assert_eq!(desk.state().session.file.path.as_deref(), Some(path.as_path()));
    assert!(desk.project().versions.contains_key(&VERSION));
}

#[test]
fn replacing_another_file_is_asked_about() {
    let folder = folder();
    let (mut desk, path) = saved(folder.path());
    let other = folder.path().join("other.ron");
    std::fs::copy(&path, &other).unwrap();
    rename(&mut desk, "Changed");
    let before = std::fs::read(&other).unwrap();
    desk.command(Command::save_as());
    choose(&mut desk, &other, "Save");
    assert_eq!(desk.question().title, "Replace this file?");
    desk.click("Cancel");
    assert_eq!(std::fs::read(&other).unwrap(), before);
    desk.click("Cancel");
    assert_eq!(desk.state().session.file.path.as_deref(), Some(path.as_path()));
    desk.command(Command::save_as());
    choose(&mut desk, &other, "Save");
    desk.click("Replace");
    assert_eq!(desk.state().session.file.path.as_deref(), Some(other.as_path()));
    assert_eq!(on_disk(&other).versions[&VERSION].info.name, "Changed");
}

#[test]
fn a_broken_file_is_named_by_line_and_the_project_stays() {
    let folder = folder();
    let (mut desk, path) = saved(folder.path());
    let broken = folder.path().join("broken.ron");
    let text = std::fs::read_to_string(&path).unwrap().replacen("resources: {", "resources: [", 1);
    std::fs::copy(&path, &broken).unwrap();
    crate::storage::replace_file(&broken, text.as_bytes()).unwrap();
    let before = desk.project().clone();
    desk.drop_file(&broken);
    let question = desk.question();
    assert_eq!(question.title, "This file cannot be opened");
    let said = question.lines.join("\n");
    assert!(said.contains("line") && said.contains("broken.ron"), "{said}");
    desk.key(Modifiers::NONE, Key::Escape);
    assert!(desk.state().session.dialog.is_none());
    assert_eq!(desk.project(), &before);
    assert_eq!(desk.state().session.file.path.as_deref(), Some(path.as_path()));
}

#[test]
fn a_missing_file_is_reported() {
    let mut desk = Desk::new();
    desk.command(Command::open(PathBuf::from("/nowhere/at/all.ron")));
    assert_eq!(desk.question().title, "This file cannot be opened");
    assert_eq!(desk.project().uid, "example-claims-line");
}

#[test]
fn a_file_of_a_newer_program_is_not_saved_over() {
    let folder = folder();
    let (_, path) = saved(folder.path());
    let newer = folder.path().join("newer.ron");
    let text = std::fs::read_to_string(&path).unwrap().replacen("signalbox/2", "signalbox/99", 1);
    crate::storage::replace_file(&newer, text.as_bytes()).unwrap();
    let mut desk = Desk::new();
    desk.drop_file(&newer);
    assert_eq!(desk.state().session.file.path.as_deref(), Some(newer.as_path()), "{:?}", desk.state().session.dialog);
    assert!(desk.state().session.file.read_only_because.is_some());
    rename(&mut desk, "Changed");
    desk.ctrl(Key::S);
    assert_eq!(desk.question().title, "Not saved");
    assert!(desk.state().session.document.is_changed());
    assert_eq!(std::fs::read_to_string(&newer).unwrap(), text);
    desk.click("Close");
    // Nor under the same name written differently.
    desk.command(Command::save_as());
    let Some(Dialog::Path(picker)) = &desk.state().session.dialog else { panic!("no file dialog") };
    assert_eq!(picker.name, "newer (copy).ron");
    choose(&mut desk, &folder.path().join(".").join("newer.ron"), "Save");
    desk.click("Replace");
    assert_eq!(desk.question().title, "Not saved");
    assert_eq!(std::fs::read_to_string(&newer).unwrap(), text);
    desk.click("Close");
    desk.command(Command::save_as());
    choose(&mut desk, &folder.path().join("mine.ron"), "Save");
    assert!(!desk.state().session.document.is_changed());
}

#[test]
fn where_saving_fails_the_changes_stay_unsaved() {
    let folder = folder();
    let (mut desk, path) = saved(folder.path());
    rename(&mut desk, "Changed");
    // A folder instead of the file: nobody can write there, not even an administrator.
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    desk.ctrl(Key::S);
    assert_eq!(desk.question().title, "Not saved");
    assert!(desk.state().session.document.is_changed());
    desk.click("Close");
    std::fs::remove_dir(&path).unwrap();
    desk.ctrl(Key::S);
    desk.click("Create again");
    assert!(!desk.state().session.document.is_changed());
    assert_eq!(on_disk(&path).versions[&VERSION].info.name, "Changed");
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let (mut desk, path) = saved(folder.path());
    let before = std::fs::read(&path).unwrap();
    rename(&mut desk, "Changed");
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o555)).unwrap();
    let is_root = std::fs::create_dir(folder.path().join("probe")).is_ok();
    if is_root {
        println!("skipped: for this user a read-only folder is none");
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        return;
    }
    desk.ctrl(Key::S);
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(desk.question().title, "Not saved");
    assert!(desk.state().session.document.is_changed());
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn text_typed_while_saving_is_unsaved() {
    let folder = folder();
    let (mut desk, path) = saved(folder.path());
    rename(&mut desk, "First");
    desk.command_at_once(Command::save());
    desk.command_at_once(Command::edit(Edit::DescribeVersion {
        version: VERSION,
        name: "Second".to_owned(),
        description: String::new(),
    }));
    desk.settle();
    assert_eq!(on_disk(&path).versions[&VERSION].info.name, "First");
    assert!(desk.state().session.document.is_changed());
    desk.ctrl(Key::S);
    assert_eq!(on_disk(&path).versions[&VERSION].info.name, "Second");
    assert!(!desk.state().session.document.is_changed());
}

#[test]
fn a_project_opened_while_another_is_saved_is_not_taken_for_it() {
    let folder = folder();
    let (mut desk, path) = saved(folder.path());
    rename(&mut desk, "Changed");
    desk.command_at_once(Command::save());
    desk.command_at_once(Command::File(FileCommand::OpenExample("claims_line.ron")));
    desk.settle();
    assert_eq!(desk.project().uid, "example-claims-line");
    assert_eq!(desk.state().session.file.path, None);
    assert!(!desk.state().session.document.is_changed());
    assert_eq!(on_disk(&path).versions[&VERSION].info.name, "Changed");
}

#[test]
fn text_being_typed_is_saved_too() {
    let folder = folder();
    let (mut desk, path) = saved(folder.path());
    desk.state_mut().session.confirmed_live_edits.insert(1); // She is used in production, which would ask once.
    desk.command(Command::Page(PageCommand::Open(Tab::Resource(ResourceId(1)))));
    desk.write("Reference", "mia_b");
    assert_eq!(desk.project().resources[&ResourceId(1)].reference, "mia", "it is sent when the field is left");
    desk.ctrl(Key::S);
    assert_eq!(on_disk(&path).resources[&ResourceId(1)].reference, "mia_b");
    assert!(!desk.state().session.document.is_changed());
    // Typing continues in the same field.
    desk.type_text("_2");
    desk.key(Modifiers::NONE, Key::Enter);
    assert_eq!(desk.project().resources[&ResourceId(1)].reference, "mia_b_2");
}

#[test]
fn a_dropped_file_opens_and_an_open_dialog_comes_first() {
    let folder = folder();
    let (_, path) = saved(folder.path());
    let mut desk = Desk::new();
    desk.ctrl(Key::K);
    desk.drop_file(&path);
    assert_eq!(desk.project().uid, "example-claims-line");
    desk.key(Modifiers::NONE, Key::Escape);
    desk.drop_file(&path);
    assert_eq!(desk.project().uid, "example-hotel-front-desk");
}

#[test]
fn an_opened_project_shows_a_version_to_work_on() {
    let folder = folder();
    let (_, path) = saved(folder.path());
    let mut desk = Desk::new();
    desk.drop_file(&path);
    assert!(desk.state().session.tabs.iter().all(|tab| exists(*tab, desk.state().project())));
    assert!(exists(desk.state().session.tab, desk.state().project()));
    assert_eq!(desk.state().parts.versions.views.get(&VersionId(23)).map(|view| view.selection.len()), None);
}

#[test]
fn a_file_to_read_is_looked_for_beside_the_project() {
    let folder = folder();
    let (mut desk, path) = saved(folder.path());
    for command in [FileCommand::ReadEmail(None), FileCommand::ReplayLog(None), FileCommand::ChooseProject] {
        desk.command(Command::File(command.clone()));
        let Some(Dialog::Path(picker)) = &desk.state().session.dialog else { panic!("{command:?} asks for no path") };
        assert_eq!((Some(picker.folder.as_path()), picker.name.as_str()), (path.parent(), ""), "{command:?}");
        desk.click("Cancel");
    }
}
