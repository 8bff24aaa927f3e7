//! Accessibility and keyboard focus: the cards and ports in view are egui widgets with names and ids of their own, for the keyboard, screen
//! readers and tests. Ids are made from the card id and the branch key, never from the order. A card out of view has no widget unless it has
//! the focus.

use std::sync::Arc;

use egui::{EventFilter, Id, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo};

use super::annotation::title_area;
use super::event::PortMark;
use super::frame::Frame;
use super::hit::port_radius;
use super::lod::{Lod, PORT_NAMES_FROM};
use super::pointer::Gesture;
use super::scene::{AnnotationKind, Card, CardId, PortState, Standing, port_pos};
use super::state::{CanvasState, Focus, Pending};

/// With more cards than this in view, they get no widgets of their own, whatever the zoom.
const MOST_WIDGETS: usize = 600;

/// The id of the widget of a card.
pub(super) fn card_id(canvas: Id, card: CardId) -> Id {
    canvas.with(("card", card))
}

/// The id of the widget of a port.
pub(super) fn port_id(canvas: Id, card: CardId, port: &Arc<str>) -> Id {
    canvas.with(("port", card, port))
}

/// What is under the pointer, with its index and its response.
#[derive(Debug, Default)]
pub(super) struct Hovered {
    pub card: Option<(usize, Response)>,
    pub annotation: Option<(usize, Response)>,
}

/// Adds widgets for the cards, ports, notes and frames in view. Returns what is under the pointer.
pub(super) fn widgets(ui: &Ui, canvas: Id, frame: &Frame<'_>, state: &CanvasState, gesture: &mut Gesture) -> Hovered {
    if frame.lod == Lod::Boxes {
        return Hovered::default();
    }
    let focused = state.focused_card();
    let annotation = annotations(ui, canvas, frame, focused, gesture);
    let out_of_view = focused.and_then(|id| frame.index.place(id)).filter(|place| !frame.visible.contains(place));
    let mut hovered = None;
    for place in frame.visible.iter().take(MOST_WIDGETS).copied().chain(out_of_view) {
        let Some(card) = frame.card(place) else {
            continue;
        };
        let scene_rect = frame.rect(place);
        let rect = frame.view.screen_rect(scene_rect);
        let response = ui.interact(rect, card_id(canvas, card.id), Sense::click_and_drag());
        gesture.add(&response, Focus::Card(card.id));
        let selected = frame.overlay.selection.contains(&card.id);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, card.accessible_name()));
        if !card.summary.is_empty() {
            ui.ctx().accesskit_node_builder(response.id, |node| {
                node.set_description(card.summary.as_str());
            });
        }
        if response.hovered() {
            hovered = Some((place, response));
        }
        if frame.view.zoom >= PORT_NAMES_FROM || selected || focused == Some(card.id) {
            ports(ui, canvas, frame, place, card, scene_rect, gesture);
        }
    }
    Hovered { card: hovered, annotation }
}

/// Adds widgets for the notes and frames in view. That of a frame is its title, so that a click on it is a click on the frame.
/// Returns the one under the pointer.
fn annotations(
    ui: &Ui,
    canvas: Id,
    frame: &Frame<'_>,
    focused: Option<CardId>,
    gesture: &mut Gesture,
) -> Option<(usize, Response)> {
    let mut hovered = None;
    for kind in [AnnotationKind::Frame, AnnotationKind::Note] {
        for (place, annotation, rect) in frame.annotations_in_view(kind, focused).take(MOST_WIDGETS) {
            let area = if kind == AnnotationKind::Frame { title_area(rect, frame.view.zoom) } else { rect };
            let id = card_id(canvas, annotation.id);
            let response = ui.interact(frame.view.screen_rect(area), id, Sense::click_and_drag());
            gesture.add(&response, Focus::Card(annotation.id));
            let selected = frame.overlay.selection.contains(&annotation.id);
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, annotation.accessible_name()));
            if response.hovered() {
                hovered = Some((place, response));
            }
        }
    }
    hovered
}

