//! A sheet: rows of cells as in a spreadsheet, for keyboard, pointer and clipboard. There can be many rows, so only visible
//! rows are drawn. The sheet keeps the cursor and the text of the cell that is being edited.

pub mod area;
pub mod keys;
pub mod table;

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{EventFilter, Id, Key, KeyboardShortcut, Margin, Modifiers, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo};

use crate::lint::values::WrongCells;
use crate::storage::csv;

use crate::app::kit::text_input::{MAX_TEXT, TooLong, many_lines};
use crate::app::kit::{drags, theme};
use crate::app::parts::pages::grid::Change;
use area::{Area, Spot, Step};
use keys::{End, Request};
use table::{Done, Drawn, RowRequest};

/// The rows that a sheet shows.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    /// The names of the columns.
    pub names: &'a [&'a str],
    /// The rows; a missing cell is empty.
    pub rows: &'a [Vec<String>],
    /// The cells of a new row.
    pub fresh: &'a [String],
    /// The wrong cells.
    pub wrong: &'a WrongCells,
}

/// The state of a sheet between frames.
#[derive(Clone, Debug, Default)]
struct SheetState {
    area: Area,
    draft: Option<Draft>,
    /// Whether to scroll to the cursor.
    follows: bool,
    is_dragging: bool,
    /// A message about the last change.
    said: String,
}

/// The text of the cell that is being edited.
#[derive(Clone, Debug)]
struct Draft {
    spot: Spot,
    text: String,
}

/// A sheet with its state and the changes of a frame.
struct SheetFrame<'a> {
    sheet: Sheet<'a>,
    id: Id,
    state: SheetState,
    changes: Vec<Change>,
}

impl Sheet<'_> {
    /// The id of the sheet of a page.
    fn id(ui: &Ui) -> Id {
        ui.make_persistent_id("sheet")
    }

    /// Moves the cursor to a cell and scrolls to it.
    pub fn reveal(ui: &Ui, spot: Spot) {
        let id = Self::id(ui);
        let state = SheetState { area: Area::at(spot), follows: true, ..SheetState::default() };
        ui.data_mut(|data| data.insert_temp(id, state));
        ui.memory_mut(|memory| memory.request_focus(id));
    }

    /// Draws the sheet. Returns the changes of the rows, in order.
    pub fn show(self, ui: &mut Ui) -> Vec<Change> {
        let id = Self::id(ui);
        let mut state = ui.data(|data| data.get_temp::<SheetState>(id)).unwrap_or_default();
        state.area = state.area.within(self.rows.len(), self.names.len());
        let mut frame = SheetFrame { sheet: self, id, state, changes: Vec::new() };
        frame.show(ui);
        let SheetFrame { state, changes, .. } = frame;
        if !state.said.is_empty() {
            crate::app::parts::pages::widgets::warn(ui, &state.said);
        }
        ui.data_mut(|data| data.insert_temp(id, state));
        changes
    }

    fn text(&self, (row, column): Spot) -> &str {
        self.rows.get(row).and_then(|cells| cells.get(column)).map_or("", String::as_str)
    }

    /// The accessible name of a cell.
    fn cell_name(&self, (row, column): Spot) -> String {
        let name = self.names.get(column).copied().unwrap_or_default();
        format!("Row {}, {name} (column {})", row + 1, column + 1)
    }
}

