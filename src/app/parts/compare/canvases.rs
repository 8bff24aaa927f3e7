//! The canvases of a comparison. The two canvases are linked: panning or zooming one moves the other, so that an action in both versions
//! appears at the same position in both.

use std::collections::BTreeSet;

use egui::{Rect, Ui, UiBuilder, pos2};

use crate::canvas::{CanvasEvent, CanvasScene, CanvasState, CardId, Overlay, Viewport, canvas_ui};
use crate::model::Project;

use super::comparison::{Comparison, Pair};
use super::entry::Pick;
use super::menu::words;
use super::scenes::removed_card;
use crate::app::kit::focus::{self, Zone};
use crate::app::kit::scene::{annotation_id, canvas_style, card_id};
use crate::app::kit::theme;

/// The height of the caption that names the side.
const CAPTION: f32 = 28.0;

/// Draws both versions on one canvas.
pub(super) fn one_ui(ui: &mut Ui, comparison: &mut Comparison) {
    let Some(scene) = comparison.made.as_ref().map(|result| result.scenes.one.clone()) else { return };
    let current = comparison.current.and_then(|it| it.after.map(card_id).or(it.before.map(removed_card)));
    let chosen = draw(ui, &scene, current, &mut comparison.one);
    if let Some(Chosen(card)) = chosen {
        comparison.choose_on_one(card);
    }
    if comparison.place_first_view(false) {
        ui.ctx().request_repaint();
    }
}

/// Draws both versions side by side.
pub(super) fn sides_ui(ui: &mut Ui, comparison: &mut Comparison, project: &Project, (before, after): Pair) {
    let Some(scenes) = comparison.made.as_ref().map(|result| result.scenes.sides.clone()) else { return };
    let whole = ui.available_rect_before_wrap();
    let middle = whole.center().x.round();
    let areas = [(whole.left(), middle), (middle + 1.0, whole.right())]
        .map(|(left, right)| Rect::from_min_max(pos2(left, whole.top()), pos2(right, whole.bottom())));
    let names = [("Before", before, after), ("After", after, before)];
    let ids = [comparison.current.and_then(|it| it.before), comparison.current.and_then(|it| it.after)];
    let mut chosen = None;
    for (side, (scene, area)) in scenes.iter().zip(areas).enumerate() {
        let (Some(canvas), Some((name, id, other)), Some(current)) =
            (comparison.sides.get_mut(side), names.get(side), ids.get(side))
        else {
            continue;
        };
        let builder = UiBuilder::new().id_salt(name).max_rect(area);
        ui.scope_builder(builder, |ui| {
            let version = words(project, *id, *other).unwrap_or_default();
            caption_ui(ui, &format!("{name}: {version}"));
            if let Some(Chosen(card)) = draw(ui, scene, current.map(card_id), canvas) {
                chosen = Some((side, card));
            }
        });
    }
    ui.painter().vline(middle, whole.y_range(), egui::Stroke::new(1.0, theme::of(ui).line));
    if let Some((side, card)) = chosen {
        comparison.choose_on_side(side, card);
    }
    if comparison.place_first_view(true) || keep_together(comparison) {
        ui.ctx().request_repaint();
    }
}

fn caption_ui(ui: &mut Ui, words: &str) {
    let area = Rect::from_min_size(ui.cursor().min, egui::vec2(ui.available_width(), CAPTION));
    ui.painter().rect_filled(area, 0, theme::of(ui).background);
    let inside = UiBuilder::new().max_rect(area.shrink2(egui::vec2(12.0, 0.0)));
    ui.new_child(inside.layout(egui::Layout::left_to_right(egui::Align::Center)))
        .add(egui::Label::new(theme::weak(ui, words, theme::SMALL)).truncate());
    ui.advance_cursor_after_rect(area);
    ui.add_space(-ui.spacing().item_spacing.y);
}

/// A click on a canvas: the chosen card, or none for empty canvas.
struct Chosen(Option<CardId>);

/// Draws a read-only canvas.
fn draw(ui: &mut Ui, scene: &CanvasScene, current: Option<CardId>, canvas: &mut CanvasState) -> Option<Chosen> {
    let selection: BTreeSet<CardId> = current.into_iter().collect();
    let overlay = Overlay { read_only: true, ..Overlay::with_selection(&selection) };
    let style = canvas_style(theme::of(ui));
    let mut chosen = None;
    let ctx = ui.ctx().clone();
    for event in focus::zone(&ctx, Zone::Own, || canvas_ui(ui, scene, &overlay, &style, canvas)) {
        match event {
            CanvasEvent::SelectionChanged(cards) if cards.len() < 2 && !cards.iter().copied().any(is_annotation) => {
                chosen = Some(Chosen(cards.first().copied()));
            }
            CanvasEvent::Open(card) if !is_annotation(card) => chosen = Some(Chosen(Some(card))),
            _ => {}
        }
    }
    chosen
}

/// Only actions are in the list of differences.
fn is_annotation(card: CardId) -> bool {
    annotation_id(card).is_some()
}

/// Moves the other side after one side was moved, so that actions in both appear at the same position. Returns whether it did.
fn keep_together(comparison: &mut Comparison) -> bool {
    let [left, right] = comparison.sides.each_ref().map(CanvasState::viewport);
    let is_moved = |seen: &Option<Viewport>, now: &Viewport| {
        seen.is_none_or(|it| it.origin.distance(now.origin) > 0.01 || (it.zoom - now.zoom).abs() > f32::EPSILON)
    };
    let [seen_left, seen_right] = &comparison.seen;
    let (from, to, is_left) = match (is_moved(seen_left, &left), is_moved(seen_right, &right)) {
        (_, true) => (right, left, false),
        (true, false) => (left, right, true),
        (false, false) => return false,
    };
    let by = offset(comparison, from, is_left);
    let moved = Viewport { origin: from.origin + by, zoom: from.zoom, rect: to.rect };
    let [left_canvas, right_canvas] = &mut comparison.sides;
    let other = if is_left { right_canvas } else { left_canvas };
    other.set_viewport(moved);
    comparison.seen = comparison.sides.each_ref().map(|it| Some(it.viewport()));
    true
}

/// The offset between the two positions of an action: the chosen one if it is in view, else the one nearest to the centre.
fn offset(comparison: &Comparison, from: Viewport, is_left: bool) -> egui::Vec2 {
    let Some(result) = &comparison.made else { return egui::Vec2::ZERO };
    let places = result.twins.iter().map(|(before, after, [one, other])| {
        let (here, there) = if is_left { (*one, *other) } else { (*other, *one) };
        (Pick { before: Some(*before), after: Some(*after) }, here, there)
    });
    let view = from.scene_rect();
    let chosen = places.clone().find(|(pick, here, _)| Some(*pick) == comparison.current && view.contains(*here));
    let nearest = || places.min_by(|a, b| a.1.distance_sq(view.center()).total_cmp(&b.1.distance_sq(view.center())));
    chosen.or_else(nearest).map_or(egui::Vec2::ZERO, |(_, here, there)| there - here)
}
