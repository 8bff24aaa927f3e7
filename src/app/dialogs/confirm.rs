//! A question with a button an answer.

use egui::{RichText, Ui};

use super::super::command::Command;
use super::super::theme;
use super::modal::{Beside, begins, is_entered, modal};

/// The width of a question.
const NARROW: f32 = 460.0;
/// The same where there are many answers.
const WIDE: f32 = 640.0;

/// What gives up what was asked.
pub(super) const CANCEL: &str = "Cancel";

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// As others.
    #[default]
    Plain,
    /// What is meant.
    Primary,
    /// What takes something away.
    Danger,
}

/// A button of a dialog.
#[derive(Clone, Debug, PartialEq)]
pub struct Button {
    /// What it says: what happens.
    pub label: String,
    /// What it sends; nothing just closes the dialog.
    pub command: Option<Command>,
    /// How much it stands out.
    pub weight: Weight,
    /// Whether it can be pressed.
    pub is_enabled: bool,
}

impl Button {
    /// A button that sends a command.
    #[must_use]
    pub fn new(label: &str, command: Command, weight: Weight) -> Self {
        Self { label: label.to_owned(), command: Some(command), weight, is_enabled: true }
    }

    /// A button that just closes the dialog.
    #[must_use]
    pub fn close(label: &str) -> Self {
        Self { label: label.to_owned(), command: None, weight: Weight::Plain, is_enabled: true }
    }
}

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub struct Confirm {
    /// What it is about.
    pub title: String,
    /// Sentences, a line each.
    pub lines: Vec<String>,
    /// The answers, the one meant last.
    pub buttons: Vec<Button>,
}

impl Confirm {
    /// Something to know, with a button to close it.
    pub fn message(title: impl Into<String>, text: impl Into<String>) -> Self {
        let lines = text.into().lines().map(str::to_owned).collect();
        Self { title: title.into(), lines, buttons: vec![Button::close("Close")] }
    }
}

/// Whether it stays open.
pub(super) fn confirm_ui(ui: &Ui, confirm: &Confirm, commands: &mut Vec<Command>) -> bool {
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
pub(super) fn answers_ui(ui: &mut Ui, buttons: &[Button], commands: &mut Vec<Command>) -> bool {
    given_ui(ui, buttons, meant(buttons), commands)
}

/// The last that is meant and can be pressed; where that takes something away, the first that does not.
fn meant(buttons: &[Button]) -> Option<usize> {
    let can = |weight| move |button: &Button| button.is_enabled && button.weight == weight;
    buttons.iter().rposition(can(Weight::Primary)).or_else(|| buttons.iter().position(can(Weight::Plain)))
}

/// Buttons at the right; whether one was pressed.
pub(super) fn buttons_ui(ui: &mut Ui, buttons: &[Button], commands: &mut Vec<Command>) -> bool {
    given_ui(ui, buttons, None, commands)
}

fn given_ui(ui: &mut Ui, buttons: &[Button], meant: Option<usize>, commands: &mut Vec<Command>) -> bool {
    let mut is_answered = false;
    let is_entered = meant.is_some() && is_entered(ui);
    // As high as a line: in a list the rest of the height belongs to the next row.
    let line = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(line, egui::Layout::right_to_left(egui::Align::Center), |ui| {
        for (place, button) in buttons.iter().enumerate().rev() {
            let widget = match button.weight {
                Weight::Primary => theme::primary_button(ui, &button.label),
                Weight::Danger => egui::Button::new(RichText::new(&button.label).color(theme::of(ui).error)),
                Weight::Plain => egui::Button::new(button.label.as_str()),
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
