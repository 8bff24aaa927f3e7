//! What kinds share that speak or write in a language of their own choice.

use std::collections::BTreeSet;

use crate::catalog::field::Texts;
use crate::catalog::language;
use crate::catalog::{CheckCx, Cx, Field, Finding};

use super::shared::check_doubled;

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

/// An error for each text that says the same as another one to the customers of some language. A language without a text of its own
/// has that of the default language.
pub(super) fn check_doubled_in_languages(
    code: &'static str,
    cx: &CheckCx<'_>,
    all: &[Texts],
    message: impl Fn(&str) -> String,
) -> Vec<Finding> {
    let default = cx.project.settings.default_language.as_str();
    let codes: BTreeSet<&str> = all.iter().flat_map(Texts::keys).map(String::as_str).chain([""]).collect();
    let mut findings: Vec<Finding> = Vec::new();
    for spoken in codes {
        let texts = all.iter().map(|texts| language::text(texts, spoken, default).to_owned());
        let new = check_doubled(code, texts, &message).into_iter().filter(|it| !findings.contains(it));
        findings.extend(new.collect::<Vec<_>>());
    }
    findings
}

/// An error where [`LANGUAGE`] is no language code.
pub(super) fn check_language(cx: &CheckCx<'_>) -> Option<Finding> {
    let language = cx.action.params.get(&LANGUAGE);
    if language.contains("{{") || language.trim().is_empty() || is_code(language.trim()) {
        return None;
    }
    Some(not_a_code(&language))
}

/// The error for a text that is not a language code.
pub(super) fn not_a_code(text: &str) -> Finding {
    Finding::error("language", format!("\"{text}\" is not a language code, such as fr."))
}
