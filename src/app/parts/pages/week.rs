//! Hours by half hours: one strip per day to drag over, with the same hours as text next to it.

use std::ops::RangeInclusive;

use egui::{
    Align, Align2, CursorIcon, FontId, Id, Layout, PointerButton, Pos2, Rangef, Rect, Response, Role, Sense, Stroke,
    StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use crate::catalog::calendar::typed::DAYS;
use crate::model::resource::{Hours, Week};

use super::changes::Changes;
use super::hours::{self, SLOTS};
use super::input::Input;
use super::widgets::{self, ROW};
use crate::app::kit::theme;

/// Width of the day names.
const NAME: f32 = 80.0;
/// Minimum width of the text input.
const TEXT: f32 = 176.0;
/// Width of the menu button of a day.
const MENU: f32 = 24.0;
/// Maximum width of a half hour.
const WIDEST: f32 = 9.0;
/// Minimum width of a half hour.
const NARROWEST: f32 = 4.0;
/// Half hours between two numbers of the scale.
const SCALE: usize = 6;

/// The words for a kind of hours.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// A day without hours.
    pub none: &'static str,
    /// The action that adds hours.
    pub open: &'static str,
    /// The action that removes hours.
    pub close: &'static str,
}

/// Opening hours.
pub const OPENING: Words = Words { none: "Closed", open: "Open", close: "Close" };
/// Working hours.
pub const WORK: Words = Words { none: "Off", open: "At work", close: "Off" };

/// A painting gesture: the day and half hour where it began, and whether it adds or removes hours.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Painting {
    day: usize,
    slot: usize,
    is_open: bool,
}

/// A half hour of a day.
type Cell = (usize, usize);

/// The hours of a week.
pub fn week_ui(ui: &mut Ui, changes: &mut Changes, week: &mut Week, words: Words) {
    let slot = slot_width(ui, MENU);
    scale_ui(ui, slot);
    let mut copied = None;
    let strips = ui
        .scope(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let days = DAYS.iter().zip(&mut *week).enumerate();
            let rows = days.map(|(day, (name, hours))| {
                row_ui(ui, changes, (name, &format!("Hours of {name}")), slot, (hours, words), |ui| {
                    if let Some(copy) = day_menu(ui, day, name, words) {
                        copied = Some(copy);
                    }
                })
            });
            rows.collect::<Vec<Response>>()
        })
        .inner;
    if let Some((from, to)) = copied {
        let hours = from.and_then(|from| week.get(from)).cloned().unwrap_or_default();
        for day in week.iter_mut().take(to.end() + 1).skip(*to.start()) {
            day.clone_from(&hours);
        }
        changes.step();
    }
    paint_ui(ui, changes, &Strips { names: &DAYS, days: &strips, slot, words }, week);
}

/// The hours of a single day, with a name that is unique on the page: a text, and a strip next to it or below it.
pub fn day_ui(ui: &mut Ui, changes: &mut Changes, label: &str, name: &str, hours: &mut Vec<Hours>) {
    widgets::row(ui, label, |ui, _| {
        let slot = ((ui.available_width() - TEXT - ui.spacing().item_spacing.x) / units(SLOTS)).floor();
        let is_beside = slot >= NARROWEST;
        let slot = if is_beside { slot } else { ui.available_width() / units(SLOTS) }.clamp(2.0, WIDEST / 2.0).floor();
        let layout = Layout::left_to_right(Align::Min).with_main_wrap(!is_beside);
        let strip = ui.with_layout(layout, |ui| {
            text_ui(ui, changes, name, TEXT, (&mut *hours, OPENING));
            strip_room(ui, name, slot)
        });
        let mut day = [std::mem::take(hours)];
        let strips = Strips { names: &[""], days: &[strip.inner], slot, words: OPENING };
        paint_ui(ui, changes, &strips, &mut day);
        let [painted] = day;
        *hours = painted;
    });
}

/// The width of a half hour, in whole points, so that all strips look alike.
fn slot_width(ui: &Ui, menu: f32) -> f32 {
    let room = ui.available_width() - NAME - TEXT - menu - 3.0 * ui.spacing().item_spacing.x;
    (room / units(SLOTS)).floor().clamp(NARROWEST, WIDEST)
}

/// The hours of the day above the strips.
fn scale_ui(ui: &mut Ui, slot: f32) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 16.0), Sense::hover());
    let color = theme::of(ui).weak;
    for hour in (0..=SLOTS).step_by(SCALE) {
        let at = pos2(rect.left() + NAME + ui.spacing().item_spacing.x + units(hour) * slot, rect.center().y);
        let words = (hour / 2).to_string();
        ui.painter().text(at, Align2::CENTER_CENTER, words, FontId::proportional(theme::CAPTION), color);
    }
}

