//! A small picture of the tree of a template: cards in their colours, and the arrows between them.

use std::collections::BTreeMap;

use egui::{Color32, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use crate::app::kit::scene::scene;
use crate::app::kit::theme::{self, Palette};
use crate::canvas::WireKind;
use crate::templates::Template;

/// The margin around the tree, in points.
const MARGIN: f32 = 10.0;
/// The most that a tree is enlarged.
const MOST_ZOOM: f32 = 0.5;

/// A picture, in the units of the canvas.
#[derive(Clone, Debug, PartialEq)]
pub struct TreePicture {
    /// The cards, each with the colour of its kind.
    cards: Vec<(Rect, Color32)>,
    /// The arrows, and whether each is one of the tree.
    arrows: Vec<(Pos2, Pos2, bool)>,
    /// The area of everything.
    area: Rect,
}

impl TreePicture {
    /// The picture of the first version of a template.
    #[must_use]
    pub fn of(template: &Template, palette: &'static Palette) -> Self {
        let project = template.project();
        let version = project.versions.values().next();
        let drawn = version.and_then(|version| {
            let routing = project.routing_of(version.id)?;
            Some(scene(&project, routing, version, std::iter::empty(), palette, 0))
        });
        let drawn = drawn.unwrap_or_default();
        let by_id: BTreeMap<u64, usize> =
            drawn.cards.iter().enumerate().map(|(place, card)| (card.id, place)).collect();
        let card = |id: u64| by_id.get(&id).and_then(|place| drawn.cards.get(*place));
        let arrow = |wire: &crate::canvas::Wire| {
            let (from, to) = (card(wire.from)?, card(wire.to)?);
            Some((from.port_pos(wire.port), to.rect().left_center(), wire.kind == WireKind::Tree))
        };
        let cards: Vec<(Rect, Color32)> = drawn.cards.iter().map(|card| (card.rect(), card.hue)).collect();
        let area = cards.iter().fold(Rect::NOTHING, |area, (rect, _)| area.union(*rect));
        Self { arrows: drawn.wires.iter().filter_map(arrow).collect(), cards, area }
    }
}

/// Draws the picture over the whole width.
pub fn picture_ui(ui: &mut Ui, picture: &TreePicture, height: f32) {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), height), Sense::hover());
    let count = picture.cards.len();
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Picture of the tree, {count} actions")));
    let palette = theme::of(ui);
    let painter = ui.painter_at(rect);
    painter.rect(rect, 6, palette.canvas, Stroke::new(1.0, palette.line), StrokeKind::Inside);
    let room = rect.shrink(MARGIN).size();
    let zoom = (room.x / picture.area.width().max(1.0)).min(room.y / picture.area.height().max(1.0)).min(MOST_ZOOM);
    let at = |pos: Pos2| rect.center() + (pos - picture.area.center()) * zoom;
    for (from, to, is_tree) in &picture.arrows {
        let color = if *is_tree { palette.wire } else { palette.line };
        painter.line_segment([at(*from), at(*to)], Stroke::new(1.0, color));
    }
    for (card, hue) in &picture.cards {
        let card = Rect::from_min_max(at(card.min), at(card.max));
        painter.rect(card, 2, palette.card, Stroke::new(1.0, palette.line), StrokeKind::Inside);
        let stripe = Rect::from_min_size(card.min, Vec2::new((card.width() * 0.12).max(2.0), card.height()));
        painter.rect_filled(stripe, 2, *hue);
    }
}
