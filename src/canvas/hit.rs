//! Hit testing: ports come before cards, items painted later before those painted earlier, then notes, wires and frames.

use std::collections::HashMap;

use egui::{Pos2, vec2};

use super::annotation::Part;
use super::event::Target;
use super::frame::Frame;
use super::lod::Lod;
use super::scene::{AnnotationKind, port_pos};
use super::state::WireLine;
use super::wire::{HEAD_LENGTH, distance_to_line};

/// The item under the pointer, by its indices in the scene.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// Empty canvas.
    Canvas,
    /// A card.
    Card(usize),
    /// A port of a card.
    Port(usize, usize),
    /// A wire, by its position in the index.
    Wire(usize),
    /// The head of a wire, which can be dragged.
    WireEnd(usize),
    /// A part of a note or a frame, by its index.
    Annotation(usize, Part),
}

/// The radius of the target area of a port, in screen points.
#[must_use]
pub fn port_radius(zoom: f32) -> f32 {
    (9.0 * zoom).max(8.0)
}

/// The distance within which a wire is hit, in screen points.
const NEAR_WIRE: f32 = 6.0;
/// The same distance while an item is dropped on a wire.
const NEAR_WIRE_FOR_DROP: f32 = 16.0;

/// The item under a screen point.
#[must_use]
pub fn hit_test(frame: &Frame<'_>, lines: &HashMap<usize, WireLine>, screen: Pos2) -> Hit {
    let scene = frame.view.scene_from_screen(screen);
    let near = NEAR_WIRE / frame.view.zoom;
    let annotation = |kind| frame.annotation_at(kind, scene).map(|(place, part)| Hit::Annotation(place, part));
    card_or_port(frame, scene, |_| true)
        .or_else(|| annotation(AnnotationKind::Note))
        .or_else(|| wire(frame, lines, scene, near))
        .or_else(|| annotation(AnnotationKind::Frame))
        .unwrap_or(Hit::Canvas)
}

/// The item under what is carried: like [`hit_test`], but wires are easier to hit, and notes, frames and the cards that are carried do not count.
#[must_use]
pub fn drop_test(frame: &Frame<'_>, lines: &HashMap<usize, WireLine>, screen: Pos2) -> Hit {
    let scene = frame.view.scene_from_screen(screen);
    let near = NEAR_WIRE_FOR_DROP / frame.view.zoom;
    let stays = |place: usize| !frame.is_dragged(place);
    card_or_port(frame, scene, stays).or_else(|| wire(frame, lines, scene, near)).unwrap_or(Hit::Canvas)
}

/// The card under a scene point, if any.
#[must_use]
pub fn card_at(frame: &Frame<'_>, scene: Pos2) -> Option<usize> {
    frame.visible.iter().rev().copied().find(|place| frame.rect(*place).contains(scene))
}

fn card_or_port(frame: &Frame<'_>, scene: Pos2, counts: impl Fn(usize) -> bool) -> Option<Hit> {
    let radius = port_radius(frame.view.zoom) / frame.view.zoom;
    for place in frame.visible.iter().rev().copied().filter(|place| counts(*place)) {
        let rect = frame.rect(place);
        if frame.has_ports() && rect.expand(radius).contains(scene) {
            let ports = frame.card(place).map_or(0, |card| card.ports.len());
            let near = (0..ports).find(|port| port_pos(rect, *port).distance(scene) <= radius);
            if let Some(port) = near {
                return Some(Hit::Port(place, port));
            }
        }
        if rect.contains(scene) {
            return Some(Hit::Card(place));
        }
    }
    None
}

fn wire(frame: &Frame<'_>, lines: &HashMap<usize, WireLine>, scene: Pos2, tolerance: f32) -> Option<Hit> {
    if frame.lod == Lod::Boxes {
        return None;
    }
    let near_head = 1.5 * (NEAR_WIRE / frame.view.zoom).max(HEAD_LENGTH);
    let mut nearest: Option<(f32, usize)> = None;
    for at in frame.wires {
        let Some((ends, line)) = frame.index.wires().get(*at).zip(lines.get(at)) else {
            continue;
        };
        if frame.wire_moves(ends) || !line.bounds.expand(tolerance).contains(scene) {
            continue;
        }
        if (ends.end - vec2(HEAD_LENGTH, 0.0)).distance(scene) < near_head {
            return Some(Hit::WireEnd(*at));
        }
        let distance = distance_to_line(&line.points, scene);
        if distance <= tolerance && nearest.is_none_or(|(best, _)| distance < best) {
            nearest = Some((distance, *at));
        }
    }
    nearest.map(|(_, at)| Hit::Wire(at))
}

/// The same target in terms used outside of the canvas.
#[must_use]
pub fn target(frame: &Frame<'_>, hit: Hit) -> Target {
    let port_of = |place: usize, port: usize| {
        let card = frame.card(place)?;
        Some((card.id, card.ports.get(port)?.key.clone()))
    };
    match hit {
        Hit::Canvas => None,
        Hit::Card(place) => frame.card(place).map(|card| Target::Card(card.id)),
        Hit::Port(place, port) => port_of(place, port).map(|(id, key)| Target::Port(id, key)),
        Hit::Annotation(place, _) => frame.annotation(place).map(|it| Target::Annotation(it.id)),
        Hit::Wire(at) | Hit::WireEnd(at) => frame
            .index
            .wires()
            .get(at)
            .and_then(|wire| port_of(wire.from, wire.port))
            .map(|(id, key)| Target::Wire(id, key)),
    }
    .unwrap_or(Target::Canvas)
}
