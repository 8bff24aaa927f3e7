//! Draws the table of a sheet and reports what the pointer did in it.

use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Align2, FontId, Id, Pos2, Rect, Response, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2,
};
use egui_extras::{Column, TableBuilder, TableRow};

use crate::catalog::text::shorten;
use crate::model::limits::is_longer;

use super::Sheet;
use super::area::{Area, Spot};
use crate::app::kit::theme;

/// Space between the edge of a cell and its text.
pub const PAD: i8 = 8;
/// Height of a row.
const ROW: f32 = 24.0;
/// Width of the row numbers.
const NUMBER: f32 = 48.0;
/// Minimum width of a column, unless the user makes it narrower.
const COLUMN: f32 = 120.0;
/// Minimum width that the user can give a column.
const LEAST: f32 = 56.0;

/// Maximum number of characters of a cell that are laid out.
const MOST_DRAWN: usize = 400;

/// A request of the context menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowRequest {
    /// Copy the selected cells.
    Copy,
    /// Cut the selected cells.
    Cut,
    /// Paste the clipboard.
    Paste,
    /// Insert a row above the selected rows.
    InsertAbove,
    /// Insert a row below the selected rows.
    InsertBelow,
    /// Delete the selected rows.
    Delete,
}

/// An action of the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Over a cell.
    Over(Spot),
    /// Pressed a cell.
    Pressed(Spot),
    /// Double-clicked a cell.
    Opened(Spot),
    /// Clicked a row number.
    Row(usize),
    /// Clicked a column name.
    Column(usize),
    /// Opened the context menu of a cell.
    Menu(Spot),
    /// Chose from the context menu.
    Asked(RowRequest),
}

/// The drawn table.
#[derive(Debug)]
pub struct Drawn {
    /// The whole table.
    pub rect: Rect,
    /// The visible part.
    pub across: Rect,
    /// The rectangle of the cursor's cell, if visible, and its accessible name.
    pub cursor: Option<(Rect, Id)>,
    /// An action of the pointer.
    pub done: Option<Done>,
}

/// The table, as high as its rows; it scrolls if it is too high or too wide.
pub fn table_ui(ui: &mut Ui, sheet: &Sheet<'_>, area: Area, is_lit: bool, follows: bool) -> Drawn {
    let count = sheet.names.len();
    #[allow(clippy::cast_precision_loss, reason = "there are few columns")]
    let width = ((ui.available_width() - NUMBER - 8.0) / count.max(1) as f32).max(COLUMN).floor();
    let height = (ui.ctx().content_rect().height() * 0.5).clamp(192.0, 640.0);
    let mut painter = CellPainter { sheet, area, is_lit, cursor: None, done: None };
    let shown = ScrollArea::horizontal().id_salt("across").auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        let mut table = TableBuilder::new(ui)
            .id_salt(("cells", count))
            .striped(false)
            .resizable(true)
            // Cells are reached by arrows, not by Tab.
            .sense(Sense::CLICK | Sense::DRAG)
            .auto_shrink([false, true])
            .max_scroll_height(height)
            .column(Column::exact(NUMBER).resizable(false))
            .columns(Column::initial(width).at_least(LEAST).clip(true), count.saturating_sub(1));
        if count > 0 {
            table = table.column(Column::remainder().at_least(COLUMN).clip(true));
        }
        if follows {
            table = table.scroll_to_row(area.cursor.0, None);
        }
        table.header(ROW, |row| painter.header_ui(row)).body(|body| {
            body.rows(ROW, sheet.rows.len(), |row| painter.row_ui(row));
        });
        if follows && let Some((rect, _)) = painter.cursor {
            let across = Rect::from_x_y_ranges(rect.x_range(), ui.clip_rect().y_range());
            ui.scroll_to_rect(across, None);
        }
    });
    // A table of few rows is lower than the available height.
    let mut rect = shown.inner_rect;
    rect.max.y = rect.max.y.min(rect.min.y + shown.content_size.y);
    ui.painter().rect_stroke(rect, 0, Stroke::new(1.0, theme::of(ui).line), StrokeKind::Inside);
    Drawn { rect, across: shown.inner_rect, cursor: painter.cursor, done: painter.done }
}

