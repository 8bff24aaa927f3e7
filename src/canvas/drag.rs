//! Gestures over several frames: panning, moving cards, selecting with a box, and pulling wires. A gesture changes nothing until it ends; then
//! it becomes an event. Escape cancels it without a trace.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use egui::{CursorIcon, Pos2, Rect, Ui, Vec2};

use super::annotation::{Part, with_framed};
use super::drop;
use super::event::{CanvasEvent, Carried, Target};
use super::frame::Frame;
use super::hit::{Hit, card_at, hit_test};
use super::looks::Looks;
use super::pointer::{Gesture, Pointer, select};
use super::scene::CardId;
use super::snap::snap;
use super::state::{CanvasState, Drag, Focus, WireLine};

/// The distance to the edge at which a drag pans, in screen points.
const EDGE: f32 = 24.0;
/// The distance after which a drag moves a card, in screen points.
const LEAST_MOVE: f32 = 3.0;
/// The speed of panning at the edge, in screen points per second.
const EDGE_SPEED: f32 = 700.0;

/// Starts the gesture that a press at this place turns into.
pub(super) fn start(
    frame: &Frame<'_>,
    lines: &HashMap<usize, WireLine>,
    pointer: &Pointer,
    gesture: &mut Gesture,
    state: &mut CanvasState,
    events: &mut Vec<CanvasEvent>,
) {
    let Some(press) = pointer.press.or(pointer.screen) else {
        return;
    };
    if pointer.middle || (pointer.primary && pointer.space_down) {
        state.space_armed = false;
        state.drag = Some(Drag::Pan);
        return;
    }
    if !pointer.primary {
        return;
    }
    state.shows_focus = false;
    let selection = frame.overlay.selection;
    let origin = frame.view.scene_from_screen(press);
    let free = !frame.overlay.read_only;
    let adds = pointer.modifiers.shift || pointer.modifiers.command;
    state.drag = Some(match hit_test(frame, lines, press) {
        Hit::Port(place, port) if free => {
            let Some(card) = frame.card(place) else {
                return;
            };
            Drag::Wire { from: card.id, port, moves_end: false, over: None }
        }
        Hit::WireEnd(at) if free => {
            let Some(wire) = frame.index.wires().get(at) else {
                return;
            };
            let Some(card) = frame.card(wire.from) else {
                return;
            };
            Drag::Wire { from: card.id, port: wire.port, moves_end: true, over: None }
        }
        Hit::Card(place) if free => {
            let Some(grabbed) = frame.card(place).map(|card| card.id) else {
                return;
            };
            grab(frame, (grabbed, origin), adds, gesture, events)
        }
        Hit::Annotation(place, part) if free => {
            let Some(annotation) = frame.annotation(place) else {
                return;
            };
            if part == Part::Body {
                grab(frame, (annotation.id, origin), adds, gesture, events)
            } else {
                gesture.wants_focus = Some(Focus::Card(annotation.id));
                let rect = frame.annotation_rect(annotation);
                Drag::Resize { id: annotation.id, part, offset: rect.max - origin, size: rect.size() }
            }
        }
        Hit::Card(_) | Hit::Port(..) | Hit::Annotation(..) => Drag::Held,
        Hit::Canvas | Hit::Wire(_) | Hit::WireEnd(_) => {
            gesture.wants_focus = Some(Focus::Canvas);
            Drag::Box { origin, base: if adds { selection.clone() } else { BTreeSet::new() } }
        }
    });
}

/// Takes a card, a note or a frame, with the selection that it belongs to, and with what lies in a frame.
fn grab(
    frame: &Frame<'_>,
    (grabbed, origin): (CardId, Pos2),
    adds: bool,
    gesture: &mut Gesture,
    events: &mut Vec<CanvasEvent>,
) -> Drag {
    let selection = frame.overlay.selection;
    let mut taken = BTreeSet::from([grabbed]);
    if adds || selection.contains(&grabbed) {
        taken.extend(selection.iter().filter(|id| frame.index.area(**id).is_some()));
    }
    gesture.wants_focus = Some(Focus::Card(grabbed));
    let cards = Arc::new(with_framed(frame.scene, frame.index, &taken));
    select(selection, taken, events);
    // What glides is taken where it is drawn.
    let origin = origin - frame.moving.and_then(|moving| moving.of(grabbed)).unwrap_or_default();
    Drag::Cards { grabbed, cards, origin, delta: Vec2::ZERO, guides: Vec::new() }
}

