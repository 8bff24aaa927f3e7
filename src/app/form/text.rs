//! Text inputs: one line or several, completing variables while typing. A read-only text can still be selected and copied.

use egui::{Align2, CompletionPopup, CompletionQuery, FontSelection, RectAlign, Suggestion, TextEdit, TextStyle, Ui};

use crate::lint::variables::{readable_paths, writable_paths};
use crate::model::Project;

use super::FormCx;
use super::name::Name;
use super::outbox::{Change, round};

/// Most characters of a name, a title, a path.
pub(super) const NAME_LIMIT: usize = 200;
/// Most characters of a text.
pub(super) const TEXT_LIMIT: usize = 10_000;
/// Most paths proposed at once.
const MOST: usize = 60;

/// What a text input proposes while typing.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Completes {
    /// Nothing.
    Nothing,
    /// After `{{`, the paths that can be read.
    Placeholders,
    /// The paths that can be read.
    Readable,
    /// The paths that can be written.
    Writable,
}

/// A text input.
pub(super) struct TextInput<'a> {
    /// Tells it from others of the same field.
    pub salt: &'static str,
    /// What it is called.
    pub name: &'a Name,
    /// What it shows while empty.
    pub hint: &'a str,
    /// Most characters.
    pub limit: usize,
    /// How many lines it shows; one means that it takes one line only.
    pub lines: usize,
    /// Whether the letters are all of one width.
    pub is_code: bool,
    /// What it proposes.
    pub completes: Completes,
}

impl<'a> TextInput<'a> {
    /// A line of text.
    pub fn line(salt: &'static str, name: &'a Name) -> Self {
        let completes = Completes::Nothing;
        Self { salt, name, hint: "", limit: NAME_LIMIT, lines: 1, is_code: false, completes }
    }

    /// The path of a variable.
    pub fn path(salt: &'static str, name: &'a Name, completes: Completes) -> Self {
        Self { hint: "variable.field", completes, ..Self::line(salt, name) }
    }

    /// A text with placeholders.
    pub fn prose(salt: &'static str, name: &'a Name, lines: usize) -> Self {
        Self { limit: TEXT_LIMIT, lines, completes: Completes::Placeholders, ..Self::line(salt, name) }
    }

    /// Shows it; the text as it was changed.
    pub fn show(&self, ui: &mut Ui, cx: &FormCx<'_>, text: &str) -> Option<Change<String>> {
        if cx.is_read_only {
            let mut shown = text;
            let response = ui.add(self.dressed(match self.lines {
                1 => TextEdit::singleline(&mut shown),
                _ => TextEdit::multiline(&mut shown),
            }));
            self.name.give(&response);
            return None;
        }
        let mut changed = text.to_owned();
        let edit = self.dressed(match self.lines {
            1 => TextEdit::singleline(&mut changed),
            _ => TextEdit::multiline(&mut changed),
        });
        let id = ui.make_persistent_id(self.salt);
        let is_focused = ui.memory(|memory| memory.has_focus(id));
        // The word before the cursor begins after a brace, or is all there is.
        let is_in_braces = self.completes == Completes::Placeholders;
        let output = CompletionPopup::new(id)
            .align(RectAlign::BOTTOM_START)
            .word_boundary(move |letter| is_in_braces && letter == '{')
            .show(ui, edit, |query| if is_focused { proposals(self.completes, cx.project, query) } else { Vec::new() });
        let response = &output.text_edit.response.response;
        self.name.give(response);
        let typing = Some(round(ui, response));
        // Where a proposal was taken, the input does not say that it changed.
        (changed != text).then_some(Change { value: changed, typing })
    }

    fn dressed<'t>(&self, edit: TextEdit<'t>) -> TextEdit<'t> {
        let font = if self.is_code { TextStyle::Monospace } else { TextStyle::Body };
        let edit = if self.lines == 1 { edit.align(Align2::LEFT_CENTER) } else { edit };
        edit.hint_text(self.hint.to_owned())
            .char_limit(self.limit)
            .desired_rows(self.lines)
            .desired_width(f32::INFINITY)
            .font(FontSelection::Style(font))
    }
}

fn proposals(completes: Completes, project: &Project, query: &CompletionQuery<'_>) -> Vec<Suggestion> {
    match completes {
        Completes::Nothing => Vec::new(),
        Completes::Placeholders => placeholders(project, query),
        Completes::Readable => paths(readable_paths(project), query.word),
        Completes::Writable => paths(writable_paths(project), query.word),
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
