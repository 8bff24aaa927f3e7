//! What text inputs propose while typing: the paths of variables, and in texts with placeholders those after `{{`. Used by
//! forms and pages alike.

use egui::{CompletionPopup, CompletionQuery, Id, RectAlign, Response, Suggestion, TextEdit, Ui};

use crate::lint::variables::{readable_paths, writable_paths};
use crate::model::Project;

/// Most paths proposed at once.
const MOST: usize = 60;

/// What a text input proposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completes {
    /// Nothing.
    Nothing,
    /// After `{{`, the paths that can be read.
    Placeholders,
    /// The paths that can be read.
    Readable,
    /// The paths that can be written.
    Writable,
}

impl Completes {
    /// Shows an input with its proposals: arrows choose, Enter, Tab or a click takes one, Escape closes them.
    pub fn show(self, ui: &mut Ui, id: Id, edit: TextEdit<'_>, project: &Project) -> Response {
        let is_focused = ui.memory(|memory| memory.has_focus(id));
        // The word before the cursor begins after a brace, or is all there is.
        let is_in_braces = self == Self::Placeholders;
        let output = CompletionPopup::new(id)
            .align(RectAlign::BOTTOM_START)
            .word_boundary(move |letter| is_in_braces && letter == '{')
            .show(ui, edit, |query| if is_focused { self.proposals(project, query) } else { Vec::new() });
        let mut response = output.text_edit.response.response;
        // The input itself does not say that it changed where a proposal was taken.
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
        }
    }
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
    // A path that is written out needs no help.
    if known.contains(&typed) {
        return Vec::new();
    }
    let found = known.into_iter().filter(|path| path.to_lowercase().contains(&typed));
    found.take(MOST).map(Suggestion::new).collect()
}
