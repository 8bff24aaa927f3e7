//! Texts of one line.

use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{Color32, FontId, Galley, Painter};

/// The most characters of a line that are laid out.
const MOST_CHARS: usize = 400;

/// The beginning of a text. No card has room for more, and the whole text would be laid out.
pub fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().chars().take(MOST_CHARS).collect()
}

/// A text on one line, cut where it is wider than the room.
pub fn line(painter: &Painter, text: &str, font: FontId, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(first_line(text), font, Color32::PLACEHOLDER);
    job.wrap = TextWrapping::truncate_at_width(width.max(1.0));
    painter.layout_job(job)
}
