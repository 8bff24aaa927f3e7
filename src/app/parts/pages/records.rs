//! Types of cases, of CRM cards and of tasks: the fields that each has.

use egui::Ui;
use strum::IntoEnumIterator as _;

use crate::catalog::fold::entries;
use crate::model::resource::{CrmGeneration, FieldType, RecordField};

use super::changes::Changes;
use super::input::{Input, Name, choice, toggle};
use super::widgets::{self, List, captions, cell, note, section};

/// The types that a field can have, with their words.
#[must_use]
pub fn types() -> Vec<(FieldType, String)> {
    FieldType::iter().map(|kind| (kind, kind.words().to_owned())).collect()
}

/// The fields of a case, a card or a task.
pub fn fields_ui(ui: &mut Ui, changes: &mut Changes, fields: &mut Vec<RecordField>) {
    section(ui, "Fields", |ui| {
        if fields.is_empty() {
            note(ui, "No fields yet.");
        } else {
            captions(ui, &[("Name", 264.0), ("Type", 160.0)]);
        }
        let types = types();
        let name = |index: usize, _: &RecordField| format!("field {}", index + 1);
        List { least: 0, is_ordered: true }.show(ui, changes, fields, name, |ui, changes, index, field| {
            let number = index + 1;
            ui.horizontal(|ui| {
                let name = format!("Name of field {number}");
                Input::named(&name).short().hint("Name").width(264.0).text(ui, changes, &mut field.name);
                let name = format!("Type of field {number}");
                cell(ui, 160.0, |ui| choice(ui, changes, Name::Words(&name), 160.0, &mut field.kind, &types));
                toggle(ui, changes, "Required", &mut field.is_required);
            });
            listed_ui(ui, changes, &format!("field {number}"), field.kind, &mut field.values);
        });
        if ui.button("Add a field").clicked() {
            fields.push(RecordField::default());
            changes.step();
        }
    });
}

/// The values of a list, with commas between them; drawn where the type is a list.
pub fn listed_ui(ui: &mut Ui, changes: &mut Changes, name: &str, kind: FieldType, values: &mut Vec<String>) {
    if kind != FieldType::List {
        return;
    }
    let shown = values.join(", ");
    let read = |text: &str| Ok(entries(text).map(str::to_owned).collect::<Vec<String>>());
    let name = format!("Values of {name}");
    let input = Input::named(&name).hint("Values of the list, with commas between them").send_on_leave();
    if let Some(typed) = input.checked(ui, changes, &shown, read) {
        *values = typed;
    }
}

/// The generation of a CRM card.
pub fn generation_ui(ui: &mut Ui, changes: &mut Changes, generation: &mut CrmGeneration) {
    section(ui, "CRM card", |ui| {
        let options = CrmGeneration::iter().map(|it| (it, generation_words(it).to_owned())).collect::<Vec<_>>();
        widgets::row(ui, "Generation", |ui, label| {
            choice(ui, changes, Name::Label(label), 240.0, generation, &options);
        });
    });
}

fn generation_words(generation: CrmGeneration) -> &'static str {
    match generation {
        CrmGeneration::V1 => "CRM card",
        CrmGeneration::V2 => "CRM V2 card (an object)",
    }
}
