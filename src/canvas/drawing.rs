//! A whole scene at 100 % as data, for pictures in files: the lines, colours and texts that the window paints at that zoom, without what only
//! a window has, such as a selection.

use egui::{Painter, Pos2, Rect, Shape, Stroke, vec2};

use super::annotation_text;
use super::event::Overlay;
use super::frame::Frame;
use super::index::{SceneIndex, WireEnds};
use super::paint_annotation::{self, AnnotationLook};
use super::paint_card::{self, CardLook};
use super::paint_wire::{Glow, WIDTH, color_of};
use super::route::line;
use super::scene::{AnnotationKind, CanvasScene, Card, WireKind};
use super::style::CanvasStyle;
use super::text::lay_out;
use super::viewport::Viewport;
use super::wire::{DASH, GAP, head};

/// How far the shadow of a card reaches, in scene units.
const SHADOW: f32 = 8.0;

/// A scene at 100 %, in scene units.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// The area of everything, shadows included.
    pub area: Rect,
    /// The frames, in order of painting, below everything else.
    pub frames: Vec<DrawnAnnotation>,
    /// The notes, in order of painting, between the arrows and the cards.
    pub notes: Vec<DrawnAnnotation>,
    /// The arrows, in order of painting, below the cards.
    pub lines: Vec<DrawnLine>,
    /// The cards, in order of painting.
    pub cards: Vec<DrawnCard>,
}

/// An arrow.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnLine {
    /// The points from the head to the port: dashes are counted from the head, so that links to one card coincide where they merge.
    pub points: Vec<Pos2>,
    /// The corners of the head.
    pub head: [Pos2; 3],
    /// The width and the colour.
    pub stroke: Stroke,
    /// The lengths of the dashes and of the gaps between them; none for a branch of the tree.
    pub dashes: Option<[f32; 2]>,
}

/// A note or a frame.
#[derive(Clone, Debug)]
pub struct DrawnAnnotation {
    /// Its index in the scene.
    pub place: usize,
    /// Its ground and its text, each line by itself.
    pub shapes: Vec<Shape>,
    /// Whether it has no room for its whole text.
    pub is_cut: bool,
}

/// A card.
#[derive(Clone, Debug)]
pub struct DrawnCard {
    /// Its index in the scene.
    pub place: usize,
    /// Its ground, texts, marks and ports, from the bottom to the top.
    pub shapes: Vec<Shape>,
    /// Whether the card is too narrow for its title.
    pub is_title_cut: bool,
    /// The ports for whose labels the card is too narrow.
    pub cut_labels: Vec<usize>,
}

/// The drawing of a scene. The painter lays out the texts.
#[must_use]
pub fn drawing(painter: &Painter, scene: &CanvasScene, style: &CanvasStyle) -> Drawing {
    let index = SceneIndex::new(scene);
    let overlay = Overlay::default();
    // Screen points are scene units.
    let view = Viewport { origin: Pos2::ZERO, zoom: 1.0, rect: Rect::from_min_size(Pos2::ZERO, vec2(1.0, 1.0)) };
    let frame = Frame::of(scene, &index, &overlay, style, view);
    let lines: Vec<DrawnLine> = index.wires().iter().map(|wire| drawn_line(&frame, wire)).collect();
    let cards = scene.cards.iter().enumerate().map(|(place, card)| drawn_card(painter, &frame, place, card)).collect();
    let mut area = index.rects().iter().fold(Rect::NOTHING, |area, card| area.union(card.expand(SHADOW)));
    for line in &lines {
        area =
            line.points.iter().fold(area, |area, point| area.union(Rect::from_min_max(*point, *point).expand(WIDTH)));
    }
    area = scene.annotations.iter().fold(area, |area, it| area.union(it.rect()));
    let annotations = |kind| drawn_annotations(painter, &frame, kind);
    let (frames, notes) = (annotations(AnnotationKind::Frame), annotations(AnnotationKind::Note));
    Drawing { area, frames, notes, lines, cards }
}

