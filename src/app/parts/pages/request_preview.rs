//! The request of a web service as it would be sent, with example values for its placeholders.

use std::collections::BTreeSet;

use egui::{CornerRadius, Frame, Label, Margin, RichText, Stroke, Ui};

use crate::catalog::template;
use crate::catalog::value::declared;
use crate::catalog::web_request::WebRequest;
use crate::model::Project;
use crate::model::resource::{FieldType, WebService};

use super::widgets::{note, option_button};
use crate::app::kit::theme;

/// Draws the request; with two addresses, a switch chooses between them.
pub fn request_preview_ui(ui: &mut Ui, project: &Project, service: &WebService) {
    let is_live = service.test_url.trim().is_empty() || address_ui(ui);
    let request = WebRequest::new(service, is_live, |path| example(project, path));
    let palette = theme::of(ui);
    let frame = Frame::new()
        .fill(palette.card)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(8))
        .inner_margin(Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        let address = if request.address.is_empty() { "(no URL)" } else { &request.address };
        line_ui(ui, &format!("{} {address}", request.method));
        for (name, value) in &request.headers {
            line_ui(ui, &format!("{name}: {value}"));
        }
        if !request.body.is_empty() {
            ui.separator();
            line_ui(ui, &request.body);
        }
    });
    note(ui, "Placeholders show the start value of their variable, or an example.");
    for path in unknown_paths(project, service) {
        let words =
            format!("No variable has the path {path}. It is filled only where an action has an input of that name.");
        note(ui, &words);
    }
}

fn line_ui(ui: &mut Ui, text: &str) {
    let text = RichText::new(theme::for_display(text)).monospace().size(theme::SMALL);
    ui.add(Label::new(text).wrap());
}

/// The switch between the two addresses. Whether the live one is chosen.
fn address_ui(ui: &mut Ui) -> bool {
    let place = ui.make_persistent_id("address of the preview");
    let mut is_live = ui.data(|data| data.get_temp::<bool>(place)).unwrap_or(true);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let choices = [
            (true, "In production", "Preview of the request in production"),
            (false, "In test", "Preview of the request in test"),
        ];
        for (value, words, name) in choices {
            if option_button(ui, value == is_live, words, name) {
                is_live = value;
                ui.data_mut(|data| data.insert_temp(place, value));
            }
        }
    });
    ui.add_space(4.0);
    is_live
}

/// The start value of a variable, else an example of its type; the name itself where no variable has it.
fn example(project: &Project, path: &str) -> String {
    let Some(found) = declared(project, path) else { return path.to_owned() };
    if !found.default.is_empty() {
        return found.default.to_owned();
    }
    let example = match found.kind {
        FieldType::Number => "12.5",
        FieldType::YesNo => "yes",
        FieldType::Date => "2026-12-24",
        FieldType::DateTime => "2026-12-24 09:30",
        FieldType::Time => "09:30",
        FieldType::Phone => "+33155001010",
        FieldType::Email => "ana@example.com",
        FieldType::Url => "https://example.com",
        FieldType::List => found.listed.first().map_or("value", String::as_str),
        FieldType::ShortText | FieldType::LongText => "some text",
    };
    example.to_owned()
}

/// The placeholders that no variable fills.
fn unknown_paths<'a>(project: &Project, service: &'a WebService) -> BTreeSet<&'a str> {
    let texts = [&service.url, &service.test_url, &service.body];
    let texts = texts.into_iter().chain(service.headers.iter().map(|(_, value)| value));
    texts.flat_map(|text| template::paths(text)).filter(|path| declared(project, path).is_none()).collect()
}
