//! The conversation of a call: what is heard at the left, what the caller does at the right, and between them, small, what the flow
//! did. Only the lines in view are painted, and of a long call only the last lines are laid out.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{
    Color32, CornerRadius, CursorIcon, FontId, Galley, Id, Label, Pos2, Rect, Role, ScrollArea, Sense, Stroke,
    StrokeKind, Ui, Vec2, WidgetInfo,
};

use crate::catalog::interaction::zone;
use crate::catalog::text::{clock_words, shorten};
use crate::catalog::{Effect, Outcome};
use crate::model::walk::Place;
use crate::sim::{Beat, Run, What};

use super::super::super::command::Command;
use super::super::super::simulation::Simulation;
use super::super::super::theme;
use super::{header_row, outcome_color, title_at};

/// So many lines are shown at first, and so many more each time earlier ones are asked for.
const LINES: usize = 400;
/// Space around the text of a bubble.
const PADDING: Vec2 = Vec2::new(12.0, 6.0);
/// A bubble is no wider than this share of the area, nor than a line that reads well.
const BUBBLE_SHARE: f32 = 0.84;
const MAX_BUBBLE: f32 = 460.0;
/// Small lines about what was written somewhere are cut here; the rest is in the hover text.
const MOST_CHARS: usize = 160;

/// How a line looks.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Look {
    /// Small, of the flow.
    System,
    /// Small, with a mark: a recorded passage.
    Passage,
    /// Heard or read by the customer.
    Heard,
    /// Done by the customer, an agent or an outside system.
    Did,
    /// The end.
    Ended(Outcome),
}

/// A line.
#[derive(Clone, Debug)]
struct Line {
    look: Look,
    text: String,
    at_ms: u64,
    place: Option<Place>,
}

impl Line {
    fn is_small(&self) -> bool {
        matches!(self.look, Look::System | Look::Passage)
    }
}

/// The title, the time since the call began, and what time it is there.
pub(super) fn header_ui(ui: &mut Ui, simulation: &Simulation) {
    header_row(ui, |ui| {
        let title = ui.label(theme::strong("Test call", theme::BODY));
        if let Some(run) = simulation.run() {
            title.on_hover_text(format!("Through version “{}”", run.scene.version.info.name));
            let interaction = &run.state().interaction;
            let now = interaction.now().with_timezone(&zone(&run.scene.project.settings.time_zone, "UTC"));
            let words = format!("{} · {}", clock_words(interaction.at_ms), now.format("%a %-d %b %Y, %H:%M"));
            ui.add(Label::new(theme::weak(ui, words, theme::SMALL)).truncate());
        }
    });
}

/// Draws the conversation, at its end unless somebody scrolled up.
pub(super) fn conversation_ui(ui: &mut Ui, run: &Run, commands: &mut Vec<Command>) {
    let wanted_id = ui.make_persistent_id("lines");
    let wanted = ui.ctx().data(|data| data.get_temp::<usize>(wanted_id)).unwrap_or(LINES).max(LINES);
    let beats = run.beats();
    let earlier = beats.len().saturating_sub(wanted);
    let lines: Vec<Line> = beats.iter().skip(earlier).map(|beat| line(run, beat)).collect();
    let scroll = ScrollArea::vertical().id_salt("conversation").auto_shrink(false).stick_to_bottom(true);
    scroll.show_viewport(ui, |ui, viewport| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let (left, width) = (ui.max_rect().left(), ui.available_width() - 4.0);
        let start = ui.max_rect().top();
        let mut top = 0.0;
        if earlier > 0 {
            let words = format!("Show earlier lines ({earlier} more)");
            if ui.button(theme::weak(ui, words, theme::CAPTION)).clicked() {
                ui.ctx().data_mut(|data| data.insert_temp(wanted_id, wanted + LINES));
            }
            top = ui.min_rect().height() + 8.0;
        }
        for (place, line) in lines.iter().enumerate() {
            let set = Set::new(ui, line, width);
            // A bubble stands off from small lines above it as it does from other bubbles.
            let follows_small = place.checked_sub(1).and_then(|it| lines.get(it)).is_some_and(Line::is_small);
            top += if follows_small && !line.is_small() { 4.0 } else { 0.0 };
            let (from, to) = (top, top + set.height);
            top = to + set.gap;
            if to >= viewport.top() && from <= viewport.bottom() {
                let rect = Rect::from_min_size(Pos2::new(left, start + from), Vec2::new(width, set.height));
                let id = wanted_id.with(earlier + place);
                line_ui(ui, run, line, &set, rect, id, commands);
            }
        }
        ui.set_min_height(top);
    });
}

fn line(run: &Run, beat: &Beat) -> Line {
    let title = || beat.place.and_then(|place| title_at(run, place)).unwrap_or_default();
    let value = |value: &str| if value.is_empty() { "not set".to_owned() } else { value.to_owned() };
    let (look, text) = match &beat.what {
        What::Began(sentence) | What::Jumped(sentence) | What::EndRoutingOver(sentence) => {
            (Look::System, sentence.clone())
        }
        What::Left { label, .. } => (Look::System, format!("{} → {label}", title())),
        What::Ended(outcome, how) => (Look::Ended(outcome.clone()), how.clone()),
        What::Effect(effect) => match effect {
            Effect::Heard(text) => (Look::Heard, text.clone()),
            Effect::Did(what) => (Look::Did, what.clone()),
            Effect::Note(note) => (Look::System, note.clone()),
            Effect::Ledger { system, what } => (Look::System, format!("{system}: {what}")),
            Effect::Assigned { path, before, after } => {
                (Look::System, format!("{path}: {} → {}", value(before), value(after)))
            }
            Effect::ServedBy(user) => {
                let name = run.scene.project.resources.get(user).map_or("somebody", |found| found.name.as_str());
                (Look::System, format!("Served by {name}"))
            }
            Effect::Passage { branch, .. } => (Look::Passage, format!("Passage recorded: {} → {branch}", title())),
        },
    };
    Line { look, text, at_ms: beat.at_ms, place: beat.place }
}

