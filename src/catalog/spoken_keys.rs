//! The keys that a prompt tells callers to press, in the languages in which prompts are understood: English, French, German and
//! Spanish. Keys are named by digits or by words: *press 1*, *tapez étoile*, *drücken Sie die Eins*, *marque el dos*.

use std::collections::BTreeSet;

use super::language;

/// The keys that a prompt names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpokenKeys {
    /// Those that it tells callers to press for certain.
    pub surely: BTreeSet<char>,
    /// Those that it may mean as well: *press 1 for sales, 2 for service*.
    pub perhaps: BTreeSet<char>,
}

struct Language {
    code: &'static str,
    /// What tells to press.
    verbs: &'static [&'static str],
    /// What may be between the verb and the key.
    fillers: &'static [&'static str],
    /// What comes before a meaning: *for* sales.
    before_meaning: &'static [&'static str],
    /// What a meaning does without: *your* contract.
    articles: &'static [&'static str],
    /// *or*.
    or: &'static str,
    /// The words for 0 to 9.
    digits: [&'static str; 10],
    /// The words for `*` and `#`.
    star: &'static [&'static str],
    hash: &'static [&'static str],
}

const LANGUAGES: &[Language] = &[
    Language {
        code: "en",
        verbs: &["press", "dial", "hit", "push", "choose", "select"],
        fillers: &["the", "key", "number", "digit", "button", "option", "a"],
        before_meaning: &["for", "to"],
        articles: &["a", "an", "the", "your", "our", "please"],
        or: "or",
        digits: ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
        star: &["star", "asterisk"],
        hash: &["hash", "pound", "square"],
    },
    Language {
        code: "fr",
        verbs: &[
            "tapez",
            "taper",
            "tape",
            "appuyez",
            "appuyer",
            "appuie",
            "composez",
            "composer",
            "faites",
            "faire",
            "pressez",
            "presser",
            "choisissez",
            "sélectionnez",
        ],
        fillers: &["sur", "la", "le", "les", "touche", "chiffre", "numéro", "bouton"],
        before_meaning: &["pour", "afin"],
        articles: &["un", "une", "le", "la", "les", "l", "votre", "vos", "nos", "notre", "veuillez", "des", "du"],
        or: "ou",
        digits: ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"],
        star: &["étoile", "astérisque"],
        hash: &["dièse", "croisillon"],
    },
    Language {
        code: "de",
        verbs: &[
            "drücken",
            "drücke",
            "drück",
            "wählen",
            "wähle",
            "tippen",
            "tippe",
            "betätigen",
            "druecken",
            "waehlen",
        ],
        fillers: &["sie", "bitte", "auf", "die", "den", "das", "taste", "ziffer", "zahl", "nummer"],
        before_meaning: &["für", "fuer", "um"],
        articles: &["ein", "eine", "einen", "der", "die", "das", "den", "ihre", "ihren", "unsere", "unseren", "bitte"],
        or: "oder",
        digits: ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"],
        star: &["stern", "sternchen", "sterntaste"],
        hash: &["raute", "rautetaste", "doppelkreuz"],
    },
    Language {
        code: "es",
        verbs: &[
            "pulse",
            "pulsa",
            "pulsar",
            "marque",
            "marca",
            "marcar",
            "oprima",
            "oprime",
            "oprimir",
            "presione",
            "presiona",
            "presionar",
            "teclee",
            "digite",
            "elija",
        ],
        fillers: &["el", "la", "en", "tecla", "número", "dígito", "botón", "opción"],
        before_meaning: &["para", "por"],
        articles: &["un", "una", "el", "la", "los", "las", "su", "sus", "nuestro", "nuestra"],
        or: "o",
        digits: ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"],
        star: &["asterisco", "estrella"],
        hash: &["almohadilla", "numeral", "gato"],
    },
];

/// Whether prompts of a language are understood.
#[must_use]
pub fn is_understood(language: &str) -> bool {
    let code = language::main_part(language);
    LANGUAGES.iter().any(|known| known.code == code)
}

/// The keys that a prompt names. Its language is seen by the words that tell to press.
#[must_use]
pub fn spoken_keys(prompt: &str) -> SpokenKeys {
    let words = words(prompt);
    let mut found = SpokenKeys::default();
    for language in LANGUAGES {
        let mut has_verb = false;
        for (place, _) in words.iter().enumerate().filter(|(_, word)| language.verbs.contains(&word.as_str())) {
            has_verb = true;
            found.surely.extend(language.after(words.get(place + 1..).unwrap_or_default()));
            found.surely.extend(language.before(words.get(..place).unwrap_or_default()));
        }
        if has_verb {
            found.perhaps.extend(words.iter().filter_map(|word| language.key(word)));
        }
    }
    found.perhaps.extend(&found.surely);
    found
}

