//! Draws findings about a version: each with a button that shows its place.

use egui::{Align, Label, Layout, RichText, Ui, Vec2};

use super::modal::{ClickOutside, height_in, modal};
use super::question::answers_ui;
use super::theme;
use crate::app::command::{Command, Finding, Findings};

/// The height of the list, and of what is around it, in points.
const LIST: f32 = 280.0;
const AROUND: f32 = 170.0;

/// Draws the dialog. Returns whether it stays open.
pub fn findings_ui(ui: &Ui, findings: &Findings, commands: &mut Vec<Command>) -> bool {
    let mut is_answered = false;
    let stays = modal(ui, "findings", &findings.title, 560.0, ClickOutside::Ignored, |ui| {
        for line in &findings.lines {
            ui.add(Label::new(theme::for_display(line.as_str())).wrap());
        }
        if !findings.lines.is_empty() {
            ui.add_space(6.0);
        }
        ui.add(Label::new(theme::strong(findings.heading.as_str(), theme::BODY)).wrap());
        ui.add_space(2.0);
        let most = height_in(ui.ctx(), LIST, AROUND);
        egui::ScrollArea::vertical().max_height(most).auto_shrink([false, true]).show(ui, |ui| {
            for (place, finding) in findings.list.iter().enumerate() {
                ui.push_id(place, |ui| is_answered |= finding_ui(ui, finding, commands));
            }
        });
        ui.add_space(10.0);
        is_answered |= answers_ui(ui, &findings.buttons, commands);
    });
    stays && !is_answered
}

/// Draws a finding. Returns whether its button was pressed.
fn finding_ui(ui: &mut Ui, finding: &Finding, commands: &mut Vec<Command>) -> bool {
    const ROOM_FOR_BUTTON: f32 = 80.0;
    let mut is_wanted = false;
    ui.horizontal_top(|ui| {
        let width = (ui.available_width() - ROOM_FOR_BUTTON).max(120.0);
        ui.allocate_ui_with_layout(Vec2::new(width, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 1.0;
            let color = theme::of(ui).severity(finding.severity);
            ui.horizontal_top(|ui| {
                ui.label(RichText::new("●").size(theme::CAPTION).color(color));
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 1.0;
                    ui.add(Label::new(theme::for_display(finding.text.as_str())).wrap());
                    ui.add(Label::new(theme::weak(ui, finding.place.as_str(), theme::SMALL)).truncate());
                });
            });
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            let button = ui.button("Show");
            button
                .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Show {}", finding.place)));
            if button.clicked() {
                is_wanted = true;
                commands.push(finding.jump.clone());
            }
        });
    });
    ui.add_space(4.0);
    is_wanted
}
