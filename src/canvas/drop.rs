//! Drops from the palette: onto an arrow, onto a port, or onto empty canvas.

use egui::{CursorIcon, DragAndDrop, Pos2, Rect, Ui, vec2};

use super::event::{CanvasEvent, PaletteDrag};
use super::frame::Frame;
use super::hit::Hit;
use super::paint::Looks;
use super::scene::{CARD_WIDTH, HEADER_HEIGHT, PortState, card_size};
use super::snap::snap;

/// Shows where the card would go, and sends an event when the button is released.
pub(super) fn handle(
    ui: &Ui,
    frame: &Frame<'_>,
    hit: Hit,
    screen: Pos2,
    payload: &PaletteDrag,
    looks: &mut Looks,
    events: &mut Vec<CanvasEvent>,
) {
    let payload = payload.0.clone();
    let event = match hit {
        Hit::Wire(at) | Hit::WireEnd(at) => {
            looks.hovered_wire = Some(at);
            let wire = frame.index.wires().get(at);
            let from = wire.and_then(|wire| Some((frame.card(wire.from)?, wire.port)));
            let port = from.and_then(|(card, port)| Some((card.id, card.ports.get(port)?.key.clone())));
            port.map(|(from, port)| CanvasEvent::DropOnWire { payload, from, port })
        }
        Hit::Port(place, port) => on_port(frame, place, port, payload, looks),
        Hit::Card(place) => {
            // Anywhere on a card means after that card, as long as it has an open port.
            let open = frame.card(place).and_then(|card| card.ports.iter().position(|p| p.state == PortState::Open));
            open.and_then(|port| on_port(frame, place, port, payload, looks))
        }
        Hit::Canvas => {
            let corner = frame.view.scene_from_screen(screen) - vec2(CARD_WIDTH / 2.0, HEADER_HEIGHT / 2.0);
            let (pos, _) = snap(frame.index, Rect::from_min_size(corner, card_size(1)), |_| false, frame.view.zoom);
            looks.ghost = Some(pos);
            Some(CanvasEvent::DropOnEmpty { payload, pos })
        }
    };
    if event.is_none() {
        ui.ctx().set_cursor_icon(CursorIcon::NoDrop);
    }
    if ui.input(|i| i.pointer.any_released()) {
        DragAndDrop::clear_payload(ui.ctx());
        looks.ghost = None;
        events.extend(event);
    }
}

fn on_port(frame: &Frame<'_>, place: usize, port: usize, payload: String, looks: &mut Looks) -> Option<CanvasEvent> {
    let card = frame.card(place)?;
    let key = card.ports.get(port)?.key.clone();
    looks.hovered_port = Some((place, port));
    looks.target_card = Some(place);
    Some(CanvasEvent::DropOnPort { payload, from: card.id, port: key })
}
