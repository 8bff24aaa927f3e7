//! The menu bar: the menus, the name of the open file, and the button of the command search.

use strum::IntoEnumIterator as _;

use egui::{Align, Button, Layout, RichText, Ui};

use crate::layout::arrange::Arrangement;

use crate::app::command::named::find;
use crate::app::command::{
    BottomPane, Command, Export, FileCommand, FindCommand, HelpCommand, New, PageCommand, PaneCommand, SimCommand, Tab,
    TimeCommand, TreeCommand, Zoom,
};
use crate::app::cx::Cx;
use crate::app::kit::popup_menu::whole_ui;
use crate::app::kit::theme;
use crate::app::services::examples;

/// Draws the menu bar.
pub fn menu_bar_ui(ui: &mut Ui, cx: &Cx<'_>, commands: &mut Vec<Command>) {
    egui::MenuBar::new().ui(ui, |ui| {
        ui.label(theme::strong("Signalbox", theme::BODY));
        ui.add_space(8.0);
        file_menu(ui, cx, commands);
        edit_menu(ui, cx, commands);
        view_menu(ui, cx, commands);
        run_menu(ui, cx, commands);
        ui.menu_button("Help", |ui| {
            item(ui, cx, Command::Help(HelpCommand::Toggle), commands);
            item(ui, cx, Command::Help(HelpCommand::Tour(Some(0))), commands);
            ui.separator();
            item(ui, cx, Command::Find(FindCommand::Commands), commands);
            item(ui, cx, Command::About, commands);
        });
        file_name_ui(ui, cx);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let search = Command::Find(FindCommand::Commands);
            let shortcut = find(&search).and_then(|named| named.shortcut);
            let keys = shortcut.map_or_else(String::new, |shortcut| ui.ctx().format_shortcut(&shortcut));
            let text = RichText::new(format!("Run a command   {keys}")).color(theme::of(ui).weak).size(theme::SMALL);
            if ui.add(Button::new(text)).clicked() {
                commands.push(search);
            }
        });
    });
}

/// Draws a menu item of a named command; greyed while the command is not available.
fn item(ui: &mut Ui, cx: &Cx<'_>, command: Command, commands: &mut Vec<Command>) {
    let Some(named) = find(&command) else { return };
    item_called(ui, cx, named.name, command, false, commands);
}

/// Draws a menu item with a check mark.
fn choice(ui: &mut Ui, cx: &Cx<'_>, command: Command, is_chosen: bool, commands: &mut Vec<Command>) {
    let Some(named) = find(&command) else { return };
    item_called(ui, cx, named.name, command, is_chosen, commands);
}

fn item_called(ui: &mut Ui, cx: &Cx<'_>, name: &str, command: Command, is_chosen: bool, commands: &mut Vec<Command>) {
    let mut button = Button::new(name).selected(is_chosen);
    if let Some(shortcut) = find(&command).and_then(|named| named.shortcut) {
        button = button.shortcut_text(ui.ctx().format_shortcut(&shortcut));
    }
    let availability = cx.availability(&command);
    let response = ui.add_enabled(availability.is_ok(), button);
    let response = availability.err().map_or(response.clone(), |why| response.on_disabled_hover_text(why));
    if response.clicked() {
        commands.push(command);
        ui.close();
    }
}

/// Draws a menu, which scrolls in a low window.
fn menu_ui(ui: &mut Ui, name: &str, items: impl FnOnce(&mut Ui)) {
    ui.menu_button(name, |ui| whole_ui(ui, items));
}

