//! A month view with a button per day, coloured by the hours that apply. Days are chosen by click, by drag, or with
//! the arrow keys.

use chrono::{Datelike as _, Days, Months, NaiveDate};
use egui::{
    Align2, CursorIcon, EventFilter, FontId, Id, Key, Modifiers, PointerButton, Rect, Response, Role, Sense, Stroke,
    StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use crate::catalog::calendar::typed::DAYS;
use crate::clock;

use super::widgets::{self, ROW};
use crate::app::kit::{drags, theme};

/// Width of a day.
const WIDTH: f32 = 40.0;
/// Height of a day.
const HEIGHT: f32 = 32.0;
/// Width of a month.
pub const MONTH: f32 = 7.0 * WIDTH;

/// The colour of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Open by the weekly hours.
    Open,
    /// Closed by the weekly hours.
    Closed,
    /// Closed by an exception.
    Exception,
    /// Open by the hours of an exception.
    OwnHours,
}

/// A day of a month.
#[derive(Clone, Debug)]
pub struct Day {
    /// The colour.
    pub look: Look,
    /// The hours that apply, as text.
    pub words: String,
    /// Whether several exceptions contain the day.
    pub is_doubled: bool,
    /// Whether the day belongs to the chosen exception.
    pub is_chosen: bool,
}

/// The day where a drag began.
#[derive(Clone, Copy, Debug)]
struct Anchor(NaiveDate);

/// Switches to the month of a day.
pub fn show(ui: &Ui, id: Id, day: NaiveDate) {
    ui.data_mut(|data| data.insert_temp(id, day));
}

/// Draws the month. Returns once the first and last day of a click or drag, and whether these days are added.
pub fn month_ui(ui: &mut Ui, id: Id, day: impl Fn(NaiveDate) -> Day) -> Option<(NaiveDate, NaiveDate, bool)> {
    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
    let cursor = ui.data(|data| data.get_temp(id)).unwrap_or_else(clock::today);
    let cursor = head_ui(ui, cursor);
    let cursor = keys(ui, id, cursor);
    show(ui, id, cursor);
    weekdays_ui(ui);
    let first = cursor.with_day(1).unwrap_or(cursor);
    let (area, _) = ui.allocate_exact_size(vec2(MONTH, 6.0 * HEIGHT), Sense::hover());
    let days: Vec<(NaiveDate, Rect)> = first
        .iter_days()
        .take_while(|date| date.month() == first.month())
        .map(|date| (date, place(area, first, date)))
        .collect();
    let anchor_id = id.with("anchor");
    let anchor = ui.data(|data| data.get_temp::<Anchor>(anchor_id));
    let under = ui.input(|input| input.pointer.interact_pos()).and_then(|at| {
        let distance = |rect: &Rect| rect.distance_sq_to_pos(at);
        days.iter().min_by(|(_, one), (_, other)| distance(one).total_cmp(&distance(other))).map(|(date, _)| *date)
    });
    let dragged = anchor.zip(under).map(|(Anchor(from), to)| (from.min(to), from.max(to)));
    let is_pressed = ui.input(|input| input.pointer.button_pressed(PointerButton::Primary));
    let mut clicked = None;
    for (date, rect) in days {
        let look = day(date);
        let response = day_ui(ui, id, rect, date, date == cursor, &look);
        let is_under = dragged.is_some_and(|(from, to)| from <= date && date <= to);
        paint_day(ui, &response, date, &look, is_under);
        if is_pressed && response.is_pointer_button_down_on() {
            ui.data_mut(|data| data.insert_temp(anchor_id, Anchor(date)));
        } else if anchor.is_none() && response.clicked() {
            // Keyboard.
            clicked = Some((date, date));
        }
        if anchor.is_none() {
            response.on_hover_text(look.words).on_hover_cursor(CursorIcon::PointingHand);
        }
    }
    if ui.input(|input| input.key_pressed(Key::Escape)) || drags::have_ended(ui) {
        ui.data_mut(|data| data.remove::<Anchor>(anchor_id));
    } else if !ui.input(|input| input.pointer.primary_down()) {
        ui.data_mut(|data| data.remove::<Anchor>(anchor_id));
        clicked = clicked.or(dragged);
    }
    // The first day decides between add and remove, as for hours.
    let (from, to) = clicked?;
    let began = anchor.map_or(from, |Anchor(began)| began);
    show(ui, id, under.filter(|_| anchor.is_some()).unwrap_or(from));
    Some((from, to, !day(began).is_chosen))
}

