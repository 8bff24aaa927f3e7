//! Previews: a text in a chosen language with its placeholders filled, and a survey as the caller hears it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, CornerRadius, FontFamily, FontId, Frame, Margin, Stroke, Ui};

use crate::catalog::template::{Piece, pieces};
use crate::catalog::{language, survey};
use crate::lint::variables::start_value;
use crate::model::resource::{QuestionKind, Survey};
use crate::model::{Project, Texts};

use super::widgets::{note, option_button};
use crate::app::kit::theme;

/// A switch between the languages of a text, the default language first. Returns the chosen language.
pub fn language_ui(ui: &mut Ui, codes: &[&str], default: &str) -> String {
    let place = ui.make_persistent_id("language of the preview");
    let chosen = ui.data(|data| data.get_temp::<String>(place)).unwrap_or_default();
    let mut shown =
        if codes.contains(&chosen.as_str()) { chosen } else { codes.first().copied().unwrap_or("").to_owned() };
    if codes.len() > 1 {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for code in codes {
                let words = if code.is_empty() { default } else { code };
                if option_button(ui, *code == shown, words, &format!("Preview in {words}")) {
                    (*code).clone_into(&mut shown);
                    ui.data_mut(|data| data.insert_temp(place, shown.clone()));
                }
            }
        });
        ui.add_space(4.0);
    }
    shown
}

/// The languages of texts, the default language first.
pub fn codes<'a>(texts: &'a BTreeMap<String, String>, more: &'a BTreeMap<String, String>) -> Vec<&'a str> {
    // The code of the default language is empty and therefore sorts first.
    let mut codes: Vec<&str> = texts.keys().chain(more.keys()).map(String::as_str).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// A message as the customer receives it.
pub fn message_ui(ui: &mut Ui, project: &Project, subject: Option<&str>, text: &str) {
    let palette = theme::of(ui);
    bubble(palette.card, palette.line).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        if let Some(subject) = subject {
            if subject.is_empty() {
                note(ui, "No subject.");
            } else {
                filled_ui(ui, project, subject, &theme::semibold());
            }
            ui.separator();
        }
        if text.is_empty() {
            note(ui, "Empty.");
        } else {
            filled_ui(ui, project, text, &FontFamily::Proportional);
        }
    });
}

/// A survey as the caller hears it in a language, question by question.
pub fn survey_ui(ui: &mut Ui, project: &Project, survey: &Survey) {
    let default = project.settings.default_language.as_str();
    let spoken = survey.texts().into_iter().flat_map(Texts::keys).map(String::as_str);
    let mut codes: Vec<&str> = std::iter::once("").chain(spoken).collect();
    codes.sort_unstable();
    codes.dedup();
    let chosen = language_ui(ui, &codes, default);
    let code = if chosen.is_empty() { default } else { &chosen };
    let text = |texts| language::text(texts, code, default);
    if !survey.introduction.is_empty() {
        message_ui(ui, project, None, text(&survey.introduction));
    }
    let count = survey.questions.len();
    if count == 0 {
        note(ui, "No questions yet.");
    }
    for (index, question) in survey.questions.iter().enumerate() {
        ui.add_space(4.0);
        note(ui, &format!("Question {} of {count}", index + 1));
        message_ui(ui, project, None, text(&question.text));
        for sentence in survey::how_to_answer(&project.settings, question, code, false) {
            message_ui(ui, project, None, &sentence);
        }
        let keys = survey::keys(&project.settings, &question.kind, code);
        match (&question.kind, keys.as_slice()) {
            (QuestionKind::Comment, _) => note(ui, "The caller says or writes a comment."),
            (QuestionKind::Scale, _) => answers_ui(ui, &[("0 – 9".into(), String::new())]),
            (_, []) => note(ui, "No choices yet."),
            (_, keys) => answers_ui(ui, keys),
        }
    }
}

/// The keys that answer, with the meaning of each.
fn answers_ui(ui: &mut Ui, keys: &[(Cow<'_, str>, String)]) {
    let palette = theme::of(ui);
    for (key, meaning) in keys {
        ui.horizontal(|ui| {
            let frame = Frame::new()
                .stroke(Stroke::new(1.0, palette.line))
                .corner_radius(CornerRadius::same(4))
                .inner_margin(Margin::symmetric(8, 2));
            frame.show(ui, |ui| ui.label(theme::strong(key.as_ref(), theme::SMALL)));
            let words = if meaning.is_empty() { "a key" } else { meaning.as_str() };
            ui.add(egui::Label::new(theme::weak(ui, words, theme::SMALL)).truncate());
        });
    }
}

fn bubble(fill: Color32, line: Color32) -> Frame {
    Frame::new()
        .fill(fill)
        .stroke(Stroke::new(1.0, line))
        .corner_radius(CornerRadius::same(8))
        .inner_margin(Margin::symmetric(12, 8))
}

/// A text whose placeholders are replaced by the start values of their variables. An empty value shows the placeholder's path;
/// a path of no variable is highlighted.
fn filled_ui(ui: &mut Ui, project: &Project, text: &str, family: &FontFamily) {
    let palette = theme::of(ui);
    let mut job = LayoutJob::default();
    let mut unknown = Vec::new();
    let text = theme::for_display(text);
    for piece in pieces(&text) {
        let path = match piece {
            Piece::Plain(plain) => {
                let font = FontId::new(theme::BODY, family.clone());
                job.append(plain, 0.0, TextFormat::simple(font, palette.text));
                continue;
            }
            Piece::Path(path) => path,
        };
        let (words, color) = match start_value(project, path) {
            Some(value) if value.is_empty() => (path.to_owned(), palette.accent),
            Some(value) => (value, palette.accent),
            None => {
                unknown.push(path);
                (format!("{{{{{path}}}}}"), palette.error)
            }
        };
        let font = FontId::new(theme::SMALL, theme::medium());
        let format = TextFormat { background: palette.selected, ..TextFormat::simple(font, color) };
        job.append(&format!("\u{a0}{words}\u{a0}"), 0.0, format);
    }
    ui.add(egui::Label::new(job).wrap());
    unknown.dedup();
    for path in unknown {
        let words = format!("No variable has the path {path}; the placeholder stays empty.");
        let words = egui::RichText::new(words).size(theme::CAPTION).color(palette.error);
        ui.add(egui::Label::new(words).wrap());
    }
}
