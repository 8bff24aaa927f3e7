//! The minimap: the whole scene in a corner, with a frame around the visible part. It is shown only when something is out of view, and
//! does not block the cards below it. Cards that would fall on the same few pixels are drawn once.

use std::collections::HashSet;
use std::sync::Arc;

use egui::epaint::RectShape;
use egui::{Color32, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, vec2};

use super::frame::Frame;
use super::mesh::add_box;
use super::scene::{AnnotationKind, Standing};

const SIZE: Vec2 = vec2(168.0, 112.0);
const MARGIN: f32 = 12.0;
const PADDING: f32 = 8.0;
/// Cards closer together than this, in screen points, are drawn once.
const GRAIN: f32 = 2.0;

/// The cards of the minimap, ready to paint.
#[derive(Debug, Default)]
pub struct MinimapCache {
    key: Option<(u64, Rect, Color32, u8)>,
    mesh: Arc<Mesh>,
}

/// The position of the minimap, and its mapping of the scene.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Minimap {
    /// Its area on the screen.
    pub rect: Rect,
    content: Rect,
    scale: f32,
}

impl Minimap {
    /// The minimap of a frame, or `None` when everything is in view or there is no room.
    #[must_use]
    pub fn new(frame: &Frame<'_>) -> Option<Self> {
        let bounds = frame.index.bounds()?;
        let canvas = frame.view.rect;
        let fits = frame.view.scene_rect().expand(4.0 / frame.view.zoom).contains_rect(bounds);
        if fits || canvas.width() < 3.0 * SIZE.x || canvas.height() < 3.0 * SIZE.y {
            return None;
        }
        let room = SIZE - Vec2::splat(2.0 * PADDING);
        let scale = (room.x / bounds.width().max(1.0)).min(room.y / bounds.height().max(1.0));
        let rect = Rect::from_min_size(canvas.max - SIZE - Vec2::splat(MARGIN), SIZE);
        Some(Self { rect, content: bounds, scale })
    }

    fn screen_from_scene(&self, scene: Pos2) -> Pos2 {
        self.rect.center() + (scene - self.content.center()) * self.scale
    }

    /// The scene point under a point of the minimap.
    #[must_use]
    pub fn scene_from_screen(&self, screen: Pos2) -> Pos2 {
        self.content.center() + (screen - self.rect.center()) / self.scale
    }

    /// Whether the minimap covers a card.
    #[must_use]
    pub fn covers_a_card(&self, frame: &Frame<'_>) -> bool {
        let (min, max) = (frame.view.scene_from_screen(self.rect.min), frame.view.scene_from_screen(self.rect.max));
        let mut covers = false;
        frame.index.each_card_in(Rect::from_min_max(min, max), |_, _| {
            covers = true;
            false
        });
        covers
    }

    /// Paints the minimap with an opacity.
    pub fn paint(&self, frame: &Frame<'_>, cache: &mut MinimapCache, painter: &Painter, opacity: f32) {
        let style = frame.style;
        // Rounded, since every step of a fade builds a new mesh.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 16")]
        let steps = (opacity.clamp(0.0, 1.0) * 16.0).round() as u8;
        let key = (frame.scene.revision, self.rect, style.background, steps);
        if cache.key != Some(key) {
            cache.mesh = Arc::new(self.mesh(frame, f32::from(steps) / 16.0));
            cache.key = Some(key);
        }
        let solid = painter;
        let mut painter = painter.clone();
        painter.multiply_opacity(opacity);
        let edge = Stroke::new(1.0, style.line);
        painter.add(RectShape::new(self.rect, 6, style.card_unknown, edge, StrokeKind::Inside));
        solid.add(Shape::Mesh(Arc::clone(&cache.mesh)));
        for card in frame.overlay.path_cards.iter().chain(&frame.overlay.current) {
            if let Some(place) = frame.index.place(*card) {
                let rect = self.small(frame.index.rect(place));
                painter.rect_filled(rect, 0, style.accent);
            }
        }
        let view = frame.view.scene_rect();
        let seen = Rect::from_min_max(self.screen_from_scene(view.min), self.screen_from_scene(view.max))
            .intersect(self.rect.shrink(2.0));
        if seen.is_positive() {
            painter.rect(
                seen,
                2,
                style.accent.gamma_multiply(0.08),
                Stroke::new(1.2, style.accent),
                StrokeKind::Inside,
            );
        }
    }

    fn small(&self, card: Rect) -> Rect {
        let corner = self.screen_from_scene(card.min);
        Rect::from_min_size(corner, (card.size() * self.scale).max(Vec2::splat(GRAIN)))
    }

    fn mesh(&self, frame: &Frame<'_>, opacity: f32) -> Mesh {
        let mut mesh = Mesh::default();
        for annotation in &frame.scene.annotations {
            let hue = if annotation.kind == AnnotationKind::Note { frame.style.warning } else { frame.style.link };
            let share = if annotation.kind == AnnotationKind::Note { 0.5 } else { 0.14 };
            let color = frame.style.card_unknown.lerp_to_gamma(hue, share);
            add_box(&mut mesh, self.small(annotation.rect()), color.gamma_multiply(opacity));
        }
        let mut taken = HashSet::new();
        // Where cards coincide, one with a marked standing is shown.
        let all = || frame.scene.cards.iter().zip(frame.index.rects());
        let first = all().filter(|(card, _)| card.standing.stands_out());
        for (card, rect) in first.chain(all().filter(|(card, _)| !card.standing.stands_out())) {
            let rect = self.small(*rect);
            #[expect(clippy::cast_possible_truncation, reason = "screen points")]
            let grain = |p: Pos2| ((p.x / GRAIN) as i32, (p.y / GRAIN) as i32);
            if taken.insert(grain(rect.min)) {
                let quiet = || match card.standing {
                    Standing::Same => frame.style.line,
                    _ => card.hue.lerp_to_gamma(frame.style.wire, 0.35),
                };
                let color = frame.style.of(card.standing).unwrap_or_else(quiet);
                add_box(&mut mesh, rect, color.gamma_multiply(opacity));
            }
        }
        mesh
    }
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::super::event::Overlay;
    use super::super::fixture::grid_scene;
    use super::super::index::SceneIndex;
    use super::super::style::CanvasStyle;
    use super::super::viewport::Viewport;
    use super::*;

    #[test]
    fn shows_only_when_something_is_out_of_view_and_maps_back() {
        let scene = grid_scene(60);
        let index = SceneIndex::new(&scene);
        let (overlay, style) = (Overlay::default(), CanvasStyle::dark());
        let mut view = Viewport { rect: Rect::from_min_size(Pos2::ZERO, vec2(1600.0, 1000.0)), ..Viewport::default() };
        let frame = |view| Frame::of(&scene, &index, &overlay, &style, view);
        let map = Minimap::new(&frame(view)).expect("does not fit");
        let pos = pos2(700.0, 300.0);
        assert!(map.scene_from_screen(map.screen_from_scene(pos)).distance(pos) < 0.5);
        assert!(map.covers_a_card(&frame(view)));
        view.fit(index.bounds().expect("cards"), 32.0);
        assert!(Minimap::new(&frame(view)).is_none());
    }
}