/// A line, laid out.
struct Set {
    galley: Arc<Galley>,
    height: f32,
    gap: f32,
    is_cut: bool,
}

impl Set {
    fn new(ui: &Ui, line: &Line, width: f32) -> Self {
        let palette = theme::of(ui);
        let regular = |size: f32, color: Color32| TextFormat::simple(FontId::proportional(size), color);
        let bubble = (width * BUBBLE_SHARE).min(MAX_BUBBLE) - 2.0 * PADDING.x;
        let mut is_cut = false;
        let (mut job, wrap, padding, gap) = match &line.look {
            Look::System | Look::Passage => {
                let text = shorten(&line.text, MOST_CHARS);
                is_cut = text.len() < line.text.len();
                let indent = if line.look == Look::Passage { 12.0 } else { 0.0 };
                let job = LayoutJob::single_section(text, regular(theme::CAPTION, palette.weak));
                (job, width - indent, 0.0, 4.0)
            }
            Look::Heard => (
                LayoutJob::single_section(line.text.clone(), regular(theme::BODY, palette.text)),
                bubble,
                PADDING.y,
                8.0,
            ),
            Look::Did => {
                let format = regular(theme::BODY, palette.on_accent);
                (LayoutJob::single_section(line.text.clone(), format), bubble, PADDING.y, 8.0)
            }
            Look::Ended(outcome) => {
                let color = outcome_color(palette, outcome);
                let strong = TextFormat::simple(FontId::new(theme::BODY, theme::semibold()), color);
                let mut job = LayoutJob::single_section(outcome.words().to_owned(), strong);
                job.append(&line.text, 8.0, regular(theme::SMALL, palette.weak));
                (job, width, 4.0, 8.0)
            }
        };
        job.wrap = TextWrapping::wrap_at_width(wrap.max(40.0));
        let galley = ui.painter().layout_job(job);
        let height = galley.size().y + 2.0 * padding;
        Self { galley, height, gap, is_cut }
    }
}

/// Paints a line into its place; a click shows the action that it comes from.
fn line_ui(ui: &Ui, run: &Run, line: &Line, set: &Set, row: Rect, id: Id, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    let bubble = set.galley.size() + 2.0 * PADDING;
    let (rect, text) = match line.look {
        Look::Heard => (Rect::from_min_size(row.min, bubble), row.min + PADDING),
        Look::Did => {
            let rect = Rect::from_min_size(Pos2::new(row.right() - bubble.x, row.top()), bubble);
            (rect, rect.min + PADDING)
        }
        Look::Passage => (row, row.min + Vec2::new(12.0, 0.0)),
        Look::System => (row, row.min),
        Look::Ended(_) => (row, row.min + Vec2::new(0.0, 4.0)),
    };
    let sense = if line.place.is_some() { Sense::click() } else { Sense::hover() };
    let response = ui.interact(rect, id, sense);
    let role = if line.place.is_some() { Role::Button } else { Role::Label };
    response.widget_info(|| WidgetInfo::labeled(role, true, spoken(line)));
    let is_lit = line.place.is_some() && (response.hovered() || response.has_focus());
    let painter = ui.painter();
    let corner = CornerRadius::same(8);
    match line.look {
        Look::Heard => {
            // White on white would show no bubble in the light mode.
            let fill = if palette.is_dark { palette.card } else { palette.canvas };
            painter.rect_filled(rect, CornerRadius { sw: 2, ..corner }, fill);
        }
        Look::Did => {
            painter.rect_filled(rect, CornerRadius { se: 2, ..corner }, palette.accent);
        }
        Look::Passage => {
            painter.circle_filled(
                Pos2::new(rect.left() + 4.0, text.y + set.galley.size().y / 2.0),
                3.0,
                palette.warning,
            );
        }
        Look::System | Look::Ended(_) => {}
    }
    if is_lit && line.is_small() {
        painter.galley_with_override_text_color(text, set.galley.clone(), palette.text);
    } else {
        painter.galley(text, set.galley.clone(), palette.text);
    }
    if response.has_focus() {
        painter.rect_stroke(rect.expand(1.0), corner, Stroke::new(1.0, palette.accent), StrokeKind::Outside);
    }
    let title = line.place.and_then(|place| title_at(run, place));
    let mut words = clock_words(line.at_ms);
    if let Some(title) = title {
        words.push_str(" · click to show “");
        words.push_str(title);
        words.push('”');
    }
    if set.is_cut {
        words = format!("{}\n{words}", shorten(&line.text, 2_000));
    }
    let response = response.on_hover_text_at_pointer(words);
    if let Some(place) = line.place {
        if response.hovered() {
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        }
        if response.clicked() {
            commands.push(Command::Reveal(place));
        }
    }
}

/// What a screen reader says.
fn spoken(line: &Line) -> String {
    match &line.look {
        Look::Heard => format!("Heard: {}", line.text),
        Look::Ended(outcome) => format!("Outcome: {}. {}", outcome.words(), line.text),
        Look::System | Look::Passage | Look::Did => line.text.clone(),
    }
}
