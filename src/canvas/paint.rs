//! Paints a frame: background, wires, cards, and the gesture under way. Only items in view get here.

use std::collections::{BTreeSet, HashMap};

use egui::epaint::RectShape;
use egui::{Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2};

use super::frame::Frame;
use super::heat;
use super::lod::{Lod, TEXT_FROM};
use super::looks::Looks;
use super::mesh::add_box;
use super::paint_annotation::{self, AnnotationLook};
use super::paint_card::{self, CardLook};
use super::paint_ends;
use super::paint_region;
use super::paint_small::{Small, looks_like_most};
use super::paint_wire::{self, add_head, line_shapes};
use super::scene::{AnnotationKind, CARD_RADIUS, WireKind, card_size, port_pos};
use super::state::{Drag, Focus, WireLine};
use super::text::TextCache;
use super::wire::curve;

const DOTS: f32 = 24.0;
/// Below this distance in screen points, dots are thinned out.
const DOTS_APART: f32 = 16.0;

/// Paints everything but the minimap.
pub(super) fn paint(
    frame: &Frame<'_>,
    painter: &Painter,
    lines: &HashMap<usize, WireLine>,
    texts: &mut TextCache,
    drag: Option<&Drag>,
    looks: &Looks,
) {
    painter.rect_filled(frame.view.rect, 0, frame.style.background);
    painter.add(Shape::mesh(dots(frame, painter.pixels_per_point())));

    let mut shapes = Vec::with_capacity(frame.visible.len() * 16 + frame.wires.len() * 4);
    let cut =
        match drag {
            Some(Drag::Wire { from, port, moves_end: true, .. }) => frame.index.place(*from).and_then(|place| {
                frame.wires.iter().copied().find(|at| {
                    frame.index.wires().get(*at).is_some_and(|wire| wire.from == place && wire.port == *port)
                })
            }),
            _ => None,
        };
    paint_region::grounds(frame, &mut shapes);
    paint_annotations(frame, painter, AnnotationKind::Frame, texts, looks, &mut shapes);
    paint_wire::paint(frame, painter, lines, looks, cut, &mut shapes);
    paint_annotations(frame, painter, AnnotationKind::Note, texts, looks, &mut shapes);
    if frame.lod == Lod::Boxes {
        shapes.push(Shape::mesh(boxes(frame)));
    } else {
        paint_cards(frame, painter, texts, looks, &mut shapes);
    }
    heat::figures(frame, painter, &mut shapes);
    paint_region::names(frame, painter, &mut shapes);
    if drag.is_none() {
        paint_ends::paint(frame, &paint_ends::names(frame, painter, looks.hovered_wire), &mut shapes);
    }
    if let Some(drag) = drag {
        paint_drag(frame, drag, looks, &mut shapes);
    }
    if let Some(ghost) = looks.ghost {
        paint_ghost(frame, ghost, &mut shapes);
    }
    if looks.focus == Focus::Canvas {
        let edge = Stroke::new(1.0, frame.style.accent.gamma_multiply(0.6));
        shapes.push(Shape::rect_stroke(frame.view.rect.shrink(1.0), 2, edge, StrokeKind::Inside));
    }
    painter.extend(shapes);
}

fn paint_cards(frame: &Frame<'_>, painter: &Painter, texts: &mut TextCache, looks: &Looks, shapes: &mut Vec<Shape>) {
    let zoom = frame.view.zoom;
    let is_small = zoom < TEXT_FROM;
    let mut small = Small::new(painter, if is_small { frame.visible.len() * BOXES * 4 } else { 0 });
    let mut others = Vec::new();
    for place in frame.visible.iter().copied() {
        let Some(card) = frame.card(place) else { continue };
        let look = look_of(frame, place, card, looks);
        if is_small && looks_like_most(frame, card, look) {
            small.card(frame, place, card);
            continue;
        }
        let text = (!is_small).then(|| texts.card(painter, frame.style, place, card, zoom));
        paint_card::paint(frame, place, text.as_deref(), look, &mut others);
    }
    shapes.push(small.into_shape());
    shapes.append(&mut others);
}

fn paint_annotations(
    frame: &Frame<'_>,
    painter: &Painter,
    kind: AnnotationKind,
    texts: &mut TextCache,
    looks: &Looks,
    shapes: &mut Vec<Shape>,
) {
    for (place, annotation, rect) in frame.annotations_in_view(kind, None) {
        let text = texts.annotation(painter, frame.style, (place, annotation, rect), frame.view.zoom);
        let look = AnnotationLook {
            hovered: looks.hovered_annotation == Some(place),
            is_target: looks.boxed.is_some_and(|area| annotation.is_boxed(area)),
            focused: looks.focus == Focus::Card(annotation.id),
        };
        paint_annotation::paint(frame, annotation, rect, &text, look, shapes);
    }
}

fn look_of(frame: &Frame<'_>, place: usize, card: &super::scene::Card, looks: &Looks) -> CardLook {
    let focused_port = match &looks.focus {
        Focus::Port(id, key) if *id == card.id => card.ports.iter().position(|port| port.key == *key),
        _ => None,
    };
    CardLook {
        hovered: looks.hovered_card == Some(place),
        is_target: looks.target_card == Some(place)
            || looks.boxed.is_some_and(|area| area.intersects(frame.rect(place))),
        focused: looks.focus == Focus::Card(card.id),
        port: looks.hovered_port.filter(|(card, _)| *card == place).map(|(_, port)| port).or(focused_port),
    }
}

