//! The palette: everything that can be added to a tree of the channel, which can be dragged onto the canvas, an arrow or a port. A double click, or
//! Enter after a search, adds it after the selected action.

use std::sync::Arc;

use egui::{FontId, Key, Modifiers, Sense, TextEdit, Ui, Vec2, pos2};

use crate::canvas::PaletteDrag;
use crate::model::Channel;
use crate::palette::{Offer, OwnPreset, offers};

use super::preset::remove_question;
use crate::app::command::Command;
use crate::app::kit::icon::{ICON_WIDTH, KindIcon};
use crate::app::kit::text_input::{MAX_NAME, one_line};
use crate::app::kit::theme;

/// The name of the search field.
const FIND: &str = "Find an action";

/// Draws the palette, with the presets of the user. Returns what was double-clicked or chosen by Enter; then the search is empty again.
pub fn palette_ui(
    ui: &mut Ui,
    search: &mut String,
    channel: Channel,
    presets: &[Arc<OwnPreset>],
    commands: &mut Vec<Command>,
) -> Option<Offer> {
    let found = offers(search, channel, presets);
    let is_entered = search_ui(ui, search);
    ui.add_space(4.0);
    let is_searched = !search.trim().is_empty();
    let mut chosen = found.first().cloned().filter(|_| is_entered && is_searched);
    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut group = None;
        for (place, offer) in found.iter().enumerate() {
            // What is found comes in order of how well it fits, and not by groups.
            if !is_searched && group != Some(offer.group()) {
                ui.add_space(if group.is_none() { 2.0 } else { 10.0 });
                ui.label(
                    egui::RichText::new(offer.group())
                        .font(FontId::new(theme::CAPTION, theme::semibold()))
                        .color(theme::of(ui).weak),
                );
                ui.add_space(2.0);
                group = Some(offer.group());
            }
            if offer_ui(ui, offer, is_searched && place == 0, commands) {
                chosen = Some(offer.clone());
            }
        }
        if found.is_empty() {
            ui.label(theme::weak(ui, "No matches", theme::SMALL));
        }
    });
    if chosen.is_some() {
        search.clear();
    }
    chosen
}

/// Draws the search field, with a button that empties it. Returns whether Enter was pressed in the field.
fn search_ui(ui: &mut Ui, search: &mut String) -> bool {
    // A row that is wider than the pane would widen the pane.
    const CLEAR: f32 = 24.0;
    const GAP: f32 = 4.0;
    // The button comes in the frame after the first letter, whose field leaves room for it.
    let has_button = !search.is_empty();
    let room = if has_button { CLEAR + GAP } else { 0.0 };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        let field: TextEdit<'_> = one_line(search, MAX_NAME).hint_text(FIND);
        let edit = ui.add(field.desired_width(ui.available_width() - room).return_key(None));
        edit.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, FIND));
        let has_focus = edit.has_focus();
        let is_entered = has_focus && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        let is_left = has_focus && !search.is_empty() && ui.input(|input| input.key_pressed(Key::Escape));
        if has_button {
            ui.spacing_mut().button_padding.x = 2.0;
            let clear = ui.add_sized([CLEAR, CLEAR], egui::Button::new("×"));
            clear.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Clear the search"));
            if clear.on_hover_text("Clear the search").clicked() || is_left {
                search.clear();
            }
        }
        is_entered
    })
    .inner
}

/// Draws one row. Returns whether it was chosen.
fn offer_ui(ui: &mut Ui, offer: &Offer, is_first: bool, commands: &mut Vec<Command>) -> bool {
    let palette = theme::of(ui);
    let size = Vec2::new(ui.available_width(), 26.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, offer.title()));
    if response.hovered() || response.dragged() {
        ui.painter().rect_filled(rect, 4, palette.card);
    } else if is_first {
        ui.painter().rect_filled(rect, 4, palette.selected);
    }
    KindIcon::of_offer(offer).paint(ui, rect.left() + 6.0, rect.center().y);
    let font = FontId::proportional(theme::BODY);
    let mut job = egui::text::LayoutJob::simple_singleline(offer.title().to_owned(), font, palette.text);
    let left = ICON_WIDTH + 14.0;
    job.wrap = egui::text::TextWrapping::truncate_at_width((rect.width() - left - 6.0).max(20.0));
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let is_cut = galley.elided;
    ui.painter().galley(pos2(rect.left() + left, rect.center().y - galley.size().y / 2.0), galley, palette.text);
    entry_ui(ui, response, offer, !is_cut, commands)
}

/// What every entry of the palette does: it is dragged, has a menu if it is a preset of the user, and explains itself. `is_named` says whether its
/// whole title is drawn. Returns whether it was chosen.
pub(super) fn entry_ui(
    ui: &Ui,
    response: egui::Response,
    offer: &Offer,
    is_named: bool,
    commands: &mut Vec<Command>,
) -> bool {
    if response.drag_started() {
        egui::DragAndDrop::set_payload(ui.ctx(), PaletteDrag(offer.id().to_owned()));
    }
    if response.dragged() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
        theme::ghost(ui, offer.title());
    }
    own_menu_ui(&response, offer, commands);
    let is_entered = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let is_chosen = response.double_clicked() || is_entered;
    if !response.dragged() {
        let title = if is_named { String::new() } else { format!("{}\n\n", offer.title()) };
        let how = "Drag it onto the canvas, an arrow or a port; or double-click.";
        response.on_hover_text(format!("{title}{}\n\n{how}", offer.doc()));
    }
    is_chosen
}

/// Draws the context menu of a preset of the user.
fn own_menu_ui(response: &egui::Response, offer: &Offer, commands: &mut Vec<Command>) {
    if let Offer::Own(preset) = offer {
        response.context_menu(|ui| {
            if ui.button("Remove preset…").clicked() {
                commands.push(remove_question(preset));
            }
        });
    }
}
