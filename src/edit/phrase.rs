//! The texts that a project has for phrases of the system (spec: meaning §5).

use crate::catalog::system_phrases;

use super::slot::Slot;
use super::tx::{Refusal, Tx};

/// A text of a phrase in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhraseText {
    /// The key of the phrase.
    pub key: String,
    /// The language code.
    pub language: String,
    /// The text; an empty one keeps the language in the list, and `None` resets the phrase to the text of the program.
    pub text: Option<String>,
}

impl PhraseText {
    /// The name of the edit in the undo menu.
    pub(super) fn words(&self) -> &'static str {
        if self.text.is_some() { "Change phrase" } else { "Reset phrase" }
    }
}

/// Stores the text of a phrase, or removes it.
pub(super) fn set(tx: &mut Tx, phrase: &PhraseText) -> Result<(), Refusal> {
    let PhraseText { key, language, text } = phrase;
    let language = language.trim();
    if language.is_empty() {
        return Err(Refusal::Invalid("A text of a phrase needs a language code, such as fr.".to_owned()));
    }
    if text.is_some() && system_phrases::find(key).is_none() {
        return Err(Refusal::Invalid(format!("\"{key}\" is not a phrase of the system.")));
    }
    let mut stored = tx.project.settings.clone();
    if let Some(text) = text {
        let texts = stored.phrases.entry(key.clone()).or_default();
        texts.insert(language.to_owned(), text.clone());
    } else {
        if let Some(texts) = stored.phrases.get_mut(key) {
            texts.remove(language);
        }
        stored.phrases.retain(|_, texts| !texts.is_empty());
    }
    tx.put(Slot::Settings(stored));
    Ok(())
}
