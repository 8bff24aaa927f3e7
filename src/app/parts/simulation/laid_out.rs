//! The lines of a conversation, laid out: their widths, heights and positions.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align, Color32, FontId, Galley, Pos2, Rect, Stroke, StrokeKind, Ui, Vec2};

use crate::catalog::text::{clock_words, shorten};
use crate::model::Channel;
use crate::sim::Run;

use super::lines::{Letter, Line, Look, local_time};
use super::outcome_color;
use crate::app::kit::theme;

/// Space around the text of a bubble.
pub(super) const PADDING: Vec2 = Vec2::new(12.0, 6.0);
/// The most width of a bubble: a share of the area, and no more than a readable line.
const BUBBLE_SHARE: f32 = 0.84;
const MAX_BUBBLE: f32 = 460.0;
/// The most width of an email.
const MAX_MAIL: f32 = 620.0;
/// The room next to each line for its time.
const TIME: f32 = 46.0;
/// The most characters of a small line; the rest is in the hover text.
const MOST_CHARS: usize = 160;
/// The height of an offered button, and the space between two.
const PILL: f32 = 24.0;
const BETWEEN_PILLS: f32 = 6.0;

/// A line, laid out.
pub(super) struct LaidOutLine {
    pub galley: Arc<Galley>,
    pub height: f32,
    pub gap: f32,
    pub is_cut: bool,
    /// The time of the line, where it is shown.
    pub time: Option<Arc<Galley>>,
    width: f32,
    is_centred: bool,
    pills: Vec<(Rect, Arc<Galley>)>,
}

fn regular(size: f32, color: Color32) -> TextFormat {
    TextFormat::simple(FontId::proportional(size), color)
}

/// The text of a line before it is laid out, the width at which it wraps, the space above and below it within its bubble, and the gap below
/// the line.
type Text = (LayoutJob, f32, f32, f32);

/// A remark in small letters. Returns whether it was shortened.
fn remark(line: &Line, color: Color32, width: f32) -> (Text, bool) {
    let text = shorten(&line.text, MOST_CHARS);
    let is_cut = text.len() < line.text.len();
    ((LayoutJob::single_section(text, regular(theme::CAPTION, color)), width, 0.0, 4.0), is_cut)
}

/// The text of a line. Returns whether it was shortened.
fn text_of(ui: &Ui, run: &Run, line: &Line, width: f32) -> (Text, bool) {
    let palette = theme::of(ui);
    let bubble = (width * BUBBLE_SHARE).min(width - TIME).min(MAX_BUBBLE) - 2.0 * PADDING.x;
    // Centred text keeps clear of the time at the right.
    let beside = width - if run.scene.channel() == Channel::Voice { TIME } else { 2.0 * TIME };
    let said = |color: Color32| {
        let format = regular(theme::BODY, color);
        (LayoutJob::single_section(theme::for_display(line.text.as_str()), format), bubble, PADDING.y, 8.0)
    };
    let text = match &line.look {
        Look::System | Look::Path => return remark(line, palette.weak, beside),
        Look::Passage => return remark(line, palette.weak, beside - 12.0),
        Look::Others => return remark(line, palette.text, beside),
        Look::Heard => said(palette.text),
        Look::Did => said(palette.on_accent),
        Look::Name { .. } => {
            let format = TextFormat::simple(FontId::new(theme::CAPTION, theme::semibold()), palette.weak);
            (LayoutJob::single_section(shorten(&line.text, 60), format), width - TIME, 0.0, 3.0)
        }
        Look::Later => {
            let date = local_time(run, line.at_ms).format("%a %-d %b, %H:%M");
            let words = format!("{} · {date}", line.text);
            (LayoutJob::single_section(words, regular(theme::CAPTION, palette.weak)), width - 40.0, 6.0, 8.0)
        }
        Look::Parts => {
            let words = shorten(&format!("Another way from here. {}", line.text), MOST_CHARS);
            (LayoutJob::single_section(words, regular(theme::CAPTION, palette.warning)), width - 40.0, 6.0, 8.0)
        }
        Look::Offered(_) => (LayoutJob::default(), width, 0.0, 8.0),
        Look::Mail(letter) => {
            let wrap = (width - TIME).min(MAX_MAIL) - 2.0 * PADDING.x - 4.0;
            (mail_job(ui, letter), wrap, PADDING.y + 2.0, 8.0)
        }
        Look::Ended(outcome) => {
            let color = outcome_color(palette, outcome);
            let strong = TextFormat::simple(FontId::new(theme::BODY, theme::semibold()), color);
            let mut job = LayoutJob::single_section(outcome.words().to_owned(), strong);
            job.append(&line.text, 8.0, regular(theme::SMALL, palette.weak));
            (job, width - TIME, 4.0, 8.0)
        }
    };
    (text, false)
}

