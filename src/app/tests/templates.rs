//! A new project from a template: the dialog with five questions, and what it opens.

use std::sync::Arc;

use egui::{Key, Modifiers};

use super::support::Desk;
use crate::app::command::{Command, FileCommand, PageCommand, Tab};
use crate::app::shell::dialog::Dialog;
use crate::model::{Project, ResourceKind};
use crate::sim::suite;

fn on_start_page() -> Desk {
    let mut desk = Desk::new();
    desk.command(Command::File(FileCommand::Close));
    desk.command(Command::Page(PageCommand::Open(Tab::Start)));
    desk
}

fn is_asking(desk: &Desk) -> bool {
    matches!(desk.state().session.dialog, Some(Dialog::Template(_)))
}

/// The only version is in test and shown, and its test calls pass.
fn assert_tested_line(desk: &Desk) {
    let project: Arc<Project> = desk.project().clone();
    let version = project.versions.values().next().unwrap();
    assert_eq!((project.versions.len(), version.info.in_test), (1, true));
    assert_eq!(desk.state().session.tab, Tab::Version(version.id));
    let results = suite::run_version(&project, version.id, |_| true);
    assert!(results.len() > 5);
    for (call, result) in results {
        assert_eq!(result.trouble(), "", "{}", call.name);
    }
}

#[test]
fn five_answers_on_the_start_page_give_a_tested_line() {
    let mut desk = on_start_page();
    desk.click("New from template…");
    assert_eq!(desk.focused().as_deref(), Some("Name of the company"));
    desk.click("Hotel, phone");
    desk.write("Name of the company", "Riverside Hotel");
    desk.write("Opening hours", "daily 7-23");
    desk.click("French");
    desk.write("People who answer", "Mia, Léo, Zoë");
    desk.write("Phone number", "01 55 00 20 00");
    desk.click("Create the project");
    assert!(!is_asking(&desk));
    assert_tested_line(&desk);
    let project = desk.project();
    assert_eq!((&*project.settings.name, &*project.settings.default_language), ("Riverside Hotel", "fr"));
    assert_eq!(project.resources_of(ResourceKind::User).count(), 3);
    assert_eq!(project.entry_points.values().next().unwrap().address, "+33155002000");
    assert!(desk.state().session.document.is_changed() && desk.state().session.file.path.is_none());
}

#[test]
fn the_name_has_the_focus_when_the_dialog_is_opened_from_the_menu() {
    let mut desk = Desk::on_small();
    desk.click("File");
    desk.click("New from template…");
    assert!(is_asking(&desk));
    assert_eq!(desk.focused().as_deref(), Some("Name of the company"));
}

#[test]
fn a_template_is_found_with_ctrl_k_and_made_by_keyboard() {
    let mut desk = on_start_page();
    desk.ctrl(Key::K);
    desk.type_text("template: airline");
    desk.key(Modifiers::NONE, Key::Enter);
    assert!(is_asking(&desk));
    desk.type_text("Larkwing Air");
    desk.key(Modifiers::NONE, Key::Enter);
    assert!(!is_asking(&desk));
    assert_tested_line(&desk);
    assert_eq!(desk.project().settings.name, "Larkwing Air");
}

#[test]
fn a_wrong_answer_is_explained_at_its_field_until_it_changes() {
    let mut desk = on_start_page();
    let before = desk.project().uid.clone();
    desk.click("New from template…");
    for (field, wrong, words, right) in [
        ("Name of the company", " ", "Enter the name of the company", "Riverside Clinic"),
        ("Opening hours", "daily 0-24", "you are never closed", "Mon-Fri 8-18"),
        ("People who answer", "Anna, anna", "anna is there twice", "Anna"),
        ("Phone number", "112", "short number", "+33155001010"),
    ] {
        desk.write(field, wrong);
        desk.click("Create the project");
        assert!(is_asking(&desk), "{field}");
        desk.assert_says(words);
        assert_eq!(desk.focused().as_deref(), Some(field));
        let (field_at, words_at) = (
            desk.input(field).rect(),
            desk.nodes()
                .into_iter()
                .find_map(|node| node.value().filter(|said| said.contains(words)).map(|_| node.rect())),
        );
        let below = words_at.expect(words).top() - field_at.bottom();
        assert!((-2.0..14.0).contains(&below), "{field}: {below}");
        desk.write(field, right);
        assert!(!desk.text().contains(words), "{field}");
    }
    desk.key(Modifiers::NONE, Key::Escape);
    assert!(!is_asking(&desk));
    assert_eq!(desk.project().uid, before);
}

#[test]
fn another_template_keeps_what_fits() {
    let mut desk = on_start_page();
    desk.click("New from template…");
    desk.write("Name of the company", "Hearthside");
    desk.write("Phone number", "+33155007777");
    desk.click("Shop, phone");
    assert_eq!(desk.input("Phone number").value().as_deref(), Some("+33155007777"));
    desk.click("Shop chat, chat");
    assert_eq!(desk.input("Name of the company").value().as_deref(), Some("Hearthside"));
    assert_eq!(desk.input("Website of the chat").value().as_deref(), Some("www.example.com"));
    desk.write("Find a template", "doctor");
    assert!(desk.has("Clinic, phone") && !desk.has("Shop, phone"));
    desk.write("Find a template", "submarine");
    desk.assert_says("No template has these words.");
}
