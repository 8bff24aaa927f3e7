//! Paints the small marks at the right of a title, from lines and circles instead of a font, so that they look the same everywhere.

use std::sync::Arc;

use egui::epaint::TextShape;
use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};

use super::event::PortMark;
use super::scene::{Mark, MarkKind, Standing};
use super::style::CanvasStyle;
use super::text::MarkText;

/// Adds a mark of a card whose corner is at `corner`.
pub fn paint_mark(
    style: &CanvasStyle,
    kind: &MarkKind,
    place: &MarkText,
    corner: Pos2,
    zoom: f32,
    tone: impl Fn(Color32) -> Color32,
    shapes: &mut Vec<Shape>,
) {
    let rect = place.rect.translate(corner.to_vec2());
    let centre = rect.center();
    if let Some(galley) = &place.galley {
        let color = if matches!(kind, MarkKind::Links(_)) { style.link } else { style.weak };
        let pos = pos2(rect.left(), centre.y - galley.size().y / 2.0);
        shapes.push(TextShape::new(pos, Arc::clone(galley), tone(color)).into());
        return;
    }
    let at = |x: f32, y: f32| centre + vec2(x, y) * zoom;
    let bang = |shapes: &mut Vec<Shape>, y: f32| {
        let ink = Stroke::new(1.4 * zoom, tone(style.card));
        shapes.push(Shape::line_segment([at(0.0, y - 2.8), at(0.0, y + 0.6)], ink));
        shapes.push(Shape::circle_filled(at(0.0, y + 2.6), 0.9 * zoom, tone(style.card)));
    };
    match kind {
        MarkKind::Error => {
            shapes.push(Shape::circle_filled(centre, 6.0 * zoom, tone(style.error)));
            bang(shapes, 0.0);
        }
        MarkKind::Warning => {
            let triangle = vec![at(0.0, -6.0), at(6.5, 5.5), at(-6.5, 5.5)];
            shapes.push(Shape::convex_polygon(triangle, tone(style.warning), Stroke::NONE));
            bang(shapes, 1.4);
        }
        MarkKind::Hint => {
            shapes.push(Shape::circle_filled(centre, 5.2 * zoom, tone(style.card)));
            shapes.push(Shape::circle_stroke(centre, 4.6 * zoom, Stroke::new(1.6 * zoom, tone(style.weak))));
        }
        MarkKind::Recorded => {
            shapes.push(Shape::circle_stroke(centre, 4.8 * zoom, Stroke::new(1.3 * zoom, tone(style.weak))));
            shapes.push(Shape::circle_filled(centre, 2.2 * zoom, tone(style.weak)));
        }
        MarkKind::Comment => {
            let bubble = egui::Rect::from_center_size(at(0.0, -0.8), vec2(11.0, 8.0) * zoom);
            shapes.push(Shape::rect_filled(bubble, 2.0 * zoom, tone(style.weak)));
            let tail = vec![at(-3.5, 2.6), at(0.0, 2.6), at(-3.5, 6.0)];
            shapes.push(Shape::convex_polygon(tail, tone(style.weak), Stroke::NONE));
        }
        MarkKind::Dropped => {
            // An arrow that falls out of a line with a gap.
            let ink = Stroke::new(1.8 * zoom, tone(style.error));
            shapes.push(Shape::line_segment([at(-6.5, -4.5), at(-2.5, -4.5)], ink));
            shapes.push(Shape::line_segment([at(2.5, -4.5), at(6.5, -4.5)], ink));
            shapes.push(Shape::line_segment([at(0.0, -5.5), at(0.0, 5.0)], ink));
            shapes.push(Shape::line(vec![at(-3.6, 1.6), at(0.0, 5.2), at(3.6, 1.6)], ink));
        }
        MarkKind::Breakpoint => paint_stop(centre, 6.0 * zoom, [tone(style.error), tone(style.card)], shapes),
        MarkKind::Links(_) | MarkKind::Text(_) => {}
    }
}

/// Adds the mark of a card that has its title alone, on its top right corner, in a size that is legible at every zoom.
pub fn paint_corner_mark(
    style: &CanvasStyle,
    mark: &Mark,
    card: Rect,
    tone: impl Fn(Color32) -> Color32,
    shapes: &mut Vec<Shape>,
) {
    const SCALE: f32 = 0.9;
    let centre = card.right_top() + vec2(-7.0, -1.0);
    shapes.push(Shape::circle_filled(centre, 7.5 * SCALE, style.background));
    let place = MarkText { rect: Rect::from_center_size(Pos2::ZERO, Vec2::ZERO), galley: None };
    paint_mark(style, &mark.kind, &place, centre, SCALE, tone, shapes);
}

