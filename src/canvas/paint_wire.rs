//! Paints wires: curves of the tree, dashed links, arrow heads. Highlighted wires are painted last.

use std::borrow::Cow;
use std::collections::HashMap;

use egui::{Color32, Mesh, Painter, Pos2, Rect, Shape, Stroke};

use super::frame::Frame;
use super::heat;
use super::index::{SceneIndex, WireEnds};
use super::lod::{LINKS_FADE_BELOW, LINKS_FAINT_AT, Lod, TEXT_FROM};
use super::looks::Looks;
use super::mesh::add_line;
use super::paint_mark::paint_sign;
use super::paint_small::Small;
use super::route::line;
use super::scene::{Standing, WireKind};
use super::state::WireLine;
use super::wire::{curve, dashes, each_dash, head};

/// The width of a line.
pub const WIDTH: f32 = 1.6;
const PATH_WIDTH: f32 = 2.6;
const LIT_WIDTH: f32 = 2.1;
/// The greatest selection whose arrows are lit.
const MOST_LIT: usize = 12;
/// How much of a link fades that only passes through the view: there may be hundreds, and they say nothing about the cards in view.
const PASSING: f32 = 0.6;
/// How much of a link fades where it is faintest.
const FADED: f32 = 0.75;
/// About how many vertices a small line has.
const VERTICES: usize = 24;
/// Below this zoom arrow heads are left out.
const HEADS_FROM: f32 = 0.3;
/// The routing effort of one frame, in short links; other links are drawn as curves until their turn.
const EFFORT_A_FRAME: usize = 160;
/// How many lines of dragged cards are led around cards in one frame.
const EFFORT_OF_DRAG: usize = 24;
/// A link longer than this, in scene units, takes several times the effort.
const FAR: f32 = 3000.0;
const EFFORT_OF_FAR: usize = 8;

/// Computes missing lines of the wires in view. Returns whether all are there now.
pub fn prepare(index: &SceneIndex, wires: &[usize], lines: &mut HashMap<usize, WireLine>) -> bool {
    let mut effort = 0;
    for at in wires {
        if lines.contains_key(at) {
            continue;
        }
        let Some(wire) = index.wires().get(*at) else { continue };
        if effort >= EFFORT_A_FRAME {
            continue;
        }
        let (points, is_routed) = line(index, wire);
        if is_routed {
            effort += if wire.reach.size().max_elem() > FAR { EFFORT_OF_FAR } else { 1 };
        }
        lines.insert(*at, WireLine::new(points, is_routed));
    }
    effort < EFFORT_A_FRAME
}

/// Adds the wires in view.
pub fn paint(
    frame: &Frame<'_>,
    painter: &Painter,
    lines: &HashMap<usize, WireLine>,
    looks: &Looks,
    cut: Option<usize>,
    shapes: &mut Vec<Shape>,
) {
    let wires = || frame.wires.iter().filter_map(|at| frame.index.wires().get(*at).map(|wire| (*at, wire)));
    if frame.lod == Lod::Boxes {
        paint_straight(frame, looks, shapes);
        return;
    }
    let glow = |at: usize, wire: &WireEnds| match looks.hovered_wire {
        Some(hovered) if hovered == at => Glow::Hovered,
        _ if is_lit(frame, looks, wire) => Glow::Lit,
        _ => Glow::None,
    };
    let glowing = wires().filter(|(at, _)| Some(*at) != cut).map(|(at, wire)| (at, wire, glow(at, wire)));
    let (late, early): (Vec<_>, Vec<_>) =
        glowing.partition(|(_, wire, glow)| *glow != Glow::None || frame.on_path(wire) || wire.standing.stands_out());
    // The arrows of gliding cards are curves.
    let is_gliding = frame.moving.is_some_and(|moving| !moving.is_drag());
    let mut effort = if is_gliding { EFFORT_OF_DRAG } else { 0 };
    let mut line_of = |at: usize, wire: &WireEnds| match lines.get(&at).filter(|_| !frame.wire_moves(wire)) {
        Some(line) => Cow::Borrowed(line),
        None => Cow::Owned(moved(frame, wire, &mut effort)),
    };
    if frame.view.zoom < TEXT_FROM {
        let mut small = Small::new(painter, early.len() * VERTICES);
        for (at, wire, glow) in early {
            let (kind, stroke) = style_of(frame, wire, glow);
            small.arrow(frame, &mut on_screen(frame, &line_of(at, wire)), kind, stroke);
        }
        shapes.push(small.into_shape());
    } else {
        for (at, wire, glow) in early {
            paint_wire(frame, wire, &line_of(at, wire), glow, shapes);
        }
    }
    for (at, wire, glow) in late {
        paint_wire(frame, wire, &line_of(at, wire), glow, shapes);
    }
}

