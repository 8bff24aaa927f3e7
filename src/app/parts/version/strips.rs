//! The folded side panes of a version page: the icons of the actions that can be added, and the button that shows the form.

use egui::{Button, Sense, Ui, Vec2};

use crate::model::Channel;
use crate::palette::{Offer, offers};

use super::palette::entry_ui;
use crate::app::command::{Command, PaneCommand};
use crate::app::cx::Cx;
use crate::app::kit::icon::{ICON_WIDTH, KindIcon};
use crate::app::kit::name::Name;
use crate::app::kit::theme;

/// The size of a cell with an icon.
const CELL: f32 = 28.0;

/// Draws the actions that can be added as icons. Returns what was double-clicked or chosen by Enter.
pub(super) fn icons_ui(ui: &mut Ui, channel: Channel, cx: &Cx<'_>, commands: &mut Vec<Command>) -> Option<Offer> {
    if cx.panes.folds_palette && sign_button(ui, "»", "Show the names of the actions") {
        commands.push(Command::Pane(PaneCommand::FoldPalette));
    }
    if sign_button(ui, "+", "Find an action to add (Space on the canvas)") {
        commands.push(Command::Tree(crate::app::command::TreeCommand::AddAction));
    }
    ui.add_space(4.0);
    let mut chosen = None;
    egui::ScrollArea::vertical()
        .scroll_bar_visibility(egui::scroll_area::ScrollBarVisibility::AlwaysHidden)
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let mut group = None;
            for offer in offers("", channel, cx.presets) {
                if group.is_some() && group != Some(offer.group()) {
                    ui.add(egui::Separator::default().spacing(5.0));
                }
                group = Some(offer.group());
                if icon_ui(ui, &offer, commands) {
                    chosen = Some(offer);
                }
            }
        });
    chosen
}

/// Draws one icon. Returns whether it was chosen.
fn icon_ui(ui: &mut Ui, offer: &Offer, commands: &mut Vec<Command>) -> bool {
    let size = Vec2::new(ui.available_width(), CELL);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, offer.title()));
    if response.hovered() || response.dragged() {
        ui.painter().rect_filled(rect, 4, theme::of(ui).card);
    }
    KindIcon::of_offer(offer).paint(ui, rect.center().x - ICON_WIDTH / 2.0, rect.center().y);
    entry_ui(ui, response, offer, false, commands)
}

/// Draws the strip in place of the form. Returns whether the form is to be shown.
pub(super) fn form_strip_ui(ui: &mut Ui) -> bool {
    sign_button(ui, &crate::catalog::Icon::NotePencil.glyph().to_string(), "Show the form of the selected action")
}

fn sign_button(ui: &mut Ui, sign: &str, words: &str) -> bool {
    let button = ui.add(Button::new(sign).min_size(Vec2::splat(CELL)));
    Name::plain(words, "").give(&button);
    button.on_hover_text(words).clicked()
}
