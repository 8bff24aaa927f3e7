//! The names at both ends of the arrow under the pointer, where its cards cannot be read (spec: ease §2).

use std::sync::Arc;

use egui::{Color32, Galley, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, vec2};

use super::frame::Frame;
use super::index::WireEnds;
use super::lod::Lod;

/// The space around a name, and between a name and the edge of the canvas, in points on the screen.
const PAD: f32 = 6.0;
/// The greatest width of a name.
const WIDTH: f32 = 260.0;

/// A name at an end of an arrow, on the screen.
#[derive(Clone, Debug)]
pub(super) struct EndName {
    /// The area of the name, with the space around it.
    pub(super) area: Rect,
    /// The name.
    pub(super) galley: Arc<Galley>,
}

/// The names of the ends whose cards cannot be read: they are out of view, or the canvas is zoomed out so far that branches have no labels.
pub(super) fn names(frame: &Frame<'_>, painter: &Painter, hovered: Option<usize>) -> Vec<EndName> {
    let Some(wire) = hovered.and_then(|at| frame.index.wires().get(at)) else { return Vec::new() };
    let (start, end) = frame.ends(wire);
    let is_read = |place: usize| {
        frame.lod == Lod::Full && frame.view.rect.contains_rect(frame.view.screen_rect(frame.rect(place)))
    };
    let from = (!is_read(wire.from)).then(|| from_name(frame, wire)).flatten();
    let to = (!is_read(wire.to)).then(|| Some(frame.card(wire.to)?.title.clone())).flatten();
    let mut found: Vec<EndName> = Vec::new();
    for (name, at) in [(from, start), (to, end)] {
        let Some(name) = name else { continue };
        let mut named = named(frame, painter, &name, frame.view.screen_from_scene(at));
        if let Some(other) = found.first().filter(|other| other.area.intersects(named.area)) {
            named.area = named.area.translate(vec2(0.0, other.area.bottom() - named.area.top() + 2.0));
        }
        found.push(named);
    }
    found
}

fn from_name(frame: &Frame<'_>, wire: &WireEnds) -> Option<String> {
    let card = frame.card(wire.from)?;
    let label = card.ports.get(wire.port).map_or("", |port| port.label.as_str());
    Some(if label.is_empty() { card.title.clone() } else { format!("{}: {label}", card.title) })
}

/// A name as near to a point as the canvas has room for it.
fn named(frame: &Frame<'_>, painter: &Painter, name: &str, at: Pos2) -> EndName {
    let font = frame.style.label_font.clone();
    let mut job = egui::text::LayoutJob::simple_singleline(name.to_owned(), font, Color32::PLACEHOLDER);
    job.wrap = egui::text::TextWrapping::truncate_at_width(WIDTH);
    let galley = painter.layout_job(job);
    let size = galley.size() + vec2(PAD, PAD / 2.0) * 2.0;
    let room = frame.view.rect.shrink(PAD);
    let above = at - vec2(size.x / 2.0, size.y + PAD);
    let most = (room.max - size).max(room.min);
    EndName { area: Rect::from_min_size(above.clamp(room.min, most), size), galley }
}

/// Adds the names.
pub(super) fn paint(frame: &Frame<'_>, names: &[EndName], shapes: &mut Vec<Shape>) {
    for EndName { area, galley } in names {
        let edge = Stroke::new(1.0, frame.style.accent);
        shapes.push(egui::epaint::RectShape::new(*area, 5, frame.style.card, edge, StrokeKind::Inside).into());
        shapes.push(Shape::galley(area.min + vec2(PAD, PAD / 2.0), Arc::clone(galley), frame.style.text));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::event::Overlay;
    use super::super::fixture::{card, scene, tree};
    use super::super::index::SceneIndex;
    use super::super::style::CanvasStyle;
    use super::super::viewport::Viewport;
    use super::*;

    /// The names at the ends of the only arrow, from a card at 0 to one at 900, in a view of 400 points from an origin.
    fn named(origin: Pos2, zoom: f32) -> Vec<(String, Rect)> {
        let mut cards = vec![card(1, 0.0, 0.0, 1), card(2, 900.0, 0.0, 1)];
        "Main menu".clone_into(&mut cards[0].title);
        "1 Claim".clone_into(&mut cards[0].ports[0].label);
        "Claims queue".clone_into(&mut cards[1].title);
        let scene = scene(cards, vec![tree(1, 0, 2)]);
        let index = SceneIndex::new(&scene);
        let selection = BTreeSet::new();
        let (overlay, style) = (Overlay::with_selection(&selection), CanvasStyle::dark());
        let rect = Rect::from_min_size(Pos2::ZERO, vec2(400.0, 300.0));
        let view = Viewport { origin, zoom, rect };
        let frame = Frame { wires: &[0], ..Frame::of(&scene, &index, &overlay, &style, view) };
        let context = egui::Context::default();
        let mut found = Vec::new();
        let mut output = context.run_ui(egui::RawInput::default(), |ui| found = names(&frame, ui.painter(), Some(0)));
        output.textures_delta.clear();
        found.into_iter().map(|name| (name.galley.text().to_owned(), name.area)).collect()
    }

    #[test]
    fn the_end_that_is_out_of_view_has_its_name_at_the_edge() {
        let texts = |origin, zoom| named(origin, zoom).into_iter().map(|(text, _)| text).collect::<Vec<_>>();
        assert_eq!(texts(Pos2::new(-20.0, -20.0), 1.0), ["Claims queue"]);
        assert_eq!(texts(Pos2::new(850.0, -20.0), 1.0), ["Main menu: 1 Claim"]);
        assert_eq!(texts(Pos2::new(400.0, -20.0), 1.0), ["Main menu: 1 Claim", "Claims queue"]);
        // Zoomed out, both cards are in view, but not the label of the branch.
        assert_eq!(texts(Pos2::new(-20.0, -20.0), 0.3), ["Main menu: 1 Claim", "Claims queue"]);
        let room = Rect::from_min_size(Pos2::ZERO, vec2(400.0, 300.0));
        for (origin, zoom) in [
            (Pos2::new(400.0, -20.0), 1.0),
            (Pos2::new(-20.0, -20.0), 0.3),
            (Pos2::new(400.0, 900.0), 1.0),
            (Pos2::new(-200.0, -200.0), 0.12),
        ] {
            let areas: Vec<Rect> = named(origin, zoom).into_iter().map(|(_, area)| area).collect();
            assert!(areas.iter().all(|area| room.contains_rect(*area)), "{areas:?}");
            assert!(!areas[0].intersects(areas[1]), "{areas:?}");
        }
    }
}
