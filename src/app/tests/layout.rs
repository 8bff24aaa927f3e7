//! What the window shows about the project before anything is opened: the tree, the strip of the panes, the file dialog.
#![allow(clippy::disallowed_methods, reason = "tests make folders to look into")]

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::NodeT as _;

use crate::model::{Project, VersionId};

use super::files::folder;
use super::support::{Desk, claims};
use crate::app::command::{Ask, BottomPane, Command, PageCommand, PaneCommand, Purpose};
use crate::app::shell::dialog::Dialog;

/// The text of each version in the project tree, by its name.
fn marks(desk: &Desk) -> Vec<(String, String)> {
    let rows = desk.nodes().into_iter().filter(|node| node.accesskit_node().role() == Role::TreeItem);
    let marked = rows.filter_map(|row| {
        let node = row.accesskit_node();
        Some((node.label()?, node.description()?))
    });
    marked.collect()
}

#[test]
fn the_tree_says_which_versions_are_live() {
    let mut desk = Desk::on(claims());
    let expected = [("Opening", "backup"), ("Autumn menu", "production"), ("Monday menu", "test")];
    let expected = expected.map(|(name, mark)| (name.to_owned(), mark.to_owned()));
    let told = marks(&desk);
    for one in &expected {
        assert!(told.contains(one), "{told:?}");
    }
    desk.click("Hide the versions of Claims line");
    assert!(!marks(&desk).contains(&expected[1]));
    desk.click("Show the versions of Claims line");
    assert!(marks(&desk).contains(&expected[1]));
}

#[test]
fn a_hidden_panel_still_shows_its_names() {
    let mut desk = Desk::on(claims());
    desk.click("Hide");
    assert!(!desk.state().window.panes.bottom && !desk.has("Hide"));
    desk.click("Problems");
    assert_eq!(
        (desk.state().window.panes.bottom, desk.state().window.panes.bottom_panel),
        (true, BottomPane::Problems)
    );
    assert!(desk.has("Hide"));
}

#[test]
fn the_centre_of_the_canvas_stays_when_a_panel_opens() {
    let mut desk = Desk::on_small();
    let middle = |desk: &Desk| {
        let view = desk.view(desk.shown()).canvas.viewport();
        (view.rect.height(), view.scene_rect().center().y)
    };
    desk.command(Command::Pane(PaneCommand::ToggleBottom));
    let (low, before) = middle(&desk);
    desk.command(Command::Pane(PaneCommand::ToggleBottom));
    let (high, after) = middle(&desk);
    assert!(low < high && (before - after).abs() < 0.5, "{low} < {high}, {before} = {after}");
}

#[test]
fn a_question_closes_the_menu_that_was_open() {
    let mut desk = Desk::on(claims());
    let is_open = |desk: &Desk| desk.names().iter().any(|name| name.starts_with("Theme of the system"));
    desk.click("View");
    assert!(is_open(&desk));
    desk.ctrl(Key::F);
    assert!(desk.state().session.dialog.is_some() && !is_open(&desk));
}

#[test]
fn a_new_project_shows_the_first_steps() {
    let mut desk = Desk::on(Project::default());
    desk.command(Command::Page(PageCommand::Open(crate::app::command::Tab::Settings)));
    desk.click("Create your first smart routing");
    assert!(matches!(desk.state().session.dialog, Some(Dialog::Routing(_))));
    desk.key(egui::Modifiers::NONE, Key::Escape);
    desk.put(claims());
    desk.command(Command::Page(PageCommand::Open(crate::app::command::Tab::Settings)));
    assert!(!desk.has("Create your first smart routing"));
}

#[test]
fn the_file_dialog_says_why_a_name_is_invalid() {
    let folder = folder();
    std::fs::create_dir(folder.path().join("inside")).unwrap();
    for number in 0..510 {
        std::fs::write(folder.path().join(format!("p{number:03}.ron")), "").unwrap();
    }
    let mut desk = Desk::on(claims());
    let suggestion = folder.path().join("x.ron");
    let show = |desk: &mut Desk, purpose: Purpose| {
        desk.command(Command::ask(Ask::ChoosePath { purpose, suggestion: suggestion.clone() }));
    };
    show(&mut desk, Purpose::Open);
    desk.assert_says("11 more are not shown. Type a name to choose one of them.");
    desk.write("File name", "p5100.ron");
    desk.assert_says("There is no such file.");
    assert!(!desk.is_enabled("Open"));
    desk.write("File name", "p509.ron");
    assert!(desk.is_enabled("Open") && !desk.text().contains("There is no such file."));
    desk.write("File name", "inside");
    desk.assert_says("This is a folder. Press Enter to open it.");
    desk.key(egui::Modifiers::NONE, Key::Enter);
    desk.assert_says("No Signalbox projects are in this folder.");
    desk.key(egui::Modifiers::NONE, Key::Escape);
    show(&mut desk, Purpose::Save(None));
    desk.write("File name", "inside");
    assert!(!desk.is_enabled("Save"));
}

#[test]
fn renaming_a_version_is_in_the_log() {
    let mut desk = Desk::on(claims());
    let version = VersionId(23);
    let rename = |name: &str| {
        let (name, description) = (name.to_owned(), "x".to_owned());
        Command::edit(crate::edit::Edit::DescribeVersion { version, name, description })
    };
    let before = desk.project().activity.len();
    desk.command(rename("Monday menu"));
    assert_eq!(desk.project().activity.len(), before, "only its description is another one");
    desk.command(rename("Tuesday menu"));
    let said = "Renamed version \"Monday menu\" of \"Claims line\" to \"Tuesday menu\".";
    assert_eq!(desk.project().activity.last().unwrap().what, said);
}
