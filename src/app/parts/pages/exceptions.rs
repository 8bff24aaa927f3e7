//! The exceptions of a calendar: a month view to add days to an exception, and a list with inputs for every exception.

use chrono::{Datelike as _, NaiveDate};
use egui::{Color32, Id, Sense, Ui, vec2};

use crate::catalog::calendar::{exception_on, has_day};
use crate::clock;
use crate::model::resource::{Calendar, CalendarException};

use super::changes::Changes;
use super::input::Input;
use super::month::{self, Day, Look, MONTH};
use super::widgets::{self, List, cell, note, remove_button, section, warn};
use super::{holidays, hours, spans, week};
use crate::app::kit::{read, theme};

/// The exceptions of a calendar. `country` is that of the calendar, if it is known.
pub fn exceptions_ui(ui: &mut Ui, changes: &mut Changes, calendar: &mut Calendar, country: &str) {
    section(ui, "Exceptions", |ui| {
        note(
            ui,
            "On these days the weekly hours do not apply. If a day is in several exceptions, an exact date wins over a yearly date; otherwise the first exception in the list wins.",
        );
        let id = ui.make_persistent_id("month");
        let mut chosen = chosen(ui, id, calendar.exceptions.len());
        ui.horizontal_top(|ui| {
            let painted = ui
                .vertical(|ui| {
                    ui.set_width(MONTH);
                    month::month_ui(ui, id, |date| day(calendar, chosen, date))
                })
                .inner;
            ui.add_space(16.0);
            ui.vertical(|ui| {
                chosen = choose_ui(ui, id, &calendar.exceptions, chosen);
                legend_ui(ui);
            });
            if let Some((first, last, is_added)) = painted {
                paint(&mut calendar.exceptions, &mut chosen, (first, last), is_added, changes);
            }
        });
        ui.add_space(8.0);
        let followed = chosen.and_then(|chosen| calendar.exceptions.get(chosen)).cloned();
        list_ui(ui, changes, &mut calendar.exceptions, country);
        // After a change of the order, the same exception stays chosen.
        let mut now = calendar.exceptions.iter().position(|exception| Some(exception) == followed.as_ref());
        if let Some(added) = holidays::choice_ui(ui, holidays_id(ui), &calendar.exceptions, clock::today()) {
            if let Some((first, _)) = added.dates.first() {
                month::show(ui, id, *first);
            }
            now = Some(calendar.exceptions.len());
            calendar.exceptions.push(added);
            changes.step();
        }
        ui.data_mut(|data| data.insert_temp(id.with("chosen"), now.or(chosen)));
    });
}

/// The id of the open choice of public holidays.
fn holidays_id(ui: &Ui) -> Id {
    ui.make_persistent_id("holidays")
}

/// The exception that gets the days; none means a new one.
fn chosen(ui: &Ui, id: Id, count: usize) -> Option<usize> {
    let stored = ui.data(|data| data.get_temp::<Option<usize>>(id.with("chosen")));
    stored.unwrap_or((count > 0).then_some(0)).filter(|chosen| *chosen < count)
}

/// The hours that apply on a day.
fn day(calendar: &Calendar, chosen: Option<usize>, date: NaiveDate) -> Day {
    let having: Vec<(usize, &CalendarException)> =
        calendar.exceptions.iter().enumerate().filter(|(_, exception)| has_day(exception, date)).collect();
    let applies = exception_on(calendar, date);
    let weekday = usize::try_from(date.weekday().num_days_from_monday()).unwrap_or(0);
    let usual = calendar.week.get(weekday).map_or(&[][..], Vec::as_slice);
    let (look, mut words) = match applies {
        Some(exception) => {
            let look = if exception.hours.is_empty() { Look::Exception } else { Look::OwnHours };
            (look, format!("{}: {}", exception.name, hours_words(&exception.hours)))
        }
        None if usual.is_empty() => (Look::Closed, "closed, as usual".to_owned()),
        None => (Look::Open, format!("{}, as usual", hours_words(usual))),
    };
    for (_, other) in having.iter().filter(|(_, other)| applies.is_none_or(|applies| !std::ptr::eq(*other, applies))) {
        words = format!("{words}; also in {}, which does not count", other.name);
    }
    let is_chosen = having.iter().any(|(index, _)| Some(*index) == chosen);
    Day { look, words, is_doubled: having.len() > 1, is_chosen }
}

fn hours_words(own: &[crate::model::resource::Hours]) -> String {
    hours::words(own, "closed")
}