impl Language {
    /// The key that a word names.
    fn key(&self, word: &str) -> Option<char> {
        let mut letters = word.chars();
        if let (Some(letter @ ('0'..='9' | '*' | '#')), None) = (letters.next(), letters.next()) {
            return Some(letter);
        }
        if self.star.contains(&word) {
            return Some('*');
        }
        if self.hash.contains(&word) {
            return Some('#');
        }
        let digit = self.digits.iter().position(|known| *known == word)?;
        char::from_digit(u32::try_from(digit).ok()?, 10)
    }

    /// The keys right behind a verb: *press the 1 key*, *press 1 or 2*.
    fn after(&self, words: &[String]) -> Vec<char> {
        let mut keys = Vec::new();
        let mut rest = words.iter().map(String::as_str).skip_while(|word| self.fillers.contains(word)).peekable();
        while let Some(key) = rest.next().and_then(|word| self.key(word)) {
            keys.push(key);
            if rest.next_if(|word| *word == self.or).is_none() {
                break;
            }
            while rest.next_if(|word| self.fillers.contains(word)).is_some() {}
        }
        keys
    }

    /// The key right before a verb, as in German: *die 1 drücken*.
    fn before(&self, words: &[String]) -> Option<char> {
        if self.code != "de" {
            return None;
        }
        let [.., article, key] = words else { return None };
        self.key(key).filter(|_| self.fillers.contains(&article.as_str()))
    }
}

/// The keys that a prompt names with what each is for: *For a claim, press 1. For your contract, press 2.* gives 1 *Claim* and 2 *Contract*. A key
/// whose meaning is not said is left out, and of several meanings of a key the first one counts.
#[must_use]
pub fn spoken_menu(prompt: &str) -> Vec<(char, String)> {
    let mut found: Vec<(char, String)> = Vec::new();
    for sentence in prompt.split(['.', ';', '!', '?', ':', '\n']) {
        for language in LANGUAGES {
            for (key, meaning) in language.meanings(sentence) {
                if found.iter().all(|(known, _)| *known != key) {
                    found.push((key, meaning));
                }
            }
        }
    }
    found
}

impl Language {
    /// The keys of a sentence with their meanings, in order.
    fn meanings(&self, sentence: &str) -> Vec<(char, String)> {
        let mut found = Vec::new();
        let (mut pending, mut has_verb) = (None, false);
        for part in sentence.split(',').flat_map(|part| self.alternatives(part)) {
            let written: Vec<&str> = part.iter().map(String::as_str).collect();
            let small: Vec<String> = written.iter().map(|word| word.to_lowercase()).collect();
            let is_verb = |word: &String| self.verbs.contains(&word.as_str());
            let verb = small.iter().position(is_verb);
            has_verb |= verb.is_some();
            let from = verb.map_or(0, |verb| verb + 1);
            let is_filler = |word: &&String| self.fillers.contains(&word.as_str());
            let skipped = small.iter().skip(from).take_while(is_filler).count();
            let key = small.get(from + skipped).and_then(|word| self.key(word)).filter(|_| has_verb);
            // In German, the key may come before the verb.
            let earlier = verb.and_then(|verb| self.before(small.get(..verb)?));
            // *For help the 2*, after *press* was said.
            let last = small.last().filter(|_| has_verb && verb.is_none()).and_then(|word| self.key(word));
            if let (None, Some(key)) = (key, last) {
                let before = written.get(..written.len().saturating_sub(1)).unwrap_or_default();
                found.extend(self.meaning(before).map(|meaning| (key, meaning)));
                continue;
            }
            let Some(key) = key.or(earlier) else {
                pending = self.meaning(&written).or(pending);
                continue;
            };
            // *The 1 key*.
            let named = small.iter().skip(from + skipped + 1).take_while(is_filler).count();
            let after = written.get(from + skipped + 1 + named..).unwrap_or_default();
            let is_said_after =
                after.first().is_some_and(|word| self.before_meaning.contains(&word.to_lowercase().as_str()));
            let end = if earlier.is_some() { verb.map_or(0, |verb| verb.saturating_sub(2)) } else { verb.unwrap_or(0) };
            let before = written.get(..end).unwrap_or_default();
            let meaning = if is_said_after { self.meaning(after) } else { self.meaning(before) };
            found.extend(meaning.or(pending.take()).map(|meaning| (key, meaning)));
        }
        found
    }

    /// The parts of a text that *or* divides, as words.
    fn alternatives(&self, text: &str) -> Vec<Vec<String>> {
        let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '*' | '#' | '-');
        let spaced = text.replace('*', " * ").replace('#', " # ");
        let words = spaced.split(|letter: char| !is_part(letter)).filter(|word| !word.is_empty());
        let mut parts = vec![Vec::new()];
        for word in words {
            if word.to_lowercase() == self.or {
                parts.push(Vec::new());
            } else if let Some(last) = parts.last_mut() {
                last.push(word.to_owned());
            }
        }
        parts
    }

    /// What is left of words without *for* and articles, with a capital letter; none where nothing is.
    fn meaning(&self, words: &[&str]) -> Option<String> {
        let is_small = |word: &&&str| {
            let word = word.to_lowercase();
            self.before_meaning.contains(&word.as_str()) || self.articles.contains(&word.as_str())
        };
        // What precedes *for* in a sentence is a greeting.
        let is_for = |word: &&str| self.before_meaning.contains(&word.to_lowercase().as_str());
        let from = words.iter().position(is_for).unwrap_or(0);
        let end = words.len() - words.iter().rev().take_while(is_small).count().min(words.len());
        let rest = words.get(from..end).unwrap_or_default();
        let kept: Vec<&str> = rest.iter().skip_while(is_small).copied().collect();
        let text = kept.join(" ");
        let mut letters = text.chars();
        let first = letters.next()?;
        Some(first.to_uppercase().chain(letters).collect())
    }
}