fn drawn_annotations(painter: &Painter, frame: &Frame<'_>, kind: AnnotationKind) -> Vec<DrawnAnnotation> {
    let all = frame.scene.annotations.iter().enumerate().filter(|(_, it)| it.kind == kind);
    let drawn = all.map(|(place, it)| {
        let text = annotation_text::lay_out(painter, frame.style, it, it.rect(), 1.0);
        let mut shapes = Vec::new();
        paint_annotation::paint(frame, it, it.rect(), &text, AnnotationLook::default(), &mut shapes);
        DrawnAnnotation { place, shapes, is_cut: text.is_cut }
    });
    drawn.collect()
}

fn drawn_line(frame: &Frame<'_>, wire: &WireEnds) -> DrawnLine {
    let (mut points, _) = line(frame.index, wire);
    points.reverse();
    DrawnLine {
        points,
        head: head(wire.end, 1.0),
        stroke: Stroke::new(WIDTH, color_of(frame, wire, Glow::None)),
        dashes: (wire.kind == WireKind::Link).then_some([DASH, GAP]),
    }
}

fn drawn_card(painter: &Painter, frame: &Frame<'_>, place: usize, card: &Card) -> DrawnCard {
    let text = lay_out(painter, frame.style, card, 1.0);
    let mut shapes = Vec::new();
    paint_card::paint(frame, place, Some(&text), CardLook::default(), &mut shapes);
    let labels = text.labels.iter().enumerate();
    DrawnCard {
        place,
        shapes,
        is_title_cut: text.title.elided,
        cut_labels: labels.filter(|(_, label)| label.elided).map(|(port, _)| port).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{card, link, scene, tree};
    use super::super::lines;
    use super::*;

    fn drawn(scene: &CanvasScene) -> Drawing {
        let (context, mut found) = (egui::Context::default(), None);
        let mut output = context.run_ui(egui::RawInput::default(), |ui| {
            found = Some(drawing(ui.painter(), scene, &CanvasStyle::light()));
        });
        output.textures_delta.clear();
        found.unwrap()
    }

    #[test]
    fn lines_are_those_of_the_canvas_and_everything_is_in_the_area() {
        let cards = vec![card(1, 0.0, 0.0, 2), card(2, 300.0, -60.0, 1), card(3, 600.0, 200.0, 1)];
        let scene = scene(cards, vec![tree(1, 0, 2), link(1, 1, 3), link(3, 0, 1)]);
        let drawing = drawn(&scene);
        let reversed = |line: &DrawnLine| line.points.iter().rev().copied().collect::<Vec<_>>();
        let wanted: Vec<Vec<Pos2>> = lines(&scene).into_iter().map(|(_, points)| points).collect();
        assert_eq!(drawing.lines.iter().map(reversed).collect::<Vec<_>>(), wanted);
        let dashed: Vec<bool> = drawing.lines.iter().map(|line| line.dashes.is_some()).collect();
        assert_eq!(dashed, [false, true, true]);
        for card in &scene.cards {
            assert!(drawing.area.contains_rect(card.rect()));
        }
        assert!(wanted.iter().flatten().all(|point| drawing.area.contains(*point)));
        assert_eq!(drawing.cards.len(), 3);
    }

    #[test]
    fn texts_that_are_cut_are_named() {
        let mut long = card(1, 0.0, 0.0, 2);
        long.title = "Announcement of the opening hours during the holidays".to_owned();
        long.ports[1].label = "The customer has already called three times this week".to_owned();
        let drawing = drawn(&scene(vec![long, card(2, 300.0, 0.0, 1)], Vec::new()));
        let cut = drawing.cards.iter().map(|card| (card.is_title_cut, card.cut_labels.clone()));
        assert_eq!(cut.collect::<Vec<_>>(), [(true, vec![1]), (false, vec![])]);
    }
}
