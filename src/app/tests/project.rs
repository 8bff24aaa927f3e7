//! The open project as a whole: revert, duplicate, close; and the list of recent projects.

use crate::app::command::{BottomPane, PaneCommand};
use egui::Key;
use egui_kittest::kittest::NodeT as _;

use crate::edit::Edit;
use crate::model::Status;
use crate::model::gate::Gate;
use crate::storage::lock::{Holder, acquire};

use super::files::{choose, folder, on_disk, rename, saved};
use super::support::{Desk, VERSION, small};
use crate::app::command::{Command, FileCommand, Tab};

fn name(desk: &Desk) -> &str {
    &desk.version(VERSION).info.name
}

fn file_menu(desk: &mut Desk, item: &str) {
    desk.click("File");
    desk.click_menu(item);
}

#[test]
fn reverting_asks_and_undo_brings_the_work_back_with_its_steps() {
    let folder = folder();
    let (mut desk, path) = saved(folder.path());
    rename(&mut desk, "First");
    rename(&mut desk, "Second");
    file_menu(&mut desk, "Revert to the saved file");
    assert_eq!(desk.question().title, "Revert hotel.ron to its last save?");
    desk.click("Cancel");
    assert_eq!(name(&desk), "Second");
    file_menu(&mut desk, "Revert to the saved file");
    desk.click("Revert");
    assert_eq!((name(&desk), desk.state().session.tab), ("My copy", Tab::Version(VERSION)));
    assert!(!desk.state().session.document.is_changed());
    assert_eq!(desk.state().cx().undo_words[0], Some("Revert to the saved file"));
    desk.ctrl(Key::Z);
    assert_eq!(name(&desk), "Second");
    assert!(desk.state().session.must_ask(), "it is unsaved again");
    desk.ctrl(Key::Z);
    assert_eq!(name(&desk), "First");
    for expected in ["Second", "My copy"] {
        desk.key(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, Key::Z);
        assert_eq!(name(&desk), expected);
    }
    assert!(!desk.state().session.document.is_changed(), "it is what is in the file");
    desk.ctrl(Key::Z);
    desk.ctrl(Key::S);
    assert_eq!(on_disk(&path).versions[&VERSION].info.name, "Second");
    desk.key(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, Key::Z);
    assert_eq!(name(&desk), "My copy");
    assert!(desk.state().session.must_ask(), "the file holds the other one now");
}

#[test]
fn undo_brings_no_reverted_work_back_over_a_promotion() {
    let folder = folder();
    let path = folder.path().join("hotel.ron");
    let example = crate::app::services::examples::ALL.iter().find(|it| it.name == "hotel_front_desk.ron").unwrap();
    crate::storage::save(&path, &crate::storage::read(example.text.as_bytes()).unwrap().project).unwrap();
    let mut desk = Desk::new();
    desk.command(Command::open(path));
    let before = name(&desk).to_owned();
    rename(&mut desk, "Mine");
    desk.command(Command::File(FileCommand::Revert));
    desk.click("Revert");
    desk.command(Command::edit(Edit::PutInProduction { version: VERSION, gate: Gate::default() }));
    assert_eq!(desk.version(VERSION).info.status, Status::InProduction, "{:?}", desk.state().session.dialog);
    desk.ctrl(Key::Z);
    assert_eq!((name(&desk), desk.version(VERSION).info.status), (before.as_str(), Status::InProduction));
}

#[test]
fn a_duplicate_is_untitled_and_independent() {
    let folder = folder();
    let (mut desk, path) = saved(folder.path());
    let (tabs, before) = (desk.state().session.tabs.clone(), desk.project().clone());
    file_menu(&mut desk, "Duplicate the project");
    assert_eq!((&desk.state().session.file.path, &desk.state().session.tabs), (&None, &tabs));
    assert!(desk.state().session.must_ask());
    let project = desk.project();
    assert_eq!(project.versions, before.versions);
    assert_eq!(project.settings.name, format!("{} (copy)", before.settings.name));
    assert!(project.uid != before.uid && !project.uid.is_empty());
    assert!(acquire(&path, &Holder::default(), false).is_ok(), "the file is free");
    // Unsaved changes go into the copy, and into the file only if the user wants that.
    for (button, in_file) in [("Do not save", "My copy"), ("Save first", "Changed")] {
        desk.command(Command::open(path.clone()));
        if desk.state().session.dialog.is_some() {
            desk.click("Discard");
        }
        rename(&mut desk, "Changed");
        desk.command(Command::File(FileCommand::Duplicate));
        desk.click(button);
        assert_eq!((name(&desk), &desk.state().session.file.path), ("Changed", &None), "{button}");
        assert_eq!(on_disk(&path).versions[&VERSION].info.name, in_file, "{button}");
    }
}

