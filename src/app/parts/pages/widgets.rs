//! Building blocks of pages: cards with a title, rows with a label, lists whose items can be added, moved and removed.

use egui::{Align, CornerRadius, Frame, Id, Label, Layout, Margin, ScrollArea, Stroke, Ui, Vec2};

use super::changes::Changes;
use super::input::Input;
use crate::app::kit::{read, theme};

/// Width of the labels.
const LABEL: f32 = 168.0;
/// Height of a row of inputs.
pub const ROW: f32 = 26.0;
/// Width of a symbol button.
const SIGN: f32 = 24.0;
/// Maximum number of rows that are drawn without checking their visibility.
const MANY: usize = 100;

/// A card of a page, with a title.
pub fn section(ui: &mut Ui, title: &str, content: impl FnOnce(&mut Ui)) {
    let palette = theme::of(ui);
    ui.add_space(8.0);
    Frame::new()
        .fill(palette.panel)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(8))
        .inner_margin(Margin::same(16))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(theme::strong(title, theme::BODY));
            ui.add_space(4.0);
            ui.push_id(title, content);
        });
}

/// A row of a card: a label and its content.
pub fn row<R>(ui: &mut Ui, label: &str, content: impl FnOnce(&mut Ui, Id) -> R) -> R {
    ui.push_id(label, |ui| {
        ui.horizontal_top(|ui| {
            // In a narrow panel the label goes above the input.
            let size = Vec2::new(LABEL.min(ui.available_width() * 0.28), ROW);
            let id = ui
                .allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
                    ui.set_min_size(size);
                    ui.add(Label::new(theme::weak(ui, label, theme::BODY)).wrap()).id
                })
                .inner;
            ui.vertical(|ui| {
                ui.set_width(ui.available_width());
                content(ui, id)
            })
            .inner
        })
        .inner
    })
    .inner
}

/// A note in small print.
pub fn note(ui: &mut Ui, text: &str) {
    ui.add(Label::new(theme::weak(ui, text, theme::CAPTION)).wrap());
}

/// A warning in small print.
pub fn warn(ui: &mut Ui, text: &str) {
    let text = egui::RichText::new(text).size(theme::CAPTION).color(theme::of(ui).warning);
    ui.add(Label::new(text).wrap());
}

/// An error, in the size of what is around it.
pub fn error(ui: &mut Ui, text: &str) {
    let text = egui::RichText::new(theme::for_display(text)).color(theme::of(ui).error);
    ui.add(Label::new(text).wrap());
}

/// The name of something in a list with a button that removes it. Returns whether that was clicked.
pub fn removable(ui: &mut Ui, name: &str) -> bool {
    ui.horizontal(|ui| {
        let room = ui.available_width() - SIGN - ui.spacing().item_spacing.x;
        ui.allocate_ui(Vec2::new(room, ROW), |ui| {
            ui.set_min_width(room);
            ui.add(Label::new(theme::strong(name, theme::BODY)).truncate());
        });
        remove_button(ui, name)
    })
    .inner
}

/// A labelled single-line text.
pub fn text(ui: &mut Ui, changes: &mut Changes, label: &str, hint: &str, value: &mut String) {
    row(ui, label, |ui, id| Input::of(id).hint(hint).text(ui, changes, value));
}

/// A labelled multi-line text.
pub fn long_text(ui: &mut Ui, changes: &mut Changes, label: &str, hint: &str, value: &mut String) {
    row(ui, label, |ui, id| Input::of(id).hint(hint).lines(3).text(ui, changes, value));
}

/// Up to this page width, a preview goes below the inputs.
const BESIDE: f32 = 900.0;
/// Width of a preview next to the inputs.
const PREVIEW: f32 = 336.0;

/// Inputs with a preview next to them, or below them in little space.
pub fn with_preview(ui: &mut Ui, edit: impl FnOnce(&mut Ui), preview: impl FnOnce(&mut Ui)) {
    let preview = |ui: &mut Ui| section(ui, "Preview", preview);
    let width = ui.available_width();
    if width < BESIDE {
        edit(ui);
        preview(ui);
        return;
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        for (width, content) in
            [(width - PREVIEW - 16.0, Box::new(edit) as Box<dyn FnOnce(&mut Ui)>), (PREVIEW, Box::new(preview))]
        {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                ui.set_width(width);
                content(ui);
            });
        }
    });
}

/// A labelled duration in seconds.
pub fn duration(
    ui: &mut Ui,
    changes: &mut Changes,
    label: &str,
    bounds: std::ops::RangeInclusive<u32>,
    value: &mut u32,
) {
    let shown = crate::catalog::text::duration_words(i64::from(*value));
    let read = |text: &str| read::seconds(text, &bounds);
    let typed = row(ui, label, |ui, id| Input::of(id).width(160.0).checked(ui, changes, &shown, read));
    if let Some(seconds) = typed {
        *value = seconds;
    }
}

