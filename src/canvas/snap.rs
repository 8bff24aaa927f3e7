//! Snapping of a dragged card: aligned with a neighbour when it is close, else on the grid.

use egui::{Pos2, Rect, pos2};

use super::index::SceneIndex;
use super::scene::GRID;

/// The distance between edges, in screen points, within which a card aligns with a neighbour.
const PULL: f32 = 6.0;
/// The distance, in scene units, within which neighbours are considered.
const NEIGHBOURHOOD: f32 = 640.0;

/// The nearest position on the grid.
#[must_use]
pub fn to_grid(pos: Pos2) -> Pos2 {
    pos2((pos.x / GRID).round() * GRID, (pos.y / GRID).round() * GRID)
}

/// The top left corner for `card`, and lines that show the alignment.
#[must_use]
pub fn snap(index: &SceneIndex, card: Rect, is_moving: impl Fn(usize) -> bool, zoom: f32) -> (Pos2, Vec<[Pos2; 2]>) {
    let grid = to_grid(card.min);
    let pull = PULL / zoom;
    let mut flush: Option<(f32, Rect)> = None;
    let mut level: Option<(f32, Rect)> = None;
    index.each_card_in(card.expand(NEIGHBOURHOOD), |place, other| {
        if !is_moving(place) {
            let better = |best: &Option<(f32, Rect)>, d: f32| d <= pull && best.is_none_or(|(b, _)| d < b);
            let (dx, dy) = ((other.left() - card.left()).abs(), (other.top() - card.top()).abs());
            if better(&flush, dx) {
                flush = Some((dx, other));
            }
            if better(&level, dy) {
                level = Some((dy, other));
            }
        }
        true
    });
    let x = flush.map_or(grid.x, |(_, other)| other.left());
    let y = level.map_or(grid.y, |(_, other)| other.top());
    let rest = Rect::from_min_size(pos2(x, y), card.size());
    let mut guides = Vec::new();
    if let Some((_, other)) = flush {
        let all = rest.union(other);
        guides.push([pos2(x, all.top() - 12.0), pos2(x, all.bottom() + 12.0)]);
    }
    if let Some((_, other)) = level {
        let all = rest.union(other);
        guides.push([pos2(all.left() - 12.0, y), pos2(all.right() + 12.0, y)]);
    }
    (rest.min, guides)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{card, scene};
    use super::*;

    #[test]
    fn a_card_aligns_with_a_close_neighbour_or_else_with_the_grid() {
        let scene = scene(vec![card(1, 3.0, 5.0, 1), card(2, 500.0, 500.0, 1)], vec![]);
        let index = SceneIndex::new(&scene);
        let dragged = Rect::from_min_size(pos2(6.0, 301.0), card(9, 0.0, 0.0, 1).rect().size());
        let (rest, guides) = snap(&index, dragged, |place| place == 1, 1.0);
        assert_eq!(rest, pos2(3.0, 304.0));
        assert_eq!(guides.len(), 1);
        let (rest, guides) = snap(&index, dragged.translate(egui::vec2(60.0, 0.0)), |place| place == 1, 1.0);
        assert_eq!(rest, pos2(64.0, 304.0));
        assert!(guides.is_empty());
    }
}