/// The row of a day: its name, its strip, its hours as text, and extra widgets. Returns the strip.
fn row_ui(
    ui: &mut Ui,
    changes: &mut Changes,
    (label, name): (&str, &str),
    slot: f32,
    (hours, words): (&mut Vec<Hours>, Words),
    more: impl FnOnce(&mut Ui),
) -> Response {
    ui.push_id(name, |ui| {
        ui.horizontal_top(|ui| {
            widgets::cell(ui, NAME, |ui| ui.add(egui::Label::new(theme::weak(ui, label, theme::BODY)).truncate()));
            let strip = strip_room(ui, name, slot);
            let width = ui.available_width() - MENU - ui.spacing().item_spacing.x;
            text_ui(ui, changes, name, width.max(TEXT), (hours, words));
            more(ui);
            strip
        })
        .inner
    })
    .inner
}

/// The area of a strip. The keyboard does not reach the strip and uses the text instead.
fn strip_room(ui: &mut Ui, name: &str, slot: f32) -> Response {
    let (_, strip) = ui.allocate_exact_size(vec2(units(SLOTS) * slot, ROW), Sense::DRAG);
    strip.widget_info(|| WidgetInfo::labeled(Role::Image, ui.is_enabled(), format!("{name}, by half hours")));
    strip
}

/// The hours as text.
fn text_ui(ui: &mut Ui, changes: &mut Changes, name: &str, width: f32, (hours, words): (&mut Vec<Hours>, Words)) {
    let input = Input::named(name).width(width).send_on_leave();
    if let Some(typed) = input.checked(ui, changes, &hours::words(hours, words.none), hours::read) {
        *hours = typed;
    }
}

/// The menu of a day. Returns the day to copy, or none to clear, and the days to change.
fn day_menu(ui: &mut Ui, day: usize, name: &str, words: Words) -> Option<(Option<usize>, RangeInclusive<usize>)> {
    let mut chosen = None;
    ui.spacing_mut().button_padding = Vec2::splat(4.0);
    let button = egui::Button::new("").frame_when_inactive(false).min_size(vec2(MENU, ROW));
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        let none = if words.none == OPENING.none { OPENING.close } else { words.none };
        let options =
            [("Copy to weekdays", Some(day), 0..=4), ("Copy to all days", Some(day), 0..=6), (none, None, day..=day)];
        for (option, from, to) in options {
            if ui.button(option).clicked() {
                chosen = Some((from, to));
                ui.close();
            }
        }
    });
    for x in [-4.0, 0.0, 4.0] {
        ui.painter().circle_filled(response.rect.center() + vec2(x, 0.0), 1.3, theme::of(ui).weak);
    }
    response.on_hover_text(format!("Copy {name}'s hours, or clear them")).accessible_name(format!("Copy {name}"));
    chosen
}

/// The strips that hours are painted on.
#[derive(Clone, Copy)]
struct Strips<'a> {
    /// The names of the days.
    names: &'a [&'a str],
    /// A strip per day.
    days: &'a [Response],
    /// The width of a half hour, in points.
    slot: f32,
    /// The words for the hours.
    words: Words,
}

/// Draws the hours on the strips and handles painting with the pointer: one change on release.
fn paint_ui(ui: &Ui, changes: &mut Changes, strips: &Strips<'_>, days: &mut [Vec<Hours>]) {
    let Strips { names, days: strips, slot, words } = *strips;
    let Some(first) = strips.first() else { return };
    let id = first.id.with("painting");
    let cell = ui.input(|input| input.pointer.interact_pos()).and_then(|at| cell_at(strips, at, slot));
    let painting = painting(ui, id, strips, days, slot);
    if let (Some(painting), Some(cell)) = (painting, cell) {
        let mut painted = days.to_vec();
        paint(&mut painted, painting, cell);
        for (strip, hours) in strips.iter().zip(&painted) {
            strip_ui(ui, strip.rect, hours, slot);
        }
        outline_ui(ui, strips, (painting.day, painting.slot), cell, slot);
        if strips.iter().any(Response::drag_stopped) {
            ui.data_mut(|data| data.remove::<Painting>(id));
            if painted != days {
                days.clone_from_slice(&painted);
                changes.step();
            }
        } else if let Some(strip) = strips.iter().find(|strip| strip.dragged()) {
            let act = if painting.is_open { words.open } else { words.close };
            let range = hours::slot_words(painting.slot.min(cell.1), painting.slot.max(cell.1));
            let words = format!("{act}: {}", place(&range, names, painting.day, cell.0));
            let beside = egui::Popup::from_response(strip).kind(egui::PopupKind::Tooltip).at_pointer().gap(16.0);
            beside.show(|ui| ui.add(egui::Label::new(words).extend()));
        }
        return;
    }
    for (strip, hours) in strips.iter().zip(days.iter()) {
        strip_ui(ui, strip.rect, hours, slot);
    }
    if let Some((strip, cell)) = strips.iter().find(|strip| strip.hovered()).zip(cell) {
        outline_ui(ui, strips, cell, cell, slot);
        let words = place(&hours::slot_words(cell.1, cell.1), names, cell.0, cell.0);
        strip.clone().on_hover_text_at_pointer(words).on_hover_cursor(CursorIcon::Crosshair);
    }
}

