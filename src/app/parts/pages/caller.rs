//! The page of a caller: who calls in a simulation, and what the company knows about the caller.

use std::sync::Arc;

use egui::Ui;

use crate::catalog::text::shorten;
use crate::edit::Edit;
use crate::lint::variables::writable_paths;
use crate::model::{Caller, CallerId, Channel, Contact, Project};

use super::changes::Changes;
use super::input::{Input, Name, choice, toggle};
use super::people::users_or;
use super::used::used_ui;
use super::widgets::{self, List, add_menu, captions, note, row, section, text, warn};
use super::{create, customer, head};
use crate::app::command::Command;
use crate::app::kit::read;

/// The oldest past contact, in hours before the call: ten years.
const MAX_HOURS: u32 = 87_600;

/// The page of a caller.
pub fn page_ui(ui: &mut Ui, caller: &Arc<Caller>, project: &Arc<Project>, commands: &mut Vec<Command>) {
    let delete = Command::edit(Edit::DeleteCaller { caller: caller.id });
    let duplicate = || {
        let name = create::copy_name(&caller.name);
        let caller = Box::new(Caller { id: CallerId::default(), name, ..(**caller).clone() });
        Command::edit(Edit::StoreCaller { caller })
    };
    let acts = head::Acts { delete: Some(delete), duplicate: Some(&duplicate) };
    head::title_ui(ui, &caller.name, "Caller", acts, commands);
    let mut changes = Changes::default();
    let mut copy = (**caller).clone();
    cards_ui(ui, &mut changes, &mut copy, project);
    changes.send(|| Edit::StoreCaller { caller: Box::new(copy) }, commands);
    used_ui(ui, caller.id.into(), project, commands);
}

/// The cards of a caller.
pub fn cards_ui(ui: &mut Ui, changes: &mut Changes, caller: &mut Caller, project: &Project) {
    who_ui(ui, changes, caller, project);
    marketing_ui(ui, changes, caller);
    contacts_ui(ui, changes, &mut caller.contacts, project);
    customer::owners_ui(ui, changes, caller, project);
    customer::writing_ui(ui, changes, caller);
    variables_ui(ui, changes, caller, project);
}

fn who_ui(ui: &mut Ui, changes: &mut Changes, caller: &mut Caller, project: &Project) {
    section(ui, "Who calls", |ui| {
        head::name_ui(ui, changes, &mut caller.name);
        row(ui, "Number or address", |ui, label| {
            Input::of(label).hint("unknown").text(ui, changes, &mut caller.number);
            toggle(ui, changes, "Withheld: the flow does not see the number", &mut caller.is_hidden);
        });
        text(ui, changes, "Caller's own name", "unknown", &mut caller.display_name);
        let typed = row(ui, "Language", |ui, label| {
            let hint = format!("{}, as the project", project.settings.default_language);
            let read = |text: &str| read::perhaps(text, read::language);
            Input::of(label).hint(&hint).width(200.0).checked(ui, changes, &caller.language, read)
        });
        if let Some(language) = typed {
            caller.language = language.unwrap_or_default();
        }
    });
}

fn marketing_ui(ui: &mut Ui, changes: &mut Changes, caller: &mut Caller) {
    section(ui, "Marketing data", |ui| {
        text(ui, changes, "Source", "unknown", &mut caller.source);
        text(ui, changes, "Keyword", "unknown", &mut caller.keyword);
        text(ui, changes, "Active page", "unknown", &mut caller.active_page);
        text(ui, changes, "Landing page", "unknown", &mut caller.landing_page);
        text(ui, changes, "Campaign", "unknown", &mut caller.campaign);
        text(ui, changes, "Referrer", "unknown", &mut caller.referrer);
        let typed = row(ui, "Score of an earlier call", |ui, label| {
            let shown = caller.score.map_or_else(String::new, |score| score.to_string());
            let read = |text: &str| read::perhaps(text, |text| read::number(text, &(-1_000_000..=1_000_000)));
            Input::of(label).hint("none").width(120.0).checked(ui, changes, &shown, read)
        });
        if let Some(score) = typed {
            caller.score = score;
        }
    });
}

fn contacts_ui(ui: &mut Ui, changes: &mut Changes, contacts: &mut Vec<Contact>, project: &Project) {
    section(ui, "Past contacts", |ui| {
        if contacts.is_empty() {
            note(ui, "None: a first-time caller.");
        } else {
            captions(ui, &[("Hours before the call", 112.0), ("Channel", 128.0), ("Served by", 200.0)]);
        }
        let channels = Channel::ALL.map(|channel| (channel, channel.words().to_owned()));
        let users = users_or(project, "Nobody");
        let name = |index: usize, _: &Contact| format!("contact {}", index + 1);
        List { least: 0, is_ordered: true }.show(ui, changes, contacts, name, |ui, changes, index, contact| {
            let number = index + 1;
            ui.horizontal_top(|ui| {
                let name = format!("Contact {number}: hours before the call");
                let read = |text: &str| read::number(text, &(0..=MAX_HOURS));
                let shown = contact.hours_ago.to_string();
                let typed = Input::named(&name).width(112.0).checked(ui, changes, &shown, read);
                contact.hours_ago = typed.unwrap_or(contact.hours_ago);
                let name = format!("Contact {number}: channel");
                choice(ui, changes, Name::Words(&name), 128.0, &mut contact.channel, &channels);
                let name = format!("Contact {number}: served by");
                choice(ui, changes, Name::Words(&name), 200.0, &mut contact.served_by, &users);
            });
        });
        if ui.button("Add a contact").clicked() {
            let hours_ago = contacts.last().map_or(24, |last| last.hours_ago.saturating_add(24).min(MAX_HOURS));
            contacts.push(Contact { hours_ago, channel: Channel::Voice, served_by: None });
            changes.step();
        }
    });
}

fn variables_ui(ui: &mut Ui, changes: &mut Changes, caller: &mut Caller, project: &Project) {
    section(ui, "Starting variables", |ui| {
        note(ui, "The values of these variables when the call begins. Other variables begin with their start value.");
        let known = writable_paths(project);
        let mut removed = None;
        for (path, value) in &mut caller.variables {
            row(ui, &shorten(path, 40), |ui, label| {
                ui.horizontal_top(|ui| {
                    let width = ui.available_width() - 40.0;
                    Input::of(label).hint("empty").width(width).text(ui, changes, value);
                    if widgets::remove_button(ui, path) {
                        removed = Some(path.clone());
                    }
                });
                if !known.contains(path) {
                    warn(ui, "This variable no longer exists.");
                }
            });
        }
        if let Some(path) = removed {
            caller.variables.remove(&path);
            changes.step();
        }
        let options: Vec<(String, String)> = known
            .into_iter()
            .filter(|path| !caller.variables.contains_key(path))
            .map(|path| (path.clone(), path))
            .collect();
        if let Some(path) = add_menu(ui, "Add a variable", &options) {
            caller.variables.insert(path, String::new());
            changes.step();
        }
    });
}
