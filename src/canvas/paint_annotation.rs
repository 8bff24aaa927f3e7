//! Paints notes and frames. Their texts have been laid out already.

use std::sync::Arc;

use egui::epaint::{RectShape, TextShape};
use egui::{Color32, Rect, Shape, Stroke, StrokeKind, vec2};

use super::annotation::title_area;
use super::annotation_text::{AnnotationText, PAD};
use super::frame::Frame;
use super::lod::Lod;
use super::paint_mark::paint_sign;
use super::scene::{Annotation, AnnotationKind, Standing};
use super::style::CanvasStyle;

const RADIUS: f32 = 6.0;

/// The state of an annotation in this frame.
#[derive(Clone, Copy, Debug, Default)]
pub struct AnnotationLook {
    /// Whether the pointer is on it.
    pub hovered: bool,
    /// Whether a box selection under way takes it.
    pub is_target: bool,
    /// Whether it shows the keyboard focus.
    pub focused: bool,
}

/// Adds the shapes of an annotation that is drawn in an area of the scene.
pub fn paint(
    frame: &Frame<'_>,
    annotation: &Annotation,
    rect: Rect,
    text: &AnnotationText,
    look: AnnotationLook,
    shapes: &mut Vec<Shape>,
) {
    let (style, zoom) = (frame.style, frame.view.zoom);
    let area = frame.view.screen_rect(rect);
    let tone = Tone::of(style, annotation);
    let is_selected = frame.overlay.selection.contains(&annotation.id);
    let scale = zoom.clamp(0.7, 1.6);
    let edge = if is_selected || look.is_target {
        Stroke::new(1.6 * scale, style.accent)
    } else if let Some(color) = style.of(annotation.standing) {
        Stroke::new(1.6 * scale, color)
    } else if look.hovered {
        Stroke::new(1.0 * scale, style.line_hovered)
    } else {
        Stroke::new(1.0 * scale, tone.edge)
    };
    let radius = if frame.lod == Lod::Boxes { 0.0 } else { RADIUS * zoom };
    shapes.push(RectShape::new(area, rounding(radius), tone.fill, edge, StrokeKind::Inside).into());
    if annotation.kind == AnnotationKind::Frame {
        let title = frame.view.screen_rect(title_area(rect, zoom));
        if let Some(words) = text.lines.first() {
            let at = title.left_center() + vec2(PAD * zoom, -words.size().y / 2.0);
            shapes.push(TextShape::new(at, Arc::clone(words), tone.text).into());
        }
    } else {
        let mut at = area.min + vec2(PAD, PAD * 0.6) * zoom;
        for words in &text.lines {
            shapes.push(TextShape::new(at, Arc::clone(words), tone.text).into());
            at.y += text.step;
        }
    }
    let radius = (8.0 * zoom).max(5.0).min(area.height() / 2.0);
    paint_sign(style, annotation.standing, area.left_top() - vec2(0.3, 0.3) * radius, radius, shapes);
    if look.focused {
        let ring = Stroke::new(1.5, style.text);
        shapes
            .push(RectShape::stroke(area.expand(4.0), rounding(RADIUS * zoom + 4.0), ring, StrokeKind::Middle).into());
    }
}

/// The colours of an annotation.
struct Tone {
    fill: Color32,
    edge: Color32,
    text: Color32,
}

impl Tone {
    fn of(style: &CanvasStyle, annotation: &Annotation) -> Self {
        let [fill, edge] = colors(style, annotation.kind, annotation.hue);
        let faded = match annotation.standing {
            Standing::Same => 0.4,
            Standing::Removed => 0.25,
            _ => 0.0,
        };
        let tone = |color: Color32| color.lerp_to_gamma(style.background, faded);
        Self { fill: tone(fill), edge: tone(edge), text: tone(style.text) }
    }
}

/// The ground and the edge of a note or a frame in a colour, or in the usual one of its kind.
fn colors(style: &CanvasStyle, kind: AnnotationKind, hue: Option<Color32>) -> [Color32; 2] {
    let (ground, usual, share) = match kind {
        AnnotationKind::Note => (style.card, style.warning, 0.14),
        AnnotationKind::Frame => (style.background, style.link, 0.09),
    };
    let hue = hue.unwrap_or(usual);
    [ground.lerp_to_gamma(hue, share), ground.lerp_to_gamma(hue, 0.4)]
}

/// The ground on which the text of a note or a frame is drawn.
#[must_use]
pub fn annotation_ground(style: &CanvasStyle, kind: AnnotationKind, hue: Option<Color32>) -> Color32 {
    let [ground, _] = colors(style, kind, hue);
    ground
}

fn rounding(radius: f32) -> egui::CornerRadius {
    egui::CornerRadius::from(radius.clamp(0.0, 64.0))
}
