//! Every command of the window as plain data: menus, shortcuts, buttons and the search box send these, and `shell/act` carries them out.

pub mod acts;
pub mod ask;
pub mod files;
pub mod help;
pub mod load;
pub mod named;
pub mod new;
pub mod page;
pub mod question;
pub mod testing;
pub mod tree;

use chrono::{DateTime, Utc};

use crate::edit::Edit;
use crate::lifecycle::Act;
use crate::model::{
    ActionRef, AnnotationId, CallerId, EntryPointId, Place, ResourceKind, RoutingId, VersionId, WorldId,
};
use crate::sim::own_scene::{Different, When};

pub use acts::RoutingAct;
pub use ask::Ask;
pub use files::{Export, FileCommand, Next, OpenMode, Overwrite, Purpose};
pub use help::HelpCommand;
pub use load::{LoadCommand, Way};
pub use new::New;
pub use page::{BottomPane, Pane, ResourceDrag, Tab};
pub use question::{Emphasis, Replacement};
pub use testing::{CompareCommand, FailuresCommand, PathsCommand, TestCallCommand, TimeCommand, TimeSpan};
pub use tree::{ClipboardCommand, PresetCommand, TreeCommand, Zoom};

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

/// Commands of the simulation.
#[derive(Clone, Debug, PartialEq)]
pub enum SimCommand {
    /// Start a run of the version, or restart it.
    Start(VersionId),
    /// Start a run of the version at a moment, whatever the world says.
    StartOn(VersionId, DateTime<Utc>),
    /// Open the version that an entry point reaches, and start a run there.
    StartAt(EntryPointId),
    /// Choose who calls, where and when, before a run restarts (`true`), or return to the open run (`false`).
    Choose(bool),
    /// Run one action, or let the next automatic event happen.
    Step,
    /// Give an answer.
    Answer(String),
    /// Run on to the next question.
    ToNextQuestion,
    /// Run to the end; every question gets its first answer.
    ToEnd,
    /// Play the run in time, so many times as fast as in reality; none pauses it.
    PlayInTime(Option<u32>),
    /// One step back.
    Back,
    /// One step forward again, after *Back*.
    Forward,
    /// Back or forward to the state after so many steps.
    GoTo(usize),
    /// Run until an action is about to run; every question gets its first answer.
    RunTo(ActionRef),
    /// Add or remove the breakpoint of an action, or of one of its branches.
    ToggleBreakpoint(ActionRef, Option<String>),
    /// Add or remove the breakpoints of the selected actions.
    ToggleSelected,
    /// Remove all breakpoints.
    RemoveBreakpoints,
    /// Keep a variable on top of the list of variables, or no longer.
    Pin(String),
    /// Go on with a copy of the run, in a tab of its own: from the state after so many steps, or from where it is.
    Fork(Option<usize>),
    /// Show the run with a number.
    ShowRun(u32),
    /// Close the run with a number.
    CloseRun(u32),
    /// Choose who calls, where and when, for another run beside the open ones.
    Beside,
    /// Restart with the same caller and world.
    Restart,
    /// Run the tree as it is now from the start, with the same answers.
    Replay,
    /// Close the run shown.
    Stop,
    /// Choose who calls; a running call restarts.
    SetCaller(Option<CallerId>),
    /// Choose the world; a running call restarts.
    SetWorld(Option<WorldId>),
    /// Set the number of an unknown caller, for the next call.
    SetNumber(String),
    /// Choose when the next call begins.
    SetWhen(When),
    /// Type the date and the time at which the next call begins, or no longer.
    TypeWhen(Option<String>),
    /// Add or remove something that is different from the world, for the next call.
    ToggleDifferent(Different),
    /// Save the number as a caller, and what is different as a world.
    SaveScene,
    /// Choose the random seed; a running call restarts.
    SetSeed(u64),
    /// Choose the entry point; by default the first one that leads there. A running call restarts.
    SetEntryPoint(Option<EntryPointId>),
    /// Save the written email as a new caller.
    SaveCaller,
}

/// Commands about the test executions of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExecutionsCommand {
    /// Show the tree of the version.
    ShowTree,
    /// Show the history instead of the tree.
    ShowHistory,
    /// Show the execution of a time.
    Look(DateTime<Utc>),
    /// Replay the execution of a time on the tree as it is now.
    Replay(DateTime<Utc>),
}

impl From<TestCallCommand> for Command {
    fn from(command: TestCallCommand) -> Self {
        Self::TestCall(command)
    }
}

