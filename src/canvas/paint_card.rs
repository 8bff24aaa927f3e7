//! Paints one card: shadow, background, stripe, text, ports and marks. The text has been laid out already.

use egui::epaint::{RectShape, TextShape};
use egui::{Color32, Galley, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};
use std::sync::Arc;

use super::frame::Frame;
use super::lod::{Lod, TEXT_FROM};
use super::paint_mark::{paint_corner_mark, paint_mark, paint_port_mark, paint_sign, paint_stop};
use super::scene::{CARD_RADIUS, Card, HEADER_HEIGHT, PortState, ROW_HEIGHT, Standing, WireKind, port_pos};
use super::text::{CardText, ICON_ROOM, NARROW_PAD, PAD_LEFT, PAD_RIGHT};

const TITLE_CENTRE: f32 = 16.0;
const SUMMARY_CENTRE: f32 = 32.0;
/// The width of the stripe in the colour of the group, in scene units.
pub const STRIPE_WIDTH: f32 = 4.0;
/// How far an icon begins left of the text below it: its glyph has a margin.
const ICON_OUT: f32 = 1.5;
/// How far an icon is moved down, in heights of its line.
const ICON_DROP: f32 = 0.07;
/// How much of the colour of its group a card has where only titles are drawn.
const TINT: f32 = 0.22;
const PORT_RADIUS: f32 = 4.5;
const STOP_RADIUS: f32 = 6.0;
const STOP_OFFSET: f32 = 16.0;

/// The state of a card in this frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CardLook {
    /// Whether the pointer is on the card.
    pub hovered: bool,
    /// Whether a wire or another item would be dropped on the card.
    pub is_target: bool,
    /// Whether the card shows the keyboard focus.
    pub focused: bool,
    /// The port under the pointer, or a drop target, or with the focus.
    pub port: Option<usize>,
}

/// Adds the shapes of a card.
pub fn paint(frame: &Frame<'_>, place: usize, text: Option<&CardText>, look: CardLook, shapes: &mut Vec<Shape>) {
    let Some(card) = frame.card(place) else {
        return;
    };
    let scene_rect = frame.rect(place);
    let rect = frame.view.screen_rect(scene_rect);
    let zoom = frame.view.zoom;
    let tone = Tone::of(frame, card);

    paint_ground(frame, card, rect, look, tone, shapes);
    let stripe_height = if frame.lod == Lod::Full { HEADER_HEIGHT - 16.0 } else { rect.height() / zoom - 16.0 };
    let stripe = Rect::from_min_size(rect.min + vec2(0.0, 8.0) * zoom, vec2(STRIPE_WIDTH, stripe_height) * zoom);
    let hue = if card.unknown { frame.style.weak } else { card.hue };
    shapes.push(RectShape::filled(stripe, rounding(2.0 * zoom), tone.apply(hue)).into());

    if frame.lod != Lod::Full {
        let Some(text) = text else { return badge(frame, card, rect, shapes) };
        let at = pos2(rect.left() + STRIPE_WIDTH * zoom + NARROW_PAD, rect.center().y);
        let at = at + vec2(put_icon(frame, card, text, at, tone, shapes), 0.0);
        put(&text.title, at, 0.0, tone.apply(frame.style.text), shapes);
        strike(frame, card, &text.title, at, shapes);
        if frame.has_ports() {
            paint_ports(frame, place, card, scene_rect, look, tone, shapes);
            paint_stops(frame, card, scene_rect, tone, shapes);
        }
        if let Some(mark) = card.worst_mark() {
            paint_corner_mark(frame.style, mark, rect, |color| tone.apply(color), shapes);
        }
        badge(frame, card, rect, shapes);
        return;
    }
    let Some(text) = text else { return };
    let title_color = if card.unknown { frame.style.weak } else { frame.style.text };
    let left = rect.left() + PAD_LEFT * zoom;
    let at = pos2(left, rect.top() + TITLE_CENTRE * zoom);
    let icon_width = put_icon(frame, card, text, at - vec2(ICON_OUT * zoom, 0.0), tone, shapes);
    let at = at + vec2(if icon_width > 0.0 { ICON_ROOM * zoom } else { 0.0 }, 0.0);
    put(&text.title, at, 0.0, tone.apply(title_color), shapes);
    strike(frame, card, &text.title, at, shapes);
    if let Some(summary) = &text.summary {
        put(summary, pos2(left, rect.top() + SUMMARY_CENTRE * zoom), 0.0, tone.apply(frame.style.weak), shapes);
    }
    for (mark, place) in card.marks.iter().zip(&text.marks) {
        paint_mark(frame.style, &mark.kind, place, rect.min, zoom, |color| tone.apply(color), shapes);
    }
    let row = rect.top() + (HEADER_HEIGHT + ROW_HEIGHT / 2.0) * zoom;
    for (port, label) in text.labels.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a card has few ports")]
        let y = row + port as f32 * ROW_HEIGHT * zoom;
        let is_weak = |state| matches!(state, PortState::EndsHere | PortState::Quiet);
        let color = if card.ports.get(port).is_some_and(|port| is_weak(port.state)) {
            frame.style.weak
        } else {
            frame.style.text
        };
        let color = if frame.is_closed(card, port) { color.lerp_to_gamma(frame.style.card, 0.5) } else { color };
        put(label, pos2(rect.right() - PAD_RIGHT * zoom, y), 1.0, tone.apply(color), shapes);
    }
    paint_ports(frame, place, card, scene_rect, look, tone, shapes);
    paint_stops(frame, card, scene_rect, tone, shapes);
    badge(frame, card, rect, shapes);
}

