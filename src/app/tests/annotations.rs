//! Notes and frames on the page of a version, with a real pointer and real keys.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::kittest::NodeT as _;

use crate::edit::{Edit, Spot};
use crate::model::{ActionId, Annotation, AnnotationColor, AnnotationId, AnnotationKind, Area, Pos, Size, VersionId};

use super::support::{Desk, VERSION, small};
use crate::app::command::{Command, PageCommand, Tab, TreeCommand};
use crate::app::kit::scene::{annotation_card, model_pos};
use crate::app::shell::dialog::Dialog;

fn annotations(desk: &Desk) -> Vec<(AnnotationId, Annotation)> {
    desk.flow().annotations.iter().map(|(id, it)| (*id, (**it).clone())).collect()
}

fn only(desk: &Desk) -> Annotation {
    let all = annotations(desk);
    assert_eq!(all.len(), 1, "{all:?}");
    all[0].1.clone()
}

fn add(desk: &mut Desk, kind: AnnotationKind, text: &str, at: Pos, size: Size) -> AnnotationId {
    let annotation = Box::new(Annotation { kind, text: text.to_owned(), at, size, color: None });
    desk.command(Command::edit(Edit::AddAnnotation { version: VERSION, annotation }));
    annotations(desk).last().unwrap().0
}

fn title(desk: &Desk, name: &str) -> Pos2 {
    desk.rect(name).left_center() + vec2(40.0, 0.0)
}

#[test]
fn a_note_is_added_where_the_menu_was_opened_and_can_be_typed_at_once() {
    let mut desk = Desk::on_small();
    let before = desk.project().clone();
    let place = desk.empty_place();
    let wanted = model_pos(desk.view(VERSION).canvas.scene_from_screen(place));
    desk.click_at(place, PointerButton::Secondary);
    desk.click_menu("Add a note…");
    assert_eq!(desk.focused().as_deref(), Some("Text"));
    desk.type_text("Invoices go to Ana");
    desk.click("Add the note");
    let note = only(&desk);
    assert_eq!((note.kind, note.text.as_str(), note.at), (AnnotationKind::Note, "Invoices go to Ana", wanted));
    assert!(desk.has("Note: Invoices go to Ana"));
    assert_eq!(desk.focused().as_deref(), Some("Note: Invoices go to Ana"), "the keyboard goes on from there");
    assert_eq!(desk.state().session.document.undo_words(), Some("Add note"));
    let said = desk.nodes().into_iter().find(|node| node.accesskit_node().role() == Role::Status).unwrap();
    let said = said.accesskit_node().value().unwrap_or_default();
    assert!(said.starts_with("Add note: Invoices go to Ana."), "{said}");
    desk.ctrl(Key::Z);
    assert_eq!(desk.project().versions, before.versions);
}

#[test]
fn a_double_click_changes_the_text_and_delete_removes() {
    let mut desk = Desk::on_small();
    let note = add(&mut desk, AnnotationKind::Note, "Old", Pos(280, 340), Size(208, 64));
    desk.double_click_at(title(&desk, "Note: Old"));
    assert!(matches!(desk.state().session.dialog, Some(Dialog::Annotation(_))));
    desk.write("Text", "New");
    desk.click("Apply");
    assert_eq!(desk.flow().annotations[&note].text, "New");
    // With the keyboard: the note has the focus, and Enter opens it.
    desk.click_at(title(&desk, "Note: New"), PointerButton::Primary);
    desk.key(Modifiers::NONE, Key::Enter);
    assert!(matches!(desk.state().session.dialog, Some(Dialog::Annotation(_))));
    desk.key(Modifiers::NONE, Key::Escape);
    desk.click_at(title(&desk, "Note: New"), PointerButton::Primary);
    desk.key(Modifiers::NONE, Key::Delete);
    assert!(annotations(&desk).is_empty() && desk.flow().actions.len() == 4);
    desk.ctrl(Key::Z);
    assert_eq!(only(&desk).text, "New");
}

