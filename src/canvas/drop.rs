//! What is carried over the canvas: an item of a palette, or a card without arrows. Over an arrow, a port or a card it is inserted there, and
//! the application says where its card goes, or that it is refused.

use egui::{CursorIcon, DragAndDrop, Pos2, Rect, Ui, vec2};

use super::event::{CanvasEvent, Carried, PaletteDrag, Target};
use super::frame::Frame;
use super::hit::{Hit, target};
use super::looks::Looks;
use super::scene::{CARD_WIDTH, HEADER_HEIGHT, card_size};
use super::snap::snap;
use super::state::{CanvasState, Drag};

/// Shows where the item of a palette would go, and sends an event when the button is released.
pub(super) fn handle(
    ui: &Ui,
    frame: &Frame<'_>,
    (hit, screen): (Hit, Pos2),
    payload: &PaletteDrag,
    state: &mut CanvasState,
    looks: &mut Looks,
    events: &mut Vec<CanvasEvent>,
) {
    let payload = payload.0.clone();
    let carried = Carried::Palette(payload.clone());
    let target = target(frame, hit);
    show(ui, frame, hit, &carried, looks);
    state.carried = Some((carried.clone(), target.clone()));
    let event = if target == Target::Canvas {
        let corner = frame.view.scene_from_screen(screen) - vec2(CARD_WIDTH / 2.0, HEADER_HEIGHT / 2.0);
        let (pos, _) = snap(frame.index, Rect::from_min_size(corner, card_size(1)), |_| false, frame.view.zoom);
        looks.ghost = Some((pos, 1)).filter(|_| !looks.is_refused);
        CanvasEvent::DropOnEmpty { payload, pos }
    } else {
        CanvasEvent::Drop { carried, target, screen }
    };
    if ui.input(|i| i.pointer.any_released()) {
        DragAndDrop::clear_payload(ui.ctx());
        looks.ghost = None;
        state.carried = None;
        events.extend(Some(event).filter(|_| !looks.is_refused));
    }
}

/// Notes over which card, port or arrow a card without arrows is dragged, and shows where it would go.
pub(super) fn carry_card(ui: &Ui, frame: &Frame<'_>, hit: Hit, state: &mut CanvasState, looks: &mut Looks) {
    let Some(Drag::Cards { grabbed, cards, delta, .. }) = &state.drag else { return };
    let is_alone =
        |place: usize| frame.index.leaving_places(place).is_empty() && frame.index.entering_places(place).is_empty();
    let is_loose = cards.len() == 1 && frame.index.place(*grabbed).is_some_and(is_alone);
    if !is_loose || delta.length() == 0.0 || hit == Hit::Canvas {
        return;
    }
    let carried = Carried::Card(*grabbed);
    show(ui, frame, hit, &carried, looks);
    state.carried = Some((carried, target(frame, hit)));
}

/// Shows what a release over a target does: the arrow or the card that is met and the card that would be inserted, or that it is refused.
pub(super) fn show(ui: &Ui, frame: &Frame<'_>, hit: Hit, carried: &Carried, looks: &mut Looks) {
    let target = target(frame, hit);
    let landing = frame.overlay.landing.filter(|landing| landing.carried == *carried && landing.target == target);
    looks.is_refused = frame.overlay.read_only || landing.is_some_and(|landing| landing.is_refused);
    if looks.is_refused {
        ui.ctx().set_cursor_icon(CursorIcon::NotAllowed);
        return;
    }
    looks.ghost = landing.and_then(|landing| landing.ghost);
    match hit {
        Hit::Canvas | Hit::Annotation(..) => {}
        Hit::Card(place) => looks.target_card = Some(place),
        Hit::Port(place, port) => {
            looks.hovered_port = Some((place, port));
            looks.target_card = Some(place);
        }
        Hit::Wire(at) | Hit::WireEnd(at) => looks.hovered_wire = Some(at),
    }
}
