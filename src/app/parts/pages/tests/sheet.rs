//! Tests of sheets with keys, pointer and clipboard. Each change is one undo step.

use egui::{Event, Key, Modifiers, Pos2, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::model::ResourceKind;

use super::{Desk, click, fill, open_kind, resource};

/// The database of the sample: number (a phone, needed, unique), name, points (a number).
fn sheet() -> Harness<'static, Desk> {
    open_kind(ResourceKind::Database)
}

fn rows(harness: &Harness<'_, Desk>) -> Vec<Vec<String>> {
    resource(harness).data.table().unwrap().1.to_vec()
}

fn cell(row: usize, column: usize) -> String {
    let name = ["number", "name", "points"][column];
    format!("Row {}, {name} (column {})", row + 1, column + 1)
}

fn point(harness: &mut Harness<'_, Desk>, row: usize, column: usize) {
    harness.get_by_role_and_label(Role::Cell, &cell(row, column)).click();
    harness.run();
}

fn key(harness: &mut Harness<'_, Desk>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

fn press(harness: &mut Harness<'_, Desk>, pressed: Key) {
    key(harness, Modifiers::NONE, pressed);
}

fn send(harness: &mut Harness<'_, Desk>, event: Event) {
    harness.event(event);
    harness.run();
}

fn copied(harness: &mut Harness<'_, Desk>, event: Event) -> Option<String> {
    harness.event(event);
    harness.step();
    harness.output().platform_output.commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    })
}

/// The cell that a screen reader announces.
fn current(harness: &Harness<'_, Desk>) -> String {
    let names: Vec<String> = harness
        .root()
        .children_recursive()
        .filter(|node| node.accesskit_node().role() == Role::Cell && node.accesskit_node().is_selected() == Some(true))
        .map(|node| node.accesskit_node().label().unwrap_or_default())
        .collect();
    names.join("; ")
}

fn undo(harness: &mut Harness<'_, Desk>) -> bool {
    let is_undone = harness.state_mut().document.undo().is_some();
    harness.run();
    is_undone
}

#[test]
fn arrows_move_and_typing_replaces() {
    let mut harness = sheet();
    let before = rows(&harness);
    point(&mut harness, 0, 0);
    press(&mut harness, Key::ArrowRight);
    press(&mut harness, Key::ArrowDown);
    assert_eq!(current(&harness), cell(1, 1));
    send(&mut harness, Event::Text("Z".to_owned()));
    send(&mut harness, Event::Text("o".to_owned()));
    assert_eq!(rows(&harness), before, "nothing is sent while typing");
    press(&mut harness, Key::Tab);
    assert_eq!(rows(&harness)[1][1], "Zo");
    assert_eq!(current(&harness), cell(1, 2));
    // Edit the text with one more letter, then cancel.
    press(&mut harness, Key::F2);
    send(&mut harness, Event::Text("7".to_owned()));
    press(&mut harness, Key::Enter);
    assert_eq!(rows(&harness)[1][2], format!("{}7", before[1][2]));
    press(&mut harness, Key::Enter);
    send(&mut harness, Event::Text("9".to_owned()));
    press(&mut harness, Key::Escape);
    assert_eq!(rows(&harness)[1][2], format!("{}7", before[1][2]));
    assert!(undo(&mut harness) && undo(&mut harness));
    assert_eq!(rows(&harness), before);
    assert!(!undo(&mut harness), "two cells were two steps");
}

#[test]
fn an_edit_is_kept_when_another_cell_is_clicked() {
    let mut harness = sheet();
    point(&mut harness, 0, 1);
    send(&mut harness, Event::Text("Kim".to_owned()));
    point(&mut harness, 1, 1);
    assert_eq!(rows(&harness)[0][1], "Kim");
    assert_eq!(current(&harness), cell(1, 1));
    send(&mut harness, Event::Text("Lou".to_owned()));
    click(&mut harness, "Add a row");
    assert_eq!((rows(&harness)[1][1].as_str(), rows(&harness).len()), ("Lou", 3));
}

