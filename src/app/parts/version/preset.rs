//! A preset of the user: the dialog that asks for its name, and the question before it is removed (spec: ease §1).

use egui::Ui;

use crate::catalog::fold::Fold;
use crate::model::Clip;
use crate::palette::OwnPreset;

use crate::app::command::{Button, Command, Emphasis, PresetCommand, Question};
use crate::app::cx::Cx;
use crate::app::kit::focus;
use crate::app::kit::modal::{ClickOutside, modal, takes_first_focus};
use crate::app::kit::question::{buttons, field};
use crate::app::kit::text_input::{self, MAX_NAME};
use crate::app::kit::theme;

/// A preset that is to be saved.
#[derive(Clone, Debug, PartialEq)]
pub struct PresetDraft {
    name: String,
    clip: Box<Clip>,
}

impl PresetDraft {
    /// A preset of copied actions, named like the first one.
    #[must_use]
    pub fn new(clip: Box<Clip>) -> Self {
        let name = clip.titles().first().map(|title| (*title).to_owned()).unwrap_or_default();
        Self { name, clip }
    }
}

/// Draws the dialog. Returns whether it stays open.
pub fn preset_ui(ui: &Ui, draft: &mut PresetDraft, cx: &Cx<'_>, commands: &mut Vec<Command>) -> bool {
    let mut pressed = (false, false);
    let stays = modal(ui, "preset", "Save as a preset", 420.0, ClickOutside::Ignored, |ui| {
        let what = format!("{}: {}", draft.clip.count_words(), titles(&draft.clip));
        ui.add(egui::Label::new(theme::weak(ui, what, theme::SMALL)).wrap());
        ui.add_space(6.0);
        field(ui, "Name", |ui, label| {
            let edit = text_input::show(ui, &mut draft.name, MAX_NAME, 1).labelled_by(label);
            if takes_first_focus(ui) {
                edit.request_focus();
                // The proposed name gives way to a typed one.
                focus::select_all(ui.ctx(), edit.id);
            }
        });
        let name = Fold::USUAL.text(draft.name.trim());
        let is_taken = cx.presets.iter().any(|preset| Fold::USUAL.text(&preset.name) == name);
        if is_taken {
            ui.label(theme::weak(ui, "You already have a preset of this name.", theme::SMALL));
        }
        pressed = buttons(ui, "Save the preset", !name.is_empty() && !is_taken);
    });
    if pressed.1 {
        let (name, clip) = (draft.name.trim().to_owned(), draft.clip.clone());
        commands.push(Command::Preset(PresetCommand::Keep(name, clip)));
    }
    stays && !pressed.0
}

/// The titles of what a preset adds, shortened.
fn titles(clip: &Clip) -> String {
    crate::catalog::text::shorten(&clip.titles().join(", "), 120)
}

/// Asks before a preset is removed: its file cannot be brought back.
#[must_use]
pub fn remove_question(preset: &OwnPreset) -> Command {
    let remove = Command::Preset(PresetCommand::Remove(preset.id.clone()));
    Command::ask(crate::app::command::Ask::Question(Question {
        title: format!("Remove the preset \"{}\"?", preset.name),
        lines: vec!["Its file is deleted. Actions that were added by it stay as they are.".to_owned()],
        buttons: vec![Button::close("Cancel"), Button::new("Remove the preset", remove, Emphasis::Danger)],
    }))
}
