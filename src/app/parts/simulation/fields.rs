//! A field of the form before a run, with its label, and a drop-down list for it.

use egui::{Align, ComboBox, Id, Layout, Ui, Vec2};

use crate::app::kit::{popup_menu, theme};

/// The width of the label of a field.
const LABEL: f32 = 76.0;
/// The width of a field.
const FIELD: f32 = 220.0;

/// Draws a label and its field, which stay together.
pub(super) fn field_ui(ui: &mut Ui, label: &str, content: impl FnOnce(&mut Ui, f32)) {
    let whole = (LABEL + FIELD).min(ui.max_rect().width());
    let size = Vec2::new(whole, ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(size);
        ui.spacing_mut().item_spacing.x = 8.0;
        let start = ui.cursor().left();
        ui.label(theme::weak(ui, label, theme::BODY));
        ui.add_space((start + LABEL - ui.cursor().left()).max(0.0));
        content(ui, whole - LABEL);
    });
}

/// A drop-down list.
pub(super) struct Combo {
    pub(super) name: &'static str,
    pub(super) hover: &'static str,
    pub(super) width: f32,
}

impl Combo {
    /// Draws the list. Returns the new choice, if there is one.
    pub(super) fn ui<T: Copy + PartialEq>(
        self,
        ui: &mut Ui,
        chosen: T,
        items: impl Iterator<Item = (T, String)>,
    ) -> Option<T> {
        let items: Vec<(T, String)> = items.collect();
        let is_it = |(item, _): &&(T, String)| *item == chosen;
        let shown = items.iter().find(is_it).or(items.first()).map(|(_, words)| words.clone()).unwrap_or_default();
        let mut answer = None;
        // The box would grow with its text; longer text is shortened, with the full text on hover.
        let size = Vec2::new(self.width, ui.spacing().interact_size.y);
        let box_ui = |ui: &mut Ui| {
            let combo = ComboBox::from_id_salt(self.name).width(self.width).truncate();
            combo.selected_text(theme::for_display(shown.as_str())).show_ui(ui, |ui| {
                ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
                for (item, words) in &items {
                    if ui.selectable_label(*item == chosen, theme::for_display(words)).clicked() {
                        answer = Some(*item);
                    }
                }
                popup_menu::list_keys(ui, Id::unique(("list", self.name)));
            })
        };
        let combo = ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), box_ui).inner;
        popup_menu::list_drawn(&combo.response, Id::unique(("list", self.name)), combo.inner.is_some());
        combo.response.accessible_name(self.name).on_hover_text(format!("{shown}\n{}", self.hover));
        answer
    }
}
