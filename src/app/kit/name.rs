//! What a screen reader calls a widget, and what it says about it: the name of the field, or of a part of it.

use egui::{Id, Response};

/// The accessible name of a widget.
#[derive(Clone, Debug)]
pub struct Name {
    label: Option<Id>,
    /// The name in words.
    pub text: String,
    help: &'static str,
}

impl Name {
    /// The name that a visible label gives.
    pub fn by(label: &Response, text: &str, help: &'static str) -> Self {
        Self { label: Some(label.id), text: text.to_owned(), help }
    }

    /// A name that no label shows.
    pub fn plain(text: impl Into<String>, help: &'static str) -> Self {
        Self { label: None, text: text.into(), help }
    }

    /// The name of a part.
    pub fn part(&self, part: &str) -> Self {
        Self::plain(format!("{}, {part}", self.text), self.help)
    }

    /// Names a widget.
    pub fn give(&self, response: &Response) {
        match self.label {
            Some(label) => drop(response.clone().labelled_by(label)),
            None => drop(response.clone().accessible_name(self.text.as_str())),
        }
        if !self.help.is_empty() {
            response.ctx.accesskit_node_builder(response.id, |node| node.set_description(self.help));
        }
    }
}
