//! The five answers, as they are typed, and what is wrong with them.

use std::fmt;

use crate::catalog::calendar::typed;
use crate::catalog::value::is_address;
use crate::catalog::{country, fold::Fold, phone};
use crate::model::entry_point::EntryPointKind;
use crate::model::resource::Week;
use crate::model::{Channel, Settings};

use super::Template;

/// The most characters of a name.
const MOST_CHARS: usize = 80;
/// The most people.
const MOST_PEOPLE: usize = 50;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// The name of the company.
    Name,
    /// The opening hours.
    Hours,
    /// The languages.
    Languages,
    /// The people who answer.
    People,
    /// The number or the address at which contacts arrive.
    Number,
}

impl Asked {
    /// The word before what is wrong.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Hours => "Opening hours",
            Self::Languages => "Languages",
            Self::People => "People",
            Self::Number => "Number or address",
        }
    }
}

/// An answer that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongAnswer {
    /// Which one.
    pub asked: Asked,
    /// What to do, as a sentence.
    pub words: String,
}

impl WrongAnswer {
    pub(super) fn new(asked: Asked, words: impl Into<String>) -> Self {
        Self { asked, words: words.into() }
    }
}

impl fmt::Display for WrongAnswer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.asked.words(), self.words)
    }
}

impl std::error::Error for WrongAnswer {}

/// The answers, as they are typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// The name of the company, as callers hear it.
    pub name: String,
    /// The opening hours, such as `Mon–Fri 08:00–18:00; Sat 9–12`.
    pub hours: String,
    /// Codes of the languages, the default language first.
    pub languages: Vec<String>,
    /// The people who answer, separated by commas.
    pub people: String,
    /// The phone number, the email address, or the website of the chat.
    pub number: String,
}

impl Answers {
    /// The answers with which the questions begin.
    #[must_use]
    pub fn usual(template: &Template) -> Self {
        let languages = template.languages.first().map_or(&[][..], |languages| *languages);
        Self {
            name: "My company".to_owned(),
            hours: "Mon–Fri 08:00–18:00".to_owned(),
            languages: languages.iter().map(|&code| code.to_owned()).collect(),
            people: "Anna, Paul".to_owned(),
            number: match template.channel {
                Channel::Voice => "+33 1 55 00 10 10",
                Channel::Email => "hello@example.com",
                Channel::Messaging => "www.example.com",
            }
            .to_owned(),
        }
    }

    /// The name, as callers hear it.
    pub(super) fn read_name(&self) -> Result<String, WrongAnswer> {
        let wrong = |words: String| Err(WrongAnswer::new(Asked::Name, words));
        let name = self.name.trim();
        if name.is_empty() {
            return wrong("Enter the name of the company, as callers should hear it.".to_owned());
        }
        if name.chars().count() > MOST_CHARS {
            return wrong(format!("Enter a name of at most {MOST_CHARS} characters."));
        }
        if has_marks(name) {
            return wrong("Enter a name on one line, without braces and square brackets.".to_owned());
        }
        Ok(name.to_owned())
    }

    /// The opening hours.
    pub(super) fn read_hours(&self) -> Result<Week, WrongAnswer> {
        typed::read_week(&self.hours).map_err(|words| WrongAnswer::new(Asked::Hours, words))
    }

    /// The languages, as the template has them.
    pub(super) fn read_languages(&self, template: &Template) -> Result<&'static [&'static str], WrongAnswer> {
        let is_it = |languages: &&&[&str]| languages.iter().copied().eq(self.languages.iter().map(String::as_str));
        template.languages.iter().find(is_it).copied().ok_or_else(|| {
            let all: Vec<String> = template.languages.iter().map(|languages| languages.join(", ")).collect();
            WrongAnswer::new(Asked::Languages, format!("Choose one of these: {}.", all.join("; ")))
        })
    }

    /// The people, in order.
    pub(super) fn read_people(&self) -> Result<Vec<String>, WrongAnswer> {
        let wrong = |words: String| Err(WrongAnswer::new(Asked::People, words));
        let names = self.people.split([',', ';', '\n']).map(str::trim).filter(|name| !name.is_empty());
        let people: Vec<String> = names.map(str::to_owned).collect();
        if people.is_empty() {
            return wrong("Enter at least one person, such as Anna, Paul.".to_owned());
        }
        if people.len() > MOST_PEOPLE {
            return wrong(format!("Enter at most {MOST_PEOPLE} people. You can add more in the project."));
        }
        for (place, name) in people.iter().enumerate() {
            if has_marks(name) || name.chars().count() > MOST_CHARS {
                return wrong("Enter short names, without braces and square brackets.".to_owned());
            }
            let is_same = |other: &String| Fold::USUAL.text(other) == Fold::USUAL.text(name);
            if people.iter().take(place).any(is_same) {
                return wrong(format!("{name} is there twice. Enter each person once, under different names."));
            }
        }
        Ok(people)
    }

    /// The number or address of an entry point.
    pub(super) fn read_number(&self, kind: EntryPointKind, settings: &Settings) -> Result<String, WrongAnswer> {
        let wrong = |words: String| Err(WrongAnswer::new(Asked::Number, words));
        let text = self.number.trim();
        if kind.is_number() {
            return match phone::read(text, country::of(settings)) {
                Ok(phone::Number::Full { e164, .. }) => Ok(e164),
                Ok(phone::Number::Short(_)) => {
                    wrong(format!("\"{text}\" is a short number. Enter a full one, such as +33155001010."))
                }
                Err(_) if text.is_empty() => {
                    wrong("Enter the phone number that people call, such as +33155001010.".to_owned())
                }
                Err(fault) => wrong(fault.words(text)),
            };
        }
        if kind == EntryPointKind::Mailbox && !is_address(text) {
            return wrong(format!("\"{text}\" is not an email address. Enter one, such as hello@example.com."));
        }
        if text.is_empty() || text.contains(char::is_whitespace) || has_marks(text) {
            return wrong("Enter the address of the website, such as www.example.com.".to_owned());
        }
        Ok(text.to_owned())
    }
}

/// Whether a text has characters that mean something in the texts of a flow.
fn has_marks(text: &str) -> bool {
    text.contains(|letter: char| letter.is_control() || "{}[]".contains(letter))
}
