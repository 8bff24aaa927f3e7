//! Draws a question with one button per answer.

use egui::{RichText, Ui};

use super::modal::{Beside, begins, is_entered, modal};
use super::theme;
use crate::app::command::{Button, Command, Emphasis, Question};

/// The width of a question.
const NARROW: f32 = 460.0;
/// The same where there are many answers.
const WIDE: f32 = 640.0;

/// What gives up what was asked.
pub const CANCEL: &str = "Cancel";

/// Whether it stays open.
pub fn question_ui(ui: &Ui, confirm: &Question, commands: &mut Vec<Command>) -> bool {
    let mut is_answered = false;
    let width = if confirm.buttons.len() > 3 { WIDE } else { NARROW };
    let is_told = confirm.buttons.iter().all(|button| button.command.is_none());
    let beside = if is_told { Beside::Closes } else { Beside::Stays };
    let stays = modal(ui, "confirm", &confirm.title, width, beside, |ui| {
        egui::ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
            for line in &confirm.lines {
                // Lines that begin with space are excerpts of files.
                let text = if line.starts_with(' ') {
                    RichText::new(theme::read(line)).monospace()
                } else {
                    RichText::new(theme::read(line))
                };
                ui.add(egui::Label::new(text).wrap());
            }
        });
        ui.add_space(10.0);
        is_answered = answers_ui(ui, &confirm.buttons, commands);
    });
    if !stays && !is_answered {
        // *Esc* does what *Cancel* does, which may lead back to the dialog before.
        let cancel = confirm.buttons.iter().find(|button| button.label == CANCEL);
        commands.extend(cancel.and_then(|button| button.command.clone()));
    }
    stays && !is_answered
}

/// The answers of a dialog: the one meant has the focus when it opens, and is what *Enter* gives. Whether one was given.
pub fn answers_ui(ui: &mut Ui, buttons: &[Button], commands: &mut Vec<Command>) -> bool {
    given_ui(ui, buttons, meant(buttons), commands)
}

/// The last that is meant and can be pressed; where that takes something away, the first that does not.
fn meant(buttons: &[Button]) -> Option<usize> {
    let can = |emphasis| move |button: &Button| button.is_enabled && button.emphasis == emphasis;
    buttons.iter().rposition(can(Emphasis::Primary)).or_else(|| buttons.iter().position(can(Emphasis::Plain)))
}

/// Buttons at the right; whether one was pressed.
pub fn buttons_ui(ui: &mut Ui, buttons: &[Button], commands: &mut Vec<Command>) -> bool {
    given_ui(ui, buttons, None, commands)
}

fn given_ui(ui: &mut Ui, buttons: &[Button], meant: Option<usize>, commands: &mut Vec<Command>) -> bool {
    let mut is_answered = false;
    let is_entered = meant.is_some() && is_entered(ui);
    // As high as a line: in a list the rest of the height belongs to the next row.
    let line = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(line, egui::Layout::right_to_left(egui::Align::Center), |ui| {
        for (place, button) in buttons.iter().enumerate().rev() {
            let widget = match button.emphasis {
                Emphasis::Primary => theme::primary_button(ui, &button.label),
                Emphasis::Danger => egui::Button::new(RichText::new(&button.label).color(theme::of(ui).error)),
                Emphasis::Plain => egui::Button::new(button.label.as_str()),
            };
            let response = ui.add_enabled(button.is_enabled, widget);
            let is_meant = meant == Some(place);
            if is_meant && begins(ui) {
                response.request_focus();
            }
            if response.clicked() || (is_meant && is_entered) {
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

/// *Cancel* and the button that does it; whether either was pressed, and whether it was the latter, as *Enter* in a field does.
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