impl LaidOutLine {
    pub fn new(ui: &Ui, run: &Run, line: &Line, width: f32) -> Self {
        let is_voice = run.scene.channel() == Channel::Voice;
        let ((mut job, wrap, padding, gap), mut is_cut) = text_of(ui, run, line, width);
        job.wrap = TextWrapping::wrap_at_width(wrap.max(40.0));
        if matches!(line.look, Look::Path) && !is_voice {
            // The path so far is a remark: one line, with the full text on hover.
            job.wrap.max_rows = 1;
            job.wrap.break_anywhere = true;
        }
        let galley = ui.painter().layout_job(job);
        is_cut |= galley.elided;
        let pills = pills(ui, line, width);
        let inner = pills.last().map_or(galley.size().y, |(rect, _)| rect.bottom());
        let time =
            (!matches!(line.look, Look::Name { .. } | Look::Later | Look::Parts | Look::Offered(_))).then(|| {
                let words = if is_voice {
                    clock_words(line.at_ms)
                } else {
                    local_time(run, line.at_ms).format("%H:%M").to_string()
                };
                ui.painter().layout_no_wrap(words, FontId::proportional(theme::CAPTION), theme::of(ui).weak)
            });
        let is_centred = matches!(line.look, Look::Later | Look::Parts) || (line.is_small() && !is_voice);
        let height = inner + 2.0 * padding;
        Self { galley, height, gap, is_cut, time, width, is_centred, pills }
    }

    /// The position of the line in its row.
    pub fn rect(&self, line: &Line, row: Rect) -> Rect {
        let text = self.galley.size();
        let at = |left: f32, width: f32| Rect::from_min_size(Pos2::new(left, row.top()), Vec2::new(width, self.height));
        let bubble = text.x + 2.0 * PADDING.x;
        match &line.look {
            Look::Heard => at(row.left(), bubble),
            Look::Did => at(row.right() - bubble, bubble),
            Look::Mail(letter) => {
                let width = (self.width - TIME).min(MAX_MAIL);
                at(if letter.is_incoming { row.right() - width } else { row.left() }, width)
            }
            Look::Name { is_customer: true } => at(row.right() - text.x - 4.0, text.x + 4.0),
            Look::Later | Look::Parts => Rect::from_center_size(row.center(), text),
            _ if self.is_centred => at(row.center().x - text.x / 2.0, text.x),
            _ => row,
        }
    }

    /// The position of the time: on the free side of a bubble, after a centred line, else at the right edge.
    pub fn time_at(&self, line: &Line, rect: Rect, row: Rect, time: Vec2) -> Pos2 {
        let low = rect.bottom() - time.y - 4.0;
        match &line.look {
            Look::Did => Pos2::new(rect.left() - 8.0 - time.x, low),
            Look::Mail(letter) if letter.is_incoming => Pos2::new(rect.left() - 8.0 - time.x, low),
            Look::Heard | Look::Mail(_) => Pos2::new(rect.right() + 8.0, low),
            _ => Pos2::new(row.right() - time.x, rect.top() + (if self.is_centred { 0.0 } else { 1.0 })),
        }
    }

    /// Paints the offered buttons, as the customer saw them.
    pub fn paint_pills(&self, ui: &Ui, rect: Rect) {
        let palette = theme::of(ui);
        for (pill, words) in &self.pills {
            let pill = pill.translate(rect.min.to_vec2());
            ui.painter().rect_stroke(pill, 12, Stroke::new(1.0, palette.line), StrokeKind::Inside);
            let at = pill.center() - words.size() / 2.0;
            ui.painter().galley(at, words.clone(), palette.weak);
        }
    }
}

fn pills(ui: &Ui, line: &Line, width: f32) -> Vec<(Rect, Arc<Galley>)> {
    let Look::Offered(labels) = &line.look else { return Vec::new() };
    let font = FontId::proportional(theme::SMALL);
    let mut at = Pos2::ZERO;
    let place = |label: &String| {
        let words = ui.painter().layout_no_wrap(shorten(label, 40), font.clone(), theme::of(ui).weak);
        let size = Vec2::new(words.size().x + 20.0, PILL);
        if at.x > 0.0 && at.x + size.x > width {
            at = Pos2::new(0.0, at.y + PILL + BETWEEN_PILLS);
        }
        let rect = Rect::from_min_size(at, size);
        at.x += size.x + BETWEEN_PILLS;
        (rect, words)
    };
    labels.iter().map(place).collect()
}

/// The text of an email: sender and recipients, subject, text and attachments.
fn mail_job(ui: &Ui, letter: &Letter) -> LayoutJob {
    let palette = theme::of(ui);
    let mut job = LayoutJob { halign: Align::Min, ..LayoutJob::default() };
    for (head, value) in &letter.heads {
        job.append(&format!("{head}  "), 0.0, regular(theme::SMALL, palette.weak));
        job.append(&format!("{value}\n"), 0.0, regular(theme::SMALL, palette.text));
    }
    let subject = if letter.subject.trim().is_empty() { "(no subject)" } else { letter.subject.trim() };
    let strong = TextFormat {
        line_height: Some(theme::BODY * 1.7),
        ..TextFormat::simple(FontId::new(theme::BODY, theme::semibold()), palette.text)
    };
    job.append(subject, 0.0, strong);
    if !letter.text.trim().is_empty() {
        job.append(&format!("\n{}", letter.text.trim()), 0.0, regular(theme::BODY, palette.text));
    }
    if !letter.attachments.is_empty() {
        let format = TextFormat { line_height: Some(theme::SMALL * 1.9), ..regular(theme::SMALL, palette.weak) };
        job.append(&format!("\nAttached: {}", letter.attachments.join(", ")), 0.0, format);
    }
    job
}
