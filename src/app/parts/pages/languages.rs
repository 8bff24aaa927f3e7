//! Texts in several languages of one object, such as a survey: every text has an input for each language of the object.

use std::collections::BTreeSet;

use egui::Ui;

use crate::catalog::text::shorten;
use crate::model::{Project, Texts};

use super::changes::Changes;
use super::input::{Input, add_text};
use super::widgets;
use crate::app::kit::read;

/// Maximum number of letters of a text that shows through.
const HINT: usize = 200;

/// The languages of an object beside the default language, by code.
pub type Codes = BTreeSet<String>;

/// The languages of some texts, without the default language.
pub fn codes<'t>(all: impl Iterator<Item = &'t Texts>) -> Codes {
    all.flat_map(Texts::keys).filter(|code| !code.is_empty()).cloned().collect()
}

/// A change to the languages of an object.
pub enum LanguageChange {
    /// The language is new.
    Added(String),
    /// The language and its texts go.
    Removed(String),
}

/// The languages of an object: each with a button that removes it, and an input for a new one.
pub fn languages_ui(ui: &mut Ui, codes: &Codes, default: &str) -> Option<LanguageChange> {
    let removed = ui.horizontal_wrapped(|ui| {
        widgets::note(ui, &format!("Default ({default})"));
        let is_removed = |code: &&String| {
            widgets::note(ui, code);
            widgets::remove_button(ui, &format!("the texts in {code}"))
        };
        codes.iter().filter(is_removed).last().cloned()
    });
    let read = |text: &str| {
        let code = read::language(text)?;
        let is_known = code == default || codes.contains(&code);
        if is_known { Err("This language is already in the list.".to_owned()) } else { Ok(code) }
    };
    let added = add_text(ui, "New language", "Language code, such as fr", "Add the language", read);
    removed.inner.map(LanguageChange::Removed).or(added.map(LanguageChange::Added))
}

/// The inputs of a text: one for the default language, and one for each other language of the object.
#[derive(Clone, Copy)]
pub struct TextInputs<'a> {
    /// The name of the text.
    pub name: &'a str,
    /// Shown while the input of the default language is empty.
    pub hint: &'a str,
    /// The lines that an input has at least.
    pub lines: usize,
    /// The languages beside the default language.
    pub codes: &'a Codes,
    /// The project, whose default language shows through where a text is missing.
    pub project: &'a Project,
}

impl TextInputs<'_> {
    /// Draws the inputs, each with its name as a label.
    pub fn rows(self, ui: &mut Ui, changes: &mut Changes, texts: &mut Texts) {
        self.each(texts, |name, hint, text| {
            widgets::row(ui, name, |ui, id| {
                Input::of(id).hint(hint).lines(self.lines).completing(self.project).text(ui, changes, text);
            });
        });
    }

    /// Draws the inputs without labels beside them.
    pub fn inputs(self, ui: &mut Ui, changes: &mut Changes, texts: &mut Texts) {
        self.each(texts, |name, hint, text| {
            Input::named(name).hint(hint).lines(self.lines).completing(self.project).text(ui, changes, text);
        });
    }

    fn each(self, texts: &mut Texts, mut draw: impl FnMut(&str, &str, &mut String)) {
        let own = shorten(texts.get("").map_or("", String::as_str), HINT);
        let others = self.codes.iter().map(String::as_str);
        for code in std::iter::once("").chain(others) {
            let (name, hint) = match code {
                "" => (self.name.to_owned(), self.hint.to_owned()),
                // The text of the default language is what such a customer hears until there is one in the language.
                code => (format!("{}, {code}", self.name), format!("No text in {code}: {own}")),
            };
            let before = texts.get(code).cloned().unwrap_or_default();
            let mut text = before.clone();
            draw(&name, &hint, &mut text);
            if text == before {
                continue;
            }
            if text.is_empty() && code.is_empty() {
                texts.remove(code);
            } else {
                texts.insert(code.to_owned(), text);
            }
        }
    }
}
