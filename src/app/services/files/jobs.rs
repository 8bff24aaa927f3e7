//! Opening and saving in the background: the lock first, then the file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::catalog::text::{capitalised, uncapitalised};
use crate::clock;
use crate::diff::{self, Difference, ProjectDiff};
use crate::model::Project;
use crate::storage::lock::{self, NoLock};
use crate::storage::recovery::{look, path_key};
use crate::storage::{self, DiskError, Loaded, SaveError, SavedFile, user_state};

use super::conversion::Conversion;
use super::events::{Done, KeeperDone, Locked, Opened, Rescue, Saved, TAKEN_MEANWHILE};
use super::own_file::{JobContext, OwnFile};
use super::panic_snapshot::Shelf;
use crate::app::command::{Next, OpenMode, Overwrite};

/// Opens a file.
#[must_use]
pub fn open(path: PathBuf, mode: OpenMode, context: &JobContext) -> Done {
    let document = match &mode {
        OpenMode::Copy => None,
        OpenMode::Recovered(found) => found.unsaved.as_ref().and_then(|unsaved| unsaved.document.clone()),
        OpenMode::Edit | OpenMode::TakeOver | OpenMode::ReadOnly(_) => Some(path.clone()),
    };
    let lock = match (&document, &mode) {
        (None, _) | (_, OpenMode::ReadOnly(_)) => Locked::None(None),
        (Some(document), _) => match context.lock(document, mode == OpenMode::TakeOver) {
            Ok(lock) => Locked::Mine(lock),
            Err(why) => Locked::None(Some(why)),
        },
    };
    // Recovered work is opened even without the lock.
    if matches!(mode, OpenMode::Edit | OpenMode::TakeOver) {
        match lock {
            Locked::None(Some(why @ (NoLock::Held(_) | NoLock::MaybeStale(_)))) => {
                return Done::Keeper(KeeperDone::Taken(path, why));
            }
            Locked::None(_) | Locked::Mine(_) => {}
        }
    }
    match storage::load_mended(&path) {
        Ok((loaded, file)) => {
            let is_locked = matches!(lock, Locked::Mine(_));
            let hash = match &mode {
                OpenMode::Recovered(found) => found.unsaved.as_ref().and_then(|it| it.base.clone()).unwrap_or_default(),
                _ => file.hash,
            };
            let document = document.map(|it| {
                let key = path_key(&it);
                (it, OwnFile { key, hash, is_locked })
            });
            let file = document.as_ref().and_then(|(path, _)| std::fs::metadata(path).ok());
            let is_protected = file.is_some_and(|file| file.permissions().readonly());
            let document_path = document.as_ref().map(|(path, _)| path.as_path());
            let (older_format, conversion) = conversion(&mode, document_path, &loaded);
            let views = context.views.as_ref().filter(|_| document.is_some() && !loaded.project.uid.is_empty());
            let view = views.map(|folder| user_state::load(folder, &loaded.project.uid)).unwrap_or_default();
            let opened = Opened { path, mode, loaded, document, lock, view, is_protected, older_format, conversion };
            Done::Opened(Box::new(opened))
        }
        Err(_) if matches!(mode, OpenMode::Recovered(_)) && !path.exists() => {
            Done::NotOpened(path, TAKEN_MEANWHILE.to_owned(), Vec::new())
        }
        Err(error) => {
            let rescues = if matches!(mode, OpenMode::Edit | OpenMode::TakeOver) {
                rescues(&path, &context.shelf)
            } else {
                Vec::new()
            };
            Done::NotOpened(path, error.to_string(), rescues)
        }
    }
}

/// The number of the document's format, if it is an older one, and the conversion of the project.
fn conversion(mode: &OpenMode, document: Option<&Path>, loaded: &Loaded) -> (Option<u32>, Option<Conversion>) {
    let read = loaded.converted.as_ref();
    let older_format = match (mode, document) {
        // The unsaved work has the format of the program that kept it, whatever the file has.
        (OpenMode::Recovered(_), Some(path)) => storage::older_schema(path),
        (_, Some(_)) => read.map(|converted| converted.from),
        (_, None) => None,
    };
    let from = read.map(|converted| converted.from).or(older_format);
    let changes = read.map(|converted| converted.changes.clone()).unwrap_or_default();
    (older_format, from.map(|from| Conversion::new(from, changes, &loaded.project)))
}

/// Readable copies of a file that cannot be opened.
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
                rescues.push(Rescue { title, path: found.path.clone(), mode: OpenMode::Recovered(Box::new(found)) });
            }
        }
        if let Some((at, path)) = recovery.saved(path).into_iter().find(|(_, path)| opens(path)) {
            rescues.push(Rescue { title: format!("Saved at {}", clock::on_the_wall(at)), path, mode: OpenMode::Copy });
        }
    }
    if opens(&beside) {
        rescues.push(Rescue {
            title: "The copy next to it, from one save before".to_owned(),
            path: beside,
            mode: OpenMode::Copy,
        });
    }
    rescues
}

