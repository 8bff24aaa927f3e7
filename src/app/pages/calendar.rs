//! Calendars: opening hours of the week, up to six exceptions, and a time zone.

use chrono::{NaiveDate, NaiveTime};
use egui::Ui;

use crate::model::Project;
use crate::model::resource::{Calendar, CalendarException, Hours};

use super::super::theme;
use super::changes::Changes;
use super::input::Input;
use super::read;
use super::widgets::{self, List, cell, note, remove_button, section, warn};

/// Most exceptions (spec: domain §2).
const MAX_EXCEPTIONS: usize = 6;
/// Width of an input for a time of day.
const TIME: f32 = 56.0;

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Opening hours and exceptions.
pub fn calendar_ui(ui: &mut Ui, changes: &mut Changes, calendar: &mut Calendar, project: &Project) {
    section(ui, "Opening hours", |ui| {
        let zone = &project.settings.time_zone;
        let typed = widgets::row(ui, "Time zone", |ui, label| {
            let hint = format!("{zone}, as the project");
            let read = |text: &str| read::perhaps(text, read::time_zone);
            Input::of(label).hint(&hint).width(240.0).checked(ui, changes, &calendar.time_zone, read)
        });
        if let Some(zone) = typed {
            calendar.time_zone = zone.unwrap_or_default();
        }
        for (day, hours) in DAYS.iter().zip(&mut calendar.week) {
            widgets::row(ui, day, |ui, _| hours_ui(ui, changes, day, hours));
        }
        if ui
            .button("Same hours Monday to Friday")
            .on_hover_text("Copies Monday's hours to the days until Friday")
            .clicked()
        {
            let [monday, others @ ..] = &mut calendar.week;
            for day in others.iter_mut().take(4) {
                day.clone_from(monday);
            }
            changes.step();
        }
        note(ui, "Hours that end at 00:00 last until midnight.");
    });
    exceptions_ui(ui, changes, &mut calendar.exceptions);
}

/// The opening hours of a day: a line each, and a button that adds one.
fn hours_ui(ui: &mut Ui, changes: &mut Changes, day: &str, hours: &mut Vec<Hours>) {
    let mut removed = None;
    let count = hours.len();
    for (index, (from, until)) in hours.iter_mut().enumerate() {
        let which = if count == 1 { day.to_owned() } else { format!("{day}, {}", index + 1) };
        ui.horizontal_top(|ui| {
            time_ui(ui, changes, &format!("{which}: from"), from);
            cell(ui, 8.0, |ui| ui.label("–"));
            time_ui(ui, changes, &format!("{which}: until"), until);
            if remove_button(ui, &format!("hours of {which}")) {
                removed = Some(index);
            }
            if index + 1 == count && *until != NaiveTime::MIN && add_button(ui, day) {
                removed = Some(usize::MAX);
            }
        });
        if *until <= *from && *until != NaiveTime::MIN {
            warn(ui, "These hours end before they begin; they never apply.");
        }
    }
    if hours.is_empty() {
        ui.horizontal(|ui| {
            cell(ui, 2.0 * TIME + 24.0, |ui| ui.label(theme::weak(ui, "Closed", theme::BODY)));
            if add_button(ui, day) {
                removed = Some(usize::MAX);
            }
        });
    }
    if overlap(hours) {
        warn(ui, "Two of these overlap.");
    }
    match removed {
        Some(usize::MAX) => hours.push(next_hours(hours)),
        Some(index) => drop(hours.remove(index)),
        None => return,
    }
    changes.step();
}

fn add_button(ui: &mut Ui, day: &str) -> bool {
    widgets::sign_button(ui, "+", &format!("Add hours to {day}"), true)
}

fn time_ui(ui: &mut Ui, changes: &mut Changes, name: &str, time: &mut NaiveTime) {
    let shown = time.format("%H:%M").to_string();
    if let Some(typed) = Input::named(name).width(TIME).checked(ui, changes, &shown, read::time) {
        *time = typed;
    }
}

/// What is added: a working day, or the rest of the day after the last hours.
fn next_hours(hours: &[Hours]) -> Hours {
    let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    hours.last().map_or((hour(9), hour(18)), |(_, until)| (*until, NaiveTime::MIN))
}

