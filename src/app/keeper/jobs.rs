//! Opening and saving beside the window: the lock first, then the file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::clock;
use crate::diff::{self, Difference, ProjectDiff};
use crate::model::Project;
use crate::storage::lock::{self, Holder, Lock, NoLock};
use crate::storage::recovery::{look, path_key};
use crate::storage::{self, DiskError, Loaded, SaveError, SavedFile, of_project};

use super::super::files::{AfterSave, Done};
use super::super::view::ProjectView;
use super::{How, Replaces, Shelf, words};

/// The file of the open project as this window knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnFile {
    /// Which file it is, however its path is written.
    pub key: String,
    /// The hash of its bytes, as they were read or written last; of none, when it is not known.
    pub hash: String,
    /// Whether this window holds its lock.
    pub is_locked: bool,
}

impl OwnFile {
    /// A file as it was just read or written.
    #[must_use]
    pub fn new(key: String, file: &SavedFile, is_locked: bool) -> Self {
        Self { key, hash: file.hash.clone(), is_locked }
    }
}

/// What a job needs to know of the window.
pub struct Desk {
    /// Who works here.
    pub me: Holder,
    /// The file of the open project.
    pub own: Option<OwnFile>,
    /// What is kept for recovery.
    pub shelf: Shelf,
    /// The folder of how projects are looked at.
    pub views: Option<PathBuf>,
}

impl Desk {
    fn owns(&self, key: &str) -> Option<&OwnFile> {
        self.own.as_ref().filter(|own| own.key == key)
    }

    /// The lock of a file; none when this window holds it already.
    fn lock(&self, path: &Path, may_take_over: bool) -> Result<Option<Lock>, NoLock> {
        if self.owns(&path_key(path)).is_some_and(|own| own.is_locked) {
            return Ok(None);
        }
        lock::acquire(path, &self.me, may_take_over).map(Some)
    }
}

/// What became of the lock of a file that was opened.
pub enum Locked {
    /// This window holds it: by a new lock, or by the one that it has.
    Mine(Option<Lock>),
    /// There is none, and why; of a copy there needs to be none.
    None(Option<NoLock>),
}

/// A file that was opened.
pub struct Opened {
    /// The file that was read.
    pub path: PathBuf,
    /// How.
    pub how: How,
    /// What is in it.
    pub loaded: Loaded,
    /// The file that the project belongs to, if there is one.
    pub document: Option<(PathBuf, OwnFile)>,
    /// Its lock.
    pub lock: Locked,
    /// How it was looked at last.
    pub view: ProjectView,
    /// Whether the file does not allow writing to it.
    pub is_protected: bool,
}

/// A file that was saved.
pub struct Saved {
    /// Where.
    pub path: PathBuf,
    /// The revision of the document.
    pub revision: u64,
    /// What to know about it.
    pub warnings: Vec<String>,
    /// The file as it is now.
    pub own: OwnFile,
    /// The hash of the file that it took the place of, where one was named.
    pub over: Option<String>,
    /// Its lock, if it is a new one.
    pub lock: Option<Lock>,
    /// What was waiting for it.
    pub after: AfterSave,
}

/// What can be opened in the place of a file that cannot be.
#[derive(Clone, Debug, PartialEq)]
pub struct Rescue {
    /// What it is.
    pub title: String,
    /// The file.
    pub path: PathBuf,
    /// How to open it.
    pub how: How,
}

/// What else a job has found.
pub enum KeeperDone {
    /// Somebody else has the file open that was to be opened.
    Taken(PathBuf, NoLock),
    /// Somebody else may have the file open that was to be saved.
    SaveTaken(PathBuf, NoLock, AfterSave),
    /// The file is not the one that was opened; with its hash.
    Conflict(PathBuf, String, AfterSave),
    /// The file is gone.
    Gone(PathBuf, AfterSave),
    /// What was saved before: titles and files.
    EarlierSaves(Vec<(String, PathBuf)>),
    /// What differs between the window and the file, as lines.
    Differences(Vec<String>),
    /// The lock that was asked for again.
    Lock(Box<Result<Lock, NoLock>>),
}

