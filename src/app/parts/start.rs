//! The start page: recent projects, a new project, also from a template, and the shipped examples.

use egui::{Frame, Margin, Ui, Vec2};

use crate::app::command::{Command, FileCommand};
use crate::app::cx::Cx;
use crate::app::kit::theme;
use crate::app::kit::tile::{Tile, tile_ui};
use crate::app::services::examples;

/// Draws the start page.
pub fn start_ui(ui: &mut Ui, cx: &Cx<'_>, commands: &mut Vec<Command>) {
    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        let width = ui.available_width().min(820.0);
        let margin = ((ui.available_width() - width) / 2.0).max(16.0);
        Frame::new().inner_margin(Margin::symmetric(clamp(margin), 48)).show(ui, |ui| {
            ui.label(theme::strong("Design how calls find the right person", 24.0));
            ui.add_space(4.0);
            ui.label(theme::weak(
                ui,
                "Draw a smart routing, then test it with a simulated caller before any customer hears it.",
                theme::TITLE,
            ));
            ui.add_space(20.0);
            ui.horizontal(|ui| {
                if ui.add(theme::primary_button(ui, "New project").min_size(Vec2::new(0.0, 32.0))).clicked() {
                    commands.push(Command::File(FileCommand::New));
                }
                let template = egui::Button::new("New from template…");
                if ui.add(template.min_size(Vec2::new(0.0, 32.0))).clicked() {
                    commands.push(Command::File(FileCommand::AskTemplate(None)));
                }
                if ui.add(egui::Button::new("Open a project…").min_size(Vec2::new(0.0, 32.0))).clicked() {
                    commands.push(Command::File(FileCommand::ChooseProject));
                }
            });
            ui.add_space(28.0);
            if !cx.preferences.recent.is_empty() {
                ui.label(theme::strong("Recent projects", theme::TITLE));
                ui.add_space(8.0);
            }
            for path in &cx.preferences.recent {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                let folder = path.parent().map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default();
                if tile(ui, &name, &folder) {
                    commands.push(Command::open(path.clone()));
                }
            }
            if !cx.preferences.recent.is_empty() {
                ui.add_space(24.0);
            }
            ui.label(theme::strong("Start with an example", theme::TITLE));
            ui.add_space(8.0);
            for example in examples::ALL {
                if tile(ui, example.title, example.about) {
                    commands.push(Command::File(FileCommand::OpenExample(example.name)));
                }
            }
            ui.label(theme::weak(ui, "Examples open as untitled copies, so you can change anything.", theme::SMALL));
        });
    });
}

#[allow(clippy::cast_possible_truncation, reason = "a margin of a window")]
fn clamp(margin: f32) -> i8 {
    margin.clamp(16.0, 120.0) as i8
}

/// Draws a wide button of two lines. Returns whether it was clicked.
fn tile(ui: &mut Ui, title: &str, about: &str) -> bool {
    tile_ui(ui, Tile { title, note: "", about, is_chosen: false }).clicked()
}