/// How much a wire stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glow {
    /// It does not.
    None,
    /// It leads to or from a card that is selected or under the pointer.
    Lit,
    /// It is under the pointer.
    Hovered,
}

/// Whether a wire leads to or from a card that is selected or under the pointer. Of a large selection no arrow is lit, since all would be.
fn is_lit(frame: &Frame<'_>, looks: &Looks, wire: &WireEnds) -> bool {
    let selection = frame.overlay.selection;
    if selection.is_empty() && looks.hovered_card.is_none() {
        return false;
    }
    let is_one = |place: usize| {
        let is_selected = |id| selection.len() <= MOST_LIT && selection.contains(&id);
        looks.hovered_card == Some(place) || frame.card(place).is_some_and(|card| is_selected(card.id))
    };
    is_one(wire.from) || is_one(wire.to)
}

/// Whether a wire runs through the view and neither begins nor ends in it.
fn is_passing(frame: &Frame<'_>, wire: &WireEnds) -> bool {
    let seen = frame.view.scene_rect();
    !seen.contains(wire.start) && !seen.contains(wire.end)
}

/// Whether a wire is a link that nothing makes stand out.
fn may_fade(frame: &Frame<'_>, wire: &WireEnds, glow: Glow) -> bool {
    let has_own = frame.style.of(wire.standing).is_some();
    wire.kind == WireKind::Link && glow == Glow::None && !has_own && !frame.on_path(wire)
}

/// The colour of a wire on the canvas, where a link that only passes through the view is faint. A picture in a file shows all of the scene.
fn color_in_view(frame: &Frame<'_>, wire: &WireEnds, glow: Glow) -> Color32 {
    let color = color_of(frame, wire, glow);
    if !may_fade(frame, wire, glow) || !is_passing(frame, wire) {
        return color;
    }
    let faded = fading(frame.view.zoom);
    let more = 1.0 - (1.0 - faded.max(PASSING)) / (1.0 - faded);
    color.lerp_to_gamma(frame.style.background, more)
}

/// How much a link fades into the background at a zoom.
fn fading(zoom: f32) -> f32 {
    ((LINKS_FADE_BELOW - zoom) / (LINKS_FADE_BELOW - LINKS_FAINT_AT)).clamp(0.0, 1.0) * FADED
}

/// The colour of a wire.
#[must_use]
pub fn color_of(frame: &Frame<'_>, wire: &WireEnds, glow: Glow) -> Color32 {
    let style = frame.style;
    let own = style.of(wire.standing);
    let color = match wire.kind {
        _ if frame.on_path(wire) => style.accent,
        _ if own.is_some() => own.unwrap_or(style.wire),
        WireKind::Tree => style.wire,
        WireKind::Link => style.link,
    };
    let light = match glow {
        _ if frame.on_path(wire) => 0.0,
        Glow::None => 0.0,
        Glow::Lit => 0.3,
        Glow::Hovered => 0.45,
    };
    let color = color.lerp_to_gamma(style.text, light);
    let is_faint = may_fade(frame, wire, glow);
    let color = if is_faint { color.lerp_to_gamma(style.background, fading(frame.view.zoom)) } else { color };
    let is_dimmed = match wire.standing {
        Standing::Plain => {
            frame.card(wire.from).is_some_and(|card| frame.is_dimmed(card) || frame.is_closed(card, wire.port))
        }
        standing => standing == Standing::Same,
    };
    let color = if is_dimmed { color.lerp_to_gamma(style.background, 0.65) } else { color };
    if frame.on_path(wire) { color } else { heat::color(frame, wire, color) }
}

