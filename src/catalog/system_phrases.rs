//! Phrases: the sentences that the system itself says to a customer, such as the position in a queue, and the words for yes and no
//! (spec: meaning §5). The keys are fixed. Each phrase has a text in English, French, German and Spanish; a project keeps only the
//! texts that it changes or adds (`settings.phrases`). Words that are searched in a customer's text are in [`super::phrase`].

mod table;

use std::collections::BTreeSet;

use crate::model::{Settings, Texts};

use super::language::{entry, main_part};

pub use table::{
    ALL, BEEP, CARD_ENTRY, NO, PAYMENT_LINK, QUEUE_POSITION, QUEUE_WAIT_HOURS, QUEUE_WAIT_MINUTE, QUEUE_WAIT_MINUTES,
    RECORDING, SURVEY_CHOICE, SURVEY_SCALE, SURVEY_SCALE_WRITTEN, SURVEY_YES_NO, YES,
};

/// The languages in which every phrase has a text, in the order of [`Phrase::defaults`].
pub const LANGUAGES: [&str; 4] = ["en", "fr", "de", "es"];

/// The language of a phrase that has no text in the customer's language and none in the project's.
const LAST: &str = "en";

/// A phrase.
#[derive(Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Its key in the file.
    pub key: &'static str,
    /// Its name on the page of phrases.
    pub name: &'static str,
    /// When it is said.
    pub help: &'static str,
    /// The placeholders that it fills in, without their braces.
    pub placeholders: &'static [&'static str],
    /// Whether it is a list of words, separated by commas, and not a sentence.
    pub is_words: bool,
    /// Its texts in [`LANGUAGES`].
    pub defaults: [&'static str; 4],
}

/// The phrase of a key.
#[must_use]
pub fn find(key: &str) -> Option<&'static Phrase> {
    ALL.iter().copied().find(|phrase| phrase.key == key)
}

impl Phrase {
    /// The text that the program itself has in a language; `fr-CA` has that of `fr`.
    #[must_use]
    pub fn default_in(&self, code: &str) -> Option<&'static str> {
        let main = main_part(code);
        LANGUAGES.iter().zip(self.defaults).find(|(known, _)| **known == main).map(|(_, text)| text)
    }

    /// The text that the project has in a language itself, if it has one; a blank text is none.
    #[must_use]
    pub fn own<'s>(&self, settings: &'s Settings, code: &str) -> Option<&'s str> {
        let texts: &Texts = settings.phrases.get(self.key)?;
        entry(texts, code, |text| !text.trim().is_empty()).map(String::as_str)
    }

    /// The text in a language, of the project or of the program; none where neither has one.
    #[must_use]
    pub fn text_in<'s>(&self, settings: &'s Settings, code: &str) -> Option<&'s str> {
        self.own(settings, code).or_else(|| self.default_in(code))
    }

    /// The text that a customer of a language hears: in that language, else in the project's default language, else in English.
    #[must_use]
    pub fn text<'s>(&self, settings: &'s Settings, code: &str) -> &'s str {
        let codes = [code, &settings.default_language, LAST];
        codes.into_iter().find_map(|code| self.text_in(settings, code)).unwrap_or_default()
    }

    /// The sentence that a customer of a language hears, with the placeholders filled in.
    #[must_use]
    pub fn sentence(&self, settings: &Settings, code: &str, values: &[(&str, &str)]) -> String {
        fill(self.text(settings, code), values)
    }

    /// The placeholders that a text lacks, and those that it has and the phrase does not fill in.
    #[must_use]
    pub fn misfits<'t>(&self, text: &'t str) -> Misfits<'t> {
        let used: BTreeSet<&str> = placeholders(text).collect();
        Misfits {
            missing: self.placeholders.iter().copied().filter(|name| !used.contains(name)).collect(),
            unknown: used.into_iter().filter(|name| !self.placeholders.contains(name)).collect(),
        }
    }

    /// The first word of a list of words, as a customer of a language reads it.
    #[must_use]
    pub fn first_word<'s>(&self, settings: &'s Settings, code: &str) -> &'s str {
        entries(self.text(settings, code)).first().copied().unwrap_or_default()
    }
}

