//! The canvas widget: takes the space it gets, handles input, paints, and returns the user's actions. Cards and ports in view are widgets of
//! their own for the keyboard, screen readers and tests; none of them has a `Ui`.

use egui::{Id, Painter, Pos2, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo};

use super::access::{self, Hovered};
use super::cull;
use super::event::{CanvasEvent, Overlay};
use super::frame::{Frame, Moving, Shift};
use super::gesture;
use super::glide::Glide;
use super::keys;
use super::lod::{Lod, TEXT_FROM};
use super::minimap::{Minimap, MinimapCache};
use super::paint;
use super::paint_wire;
use super::pointer::Gesture;
use super::region::{Region, regions as regions_of};
use super::scene::{CanvasScene, CardId, card_size};
use super::state::{Cache, CanvasState, Drag, Focus};
use super::style::CanvasStyle;
use super::text::{TextCache, shown, tooltip};

/// Draws the canvas into all the remaining space. Returns the user's actions, in order.
pub fn canvas_ui(
    ui: &mut Ui,
    scene: &CanvasScene,
    overlay: &Overlay<'_>,
    style: &CanvasStyle,
    state: &mut CanvasState,
) -> Vec<CanvasEvent> {
    let rect = ui.available_rect_before_wrap();
    ui.allocate_rect(rect, Sense::hover());
    let id = ui.scope_id().with("canvas");
    let mut events = Vec::new();
    if !(rect.is_finite() && rect.is_positive()) {
        return events;
    }
    state.resize(rect, ui.ctx().will_discard());
    let zoom_before = state.viewport.zoom.to_bits();
    follow_scene(ui, scene, overlay, state);
    keys::handle(ui, id, scene, overlay, state, &mut events);
    state.apply_pending(scene, overlay.selection);

    let painter = ui.painter_at(rect);
    let background = ui.interact(rect, id, Sense::click_and_drag());
    if background.contains_pointer() {
        if let Some(touch) = ui.input(egui::InputState::multi_touch) {
            // Two fingers pan and zoom; a drag that the first finger began was not intended.
            state.drag = None;
            state.viewport.pan_by(touch.translation_delta);
        }
        if state.drag.is_none() {
            wheel(ui, state);
        }
    }

    let Cache { mut index, mut text, mut minimap, mut lines, mut regions } = std::mem::take(&mut state.cache);
    let zoom = state.viewport.zoom;
    text.refresh(&painter, style, scene.revision, zoom);
    // A dragged card stays visible, though it may have left its position in the index.
    let drag = state.drag.clone();
    let glide = state.glide.clone();
    let moving = drag.as_ref().and_then(dragged).or_else(|| glide.as_ref().map(Glide::moving));
    index.lift(moving.filter(Moving::is_drag).map(|moving| moving.cards));
    let seen = state.viewport.scene_rect();
    let wires = cull::wires(&index, &lines, seen, moving);
    if Lod::at(zoom) != Lod::Boxes && !paint_wire::prepare(&index, &wires, &mut lines) {
        ui.ctx().request_repaint();
    }
    index.lift(moving.map(|moving| moving.cards));
    let visible = cull::cards(scene, &index, seen, moving);
    let known: &[Region] =
        if zoom < TEXT_FROM { regions.get_or_insert_with(|| regions_of(scene, &index)) } else { &[] };
    let mut frame = Frame {
        visible: &visible,
        wires: &wires,
        regions: known,
        moving,
        resizing: drag.as_ref().and_then(resized),
        ..Frame::of(scene, &index, overlay, style, state.viewport)
    };
    let mut gesture = Gesture::new(ui.memory(egui::Memory::focused));
    gesture.add(&background, Focus::Canvas);
    background.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, format!("Canvas, {} cards", scene.cards.len())));
    let hovered = access::widgets(ui, id, &frame, state, &mut gesture);
    let map = state.minimap.then(|| Minimap::new(&frame)).flatten().map(|map| {
        let response = ui.interact(map.rect, id.with("minimap"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "Overview"));
        (response, map)
    });

    let mut looks = gesture::handle(ui, &frame, &lines, &mut gesture, map.as_ref(), state, &mut events);
    tooltips(&frame, &mut text, &painter, &hovered, state, looks.pointer);
    access::focus(ui, id, frame.lod, &gesture, state);
    looks.focus = if state.shows_focus { state.focus.clone() } else { Focus::None };

    // The gesture may have moved the view or the cards.
    frame.view = state.viewport;
    if let Some((corner, ports)) = looks.ghost {
        let area = frame.view.screen_rect(Rect::from_min_size(corner, card_size(ports)));
        let mark = ui.interact(area, id.with("insertion mark"), Sense::hover());
        mark.widget_info(|| WidgetInfo::labeled(Role::Image, true, "The card goes here"));
    }
    let shown = gesture.finished.as_ref().or(state.drag.as_ref());
    if let Some(moving) = shown.and_then(dragged) {
        frame.moving = Some(moving);
    }
    frame.resizing = shown.and_then(resized);
    paint::paint(&frame, &painter, &lines, &mut text, shown, &looks);
    if let Some((response, map)) = &map {
        paint_minimap(&frame, id, response, map, state, &mut minimap, &painter);
    }
    state.dragged = match shown {
        Some(Drag::Cards { cards, delta, .. }) => Some((cards.clone(), *delta)),
        _ => None,
    };
    state.cache = Cache { index, text, minimap, lines, regions };
    // What was drawn before the canvas may show the former zoom.
    if !events.is_empty() || state.viewport.zoom.to_bits() != zoom_before {
        ui.ctx().request_repaint();
    }
    events
}

