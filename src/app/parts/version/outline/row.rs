//! A row of the outline: what it shows, and what a screen reader says of it.

use egui::{Color32, FontId, Id, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2};

use crate::canvas::{Annotation, AnnotationKind, CanvasScene, Card, MarkKind, Port, PortState};
use crate::catalog::text::shorten;

use super::rows::Row;
use crate::app::kit::icon::{ICON_WIDTH, KindIcon};
use crate::app::kit::theme::{self, Palette};

/// The height of a row, in points.
pub const HEIGHT: f32 = 24.0;
/// How far a level is indented, in points.
const INDENT: f32 = 12.0;
/// The most levels that are indented; deeper ones are drawn at the last.
const MOST_LEVELS: u16 = 12;
/// The most characters of a line.
const MOST_CHARS: usize = 200;
/// The most characters of a tooltip.
const MOST_READ: usize = 2_000;

/// A row to draw.
pub struct Shown<'a> {
    /// The scene.
    pub scene: &'a CanvasScene,
    /// The row.
    pub row: &'a Row,
    /// The number of its card.
    pub number: &'a str,
    /// Whether the row is the current one, and the outline has the keyboard focus.
    pub is_current: bool,
    /// Whether its card is selected.
    pub is_selected: bool,
}

/// Draws a row. Returns its response, and whether its sign to open and close was clicked.
pub fn row_ui(ui: &Ui, shown: &Shown<'_>, rect: Rect, id: Id) -> Option<(Response, bool)> {
    // The outline as a whole takes part in the order of *Tab*; arrow keys move among its rows.
    let response = ui.interact(rect, id, Sense::CLICK);
    ground_ui(ui, shown, rect, &response);
    if let Some(annotation) = shown.row.annotation_of(shown.scene) {
        return Some((annotation_row(ui, shown, annotation, rect, response), false));
    }
    let card = shown.row.card_of(shown.scene)?;
    let port = shown.row.port_of(shown.scene);
    speak(ui, shown, &response, card, port);
    let level = u16::try_from(shown.row.level).unwrap_or(MOST_LEVELS).min(MOST_LEVELS);
    let left = rect.left() + 4.0 + f32::from(level) * INDENT;
    let sign = Rect::from_center_size(pos2(left + 8.0, rect.center().y), Vec2::splat(18.0));
    if let Some(is_open) = shown.row.is_open {
        theme::chevron(ui, sign.center(), is_open);
    }
    let left = left + 20.0;
    let is_cut = match port {
        None => card_row(ui, shown, card, rect, left),
        Some(port) => branch_row(ui, shown, port, rect, left),
    };
    let at_sign = response.interact_pointer_pos().is_some_and(|at| sign.contains(at)) && shown.row.is_open.is_some();
    let is_turned = response.clicked() && at_sign;
    let response = if is_cut {
        response.on_hover_ui(|ui| {
            ui.label(theme::for_display(whole(card, port, shown)));
        })
    } else {
        response
    };
    Some((response, is_turned))
}

/// Draws the ground of a row: marked where its card is selected, with an edge where it is the current row.
fn ground_ui(ui: &Ui, shown: &Shown<'_>, rect: Rect, response: &Response) {
    let palette = theme::of(ui);
    let is_marked = shown.is_selected && shown.row.port.is_none();
    if is_marked {
        ui.painter().rect_filled(rect, 4, palette.selected);
    } else if response.hovered() || shown.is_current {
        ui.painter().rect_filled(rect, 4, palette.card);
    }
    if shown.is_current {
        ui.painter().rect_stroke(rect.shrink(0.5), 4, Stroke::new(1.0, palette.accent), StrokeKind::Inside);
    }
}

/// Draws the row of a note or a frame: a small one in its colour, and its text.
fn annotation_row(ui: &Ui, shown: &Shown<'_>, annotation: &Annotation, rect: Rect, response: Response) -> Response {
    let palette = theme::of(ui);
    response
        .widget_info(|| WidgetInfo::selected(Role::TreeItem, true, shown.is_selected, annotation.accessible_name()));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_level(0);
        let (place, count) = shown.row.place;
        node.set_position_in_set(place);
        node.set_size_of_set(count);
    });
    let (is_note, usual) = match annotation.kind {
        AnnotationKind::Note => (true, palette.warning),
        AnnotationKind::Frame => (false, palette.link),
    };
    let hue = annotation.hue.unwrap_or(usual);
    let left = rect.left() + 24.0;
    let sign = Rect::from_center_size(pos2(left + 5.0, rect.center().y), Vec2::new(11.0, 9.0));
    if is_note {
        ui.painter().rect_filled(sign, 2, hue);
    } else {
        ui.painter().rect_stroke(sign, 2, Stroke::new(1.5, hue), StrokeKind::Inside);
    }
    let color = if shown.is_selected { palette.accent } else { palette.text };
    let line = annotation.text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let at = pos2(left + 2.0 + ICON_WIDTH, rect.center().y);
    let (_, is_cut) = text_at(ui, line, (theme::BODY, color), at, rect.right() - 8.0);
    if is_cut || line.len() < annotation.text.trim().len() {
        return response.on_hover_ui(|ui| {
            ui.label(theme::for_display(shorten(&annotation.text, MOST_READ)));
        });
    }
    response
}

