//! What is typed right after an action was added goes into the first field of the action that needs a value (spec: ease §1).

use egui::Ui;

use super::Page;
use super::state::Versions;
use crate::app::kit::focus;
use crate::app::kit::text_input::take_typed;

/// Takes what was typed while the canvas had the keyboard focus and the action that was added last is selected. *Space*
/// alone still opens the list of actions.
pub(super) fn follow(ui: &Ui, page: &Page<'_>, own: &mut Versions) {
    let view = own.view(page.version.id);
    let is_meant = view.new.is_some() && view.new == view.only_selected() && !page.is_read_only;
    let is_here = view.canvas.has_focus();
    if !is_meant || !is_here || focus::has_dialog(ui.ctx()) || ui.ctx().text_edit_focused() {
        return;
    }
    let is_under_way = focus::is_taking(ui.ctx());
    let typed = take_typed(ui, is_under_way);
    if typed.is_empty() {
        return;
    }
    if is_under_way {
        focus::type_too(ui.ctx(), &typed);
    } else {
        view.typed = Some(typed);
    }
    ui.request_repaint();
}