fn file_menu(ui: &mut Ui, cx: &Cx<'_>, commands: &mut Vec<Command>) {
    menu_ui(ui, "File", |ui| {
        for command in [FileCommand::New, FileCommand::AskTemplate(None), FileCommand::ChooseProject] {
            item(ui, cx, command.into(), commands);
        }
        let preferences = cx.preferences;
        ui.add_enabled_ui(!preferences.recent.is_empty(), |ui| {
            ui.menu_button("Open recent", |ui| {
                for (name, path) in preferences.recent_names() {
                    if ui.button(name).on_hover_text(path.to_string_lossy()).clicked() {
                        commands.push(Command::open(path));
                        ui.close();
                    }
                }
            });
        });
        ui.menu_button("Open an example", |ui| {
            for example in examples::ALL {
                if ui.button(example.title).on_hover_text(example.about).clicked() {
                    commands.push(FileCommand::OpenExample(example.name).into());
                    ui.close();
                }
            }
        });
        ui.separator();
        let saving = [Command::save(), Command::save_as()];
        let kept = [FileCommand::Revert, FileCommand::EarlierSaves, FileCommand::ListFound, FileCommand::FormatReport];
        let kept = kept.map(Command::from);
        for command in saving.into_iter().chain(kept) {
            item(ui, cx, command, commands);
        }
        ui.separator();
        for what in [Export::Picture, Export::CallSheet] {
            item(ui, cx, FileCommand::Export(what, None, None).into(), commands);
        }
        ui.separator();
        for command in [FileCommand::Duplicate, FileCommand::Close] {
            item(ui, cx, command.into(), commands);
        }
        ui.separator();
        for tab in [Tab::Start, Tab::Settings, Tab::Phrases] {
            item(ui, cx, Command::open_tab(tab), commands);
        }
        item_called(ui, cx, &New::Routing.words(), Command::New(New::Routing), false, commands);
        ui.separator();
        item(ui, cx, Command::Quit, commands);
    });
}

fn edit_menu(ui: &mut Ui, cx: &Cx<'_>, commands: &mut Vec<Command>) {
    menu_ui(ui, "Edit", |ui| {
        for (command, words) in [Command::Undo, Command::Redo].into_iter().zip(cx.undo_words) {
            let Some(named) = find(&command) else { continue };
            let label = words
                .map_or_else(|| named.name.to_owned(), |words| format!("{}: {}", named.name, words.to_lowercase()));
            item_called(ui, cx, &label, command, false, commands);
        }
        ui.separator();
        for command in [FindCommand::Places, FindCommand::Next, FindCommand::Previous, FindCommand::Replace] {
            item(ui, cx, Command::Find(command), commands);
        }
        ui.separator();
        for command in [TreeCommand::Cut, TreeCommand::Copy, TreeCommand::Paste, TreeCommand::Duplicate] {
            item(ui, cx, Command::Tree(command), commands);
        }
        ui.separator();
        let rest = [
            TreeCommand::AddAction,
            TreeCommand::AddNote,
            TreeCommand::LooseEnds,
            TreeCommand::FrameSelection,
            TreeCommand::SavePreset,
            TreeCommand::Remove,
            TreeCommand::RemoveBelow,
            TreeCommand::SelectAll,
            TreeCommand::HighlightWay,
            TreeCommand::Collapse,
            TreeCommand::Expand,
            TreeCommand::ExpandAll,
        ];
        for command in rest {
            item(ui, cx, Command::Tree(command), commands);
        }
        ui.separator();
        item_called(ui, cx, cx.tidy_words(), Command::Tree(TreeCommand::Tidy), false, commands);
        for how in Arrangement::iter() {
            item(ui, cx, Command::Tree(TreeCommand::Arrange(how)), commands);
        }
    });
}

