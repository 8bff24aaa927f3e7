//! The top of the window: menus, what is open, and the search box for commands.

use egui::{Align, Button, Layout, RichText, Ui};

use super::super::command::{Command, SimCommand, Tab};
use super::super::keeper::KeeperCommand;
use super::super::new_things;
use super::super::shortcuts::find;
use super::super::state::State;
use super::super::{examples, theme};

/// Draws it.
pub fn menu_bar_ui(ui: &mut Ui, state: &State, commands: &mut Vec<Command>) {
    egui::MenuBar::new().ui(ui, |ui| {
        ui.label(theme::strong("Signalbox", theme::BODY));
        ui.add_space(8.0);
        file_menu(ui, state, commands);
        edit_menu(ui, state, commands);
        view_menu(ui, state, commands);
        ui.menu_button("Run", |ui| {
            let is_shown = state.version_shown();
            let start = Button::new("Start a call");
            if ui.add_enabled(is_shown.is_some(), start).clicked() {
                commands.extend(is_shown.map(|version| Command::Sim(SimCommand::Start(version))));
            }
            let is_running = state.simulation.run().is_some();
            for command in
                [SimCommand::Step, SimCommand::ToNextQuestion, SimCommand::ToEnd, SimCommand::Back, SimCommand::Restart]
            {
                item(ui, Command::Sim(command), is_running, commands);
            }
        });
        ui.menu_button("Help", |ui| {
            item(ui, Command::FindCommand, true, commands);
            item(ui, Command::About, true, commands);
        });
        what_is_open(ui, state);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let shortcut = find(&Command::FindCommand).and_then(|named| named.shortcut);
            let keys = shortcut.map_or_else(String::new, |shortcut| ui.ctx().format_shortcut(&shortcut));
            let text = RichText::new(format!("Run a command   {keys}")).color(theme::of(ui).weak).size(theme::SMALL);
            if ui.add(Button::new(text)).clicked() {
                commands.push(Command::FindCommand);
            }
        });
    });
}

/// A menu item of a named command.
fn item(ui: &mut Ui, command: Command, is_enabled: bool, commands: &mut Vec<Command>) {
    choice(ui, command, is_enabled, false, commands);
}

/// The same for what is chosen or not.
fn choice(ui: &mut Ui, command: Command, is_enabled: bool, is_chosen: bool, commands: &mut Vec<Command>) {
    let Some(named) = find(&command) else { return };
    let mut button = Button::new(named.name).selected(is_chosen);
    if let Some(shortcut) = &named.shortcut {
        button = button.shortcut_text(ui.ctx().format_shortcut(shortcut));
    }
    if ui.add_enabled(is_enabled, button).clicked() {
        commands.push(command);
        ui.close();
    }
}

fn file_menu(ui: &mut Ui, state: &State, commands: &mut Vec<Command>) {
    ui.menu_button("File", |ui| {
        item(ui, Command::NewProject, true, commands);
        item(ui, Command::Open, true, commands);
        let recent = &state.preferences.recent;
        ui.add_enabled_ui(!recent.is_empty(), |ui| {
            ui.menu_button("Open recent", |ui| {
                for (name, path) in state.preferences.recent_names() {
                    if ui.button(name).on_hover_text(path.to_string_lossy()).clicked() {
                        commands.push(Command::OpenPath(path.to_owned()));
                        ui.close();
                    }
                }
            });
        });
        ui.menu_button("Open an example", |ui| {
            for example in examples::ALL {
                if ui.button(example.title).on_hover_text(example.about).clicked() {
                    commands.push(Command::OpenExample(example.name));
                    ui.close();
                }
            }
        });
        ui.separator();
        item(ui, Command::Save, !state.files.is_at_disk(), commands);
        item(ui, Command::SaveAs, !state.files.is_at_disk(), commands);
        item(ui, Command::Revert, state.can_revert(), commands);
        let has_saves = state.files.path.is_some() && state.keeper.keeps_saves();
        item(ui, Command::Keeper(KeeperCommand::EarlierSaves), has_saves, commands);
        item(ui, Command::Keeper(KeeperCommand::ListFound), !state.keeper.found.is_empty(), commands);
        ui.separator();
        item(ui, Command::DuplicateProject, true, commands);
        item(ui, Command::CloseProject, true, commands);
        ui.separator();
        item(ui, Command::OpenTab(Tab::Start), true, commands);
        item(ui, Command::OpenTab(Tab::Settings), true, commands);
        if ui.button("New smart routing…").clicked() {
            commands.push(new_things::routing());
            ui.close();
        }
        ui.separator();
        item(ui, Command::Quit, true, commands);
    });
}

