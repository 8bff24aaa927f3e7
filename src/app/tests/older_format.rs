//! A project whose file has an older format: the title, the report, the copy, the first save, and planned productions.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{TimeZone as _, Utc};

use crate::edit::Edit;
use crate::model::{Action, ActionId, Link, Plan, Project, Status};
use crate::storage::{load, older_schema, replace_file, write};

use super::files::{choose, folder, on_disk};
use super::lifecycle::IN_TEST;
use super::support::{Desk, VERSION, claims, small};
use crate::app::command::{Command, FileCommand, PageCommand, Tab};
use crate::app::shell::dialog::Dialog;

const TITLE: &str = "old.ron (format 1, converted by the first save) – Signalbox";

/// The small project, in test, with an SMS in its tree: rules for SMS have changed.
fn with_sms() -> Project {
    let mut project = small();
    let version = Arc::make_mut(project.versions.get_mut(&VERSION).unwrap());
    version.info.in_test = true;
    let sms = Action { title: "Confirm it".to_owned(), ..Action::new(ActionId(3_000), "send_sms") };
    version.flow.actions.insert(sms.id, Arc::new(sms));
    let routing = version.info.routing;
    Arc::make_mut(project.routings.get_mut(&routing).unwrap()).last_action = ActionId(3_000);
    project.versions.retain(|id, _| *id == VERSION);
    project
}

/// Writes a project as a program of schema 1 wrote it.
fn write_old(folder: &Path, project: &Project) -> (PathBuf, String) {
    let path = folder.join("old.ron");
    let text = write(project).unwrap().replacen("signalbox/2", "signalbox/1", 1);
    replace_file(&path, text.as_bytes()).unwrap();
    (path, text)
}

fn opened(folder: &Path, project: &Project) -> (Desk, PathBuf, String) {
    let (path, text) = write_old(folder, project);
    let mut desk = Desk::new();
    desk.command(Command::open(path.clone()));
    (desk, path, text)
}

#[test]
fn the_title_and_the_report_say_so_until_the_first_save() {
    let folder = folder();
    let (mut desk, path, before) = opened(folder.path(), &with_sms());
    assert_eq!(desk.title(), TITLE);
    assert!(!desk.state().session.document.is_changed(), "opening changes nothing");
    let Some(Dialog::Listing(report)) = &desk.state().session.dialog else { panic!("no report") };
    assert_eq!(report.title, "old.ron has an older format");
    desk.assert_says("It has format 1. The first save converts the file to format 2");
    desk.assert_says("An SMS to a number that is certainly no mobile number leaves by Invalid number.");
    desk.click("Continue");
    assert!(desk.state().session.dialog.is_none());
    // The report can be opened again.
    desk.command(Command::File(FileCommand::FormatReport));
    desk.assert_says("old.ron has an older format");
    desk.click("Continue");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before);
    desk.command(Command::save());
    assert_eq!(desk.title(), "old.ron – Signalbox");
    assert_eq!(older_schema(&path), None);
    assert_eq!(&on_disk(&path), &**desk.project());
    // The report says what has happened, and offers no copy any more.
    desk.command(Command::File(FileCommand::FormatReport));
    desk.assert_says("It was opened from format 1, and is saved in format 2.");
    assert!(!desk.has("Save a copy first…"));
    // The file opens without a report now, once this window has released it.
    drop(desk);
    let mut again = Desk::new();
    again.command(Command::open(path));
    assert!(again.state().session.dialog.is_none());
    assert_eq!(again.title(), "old.ron – Signalbox");
    let refused = again.state().cx().availability(&Command::File(FileCommand::FormatReport));
    assert_eq!(refused, Err("The project was not opened from an older format."));
}

#[test]
fn show_opens_the_place() {
    let folder = folder();
    let (mut desk, ..) = opened(folder.path(), &with_sms());
    let Some(Dialog::Listing(report)) = desk.state().session.dialog.clone() else { panic!("no report") };
    let row = report.rows.iter().position(|row| row.title.contains("Confirm it")).unwrap();
    let version = desk.version(VERSION);
    assert_eq!(
        report.rows[row].title,
        format!("\"Confirm it\" in version \"{}\" of \"Front desk\", in test", version.info.name)
    );
    desk.click_nth("Show", row);
    assert!(desk.state().session.dialog.is_none());
    assert_eq!((desk.shown(), desk.selected()), (VERSION, vec![ActionId(3_000)]));
}

