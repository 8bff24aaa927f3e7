//! Variables: their fields, each with a type and a start value.

use egui::Ui;

use crate::model::reference::{MAX_REFERENCE, Referenced};
use crate::model::resource::{Variable, VariableField};

use super::changes::Changes;
use super::input::{Input, Name, add_text, choice};
use super::records::{listed_ui, types};
use super::widgets::{List, captions, cell, note, section};
use crate::app::kit::theme;

/// The card with the fields of a variable.
pub fn variable_ui(ui: &mut Ui, changes: &mut Changes, variable: &mut Variable, reference: &str) {
    section(ui, "Fields", |ui| {
        note(
            ui,
            "If you rename a field, you can update every place that uses it. A variable needs at least one field.",
        );
        captions(ui, &[("Path", 240.0), ("Type", 160.0), ("Start value", 200.0)]);
        let types = types();
        let name = |_: usize, field: &VariableField| format!("field {}", field.name);
        let names: Vec<String> = variable.fields.iter().map(|field| field.name.clone()).collect();
        List { least: 1, is_ordered: true }.show(ui, changes, &mut variable.fields, name, |ui, changes, _, field| {
            ui.horizontal(|ui| {
                cell(ui, 240.0, |ui| {
                    let group = egui::RichText::new(format!("{reference}.")).size(theme::SMALL).monospace();
                    cell(ui, 96.0, |ui| ui.add(egui::Label::new(group).truncate()));
                    let read =
                        |text: &str| if text == field.name { Ok(text.to_owned()) } else { read_name(text, &names) };
                    let name = format!("Name of {}", field.name);
                    let input = Input::named(&name).short().mono().send_on_leave().width(132.0);
                    if let Some(typed) = input.checked(ui, changes, &field.name, read) {
                        field.name = typed;
                    }
                });
                let name = format!("Type of {}", field.name);
                cell(ui, 160.0, |ui| choice(ui, changes, Name::Words(&name), 160.0, &mut field.kind, &types));
                let name = format!("Start value of {}", field.name);
                let width = ui.available_width();
                Input::named(&name).hint("none").width(width).text(ui, changes, &mut field.default);
            });
            listed_ui(ui, changes, &field.name, field.kind, &mut field.values);
        });
        let read = |text: &str| read_name(text, &names);
        if let Some(name) = add_text(ui, "New field", "Name, such as contract_no", "Add the field", read) {
            variable.fields.push(VariableField { name, ..VariableField::default() });
            changes.step();
        }
    });
}

/// Reads the name of a new field: well-formed and unused.
fn read_name(text: &str, names: &[String]) -> Result<String, String> {
    if !Referenced::Variable.accepts(text) {
        Err(format!("Use only {} in the name, and at most {MAX_REFERENCE} characters.", Referenced::Variable))
    } else if names.iter().any(|name| name == text) {
        Err("This field already exists.".to_owned())
    } else {
        Ok(text.to_owned())
    }
}