fn ports(ui: &Ui, canvas: Id, frame: &Frame<'_>, place: usize, card: &Card, scene_rect: Rect, gesture: &mut Gesture) {
    let side = Vec2::splat(2.0 * port_radius(frame.view.zoom));
    // Ports that are not drawn have names and can be focused, but not clicked.
    let sense = if frame.has_ports() { Sense::click_and_drag() } else { Sense::focusable_noninteractive() };
    for (at, port) in card.ports.iter().enumerate() {
        let centre = frame.view.screen_from_scene(port_pos(scene_rect, at));
        let response = ui.interact(Rect::from_center_size(centre, side), port_id(canvas, card.id, &port.key), sense);
        gesture.add(&response, Focus::Port(card.id, port.key.clone()));
        response.widget_info(|| {
            let label = format!("Branch {} of {}", port.label, card.title);
            WidgetInfo::labeled(Role::Button, true, label)
        });
        ui.ctx().accesskit_node_builder(response.id, |node| {
            let stops = if frame.overlay.stops.contains(&(card.id, at)) { ", with a breakpoint" } else { "" };
            let passed = match frame.overlay.port_marks.get(&(card.id, at)) {
                None => "",
                Some(PortMark::Passed) => ", passed by test calls",
                Some(PortMark::Missing) => ", passed by no test call",
                Some(PortMark::Open) => ", taken at the moment shown",
                Some(PortMark::Closed) => ", not taken at the moment shown",
            };
            node.set_description(format!("{}{stops}{passed}", target_words(frame, place, at, port.state)));
        });
    }
}

/// Describes where a port leads, and in a comparison also where it led before.
fn target_words(frame: &Frame<'_>, place: usize, port: usize, state: PortState) -> String {
    let wires = frame.index.leaving(place).filter(|wire| wire.port == port);
    let ways = wires.filter_map(|wire| {
        let title = &frame.card(wire.to)?.title;
        Some(match wire.standing {
            Standing::Added => format!("now goes to {title}"),
            Standing::Removed => format!("no longer goes to {title}"),
            _ => format!("goes to {title}"),
        })
    });
    let ways: Vec<String> = ways.collect();
    if ways.is_empty() { state.words().to_owned() } else { ways.join(", ") }
}

/// Tracks the keyboard focus. While the canvas has the focus, arrow keys and Escape belong to it.
pub(super) fn focus(ui: &Ui, canvas: Id, lod: Lod, gesture: &Gesture, state: &mut CanvasState) {
    if ui.input(|i| i.pointer.any_pressed()) {
        state.shows_focus = false;
    } else if ui.input(|i| i.key_pressed(egui::Key::Tab)) {
        state.shows_focus = true;
    }
    let before = state.focus.clone();
    state.focus = gesture.focus.clone();
    let mut wanted = state.wants_focus.take().or_else(|| gesture.wants_focus.clone());
    if lod == Lod::Boxes {
        // Cards have no widgets at this zoom, so the canvas takes the focus instead.
        let orphaned = focus_id(canvas, &before).is_some_and(|id| ui.memory(|memory| memory.has_focus(id)));
        if wanted.is_some() || (orphaned && before != Focus::Canvas) {
            wanted = Some(Focus::Canvas);
        }
    }
    if let Some(wanted) = wanted {
        state.focus = wanted;
        if let Some(id) = focus_id(canvas, &state.focus) {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
    }
    if state.shows_focus
        && state.focus != before
        && let Some(card) = state.focused_card()
    {
        // Tab reaches cards at the edge of the view, which then scroll into view.
        state.pending = state.pending.or(Some(Pending::Reveal(card)));
        ui.ctx().request_repaint();
    }
    if let Some(id) = focus_id(canvas, &state.focus) {
        let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    }
}

/// The id of the focused widget.
pub(super) fn focus_id(canvas: Id, focus: &Focus) -> Option<Id> {
    match focus {
        Focus::None => None,
        Focus::Canvas => Some(canvas),
        Focus::Card(card) => Some(card_id(canvas, *card)),
        Focus::Port(card, port) => Some(port_id(canvas, *card, port)),
    }
}
