//! What the path dialog knows: the folder, its entries and the typed name, with what the disk says of them. The answers come from
//! background jobs (`folders`): until one has come, what was shown before stays, and typing goes on. Draws nothing.

use std::io;
use std::path::{Path, PathBuf};

use super::questions::replaces_file;
use crate::app::command::{Ask, Command, FileCommand, Overwrite, Purpose};
use crate::app::services::folders::{Entry, Folders, PathKind, PathKinds};
use crate::app::services::job::Progress;

/// Most entries of a folder that are listed.
const MAX_ENTRIES: usize = 500;

/// A path to be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct PathPicker {
    /// What for.
    pub purpose: Purpose,
    /// The folder shown.
    pub folder: PathBuf,
    /// The name typed.
    pub name: String,
    /// What is in the folder: folders first, then files. Nothing before the first answer.
    pub(super) entries: Option<Vec<Entry>>,
    /// How many more entries are in the folder than are listed.
    pub(super) more: usize,
    /// The folder that is shown as soon as it is read.
    pub(super) reading: Option<PathBuf>,
    /// Whether no folder was read yet: the one suggested may be gone.
    is_first: bool,
    /// What the last path that was asked about names.
    known: Option<(PathBuf, PathKinds)>,
    /// The name that was entered, until it is known what it names.
    entered: Option<Entered>,
    /// Why an answer is none, and what to do.
    pub(super) trouble: Option<String>,
}

/// A name that was entered. The field is free meanwhile, so that what is typed next belongs to the folder that this name may be.
#[derive(Clone, Debug, PartialEq)]
struct Entered {
    name: String,
    path: PathBuf,
    /// Whether *Enter* was pressed once more, for what was typed since.
    again: bool,
}

/// What a typed name stands for.
pub(super) enum Named {
    Nothing,
    Unknown,
    Folder(PathBuf),
    File(PathBuf),
    Wrong(&'static str),
}

impl PathPicker {
    /// Begins in the suggestion's folder, or where the program was started. Reads nothing yet.
    #[must_use]
    pub fn new(purpose: Purpose, suggestion: &Path) -> Self {
        let folder = suggestion.parent().map(Path::to_owned).unwrap_or_default();
        let suggested = suggestion.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = suggested.filter(|_| purpose.writes()).unwrap_or_default();
        Self {
            purpose,
            reading: Some(folder.clone()),
            folder,
            name,
            entries: None,
            more: 0,
            is_first: true,
            known: None,
            entered: None,
            trouble: None,
        }
    }

    /// The folder that a typed name belongs to: the one that is being read, else the one shown.
    pub(super) fn base(&self) -> &Path {
        self.reading.as_deref().unwrap_or(&self.folder)
    }

    fn typed_path(&self) -> PathBuf {
        self.base().join(self.name.trim())
    }

    /// Shows another folder as soon as it is read. A name that was entered in the old one is typed again.
    pub(super) fn enter(&mut self, folder: PathBuf) {
        if let Some(entered) = self.entered.take() {
            self.name.insert_str(0, &entered.name);
        }
        self.trouble = None;
        self.reading = Some(folder);
    }

    /// Takes a file of the list.
    pub(super) fn pick(&mut self, name: &str) {
        self.entered = None;
        self.reading = None;
        self.trouble = None;
        name.clone_into(&mut self.name);
    }

    /// The name that was entered and is being looked up.
    pub(super) fn entered(&self) -> Option<&str> {
        self.entered.as_ref().map(|entered| entered.name.trim())
    }

    /// Takes what is in the folder that is being read, once it is known.
    pub(super) fn take_list(&mut self, folders: &mut Folders, ctx: &egui::Context) {
        let Some(folder) = &self.reading else { return folders.forget_list() };
        let listing = match folders.list(folder, self.is_first, ctx) {
            Progress::UnderWay => return,
            Progress::Failed => None,
            Progress::Done(listing) => Some(listing),
        };
        self.is_first = false;
        let asked = self.reading.take().unwrap_or_default();
        match listing.map(|it| (it.folder, it.entries)) {
            Some((folder, Ok(entries))) => {
                self.folder = folder;
                self.trouble = None;
                self.show(entries);
            }
            Some((folder, Err(error))) => self.trouble = Some(unreadable(&folder, &error)),
            None => self.trouble = Some(unreadable(&asked, &io::Error::other("the reading has failed"))),
        }
    }

    fn show(&mut self, mut entries: Vec<Entry>) {
        entries.retain(|entry| {
            let ending = Path::new(&entry.name).extension().map(|ending| ending.to_string_lossy().to_lowercase());
            let fits = ending.is_some_and(|ending| self.purpose.endings().contains(&ending.as_str()));
            !entry.name.starts_with('.') && (entry.is_folder || fits)
        });
        entries.sort_by_cached_key(|entry| (!entry.is_folder, entry.name.to_lowercase()));
        self.more = entries.len().saturating_sub(MAX_ENTRIES);
        entries.truncate(MAX_ENTRIES);
        self.entries = Some(entries);
    }

