//! The state of the path dialog: the folder, its entries and the typed name, with what is known from the disk. Answers come from background
//! jobs (`folders`); until one has come, the former entries stay and typing goes on. Draws nothing.

use std::io;
use std::path::{Path, PathBuf};

use super::questions::replaces_file;
use crate::app::command::{Ask, Command, Purpose};
use crate::app::services::folders::{Entry, Folders, PathKind, PathKinds};
use crate::app::services::job::Progress;

/// The most entries of a folder that are listed.
const MAX_ENTRIES: usize = 500;

/// A path to be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct PathPicker {
    /// The purpose of the path.
    pub purpose: Purpose,
    /// The folder shown.
    pub folder: PathBuf,
    /// The name typed.
    pub name: String,
    /// The entries of the folder: folders first, then files. Empty before the first answer.
    pub(super) entries: Option<Vec<Entry>>,
    /// How many entries of the folder are not listed.
    pub(super) more: usize,
    /// The folder that is being read and then shown.
    pub(super) reading: Option<PathBuf>,
    /// Whether no folder has been read yet: the suggested one may not exist.
    is_first: bool,
    /// The last path that was looked up, and what it refers to.
    known: Option<(PathBuf, PathKinds)>,
    /// The submitted name, until it is known what it refers to.
    entered: Option<Entered>,
    /// Why there is no answer, and what to do.
    pub(super) trouble: Option<String>,
}

/// A submitted name. The field is empty meanwhile, so that what is typed next belongs to the folder that the name may be.
#[derive(Clone, Debug, PartialEq)]
struct Entered {
    name: String,
    path: PathBuf,
    /// Whether *Enter* was pressed again for the text typed since.
    again: bool,
}

/// What a typed name refers to.
pub(super) enum Named {
    Nothing,
    Unknown,
    Folder(PathBuf),
    File(PathBuf),
    Wrong(&'static str),
}

impl PathPicker {
    /// Starts in the folder of the suggestion, or in the current folder. Reads nothing yet.
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

    /// The folder to which a typed name is relative: the one being read, else the one shown.
    pub(super) fn base(&self) -> &Path {
        self.reading.as_deref().unwrap_or(&self.folder)
    }

    fn typed_path(&self) -> PathBuf {
        self.base().join(self.name.trim())
    }

    /// Reads another folder and then shows it. A name that was submitted in the old folder is put back into the field.
    pub(super) fn enter(&mut self, folder: PathBuf) {
        if let Some(entered) = self.entered.take() {
            self.name.insert_str(0, &entered.name);
        }
        self.trouble = None;
        self.reading = Some(folder);
    }

    /// Chooses a file of the list.
    pub(super) fn pick(&mut self, name: &str) {
        self.entered = None;
        self.reading = None;
        self.trouble = None;
        name.clone_into(&mut self.name);
    }

    /// The submitted name that is being looked up.
    pub(super) fn entered(&self) -> Option<&str> {
        self.entered.as_ref().map(|entered| entered.name.trim())
    }

    /// Takes the entries of the folder that is being read, once they are known.
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
            None => self.trouble = Some(unreadable(&asked, &io::Error::other("reading failed"))),
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

    /// Looks up what the typed name refers to, unless that is known.
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

    /// What the typed name refers to, as far as known.
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
            (_, true, PathKind::Special) => {
                Named::Wrong("This is not a file that can be written. Choose another name.")
            }
            (_, true, _) => Named::File(self.purpose.with_ending(path)),
            (PathKind::File, ..) => Named::File(path),
            (PathKind::Special, ..) => Named::Wrong("This is not a file that can be read. Choose another one."),
            (PathKind::Missing, ..) => {
                Named::Wrong("There is no such file. Choose one from the list, or check the name.")
            }
        }
    }

    /// Submits the typed name. It may refer to something else by now, so it is looked up again.
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

    /// Acts on the submitted name, once it is known what it refers to: a folder is opened, and a file is the answer.
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
                return Some(self.command(&file, kinds.whole != PathKind::Missing));
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

    /// The command for a file. The user is asked before an existing file is replaced.
    fn command(&self, path: &Path, exists: bool) -> Command {
        let command = Command::from(self.purpose.clone().with_path(path.to_path_buf()));
        if !(exists && self.purpose.writes()) {
            return command;
        }
        let back = Ask::ChoosePath { purpose: self.purpose.clone(), suggestion: path.to_path_buf() };
        Command::ask(Ask::Question(replaces_file(path, Command::ask(back), command)))
    }
}

/// Why a folder cannot be read, and what to do.
fn unreadable(folder: &Path, error: &io::Error) -> String {
    let words = match error.kind() {
        io::ErrorKind::NotFound => "This folder no longer exists. Choose another one.".to_owned(),
        io::ErrorKind::NotADirectory => "This is not a folder. Choose another one.".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "You may not read this folder. Choose another one, or ask its owner for permission to read it.".to_owned()
        }
        _ => format!(
            "This folder cannot be read: {error}. Check that its disk or network drive is connected, or choose another folder."
        ),
    };
    format!("{words} Folder: {}", folder.display())
}