#[test]
fn the_selection_is_framed_and_the_frame_takes_it_along() {
    let mut desk = Desk::on_small();
    desk.select(&["Front desk", "Leave a message"]);
    desk.command(Command::Tree(TreeCommand::FrameSelection));
    desk.type_text("Answers");
    desk.key(Modifiers::NONE, Key::Enter);
    let frame = only(&desk);
    let bottom =
        280 + crate::layout::tree::height(&desk.flow().actions[&ActionId(7)], desk.project().tree_type_of(VERSION));
    assert_eq!(frame.area(), Area::between(Pos(536, -56), Pos(792, bottom + 24)));
    assert_eq!((frame.kind, frame.text.as_str()), (AnnotationKind::Frame, "Answers"));
    let before = desk.flow().clone();
    let at = title(&desk, "Frame: Answers");
    desk.drag(at, at + vec2(80.0, 0.0));
    let now = only(&desk).at;
    let by = Pos(now.0 - frame.at.0, now.1 - frame.at.1);
    assert!(by.0 > 0, "{by:?}");
    let after = desk.flow().positions.clone();
    for (id, pos) in &before.positions {
        let is_held = [ActionId(4), ActionId(7)].contains(id);
        let wanted = if is_held { Pos(pos.0 + by.0, pos.1 + by.1) } else { *pos };
        assert_eq!(after[id], wanted, "{id}");
    }
    assert_eq!(desk.state().session.document.undo_words(), Some("Move on the canvas"));
    desk.ctrl(Key::Z);
    assert_eq!(
        (&desk.flow().positions, &desk.flow().annotations),
        (&before.positions, &before.annotations),
        "one step"
    );
}

#[test]
fn an_edge_resizes_in_one_step() {
    let mut desk = Desk::on_small();
    let note = add(&mut desk, AnnotationKind::Note, "Wide", Pos(280, 340), Size(208, 64));
    let edge = desk.rect("Note: Wide").right_center();
    let zoom = desk.view(VERSION).canvas.zoom();
    desk.drag(edge, edge + vec2(80.0 * zoom, 0.0));
    assert_eq!(desk.flow().annotations[&note].area(), Area { at: Pos(280, 340), size: Size(288, 64) });
    assert_eq!(desk.state().session.document.undo_words(), Some("Resize"));
    desk.ctrl(Key::Z);
    assert_eq!(desk.flow().annotations[&note].size, Size(208, 64));
}

#[test]
fn cards_and_notes_that_are_selected_together_move_and_go_in_one_step() {
    let mut desk = Desk::on_small();
    add(&mut desk, AnnotationKind::Note, "Near", Pos(560, 420), Size(208, 64));
    let before = desk.flow().clone();
    desk.ctrl(Key::A);
    assert_eq!(desk.view(VERSION).selection.len(), 5);
    let at = title(&desk, "Note: Near");
    desk.drag(at, at + vec2(40.0, 40.0));
    assert_ne!(desk.flow().positions, before.positions);
    assert_ne!(desk.flow().annotations, before.annotations);
    desk.ctrl(Key::Z);
    assert_eq!((&desk.flow().positions, &desk.flow().annotations), (&before.positions, &before.annotations));
    desk.select(&["Leave a message"]);
    let note = annotation_card(annotations(&desk)[0].0);
    desk.state_mut().parts.versions.view(VERSION).selection.insert(note);
    desk.command(Command::Tree(TreeCommand::Remove));
    assert!(desk.flow().annotations.is_empty() && !desk.has_action("Leave a message"));
    desk.ctrl(Key::Z);
    assert_eq!(*desk.flow(), before);
}

#[test]
fn a_note_gets_a_colour_of_five_in_its_dialog_and_keeps_it_in_the_file() {
    let mut desk = Desk::on_small();
    let note = add(&mut desk, AnnotationKind::Note, "Ask Ana", Pos(280, 340), Size(208, 64));
    desk.double_click_at(title(&desk, "Note: Ask Ana"));
    for color in ["Usual", "Amber", "Blue", "Green", "Red", "Violet"] {
        assert!(desk.has(color), "{color}");
    }
    desk.click("Green");
    desk.click("Apply");
    assert_eq!(desk.flow().annotations[&note].color, Some(AnnotationColor::Green));
    assert_eq!(desk.flow().annotations[&note].text, "Ask Ana");
    let text = crate::storage::write(desk.project()).unwrap();
    let read = crate::storage::read(text.as_bytes()).unwrap().project;
    assert_eq!(read.versions[&VERSION].flow, *desk.flow());
    let drawn = desk.view(VERSION).scene.as_ref().unwrap().1.annotations[0].hue;
    assert!([crate::look::LIGHT.ok, crate::look::DARK.ok].map(Some).contains(&drawn), "{drawn:?}");
    desk.double_click_at(title(&desk, "Note: Ask Ana"));
    desk.click("Usual");
    desk.click("Apply");
    assert_eq!(desk.flow().annotations[&note].color, None);
    desk.ctrl(Key::Z);
    assert_eq!(desk.flow().annotations[&note].color, Some(AnnotationColor::Green));
}