/// Opens a file.
#[must_use]
pub fn open(path: PathBuf, how: How, desk: &Desk) -> Done {
    let document = match &how {
        How::Copy => None,
        How::Recovered(found) => found.unsaved.as_ref().and_then(|unsaved| unsaved.document.clone()),
        How::Own | How::TakeOver | How::ReadOnly(_) => Some(path.clone()),
    };
    let lock = match (&document, &how) {
        (None, _) | (_, How::ReadOnly(_)) => Locked::None(None),
        (Some(document), _) => match desk.lock(document, how == How::TakeOver) {
            Ok(lock) => Locked::Mine(lock),
            Err(why) => Locked::None(Some(why)),
        },
    };
    // What was recovered is opened all the same.
    if matches!(how, How::Own | How::TakeOver) {
        match lock {
            Locked::None(Some(why @ (NoLock::Held(_) | NoLock::Doubtful(_)))) => {
                return Done::Keeper(KeeperDone::Taken(path, why));
            }
            Locked::None(_) | Locked::Mine(_) => {}
        }
    }
    match storage::load_mended(&path) {
        Ok((loaded, file)) => {
            let is_locked = matches!(lock, Locked::Mine(_));
            let hash = match &how {
                How::Recovered(found) => found.unsaved.as_ref().and_then(|it| it.base.clone()).unwrap_or_default(),
                _ => file.hash,
            };
            let document = document.map(|it| {
                let key = path_key(&it);
                (it, OwnFile { key, hash, is_locked })
            });
            let file = document.as_ref().and_then(|(path, _)| std::fs::metadata(path).ok());
            let is_protected = file.is_some_and(|file| file.permissions().readonly());
            let views = desk.views.as_ref().filter(|_| document.is_some() && !loaded.project.uid.is_empty());
            let view = views.map(|folder| of_project::load(folder, &loaded.project.uid)).unwrap_or_default();
            Done::Opened(Box::new(Opened { path, how, loaded, document, lock, view, is_protected }))
        }
        Err(_) if matches!(how, How::Recovered(_)) && !path.exists() => {
            Done::NotOpened(path, words::TAKEN_MEANWHILE.to_owned(), Vec::new())
        }
        Err(error) => {
            let rescues =
                if matches!(how, How::Own | How::TakeOver) { rescues(&path, &desk.shelf) } else { Vec::new() };
            Done::NotOpened(path, error.to_string(), rescues)
        }
    }
}

/// What is good beside a file, or is kept of it.
fn rescues(path: &Path, shelf: &Shelf) -> Vec<Rescue> {
    let opens = |path: &Path| storage::load_mended(path).is_ok();
    let mut rescues = Vec::new();
    let mut beside = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()).into_os_string();
    beside.push("~");
    let beside = PathBuf::from(beside);
    if let Some(recovery) = shelf.get() {
        let key = path_key(path);
        for found in recovery.found() {
            let Some(unsaved) = &found.unsaved else { continue };
            if unsaved.document.as_ref().is_some_and(|it| path_key(it) == key) && opens(&found.path) {
                let title = format!("Unsaved work of {}", clock::on_the_wall(unsaved.at));
                rescues.push(Rescue { title, path: found.path.clone(), how: How::Recovered(Box::new(found)) });
            }
        }
        if let Some((at, path)) = recovery.saved(path).into_iter().find(|(_, path)| opens(path)) {
            rescues.push(Rescue {
                title: format!("As it was saved at {}", clock::on_the_wall(at)),
                path,
                how: How::Copy,
            });
        }
    }
    if opens(&beside) {
        rescues.push(Rescue {
            title: "The copy beside it, as it was one save before".to_owned(),
            path: beside,
            how: How::Copy,
        });
    }
    rescues
}

/// What is to be saved.
pub struct Order {
    /// Where.
    pub path: PathBuf,
    /// In the place of what.
    pub replaces: Replaces,
    /// The project.
    pub project: Arc<Project>,
    /// Its revision.
    pub revision: u64,
    /// Why the file that was opened may not be saved over, if it may not.
    pub read_only_because: Option<String>,
    /// What is waiting for it.
    pub after: AfterSave,
}