/// The whole text of a row that is cut.
fn whole(card: &Card, port: Option<&Port>, shown: &Shown<'_>) -> String {
    match port {
        None if card.summary.is_empty() => card.accessible_name(),
        None => format!("{}\n{}", card.accessible_name(), card.summary),
        Some(port) => format!("{}\n{}", port.label, leads(shown, port)),
    }
}

/// Where a branch leads, in words.
fn leads(shown: &Shown<'_>, port: &Port) -> String {
    let to = shown.row.to.and_then(|to| shown.scene.cards.get(to));
    to.map_or_else(|| port.state.words().to_owned(), |to| format!("goes to {}", to.title))
}

fn speak(ui: &Ui, shown: &Shown<'_>, response: &Response, card: &Card, port: Option<&Port>) {
    let is_selected = shown.is_selected && port.is_none();
    response.widget_info(|| {
        let name = match port {
            None => card.accessible_name(),
            Some(port) => format!("Branch {} of {}, {}", port.label, card.title, leads(shown, port)),
        };
        WidgetInfo::selected(Role::TreeItem, true, is_selected, name)
    });
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_level(shown.row.level);
        let (place, count) = shown.row.place;
        node.set_position_in_set(place);
        node.set_size_of_set(count);
        if let Some(is_open) = shown.row.is_open {
            node.set_expanded(is_open);
        }
        if port.is_none() {
            let marks = card.marks.iter().map(|mark| mark.hover.as_str());
            let said: Vec<&str> = std::iter::once(card.summary.as_str()).chain(marks).collect();
            node.set_description(said.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(". "));
        }
    });
}

/// Draws number, title and summary. Returns whether something is cut.
fn card_row(ui: &Ui, shown: &Shown<'_>, card: &Card, rect: Rect, left: f32) -> bool {
    let palette = theme::of(ui);
    KindIcon { glyph: card.icon, hue: if card.unknown { palette.weak } else { card.hue } }.paint(
        ui,
        left - 2.0,
        rect.center().y,
    );
    let mut right = rect.right() - 8.0;
    if let Some(color) = problem(card, palette) {
        ui.painter().circle_filled(pos2(right - 3.0, rect.center().y), 3.5, color);
        right -= 14.0;
    }
    let number = text_at(
        ui,
        shown.number,
        (theme::CAPTION, palette.weak),
        pos2(left + 2.0 + ICON_WIDTH, rect.center().y),
        right,
    );
    let color = if shown.is_selected { palette.accent } else { palette.text };
    let at = pos2(number.0.right() + 6.0, rect.center().y);
    let title = text_at(ui, &card.title, (theme::BODY, color), at, right);
    let room = right - title.0.right() - 10.0;
    let is_summary_cut = room > 40.0 && !card.summary.is_empty() && {
        let at = pos2(title.0.right() + 10.0, rect.center().y);
        text_at(ui, &card.summary, (theme::CAPTION, palette.weak), at, right).1
    };
    title.1 || is_summary_cut || (room <= 40.0 && !card.summary.is_empty())
}

/// The colour of the worst problem of a card.
fn problem(card: &Card, palette: &Palette) -> Option<Color32> {
    let has = |kind: &MarkKind| card.marks.iter().any(|mark| mark.kind == *kind);
    if has(&MarkKind::Error) {
        return Some(palette.error);
    }
    has(&MarkKind::Warning).then_some(palette.warning)
}

/// Draws the label of a branch and where it leads, unless that is the row below. Returns whether something is cut.
fn branch_row(ui: &Ui, shown: &Shown<'_>, port: &Port, rect: Rect, left: f32) -> bool {
    let palette = theme::of(ui);
    let right = rect.right() - 8.0;
    let label = text_at(ui, &port.label, (theme::SMALL, palette.weak), pos2(left, rect.center().y), right);
    let to = shown.row.to.and_then(|to| shown.scene.cards.get(to)).filter(|_| shown.row.is_open.is_none());
    let (words, color) = match (to, port.state) {
        (Some(to), _) => (format!("→ {}", to.title), palette.link),
        (None, PortState::Open) => (port.state.words().to_owned(), palette.warning),
        (None, PortState::EndsHere) => (port.state.words().to_owned(), palette.weak),
        (None, PortState::Quiet | PortState::Linked) => return label.1,
    };
    let at = pos2(label.0.right() + 10.0, rect.center().y);
    text_at(ui, &words, (theme::SMALL, color), at, right).1 || label.1
}

/// Draws one line, shortened at `right`. Returns its area, and whether it was cut.
fn text_at(ui: &Ui, text: &str, (size, color): (f32, Color32), at: Pos2, right: f32) -> (Rect, bool) {
    let text = theme::for_display(shorten(text, MOST_CHARS)).replace(['\n', '\r', '\t'], " ");
    let mut job = egui::text::LayoutJob::simple_singleline(text, FontId::proportional(size), color);
    job.wrap = egui::text::TextWrapping::truncate_at_width((right - at.x).max(8.0));
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let is_cut = galley.elided;
    let corner = pos2(at.x, at.y - galley.size().y / 2.0);
    let area = Rect::from_min_size(corner, galley.size());
    ui.painter().galley(corner, galley, color);
    (area, is_cut)
}
