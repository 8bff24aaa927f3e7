//! What a value is: a text with a type, if it has one (spec: meaning §1). Here values are told equal or put in order; the words of
//! a condition (`contains`, `is one of`) are in [`super::compare`], and texts are folded by [`super::fold`].

mod decimal;
mod declared;
mod held;
mod kind;
mod lookups;
mod order;
mod readers;
mod table;
mod typed;

use std::borrow::Cow;

use chrono_tz::Tz;

use crate::model::resource::FieldType;
use crate::model::{Phrases, Project, Settings};

use super::{country, fold, interaction};

pub use decimal::{Decimal, Fault, MOST_DIGITS};
pub use declared::{Declared, declared, kind_of, known_paths};
pub use held::{Held, equal, order, same};
pub use kind::{Misfit, fit, is_address, is_url, misfit_words, stored};
pub use lookups::Lookups;
pub use order::{Key, column_key, key, readable};
pub use readers::{moment, phone_starts_with};
pub use table::{Index, Tables, find_row, range, shadowed};
pub use typed::{date_typed, number_in, number_typed, phone_typed};

/// A text with the type of the field or the column that it is in. A literal, a cell of a values table and what a program gives
/// have none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Value<'a> {
    /// As it is written.
    pub text: Cow<'a, str>,
    /// The type, if it has one.
    pub kind: Option<FieldType>,
}

impl<'a> Value<'a> {
    /// A text without a type.
    pub fn untyped(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into(), kind: None }
    }

    /// A text of a type.
    pub fn of(kind: FieldType, text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into(), kind: Some(kind) }
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        fold::is_blank(&self.text)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::untyped(text)
    }
}

/// Where texts are written: what decides how numbers, phone numbers, dates, and yes and no are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Locale<'a> {
    /// A language, such as `en` or `en-US`.
    pub language: &'a str,
    /// The code of the country whose numbers and dates are meant, such as `FR`; it may be empty.
    pub country: &'a str,
    /// The zone whose clocks show an instant; none means UTC.
    pub zone: Option<Tz>,
    /// The project's own texts of phrases, with its words for yes and no.
    pub phrases: Option<&'a Phrases>,
}

impl<'a> Locale<'a> {
    /// What the project says.
    #[must_use]
    pub fn of(project: &'a Project) -> Self {
        let settings = &project.settings;
        Self::at(settings, Some(interaction::zone(&settings.time_zone, "")), country::of(settings))
    }

    /// What settings say, in a zone and a country.
    fn at(settings: &'a Settings, zone: Option<Tz>, country: &'a str) -> Self {
        let phrases = (!settings.phrases.is_empty()).then_some(&settings.phrases);
        Self { language: &settings.default_language, country, zone, phrases }
    }

    /// The zone whose clocks show an instant.
    #[must_use]
    pub fn zone(self) -> Tz {
        self.zone.unwrap_or(Tz::UTC)
    }

    /// The same with the language of a customer, where it is known.
    #[must_use]
    pub fn with_language(self, language: &'a str) -> Self {
        if language.trim().is_empty() { self } else { Self { language, ..self } }
    }
}
