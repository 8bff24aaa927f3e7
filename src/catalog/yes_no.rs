//! Words for yes and for no, in four languages (spec: meaning §2), for variables, conditions and what customers answer.

use super::fold::{Fold, bare};

/// Words and signs for yes: English, French, German, Spanish.
const YES: &[&str] = &[
    "yes", "y", "yeah", "yep", "yup", "ok", "okay", "sure", "true", "1", "oui", "o", "ouais", "d'accord", "ja", "j",
    "jawohl", "klar", "sí", "si", "s", "claro", "vale",
];
/// Words and signs for no.
const NO: &[&str] = &["no", "n", "nope", "nah", "false", "0", "non", "nan", "nein", "nee", "nö", "que no"];
const YES_SIGNS: &[char] = &['👍', '👌', '✅', '✔', '☑'];
const NO_SIGNS: &[char] = &['👎', '❌', '✖', '🚫'];

/// Whether a text says yes or no; none when it says neither, or both. Punctuation around does not count.
#[must_use]
pub fn read(text: &str) -> Option<bool> {
    let text = Fold::USUAL.text(text);
    let has = |signs: &[char]| text.chars().any(|letter| signs.contains(&letter));
    let signs = match (has(YES_SIGNS), has(NO_SIGNS)) {
        (true, true) => return None,
        (true, false) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    };
    let word = bare(&text);
    let said = match word {
        _ if YES.contains(&word) => Some(true),
        _ if NO.contains(&word) => Some(false),
        _ => None,
    };
    match (signs, said) {
        (Some(sign), None) => (!word.chars().any(char::is_alphanumeric)).then_some(sign),
        (Some(sign), Some(word)) => (sign == word).then_some(word),
        (None, said) => said,
    }
}

/// *yes* or *no*, as it is stored.
#[must_use]
pub fn words(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_in_four_languages_and_signs() {
        for (text, expected) in [
            ("Yes.", Some(true)),
            ("OUI !", Some(true)),
            ("Ja", Some(true)),
            ("¡Sí!", Some(true)),
            ("true", Some(true)),
            ("1", Some(true)),
            ("d’accord", Some(true)),
            ("👍🏽", Some(true)),
            ("👍👍", Some(true)),
            ("Yes 👍", Some(true)),
            ("No!", Some(false)),
            ("non", Some(false)),
            ("Nein.", Some(false)),
            ("0", Some(false)),
            ("👎", Some(false)),
            ("👍 no", None),
            ("👍 maybe", None),
            ("👍👎", None),
            ("", None),
            ("yes no", None),
            ("maybe", None),
            ("10", None),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
