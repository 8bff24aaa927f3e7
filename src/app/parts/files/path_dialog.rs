//! A path dialog of the program's own, for desktops without one (quality, Part 2 §0): a folder, what is in it, and a name.

use std::path::{Path, PathBuf};

use egui::{ScrollArea, Ui};

use crate::app::command::{Ask, Button, Command, Emphasis, FileCommand, Overwrite, Purpose, Question};
use crate::app::kit::modal::{Beside, begins, modal};
use crate::app::kit::question::CANCEL;
use crate::app::kit::text_input::{MAX_TEXT, one_line};
use crate::app::kit::theme;

/// Most entries of a folder that are listed.
const MAX_ENTRIES: usize = 500;

/// A path to be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct PathPicker {
    /// What for.
    pub purpose: Purpose,
    /// The folder shown.
    pub folder: PathBuf,
    /// The name typed.
    pub name: String,
    /// What is in the folder: folders first, then files.
    entries: Vec<(String, bool)>,
    /// What is to be said about what is listed.
    trouble: Option<String>,
}

/// What a typed name stands for.
enum Named {
    Nothing,
    Folder(PathBuf),
    File(PathBuf),
    Wrong(&'static str),
}

impl PathPicker {
    /// Begins in the suggestion's folder, or where the program was started.
    #[must_use]
    pub fn new(purpose: Purpose, suggestion: &Path) -> Self {
        let folder = suggestion.parent().filter(|folder| folder.is_dir()).map(Path::to_owned);
        let folder = folder.or_else(|| std::env::current_dir().ok()).unwrap_or_default();
        let suggested = suggestion.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = suggested.filter(|_| purpose.writes()).unwrap_or_default();
        let mut picker = Self { purpose, folder, name, entries: Vec::new(), trouble: None };
        picker.read();
        picker
    }

    fn enter(&mut self, folder: PathBuf) {
        self.folder = folder;
        self.read();
    }

    fn read(&mut self) {
        self.entries.clear();
        self.trouble = None;
        let entries = match std::fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.trouble = Some(format!("This folder cannot be read: {error}."));
                return;
            }
        };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_folder = entry.path().is_dir();
            let ending = Path::new(&name).extension().map(|ending| ending.to_string_lossy().to_lowercase());
            let fits = ending.is_some_and(|ending| self.purpose.endings().contains(&ending.as_str()));
            if !name.starts_with('.') && (is_folder || fits) {
                self.entries.push((name, is_folder));
            }
        }
        self.entries.sort_by_cached_key(|(name, is_folder)| (!is_folder, name.to_lowercase()));
        let more = self.entries.len().saturating_sub(MAX_ENTRIES);
        if more > 0 {
            self.entries.truncate(MAX_ENTRIES);
            self.trouble = Some(format!("{more} more are not shown. Type the name of the one you want."));
        }
    }

    /// What is named so far.
    fn named(&self) -> Named {
        let name = self.name.trim();
        let path = self.folder.join(name);
        if name.is_empty() {
            Named::Nothing
        } else if path.is_dir() {
            Named::Folder(path)
        } else if self.purpose.writes() {
            Named::File(self.purpose.with_ending(path))
        } else if path.is_file() {
            Named::File(path)
        } else if path.exists() {
            Named::Wrong("This is no file that can be read. Choose another one.")
        } else {
            Named::Wrong("There is no such file. Choose one from the list, or look at the name again.")
        }
    }
}

