//! Opening and saving; rows that come and go as CSV. All of it runs in the background, on a snapshot, so that a slow disk never blocks
//! the window; native dialogs too, since a desktop may have none, or one that hangs.

pub mod events;
pub mod jobs;
pub mod keeper;
pub mod own_file;
pub mod panic;
pub mod panic_snapshot;
pub mod recovery;
pub mod reverted;
pub mod summary;
pub mod watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::model::{Resource, ResourceId};
use crate::storage::{self, csv};

use crate::app::command::{Command, OpenMode, Purpose};
use crate::app::services::job::{Job, Progress};
use events::Done;
use jobs::SaveRequest;
use own_file::JobContext;

/// How soon a native dialog that answers is taken to have no desktop behind it: nobody chooses a file so fast.
const TOO_FAST: Duration = Duration::from_millis(250);

/// Asks the desktop for a path, with a name and a folder to begin with; blocks until it answers.
pub type NativeDialog = fn(&Purpose, &Path) -> Option<PathBuf>;

/// Where the project is kept, and what is under way.
pub struct Files {
    /// Whether this desktop has shown that it has no native dialogs.
    pub has_no_dialogs: bool,
    /// What asks the desktop.
    pub native: NativeDialog,
    /// How soon an answer is too fast for anybody to have chosen.
    pub too_fast: Duration,
    /// What is to be done once the file under way is read or written.
    pub waiting: Vec<Command>,
    /// What reads or writes a file.
    job: Option<Job<Done>>,
    /// What waits for a path: apart, since it may take hours, or never end.
    asking: Option<Asking>,
}

/// A path that is being chosen.
struct Asking {
    job: Job<Done>,
    purpose: Purpose,
    suggestion: PathBuf,
    /// Since when a native dialog is open, on the clock of the frames.
    at: Option<f64>,
    /// Whether the window has been without the focus since: a dialog that shows takes it.
    was_away: bool,
}

impl Default for Files {
    fn default() -> Self {
        Self {
            has_no_dialogs: !has_desktop(),
            native: ask_desktop,
            too_fast: TOO_FAST,
            waiting: Vec::new(),
            job: None,
            asking: None,
        }
    }
}

