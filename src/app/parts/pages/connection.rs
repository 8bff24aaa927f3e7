//! External endpoints: SIP endpoints, and chat modules for digitalization. Headers are those of web services, too.

use egui::Ui;

use crate::model::Project;
use crate::model::resource::{ChatModule, SipEndpoint};

use super::changes::Changes;
use super::input::Input;
use super::widgets::{self, List, captions, note, section};

/// The cards of a SIP endpoint.
pub fn sip_ui(ui: &mut Ui, changes: &mut Changes, project: &Project, endpoint: &mut SipEndpoint) {
    section(ui, "SIP endpoint", |ui| {
        widgets::row(ui, "URI", |ui, label| {
            Input::of(label).hint("sip:desk@example.com").mono().text(ui, changes, &mut endpoint.uri);
        });
    });
    let about = "Sent with the call. Values can contain variables in double braces, such as {{call.number}}.";
    headers_ui(ui, changes, project, about, &mut endpoint.headers);
}

/// The card of headers: names and values.
pub fn headers_ui(
    ui: &mut Ui,
    changes: &mut Changes,
    project: &Project,
    about: &str,
    headers: &mut Vec<(String, String)>,
) {
    section(ui, "Headers", |ui| {
        note(ui, about);
        if !headers.is_empty() {
            captions(ui, &[("Name", 200.0), ("Value", 240.0)]);
        }
        let name = |index: usize, _: &(String, String)| format!("header {}", index + 1);
        let list = List { least: 0, is_ordered: true };
        list.show(ui, changes, headers, name, |ui, changes, index, (header, value)| {
            let number = index + 1;
            ui.horizontal(|ui| {
                let name = format!("Name of header {number}");
                Input::named(&name).hint("X-Customer").mono().width(200.0).text(ui, changes, header);
                let name = format!("Value of header {number}");
                let width = ui.available_width();
                let input = Input::named(&name).hint("empty").mono().width(width).completing(project);
                input.text(ui, changes, value);
            });
        });
        if ui.button("Add a header").clicked() {
            headers.push((String::new(), String::new()));
            changes.step();
        }
    });
}

/// The card of a chat module.
pub fn chat_ui(ui: &mut Ui, changes: &mut Changes, project: &Project, module: &mut ChatModule) {
    section(ui, "Chat module", |ui| {
        widgets::row(ui, "Link", |ui, label| {
            let hint = "https://chat.example.com/{{call.number}}";
            Input::of(label).hint(hint).mono().completing(project).text(ui, changes, &mut module.url);
            note(ui, "The link that the caller opens. It can contain variables in double braces.");
        });
    });
}
