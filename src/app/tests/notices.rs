//! Short messages: where they are drawn, and dismissing them.

use egui::PointerButton;

use super::lifecycle::LIVE;
use super::support::{Desk, claims};
use crate::app::command::{Command, PageCommand, Tab};

#[test]
fn a_notice_is_low_on_the_page_and_can_be_dismissed() {
    let mut desk = Desk::on(claims());
    desk.command(Command::Page(PageCommand::Open(Tab::Version(LIVE))));
    for words in ["First words.", "Other words."] {
        desk.command(Command::Notice(words.to_owned()));
    }
    let (first, other) = (desk.label("First words."), desk.label("Other words."));
    let bottom = desk.rect("Problems");
    let canvas = desk.view(LIVE).canvas.viewport().rect;
    assert!(canvas.contains_rect(first) && canvas.contains_rect(other), "{first:?}, {other:?} on {canvas:?}");
    assert!(first.bottom() < other.top() && other.bottom() < bottom.top());
    assert!(first.top() > canvas.center().y, "{first:?} on {canvas:?}");
    assert!(!first.intersects(desk.rect("Duplicate to edit")));
    desk.click_at(first.center(), PointerButton::Primary);
    assert_eq!(desk.notices(), "Other words.");
}
