//! Paints the named regions of a large tree below its arrows and cards, and their names above them.

use egui::epaint::{RectShape, TextShape};
use egui::{Painter, Rect, Shape, Stroke, StrokeKind, vec2};

use super::frame::Frame;

/// The size of a name on the screen, in points.
const NAME: f32 = 12.0;
const RADIUS: f32 = 6.0;
const PAD: f32 = 4.0;
/// A region that is smaller on the screen has no room for its name, in points.
const NARROWEST: f32 = 60.0;

/// Adds the grounds of the regions in view.
pub fn grounds(frame: &Frame<'_>, shapes: &mut Vec<Shape>) {
    let style = frame.style;
    for (area, _) in in_view(frame) {
        let fill = style.card.lerp_to_gamma(style.background, 0.6);
        let edge = Stroke::new(1.0, style.line);
        shapes.push(RectShape::new(area, RADIUS, fill, edge, StrokeKind::Inside).into());
    }
}

/// Adds the names of the regions in view, each at the top left corner of its region.
pub fn names(frame: &Frame<'_>, painter: &Painter, shapes: &mut Vec<Shape>) {
    let style = frame.style;
    for (area, name) in in_view(frame) {
        let mut font = style.title_font.clone();
        font.size = NAME;
        let galley = painter.layout_no_wrap(name.to_owned(), font, style.text);
        // A region that is cut at the left or above keeps its name in view.
        let corner = area.left_top().max(frame.view.rect.left_top() + vec2(PAD, PAD));
        let chip = Rect::from_min_size(corner, galley.size() + vec2(PAD * 2.0, PAD));
        shapes.push(RectShape::filled(chip, RADIUS, style.background.gamma_multiply(0.85)).into());
        shapes.push(TextShape::new(chip.min + vec2(PAD, PAD / 2.0), galley, style.text).into());
    }
}

fn in_view<'a>(frame: &'a Frame<'_>) -> impl Iterator<Item = (Rect, &'a str)> {
    let areas = frame.regions.iter().map(|region| (frame.view.screen_rect(region.area), region.name.as_str()));
    areas.filter(|(area, _)| area.intersects(frame.view.rect) && area.width() > NARROWEST)
}
