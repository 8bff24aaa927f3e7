//! The outline of a version: the tree of the canvas as an indented list, for the keyboard and for screen readers (spec: designer §2, ease §2).
//! It shares the selection and the context menu with the canvas, so everything that can be done there can be done here.

pub mod keys;
mod row;
pub mod rows;
pub mod state;

use std::sync::Arc;

use egui::{Align, Id, Pos2, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, Vec2, WidgetInfo, pos2};

use crate::actions;
use crate::canvas::{CanvasScene, CardId};
use crate::edit::Spot;
use crate::model::VersionId;

use super::Page;
use super::spot::after;
use super::state::{OpenMenu, VersionView, Versions};
use crate::app::command::{Ask, Command};
use crate::app::kit::scene::{action_id, annotation_id};
use keys::{Act, Adds};
use row::{HEIGHT, Shown, row_ui};
use rows::Key;
use state::Listed;

/// The id of the outline. It has the keyboard focus as a whole, and screen readers read its current row.
fn tree_id(version: VersionId) -> Id {
    Id::unique(("outline", version))
}

/// The id of the row of a card or a branch.
fn row_id(version: VersionId, key: &Key) -> Id {
    Id::unique(("outline row", version, key))
}

fn has_focus(ctx: &egui::Context, version: VersionId) -> bool {
    ctx.memory(|memory| memory.has_focus(tree_id(version)))
}

/// Draws the outline of a version.
pub fn outline_ui(
    ui: &mut Ui,
    page: &Page<'_>,
    own: &mut Versions,
    scene: &Arc<CanvasScene>,
    commands: &mut Vec<Command>,
) {
    let version = page.version.id;
    let view = own.view(version);
    let has_focus = has_focus(ui.ctx(), version);
    view.outline.follow(&view.selection, scene);
    let listed = list(page, view, scene);
    let here = view.outline.place(&listed.rows);
    let pressed = if has_focus { keys::pressed(ui, &listed.rows, here) } else { None };
    if let Some(act) = pressed {
        carry_out(ui, page, view, (scene, &listed), act, commands);
    }
    let listed = list(page, view, scene);
    let here = view.outline.place(&listed.rows);
    if view.outline.asks_for_focus(has_focus) {
        ui.memory_mut(|memory| memory.request_focus(tree_id(version)));
        ui.ctx().request_repaint();
    }
    let clicked = rows_ui(ui, version, view, (scene, &listed), here);
    if let Some(act) = clicked {
        carry_out(ui, page, view, (scene, &listed), act, commands);
        ui.ctx().request_repaint();
    }
    hold_focus(ui, version, view);
}

fn list(page: &Page<'_>, view: &mut VersionView, scene: &CanvasScene) -> Arc<Listed> {
    let tree = page.project.tree_type_of(page.version.id);
    view.outline.listed(scene, || actions::shape(&page.version.flow, tree))
}

/// While the outline has the keyboard focus, the arrow keys belong to it.
fn hold_focus(ui: &Ui, version: VersionId, view: &mut VersionView) {
    if has_focus(ui.ctx(), version) {
        view.outline.is_in_use = true;
        let filter = egui::EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: false };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(tree_id(version), filter));
    } else if view.canvas.has_focus() {
        view.outline.is_in_use = false;
    }
}

/// Draws the rows in view, and the current row wherever it is, since it may have the keyboard focus. Returns what a click asks for.
fn rows_ui(
    ui: &mut Ui,
    version: VersionId,
    view: &mut VersionView,
    (scene, listed): (&CanvasScene, &Listed),
    here: usize,
) -> Option<Act> {
    let mut clicked = None;
    let tree = tree_id(version);
    let area = ui.available_rect_before_wrap();
    let whole = ui.interact(area, tree, Sense::focusable_noninteractive());
    whole.widget_info(|| WidgetInfo::labeled(Role::Tree, true, "Outline"));
    if let Some(row) = listed.rows.get(here) {
        let current = row_id(version, &row.key).accesskit_id();
        ui.ctx().accesskit_node_builder(tree, |node| node.set_active_descendant(current));
    }
    let must_show = std::mem::take(&mut view.outline.must_show);
    let builder = UiBuilder::new().accessibility_parent(tree);
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().auto_shrink([false, false]).show_rows(ui, HEIGHT, listed.rows.len(), |ui, range| {
            let (corner, width) = (ui.max_rect().min, ui.available_width());
            let first = range.start;
            if must_show {
                let rect = row_rect(corner, width, here, first);
                ui.scroll_to_rect(rect, rect_align(ui, rect));
            }
            let beyond = Some(here).filter(|here| !range.contains(here));
            for place in range.chain(beyond) {
                let Some(row) = listed.rows.get(place) else { continue };
                let number = listed.numbers.get(row.card).map_or("", String::as_str);
                let is_selected = view.selection.contains(&row.key.card());
                let is_current = place == here && whole.has_focus();
                let shown = Shown { scene, row, number, is_current, is_selected };
                let rect = row_rect(corner, width, place, first);
                let drawn = row_ui(ui, &shown, rect, row_id(version, &row.key));
                if let Some(act) = drawn.and_then(|(row, is_turned)| act_of(ui, &row, is_turned, place)) {
                    clicked = Some(act);
                }
            }
        });
    });
    clicked
}

/// How far to scroll to a row: not at all where it is in view.
fn rect_align(ui: &Ui, rect: Rect) -> Option<Align> {
    if ui.clip_rect().y_range().contains(rect.center().y) { None } else { Some(Align::Center) }
}

