//! Whether a command is available: one answer for the menu bar, context menus, the command search and buttons.

use super::{Cx, Selected};
use crate::app::command::{
    Command, Export, FileCommand, PageCommand, PaneCommand, SimCommand, Tab, TimeCommand, TreeCommand,
};
use crate::app::kit::channel_words::words;
use crate::app::services::simulation::RunShown;
use crate::layout::arrange::Arrangement;

/// Whether a command is available, or a sentence that says why not and what to do.
pub type Availability = Result<(), &'static str>;

const NO_VERSION: &str = "Open a version first.";

impl Cx<'_> {
    /// Whether a command is available.
    ///
    /// # Errors
    /// The reason, as a sentence, where the command is not available.
    pub fn availability(&self, command: &Command) -> Availability {
        match command {
            Command::File(command) => self.file_availability(command),
            Command::Tree(command) => self.tree_availability(*command),
            Command::Clipboard(_) => self.tree_availability(TreeCommand::Paste),
            Command::Zoom(_) => {
                when(self.has_canvas(), "Open a version, a comparison or the map of the project first.")
            }
            Command::Page(command) => self.page_availability(*command),
            Command::Sim(SimCommand::ToggleSelected) => {
                when(self.version_shown().is_some(), NO_VERSION)?;
                when(self.selected.can_be_removed, "Select an action other than Start first.")
            }
            Command::Sim(command) => of_run(self.run, command),
            Command::Time(TimeCommand::AskSelected) => {
                when(self.version_shown().is_some(), NO_VERSION)?;
                when(
                    self.selected.is_schedule,
                    "Select an action that asks for the time first, such as Test a schedule.",
                )
            }
            Command::Undo => when(self.undo_words[0].is_some(), "There is nothing to undo."),
            Command::Redo => when(self.undo_words[1].is_some(), "There is nothing to redo."),
            Command::Pane(PaneCommand::GoToOutline | PaneCommand::GoToCanvas) => {
                when(self.version_shown().is_some(), NO_VERSION)
            }
            Command::Pane(PaneCommand::GoToForm) => {
                when(self.version_shown().is_some(), NO_VERSION)?;
                when(self.selected.is_one, "Select one action first.")
            }
            Command::Pane(_)
            | Command::Find(_)
            | Command::Preset(_)
            | Command::Executions(..)
            | Command::TestCall(_)
            | Command::Paths(_)
            | Command::Compare(_)
            | Command::Failures(_)
            | Command::Load(_)
            | Command::Time(_)
            | Command::Help(_)
            | Command::New(_)
            | Command::NewFor(..)
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

    /// The command that tries out the version shown.
    ///
    /// # Errors
    /// The reason, as a sentence, where no version is shown.
    pub fn start_of_call(&self) -> Result<Command, &'static str> {
        self.version_shown().map(|version| Command::Sim(SimCommand::Start(version))).ok_or(NO_VERSION)
    }

    fn file_availability(&self, command: &FileCommand) -> Availability {
        match command {
            FileCommand::Save(_) | FileCommand::SaveAs(_) | FileCommand::SaveTo(..) => self.disk_is_free(),
            FileCommand::Revert => {
                self.is_in_file()?;
                when(self.document.is_changed(), "There are no changes since the last save.")?;
                self.disk_is_free()
            }
            FileCommand::EarlierSaves => {
                self.is_in_file()?;
                when(self.keeper.keeps_saves(), "Earlier saves are not kept on this computer.")
            }
            FileCommand::CopyFile(_) => {
                self.is_in_file()?;
                self.disk_is_free()
            }
            FileCommand::FormatReport => {
                when(self.conversion.is_some(), "The project was not opened from an older format.")
            }
            FileCommand::Export(Export::Picture, None, _) => when(
                self.version_shown().is_some() || self.tab == Tab::Map,
                "Open a version or the map of the project first.",
            ),
            FileCommand::Export(Export::CallSheet, None, _) => when(self.version_shown().is_some(), NO_VERSION),
            FileCommand::ListFound => when(!self.keeper.found.is_empty(), "No unsaved work was found."),
            FileCommand::New
            | FileCommand::AskTemplate(_)
            | FileCommand::FromTemplate(..)
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
            | FileCommand::ExportRows(..)
            | FileCommand::Export(..)
            | FileCommand::ExportMap(..)
            | FileCommand::ExportReport(..)
            | FileCommand::ReplayLog(_)
            | FileCommand::LearnScenario(_) => Ok(()),
        }
    }

    fn is_in_file(&self) -> Availability {
        when(self.file.path.is_some(), "The project has no file yet. Save it first.")
    }

    fn disk_is_free(&self) -> Availability {
        when(!self.files.is_at_disk(), "A file is being read or written. Wait until that is done.")
    }

    fn tree_availability(&self, command: TreeCommand) -> Availability {
        when(self.version_shown().is_some(), NO_VERSION)?;
        let editable = when(self.edited_tree().is_some(), "This version is read-only. Duplicate it to make changes.");
        let selected = when(self.selected.can_be_removed, "Select an action other than Start first.");
        let selected_or_note = if self.selected.annotations > 0 { Ok(()) } else { selected };
        match command {
            TreeCommand::SelectAll | TreeCommand::ExpandAll => Ok(()),
            TreeCommand::Collapse => when(self.selected.can_collapse, "Select an action that leads on first."),
            TreeCommand::Expand => when(self.selected.can_expand, "Select a collapsed action first."),
            TreeCommand::Copy => selected_or_note,
            TreeCommand::HighlightWay => when(self.selected.is_one, "Select one action first."),
            TreeCommand::Cut | TreeCommand::Duplicate | TreeCommand::Remove | TreeCommand::RemoveBelow => {
                editable.and(selected_or_note)
            }
            TreeCommand::SavePreset => {
                selected.and(when(self.can_save_presets, "This computer has no folder for presets of a user."))
            }
            TreeCommand::FrameSelection => {
                let is_any = self.selected.count + self.selected.annotations > 0;
                editable.and(when(is_any, "Select what to frame first."))
            }
            // What the clipboard of the desktop has is seen only when it is pasted.
            TreeCommand::Paste
            | TreeCommand::Tidy
            | TreeCommand::AddAction
            | TreeCommand::AddNote
            | TreeCommand::LooseEnds => editable,
            TreeCommand::Arrange(how) => editable.and(self.selected.arrangement(how)),
        }
    }

    fn page_availability(&self, command: PageCommand) -> Availability {
        match command {
            PageCommand::Compare => {
                when(!self.project().versions.is_empty(), "There is no version to compare. Create one first.")
            }
            PageCommand::NextDifference | PageCommand::PreviousDifference => {
                when(matches!(self.tab, Tab::Compare(..)), "Compare two versions first.")
            }
            PageCommand::GoBack => when(self.can_go[0], "No other place was seen before this one."),
            PageCommand::GoForward => when(self.can_go[1], "Go back first."),
            PageCommand::Open(_)
            | PageCommand::Close(_)
            | PageCommand::Keep(_)
            | PageCommand::TurnTo(..)
            | PageCommand::Reveal(_)
            | PageCommand::RevealAnnotation(..)
            | PageCommand::RevealPlace(_)
            | PageCommand::RevealCoverage(_)
            | PageCommand::RevealPaths(_)
            | PageCommand::NextProblem => Ok(()),
        }
    }
}

