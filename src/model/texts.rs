//! Texts in several languages.

use std::collections::BTreeMap;

/// A text for each language, by language code; the empty code is the project's default language.
pub type Texts = BTreeMap<String, String>;

/// The texts that a project has of its own for phrases of the system, by key of the phrase, then by language code.
pub type Phrases = BTreeMap<String, Texts>;
