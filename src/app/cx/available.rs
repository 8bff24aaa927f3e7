//! Whether a command can do something now: one answer for the menu bar, context menus, the command search and buttons.

use super::Cx;
use crate::app::command::{Command, FileCommand, PageCommand, SimCommand, Tab, TreeCommand};

impl Cx<'_> {
    /// Whether a command can do something now.
    ///
    /// # Errors
    /// Why the command can do nothing, as a sentence.
    pub fn availability(&self, command: &Command) -> Result<(), &'static str> {
        match command {
            Command::File(command) => self.file_availability(command),
            Command::Tree(command) => self.tree_availability(*command),
            Command::Zoom(_) => when(self.has_canvas(), "Open a version first."),
            Command::Page(command) => self.page_availability(*command),
            Command::Sim(command) => self.sim_availability(command),
            Command::Undo => when(self.undo_words[0].is_some(), "There is nothing to undo."),
            Command::Redo => when(self.undo_words[1].is_some(), "There is nothing to redo."),
            Command::Pane(_)
            | Command::Find(_)
            | Command::Executions(..)
            | Command::New(_)
            | Command::OfVersion(..)
            | Command::OfRouting(..)
            | Command::Edit(..)
            | Command::Answered(..)
            | Command::Agreed(..)
            | Command::Discard(_)
            | Command::Quit
            | Command::ReleasesRead
            | Command::Ask(_)
            | Command::CloseDialog
            | Command::Notice(_)
            | Command::Theme(_)
            | Command::About => Ok(()),
        }
    }

    fn file_availability(&self, command: &FileCommand) -> Result<(), &'static str> {
        match command {
            FileCommand::Save(_) | FileCommand::SaveAs(_) | FileCommand::SaveTo(..) => {
                when(!self.files.is_at_disk(), "A file is being read or written.")
            }
            FileCommand::Revert => when(self.can_revert(), "There are no changes since the last save."),
            FileCommand::EarlierSaves => {
                when(self.file.path.is_some() && self.keeper.keeps_saves(), "Save the project to a file first.")
            }
            FileCommand::ListFound => when(!self.keeper.found.is_empty(), "There is no recovered work."),
            FileCommand::New
            | FileCommand::ChooseProject
            | FileCommand::Open(..)
            | FileCommand::OpenExample(_)
            | FileCommand::Reload
            | FileCommand::Duplicate
            | FileCommand::Close
            | FileCommand::DiscardFound(_)
            | FileCommand::ShowFolder(_)
            | FileCommand::AskForLock { .. }
            | FileCommand::KeepMine
            | FileCommand::Differences
            | FileCommand::OwnDialog
            | FileCommand::ReadEmail(_)
            | FileCommand::ImportRows(..)
            | FileCommand::ExportRows(..) => Ok(()),
        }
    }

    fn tree_availability(&self, command: TreeCommand) -> Result<(), &'static str> {
        when(self.version_shown().is_some(), "Open a version first.")?;
        match command {
            TreeCommand::Copy | TreeCommand::SelectAll => Ok(()),
            TreeCommand::Cut
            | TreeCommand::Paste
            | TreeCommand::Duplicate
            | TreeCommand::Remove
            | TreeCommand::RemoveBelow
            | TreeCommand::Tidy
            | TreeCommand::AddAction => {
                when(self.edited_tree().is_some(), "This version is read-only. Duplicate it to make changes.")
            }
        }
    }

    fn page_availability(&self, command: PageCommand) -> Result<(), &'static str> {
        match command {
            PageCommand::Compare => when(!self.project().versions.is_empty(), "Create a version first."),
            PageCommand::NextDifference | PageCommand::PreviousDifference => {
                when(matches!(self.tab, Tab::Compare(..)), "Compare two versions first.")
            }
            PageCommand::Open(_)
            | PageCommand::Close(_)
            | PageCommand::TurnTo(..)
            | PageCommand::Reveal(_)
            | PageCommand::RevealPlace(_)
            | PageCommand::NextProblem => Ok(()),
        }
    }

    fn sim_availability(&self, command: &SimCommand) -> Result<(), &'static str> {
        match command {
            SimCommand::Step
            | SimCommand::Answer(_)
            | SimCommand::ToNextQuestion
            | SimCommand::ToEnd
            | SimCommand::Back
            | SimCommand::Restart
            | SimCommand::Replay
            | SimCommand::Stop
            | SimCommand::Choose(_) => when(self.run_version.is_some(), "Start a call first."),
            SimCommand::Start(_)
            | SimCommand::StartAt(_)
            | SimCommand::SetCaller(_)
            | SimCommand::SetWorld(_)
            | SimCommand::SetSeed(_)
            | SimCommand::SetEntryPoint(_)
            | SimCommand::SaveCaller => Ok(()),
        }
    }
}

fn when(can: bool, why_not: &'static str) -> Result<(), &'static str> {
    if can { Ok(()) } else { Err(why_not) }
}