/// Adds the sign of a breakpoint: an octagon with a bar. The colours are those of the octagon and the bar.
pub fn paint_stop(centre: Pos2, radius: f32, [ground, ink]: [Color32; 2], shapes: &mut Vec<Shape>) {
    // From the corner above the right end: the sides are level, upright or slanting.
    let corner = |at: u8| {
        let angle = (f32::from(at) + 0.5) * std::f32::consts::FRAC_PI_4;
        centre + vec2(angle.cos(), angle.sin()) * radius
    };
    shapes.push(Shape::convex_polygon((0..8).map(corner).collect(), ground, Stroke::NONE));
    let bar = egui::Rect::from_center_size(centre, vec2(radius * 1.1, radius * 0.36));
    shapes.push(Shape::rect_filled(bar, 0.0, ink));
}

/// Adds the sign of a standing, in a disc: plus, minus, wave or arrow.
pub fn paint_sign(style: &CanvasStyle, standing: Standing, centre: Pos2, radius: f32, shapes: &mut Vec<Shape>) {
    let Some(color) = style.of(standing) else { return };
    let is_quiet = standing == Standing::Moved;
    let (ground, ink) = if is_quiet { (style.card, color) } else { (color, style.card) };
    let unit = radius / 8.0;
    shapes.push(Shape::circle_filled(
        centre,
        radius + 1.2 * unit.max(0.7),
        if is_quiet { color } else { style.background },
    ));
    shapes.push(Shape::circle_filled(centre, radius, ground));
    let stroke = Stroke::new(2.0 * unit, ink);
    let at = |x: f32, y: f32| centre + vec2(x, y) * unit;
    let flat = Shape::line_segment([at(-4.0, 0.0), at(4.0, 0.0)], stroke);
    match standing {
        Standing::Plain | Standing::Same => {}
        Standing::Added => shapes.extend([flat, Shape::line_segment([at(0.0, -4.0), at(0.0, 4.0)], stroke)]),
        Standing::Removed => shapes.push(flat),
        Standing::Changed => {
            let wave = [(-4.5, 1.2), (-3.2, -0.8), (-1.8, -1.4), (0.0, 0.0), (1.8, 1.4), (3.2, 0.8), (4.5, -1.2)];
            shapes.push(Shape::line(wave.iter().map(|(x, y)| at(*x, *y)).collect(), stroke));
        }
        Standing::Moved => {
            shapes.push(flat);
            shapes.push(Shape::line(vec![at(1.0, -3.0), at(4.0, 0.0), at(1.0, 3.0)], stroke));
        }
    }
}

/// Adds the mark of a port in place of its dot: a check mark or the hands of a clock in a disc, a hollow diamond, or a ring with a bar.
pub fn paint_port_mark(
    style: &CanvasStyle,
    mark: PortMark,
    centre: Pos2,
    zoom: f32,
    tone: impl Fn(Color32) -> Color32,
    shapes: &mut Vec<Shape>,
) {
    let at = |x: f32, y: f32| centre + vec2(x, y) * zoom;
    match mark {
        PortMark::Passed => {
            shapes.push(Shape::circle_filled(centre, 7.2 * zoom, tone(style.card)));
            shapes.push(Shape::circle_filled(centre, 6.0 * zoom, tone(style.ok)));
            let check = vec![at(-2.8, 0.2), at(-0.8, 2.4), at(3.0, -2.2)];
            shapes.push(Shape::line(check, Stroke::new(1.6 * zoom, tone(style.card))));
        }
        PortMark::Missing => {
            let diamond = vec![at(0.0, -6.6), at(6.6, 0.0), at(0.0, 6.6), at(-6.6, 0.0)];
            let edge = Stroke::new(1.8 * zoom, tone(style.warning));
            shapes.push(Shape::convex_polygon(diamond, tone(style.background), edge));
        }
        PortMark::Open => {
            shapes.push(Shape::circle_filled(centre, 7.2 * zoom, tone(style.card)));
            shapes.push(Shape::circle_filled(centre, 6.0 * zoom, tone(style.ok)));
            let hands = vec![at(0.0, -3.6), at(0.0, 0.0), at(2.6, 1.4)];
            shapes.push(Shape::line(hands, Stroke::new(1.5 * zoom, tone(style.card))));
        }
        PortMark::Closed => {
            let ring = Stroke::new(1.3 * zoom, tone(style.weak));
            shapes.push(Shape::circle_filled(centre, 4.8 * zoom, tone(style.background)));
            shapes.push(Shape::circle_stroke(centre, 4.8 * zoom, ring));
            shapes.push(Shape::line_segment([at(-2.4, 0.0), at(2.4, 0.0)], ring));
        }
    }
}

/// Paints the mark of a port outside of a canvas, such as in a list.
pub fn port_mark_ui(painter: &Painter, style: &CanvasStyle, mark: PortMark, centre: Pos2) {
    let mut shapes = Vec::new();
    paint_port_mark(style, mark, centre, 0.9, |color| color, &mut shapes);
    painter.extend(shapes);
}

/// Paints the sign of a standing outside of a canvas, such as in a list.
pub fn sign_ui(painter: &Painter, style: &CanvasStyle, standing: Standing, centre: Pos2, radius: f32) {
    let mut shapes = Vec::new();
    paint_sign(style, standing, centre, radius, &mut shapes);
    painter.extend(shapes);
}
