//! Whether an announcement tells the customer that the call is recorded, in the languages in which prompts are understood.

use super::fold::Fold;
use super::phrase::{Likeness, Searched};
use super::spoken_keys::is_understood;

/// What the words for recording have in common, in English, French, German and Spanish.
const STEMS: [&str; 9] = [
    "record",
    "enregistr",
    "aufzeichn",
    "aufgezeichn",
    "aufgenommen",
    "aufnahme",
    "aufnehmen",
    "mitgeschnitten",
    "grab",
];

/// Whether a text tells of a recording. A text in a language that is not understood may do so, unless it is empty.
#[must_use]
pub fn tells_of_recording(language: &str, text: &str) -> bool {
    if !is_understood(language) {
        return !text.trim().is_empty();
    }
    let searched = Searched::new(text, Fold::USUAL);
    STEMS.iter().any(|stem| searched.has(stem, Likeness::Anywhere))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recordings_are_told_in_four_languages() {
        for (language, text, tells) in [
            ("en", "This call is RECORDED for training.", true),
            ("en", "Welcome to Northwind.", false),
            ("fr", "Cette conversation peut être enregistrée.", true),
            ("fr", "Bonjour et bienvenue.", false),
            ("de", "Dieses Gespräch wird aufgezeichnet.", true),
            ("de", "Die Aufnahme dient der Schulung.", true),
            ("de", "Guten Tag.", false),
            ("es", "Esta llamada será grabada.", true),
            ("es", "Buenos días.", false),
            ("it", "La chiamata è registrata.", true),
            ("it", "Buongiorno.", true),
            ("it", " ", false),
        ] {
            assert_eq!(tells_of_recording(language, text), tells, "{language}: {text}");
        }
    }
}