/// The line of a wire whose end is being dragged, led around cards as far as the effort of a frame allows; else a curve.
fn moved(frame: &Frame<'_>, wire: &WireEnds, effort: &mut usize) -> WireLine {
    let (start, end) = frame.ends(wire);
    if !frame.wire_moves(wire) || *effort >= EFFORT_OF_DRAG {
        return WireLine::new(curve(start, end), false);
    }
    let (points, is_routed) = line(frame.index, &WireEnds { start, end, ..*wire });
    *effort += usize::from(is_routed);
    WireLine::new(points, is_routed)
}

/// How a wire is drawn: its line, the colour and the width.
fn style_of(frame: &Frame<'_>, wire: &WireEnds, glow: Glow) -> (WireKind, Stroke) {
    let width = match glow {
        _ if is_thick(frame, wire, glow) || wire.standing.stands_out() => PATH_WIDTH,
        Glow::Lit => LIT_WIDTH,
        _ => WIDTH,
    } + heat::width(frame, wire);
    // Removed wires are dashed and added ones are not, whatever their kind.
    let kind = match wire.standing {
        Standing::Added => WireKind::Tree,
        Standing::Removed => WireKind::Link,
        _ => wire.kind,
    };
    (kind, Stroke::new(width * frame.view.zoom.clamp(0.6, 1.6), color_in_view(frame, wire, glow)))
}

fn is_thick(frame: &Frame<'_>, wire: &WireEnds, glow: Glow) -> bool {
    frame.on_path(wire) || glow == Glow::Hovered
}

/// The points of a line on the screen, fewer of them where a curve is small.
fn on_screen(frame: &Frame<'_>, line: &WireLine) -> Vec<Pos2> {
    let every = if frame.view.zoom < HEADS_FROM && line.is_curve { 4 } else { 1 };
    let last = line.points.len().saturating_sub(1);
    let points = line.points.iter().enumerate().filter(|(at, _)| at % every == 0 || *at == last);
    points.map(|(_, point)| frame.view.screen_from_scene(*point)).collect()
}

fn paint_wire(frame: &Frame<'_>, wire: &WireEnds, line: &WireLine, glow: Glow, shapes: &mut Vec<Shape>) {
    let zoom = frame.view.zoom;
    let (kind, stroke) = style_of(frame, wire, glow);
    let points = on_screen(frame, line);
    let has_sign = wire.standing.stands_out() && frame.lod == Lod::Full;
    let middle = points.get(points.len() / 2).copied().filter(|_| has_sign);
    line_shapes(frame, points, kind, stroke, shapes);
    if let Some(middle) = middle {
        paint_sign(frame.style, wire.standing, middle, 6.0 * zoom, shapes);
    }
    if zoom >= HEADS_FROM {
        let (_, end) = frame.ends(wire);
        let scale = zoom * if is_thick(frame, wire, glow) { 1.25 } else { 1.0 };
        add_head(frame.view.screen_from_scene(end), scale, stroke.color, shapes);
    }
}

/// Adds a line in the style of a kind of wire, from screen points.
pub fn line_shapes(frame: &Frame<'_>, mut points: Vec<Pos2>, kind: WireKind, stroke: Stroke, shapes: &mut Vec<Shape>) {
    match kind {
        WireKind::Tree => shapes.push(Shape::line(points, stroke)),
        WireKind::Link => {
            let [on, off] = dashes(frame.view.zoom);
            let clip = frame.view.rect.expand(4.0);
            // Dashes are counted from the head, so that links to the same card coincide where they merge.
            points.reverse();
            each_dash(&points, on, off, clip, |a, b| {
                shapes.push(Shape::line_segment([a, b], stroke));
            });
        }
    }
}

