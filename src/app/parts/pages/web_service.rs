//! Web services: the request, and the canned answers that simulations use instead of sending it.

use egui::Ui;

use crate::model::Project;
use crate::model::resource::{CannedResponse, WebService};

use super::changes::Changes;
use super::input::{Input, Name, choice};
use super::json;
use super::widgets::{self, List, cell, note, section};
use crate::app::kit::read;

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// The cards of a web service.
pub fn service_ui(ui: &mut Ui, changes: &mut Changes, service: &mut WebService, project: &Project) {
    section(ui, "Request", |ui| {
        let mut methods: Vec<(String, String)> = METHODS.map(|it| (it.to_owned(), it.to_owned())).into();
        if !METHODS.contains(&service.method.as_str()) {
            methods.push((service.method.clone(), service.method.clone()));
        }
        widgets::row(ui, "Method", |ui, label| {
            choice(ui, changes, Name::Label(label), 120.0, &mut service.method, &methods);
        });
        widgets::row(ui, "URL", |ui, label| {
            let hint = "https://example.com/by-phone/{{call.number}}";
            Input::of(label).hint(hint).mono().completing(project).text(ui, changes, &mut service.url);
        });
        widgets::row(ui, "Name of the secret", |ui, label| {
            Input::of(label).hint("none").text(ui, changes, &mut service.secret_name);
            note(ui, "Only the name of the secret is stored here, never the secret itself.");
        });
        widgets::row(ui, "Body", |ui, label| {
            let input = Input::of(label).hint("empty").json().lines(3).completing(project);
            input.text(ui, changes, &mut service.body);
        });
        let typed = widgets::row(ui, "Longest wait", |ui, label| {
            let shown = read::milliseconds_words(service.timeout_ms);
            Input::of(label).width(160.0).checked(ui, changes, &shown, read::milliseconds)
        });
        if let Some(ms) = typed {
            service.timeout_ms = ms;
        }
    });
    section(ui, "Canned answers", |ui| {
        note(ui, "A simulation never calls the service; it returns one of these answers.");
        let name = |index: usize, answer: &CannedResponse| answer_name(index, answer);
        List { least: 0, is_ordered: true }.show(ui, changes, &mut service.canned, name, answer_ui);
        if ui.button("Add an answer").clicked() {
            let name = free_name(&service.canned);
            service.canned.push(CannedResponse { name, status: 200, body: "{}".to_owned(), delay_ms: 300 });
            changes.step();
        }
    });
}

fn answer_ui(ui: &mut Ui, changes: &mut Changes, index: usize, answer: &mut CannedResponse) {
    let number = index + 1;
    ui.horizontal_top(|ui| {
        let name = format!("Name of answer {number}");
        Input::named(&name).short().hint("Name").width(200.0).text(ui, changes, &mut answer.name);
        let name = format!("Status of answer {number}");
        cell(ui, 40.0, |ui| note(ui, "Status"));
        let read = |text: &str| read::number(text, &(100..=599));
        let typed = Input::named(&name).width(48.0).checked(ui, changes, &answer.status.to_string(), read);
        answer.status = typed.unwrap_or(answer.status);
        let name = format!("Delay of answer {number}");
        cell(ui, 40.0, |ui| note(ui, "after"));
        let shown = read::milliseconds_words(answer.delay_ms);
        let typed = Input::named(&name).width(80.0).checked(ui, changes, &shown, read::milliseconds);
        answer.delay_ms = typed.unwrap_or(answer.delay_ms);
    });
    let name = format!("Body of answer {number}");
    Input::named(&name).hint("Empty body").json().lines(3).text(ui, changes, &mut answer.body);
    ui.horizontal_top(|ui| {
        let formatted = json::in_lines(&answer.body).filter(|formatted| *formatted != answer.body);
        let button = ui.add_enabled(formatted.is_some(), egui::Button::new("Format"));
        let button = button.on_hover_text("One value per line").accessible_name(format!("Format answer {number}"));
        if let Some(formatted) = formatted.filter(|_| button.clicked()) {
            answer.body = formatted;
            changes.step();
        }
        if let Some(error) = json::syntax_error(&answer.body) {
            ui.vertical(|ui| {
                ui.add_space(6.0);
                widgets::warn(ui, &error);
            });
        }
    });
    ui.add_space(8.0);
}

fn answer_name(index: usize, answer: &CannedResponse) -> String {
    if answer.name.is_empty() { format!("answer {}", index + 1) } else { format!("answer {}", answer.name) }
}

fn free_name(answers: &[CannedResponse]) -> String {
    let is_free = |name: &String| answers.iter().all(|answer| answer.name != *name);
    (answers.len() + 1..=2 * answers.len() + 1)
        .map(|number| format!("answer {number}"))
        .find(is_free)
        .unwrap_or_default()
}
