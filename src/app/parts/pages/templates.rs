//! Message templates in each language, with a preview of the placeholders.

use std::collections::{BTreeMap, BTreeSet};

use egui::Ui;

use crate::model::Project;
use crate::model::resource::{EmailTemplate, TextTemplate};

use super::changes::Changes;
use super::input::{Input, add_text};
use super::widgets::{self, List, note, section};
use super::{preview, sms, texts};
use crate::app::kit::read;

/// The cards of an email template.
pub fn email_ui(ui: &mut Ui, changes: &mut Changes, template: &mut EmailTemplate, project: &Project) {
    let default = &project.settings.default_language;
    let shown = template.clone();
    let EmailTemplate { subjects, texts, attachments } = template;
    // The default language, which has no code, is always there to type in.
    let languages: BTreeSet<String> =
        subjects.keys().chain(texts.keys()).cloned().chain(std::iter::once(String::new())).collect();
    let edit = |ui: &mut Ui| {
        section(ui, "Subject and text", |ui| {
            placeholders_note(ui);
            for language in &languages {
                let label = language_words(language, default);
                map_text(ui, changes, project, (&format!("Subject, {label}"), 1), subjects, language);
                map_text(ui, changes, project, (&format!("Text, {label}"), 4), texts, language);
                let has_text = subjects.contains_key(language) || texts.contains_key(language);
                if has_text && widgets::row(ui, "", |ui, _| ui.button(format!("Remove {label}")).clicked()) {
                    subjects.remove(language);
                    texts.remove(language);
                    changes.step();
                }
            }
            if let Some(code) = new_language(ui, &languages, default) {
                subjects.insert(code.clone(), String::new());
                texts.insert(code, String::new());
                changes.step();
            }
        });
        section(ui, "Attachments", |ui| attachments_ui(ui, changes, attachments));
    };
    widgets::with_preview(ui, edit, |ui| {
        let EmailTemplate { subjects, texts, attachments } = &shown;
        let code = preview::language_ui(ui, &preview::codes(subjects, texts), default);
        let of = |map: &BTreeMap<String, String>| map.get(&code).cloned().unwrap_or_default();
        preview::message_ui(ui, project, Some(&of(subjects)), &of(texts));
        if !attachments.is_empty() {
            note(ui, &format!("Attached: {}.", attachments.join(", ")));
        }
    });
}

/// The cards of an SMS or chat template.
pub fn text_ui(ui: &mut Ui, changes: &mut Changes, template: &mut TextTemplate, project: &Project, is_sms: bool) {
    let default = &project.settings.default_language;
    let shown = template.clone();
    let edit = |ui: &mut Ui| {
        section(ui, "Text", |ui| {
            placeholders_note(ui);
            texts::languages_ui(ui, changes, &mut template.texts, default, Some(project));
        });
        section(ui, "Attachments", |ui| attachments_ui(ui, changes, &mut template.attachments));
    };
    widgets::with_preview(ui, edit, |ui| {
        let TextTemplate { texts, attachments } = &shown;
        let code = preview::language_ui(ui, &preview::codes(texts, texts), default);
        let text = texts.get(&code).map_or("", String::as_str);
        preview::message_ui(ui, project, None, text);
        if !attachments.is_empty() {
            note(ui, &format!("Attached: {}.", attachments.join(", ")));
        }
        if is_sms {
            note(ui, &sms::length(text).words());
        }
    });
}

fn placeholders_note(ui: &mut Ui) {
    note(ui, "A variable's path in double braces, such as {{call.name}}, is replaced by its value.");
}

fn language_words(language: &str, default: &str) -> String {
    if language.is_empty() { format!("default ({default})") } else { language.to_owned() }
}

fn map_text(
    ui: &mut Ui,
    changes: &mut Changes,
    project: &Project,
    (label, lines): (&str, usize),
    map: &mut BTreeMap<String, String>,
    language: &str,
) {
    let mut text = map.get(language).cloned().unwrap_or_default();
    let mut typed = Changes::default();
    widgets::row(ui, label, |ui, id| {
        Input::of(id).hint("empty").lines(lines).completing(project).text(ui, &mut typed, &mut text);
    });
    if let Changes::Typed(tag) = typed {
        map.insert(language.to_owned(), text);
        changes.typed(tag);
    }
}

fn new_language(ui: &mut Ui, languages: &BTreeSet<String>, default: &str) -> Option<String> {
    let read = |text: &str| {
        // The default language has no code.
        let code = if text == default { String::new() } else { read::language(text)? };
        if languages.contains(&code) { Err("This language is already in the list.".to_owned()) } else { Ok(code) }
    };
    add_text(ui, "New language", "Language code, such as fr", "Add the language", read)
}

/// Names of attached files.
fn attachments_ui(ui: &mut Ui, changes: &mut Changes, attachments: &mut Vec<String>) {
    if attachments.is_empty() {
        note(ui, "None.");
    }
    texts_ui(ui, changes, attachments, "attachment", "Name of a file, such as map.pdf");
}

/// A list of distinct short texts.
pub fn texts_ui(ui: &mut Ui, changes: &mut Changes, texts: &mut Vec<String>, what: &str, hint: &str) {
    let name = |index: usize, _: &String| format!("{what} {}", index + 1);
    List { least: 0, is_ordered: true }.show(ui, changes, texts, name, |ui, changes, index, text| {
        let name = format!("Name of {what} {}", index + 1);
        Input::named(&name).width(320.0).text(ui, changes, text);
    });
    let read = |text: &str| match text {
        "" => Err("Enter a name.".to_owned()),
        text if texts.iter().any(|it| it == text) => Err("This name is already in the list.".to_owned()),
        text => Ok(text.to_owned()),
    };
    if let Some(text) = add_text(ui, &format!("New {what}"), hint, &format!("Add the {what}"), read) {
        texts.push(text);
        changes.step();
    }
}