/// Continues the gesture, and ends it when the button is released.
pub(super) fn update(
    ui: &Ui,
    frame: &Frame<'_>,
    pointer: &Pointer,
    gesture: &mut Gesture,
    state: &mut CanvasState,
    looks: &mut Looks,
    events: &mut Vec<CanvasEvent>,
) {
    let (Some(mut drag), Some(screen)) = (state.drag.take(), pointer.screen) else {
        return;
    };
    let panning = matches!(drag, Drag::Pan | Drag::Held | Drag::Minimap);
    if !panning && !pointer.released {
        pan_at_edge(ui, screen, pointer.travelled(), pointer.dt, state);
    }
    let scene = state.viewport.scene_from_screen(screen);
    looks.pointer = Some(scene);
    match &mut drag {
        Drag::Pan => {
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
            state.viewport.pan_by(ui.input(|i| i.pointer.delta()));
        }
        Drag::Held => {
            ui.ctx().set_cursor_icon(CursorIcon::NotAllowed);
            state.viewport.pan_by(ui.input(|i| i.pointer.delta()));
            state.carried = Some((Carried::Held, Target::Canvas));
        }
        Drag::Minimap => {}
        Drag::Cards { grabbed, cards, origin, delta, guides } => {
            if let Some(home) = frame.index.area(*grabbed) {
                // A card that was pressed but not moved keeps its position, even off the grid.
                let held = *delta == Vec2::ZERO && ((scene - *origin) * frame.view.zoom).length() < LEAST_MOVE;
                if !held {
                    if !looks.is_refused {
                        ui.ctx().set_cursor_icon(CursorIcon::Move);
                    }
                    let wanted = home.translate(scene - *origin);
                    let moves = |place: usize| frame.card(place).is_some_and(|card| cards.contains(&card.id));
                    let (rest, lines) = snap(frame.index, wanted, moves, frame.view.zoom);
                    *delta = rest - home.min;
                    *guides = lines;
                }
            }
        }
        Drag::Resize { id, part, offset, size } => {
            ui.ctx().set_cursor_icon(part.cursor());
            if let Some(home) = frame.index.area(*id).filter(|_| pointer.travelled().length() >= LEAST_MOVE) {
                *size = part.resized(home, scene + *offset);
            }
        }
        Drag::Box { origin, .. } => looks.boxed = Some(Rect::from_two_pos(*origin, scene)),
        Drag::Wire { from, port, over, .. } => {
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
            let card = card_at(frame, scene).filter(|place| frame.card(*place).is_some_and(|card| card.id != *from));
            *over = card.and_then(|place| frame.card(place)).map(|card| card.id);
            let leaves = frame.index.place(*from).and_then(|place| frame.card(place)?.ports.get(*port));
            if let (Some(place), Some(to), Some(leaves)) = (card, *over, leaves) {
                let carried = Carried::Wire(*from, leaves.key.clone());
                drop::show(ui, frame, Hit::Card(place), &carried, looks);
                state.carried = Some((carried, Target::Card(to)));
            }
        }
    }
    if pointer.released {
        match state.carried.take() {
            Some(_) if looks.is_refused => {}
            Some((carried @ Carried::Card(_), target)) => events.push(CanvasEvent::Drop { carried, target, screen }),
            _ => finish(frame, &drag, scene, screen, events),
        }
        looks.ghost = None;
        gesture.finished = Some(drag);
    } else {
        state.drag = Some(drag);
    }
}

/// Pans when a drag reaches the edge, but not where it started there.
pub(super) fn pan_at_edge(ui: &Ui, screen: Pos2, travelled: Vec2, dt: f32, state: &mut CanvasState) {
    let inner = state.viewport.rect.shrink(EDGE);
    let mut outside = inner.clamp(screen) - screen;
    for axis in 0..2 {
        if travelled[axis] * outside[axis] >= 0.0 {
            outside[axis] = 0.0;
        }
    }
    if outside != Vec2::ZERO {
        let speed = (outside / EDGE).clamp(Vec2::splat(-1.0), Vec2::splat(1.0)) * EDGE_SPEED;
        state.viewport.pan_by(speed * dt);
        ui.ctx().request_repaint();
    }
}

/// Turns the gesture into an event when the button is released.
fn finish(frame: &Frame<'_>, drag: &Drag, scene: Pos2, screen: Pos2, events: &mut Vec<CanvasEvent>) {
    match drag {
        Drag::Pan | Drag::Held | Drag::Minimap => {}
        Drag::Cards { cards, delta, .. } => {
            // Some cards may have been removed meanwhile.
            let there = cards.iter().filter_map(|id| Some((*id, frame.index.area(*id)?)));
            let places: Vec<_> = there.map(|(id, area)| (id, area.min + *delta)).collect();
            if *delta != Vec2::ZERO && !places.is_empty() {
                events.push(CanvasEvent::MoveCards(places));
            }
        }
        Drag::Resize { id, size, .. } => {
            if frame.index.area(*id).is_some_and(|area| area.size() != *size) {
                events.push(CanvasEvent::Resize(*id, *size));
            }
        }
        Drag::Box { origin, base } => {
            let mut wanted = base.clone();
            let inside = frame.index.cards_in(Rect::from_two_pos(*origin, scene));
            wanted.extend(inside.into_iter().filter_map(|place| frame.card(place)).map(|card| card.id));
            wanted.extend(frame.boxed(Rect::from_two_pos(*origin, scene)).map(|it| it.id));
            select(frame.overlay.selection, wanted, events);
        }
        Drag::Wire { from, port, moves_end, over } => {
            let Some(place) = frame.index.place(*from) else {
                return;
            };
            let Some(key) = frame.card(place).and_then(|card| card.ports.get(*port)).map(|port| port.key.clone())
            else {
                return;
            };
            let on_own_card = frame.rect(place).contains(scene);
            let present = frame.index.leaving(place).find(|wire| wire.port == *port);
            let present = present.and_then(|wire| frame.card(wire.to)).map(|card| card.id);
            let from = *from;
            match over {
                Some(to) if present == Some(*to) => {}
                Some(to) => events.push(CanvasEvent::Connect { from, port: key, to: *to }),
                None if on_own_card => {}
                None if *moves_end => events.push(CanvasEvent::Disconnect { from, port: key }),
                None => events.push(CanvasEvent::PortToEmpty { from, port: key, pos: scene, screen }),
            }
        }
    }
}
