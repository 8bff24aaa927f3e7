//! Keyboard input while the focus is in the canvas: arrow keys follow branches, with *Shift* they move what is selected, Escape cancels. Deleting, copying and undoing are commands of
//! the application and not handled here.

use std::collections::BTreeSet;

use egui::{Id, Key, Modifiers, Rect, Ui, vec2};

use super::access::focus_id;
use super::annotation::with_framed;
use super::event::{CanvasEvent, Overlay, Target};
use super::index::SceneIndex;
use super::pointer::select;
use super::scene::{CanvasScene, GRID, WireKind};
use super::state::{CanvasState, Drag, Focus, Pending};

/// A direction to walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Right,
    Left,
    Up,
    Down,
}

/// Handles the keys of this frame.
pub(super) fn handle(
    ui: &Ui,
    canvas: Id,
    scene: &CanvasScene,
    overlay: &Overlay<'_>,
    state: &mut CanvasState,
    events: &mut Vec<CanvasEvent>,
) {
    let escape = ui.input(|i| i.key_pressed(Key::Escape));
    if escape && state.drag.take().is_some() {
        return;
    }
    let focused = focus_id(canvas, &state.focus);
    if focused.is_none() || ui.memory(egui::Memory::focused) != focused {
        return;
    }
    if escape {
        select(overlay.selection, BTreeSet::new(), events);
    }
    if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::A)) {
        let annotations = scene.annotations.iter().map(|it| it.id);
        select(overlay.selection, scene.cards.iter().map(|card| card.id).chain(annotations).collect(), events);
    }
    if state.drag.as_ref().is_some_and(|drag| !matches!(drag, Drag::Pan)) {
        return;
    }
    for (key, way) in [
        (Key::ArrowRight, Way::Right),
        (Key::ArrowLeft, Way::Left),
        (Key::ArrowUp, Way::Up),
        (Key::ArrowDown, Way::Down),
    ] {
        // A pattern without *Shift* also matches a key with *Shift*.
        if ui.input_mut(|i| i.consume_key(Modifiers::SHIFT, key)) {
            push(scene, overlay, way, state, events);
        } else if ui.input_mut(|i| i.consume_key(Modifiers::NONE, key)) {
            walk(scene, overlay, way, state, events);
        }
    }
    if ui.input_mut(|i| i.consume_key(Modifiers::SHIFT, Key::F10)) {
        menu(state, events);
    }
}

fn walk(scene: &CanvasScene, overlay: &Overlay<'_>, way: Way, state: &mut CanvasState, events: &mut Vec<CanvasEvent>) {
    let index = &state.cache.index;
    let alone = overlay.selection.first().copied().filter(|_| overlay.selection.len() == 1);
    let here = state.focused_card().or(alone);
    let there = match here.and_then(|id| index.place(id)) {
        None => {
            // From a note or a frame, to the nearest card that way.
            let next = here.and_then(|id| index.area(id)).and_then(|area| nearest(index, area, None, way));
            next.or((!scene.cards.is_empty()).then_some(0))
        }
        Some(here) => {
            let port = match &state.focus {
                Focus::Port(_, key) => {
                    scene.cards.get(here).and_then(|card| card.ports.iter().position(|port| port.key == *key))
                }
                _ => None,
            };
            neighbour(index, here, port, way)
        }
    };
    let Some(id) = there.and_then(|place| scene.cards.get(place)).map(|card| card.id) else {
        return;
    };
    state.focus = Focus::Card(id);
    state.wants_focus = Some(Focus::Card(id));
    state.shows_focus = true;
    state.pending = Some(Pending::Reveal(id));
    select(overlay.selection, BTreeSet::from([id]), events);
}

/// The card one step away: along the first branch (or that of `port`), back to the parent, or to a sibling.
fn neighbour(index: &SceneIndex, here: usize, port: Option<usize>, way: Way) -> Option<usize> {
    let parent = || {
        let mut wires: Vec<_> = index.entering(here).filter(|wire| wire.from != here).collect();
        wires.sort_by_key(|wire| (wire.kind != WireKind::Tree, wire.from));
        wires.first().map(|wire| wire.from)
    };
    match way {
        Way::Right => {
            let wires = index.leaving(here).filter(|wire| port.is_none_or(|port| wire.port == port));
            wires.min_by_key(|wire| wire.port).map(|wire| wire.to)
        }
        Way::Left => parent(),
        Way::Up | Way::Down => {
            let mut siblings: Vec<_> = parent()
                .into_iter()
                .flat_map(|parent| index.leaving(parent))
                .filter(|wire| wire.kind == WireKind::Tree)
                .map(|wire| (wire.port, wire.to))
                .collect();
            siblings.sort_unstable();
            let at = siblings.iter().position(|(_, to)| *to == here);
            let next = at.and_then(|at| if way == Way::Up { at.checked_sub(1) } else { at.checked_add(1) });
            next.and_then(|next| siblings.get(next))
                .map(|(_, to)| *to)
                .or_else(|| nearest(index, index.rect(here), Some(here), way))
        }
    }
}

/// The nearest card in a direction from an area, in about the same column or row.
fn nearest(index: &SceneIndex, from: Rect, except: Option<usize>, way: Way) -> Option<usize> {
    let mut best: Option<(f32, usize)> = None;
    let is_upright = matches!(way, Way::Up | Way::Down);
    let reach = if is_upright { vec2(700.0, 6000.0) } else { vec2(6000.0, 700.0) };
    index.each_card_in(Rect::from_center_size(from.center(), reach), |place, rect| {
        let by = rect.center() - from.center();
        let (along, aside) = if is_upright { (by.y, by.x) } else { (by.x, by.y) };
        let ahead = if matches!(way, Way::Up | Way::Left) { -along } else { along };
        let cost = ahead + 2.0 * aside.abs();
        if Some(place) != except && ahead > 1.0 && best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, place));
        }
        true
    });
    best.map(|(_, place)| place)
}

/// Moves what is selected by one step of the grid, with what lies in its frames.
fn push(scene: &CanvasScene, overlay: &Overlay<'_>, way: Way, state: &CanvasState, events: &mut Vec<CanvasEvent>) {
    if overlay.read_only {
        return;
    }
    let step = match way {
        Way::Right => vec2(GRID, 0.0),
        Way::Left => vec2(-GRID, 0.0),
        Way::Up => vec2(0.0, -GRID),
        Way::Down => vec2(0.0, GRID),
    };
    let index = &state.cache.index;
    let moved = with_framed(scene, index, overlay.selection);
    let places: Vec<_> = moved.iter().filter_map(|id| Some((*id, index.area(*id)?.min + step))).collect();
    if !places.is_empty() {
        events.push(CanvasEvent::MoveCards(places));
    }
}

fn menu(state: &CanvasState, events: &mut Vec<CanvasEvent>) {
    let index = &state.cache.index;
    let (target, pos) = match state.focused_card().and_then(|id| Some((id, index.area(id)?))) {
        Some((id, area)) if index.place(id).is_some() => (Target::Card(id), area.left_bottom()),
        Some((id, area)) => (Target::Annotation(id), area.left_bottom()),
        None => (Target::Canvas, state.centre()),
    };
    events.push(CanvasEvent::ContextMenu { target, pos, screen: state.screen_from_scene(pos) });
}
