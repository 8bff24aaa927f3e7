//! The banner below the menus about planned productions: what became of them, and what is due and waits (spec: domain §5).

use egui::{Align, Frame, Label, Layout, Margin, Panel, RichText, Ui};

use crate::release::due_words;

use super::super::command::{Command, Tab};
use super::super::due::waits_for_saving;
use super::super::state::State;
use super::super::theme;

/// Draws it, where there is something to say.
pub fn due_ui(ui: &mut Ui, state: &State, commands: &mut Vec<Command>) {
    let due = due_words(state.project(), (state.now)());
    if due.is_empty() && state.due.told.is_empty() {
        return;
    }
    let frame = Frame::new().fill(theme::of(ui).selected).inner_margin(Margin::symmetric(16, 8));
    Panel::top("planned productions").frame(frame).resizable(false).show(ui, |ui| {
        if !state.due.told.is_empty() {
            told_ui(ui, state, commands);
        }
        if !due.is_empty() {
            pending_ui(ui, state, &due, commands);
        }
    });
}

/// Words at the left, buttons at the right. The buttons come first, so that the words leave room for them.
fn line_ui(ui: &mut Ui, words: RichText, buttons: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            buttons(ui);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| ui.add(Label::new(words).wrap()));
        });
    });
}

fn told_ui(ui: &mut Ui, state: &State, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    let told = &state.due.told;
    let lines: Vec<&str> = told.iter().map(|it| it.words.as_str()).collect();
    let color = if told.iter().any(|it| it.is_missed) { palette.warning } else { palette.text };
    line_ui(ui, RichText::new(theme::read(lines.join("\n"))).color(color), |ui| {
        if ui.button("Close").on_hover_text("I have read it").clicked() {
            commands.push(Command::ReleasesRead);
        }
        if let Some(last) = told.last()
            && ui.button("Show").on_hover_text("Open the version").clicked()
        {
            commands.push(Command::OpenTab(Tab::Version(last.version)));
        }
    });
}

fn pending_ui(ui: &mut Ui, state: &State, due: &[String], commands: &mut Vec<Command>) {
    let mut lines = due.join("\n");
    if let Some(why) = state.files.read_only_because.as_ref().filter(|_| !state.may_promote()) {
        lines = format!("{lines}\nNot here: {why}");
    }
    line_ui(ui, RichText::new(theme::read(lines)), |ui| {
        // Once it is saved, nothing stands in the way any more.
        let button = theme::primary_button(ui, "Save and put in production");
        if waits_for_saving(state) && ui.add(button).clicked() {
            commands.push(Command::Save);
        }
    });
}
