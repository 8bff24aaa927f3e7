//! Calendars: the opening hours of a week and the time zone. Exceptions are in `exceptions.rs`.

use egui::Ui;

use crate::catalog::country;
use crate::model::Project;
use crate::model::resource::Calendar;

use super::changes::Changes;
use super::exceptions;
use super::input::Input;
use super::week::{self, OPENING};
use super::widgets::{self, note, section};
use crate::app::kit::read;

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
        note(
            ui,
            "Drag over the strips to open or close half hours, or type the hours next to them: 8:45-12, 13:30-18.",
        );
        week::week_ui(ui, changes, &mut calendar.week, OPENING);
    });
    let country = match calendar.time_zone.as_str() {
        "" => country::of(&project.settings),
        zone => country::of_zone(zone),
    };
    exceptions::exceptions_ui(ui, changes, calendar, country);
}