fn edit_menu(ui: &mut Ui, state: &State, commands: &mut Vec<Command>) {
    ui.menu_button("Edit", |ui| {
        for (command, words) in [(Command::Undo, state.undo_words()), (Command::Redo, state.redo_words())] {
            let Some(named) = find(&command) else { continue };
            let label = words
                .map_or_else(|| named.name.to_owned(), |words| format!("{}: {}", named.name, words.to_lowercase()));
            let keys = named.shortcut.map_or_else(String::new, |shortcut| ui.ctx().format_shortcut(&shortcut));
            if ui.add_enabled(words.is_some(), Button::new(label).shortcut_text(keys)).clicked() {
                commands.push(command);
                ui.close();
            }
        }
        ui.separator();
        for command in [Command::FindPlace, Command::FindNext, Command::FindPrevious] {
            item(ui, command, true, commands);
        }
        ui.separator();
        let is_tree = state.version_shown().is_some();
        let is_editable = state.edited_tree().is_some();
        for command in [Command::Cut, Command::Copy, Command::Paste, Command::DuplicateSelection] {
            let is_enabled = if command == Command::Copy { is_tree } else { is_editable };
            item(ui, command, is_enabled, commands);
        }
        ui.separator();
        for command in [Command::FindAction, Command::Remove, Command::RemoveBelow, Command::SelectAll, Command::Tidy] {
            let is_enabled = if command == Command::SelectAll { is_tree } else { is_editable };
            item(ui, command, is_enabled, commands);
        }
    });
}

fn view_menu(ui: &mut Ui, state: &State, commands: &mut Vec<Command>) {
    use super::super::command::BottomPanel;
    ui.menu_button("View", |ui| {
        let has_canvas = state.has_canvas();
        for command in [Command::Fit, Command::ZoomReset, Command::ZoomIn, Command::ZoomOut] {
            item(ui, command, has_canvas, commands);
        }
        ui.separator();
        item(ui, Command::Compare, !state.project().versions.is_empty(), commands);
        ui.separator();
        let panels = &state.panels;
        choice(ui, Command::ToggleTree, true, panels.tree, commands);
        choice(ui, Command::ToggleBottom, true, panels.bottom, commands);
        for pane in [BottomPanel::Simulation, BottomPanel::Problems, BottomPanel::History] {
            let is_shown = panels.bottom && panels.bottom_panel == pane;
            choice(ui, Command::ShowBottom(pane), true, is_shown, commands);
        }
        choice(ui, Command::DockSimulation, true, panels.is_simulation_right, commands);
        item(ui, Command::NextProblem, true, commands);
        ui.separator();
        for theme in [egui::ThemePreference::System, egui::ThemePreference::Dark, egui::ThemePreference::Light] {
            choice(ui, Command::Theme(theme), true, state.preferences.theme() == theme, commands);
        }
    });
}

/// The file's name and whether it is saved, in the middle of the bar.
fn what_is_open(ui: &mut Ui, state: &State) {
    let palette = theme::of(ui);
    let status = match (&state.files.saved_at, state.document.is_changed()) {
        _ if state.files.is_at_disk() => "working…".to_owned(),
        (_, true) => "not saved".to_owned(),
        (Some(at), false) => format!("saved {at}"),
        (None, false) if state.files.path.is_none() => "not in a file yet".to_owned(),
        (None, false) if state.files.is_protected => "write-protected".to_owned(),
        (None, false) => "saved".to_owned(),
    };
    let name = state.file_name();
    let width = 8.0 * f32::from(u16::try_from(name.chars().count() + status.chars().count()).unwrap_or(80).min(80));
    let left = (ui.ctx().content_rect().center().x - width / 2.0 - ui.cursor().left()).max(12.0);
    if ui.available_width() < left + width + 190.0 {
        return;
    }
    ui.add_space(left);
    ui.label(theme::strong(name, theme::BODY));
    ui.label(RichText::new(format!("· {status}")).color(palette.weak));
}
