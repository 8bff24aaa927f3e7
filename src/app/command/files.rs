//! Commands about files: opening, saving and closing a project, recovery, and reading or writing other files.

use std::path::PathBuf;

use crate::map::Shown;
use crate::model::{ResourceId, ScenarioId, VersionId};
use crate::storage::recovery::Found;
use crate::templates::Answers;

use super::Command;

/// The ending of project files.
pub const ENDING: &str = "ron";
/// The ending of files that hold an email.
pub const EMAIL_ENDING: &str = "eml";
/// The endings of files with rows; a new file gets the first.
const ROWS: &[&str] = &["csv", "tsv", "txt"];

/// The endings of pictures; a new file gets the first.
const PICTURES: &[&str] = &["pdf", "svg", "png"];
/// The endings of call sheets; a new file gets the first.
const SHEETS: &[&str] = &["html", "xlsx"];
/// The ending of reports.
const REPORTS: &[&str] = &["html"];

/// What of a version is written to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// A picture of its tree.
    Picture,
    /// Its call sheet.
    CallSheet,
}

/// What to do after a successful save.
pub type Next = Option<Box<Command>>;

/// How a file is opened.
#[derive(Clone, Debug, PartialEq)]
pub enum OpenMode {
    /// For editing, unless somebody else holds the lock.
    Edit,
    /// For editing, although another computer took the lock and never released it.
    TakeOver,
    /// For reading, or for saving under another name; with the reason.
    ReadOnly(String),
    /// As a new project without a file.
    Copy,
    /// The unsaved work of a process that has ended, loaded as unsaved changes.
    Recovered(Box<Found>),
}

/// Which file a save may overwrite.
#[derive(Clone, Debug, PartialEq)]
pub enum Overwrite {
    /// The file as it was opened; with another name, any file that the user chose.
    AsOpened,
    /// The same, although another computer took the lock and never released it.
    TakeOver,
    /// A file with this hash: the user has agreed to overwrite it.
    IfHash(String),
    /// No file: the file was removed.
    Nothing,
}

/// What a path is chosen for.
#[derive(Clone, Debug, PartialEq, strum::EnumDiscriminants)]
#[strum_discriminants(name(PurposeName), doc = "The names of the purposes.", derive(strum::EnumIter))]
pub enum Purpose {
    /// To open a project.
    Open,
    /// To save the project there.
    Save(Next),
    /// To copy the file of the project there, as it is.
    CopyFile,
    /// To read an email.
    Email,
    /// To read rows for a resource.
    ImportRows(ResourceId),
    /// To write the rows of a resource.
    ExportRows(ResourceId),
    /// To read past contacts, for playing them to two versions.
    ReplayLog,
    /// To read past contacts, for learning a scenario from them.
    LearnScenario,
    /// To write a picture or the call sheet of a version.
    Export(Export, VersionId),
    /// To write a picture of the map of the project.
    ExportMap(Shown),
    /// To write a report on the last load run of a scenario.
    ExportReport(ScenarioId),
}

impl Purpose {
    /// Whether the purpose is to write a file, which may not exist yet.
    #[must_use]
    pub fn writes(&self) -> bool {
        matches!(
            self,
            Self::Save(_)
                | Self::CopyFile
                | Self::ExportRows(_)
                | Self::Export(..)
                | Self::ExportMap(_)
                | Self::ExportReport(_)
        )
    }

    /// The command that uses the chosen path.
    #[must_use]
    pub fn with_path(self, path: PathBuf) -> FileCommand {
        match self {
            Self::Open => FileCommand::Open(path, OpenMode::Edit),
            Self::Save(next) => FileCommand::SaveTo(path, Overwrite::AsOpened, next),
            Self::CopyFile => FileCommand::CopyFile(Some(path)),
            Self::Email => FileCommand::ReadEmail(Some(path)),
            Self::ImportRows(of) => FileCommand::ImportRows(of, Some(path)),
            Self::ExportRows(of) => FileCommand::ExportRows(of, Some(path)),
            Self::ReplayLog => FileCommand::ReplayLog(Some(path)),
            Self::LearnScenario => FileCommand::LearnScenario(Some(path)),
            Self::Export(what, version) => FileCommand::Export(what, Some(version), Some(path)),
            Self::ExportMap(shown) => FileCommand::ExportMap(shown, Some(path)),
            Self::ExportReport(scenario) => FileCommand::ExportReport(scenario, Some(path)),
        }
    }

