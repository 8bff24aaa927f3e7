//! Every command of the window as plain data: menus, shortcuts, buttons and the search box send these, and `shell/act` carries them out.

pub mod acts;
pub mod ask;
pub mod files;
pub mod named;
pub mod new;
pub mod page;
pub mod question;

use chrono::{DateTime, Utc};

use crate::edit::Edit;
use crate::lifecycle::Act;
use crate::model::{ActionRef, CallerId, EntryPointId, Place, RoutingId, VersionId, WorldId};

pub use acts::RoutingAct;
pub use ask::Ask;
pub use files::{FileCommand, Next, OpenMode, Overwrite, Purpose};
pub use new::New;
pub use page::{BottomPane, Pane, ResourceDrag, Tab};
pub use question::{Emphasis, Replacement};

/// A button that sends a command.
pub type Button = question::Button<Command>;
/// A question whose answers send commands.
pub type Question = question::Question<Command>;
/// A finding whose place a command shows.
pub type Finding = question::Finding<Command>;
/// A question with findings.
pub type Findings = question::Findings<Command>;
/// A list whose buttons send commands.
pub type Listing = question::Listing<Command>;
/// A row of such a list.
pub type ListingRow = question::ListingRow<Command>;
/// A question about places whose answers send commands.
pub type Places = question::Places<Command>;

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

/// What can be done with the tree of the version shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter)]
pub enum TreeCommand {
    /// Copy the selection, then remove it.
    Cut,
    /// Copy the selection.
    Copy,
    /// Paste.
    Paste,
    /// Copy and paste the selection in one step.
    Duplicate,
    /// Remove the selected actions and join what comes before them to what follows.
    Remove,
    /// Remove the selected actions with everything below them.
    RemoveBelow,
    /// Select every action of the tree.
    SelectAll,
    /// Lay the tree out.
    Tidy,
    /// Open the search box that adds an action.
    AddAction,
}

/// The zoom of the canvas shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter)]
pub enum Zoom {
    /// Show the whole tree.
    Fit,
    /// 100 %.
    Reset,
    /// Closer.
    In,
    /// Further away.
    Out,
}

/// Which page is shown, and which place on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageCommand {
    /// Open a page.
    Open(Tab),
    /// Close a page.
    Close(Tab),
    /// Replace a page by another one.
    TurnTo(Tab, Tab),
    /// Show an action: its page, its card, its form.
    Reveal(ActionRef),
    /// Show a place: its page, and the card and the form of an action.
    RevealPlace(Place),
    /// Show the next problem.
    NextProblem,
    /// Compare the version shown, or the versions of the routing shown.
    Compare,
    /// Show the next difference of the comparison shown.
    NextDifference,
    /// Show the previous difference of the comparison shown.
    PreviousDifference,
}

/// Which panes are shown, and how large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaneCommand {
    /// Show or hide the project tree.
    ToggleTree,
    /// Show or hide the bottom pane.
    ToggleBottom,
    /// Show a bottom pane.
    ShowBottom(BottomPane),
    /// Dock the simulation at the right instead of the bottom, or back.
    DockSimulation,
    /// A pane was drawn with another size, in points.
    Resized(Pane, u16),
}

/// Searching.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindCommand {
    /// Search all commands.
    Commands,
    /// Search actions and resources.
    Places,
    /// Show the next place that was found.
    Next,
    /// Show the previous place that was found.
    Previous,
}

/// A command.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Something about files.
    File(FileCommand),
    /// Something with the tree shown.
    Tree(TreeCommand),
    /// Zoom the canvas shown.
    Zoom(Zoom),
    /// Show a page or a place.
    Page(PageCommand),
    /// Show or hide panes.
    Pane(PaneCommand),
    /// Search.
    Find(FindCommand),
    /// Something about the simulation.
    Sim(SimCommand),
    /// Something about the test executions of a version.
    Executions(VersionId, ExecutionsCommand),
    /// Create something in the project.
    New(New),
    /// Carry out an act of a version; asks first where the act needs it.
    OfVersion(VersionId, Act),
    /// Carry out an act of a routing; asks first where the act needs it.
    OfRouting(RoutingId, RoutingAct),
    /// Change the project. The tag joins edits of one gesture or one field into one undo step.
    Edit(Box<Edit>, Option<u64>),
    /// Change the project after the question about the edit was answered.
    Answered(Box<Edit>, Option<u64>),
    /// Go on although an edit of the object with this id takes effect in production at once.
    Agreed(u32, Box<Command>),
    /// Undo the last step.
    Undo,
    /// Redo the last undone step.
    Redo,
    /// Go on although there are unsaved changes.
    Discard(Box<Command>),
    /// Close the window.
    Quit,
    /// The user has read what became of planned productions.
    ReleasesRead,
    /// Open a dialog.
    Ask(Box<Ask>),
    /// Close the open dialog.
    CloseDialog,
    /// Show a short message.
    Notice(String),
    /// The theme of the system, or dark, or light.
    Theme(egui::ThemePreference),
    /// Show who made this, and what with.
    About,
}

impl Command {
    /// An edit as a step of its own.
    #[must_use]
    pub fn edit(edit: Edit) -> Self {
        Self::Edit(Box::new(edit), None)
    }

    /// A command that opens a dialog.
    #[must_use]
    pub fn ask(ask: Ask) -> Self {
        Self::Ask(Box::new(ask))
    }

    /// A command that saves the project.
    #[must_use]
    pub const fn save() -> Self {
        Self::File(FileCommand::Save(None))
    }

    /// A command that asks for a file and saves the project there.
    #[must_use]
    pub const fn save_as() -> Self {
        Self::File(FileCommand::SaveAs(None))
    }

    /// A command that opens a project file for editing.
    #[must_use]
    pub fn open(path: impl Into<std::path::PathBuf>) -> Self {
        Self::File(FileCommand::Open(path.into(), OpenMode::Edit))
    }

    /// Whether the command opens, writes or closes a file, so that it waits while another file is read or written.
    #[must_use]
    pub fn waits_for_disk(&self) -> bool {
        match self {
            Self::File(command) => command.waits_for_disk(),
            command => *command == Self::Quit,
        }
    }

    /// Whether the command takes the open project away, so that its unsaved changes would be lost.
    #[must_use]
    pub fn replaces_project(&self) -> bool {
        match self {
            Self::File(command) => command.replaces_project(),
            command => *command == Self::Quit,
        }
    }

    /// Whether the shortcut of the command is free for text editing where no tree is shown.
    #[must_use]
    pub fn is_about_tree(&self) -> bool {
        match self {
            Self::Tree(command) => !matches!(command, TreeCommand::Tidy | TreeCommand::AddAction),
            _ => false,
        }
    }

    /// A command that opens a page.
    #[must_use]
    pub const fn open_tab(tab: Tab) -> Self {
        Self::Page(PageCommand::Open(tab))
    }
}
