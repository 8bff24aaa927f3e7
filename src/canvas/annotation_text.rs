//! The text of notes and frames, laid out. The lines are broken here and not by `egui`, so that each is a text of its own in a picture.

use std::sync::Arc;

use egui::{FontId, Galley, Painter, Rect, vec2};

use super::lod::TEXT_FROM;
use super::one_line::line;
use super::scene::{Annotation, AnnotationKind};
use super::style::CanvasStyle;

/// The space around the text of a note and before the title of a frame, in scene units.
pub const PAD: f32 = 10.0;
/// The height of a line of a note in sizes of its font.
const LINE_HEIGHT: f32 = 1.35;
/// The smallest size of a title on the screen, in points.
const LEAST_TITLE: f32 = 11.0;
/// The smallest size of a text on the screen, in points: fewer lines fit then.
const LEAST_TEXT: f32 = 9.0;
/// A frame that is narrower on the screen has no room for its title, in points.
const NARROWEST: f32 = 60.0;
/// The most lines of a note that are drawn.
const MOST_LINES: usize = 400;

/// The text of an annotation, laid out.
#[derive(Clone, Debug, Default)]
pub struct AnnotationText {
    /// The lines that fit.
    pub lines: Vec<Arc<Galley>>,
    /// The distance between two lines, in screen points.
    pub step: f32,
    /// Whether there are more.
    pub is_cut: bool,
}

/// Lays out the text of an annotation that is drawn in an area of the scene.
#[must_use]
pub fn lay_out(
    painter: &Painter,
    style: &CanvasStyle,
    annotation: &Annotation,
    rect: Rect,
    zoom: f32,
) -> AnnotationText {
    let room = rect.size() * zoom - vec2(2.0 * PAD * zoom, 0.0);
    if annotation.kind == AnnotationKind::Frame {
        if rect.width() * zoom < NARROWEST && zoom < 1.0 {
            return AnnotationText::default();
        }
        let size = (style.title_font.size * zoom).max(LEAST_TITLE);
        let title = line(painter, &annotation.text, FontId::new(size, style.title_font.family.clone()), room.x);
        return AnnotationText { is_cut: title.elided, step: 0.0, lines: vec![title] };
    }
    if zoom < TEXT_FROM {
        return AnnotationText::default();
    }
    let font = FontId::new((style.label_font.size * zoom).max(LEAST_TEXT), style.label_font.family.clone());
    let step = font.size * LINE_HEIGHT;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the lines that fit on a note")]
    let most = (((room.y - 2.0 * PAD * zoom * 0.6) / step).floor().max(1.0) as usize).min(MOST_LINES);
    let mut broken = broken(painter, &annotation.text, &font, room.x, most + 1);
    let is_cut = broken.len() > most;
    broken.truncate(most);
    if is_cut && let Some(last) = broken.last_mut() {
        last.push('…');
    }
    let lines = broken.iter().map(|words| line(painter, words, font.clone(), room.x.max(1.0) + 1.0)).collect();
    AnnotationText { lines, step, is_cut }
}

/// A text in lines that fit in a width, broken at blanks, and in a word only where the word is wider; not more than `most`.
fn broken(painter: &Painter, text: &str, font: &FontId, width: f32, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    painter.fonts_mut(|fonts| {
        for paragraph in text.lines() {
            let (mut row, mut end) = (String::new(), 0.0);
            // The last blank in the row, and how wide the row is after it.
            let mut blank: Option<(usize, f32)> = None;
            for letter in paragraph.chars() {
                let step = fonts.glyph_width(font, letter);
                if end + step > width && !row.is_empty() && letter != ' ' {
                    let (at, before) = blank.take().unwrap_or((row.len(), end));
                    let rest = row.split_off(at);
                    lines.push(std::mem::replace(&mut row, rest));
                    end -= before;
                    if lines.len() >= most {
                        return;
                    }
                }
                row.push(letter);
                end += step;
                if letter == ' ' {
                    blank = Some((row.len(), end));
                }
            }
            lines.push(row);
            if lines.len() >= most {
                return;
            }
        }
    });
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    fn laid_out(text: &str, width: f32, height: f32, zoom: f32) -> (Vec<String>, bool) {
        let (context, mut found) = (egui::Context::default(), None);
        let mut output = context.run_ui(egui::RawInput::default(), |ui| {
            let note = Annotation { text: text.to_owned(), size: vec2(width, height), ..Annotation::default() };
            let rect = Rect::from_min_size(pos2(0.0, 0.0), note.size);
            found = Some(lay_out(ui.painter(), &CanvasStyle::light(), &note, rect, zoom));
        });
        output.textures_delta.clear();
        let found = found.unwrap();
        for line in &found.lines {
            assert!(line.size().x <= (width - 2.0 * PAD) * zoom + 2.0, "{}", line.text());
        }
        (found.lines.iter().map(|line| line.text().to_owned()).collect(), found.is_cut)
    }

    #[test]
    fn lines_break_at_blanks_and_keep_every_letter() {
        let text = "Calls about invoices go to Ana.\n\nAsk Ben on Mondays";
        for width in [120.0, 208.0, 900.0] {
            let (lines, is_cut) = laid_out(text, width, 2_000.0, 1.0);
            assert!(!is_cut);
            assert_eq!(
                lines.join(" ").split_whitespace().collect::<Vec<_>>(),
                text.split_whitespace().collect::<Vec<_>>()
            );
        }
        assert_eq!(
            laid_out(text, 900.0, 2_000.0, 1.0).0,
            ["Calls about invoices go to Ana.", "", "Ask Ben on Mondays"]
        );
        let (lines, _) = laid_out(&"x".repeat(300), 100.0, 2_000.0, 1.0);
        assert!(lines.len() > 3);
        assert_eq!(lines.concat(), "x".repeat(300));
    }

    #[test]
    fn what_has_no_room_is_cut_and_small_notes_have_no_text() {
        let (lines, is_cut) = laid_out("One\nTwo\nThree\nFour", 200.0, 46.0, 1.0);
        assert!(is_cut && lines == ["One", "Two…"], "{lines:?}");
        assert_eq!(laid_out("One", 200.0, 44.0, 0.2), (Vec::new(), false));
        assert_eq!(laid_out("", 200.0, 44.0, 1.0), (Vec::new(), false));
    }
}
