//! The bar below the canvas: what concerns the drawing alone, so that the header has room for the version (spec: ease §3).

use egui::{Button, Ui};

use super::Page;
use super::state::Versions;
use crate::app::command::{Command, TreeCommand, Zoom};
use crate::app::cx::Cx;

/// The least width of a bar with all buttons, in points.
const ALL: f32 = 290.0;

/// Draws undo and the layout of the tree at the left, and the zoom at the right.
pub(super) fn toolbar_ui(ui: &mut Ui, page: &Page<'_>, own: &Versions, commands: &mut Vec<Command>) {
    let Page { cx, version, .. } = *page;
    ui.horizontal(|ui| {
        // A narrow canvas leaves the room to the zoom: the others are in the menu.
        if ui.available_width() > ALL {
            let undone = cx.undo_words[0].map_or_else(String::new, |words| format!("Undo: {}", words.to_lowercase()));
            act_ui(ui, cx, "Undo", &undone, Command::Undo, commands);
            act_ui(ui, cx, "Tidy", "Lay the tree out", Command::Tree(TreeCommand::Tidy), commands);
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let zoom = own.views.get(&version.id).map_or(1.0, |view| view.canvas.zoom());
            act_ui(ui, cx, "Fit", "Show the whole tree", Command::Zoom(Zoom::Fit), commands);
            act_ui(ui, cx, "+", "Zoom in", Command::Zoom(Zoom::In), commands);
            // As wide with every number, so that nothing moves.
            let percent = Button::new(format!("{:.0} %", zoom * 100.0)).min_size(egui::vec2(58.0, 0.0));
            if ui.add(percent).on_hover_text("Zoom to 100 %").clicked() {
                commands.push(Command::Zoom(Zoom::Reset));
            }
            act_ui(ui, cx, "−", "Zoom out", Command::Zoom(Zoom::Out), commands);
        });
    });
}

/// Draws the button of a command; greyed, with the reason, while the command is not available.
fn act_ui(ui: &mut Ui, cx: &Cx<'_>, name: &str, hover: &str, command: Command, commands: &mut Vec<Command>) {
    let availability = cx.availability(&command);
    let response = ui.add_enabled(availability.is_ok(), Button::new(name)).on_hover_text(hover);
    let response = availability.err().map_or(response.clone(), |why| response.on_disabled_hover_text(why));
    // A sign alone says nothing to a screen reader.
    let said = if name.chars().all(char::is_alphabetic) { name } else { hover };
    let response = response.accessible_name(said);
    if response.clicked() {
        commands.push(command);
    }
}
