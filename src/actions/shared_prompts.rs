//! What announcements that ask for keys say of them: the keys in use against those that the texts name (spec: meaning §7).

use std::collections::BTreeMap;

use crate::catalog::spoken_keys::{SpokenKeys, is_understood, spoken_keys};
use crate::catalog::{CheckCx, Finding};

/// Keys that two rows have, and menus that are too long to remember.
pub(super) fn check_keys(uses: &BTreeMap<String, usize>, findings: &mut Vec<Finding>) {
    for (key, _) in uses.iter().filter(|(key, count)| **count > 1 && !key.is_empty()) {
        let message = format!("Key {key} is in use twice; the second can never be taken.");
        findings.push(Finding::error("menu-key-twice", message));
    }
    if uses.len() > 4 {
        findings.push(Finding::hint("menu-long", "Callers remember about four options; think of two menus."));
    }
}

/// Compares the keys in use with those that the texts name, in the languages that are understood.
pub(super) fn check_prompts(
    cx: &CheckCx<'_>,
    texts: &BTreeMap<String, String>,
    uses: &BTreeMap<String, usize>,
    findings: &mut Vec<Finding>,
) {
    let default = cx.project.settings.default_language.as_str();
    for (language, text) in texts.iter().filter(|(_, text)| !text.trim().is_empty()) {
        let spoken_in = if language.is_empty() { default } else { language };
        if !is_understood(spoken_in) {
            continue;
        }
        let the_text = if language.is_empty() { "the text".to_owned() } else { format!("the text in \"{language}\"") };
        let SpokenKeys { surely, perhaps } = spoken_keys(text);
        for key in surely.iter().filter(|key| !uses.contains_key(&key.to_string())) {
            let message = format!("Callers are told to press {key} by {the_text}, but key {key} is not in use.");
            findings.push(Finding::warning("menu-key-unbound", message));
        }
        for key in uses.keys().filter(|key| !key.is_empty() && !key.chars().all(|letter| perhaps.contains(&letter))) {
            let message = format!("Key {key} is in use, but {the_text} does not tell callers to press it.");
            findings.push(Finding::warning("menu-key-unspoken", message));
        }
    }
}
