//! What kinds share that speak or write in a language of their own choice.

use crate::catalog::field::Texts;
use crate::catalog::{CheckCx, Cx, Field, Finding};

/// The language of a text; the customer's own when empty.
pub(super) const LANGUAGE: Field<String> = Field::text("language", "Language")
    .help("A language code, such as fr. Leave it empty for the customer's own language.");

/// A text in the language that [`LANGUAGE`] names, else as the customer reads it; filled in.
pub(super) fn text_in_language(cx: &Cx<'_>, texts: &Texts) -> String {
    let language = cx.text(&LANGUAGE);
    match texts.get(language.trim()).filter(|text| !language.trim().is_empty() && !text.is_empty()) {
        Some(text) => cx.fill(text),
        None => cx.text_in_language(texts),
    }
}

/// An error where [`LANGUAGE`] is no language code.
pub(super) fn check_language(cx: &CheckCx<'_>) -> Option<Finding> {
    let language = cx.action.params.get(&LANGUAGE);
    let is_code = |code: &str| code.len() <= 10 && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if language.contains("{{") || is_code(language.trim()) {
        return None;
    }
    Some(Finding::error("language", format!("\"{language}\" is no language code, such as fr.")))
}