#[test]
fn closing_the_project_asks_then_shows_the_start_page_and_releases_the_file() {
    let folder = folder();
    let (mut desk, path) = saved(folder.path());
    rename(&mut desk, "Changed");
    file_menu(&mut desk, "Close the project");
    assert!(desk.question().title.starts_with("Save the changes to hotel.ron?"));
    desk.click("Cancel");
    assert!(acquire(&path, &Holder::default(), false).is_err(), "still open");
    file_menu(&mut desk, "Close the project");
    desk.click("Save");
    assert_eq!(on_disk(&path).versions[&VERSION].info.name, "Changed");
    assert_eq!(
        (&desk.state().session.tabs, desk.state().session.tab, &desk.state().session.file.path),
        (&vec![Tab::Start], Tab::Start, &None)
    );
    assert!(desk.project().versions.is_empty() && !desk.state().session.document.is_changed());
    assert!(acquire(&path, &Holder::default(), false).is_ok(), "free");
}

#[test]
fn a_protected_file_says_so_when_it_is_opened_and_offers_another_name() {
    let folder = folder();
    let (desk, path) = saved(folder.path());
    desk.exit();
    let protect = |yes: bool| {
        let mut permissions = std::fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(yes);
        std::fs::set_permissions(&path, permissions).unwrap();
    };
    protect(true);
    let mut desk = Desk::new();
    desk.command(Command::open(path.clone()));
    assert_eq!(desk.title(), "hotel.ron (write-protected) – Signalbox");
    assert!(desk.notices().contains("can only be saved under another name"), "{}", desk.notices());
    rename(&mut desk, "Changed");
    desk.ctrl(Key::S);
    assert_eq!(desk.question().title, "Not saved");
    desk.click("Save as…");
    choose(&mut desk, &folder.path().join("mine.ron"), "Save");
    assert_eq!(desk.title(), "mine.ron – Signalbox");
    assert_eq!((on_disk(&path).versions[&VERSION].info.name.as_str(), name(&desk)), ("My copy", "Changed"));
    protect(false);
}

#[test]
fn a_command_waiting_for_a_save_runs_after_saving_under_another_name() {
    let folder = folder();
    let (mut desk, path) = saved(folder.path());
    rename(&mut desk, "Changed");
    desk.state_mut().session.file.read_only_because = Some("Somebody has it.".to_owned());
    desk.command(Command::File(FileCommand::New));
    desk.click("Save");
    assert_eq!(desk.question().title, "Not saved");
    desk.click("Save as…");
    choose(&mut desk, &folder.path().join("mine.ron"), "Save");
    assert!(desk.project().versions.is_empty(), "the new project is there");
    assert_eq!(on_disk(&folder.path().join("mine.ron")).versions[&VERSION].info.name, "Changed");
    assert_eq!(on_disk(&path).versions[&VERSION].info.name, "My copy");
}

#[test]
fn recent_projects_of_one_name_show_their_folders_and_come_before_the_examples() {
    let folder = folder();
    let mut desk = Desk::on(small());
    let paths = ["north", "south"].map(|name| folder.path().join(name).join("hotel.ron"));
    for path in &paths {
        std::fs::create_dir(path.parent().unwrap()).unwrap();
        crate::storage::save(path, &small()).unwrap();
        desk.command(Command::open(path.clone()));
    }
    desk.click("File");
    desk.click("Open recent");
    let item = |path: &std::path::Path| format!("hotel.ron – {}", path.parent().unwrap().display());
    desk.click_menu(&item(&paths[0]));
    assert_eq!(desk.state().session.file.path.as_ref(), Some(&paths[0]));
    desk.command(Command::File(FileCommand::Close));
    let recent = desk.inputs("hotel.ron");
    assert_eq!(recent.len(), 2);
    let example = desk.rect(crate::app::services::examples::ALL[0].title);
    assert!(recent.iter().all(|tile| tile.rect().bottom() <= example.top()), "{example:?}");
}

#[test]
fn another_project_begins_without_the_search_texts_of_the_former_one() {
    let mut desk = Desk::on(small());
    desk.command(Command::open_tab(Tab::Version(VERSION)));
    desk.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::History)));
    let searches = ["Find in the project", "Find an action", "Find in the history"];
    let text = |desk: &Desk, name: &str| desk.input(name).accesskit_node().value().unwrap_or_default();
    for name in searches {
        desk.write(name, "zebra");
        assert_eq!(text(&desk, name), "zebra", "{name}");
    }
    let own = desk.project().routings.values().next().unwrap().name.clone();
    assert!(!desk.has(&own), "nothing in the tree matches");
    let former = desk.state().session.number;
    desk.command(Command::File(FileCommand::OpenExample("hotel_front_desk.ron")));
    assert_ne!(desk.state().session.number, former);
    for name in searches {
        assert_eq!(text(&desk, name), "", "{name}");
    }
    let routing = desk.project().routings.values().next().unwrap().name.clone();
    assert!(desk.has(&routing), "the tree of the new project is shown");
}