/// The colours of a card that may be dimmed.
#[derive(Clone, Copy)]
pub struct Tone {
    ground: Color32,
    share: f32,
}

impl Tone {
    /// The colours of a card.
    #[must_use]
    pub fn of(frame: &Frame<'_>, card: &Card) -> Self {
        Self { ground: frame.style.background, share: frame.dimming(card) }
    }

    fn is_full(self) -> bool {
        self.share <= 0.0
    }

    /// A colour as it is drawn.
    #[must_use]
    pub fn apply(self, color: Color32) -> Color32 {
        if self.is_full() { color } else { color.lerp_to_gamma(self.ground, self.share) }
    }
}

/// Strikes out the title of a removed card.
fn strike(frame: &Frame<'_>, card: &Card, title: &Galley, at: Pos2, shapes: &mut Vec<Shape>) {
    if card.standing == Standing::Removed {
        let ends = [at, at + vec2(title.size().x, 0.0)];
        shapes.push(Shape::line_segment(ends, Stroke::new(1.2 * frame.view.zoom.max(0.6), frame.style.error)));
    }
}

/// Paints the sign of a standing on the corner of a card, where it is visible at every zoom.
fn badge(frame: &Frame<'_>, card: &Card, rect: Rect, shapes: &mut Vec<Shape>) {
    let radius = (8.0 * frame.view.zoom).max(5.0).min(rect.height() / 2.0);
    paint_sign(frame.style, card.standing, rect.left_top() - vec2(0.3, 0.3) * radius, radius, shapes);
}

/// The colour of a card that nothing makes stand out. Where only titles are drawn, the colour of the group tells cards apart.
#[must_use]
pub fn fill_of(frame: &Frame<'_>, card: &Card) -> Color32 {
    let style = frame.style;
    match (card.unknown, frame.lod) {
        (true, _) => style.card_unknown,
        (false, Lod::Full) => style.card,
        (false, _) => style.card.lerp_to_gamma(card.hue, TINT),
    }
}

fn paint_ground(frame: &Frame<'_>, card: &Card, rect: Rect, look: CardLook, tone: Tone, shapes: &mut Vec<Shape>) {
    let (style, overlay, zoom) = (frame.style, frame.overlay, frame.view.zoom);
    let radius = if zoom < TEXT_FROM { 0.0 } else { CARD_RADIUS * zoom };
    let is_current = overlay.current == Some(card.id);
    let is_selected = overlay.selection.contains(&card.id);
    if frame.lod == Lod::Full && tone.is_full() {
        let shadow = RectShape::filled(rect.translate(vec2(0.0, 2.0 * zoom)), rounding(radius), style.shadow);
        shapes.push(shadow.with_blur_width(10.0 * zoom).into());
    }
    if is_current {
        let glow = rect.expand(3.5 * zoom.max(0.4));
        let color = style.accent.gamma_multiply(0.28);
        shapes.push(RectShape::filled(glow, rounding(radius + 3.5 * zoom), color).into());
    }
    let scale = zoom.clamp(0.7, 1.6);
    let own = style.of(card.standing);
    let edge = if is_current || look.is_target {
        Stroke::new(2.0 * scale, style.accent)
    } else if is_selected {
        Stroke::new(1.6 * scale, style.accent)
    } else if let Some(color) = own {
        Stroke::new(if card.standing == Standing::Moved { 1.0 } else { 1.6 } * scale, color)
    } else if overlay.path_cards.contains(&card.id) {
        Stroke::new(1.2 * scale, style.accent.lerp_to_gamma(style.card, 0.35))
    } else if look.hovered {
        Stroke::new(1.0 * scale, style.line_hovered)
    } else {
        Stroke::new(1.0 * scale, style.line)
    };
    let fill = fill_of(frame, card);
    let tint = if look.is_target {
        0.14
    } else if is_selected {
        0.07
    } else {
        0.0
    };
    let fill = match own.filter(|_| card.standing != Standing::Moved && tint == 0.0) {
        Some(color) => fill.lerp_to_gamma(color, 0.06),
        None => fill.lerp_to_gamma(style.accent, tint),
    };
    let edge = Stroke::new(edge.width, if own.is_some() { edge.color } else { tone.apply(edge.color) });
    shapes.push(RectShape::new(rect, rounding(radius), tone.apply(fill), edge, StrokeKind::Inside).into());
    if look.focused {
        let ring = rect.expand(4.0);
        shapes.push(
            RectShape::stroke(ring, rounding(radius + 4.0), Stroke::new(1.5, style.text), StrokeKind::Middle).into(),
        );
    }
}

