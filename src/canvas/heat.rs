//! How much passes each arrow: the wider and the brighter an arrow is, the more pass, and a figure at its port says how many. Arrows that
//! nobody passes are faint.

use egui::epaint::{RectShape, TextShape};
use egui::{Color32, FontId, Painter, Rect, Shape, vec2};

use super::event::Warmth;
use super::frame::Frame;
use super::index::WireEnds;
use super::lod::Lod;
use super::style::CanvasStyle;

/// How much wider the arrow is that all pass, in scene units.
const WIDER: f32 = 5.0;
/// How strong the colour is of an arrow that few pass, from 0 to 1.
const FEW: f32 = 0.35;
/// The size of a figure, in scene units.
const FIGURE: f32 = 10.0;

/// How much passes a wire; none where nothing does, and while that is not shown.
fn warmth<'a>(frame: &'a Frame<'_>, wire: &WireEnds) -> Option<&'a Warmth> {
    let id = frame.card(wire.from)?.id;
    frame.overlay.heat?.get(&(id, wire.port)).filter(|warmth| warmth.share > 0.0)
}

/// How much wider a wire is than others, in scene units.
pub(super) fn width(frame: &Frame<'_>, wire: &WireEnds) -> f32 {
    warmth(frame, wire).map_or(0.0, |warmth| warmth.share.clamp(0.0, 1.0).sqrt() * WIDER)
}

/// The colour of a wire whose own colour is given.
pub(super) fn color(frame: &Frame<'_>, wire: &WireEnds, own: Color32) -> Color32 {
    let style: &CanvasStyle = frame.style;
    match warmth(frame, wire) {
        None if frame.overlay.heat.is_none() => own,
        None => own.lerp_to_gamma(style.background, 0.65),
        Some(warmth) => own.lerp_to_gamma(style.accent, FEW + (1.0 - FEW) * warmth.share.clamp(0.0, 1.0).sqrt()),
    }
}

/// Adds the figures of the wires in view, where texts are drawn.
pub(super) fn figures(frame: &Frame<'_>, painter: &Painter, shapes: &mut Vec<Shape>) {
    if frame.lod != Lod::Full {
        return;
    }
    let zoom = frame.view.zoom;
    for wire in frame.wires.iter().filter_map(|at| frame.index.wires().get(*at)) {
        let Some(warmth) = warmth(frame, wire) else { continue };
        let start = frame.view.screen_from_scene(frame.ends(wire).0);
        let font = FontId::proportional(FIGURE * zoom);
        let galley = painter.layout_no_wrap(warmth.figure.clone(), font, frame.style.text);
        let min = start + vec2(9.0 * zoom, -galley.size().y / 2.0);
        let ground = Rect::from_min_size(min, galley.size()).expand2(vec2(3.0, 1.0) * zoom);
        shapes.push(RectShape::filled(ground, 3.0 * zoom, frame.style.background.gamma_multiply(0.88)).into());
        shapes.push(TextShape::new(min, galley, frame.style.text).into());
    }
}
