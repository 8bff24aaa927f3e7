//! Presets of the user: saved from a selection, found in the palette and the search box, added, and removed.
#![allow(clippy::disallowed_methods, reason = "tests plant files that cannot be read")]

use std::path::Path;
use std::sync::Arc;

use egui::{Key, Modifiers, PointerButton};
use egui_kittest::kittest::NodeT as _;

use super::files::folder;
use super::support::{Desk, VERSION, small};
use crate::model::{Action, ActionId};

use crate::app::command::{Command, PageCommand, Tab, TreeCommand};

/// The small tree, with a folder for presets.
fn desk_in(folder: &Path) -> Desk {
    let mut desk = Desk::on_small();
    desk.state_mut().services.own_presets.folder = Some(folder.to_owned());
    desk.settle();
    desk
}

/// Saves actions as a preset.
fn save(desk: &mut Desk, titles: &[&str], name: &str) {
    desk.select(titles);
    desk.command(Command::Tree(TreeCommand::SavePreset));
    desk.write("Name", name);
    desk.click("Save the preset");
}

fn files(folder: &Path) -> usize {
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

#[test]
fn a_selection_becomes_a_preset_that_is_added_like_any_other() {
    let folder = folder();
    let mut desk = desk_in(folder.path());
    save(&mut desk, &["Welcome", "Front desk"], "Our welcome");
    assert!(desk.notices().contains("\"Our welcome\" was saved"), "{}", desk.notices());
    assert!(!desk.state().session.document.is_changed(), "the project stays as it is");
    assert_eq!(files(folder.path()), 1);
    // Another window reads it at its start.
    let mut desk = desk_in(folder.path());
    desk.assert_says("My presets");
    assert!(desk.has("Our welcome"));
    let before = desk.flow().actions.len();
    desk.select(&["Front desk"]);
    desk.write("Find an action", "our welc");
    desk.key(Modifiers::NONE, Key::Enter);
    assert_eq!(desk.flow().actions.len(), before + 2);
    desk.command(Command::Undo);
    assert_eq!(desk.flow().actions.len(), before);
    // The search box finds it by the actions in it, too.
    desk.command(Command::Tree(TreeCommand::AddAction));
    desk.type_text("front desk");
    assert!(desk.names().iter().any(|name| name.contains("Our welcome")), "{:?}", desk.names());
}

#[test]
fn a_name_is_used_once_and_the_dialog_can_be_left() {
    let folder = folder();
    let mut desk = desk_in(folder.path());
    save(&mut desk, &["Welcome"], "Hello");
    desk.select(&["Front desk"]);
    desk.command(Command::Tree(TreeCommand::SavePreset));
    // The title of the first action is proposed.
    assert_eq!(desk.input("Name").accesskit_node().value().as_deref(), Some("Front desk"));
    // Typing replaces it.
    desk.type_text(" hello ");
    assert_eq!(desk.input("Name").accesskit_node().value().as_deref(), Some(" hello "));
    desk.assert_says("You already have a preset of this name.");
    assert!(!desk.is_enabled("Save the preset"));
    desk.key(Modifiers::NONE, Key::Escape);
    assert_eq!(files(folder.path()), 1);
}

#[test]
fn a_preset_is_removed_after_a_question() {
    let folder = folder();
    let mut desk = desk_in(folder.path());
    save(&mut desk, &["Welcome"], "Hello");
    for answer in ["Cancel", "Remove the preset"] {
        let row = desk.rect("Hello").center();
        desk.click_at(row, PointerButton::Secondary);
        desk.click("Remove preset…");
        assert_eq!(desk.question().title, "Remove the preset \"Hello\"?");
        desk.click(answer);
        assert_eq!(files(folder.path()), usize::from(answer == "Cancel"));
    }
    assert!(!desk.has("Hello") && !desk.text().contains("My presets"));
    assert!(desk.notices().contains("was removed"));
}

#[test]
fn a_broken_preset_is_left_out_and_named_once() {
    let folder = folder();
    let mut desk = desk_in(folder.path());
    save(&mut desk, &["Welcome"], "Fine");
    std::fs::write(folder.path().join("broken.ron"), "#![schema = \"signalbox-actions/1\"]\n(actions: {1: (kin")
        .unwrap();
    let mut desk = desk_in(folder.path());
    assert!(desk.has("Fine"));
    assert!(desk.notices().contains("broken.ron was left out: line "), "{}", desk.notices());
    save(&mut desk, &["Front desk"], "Another");
    // The folder was read again, and the message is not repeated.
    assert!(!desk.notices().contains("broken.ron"), "{}", desk.notices());
    assert!(desk.has("Another") && desk.has("Fine"));
}

#[test]
fn without_a_folder_or_a_selection_nothing_is_saved() {
    let mut desk = Desk::on_small();
    desk.select(&["Welcome"]);
    let command = Command::Tree(TreeCommand::SavePreset);
    assert!(desk.state().cx().availability(&command).unwrap_err().contains("no folder"));
    let folder = folder();
    let mut desk = desk_in(folder.path());
    desk.select(&[]);
    assert!(desk.state().cx().availability(&command).is_err());
    desk.command(command);
    assert!(desk.state().session.dialog.is_none());
}

#[test]
fn kinds_that_the_project_uses_often_come_after_the_recent_ones() {
    let mut project = small();
    let version = project.versions.values_mut().map(Arc::make_mut).find(|version| version.id != VERSION).unwrap();
    // The tree shown has queues, too; they are recent there.
    for (id, kind) in (900..).zip(["pause", "pause", "pause", "pause", "to_queue", "to_queue", "to_queue"]) {
        version.flow.actions.insert(ActionId(id), Arc::new(Action::new(ActionId(id), kind)));
    }
    let mut desk = Desk::on(project);
    desk.command(Command::Page(PageCommand::Open(Tab::Version(VERSION))));
    desk.command(Command::Tree(TreeCommand::AddAction));
    let names = desk.names();
    let first = names.iter().rposition(|name| name == "Add an action").unwrap() + 1;
    assert_eq!(names[first..first + 5], ["Voice mailbox", "Queue", "Voice announcement", "Pause", "Say"]);
    desk.type_text("pau");
    assert_eq!(desk.names().iter().filter(|name| *name == "Pause").count(), 2, "in the palette and once in the box");
}
