//! The palette: every kind of action of the channel, which can be dragged onto the canvas, an arrow or a port. A double click adds an action
//! after the selected one.

use egui::{FontId, Sense, Ui, Vec2, pos2};

use crate::actions;
use crate::canvas::PaletteDrag;
use crate::catalog::ActionSpec;
use crate::model::Channel;
use crate::model::flow::START;

use crate::app::kit::search_list::matches;
use crate::app::kit::text_input::{MAX_NAME, one_line};
use crate::app::kit::theme;

/// Draws the palette. Returns the kind that was double-clicked or chosen by Enter.
pub fn palette_ui(ui: &mut Ui, search: &mut String, channel: Channel) -> Option<&'static str> {
    let edit = ui.add(one_line(search, MAX_NAME).hint_text("Find an action").desired_width(f32::INFINITY));
    edit.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Find an action"));
    ui.add_space(4.0);
    let mut chosen = None;
    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut category = None;
        let is_offered = |spec: &&&ActionSpec| {
            let names = format!("{} {} {}", spec.title, spec.short(), spec.category.words());
            spec.channels.has(channel) && spec.id != START && matches(search, &names)
        };
        let found: Vec<_> = actions::ALL.iter().filter(is_offered).collect();
        for spec in &found {
            if category != Some(spec.category) {
                ui.add_space(if category.is_none() { 2.0 } else { 10.0 });
                ui.label(
                    egui::RichText::new(spec.category.words())
                        .font(FontId::new(theme::CAPTION, theme::semibold()))
                        .color(theme::of(ui).weak),
                );
                ui.add_space(2.0);
                category = Some(spec.category);
            }
            if kind_ui(ui, spec) {
                chosen = Some(spec.id);
            }
        }
        if found.is_empty() {
            ui.label(theme::weak(ui, "No matches", theme::SMALL));
        }
    });
    chosen
}

fn kind_ui(ui: &mut Ui, spec: &ActionSpec) -> bool {
    let palette = theme::of(ui);
    let size = Vec2::new(ui.available_width(), 26.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, spec.short()));
    if response.hovered() || response.dragged() {
        ui.painter().rect_filled(rect, 4, palette.card);
    }
    let dot = egui::Rect::from_center_size(pos2(rect.left() + 12.0, rect.center().y), Vec2::splat(8.0));
    ui.painter().rect_filled(dot, 2, theme::hue(spec.category));
    let font = FontId::proportional(theme::BODY);
    let mut job = egui::text::LayoutJob::simple_singleline(spec.short().to_owned(), font, palette.text);
    job.wrap = egui::text::TextWrapping::truncate_at_width((rect.width() - 32.0).max(20.0));
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    ui.painter().galley(pos2(rect.left() + 26.0, rect.center().y - galley.size().y / 2.0), galley, palette.text);
    if response.drag_started() {
        egui::DragAndDrop::set_payload(ui.ctx(), PaletteDrag(spec.id.to_owned()));
    }
    if response.dragged() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
        theme::ghost(ui, spec.short());
    }
    let is_entered = response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    let is_chosen = response.double_clicked() || is_entered;
    if !response.dragged() {
        let how = "Drag it onto the canvas, an arrow or a port; or double-click.";
        response.on_hover_text(format!("{}\n\n{how}", spec.doc));
    }
    is_chosen
}
