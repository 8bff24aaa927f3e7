//! Templates: whole lines with their resources and test calls, which five answers turn into a project of a company (spec: ease §3).

mod answers;
mod fill;
mod moments;
mod people;
mod shipped;

use crate::catalog::fold::Fold;
use crate::model::{Channel, Project};
use crate::storage;

pub use answers::{Answers, Asked, WrongAnswer};
pub use fill::instantiate;
pub use shipped::ALL;

/// A template.
#[derive(Debug)]
pub struct Template {
    /// The id, which is the name of its file.
    pub id: &'static str,
    /// The title in the list.
    pub title: &'static str,
    /// What it does, in one sentence.
    pub about: &'static str,
    /// Its channel.
    pub channel: Channel,
    /// Everyday words by which it is found.
    pub words: &'static [&'static str],
    /// The languages that it can be made in: codes, the default language first. A line that asks for the language has several in each.
    pub languages: &'static [&'static [&'static str]],
    /// The file: a project with marks such as `[[name]]`.
    text: &'static str,
}

impl Template {
    /// The template with an id.
    #[must_use]
    pub fn of(id: &str) -> Option<&'static Self> {
        ALL.iter().find(|template| template.id == id)
    }

    /// The project of the file, with its marks, such as for a picture.
    #[must_use]
    pub fn project(&self) -> Project {
        // A test reads every file.
        storage::read(self.text.as_bytes()).map(|loaded| loaded.project).unwrap_or_default()
    }

    /// The file, as it is kept.
    #[must_use]
    pub fn text(&self) -> &'static str {
        self.text
    }

    /// Whether every typed word begins a word of its title or one of its everyday words.
    #[must_use]
    pub fn is_found_by(&self, typed: &str) -> bool {
        let all = self.words.iter().copied().chain([self.title]).flat_map(str::split_whitespace);
        let all: Vec<String> = all.map(|word| Fold::USUAL.text(word)).collect();
        Fold::USUAL.text(typed).split_whitespace().all(|typed| all.iter().any(|word| word.starts_with(typed)))
    }

    /// Where contacts arrive: a phone number, an address, or the name of a page.
    #[must_use]
    pub fn arrives_at(&self) -> &'static str {
        match self.channel {
            Channel::Voice => "Phone number",
            Channel::Email => "Email address",
            Channel::Messaging => "Website of the chat",
        }
    }
}
