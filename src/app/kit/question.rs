//! Draws a question with one button per answer.

use egui::{RichText, Ui};

use super::modal::{ClickOutside, height_in, is_entered, modal, takes_first_focus};
use super::theme;
use crate::app::command::{Button, Command, Emphasis, Question};

/// The width of a question.
const NARROW: f32 = 460.0;
/// The width of a question with many answers.
const WIDE: f32 = 640.0;

/// The height of the title and the buttons.
const AROUND: f32 = 80.0;

/// The label of the button that cancels.
pub const CANCEL: &str = "Cancel";

/// Draws the dialog. Returns whether it stays open.
pub fn question_ui(ui: &Ui, confirm: &Question, commands: &mut Vec<Command>) -> bool {
    let mut is_answered = false;
    let width = if confirm.buttons.len() > 3 { WIDE } else { NARROW };
    let is_message = confirm.buttons.iter().all(|button| button.command.is_none());
    let click_outside = if is_message { ClickOutside::Closes } else { ClickOutside::Ignored };
    let stays = modal(ui, "confirm", &confirm.title, width, click_outside, |ui| {
        egui::ScrollArea::vertical().max_height(height_in(ui.ctx(), 360.0, AROUND)).show(ui, |ui| {
            for line in &confirm.lines {
                // Lines that begin with a space are excerpts of files.
                let text = if line.starts_with(' ') {
                    RichText::new(theme::for_display(line)).monospace()
                } else {
                    RichText::new(theme::for_display(line))
                };
                ui.add(egui::Label::new(text).wrap());
            }
        });
        ui.add_space(10.0);
        is_answered = answers_ui(ui, &confirm.buttons, commands);
    });
    if !stays && !is_answered {
        // *Esc* does the same as *Cancel*, which may return to the previous dialog.
        let cancel = confirm.buttons.iter().find(|button| button.label == CANCEL);
        commands.extend(cancel.and_then(|button| button.command.clone()));
    }
    stays && !is_answered
}

/// Draws the answers of a dialog. The default button has the focus when the dialog opens, and *Enter* presses it. Returns whether a button was
/// pressed.
pub fn answers_ui(ui: &mut Ui, buttons: &[Button], commands: &mut Vec<Command>) -> bool {
    button_row_ui(ui, buttons, default_button(buttons), commands)
}

/// The default button: the last enabled primary button, else the first enabled plain one; never one that removes something.
fn default_button(buttons: &[Button]) -> Option<usize> {
    let can = |emphasis| move |button: &Button| button.is_enabled && button.emphasis == emphasis;
    buttons.iter().rposition(can(Emphasis::Primary)).or_else(|| buttons.iter().position(can(Emphasis::Plain)))
}

/// Draws buttons at the right. Returns whether one was pressed.
pub fn buttons_ui(ui: &mut Ui, buttons: &[Button], commands: &mut Vec<Command>) -> bool {
    button_row_ui(ui, buttons, None, commands)
}

fn button_row_ui(ui: &mut Ui, buttons: &[Button], default: Option<usize>, commands: &mut Vec<Command>) -> bool {
    let mut is_answered = false;
    let is_entered = default.is_some() && is_entered(ui);
    // The height of one line: in a list the rest of the height belongs to the next row.
    let line = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(line, egui::Layout::right_to_left(egui::Align::Center), |ui| {
        for (place, button) in buttons.iter().enumerate().rev() {
            let widget = match button.emphasis {
                Emphasis::Primary => theme::primary_button(ui, &button.label),
                Emphasis::Danger => egui::Button::new(RichText::new(&button.label).color(theme::of(ui).error)),
                Emphasis::Plain => egui::Button::new(button.label.as_str()),
            };
            let response = ui.add_enabled(button.is_enabled, widget);
            let is_default = default == Some(place);
            if is_default && takes_first_focus(ui) {
                response.request_focus();
            }
            if response.clicked() || (is_default && is_entered) {
                is_answered = true;
                commands.extend(button.command.clone());
            }
        }
    });
    is_answered
}

/// A label above a field.
pub fn field(ui: &mut Ui, label: &str, content: impl FnOnce(&mut Ui, egui::Id)) {
    let label = ui.label(theme::weak(ui, label, theme::SMALL));
    content(ui, label.id);
    ui.add_space(6.0);
}

/// Draws *Cancel* and the main button. Returns whether either was pressed, and whether it was the main button, also by *Enter* in a field.
pub fn buttons(ui: &mut Ui, label: &str, is_ready: bool) -> (bool, bool) {
    let mut pressed = (is_ready && is_entered(ui), is_ready && is_entered(ui));
    ui.add_space(6.0);
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        let button = theme::primary_button(ui, label);
        if ui.add_enabled(is_ready, button).clicked() {
            pressed = (true, true);
        }
        if ui.button(CANCEL).clicked() {
            pressed = (true, false);
        }
    });
    pressed
}
