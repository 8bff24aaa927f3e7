//! Paints cards and arrows that are too small for titles. Hundreds of them are in view, so they are added to one mesh instead of a shape each.

use egui::epaint::PathStroke;
use egui::epaint::tessellator::Path;
use egui::{Color32, Mesh, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use super::frame::Frame;
use super::mesh::{add_box, add_line};
use super::paint_card::{CardLook, STRIPE_WIDTH, Tone, fill_of};
use super::scene::{Card, Standing, WireKind};
use super::wire::{DASH, GAP, each_dash};

/// The width of the edge of a card, in points.
const EDGE: f32 = 0.7;
/// The greatest width of a line without a middle, in widths of its soft edge.
const THIN: f32 = 0.9;
/// The scale of the dashes of links.
const DASHES: f32 = 0.8;

/// A mesh to which small cards and arrows are added.
pub struct Small {
    mesh: Mesh,
    path: Path,
    pixel: f32,
    feather: f32,
}

impl Small {
    /// An empty mesh for a painter, with room for about so many vertices.
    #[must_use]
    pub fn new(painter: &Painter, vertices: usize) -> Self {
        let pixel = 1.0 / painter.pixels_per_point();
        let feather = painter.ctx().tessellation_options(|options| {
            if options.feathering { options.feathering_size_in_pixels * pixel } else { 0.0 }
        });
        let mut mesh = Mesh::default();
        mesh.reserve_vertices(vertices);
        mesh.reserve_triangles(vertices);
        Self { mesh, path: Path::default(), pixel, feather }
    }

    /// All that was added.
    pub fn into_shape(self) -> Shape {
        Shape::mesh(self.mesh)
    }

    /// Adds an arrow in the style of its kind, from screen points.
    pub fn arrow(&mut self, frame: &Frame<'_>, points: &mut [Pos2], kind: WireKind, stroke: Stroke) {
        match kind {
            WireKind::Tree => {
                // A line that is as wide as its soft edges takes fewer vertices.
                let thin = THIN * self.feather;
                let width = if stroke.width <= 1.2 * thin { stroke.width.min(thin) } else { stroke.width };
                self.path.clear();
                self.path.add_open_points(points);
                self.path.stroke_open(self.feather, &PathStroke::new(width, stroke.color), &mut self.mesh);
            }
            WireKind::Link => {
                // Links are level or upright nearly everywhere, so their dashes need no soft edges.
                let width = self.whole(stroke.width);
                points.reverse();
                each_dash(points, DASH * DASHES, GAP * DASHES, frame.view.rect.expand(4.0), |a, b| {
                    add_line(&mut self.mesh, a, b, width, stroke.color);
                });
            }
        }
    }

    /// A width in whole pixels.
    fn whole(&self, width: f32) -> f32 {
        (width / self.pixel).round().max(1.0) * self.pixel
    }

    /// Adds a card that [`looks_like_most`].
    pub fn card(&mut self, frame: &Frame<'_>, place: usize, card: &Card) {
        let rect = frame.view.screen_rect(frame.rect(place));
        let rect = Rect::from_min_max(self.snapped(rect.min), self.snapped(rect.max));
        let (tone, zoom) = (Tone::of(frame, card), frame.view.zoom);
        let edge = self.whole(EDGE);
        self.add(rect, tone.apply(frame.style.line));
        self.add(rect.shrink(edge), tone.apply(fill_of(frame, card)));
        let hue = if card.unknown { frame.style.weak } else { card.hue };
        let top = self.snapped(rect.min + vec2(0.0, 8.0) * zoom);
        let width = (STRIPE_WIDTH * zoom).max(self.pixel);
        let bottom = self.snapped(pos2(top.x + width, rect.max.y - 8.0 * zoom));
        self.add(Rect::from_min_max(top, bottom), tone.apply(hue));
    }

    fn add(&mut self, rect: Rect, color: Color32) {
        if rect.is_positive() {
            add_box(&mut self.mesh, rect, color);
        }
    }

    fn snapped(&self, at: Pos2) -> Pos2 {
        ((at.to_vec2() / self.pixel).round() * self.pixel).to_pos2()
    }
}

/// Whether nothing makes a card stand out.
#[must_use]
pub fn looks_like_most(frame: &Frame<'_>, card: &Card, look: CardLook) -> bool {
    let overlay = frame.overlay;
    matches!(card.standing, Standing::Plain | Standing::Same)
        && look == CardLook::default()
        && overlay.current != Some(card.id)
        && !overlay.selection.contains(&card.id)
        && !overlay.path_cards.contains(&card.id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::event::Overlay;
    use super::super::fixture::{card, scene, tree};
    use super::super::index::SceneIndex;
    use super::super::scene::{Mark, MarkKind};
    use super::super::style::CanvasStyle;
    use super::super::viewport::Viewport;
    use super::*;

    /// Calls `look` with a painter and a frame at 25 %, in which card 2 is selected.
    fn with_frame(look: impl Fn(&Painter, &Frame<'_>)) {
        let scene = scene(vec![card(1, 10.0, 10.0, 2), card(2, 300.0, 0.0, 1)], vec![tree(1, 0, 2)]);
        let index = SceneIndex::new(&scene);
        let selection = BTreeSet::from([2]);
        let (overlay, style) = (Overlay::with_selection(&selection), CanvasStyle::dark());
        let view = Viewport { zoom: 0.25, ..Viewport::default() };
        let frame = Frame { visible: &[0, 1], wires: &[0], ..Frame::of(&scene, &index, &overlay, &style, view) };
        let mut output = egui::Context::default().run_ui(egui::RawInput::default(), |ui| look(ui.painter(), &frame));
        output.textures_delta.clear();
    }

    #[test]
    fn a_card_is_an_edge_a_ground_and_a_stripe_on_whole_points_of_the_screen() {
        with_frame(|painter, frame| {
            let mut small = Small::new(painter, 0);
            small.card(frame, 0, &frame.scene.cards[0]);
            let vertices = &small.mesh.vertices;
            let colors: Vec<Color32> = vertices.iter().step_by(4).map(|vertex| vertex.color).collect();
            let hue = frame.scene.cards[0].hue;
            assert_eq!(colors, [frame.style.line, fill_of(frame, &frame.scene.cards[0]), hue]);
            let on_pixels = |at: Pos2| at.to_vec2() == at.to_vec2().round();
            assert!(vertices.iter().all(|vertex| on_pixels(vertex.pos)), "{vertices:?}");
        });
    }

    #[test]
    fn what_stands_out_has_a_shape_of_its_own() {
        with_frame(|_, frame| {
            let looks = |place: usize, look| looks_like_most(frame, &frame.scene.cards[place], look);
            assert!(looks(0, CardLook::default()));
            assert!(!looks(0, CardLook { hovered: true, ..CardLook::default() }));
            assert!(!looks(1, CardLook::default()), "it is selected");
            let added = Card { standing: Standing::Added, ..frame.scene.cards[0].clone() };
            assert!(!looks_like_most(frame, &added, CardLook::default()));
        });
    }

    #[test]
    fn a_small_card_has_the_mark_of_its_worst_problem() {
        let marked = |kinds: &[MarkKind]| {
            let marks = kinds.iter().map(|kind| Mark { kind: kind.clone(), hover: String::new() }).collect();
            Card { marks, ..Card::default() }.worst_mark().map(|mark| mark.kind.clone())
        };
        assert_eq!(marked(&[MarkKind::Comment, MarkKind::Hint, MarkKind::Warning]), Some(MarkKind::Warning));
        assert_eq!(marked(&[MarkKind::Warning, MarkKind::Error]), Some(MarkKind::Error));
        assert_eq!(marked(&[MarkKind::Comment, MarkKind::Links(3)]), None);
    }
}
