//! Breadcrumbs: the way from Start down to the selected action, over the canvas (spec: ease §2). A click goes back to an action on that way.

use std::collections::BTreeMap;

use egui::{Area, Button, Frame, Id, Margin, Order, Rect, RichText, Stroke, Ui, WidgetInfo, vec2};

use crate::canvas::{CanvasScene, CardId, WireKind};

use super::state::{VersionView, WayDown, kept};
use crate::app::kit::scene::card_id;
use crate::app::kit::theme;
use crate::catalog::text::shorten;

/// The most actions that are shown before the selected one, with Start.
const MOST_SHOWN: usize = 4;
/// The most letters of a title.
const MOST_LETTERS: usize = 24;
/// The space around a title on the way, with the sign after it.
const AROUND: f32 = 22.0;
/// The distance from the corner of the canvas.
const MARGIN: f32 = 8.0;

/// The cards from the first one of a tree to a card, both included, with their titles.
#[must_use]
pub fn way_down(scene: &CanvasScene, card: CardId) -> WayDown {
    let homes: BTreeMap<CardId, CardId> =
        scene.wires.iter().filter(|wire| wire.kind == WireKind::Tree).map(|wire| (wire.to, wire.from)).collect();
    let titles: BTreeMap<CardId, &str> = scene.cards.iter().map(|card| (card.id, card.title.as_str())).collect();
    let mut way: Vec<CardId> = Vec::new();
    let mut next = Some(card).filter(|card| titles.contains_key(card));
    // A tree has no loop of homes; a damaged scene might.
    while let Some(card) = next.filter(|_| way.len() < scene.cards.len()) {
        way.push(card);
        next = homes.get(&card).copied();
    }
    way.reverse();
    way.into_iter().filter_map(|card| Some((card, (*titles.get(&card)?).to_owned()))).collect()
}

/// Draws the way to the one selected action at the corner of the canvas, and selects the action that is clicked.
pub fn breadcrumbs_ui(ui: &Ui, canvas: Rect, view: &mut VersionView, scene: &CanvasScene) {
    let Some(selected) = view.only_selected().map(card_id) else { return };
    let way = kept(&mut view.way_down, (scene.revision, selected), || way_down(scene, selected));
    let Some((last, before)) = way.split_last().filter(|(_, before)| !before.is_empty()) else { return };
    let palette = theme::of(ui);
    let area = Area::new(Id::unique("breadcrumbs")).order(Order::Middle).fixed_pos(canvas.min + vec2(MARGIN, MARGIN));
    let mut clicked = None;
    area.constrain_to(canvas).show(ui.ctx(), |ui| {
        let frame = Frame::new().fill(palette.panel).stroke(Stroke::new(1.0, palette.line)).corner_radius(6);
        frame.inner_margin(Margin::symmetric(6, 1)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            ui.spacing_mut().button_padding = vec2(3.0, 2.0);
            ui.horizontal(|ui| {
                let room = canvas.width() - 2.0 * MARGIN - 16.0 - crumb_width(ui, &last.1);
                clicked = crumbs_ui(ui, before, room);
                ui.label(RichText::new(shorten(&last.1, MOST_LETTERS)).size(theme::SMALL).color(palette.text));
            });
        });
    });
    if let Some(card) = clicked {
        view.select([card].into());
    }
}

/// The width of a title on the way, with the sign after it.
fn crumb_width(ui: &Ui, title: &str) -> f32 {
    let font = egui::FontId::proportional(theme::SMALL);
    ui.painter().layout_no_wrap(shorten(title, MOST_LETTERS), font, theme::of(ui).text).size().x + AROUND
}

/// Draws the actions before the selected one; several in the middle are left out where there are many. Returns the one that was clicked.
fn crumbs_ui(ui: &mut Ui, before: &[(CardId, String)], room: f32) -> Option<CardId> {
    let palette = theme::of(ui);
    let mut clicked = None;
    let mut skipped = before.len().saturating_sub(MOST_SHOWN);
    let widths: Vec<f32> = before.iter().map(|(_, title)| crumb_width(ui, title)).collect();
    let is_shown = |place: &usize, skipped: usize| *place == 0 || *place > skipped;
    let width = |skipped: usize| -> f32 {
        widths.iter().enumerate().filter(|(place, _)| is_shown(place, skipped)).map(|(_, width)| width).sum()
    };
    while skipped + 1 < before.len() && width(skipped) > room {
        skipped += 1;
    }
    for (place, (card, title)) in before.iter().enumerate() {
        if place > 0 && place <= skipped {
            if place == skipped {
                let left_out: Vec<&str> =
                    before.iter().skip(1).take(skipped).map(|(_, title)| title.as_str()).collect();
                ui.label(theme::weak(ui, "…", theme::SMALL)).on_hover_text(theme::for_display(left_out.join("\n")));
                ui.label(theme::weak(ui, "›", theme::SMALL));
            }
            continue;
        }
        let words = RichText::new(shorten(title, MOST_LETTERS)).size(theme::SMALL).color(palette.weak);
        // The arrow keys of the canvas go back too, so the *Tab* key leaves this out.
        let crumb = ui.add(Button::new(words).frame(false).sense(egui::Sense::CLICK));
        crumb.widget_info(|| WidgetInfo::labeled(egui::Role::Link, true, format!("Back to {title}")));
        if crumb.on_hover_text(theme::for_display(title.as_str())).clicked() {
            clicked = Some(*card);
        }
        ui.label(theme::weak(ui, "›", theme::SMALL));
    }
    clicked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvas::fixture::{card, link, scene, tree};

    #[test]
    fn the_way_follows_the_homes_and_not_the_links() {
        let cards = (1..=4).map(|id| card(id, 0.0, 0.0, 2)).collect();
        let scene = scene(cards, vec![tree(1, 0, 2), tree(2, 0, 3), link(1, 1, 3), link(3, 0, 1)]);
        let ids = |to| way_down(&scene, to).into_iter().map(|(card, _)| card).collect::<Vec<_>>();
        assert_eq!(ids(3), [1, 2, 3]);
        assert_eq!(ids(1), [1]);
        assert_eq!(ids(4), [4]);
        assert_eq!(ids(9), Vec::<CardId>::new());
    }

    #[test]
    fn a_loop_of_homes_ends() {
        let cards = (1..=2).map(|id| card(id, 0.0, 0.0, 1)).collect();
        assert_eq!(way_down(&scene(cards, vec![tree(1, 0, 2), tree(2, 0, 1)]), 1).len(), 2);
    }
}
