//! A band of a line: drawn in the colour of its kind, with its hours where there is room. A click shows its moment and offers to start a call
//! there.

use chrono::{DateTime, Utc};
use egui::{
    Align2, Color32, FontId, Popup, PopupCloseBehavior, Rect, Response, Role, Sense, SetOpenCommand, Shape, Stroke,
    StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use crate::sim::hours::{Shows, Span};

use super::scale::{Scale, head_words};
use super::start_words;
use crate::app::command::{Command, TimeCommand, TimeSpan};
use crate::app::cx::Cx;
use crate::app::kit::theme::{self, Palette};
use crate::app::services::time::{Strip, StripBand, StripLine, midnight};

/// The least width of a band that shows its hours.
const WORDS: f32 = 76.0;
/// The distance of the lines of a hatching.
const HATCH: f32 = 6.0;

/// How a band is drawn.
#[derive(Clone, Copy)]
struct Look {
    fill: Color32,
    ink: Color32,
    /// The colour of the lines across, where the band is hatched.
    hatch: Option<Color32>,
}

/// Draws a band.
pub(super) fn band_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    scale: &Scale,
    room: Rect,
    (line, place, band): (&StripLine, usize, &StripBand),
    commands: &mut Vec<Command>,
) {
    let rect = shape(scale.rect(band.from, band.until, room), band);
    if !ui.is_rect_visible(rect) {
        return;
    }
    let look = Kind::of(line, band).look(theme::of(ui));
    paint(ui, rect, look);
    if scale.span != TimeSpan::Year && rect.width() > WORDS {
        let words = short(&band.words);
        ui.painter_at(rect).text(
            rect.center(),
            Align2::CENTER_CENTER,
            words,
            FontId::proportional(theme::CAPTION),
            look.ink,
        );
    }
    let response = ui.interact(rect, ui.scope_id().with(place), Sense::click());
    let name = name(line, band);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let response = response.on_hover_text(&name);
    if response.hovered() || response.has_focus() {
        ui.painter().rect_stroke(rect, 2, Stroke::new(1.2, theme::of(ui).text), StrokeKind::Inside);
    }
    if response.clicked() {
        let at = match response.interact_pointer_pos() {
            Some(pointer) => moment_at(scale, line, band, pointer.x, cx),
            None => band.begins,
        };
        commands.push(Command::Time(TimeCommand::Go(Some(at))));
    }
    popup_ui(&response, |ui| menu_ui(ui, cx, &name, band, commands));
}

/// Opens a menu by a click: at the pointer, or below the widget where a key has clicked.
fn popup_ui(response: &Response, content: impl FnOnce(&mut Ui)) {
    let id = Popup::default_response_id(response);
    if !response.clicked() && !Popup::is_id_open(&response.ctx, id) {
        return;
    }
    let is_by_pointer = response.clicked() && response.interact_pointer_pos().is_some();
    let popup = Popup::menu(response)
        .open_memory(response.clicked().then_some(SetOpenCommand::Bool(true)))
        .close_behavior(PopupCloseBehavior::CloseOnClick);
    let is_at_pointer = is_by_pointer || Popup::position_of_id(&response.ctx, id).is_some();
    let popup = if is_at_pointer { popup.at_pointer_fixed() } else { popup };
    popup.show(content);
}

/// Draws what can be done with a band.
fn menu_ui(ui: &mut Ui, cx: &Cx<'_>, name: &str, band: &StripBand, commands: &mut Vec<Command>) {
    ui.set_max_width(360.0);
    ui.add(egui::Label::new(theme::weak(ui, name, theme::SMALL)).wrap());
    let (at, zone) = (cx.time.at(cx.now), cx.time.zone());
    let start = start_words(cx);
    let starts = [
        (format!("{start} here: {}", head_words(at, zone)), at),
        (format!("{start} at its beginning: {}", head_words(band.begins, zone)), band.begins),
    ];
    for (place, (words, start)) in starts.into_iter().enumerate() {
        if (place == 0 || start != at) && ui.button(words).clicked() {
            commands.push(Command::Time(TimeCommand::Start(start)));
            ui.close();
        }
    }
}

