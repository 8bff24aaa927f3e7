//! Tests of the page of phrases.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::{Desk, click, open, project, write};
use crate::app::command::Tab;
use crate::catalog::system_phrases::ALL;
use crate::model::{CallerId, Phrases};

fn stored(harness: &Harness<'_, Desk>) -> Phrases {
    harness.state().document.project().settings.phrases.clone()
}

fn text(harness: &Harness<'_, Desk>, name: &str) -> String {
    harness.get_by_label(name).value().unwrap_or_default()
}

#[test]
fn a_phrase_is_overridden_and_reset() {
    let mut harness = open(Tab::Phrases);
    for phrase in ALL {
        harness.get_by_label(&format!("{}, English", phrase.name));
    }
    write(&mut harness, "Before the beep, English", "Speak now.");
    assert_eq!(stored(&harness)["beep"]["en"], "Speak now.");
    write(&mut harness, "Position in a queue, English", "You are next.");
    harness.get_by_label("The text does not contain {position}.");
    write(&mut harness, "Position in a queue, English", "Place {position} of {all}");
    harness.get_by_label("Nothing fills in {all}.");
    click(&mut harness, "Reset Position in a queue, English");
    assert!(harness.query_by_label("Nothing fills in {all}.").is_none());
    assert_eq!(stored(&harness).len(), 1);
    let document = &mut harness.state_mut().document;
    assert_eq!(document.undo_words(), Some("Reset phrase"));
    document.undo();
    assert_eq!(document.project().settings.phrases["queue_position"]["en"], "Place {position} of {all}");
    let steps = std::iter::from_fn(|| document.undo()).count();
    assert_eq!(steps, 2, "what is typed in one input is one step");
    assert!(document.project().settings.phrases.is_empty());
}

#[test]
fn a_language_is_added_and_shows_what_is_missing() {
    let mut harness = open(Tab::Phrases);
    write(&mut harness, "New language", "it");
    click(&mut harness, "Add the language");
    harness.get_by_label("Italian (it)");
    harness.get_by_label(&format!("{0} of {0} phrases have no text.", ALL.len()));
    write(&mut harness, "Before the beep, Italian", "Parlate.");
    harness.get_by_label(&format!("{} of {} phrases have no text.", ALL.len() - 1, ALL.len()));
    assert_eq!(stored(&harness)["beep"]["it"], "Parlate.");
    write(&mut harness, "New language", "IT");
    harness.get_by_label("This language is already in the list.");
    click(&mut harness, "Reset every text in Italian");
    assert!(stored(&harness).is_empty());
    assert!(harness.query_by_label("Italian (it)").is_none());
}

#[test]
fn the_columns_are_the_languages_of_the_project() {
    let mut project = project();
    let caller = project.callers.get_mut(&CallerId(30)).map(std::sync::Arc::make_mut).unwrap();
    caller.language = "fr-CA".to_owned();
    project.settings.default_language = "de".to_owned();
    let harness = Desk::new(project, Tab::Phrases).harness();
    harness.get_by_label("German (de, default)");
    harness.get_by_label("French (CA) (fr-CA)");
    assert!(harness.query_by_label("English (en)").is_none());
    assert_eq!(text(&harness, "Before the beep, German"), "");
}