    /// Asks what the typed name stands for, unless that is known.
    pub(super) fn look(&mut self, folders: &mut Folders, ctx: &egui::Context) {
        let path = self.typed_path();
        let is_known = self.known.as_ref().is_some_and(|(known, _)| *known == path);
        if is_known || self.entered.is_some() || self.name.trim().is_empty() {
            return;
        }
        if let Progress::Done(kinds) = folders.name(&path, self.purpose.with_ending(path.clone()), ctx) {
            self.known = Some((path, kinds));
        }
    }

    /// What is named so far.
    pub(super) fn named(&self) -> Named {
        if self.name.trim().is_empty() {
            return Named::Nothing;
        }
        let path = self.typed_path();
        match &self.known {
            Some((known, kinds)) if *known == path => self.named_by(path, *kinds),
            _ => Named::Unknown,
        }
    }

    fn named_by(&self, path: PathBuf, kinds: PathKinds) -> Named {
        match (kinds.typed, self.purpose.writes(), kinds.whole) {
            (PathKind::Folder, ..) => Named::Folder(path),
            (_, true, PathKind::Folder) => Named::Wrong("There is a folder of this name. Choose another name."),
            (_, true, PathKind::Special) => Named::Wrong("This is no file that can be written. Choose another name."),
            (_, true, _) => Named::File(self.purpose.with_ending(path)),
            (PathKind::File, ..) => Named::File(path),
            (PathKind::Special, ..) => Named::Wrong("This is no file that can be read. Choose another one."),
            (PathKind::Missing, ..) => {
                Named::Wrong("There is no such file. Choose one from the list, or look at the name again.")
            }
        }
    }

    /// The typed name is meant. It may have come to name something else since it was looked at, so that is asked afresh.
    pub(super) fn accept(&mut self, folders: &mut Folders) {
        let is_typed = !self.name.trim().is_empty();
        if let Some(entered) = &mut self.entered {
            entered.again |= is_typed;
        } else if is_typed {
            folders.forget_name();
            let path = self.typed_path();
            self.entered = Some(Entered { name: std::mem::take(&mut self.name), path, again: false });
        }
    }

    /// Acts on the name that was entered, once it is known what it names: a folder is gone into, and a file is the answer.
    pub(super) fn answer(&mut self, folders: &mut Folders, ctx: &egui::Context) -> Option<Command> {
        let path = self.entered.as_ref()?.path.clone();
        let kinds = match folders.name(&path, self.purpose.with_ending(path.clone()), ctx) {
            Progress::UnderWay => return None,
            Progress::Failed => None,
            Progress::Done(kinds) => Some(kinds),
        };
        let Entered { name, again, .. } = self.entered.take()?;
        self.trouble = None;
        match kinds.map(|kinds| (self.named_by(path.clone(), kinds), kinds)) {
            Some((Named::Folder(folder), _)) => {
                self.enter(folder);
                if again {
                    self.accept(folders);
                    return self.answer(folders, ctx);
                }
            }
            Some((Named::File(file), kinds)) => {
                self.name = name;
                return Some(self.command(file, kinds.whole != PathKind::Missing));
            }
            Some((_, kinds)) => {
                self.name.insert_str(0, &name);
                self.known = Some((path, kinds));
            }
            None => {
                self.name.insert_str(0, &name);
                self.trouble =
                    Some("This name could not be looked up. Try it again, or choose another one.".to_owned());
            }
        }
        None
    }

    /// What is sent for a file. Where the file exists, the user is asked before it is replaced.
    fn command(&self, path: PathBuf, exists: bool) -> Command {
        let ask_first = |write: FileCommand| {
            if !exists {
                return write.into();
            }
            let back = Ask::ChoosePath { purpose: self.purpose.clone(), suggestion: path.clone() };
            Command::ask(Ask::Question(replaces_file(&path, Command::ask(back), write.into())))
        };
        match self.purpose.clone() {
            Purpose::Open => Command::open(path),
            Purpose::Save(next) => ask_first(FileCommand::SaveTo(path.clone(), Overwrite::AsOpened, next)),
            Purpose::Email => FileCommand::ReadEmail(Some(path)).into(),
            Purpose::ImportRows(of) => FileCommand::ImportRows(of, Some(path)).into(),
            Purpose::ExportRows(of) => ask_first(FileCommand::ExportRows(of, Some(path.clone()))),
        }
    }
}

/// Why a folder cannot be read, and what to do.
fn unreadable(folder: &Path, error: &io::Error) -> String {
    let words = match error.kind() {
        io::ErrorKind::NotFound => "There is no such folder any more. Choose another one.".to_owned(),
        io::ErrorKind::NotADirectory => "This is not a folder. Choose another one.".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "You may not read this folder. Choose another one, or ask its owner for the right to read it.".to_owned()
        }
        _ => format!(
            "This folder cannot be read: {error}. Check that its disk or network drive is connected, or choose another folder."
        ),
    };
    format!("{words} Folder: {}", folder.display())
}
