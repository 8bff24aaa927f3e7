//! Paints the named regions of a large tree below its arrows and cards, and their names above them.

use egui::epaint::{RectShape, TextShape};
use egui::{Painter, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2};

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

/// Adds the names of the regions in view, each in the corner of its region where it covers the fewest cards. A name that would cover another one
/// in every corner is left out.
pub fn names(frame: &Frame<'_>, painter: &Painter, shapes: &mut Vec<Shape>) {
    let style = frame.style;
    let mut taken: Vec<Rect> = Vec::new();
    for (area, name) in in_view(frame) {
        let mut font = style.title_font.clone();
        font.size = NAME;
        let galley = painter.layout_no_wrap(name.to_owned(), font, style.text);
        let size = galley.size() + vec2(PAD * 2.0, PAD);
        let chip = place(area, frame.view.rect.shrink(PAD), size, &taken, |chip| {
            let ends = [chip.min, chip.max].map(|end| frame.view.scene_from_screen(end));
            frame.index.cards_in(Rect::from_min_max(ends[0], ends[1])).len()
        });
        let Some(chip) = chip else { continue };
        taken.push(chip);
        shapes.push(RectShape::filled(chip, RADIUS, style.background.gamma_multiply(0.85)).into());
        shapes.push(TextShape::new(chip.min + vec2(PAD, PAD / 2.0), galley, style.text).into());
    }
}

/// Where a name goes: the first of the corners of the visible part of its region with the fewest cards, and with no name that is `taken`. The top left
/// corner is the first.
fn place(area: Rect, view: Rect, size: Vec2, taken: &[Rect], cards: impl Fn(Rect) -> usize) -> Option<Rect> {
    let shown = area.intersect(view);
    let (right, bottom) = (shown.right() - size.x, shown.bottom() - size.y);
    // A small region leaves no choice.
    let right = right.max(shown.left());
    let bottom = bottom.max(shown.top());
    let corners = [shown.left_top(), pos2(right, shown.top()), pos2(right, bottom), pos2(shown.left(), bottom)];
    let chips = corners.map(|corner| Rect::from_min_size(corner, size));
    let is_free = |chip: &Rect| !taken.iter().any(|other| other.intersects(*chip));
    chips.into_iter().filter(is_free).min_by_key(|chip| cards(*chip))
}

fn in_view<'a>(frame: &'a Frame<'_>) -> impl Iterator<Item = (Rect, &'a str)> {
    let areas = frame.regions.iter().map(|region| (frame.view.screen_rect(region.area), region.name.as_str()));
    areas.filter(|(area, _)| area.intersects(frame.view.rect) && area.width() > NARROWEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_where_it_covers_the_fewest_cards_and_stays_in_view() {
        let rect = |x: f32, y: f32, width: f32, height: f32| Rect::from_min_size(pos2(x, y), vec2(width, height));
        let (area, view, size) = (rect(0.0, 0.0, 300.0, 200.0), rect(-50.0, -50.0, 900.0, 900.0), vec2(80.0, 16.0));
        let at = |area: Rect, cards: &[Rect]| {
            let count = |chip: Rect| cards.iter().filter(|card| card.intersects(chip)).count();
            place(area, view, size, &[], count).unwrap().min
        };
        assert_eq!(at(area, &[]), pos2(0.0, 0.0));
        let left = [rect(2.0, 2.0, 40.0, 20.0), rect(2.0, 170.0, 40.0, 20.0)];
        assert_eq!(at(area, &left), pos2(220.0, 0.0));
        let top = [rect(2.0, 2.0, 290.0, 20.0)];
        assert_eq!(at(area, &top), pos2(220.0, 184.0));
        // Cut at the left and above.
        assert_eq!(at(rect(-100.0, -100.0, 300.0, 200.0), &[]), pos2(-50.0, -50.0));
        // Too small for its name.
        assert_eq!(at(rect(10.0, 10.0, 40.0, 8.0), &top), pos2(10.0, 10.0));
    }

    #[test]
    fn a_name_never_covers_another_one() {
        let rect = |x: f32, y: f32, width: f32, height: f32| Rect::from_min_size(pos2(x, y), vec2(width, height));
        let (area, view, size) = (rect(0.0, 0.0, 300.0, 200.0), rect(-50.0, -50.0, 900.0, 900.0), vec2(80.0, 16.0));
        let at = |area: Rect, taken: &[Rect]| place(area, view, size, taken, |_| 0).map(|chip| chip.min);
        let first = rect(0.0, 0.0, 80.0, 16.0);
        assert_eq!(at(area, &[first]), Some(pos2(220.0, 0.0)));
        assert_eq!(at(area, &[first, rect(210.0, 8.0, 80.0, 16.0)]), Some(pos2(220.0, 184.0)));
        // A flat region below another one.
        assert_eq!(at(rect(0.0, 4.0, 90.0, 18.0), &[first]), None);
    }
}
