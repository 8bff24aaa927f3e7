//! The form of an action: its kind, its title, the fields of its kind, its position, its followers, its problems.
//! There is one editor per kind of field and no special case per kind of action. The form keeps no values: it reads the
//! action every frame and sends edits.

pub mod basic;
pub mod branches;
pub mod caption;
pub mod condition;
pub mod criteria;
pub mod cx;
pub mod duration;
pub mod field;
pub mod item;
pub mod json_path;
pub mod key;
pub mod menu_keys;
pub mod operand;
pub mod outbox;
pub mod position;
pub mod problems;
pub mod rows;
pub mod text;
pub mod texts;
pub mod widgets;

#[cfg(test)]
mod tests;

use egui::{Margin, RichText, ScrollArea, Ui};

use crate::actions;
use crate::catalog::ActionSpec;
use crate::edit::Edit;

use crate::app::command::Command;
use crate::app::kit::focus;
use crate::app::kit::theme;
use cx::{FormCx, FormFocus};
use outbox::Outbox;

/// Draws the form of an action in the available space, with a scroll bar. Changes are sent as commands. A read-only version
/// sends only jumps to other pages: its form shows values instead of inputs, and no buttons that change something.
pub fn form_ui(ui: &mut Ui, cx: &FormCx<'_>, commands: &mut Vec<Command>) {
    form_of_ui(ui, cx, actions::spec_of(cx.action), commands);
}

/// The form of an action; without `spec`, the kind is unknown to this program.
fn form_of_ui(ui: &mut Ui, cx: &FormCx<'_>, spec: Option<&'static ActionSpec>, commands: &mut Vec<Command>) {
    let mut out = Outbox::new(cx, commands);
    ui.push_id((cx.version.id, cx.action.id), |ui| {
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            egui::Frame::new().inner_margin(Margin { left: 12, right: 14, top: 12, bottom: 16 }).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 4.0;
                if cx.is_read_only {
                    theme::flatten(ui);
                }
                content_ui(ui, cx, spec, &mut out);
            });
        });
    });
}

fn content_ui(ui: &mut Ui, cx: &FormCx<'_>, spec: Option<&'static ActionSpec>, out: &mut Outbox<'_>) {
    caption::kind_ui(ui, cx, spec, out);
    ui.add_space(8.0);
    match cx.focus {
        FormFocus::Title => focus::take_next(ui.ctx()),
        FormFocus::Needed(typed) if cx.needed_field().is_none() => focus::take_next_with(ui.ctx(), typed),
        FormFocus::Needed(_) | FormFocus::Stays => {}
    }
    caption::title_ui(ui, cx, spec, out);
    match spec {
        Some(spec) if cx.action.foreign_params.is_none() => {
            for field in spec.shown_fields(cx.action, cx.tree_type().channel) {
                field::param_ui(ui, cx, field, out);
            }
        }
        Some(_) => widgets::hint(
            ui,
            "A newer version of Signalbox wrote the parameters of this action. They are kept unchanged and cannot be edited here.",
        ),
        None => widgets::hint(
            ui,
            "This version of Signalbox does not know this kind of action. The action is kept unchanged; its parameters cannot be edited here.",
        ),
    }
    caption::comment_ui(ui, cx, out);
    position::position_ui(ui, cx, spec, out);
    branches::branches_ui(ui, cx, spec, out);
    problems::problems_ui(ui, cx, out);
    widgets::rule(ui);
    caption::record_ui(ui, cx, out);
    if !cx.action.is_start() && !cx.is_read_only {
        removal_ui(ui, cx, out);
    }
}

fn removal_ui(ui: &mut Ui, cx: &FormCx<'_>, out: &mut Outbox<'_>) {
    let (version, action) = (cx.version.id, cx.action.id);
    ui.add_space(8.0);
    ui.horizontal_wrapped(|ui| {
        let heal = ui.button("Remove and heal");
        if heal
            .on_hover_text("Removes this action and connects the actions before it to the action after it.")
            .clicked()
        {
            out.edit(Edit::RemoveActions { version, actions: vec![action] });
        }
        let text = RichText::new("Remove with all below").color(theme::of(ui).error);
        let below = ui.button(text);
        if below.on_hover_text("Removes this action and all actions that only this action leads to.").clicked() {
            out.edit(Edit::RemoveBelow { version, action });
        }
    });
}
