//! What is heard or read, a line for each language: the words, the sound, and what is missing.

use crate::actions::{Heard, Said};
use crate::catalog::language;
use crate::catalog::system_phrases::Phrase;
use crate::model::{Resource, ResourceData, Texts};

use super::source::Source;

/// Words in one language, as they are heard or read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What it is: *Text*, *Said after no input*, *Greeting of Claims mailbox*.
    pub what: String,
    /// The code of the language; empty where no language is known.
    pub code: String,
    /// The words, whole; empty where they are missing.
    pub words: String,
    /// The sound file with its length, or the voice that reads the words; empty where there is neither.
    pub sound: String,
    /// What is missing, in sentences; empty where nothing is.
    pub missing: String,
    /// Whether it is read and not heard.
    pub is_written: bool,
}

/// The lines of what is heard or read at an action.
pub(super) fn lines(source: &Source<'_>, heard: &Heard<'_>) -> Vec<Line> {
    let blank = Line { what: heard.what.clone(), is_written: heard.is_written, ..Line::default() };
    let line = |code: &str, words: &str| {
        let (sound, missing) = sound(heard);
        Line { code: code.to_owned(), words: words.to_owned(), sound, missing, ..blank.clone() }
    };
    let lacking = |missing: String| Line { missing, ..blank.clone() };
    match &heard.said {
        Said::Variable(path) => vec![lacking(format!("Not known beforehand: the variable {path} names it."))],
        Said::Missing(item) if item.is_empty() => vec![lacking("None is chosen.".to_owned())],
        Said::Missing(item) => vec![lacking(format!("It does not exist: {item}."))],
        Said::Phrase(phrase) => of_phrase(source, phrase, heard, &line),
        Said::Texts(texts) => {
            let found = of_texts(source, texts, heard, &line);
            match (found.is_empty(), is_sound(heard)) {
                (true, true) => vec![Line { missing: "The words are not written down.".to_owned(), ..line("", "") }],
                (true, false) => vec![lacking("There is no text.".to_owned())],
                (false, _) => found,
            }
        }
    }
}

fn is_sound(heard: &Heard<'_>) -> bool {
    heard.of.is_some_and(|of| matches!(of.data, ResourceData::SoundFile(_)))
}

/// The sound of something that is heard, and what is missing of it.
fn sound(heard: &Heard<'_>) -> (String, String) {
    if heard.is_written {
        return (String::new(), String::new());
    }
    if let Some(Resource { name, data: ResourceData::SoundFile(sound), .. }) = heard.of {
        let length = if sound.length_s == 0 { String::new() } else { format!(", {}\u{a0}s", sound.length_s) };
        return (format!("{name}{length}"), String::new());
    }
    let voice = if heard.voice.is_empty() { String::new() } else { format!("Voice: {}", heard.voice) };
    (voice, "No sound file.".to_owned())
}

fn of_phrase(source: &Source<'_>, phrase: &Phrase, heard: &Heard<'_>, line: &dyn Fn(&str, &str) -> Line) -> Vec<Line> {
    let settings = &source.project.settings;
    let of = |code: &String| match phrase.text_in(settings, code) {
        Some(text) => line(code, text),
        None => without_text(code, heard),
    };
    source.languages.iter().map(of).collect()
}

/// The texts, that of the default language first; then the languages that the version speaks and that have none.
fn of_texts(source: &Source<'_>, texts: &Texts, heard: &Heard<'_>, line: &dyn Fn(&str, &str) -> Line) -> Vec<Line> {
    let default = source.project.settings.default_language.as_str();
    let is_default = |code: &str| code.is_empty() || language::same(code, default);
    let written = || texts.iter().filter(|(_, text)| !text.trim().is_empty());
    let (first, others): (Vec<_>, Vec<_>) = written().partition(|(code, _)| is_default(code));
    let named = |code: &str| if code.is_empty() { default.to_owned() } else { code.to_owned() };
    let mut found: Vec<Line> = first.iter().chain(&others).map(|(code, text)| line(&named(code), text)).collect();
    if found.is_empty() {
        return found;
    }
    let has_text = |code: &str| {
        let own = language::entry(texts, code, |text| !text.trim().is_empty());
        own.is_some() || (is_default(code) && !first.is_empty())
    };
    let lacking = source.languages.iter().filter(|code| !has_text(code));
    found.extend(lacking.map(|code| without_text(code, heard)));
    found
}

fn without_text(code: &str, heard: &Heard<'_>) -> Line {
    let hear = if heard.is_written { "read" } else { "hear" };
    let missing = format!("No {} text: customers {hear} another language.", language::words(code));
    Line { what: heard.what.clone(), code: code.to_owned(), missing, is_written: heard.is_written, ..Line::default() }
}
