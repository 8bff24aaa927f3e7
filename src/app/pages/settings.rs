//! The page of the project's settings, with the activity log below.

use std::sync::Arc;

use chrono_tz::Tz;
use egui::Ui;

use crate::edit::Edit;
use crate::model::{Activity, Project};

use super::super::command::Command;
use super::super::theme;
use super::changes::Changes;
use super::input::Input;
use super::widgets::{ROW, cell, note, row, rows, section};
use super::{head, read};

/// The page of the project's settings.
pub fn page_ui(ui: &mut Ui, project: &Arc<Project>, commands: &mut Vec<Command>) {
    head::title_ui(ui, &project.settings.name, "Project settings", None, commands);
    let mut changes = Changes::default();
    let mut copy = project.settings.clone();
    section(ui, "Project", |ui| {
        head::name_ui(ui, &mut changes, &mut copy.name);
        let typed = row(ui, "Time zone", |ui, label| {
            let input = Input::of(label).hint("Europe/Paris").width(240.0);
            input.checked(ui, &mut changes, &copy.time_zone, read::time_zone)
        });
        if let Some(zone) = typed {
            copy.time_zone = zone;
        }
        let typed = row(ui, "Default language", |ui, label| {
            let typed = Input::of(label).width(120.0).checked(ui, &mut changes, &copy.default_language, read::language);
            note(ui, "The language of texts without one.");
            typed
        });
        if let Some(language) = typed {
            copy.default_language = language;
        }
        let typed = row(ui, "Step limit", |ui, label| {
            let read = |text: &str| read::number(text, &(10..=100_000));
            let typed = Input::of(label).width(120.0).checked(ui, &mut changes, &copy.step_limit.to_string(), read);
            note(ui, "A simulated call that runs more actions than this is stopped.");
            typed
        });
        if let Some(limit) = typed {
            copy.step_limit = limit;
        }
    });
    changes.send(|| Edit::SetSettings { settings: copy }, commands);
    section(ui, "Activity", |ui| activity_ui(ui, project));
}

/// The log, newest first.
fn activity_ui(ui: &mut Ui, project: &Project) {
    if project.activity.is_empty() {
        note(ui, "Nothing yet. What is put in test and in production is noted here.");
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let zone: Tz = project.settings.time_zone.parse().unwrap_or(Tz::UTC);
    let count = project.activity.len();
    rows(ui, "activity", count, ROW, |ui, index| {
        if let Some(line) = count.checked_sub(index + 1).and_then(|place| project.activity.get(place)) {
            line_ui(ui, line, zone);
        }
    });
}

fn line_ui(ui: &mut Ui, line: &Activity, zone: Tz) {
    ui.horizontal(|ui| {
        let when = line.at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string();
        cell(ui, 120.0, |ui| ui.label(theme::weak(ui, when, theme::SMALL)));
        cell(ui, 96.0, |ui| ui.add(egui::Label::new(theme::weak(ui, line.who.as_str(), theme::SMALL)).truncate()));
        let width = ui.available_width();
        cell(ui, width, |ui| ui.add(egui::Label::new(line.what.as_str()).truncate()));
    });
}