/// Whether a command of the simulation is available.
///
/// # Errors
/// The reason, as a sentence, where the command is not available.
pub fn of_run(run: Option<RunShown>, command: &SimCommand) -> Availability {
    let run = run.ok_or("No simulation is running. Start a call first.");
    let goes_on = |run: RunShown| when(!run.is_over, words(run.channel).is_over);
    match command {
        SimCommand::Step | SimCommand::ToNextQuestion => {
            goes_on(run?)?;
            when(!run?.waits, "The run is waiting for an answer. Give an answer first.")
        }
        SimCommand::ToEnd | SimCommand::Answer(_) | SimCommand::PlayInTime(Some(_)) => goes_on(run?),
        SimCommand::Back => when(run?.steps > 0, "The run has just started."),
        SimCommand::Forward => when(run?.ahead > 0, "No step was taken back."),
        SimCommand::Restart
        | SimCommand::PlayInTime(None)
        | SimCommand::Replay
        | SimCommand::Stop
        | SimCommand::Choose(_)
        | SimCommand::GoTo(_)
        | SimCommand::Fork(_)
        | SimCommand::Beside => run.map(drop),
        SimCommand::Start(_)
        | SimCommand::StartOn(..)
        | SimCommand::StartAt(_)
        | SimCommand::RunTo(_)
        | SimCommand::ToggleBreakpoint(..)
        | SimCommand::ToggleSelected
        | SimCommand::RemoveBreakpoints
        | SimCommand::Pin(_)
        | SimCommand::ShowRun(_)
        | SimCommand::CloseRun(_)
        | SimCommand::SetCaller(_)
        | SimCommand::SetWorld(_)
        | SimCommand::SetNumber(_)
        | SimCommand::SetWhen(_)
        | SimCommand::TypeWhen(_)
        | SimCommand::ToggleDifferent(_)
        | SimCommand::SaveScene
        | SimCommand::SetSeed(_)
        | SimCommand::SetEntryPoint(_)
        | SimCommand::SaveCaller => Ok(()),
    }
}

impl Selected {
    fn arrangement(self, how: Arrangement) -> Availability {
        let is_spread = how.least() > 2;
        let (too_few, is_so_already) = if is_spread {
            ("Select three actions or more first.", "The gaps between the selected actions are already equal.")
        } else {
            ("Select two actions or more first.", "The selected actions are already aligned this way.")
        };
        when(self.count >= how.least(), too_few)?;
        when(self.can_arrange(how), is_so_already)
    }
}

fn when(can: bool, why_not: &'static str) -> Availability {
    if can { Ok(()) } else { Err(why_not) }
}
