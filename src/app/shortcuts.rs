//! The commands that have a name, and their shortcuts.

use egui::{Key, KeyboardShortcut, Modifiers};

use super::command::{BottomPanel, Command, SimCommand, Tab};
use super::keeper::KeeperCommand;

/// A command that has a name and, perhaps, a shortcut: the source of menus, of shortcuts and of the list that `Ctrl K` searches.
pub struct Named {
    /// The command.
    pub command: Command,
    /// Its name.
    pub name: &'static str,
    /// Its shortcut.
    pub shortcut: Option<KeyboardShortcut>,
    /// Whether the shortcut also works while a text is being edited.
    pub works_in_text: bool,
}

const fn named(command: Command, name: &'static str, modifiers: Modifiers, key: Key, works_in_text: bool) -> Named {
    Named { command, name, shortcut: Some(KeyboardShortcut::new(modifiers, key)), works_in_text }
}

const fn unbound(command: Command, name: &'static str) -> Named {
    Named { command, name, shortcut: None, works_in_text: false }
}

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

/// Every command with a name.
pub static NAMED: &[Named] = &[
    named(Command::NewProject, "New project", CTRL, Key::N, true),
    named(Command::Open, "Open…", CTRL, Key::O, true),
    named(Command::Save, "Save", CTRL, Key::S, true),
    named(Command::SaveAs, "Save as…", CTRL_SHIFT, Key::S, true),
    unbound(Command::Revert, "Revert to the saved file"),
    unbound(Command::DuplicateProject, "Duplicate the project"),
    unbound(Command::CloseProject, "Close the project"),
    named(Command::Quit, "Quit", CTRL, Key::Q, true),
    named(Command::Undo, "Undo", CTRL, Key::Z, false),
    named(Command::Redo, "Redo", CTRL_SHIFT, Key::Z, false),
    named(Command::Cut, "Cut", CTRL, Key::X, false),
    named(Command::Copy, "Copy", CTRL, Key::C, false),
    named(Command::Paste, "Paste", CTRL, Key::V, false),
    named(Command::DuplicateSelection, "Duplicate", CTRL, Key::D, false),
    named(Command::Remove, "Remove and heal", Modifiers::NONE, Key::Delete, false),
    named(Command::RemoveBelow, "Remove with all below", CTRL, Key::Delete, false),
    named(Command::SelectAll, "Select all", CTRL, Key::A, false),
    named(Command::Fit, "Show the whole tree", CTRL, Key::Num0, true),
    named(Command::ZoomReset, "Zoom to 100 %", CTRL, Key::Num1, true),
    named(Command::ZoomIn, "Zoom in", CTRL, Key::Plus, true),
    named(Command::ZoomOut, "Zoom out", CTRL, Key::Minus, true),
    named(Command::Tidy, "Tidy the tree", CTRL, Key::T, true),
    named(Command::NextProblem, "Next problem", Modifiers::NONE, Key::F8, true),
    unbound(Command::Compare, "Compare versions"),
    unbound(Command::NextDifference, "Next difference"),
    named(Command::PreviousDifference, "Previous difference", Modifiers::SHIFT, Key::F8, true),
    named(Command::ToggleTree, "Project tree", CTRL, Key::B, true),
    named(Command::ToggleBottom, "Bottom panel", CTRL, Key::J, true),
    named(Command::FindCommand, "Run a command…", CTRL, Key::K, true),
    named(Command::FindPlace, "Find…", CTRL, Key::F, true),
    named(Command::FindNext, "Find next", Modifiers::NONE, Key::F3, true),
    named(Command::FindPrevious, "Find previous", Modifiers::SHIFT, Key::F3, true),
    unbound(Command::Keeper(KeeperCommand::EarlierSaves), "Earlier saves…"),
    unbound(Command::Keeper(KeeperCommand::ListFound), "Recovered work…"),
    unbound(Command::FindAction, "Add an action…"),
    unbound(Command::ShowBottom(BottomPanel::Simulation), "Simulation"),
    unbound(Command::ShowBottom(BottomPanel::Problems), "Problems"),
    unbound(Command::ShowBottom(BottomPanel::History), "History"),
    unbound(Command::DockSimulation, "Simulation at the right"),
    unbound(Command::OpenTab(Tab::Start), "Start page"),
    unbound(Command::OpenTab(Tab::Settings), "Project settings"),
    unbound(Command::Theme(egui::ThemePreference::System), "Theme of the system"),
    unbound(Command::Theme(egui::ThemePreference::Dark), "Dark theme"),
    unbound(Command::Theme(egui::ThemePreference::Light), "Light theme"),
    named(Command::Sim(SimCommand::Step), "Step", Modifiers::NONE, Key::F10, true),
    named(Command::Sim(SimCommand::ToNextQuestion), "Run to the next question", Modifiers::NONE, Key::F5, true),
    named(Command::Sim(SimCommand::Back), "Back one step", Modifiers::SHIFT, Key::F5, true),
    unbound(Command::Sim(SimCommand::ToEnd), "Run to the end"),
    unbound(Command::Sim(SimCommand::Restart), "Restart the call"),
    unbound(Command::Sim(SimCommand::Choose(true)), "Restart with…"),
    unbound(Command::About, "About Signalbox"),
];

/// The named entry of a command.
#[must_use]
pub fn find(command: &Command) -> Option<&'static Named> {
    NAMED.iter().find(|named| named.command == *command)
}

/// The commands whose shortcuts were pressed. While a text is edited, only those that work there; where no tree is shown, none
/// that is about one.
#[must_use]
pub fn pressed(ctx: &egui::Context, is_editing_text: bool, has_tree: bool) -> Vec<Command> {
    let usable =
        |named: &&Named| (named.works_in_text || !is_editing_text) && (has_tree || !named.command.is_about_tree());
    // Longer chords first: Ctrl Shift Z is not Ctrl Z.
    let mut found: Vec<&Named> = NAMED.iter().filter(usable).filter(|named| named.shortcut.is_some()).collect();
    found.sort_by_key(|named| named.shortcut.map(|it| !it.modifiers.shift));
    ctx.input_mut(|input| {
        let mut commands = Vec::new();
        for named in found {
            if named.shortcut.is_some_and(|it| fits(input, it) && input.consume_shortcut(&it)) {
                commands.push(named.command.clone());
            }
        }
        commands
    })
}

/// egui lets Shift pass unasked. Some keyboards need it for digits and signs; elsewhere it means another chord. Asked of the
/// key's own event: in a slow frame Shift may be up again by now.
fn fits(input: &egui::InputState, shortcut: KeyboardShortcut) -> bool {
    if matches!(shortcut.logical_key, Key::Plus | Key::Minus | Key::Num0 | Key::Num1) {
        return true;
    }
    input.events.iter().any(|event| match event {
        egui::Event::Key { key, pressed: true, modifiers, .. } => {
            *key == shortcut.logical_key && modifiers.shift == shortcut.modifiers.shift
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_share_a_name_or_a_shortcut() {
        for (place, one) in NAMED.iter().enumerate() {
            for other in &NAMED[place + 1..] {
                assert_ne!(one.name, other.name);
                assert!(one.shortcut.is_none() || one.shortcut != other.shortcut, "{} and {}", one.name, other.name);
            }
        }
    }
}