/// Draws the cells.
struct CellPainter<'a> {
    sheet: &'a Sheet<'a>,
    area: Area,
    is_lit: bool,
    cursor: Option<(Rect, Id)>,
    done: Option<Done>,
}

impl CellPainter<'_> {
    fn header_ui(&mut self, mut row: TableRow<'_, '_>) {
        row.col(|ui| number_lines(ui, ui.max_rect()));
        for (column, name) in self.sheet.names.iter().enumerate() {
            let (_, response) = row.col(|ui| {
                lines(ui, ui.max_rect(), theme::of(ui).background);
                let color = if self.area.columns().contains(&column) && self.is_lit {
                    theme::of(ui).accent
                } else {
                    theme::of(ui).weak
                };
                one_line(ui, ui.max_rect(), name, FontId::new(theme::SMALL, theme::medium()), color);
            });
            response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, format!("Column {name}")));
            if response.clicked() {
                self.done = Some(Done::Column(column));
            }
        }
    }

    fn row_ui(&mut self, mut row: TableRow<'_, '_>) {
        let index = row.index();
        let is_selected = self.is_lit && self.area.rows().contains(&index);
        let (_, response) = row.col(|ui| {
            let palette = theme::of(ui);
            let rect = ui.max_rect();
            number_lines(ui, rect);
            let color = if is_selected { palette.accent } else { palette.weak };
            let font = FontId::proportional(theme::CAPTION);
            let right = rect.right_center() - egui::vec2(f32::from(PAD), 0.0);
            ui.painter().text(right, Align2::RIGHT_CENTER, (index + 1).to_string(), font, color);
        });
        response.widget_info(|| WidgetInfo::labeled(Role::RowHeader, true, format!("Row {}", index + 1)));
        if response.clicked() {
            self.done = Some(Done::Row(index));
        }
        self.menu_ui(&response, (index, 0));
        for column in 0..self.sheet.names.len() {
            let mut rect = Rect::NOTHING;
            let mut is_cut = false;
            let (_, response) = row.col(|ui| {
                rect = ui.max_rect();
                is_cut = self.cell_ui(ui, rect, (index, column));
            });
            self.respond(&response, rect, (index, column), is_cut);
        }
    }

    /// Draws a cell. Returns whether its text is cut off.
    fn cell_ui(&self, ui: &Ui, rect: Rect, spot: Spot) -> bool {
        let palette = theme::of(ui);
        let is_selected = self.is_lit && self.area.has(spot);
        let is_wrong = self.sheet.wrong.contains_key(&spot);
        lines(ui, rect, if is_selected { palette.selected } else { palette.panel });
        let color = if is_wrong { palette.error } else { palette.text };
        let is_cut = one_line(ui, rect, self.sheet.text(spot), FontId::proportional(theme::SMALL), color);
        if is_wrong {
            let corner = rect.right_top() + egui::vec2(-1.0, 0.0);
            let points: Vec<Pos2> =
                [(-7.0, 0.0), (0.0, 0.0), (0.0, 7.0)].map(|(x, y)| corner + egui::vec2(x, y)).into();
            ui.painter().add(egui::Shape::convex_polygon(points, palette.error, Stroke::NONE));
        }
        if self.is_lit && spot == self.area.cursor {
            ui.painter().rect_stroke(rect, 2, Stroke::new(1.5, palette.accent), StrokeKind::Inside);
        }
        is_cut
    }

    fn respond(&mut self, response: &Response, rect: Rect, spot: Spot, is_cut: bool) {
        let text = self.sheet.text(spot);
        let reason = self.sheet.wrong.get(&spot);
        response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, self.sheet.cell_name(spot)));
        response.ctx.accesskit_node_builder(response.id, |node| {
            node.set_value(theme::for_display(text));
            node.set_selected(self.area.has(spot));
            if let Some(reason) = reason {
                node.set_description(reason.as_str());
            }
        });
        let (is_pressed, pointer) =
            response.ctx.input(|input| (input.pointer.primary_pressed(), input.pointer.latest_pos()));
        if response.double_clicked() {
            self.done = Some(Done::Opened(spot));
        } else if response.clicked() || (is_pressed && response.is_pointer_button_down_on()) {
            self.done = Some(Done::Pressed(spot));
        } else if self.done.is_none() && pointer.is_some_and(|pos| rect.contains(pos)) {
            self.done = Some(Done::Over(spot));
        }
        self.menu_ui(response, spot);
        if spot == self.area.cursor {
            self.cursor = Some((rect, response.id));
        }
        match reason {
            Some(reason) => drop(response.clone().on_hover_text(reason)),
            None if is_cut => drop(response.clone().on_hover_text(theme::for_display(text))),
            None => {}
        }
    }

    fn menu_ui(&mut self, response: &Response, spot: Spot) {
        if response.secondary_clicked() {
            self.done = Some(Done::Menu(spot));
        }
        let rows = if self.area.has(spot) { self.area.rows() } else { spot.0..=spot.0 };
        let delete = match rows.clone().count() {
            1 => format!("Delete row {}", rows.start() + 1),
            _ => format!("Delete rows {} to {}", rows.start() + 1, rows.end() + 1),
        };
        let mut asked = None;
        response.context_menu(|ui| {
            let entries = [
                (RowRequest::Copy, "Copy"),
                (RowRequest::Cut, "Cut"),
                (RowRequest::Paste, "Paste"),
                (RowRequest::InsertAbove, "Insert a row above"),
                (RowRequest::InsertBelow, "Insert a row below"),
                (RowRequest::Delete, delete.as_str()),
            ];
            for (request, words) in entries {
                if request == RowRequest::InsertAbove {
                    ui.separator();
                }
                if ui.button(words).clicked() {
                    asked = Some(request);
                    ui.close();
                }
            }
        });
        if let Some(request) = asked {
            self.done = Some(Done::Asked(request));
        }
    }
}

