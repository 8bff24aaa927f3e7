//! What a path dialog asks the disk: what is in a folder, and what a path names. Each question is a background job, so a slow or
//! hanging folder never blocks a frame. What the dialog makes of an answer is decided in `dialogs/path.rs`.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::job::{Job, Progress};

/// How long a frame waits for an answer: a disk that is fast enough never shows a half-filled dialog.
const PATIENCE: Duration = Duration::from_millis(12);

/// An entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Whether it is a folder itself.
    pub is_folder: bool,
}

/// What a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathKind {
    /// A folder.
    Folder,
    /// A file.
    File,
    /// Something that is neither, as a device.
    Special,
    /// Nothing.
    Missing,
}

/// The disk, or what a test has instead.
pub trait Disk: Send + Sync {
    /// Everything in a folder, in any order.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>>;

    /// What a path names.
    fn kind(&self, path: &Path) -> PathKind;
}

/// The disk of this computer.
pub struct RealDisk;

impl Disk for RealDisk {
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let entry = |entry: std::fs::DirEntry| Entry {
            name: entry.file_name().to_string_lossy().into_owned(),
            is_folder: entry.path().is_dir(),
        };
        Ok(std::fs::read_dir(folder)?.flatten().map(entry).collect())
    }

    fn kind(&self, path: &Path) -> PathKind {
        match path.metadata() {
            Ok(found) if found.is_dir() => PathKind::Folder,
            Ok(found) if found.is_file() => PathKind::File,
            Ok(_) => PathKind::Special,
            Err(_) => PathKind::Missing,
        }
    }
}

/// What is in a folder.
#[derive(Debug)]
pub struct Listing {
    /// The folder.
    pub folder: PathBuf,
    /// Its entries, or why they cannot be read.
    pub entries: io::Result<Vec<Entry>>,
}

/// What a typed path names, as it is and with the ending that a new file gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathKinds {
    /// As it is.
    pub typed: PathKind,
    /// With the ending.
    pub whole: PathKind,
}

/// A question that was asked and not yet answered.
struct Asked<T> {
    of: PathBuf,
    job: Job<T>,
}

/// Asks the disk in background jobs: one question about a folder and one about a path at a time.
pub struct Folders {
    /// The disk.
    pub disk: Arc<dyn Disk>,
    listing: Option<Asked<Listing>>,
    naming: Option<Asked<PathKinds>>,
}

impl Default for Folders {
    fn default() -> Self {
        Self { disk: Arc::new(RealDisk), listing: None, naming: None }
    }
}

impl Folders {
    /// Whether an answer is still to come.
    #[must_use]
    pub fn is_asking(&self) -> bool {
        self.listing.is_some() || self.naming.is_some()
    }

    /// Waits for no answer any more.
    pub fn forget(&mut self) {
        self.forget_list();
        self.forget_name();
    }

    /// Waits no more for what is in a folder.
    pub fn forget_list(&mut self) {
        self.listing = None;
    }

    /// Waits no more for what a path names: the next question about it is asked afresh.
    pub fn forget_name(&mut self) {
        self.naming = None;
    }

    /// What is in a folder; asks when that was not asked before. A first folder that is none gives way to the current one.
    pub fn list(&mut self, folder: &Path, is_first: bool, ctx: &egui::Context) -> Progress<Listing> {
        let (disk, of) = (self.disk.clone(), folder.to_owned());
        ask(&mut self.listing, folder, ctx, move || {
            let entries = if of.as_os_str().is_empty() { Err(io::ErrorKind::NotFound.into()) } else { disk.list(&of) };
            let is_none =
                |error: &io::Error| matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory);
            match (entries, std::env::current_dir()) {
                (Err(error), Ok(current)) if is_first && is_none(&error) => {
                    Listing { entries: disk.list(&current), folder: current }
                }
                (entries, _) => Listing { entries, folder: of },
            }
        })
    }

    /// What a path names, and what its whole form does; asks when that was not asked before. While a folder does not answer, no
    /// further question about a path in it is asked.
    pub fn name(&mut self, path: &Path, whole: PathBuf, ctx: &egui::Context) -> Progress<PathKinds> {
        if let Some(asked) = self.naming.take_if(|asked| asked.of != path)
            && asked.of.parent() == path.parent()
            && matches!(asked.job.look(), Progress::UnderWay)
        {
            self.naming = Some(asked);
            return Progress::UnderWay;
        }
        let (disk, of) = (self.disk.clone(), path.to_owned());
        ask(&mut self.naming, path, ctx, move || {
            let typed = disk.kind(&of);
            PathKinds { typed, whole: if whole == of { typed } else { disk.kind(&whole) } }
        })
    }
}

/// Looks for the answer; asks, and waits a little, when another question was asked before or none.
fn ask<T: Send + 'static>(
    asked: &mut Option<Asked<T>>,
    of: &Path,
    ctx: &egui::Context,
    work: impl FnOnce() -> T + Send + 'static,
) -> Progress<T> {
    let progress = if let Some(before) = asked.as_ref().filter(|asked| asked.of == of) {
        before.job.look()
    } else {
        let Some(job) = Job::start("folder", ctx, work) else { return Progress::Failed };
        let progress = job.wait(PATIENCE);
        *asked = Some(Asked { of: of.to_owned(), job });
        progress
    };
    if !matches!(progress, Progress::UnderWay) {
        *asked = None;
    }
    progress
}