/// What is wrong with the placeholders of a text of a phrase.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Misfits<'t> {
    /// Placeholders of the phrase that the text lacks.
    pub missing: Vec<&'static str>,
    /// Placeholders of the text that the phrase does not fill in.
    pub unknown: Vec<&'t str>,
}

impl Misfits<'_> {
    /// What is wrong, as a sentence; none where nothing is.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        let braced = |names: &[&str]| names.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ");
        match (self.missing.as_slice(), self.unknown.as_slice()) {
            ([], []) => None,
            ([], unknown) => Some(format!("Nothing fills in {}.", braced(unknown))),
            (missing, []) => Some(format!("The text does not contain {}.", braced(missing))),
            (missing, unknown) => Some(format!(
                "The text does not contain {}, and nothing fills in {}.",
                braced(missing),
                braced(unknown)
            )),
        }
    }
}

/// The entries of a list of words, without blank ones.
#[must_use]
pub fn entries(list: &str) -> Vec<&str> {
    list.split([',', '،', '、']).map(str::trim).filter(|entry| !entry.is_empty()).collect()
}

/// The names of the placeholders of a text, in order.
fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

/// A text with its placeholders filled in. A value is never searched for placeholders, and an unknown placeholder stays as it is.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let found = after.split_once('}').and_then(|(name, behind)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((*value, behind))
        });
        if let Some((value, behind)) = found {
            filled.push_str(value);
            rest = behind;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled + rest
}

/// The languages that a project's phrases should have: the default language, those in which a phrase has a text of the project, and
/// `more`, each once, the default language first. Codes of one language in different countries are different.
#[must_use]
pub fn languages_of<'a>(settings: &'a Settings, more: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let own = settings.phrases.values().flat_map(|texts| texts.keys()).map(String::as_str);
    let mut others: Vec<&str> = own.chain(more).filter(|code| !code.is_empty()).collect();
    others.sort_unstable();
    let mut all = vec![settings.default_language.as_str()];
    for code in others {
        if !all.iter().any(|known| super::language::same(known, code)) {
            all.push(code);
        }
    }
    all
}

/// Whether a language has a text of its own for a code: `fr-CA` is content with `fr`.
#[must_use]
pub fn missing_in<'p>(settings: &Settings, phrases: &[&'p Phrase], code: &str) -> Vec<&'p Phrase> {
    phrases.iter().copied().filter(|phrase| phrase.text_in(settings, code).is_none()).collect()
}

