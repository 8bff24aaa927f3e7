//! Lets the caret of text fields rest. Each blink draws the whole window, so the caret blinks only for a while after the
//! last input and then stays on, as in GTK. Does not draw the caret: egui does, as the style says.

use egui::Context;

/// How long the caret blinks after the last input, in seconds; what GTK takes unless told otherwise.
pub const BLINKS_S: f64 = 10.0;

/// Since when there was no input, and whether the caret rests.
#[derive(Debug, Default)]
pub struct Caret {
    last_input: f64,
    rests: bool,
}

impl Caret {
    /// Called once a frame. A style without a blinking caret stays as it is.
    pub fn follow(&mut self, ctx: &Context) {
        let (now, has_input) = ctx.input(|input| (input.time, !input.events.is_empty()));
        if has_input {
            self.last_input = now;
        }
        let rests = now - self.last_input >= BLINKS_S;
        if rests == self.rests || (rests && !ctx.global_style().visuals.text_cursor.blink) {
            return;
        }
        self.rests = rests;
        ctx.all_styles_mut(|style| style.visuals.text_cursor.blink = !rests);
    }
}
