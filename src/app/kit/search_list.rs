//! Search boxes: a field and a list. The user types, moves up and down with the arrow keys, and presses Enter.

use std::sync::Arc;

use egui::text::{CCursor, CCursorRange};
use egui::{Align, Key, Modifiers, ScrollArea, TextEdit, Ui};

use crate::catalog::text::shorten;

use super::icon::{ICON_WIDTH, KindIcon};
use super::modal::{ClickOutside, height_in, modal};
use super::text_input::{MAX_NAME, one_line};
use super::theme;
use crate::app::command::Command;

/// The most rows drawn, unless the arrow keys go further.
const MOST_ROWS: usize = 200;
/// The height of the list, and of what is above it, in points.
const MOST_HEIGHT: f32 = 340.0;
const ABOVE: f32 = 84.0;
/// The most characters laid out of a part of a row; no typed name is longer.
const MOST_LETTERS: usize = 240;

/// A row of a search box.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The name.
    pub name: String,
    /// The detail at the right.
    pub detail: String,
    /// Whether the detail is part of the accessible name, to distinguish rows.
    pub is_detail_spoken: bool,
    /// The text after the name: what matched.
    pub what: String,
    /// The icon before the name.
    pub icon: Option<KindIcon>,
    /// The command of the row.
    pub command: Command,
}

impl Found {
    /// A row with a sufficient name.
    pub fn new(name: impl Into<String>, detail: impl Into<String>, command: Command) -> Self {
        let (name, detail) = (name.into(), detail.into());
        Self { name, detail, is_detail_spoken: false, what: String::new(), icon: None, command }
    }

    /// A row whose detail is part of the accessible name.
    pub fn spoken(name: impl Into<String>, detail: impl Into<String>, command: Command) -> Self {
        Self { is_detail_spoken: true, ..Self::new(name, detail, command) }
    }
}

/// Whether every typed word occurs in a name.
#[must_use]
pub fn matches(typed: &str, name: &str) -> bool {
    let name = name.to_lowercase();
    typed.to_lowercase().split_whitespace().all(|word| name.contains(word))
}

/// The texts and the look of a search box.
pub struct SearchBox<'a> {
    /// The id.
    pub name: &'a str,
    /// The hint in the empty field.
    pub hint: &'a str,
    /// The width.
    pub width: f32,
    /// The text shown when nothing matches.
    pub nothing: &'a str,
    /// Whether to select the content of the field now, so that typing replaces it.
    pub selects_all: bool,
}

impl<'a> SearchBox<'a> {
    pub fn new(name: &'a str, hint: &'a str) -> Self {
        Self { name, hint, width: 380.0, nothing: "No matches", selects_all: false }
    }
}

/// Draws a field, the content `below` it, and a list. Returns whether the box stays open. `text` and `line` are updated.
pub fn list_ui(
    ui: &Ui,
    search: &SearchBox<'_>,
    (text, line): (&mut String, &mut usize),
    found: &[Found],
    below: impl FnOnce(&mut Ui),
    commands: &mut Vec<Command>,
) -> bool {
    let mut chosen = None;
    let stays = modal(ui, search.name, "", search.width, ClickOutside::Closes, |ui| {
        let keys = ui.input_mut(|input| {
            [Key::ArrowUp, Key::ArrowDown, Key::Enter].map(|key| input.consume_key(Modifiers::NONE, key))
        });
        if field_ui(ui, search, text) {
            *line = 0;
        }
        let last = found.len().saturating_sub(1);
        let [up, down, enter] = keys;
        *line = match (up, down) {
            (true, _) => line.saturating_sub(1),
            (_, true) => (*line + 1).min(last),
            _ => (*line).min(last),
        };
        if enter {
            chosen = found.get(*line).map(|_| *line);
        }
        ui.add_space(4.0);
        below(ui);
        chosen = chosen.or(rows_ui(ui, search, found, *line, up || down));
        *line = chosen.unwrap_or(*line);
    });
    commands.extend(chosen.and_then(|place| found.get(place)).map(|found| found.command.clone()));
    stays && chosen.is_none()
}