/// The moment that a click means: the place itself, and in a year the first moment of that day at which the branch is taken.
fn moment_at(scale: &Scale, line: &StripLine, band: &StripBand, x: f32, cx: &Cx<'_>) -> DateTime<Utc> {
    let at = scale.at(x).clamp(band.from, band.until - chrono::TimeDelta::minutes(1));
    if scale.span != TimeSpan::Year {
        return at;
    }
    let day = midnight(at.with_timezone(&cx.time.zone()).date_naive(), cx.time.zone());
    let is_of_kind = |span: &&Span| {
        span.until > day && (matches!(span.how, crate::sim::hours::How::Taken) == band.covered_by.is_none())
    };
    line.line.spans.iter().find(is_of_kind).map_or(at, |span| span.from.max(day))
}

fn name(line: &StripLine, band: &StripBand) -> String {
    let overlap = band.covered_by.as_ref().map(|label| format!(", overlap: {label} is taken")).unwrap_or_default();
    let gap = if matches!(line.line.shows, Shows::Gap(_)) { ", no schedule is open" } else { "" };
    theme::for_display(format!("{}, {}: {}{overlap}{gap}", line.title, line.line.label, band.words))
}

/// The hours of a band without its day.
fn short(words: &str) -> &str {
    match words.split_once(", ") {
        Some((_, hours)) if !hours.contains(", ") => hours,
        _ => "",
    }
}

/// A band of a year is as high as its share of the day; overlaps hang from above.
#[allow(clippy::cast_precision_loss, reason = "at most a thousand")]
fn shape(rect: Rect, band: &StripBand) -> Rect {
    let height = (rect.height() * band.share as f32 / 1_000.0).max(4.0);
    let top = if band.covered_by.is_some() { rect.top() } else { rect.bottom() - height };
    Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), height))
}

/// What a band means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A branch with hours of its own is taken.
    Taken,
    /// Another branch is taken, such as *Closed*.
    Other,
    Gap,
    Overlap,
    Unknown,
}

impl Kind {
    /// What the legend explains, in its order.
    const EXPLAINED: [(Self, &'static str); 3] =
        [(Self::Overlap, "overlap"), (Self::Gap, "gap"), (Self::Unknown, "not by the clock")];

    fn of(line: &StripLine, band: &StripBand) -> Self {
        match &line.line.shows {
            _ if band.covered_by.is_some() => Self::Overlap,
            Shows::Unknown => Self::Unknown,
            Shows::Gap(_) => Self::Gap,
            Shows::Branch(_) if line.line.is_usual => Self::Taken,
            Shows::Branch(_) => Self::Other,
        }
    }

    fn look(self, palette: &Palette) -> Look {
        let (fill, ink, hatch) = match self {
            Self::Overlap => (Color32::TRANSPARENT, palette.text, Some(palette.warning)),
            Self::Unknown => (Color32::TRANSPARENT, palette.text, Some(palette.link)),
            Self::Gap => (palette.warning.gamma_multiply(0.30), palette.text, None),
            Self::Taken => (palette.accent, palette.on_accent, None),
            Self::Other => (palette.weak.gamma_multiply(0.35), palette.text, None),
        };
        Look { fill, ink, hatch }
    }
}

/// Explains the bands that occur and do not explain themselves.
pub(super) fn legend_ui(ui: &Ui, room: Rect, strip: &Strip) {
    let palette = theme::of(ui);
    let mut left = room.left() + 4.0;
    let bands = || strip.lines.iter().flat_map(|line| line.bands.iter().map(move |band| Kind::of(line, band)));
    for (kind, words) in Kind::EXPLAINED.into_iter().filter(|(kind, _)| bands().any(|it| it == *kind)) {
        let swatch = Rect::from_min_size(pos2(left, room.bottom() - 17.0), vec2(16.0, 12.0));
        paint(ui, swatch, kind.look(palette));
        let at = pos2(swatch.right() + 5.0, swatch.center().y);
        let font = FontId::proportional(theme::CAPTION);
        let words = ui.painter().text(at, Align2::LEFT_CENTER, words, font, palette.weak);
        left = words.right() + 14.0;
    }
}

fn paint(ui: &Ui, rect: Rect, look: Look) {
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 2, look.fill);
    let Some(color) = look.hatch else { return };
    painter.rect_stroke(rect, 2, Stroke::new(1.0, color), StrokeKind::Inside);
    let mut x = rect.left() - rect.height();
    while x < rect.right() {
        let ends = [pos2(x, rect.bottom()), pos2(x + rect.height(), rect.top())];
        painter.add(Shape::line_segment(ends, Stroke::new(1.0, color.gamma_multiply(0.55))));
        x += HATCH;
    }
}
