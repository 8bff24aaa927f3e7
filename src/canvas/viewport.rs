//! The part of the scene that the canvas shows, and its zoom. Pure geometry, without input or animation.

use egui::{Pos2, Rect, Vec2, vec2};

use super::lod::{MAX_ZOOM, MIN_ZOOM};
use super::scene::finite;

/// The visible part of the scene.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// The scene point at the top left corner of the canvas.
    pub origin: Pos2,
    /// Screen points per scene unit.
    pub zoom: f32,
    /// The last area of the canvas, in screen points.
    pub rect: Rect,
}

impl Default for Viewport {
    fn default() -> Self {
        Self { origin: Pos2::ZERO, zoom: 1.0, rect: Rect::from_min_size(Pos2::ZERO, vec2(800.0, 600.0)) }
    }
}

impl Viewport {
    /// The screen point of a scene point.
    #[must_use]
    pub fn screen_from_scene(&self, scene: Pos2) -> Pos2 {
        self.rect.min + (scene - self.origin) * self.zoom
    }

    /// The scene point of a screen point.
    #[must_use]
    pub fn scene_from_screen(&self, screen: Pos2) -> Pos2 {
        self.origin + (screen - self.rect.min) / self.zoom
    }

    /// The screen area of a scene area.
    #[must_use]
    pub fn screen_rect(&self, scene: Rect) -> Rect {
        Rect::from_min_max(self.screen_from_scene(scene.min), self.screen_from_scene(scene.max))
    }

    /// The part of the scene in view.
    #[must_use]
    pub fn scene_rect(&self) -> Rect {
        Rect::from_min_size(self.origin, self.rect.size() / self.zoom)
    }

    /// Pans by screen points, as a drag does.
    pub fn pan_by(&mut self, screen: Vec2) {
        if screen.is_finite() {
            self.origin = finite(self.origin - screen / self.zoom);
        }
    }

    /// Sets the zoom and keeps the point under the screen point `about` in place.
    pub fn zoom_to(&mut self, zoom: f32, about: Pos2) {
        if !zoom.is_finite() {
            return;
        }
        let fixed = self.scene_from_screen(about);
        self.zoom = zoom.clamp(MIN_ZOOM, MAX_ZOOM);
        self.origin = finite(fixed - (about - self.rect.min) / self.zoom);
    }

    /// Shows all of `content`, centred, with a margin in screen points, at most at 100 %.
    pub fn fit(&mut self, content: Rect, margin: f32) {
        if !content.is_finite() || content.width() <= 0.0 {
            return;
        }
        let room = (self.rect.size() - Vec2::splat(2.0 * margin)).max(Vec2::splat(1.0));
        let zoom = (room.x / content.width()).min(room.y / content.height().max(1.0));
        self.zoom = zoom.clamp(MIN_ZOOM, 1.0);
        self.centre(content.center());
    }

    /// Centres a scene point.
    pub fn centre(&mut self, scene: Pos2) {
        self.origin = finite(scene - self.rect.size() / self.zoom / 2.0);
    }

    /// Pans as little as necessary to show `area` with a margin in screen points; does nothing when it is in view.
    pub fn reveal(&mut self, area: Rect, margin: f32) {
        let view = self.scene_rect();
        let margin = margin / self.zoom;
        let shift = |low: f32, high: f32, view_low: f32, view_high: f32| {
            if low < view_low || high - low > view_high - view_low {
                low - margin - view_low
            } else if high > view_high {
                high + margin - view_high
            } else {
                0.0
            }
        };
        let by = vec2(
            shift(area.left(), area.right(), view.left(), view.right()),
            shift(area.top(), area.bottom(), view.top(), view.bottom()),
        );
        self.origin = finite(self.origin + by);
    }
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::*;

    fn view() -> Viewport {
        Viewport {
            origin: pos2(100.0, -40.0),
            zoom: 1.0,
            rect: Rect::from_min_size(pos2(20.0, 30.0), vec2(800.0, 600.0)),
        }
    }

    #[test]
    fn zooming_keeps_the_point_under_the_pointer() {
        let mut view = view();
        let pointer = pos2(333.0, 222.0);
        for zoom in [0.3, 2.5, 0.01, 9.0] {
            let before = view.scene_from_screen(pointer);
            view.zoom_to(zoom, pointer);
            assert!(before.distance(view.scene_from_screen(pointer)) < 0.01);
        }
        assert!((view.zoom - MAX_ZOOM).abs() < f32::EPSILON);
    }

    #[test]
    fn screen_and_scene_points_convert_both_ways() {
        let view = view();
        let scene = pos2(12.0, 34.0);
        assert!(view.scene_from_screen(view.screen_from_scene(scene)).distance(scene) < 0.001);
    }

    #[test]
    fn fit_leaves_a_margin_and_never_magnifies() {
        let mut view = view();
        let content = Rect::from_min_size(pos2(-500.0, 0.0), vec2(3000.0, 900.0));
        view.fit(content, 32.0);
        assert!(view.rect.shrink(31.9).contains_rect(view.screen_rect(content)));
        view.fit(Rect::from_min_size(Pos2::ZERO, vec2(10.0, 10.0)), 32.0);
        assert!((view.zoom - 1.0).abs() < f32::EPSILON);
    }

    #[test]
    fn reveal_moves_only_when_it_must() {
        let mut view = view();
        let before = view;
        view.reveal(Rect::from_min_size(pos2(200.0, 100.0), vec2(50.0, 50.0)), 16.0);
        assert_eq!(view, before);
        let far = Rect::from_min_size(pos2(2000.0, -900.0), vec2(50.0, 50.0));
        view.reveal(far, 16.0);
        assert!(view.scene_rect().contains_rect(far));
    }

    #[test]
    fn invalid_values_are_ignored() {
        let mut view = view();
        let before = view;
        view.zoom_to(f32::NAN, pos2(0.0, 0.0));
        view.pan_by(vec2(f32::NAN, 0.0));
        view.fit(Rect::NOTHING, 32.0);
        assert_eq!(view, before);
    }
}
