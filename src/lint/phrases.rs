//! Phrases of the system without a text in a language that a version speaks, and texts whose placeholders do not fit
//! (spec: meaning §5).

use crate::actions::{languages_spoken, phrases_said};
use crate::catalog::system_phrases::{self, Phrase};
use crate::catalog::{CheckCx, Finding, language};
use crate::model::{Place, Project, Routing, Version};

use super::Diagnostic;

/// Languages of a version in which it says phrases without a text.
pub(super) fn check_version(project: &Project, routing: &Routing, version: &Version, found: &mut Vec<Diagnostic>) {
    let mut said: Vec<&'static Phrase> = Vec::new();
    for action in version.flow.actions.values() {
        let phrases = phrases_said(&CheckCx { project, routing, version, action });
        said.extend(phrases.into_iter().filter(|phrase| !said.contains(phrase)).collect::<Vec<_>>());
    }
    let settings = &project.settings;
    for code in &languages_spoken(project, version) {
        let missing = system_phrases::missing_in(settings, &said, code);
        let Some(first) = missing.first() else { continue };
        let words = language::words(code);
        let phrases = match missing.len() {
            1 => format!("the phrase \"{}\" has", first.name),
            count => format!("{count} phrases have"),
        };
        let message = format!(
            "The version speaks {words}, but {phrases} no {words} text. Customers hear another language instead. Write the text \
             on the page Phrases."
        );
        let place = Place::Phrases(Some(version.id));
        found.push(Diagnostic::new(place, Finding::warning("phrase-missing", message)));
    }
}

/// Texts of the project whose placeholders do not fit their phrase, and texts of phrases that do not exist.
pub(super) fn check(project: &Project, found: &mut Vec<Diagnostic>) {
    for (key, texts) in &project.settings.phrases {
        let mut add = |message: String| {
            let finding = Finding::warning("phrase-text", message);
            found.push(Diagnostic::new(Place::Phrases(None), finding));
        };
        let Some(phrase) = system_phrases::find(key) else {
            add(format!("This program does not know the phrase \"{key}\". Its texts are kept, but nobody says them."));
            continue;
        };
        for (code, text) in texts.iter().filter(|(_, text)| !text.trim().is_empty()) {
            if let Some(fault) = phrase.misfits(text).words() {
                add(format!("Phrase \"{}\" in {}: {fault}", phrase.name, language::words(code)));
            }
        }
    }
}
