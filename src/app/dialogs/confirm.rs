//! A question with a button an answer.

use egui::{RichText, Ui};

use super::super::command::Command;
use super::super::theme;

/// The width of a question.
const NARROW: f32 = 460.0;
/// The same where there are many answers.
const WIDE: f32 = 640.0;

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
    let stays = super::modal(ui, "confirm", &confirm.title, width, |ui| {
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
        is_answered = buttons_ui(ui, &confirm.buttons, commands);
    });
    stays && !is_answered
}

/// The answers, at the right; whether one was given.
pub(super) fn buttons_ui(ui: &mut Ui, buttons: &[Button], commands: &mut Vec<Command>) -> bool {
    let mut is_answered = false;
    // As high as a line: in a list the rest of the height belongs to the next row.
    let line = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(line, egui::Layout::right_to_left(egui::Align::Center), |ui| {
        for button in buttons.iter().rev() {
            let widget = match button.weight {
                Weight::Primary => theme::primary_button(ui, &button.label),
                Weight::Danger => egui::Button::new(RichText::new(&button.label).color(theme::of(ui).error)),
                Weight::Plain => egui::Button::new(button.label.as_str()),
            };
            if ui.add_enabled(button.is_enabled, widget).clicked() {
                is_answered = true;
                commands.extend(button.command.clone());
            }
        }
    });
    is_answered
}
