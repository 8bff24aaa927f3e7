//! Web services: the request, and the canned answers that simulations use instead of sending it.

use egui::Ui;

use crate::catalog::web_request::{codes_words, read_codes};
use crate::model::Project;
use crate::model::resource::{Authentication, CannedResponse, WebService};

use super::changes::Changes;
use super::connection::headers_ui;
use super::input::{Input, Name, choice};
use super::json;
use super::request_preview::request_preview_ui;
use super::widgets::{self, List, cell, note, section};
use crate::app::kit::read;

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
/// The pause before a retry when the first retry is typed.
const USUAL_PAUSE_MS: u32 = 1_000;

/// The cards of a web service, with a preview of the request.
pub fn service_ui(ui: &mut Ui, changes: &mut Changes, service: &mut WebService, project: &Project) {
    let shown = service.clone();
    let edit = |ui: &mut Ui| {
        request_ui(ui, changes, service, project);
        let about = "Sent with each request. Values can contain variables in double braces, such as {{call.number}}. Secrets do not \
                     belong here: choose an authentication below.";
        headers_ui(ui, changes, project, about, &mut service.headers);
        authentication_ui(ui, changes, service);
        answer_rules_ui(ui, changes, service);
        canned_ui(ui, changes, service);
    };
    widgets::with_preview(ui, edit, |ui| request_preview_ui(ui, project, &shown));
}

fn request_ui(ui: &mut Ui, changes: &mut Changes, service: &mut WebService, project: &Project) {
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
            note(ui, "Called by versions in production. What a placeholder gives is percent-encoded.");
        });
        widgets::row(ui, "URL for tests", |ui, label| {
            let input = Input::of(label).hint("the same URL").mono().completing(project);
            input.text(ui, changes, &mut service.test_url);
            note(ui, "Called by versions in test and in development.");
        });
        widgets::row(ui, "Body", |ui, label| {
            let input = Input::of(label).hint("empty").json().lines(3).completing(project);
            input.text(ui, changes, &mut service.body);
        });
    });
}

fn authentication_ui(ui: &mut Ui, changes: &mut Changes, service: &mut WebService) {
    section(ui, "Authentication", |ui| {
        let (user, header) = match &service.authentication {
            Authentication::Basic { user } => (user.clone(), String::new()),
            Authentication::Header { name } => (String::new(), name.clone()),
            _ => (String::new(), String::new()),
        };
        let header = if header.is_empty() { "X-Api-Key".to_owned() } else { header };
        let ways = [
            (Authentication::None, "None"),
            (Authentication::Basic { user }, "User name and password (Basic)"),
            (Authentication::Bearer, "Token (Bearer)"),
            (Authentication::Header { name: header }, "Key in a header"),
        ];
        let ways = ways.map(|(way, words)| (way, words.to_owned()));
        widgets::row(ui, "Kind", |ui, label| {
            choice(ui, changes, Name::Label(label), 240.0, &mut service.authentication, &ways);
        });
        match &mut service.authentication {
            Authentication::Basic { user } => widgets::text(ui, changes, "User name", "flow", user),
            Authentication::Header { name } => widgets::text(ui, changes, "Header", "X-Api-Key", name),
            Authentication::None | Authentication::Bearer => {}
        }
        widgets::row(ui, "Name of the secret", |ui, label| {
            Input::of(label).hint("none").text(ui, changes, &mut service.secret_name);
            note(ui, "Only the name of the secret is stored here, never the secret itself.");
        });
    });
}

fn time_ui(ui: &mut Ui, changes: &mut Changes, label: &str, ms: &mut u32) {
    let shown = read::milliseconds_words(*ms);
    let typed =
        widgets::row(ui, label, |ui, id| Input::of(id).width(160.0).checked(ui, changes, &shown, read::milliseconds));
    *ms = typed.unwrap_or(*ms);
}

fn answer_rules_ui(ui: &mut Ui, changes: &mut Changes, service: &mut WebService) {
    section(ui, "Answer", |ui| {
        time_ui(ui, changes, "Longest wait", &mut service.timeout_ms);
        let read_retries = |text: &str| read::number(text, &(0..=WebService::MAX_RETRIES));
        let typed = widgets::row(ui, "Retries", |ui, id| {
            let typed = Input::of(id).width(160.0).checked(ui, changes, &service.retries.to_string(), read_retries);
            note(ui, "More requests after no answer, no connection, or a status of 408, 429 or 500 to 599.");
            typed
        });
        if let Some(retries) = typed {
            let is_first = service.retries == 0 && retries > 0 && service.retry_pause_ms == 0;
            service.retries = retries;
            service.retry_pause_ms = if is_first { USUAL_PAUSE_MS } else { service.retry_pause_ms };
        }
        if service.retries > 0 {
            time_ui(ui, changes, "Pause before a retry", &mut service.retry_pause_ms);
        }
        let shown = codes_words(&service.success);
        let typed = widgets::row(ui, "Success codes", |ui, id| {
            let typed = Input::of(id).width(160.0).hint("200–299").checked(ui, changes, &shown, read_codes);
            note(ui, "An answer with another status leaves by Error. Separate codes and ranges with commas.");
            typed
        });
        service.success = typed.unwrap_or_else(|| service.success.clone());
    });
}

fn canned_ui(ui: &mut Ui, changes: &mut Changes, service: &mut WebService) {
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
