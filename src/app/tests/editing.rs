//! Editing a tree: the palette, ports and arrows of the canvas, and undo.

use egui::{Event, Key, Modifiers, PointerButton, Pos2};

use crate::canvas::{ENTRY_OFFSET, HEADER_HEIGHT, ROW_HEIGHT};
use crate::catalog::Severity;
use crate::edit::Edit;
use crate::model::{ActionId, Link, ResourceData, ResourceId, VersionId};

use super::support::{Desk, VERSION, claims};
use crate::app::command::{Command, PageCommand, Tab};
use crate::app::shell::dialog::Dialog;

const ANNOUNCEMENT: &str = "Voice announcement";

/// Between two cards, on the arrow.
pub(super) fn arrow(desk: &Desk, port: Pos2, to: &str) -> Pos2 {
    let to = desk.card(to);
    let zoom = desk.view(desk.shown()).canvas.zoom();
    port.lerp(Pos2::new(to.left(), to.top() + ENTRY_OFFSET * zoom), 0.5)
}

fn undo_and_redo(desk: &mut Desk, before: &crate::model::Project) {
    let after = desk.project().clone();
    desk.ctrl(Key::Z);
    assert_eq!(desk.project().versions, before.versions);
    assert_eq!(desk.project().resources, before.resources);
    desk.key(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(desk.project().versions, after.versions);
    desk.ctrl(Key::Z);
    assert_eq!(desk.project().versions, before.versions);
}

#[test]
fn the_first_window_shows_an_example_to_work_on() {
    let desk = Desk::new();
    assert_eq!(desk.project().uid, "example-claims-line");
    assert_eq!(desk.title(), "Untitled – Northwind Insurance – Signalbox");
    assert_eq!(desk.shown(), VersionId(23));
    assert!(desk.version(VersionId(23)).info.in_test);
    assert!(!desk.state().session.document.is_changed());
    let errors = desk.state().session.problems.all().iter().filter(|problem| problem.severity == Severity::Error);
    assert_eq!(errors.count(), 0);
    desk.assert_says("In test");
    assert!(desk.has("Try a call"));
}

#[test]
fn a_kind_dropped_on_an_arrow_is_inserted_and_continues_the_branch() {
    let mut desk = Desk::on_small();
    let before = desk.project().clone();
    let place = arrow(&desk, desk.port("OK", "start"), "Welcome");
    desk.drag(desk.rect(ANNOUNCEMENT).center(), place);
    let added = desk.selected();
    assert_eq!(added.len(), 1);
    assert_eq!(desk.link("start", "ok"), Some(Link::To(added[0])));
    assert_eq!(desk.flow().actions[&added[0]].links["ok"], Link::To(desk.action("Welcome").id));
    assert!(desk.title().starts_with("• "), "{}", desk.title());
    // The form is open.
    assert!(desk.has("Remove and heal"));
    undo_and_redo(&mut desk, &before);
}

#[test]
fn a_kind_dropped_on_a_port_is_added_after_it() {
    let mut desk = Desk::on_small();
    let before = desk.project().clone();
    let port = desk.port("Invalid", "Welcome");
    desk.drag(desk.rect(ANNOUNCEMENT).center(), port);
    let added = desk.selected();
    assert_eq!(desk.link("Welcome", "invalid"), Some(Link::To(added[0])));
    undo_and_redo(&mut desk, &before);
}

#[test]
fn a_kind_dropped_on_empty_canvas_is_not_linked() {
    let mut desk = Desk::on_small();
    let before = desk.project().clone();
    let place = desk.empty_place();
    desk.drag(desk.rect(ANNOUNCEMENT).center(), place);
    let added = desk.selected();
    assert_eq!(desk.flow().actions.len(), before.versions[&VERSION].flow.actions.len() + 1);
    assert!(desk.flow().actions[&added[0]].links.is_empty());
    let is_led_to = desk.flow().actions.values().any(|it| it.links.values().any(|to| to.target() == Some(added[0])));
    assert!(!is_led_to);
    undo_and_redo(&mut desk, &before);
}

#[test]
fn a_kind_dropped_outside_the_canvas_changes_nothing() {
    let mut desk = Desk::on_small();
    let place = desk.rect("Find an action").center();
    desk.drag(desk.rect(ANNOUNCEMENT).center(), place);
    assert!(!desk.state().session.document.is_changed());
    assert!(!egui::DragAndDrop::has_any_payload(desk.ctx()));
}

#[test]
fn a_user_of_the_project_tree_is_dropped_among_the_members_of_a_team() {
    let mut desk = Desk::on(claims());
    let team = ResourceId(6);
    desk.state_mut().window.panes.bottom = false;
    // Production uses the team in a queue, which would ask otherwise.
    desk.state_mut().session.confirmed_live_edits.insert(team.0);
    desk.command(Command::Page(PageCommand::Open(Tab::Resource(team))));
    desk.click("Users");
    let members = |desk: &Desk| match &desk.project().resources[&team].data {
        ResourceData::Team(team) => team.members.iter().map(|id| id.0).collect::<Vec<_>>(),
        _ => panic!("no team"),
    };
    assert_eq!(members(&desk), [3, 4, 5]);
    let second = desk.rect("Move David up").left_center() - egui::vec2(80.0, 6.0);
    desk.drag(desk.rect("Ana").center(), second);
    assert_eq!(members(&desk), [3, 1, 4, 5]);
    // Drops outside the list, of present members and of other resources are refused.
    let title = desk.rect("Delete").left_center() - egui::vec2(80.0, 0.0);
    desk.drag(desk.rect("Ben").center(), title);
    for name in ["David", "Claims experts"] {
        if !desk.has(name) {
            desk.click("Queues");
        }
        desk.drag(desk.rect(name).center(), second);
    }
    assert_eq!(members(&desk), [3, 1, 4, 5]);
    assert_eq!(desk.state().session.tab, Tab::Resource(team));
}

#[test]
fn a_double_click_in_the_palette_adds_after_the_selected_action() {
    let mut desk = Desk::on_small();
    desk.select(&["Leave a message"]);
    desk.double_click_at(desk.rect(ANNOUNCEMENT).center());
    let added = desk.selected();
    assert_eq!(desk.link("Leave a message", "message_left"), Some(Link::To(added[0])));
}

#[test]
fn a_port_dragged_to_a_card_links_it() {
    let mut desk = Desk::on_small();
    let before = desk.project().clone();
    let to = desk.card("Leave a message").left_top() + egui::vec2(60.0, 14.0);
    desk.drag(desk.port("Invalid", "Welcome"), to);
    assert_eq!(desk.link("Welcome", "invalid"), Some(Link::To(desk.action("Leave a message").id)));
    undo_and_redo(&mut desk, &before);
}

#[test]
fn a_port_dragged_to_empty_canvas_asks_what_to_add_there() {
    let mut desk = Desk::on_small();
    let (from, to) = (desk.port("Invalid", "Welcome"), desk.empty_place());
    let wanted = desk.view(VERSION).canvas.scene_from_screen(to);
    desk.drag(from, to);
    assert!(matches!(desk.state().session.dialog, Some(Dialog::FindKind(_))));
    desk.type_text("mailbox");
    desk.key(Modifiers::NONE, Key::Enter);
    assert!(desk.state().session.dialog.is_none());
    let added = desk.selected();
    assert_eq!(desk.flow().actions[&added[0]].kind, "to_voice_mailbox");
    assert_eq!(desk.link("Welcome", "invalid"), Some(Link::To(added[0])));
    let pos = desk.flow().positions[&added[0]];
    #[allow(clippy::cast_precision_loss, reason = "a place of the canvas")]
    let is_there = (wanted - egui::pos2(pos.0 as f32, pos.1 as f32)).length() < 40.0;
    assert!(is_there, "{wanted:?} {pos:?}");
}

#[test]
fn a_double_click_on_empty_canvas_asks_what_to_add_and_escape_cancels() {
    let mut desk = Desk::on_small();
    desk.double_click_at(desk.empty_place());
    assert!(matches!(desk.state().session.dialog, Some(Dialog::FindKind(_))));
    desk.key(Modifiers::NONE, Key::Escape);
    assert!(desk.state().session.dialog.is_none());
    assert!(!desk.state().session.document.is_changed());
}

#[test]
fn a_dragged_card_is_moved_in_one_step() {
    let mut desk = Desk::on_small();
    let before = desk.project().clone();
    let card = desk.card("Leave a message");
    let grip = card.left_top() + egui::vec2(40.0, 14.0);
    desk.drag(grip, grip + egui::vec2(0.0, 120.0));
    let id = desk.action("Leave a message").id;
    assert_ne!(desk.flow().positions[&id], before.versions[&VERSION].flow.positions[&id]);
    assert_eq!(desk.state().session.document.undo_words(), Some("Move on the canvas"));
    undo_and_redo(&mut desk, &before);
}

#[test]
fn delete_removes_and_heals() {
    let mut desk = Desk::on_small();
    let before = desk.project().clone();
    desk.click_at(desk.card("Leave a message").left_top() + egui::vec2(40.0, 14.0), PointerButton::Primary);
    desk.key(Modifiers::NONE, Key::Delete);
    assert!(!desk.has_action("Leave a message"));
    assert!(desk.selected().is_empty());
    undo_and_redo(&mut desk, &before);
    assert!(desk.selected().is_empty());
}

#[test]
fn an_ambiguous_removal_asks() {
    let mut desk = Desk::on_small();
    // Its branches lead to different actions, and no branch to continue by is linked.
    for (branch, to) in [("overflow", "Leave a message"), ("dissuasion", "Welcome")] {
        let (from, to) = (desk.action("Front desk").id, desk.action(to).id);
        let link = Some(Link::To(to));
        desk.command(Command::edit(Edit::SetLink { version: VERSION, from, branch: branch.to_owned(), link }));
    }
    let before = desk.project().clone();
    desk.select(&["Front desk"]);
    desk.key(Modifiers::NONE, Key::Delete);
    assert_eq!(desk.question().title, "Remove \"Front desk\"?");
    desk.click("Cancel");
    assert_eq!(desk.project().versions, before.versions);
    // The button of the form asks the same.
    desk.click("Remove and heal");
    assert_eq!(desk.question().title, "Remove \"Front desk\"?");
    desk.click_role(egui::Role::Button, "Cancel");
    desk.key(Modifiers::NONE, Key::Delete);
    desk.click("Remove with all below");
    assert!(!desk.has_action("Front desk"));
    undo_and_redo(&mut desk, &before);
}

#[test]
fn ctrl_delete_removes_all_below() {
    let mut desk = Desk::on_small();
    let before = desk.project().clone();
    desk.select(&["Welcome"]);
    desk.ctrl(Key::Delete);
    assert_eq!(desk.flow().actions.len(), 1);
    undo_and_redo(&mut desk, &before);
    // Several selected actions are removed in one step.
    desk.select(&["Front desk", "Leave a message"]);
    desk.ctrl(Key::Delete);
    assert!(!desk.has_action("Front desk") && !desk.has_action("Leave a message"));
    undo_and_redo(&mut desk, &before);
    // One selected action below another is no problem.
    desk.select(&["Welcome", "Front desk"]);
    desk.ctrl(Key::Delete);
    assert!(desk.state().session.dialog.is_none());
    undo_and_redo(&mut desk, &before);
}

#[test]
fn start_cannot_be_removed() {
    let mut desk = Desk::on_small();
    desk.select(&["start"]);
    desk.key(Modifiers::NONE, Key::Delete);
    assert!(desk.notices().contains("Start cannot be removed"));
    desk.ctrl(Key::Delete);
    assert!(!desk.state().session.document.is_changed());
}

#[test]
fn copy_paste_duplicate_and_cut() {
    let mut desk = Desk::on_small();
    let before = desk.project().clone();
    desk.select(&["Front desk", "Leave a message"]);
    let text = desk.copied_by(Event::Copy).unwrap();
    assert!(desk.notices().contains("2 actions copied."));
    desk.chord(Event::Paste(text));
    assert_eq!(desk.flow().actions.len(), before.versions[&VERSION].flow.actions.len() + 2);
    assert_eq!(desk.selected().len(), 2);
    undo_and_redo(&mut desk, &before);
    desk.select(&["Leave a message"]);
    desk.ctrl(Key::D);
    assert_eq!(desk.flow().actions.len(), before.versions[&VERSION].flow.actions.len() + 1);
    undo_and_redo(&mut desk, &before);
    desk.select(&["Leave a message"]);
    let text = desk.copied_by(Event::Cut).unwrap();
    assert!(!desk.has_action("Leave a message"));
    desk.chord(Event::Paste(text));
    assert!(desk.has_action("Leave a message"));
}

#[test]
fn ctrl_a_selects_every_action() {
    let mut desk = Desk::on_small();
    desk.ctrl(Key::A);
    assert_eq!(desk.selected().len(), desk.flow().actions.len());
}

#[test]
fn a_letter_typed_into_the_form_is_a_step_of_its_own() {
    let mut desk = Desk::on_small();
    let before = desk.project().clone();
    desk.select(&["Leave a message"]);
    desk.write("Title", "Night");
    assert!(desk.has_action("Night"));
    desk.key(Modifiers::NONE, Key::Escape);
    undo_and_redo(&mut desk, &before);
}

#[test]
fn tidy_lays_the_tree_out_in_one_step() {
    let mut desk = Desk::on_small();
    let before = desk.project().clone();
    desk.click("Tidy");
    assert_ne!(desk.flow().positions, before.versions[&VERSION].flow.positions);
    undo_and_redo(&mut desk, &before);
}

#[test]
fn an_arrow_head_dropped_on_empty_canvas_removes_the_arrow() {
    let mut desk = Desk::on_small();
    let card = desk.card("Leave a message");
    let zoom = desk.view(VERSION).canvas.zoom();
    let head = egui::pos2(card.left() - 5.0 * zoom, card.top() + ENTRY_OFFSET * zoom);
    let place = desk.empty_place();
    desk.drag(head, place);
    assert_eq!(desk.link("Welcome", "row:2"), None);
    assert!((HEADER_HEIGHT + ROW_HEIGHT) * zoom > 0.0);
}

#[test]
fn an_undone_change_is_shown() {
    let mut desk = Desk::on_small();
    desk.command(Command::edit(Edit::RemoveBelow { version: VERSION, action: ActionId(7) }));
    desk.command(Command::Page(PageCommand::Open(Tab::Settings)));
    desk.ctrl(Key::Z);
    assert_eq!(desk.state().session.tab, Tab::Version(VERSION));
    assert!(desk.notices().contains("in \"My copy\"."), "{}", desk.notices());
    desk.command(Command::Page(PageCommand::Open(Tab::Settings)));
    desk.command(Command::Redo);
    assert_eq!(desk.state().session.tab, Tab::Version(VERSION));
    // The message names no place when it is in view.
    desk.ctrl(Key::Z);
    assert!(!desk.notices().lines().last().unwrap_or_default().contains("My copy"), "{}", desk.notices());
}
