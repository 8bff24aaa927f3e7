//! What a screen reader says without being asked: a text that is not drawn, which the screen reader reads whenever it changes (an `AccessKit`
//! live region; spec: ease §2).

use egui::accesskit::Live;
use egui::{Id, Rect, Role, Sense, Ui, WidgetInfo};

use crate::catalog::text::shorten;

/// The most characters that are announced at once.
const MOST_CHARS: usize = 600;

/// What is announced.
#[derive(Debug, Default)]
pub struct Announcer {
    text: String,
    /// Whether the text was drawn. What is said until then joins it.
    is_drawn: bool,
    /// Whether the text is drawn with a sign that nobody hears, so that the same words are read again.
    is_again: bool,
}

impl Announcer {
    /// Announces a text, also if the same text was announced last. What is said in one frame is announced together.
    pub fn say(&mut self, text: &str) {
        let text = shorten(text, MOST_CHARS);
        if self.is_drawn || self.text.is_empty() {
            self.is_again = text == self.text && !self.is_again;
            self.text = text;
        } else if !self.text.contains(&text) {
            self.text = shorten(&format!("{} {text}", self.text), MOST_CHARS);
        }
        self.is_drawn = false;
    }

    /// The text that was announced last.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Offers the text to screen readers.
    pub fn ui(&mut self, ui: &Ui) {
        self.is_drawn = true;
        let at = Rect::from_min_size(ui.max_rect().min, egui::Vec2::ZERO);
        let response = ui.interact(at, Id::unique("announcements"), Sense::hover());
        let text = if self.is_again { format!("{}\u{a0}", self.text) } else { self.text.clone() };
        response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &text));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_live(Live::Polite);
            node.set_value(text.as_str());
        });
    }
}
