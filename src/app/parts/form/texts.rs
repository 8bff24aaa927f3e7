//! A text for each language, the default language first.

use std::collections::BTreeMap;

use egui::Ui;

use crate::catalog::field::{FromValue as _, Texts};
use crate::catalog::language;
use crate::model::Value;

use super::cx::Editor;
use super::outbox::{Change, ParamChange};
use super::text::TextInput;
use super::widgets::{icon_button, line, quieten};
use crate::app::kit::name::Name;
use crate::app::kit::pick::Pick;
use crate::app::kit::theme;

/// One text area per language. Without any text, nothing is stored.
pub(super) fn texts_ui(ui: &mut Ui, editor: &Editor<'_>, name: &Name) -> Option<ParamChange> {
    if !editor.is_enabled() {
        return None;
    }
    let texts = Texts::from_value(editor.value, editor.field);
    let default = editor.cx.project.settings.default_language.as_str();
    let mut change = None;
    let others = texts.keys().map(String::as_str).filter(|code| !code.is_empty());
    let has_others = texts.keys().any(|code| !code.is_empty());
    for code in std::iter::once("").chain(others) {
        let words = &*language::words(if code.is_empty() { default } else { code });
        let edited = ui.push_id(code, |ui| {
            if has_others && language_line(ui, editor, name, code, words) {
                return Some(Change::at_once(None));
            }
            let text = texts.get(code).map_or("", String::as_str);
            let own = if code.is_empty() { name.clone() } else { name.part(words) };
            let input = TextInput::prose("text", &own, 2);
            Some(input.show(ui, editor.cx, text)?.map(Some))
        });
        if let Some(edited) = edited.inner {
            change = Some(edited.map(|text| with(&texts, code, text)));
        }
    }
    change
}

/// The name of a language above its text. Returns whether the language was removed.
fn language_line(ui: &mut Ui, editor: &Editor<'_>, name: &Name, code: &str, words: &str) -> bool {
    line(ui, 18.0, |ui| {
        let suffix = if code.is_empty() { " (default)" } else { "" };
        ui.label(theme::weak(ui, format!("{words}{suffix}"), theme::CAPTION));
        let place = egui::Layout::right_to_left(egui::Align::Center);
        ui.with_layout(place, |ui| {
            let words = format!("Remove {words} of {}", name.text);
            editor.is_enabled() && !code.is_empty() && icon_button(ui, true, "×", &words)
        })
        .inner
    })
}

/// A list of the languages that have no text yet, at the end of the label's line.
pub(super) fn add_ui(ui: &mut Ui, editor: &Editor<'_>, name: &Name) -> Option<ParamChange> {
    let texts = Texts::from_value(editor.value, editor.field);
    let default = editor.cx.project.settings.default_language.as_str();
    let name = Name::plain(format!("{}, add a language", editor.name(name.clone()).text), "");
    let current = theme::weak(ui, "Add a language", theme::CAPTION);
    quieten(ui);
    let pick = Pick { salt: "add", name: &name, current, width: 0.0, is_enabled: true };
    let code = pick.show(ui, || {
        let is_free = |code: &str| code != default && !texts.contains_key(code);
        let free = language::ALL.iter().filter(|language| is_free(language.code));
        free.map(|language| (language.code, language.name.to_owned(), false)).collect()
    })?;
    Some(Change::at_once(with(&texts, code, Some(String::new()))))
}

/// The texts with one of them changed or removed; `None` if nothing is left.
fn with(texts: &Texts, code: &str, text: Option<String>) -> Option<Value> {
    let mut texts: BTreeMap<String, String> = texts.clone();
    match text {
        Some(text) if text.is_empty() && code.is_empty() => drop(texts.remove("")),
        Some(text) => drop(texts.insert(code.to_owned(), text)),
        None => drop(texts.remove(code)),
    }
    (!texts.is_empty()).then_some(Value::Texts(texts))
}
