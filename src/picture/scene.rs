//! The canvas scene of a version: cards for actions, wires for links. It is built again only when the document, the problems or the mode
//! change.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Color32, Pos2, pos2};

use crate::actions;
use crate::canvas::{
    self, CanvasScene, CanvasStyle, Card, CardId, Mark, MarkKind, Port, PortState, Standing, Wire, WireKind,
};
use crate::catalog::branch::IF_SOMETHING_FAILS;
use crate::catalog::lead::{self, Lead};
use crate::catalog::{Branch, Severity, words};
use crate::layout::tree::unplaced;
use crate::lint::Diagnostic;
use crate::look::{self, Palette};
use crate::model::walk::Shape;
use crate::model::{
    Action, ActionId, Annotation, AnnotationColor, AnnotationId, AnnotationKind, Flow, Link, Place, Pos, Project,
    Routing, Version,
};

/// The card of an action.
#[must_use]
pub fn card_id(action: ActionId) -> CardId {
    u64::from(action.0)
}

/// The action of a card.
#[must_use]
pub fn action_id(card: CardId) -> ActionId {
    ActionId(u32::try_from(card).unwrap_or(0))
}

/// What tells the id of a note or a frame on the canvas from that of an action.
const ANNOTATION: CardId = 1 << 33;

/// The id of a note or a frame on the canvas.
#[must_use]
pub fn annotation_card(annotation: AnnotationId) -> CardId {
    ANNOTATION | u64::from(annotation.0)
}

/// The note or the frame with an id on the canvas, if it is one.
#[must_use]
pub fn annotation_id(card: CardId) -> Option<AnnotationId> {
    // The comparison marks what is gone with another bit.
    let id = u32::try_from(card & CardId::from(u32::MAX)).ok()?;
    (card & ANNOTATION != 0).then_some(AnnotationId(id))
}

/// A position on the canvas in the units of the model.
#[must_use]
#[allow(clippy::cast_possible_truncation, reason = "the model bounds positions")]
pub fn model_pos(pos: Pos2) -> Pos {
    Pos(pos.x.round() as i32, pos.y.round() as i32)
}

/// A position of the model on the canvas.
#[must_use]
#[allow(clippy::cast_precision_loss, reason = "positions are bounded far below the precision of f32")]
pub fn scene_pos(pos: Pos) -> Pos2 {
    pos2(pos.0 as f32, pos.1 as f32)
}

/// Builds the scene of a version.
#[must_use]
pub fn scene<'a>(
    project: &Project,
    routing: &Routing,
    version: &Version,
    problems: impl Iterator<Item = &'a Diagnostic>,
    palette: &Palette,
    revision: u64,
) -> CanvasScene {
    let flow = &version.flow;
    let shape = actions::shape(flow, routing.tree_type());
    let mut marks = problem_marks(problems);
    let laid_out = unplaced(flow, routing.tree_type());
    let mut scene = CanvasScene { revision, ..CanvasScene::default() };
    let mut links_to: BTreeMap<ActionId, usize> = BTreeMap::new();
    for id in &shape.order {
        let Some(action) = flow.actions.get(id) else { continue };
        let keys = actions::branch_keys(action, routing.tree_type());
        for (port, key) in keys.iter().enumerate() {
            if let Some(to) = action.links.get(key).and_then(|link| link.target()) {
                let is_home = shape.is_home(to, *id, key);
                let kind = if is_home { WireKind::Tree } else { WireKind::Link };
                let (from, to_card) = (card_id(*id), card_id(to));
                scene.wires.push(Wire { from, port, to: to_card, kind, standing: Standing::Plain });
                *links_to.entry(to).or_default() += usize::from(!is_home);
            }
        }
    }
    for id in &shape.order {
        let Some(action) = flow.actions.get(id) else { continue };
        let pos = flow.positions.get(id).or_else(|| laid_out.get(id)).copied().unwrap_or_default();
        let mut card = card(project, routing, version, action, palette);
        card.pos = scene_pos(pos);
        card.marks = marks.remove(id).unwrap_or_default();
        card.marks.extend(own_marks(action, links_to.get(id).copied().unwrap_or(0), &shape));
        scene.cards.push(card);
    }
    scene.annotations = annotations(flow, palette);
    scene
}

/// The colour of a note or a frame.
#[must_use]
pub fn annotation_color(palette: &Palette, color: AnnotationColor) -> Color32 {
    match color {
        AnnotationColor::Amber => palette.warning,
        AnnotationColor::Blue => palette.accent,
        AnnotationColor::Green => palette.ok,
        AnnotationColor::Red => palette.error,
        AnnotationColor::Violet => palette.link,
    }
}

/// The frames, large ones below small ones, and the notes.
fn annotations(flow: &Flow, palette: &Palette) -> Vec<canvas::Annotation> {
    let mut all: Vec<_> = flow.annotations.iter().collect();
    let units = |it: &Annotation| i64::from(it.size.0) * i64::from(it.size.1);
    all.sort_by_key(|(id, it)| (it.kind == AnnotationKind::Note, std::cmp::Reverse(units(it)), **id));
    let made = all.into_iter().map(|(id, it)| canvas::Annotation {
        id: annotation_card(*id),
        kind: match it.kind {
            AnnotationKind::Note => canvas::AnnotationKind::Note,
            AnnotationKind::Frame => canvas::AnnotationKind::Frame,
        },
        pos: scene_pos(it.at),
        size: scene_pos(Pos(it.size.0, it.size.1)).to_vec2(),
        text: it.text.clone(),
        hue: it.color.map(|color| annotation_color(palette, color)),
        standing: Standing::Plain,
    });
    made.collect()
}

