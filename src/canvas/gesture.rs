//! Turns clicks, drags and drops into events. egui reports that a widget of the canvas was pressed, and `hit` finds the target under the
//! pointer, so that all zooms and all kinds of target work alike.

use std::collections::{BTreeSet, HashMap};

use egui::{CursorIcon, DragAndDrop, Key, Pos2, Response, Ui, Vec2};

use super::drag;
use super::drop;
use super::event::{CanvasEvent, PaletteDrag, Target};
use super::frame::Frame;
use super::hit::{Hit, drop_test, hit_test, target};
use super::looks::Looks;
use super::minimap::Minimap;
use super::pointer::{Gesture, Pointer, select};
use super::scene::{CardId, PortState};
use super::state::{CanvasState, Drag, Focus, Pending, WireLine};

/// Acts on the input of this frame.
pub(super) fn handle(
    ui: &Ui,
    frame: &Frame<'_>,
    lines: &HashMap<usize, WireLine>,
    gesture: &mut Gesture,
    minimap: Option<&(Response, Minimap)>,
    state: &mut CanvasState,
    events: &mut Vec<CanvasEvent>,
) -> Looks {
    let pointer = Pointer::read(ui, state.space_armed);
    let mut looks = Looks { pointer: pointer.screen.map(|at| frame.view.scene_from_screen(at)), ..Looks::default() };
    let payload = DragAndDrop::payload::<PaletteDrag>(ui.ctx());
    // While something is dragged, the minimap is not in the way of what is below it.
    let is_dragging = payload.is_some() || state.drag.as_ref().is_some_and(|drag| !matches!(drag, Drag::Minimap));
    let minimap = minimap.filter(|_| !is_dragging);
    let over_minimap = minimap.is_some_and(|(response, _)| response.contains_pointer());
    let hit = match pointer.screen {
        Some(at) if gesture.over && !over_minimap => Some((hit_test(frame, lines, at), at)),
        _ => None,
    };

    if let Some((response, map)) = minimap {
        let down = response.is_pointer_button_down_on() || response.dragged();
        if let (true, Some(at)) = (down, response.interact_pointer_pos()) {
            state.drag = Some(Drag::Minimap);
            state.viewport.centre(map.scene_from_screen(at));
        }
    }
    state.carried = None;
    if payload.is_some() {
        state.drag = None;
    } else if gesture.drag_started && state.drag.is_none() {
        drag::start(frame, lines, &pointer, gesture, state, events);
    }
    if let (Some(Drag::Cards { .. }), Some(at)) = (&state.drag, pointer.screen) {
        drop::carry_card(ui, frame, drop_test(frame, lines, at), state, &mut looks);
    }
    if state.drag.is_some() {
        drag::update(ui, frame, &pointer, gesture, state, &mut looks, events);
    } else if let Some(payload) = payload {
        if let Some((_, at)) = hit {
            drag::pan_at_edge(ui, at, pointer.travelled(), pointer.dt, state);
            drop::handle(ui, frame, (drop_test(frame, lines, at), at), &payload, state, &mut looks, events);
        }
    } else if let Some((hit, at)) = hit {
        clicks(frame, hit, at, &pointer, gesture, state, events);
        hover(ui, frame, hit, &pointer, &mut looks);
    }
    if let Some(what) = gesture.activated.take() {
        activate(ui, frame, &what, gesture, state, events);
    }
    space(ui, frame, hit, state, events);
    state.hovered_wire = looks.hovered_wire;
    looks
}

fn hover(ui: &Ui, frame: &Frame<'_>, hit: Hit, pointer: &Pointer, looks: &mut Looks) {
    let icon = match hit {
        _ if pointer.space_down => CursorIcon::Grab,
        Hit::Port(..) if !frame.overlay.read_only => CursorIcon::Crosshair,
        Hit::WireEnd(_) if !frame.overlay.read_only => CursorIcon::Grab,
        Hit::Annotation(_, part) if !frame.overlay.read_only => part.cursor(),
        _ => CursorIcon::Default,
    };
    if icon != CursorIcon::Default {
        ui.ctx().set_cursor_icon(icon);
    }
    match hit {
        Hit::Canvas => {}
        Hit::Card(place) => looks.hovered_card = Some(place),
        Hit::Port(place, port) => {
            looks.hovered_card = Some(place);
            looks.hovered_port = Some((place, port));
        }
        Hit::Wire(at) | Hit::WireEnd(at) => looks.hovered_wire = Some(at),
        Hit::Annotation(place, _) => looks.hovered_annotation = Some(place),
    }
}