/// Commands about pages and places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageCommand {
    /// Open a page.
    Open(Tab),
    /// Go back to the place seen before.
    GoBack,
    /// Go forward again.
    GoForward,
    /// Close a page.
    Close(Tab),
    /// Replace a page by another one.
    TurnTo(Tab, Tab),
    /// Show an action: its page, its card and its form.
    Reveal(ActionRef),
    /// Keep a page open that was opened to look at it.
    Keep(Tab),
    /// Show a note or a frame of a version.
    RevealAnnotation(VersionId, AnnotationId),
    /// Show a place: its page, and for an action also its card and its form.
    RevealPlace(Place),
    /// Show what the test calls pass of a version.
    RevealCoverage(VersionId),
    /// Show what exploring every path of a version has found.
    RevealPaths(VersionId),
    /// Show the next problem.
    NextProblem,
    /// Compare the version shown, or the versions of the routing shown.
    Compare,
    /// Show the next difference of the comparison shown.
    NextDifference,
    /// Show the previous difference of the comparison shown.
    PreviousDifference,
}

/// Commands about panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaneCommand {
    /// Show or hide the project tree.
    ToggleTree,
    /// Show or hide the bottom pane.
    ToggleBottom,
    /// Show a bottom pane.
    ShowBottom(BottomPane),
    /// Show the outline instead of the actions that can be added, and move the keyboard focus there.
    GoToOutline,
    /// Show the actions that can be added instead of the outline.
    ShowActions,
    /// Move the keyboard focus to the canvas.
    GoToCanvas,
    /// Move the keyboard focus to the form of the selected action.
    GoToForm,
    /// Dock the simulation at the right instead of the bottom, or back.
    DockSimulation,
    /// Show the actions that can be added by their icons alone, or with their names again.
    FoldPalette,
    /// Show or hide what the test calls pass on the canvas.
    ToggleCoverage,
    /// Show or hide on the canvas where callers are dropped while something fails.
    ToggleFailures,
    /// A pane was drawn with a new size, in points.
    Resized(Pane, u16),
}

/// Searching.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindCommand {
    /// Search all commands.
    Commands,
    /// Search actions and resources.
    Places,
    /// Replace a text in actions.
    Replace,
    /// Show the next place found.
    Next,
    /// Show the previous place found.
    Previous,
}

/// A command.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A command about files.
    File(FileCommand),
    /// A command about the tree shown.
    Tree(TreeCommand),
    /// A command about the clipboard of the desktop.
    Clipboard(ClipboardCommand),
    /// A command about the presets of the user.
    Preset(PresetCommand),
    /// Zoom the canvas shown.
    Zoom(Zoom),
    /// Show a page or a place.
    Page(PageCommand),
    /// Show or hide panes.
    Pane(PaneCommand),
    /// Search.
    Find(FindCommand),
    /// A command of the simulation.
    Sim(SimCommand),
    /// A command about the test executions of a version.
    Executions(VersionId, ExecutionsCommand),
    /// A command about test calls.
    TestCall(TestCallCommand),
    /// A command about what exploring every path has found.
    Paths(PathsCommand),
    /// A command about the behaviour of two versions.
    Compare(CompareCommand),
    /// A command about what happens while one thing outside fails.
    Failures(FailuresCommand),
    /// A command about load runs.
    Load(LoadCommand),
    /// A command of the time machine.
    Time(TimeCommand),
    /// A command about the help and the tour.
    Help(HelpCommand),
    /// Create something in the project.
    New(New),
    /// Create a resource and edit it in place; the drop-down list with this id chooses it.
    NewFor(ResourceKind, egui::Id),
    /// Carry out an act of a version; asks first where necessary.
    OfVersion(VersionId, Act),
    /// Carry out an act of a routing; asks first where necessary.
    OfRouting(RoutingId, RoutingAct),
    /// Change the project. The tag joins edits of one gesture or one field into one undo step.
    Edit(Box<Edit>, Option<u64>),
    /// Change the project after the user has answered the question about the edit.
    Answered(Box<Edit>, Option<u64>),
    /// Continue although an edit of the object with this id takes effect in production at once.
    Agreed(u32, Box<Command>),
    /// Undo the last step.
    Undo,
    /// Redo the last undone step.
    Redo,
    /// Continue although there are unsaved changes.
    Discard(Box<Command>),
    /// Close the window.
    Quit,
    /// The user has read what happened to the planned productions.
    ReleasesRead,
    /// Open a dialog.
    Ask(Box<Ask>),
    /// Close the open dialog.
    CloseDialog,
    /// Show a short message.
    Notice(String),
    /// Choose the theme: system, dark or light.
    Theme(egui::ThemePreference),
    /// Show the About dialog.
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

    /// Whether the command opens, writes or closes a file, and so waits while another file is read or written.
    #[must_use]
    pub fn waits_for_disk(&self) -> bool {
        match self {
            Self::File(command) => command.waits_for_disk(),
            command => *command == Self::Quit,
        }
    }

    /// Whether the command closes the open project, so that its unsaved changes would be lost.
    #[must_use]
    pub fn replaces_project(&self) -> bool {
        match self {
            Self::File(command) => command.replaces_project(),
            command => *command == Self::Quit,
        }
    }

    /// Whether text editing gets the shortcut of the command where no tree is shown.
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