fn paint_ports(
    frame: &Frame<'_>,
    place: usize,
    card: &Card,
    scene_rect: Rect,
    look: CardLook,
    tone: Tone,
    shapes: &mut Vec<Shape>,
) {
    let (style, zoom) = (frame.style, frame.view.zoom);
    for (at, port) in card.ports.iter().enumerate() {
        let centre = frame.view.screen_from_scene(port_pos(scene_rect, at));
        let on_path = frame.overlay.path_wires.contains(&(card.id, at));
        let is_link = || frame.index.leaving(place).any(|wire| wire.port == at && wire.kind == WireKind::Link);
        let ring = if on_path {
            style.accent
        } else if port.state == PortState::Linked && is_link() {
            style.link
        } else {
            style.wire
        };
        let near = look.port == Some(at);
        let ring = if near { style.accent } else { tone.apply(ring) };
        if near {
            shapes.push(Shape::circle_filled(centre, (PORT_RADIUS + 4.0) * zoom, style.accent.gamma_multiply(0.25)));
        }
        if let Some(mark) = frame.overlay.port_marks.get(&(card.id, at)).filter(|_| !on_path) {
            paint_port_mark(style, *mark, centre, zoom, |color| tone.apply(color), shapes);
            continue;
        }
        if port.state == PortState::EndsHere && !on_path {
            let bar = Rect::from_center_size(centre, vec2(4.0, 11.0) * zoom);
            shapes.push(RectShape::filled(bar, rounding(1.5 * zoom), ring).into());
            continue;
        }
        let fill = if on_path || port.state == PortState::Linked { ring } else { tone.apply(style.background) };
        let radius = if on_path { PORT_RADIUS + 0.8 } else { PORT_RADIUS } * zoom;
        if fill == ring {
            // A ring in the colour of the card separates the dot from the edge.
            shapes.push(Shape::circle_filled(centre, radius + 1.2 * zoom, tone.apply(style.card)));
            shapes.push(Shape::circle_filled(centre, radius, ring));
        } else {
            shapes.push(Shape::circle_filled(centre, radius + 0.8 * zoom, ring));
            shapes.push(Shape::circle_filled(centre, radius - 0.8 * zoom, fill));
        }
    }
}

/// Adds the signs of breakpoints beside their ports.
fn paint_stops(frame: &Frame<'_>, card: &Card, scene_rect: Rect, tone: Tone, shapes: &mut Vec<Shape>) {
    let colors = [tone.apply(frame.style.error), tone.apply(frame.style.card)];
    for (_, port) in frame.overlay.stops.range((card.id, 0)..=(card.id, usize::MAX)) {
        let centre = frame.view.screen_from_scene(port_pos(scene_rect, *port) + vec2(STOP_OFFSET, 0.0));
        paint_stop(centre, STOP_RADIUS * frame.view.zoom, colors, shapes);
    }
}

/// Adds the icon of a card with the middle of its left edge at `at`. Returns the width that it takes.
fn put_icon(frame: &Frame<'_>, card: &Card, text: &CardText, at: Pos2, tone: Tone, shapes: &mut Vec<Shape>) -> f32 {
    let Some(icon) = &text.icon else { return 0.0 };
    // The glyphs of icons are a little above the middle of their line.
    let at = at + vec2(0.0, icon.size().y * ICON_DROP);
    put(icon, at, 0.0, tone.apply(card.hue.lerp_to_gamma(frame.style.text, frame.style.icon_ink)), shapes);
    icon.size().x + NARROW_PAD
}

/// Adds text whose vertical centre is at `at`; `align` 0 puts its left edge there, 1 its right edge.
fn put(galley: &Arc<Galley>, at: Pos2, align: f32, color: Color32, shapes: &mut Vec<Shape>) {
    let size = galley.size();
    let pos = at - vec2(size.x * align, size.y / 2.0);
    shapes.push(TextShape::new(pos, Arc::clone(galley), color).into());
}

fn rounding(radius: f32) -> egui::CornerRadius {
    egui::CornerRadius::from(radius.clamp(0.0, 64.0))
}
