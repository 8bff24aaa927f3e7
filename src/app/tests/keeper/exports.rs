//! *Export picture…* and *Export call sheet…*: what is written, what the window says, and files that cannot be written.

#![allow(clippy::unnecessary_wraps, reason = "it stands in for what may be cancelled")]

use super::*;
use crate::app::command::{Export, FileCommand, Purpose, Tab};

/// What a test export writes to a path.
fn export(what: Export, path: &Path) -> Command {
    Command::File(FileCommand::Export(what, Some(VERSION), Some(path.to_owned())))
}

/// A window on the saved project; no dialog of the desktop.
fn window(place: &Place) -> Desk {
    let mut desk = place.saved();
    desk.state_mut().services.files.has_no_dialogs = true;
    desk
}

fn begins(path: &Path, with: &[u8]) -> bool {
    std::fs::read(path).unwrap().starts_with(with)
}

#[test]
fn the_picture_of_the_version_shown_is_written_by_the_menu() {
    let place = Place::new();
    let mut desk = window(&place);
    let before = desk.project().clone();
    desk.click("File");
    desk.click("Export picture…");
    let Some(Dialog::Path(picker)) = &desk.state().session.dialog else { panic!("no dialog") };
    // Beside the project, and named after the routing and the version.
    assert_eq!(picker.folder, place.file().parent().unwrap());
    assert_eq!(picker.name, "front_desk_my_copy.pdf");
    let path = place.file().with_file_name("tree.svg");
    choose(&mut desk, &path, "Export");
    let svg = std::fs::read_to_string(&path).unwrap();
    let name = &desk.project().versions[&VERSION].info.name;
    assert!(svg.contains(&format!("· {name}</title>")) && svg.contains(">Welcome</text>"), "{}", &svg[..500]);
    // Light, whatever the window looks like.
    assert!(svg.contains("fill=\"#f0f2f5\""));
    assert_eq!(desk.notices(), format!("The picture of \"{name}\" is in {}.", path.display()));
    assert_eq!(*desk.project(), before, "an export changes nothing");
    assert!(!desk.state().session.document.is_changed());
}

#[test]
fn the_picture_of_the_map_is_written_by_its_button_and_by_the_menu() {
    let place = Place::new();
    let mut desk = window(&place);
    let before = desk.project().clone();
    desk.command(Command::open_tab(Tab::Map));
    desk.click("In development");
    desk.click("Export picture…");
    let Some(Dialog::Path(picker)) = &desk.state().session.dialog else { panic!("no dialog") };
    let suggested = format!("map_of_{}.pdf", crate::model::project::reference_from_name(&before.settings.name));
    assert_eq!(picker.name, suggested);
    let path = place.file().with_file_name("map.svg");
    choose(&mut desk, &path, "Export");
    let svg = std::fs::read_to_string(&path).unwrap();
    assert!(svg.contains("<title>Map of ") && svg.contains(">Front desk</text>"), "{}", &svg[..500]);
    assert!(svg.contains("In development · "), "the versions that the map shows");
    let name = &desk.project().settings.name;
    assert_eq!(desk.notices(), format!("The picture of the map of \"{name}\" is in {}.", path.display()));
    assert_eq!(*desk.project(), before, "an export changes nothing");
    desk.command(Command::File(FileCommand::Export(Export::Picture, None, None)));
    assert!(matches!(&desk.state().session.dialog, Some(Dialog::Path(picker)) if picker.name.starts_with("map_of_")));
    desk.key(Modifiers::NONE, egui::Key::Escape);
    // There is no call sheet of a map.
    let sheet = Command::File(FileCommand::Export(Export::CallSheet, None, None));
    assert!(desk.state().cx().availability(&sheet).is_err());
}

#[test]
fn the_call_sheet_of_the_version_shown_is_written_by_the_menu() {
    let place = Place::new();
    let mut desk = window(&place);
    desk.click("File");
    desk.click("Export call sheet…");
    let path = place.file().with_file_name("desk");
    choose(&mut desk, &path, "Export");
    // A name without an ending gets the usual one.
    let path = path.with_extension("html");
    assert!(begins(&path, b"<!DOCTYPE html>"));
    let name = &desk.project().versions[&VERSION].info.name;
    assert_eq!(desk.notices(), format!("The call sheet of \"{name}\" is in {}.", path.display()));
}

#[test]
fn the_ending_of_the_file_is_its_format() {
    let place = Place::new();
    let mut desk = window(&place);
    let file = |name: &str| place.file().with_file_name(name);
    for (what, name, first) in [
        (Export::Picture, "a.pdf", &b"%PDF-"[..]),
        (Export::Picture, "a.PNG", b"\x89PNG"),
        (Export::Picture, "a.svg", b"<?xml"),
        (Export::CallSheet, "a.htm", b"<!DOCTYPE html>"),
        (Export::CallSheet, "a.xlsx", b"PK"),
    ] {
        desk.command(export(what, &file(name)));
        assert!(begins(&file(name), first), "{name}");
        assert!(desk.state().session.dialog.is_none(), "{name}");
    }
    for (what, name, advice) in [
        (Export::Picture, "b.jpg", "Name a file that ends in .pdf, .svg or .png."),
        (Export::CallSheet, "b.pdf", "Name a file that ends in .html or .xlsx."),
    ] {
        desk.command(export(what, &file(name)));
        assert_eq!(desk.question().title, "Not exported");
        let lines = desk.question().lines.join("\n");
        assert!(lines.contains(advice) && lines.contains(name), "{lines}");
        assert!(!file(name).exists());
        desk.key(Modifiers::NONE, egui::Key::Escape);
    }
}

#[test]
fn a_file_that_cannot_be_written_says_what_to_do() {
    let place = Place::new();
    let mut desk = window(&place);
    let path = place.file().with_file_name("no_such_folder").join("tree.pdf");
    desk.command(export(Export::Picture, &path));
    assert_eq!(desk.question().title, "Not exported");
    let lines = desk.question().lines.join("\n");
    assert!(lines.contains("Create it, or choose another one."), "{lines}");
    assert!(lines.contains(&*path.to_string_lossy()), "{lines}");
    desk.key(Modifiers::NONE, egui::Key::Escape);
    // A version that was deleted while the dialog was open.
    let gone = crate::model::VersionId(9_999);
    let path = place.file().with_file_name("tree.pdf");
    desk.command(Command::File(FileCommand::Export(Export::CallSheet, Some(gone), Some(path.clone()))));
    assert!(desk.question().lines.join(" ").contains("The version was deleted. Undo the deletion"));
    assert!(!path.exists());
}

#[test]
fn a_picture_replaces_no_file_by_an_added_ending() {
    fn tree(_: &Purpose, suggestion: &Path) -> Option<PathBuf> {
        Some(suggestion.with_file_name("tree"))
    }
    let place = Place::new();
    let mut desk = window(&place);
    let other = place.file().with_file_name("tree.pdf");
    crate::storage::replace_file(&other, b"theirs").unwrap();
    let files = &mut desk.state_mut().services.files;
    (files.has_no_dialogs, files.native) = (false, tree);
    desk.command(Command::File(FileCommand::Export(Export::Picture, None, None)));
    assert_eq!(desk.question().title, "Replace this file?");
    assert_eq!(std::fs::read(&other).unwrap(), b"theirs");
    desk.click("Replace");
    assert!(begins(&other, b"%PDF-"));
}
