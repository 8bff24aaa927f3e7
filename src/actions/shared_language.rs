//! What kinds share that speak or write in a language of their own choice.

use crate::catalog::field::Texts;
use crate::catalog::fold::Fold;
use crate::catalog::language;
use crate::catalog::{CheckCx, Cx, Field, Finding};

/// The language of a text; the customer's own when empty.
pub(super) const LANGUAGE: Field<String> = Field::text("language", "Language")
    .help("A language code, such as fr. Leave it empty for the customer's own language.");

/// A text in the language that [`LANGUAGE`] names, else as the customer reads it; filled in.
pub(super) fn text_in_language(cx: &Cx<'_>, texts: &Texts) -> String {
    match language::entry(texts, &cx.text(&LANGUAGE), |text| !text.is_empty()) {
        Some(text) => cx.fill(text),
        None => cx.text_in_language(texts),
    }
}

/// Whether a text is a language code, such as `fr` or `fr-CA`.
pub(super) fn is_code(code: &str) -> bool {
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    let main = code.split('-').next().unwrap_or_default();
    (2..=10).contains(&code.len()) && main.chars().all(|c| c.is_ascii_alphabetic()) && code.split('-').all(is_part)
}

/// The code of the language alone: `fr` of `fr-CA`.
pub(super) fn main_part(code: &str) -> String {
    Fold::USUAL.text(code.split('-').next().unwrap_or_default())
}

/// An error where [`LANGUAGE`] is no language code.
pub(super) fn check_language(cx: &CheckCx<'_>) -> Option<Finding> {
    let language = cx.action.params.get(&LANGUAGE);
    if language.contains("{{") || language.trim().is_empty() || is_code(language.trim()) {
        return None;
    }
    Some(Finding::error("language", format!("\"{language}\" is no language code, such as fr.")))
}
