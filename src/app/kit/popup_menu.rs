//! A menu at a point of the screen.

use egui::containers::menu::menu_style;
use egui::{Id, Popup, PopupCloseBehavior, PopupKind, Pos2, Ui};

/// Draws a menu whose top left corner is at a point. Returns whether the menu stays open: a click closes it.
pub fn popup_menu_ui(ui: &Ui, id: &str, at: Pos2, width: f32, items: impl FnOnce(&mut Ui)) -> bool {
    let mut is_open = true;
    let popup = Popup::new(Id::unique(id), ui.ctx().clone(), at, ui.layer_id())
        .kind(PopupKind::Menu)
        .layout(egui::Layout::top_down_justified(egui::Align::Min))
        .width(width)
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .open_bool(&mut is_open);
    popup.show(|ui| {
        menu_style(ui.style_mut());
        items(ui);
    });
    is_open
}
