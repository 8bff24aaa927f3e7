//! Selects the cards and wires that a frame draws, so that later steps cost only what is in view.

use std::collections::HashMap;

use egui::Rect;

use super::frame::Moving;
use super::index::SceneIndex;
use super::scene::CanvasScene;
use super::state::WireLine;

/// The indices of the cards in view in order of painting: moving cards last, and dragged ones wherever they are.
pub(super) fn cards(scene: &CanvasScene, index: &SceneIndex, seen: Rect, moving: Option<Moving<'_>>) -> Vec<usize> {
    let seen = seen.expand(16.0);
    let mut places = index.cards_in(seen);
    if let Some(moving) = moving {
        places.retain(|place| scene.cards.get(*place).is_some_and(|card| !moving.cards.contains(&card.id)));
        places.extend(shown(index, seen, moving));
    }
    places
}

/// The moving cards that are drawn: those that are dragged wherever they are, and those that glide where they are in view.
fn shown<'a>(index: &'a SceneIndex, seen: Rect, moving: Moving<'a>) -> impl Iterator<Item = usize> + 'a {
    moving.cards.iter().filter_map(move |id| {
        let place = index.place(*id)?;
        let rect = index.rect(place).translate(moving.of(*id)?);
        (moving.is_drag() || rect.intersects(seen)).then_some(place)
    })
}

/// The wires that may be in view, as positions in the index.
pub(super) fn wires(
    index: &SceneIndex,
    lines: &HashMap<usize, WireLine>,
    seen: Rect,
    moving: Option<Moving<'_>>,
) -> Vec<usize> {
    let all = index.reaches().iter().enumerate();
    let mut places: Vec<usize> = all
        .filter(|(at, reach)| reach.intersects(seen) && lines.get(at).is_none_or(|line| line.bounds.intersects(seen)))
        .map(|(at, _)| at)
        .collect();
    if let Some(moving) = moving {
        for place in shown(index, seen, moving) {
            places.extend(index.leaving_places(place).iter().chain(index.entering_places(place)));
        }
        places.sort_unstable();
        places.dedup();
    }
    places
}