/// The list to choose the exception that gets the days.
fn choose_ui(ui: &mut Ui, id: Id, exceptions: &[CalendarException], chosen: Option<usize>) -> Option<usize> {
    let mut now = chosen;
    ui.spacing_mut().item_spacing.y = 2.0;
    cell(ui, ui.available_width(), |ui| {
        ui.label(theme::weak(ui, "Click days, or drag over them, to add them to:", theme::CAPTION));
    });
    for (index, exception) in exceptions.iter().enumerate() {
        let color = if exception.hours.is_empty() { theme::of(ui).error } else { theme::of(ui).accent };
        let hours = hours_words(&exception.hours);
        if choice_ui(ui, &exception.name, &hours, Some(color), chosen == Some(index), index) {
            now = Some(index);
            if let Some((first, _)) = exception.dates.first() {
                month::show(ui, id, *first);
            }
        }
    }
    if choice_ui(ui, "A new exception", "", None, chosen.is_none(), exceptions.len()) {
        now = None;
    }
    if now.is_none() && exceptions.len() >= Calendar::MAX_EXCEPTIONS {
        warn(ui, "A calendar can have at most six exceptions. Choose one of them for the days, or remove one first.");
    }
    now
}

/// A selectable row: a dot, a name, and the hours at the right.
fn choice_ui(ui: &mut Ui, name: &str, hours: &str, dot: Option<Color32>, is_chosen: bool, index: usize) -> bool {
    let palette = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::click());
    let words = format!("Days go to {name}");
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::RadioButton, ui.is_enabled(), is_chosen, &words));
    if is_chosen || response.hovered() {
        ui.painter().rect_filled(rect, 4, if is_chosen { palette.selected } else { palette.card });
    }
    let mark = rect.left_center() + vec2(14.0, 0.0);
    match dot {
        Some(color) => ui.painter().circle_filled(mark, 4.0, color),
        None => ui.painter().circle_stroke(mark, 3.5, egui::Stroke::new(1.0, palette.weak)),
    };
    let inner = egui::UiBuilder::new().max_rect(rect.shrink2(vec2(8.0, 0.0))).id_salt(("choice", index));
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    ui.scope_builder(inner.layout(layout), |ui| {
        ui.style_mut().interaction.selectable_labels = false;
        // The hours take at most half of the width, so that the name stays visible.
        ui.scope(|ui| {
            ui.set_max_width(rect.width() / 2.0 - 16.0);
            ui.add(egui::Label::new(theme::weak(ui, hours, theme::SMALL)).truncate());
        });
        ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.add_space(16.0);
            ui.add(egui::Label::new(name).truncate());
        });
    });
    response.clicked()
}

fn legend_ui(ui: &mut Ui) {
    let palette = theme::of(ui);
    ui.add_space(6.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 2.0);
        for (color, words) in
            [(palette.error, "closed"), (palette.accent, "own hours"), (palette.warning, "in several exceptions")]
        {
            let (rect, _) = ui.allocate_exact_size(vec2(6.0, 16.0), Sense::hover());
            ui.painter().circle_filled(rect.center(), 3.0, color);
            ui.label(theme::weak(ui, words, theme::CAPTION));
            ui.add_space(4.0);
        }
    });
}

/// Adds days to the chosen exception or to a new one, or removes days from the chosen exception.
fn paint(
    exceptions: &mut Vec<CalendarException>,
    chosen: &mut Option<usize>,
    (first, last): (NaiveDate, NaiveDate),
    is_added: bool,
    changes: &mut Changes,
) {
    if chosen.is_none() {
        if exceptions.len() >= Calendar::MAX_EXCEPTIONS {
            return;
        }
        *chosen = Some(exceptions.len());
        exceptions.push(new_exception(exceptions, Vec::new()));
    }
    let Some(exception) = chosen.and_then(|chosen| exceptions.get_mut(chosen)) else { return };
    // The day after the last one. The last date of all has none: the spans stay unchanged.
    let Some(end) = last.succ_opt() else { return };
    let with_end = |(first, last): &(NaiveDate, NaiveDate)| Some((*first, last.succ_opt()?));
    let Some(mut days) = exception.dates.iter().map(with_end).collect::<Option<Vec<_>>>() else { return };
    spans::paint(&mut days, (first, end), is_added);
    exception.dates = days.into_iter().filter_map(|(first, end)| Some((first, end.pred_opt()?))).collect();
    changes.step();
}

