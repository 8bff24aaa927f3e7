//! Notes and frames: texts beside the cards, and titled rectangles behind them. A note is taken anywhere; a frame by its title and its edges, so
//! that what is behind its cards stays free for them.

use std::collections::BTreeSet;

use egui::{CursorIcon, Pos2, Rect, Vec2, pos2, vec2};

use super::frame::Frame;
use super::index::SceneIndex;
use super::scene::{Annotation, AnnotationKind, CanvasScene, CardId, GRID, LEAST_SIDE};

/// The height of the title of a frame, in scene units.
pub const TITLE_HEIGHT: f32 = 28.0;
/// The least height of a title on the screen, in points.
const LEAST_TITLE: f32 = 18.0;
/// The distance from an edge within which the edge is taken, in screen points.
const NEAR_EDGE: f32 = 5.0;

/// The part of an annotation under the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Where it is moved.
    Body,
    /// The right edge.
    Right,
    /// The bottom edge.
    Bottom,
    /// The bottom right corner.
    Corner,
}

impl Part {
    /// The shape of the pointer on it.
    #[must_use]
    pub fn cursor(self) -> CursorIcon {
        match self {
            Self::Body => CursorIcon::Default,
            Self::Right => CursorIcon::ResizeHorizontal,
            Self::Bottom => CursorIcon::ResizeVertical,
            Self::Corner => CursorIcon::ResizeNwSe,
        }
    }

    /// The size when the bottom right corner is dragged to a point; only the dragged edges move, on the grid.
    #[must_use]
    pub fn resized(self, rect: Rect, corner: Pos2) -> Vec2 {
        let side = |from: f32, to: f32| ((to / GRID).round() * GRID - from).max(LEAST_SIDE);
        let (width, height) = (side(rect.left(), corner.x), side(rect.top(), corner.y));
        match self {
            Self::Body => rect.size(),
            Self::Right => vec2(width, rect.height()),
            Self::Bottom => vec2(rect.width(), height),
            Self::Corner => vec2(width, height),
        }
    }
}

/// The area of the title of a frame, at a zoom.
#[must_use]
pub fn title_area(rect: Rect, zoom: f32) -> Rect {
    let height = TITLE_HEIGHT.max(LEAST_TITLE / zoom).min(rect.height());
    Rect::from_min_max(rect.min, pos2(rect.right(), rect.top() + height))
}

/// The part of an annotation at a scene point, if there is one.
#[must_use]
pub fn part_at(kind: AnnotationKind, rect: Rect, at: Pos2, zoom: f32) -> Option<Part> {
    let near = NEAR_EDGE / zoom;
    if !rect.expand(near).contains(at) {
        return None;
    }
    // A small one is moved rather than resized.
    let is_small = rect.width().min(rect.height()) * zoom < 6.0 * NEAR_EDGE;
    let (right, bottom) = ((at.x - rect.right()).abs() <= near, (at.y - rect.bottom()).abs() <= near);
    let inside = rect.contains(at);
    match (right, bottom) {
        _ if is_small => inside.then_some(Part::Body),
        (true, true) => Some(Part::Corner),
        (true, false) => Some(Part::Right),
        (false, true) => Some(Part::Bottom),
        (false, false) if kind == AnnotationKind::Note => inside.then_some(Part::Body),
        (false, false) => {
            let is_edge = !rect.shrink(near).contains(at);
            (title_area(rect, zoom).contains(at) || is_edge).then_some(Part::Body)
        }
    }
}

