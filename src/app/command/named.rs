//! The commands that have a name, and their shortcuts.

use egui::{Key, KeyboardShortcut, Modifiers};

use super::page::Tab;
use super::{
    BottomPane, Command, Export, FileCommand, FindCommand, HelpCommand, PageCommand, PaneCommand, SimCommand,
    TimeCommand, TreeCommand, Zoom,
};
use crate::layout::arrange::Arrangement;

/// A command with a name and an optional shortcut: the source of menus, shortcuts and the list that `Ctrl K` searches.
pub struct Named {
    /// The command.
    pub command: Command,
    /// Its name.
    pub name: &'static str,
    /// Its shortcut.
    pub shortcut: Option<KeyboardShortcut>,
    /// Whether the shortcut also works in a text field.
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
    named(Command::File(FileCommand::New), "New project", CTRL, Key::N, true),
    unbound(Command::File(FileCommand::AskTemplate(None)), "New from template…"),
    named(Command::File(FileCommand::ChooseProject), "Open…", CTRL, Key::O, true),
    named(Command::save(), "Save", CTRL, Key::S, true),
    named(Command::save_as(), "Save as…", CTRL_SHIFT, Key::S, true),
    unbound(Command::File(FileCommand::Revert), "Revert to the saved file"),
    unbound(Command::File(FileCommand::Duplicate), "Duplicate the project"),
    unbound(Command::File(FileCommand::Export(Export::Picture, None, None)), "Export picture…"),
    unbound(Command::File(FileCommand::Export(Export::CallSheet, None, None)), "Export call sheet…"),
    unbound(Command::File(FileCommand::Close), "Close the project"),
    named(Command::Quit, "Quit", CTRL, Key::Q, true),
    named(Command::Undo, "Undo", CTRL, Key::Z, false),
    named(Command::Redo, "Redo", CTRL_SHIFT, Key::Z, false),
    named(Command::Tree(TreeCommand::Cut), "Cut", CTRL, Key::X, false),
    named(Command::Tree(TreeCommand::Copy), "Copy", CTRL, Key::C, false),
    named(Command::Tree(TreeCommand::Paste), "Paste", CTRL, Key::V, false),
    named(Command::Tree(TreeCommand::Duplicate), "Duplicate", CTRL, Key::D, false),
    named(Command::Tree(TreeCommand::Remove), "Remove and heal", Modifiers::NONE, Key::Delete, false),
    named(Command::Tree(TreeCommand::RemoveBelow), "Remove with all below", CTRL, Key::Delete, false),
    named(Command::Tree(TreeCommand::SelectAll), "Select all", CTRL, Key::A, false),
    named(Command::Zoom(Zoom::Fit), "Show the whole tree", CTRL, Key::Num0, true),
    named(Command::Zoom(Zoom::Reset), "Zoom to 100 %", CTRL, Key::Num1, true),
    named(Command::Zoom(Zoom::In), "Zoom in", CTRL, Key::Plus, true),
    named(Command::Zoom(Zoom::Out), "Zoom out", CTRL, Key::Minus, true),
    named(Command::Tree(TreeCommand::Tidy), "Tidy the tree", CTRL, Key::T, true),
    unbound(Command::Tree(TreeCommand::Arrange(Arrangement::Left)), "Align left"),
    unbound(Command::Tree(TreeCommand::Arrange(Arrangement::Centres)), "Align centres"),
    unbound(Command::Tree(TreeCommand::Arrange(Arrangement::Right)), "Align right"),
    unbound(Command::Tree(TreeCommand::Arrange(Arrangement::Top)), "Align top"),
    unbound(Command::Tree(TreeCommand::Arrange(Arrangement::Middles)), "Align middles"),
    unbound(Command::Tree(TreeCommand::Arrange(Arrangement::Bottom)), "Align bottom"),
    unbound(Command::Tree(TreeCommand::Arrange(Arrangement::Across)), "Distribute across"),
    unbound(Command::Tree(TreeCommand::Arrange(Arrangement::Down)), "Distribute down"),
    named(Command::Tree(TreeCommand::Collapse), "Collapse what follows", Modifiers::NONE, Key::Minus, false),
    named(Command::Tree(TreeCommand::Expand), "Show what follows", Modifiers::NONE, Key::Plus, false),
    unbound(Command::Tree(TreeCommand::ExpandAll), "Show all that is collapsed"),
    unbound(Command::Tree(TreeCommand::HighlightWay), "Highlight the way to here"),
    named(Command::Page(PageCommand::GoBack), "Go back", Modifiers::ALT, Key::ArrowLeft, false),
    named(Command::Page(PageCommand::GoForward), "Go forward", Modifiers::ALT, Key::ArrowRight, false),
    named(Command::Page(PageCommand::NextProblem), "Next problem", Modifiers::NONE, Key::F8, true),
    unbound(Command::Page(PageCommand::Compare), "Compare versions"),
    unbound(Command::Page(PageCommand::NextDifference), "Next difference"),
    named(Command::Page(PageCommand::PreviousDifference), "Previous difference", Modifiers::SHIFT, Key::F8, true),
    named(Command::Pane(PaneCommand::ToggleTree), "Project tree", CTRL, Key::B, true),
    named(Command::Pane(PaneCommand::ToggleBottom), "Bottom pane", CTRL, Key::J, true),
    named(Command::Pane(PaneCommand::GoToOutline), "Go to the outline", CTRL, Key::L, true),
    named(Command::Pane(PaneCommand::GoToCanvas), "Go to the canvas", CTRL, Key::G, true),
    named(Command::Pane(PaneCommand::GoToForm), "Go to the form", CTRL, Key::E, true),
    named(Command::Find(FindCommand::Commands), "Run a command…", CTRL, Key::K, true),
    named(Command::Find(FindCommand::Places), "Find…", CTRL, Key::F, true),
    named(Command::Find(FindCommand::Replace), "Find and replace…", CTRL, Key::H, true),
    named(Command::Find(FindCommand::Next), "Find next", Modifiers::NONE, Key::F3, true),
    named(Command::Find(FindCommand::Previous), "Find previous", Modifiers::SHIFT, Key::F3, true),
    unbound(Command::File(FileCommand::EarlierSaves), "Earlier saves…"),
    unbound(Command::File(FileCommand::ListFound), "Recovered work…"),
    unbound(Command::File(FileCommand::FormatReport), "What the new format changes…"),
    unbound(Command::Tree(TreeCommand::AddAction), "Add an action…"),
    unbound(Command::Tree(TreeCommand::AddNote), "Add a note…"),
    unbound(Command::Tree(TreeCommand::LooseEnds), "Branches that lead nowhere…"),
    unbound(Command::Tree(TreeCommand::FrameSelection), "Frame the selection…"),
    unbound(Command::Tree(TreeCommand::SavePreset), "Save as a preset…"),
    unbound(Command::Pane(PaneCommand::ShowBottom(BottomPane::Simulation)), "Simulation"),
    unbound(Command::Pane(PaneCommand::ShowBottom(BottomPane::Problems)), "Problems"),
    unbound(Command::Pane(PaneCommand::ShowBottom(BottomPane::TestCalls)), "Test calls"),
    unbound(Command::Pane(PaneCommand::ShowBottom(BottomPane::Paths)), "Paths"),
    unbound(Command::Pane(PaneCommand::ShowBottom(BottomPane::Failures)), "Failures"),
    unbound(Command::Pane(PaneCommand::ShowBottom(BottomPane::Time)), "Time"),
    unbound(Command::Time(TimeCommand::AskSelected), "When is this branch open?"),
    unbound(Command::Pane(PaneCommand::ShowBottom(BottomPane::Coverage)), "Coverage"),
    unbound(Command::Pane(PaneCommand::ToggleCoverage), "Coverage on the canvas"),
    unbound(Command::Pane(PaneCommand::ToggleFailures), "Failures on the canvas"),
    unbound(Command::Pane(PaneCommand::ShowBottom(BottomPane::History)), "History"),
    unbound(Command::Pane(PaneCommand::DockSimulation), "Simulation at the right"),
    named(Command::Help(HelpCommand::Toggle), "Help", Modifiers::NONE, Key::F1, true),
    unbound(Command::Help(HelpCommand::Tour(Some(0))), "Tour"),
    unbound(Command::Pane(PaneCommand::FoldPalette), "Actions as icons"),
    unbound(Command::open_tab(Tab::Start), "Start page"),
    unbound(Command::open_tab(Tab::Settings), "Project settings"),
    unbound(Command::open_tab(Tab::Phrases), "Phrases"),
    unbound(Command::open_tab(Tab::Map), "Map of the project"),
    unbound(Command::Theme(egui::ThemePreference::System), "Theme of the system"),
    unbound(Command::Theme(egui::ThemePreference::Dark), "Dark theme"),
    unbound(Command::Theme(egui::ThemePreference::Light), "Light theme"),
    named(Command::Sim(SimCommand::Step), "Step", Modifiers::NONE, Key::F10, true),
    named(Command::Sim(SimCommand::ToNextQuestion), "Run to the next question", Modifiers::NONE, Key::F5, true),
    named(Command::Sim(SimCommand::Back), "Back one step", Modifiers::SHIFT, Key::F5, true),
    named(Command::Sim(SimCommand::Forward), "Forward one step", CTRL, Key::F5, true),
    unbound(Command::Sim(SimCommand::ToEnd), "Run to the end"),
    unbound(Command::Sim(SimCommand::PlayInTime(Some(1))), "Play in time"),
    unbound(Command::Sim(SimCommand::PlayInTime(None)), "Pause playing in time"),
    unbound(Command::Sim(SimCommand::Restart), "Restart the call"),
    unbound(Command::Sim(SimCommand::Choose(true)), "Restart with…"),
    unbound(Command::Sim(SimCommand::Fork(None)), "Fork the run"),
    unbound(Command::Sim(SimCommand::Beside), "Another run beside this one…"),
    unbound(Command::Sim(SimCommand::Stop), "Close the run"),
    named(
        Command::Sim(SimCommand::ToggleSelected),
        "Breakpoint on the selected actions",
        Modifiers::NONE,
        Key::F9,
        true,
    ),
    unbound(Command::Sim(SimCommand::RemoveBreakpoints), "Remove all breakpoints"),
    unbound(Command::About, "About Signalbox"),
];

/// The named entry of a command.
#[must_use]
pub fn find(command: &Command) -> Option<&'static Named> {
    NAMED.iter().find(|named| named.command == *command)
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