#[test]
fn a_copy_is_saved_first_and_never_over_the_file_itself() {
    let folder = folder();
    let (mut desk, path, before) = opened(folder.path(), &small());
    desk.click("Save a copy first…");
    choose(&mut desk, &folder.path().join("kept.ron"), "Save");
    assert!(desk.notices().contains("A copy of the file as it was is in "), "{}", desk.notices());
    let kept = folder.path().join("kept.ron");
    assert_eq!(std::fs::read_to_string(&kept).unwrap(), before);
    // The window still has the old file.
    assert_eq!(desk.state().session.file.path.as_deref(), Some(path.as_path()));
    assert_eq!(desk.title(), TITLE);
    desk.command(Command::File(FileCommand::CopyFile(Some(path.clone()))));
    assert_eq!(desk.question().title, "Not copied");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before);
}

#[test]
fn a_copy_or_a_file_that_others_have_open_is_reported_too() {
    let folder = folder();
    let (path, _) = write_old(folder.path(), &with_sms());
    let mut desk = Desk::new();
    desk.command(Command::File(FileCommand::Open(path.clone(), crate::app::command::OpenMode::Copy)));
    desk.assert_says("It was opened from format 1, and is saved in format 2.");
    assert!(desk.title().starts_with("• Untitled") && !desk.title().contains("format"), "{}", desk.title());
    let mut desk = Desk::new();
    let reading = crate::app::command::OpenMode::ReadOnly("Léa has it open.".to_owned());
    desk.command(Command::File(FileCommand::Open(path, reading)));
    assert_eq!(desk.title(), "old.ron (read-only, format 1, converted by the first save) – Signalbox");
}

#[test]
fn a_planned_production_waits_for_the_first_save() {
    let folder = folder();
    let mut project = claims();
    let version = Arc::make_mut(project.versions.get_mut(&IN_TEST).unwrap());
    version.info.planned = Some(Plan { at: "2026-11-23T08:30:00".parse().unwrap(), missed: None });
    let (path, before) = write_old(folder.path(), &project);
    let mut desk = Desk::new();
    desk.state_mut().window.now = Box::new(|| Utc.with_ymd_and_hms(2026, 11, 24, 9, 0, 0).unwrap());
    desk.command(Command::open(path.clone()));
    desk.assert_says("A planned production waits for that save.");
    desk.click("Continue");
    assert_eq!(desk.version(IN_TEST).info.status, Status::InDevelopment);
    desk.assert_says("It waits until the file, which has an older format, is saved.");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before);
    desk.click("Save and put in production");
    assert_eq!(desk.version(IN_TEST).info.status, Status::InProduction);
    assert_eq!(on_disk(&path).versions[&IN_TEST].info.status, Status::InProduction);
    assert!(on_disk(&path).versions[&IN_TEST].info.digest.as_deref().is_some_and(|stamp| stamp.starts_with("d2:")));
    assert_eq!(older_schema(&path), None);
}

#[test]
fn a_production_by_hand_does_not_convert_the_file_unasked() {
    let folder = folder();
    let (mut desk, path, before) = opened(folder.path(), &claims());
    desk.click("Continue");
    desk.command(Command::Page(PageCommand::Open(Tab::Version(IN_TEST))));
    let gate = crate::release::gate(&desk.state().session.document, IN_TEST, chrono::NaiveDate::default(), None);
    desk.command(Command::edit(Edit::PutInProduction { version: IN_TEST, gate }));
    assert_eq!(desk.version(IN_TEST).info.status, Status::InProduction);
    assert!(desk.notices().contains("Save the project to keep the change of production."), "{}", desk.notices());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before);
}

#[test]
fn a_damaged_file_of_schema_1_reports_its_repairs_with_the_format() {
    let folder = folder();
    let (path, text) = write_old(folder.path(), &small());
    let last = small().last_id;
    let broken = text.replacen(&format!("last_id: {last},"), "last_id: 3,", 1);
    assert_ne!(broken, text);
    replace_file(&path, broken.as_bytes()).unwrap();
    let mut desk = Desk::new();
    desk.command(Command::open(path));
    desk.assert_says("The id counter of the project now continues from");
    desk.assert_says("It has format 1.");
    assert!(desk.state().session.document.is_changed());
}

#[test]
fn trees_and_digests_stay_as_they_were() {
    let folder = folder();
    let mut project = with_sms();
    let version = Arc::make_mut(project.versions.get_mut(&VERSION).unwrap());
    (version.info.in_test, version.info.status) = (false, Status::InBackup);
    version.info.digest = Some("d1:changed-outside".to_owned());
    Arc::make_mut(version.flow.actions.get_mut(&ActionId(1)).unwrap()).links.insert("ok".to_owned(), Link::EndsHere);
    let (mut desk, path, _) = opened(folder.path(), &project);
    assert!(desk.notices().contains("changed outside of Signalbox"), "{}", desk.notices());
    desk.click("Continue");
    desk.command(Command::save());
    let (saved, _) = load(&path).unwrap();
    assert_eq!(saved.project.versions, project.versions);
    assert_eq!(crate::digest::changed_outside(&saved.project), [VERSION]);
}
