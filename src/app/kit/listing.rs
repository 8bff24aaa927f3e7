//! Draws a list of items, each with buttons of its own.

use egui::{RichText, ScrollArea, Ui};

use super::modal::{ClickOutside, height_in, modal};
use super::question::{answers_ui, buttons_ui};
use super::theme;
use crate::app::command::{Command, Listing, ListingRow};

/// The most height of the rows together, and the height of what is around them, in points.
const MOST_HEIGHT: f32 = 380.0;
const AROUND: f32 = 130.0;

/// Draws the dialog. Returns whether it stays open.
pub fn listing_ui(ui: &Ui, listing: &Listing, commands: &mut Vec<Command>) -> bool {
    let mut is_answered = false;
    let stays = modal(ui, "listing", &listing.title, 560.0, ClickOutside::Ignored, |ui| {
        for line in &listing.lines {
            let text = if line.starts_with(' ') {
                RichText::new(theme::for_display(line)).monospace()
            } else {
                RichText::new(theme::for_display(line))
            };
            ui.add(egui::Label::new(text).wrap());
        }
        ui.add_space(8.0);
        ScrollArea::vertical().max_height(height_in(ui.ctx(), MOST_HEIGHT, AROUND)).show(ui, |ui| {
            for (number, row) in listing.rows.iter().enumerate() {
                ui.push_id(number, |ui| is_answered |= row_ui(ui, row, commands));
            }
        });
        ui.add_space(10.0);
        is_answered |= answers_ui(ui, &listing.buttons, commands);
    });
    stays && !is_answered
}

/// The width that a row leaves for each of its buttons.
const BUTTON: f32 = 72.0;

fn row_ui(ui: &mut Ui, row: &ListingRow, commands: &mut Vec<Command>) -> bool {
    let mut is_answered = false;
    let frame = egui::Frame::new().stroke(egui::Stroke::new(1.0, theme::of(ui).line)).corner_radius(6);
    frame.inner_margin(egui::Margin::symmetric(12, 8)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            // A long title takes two lines, beside the buttons and not below them.
            let room = row.buttons.iter().fold(ui.available_width(), |room, _| room - BUTTON);
            ui.vertical(|ui| {
                ui.set_width(room);
                ui.add(egui::Label::new(theme::strong(&row.title, theme::BODY)).wrap());
            });
            is_answered = buttons_ui(ui, &row.buttons, commands);
        });
        for line in &row.lines {
            ui.add(egui::Label::new(theme::weak(ui, line, theme::SMALL)).wrap());
        }
    });
    ui.add_space(4.0);
    is_answered
}