/// A save to carry out.
pub struct SaveRequest {
    /// The path.
    pub path: PathBuf,
    /// Which file the save may overwrite.
    pub over: Overwrite,
    /// The project.
    pub project: Arc<Project>,
    /// Why the opened file may not be overwritten, if so.
    pub read_only_because: Option<String>,
    /// Whether the save converts the file: then the former file is kept among the earlier saves.
    pub converts: bool,
    /// What to do after the save.
    pub next: Next,
}

/// Takes the lock of the file and saves a snapshot.
#[must_use]
pub fn save(request: SaveRequest, context: &JobContext) -> Done {
    let SaveRequest { path, over, project, read_only_because, converts, next } = request;
    let own = context.owns(&path_key(&path));
    if let (Some(why), Some(_)) = (read_only_because, own) {
        return Done::NotSaved(format!("{why} Save it under another name."), next);
    }
    let lock = match context.lock(&path, over == Overwrite::TakeOver) {
        Ok(lock) => lock,
        // The hash still shows a change of the file.
        Err(NoLock::Impossible(_)) => None,
        Err(why) => return Done::Keeper(KeeperDone::SaveTaken(path, why, next)),
    };
    let expected = match over {
        Overwrite::AsOpened | Overwrite::TakeOver => own.map(|own| own.hash.clone()),
        Overwrite::IfHash(hash) => Some(hash),
        Overwrite::Nothing => None,
    };
    if converts && let Some(recovery) = context.shelf.get() {
        // The save goes on without this copy; the former file stays beside the new one in any case.
        let _ = recovery.keep_saved(&path, clock::now());
    }
    let came_back = expected.is_none() && own.is_some() && path.exists();
    let saved = if came_back { None } else { Some(storage::save_over(&path, &project, expected.as_deref())) };
    match saved {
        Some(Ok(SavedFile { hash, warnings, .. })) => {
            // A new file gets its key only now that it exists.
            let is_locked = lock.is_some() || own.is_some_and(|own| own.is_locked);
            let own = OwnFile { key: path_key(&path), hash, is_locked };
            Done::Saved(Box::new(Saved { path, project, warnings, own, over: expected, lock, next }))
        }
        Some(Err(error)) => match error.error {
            SaveError::Disk(DiskError::Gone) => Done::Keeper(KeeperDone::Gone(path, next)),
            SaveError::Disk(DiskError::ChangedOutside) => conflict(path, next),
            _ => Done::NotSaved(error.to_string(), next),
        },
        None => conflict(path, next),
    }
}

/// Copies a file as it is; never over itself.
#[must_use]
pub fn copy(from: &Path, to: PathBuf) -> Done {
    if path_key(from) == path_key(&to) {
        return Done::NotCopied(format!("A copy needs another name than the file itself.\nFile: {}", to.display()));
    }
    match storage::copy_file(from, &to) {
        Ok(()) => Done::Copied(to),
        Err(why) => Done::NotCopied(why),
    }
}

fn conflict(path: PathBuf, next: Next) -> Done {
    if let Some(now) = look(&path) {
        return Done::Keeper(KeeperDone::Conflict(path, now.hash, next));
    }
    let why = format!("The file has changed and can no longer be read.\nFile: {}", path.display());
    Done::NotSaved(why, next)
}

/// Asks again for the lock of a file that somebody else had open.
#[must_use]
pub fn ask_for_lock(path: &Path, may_take_over: bool, context: &JobContext) -> Done {
    Done::Keeper(KeeperDone::Lock(Box::new(lock::acquire(path, &context.me, may_take_over))))
}

/// Lists the earlier saves.
#[must_use]
pub fn earlier_saves(path: &Path, shelf: &Shelf) -> Done {
    let saved = shelf.get().map(|recovery| recovery.saved(path)).unwrap_or_default();
    let titled = saved.into_iter().map(|(at, path)| (capitalised(&clock::on_the_wall(at)), path));
    Done::Keeper(KeeperDone::EarlierSaves(titled.collect()))
}

/// Compares the project in the window with the file.
#[must_use]
pub fn differences(path: &Path, mine: &Project) -> Done {
    match storage::load_mended(path) {
        Ok((loaded, _)) => Done::Keeper(KeeperDone::Differences(lines(&diff::projects(mine, &loaded.project)))),
        Err(error) => Done::Keeper(KeeperDone::Differences(error.to_string().lines().map(str::to_owned).collect())),
    }
}

/// Indents a line that belongs to the line above. Plain spaces would mark the line as an excerpt of a file.
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
        lines.push(format!("– {}: {} \"{}\"", how(object.difference), uncapitalised(&object.what), object.name));
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
            lines.push(format!("{INDENT}{moved} moved on the canvas only"));
        }
    }
    if lines.is_empty() {
        lines.push("There is no visible difference.".to_owned());
    }
    lines
}