impl<'a> Frame<'a> {
    /// An annotation by its index.
    #[must_use]
    pub fn annotation(&self, place: usize) -> Option<&'a Annotation> {
        self.scene.annotations.get(place)
    }

    /// The area where an annotation is drawn, in scene units.
    #[must_use]
    pub fn annotation_rect(&self, annotation: &Annotation) -> Rect {
        let rect = annotation.rect();
        let shift = self.moving.and_then(|moving| moving.of(annotation.id)).unwrap_or_default();
        let size = self.resizing.filter(|(id, _)| *id == annotation.id).map_or(rect.size(), |(_, size)| size);
        Rect::from_min_size(rect.min + shift, size)
    }

    /// The annotations of a kind that are in view, and another one if it is of that kind, in order of painting: each with its index and the area
    /// where it is drawn.
    pub fn annotations_in_view(
        &self,
        kind: AnnotationKind,
        another: Option<CardId>,
    ) -> impl DoubleEndedIterator<Item = (usize, &'a Annotation, Rect)> {
        let seen = self.view.scene_rect().expand(NEAR_EDGE / self.view.zoom);
        let all = self.scene.annotations.iter().enumerate().filter(move |(_, it)| it.kind == kind);
        all.map(|(place, it)| (place, it, self.annotation_rect(it)))
            .filter(move |(_, it, rect)| rect.intersects(seen) || another == Some(it.id))
    }

    /// The annotation of a kind at a scene point, the one painted last, with its part there.
    #[must_use]
    pub fn annotation_at(&self, kind: AnnotationKind, at: Pos2) -> Option<(usize, Part)> {
        let part =
            |(place, _, rect): (usize, &Annotation, Rect)| Some((place, part_at(kind, rect, at, self.view.zoom)?));
        self.annotations_in_view(kind, None).rev().find_map(part)
    }

    /// The annotations that a box selection takes: notes that it touches, and frames that lie whole in it.
    pub fn boxed(&self, area: Rect) -> impl Iterator<Item = &'a Annotation> {
        self.scene.annotations.iter().filter(move |it| it.is_boxed(area))
    }
}

/// The cards and annotations that move with these: also what lies whole in a frame among them.
#[must_use]
pub fn with_framed(scene: &CanvasScene, index: &SceneIndex, moved: &BTreeSet<CardId>) -> BTreeSet<CardId> {
    let mut all = moved.clone();
    let frames = scene.annotations.iter();
    for frame in frames.filter(|it| it.kind == AnnotationKind::Frame && moved.contains(&it.id)) {
        let area = frame.rect();
        let cards = index.cards_in(area).into_iter().filter(|place| area.contains_rect(index.rect(*place)));
        all.extend(cards.filter_map(|place| scene.cards.get(place)).map(|card| card.id));
        let inside = scene.annotations.iter().filter(|it| area.contains_rect(it.rect()));
        all.extend(inside.map(|it| it.id));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_taken_anywhere_and_a_frame_by_its_title_and_edges() {
        use AnnotationKind::{Frame, Note};
        let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(400.0, 200.0));
        for (at, note, frame) in [
            ((200.0, 100.0), Some(Part::Body), None),
            ((200.0, 10.0), Some(Part::Body), Some(Part::Body)),
            ((2.0, 100.0), Some(Part::Body), Some(Part::Body)),
            ((398.0, 100.0), Some(Part::Right), Some(Part::Right)),
            ((403.0, 100.0), Some(Part::Right), Some(Part::Right)),
            ((200.0, 203.0), Some(Part::Bottom), Some(Part::Bottom)),
            ((401.0, 199.0), Some(Part::Corner), Some(Part::Corner)),
            ((420.0, 100.0), None, None),
            ((-3.0, 100.0), None, Some(Part::Body)),
        ] {
            let at = pos2(at.0, at.1);
            assert_eq!(part_at(Note, rect, at, 1.0), note, "{at:?}");
            assert_eq!(part_at(Frame, rect, at, 1.0), frame, "{at:?}");
        }
        // At 10 % there is no edge to take, and the title is as high as on the screen.
        assert_eq!(part_at(Note, rect, pos2(398.0, 100.0), 0.1), Some(Part::Body));
        assert!((title_area(rect, 0.1).height() - 180.0).abs() < 0.01);
    }

    #[test]
    fn edges_move_on_the_grid_and_keep_the_least_size() {
        let rect = Rect::from_min_size(pos2(3.0, 5.0), vec2(100.0, 50.0));
        let corner = pos2(162.0, 118.0);
        assert_eq!(Part::Right.resized(rect, corner), vec2(157.0, 50.0));
        assert_eq!(Part::Bottom.resized(rect, corner), vec2(100.0, 115.0));
        assert_eq!(Part::Corner.resized(rect, corner), vec2(157.0, 115.0));
        assert_eq!(Part::Corner.resized(rect, pos2(-400.0, 0.0)), vec2(LEAST_SIDE, LEAST_SIDE));
    }
}
