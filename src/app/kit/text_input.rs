//! Text inputs. Every text input of the window is made here, so that each has a limit. Where a text from a file exceeds the limit, a read-only
//! input shows its beginning (spec: quality, Part 2 §2d).

use egui::{Event, Label, Response, RichText, TextBuffer, TextEdit, Ui};

use crate::catalog::text::{number_words, shorten};
use crate::model::limits::is_longer;
pub use crate::model::limits::{MAX_NAME, MAX_TEXT};

use super::theme;

/// The number of characters shown of a text that is too long.
const SHOWN: usize = 300;
/// The number of lines shown of a text that is too long.
const SHOWN_LINES: usize = 8;
/// The least width, in points, for a remark.
const ROOM: f32 = 200.0;

/// A one-line input.
pub fn one_line(text: &mut dyn TextBuffer, limit: usize) -> TextEdit<'_> {
    TextEdit::singleline(text).char_limit(limit)
}

/// A multi-line input.
pub fn many_lines(text: &mut dyn TextBuffer, limit: usize, rows: usize) -> TextEdit<'_> {
    TextEdit::multiline(text).char_limit(limit).desired_rows(rows)
}

/// Takes what was typed in this frame out of the input. What begins with a blank is left, unless something was typed before: *Space* alone is
/// a key of its own.
pub fn take_typed(ui: &Ui, has_begun: bool) -> String {
    let mut typed = String::new();
    ui.input_mut(|input| {
        input.events.retain(|event| match event {
            Event::Text(text) if !has_begun && typed.is_empty() && text.trim().is_empty() => true,
            Event::Text(text) => {
                typed.push_str(text);
                false
            }
            _ => true,
        });
    });
    typed
}

/// Draws an input of `rows` lines, as wide as there is room.
pub fn show(ui: &mut Ui, text: &mut String, limit: usize, rows: usize) -> Response {
    if let Some(long) = TooLong::of(text, limit) {
        let (mut response, kept) = long.show(ui, true, rows, |edit| edit.desired_width(f32::INFINITY));
        if let Some(kept) = kept {
            *text = kept;
            response.mark_changed();
        }
        return response;
    }
    let edit = if rows == 1 { one_line(text, limit) } else { many_lines(text, limit, rows) };
    ui.add(edit.desired_width(f32::INFINITY))
}

/// A text that is too long to edit. It is kept whole; only its beginning is shown.
#[derive(Clone, Copy, Debug)]
pub struct TooLong<'a> {
    text: &'a str,
    limit: usize,
}

impl<'a> TooLong<'a> {
    /// The text, if it is too long.
    #[must_use]
    pub fn of(text: &'a str, limit: usize) -> Option<Self> {
        is_longer(text, limit).then_some(Self { text, limit })
    }

    /// The explanation, and what the user can do.
    #[must_use]
    pub fn words(self) -> String {
        let limit = number_words(self.limit);
        format!(
            "This text is longer than {limit} characters, so it cannot be edited here, and stays as it is. Copy it to edit it elsewhere, or keep only the first {limit} characters and edit those."
        )
    }

    /// The explanation for a cell of a sheet, which can be replaced by typing over it.
    #[must_use]
    pub fn words_of_cell(self) -> String {
        let limit = number_words(self.limit);
        format!(
            "The text of this cell is longer than {limit} characters, so it cannot be edited here, and stays as it is. Copy it to edit it elsewhere, or type over it."
        )
    }

    /// The part that can be edited.
    #[must_use]
    pub fn kept(self) -> String {
        self.text.chars().take(self.limit).collect()
    }

    fn beginning(self) -> String {
        let text = shorten(self.text, SHOWN);
        let end = text.char_indices().filter(|(_, letter)| *letter == '\n').nth(SHOWN_LINES - 1);
        end.and_then(|(end, _)| text.get(..end)).map_or(text.clone(), |lines| format!("{lines}…"))
    }

    /// Draws the beginning in a read-only input. Returns the part that can be edited, if the user asked for it.
    pub fn show(
        self,
        ui: &mut Ui,
        can_change: bool,
        rows: usize,
        dress: impl for<'t> FnOnce(TextEdit<'t>) -> TextEdit<'t>,
    ) -> (Response, Option<String>) {
        let beginning = self.beginning();
        let mut shown = beginning.as_str();
        ui.vertical(|ui| {
            let edit = if rows == 1 { one_line(&mut shown, MAX_TEXT) } else { many_lines(&mut shown, MAX_TEXT, rows) };
            let response = ui.add(dress(edit));
            let words = self.words();
            let note = |text: &str, ui: &Ui| RichText::new(text).size(theme::CAPTION).color(theme::of(ui).warning);
            if ui.available_width() < ROOM {
                ui.add(Label::new(note("Too long to edit", ui)).truncate()).on_hover_text(&words);
            } else {
                ui.add(Label::new(note(&words, ui)).wrap());
            }
            let mut is_kept = false;
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().interact_size.y = 22.0;
                ui.spacing_mut().button_padding = egui::vec2(8.0, 2.0);
                let small = |words: &str| RichText::new(words).size(theme::SMALL);
                if ui.button(small("Copy all")).clicked() {
                    ui.ctx().copy_text(self.text.to_owned());
                }
                let keep = format!("Keep the first {}", number_words(self.limit));
                is_kept = can_change
                    && ui.button(small(&keep)).on_hover_text("Removes the rest. Undo restores it.").clicked();
            });
            (response, is_kept.then(|| self.kept()))
        })
        .inner
    }
}
