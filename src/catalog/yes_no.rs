//! Words for yes and for no, for variables, conditions and what customers answer (spec: meaning §1, §2). The words are phrases
//! ([`super::system_phrases`]), which a project can change; 👍, 👎, `true`, `false`, `1` and `0` are understood everywhere.

use std::sync::LazyLock;

use super::fold::{Fold, bare};
use super::language::{candidates, folded};
use super::system_phrases::{LANGUAGES, NO, YES, entries};
use super::value::Locale;

/// What programs write.
const PROGRAMS: [(&str, bool); 4] = [("true", true), ("1", true), ("false", false), ("0", false)];

/// Signs that mean yes or no in every language.
const SIGNS: [(&str, bool); 9] = [
    ("👍", true),
    ("👌", true),
    ("✅", true),
    ("✔", true),
    ("☑", true),
    ("👎", false),
    ("❌", false),
    ("✖", false),
    ("🚫", false),
];

/// The words for yes, or those for no, of a language.
struct List {
    /// The code of the language, folded.
    code: String,
    means: bool,
    /// Folded, without punctuation around.
    words: Vec<String>,
    /// Signs that the project adds.
    signs: Vec<String>,
}

impl List {
    fn new(code: &str, means: bool, text: &str) -> Self {
        let all = entries(text).into_iter().map(|entry| Fold::USUAL.text(entry));
        let (words, signs): (Vec<String>, Vec<String>) =
            all.partition(|entry| entry.chars().any(char::is_alphanumeric));
        let words = words.iter().map(|word| bare(word).to_owned()).collect();
        Self { code: folded(code), means, words, signs }
    }
}

/// The lists of the program itself.
static DEFAULTS: LazyLock<Vec<List>> = LazyLock::new(|| {
    let lists = [(&YES, true), (&NO, false)];
    let in_languages = |(phrase, means): (&super::system_phrases::Phrase, bool)| {
        LANGUAGES.into_iter().zip(phrase.defaults).map(move |(code, text)| List::new(code, means, text))
    };
    lists.into_iter().flat_map(in_languages).collect()
});

/// The lists that a project has of its own.
fn own_lists(locale: Locale<'_>) -> Vec<List> {
    let Some(phrases) = locale.phrases else { return Vec::new() };
    let of = |phrase: &super::system_phrases::Phrase| phrases.get(phrase.key).into_iter().flatten();
    let yes = of(&YES).map(|(code, text)| List::new(code, true, text));
    let no = of(&NO).map(|(code, text)| List::new(code, false, text));
    yes.chain(no).filter(|list| !list.words.is_empty() || !list.signs.is_empty()).collect()
}

/// Whether a text says yes or no; none when it says neither, or both. Punctuation around the word does not count. The words of all
/// languages are understood; where a word means yes in one language and no in another one, the language of `locale` decides.
#[must_use]
pub fn read(text: &str, locale: Locale<'_>) -> Option<bool> {
    let text = Fold::USUAL.text(text);
    let word = bare(&text);
    let own = own_lists(locale);
    let is_replaced = |list: &&List| own.iter().any(|it| it.means == list.means && it.code == list.code);
    let lists: Vec<&List> = DEFAULTS.iter().filter(|list| !is_replaced(list)).chain(&own).collect();
    let of_all = SIGNS.into_iter().filter(|(sign, _)| text.contains(sign)).map(|(_, means)| means);
    let having_sign = lists.iter().filter(|list| list.signs.iter().any(|sign| text.contains(sign.as_str())));
    let signs = Meaning::of(of_all.chain(having_sign.map(|list| list.means)));
    let codes = candidates(locale.language);
    let having = || lists.iter().filter(|list| list.words.iter().any(|known| known == word));
    let in_language = having().filter(|list| codes.contains(&list.code)).map(|list| list.means);
    let said = match PROGRAMS.iter().find(|(known, _)| *known == word) {
        Some((_, yes)) => Meaning::One(*yes),
        None => match Meaning::of(in_language) {
            Meaning::Nothing => Meaning::of(having().map(|list| list.means)),
            said => said,
        },
    };
    let has_letters = || word.chars().any(char::is_alphanumeric);
    match (signs, said) {
        (Meaning::Nothing, Meaning::One(yes)) => Some(yes),
        (Meaning::One(sign), Meaning::One(yes)) => (sign == yes).then_some(yes),
        (Meaning::One(sign), _) => (!has_letters()).then_some(sign),
        (Meaning::Nothing | Meaning::Both, _) => None,
    }
}

/// What several words or signs mean together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// There are none.
    Nothing,
    One(bool),
    /// Some mean yes, and some no.
    Both,
}

impl Meaning {
    fn of(all: impl Iterator<Item = bool>) -> Self {
        all.fold(Self::Nothing, |so_far, means| match so_far {
            Self::Nothing => Self::One(means),
            Self::One(other) if other == means => Self::One(means),
            Self::One(_) | Self::Both => Self::Both,
        })
    }
}

/// *yes* or *no*, as it is stored.
#[must_use]
pub fn words(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::Phrases;

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
            ("✔️", Some(true)),
            ("Yes 👍", Some(true)),
            ("No!", Some(false)),
            ("non", Some(false)),
            ("Nein.", Some(false)),
            ("false", Some(false)),
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
            for language in ["", "en", "fr-CA", "de", "es", "nl"] {
                let locale = Locale { language, ..Locale::default() };
                assert_eq!(read(text, locale), expected, "{text} {language}");
            }
        }
    }

    #[test]
    fn a_project_has_words_of_its_own() {
        let list = |all: &[(&str, &str)]| -> BTreeMap<String, String> {
            all.iter().map(|(code, words)| ((*code).to_owned(), (*words).to_owned())).collect()
        };
        let phrases = Phrases::from([
            ("yes".to_owned(), list(&[("el", "ναι, ne"), ("fr", "Oui, certes, 💚"), ("pl", "tak, no")])),
            ("no".to_owned(), list(&[("el", "όχι"), ("tr", "hayır, ne")])),
        ]);
        for (language, text, expected) in [
            ("en", "Certes !", Some(true)),
            ("en", "tak", Some(true)),
            ("en", "💚💚", Some(true)),
            ("en", "💚 👎", None),
            ("en", "ΝΑΙ", Some(true)),
            // The project's French list replaces the French words of the program, and no others.
            ("fr", "ouais", None),
            ("fr", "jawohl", Some(true)),
            // One word with two meanings: the language of the customer decides.
            ("pl", "no", Some(true)),
            ("en", "no", Some(false)),
            ("el", "ne", Some(true)),
            ("tr-TR", "ne", Some(false)),
            ("nl", "ne", None),
        ] {
            let locale = Locale { language, phrases: Some(&phrases), ..Locale::default() };
            assert_eq!(read(text, locale), expected, "{language} {text}");
        }
    }
}