/// The month and the year, with buttons to change them. Returns the new current day.
fn head_ui(ui: &mut Ui, cursor: NaiveDate) -> NaiveDate {
    let mut shown = cursor;
    let by = |months: i32| match u32::try_from(months) {
        Ok(months) => cursor.checked_add_months(Months::new(months)),
        Err(_) => cursor.checked_sub_months(Months::new(months.unsigned_abs())),
    };
    let buttons = |ui: &mut Ui, shown: &mut NaiveDate, buttons: [(&str, &str, i32); 2]| {
        for (sign, name, months) in buttons {
            if widgets::sign_button(ui, sign, name, by(months).is_some()) {
                *shown = by(months).unwrap_or(cursor);
            }
        }
    };
    ui.horizontal(|ui| {
        buttons(ui, &mut shown, [("«", "Previous year", -12), ("‹", "Previous month", -1)]);
        let size = vec2(MONTH - 4.0 * 24.0, ROW);
        ui.allocate_ui_with_layout(size, egui::Layout::centered_and_justified(egui::Direction::LeftToRight), |ui| {
            ui.label(theme::strong(cursor.format("%B %Y").to_string(), theme::BODY));
        });
        buttons(ui, &mut shown, [("›", "Next month", 1), ("»", "Next year", 12)]);
    });
    shown
}

/// Handles the arrow keys while the current day has the focus. Returns the new current day.
fn keys(ui: &Ui, id: Id, cursor: NaiveDate) -> NaiveDate {
    let focus = day_id(id, cursor);
    if !ui.memory(|memory| memory.has_focus(focus)) {
        return cursor;
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(focus, filter));
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let moves = [
        (Key::ArrowLeft, cursor.checked_sub_days(Days::new(1))),
        (Key::ArrowRight, cursor.checked_add_days(Days::new(1))),
        (Key::ArrowUp, cursor.checked_sub_days(Days::new(7))),
        (Key::ArrowDown, cursor.checked_add_days(Days::new(7))),
        (Key::PageUp, cursor.checked_sub_months(Months::new(1))),
        (Key::PageDown, cursor.checked_add_months(Months::new(1))),
    ];
    match moves.into_iter().find(|(key, _)| pressed(*key)) {
        Some((_, Some(day))) => {
            ui.memory_mut(|memory| memory.request_focus(day_id(id, day)));
            day
        }
        _ => cursor,
    }
}

fn weekdays_ui(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(MONTH, 24.0), Sense::hover());
    let mut x = rect.left() + WIDTH / 2.0;
    for name in DAYS {
        let words = name.get(..2).unwrap_or(name);
        let (at, font) = (pos2(x, rect.center().y), FontId::proportional(theme::CAPTION));
        ui.painter().text(at, Align2::CENTER_CENTER, words, font, theme::of(ui).weak);
        x += WIDTH;
    }
}

fn day_id(id: Id, date: NaiveDate) -> Id {
    id.with(date)
}

#[allow(clippy::cast_precision_loss, reason = "days of a month")]
fn place(area: Rect, first: NaiveDate, date: NaiveDate) -> Rect {
    let cell = first.weekday().num_days_from_monday() + date.day0();
    let at = vec2((cell % 7) as f32 * WIDTH, (cell / 7) as f32 * HEIGHT);
    Rect::from_min_size(area.min + at, vec2(WIDTH, HEIGHT))
}

/// A day as a button. *Tab* reaches only the current day; arrow keys reach the others.
fn day_ui(ui: &Ui, id: Id, rect: Rect, date: NaiveDate, is_current: bool, day: &Day) -> Response {
    let sense = Sense::CLICK | Sense::DRAG;
    let sense = if is_current { sense | Sense::FOCUSABLE } else { sense };
    let response = ui.interact(rect, day_id(id, date), sense);
    let name = format!("{}: {}", date.format("%A %-d %B %Y"), day.words);
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), day.is_chosen, name.as_str()));
    response
}

fn paint_day(ui: &Ui, response: &Response, date: NaiveDate, day: &Day, is_under: bool) {
    let (palette, painter) = (theme::of(ui), ui.painter());
    let rect = response.rect.shrink(1.0);
    let (fill, text) = match day.look {
        Look::Open => (None, palette.text),
        Look::Closed => (None, palette.weak),
        Look::Exception => (Some(palette.error.gamma_multiply(0.16)), palette.error),
        Look::OwnHours => (Some(palette.selected), palette.accent),
    };
    if let Some(fill) = fill {
        painter.rect_filled(rect, 4, fill);
    } else if response.hovered() {
        painter.rect_filled(rect, 4, palette.card);
    }
    if is_under || day.is_chosen {
        let width = if is_under { 2.0 } else { 1.0 };
        painter.rect_stroke(rect, 4, Stroke::new(width, palette.accent), StrokeKind::Inside);
    } else if response.hovered() {
        painter.rect_stroke(rect, 4, Stroke::new(1.0, palette.line), StrokeKind::Inside);
    }
    let is_today = date == clock::today();
    let family = if is_today { theme::semibold() } else { egui::FontFamily::Proportional };
    let number = date.day().to_string();
    let written = painter.text(rect.center(), Align2::CENTER_CENTER, number, FontId::new(theme::SMALL, family), text);
    if is_today {
        painter.hline(written.x_range(), written.bottom() + 1.0, Stroke::new(1.5, text));
    }
    if day.is_doubled {
        painter.circle_filled(rect.right_top() + vec2(-6.0, 6.0), 2.5, palette.warning);
    }
}