fn view_menu(ui: &mut Ui, cx: &Cx<'_>, commands: &mut Vec<Command>) {
    menu_ui(ui, "View", |ui| {
        for zoom in [Zoom::Fit, Zoom::Reset, Zoom::In, Zoom::Out] {
            item(ui, cx, Command::Zoom(zoom), commands);
        }
        ui.separator();
        for command in [PageCommand::GoBack, PageCommand::GoForward, PageCommand::Compare] {
            item(ui, cx, Command::Page(command), commands);
        }
        item(ui, cx, Command::open_tab(Tab::Map), commands);
        ui.separator();
        let panes = cx.panes;
        choice(ui, cx, Command::Pane(PaneCommand::ToggleTree), panes.tree, commands);
        choice(ui, cx, Command::Pane(PaneCommand::ToggleBottom), panes.bottom, commands);
        for command in [PaneCommand::GoToOutline, PaneCommand::GoToCanvas, PaneCommand::GoToForm] {
            item(ui, cx, Command::Pane(command), commands);
        }
        for (pane, _) in BottomPane::ALL {
            let is_shown = panes.bottom && panes.bottom_panel == pane;
            choice(ui, cx, Command::Pane(PaneCommand::ShowBottom(pane)), is_shown, commands);
        }
        let is_right = panes.is_simulation_right(ui.ctx().content_rect().width());
        choice(ui, cx, Command::Pane(PaneCommand::DockSimulation), is_right, commands);
        choice(ui, cx, Command::Pane(PaneCommand::FoldPalette), panes.folds_palette, commands);
        choice(ui, cx, Command::Pane(PaneCommand::ToggleCoverage), panes.coverage, commands);
        choice(ui, cx, Command::Pane(PaneCommand::ToggleFailures), panes.failures, commands);
        item(ui, cx, Command::Page(PageCommand::NextProblem), commands);
        item(ui, cx, Command::Time(TimeCommand::AskSelected), commands);
        ui.separator();
        for theme in [egui::ThemePreference::System, egui::ThemePreference::Dark, egui::ThemePreference::Light] {
            choice(ui, cx, Command::Theme(theme), cx.preferences.theme() == theme, commands);
        }
    });
}

fn run_menu(ui: &mut Ui, cx: &Cx<'_>, commands: &mut Vec<Command>) {
    menu_ui(ui, "Run", |ui| {
        start_ui(ui, cx, commands);
        for command in [
            SimCommand::Step,
            SimCommand::ToNextQuestion,
            SimCommand::ToEnd,
            SimCommand::PlayInTime(Some(1)),
            SimCommand::Back,
            SimCommand::Forward,
            SimCommand::Restart,
            SimCommand::Fork(None),
            SimCommand::Beside,
            SimCommand::ToggleSelected,
            SimCommand::RemoveBreakpoints,
        ] {
            item(ui, cx, Command::Sim(command), commands);
        }
    });
}

/// Draws the item that tries out the version shown; greyed, with the reason, while no version is shown.
fn start_ui(ui: &mut Ui, cx: &Cx<'_>, commands: &mut Vec<Command>) {
    let start = cx.start_of_call();
    let response = ui.add_enabled(start.is_ok(), Button::new("Start a call"));
    match start {
        Ok(command) if response.clicked() => {
            commands.push(command);
            ui.close();
        }
        Ok(_) => {}
        Err(why) => {
            response.on_disabled_hover_text(why);
        }
    }
}

/// Draws the name of the file and whether it is saved, in the middle of the bar.
fn file_name_ui(ui: &mut Ui, cx: &Cx<'_>) {
    let palette = theme::of(ui);
    let status = match (&cx.file.saved_at, cx.document.is_changed()) {
        _ if cx.files.is_at_disk() => "working…".to_owned(),
        (_, true) => "not saved".to_owned(),
        (Some(at), false) => format!("saved {at}"),
        (None, false) if cx.file.path.is_none() => "no file yet".to_owned(),
        (None, false) if cx.file.is_protected => "write-protected".to_owned(),
        (None, false) if cx.file.older_format.is_some() => "older format".to_owned(),
        (None, false) => "saved".to_owned(),
    };
    let name = cx.file_name();
    let width = 8.0 * f32::from(u16::try_from(name.chars().count() + status.chars().count()).unwrap_or(80).min(80));
    let left = (ui.ctx().content_rect().center().x - width / 2.0 - ui.cursor().left()).max(12.0);
    if ui.available_width() < left + width + 190.0 {
        return;
    }
    ui.add_space(left);
    ui.label(theme::strong(name, theme::BODY));
    ui.label(RichText::new(format!("· {status}")).color(palette.weak));
}