/// A small button with a symbol; its name is shown as a tooltip and read by screen readers.
pub fn sign_button(ui: &mut Ui, sign: &str, name: &str, is_enabled: bool) -> bool {
    ui.scope(|ui| {
        ui.spacing_mut().button_padding = Vec2::splat(4.0);
        let text = theme::weak(ui, sign, theme::BODY);
        let button = egui::Button::new(text).frame_when_inactive(false).min_size(Vec2::new(SIGN, ROW));
        ui.add_enabled(is_enabled, button).on_hover_text(name).accessible_name(name).clicked()
    })
    .inner
}

/// One of several options side by side. Returns whether it was clicked.
pub fn option_button(ui: &mut Ui, is_chosen: bool, words: &str, name: &str) -> bool {
    theme::keep_whole(ui, words, theme::BODY);
    ui.scope(|ui| {
        let palette = theme::of(ui);
        let selection = &mut ui.visuals_mut().selection;
        selection.bg_fill = palette.selected;
        selection.stroke = Stroke::new(1.0, palette.accent);
        ui.selectable_label(is_chosen, words).accessible_name(name).clicked()
    })
    .inner
}

/// A remove button.
pub fn remove_button(ui: &mut Ui, what: &str) -> bool {
    sign_button(ui, "×", &format!("Remove {what}"), true)
}

/// A list of items in rows.
#[derive(Clone, Copy, Debug)]
pub struct List {
    /// Minimum number of items.
    pub least: usize,
    /// Whether the order matters; if so, rows have buttons to move up and down.
    pub is_ordered: bool,
}

impl List {
    /// Draws one row per item, with buttons to move and remove it. `name` returns the item's name for the buttons.
    pub fn show<T>(
        self,
        ui: &mut Ui,
        changes: &mut Changes,
        items: &mut Vec<T>,
        name: impl Fn(usize, &T) -> String,
        mut content: impl FnMut(&mut Ui, &mut Changes, usize, &mut T),
    ) {
        let count = items.len();
        let (mut swap, mut removed) = (None, None);
        let one = SIGN + ui.spacing().item_spacing.x;
        let buttons = if self.is_ordered { 3.0 * one } else { one };
        for (index, item) in items.iter_mut().enumerate() {
            ui.push_id(index, |ui| {
                ui.horizontal_top(|ui| {
                    let width = (ui.available_width() - buttons).max(80.0);
                    ui.allocate_ui_with_layout(Vec2::new(width, ROW), Layout::top_down(Align::Min), |ui| {
                        ui.set_width(width);
                        content(ui, changes, index, item);
                    });
                    let name = name(index, item);
                    if self.is_ordered {
                        if sign_button(ui, "↑", &format!("Move {name} up"), index > 0) {
                            swap = Some((index, index.saturating_sub(1)));
                        }
                        if sign_button(ui, "↓", &format!("Move {name} down"), index + 1 < count) {
                            swap = Some((index, index + 1));
                        }
                    }
                    if sign_button(ui, "×", &format!("Remove {name}"), count > self.least) {
                        removed = Some(index);
                    }
                });
            });
        }
        if let Some((one, other)) = swap.filter(|(one, other)| (*one).max(*other) < count) {
            items.swap(one, other);
            changes.step();
        } else if let Some(index) = removed {
            items.remove(index);
            changes.step();
        }
    }
}

/// A button that opens a list of options to add. Returns the chosen option once.
pub fn add_menu<T: Clone>(ui: &mut Ui, label: &str, options: &[(T, String)]) -> Option<T> {
    let mut chosen = None;
    ui.add_enabled_ui(!options.is_empty(), |ui| {
        ui.menu_button(label, |ui| {
            ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                for (option, words) in options {
                    if ui.button(words).clicked() {
                        chosen = Some(option.clone());
                        ui.close();
                    }
                }
            });
        });
    });
    chosen
}

/// Rows of one height. Many rows scroll in an area of their own, and only visible rows are drawn.
pub fn rows(ui: &mut Ui, salt: &str, count: usize, height: f32, mut draw: impl FnMut(&mut Ui, usize)) {
    if count <= MANY {
        for index in 0..count {
            ui.push_id(index, |ui| draw(ui, index));
        }
        return;
    }
    ScrollArea::vertical().id_salt(salt).max_height(480.0).auto_shrink([false, true]).show_rows(
        ui,
        height,
        count,
        |ui, seen| {
            for index in seen {
                ui.push_id(index, |ui| draw(ui, index));
            }
        },
    );
}

/// A cell of fixed width in a horizontal row.
pub fn cell<R>(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.allocate_ui_with_layout(Vec2::new(width, ROW), Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(Vec2::new(width, ROW));
        ui.set_max_width(width);
        content(ui)
    })
    .inner
}

/// Captions above the columns of cells.
pub fn captions(ui: &mut Ui, columns: &[(&str, f32)]) {
    ui.horizontal(|ui| {
        for (words, width) in columns {
            ui.allocate_ui_with_layout(Vec2::new(*width, 16.0), Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_size(Vec2::new(*width, 16.0));
                ui.add(Label::new(theme::weak(ui, *words, theme::CAPTION)).truncate());
            });
        }
    });
}