impl SheetFrame<'_> {
    fn show(&mut self, ui: &mut Ui) {
        let editor = self.id.with("editor");
        if ui.memory(|memory| memory.has_focus(editor)) && self.state.draft.is_none() {
            // The input lost the focus for a moment, for example while the project was saved.
            ui.memory_mut(|memory| memory.request_focus(self.id));
        }
        let has_focus = ui.memory(|memory| memory.has_focus(self.id));
        if self.state.draft.is_some() {
            if let Some(end) = ui.input_mut(keys::ended) {
                self.end(ui, end);
            }
        } else if has_focus {
            for request in ui.input_mut(keys::requests) {
                self.handle(ui, request);
            }
        }
        let is_lit = has_focus || self.state.draft.is_some();
        let drawn = table::table_ui(ui, &self.sheet, self.state.area, is_lit, self.state.follows);
        self.state.follows = false;
        self.focus_ui(ui, &drawn, has_focus);
        self.handle_pointer(ui, &drawn);
        self.editor_ui(ui, editor, &drawn);
    }

    /// The sheet is one stop for *Tab* and keeps the keys that move within it.
    fn focus_ui(&self, ui: &Ui, drawn: &Drawn, has_focus: bool) {
        let response = ui.interact(drawn.rect, self.id, Sense::FOCUSABLE);
        response.widget_info(|| WidgetInfo::labeled(Role::Grid, true, "Cells"));
        if !has_focus {
            return;
        }
        let Area { cursor, .. } = self.state.area;
        let is_last = cursor.0 + 1 >= self.sheet.rows.len() && cursor.1 + 1 >= self.sheet.names.len();
        let is_back = ui.input(|input| input.modifiers.shift);
        // At the first and the last cell, Tab leaves the sheet.
        let tab = if is_back { cursor != (0, 0) } else { !is_last };
        let filter = EventFilter { tab, horizontal_arrows: true, vertical_arrows: true, escape: false };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(self.id, filter));
        if let Some(cell) = drawn.cursor.map(|(_, id)| id) {
            ui.ctx().accesskit_node_builder(self.id, |node| node.set_active_descendant(cell.accesskit_id()));
        }
    }

    /// Handles the pointer.
    fn handle_pointer(&mut self, ui: &Ui, drawn: &Drawn) {
        if !ui.input(|input| input.pointer.primary_down()) || drags::have_ended(ui) {
            self.state.is_dragging = false;
        }
        let Some(done) = &drawn.done else { return };
        let is_extended = ui.input(|input| input.modifiers.shift);
        let last = (self.sheet.rows.len().saturating_sub(1), self.sheet.names.len().saturating_sub(1));
        let grown = |area: Area, cursor: Spot, from: Spot| {
            if is_extended { Area { cursor, ..area } } else { Area { cursor, anchor: from } }
        };
        if !matches!(done, Done::Over(_)) {
            self.keep();
            self.state.said.clear();
            ui.memory_mut(|memory| memory.request_focus(self.id));
        }
        match done {
            Done::Pressed(spot) => {
                self.state.area = grown(self.state.area, *spot, *spot);
                self.state.is_dragging = true;
            }
            Done::Over(spot) if self.state.is_dragging => self.state.area.cursor = *spot,
            Done::Opened(spot) => self.edit(ui, *spot, None),
            Done::Row(row) => self.state.area = grown(self.state.area, (*row, last.1), (*row, 0)),
            Done::Column(column) => self.state.area = grown(self.state.area, (last.0, *column), (0, *column)),
            Done::Menu(spot) if !self.state.area.has(*spot) => self.state.area = Area::at(*spot),
            Done::Over(_) | Done::Menu(_) => {}
            Done::Asked(request) => self.change_rows(ui, *request),
        }
    }

    fn change_rows(&mut self, ui: &Ui, request: RowRequest) {
        let rows = self.state.area.rows();
        let new = || vec![self.sheet.fresh.to_vec()];
        match request {
            RowRequest::Copy => self.handle(ui, Request::Copy),
            RowRequest::Cut => self.handle(ui, Request::Cut),
            // The clipboard's content arrives in the next frame.
            RowRequest::Paste => ui.ctx().send_viewport_cmd(egui::ViewportCommand::RequestPaste),
            RowRequest::InsertAbove => self.changes.push(Change::Insert(*rows.start(), new())),
            RowRequest::InsertBelow => {
                self.changes.push(Change::Insert(rows.end() + 1, new()));
                self.state.area = Area::at((rows.end() + 1, self.state.area.cursor.1));
            }
            RowRequest::Delete => {
                self.changes.push(Change::Remove(*rows.start()..rows.end() + 1));
                self.state.area = Area::at((*rows.start(), self.state.area.cursor.1));
            }
        }
    }

    /// Handles a request from the keyboard or the clipboard.
    fn handle(&mut self, ui: &Ui, request: Request) {
        let (rows, columns) = (self.sheet.rows.len(), self.sheet.names.len());
        // In a slow frame, more keys can follow the key that began to edit.
        match (&request, &mut self.state.draft) {
            (Request::Write(text), Some(draft)) => return draft.text.push_str(text),
            (Request::Edit, Some(_)) => return self.end(ui, End::Keep(Step::By(1, 0))),
            (Request::Go(step, _), Some(_)) => return self.end(ui, End::Keep(*step)),
            (_, Some(_)) => return,
            _ => {}
        }
        self.state.follows = true;
        self.state.said.clear();
        let cursor = self.state.area.cursor;
        match request {
            Request::Go(step, is_extended) => self.state.area = self.state.area.step(step, is_extended, rows, columns),
            Request::All => {
                let last = (rows.saturating_sub(1), columns.saturating_sub(1));
                self.state.area = Area { cursor: last, anchor: (0, 0) };
                self.state.follows = false;
            }
            Request::Edit if rows > 0 => self.edit(ui, cursor, None),
            Request::Write(text) if rows > 0 => self.edit(ui, cursor, Some(text)),
            Request::Clear => self.clear(),
            Request::Copy if rows > 0 => ui.ctx().copy_text(csv::tabbed(&self.block())),
            Request::Cut if rows > 0 => {
                ui.ctx().copy_text(csv::tabbed(&self.block()));
                self.clear();
            }
            Request::Paste(text) => self.paste(&text),
            Request::Edit | Request::Write(_) | Request::Copy | Request::Cut => {}
        }
    }

    /// The texts of the selected cells.
    fn block(&self) -> Vec<Vec<String>> {
        let area = self.state.area;
        let row = |row: usize| area.columns().map(|column| self.sheet.text((row, column)).to_owned()).collect();
        area.rows().map(row).collect()
    }

    fn put(&mut self, (row, column): Spot, texts: Vec<Vec<String>>) {
        self.changes.push(Change::Cells(row, column, texts, self.sheet.fresh.to_vec()));
    }

    fn clear(&mut self) {
        let area = self.state.area;
        let block = self.block();
        if block.iter().flatten().any(|text| !text.is_empty()) {
            let empty = block.iter().map(|row| vec![String::new(); row.len()]).collect();
            self.put((*area.rows().start(), *area.columns().start()), empty);
        }
    }

    /// Pastes cells from the first selected cell on; a single value fills all selected cells.
    fn paste(&mut self, text: &str) {
        let mut cells = csv::cells(text);
        let (rows, columns) = (self.state.area.rows(), self.state.area.columns());
        let (top, left) = (*rows.start(), *columns.start());
        if let [row] = cells.as_slice()
            && let [cell] = row.as_slice()
        {
            cells = vec![vec![cell.clone(); columns.count()]; rows.count()];
        }
        let width = cells.iter().map(Vec::len).max().unwrap_or_default();
        let room = self.sheet.names.len().saturating_sub(left);
        if width == 0 || room == 0 {
            return;
        }
        if width > room {
            let columns = |count: usize| format!("{count} column{}", if count == 1 { "" } else { "s" });
            self.state.said = format!(
                "{} of {width} were pasted, because the table ends here. Add columns, or paste further to the left.",
                columns(room)
            );
        }
        let last = (top + cells.len() - 1, left + width.min(room) - 1);
        for row in &mut cells {
            row.truncate(room);
        }
        self.put((top, left), cells);
        self.state.area = Area { cursor: (top, left), anchor: last };
    }

    /// Begins to edit a cell, with its text or with a new text.
    fn edit(&mut self, ui: &Ui, spot: Spot, text: Option<String>) {
        if text.is_none()
            && let Some(long) = TooLong::of(self.sheet.text(spot), MAX_TEXT)
        {
            self.state.area = Area::at(spot);
            self.state.said = long.words_of_cell();
            return;
        }
        let text = text.unwrap_or_else(|| self.sheet.text(spot).to_owned());
        let editor = self.id.with("editor");
        // The text cursor is at the end, and undo cannot restore a text of another cell.
        let mut state = TextEditState::default();
        state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(text.chars().count()))));
        state.store(ui.ctx(), editor);
        self.state.area = Area::at(spot);
        self.state.draft = Some(Draft { spot, text });
        ui.memory_mut(|memory| memory.request_focus(editor));
    }

    fn end(&mut self, ui: &Ui, end: End) {
        match end {
            End::Keep(step) => {
                self.keep();
                let (rows, columns) = (self.sheet.rows.len(), self.sheet.names.len());
                self.state.area = self.state.area.step(step, false, rows, columns);
            }
            End::Cancel => self.state.draft = None,
        }
        self.state.follows = true;
        ui.memory_mut(|memory| memory.request_focus(self.id));
    }

    /// Keeps the typed text, if any.
    fn keep(&mut self) {
        if let Some(Draft { spot, text }) = self.state.draft.take()
            && text != self.sheet.text(spot)
        {
            self.put(spot, vec![vec![text]]);
        }
    }

    /// The text input over a cell, as high as its text.
    fn editor_ui(&mut self, ui: &mut Ui, editor: Id, drawn: &Drawn) {
        let Some(draft) = &mut self.state.draft else { return };
        let Some((rect, _)) = drawn.cursor else {
            // The cell is scrolled out of sight.
            return self.keep();
        };
        let name = self.sheet.cell_name(draft.spot);
        let palette = theme::of(ui);
        let mut over = ui.new_child(UiBuilder::new().max_rect(Rect::from_min_size(rect.min, rect.size())));
        over.set_clip_rect(ui.clip_rect().intersect(drawn.across));
        let edit = many_lines(&mut draft.text, MAX_TEXT, 1)
            .id(editor)
            .desired_width(rect.width())
            .min_size(rect.size())
            .margin(Margin::symmetric(table::PAD, 4))
            .background_color(palette.card)
            .return_key(KeyboardShortcut::new(Modifiers::ALT, Key::Enter))
            .event_filter(EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true });
        let response = over.add(edit).accessible_name(name);
        ui.painter().with_clip_rect(over.clip_rect()).rect_stroke(
            response.rect,
            2,
            egui::Stroke::new(1.5, palette.accent),
            egui::StrokeKind::Inside,
        );
        if response.lost_focus() {
            self.keep();
        }
    }
}
