//! The page of a resource or an entry point as a dialog over what is shown, so that nobody has to leave a tree to change what it uses
//! (spec: ease §1).

use egui::{ScrollArea, Ui, vec2};

use super::{NARROWEST, WIDE, WIDTH, content_ui, is_wide};
use crate::app::command::{Command, Tab};
use crate::app::cx::{Cx, exists};
use crate::app::kit::modal::{ClickOutside, is_entered, modal};
use crate::app::kit::theme;

/// The space around the dialog, in points.
const AROUND: f32 = 48.0;
/// The height of what is below the page, in points.
const BELOW: f32 = 64.0;

/// Draws the dialog. Returns whether it stays open.
pub fn item_ui(ui: &Ui, tab: Tab, cx: &Cx<'_>, commands: &mut Vec<Command>) -> bool {
    let project = cx.project();
    if !exists(tab, project) {
        return false;
    }
    let screen = ui.ctx().content_rect().size() - vec2(2.0 * AROUND, 2.0 * AROUND + BELOW);
    let widest = if is_wide(tab, project) { WIDE } else { WIDTH };
    let mut is_done = false;
    let stays = modal(ui, "edit in place", "", widest.min(screen.x), ClickOutside::Closes, |ui| {
        let scroll = ScrollArea::both().id_salt(("item", tab)).max_height(screen.y.max(160.0));
        scroll.auto_shrink([false, true]).show(ui, |ui| {
            ui.push_id(tab, |ui| {
                ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
                ui.set_width((ui.available_width() - 12.0).max(NARROWEST));
                content_ui(ui, tab, project, (cx.problems.all(), cx.now), commands);
            });
        });
        ui.add_space(8.0);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            is_done = ui.add(theme::primary_button(ui, "Done")).clicked() || is_entered(ui);
            if ui.button("Open as a page").clicked() {
                commands.push(Command::open_tab(tab));
                is_done = true;
            }
        });
    });
    stays && !is_done
}
