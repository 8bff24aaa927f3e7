//! The page of the phrases: the sentences that the system itself says, with a column for each language of the project.

use std::sync::Arc;

use egui::{Ui, Vec2};

use crate::catalog::system_phrases::{self, ALL, Phrase};
use crate::catalog::text::shorten;
use crate::catalog::{language, spoken_languages};
use crate::edit::{Edit, PhraseText};
use crate::model::{Project, Settings};

use super::changes::Changes;
use super::head;
use super::input::{Input, add_text};
use super::widgets::{self, note, section, sign_button, warn};
use crate::app::command::Command;
use crate::app::kit::{read, theme};

/// Width of the names of the phrases.
const NAMES: f32 = 176.0;
/// Minimum width of a column.
const COLUMN: f32 = 232.0;
/// Width of the button that resets a text.
const RESET: f32 = 24.0;
/// Maximum number of letters of a text that shows through.
const HINT: usize = 200;
/// Room between columns.
const GAP: f32 = 12.0;

/// The page of the phrases.
pub fn page_ui(ui: &mut Ui, project: &Arc<Project>, problems: &[crate::lint::Diagnostic], commands: &mut Vec<Command>) {
    let settings = &project.settings;
    head::title_ui(ui, "Phrases", "Project", head::Acts::default(), commands);
    for problem in problems.iter().filter(|problem| matches!(problem.place, crate::model::Place::Phrases(_))) {
        head::problem_ui(ui, problem, commands);
    }
    let codes = system_phrases::languages_of(settings, spoken_languages::of_project(project).into_iter());
    section(ui, "Sentences that the system says", |ui| {
        note(
            ui,
            "Texts in grey are those of Signalbox. Type a text to replace one. A customer hears the text of their language; if there is \
             none, that of the default language, else the English one.",
        );
        ui.add_space(4.0);
        let columns = Columns { settings, codes: &codes, width: column_width(ui, codes.len()) };
        columns.headings_ui(ui);
        for phrase in ALL {
            ui.separator();
            ui.push_id(phrase.key, |ui| columns.phrase_ui(ui, phrase, commands));
        }
    });
    section(ui, "Languages", |ui| languages_ui(ui, settings, &codes, commands));
}

fn column_width(ui: &Ui, count: usize) -> f32 {
    #[allow(clippy::cast_precision_loss, reason = "a handful of languages")]
    let count = count.max(1) as f32;
    let room = ui.available_width() - NAMES - GAP * count;
    (room / count).floor().max(COLUMN)
}

/// The columns of the page.
#[derive(Clone, Copy)]
struct Columns<'a> {
    settings: &'a Settings,
    codes: &'a [&'a str],
    width: f32,
}

impl Columns<'_> {
    fn headings_ui(self, ui: &mut Ui) {
        self.row_ui(
            ui,
            |_| {},
            |ui, code| {
                let missing = system_phrases::missing_in(self.settings, ALL, code).len();
                let default = if language::same(code, &self.settings.default_language) { ", default" } else { "" };
                ui.label(theme::strong(format!("{} ({code}{default})", language::words(code)), theme::SMALL));
                if missing > 0 {
                    warn(ui, &format!("{missing} of {} phrases have no text.", ALL.len()));
                }
            },
        );
    }

    fn phrase_ui(self, ui: &mut Ui, phrase: &'static Phrase, commands: &mut Vec<Command>) {
        let name = |ui: &mut Ui| {
            ui.label(theme::strong(phrase.name, theme::BODY));
            note(ui, phrase.help);
        };
        self.row_ui(ui, name, |ui, code| text_ui(ui, self.settings, phrase, code, commands));
    }

    /// A row: a cell for the name, and one for each language.
    fn row_ui(self, ui: &mut Ui, name: impl FnOnce(&mut Ui), mut cell: impl FnMut(&mut Ui, &str)) {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            column_ui(ui, NAMES, name);
            for code in self.codes {
                ui.push_id(code, |ui| column_ui(ui, self.width, |ui| cell(ui, code)));
            }
        });
    }
}

fn column_ui(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(Vec2::new(width, 0.0), egui::Layout::top_down(egui::Align::Min), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing = Vec2::new(4.0, 4.0);
        content(ui);
    });
}

/// The text of a phrase in a language: the project's own, else the one of the program in grey.
fn text_ui(ui: &mut Ui, settings: &Settings, phrase: &'static Phrase, code: &str, commands: &mut Vec<Command>) {
    let name = format!("{}, {}", phrase.name, language::words(code));
    let stored = settings.phrases.get(phrase.key).and_then(|texts| texts.get(code)).filter(|text| !text.is_empty());
    let fallback = shorten(phrase.text(settings, code), HINT);
    let mut text = stored.cloned().unwrap_or_default();
    let mut changes = Changes::default();
    let mut is_reset = false;
    ui.horizontal_top(|ui| {
        let input = Input::named(&name).hint(&fallback).lines(2).width(ui.available_width() - RESET - 4.0);
        input.text(ui, &mut changes, &mut text);
        if stored.is_some() {
            is_reset = sign_button(ui, "↺", &format!("Reset {name}"), true);
        }
    });
    if phrase.text_in(settings, code).is_none() {
        warn(ui, &format!("No text in {}: customers hear the text in grey.", language::words(code)));
    }
    if let Some(fault) = stored.and_then(|text| phrase.misfits(text).words()) {
        warn(ui, &fault);
    }
    if is_reset {
        text.clear();
        changes.step();
    }
    changes.send(|| set(phrase, code, Some(text).filter(|text| !text.is_empty())), commands);
}

fn set(phrase: &Phrase, code: &str, text: Option<String>) -> Edit {
    Edit::SetPhrase(PhraseText { key: phrase.key.to_owned(), language: code.to_owned(), text })
}

/// A button for each language with texts of the project, which removes them, and an input for a new language.
fn languages_ui(ui: &mut Ui, settings: &Settings, codes: &[&str], commands: &mut Vec<Command>) {
    let has_own = |code: &str| settings.phrases.values().any(|texts| texts.contains_key(code));
    for code in codes.iter().filter(|code| has_own(code)) {
        let words = format!("Reset every text in {}", language::words(code));
        if ui.button(&words).clicked() {
            let tag = Some(ui.ctx().cumulative_frame_nr());
            let own = settings.phrases.iter().filter(|(_, texts)| texts.contains_key(*code));
            let edits = own.map(|(key, _)| {
                Edit::SetPhrase(PhraseText { key: key.clone(), language: (*code).to_owned(), text: None })
            });
            commands.extend(edits.map(|edit| Command::Edit(Box::new(edit), tag)));
        }
    }
    let read = |text: &str| {
        let code = read::language(text)?;
        let is_known = codes.iter().any(|known| language::same(known, &code));
        if is_known { Err("This language is already in the list.".to_owned()) } else { Ok(code) }
    };
    if let Some(code) = add_text(ui, "New language", "Language code, such as it", "Add the language", read)
        && let Some(first) = ALL.first()
    {
        // An empty text keeps the column.
        commands.push(Command::Edit(Box::new(set(first, &code, Some(String::new()))), None));
    }
    widgets::note(ui, "The languages of the texts and the callers of the project are listed without being added here.");
}