    /// The name of such files.
    #[must_use]
    pub fn files(&self) -> &'static str {
        match self {
            Self::Open | Self::Save(_) | Self::CopyFile => "Signalbox projects",
            Self::Email => "emails",
            Self::ImportRows(_) | Self::ExportRows(_) | Self::ReplayLog | Self::LearnScenario => "CSV files",
            Self::Export(Export::Picture, _) | Self::ExportMap(_) => "pictures",
            Self::Export(Export::CallSheet, _) => "call sheets",
            Self::ExportReport(_) => "reports",
        }
    }

    /// The endings of such files; a new file gets the first.
    #[must_use]
    pub fn endings(&self) -> &'static [&'static str] {
        match self {
            Self::Open | Self::Save(_) | Self::CopyFile => &[ENDING],
            Self::Email => &[EMAIL_ENDING],
            Self::ImportRows(_) | Self::ReplayLog | Self::LearnScenario => ROWS,
            Self::ExportRows(_) => ROWS.split_at(1).0,
            Self::Export(Export::Picture, _) | Self::ExportMap(_) => PICTURES,
            Self::Export(Export::CallSheet, _) => SHEETS,
            Self::ExportReport(_) => REPORTS,
        }
    }

    /// Adds an ending to a path that has none.
    #[must_use]
    pub fn with_ending(&self, mut path: PathBuf) -> PathBuf {
        if path.extension().is_none()
            && let Some(ending) = self.endings().first()
        {
            path.set_extension(ending);
        }
        path
    }
}

/// A command about files.
#[derive(Clone, Debug, PartialEq)]
pub enum FileCommand {
    /// A new, empty project.
    New,
    /// Ask which template a new project is made from, and the five questions; the first template where none is named.
    AskTemplate(Option<&'static str>),
    /// A new project from the template with an id.
    FromTemplate(&'static str, Box<Answers>),
    /// Ask for a project file and open it.
    ChooseProject,
    /// Open a project file.
    Open(PathBuf, OpenMode),
    /// Open a shipped example as an untitled copy.
    OpenExample(&'static str),
    /// Save to the project's file, or ask for one where the project has none.
    Save(Next),
    /// Ask for a file and save there.
    SaveAs(Next),
    /// Save to a file.
    SaveTo(PathBuf, Overwrite, Next),
    /// Read the file again and discard the changes; asks first where there are any.
    Revert,
    /// Read the file again after another program changed it; asks first where there are unsaved changes.
    Reload,
    /// Open the project again, as an untitled copy with its own identity.
    Duplicate,
    /// Close the project.
    Close,
    /// List the work that was found after a crash.
    ListFound,
    /// Delete some of the work that was found after a crash.
    DiscardFound(Box<Found>),
    /// Show a folder in the desktop's file manager.
    ShowFolder(PathBuf),
    /// List the earlier saves of the project.
    EarlierSaves,
    /// Copy the file as it is, before a save converts it; ask for the path where none is given.
    CopyFile(Option<PathBuf>),
    /// Show what the format of the program changes in a project whose file had an older format.
    FormatReport,
    /// Ask for the lock of the file again.
    AskForLock {
        /// Whether to take a lock that another computer never released.
        may_take_over: bool,
    },
    /// Ignore the change that another program made to the file.
    KeepMine,
    /// List the differences between the window and the file.
    Differences,
    /// Stop waiting for the desktop's file dialog and use the built-in one.
    OwnDialog,
    /// Read an email for the simulation; ask for the file where no path is given.
    ReadEmail(Option<PathBuf>),
    /// Import rows into a values table or a database; ask for the file where no path is given.
    ImportRows(ResourceId, Option<PathBuf>),
    /// Export the rows of a values table or a database; ask for the file where no path is given.
    ExportRows(ResourceId, Option<PathBuf>),
    /// Play past contacts from a file to the versions that are compared; ask for the file where no path is given.
    ReplayLog(Option<PathBuf>),
    /// Learn a scenario from past contacts in a file; ask for the file where no path is given.
    LearnScenario(Option<PathBuf>),
    /// Write a picture or the call sheet of a version; ask for the file where no path is given. Without a version, it is the one shown, or a
    /// picture of the map where that is shown.
    Export(Export, Option<VersionId>, Option<PathBuf>),
    /// Write a picture of the map of the project to a file; ask for the file where no path is given.
    ExportMap(Shown, Option<PathBuf>),
    /// Write a report on the last load run of a scenario to a file; ask for the file where no path is given.
    ExportReport(ScenarioId, Option<PathBuf>),
}

impl FileCommand {
    /// Whether the command waits while a file is read or written.
    #[must_use]
    pub fn waits_for_disk(&self) -> bool {
        !matches!(
            self,
            Self::AskTemplate(_)
                | Self::ListFound
                | Self::DiscardFound(_)
                | Self::ShowFolder(_)
                | Self::KeepMine
                | Self::OwnDialog
                | Self::FormatReport
        )
    }

    /// Whether the command closes the open project, so that its unsaved changes would be lost.
    #[must_use]
    pub fn replaces_project(&self) -> bool {
        matches!(
            self,
            Self::New
                | Self::FromTemplate(..)
                | Self::ChooseProject
                | Self::Open(..)
                | Self::OpenExample(_)
                | Self::Duplicate
                | Self::Close
        )
    }
}

impl From<FileCommand> for Command {
    fn from(command: FileCommand) -> Self {
        Self::File(command)
    }
}
