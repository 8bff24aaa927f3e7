//! Questions of the path dialog to the disk: the entries of a folder, and what a path refers to. Each question is a background job, so a
//! slow or hanging folder never blocks a frame. `parts/files/path_picker.rs` decides what follows from an answer.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::job::{Job, Progress};

/// How long a frame waits for an answer: with a fast enough disk the dialog is never shown half-filled.
const PATIENCE: Duration = Duration::from_millis(12);

/// An entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The name.
    pub name: String,
    /// Whether the entry is a folder.
    pub is_folder: bool,
}

/// What a path refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathKind {
    /// A folder.
    Folder,
    /// A file.
    File,
    /// Neither a folder nor a file, such as a device.
    Special,
    /// Nothing.
    Missing,
}

/// The disk, or a replacement in tests.
pub trait Disk: Send + Sync {
    /// Everything in a folder, in any order.
    ///
    /// # Errors
    /// The reason, where the folder cannot be read.
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>>;

    /// What a path refers to.
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

/// The entries of a folder.
#[derive(Debug)]
pub struct Listing {
    /// The folder.
    pub folder: PathBuf,
    /// The entries, or why they cannot be read.
    pub entries: io::Result<Vec<Entry>>,
}

/// What a typed path refers to, as typed and with the ending that a new file gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathKinds {
    /// As typed.
    pub typed: PathKind,
    /// With the ending.
    pub whole: PathKind,
}

/// A question that is not answered yet.
struct Asked<T> {
    of: PathBuf,
    job: Job<T>,
}

/// Asks the disk in background jobs: at most one question about a folder and one about a path at a time.
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

    /// Drops all questions.
    pub fn forget(&mut self) {
        self.forget_list();
        self.forget_name();
    }

    /// Drops the question about the entries of a folder.
    pub fn forget_list(&mut self) {
        self.listing = None;
    }

    /// Drops the question about a path, so that it is asked again.
    pub fn forget_name(&mut self) {
        self.naming = None;
    }

    /// The entries of a folder; asks the disk where that was not asked before. Where the first folder does not exist, the current folder is
    /// listed instead.
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

    /// What a path refers to, as typed and with its ending; asks the disk where that was not asked before. While a folder does not answer, no
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

/// Looks for the answer. Where the last question was another one, asks and waits briefly.
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