fn clicks(
    frame: &Frame<'_>,
    hit: Hit,
    screen: Pos2,
    pointer: &Pointer,
    gesture: &mut Gesture,
    state: &mut CanvasState,
    events: &mut Vec<CanvasEvent>,
) {
    let selection = frame.overlay.selection;
    let pos = frame.view.scene_from_screen(screen);
    let what = target(frame, hit);
    let card = match &what {
        Target::Card(id) | Target::Port(id, _) | Target::Annotation(id) => Some(*id),
        Target::Canvas | Target::Wire(..) => None,
    };
    if gesture.double_clicked {
        match card {
            Some(id) => events.push(CanvasEvent::Open(id)),
            None if what == Target::Canvas && !frame.overlay.read_only => {
                events.push(CanvasEvent::FindAt { pos, screen });
            }
            None => {}
        }
    } else if gesture.clicked {
        state.shows_focus = false;
        let adds = pointer.modifiers.shift || pointer.modifiers.command;
        let wanted = match card {
            Some(id) if adds => toggled(selection, id),
            Some(id) => BTreeSet::from([id]),
            None if adds => selection.clone(),
            None => BTreeSet::new(),
        };
        gesture.wants_focus = Some(card.map_or(Focus::Canvas, Focus::Card));
        select(selection, wanted, events);
    } else if gesture.secondary_clicked {
        if let Some(id) = card.filter(|id| !selection.contains(id)) {
            select(selection, BTreeSet::from([id]), events);
        }
        gesture.wants_focus = Some(card.map_or(Focus::Canvas, Focus::Card));
        events.push(CanvasEvent::ContextMenu { target: what, pos, screen });
    }
}

fn toggled(selection: &BTreeSet<CardId>, id: CardId) -> BTreeSet<CardId> {
    let mut wanted = selection.clone();
    if !wanted.remove(&id) {
        wanted.insert(id);
    }
    wanted
}

/// Handles Enter or Space on the focused item, or a click by a screen reader.
fn activate(
    ui: &Ui,
    frame: &Frame<'_>,
    what: &Focus,
    gesture: &mut Gesture,
    state: &mut CanvasState,
    events: &mut Vec<CanvasEvent>,
) {
    let (enter, space) = ui.input(|i| (i.key_pressed(Key::Enter), i.key_pressed(Key::Space)));
    match what {
        _ if space => {}
        Focus::None | Focus::Canvas => {}
        Focus::Card(id) if enter => events.push(CanvasEvent::Open(*id)),
        Focus::Card(id) => select(frame.overlay.selection, BTreeSet::from([*id]), events),
        Focus::Port(id, key) => {
            let Some(place) = frame.index.place(*id) else {
                return;
            };
            let Some(card) = frame.card(place) else {
                return;
            };
            let Some(port) = card.ports.iter().position(|port| port.key == *key) else {
                return;
            };
            let linked = frame.index.leaving(place).find(|wire| wire.port == port).and_then(|wire| frame.card(wire.to));
            let is_open =
                card.ports.get(port).is_some_and(|port| matches!(port.state, PortState::Open | PortState::Quiet));
            if let Some(to) = linked {
                gesture.wants_focus = Some(Focus::Card(to.id));
                state.pending = Some(Pending::Reveal(to.id));
                select(frame.overlay.selection, BTreeSet::from([to.id]), events);
            } else if is_open && !frame.overlay.read_only {
                let pos = card.port_pos(port) + Vec2::new(64.0, 0.0);
                let screen = frame.view.screen_from_scene(pos);
                events.push(CanvasEvent::PortToEmpty { from: *id, port: key.clone(), pos, screen });
            }
        }
    }
}

/// Space pressed and released without a drag asks what to add.
fn space(ui: &Ui, frame: &Frame<'_>, hit: Option<(Hit, Pos2)>, state: &mut CanvasState, events: &mut Vec<CanvasEvent>) {
    let (pressed, released, plain) =
        ui.input(|i| (i.key_pressed(Key::Space), i.key_released(Key::Space), i.modifiers.is_none()));
    let focused_elsewhere = state.focus == Focus::None && ui.memory(|memory| memory.focused().is_some());
    if pressed && plain && !focused_elsewhere && (hit.is_some() || state.focus != Focus::None) {
        state.space_armed = true;
    }
    if !released || !std::mem::take(&mut state.space_armed) || frame.overlay.read_only || state.drag.is_some() {
        return;
    }
    let screen = match hit {
        Some((Hit::Canvas, at)) => at,
        Some(_) => return,
        None => frame.view.rect.center(),
    };
    events.push(CanvasEvent::FindAt { pos: frame.view.scene_from_screen(screen), screen });
}
