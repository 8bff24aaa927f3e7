//! Selects the cards and wires that a frame draws, so that later steps cost only what is in view.

use std::collections::{BTreeSet, HashMap};

use egui::Rect;

use super::index::SceneIndex;
use super::scene::{CanvasScene, CardId};
use super::state::WireLine;

/// The indices of the cards in view in order of painting: dragged cards last, wherever they are.
pub(super) fn cards(
    scene: &CanvasScene,
    index: &SceneIndex,
    seen: Rect,
    moving: Option<&BTreeSet<CardId>>,
) -> Vec<usize> {
    let mut places = index.cards_in(seen.expand(16.0));
    if let Some(moving) = moving {
        places.retain(|place| scene.cards.get(*place).is_some_and(|card| !moving.contains(&card.id)));
        places.extend(moving.iter().filter_map(|id| index.place(*id)));
    }
    places
}

/// The wires that may be in view, as positions in the index.
pub(super) fn wires(
    index: &SceneIndex,
    lines: &HashMap<usize, WireLine>,
    seen: Rect,
    moving: Option<&BTreeSet<CardId>>,
) -> Vec<usize> {
    let all = index.reaches().iter().enumerate();
    let mut places: Vec<usize> = all
        .filter(|(at, reach)| reach.intersects(seen) && lines.get(at).is_none_or(|line| line.bounds.intersects(seen)))
        .map(|(at, _)| at)
        .collect();
    if let Some(moving) = moving {
        for place in moving.iter().filter_map(|id| index.place(*id)) {
            places.extend(index.leaving_places(place).iter().chain(index.entering_places(place)));
        }
        places.sort_unstable();
        places.dedup();
    }
    places
}