#[test]
fn a_range_is_copied_cut_and_cleared() {
    let mut harness = sheet();
    let before = rows(&harness);
    point(&mut harness, 0, 1);
    key(&mut harness, Modifiers::SHIFT, Key::ArrowDown);
    key(&mut harness, Modifiers::SHIFT, Key::ArrowRight);
    let expected = format!("{}\t{}\n{}\t{}", before[0][1], before[0][2], before[1][1], before[1][2]);
    assert_eq!(copied(&mut harness, Event::Copy), Some(expected.clone()));
    assert_eq!(copied(&mut harness, Event::Cut), Some(expected.clone()));
    harness.run();
    assert!(rows(&harness).iter().all(|row| row[1].is_empty() && row[2].is_empty() && !row[0].is_empty()));
    send(&mut harness, Event::Paste(expected));
    assert_eq!(rows(&harness), before);
    press(&mut harness, Key::Delete);
    assert!(rows(&harness)[1][2].is_empty());
    for _ in 0..3 {
        assert!(undo(&mut harness));
    }
    assert_eq!(rows(&harness), before);
    assert!(!undo(&mut harness), "cut, paste and delete are three steps");
}

#[test]
fn a_drag_selects() {
    let mut harness = sheet();
    let centre = |harness: &Harness<'_, Desk>, row, column| -> Pos2 {
        harness.get_by_role_and_label(Role::Cell, &cell(row, column)).rect().center()
    };
    let (from, to) = (centre(&harness, 0, 0), centre(&harness, 1, 1));
    harness.drag_at(from);
    harness.run();
    harness.hover_at(to);
    harness.run();
    harness.drop_at(to);
    harness.run();
    let selected = [cell(0, 0), cell(0, 1), cell(1, 0), cell(1, 1)].join("; ");
    assert_eq!(current(&harness), selected);
}

#[test]
fn a_spreadsheet_is_pasted() {
    let mut harness = sheet();
    point(&mut harness, 1, 1);
    let text = "\"two\nlines\"\t7\tlost\n=1\t8\tlost\nc\tnine\tlost\n";
    send(&mut harness, Event::Paste(text.to_owned()));
    let pasted = rows(&harness);
    assert_eq!(pasted.len(), 4);
    assert_eq!(pasted[1][1..], ["two\nlines", "7"]);
    assert_eq!(pasted[3], ["", "c", "nine"]);
    harness.get_by_label_contains("2 columns of 3 were pasted");
    // A value that does not fit its column is kept and reported.
    harness.get_by_label_contains("Row 4, points: A number of at most 28 digits is needed");
    assert_eq!(harness.get_by_role_and_label(Role::Cell, &cell(1, 1)).value().as_deref(), Some("two\nlines"));
    assert!(undo(&mut harness));
    assert_eq!(rows(&harness).len(), 2);
    // One value fills all selected cells.
    point(&mut harness, 0, 2);
    key(&mut harness, Modifiers::SHIFT, Key::ArrowDown);
    send(&mut harness, Event::Paste("5".to_owned()));
    assert!(rows(&harness).iter().all(|row| row[2] == "5"));
    assert!(harness.query_by_label_contains("were pasted").is_none());
}

#[test]
fn wrong_cells_show_the_reason_and_a_link() {
    let mut harness = sheet();
    let first = rows(&harness)[0][0].clone();
    fill(&mut harness, &cell(1, 0), &first);
    let reason = harness.get_by_role_and_label(Role::Cell, &cell(1, 0)).accesskit_node().description();
    assert_eq!(reason.as_deref(), Some("Row 1 already has this value."));
    point(&mut harness, 0, 2);
    click(&mut harness, "Row 2, number: Row 1 already has this value.");
    harness.run();
    assert_eq!(current(&harness), cell(1, 0));
}

#[test]
fn rows_are_inserted_and_deleted() {
    let mut harness = sheet();
    let before = rows(&harness);
    harness.get_by_role_and_label(Role::Cell, &cell(0, 1)).click_secondary();
    harness.run();
    click(&mut harness, "Insert a row below");
    assert_eq!((rows(&harness).len(), rows(&harness)[2].clone()), (3, before[1].clone()));
    assert!(current(&harness).starts_with("Row 2"), "{}", current(&harness));
    harness.get_by_label("Row 1").click();
    harness.run();
    harness.get_by_label("Row 2").click_modifiers(Modifiers::SHIFT);
    harness.run();
    harness.get_by_label("Row 2").click_secondary();
    harness.run();
    click(&mut harness, "Delete rows 1 to 2");
    assert_eq!(rows(&harness), before[1..]);
}

#[test]
fn tab_leaves_the_last_cell() {
    let mut harness = sheet();
    point(&mut harness, 1, 2);
    press(&mut harness, Key::Tab);
    let focused = harness.root().children_recursive().find(|node| node.accesskit_node().is_focused());
    let name = focused.and_then(|node| node.accesskit_node().label());
    assert_eq!(name.as_deref(), Some("Add a row"));
}