/// An exception with an unused name.
fn new_exception(exceptions: &[CalendarException], dates: Vec<(NaiveDate, NaiveDate)>) -> CalendarException {
    let is_free = |name: &String| exceptions.iter().all(|exception| exception.name != *name);
    let name = (exceptions.len() + 1..2 * exceptions.len() + 2)
        .map(|number| format!("Exception {number}"))
        .find(is_free)
        .unwrap_or_default();
    CalendarException { name, dates, ..CalendarException::default() }
}

fn list_ui(ui: &mut Ui, changes: &mut Changes, exceptions: &mut Vec<CalendarException>, country: &str) {
    let name = |_: usize, exception: &CalendarException| format!("exception {}", exception.name);
    List { least: 0, is_ordered: true }.show(ui, changes, exceptions, name, exception_ui);
    let can_add = exceptions.len() < Calendar::MAX_EXCEPTIONS;
    let id = holidays_id(ui);
    ui.horizontal(|ui| {
        let mut button = |words| {
            let button = ui.add_enabled(can_add, egui::Button::new(words));
            button.on_disabled_hover_text("A calendar can have at most six exceptions.").clicked()
        };
        let (is_added, is_opened) = (button("Add an exception"), button("Add public holidays…"));
        let day = clock::today();
        if is_added {
            exceptions.push(new_exception(exceptions, vec![(day, day)]));
            changes.step();
        } else if is_opened {
            holidays::open(ui, id, country, exceptions, day);
        }
    });
}

fn exception_ui(ui: &mut Ui, changes: &mut Changes, index: usize, exception: &mut CalendarException) {
    let number = index + 1;
    widgets::row(ui, &format!("Exception {number}"), |ui, label| {
        let typed = Input::of(label).short().width(240.0).checked(ui, changes, &exception.name, read::name);
        if let Some(name) = typed {
            exception.name = name;
        }
    });
    widgets::row(ui, "Days", |ui, _| {
        let yearly = exception.yearly.iter().map(|days| (*days, true));
        let mut days = exception.dates.iter().map(|days| (*days, false)).chain(yearly).collect::<Vec<_>>();
        dates_ui(ui, changes, number, &mut days);
        let of = |is_yearly| days.iter().filter(move |days| days.1 == is_yearly).map(|days| days.0).collect();
        (exception.dates, exception.yearly) = (of(false), of(true));
    });
    week::day_ui(ui, changes, "Hours", &format!("Hours of exception {number}"), &mut exception.hours);
    ui.add_space(8.0);
}

/// Days or ranges of days, first and last included, and whether they come again every year.
fn dates_ui(ui: &mut Ui, changes: &mut Changes, number: usize, dates: &mut Vec<((NaiveDate, NaiveDate), bool)>) {
    let mut removed = None;
    let count = dates.len();
    for (index, ((first, last), is_yearly)) in dates.iter_mut().enumerate() {
        let which = format!("Exception {number}, days {}", index + 1);
        ui.horizontal_top(|ui| {
            let is_day = first == last;
            if let Some(day) = date_ui(ui, changes, &format!("{which}: first"), *first) {
                *first = day;
                // A single day stays a single day, and a range never ends before it begins.
                *last = if is_day { day } else { day.max(*last) };
            }
            cell(ui, 8.0, |ui| ui.label("–"));
            if let Some(day) = date_ui(ui, changes, &format!("{which}: last"), *last) {
                *last = day;
                *first = day.min(*first);
            }
            let tick = ui.checkbox(is_yearly, "every year").accessible_name(format!("{which}: every year"));
            if tick.changed() {
                changes.step();
            }
            if remove_button(ui, &which) {
                removed = Some(index);
            }
            if index + 1 == count && widgets::sign_button(ui, "+", &format!("Add days to exception {number}"), true) {
                removed = Some(usize::MAX);
            }
        });
    }
    if dates.is_empty() && ui.button("Add days").accessible_name(format!("Add days to exception {number}")).clicked() {
        removed = Some(usize::MAX);
    }
    match removed {
        Some(usize::MAX) => {
            let day = dates.last().and_then(|((_, last), _)| last.succ_opt()).unwrap_or_else(clock::today);
            dates.push(((day, day), false));
        }
        Some(index) => drop(dates.remove(index)),
        None => return,
    }
    changes.step();
}

fn date_ui(ui: &mut Ui, changes: &mut Changes, name: &str, date: NaiveDate) -> Option<NaiveDate> {
    Input::named(name).width(96.0).checked(ui, changes, &date.to_string(), read::date)
}
