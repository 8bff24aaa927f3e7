//! What stands in the way of a version, or is worth knowing of it: each with a button that shows its place.

use egui::RichText;
use egui::{Align, Label, Layout, Ui, Vec2};

use crate::catalog::Severity;

use super::super::command::Command;
use super::super::theme;
use super::confirm::{Button, buttons_ui};

/// Something found.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong and what to do.
    pub text: String,
    /// Where, in words.
    pub place: String,
    /// What shows the place.
    pub jump: Command,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Findings {
    /// What it is about.
    pub title: String,
    /// Sentences, a line each.
    pub lines: Vec<String>,
    /// Above what was found.
    pub heading: String,
    /// What was found.
    pub reasons: Vec<Reason>,
    /// The answers, the one meant last.
    pub buttons: Vec<Button>,
}

/// Whether it stays open.
pub(super) fn findings_ui(ui: &Ui, findings: &Findings, commands: &mut Vec<Command>) -> bool {
    let mut is_answered = false;
    let stays = super::modal(ui, "findings", &findings.title, 560.0, |ui| {
        for line in &findings.lines {
            ui.add(Label::new(theme::read(line.as_str())).wrap());
        }
        if !findings.lines.is_empty() {
            ui.add_space(6.0);
        }
        ui.add(Label::new(theme::strong(findings.heading.as_str(), theme::BODY)).wrap());
        ui.add_space(2.0);
        egui::ScrollArea::vertical().max_height(280.0).auto_shrink([false, true]).show(ui, |ui| {
            for (place, reason) in findings.reasons.iter().enumerate() {
                ui.push_id(place, |ui| is_answered |= reason_ui(ui, reason, commands));
            }
        });
        ui.add_space(10.0);
        is_answered |= buttons_ui(ui, &findings.buttons, commands);
    });
    stays && !is_answered
}

/// A line; whether its place is to be shown.
fn reason_ui(ui: &mut Ui, reason: &Reason, commands: &mut Vec<Command>) -> bool {
    const ROOM_FOR_BUTTON: f32 = 80.0;
    let mut is_wanted = false;
    ui.horizontal_top(|ui| {
        let width = (ui.available_width() - ROOM_FOR_BUTTON).max(120.0);
        ui.allocate_ui_with_layout(Vec2::new(width, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 1.0;
            let color = theme::of(ui).severity(reason.severity);
            ui.horizontal_top(|ui| {
                ui.label(RichText::new("●").size(theme::CAPTION).color(color));
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 1.0;
                    ui.add(Label::new(theme::read(reason.text.as_str())).wrap());
                    ui.add(Label::new(theme::weak(ui, reason.place.as_str(), theme::SMALL)).truncate());
                });
            });
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            let button = ui.button("Show");
            button
                .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Show {}", reason.place)));
            if button.clicked() {
                is_wanted = true;
                commands.push(reason.jump.clone());
            }
        });
    });
    ui.add_space(4.0);
    is_wanted
}
