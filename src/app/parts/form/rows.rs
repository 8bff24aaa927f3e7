//! Rows of columns: one line per row if the columns are small, else one card per row. Rows keep their ids when they move; a new row has the
//! id 0, and the editing layer assigns an id.

use egui::{Align, Frame, Layout, Margin, Ui, vec2};

use crate::catalog::{FieldKind, FieldSpec};
use crate::model::{Params, Row, RowId, Value};

use super::cx::{Editor, empty_column};
use super::menu_keys::MenuColumns;
use super::outbox::{Change, Outbox, ParamChange};
use super::widgets::{add_button, icon_button};
use crate::app::kit::name::Name;
use crate::app::kit::theme;

/// Width of the three buttons of a row.
const BUTTONS: f32 = 72.0;
/// Width of a column of a number or a key.
const NARROW: f32 = 64.0;

/// A change of a row.
enum RowChange {
    Cell(&'static str, Option<Value>),
    Up,
    Down,
    Delete,
}

/// The editors of a cell. They are parameters because the editor of a field also draws rows.
#[derive(Clone, Copy)]
pub(super) struct CellEditors {
    /// Draws the editor of a cell under its label.
    pub labelled: fn(&mut Ui, &Editor<'_>, &mut Outbox<'_>) -> Option<ParamChange>,
    /// Draws the editor of a cell alone, with a name.
    pub bare: fn(&mut Ui, &Editor<'_>, &Name, &mut Outbox<'_>) -> Option<ParamChange>,
}

/// The label, the rows, and the add button. `columns` come with the maximum number of rows.
pub(super) fn rows_ui(
    ui: &mut Ui,
    editor: &Editor<'_>,
    (columns, max): (&'static [&'static FieldSpec], usize),
    cells: CellEditors,
    out: &mut Outbox<'_>,
) -> Option<ParamChange> {
    let rows: &[Row] = match editor.value {
        Some(Value::Rows(rows)) => rows,
        _ => &[],
    };
    let field = editor.field;
    super::widgets::field_label(ui, field);
    let is_compact = is_compact(columns);
    if is_compact && columns.len() > 1 && !rows.is_empty() {
        captions_ui(ui, columns);
    }
    let mut change: Option<Change<Vec<Row>>> = None;
    for (place, row) in rows.iter().enumerate() {
        // The editing layer makes unique ids; a file edited by hand can repeat them.
        let repeated = rows.iter().take(place).filter(|other| other.id == row.id).count();
        let name = format!("{}, row {}", field.label, place + 1);
        let leads = is_expected(ui, place).then(|| empty_column(columns, &row.cells)).flatten();
        let shown = RowUi { editor, columns, cells, rows, place, row, name, leads };
        let edited = ui
            .push_id((row.id, repeated), |ui| if is_compact { shown.line_ui(ui, out) } else { shown.card_ui(ui, out) });
        if let Some(edited) = edited.inner {
            change = Some(edited.map(|what| changed(rows, place, what)));
        }
    }
    if let Some(new) = ui.horizontal(|ui| added_ui(ui, editor, columns, (rows, max))).inner {
        expect_row(ui, rows.len());
        change = Some(Change::at_once(rows.iter().cloned().chain(new).collect()));
    }
    Some(change?.map(|rows| Some(Value::Rows(rows))))
}

/// For how many frames a row that was asked for is expected.
const EXPECTED: u64 = 8;

/// Notes that a row at this place was asked for.
fn expect_row(ui: &Ui, place: usize) {
    let until = ui.ctx().cumulative_frame_nr() + EXPECTED;
    ui.data_mut(|data| data.insert_temp(ui.scope_id().with("expected row"), (place, until)));
    ui.request_repaint();
}