/// The boxes of a small card.
const BOXES: usize = 3;

/// The dots of the grid.
fn dots(frame: &Frame<'_>, pixels_per_point: f32) -> Mesh {
    let mut mesh = Mesh::default();
    let view = frame.view;
    let mut step = DOTS;
    while step * view.zoom < DOTS_APART {
        step *= 2.0;
    }
    let pixel = 1.0 / pixels_per_point;
    let side = (1.4 * pixels_per_point).round().max(1.0) * pixel;
    let first = pos2((view.origin.x / step).floor() * step, (view.origin.y / step).floor() * step);
    let start = view.screen_from_scene(first);
    let step = step * view.zoom;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "dots on a screen")]
    let count = |length: f32| (length / step) as u16 + 2;
    let snapped = |v: f32| (v / pixel).round() * pixel;
    for column in 0..count(view.rect.width()) {
        let x = snapped(start.x + f32::from(column) * step);
        for row in 0..count(view.rect.height()) {
            let at = pos2(x, snapped(start.y + f32::from(row) * step));
            add_box(&mut mesh, Rect::from_min_size(at, Vec2::splat(side)), frame.style.dot);
        }
    }
    mesh
}

/// All cards as plain boxes in one mesh.
fn boxes(frame: &Frame<'_>) -> Mesh {
    let mut mesh = Mesh::default();
    mesh.reserve_vertices(frame.visible.len() * 4);
    mesh.reserve_triangles(frame.visible.len() * 2);
    let overlay = frame.overlay;
    let marked = |set: &BTreeSet<u64>, id: u64| !set.is_empty() && set.contains(&id);
    for place in frame.visible.iter().copied() {
        let Some(card) = frame.card(place) else {
            continue;
        };
        let rect = frame.view.screen_rect(frame.rect(place));
        let color = if overlay.current == Some(card.id) || marked(overlay.selection, card.id) {
            frame.style.accent
        } else if marked(overlay.path_cards, card.id) {
            frame.style.accent.lerp_to_gamma(frame.style.card, 0.4)
        } else if let Some(color) = frame.style.of(card.standing) {
            color
        } else if card.unknown || frame.is_dimmed(card) {
            frame.style.line
        } else {
            card.hue.lerp_to_gamma(frame.style.line, 0.45)
        };
        add_box(&mut mesh, rect, color);
    }
    mesh
}

fn paint_drag(frame: &Frame<'_>, drag: &Drag, looks: &Looks, shapes: &mut Vec<Shape>) {
    let accent = frame.style.accent;
    match drag {
        Drag::Box { origin, .. } => {
            let Some(pointer) = looks.pointer else { return };
            let area = frame.view.screen_rect(Rect::from_two_pos(*origin, pointer));
            let edge = Stroke::new(1.0, accent);
            shapes.push(RectShape::new(area, 2, accent.gamma_multiply(0.1), edge, StrokeKind::Inside).into());
        }
        Drag::Cards { guides, .. } => {
            for guide in guides {
                let ends = guide.map(|end| frame.view.screen_from_scene(end));
                shapes.push(Shape::line_segment(ends, Stroke::new(1.0, accent.gamma_multiply(0.7))));
            }
        }
        Drag::Wire { from, port, .. } => {
            let (Some(place), Some(pointer)) = (frame.index.place(*from), looks.pointer) else {
                return;
            };
            let start = port_pos(frame.rect(place), *port);
            let end = looks.target_card.map_or(pointer, |to| super::scene::entry_pos(frame.rect(to)));
            let line = curve(start, end).iter().map(|p| frame.view.screen_from_scene(*p)).collect();
            line_shapes(frame, line, WireKind::Tree, Stroke::new(2.0, accent), shapes);
            let zoom = frame.view.zoom.max(0.6);
            add_head(frame.view.screen_from_scene(end), zoom * 1.2, accent, shapes);
            shapes.push(Shape::circle_filled(frame.view.screen_from_scene(start), 5.0 * zoom, accent));
        }
        Drag::Pan | Drag::Held | Drag::Minimap | Drag::Resize { .. } => {}
    }
}

fn paint_ghost(frame: &Frame<'_>, (corner, ports): (Pos2, usize), shapes: &mut Vec<Shape>) {
    let zoom = frame.view.zoom;
    let rect = frame.view.screen_rect(Rect::from_min_size(corner, card_size(ports)));
    let accent = frame.style.accent;
    // The card that gives its place shines through.
    shapes.push(Shape::rect_filled(rect, CARD_RADIUS * zoom, frame.style.background.gamma_multiply(0.6)));
    shapes.push(Shape::rect_filled(rect, CARD_RADIUS * zoom, accent.gamma_multiply(0.16)));
    let edge = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    let edge = super::wire::rounded(&edge, CARD_RADIUS * zoom);
    super::wire::each_dash(&edge, 6.0, 4.0, rect.expand(2.0), |a, b| {
        shapes.push(Shape::line_segment([a, b], Stroke::new(1.5, accent)));
    });
    let stripe = Rect::from_min_size(rect.min + vec2(0.0, 8.0) * zoom, vec2(4.0, 30.0) * zoom);
    shapes.push(Shape::rect_filled(stripe, 2.0 * zoom, accent));
}
