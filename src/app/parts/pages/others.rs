//! The list of non-members next to a list of members: search, drag in, or click.

use egui::{
    Align, Frame, Id, Label, Layout, Margin, Rect, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, vec2,
};

use super::input::Input;
use super::members::{Act, Dragged, HANDLE, Members, OTHERS, dots};
use crate::app::kit::theme;

/// Height of a row.
const OTHER: f32 = 28.0;
/// Longer lists get a search field.
const MANY: usize = 8;

impl<T: Clone> Members<'_, T> {
    /// Draws the non-members. A drag adds one at a position, a click adds one at the end.
    pub(super) fn others_ui(&self, ui: &mut Ui, list: Id, end: usize, others: &[&T], act: &mut Option<Act<T>>) {
        let line = theme::of(ui).line;
        let frame = Frame::new().stroke(Stroke::new(1.0, line)).corner_radius(6).inner_margin(Margin::same(8));
        frame.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            ui.vertical(|ui| {
                ui.set_width(OTHERS - 18.0);
                ui.label(theme::strong(self.others, theme::SMALL));
                let search = if others.len() > MANY { search_ui(ui, list, self.others) } else { String::new() };
                let is_sought = |item: &&T| (self.name)(item).to_lowercase().contains(&search);
                let found: Vec<(usize, &T)> =
                    others.iter().copied().enumerate().filter(|(_, item)| is_sought(item)).collect();
                if found.is_empty() {
                    let is_none = self.pool.is_empty();
                    let words = if is_none { "The project has none yet." } else { "All are members." };
                    ui.label(theme::weak(ui, words, theme::SMALL));
                }
                ui.spacing_mut().item_spacing.y = 0.0;
                let area = ScrollArea::vertical()
                    .id_salt("others")
                    .max_height(8.0 * OTHER)
                    .min_scrolled_height(8.0 * OTHER)
                    .auto_shrink([false, true]);
                area.show_rows(ui, OTHER, found.len(), |ui, seen| {
                    for (index, item) in found.get(seen).unwrap_or_default() {
                        if other_ui(ui, &(self.name)(item), list, *index) {
                            *act = Some(Act::Add((*item).clone(), end));
                        }
                    }
                });
            });
        });
    }
}

/// A row for a non-member. Returns whether it was clicked.
fn other_ui(ui: &mut Ui, name: &str, list: Id, index: usize) -> bool {
    let palette = theme::of(ui);
    let size = vec2(ui.available_width(), OTHER);
    let (rect, response) = ui.push_id((name, index), |ui| ui.allocate_exact_size(size, Sense::click_and_drag())).inner;
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), format!("Add {name}")));
    response.dnd_set_drag_payload(Dragged::Other(list, index));
    if response.hovered() || response.has_focus() || response.dragged() {
        ui.painter().rect_filled(rect, 4, palette.card);
    }
    dots(ui, rect.left_center() + vec2(10.0, 0.0), response.hovered());
    let room = Rect::from_min_max(rect.min + vec2(HANDLE, 0.0), rect.max - vec2(4.0, 0.0));
    let inner = UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center));
    ui.scope_builder(inner, |ui| ui.add(Label::new(theme::for_display(name)).truncate().selectable(false)));
    response.clicked()
}

/// The search field.
fn search_ui(ui: &mut Ui, list: Id, others: &str) -> String {
    let id = list.with("search");
    let mut search = ui.data(|data| data.get_temp::<String>(id)).unwrap_or_default();
    let name = format!("Find in {}", others.to_lowercase());
    Input::named(&name).short().hint("Find").show(ui, &mut search);
    ui.data_mut(|data| data.insert_temp(id, search.clone()));
    search.trim().to_lowercase()
}