/// Whether the row at this place was asked for and is now drawn for the first time.
fn is_expected(ui: &Ui, place: usize) -> bool {
    let (id, now) = (ui.scope_id().with("expected row"), ui.ctx().cumulative_frame_nr());
    let is_it = |(expected, until): (usize, u64)| expected == place && now <= until;
    let is_it = ui.data(|data| data.get_temp(id)).is_some_and(is_it);
    if is_it {
        ui.data_mut(|data| data.remove::<(usize, u64)>(id));
    }
    is_it
}

/// The buttons that add rows. Returns the new ones.
fn added_ui(
    ui: &mut Ui,
    editor: &Editor<'_>,
    columns: &'static [&'static FieldSpec],
    (rows, max): (&[Row], usize),
) -> Option<Vec<Row>> {
    let label = editor.field.label;
    let menu = MenuColumns::of(columns);
    let mut new = None;
    if editor.is_enabled() && add_button(ui, rows.len() < max, "Add a row", &format!("Add a row to {label}")) {
        let row = menu.map_or(Row { id: RowId(0), cells: Params::default() }, |menu| menu.new_row(rows));
        new = Some(vec![row]);
    }
    let spoken = menu.filter(|_| editor.is_enabled()).map(|menu| menu.spoken(editor.cx, rows, max)).unwrap_or_default();
    if !spoken.is_empty() && add_button(ui, true, "Keys from the text", "Create the keys that the text names") {
        new = Some(spoken);
    }
    ui.label(theme::weak(ui, format!("{} of {max}", rows.len()), theme::CAPTION));
    new
}

/// Whether a row fits in one line.
fn is_compact(columns: &[&FieldSpec]) -> bool {
    let is_narrow = |column: &&&FieldSpec| narrow_width(column).is_some();
    let is_line = columns.iter().all(|column| {
        let kind = column.kind;
        column.shown_if.is_none()
            && (is_narrow(&column)
                || matches!(
                    kind,
                    FieldKind::Text
                        | FieldKind::Known
                        | FieldKind::Variable
                        | FieldKind::JsonPath
                        | FieldKind::Choice(_)
                ))
    });
    is_line && (columns.len() == 1 || (columns.len() == 2 && columns.iter().any(|column| is_narrow(&column))))
}

fn narrow_width(column: &FieldSpec) -> Option<f32> {
    match column.kind {
        FieldKind::Bool => Some(32.0),
        FieldKind::Int { .. } | FieldKind::Key => Some(NARROW),
        _ => None,
    }
}

/// The width of each column of a line; wide columns share the remaining width.
fn widths(ui: &Ui, columns: &[&FieldSpec]) -> Vec<f32> {
    const GAP: f32 = 4.0;
    let narrow = |column: &&FieldSpec| narrow_width(column);
    let taken: f32 = columns.iter().map(|column| narrow(column).unwrap_or(0.0) + GAP).sum();
    let wide: f32 = columns.iter().map(|column| if narrow(column).is_none() { 1.0 } else { 0.0 }).sum();
    let rest = ((ui.available_width() - BUTTONS - taken) / wide.max(1.0)).max(40.0);
    columns.iter().map(|column| narrow_width(column).unwrap_or(rest)).collect()
}

fn captions_ui(ui: &mut Ui, columns: &[&FieldSpec]) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.spacing_mut().interact_size.y = 14.0;
        for (column, width) in columns.iter().zip(widths(ui, columns)) {
            let left = Layout::left_to_right(Align::Center);
            ui.allocate_ui_with_layout(vec2(width, 14.0), left, |ui| {
                ui.set_min_width(width);
                ui.label(theme::weak(ui, column.label, theme::CAPTION)).on_hover_text(column.help);
            });
        }
    });
}

/// A row to draw.
struct RowUi<'a> {
    editor: &'a Editor<'a>,
    columns: &'static [&'static FieldSpec],
    cells: CellEditors,
    rows: &'a [Row],
    place: usize,
    row: &'a Row,
    name: String,
    /// The column whose input gets the keyboard focus now.
    leads: Option<&'static FieldSpec>,
}