fn overlap(hours: &[Hours]) -> bool {
    let ends_after = |until: NaiveTime, from: NaiveTime| until == NaiveTime::MIN || until > from;
    let mut sorted = hours.to_vec();
    sorted.sort();
    sorted.windows(2).any(|pair| matches!(pair, [(_, until), (from, _)] if ends_after(*until, *from)))
}

fn exceptions_ui(ui: &mut Ui, changes: &mut Changes, exceptions: &mut Vec<CalendarException>) {
    section(ui, "Exceptions", |ui| {
        note(ui, "On these days the hours of the week do not apply. The first exception that has the day wins.");
        let name = |_: usize, exception: &CalendarException| format!("exception {}", exception.name);
        List { least: 0, is_ordered: true }.show(ui, changes, exceptions, name, exception_ui);
        let can_add = exceptions.len() < MAX_EXCEPTIONS;
        let button = ui.add_enabled(can_add, egui::Button::new("Add an exception"));
        if button.on_disabled_hover_text("There are six at most.").clicked() {
            let day = crate::clock::today();
            exceptions.push(CalendarException {
                name: format!("Exception {}", exceptions.len() + 1),
                dates: vec![(day, day)],
                hours: Vec::new(),
            });
            changes.step();
        }
    });
}

fn exception_ui(ui: &mut Ui, changes: &mut Changes, index: usize, exception: &mut CalendarException) {
    let number = index + 1;
    widgets::row(ui, &format!("Exception {number}"), |ui, label| {
        let typed = Input::of(label).width(240.0).checked(ui, changes, &exception.name, read::name);
        if let Some(name) = typed {
            exception.name = name;
        }
    });
    widgets::row(ui, "Days", |ui, _| dates_ui(ui, changes, number, &mut exception.dates));
    widgets::row(ui, "Own hours", |ui, _| hours_ui(ui, changes, &format!("exception {number}"), &mut exception.hours));
    ui.add_space(8.0);
}

/// Days or ranges of days, first and last included.
fn dates_ui(ui: &mut Ui, changes: &mut Changes, number: usize, dates: &mut Vec<(NaiveDate, NaiveDate)>) {
    let mut removed = None;
    let count = dates.len();
    for (index, (first, last)) in dates.iter_mut().enumerate() {
        let which = format!("Exception {number}, days {}", index + 1);
        ui.horizontal_top(|ui| {
            let is_day = first == last;
            if let Some(day) = date_ui(ui, changes, &format!("{which}: first"), *first) {
                *first = day;
                // A single day stays one, and a range never ends before it begins.
                *last = if is_day { day } else { day.max(*last) };
            }
            cell(ui, 8.0, |ui| ui.label("–"));
            if let Some(day) = date_ui(ui, changes, &format!("{which}: last"), *last) {
                *last = day;
                *first = day.min(*first);
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
            let day = dates.last().and_then(|(_, last)| last.succ_opt()).unwrap_or_else(crate::clock::today);
            dates.push((day, day));
        }
        Some(index) => drop(dates.remove(index)),
        None => return,
    }
    changes.step();
}

fn date_ui(ui: &mut Ui, changes: &mut Changes, name: &str, date: NaiveDate) -> Option<NaiveDate> {
    Input::named(name).width(96.0).checked(ui, changes, &date.to_string(), read::date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(text: &str) -> Vec<Hours> {
        let time = |text: &str| read::time(text).unwrap();
        text.split_whitespace().map(|it| it.split_once('-').unwrap()).map(|(a, b)| (time(a), time(b))).collect()
    }

    #[test]
    fn overlaps_are_found_and_hours_are_continued() {
        assert!(!overlap(&hours("08:00-12:00 12:00-00:00")));
        assert!(overlap(&hours("13:00-18:00 08:00-14:00")));
        assert!(overlap(&hours("08:00-00:00 13:00-14:00")));
        assert_eq!(next_hours(&[]), hours("09:00-18:00")[0]);
        assert_eq!(next_hours(&hours("08:00-12:00")), hours("12:00-00:00")[0]);
    }
}
