//! Tiles: wide buttons with a title, a note at the right, and a sentence below.

use egui::{CornerRadius, Frame, Label, Margin, Response, RichText, Sense, Stroke, Ui, UiBuilder, WidgetInfo};

use super::theme;

/// What a tile says.
#[derive(Clone, Copy, Debug)]
pub struct Tile<'a> {
    /// The title, and the accessible name.
    pub title: &'a str,
    /// A few quiet words after the title.
    pub note: &'a str,
    /// The sentence below.
    pub about: &'a str,
    /// Whether it is the chosen one of a list.
    pub is_chosen: bool,
}

/// Draws a tile over the whole width.
pub fn tile_ui(ui: &mut Ui, tile: Tile<'_>) -> Response {
    let palette = theme::of(ui);
    let shown = ui.scope_builder(UiBuilder::new().id_salt((tile.title, tile.about)).sense(Sense::click()), |ui| {
        let response = ui.response();
        let is_marked = response.hovered() || tile.is_chosen;
        let line = Stroke::new(1.0, if is_marked { palette.accent } else { palette.line });
        Frame::new()
            .fill(if tile.is_chosen { palette.selected } else { palette.card })
            .stroke(line)
            .corner_radius(CornerRadius::same(8))
            .inner_margin(Margin::symmetric(16, 12))
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.horizontal(|ui| {
                    ui.add(Label::new(theme::strong(tile.title, theme::BODY)).selectable(false));
                    if !tile.note.is_empty() {
                        ui.add(Label::new(theme::weak(ui, tile.note, theme::SMALL)).selectable(false));
                    }
                });
                let about = RichText::new(tile.about).size(theme::SMALL).color(palette.weak);
                ui.add(Label::new(about).selectable(false).wrap());
            });
    });
    let name = if tile.note.is_empty() { tile.title.to_owned() } else { format!("{}, {}", tile.title, tile.note) };
    shown.response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, tile.is_chosen, &name));
    ui.add_space(2.0);
    shown.response
}
