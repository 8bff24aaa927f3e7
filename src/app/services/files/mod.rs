//! Opening and saving projects, and importing and exporting rows as CSV. Everything runs in the background on a snapshot, so that a slow
//! disk never blocks the window. Native dialogs do too, since a desktop may have none, or one that hangs.

pub mod conversion;
pub mod events;
pub mod exports;
pub mod jobs;
pub mod keeper;
mod learned;
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

use crate::model::{Project, Resource, ResourceId};
use crate::sim::behaviour::log;
use crate::storage::{self, csv};

use crate::app::command::{Command, OpenMode, Purpose};
use crate::app::services::behaviour::PastContacts;
use crate::app::services::job::{Job, Progress};
use events::Done;
use exports::ExportRequest;
use jobs::SaveRequest;
use own_file::JobContext;

/// A native dialog that answers sooner than this has no desktop behind it: no user chooses a file so fast.
const TOO_FAST: Duration = Duration::from_millis(250);

/// Asks the desktop for a path, starting with a name and a folder; blocks until there is an answer.
pub type NativeDialog = fn(&Purpose, &Path) -> Option<PathBuf>;

/// The running file job and the open native dialog.
pub struct Files {
    /// Whether this desktop was found to have no native dialogs.
    pub has_no_dialogs: bool,
    /// Opens a native dialog.
    pub native: NativeDialog,
    /// The answer time below which there was no dialog.
    pub too_fast: Duration,
    /// The commands to run once the running file job is done.
    pub waiting: Vec<Command>,
    /// The job that reads or writes a file.
    job: Option<Job<Done>>,
    /// The request for a path. It is separate, since it may take hours or never end.
    asking: Option<Asking>,
}

/// An open request for a path.
struct Asking {
    job: Job<Done>,
    purpose: Purpose,
    suggestion: PathBuf,
    /// When the native dialog was opened, in the time of the frames.
    at: Option<f64>,
    /// Whether the window has lost the focus since: a visible dialog takes the focus.
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
    /// Whether a job is running, including a request for a path.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.is_at_disk() || self.asking.is_some()
    }

    /// Whether a file is being read or written.
    #[must_use]
    pub fn is_at_disk(&self) -> bool {
        self.job.is_some()
    }

    /// Takes the result of a finished job. A chosen path waits until no file is being read or written.
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
            // A portal may fail after a while, which looks like the user cancelling a dialog that was never visible.
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

    /// When the native dialog was opened, in the time of the frames.
    #[must_use]
    pub fn asked_at(&self) -> Option<f64> {
        self.asking.as_ref()?.at
    }

    /// Gives up on the open native dialog and on native dialogs in general. Returns what was to be chosen. The answer of the dialog is ignored.
    pub fn abandon_dialog(&mut self) -> Option<(Purpose, PathBuf)> {
        let Asking { purpose, suggestion, .. } = self.asking.take_if(|it| it.at.is_some())?;
        self.has_no_dialogs = true;
        Some((purpose, suggestion))
    }

    /// A new session: drops the request for a path of the former project. Returns whether its dialog is still open.
    pub fn forget_choice(&mut self) -> bool {
        self.asking.take_if(|it| it.purpose != Purpose::Open).is_some_and(|it| it.at.is_some())
    }

    /// Runs a file job in the background.
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

    /// Copies a file as it is.
    pub fn copy(&mut self, from: PathBuf, to: PathBuf, ctx: &egui::Context) {
        self.work(ctx, move || jobs::copy(&from, to));
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

    /// Reads past contacts.
    pub fn read_log(&mut self, path: PathBuf, ctx: &egui::Context) {
        self.work(ctx, move || match storage::load_rows_with(&path, &log::COLUMNS, log::NEEDED) {
            Ok(rows) => Done::LogRead(PastContacts::new(&path, rows)),
            Err(error) => Done::RowsFailed("Not replayed", error.to_string()),
        });
    }

    /// Learns a scenario from past contacts.
    pub fn learn(&mut self, path: PathBuf, project: Arc<Project>, ctx: &egui::Context) {
        self.work(ctx, move || learned::learned(&path, &project));
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

    /// Writes a picture or the call sheet of a version.
    pub fn export(&mut self, request: ExportRequest, ctx: &egui::Context) {
        self.work(ctx, move || exports::write(&request));
    }

    /// Asks for a path with a native dialog; reports where there is none.
    pub fn choose(&mut self, purpose: Purpose, suggestion: &Path, ctx: &egui::Context) {
        let (native, too_fast) = ((!self.has_no_dialogs).then_some(self.native), self.too_fast);
        let at = native.map(|_| ctx.input(|input| input.time));
        let (what_for, begin) = (purpose.clone(), suggestion.to_owned());
        let work = move || {
            let Some(native) = native else { return Done::NoDialog(what_for, begin) };
            let asked = std::time::Instant::now();
            match native(&what_for, &begin) {
                Some(path) => chosen(what_for, path),
                // Without a portal the answer comes at once, as if the user had cancelled (quality, Part 2 §0).
                None if asked.elapsed() < too_fast => Done::NoDialog(what_for, begin),
                None => Done::Cancelled,
            }
        };
        if let Some(job) = Job::start("files", ctx, work) {
            self.asking = Some(Asking { job, purpose, suggestion: suggestion.to_owned(), at, was_away: false });
        }
    }
}

/// The path returned by the native dialog, with an ending where a file will be written.
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

/// Whether native dialogs are possible: on Linux they use the session bus.
fn has_desktop() -> bool {
    !cfg!(target_os = "linux") || std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some()
}