impl RowUi<'_> {
    fn line_ui(&self, ui: &mut Ui, out: &mut Outbox<'_>) -> Option<Change<RowChange>> {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let mut change = None;
            for (column, width) in self.columns.iter().copied().zip(widths(ui, self.columns)) {
                let cell = self.cell(column);
                let name = cell.name(Name::plain(column.label, column.help));
                let left = Layout::left_to_right(Align::Center);
                let edited = ui.allocate_ui_with_layout(vec2(width, 26.0), left, |ui| {
                    ui.set_min_width(width);
                    ui.push_id(column.key, |ui| (self.cells.bare)(ui, &cell, &name, out)).inner
                });
                let edited = edited.inner.map(|edited| edited.map(|value| RowChange::Cell(column.key, value)));
                change = edited.or(change);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| self.buttons_ui(ui)).inner.or(change)
        })
        .inner
    }

    fn card_ui(&self, ui: &mut Ui, out: &mut Outbox<'_>) -> Option<Change<RowChange>> {
        let palette = theme::of(ui);
        let frame = Frame::new()
            .fill(palette.card)
            .stroke(egui::Stroke::new(1.0, palette.line))
            .corner_radius(egui::CornerRadius::same(theme::RADIUS))
            .inner_margin(Margin { left: 8, right: 8, top: 4, bottom: 8 });
        frame
            .show(ui, |ui| {
                ui.set_min_width(ui.available_width());
                let top = ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = 2.0;
                    ui.label(theme::weak(ui, format!("Row {}", self.place + 1), theme::CAPTION));
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| self.buttons_ui(ui)).inner
                });
                let mut change = top.inner;
                let cells = &self.row.cells;
                for column in self.columns.iter().copied().filter(|column| column.is_shown(cells, self.columns)) {
                    let cell = self.cell(column);
                    let edited = ui.push_id(column.key, |ui| (self.cells.labelled)(ui, &cell, out)).inner;
                    change = edited.map(|edited| edited.map(|value| RowChange::Cell(column.key, value))).or(change);
                    ui.add_space(2.0);
                }
                change
            })
            .inner
    }

    fn cell(&self, column: &'static FieldSpec) -> Editor<'_> {
        let takes_focus = self.leads.is_some_and(|leads| leads.key == column.key);
        let value = self.row.cells.value(column.key);
        Editor { cx: self.editor.cx, field: column, value, row: Some(&self.name), takes_focus }
    }

    /// The buttons of a row, from the right.
    fn buttons_ui(&self, ui: &mut Ui) -> Option<Change<RowChange>> {
        if !self.editor.is_enabled() {
            return None;
        }
        ui.spacing_mut().item_spacing.x = 1.0;
        let words = |what: &str| format!("{what} ({})", self.name);
        let mut change = None;
        if icon_button(ui, true, "×", &words("Delete")) {
            change = Some(RowChange::Delete);
        }
        if icon_button(ui, self.place + 1 < self.rows.len(), "↓", &words("Move down")) {
            change = Some(RowChange::Down);
        }
        if icon_button(ui, self.place > 0, "↑", &words("Move up")) {
            change = Some(RowChange::Up);
        }
        change.map(Change::at_once)
    }
}

fn changed(rows: &[Row], place: usize, change: RowChange) -> Vec<Row> {
    let mut rows = rows.to_vec();
    match change {
        RowChange::Cell(key, value) => {
            if let Some(row) = rows.get_mut(place) {
                match value {
                    Some(value) => drop(row.cells.0.insert(key.to_owned(), value)),
                    None => drop(row.cells.0.remove(key)),
                }
            }
        }
        RowChange::Up if place > 0 => rows.swap(place - 1, place),
        RowChange::Down if place + 1 < rows.len() => rows.swap(place, place + 1),
        RowChange::Delete if place < rows.len() => drop(rows.remove(place)),
        RowChange::Up | RowChange::Down | RowChange::Delete => {}
    }
    rows
}