/// Follows a new scene: its tables, and a glide of the cards that it moves.
fn follow_scene(ui: &Ui, scene: &CanvasScene, overlay: &Overlay<'_>, state: &mut CanvasState) {
    let former = state.cache.refresh(scene);
    let by_hand = state.dragged.take();
    if let Some(former) = former {
        let by_hand = by_hand.as_ref().map(|(cards, by)| Moving { cards, shift: Shift::Drag(*by) });
        let drawn = by_hand.or_else(|| state.glide.as_ref().map(Glide::moving));
        state.glide = Glide::to(scene, &former, drawn, ui.ctx());
        if let Some(mut glide) = state.glide.take() {
            let from = state.viewport;
            state.apply_pending(scene, overlay.selection);
            glide.with_view(from, state.viewport);
            state.glide = Some(glide);
        }
    }
    // What is dragged follows the pointer at once.
    let is_taken = matches!(state.drag, Some(Drag::Cards { .. }));
    if state.glide.as_mut().is_some_and(|glide| is_taken || !glide.goes_on(&mut state.viewport, ui.ctx())) {
        state.glide = None;
    }
}

/// The cards that a gesture moves.
fn dragged(drag: &Drag) -> Option<Moving<'_>> {
    match drag {
        Drag::Cards { cards, delta, .. } => Some(Moving { cards, shift: Shift::Drag(*delta) }),
        _ => None,
    }
}

/// The note or frame that a gesture resizes.
fn resized(drag: &Drag) -> Option<(CardId, Vec2)> {
    match drag {
        Drag::Resize { id, size, .. } => Some((*id, *size)),
        _ => None,
    }
}

/// Paints the minimap, faded where it would hide a card, unless the pointer is on it.
fn paint_minimap(
    frame: &Frame<'_>,
    canvas: Id,
    response: &Response,
    map: &Minimap,
    state: &CanvasState,
    cache: &mut MinimapCache,
    painter: &Painter,
) {
    let in_use = response.hovered() || matches!(state.drag, Some(Drag::Minimap));
    let opacity = match (in_use, map.covers_a_card(frame)) {
        (true, _) => 1.0,
        (false, true) => 0.12,
        (false, false) => 0.9,
    };
    let opacity = painter.ctx().animate_value_with_time(canvas.with("minimap opacity"), opacity, 0.12);
    map.paint(frame, cache, painter, opacity);
}

/// The zoom of one notch of the wheel.
const NOTCH: f32 = 1.2;

/// Sets how far the wheel zooms; `Ctrl` with the wheel is a pinch for egui.
pub fn set_wheel_zoom(ctx: &egui::Context) {
    ctx.options_mut(|options| {
        let input = &mut options.input_options;
        input.scroll_zoom_speed = NOTCH.ln() / input.line_scroll_speed;
    });
}

fn wheel(ui: &Ui, state: &mut CanvasState) {
    let (scroll, pinch, pointer) = ui.input(|i| (i.smooth_scroll_delta(), i.zoom_delta(), i.pointer.hover_pos()));
    let about = pointer.unwrap_or_else(|| state.viewport.rect.center());
    let pinching = ui.input(|i| i.multi_touch().is_some());
    if state.wheel_zooms && !pinching {
        if scroll.y != 0.0 {
            let speed = ui.ctx().options(|options| options.input_options.scroll_zoom_speed);
            let zoom = state.viewport.zoom * (scroll.y * speed).exp();
            state.viewport.zoom_to(zoom, about);
        }
        if (pinch - 1.0).abs() > f32::EPSILON {
            state.viewport.pan_by(Vec2::new(0.0, pinch.ln() * 200.0));
        }
        return;
    }
    if (pinch - 1.0).abs() > f32::EPSILON {
        let zoom = state.viewport.zoom * pinch;
        state.viewport.zoom_to(zoom, about);
    } else if scroll != Vec2::ZERO {
        state.viewport.pan_by(scroll);
    }
}

fn tooltips(
    frame: &Frame<'_>,
    texts: &mut TextCache,
    painter: &Painter,
    hovered: &Hovered,
    state: &CanvasState,
    scene: Option<Pos2>,
) {
    let (Some(scene), None) = (scene, &state.drag) else {
        return;
    };
    if let Some((place, response)) = &hovered.annotation
        && let Some(annotation) = frame.annotation(*place)
    {
        let drawn = (*place, annotation, frame.annotation_rect(annotation));
        let text = texts.annotation(painter, frame.style, drawn, frame.view.zoom);
        if text.is_cut || text.lines.is_empty() {
            response.clone().on_hover_text_at_pointer(shown(&annotation.text));
        }
    }
    let Some((place, response)) = &hovered.card else {
        return;
    };
    let Some(card) = frame.card(*place) else {
        return;
    };
    let text = texts.card(painter, frame.style, *place, card, frame.view.zoom);
    let corner = frame.view.screen_from_scene(frame.rect(*place).min);
    let at = frame.view.screen_from_scene(scene) - corner;
    if let Some(tip) = tooltip(card, &text, at, frame.view.zoom) {
        response.clone().on_hover_text_at_pointer(tip);
    }
}
