//! Resources that are mostly texts: voice mailboxes, sound files, voices, external numbers and surveys.

use egui::Ui;

use crate::catalog::system_phrases::BEEP;
use crate::catalog::text::{duration_words, shorten};
use crate::catalog::{country, phone};
use crate::model::resource::{
    ExternalNumber, MAX_CHOICES, QuestionKind, SoundFile, Survey, SurveyQuestion, TtsVoice, VoiceMailbox,
};
use crate::model::{Project, Texts};

use super::changes::Changes;
use super::input::{Input, Name, add_text, choice, toggle};
use super::languages::{self, LanguageChange, TextInputs};
use super::preview;
use super::widgets::{self, List, note, section};
use crate::app::kit::read;

/// The cards of a voice mailbox.
pub fn mailbox_ui(ui: &mut Ui, changes: &mut Changes, project: &Project, mailbox: &mut VoiceMailbox) {
    let codes = languages::codes(std::iter::once(&mailbox.greeting));
    let phrase = BEEP.text(&project.settings, &project.settings.default_language);
    section(ui, "Voice mailbox", |ui| {
        let hint = format!("{} (phrase of the project)", shorten(phrase, 200));
        let inputs = TextInputs { name: "Greeting", hint: &hint, lines: 3, codes: &codes, project };
        inputs.rows(ui, changes, &mut mailbox.greeting);
        widgets::duration(ui, changes, "Maximum message length", 1..=3600, &mut mailbox.max_length_s);
        widgets::text(ui, changes, "Notify of new messages", "team@example.com", &mut mailbox.notify);
    });
    section(ui, "Languages", |ui| {
        match languages::languages_ui(ui, &codes, &project.settings.default_language) {
            Some(LanguageChange::Added(code)) => drop(mailbox.greeting.insert(code, String::new())),
            Some(LanguageChange::Removed(code)) => drop(mailbox.greeting.remove(&code)),
            None => return,
        }
        changes.step();
    });
}

/// The cards of a sound file.
pub fn sound_ui(ui: &mut Ui, changes: &mut Changes, sound: &mut SoundFile, project: &Project) {
    section(ui, "Text spoken", |ui| {
        widgets::note(ui, "The script for the studio; simulations show it.");
        languages_ui(ui, changes, &mut sound.texts, &project.settings.default_language, None);
    });
    section(ui, "Recording", |ui| {
        let shown = if sound.length_s == 0 { String::new() } else { duration_words(i64::from(sound.length_s)) };
        let read = |text: &str| read::perhaps(text, |text| read::seconds(text, &(0..=3600)));
        let typed = widgets::row(ui, "Length", |ui, label| {
            Input::of(label).hint("estimated from the text").width(200.0).checked(ui, changes, &shown, read)
        });
        if let Some(length) = typed {
            sound.length_s = length.unwrap_or(0);
        }
    });
}

/// A text for each language; the text without a code is for the default language. With a project, the texts can contain
/// placeholders.
pub fn languages_ui(ui: &mut Ui, changes: &mut Changes, texts: &mut Texts, default: &str, completes: Option<&Project>) {
    let mut removed = None;
    for (language, text) in &mut *texts {
        let label = if language.is_empty() { format!("Default ({default})") } else { language.clone() };
        widgets::row(ui, &label, |ui, id| {
            ui.horizontal_top(|ui| {
                let width = ui.available_width() - 40.0;
                let input = Input::of(id).lines(3).width(width);
                completes.map_or(input, |project| input.completing(project)).text(ui, changes, text);
                if widgets::remove_button(ui, &format!("the text in {label}")) {
                    removed = Some(language.clone());
                }
            });
        });
    }
    if let Some(language) = removed {
        texts.remove(&language);
        changes.step();
    }
    let read = |text: &str| {
        // The default language has no code.
        let code = if text == default { String::new() } else { read::language(text)? };
        if texts.contains_key(&code) { Err("This language is already in the list.".to_owned()) } else { Ok(code) }
    };
    if let Some(code) = add_text(ui, "New language", "Language code, such as fr", "Add the language", read) {
        texts.insert(code, String::new());
        changes.step();
    }
}

/// The card of a text-to-speech voice.
pub fn voice_ui(ui: &mut Ui, changes: &mut Changes, voice: &mut TtsVoice) {
    section(ui, "Voice", |ui| {
        let typed = widgets::row(ui, "Language", |ui, label| {
            Input::of(label).width(120.0).checked(ui, changes, &voice.language, read::language)
        });
        if let Some(language) = typed {
            voice.language = language;
        }
        widgets::text(ui, changes, "Voice's name", "The vendor's name for the voice", &mut voice.voice);
    });
}

