//! Templates: what is sent, in each language, with a preview that shows the placeholders.

use std::collections::{BTreeMap, BTreeSet};

use egui::text::{LayoutJob, TextFormat};
use egui::{FontId, Ui};

use crate::catalog::template::{Piece, pieces};
use crate::model::Project;
use crate::model::resource::{EmailTemplate, TextTemplate};

use super::super::theme;
use super::changes::Changes;
use super::input::{Input, add_text};
use super::queue::sentence;
use super::widgets::{self, List, note, section};
use super::{read, sms, texts};

/// An email to send.
pub fn email_ui(ui: &mut Ui, changes: &mut Changes, template: &mut EmailTemplate, project: &Project) {
    let default = &project.settings.default_language;
    let EmailTemplate { subjects, texts, attachments } = template;
    let languages: BTreeSet<String> = subjects.keys().chain(texts.keys()).cloned().collect();
    section(ui, "Subject and text", |ui| {
        placeholders_note(ui);
        for language in &languages {
            let label = language_words(language, default);
            map_text(ui, changes, &format!("Subject, {label}"), 1, subjects, language);
            map_text(ui, changes, &format!("Text, {label}"), 4, texts, language);
            let is_removed = widgets::row(ui, "", |ui, _| ui.button(format!("Remove {label}")).clicked());
            if is_removed {
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
    section(ui, "Preview", |ui| {
        for language in &languages {
            let of = |map: &BTreeMap<String, String>| map.get(language).cloned().unwrap_or_default();
            preview_ui(ui, &sentence(&language_words(language, default)), Some(&of(subjects)), &of(texts));
        }
    });
}

/// An SMS, or a message of a chat.
pub fn text_ui(ui: &mut Ui, changes: &mut Changes, template: &mut TextTemplate, project: &Project, is_sms: bool) {
    let default = &project.settings.default_language;
    section(ui, "Text", |ui| {
        placeholders_note(ui);
        texts::languages_ui(ui, changes, &mut template.texts, default);
    });
    section(ui, "Attachments", |ui| attachments_ui(ui, changes, &mut template.attachments));
    section(ui, "Preview", |ui| {
        for (language, text) in &template.texts {
            preview_ui(ui, &sentence(&language_words(language, default)), None, text);
            if is_sms {
                widgets::row(ui, "", |ui, _| note(ui, &sms::length(text).words()));
            }
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
    label: &str,
    lines: usize,
    map: &mut BTreeMap<String, String>,
    language: &str,
) {
    let mut text = map.get(language).cloned().unwrap_or_default();
    let mut typed = Changes::default();
    widgets::row(ui, label, |ui, id| Input::of(id).hint("empty").lines(lines).text(ui, &mut typed, &mut text));
    if let Changes::Typed(tag) = typed {
        map.insert(language.to_owned(), text);
        changes.typed(tag);
    }
}

fn new_language(ui: &mut Ui, languages: &BTreeSet<String>, default: &str) -> Option<String> {
    let read = |text: &str| {
        // The default language is written without a code.
        let code = if text == default { String::new() } else { read::language(text)? };
        if languages.contains(&code) { Err("This language is there already.".to_owned()) } else { Ok(code) }
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

/// A list of short texts, each of them there once.
pub fn texts_ui(ui: &mut Ui, changes: &mut Changes, texts: &mut Vec<String>, what: &str, hint: &str) {
    let name = |index: usize, _: &String| format!("{what} {}", index + 1);
    List { least: 0, is_ordered: true }.show(ui, changes, texts, name, |ui, changes, index, text| {
        let name = format!("Name of {what} {}", index + 1);
        Input::named(&name).width(320.0).text(ui, changes, text);
    });
    let read = |text: &str| match text {
        "" => Err("A name is needed.".to_owned()),
        text if texts.iter().any(|it| it == text) => Err("It is there already.".to_owned()),
        text => Ok(text.to_owned()),
    };
    if let Some(text) = add_text(ui, &format!("New {what}"), hint, &format!("Add the {what}"), read) {
        texts.push(text);
        changes.step();
    }
}

fn preview_ui(ui: &mut Ui, label: &str, subject: Option<&str>, text: &str) {
    widgets::row(ui, label, |ui, _| {
        ui.add_space(4.0);
        if let Some(subject) = subject.filter(|subject| !subject.is_empty()) {
            ui.add(egui::Label::new(job(ui, subject, &theme::semibold())).wrap());
        }
        if text.is_empty() {
            note(ui, "Empty.");
        } else {
            ui.add(egui::Label::new(job(ui, text, &egui::FontFamily::Proportional)).wrap());
        }
    });
}

/// A text whose placeholders stand out.
fn job(ui: &Ui, text: &str, family: &egui::FontFamily) -> LayoutJob {
    let palette = theme::of(ui);
    let mut job = LayoutJob::default();
    for piece in pieces(text) {
        match piece {
            Piece::Plain(plain) => {
                let font = FontId::new(theme::BODY, family.clone());
                job.append(plain, 0.0, TextFormat::simple(font, palette.text));
            }
            Piece::Path(path) => {
                let font = FontId::monospace(theme::SMALL);
                let format = TextFormat { background: palette.selected, ..TextFormat::simple(font, palette.accent) };
                job.append(&format!(" {path} "), 0.0, format);
            }
        }
    }
    job
}
