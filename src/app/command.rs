//! Every command of the window: menus, shortcuts, buttons and the search box all send one of these, and one place
//! (`dispatch`) acts on it.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::keeper::KeeperCommand;
use super::panels::routing_page::RoutingAct;
use crate::edit::Edit;
use crate::lifecycle::Act;
use crate::lint::Subject;
use crate::model::walk::Place;
use crate::model::{CallerId, EntryPointId, ResourceId, RoutingId, VersionId, WorldId};

/// A page of the centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Tab {
    /// Recent projects and examples.
    Start,
    /// A smart routing with its versions.
    Routing(RoutingId),
    /// A version: palette, canvas, form.
    Version(VersionId),
    /// A resource.
    Resource(ResourceId),
    /// An entry point.
    EntryPoint(EntryPointId),
    /// A caller.
    Caller(CallerId),
    /// A world.
    World(WorldId),
    /// The project's settings.
    Settings,
    /// Two versions against each other: before and after.
    Compare(VersionId, VersionId),
}

/// Payload of `egui::DragAndDrop` for a resource that is dragged from the project tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResourceDrag(pub ResourceId);

/// A panel at the bottom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum BottomPanel {
    /// Stepping a call through.
    #[default]
    Simulation,
    /// What is wrong.
    Problems,
    /// What was done in the project.
    History,
}

/// What the simulation can be told.
#[derive(Clone, Debug, PartialEq)]
pub enum SimCommand {
    /// Begin, or begin again, a run of the version.
    Start(VersionId),
    /// Open the version that an entry point reaches, and begin a run there.
    StartAt(EntryPointId),
    /// Choose who calls, where and when, before a run begins again; or go on with the run that is open.
    Choose(bool),
    /// Run one action, or let pass what happens by itself.
    Step,
    /// Give an answer.
    Answer(String),
    /// Run on to the next question.
    ToNextQuestion,
    /// Run to the end with the first answer of every question.
    ToEnd,
    /// One step back.
    Back,
    /// From the beginning, same caller and world.
    Restart,
    /// From the beginning over the tree as it is now, with the same answers.
    Replay,
    /// Put the run away.
    Stop,
    /// Choose who calls; a running call begins again.
    SetCaller(Option<CallerId>),
    /// Choose the world; a running call begins again.
    SetWorld(Option<WorldId>),
    /// Choose the seed of chance; a running call begins again.
    SetSeed(u64),
    /// Choose where it arrives: the first entry point that leads there when none is named; a running call begins again.
    SetEntryPoint(Option<EntryPointId>),
    /// Keep the email that was written as a new caller.
    SaveCaller,
}

/// What can be done with the test executions of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExecutionsCommand {
    /// Show its tree.
    ShowTree,
    /// Show its history in the place of its tree.
    ShowHistory,
    /// Look at the execution of a time.
    Look(DateTime<Utc>),
    /// Replay the execution of a time over the tree as it is now.
    Replay(DateTime<Utc>),
}