/// Adds an arrow head with its tip at a screen point.
pub fn add_head(tip: Pos2, scale: f32, color: Color32, shapes: &mut Vec<Shape>) {
    shapes.push(Shape::convex_polygon(head(tip, scale).to_vec(), color, Stroke::NONE));
}

fn paint_straight(frame: &Frame<'_>, looks: &Looks, shapes: &mut Vec<Shape>) {
    let mut mesh = Mesh::default();
    mesh.reserve_vertices(frame.wires.len() * 4);
    mesh.reserve_triangles(frame.wires.len() * 2);
    let clip = frame.view.rect;
    let mut late = Vec::new();
    for wire in frame.wires.iter().filter_map(|at| frame.index.wires().get(*at)) {
        let (start, end) = frame.ends(wire);
        let ends = [start, end].map(|end| frame.view.screen_from_scene(end));
        if !Rect::from_two_pos(ends[0], ends[1]).intersects(clip) {
            continue;
        }
        let is_lit = is_lit(frame, looks, wire);
        if is_lit || frame.on_path(wire) {
            late.push((ends, color_of(frame, wire, if is_lit { Glow::Lit } else { Glow::None })));
        } else {
            // A narrower line would have gaps, since its edges are not soft.
            add_line(&mut mesh, ends[0], ends[1], 1.0, color_in_view(frame, wire, Glow::None).gamma_multiply(0.6));
        }
    }
    for ([start, end], color) in late {
        add_line(&mut mesh, start, end, 2.0, color);
    }
    shapes.push(Shape::mesh(mesh));
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use egui::vec2;

    use super::super::event::Overlay;
    use super::super::fixture::{card, link, scene, tree};
    use super::super::frame::{Moving, Shift};
    use super::super::scene::CanvasScene;
    use super::super::style::CanvasStyle;
    use super::super::viewport::Viewport;
    use super::*;

    /// Card 1 leads to 2 and by a link to 3.
    fn small() -> CanvasScene {
        let cards = vec![card(1, 0.0, 0.0, 2), card(2, 300.0, 0.0, 1), card(3, 600.0, 0.0, 1)];
        scene(cards, vec![tree(1, 0, 2), link(1, 1, 3)])
    }

    /// Calls `look` with a frame at a zoom, in which some cards are selected and some are being dragged.
    fn with_frame<R>(
        zoom: f32,
        selected: &[u64],
        moving: Option<(&[u64], egui::Vec2)>,
        look: impl FnOnce(&Frame<'_>) -> R,
    ) -> R {
        let scene = small();
        let mut index = SceneIndex::new(&scene);
        let selection: BTreeSet<u64> = selected.iter().copied().collect();
        let cards = moving.map(|(cards, _)| cards.iter().copied().collect::<BTreeSet<u64>>());
        index.lift(cards.as_ref());
        let (overlay, style) = (Overlay::with_selection(&selection), CanvasStyle::dark());
        let view = Viewport { zoom, ..Viewport::default() };
        let wires: Vec<usize> = (0..index.wires().len()).collect();
        look(&Frame {
            wires: &wires,
            moving: cards.as_ref().zip(moving).map(|(cards, (_, by))| Moving { cards, shift: Shift::Drag(by) }),
            ..Frame::of(&scene, &index, &overlay, &style, view)
        })
    }

    #[test]
    fn links_fade_below_45_percent_and_come_back_when_lit() {
        let color = |zoom, wire: usize, glow| {
            with_frame(zoom, &[], None, |frame| color_of(frame, &frame.index.wires()[wire], glow))
        };
        let far = |color: Color32| {
            let ground = CanvasStyle::dark().background;
            (0..3).map(|at| u32::from(color[at].abs_diff(ground[at]))).sum::<u32>()
        };
        assert_eq!(color(1.0, 1, Glow::None), color(0.45, 1, Glow::None));
        let faded: Vec<u32> = [0.45, 0.4, 0.3, 0.2].iter().map(|zoom| far(color(*zoom, 1, Glow::None))).collect();
        assert!(faded.is_sorted_by(|more, less| more > less), "{faded:?}");
        assert_eq!(color(0.2, 1, Glow::Lit), color(1.0, 1, Glow::Lit));
        // Branches of the tree do not fade.
        assert_eq!(color(0.2, 0, Glow::None), color(1.0, 0, Glow::None));
    }

    #[test]
    fn links_that_only_pass_through_the_view_are_faint() {
        let scene = small();
        let index = SceneIndex::new(&scene);
        let (nothing, style) = (BTreeSet::new(), CanvasStyle::dark());
        let overlay = Overlay::with_selection(&nothing);
        let color = |left: f32, width: f32, wire: usize, glow| {
            let rect = Rect::from_min_size(Pos2::ZERO, vec2(width, 400.0));
            let view = Viewport { origin: egui::pos2(left, -100.0), zoom: 1.0, rect };
            color_in_view(&Frame::of(&scene, &index, &overlay, &style, view), &index.wires()[wire], glow)
        };
        let plain = style.link;
        // From its port to its card; its port alone; its card alone; between the two.
        let views = [(-50.0, 900.0), (-50.0, 400.0), (400.0, 400.0), (300.0, 200.0)];
        let seen = views.map(|(left, width)| color(left, width, 1, Glow::None) == plain);
        assert_eq!(seen, [true, true, true, false]);
        assert_ne!(color(300.0, 200.0, 1, Glow::Lit), color(300.0, 200.0, 1, Glow::None));
        assert_eq!(color(220.0, 20.0, 0, Glow::None), style.wire, "branches of the tree never fade");
        // A picture in a file has a view without a size.
        let view = Viewport { rect: Rect::from_min_size(Pos2::ZERO, vec2(1.0, 1.0)), ..Viewport::default() };
        let frame = Frame::of(&scene, &index, &overlay, &style, view);
        assert_eq!(color_of(&frame, &index.wires()[1], Glow::None), plain);
    }

    #[test]
    fn the_arrows_of_what_is_selected_or_under_the_pointer_are_lit() {
        let lit = |selected: &[u64], hovered: Option<usize>| {
            let looks = Looks { hovered_card: hovered, ..Looks::default() };
            with_frame(1.0, selected, None, |frame| {
                frame.index.wires().iter().map(|wire| is_lit(frame, &looks, wire)).collect::<Vec<_>>()
            })
        };
        assert_eq!(lit(&[], None), [false, false]);
        assert_eq!(lit(&[2], None), [true, false]);
        assert_eq!(lit(&[], Some(2)), [false, true]);
        assert_eq!(lit(&[1], None), [true, true]);
    }

    #[test]
    fn a_line_of_a_dragged_card_keeps_clear_of_cards() {
        let (line, effort) = with_frame(1.0, &[], Some((&[3], vec2(0.0, 40.0))), |frame| {
            let mut effort = 0;
            (moved(frame, &frame.index.wires()[1], &mut effort), effort)
        });
        let between = card(2, 300.0, 0.0, 1).rect();
        assert!(line.points.iter().all(|point| !between.contains(*point)), "{line:?}");
        assert_eq!((effort, line.points.first().map(|point| point.x)), (1, Some(208.0)));
        let spent = with_frame(1.0, &[], Some((&[3], vec2(0.0, 40.0))), |frame| {
            moved(frame, &frame.index.wires()[1], &mut EFFORT_OF_DRAG.clone())
        });
        assert!(spent.points.iter().any(|point| between.contains(*point)), "a curve runs behind the card");
    }
}