fn card(project: &Project, routing: &Routing, version: &Version, action: &Arc<Action>, palette: &Palette) -> Card {
    let spec = actions::spec_of(action);
    let branches = spec.map(|spec| spec.branches(action, routing.tree_type())).unwrap_or_default();
    let ports = branches
        .iter()
        .map(|branch| Port {
            state: port_state(version, action, &branches, branch),
            key: Arc::from(branch.key.as_ref()),
            label: branch.label.clone(),
        })
        .collect();
    let summary = match spec {
        Some(_) if action.is_start() => start_summary(project, version),
        Some(spec) => words::summary(project, &version.flow, spec, action),
        None => "Unknown to this program".to_owned(),
    };
    Card {
        id: card_id(action.id),
        pos: Pos2::ZERO,
        title: actions::title(action).to_owned(),
        summary,
        kind_label: spec.map_or_else(|| action.kind.clone(), |spec| spec.title.to_owned()),
        icon: spec.map(|spec| spec.icon.glyph()),
        hue: spec.map_or(palette.weak, |spec| look::hue(spec.category)),
        ports,
        marks: Vec::new(),
        unknown: spec.is_none(),
        standing: Standing::Plain,
    }
}

/// Whether a branch leads anywhere. One without a link is quiet where the flow goes on by another branch, or need not go on.
fn port_state(version: &Version, action: &Action, branches: &[Branch], branch: &Branch) -> PortState {
    match action.links.get(branch.key.as_ref()) {
        Some(Link::To(_)) => PortState::Linked,
        Some(Link::EndsHere) => PortState::EndsHere,
        None if lead::leads(&version.flow, action, branches, branch).iter().any(Lead::falls_through) => {
            PortState::Quiet
        }
        None if branch.key == IF_SOMETHING_FAILS.key => PortState::Quiet,
        None if branch.result.is_some() || branch.may_rest => PortState::EndsHere,
        None => PortState::Open,
    }
}

/// Start shows the entry points.
fn start_summary(project: &Project, version: &Version) -> String {
    let mut addresses = project.reaching(version.id).map(|it| it.address.as_str());
    match (addresses.next(), addresses.count()) {
        (None, _) => "No entry point leads here".to_owned(),
        (Some(first), 0) => first.to_owned(),
        (Some(first), more) => format!("{first} and {more} more"),
    }
}

fn problem_marks<'a>(problems: impl Iterator<Item = &'a Diagnostic>) -> BTreeMap<ActionId, Vec<Mark>> {
    let mut texts: BTreeMap<ActionId, (Severity, Vec<&str>)> = BTreeMap::new();
    for problem in problems.filter(|problem| problem.severity > Severity::Hint) {
        if let Place::Action(place) = problem.place {
            let entry = texts.entry(place.action).or_insert((problem.severity, Vec::new()));
            entry.0 = entry.0.max(problem.severity);
            entry.1.push(&problem.message);
        }
    }
    let mark = |(id, (severity, texts)): (ActionId, (Severity, Vec<&str>))| {
        let kind = if severity == Severity::Error { MarkKind::Error } else { MarkKind::Warning };
        (id, vec![Mark { kind, hover: texts.join("\n") }])
    };
    texts.into_iter().map(mark).collect()
}

fn own_marks(action: &Action, links: usize, shape: &Shape) -> Vec<Mark> {
    let mut marks = Vec::new();
    if action.record_passage {
        marks.push(Mark { kind: MarkKind::Recorded, hover: "Each pass through this action is recorded".to_owned() });
    }
    if !action.comment.is_empty() {
        marks.push(Mark { kind: MarkKind::Comment, hover: action.comment.clone() });
    }
    if links > 0 && shape.home.contains_key(&action.id) {
        let words = if links == 1 {
            "One more branch leads here".to_owned()
        } else {
            format!("{links} more branches lead here")
        };
        marks.push(Mark { kind: MarkKind::Links(links), hover: words });
    }
    marks
}

/// The colours and fonts of a canvas.
#[must_use]
pub fn canvas_style(palette: &Palette) -> CanvasStyle {
    let base = if palette.is_dark { CanvasStyle::dark() } else { CanvasStyle::light() };
    CanvasStyle {
        background: palette.canvas,
        dot: palette.dot,
        card: palette.card,
        line: palette.line,
        text: palette.text,
        weak: palette.weak,
        accent: palette.accent,
        wire: palette.wire,
        link: palette.link,
        ok: palette.ok,
        warning: palette.warning,
        error: palette.error,
        icon_ink: look::ICON_INK,
        title_font: egui::FontId::new(look::BODY, look::semibold()),
        summary_font: egui::FontId::proportional(look::CAPTION),
        label_font: egui::FontId::proportional(look::SMALL),
        ..base
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator as _;

    use super::*;
    use crate::canvas::annotation_ground;
    use crate::look::{DARK, LIGHT, contrast};

    #[test]
    fn the_text_of_notes_and_frames_has_contrast_aa_in_all_colours() {
        for palette in [DARK, LIGHT] {
            let style = canvas_style(&palette);
            for color in std::iter::once(None).chain(AnnotationColor::iter().map(Some)) {
                let hue = color.map(|color| annotation_color(&palette, color));
                for kind in [canvas::AnnotationKind::Note, canvas::AnnotationKind::Frame] {
                    let found = contrast(palette.text, annotation_ground(&style, kind, hue));
                    assert!(found >= 4.5, "{color:?} {kind:?}: {found:.2}, dark: {}", palette.is_dark);
                }
            }
        }
    }
}