#[test]
fn notes_are_rows_of_the_outline_and_places_of_the_search() {
    let mut desk = Desk::on_small();
    add(&mut desk, AnnotationKind::Frame, "Answers", Pos(540, -40), Size(260, 480));
    let note = add(&mut desk, AnnotationKind::Note, "Invoices go to Ana", Pos(280, 340), Size(208, 64));
    desk.select(&["Welcome"]);
    desk.ctrl(Key::L);
    desk.key(Modifiers::NONE, Key::End);
    assert_eq!(desk.focused().as_deref(), Some("Note: Invoices go to Ana"));
    assert_eq!(desk.view(VERSION).selection, [annotation_card(note)].into(), "in step with the canvas");
    desk.key(Modifiers::NONE, Key::ArrowUp);
    assert_eq!(desk.focused().as_deref(), Some("Frame: Answers"));
    desk.type_text("inv");
    assert_eq!(desk.focused().as_deref(), Some("Note: Invoices go to Ana"));
    desk.key(Modifiers::NONE, Key::Enter);
    assert!(matches!(desk.state().session.dialog, Some(Dialog::Annotation(_))));
    desk.key(Modifiers::NONE, Key::Escape);
    desk.key(Modifiers::NONE, Key::Delete);
    assert_eq!(annotations(&desk).len(), 1);
    desk.ctrl(Key::Z);
    // Found by a word of its text.
    desk.select(&["Welcome"]);
    desk.ctrl(Key::F);
    desk.type_text("invoices ana");
    desk.key(Modifiers::NONE, Key::Enter);
    assert_eq!(desk.view(VERSION).selection, [annotation_card(note)].into());
    let canvas = desk.view(VERSION).canvas.viewport().rect;
    assert!(canvas.contains_rect(desk.rect("Note: Invoices go to Ana")));
}

#[test]
fn shift_and_an_arrow_key_move_what_is_selected_by_a_step_of_the_grid() {
    let mut desk = Desk::on_small();
    let note = add(&mut desk, AnnotationKind::Note, "Near", Pos(560, 600), Size(208, 64));
    let before = desk.flow().clone();
    let grid = 8;
    desk.click_at(title(&desk, "Note: Near"), PointerButton::Primary);
    for (key, by) in [
        (Key::ArrowRight, (grid, 0)),
        (Key::ArrowDown, (grid, grid)),
        (Key::ArrowLeft, (0, grid)),
        (Key::ArrowUp, (0, 0)),
    ] {
        desk.key(Modifiers::SHIFT, key);
        assert_eq!(desk.flow().annotations[&note].at, Pos(560 + by.0, 600 + by.1), "{key:?}");
    }
    assert_eq!(desk.view(VERSION).selection, [annotation_card(note)].into(), "the selection does not walk on");
    desk.key(Modifiers::NONE, Key::ArrowUp);
    assert_eq!(desk.selected(), [ActionId(7)], "from a note to the nearest card above");
    desk.key(Modifiers::SHIFT, Key::ArrowRight);
    let was = before.positions[&ActionId(7)];
    assert_eq!(desk.flow().positions[&ActionId(7)], Pos(was.0 + grid, was.1));
    desk.ctrl(Key::Z);
    assert_eq!(desk.flow().positions, before.positions);
}

#[test]
fn notes_are_duplicated_copied_pasted_and_cut() {
    let mut desk = Desk::on_small();
    add(&mut desk, AnnotationKind::Note, "Copied", Pos(280, 340), Size(208, 64));
    desk.click_at(title(&desk, "Note: Copied"), PointerButton::Primary);
    desk.ctrl(Key::D);
    let all = annotations(&desk);
    assert_eq!((all.len(), all[1].1.at), (2, Pos(304, 364)));
    assert_eq!(desk.view(VERSION).selection, [annotation_card(all[1].0)].into());
    let text = desk.copied_by(Event::Copy).expect("the note is copied");
    assert!(text.starts_with("// One note or frame copied from Signalbox: Copied\n"), "{text}");
    assert!(desk.notices().contains("One note or frame copied."), "{}", desk.notices());
    desk.chord(Event::Paste(text));
    assert_eq!(annotations(&desk).len(), 3);
    assert!(desk.copied_by(Event::Cut).is_some());
    assert_eq!(annotations(&desk), all, "what was pasted was selected");
    desk.ctrl(Key::Z);
    assert_eq!(annotations(&desk).len(), 3);
}

#[test]
fn tidy_keeps_frames_around_their_cards_in_one_step() {
    let mut desk = Desk::on_small();
    add(&mut desk, AnnotationKind::Frame, "Answers", Pos(540, -40), Size(260, 480));
    add(&mut desk, AnnotationKind::Note, "On the menu", Pos(280, 60), Size(208, 40));
    let before = desk.flow().clone();
    desk.command(Command::Tree(TreeCommand::Tidy));
    let flow = desk.flow();
    assert_ne!(flow.positions, before.positions);
    let tree = desk.project().tree_type_of(VERSION);
    let cards = crate::layout::annotations::cards(flow, tree);
    let frame = flow.annotations.values().find(|it| it.kind == AnnotationKind::Frame).unwrap().area();
    let was = crate::layout::annotations::cards(&before, tree);
    for (id, card) in &cards {
        let is_held = [ActionId(4), ActionId(7)].contains(id);
        assert_eq!(frame.holds(*card), is_held, "{id}: {card:?} in {frame:?}");
    }
    // The distances from the outermost cards are the same.
    let top = |all: &crate::layout::annotations::Cards| all[&ActionId(4)].at.1.min(all[&ActionId(7)].at.1);
    assert_eq!(top(&cards) - frame.at.1, top(&was) + 40);
    let note = flow.annotations.values().find(|it| it.kind == AnnotationKind::Note).unwrap();
    assert_eq!(note.at.1 - cards[&ActionId(3)].at.1, 60 - 120, "the note stays above its card");
    desk.ctrl(Key::Z);
    assert_eq!(*desk.flow(), before);
}

