//! Rows in the whole window: CSV import and export through the path dialog, and keys that belong to the canvas elsewhere.
#![allow(clippy::disallowed_methods, reason = "tests lay out files as other programs would")]

use egui::{Event, Key, Modifiers, PointerButton, Role};
use egui_kittest::kittest::Queryable as _;

use crate::catalog::sample;
use crate::model::{ResourceId, ResourceKind};

use super::files::{choose, folder};
use super::support::Desk;
use crate::app::command::{Command, FileCommand, PageCommand, Tab};

/// The database of the sample: number, name, points.
fn desk() -> (Desk, ResourceId) {
    let project = sample::project();
    let id = project.resources_of(ResourceKind::Database).next().unwrap().id;
    let mut desk = Desk::on(project);
    desk.state_mut().window.panes.bottom = false;
    desk.command(Command::Page(PageCommand::Open(Tab::Resource(id))));
    (desk, id)
}

fn rows(desk: &Desk, id: ResourceId) -> Vec<Vec<String>> {
    desk.project().resources[&id].data.table().unwrap().1.to_vec()
}

fn point(desk: &mut Desk, cell: &str) {
    desk.harness.get_by_role_and_label(Role::Cell, cell).scroll_to_me();
    desk.settle();
    let pos = desk.harness.get_by_role_and_label(Role::Cell, cell).rect().center();
    desk.click_at(pos, PointerButton::Primary);
}

#[test]
fn exported_rows_can_be_imported_again() {
    let folder = folder();
    let (mut desk, id) = desk();
    let before = rows(&desk, id);
    desk.click("Export CSV…");
    choose(&mut desk, &folder.path().join("clients"), "Export");
    let path = folder.path().join("clients.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("number,name,points\r\n+33612345678,Camille,12\r\n"), "{text}");
    assert!(desk.notices().contains("Exported to"), "{}", desk.notices());
    desk.click("Import CSV…");
    choose(&mut desk, &path, "Import");
    assert_eq!(desk.question().title, "Import 2 rows from clients.csv?");
    assert_eq!(desk.question().lines, ["All columns of the file were found."]);
    desk.click("Append");
    assert_eq!(rows(&desk, id), [before.clone(), before.clone()].concat());
    desk.command(Command::Undo);
    assert_eq!(rows(&desk, id), before);
}

#[test]
fn a_file_of_any_spreadsheet_is_offered_as_rows() {
    let folder = folder();
    let (mut desk, id) = desk();
    let path = folder.path().join("more.csv");
    for text in [
        "number,name,points\n+33611111111,Zoé,7\n",
        "sep=;\r\nnumber;name;points\r\n+33611111111;Zoé;7\r\n",
        "\"sep=,\"\nnumber,name,points\n+33611111111,Zoé,7",
        "SEP=\t\r\nnumber\tname\tpoints\r\n+33611111111\tZoé\t7\r\n",
        "\u{feff}Number;Name;Points\r\n\"+33611111111\";\"Zoé\";\"7\"\r\n",
        "\u{feff}sep=|\r\npoints|number|name\r\n7|+33611111111|Zoé\r\n",
        "points;number;name\n\"7\";+33611111111;Zoé\n\n",
    ] {
        std::fs::write(&path, text).unwrap();
        desk.command(Command::File(FileCommand::ImportRows(id, Some(path.clone()))));
        assert_eq!(desk.question().title, "Import 1 row from more.csv?", "{text:?}");
        assert_eq!(desk.question().lines, ["All columns of the file were found."], "{text:?}");
        desk.click("Replace the 2 rows");
        assert_eq!(rows(&desk, id), [["+33611111111", "Zoé", "7"]], "{text:?}");
        desk.command(Command::Undo);
    }
}

#[test]
fn rows_that_do_not_fit_are_reported_before_anything_changes() {
    let folder = folder();
    let (mut desk, id) = desk();
    let before = rows(&desk, id);
    let path = folder.path().join("other.csv");
    std::fs::write(&path, "\u{feff}points;shoe size;number\r\n7;42;+33611111111\r\n8;;\r\n9;43\r\n").unwrap();
    desk.command(Command::File(FileCommand::ImportRows(id, Some(path.clone()))));
    let said = desk.question().lines.join("\n");
    for words in ["no column \"shoe size\"", "The file has no column \"name\"", "1 row is shorter"] {
        assert!(said.contains(words), "{said}");
    }
    desk.click("Cancel");
    assert_eq!(rows(&desk, id), before);
    desk.command(Command::File(FileCommand::ImportRows(id, Some(path.clone()))));
    desk.click("Replace the 2 rows");
    assert_eq!(rows(&desk, id), [["+33611111111", "", "7"], ["", "", "8"], ["", "", "9"]]);
    std::fs::write(&path, b"number\nok\n\xff\n").unwrap();
    desk.command(Command::File(FileCommand::ImportRows(id, Some(path))));
    assert_eq!(desk.question().title, "Not imported");
    assert!(desk.question().lines.join(" ").contains("Line 3 is not UTF-8"));
}

#[test]
fn keys_of_the_canvas_belong_to_the_sheet_where_there_is_one() {
    let (mut desk, id) = desk();
    point(&mut desk, "Row 1, name (column 2)");
    desk.key(Modifiers::NONE, Key::Delete);
    assert_eq!(rows(&desk, id)[0][1], "");
    desk.ctrl(Key::Z);
    assert_eq!(rows(&desk, id)[0][1], "Camille");
    desk.ctrl(Key::A);
    let all = desk.copied_by(Event::Copy).unwrap();
    assert_eq!(all, "+33612345678\tCamille\t12\n+33699999999\tNoor\t80");
}

#[test]
fn a_cell_is_kept_when_the_project_is_saved_or_another_page_comes() {
    let folder = folder();
    let (mut desk, id) = desk();
    point(&mut desk, "Row 1, name (column 2)");
    desk.type_text("Kim");
    assert_eq!(rows(&desk, id)[0][1], "Camille");
    desk.ctrl(Key::S);
    choose(&mut desk, &folder.path().join("p.ron"), "Save");
    assert_eq!(rows(&desk, id)[0][1], "Kim");
    point(&mut desk, "Row 2, name (column 2)");
    desk.type_text("Lou");
    desk.key(Modifiers::NONE, Key::F8);
    assert_eq!(rows(&desk, id)[1][1], "Lou");
}

#[test]
fn keys_under_a_dialog_reach_no_cell() {
    let (mut desk, id) = desk();
    let before = rows(&desk, id);
    point(&mut desk, "Row 1, name (column 2)");
    desk.ctrl(Key::O);
    assert!(desk.state().session.dialog.is_some());
    desk.type_text("x");
    desk.key(Modifiers::NONE, Key::Delete);
    desk.chord(Event::Paste("y".to_owned()));
    desk.key(Modifiers::NONE, Key::Escape);
    assert!(desk.state().session.dialog.is_none());
    assert_eq!(rows(&desk, id), before);
}