/// A command.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A new, empty project.
    NewProject,
    /// Ask for a project file.
    Open,
    /// Open a file.
    OpenPath(PathBuf),
    /// Open a shipped example as an untitled copy.
    OpenExample(&'static str),
    /// Save.
    Save,
    /// Save under another name.
    SaveAs,
    /// Save there, then go on.
    SaveTo(PathBuf, super::files::AfterSave),
    /// Read the file again, in the place of what is in the window.
    Revert,
    /// Open the project once more, as an untitled copy of its own.
    DuplicateProject,
    /// Put the project away.
    CloseProject,
    /// Ask for a CSV file with rows for a values table or a database.
    ImportRows(ResourceId),
    /// Read its rows from there.
    ImportRowsFrom(ResourceId, PathBuf),
    /// Ask where to write the rows of a values table or a database.
    ExportRows(ResourceId),
    /// Write them there.
    ExportRowsTo(ResourceId, PathBuf),
    /// Search all commands.
    FindCommand,
    /// What a card of a version sends for an act.
    OfVersion(VersionId, Act),
    /// What the page of a routing sends for an act.
    OfRouting(RoutingId, RoutingAct),
    /// Search actions and resources.
    FindPlace,
    /// Show the next place that was found.
    FindNext,
    /// Show the one before.
    FindPrevious,
    /// Go on although there are unsaved changes.
    Discard(Box<Command>),
    /// Close the window.
    Quit,
    /// Undo the last step.
    Undo,
    /// Do it again.
    Redo,
    /// Copy the selection, then remove it.
    Cut,
    /// Copy the selection.
    Copy,
    /// Paste.
    Paste,
    /// Copy and paste the selection in place.
    DuplicateSelection,
    /// Remove the selection and heal.
    Remove,
    /// Remove the selected action with all below it.
    RemoveBelow,
    /// Select every action of the tree.
    SelectAll,
    /// Lay the tree out.
    Tidy,
    /// Show the whole tree.
    Fit,
    /// Zoom to 100 %.
    ZoomReset,
    /// Zoom in.
    ZoomIn,
    /// Zoom out.
    ZoomOut,
    /// Open the search box that adds an action, on the canvas.
    FindAction,
    /// Open a page.
    OpenTab(Tab),
    /// Close a page.
    CloseTab(Tab),
    /// Show another page in the place of one.
    TurnTo(Tab, Tab),
    /// Compare the version shown, or the versions of the routing shown.
    Compare,
    /// The next difference of the comparison shown.
    NextDifference,
    /// The one before.
    PreviousDifference,
    /// Show a place: its page, its card, its form.
    Reveal(Place),
    /// Show what a problem is about.
    RevealSubject(Subject),
    /// The next problem.
    NextProblem,
    /// Show or hide the project tree.
    ToggleTree,
    /// Show or hide the bottom panel.
    ToggleBottom,
    /// Show a bottom panel.
    ShowBottom(BottomPanel),
    /// Put the simulation at the right instead of the bottom, or back.
    DockSimulation,
    /// The theme of the system, or dark, or light.
    Theme(egui::ThemePreference),
    /// Change the project. The tag joins edits of one gesture or one field into one undo step.
    Edit(Box<Edit>, Option<u64>),
    /// Something about keeping work safe.
    Keeper(KeeperCommand),
    /// The same, after its question was answered.
    Answered(Box<Edit>, Option<u64>),
    /// Do it: the user agrees to change the object of this id although production uses it.
    Agreed(u32, Box<Command>),
    /// Something about the simulation.
    Sim(SimCommand),
    /// Read an email from a file, for the simulation; ask for the file when none is named.
    ReadEmail(Option<PathBuf>),
    /// Something about the test executions of a version.
    Executions(VersionId, ExecutionsCommand),
    /// What became of planned productions has been read.
    ReleasesRead,
    /// Open a dialog.
    Dialog(Box<super::dialogs::Dialog>),
    /// Close the open dialog.
    CloseDialog,
    /// Say something in passing.
    Notice(String),
    /// Who made this, and what with.
    About,
}

impl Command {
    /// An edit as a step of its own.
    #[must_use]
    pub fn edit(edit: Edit) -> Self {
        Self::Edit(Box::new(edit), None)
    }

    /// Whether it opens or writes a file, or puts the open one away.
    #[must_use]
    pub fn is_about_files(&self) -> bool {
        if let Self::Keeper(command) = self {
            return command.is_about_files();
        }
        matches!(
            self,
            Self::NewProject
                | Self::Open
                | Self::OpenPath(_)
                | Self::OpenExample(_)
                | Self::Quit
                | Self::Save
                | Self::SaveAs
                | Self::SaveTo(..)
                | Self::Revert
                | Self::DuplicateProject
                | Self::CloseProject
                | Self::ReadEmail(_)
                | Self::ImportRows(_)
                | Self::ImportRowsFrom(..)
                | Self::ExportRows(_)
                | Self::ExportRowsTo(..)
        )
    }

    /// Whether it is about the tree of a version, and its shortcut free for others where none is shown.
    #[must_use]
    pub fn is_about_tree(&self) -> bool {
        matches!(
            self,
            Self::Cut
                | Self::Copy
                | Self::Paste
                | Self::DuplicateSelection
                | Self::Remove
                | Self::RemoveBelow
                | Self::SelectAll
        )
    }
}
