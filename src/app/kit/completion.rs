//! Completion in text inputs: paths of variables, or placeholders after `{{`. Used by forms and pages.

use egui::{CompletionPopup, CompletionQuery, Id, RectAlign, Response, Suggestion, TextEdit, Ui};

use crate::actions;
use crate::catalog::fold::Fold;
use crate::lint::variables::{readable_paths, writable_paths};
use crate::model::{Action, Project};

/// The most paths listed at once.
const MOST: usize = 60;

/// What a text input completes.
#[derive(Clone, Copy, Debug)]
pub enum Completes<'a> {
    /// Nothing.
    Nothing,
    /// Paths that can be read, after `{{`.
    Placeholders,
    /// Paths that can be read.
    Readable,
    /// Paths that can be written.
    Writable,
    /// What the project knows that fits into a field of an action, such as its tags.
    Known(&'a Action),
}

impl Completes<'_> {
    /// Draws an input with its suggestions: arrow keys choose, Enter, Tab or a click inserts one, Escape closes the list.
    pub fn show(self, ui: &mut Ui, id: Id, edit: TextEdit<'_>, project: &Project) -> Response {
        let is_focused = ui.memory(|memory| memory.has_focus(id));
        // The word before the cursor begins after a brace or at the start of the text.
        let is_in_braces = matches!(self, Self::Placeholders);
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
            Self::Known(action) => known(project, action, query.word),
        }
    }
}

fn known(project: &Project, action: &Action, word: &str) -> Vec<Suggestion> {
    let typed = Fold::USUAL.text(word);
    let fits = |text: &String| {
        let folded = Fold::USUAL.text(text);
        folded.contains(&typed) && folded != typed
    };
    actions::known_values(project, action).into_iter().filter(fits).take(MOST).map(Suggestion::new).collect()
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
