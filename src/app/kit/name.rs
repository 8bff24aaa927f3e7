//! The accessible name of a widget and its help text: the name of the field, or of a part of the field.

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
    /// The name given by a visible label.
    pub fn by(label: &Response, text: &str, help: &'static str) -> Self {
        Self { label: Some(label.id), text: text.to_owned(), help }
    }

    /// A name without a visible label.
    pub fn plain(text: impl Into<String>, help: &'static str) -> Self {
        Self { label: None, text: text.into(), help }
    }

    /// The name of a part of the field.
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
