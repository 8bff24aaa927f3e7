//! Text inputs: one line or several, with completion of variables. A read-only text can still be selected and copied.

use egui::{Align2, FontSelection, TextBuffer, TextEdit, TextStyle, Ui};

use super::cx::FormCx;
use super::outbox::{Change, typing_session};
use crate::app::kit::completion::Completes;
use crate::app::kit::name::Name;
use crate::app::kit::text_input::{MAX_NAME, MAX_TEXT, TooLong, many_lines, one_line};

/// A text input.
pub(super) struct TextInput<'a> {
    /// Distinguishes the input from others of the same field.
    pub salt: &'static str,
    /// The accessible name.
    pub name: &'a Name,
    /// The text shown while the input is empty.
    pub hint: &'a str,
    /// Maximum number of characters.
    pub limit: usize,
    /// Number of visible lines; 1 means a single-line input.
    pub lines: usize,
    /// Whether the font is monospace.
    pub is_code: bool,
    /// The suggestions.
    pub completes: Completes<'a>,
}

impl<'a> TextInput<'a> {
    /// A line of text.
    pub fn line(salt: &'static str, name: &'a Name) -> Self {
        let completes = Completes::Nothing;
        Self { salt, name, hint: "", limit: MAX_NAME, lines: 1, is_code: false, completes }
    }

    /// The path of a variable.
    pub fn path(salt: &'static str, name: &'a Name, completes: Completes<'a>) -> Self {
        Self { hint: "variable.field", completes, ..Self::line(salt, name) }
    }

    /// A text with placeholders.
    pub fn prose(salt: &'static str, name: &'a Name, lines: usize) -> Self {
        Self { limit: MAX_TEXT, lines, completes: Completes::Placeholders, ..Self::line(salt, name) }
    }

    /// Draws the input. Returns the changed text.
    pub fn show(&self, ui: &mut Ui, cx: &FormCx<'_>, text: &str) -> Option<Change<String>> {
        if let Some(long) = TooLong::of(text, self.limit) {
            let (response, kept) = long.show(ui, !cx.is_read_only, self.lines, |edit| self.styled(edit));
            self.name.give(&response);
            return kept.map(Change::at_once);
        }
        if cx.is_read_only {
            let mut shown = text;
            let response = ui.add(self.styled(self.edit(&mut shown)));
            self.name.give(&response);
            return None;
        }
        let mut changed = text.to_owned();
        let edit = self.styled(self.edit(&mut changed));
        let id = ui.make_persistent_id(self.salt);
        let response = &self.completes.show(ui, id, edit, cx.project);
        self.name.give(response);
        let typing = Some(typing_session(ui, response));
        (changed != text).then_some(Change { value: changed, typing })
    }

    fn edit<'t>(&self, text: &'t mut dyn TextBuffer) -> TextEdit<'t> {
        if self.lines == 1 { one_line(text, self.limit) } else { many_lines(text, self.limit, self.lines) }
    }

    fn styled<'t>(&self, edit: TextEdit<'t>) -> TextEdit<'t> {
        let font = if self.is_code { TextStyle::Monospace } else { TextStyle::Body };
        let edit = if self.lines == 1 { edit.align(Align2::LEFT_CENTER) } else { edit };
        edit.hint_text(self.hint.to_owned()).desired_width(f32::INFINITY).font(FontSelection::Style(font))
    }
}