/// How a wait is said: the phrase, and its value. Minutes are rounded up; from two hours on, whole hours are said.
#[must_use]
pub fn wait_phrase(seconds: u32) -> (&'static Phrase, u32) {
    match seconds.div_ceil(60) {
        0 | 1 => (&QUEUE_WAIT_MINUTE, 1),
        minutes @ 2..120 => (&QUEUE_WAIT_MINUTES, minutes),
        minutes => (&QUEUE_WAIT_HOURS, (minutes + 30) / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(default: &str, own: &[(&str, &str, &str)]) -> Settings {
        let mut settings = Settings { default_language: default.to_owned(), ..Settings::default() };
        for (key, code, text) in own {
            let texts = settings.phrases.entry((*key).to_owned()).or_default();
            texts.insert((*code).to_owned(), (*text).to_owned());
        }
        settings
    }

    #[test]
    fn every_phrase_has_a_text_with_the_same_placeholders_in_each_language() {
        let keys: BTreeSet<&str> = ALL.iter().map(|phrase| phrase.key).collect();
        assert_eq!(keys.len(), ALL.len(), "a key occurs twice");
        for phrase in ALL {
            assert_eq!(find(phrase.key), Some(*phrase));
            assert!(phrase.help.ends_with('.') && !phrase.name.is_empty(), "{}", phrase.key);
            let expected: BTreeSet<&str> = phrase.placeholders.iter().copied().collect();
            for (code, text) in LANGUAGES.into_iter().zip(phrase.defaults) {
                assert!(!text.trim().is_empty(), "{} {code}", phrase.key);
                assert_eq!(placeholders(text).collect::<BTreeSet<_>>(), expected, "{} {code}", phrase.key);
                assert_eq!(phrase.misfits(text), Misfits::default(), "{} {code}", phrase.key);
                assert_eq!(phrase.is_words, !text.ends_with(['.', '!', '?']), "{} {code}", phrase.key);
            }
            assert_eq!(
                phrase.defaults.iter().collect::<BTreeSet<_>>().len(),
                4,
                "{}: two texts are the same",
                phrase.key
            );
        }
    }

    #[test]
    fn the_language_of_the_customer_wins_then_that_of_the_project_then_english() {
        let own = [
            ("queue_position", "fr-CA", "Rang {position}"),
            ("queue_position", "it", "Numero {position}"),
            ("queue_position", "de", " "),
        ];
        for (default, code, expected) in [
            ("en", "en", "You are number 3 in the queue."),
            ("en", "en-GB", "You are number 3 in the queue."),
            ("en", "fr", "Vous êtes en position 3 dans la file d'attente."),
            ("en", "FR-be", "Vous êtes en position 3 dans la file d'attente."),
            ("en", "fr-CA", "Rang 3"),
            ("en", "it-CH", "Numero 3"),
            ("en", "de", "Sie sind an Position 3 der Warteschlange."),
            ("en", "es-MX", "Está en la posición 3 de la cola."),
            ("fr", "nl", "Vous êtes en position 3 dans la file d'attente."),
            ("it", "nl", "Numero 3"),
            ("nl", "pl", "You are number 3 in the queue."),
            ("nl", "", "You are number 3 in the queue."),
        ] {
            let settings = settings(default, &own);
            assert_eq!(QUEUE_POSITION.sentence(&settings, code, &[("position", "3")]), expected, "{default} {code}");
        }
    }

    #[test]
    fn values_are_filled_in_once() {
        let values = [("amount", "{currency}"), ("currency", "EUR")];
        assert_eq!(fill("{amount} {currency} {other} { {", &values), "{currency} EUR {other} { {");
        assert_eq!(fill("}{amount", &values), "}{amount");
        let misfits = CARD_ENTRY.misfits("Pay {amount} {money}");
        assert_eq!((misfits.missing, misfits.unknown), (vec!["currency"], vec!["money"]));
        let words = |text: &str| CARD_ENTRY.misfits(text).words();
        assert_eq!(words("{amount}{currency}"), None);
        assert_eq!(words("{amount}").unwrap(), "The text does not contain {currency}.");
    }

    #[test]
    fn a_wait_is_said_in_minutes_and_hours() {
        for (seconds, expected) in [
            (0, "The estimated wait is one minute."),
            (40, "The estimated wait is one minute."),
            (60, "The estimated wait is one minute."),
            (61, "The estimated wait is 2 minutes."),
            (240, "The estimated wait is 4 minutes."),
            (7_140, "The estimated wait is 119 minutes."),
            (7_141, "The estimated wait is 2 hours."),
            (8_999, "The estimated wait is 3 hours."),
            (86_400, "The estimated wait is 24 hours."),
            (u32::MAX, "The estimated wait is 1193046 hours."),
        ] {
            let (phrase, value) = wait_phrase(seconds);
            let value = value.to_string();
            let sentence = phrase.sentence(&settings("en", &[]), "en", &[("minutes", &value), ("hours", &value)]);
            assert_eq!(sentence, expected, "{seconds}");
        }
    }

    #[test]
    fn languages_of_a_project_are_listed_once() {
        let settings = settings("en", &[("beep", "it", "Parlate."), ("yes", "fr-CA", "Oui")]);
        assert_eq!(languages_of(&settings, ["IT", "de", "", "de", "EN"].into_iter()), ["en", "IT", "de", "fr-CA"]);
        let missing =
            |code: &str| missing_in(&settings, &[&BEEP, &YES], code).iter().map(|it| it.key).collect::<Vec<_>>();
        assert_eq!(missing("it"), ["yes"]);
        assert_eq!(missing("fr-BE"), Vec::<&str>::new());
        assert_eq!(missing("nl"), ["beep", "yes"]);
    }
}