/// The painting gesture, from press to release; *Esc* cancels it.
fn painting(ui: &Ui, id: Id, strips: &[Response], days: &[Vec<Hours>], slot: f32) -> Option<Painting> {
    if let Some(day) = strips.iter().position(|strip| strip.drag_started_by(PointerButton::Primary)) {
        let at = ui.input(|input| input.pointer.press_origin())?;
        let (_, slot) = cell_at(strips, at, slot)?;
        let is_open = !days.get(day).is_some_and(|hours| hours::is_open(hours, slot));
        ui.data_mut(|data| data.insert_temp(id, Painting { day, slot, is_open }));
    }
    let is_over = !strips.iter().any(|strip| strip.dragged() || strip.drag_stopped());
    if is_over || ui.input(|input| input.key_pressed(egui::Key::Escape)) {
        ui.data_mut(|data| data.remove::<Painting>(id));
    }
    ui.data(|data| data.get_temp(id))
}

/// The half hour nearest to a point.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place within the strip")]
fn cell_at(strips: &[Response], at: Pos2, slot: f32) -> Option<Cell> {
    let distance = |strip: &Response| strip.rect.y_range().clamp(at.y) - at.y;
    let nearest = |(_, one): &(usize, &Response), (_, other): &(usize, &Response)| {
        distance(one).abs().total_cmp(&distance(other).abs())
    };
    let (day, strip) = strips.iter().enumerate().min_by(nearest)?;
    let from_left = ((at.x - strip.rect.left()) / slot).clamp(0.0, units(SLOTS - 1));
    Some((day, from_left as usize))
}

fn paint(days: &mut [Vec<Hours>], painting: Painting, (day, slot): Cell) {
    let (first, last) = (painting.day.min(day), painting.day.max(day));
    for hours in days.iter_mut().take(last + 1).skip(first) {
        hours::paint(hours, painting.slot, slot, painting.is_open);
    }
}

/// Days and hours as text: *Tuesday 08:30–09:00*.
fn place(range: &str, names: &[&str], one: usize, other: usize) -> String {
    let name = |day: usize| names.get(day).copied().unwrap_or_default();
    let days = match (one.min(other), one.max(other)) {
        (first, last) if first == last => name(first).to_owned(),
        (first, last) => format!("{} to {}", name(first), name(last)),
    };
    format!("{days} {range}").trim_start().to_owned()
}

/// A strip with its hours, drawn to the exact time.
fn strip_ui(ui: &Ui, rect: Rect, hours: &[Hours], slot: f32) {
    if !ui.is_rect_visible(rect) {
        return;
    }
    let palette = theme::of(ui);
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let rect = rect.shrink2(vec2(0.0, 2.0));
    painter.rect_filled(rect, 4, palette.canvas);
    for (from, until) in hours::parts(hours) {
        let x = Rangef::new(rect.left() + from * rect.width(), rect.left() + until * rect.width());
        painter.rect_filled(Rect::from_x_y_ranges(x, rect.y_range()), 3, palette.accent.gamma_multiply(0.72));
    }
    for hour in (2..SLOTS).step_by(2) {
        let strength = if hour.is_multiple_of(SCALE) { 1.0 } else { 0.45 };
        let x = rect.left() + units(hour) * slot;
        painter.vline(x, rect.y_range(), Stroke::new(1.0, palette.line.gamma_multiply(strength)));
    }
    painter.rect_stroke(rect, 4, Stroke::new(1.0, palette.line), StrokeKind::Inside);
}

/// A frame around half hours.
fn outline_ui(ui: &Ui, strips: &[Response], one: Cell, other: Cell, slot: f32) {
    let cell = |(day, place): Cell| {
        let rect = strips.get(day)?.rect.shrink2(vec2(0.0, 2.0));
        Some(Rect::from_min_size(rect.min + vec2(units(place) * slot, 0.0), vec2(slot, rect.height())))
    };
    let Some((one, other)) = cell(one).zip(cell(other)) else { return };
    ui.painter().rect_stroke(one.union(other), 3, Stroke::new(1.5, theme::of(ui).text), StrokeKind::Outside);
}

#[allow(clippy::cast_precision_loss, reason = "half hours of a day")]
fn units(slots: usize) -> f32 {
    slots as f32
}
