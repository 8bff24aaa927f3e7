//! Draws a question about places: each place is a link that shows it. Where an item in use cannot be deleted, the user can choose a
//! replacement for all places.

use egui::{ComboBox, Label, Link, ScrollArea, Ui};

use crate::edit::Edit;
use crate::model::Place;
use crate::uses::ItemId;

use super::modal::{ClickOutside, height_in, modal};
use super::question::answers_ui;
use super::theme;
use crate::app::command::{Button, Command, Emphasis, PageCommand, Places, Replacement};

/// The height of a place, which is also its click target.
const PLACE: f32 = 24.0;
/// The most height of the list of places, and the height of what is around it, in points.
const LIST: f32 = 264.0;
const AROUND: f32 = 200.0;

/// Draws the dialog. Returns whether it stays open.
pub fn places_ui(ui: &Ui, dialog: &mut Places, commands: &mut Vec<Command>) -> bool {
    let mut is_answered = false;
    let stays = modal(ui, "places", &dialog.question.title, 560.0, ClickOutside::Ignored, |ui| {
        let mut lines = dialog.question.lines.iter();
        if let Some(first) = lines.next() {
            ui.add(Label::new(theme::for_display(first)).wrap());
        }
        is_answered |= list_ui(ui, &dialog.list, commands);
        for line in lines {
            ui.add(Label::new(theme::for_display(line)).wrap());
        }
        let mut buttons = dialog.question.buttons.clone();
        if let Some(replace) = &mut dialog.replace {
            replace_ui(ui, replace);
            buttons.extend(replace_buttons(replace));
        }
        ui.add_space(10.0);
        is_answered |= answers_ui(ui, &buttons, commands);
    });
    stays && !is_answered
}

/// Draws the places. Returns whether one was clicked.
fn list_ui(ui: &mut Ui, places: &[(Place, String)], commands: &mut Vec<Command>) -> bool {
    let mut is_chosen = false;
    ui.add_space(4.0);
    ui.spacing_mut().item_spacing.y = 0.0;
    let most = height_in(ui.ctx(), LIST, AROUND);
    ScrollArea::vertical().max_height(most).auto_shrink([false, true]).show_rows(
        ui,
        PLACE,
        places.len(),
        |ui, seen| {
            for (index, (site, words)) in places.iter().enumerate().skip(seen.start).take(seen.len()) {
                ui.push_id(index, |ui| {
                    ui.allocate_ui_with_layout(
                        egui::Vec2::new(ui.available_width(), PLACE),
                        egui::Layout::left_to_right(egui::Align::Center),
                        |ui| {
                            ui.set_min_height(PLACE);
                            if ui.add(Link::new(words)).clicked() {
                                commands.push(Command::Page(PageCommand::RevealPlace(*site)));
                                is_chosen = true;
                            }
                        },
                    );
                });
            }
        },
    );
    ui.add_space(8.0);
    ui.spacing_mut().item_spacing.y = 4.0;
    is_chosen
}

fn replace_ui(ui: &mut Ui, replace: &mut Replacement) {
    ui.add_space(4.0);
    if replace.options.is_empty() {
        let words = format!("There is no other {} to replace it with. Create one first.", replace.noun);
        ui.add(Label::new(theme::weak(ui, words, theme::SMALL)).wrap());
        return;
    }
    let words = |id: ItemId| replace.options.iter().find(|(option, _)| *option == id).map(|(_, words)| words.as_str());
    let chosen = replace.to.and_then(words).map_or_else(|| format!("Choose another {}", replace.noun), str::to_owned);
    let mut to = replace.to;
    let label = ui.label(theme::weak(ui, "Replace with", theme::SMALL));
    ComboBox::from_id_salt("replace")
        .width(ui.available_width())
        .selected_text(chosen)
        .show_ui(ui, |ui| {
            for (id, words) in &replace.options {
                ui.selectable_value(&mut to, Some(*id), words);
            }
        })
        .response
        .labelled_by(label.id);
    replace.to = to;
    if replace.is_in_read_only {
        let words = "Read-only versions still use it, so it cannot be deleted yet.";
        ui.add(Label::new(theme::weak(ui, words, theme::SMALL)).wrap());
    }
}

fn replace_buttons(replace: &Replacement) -> Vec<Button> {
    if replace.options.is_empty() {
        return Vec::new();
    }
    let button = |label: &str, delete: bool, emphasis| {
        let edit = |to| Command::edit(Edit::ReplaceEverywhere { from: replace.from, to, delete });
        Button { label: label.to_owned(), command: replace.to.map(edit), emphasis, is_enabled: replace.to.is_some() }
    };
    let main = if replace.is_in_read_only { Emphasis::Primary } else { Emphasis::Plain };
    let mut buttons = vec![button("Replace everywhere", false, main)];
    if !replace.is_in_read_only {
        buttons.push(button("Replace everywhere and delete", true, Emphasis::Primary));
    }
    buttons
}