impl Files {
    /// Whether something is under way, be it that a file is chosen.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.is_at_disk() || self.asking.is_some()
    }

    /// Whether a file is being read or written, as opposed to chosen.
    #[must_use]
    pub fn is_at_disk(&self) -> bool {
        self.job.is_some()
    }

    /// What was found beside the window, once. What was chosen waits until the disk is free for it.
    pub fn take_done(&mut self) -> Option<Done> {
        let job = self.job.as_ref().or(self.asking.as_ref().map(|it| &it.job))?;
        let done = match job.look() {
            Progress::Done(done) => done,
            Progress::UnderWay => return None,
            Progress::Failed => Done::Cancelled,
        };
        if self.job.take().is_some() {
            return Some(done);
        }
        match (done, self.asking.take()) {
            // A portal may fail after a while, as if somebody had cancelled a dialog that nobody has seen.
            (Done::Cancelled, Some(asking)) if !asking.was_away => {
                Some(Done::NoDialog(asking.purpose, asking.suggestion))
            }
            (done, _) => Some(done),
        }
    }

    /// Notes whether the window still has the focus; once a frame.
    pub fn watch_focus(&mut self, ctx: &egui::Context) {
        if let Some(asking) = &mut self.asking {
            let went = |event: &egui::Event| *event == egui::Event::WindowFocused(false);
            asking.was_away |= ctx.input(|input| !input.focused || input.events.iter().any(went));
        }
    }

    /// Since when a native dialog is open, on the clock of the frames.
    #[must_use]
    pub fn asked_at(&self) -> Option<f64> {
        self.asking.as_ref()?.at
    }

    /// Leaves a native dialog to itself, and native dialogs altogether: what it was to choose. Its answer comes to nobody.
    pub fn abandon_dialog(&mut self) -> Option<(Purpose, PathBuf)> {
        let Asking { purpose, suggestion, .. } = self.asking.take_if(|it| it.at.is_some())?;
        self.has_no_dialogs = true;
        Some((purpose, suggestion))
    }

    /// Another project comes: what is chosen for this one is not meant for that. Whether a dialog is open whose answer is lost.
    pub fn forget_choice(&mut self) -> bool {
        self.asking.take_if(|it| it.purpose != Purpose::Open).is_some_and(|it| it.at.is_some())
    }

    /// Works on files beside the window.
    pub fn work(&mut self, ctx: &egui::Context, work: impl FnOnce() -> Done + Send + 'static) {
        self.job = Job::start("files", ctx, work);
    }

    /// Reads a file.
    pub fn open(&mut self, path: PathBuf, mode: OpenMode, context: JobContext, ctx: &egui::Context) {
        self.work(ctx, move || jobs::open(path, mode, &context));
    }

    /// Saves a snapshot.
    pub fn save(&mut self, request: SaveRequest, context: JobContext, ctx: &egui::Context) {
        self.work(ctx, move || jobs::save(request, &context));
    }

    /// Reads an email.
    pub fn read_email(&mut self, path: PathBuf, ctx: &egui::Context) {
        self.work(ctx, move || Done::EmailRead(storage::load_email(&path).map(Box::new)));
    }

    /// Reads rows for a resource with these columns.
    pub fn read_rows(&mut self, of: ResourceId, path: PathBuf, names: Vec<String>, ctx: &egui::Context) {
        self.work(ctx, move || {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            match storage::load_rows(&path, &names) {
                Ok(rows) => Done::RowsRead(of, path, rows),
                Err(error) => Done::RowsFailed("Not imported", error.to_string()),
            }
        });
    }

    /// Writes the rows of a resource.
    pub fn write_rows(&mut self, path: PathBuf, resource: Arc<Resource>, ctx: &egui::Context) {
        self.work(ctx, move || {
            let Some((names, rows)) = resource.data.table() else { return Done::Cancelled };
            match storage::replace_file(&path, csv::write(&names, rows).as_bytes()) {
                Ok(()) => Done::RowsWritten(path),
                Err(error) => Done::RowsFailed("Not exported", format!("{error}\nFile: {}", path.display())),
            }
        });
    }

    /// Asks for a path with a native dialog; where there is none, says so.
    pub fn choose(&mut self, purpose: Purpose, suggestion: &Path, ctx: &egui::Context) {
        let (native, too_fast) = ((!self.has_no_dialogs).then_some(self.native), self.too_fast);
        let at = native.map(|_| ctx.input(|input| input.time));
        let (what_for, begin) = (purpose.clone(), suggestion.to_owned());
        let work = move || {
            let Some(native) = native else { return Done::NoDialog(what_for, begin) };
            let asked = std::time::Instant::now();
            match native(&what_for, &begin) {
                Some(path) => chosen(what_for, path),
                // Without a portal the answer comes at once, as if somebody had cancelled (quality, Part 2 §0).
                None if asked.elapsed() < too_fast => Done::NoDialog(what_for, begin),
                None => Done::Cancelled,
            }
        };
        if let Some(job) = Job::start("files", ctx, work) {
            self.asking = Some(Asking { job, purpose, suggestion: suggestion.to_owned(), at, was_away: false });
        }
    }
}

/// A path as the desktop's dialog gave it, with an ending where something is written.
fn chosen(purpose: Purpose, path: PathBuf) -> Done {
    if !purpose.writes() {
        return Done::Chosen(purpose, path);
    }
    let whole = purpose.with_ending(path.clone());
    if whole != path && whole.exists() { Done::ChosenOver(purpose, whole) } else { Done::Chosen(purpose, whole) }
}

fn ask_desktop(purpose: &Purpose, suggestion: &Path) -> Option<PathBuf> {
    let mut dialog = rfd::FileDialog::new().add_filter(purpose.files(), purpose.endings());
    if let Some(folder) = suggestion.parent().filter(|folder| folder.is_dir()) {
        dialog = dialog.set_directory(folder);
    }
    if !purpose.writes() {
        return dialog.pick_file();
    }
    let name = suggestion.file_name().map(|name| name.to_string_lossy().into_owned());
    dialog.set_file_name(name.unwrap_or_default()).save_file()
}

/// Whether native dialogs can be expected at all: on Linux they come over the session bus.
fn has_desktop() -> bool {
    !cfg!(target_os = "linux") || std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some()
}
