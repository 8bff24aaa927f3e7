//! A row of a list: cells of one line each, shortened where they do not fit, with the full text on hover. A row that can be clicked can also
//! be reached by keyboard.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, FontId, Galley, Pos2, Response, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::catalog::text::shorten;

use super::theme;

/// The most characters of a line in a list; longer text is shortened before it is laid out.
const MOST_CHARS: usize = 400;
/// The most characters of a hover text.
const MOST_HOVER_CHARS: usize = 2_000;

/// A cell of a row.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'a> {
    /// The text.
    pub text: &'a str,
    /// The colour.
    pub color: Color32,
    /// The left edge, from the left edge of the row.
    pub left: f32,
    /// The most width.
    pub width: f32,
}

/// Draws a row, either a button or only text.
pub fn row_ui(ui: &mut Ui, name: &str, height: f32, is_button: bool, cells: &[Cell<'_>]) -> Response {
    let sense = if is_button { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), height), sense);
    let role = if is_button { Role::Button } else { Role::Label };
    response.widget_info(|| WidgetInfo::labeled(role, ui.is_enabled(), name));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let palette = theme::of(ui);
    if is_button && (response.hovered() || response.has_focus()) {
        ui.painter().rect_filled(rect, 4, palette.selected);
    }
    let mut cut = Vec::new();
    for cell in cells {
        let (galley, is_cut) = one_line(ui, cell);
        let top = rect.center().y - galley.size().y / 2.0;
        ui.painter().galley(Pos2::new(rect.left() + cell.left, top), galley, cell.color);
        if is_cut {
            cut.push(shorten(cell.text, MOST_HOVER_CHARS));
        }
    }
    if cut.is_empty() { response } else { response.on_hover_text(cut.join("\n")) }
}

/// The text of a cell on one line, and whether it was shortened.
fn one_line(ui: &Ui, cell: &Cell<'_>) -> (Arc<Galley>, bool) {
    let text = shorten(cell.text, MOST_CHARS).replace(['\n', '\r', '\t'], " ");
    let is_short = cell.text.chars().nth(MOST_CHARS).is_none();
    let format = TextFormat::simple(FontId::proportional(theme::SMALL), cell.color);
    let mut job = LayoutJob::single_section(text, format);
    job.wrap = TextWrapping::truncate_at_width(cell.width.max(8.0));
    let galley = ui.painter().layout_job(job);
    let is_cut = galley.elided || !is_short;
    (galley, is_cut)
}
