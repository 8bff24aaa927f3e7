//! What is released over the canvas: the mark before the release and the place after it, cards as targets, and what is refused.

use egui::{Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::kittest::Queryable as _;

use super::drags::{hold, released};
use super::editing::arrow;
use super::support::{Desk, claims};
use crate::app::command::{Command, PageCommand, Tab};
use crate::app::kit::scene::model_pos;
use crate::canvas::PaletteDrag;
use crate::edit::{Edit, Spot};
use crate::model::{ActionId, Link, Pos, VersionId};

const ANNOUNCEMENT: &str = "Voice announcement";
const MARK: &str = "The card goes here";

/// Where a card would go: the position of the mark in the units of the model.
fn marked(desk: &Desk) -> Pos {
    let corner = desk.harness.get_by_label(MARK).rect().min;
    model_pos(desk.view(desk.shown()).canvas.scene_from_screen(corner))
}

fn pos(desk: &Desk, id: ActionId) -> Pos {
    desk.flow().positions[&id]
}

/// Adds an action apart, with a title, at a place.
fn add(desk: &mut Desk, kind: &str, at: Pos) -> ActionId {
    let version = desk.shown();
    let (kind, spot) = (kind.to_owned(), Spot::Free);
    desk.command(Command::edit(Edit::AddAction { version, kind, spot, pos: Some(at) }));
    desk.selected()[0]
}

#[test]
fn a_mark_shows_where_a_card_goes_and_what_follows_makes_room() {
    let mut desk = Desk::on_small();
    let welcome = desk.action("Welcome").id;
    let before = desk.flow().positions.clone();
    let place = arrow(&desk, desk.port("OK", "start"), "Welcome");
    let kind = desk.rect(ANNOUNCEMENT).center();
    hold(&mut desk, kind, place);
    let mark = marked(&desk);
    assert_eq!(mark, before[&welcome]);
    assert_eq!(desk.flow().positions, before, "nothing moves before the release");
    desk.events([released(place)]);
    let added = desk.selected()[0];
    assert_eq!(pos(&desk, added), mark);
    for (id, was) in before.iter().filter(|(id, _)| id.0 != 1) {
        assert_eq!(pos(&desk, *id), Pos(was.0 + 280, was.1));
    }
    assert_eq!(pos(&desk, ActionId(1)), before[&ActionId(1)]);
    assert!(!desk.text().contains(MARK));
    desk.ctrl(Key::Z);
    assert_eq!(desk.flow().positions, before);
}

#[test]
fn the_mark_is_where_the_card_goes_after_a_free_branch() {
    let mut desk = Desk::on_small();
    let (kind, port) = (desk.rect(ANNOUNCEMENT).center(), desk.port("Invalid", "Welcome"));
    hold(&mut desk, kind, port);
    let mark = marked(&desk);
    desk.events([released(port)]);
    assert_eq!(pos(&desk, desk.selected()[0]), mark);
}

#[test]
fn a_kind_dropped_on_a_card_follows_by_its_way_on() {
    let mut desk = Desk::on_small();
    let (kind, card) = (desk.rect(ANNOUNCEMENT).center(), desk.card("Leave a message").center());
    hold(&mut desk, kind, card);
    let mark = marked(&desk);
    desk.events([released(card)]);
    let added = desk.selected()[0];
    assert_eq!(desk.link("Leave a message", "message_left"), Some(Link::To(added)));
    assert_eq!(pos(&desk, added), mark);
}

#[test]
fn a_kind_dropped_on_a_menu_asks_for_a_branch() {
    let mut desk = Desk::on_small();
    let (kind, card) = (desk.rect(ANNOUNCEMENT).center(), desk.card("Welcome").center());
    let count = desk.flow().actions.len();
    hold(&mut desk, kind, card);
    assert!(!desk.text().contains(MARK), "the branch is not known yet");
    desk.events([released(card)]);
    assert_eq!(desk.flow().actions.len(), count);
    desk.assert_says("Add in the branch");
    // Escape closes the choice.
    desk.key(Modifiers::NONE, Key::Escape);
    assert!(!desk.text().contains("Add in the branch"));
    assert_eq!(desk.flow().actions.len(), count);
    desk.drag(kind, card);
    let offered = ["Invalid", "1 Front desk"].map(|branch| desk.has(branch));
    assert_eq!(offered, [true, false], "linked branches are not offered");
    desk.click("Invalid");
    let added = desk.selected()[0];
    assert_eq!(desk.link("Welcome", "invalid"), Some(Link::To(added)));
}

#[test]
fn a_card_without_arrows_is_inserted_where_it_is_dropped() {
    let mut desk = Desk::on_small();
    let loose = add(&mut desk, "pause", Pos(0, 400));
    let before = desk.project().clone();
    let from = desk.card("pause").left_top() + vec2(60.0, 14.0);
    let place = arrow(&desk, desk.port("OK", "start"), "Welcome");
    hold(&mut desk, from, place);
    let mark = marked(&desk);
    desk.events([released(place)]);
    assert_eq!(desk.link("start", "ok"), Some(Link::To(loose)));
    assert_eq!(desk.flow().actions[&loose].links["ok"], Link::To(desk.action("Welcome").id));
    assert_eq!(pos(&desk, loose), mark);
    desk.ctrl(Key::Z);
    assert_eq!(desk.project().versions, before.versions);
}

/// Holds something over a place; it is refused with a sentence at the pointer, and the release changes nothing.
#[track_caller]
fn assert_refused(desk: &mut Desk, from: Pos2, to: Pos2, why: &str) {
    let before = desk.project().clone();
    // The banner of a read-only version says it all the time.
    let count = |desk: &Desk| desk.text().matches(why).count();
    let always = count(desk);
    hold(desk, from, to);
    assert!(count(desk) > always, "{why:?} is not said in:\n{}", desk.text());
    assert!(!desk.text().contains(MARK));
    desk.events([released(to)]);
    assert_eq!(count(desk), always, "nothing is said after the release");
    assert_eq!(*desk.project(), before);
    assert!(desk.state().session.dialog.is_none());
}

#[test]
fn what_cannot_be_done_says_why_at_the_pointer() {
    let mut desk = Desk::on_small();
    let (port, start) = (desk.port("Invalid", "Welcome"), desk.card("start").center());
    assert_refused(&mut desk, port, start, "Nothing leads back to Start.");
    add(&mut desk, "come_back", Pos(0, 400));
    let (kind, card) = (desk.rect(ANNOUNCEMENT).center(), desk.card("come_back").center());
    assert_refused(&mut desk, kind, card, "has no free branch.");
}

#[test]
fn a_kind_of_another_channel_is_refused_at_the_pointer() {
    let mut desk = Desk::on_small();
    let (kind, place) = (desk.rect(ANNOUNCEMENT).center(), desk.empty_place());
    let before = desk.project().clone();
    hold(&mut desk, kind, place);
    egui::DragAndDrop::set_payload(desk.ctx(), PaletteDrag("classify_email".to_owned()));
    desk.events([egui::Event::PointerMoved(place)]);
    desk.assert_says("is not for voice routings.");
    desk.events([released(place)]);
    assert_eq!(*desk.project(), before);
}

#[test]
fn a_card_of_a_version_in_production_says_why_it_stays() {
    let mut desk = Desk::on(claims());
    desk.command(Command::Page(PageCommand::Open(Tab::Version(VersionId(22)))));
    let card = desk.card("start").left_top() + vec2(60.0, 14.0);
    assert_refused(&mut desk, card, card + vec2(80.0, 60.0), "is in production and read-only.");
    desk.click_at(card, PointerButton::Primary);
}
