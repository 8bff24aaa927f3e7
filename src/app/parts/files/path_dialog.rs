//! The built-in path dialog, for desktops without one (quality, Part 2 §0): a folder, its entries, and a name. Draws a `PathPicker`, which
//! learns about the disk from background jobs.

use std::path::{Path, PathBuf};

use egui::text::{CCursor, CCursorRange};
use egui::{Label, RichText, ScrollArea, TextEdit, Ui};

use super::path_picker::{Named, PathPicker};
use crate::app::command::{Command, Export, Purpose};
use crate::app::kit::modal::{ClickOutside, height_in, modal, takes_first_focus};
use crate::app::kit::question::CANCEL;
use crate::app::kit::text_input::{MAX_TEXT, one_line};
use crate::app::kit::theme;
use crate::app::services::folders::{Entry, Folders};

/// The height of the list, and of what is around it, in points.
const LIST: f32 = 260.0;
const AROUND: f32 = 220.0;

/// The user's actions in the dialog.
#[derive(Default)]
struct Done {
    next_folder: Option<PathBuf>,
    picked: Option<String>,
    is_accepted: bool,
    is_cancelled: bool,
}

/// Draws the dialog. Returns whether it stays open.
pub fn path_ui(ui: &Ui, picker: &mut PathPicker, folders: &mut Folders, commands: &mut Vec<Command>) -> bool {
    let (title, label) = match picker.purpose {
        Purpose::Open => ("Open a project", "Open"),
        Purpose::Save(_) => ("Save the project as", "Save"),
        Purpose::CopyFile => ("Save a copy of the file as", "Save"),
        Purpose::Email => ("Read an email", "Read"),
        Purpose::ImportRows(_) => ("Import rows from a CSV file", "Import"),
        Purpose::ExportRows(_) => ("Export the rows as", "Export"),
        Purpose::Export(Export::Picture, _) | Purpose::ExportMap(_) => ("Export the picture as", "Export"),
        Purpose::Export(Export::CallSheet, _) => ("Export the call sheet as", "Export"),
        Purpose::ExportReport(_) => ("Export the report as", "Export"),
        Purpose::ReplayLog => ("Replay a log of past contacts", "Replay"),
        Purpose::LearnScenario => ("Learn a scenario from past contacts", "Learn"),
    };
    picker.take_list(folders, ui.ctx());
    let mut done = Done::default();
    let stays = modal(ui, "path", title, 520.0, ClickOutside::Ignored, |ui| {
        head_ui(ui, picker, &mut done);
        ui.add_space(4.0);
        egui::Frame::new().stroke(egui::Stroke::new(1.0, theme::of(ui).line)).corner_radius(6).inner_margin(6).show(
            ui,
            |ui| {
                list_ui(ui, picker, &mut done);
            },
        );
        ui.add_space(6.0);
        let name = ui.label(theme::weak(ui, "File name", theme::SMALL));
        let edit = ui.add(one_line(&mut picker.name, MAX_TEXT).desired_width(f32::INFINITY)).labelled_by(name.id);
        if takes_first_focus(ui) {
            edit.request_focus();
            select_stem(ui, edit.id, &picker.name);
        }
        done.is_accepted |= edit.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if edit.changed() {
            picker.trouble = None;
        }
        picker.look(folders, ui.ctx());
        message_ui(ui, picker);
        ui.add_space(4.0);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let can = picker.entered().is_none() && matches!(picker.named(), Named::File(_) | Named::Unknown);
            done.is_accepted |= ui.add_enabled(can, theme::primary_button(ui, label)).clicked();
            done.is_cancelled |= ui.button(CANCEL).clicked();
        });
    });
    if let Some(name) = &done.picked {
        picker.pick(name);
    }
    if done.is_accepted {
        picker.accept(folders);
    }
    if let Some(folder) = done.next_folder {
        picker.enter(folder);
        ui.ctx().request_repaint();
    }
    let command = picker.answer(folders, ui.ctx());
    let is_answered = command.is_some() || done.is_cancelled;
    commands.extend(command.filter(|_| !done.is_cancelled && stays));
    stays && !is_answered
}

/// Selects a file name without its ending, so that typing replaces it.
fn select_stem(ui: &Ui, field: egui::Id, name: &str) {
    let stem = Path::new(name).file_stem().map_or(0, |stem| stem.to_string_lossy().chars().count());
    let mut state = TextEdit::load_state(ui.ctx(), field).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), CCursor::new(stem))));
    state.store(ui.ctx(), field);
}

fn head_ui(ui: &mut Ui, picker: &PathPicker, done: &mut Done) {
    ui.horizontal(|ui| {
        let parent = picker.base().parent().map(Path::to_owned);
        if ui.add_enabled(parent.is_some(), egui::Button::new("Up")).clicked() {
            done.next_folder = parent;
        }
        let words = match &picker.reading {
            Some(folder) => format!("Reading the folder… {}", folder.display()),
            None => picker.folder.to_string_lossy().into_owned(),
        };
        ui.add(Label::new(theme::weak(ui, words, theme::SMALL)).truncate());
    });
}

fn list_ui(ui: &mut Ui, picker: &PathPicker, done: &mut Done) {
    let most = height_in(ui.ctx(), LIST, AROUND);
    ScrollArea::vertical().auto_shrink([false, false]).max_height(most).show(ui, |ui| entries_ui(ui, picker, done));
}

fn entries_ui(ui: &mut Ui, picker: &PathPicker, done: &mut Done) {
    ui.spacing_mut().item_spacing.y = 1.0;
    let Some(entries) = &picker.entries else { return };
    for Entry { name, is_folder } in entries {
        let text = if *is_folder { format!("{name}/") } else { name.clone() };
        let row = ui.selectable_label(*name == picker.name, text);
        if *is_folder && row.clicked() {
            done.next_folder = Some(picker.folder.join(name));
        } else if row.clicked() {
            done.picked = Some(name.clone());
        }
        done.is_accepted |= row.double_clicked() && !is_folder;
    }
    let words = match picker.more {
        0 if entries.is_empty() => format!("No {} are in this folder.", picker.purpose.files()),
        0 => return,
        more => format!("{more} more are not shown. Type a name to choose one of them."),
    };
    ui.label(theme::weak(ui, words, theme::SMALL));
}

/// Draws a message about the name, or about a folder that could not be read.
fn message_ui(ui: &mut Ui, picker: &PathPicker) {
    let palette = theme::of(ui);
    let (words, color) = match (&picker.trouble, picker.entered(), picker.named()) {
        (Some(trouble), ..) => (trouble.clone(), palette.error),
        (None, Some(entered), _) => (format!("Looking for \"{entered}\"…"), palette.weak),
        (None, None, Named::Wrong(why)) => (why.to_owned(), palette.error),
        (None, None, Named::Folder(_)) => ("This is a folder. Press Enter to open it.".to_owned(), palette.weak),
        (None, None, Named::Nothing | Named::Unknown | Named::File(_)) => (String::new(), palette.weak),
    };
    ui.label(RichText::new(words).size(theme::SMALL).color(color));
}