/// Draws the search field. Returns whether the text was changed.
fn field_ui(ui: &mut Ui, search: &SearchBox<'_>, text: &mut String) -> bool {
    let edit = ui.add(one_line(text, MAX_NAME).hint_text(search.hint).desired_width(f32::INFINITY));
    edit.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, search.hint));
    edit.request_focus();
    if search.selects_all {
        let mut cursor = TextEdit::load_state(ui.ctx(), edit.id).unwrap_or_default();
        let whole = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
        cursor.cursor.set_char_range(Some(whole));
        cursor.store(ui.ctx(), edit.id);
    }
    edit.changed()
}

/// Draws the list. Returns the clicked row. The current row scrolls into view when the arrow keys have moved it.
fn rows_ui(ui: &mut Ui, search: &SearchBox<'_>, found: &[Found], line: usize, was_moved: bool) -> Option<usize> {
    let mut clicked = None;
    // The full height from the start, also where nothing was listed before.
    let most = height_in(ui.ctx(), MOST_HEIGHT, ABOVE);
    let list = ScrollArea::vertical().min_scrolled_height(most).max_height(most).auto_shrink([false, true]);
    list.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let shown = MOST_ROWS.max(line + 1);
        for (place, found) in found.iter().enumerate().take(shown) {
            let row = ui.push_id(place, |ui| row_ui(ui, found, place == line)).inner;
            if place == line && (was_moved || search.selects_all) {
                row.scroll_to_me(Some(Align::Center));
            }
            if row.clicked() {
                clicked = Some(place);
            }
        }
        if found.is_empty() {
            ui.label(theme::weak(ui, search.nothing, theme::SMALL));
        }
        if found.len() > shown {
            let more = format!("{} more. Type more letters to narrow the list.", found.len() - shown);
            ui.label(theme::weak(ui, more, theme::SMALL));
        }
    });
    clicked
}

fn row_ui(ui: &mut Ui, found: &Found, is_current: bool) -> egui::Response {
    let palette = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 28.0), egui::Sense::click());
    let label = if found.is_detail_spoken { format!("{}, {}", found.name, found.detail) } else { found.name.clone() };
    let label = shorten(&label, 2 * MOST_LETTERS);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &label));
    if is_current || response.hovered() {
        ui.painter().rect_filled(rect, theme::RADIUS, palette.selected);
    }
    let mut left = rect.left() + 10.0;
    if let Some(icon) = found.icon {
        icon.paint(ui, left, rect.center().y);
        left += ICON_WIDTH + 8.0;
    }
    // The name gets the most room; the text at the right is shortened first.
    let right = rect.right() - 10.0;
    let room = right - left;
    let name = line_of(ui, &found.name, theme::BODY, palette.text, room * 0.6);
    let detail =
        line_of(ui, &found.detail, theme::SMALL, palette.weak, (room - name.size().x - 16.0).max(0.0).min(room * 0.55));
    let after = left + name.size().x + 10.0;
    let what = line_of(ui, &found.what, theme::SMALL, palette.weak, (right - detail.size().x - 12.0 - after).max(0.0));
    let is_cut = name.elided || detail.elided || what.elided;
    for (galley, x) in [(name, left), (what, after)] {
        let y = rect.center().y - galley.size().y / 2.0;
        ui.painter().galley(egui::pos2(x, y), galley, palette.text);
    }
    let at = egui::pos2(right - detail.size().x, rect.center().y - detail.size().y / 2.0);
    ui.painter().galley(at, detail, palette.weak);
    if is_cut { response.on_hover_text(format!("{label}\n{}", found.what)) } else { response }
}

fn line_of(ui: &Ui, text: &str, size: f32, color: egui::Color32, width: f32) -> Arc<egui::Galley> {
    let font = egui::FontId::proportional(size);
    let mut job = egui::text::LayoutJob::simple_singleline(shorten(text, MOST_LETTERS), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}