#[test]
fn an_action_added_after_the_last_card_of_a_frame_lands_in_the_frame_in_one_step() {
    let mut desk = Desk::on_small();
    desk.select(&["Front desk", "Leave a message"]);
    desk.command(Command::Tree(TreeCommand::FrameSelection));
    desk.type_text("Answers");
    desk.key(Modifiers::NONE, Key::Enter);
    let (frame, before) = (only(&desk).area(), desk.flow().clone());
    let tree = desk.project().tree_type_of(VERSION);
    let branch = crate::actions::open_branch(&before, &before.actions[&ActionId(7)], tree).unwrap();
    let (kind, spot) = ("pause".to_owned(), Spot::After(ActionId(7), branch));
    desk.command(Command::edit(Edit::AddAction {
        version: VERSION,
        kind: kind.clone(),
        spot: spot.clone(),
        pos: None,
    }));
    let new = desk.selected()[0];
    let place = desk.flow().positions[&new];
    assert_eq!(place.0, before.positions[&ActionId(7)].0 + 280, "one column on");
    let card = crate::layout::annotations::cards(desk.flow(), tree)[&new];
    let grown = only(&desk).area();
    assert!(grown.holds(card), "{card:?} in {grown:?}");
    assert_eq!((grown.at, grown.end().0), (frame.at, frame.end().0 + 280));
    desk.ctrl(Key::Z);
    assert_eq!(*desk.flow(), before, "one step");
    // Where a hand puts the action, the frame does not go.
    let pos = Some(Pos(1_500, 900));
    desk.command(Command::edit(Edit::AddAction { version: VERSION, kind, spot, pos }));
    assert_eq!(only(&desk).area(), frame);
}

#[test]
fn a_read_only_version_shows_them_and_says_why_nothing_changes() {
    let mut project = small();
    let version = std::sync::Arc::make_mut(project.versions.get_mut(&VERSION).unwrap());
    let highest = project.routings[&version.info.routing].last_action.0;
    let note = Annotation { text: "Kept".to_owned(), at: Pos(280, 340), size: Size(208, 64), ..Annotation::default() };
    version.flow.annotations.insert(AnnotationId(highest), std::sync::Arc::new(note));
    version.info.status = crate::model::Status::InBackup;
    (version.info.in_test, version.info.planned) = (false, None);
    version.info.digest = Some(crate::digest::digest(version));
    let mut desk = Desk::on(project);
    desk.command(Command::Page(PageCommand::Open(Tab::Version(VERSION))));
    let before = desk.project().clone();
    let at = title(&desk, "Note: Kept");
    desk.double_click_at(at);
    assert!(desk.state().session.dialog.is_none());
    desk.drag(at, at + vec2(60.0, 60.0));
    desk.click_at(title(&desk, "Note: Kept"), PointerButton::Primary);
    desk.key(Modifiers::NONE, Key::Delete);
    assert_eq!(desk.project().versions, before.versions);
    let cx = desk.state().cx();
    for command in [TreeCommand::AddNote, TreeCommand::FrameSelection, TreeCommand::Remove] {
        let why = cx.availability(&Command::Tree(command)).unwrap_err();
        assert!(why.contains("read-only"), "{why}");
    }
}

#[test]
fn a_comparison_shows_notes_that_differ() {
    let mut desk = Desk::on_small();
    let note = add(&mut desk, AnnotationKind::Note, "Before", Pos(280, 340), Size(208, 64));
    let routing = desk.version(VERSION).info.routing;
    let edit =
        Edit::CreateVersion { routing, from: Some(VERSION), name: "Copy".to_owned(), description: String::new() };
    desk.command(Command::edit(edit));
    let copy: VersionId = desk.shown();
    let changed = Edit::SetAnnotation { version: copy, annotation: note, text: "After".to_owned(), color: None };
    desk.command(Command::edit(changed));
    desk.command(Command::open_tab(Tab::Compare(VERSION, copy)));
    desk.settle();
    desk.assert_says("Before");
    assert!(desk.has("Note: After, changed"), "{:?}", desk.names());
}