/// Saves a snapshot, with the lock of the file in hand.
#[must_use]
pub fn save(order: Order, desk: &Desk) -> Done {
    let Order { path, replaces, project, revision, read_only_because, after } = order;
    let own = desk.owns(&path_key(&path));
    if let (Some(why), Some(_)) = (read_only_because, own) {
        return Done::NotSaved(format!("{why} Save it under another name."), after);
    }
    let lock = match desk.lock(&path, replaces == Replaces::TakeOver) {
        Ok(lock) => lock,
        // The hash still tells of a change.
        Err(NoLock::Impossible(_)) => None,
        Err(why) => return Done::Keeper(KeeperDone::SaveTaken(path, why, after)),
    };
    let expected = match replaces {
        Replaces::AsOpened | Replaces::TakeOver => own.map(|own| own.hash.clone()),
        Replaces::This(hash) => Some(hash),
        Replaces::Nothing => None,
    };
    let came_back = expected.is_none() && own.is_some() && path.exists();
    let saved = if came_back { None } else { Some(storage::save_over(&path, &project, expected.as_deref())) };
    match saved {
        Some(Ok(SavedFile { hash, warnings, .. })) => {
            // The path leads to the file only now, if it is a new one.
            let is_locked = lock.is_some() || own.is_some_and(|own| own.is_locked);
            let own = OwnFile { key: path_key(&path), hash, is_locked };
            Done::Saved(Box::new(Saved { path, revision, warnings, own, over: expected, lock, after }))
        }
        Some(Err(error)) => match error.error {
            SaveError::Disk(DiskError::Gone) => Done::Keeper(KeeperDone::Gone(path, after)),
            SaveError::Disk(DiskError::ChangedOutside) => conflict(path, after),
            _ => Done::NotSaved(error.to_string(), after),
        },
        None => conflict(path, after),
    }
}

fn conflict(path: PathBuf, after: AfterSave) -> Done {
    if let Some(now) = look(&path) {
        return Done::Keeper(KeeperDone::Conflict(path, now.hash, after));
    }
    let why = format!("The file has changed and cannot be read any more.\nFile: {}", path.display());
    Done::NotSaved(why, after)
}

/// Asks again for the lock of a file that somebody else had.
#[must_use]
pub fn ask_for_lock(path: &Path, may_take_over: bool, desk: &Desk) -> Done {
    Done::Keeper(KeeperDone::Lock(Box::new(lock::acquire(path, &desk.me, may_take_over))))
}

/// Lists what was saved before.
#[must_use]
pub fn earlier_saves(path: &Path, shelf: &Shelf) -> Done {
    let saved = shelf.get().map(|recovery| recovery.saved(path)).unwrap_or_default();
    let titled = saved.into_iter().map(|(at, path)| (words::capital(&clock::on_the_wall(at)), path));
    Done::Keeper(KeeperDone::EarlierSaves(titled.collect()))
}

/// Compares the window with the file.
#[must_use]
pub fn differences(path: &Path, mine: &Project) -> Done {
    match storage::load_mended(path) {
        Ok((loaded, _)) => Done::Keeper(KeeperDone::Differences(lines(&diff::projects(mine, &loaded.project)))),
        Err(error) => Done::Keeper(KeeperDone::Differences(error.to_string().lines().map(str::to_owned).collect())),
    }
}

/// What stands before a line that belongs to the one above. Plain spaces would make it an excerpt of a file.
const INDENT: &str = "\u{2003}\u{2003}";
/// Most actions of a version that are listed.
const MOST_ACTIONS: usize = 12;

fn lines(found: &ProjectDiff) -> Vec<String> {
    let how = |difference| match difference {
        Difference::Added => "Only in the file",
        Difference::Removed => "Only in this window",
        Difference::Changed => "Changed",
        Difference::Moved => "Moved",
    };
    let mut lines = Vec::new();
    for object in &found.objects {
        lines.push(format!("– {}: {} \"{}\"", how(object.difference), words::small(&object.what), object.name));
        let Some(version) = &object.version else { continue };
        let shown = |text: &str| if text.is_empty() { "nothing".to_owned() } else { format!("\"{text}\"") };
        for change in &version.texts {
            let (mine, theirs) = (shown(&change.before), shown(&change.after));
            lines.push(format!("{INDENT}{}: {mine} here, {theirs} in the file", change.label));
        }
        let actions = version.actions.iter().filter(|action| action.difference != Difference::Moved);
        for action in actions.clone().take(MOST_ACTIONS) {
            lines.push(format!("{INDENT}{}: {}", how(action.difference), action.title));
        }
        let rest = actions.count().saturating_sub(MOST_ACTIONS);
        if rest > 0 {
            lines.push(format!("{INDENT}and {rest} more"));
        }
        let moved = version.count(Difference::Moved);
        if moved > 0 {
            lines.push(format!("{INDENT}{moved} only stand elsewhere on the canvas"));
        }
    }
    if lines.is_empty() {
        lines.push("Nothing that a supervisor sees is different.".to_owned());
    }
    lines
}