/// The background of a cell and the faint line below it. The lines between columns are drawn with their resize handles.
fn lines(ui: &Ui, rect: Rect, fill: egui::Color32) {
    let bottom = rect.bottom() - 0.5;
    ui.painter().rect_filled(rect, 0, fill);
    ui.painter().hline(rect.x_range(), bottom, Stroke::new(1.0, theme::of(ui).line));
}

/// The cell of a row number, with the line at its right.
fn number_lines(ui: &Ui, rect: Rect) {
    let palette = theme::of(ui);
    lines(ui, rect, palette.background);
    ui.painter().vline(rect.right() - 0.5, rect.y_range(), Stroke::new(1.0, palette.line));
}

/// A text in one line, cut at the end of the cell. Returns whether the text was cut.
fn one_line(ui: &Ui, rect: Rect, text: &str, font: FontId, color: egui::Color32) -> bool {
    if text.is_empty() {
        return false;
    }
    let pad = f32::from(PAD);
    let is_longer = is_longer(text, MOST_DRAWN);
    let text = shorten(text, MOST_DRAWN);
    let has_lines = text.contains('\n');
    let shown = if has_lines { text.replace('\n', " ↵ ") } else { text };
    let mut job = LayoutJob::simple_singleline(shown, font, color);
    job.wrap = TextWrapping::truncate_at_width((rect.width() - 2.0 * pad).max(8.0));
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let is_cut = galley.elided || has_lines || is_longer;
    let place = pos2(rect.left() + pad, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(place, galley, color);
    is_cut
}