/// The card of an external number.
pub fn number_ui(ui: &mut Ui, changes: &mut Changes, number: &mut ExternalNumber, project: &Project) {
    let country = country::of(&project.settings);
    section(ui, "External number", |ui| {
        let typed = widgets::row(ui, "Number", |ui, label| {
            let input = Input::of(label).hint("Such as +33155001020");
            let typed = input.checked(ui, changes, &number.number, |text| read::phone_number(text, country));
            if let Ok(full) = phone::read(&number.number, country) {
                note(ui, &format!("{} is dialled.", full.digits()));
            }
            typed
        });
        if let Some(typed) = typed {
            number.number = typed;
        }
    });
}

/// The cards of a survey, with a preview of what the caller hears.
pub fn survey_ui(ui: &mut Ui, changes: &mut Changes, survey: &mut Survey, project: &Project) {
    let shown = survey.clone();
    let codes = languages::codes(shown.texts().into_iter());
    let edit = |ui: &mut Ui| {
        section(ui, "Survey", |ui| {
            let hint = "What is said first";
            let inputs = TextInputs { name: "Introduction", hint, lines: 3, codes: &codes, project };
            inputs.rows(ui, changes, &mut survey.introduction);
        });
        section(ui, "Questions", |ui| {
            let name = |index: usize, _: &SurveyQuestion| format!("question {}", index + 1);
            let list = List { least: 0, is_ordered: true };
            list.show(ui, changes, &mut survey.questions, name, |ui, changes, index, question| {
                question_ui(ui, changes, index, question, (&codes, project));
            });
            if ui.button("Add a question").clicked() {
                survey.questions.push(SurveyQuestion { says_how: true, ..SurveyQuestion::default() });
                changes.step();
            }
        });
        section(ui, "Languages", |ui| survey_languages_ui(ui, changes, survey, (&codes, project)));
    };
    widgets::with_preview(ui, edit, |ui| preview::survey_ui(ui, project, &shown));
}

fn survey_languages_ui(
    ui: &mut Ui,
    changes: &mut Changes,
    survey: &mut Survey,
    (codes, project): (&languages::Codes, &Project),
) {
    match languages::languages_ui(ui, codes, &project.settings.default_language) {
        Some(LanguageChange::Added(code)) => drop(survey.introduction.insert(code, String::new())),
        Some(LanguageChange::Removed(code)) => {
            survey.introduction.remove(&code);
            for question in &mut survey.questions {
                question.text.remove(&code);
                if let QuestionKind::Choice(choices) = &mut question.kind {
                    for choice in choices {
                        choice.remove(&code);
                    }
                }
            }
        }
        None => return,
    }
    changes.step();
}

fn question_ui(
    ui: &mut Ui,
    changes: &mut Changes,
    index: usize,
    question: &mut SurveyQuestion,
    (codes, project): (&languages::Codes, &Project),
) {
    let number = index + 1;
    let name = format!("Question {number}");
    let inputs = TextInputs { name: &name, hint: "What is asked", lines: 2, codes, project };
    inputs.inputs(ui, changes, &mut question.text);
    let choices = match &question.kind {
        QuestionKind::Choice(choices) => choices.clone(),
        _ => vec![Texts::new()],
    };
    let kinds = [
        (QuestionKind::Scale, "A key, 0 to 9".to_owned()),
        (QuestionKind::YesNo, "1 for yes, 2 for no".to_owned()),
        (QuestionKind::Choice(choices), "One of several choices".to_owned()),
        (QuestionKind::Comment, "A comment".to_owned()),
    ];
    let name = format!("Answer to question {number}");
    choice(ui, changes, Name::Words(&name), 200.0, &mut question.kind, &kinds);
    if let QuestionKind::Choice(choices) = &mut question.kind {
        let name = |index: usize, _: &Texts| format!("choice {} of question {number}", index + 1);
        List { least: 1, is_ordered: true }.show(ui, changes, choices, name, |ui, changes, index, texts| {
            let name = format!("Choice {} of question {number}", index + 1);
            let hint = format!("Key {}", index + 1);
            TextInputs { name: &name, hint: &hint, lines: 1, codes, project }.inputs(ui, changes, texts);
        });
        let add = egui::Button::new("Add a choice");
        if ui.add_enabled(choices.len() < MAX_CHOICES, add).clicked() {
            choices.push(Texts::new());
            changes.step();
        }
    }
    if question.kind != QuestionKind::Comment {
        toggle(ui, changes, &format!("Say how to answer question {number}"), &mut question.says_how);
    }
    ui.add_space(8.0);
}
