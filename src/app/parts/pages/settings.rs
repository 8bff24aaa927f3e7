//! The page of the project's settings.

use std::sync::Arc;

use egui::Ui;

use crate::catalog::country;
use crate::edit::Edit;
use crate::model::Project;
use crate::model::limits::MAX_STEP_LIMIT;

use super::changes::Changes;
use super::head;
use super::input::Input;
use super::widgets::{note, row, section};
use crate::app::command::{Command, New, Tab};
use crate::app::kit::{read, theme};

/// The page of the project's settings.
pub fn page_ui(ui: &mut Ui, project: &Arc<Project>, commands: &mut Vec<Command>) {
    head::title_ui(ui, &project.settings.name, "Project settings", head::Acts::default(), commands);
    if project.routings.is_empty() {
        first_steps_ui(ui, commands);
    }
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
        let proposed = country::of_zone(&copy.time_zone);
        let typed = row(ui, "Default country", |ui, label| {
            let hint = if proposed.is_empty() { "None" } else { proposed };
            let input = Input::of(label).hint(hint).width(120.0);
            let typed =
                input.checked(ui, &mut changes, &copy.default_country, |text| read::perhaps(text, read::country));
            note(
                ui,
                "Two letters, such as FR. National phone numbers and typed dates are read as in this country. Empty means the country of the time zone.",
            );
            typed
        });
        if let Some(country) = typed {
            copy.default_country = country.unwrap_or_default();
        }
        let typed = row(ui, "Default language", |ui, label| {
            let typed = Input::of(label).width(120.0).checked(ui, &mut changes, &copy.default_language, read::language);
            note(ui, "The language of texts without a language code.");
            if ui.link("Phrases: the sentences that the system says").clicked() {
                commands.push(Command::open_tab(Tab::Phrases));
            }
            typed
        });
        if let Some(language) = typed {
            copy.default_language = language;
        }
        let typed = row(ui, "Step limit", |ui, label| {
            let read = |text: &str| read::number(text, &(1..=MAX_STEP_LIMIT));
            let typed = Input::of(label).width(120.0).checked(ui, &mut changes, &copy.step_limit.to_string(), read);
            note(ui, "A simulated call that runs more actions than this is stopped.");
            typed
        });
        if let Some(limit) = typed {
            copy.step_limit = limit;
        }
    });
    changes.send(|| Edit::SetSettings { settings: copy }, commands);
}

/// First steps in an empty project.
fn first_steps_ui(ui: &mut Ui, commands: &mut Vec<Command>) {
    section(ui, "First steps", |ui| {
        note(
            ui,
            "A smart routing says what happens to calls, emails or chats that arrive. Draw its first version, try it, then",
        );
        note(ui, "put it in production. Entry points, people, queues and calendars can be added when they are needed.");
        ui.add_space(6.0);
        if ui.add(theme::primary_button(ui, "Create your first smart routing")).clicked() {
            commands.push(Command::New(New::Routing));
        }
    });
}
