//! What an action tells: what the customer hears, what others do, what goes to outside systems. Where nobody reads it, no words are written
//! (spec: testing §8).

use std::borrow::Cow;
use std::fmt;

use crate::catalog::step::{Effect, Mail};
use crate::catalog::template::Template;
use crate::catalog::text::speaking_ms;
use crate::model::{Channel, OutsideSystem};

use super::Cx;

/// Words that are written only where somebody reads them.
pub trait Words {
    /// The words.
    fn words(self) -> String;
}

impl Words for String {
    fn words(self) -> String {
        self
    }
}

impl Words for &String {
    fn words(self) -> String {
        self.clone()
    }
}

impl Words for &str {
    fn words(self) -> String {
        self.to_owned()
    }
}

impl Words for Cow<'_, str> {
    fn words(self) -> String {
        self.into_owned()
    }
}

impl Words for fmt::Arguments<'_> {
    fn words(self) -> String {
        fmt::format(self)
    }
}

impl<F: FnOnce() -> String> Words for F {
    fn words(self) -> String {
        self()
    }
}

impl Cx<'_> {
    /// Whether anybody reads what happens.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.parts.is_told
    }

    /// Makes something happen now.
    pub fn emit(&mut self, effect: Effect) {
        if self.is_told() || matches!(effect, Effect::ServedBy(_)) {
            self.parts.effects.push((self.at_ms(), effect));
        }
    }

    /// Makes something happen now that is told in words.
    fn tell(&mut self, words: impl Words, effect: impl FnOnce(String) -> Effect) {
        if self.is_told() {
            self.emit(effect(words.words()));
        }
    }

    /// A text filled in, where anybody reads it. Where nobody does, it reads the same and makes no text.
    #[must_use]
    pub fn told<'t>(&self, text: &'t Template) -> Option<Cow<'t, str>> {
        if self.is_told() {
            return Some(text.filled(|path| self.read(path)));
        }
        if text.asks() || self.parts.door.is_noting() {
            text.paths().for_each(|path| drop(self.read(path)));
        }
        None
    }

    /// A text filled in, where anybody hears it, and in any case how long it takes to speak it, in milliseconds.
    #[must_use]
    pub fn spoken<'t>(&self, text: &'t Template) -> (Cow<'t, str>, u64) {
        if self.is_told() {
            let filled = text.filled(|path| self.read(path));
            let length_ms = speaking_ms(&filled);
            return (filled, length_ms);
        }
        (Cow::Borrowed(""), text.filled_ms(|path| self.read(path)))
    }

    /// Says a text to the customer, and gives its length in milliseconds: none in chats and emails, where it is written. No time
    /// passes by it: an action that waits until it is over spends it.
    pub fn say<'t>(&mut self, text: impl Into<Cow<'t, str>>) -> u64 {
        let text = text.into();
        let length_ms = if self.channel() == Channel::Voice { speaking_ms(&text) } else { 0 };
        if self.is_told() && !text.trim().is_empty() {
            self.emit(Effect::Heard(text.into_owned()));
        }
        length_ms
    }

    /// An email goes out: into the ledger in words, and into the conversation as it is.
    pub fn mail(&mut self, what: impl Words, mail: Mail) {
        self.ledger(OutsideSystem::Email.words(), what);
        self.emit(Effect::Mailed(Box::new(mail)));
    }

    /// Somebody else than the customer does something, or a system.
    pub fn others_did(&mut self, what: impl Words) {
        self.tell(what, Effect::OthersDid);
    }

    /// The customer does something: shown on the customer's side of the conversation.
    pub fn did(&mut self, what: impl Words) {
        self.tell(what, Effect::Did);
    }

    /// Something worth knowing happened.
    pub fn note(&mut self, what: impl Words) {
        self.tell(what, Effect::Note);
    }

    /// Several such things happened, such as the reasons of a decision.
    pub fn note_all(&mut self, all: &[String]) {
        for what in all {
            self.note(what);
        }
    }

    /// Something goes to an outside system.
    pub fn ledger(&mut self, system: &str, what: impl Words) {
        self.tell(what, |what| Effect::Ledger { system: system.to_owned(), what });
    }
}
