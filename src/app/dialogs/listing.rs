//! A list of things that each can be opened, or put away.

use egui::{RichText, ScrollArea, Ui};

use super::super::command::Command;
use super::super::theme;
use super::confirm::{Button, buttons_ui};

/// How high the rows may be together.
const MOST_HEIGHT: f32 = 380.0;

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct ListingRow {
    /// What it is.
    pub title: String,
    /// More about it, a line each.
    pub lines: Vec<String>,
    /// What can be done with it.
    pub buttons: Vec<Button>,
}

/// The list.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// What it is of.
    pub title: String,
    /// Sentences before it, a line each.
    pub lines: Vec<String>,
    /// The rows.
    pub rows: Vec<ListingRow>,
    /// What can be done apart from them.
    pub buttons: Vec<Button>,
}

/// Whether it stays open.
pub(super) fn listing_ui(ui: &Ui, listing: &Listing, commands: &mut Vec<Command>) -> bool {
    let mut is_answered = false;
    let stays = super::modal(ui, "listing", &listing.title, 560.0, |ui| {
        for line in &listing.lines {
            let text = if line.starts_with(' ') {
                RichText::new(theme::read(line)).monospace()
            } else {
                RichText::new(theme::read(line))
            };
            ui.add(egui::Label::new(text).wrap());
        }
        ui.add_space(8.0);
        ScrollArea::vertical().max_height(MOST_HEIGHT).show(ui, |ui| {
            for (number, row) in listing.rows.iter().enumerate() {
                ui.push_id(number, |ui| is_answered |= row_ui(ui, row, commands));
            }
        });
        ui.add_space(10.0);
        is_answered |= buttons_ui(ui, &listing.buttons, commands);
    });
    stays && !is_answered
}

fn row_ui(ui: &mut Ui, row: &ListingRow, commands: &mut Vec<Command>) -> bool {
    let mut is_answered = false;
    let frame = egui::Frame::new().stroke(egui::Stroke::new(1.0, theme::of(ui).line)).corner_radius(6);
    frame.inner_margin(egui::Margin::symmetric(12, 8)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.label(theme::strong(&row.title, theme::BODY));
            is_answered = buttons_ui(ui, &row.buttons, commands);
        });
        for line in &row.lines {
            ui.add(egui::Label::new(theme::weak(ui, line, theme::SMALL)).wrap());
        }
    });
    ui.add_space(4.0);
    is_answered
}