/// Whether it stays open.
pub fn path_ui(ui: &Ui, picker: &mut PathPicker, commands: &mut Vec<Command>) -> bool {
    let (title, label) = match picker.purpose {
        Purpose::Open => ("Open a project", "Open"),
        Purpose::Save(_) => ("Save the project as", "Save"),
        Purpose::Email => ("Read an email", "Read"),
        Purpose::ImportRows(_) => ("Import rows from a CSV file", "Import"),
        Purpose::ExportRows(_) => ("Export the rows as", "Export"),
    };
    let mut next_folder = None;
    let mut is_answered = false;
    let mut is_accepted = false;
    let stays = modal(ui, "path", title, 520.0, Beside::Stays, |ui| {
        ui.horizontal(|ui| {
            let parent = picker.folder.parent().map(Path::to_owned);
            if ui.add_enabled(parent.is_some(), egui::Button::new("Up")).clicked() {
                next_folder = parent;
            }
            ui.add(egui::Label::new(theme::weak(ui, picker.folder.to_string_lossy(), theme::SMALL)).truncate());
        });
        ui.add_space(4.0);
        egui::Frame::new().stroke(egui::Stroke::new(1.0, theme::of(ui).line)).corner_radius(6).inner_margin(6).show(
            ui,
            |ui| {
                ScrollArea::vertical().auto_shrink([false, false]).max_height(260.0).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 1.0;
                    for (name, is_folder) in &picker.entries {
                        let text = if *is_folder { format!("{name}/") } else { name.clone() };
                        let row = ui.selectable_label(*name == picker.name, text);
                        if *is_folder && row.clicked() {
                            next_folder = Some(picker.folder.join(name));
                        } else if row.clicked() {
                            picker.name.clone_from(name);
                        }
                        is_accepted |= row.double_clicked() && !is_folder;
                    }
                    let none = || format!("No {} are in this folder.", picker.purpose.files());
                    let words = picker.trouble.clone().or_else(|| picker.entries.is_empty().then(none));
                    if let Some(words) = words {
                        ui.label(theme::weak(ui, words, theme::SMALL));
                    }
                });
            },
        );
        ui.add_space(6.0);
        let name = ui.label(theme::weak(ui, "File name", theme::SMALL));
        let edit = ui.add(one_line(&mut picker.name, MAX_TEXT).desired_width(f32::INFINITY)).labelled_by(name.id);
        if begins(ui) {
            edit.request_focus();
        }
        is_accepted |= edit.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let named = picker.named();
        let (wrong, color) = match &named {
            Named::Wrong(why) => (*why, theme::of(ui).error),
            Named::Folder(_) => ("This is a folder; Enter goes into it.", theme::of(ui).weak),
            _ => ("", theme::of(ui).weak),
        };
        ui.label(egui::RichText::new(wrong).size(theme::SMALL).color(color));
        ui.add_space(4.0);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let button = theme::primary_button(ui, label);
            is_accepted |= ui.add_enabled(matches!(named, Named::File(_)), button).clicked();
            is_answered |= ui.button(CANCEL).clicked();
        });
    });
    if let Some(folder) = next_folder {
        picker.enter(folder);
    }
    if is_accepted && let Named::Folder(folder) = picker.named() {
        picker.name.clear();
        picker.enter(folder);
    } else if is_accepted && let Named::File(path) = picker.named() {
        commands.push(match picker.purpose.clone() {
            Purpose::Open => Command::open(path),
            Purpose::Save(next) => {
                ask_first(picker, &path, FileCommand::SaveTo(path.clone(), Overwrite::AsOpened, next).into())
            }
            Purpose::Email => Command::File(FileCommand::ReadEmail(Some(path))),
            Purpose::ImportRows(of) => Command::File(FileCommand::ImportRows(of, Some(path))),
            Purpose::ExportRows(of) => {
                ask_first(picker, &path, Command::File(FileCommand::ExportRows(of, Some(path.clone()))))
            }
        });
        is_answered = true;
    }
    stays && !is_answered
}

/// Asks first when another file would be replaced; who would rather not chooses another name.
fn ask_first(picker: &PathPicker, path: &Path, write: Command) -> Command {
    if !path.exists() {
        return write;
    }
    let back = Command::ask(Ask::ChoosePath { purpose: picker.purpose.clone(), suggestion: path.to_owned() });
    Command::ask(Ask::Question(replaces_file(path, back, write)))
}

/// Asks whether a file may be replaced; who would rather not goes back.
#[must_use]
pub fn replaces_file(path: &Path, back: Command, write: Command) -> Question {
    Question {
        title: "Replace this file?".to_owned(),
        lines: vec![format!("{} exists already.", path.display())],
        buttons: vec![Button::new(CANCEL, back, Emphasis::Plain), Button::new("Replace it", write, Emphasis::Danger)],
    }
}