#[expect(clippy::cast_precision_loss, reason = "a tree has far fewer rows than f32 has whole numbers")]
fn row_rect(corner: Pos2, width: f32, place: usize, first: usize) -> Rect {
    let below = (place as f32 - first as f32) * HEIGHT;
    Rect::from_min_size(pos2(corner.x, corner.y + below), Vec2::new(width, HEIGHT))
}

/// What a click on a row asks for.
fn act_of(ui: &Ui, row: &egui::Response, is_turned: bool, place: usize) -> Option<Act> {
    if is_turned {
        return Some(Act::Turn(place));
    }
    if row.secondary_clicked() {
        return Some(Act::Menu(place));
    }
    if row.double_clicked() {
        return Some(Act::Form(place));
    }
    let modifiers = ui.input(|input| input.modifiers);
    let adds = match (modifiers.command, modifiers.shift) {
        (true, _) => Adds::Turns,
        (false, true) => Adds::Card,
        (false, false) => Adds::Nothing,
    };
    row.clicked().then_some(Act::Go(place, adds))
}

fn carry_out(
    ui: &Ui,
    page: &Page<'_>,
    view: &mut VersionView,
    (scene, listed): (&CanvasScene, &Listed),
    act: Act,
    commands: &mut Vec<Command>,
) {
    let version = page.version.id;
    let key_at = |place: usize| listed.rows.get(place).map(|row| row.key.clone());
    match act {
        Act::Go(place, adds) => {
            let Some(key) = key_at(place) else { return };
            select(view, key.card(), adds);
            view.outline.current = Some(key);
            view.outline.must_show = true;
            ui.memory_mut(|memory| memory.request_focus(tree_id(version)));
        }
        Act::GoToCard(to) => {
            let Some(card) = scene.cards.get(to) else { return };
            select(view, card.id, Adds::Nothing);
            view.outline.go_to(Key::Card(card.id), scene);
        }
        Act::Find(letters) => {
            let typed = view.outline.type_letters(&letters, ui.input(|input| input.time));
            if let Some(found) = find(scene, listed, view.outline.current.as_ref(), &typed) {
                carry_out(ui, page, view, (scene, listed), Act::Go(found, Adds::Nothing), commands);
            }
        }
        Act::Turn(place) => {
            if let Some(key) = key_at(place) {
                view.outline.turn(key);
            }
        }
        Act::Form(place) => {
            let Some(key) = key_at(place) else { return };
            if let Some(annotation) = annotation_id(key.card()) {
                let ask = Ask::Annotation { version, annotation };
                commands.extend(Some(ask).filter(|_| !page.is_read_only).map(Command::ask));
                return;
            }
            select(view, key.card(), Adds::Nothing);
            view.form_takes_focus = true;
        }
        Act::Add(_) if page.is_read_only => {}
        Act::Add(place) => {
            let spot = match key_at(place) {
                Some(Key::Branch(card, port)) => Some(Spot::After(action_id(card), port.to_string())),
                Some(Key::Card(card)) => after(page.project, version, action_id(card)),
                Some(Key::Annotation(_)) | None => None,
            };
            commands.extend(spot.map(|spot| Command::ask(Ask::AddAction { version, spot, pos: None })));
        }
        Act::Menu(place) => {
            if let Some(key) = key_at(place) {
                open_menu(ui, view, &key);
            }
        }
    }
}

/// Opens the context menu of a row, at the pointer or, by a key, at the beginning of the list.
fn open_menu(ui: &Ui, view: &mut VersionView, key: &Key) {
    if !view.selection.contains(&key.card()) {
        select(view, key.card(), Adds::Nothing);
    }
    let screen = ui.input(|input| input.pointer.interact_pos()).unwrap_or_default();
    let by_key = ui.input(|input| !input.pointer.secondary_released());
    let at = if by_key { ui.cursor().min + Vec2::new(24.0, 24.0) } else { screen };
    view.outline.current = Some(key.clone());
    view.menu = Some(OpenMenu { target: key.target(), pos: Pos2::ZERO, screen: at });
}

/// The row that begins with typed letters: the current one, or the next after it.
fn find(scene: &CanvasScene, listed: &Listed, current: Option<&Key>, typed: &str) -> Option<usize> {
    let here = listed.rows.iter().position(|row| Some(&row.key) == current).unwrap_or(0);
    let begins = |place: &usize| {
        let row = listed.rows.get(*place);
        let words = row.and_then(|row| match row.port_of(scene) {
            Some(port) => Some(port.label.as_str()),
            None => match row.annotation_of(scene) {
                Some(annotation) => Some(annotation.text.trim_start()),
                None => Some(row.card_of(scene)?.title.as_str()),
            },
        });
        words.is_some_and(|words| words.to_lowercase().starts_with(typed))
    };
    // A first letter goes on from the next row; further letters may still fit the current one.
    let from = if typed.chars().count() == 1 { here + 1 } else { here };
    (from..listed.rows.len()).chain(0..from).find(begins)
}

/// Selects the card of a row, as a click on its card does.
fn select(view: &mut VersionView, card: CardId, adds: Adds) {
    let mut selection = view.selection.clone();
    match adds {
        Adds::Nothing => selection = [card].into(),
        Adds::Turns if selection.contains(&card) => drop(selection.remove(&card)),
        Adds::Card | Adds::Turns => drop(selection.insert(card)),
    }
    view.outline.has_selected(&selection);
    view.select(selection);
    view.canvas.reveal(card);
}
