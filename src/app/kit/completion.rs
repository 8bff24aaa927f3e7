//! Completion in text inputs: paths of variables, or placeholders after `{{`. Used by forms and pages.

use std::collections::BTreeMap;

use egui::{CompletionPopup, CompletionQuery, Id, RectAlign, Response, Suggestion, TextEdit, Ui};

use crate::actions::tags_of;
use crate::catalog::fold::Fold;
use crate::lint::variables::{readable_paths, writable_paths};
use crate::model::Project;

/// The most paths listed at once.
const MOST: usize = 60;

/// What a text input completes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completes {
    /// Nothing.
    Nothing,
    /// Paths that can be read, after `{{`.
    Placeholders,
    /// Paths that can be read.
    Readable,
    /// Paths that can be written.
    Writable,
    /// The tags that the actions of the project name.
    Tags,
}

impl Completes {
    /// Draws an input with its suggestions: arrow keys choose, Enter, Tab or a click inserts one, Escape closes the list.
    pub fn show(self, ui: &mut Ui, id: Id, edit: TextEdit<'_>, project: &Project) -> Response {
        let is_focused = ui.memory(|memory| memory.has_focus(id));
        // The word before the cursor begins after a brace or at the start of the text.
        let is_in_braces = self == Self::Placeholders;
        let output = CompletionPopup::new(id)
            .align(RectAlign::BOTTOM_START)
            .word_boundary(move |letter| is_in_braces && letter == '{')
            .show(ui, edit, |query| if is_focused { self.proposals(project, query) } else { Vec::new() });
        let mut response = output.text_edit.response.response;
        // The response of the input does not report the change that an inserted suggestion makes.
        if output.accepted.is_some() {
            response.mark_changed();
        }
        response
    }

    fn proposals(self, project: &Project, query: &CompletionQuery<'_>) -> Vec<Suggestion> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Placeholders => placeholders(project, query),
            Self::Readable => paths(readable_paths(project), query.word),
            Self::Writable => paths(writable_paths(project), query.word),
            Self::Tags => tags(project, query.word),
        }
    }
}

fn tags(project: &Project, word: &str) -> Vec<Suggestion> {
    let actions = project.versions.values().flat_map(|version| version.flow.actions.values());
    let known: BTreeMap<String, &str> =
        actions.flat_map(|action| tags_of(action)).map(|tag| (Fold::USUAL.text(tag), tag)).collect();
    let typed = Fold::USUAL.text(word);
    let found = known.iter().filter(|(folded, _)| folded.contains(&typed) && **folded != typed);
    found.take(MOST).map(|(_, tag)| Suggestion::new(*tag)).collect()
}

fn placeholders(project: &Project, query: &CompletionQuery<'_>) -> Vec<Suggestion> {
    let start = query.word_range.start.0;
    let is_opened = start >= 2 && query.text.chars().skip(start - 2).take(2).eq("{{".chars());
    if !is_opened || query.word.contains(['}', '\n']) {
        return Vec::new();
    }
    let is_closed = query.text.chars().skip(query.word_range.end.0).take(2).eq("}}".chars());
    let closing = if is_closed { "" } else { "}}" };
    let typed = query.word.trim().to_lowercase();
    let found = readable_paths(project).into_iter().filter(|path| path.to_lowercase().contains(&typed));
    found.take(MOST).map(|path| Suggestion::new(format!("{path}{closing}")).content(path)).collect()
}

fn paths(known: Vec<String>, word: &str) -> Vec<Suggestion> {
    let typed = word.trim().to_lowercase();
    // A complete path needs no suggestion.
    if known.contains(&typed) {
        return Vec::new();
    }
    let found = known.into_iter().filter(|path| path.to_lowercase().contains(&typed));
    found.take(MOST).map(Suggestion::new).collect()
}