/// The words of a text in small letters; the signs of the keypad are words, too.
fn words(text: &str) -> Vec<String> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '*' || letter == '#';
    let spaced = text.to_lowercase().replace('*', " * ").replace('#', " # ");
    spaced.split(|letter: char| !is_part(letter)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(keys: &BTreeSet<char>) -> String {
        keys.iter().collect()
    }

    #[test]
    fn keys_are_named_in_four_languages() {
        for (prompt, surely, perhaps) in [
            ("Welcome. For sales, press 1. For help, press 2.", "12", "12"),
            ("Press one for sales, two for help.", "1", "12"),
            ("Press 1 or 2.", "12", "12"),
            ("press 1 for sales or 2 for help", "1", "12"),
            ("To go back, press star; for an operator dial 0.", "*0", "*0"),
            ("Press the 1 key, or the pound key", "1", "#1"),
            ("Press the number nine", "9", "9"),
            ("press “3”!", "3", "3"),
            ("Press *", "*", "*"),
            ("Pour les ventes, tapez 1. Pour le service, tapez 2.", "12", "12"),
            ("Tapez 1 pour les ventes, 2 pour le service", "1", "12"),
            ("Appuyez sur la touche étoile", "*", "*"),
            ("faites le deux ou le trois", "23", "23"),
            ("Composez le 0, ou appuyez sur dièse.", "#0", "#0"),
            ("Drücken Sie die Eins, für Service die Zwei.", "1", "12"),
            ("Für Vertrieb bitte die 1 drücken", "1", "1"),
            ("Wählen Sie bitte die Taste 4 oder die 5", "45", "45"),
            ("drücken Sie die Rautetaste", "#", "#"),
            ("Marque el dos; pulse la tecla 3", "23", "23"),
            ("Para ventas, oprima uno o dos", "12", "12"),
            ("Presione asterisco", "*", "*"),
            // No key is named, or nobody is told to press one.
            ("Welcome to number 1 in Europe", "", ""),
            ("Please wait", "", ""),
            ("Press any key within 24 hours", "", ""),
            ("Premere 1", "", ""),
        ] {
            let keys = spoken_keys(prompt);
            assert_eq!((written(&keys.surely), written(&keys.perhaps)), (sorted(surely), sorted(perhaps)), "{prompt}");
        }
        assert!(["en", "EN-gb", "fr-CA", "de_AT", "es"].iter().all(|language| is_understood(language)));
        assert!(["it", "", "eng", "pt-BR"].iter().all(|language| !is_understood(language)));
    }

    #[test]
    fn a_menu_is_read_off_its_prompt() {
        for (prompt, menu) in [
            ("Welcome. For a claim, press 1. For your contract, press 2.", "1 Claim, 2 Contract"),
            ("For sales, press 1, for help press 2", "1 Sales, 2 Help"),
            ("Press one for sales, two for help.", "1 Sales, 2 Help"),
            ("press 1 for sales or 2 for technical help", "1 Sales, 2 Technical help"),
            (
                "To speak to the operator, please dial 0. Press the pound key to hear this again.",
                "0 Speak to the operator, # Hear this again",
            ),
            (
                "Pour une réclamation, tapez 1. Pour votre contrat, tapez 2 ; sinon, patientez.",
                "1 Réclamation, 2 Contrat",
            ),
            ("Tapez 1 pour les ventes, 2 pour le service", "1 Ventes, 2 Service"),
            ("Für Vertrieb drücken Sie die 1, für Service die 2.", "1 Vertrieb, 2 Service"),
            ("Für Vertrieb bitte die 1 drücken", "1 Vertrieb"),
            ("Para ventas, pulse 1. Para soporte, marque el dos.", "1 Ventas, 2 Soporte"),
            ("For English, press 1. Pour le français, tapez 2.", "1 English, 2 Français"),
            // A key without a meaning, a key twice, and no key at all.
            ("Press 1.", ""),
            ("For sales, press 1. For help, press 1.", "1 Sales"),
            ("Welcome to number 1 in Europe", ""),
            ("", ""),
        ] {
            let found = spoken_menu(prompt).into_iter().map(|(key, meaning)| format!("{key} {meaning}"));
            assert_eq!(found.collect::<Vec<_>>().join(", "), menu, "{prompt}");
        }
    }

    fn sorted(keys: &str) -> String {
        written(&keys.chars().collect())
    }
}
