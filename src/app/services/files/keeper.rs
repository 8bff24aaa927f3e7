//! Keeps work safe: unsaved work is saved for recovery, a file has one writer at a time, changes made to the file by others are noticed,
//! and a bug in the program costs no work (spec: quality, Part 2).
//!
//! The workers run in the background and report events; `shell/act/jobs.rs` acts on them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::clock;
use crate::edit::Document;
use crate::storage::lock::{Holder, Lock};
use crate::storage::recovery::{Found, Unsaved};

use super::events::RecoveryEvent;
use super::own_file::{JobContext, OwnFile};
use super::panic_snapshot::{PanicSnapshot, Snapshot};
use super::recovery::{self, Worker};
use super::watch::{FileChange, Watch};
use crate::app::services::area::Area;

/// Seconds without an edit before the unsaved work is written.
const AFTER_EDIT_S: f64 = 1.0;
/// The longest time between two such writes while the user goes on editing, in seconds.
const WHILE_EDITING_S: f64 = 10.0;
/// The interval at which the file is checked.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How long closing the window waits for a disk. Tests wait longer, since they share a busy disk.
const CLOSING: Duration = if cfg!(test) { Duration::from_mins(1) } else { Duration::from_secs(3) };

/// Recovery, the lock of the file, and changes made to the file by others.
pub struct Keeper {
    /// Work found after a crash about which the user has not decided.
    pub found: Vec<Found>,
    /// A summary of each, by file.
    pub summaries: BTreeMap<PathBuf, String>,
    /// Whether the list was shown.
    pub was_shown: bool,
    /// The file of the project; none for a project without a file.
    pub own: Option<OwnFile>,
    /// How the file was changed by others, if it was.
    pub outside: Option<FileChange>,
    /// Who else has the file open, as a sentence, if anybody has.
    pub held_by_other: Option<String>,
    /// The area being drawn, to attribute a panic.
    pub drawing: Area,
    /// The number of frames in a row that have panicked.
    pub panics: u32,
    last: Arc<PanicSnapshot>,
    lock: Option<Lock>,
    worker: Option<Worker>,
    watch: Watch,
    number: u64,
    revision: u64,
    edited_at: Option<f64>,
    waits_since: Option<f64>,
    /// The interval at which the file is checked.
    pub look_every: Duration,
}

impl Default for Keeper {
    fn default() -> Self {
        Self {
            found: Vec::new(),
            summaries: BTreeMap::new(),
            was_shown: true,
            own: None,
            outside: None,
            held_by_other: None,
            drawing: Area::default(),
            panics: 0,
            last: Arc::default(),
            lock: None,
            worker: None,
            watch: Watch::default(),
            number: 0,
            revision: 0,
            edited_at: None,
            waits_since: None,
            look_every: LOOK_EVERY,
        }
    }
}

impl Keeper {
    /// Starts to keep unsaved work in a folder, and to watch the file. Tests and pictures do not start the keeper.
    pub fn start(&mut self, folder: Option<PathBuf>, ctx: &egui::Context) {
        self.worker = folder.and_then(|folder| Worker::start(folder, &self.last, ctx));
        self.watch = Watch::start(self.look_every, ctx);
    }

    /// The work that a panic can still save.
    #[must_use]
    pub fn snapshot_of_panic(&self) -> &Arc<PanicSnapshot> {
        &self.last
    }

    /// Whether earlier saves are kept.
    #[must_use]
    pub fn keeps_saves(&self) -> bool {
        self.worker.is_some()
    }

    /// A new session: discards the recovery copy of the former project and releases its file.
    pub fn begin(&mut self) {
        self.forget();
        self.number += 1;
        (self.revision, self.edited_at, self.waits_since) = (0, None, None);
        (self.own, self.lock, self.outside, self.held_by_other) = (None, None, None, None);
        self.watch.stop();
    }

    fn key(&self) -> String {
        format!("project{}", self.number)
    }

    /// Removes the recovery copy: the work is saved or was discarded.
    pub fn forget(&mut self) {
        self.last.publish(None);
        self.send(recovery::Job::Forget(self.key(), self.last.kept()));
    }

    /// Sets the file of the project; `lock` is given where it is a new one.
    pub fn set_file(&mut self, path: &Path, own: OwnFile, lock: Option<Lock>) {
        if lock.is_some() || !own.is_locked {
            self.lock = lock;
        }
        self.outside = None;
        self.watch.look_at(path, &own.hash);
        self.own = Some(own);
    }

    /// The window now shows other work on the same file, based on the file with the hash `base`; saving asks where the file on disk has
    /// another hash. On return `base` is the hash that the former work was based on.
    pub fn replace_work(&mut self, path: &Path, base: &mut String) {
        if let Some(own) = &mut self.own {
            std::mem::swap(&mut own.hash, base);
            self.outside = None;
            self.watch.look_at(path, &own.hash);
        }
    }

    /// Sets a lock that became free after the file was opened.
    pub fn set_lock(&mut self, lock: Lock) {
        self.lock = Some(lock);
        self.held_by_other = None;
        if let Some(own) = &mut self.own {
            own.is_locked = true;
        }
    }

    /// Gives up the lock, for the same file opened again.
    pub fn release_lock(&mut self) -> Option<Lock> {
        self.lock.take()
    }

    /// What a background job needs to know.
    #[must_use]
    pub fn job_context(&self, views: Option<PathBuf>) -> JobContext {
        let me = Holder::this_process(clock::user(), clock::host(), clock::now());
        JobContext { me, own: self.own.clone(), shelf: self.last.shelf.clone(), views }
    }

    /// Keeps a copy of the save.
    pub fn keep_save(&mut self, path: &Path) {
        self.send(recovery::Job::KeepSaved(path.to_owned(), clock::now()));
    }

    /// Takes over recovered work, so that this window keeps it from now on.
    pub fn adopt(&mut self, found: &Found) {
        self.found.retain(|it| it.path != found.path);
        let key = self.key();
        self.send(recovery::Job::Adopt(found.clone(), key));
    }

    /// Removes recovered work.
    pub fn discard(&mut self, found: &Found) {
        self.found.retain(|it| it.path != found.path);
        self.send(recovery::Job::Discard(found.clone()));
    }

    fn send(&self, job: recovery::Job) {
        if let Some(worker) = &self.worker {
            worker.send(job);
        }
    }

    /// The events since the last frame.
    pub fn events(&mut self) -> Vec<RecoveryEvent> {
        let mut events: Vec<RecoveryEvent> = self.worker.iter().flat_map(Worker::events).collect();
        events.extend(self.last.take_background().map(RecoveryEvent::Trouble));
        events
    }

    /// The last change of the file since the last call.
    pub fn file_change(&mut self) -> Option<FileChange> {
        self.watch.last_change()
    }

    /// Follows the document: publishes each change for a panic, and writes it for recovery after a pause in editing.
    pub fn follow(&mut self, document: &Document, path: Option<&Path>, ctx: &egui::Context) {
        if self.worker.is_none() {
            return;
        }
        if !document.is_changed() {
            (self.revision, self.edited_at, self.waits_since) = (document.revision(), None, None);
            return;
        }
        let now = ctx.input(|input| input.time);
        if self.revision != document.revision() {
            self.revision = document.revision();
            self.edited_at = Some(now);
            self.waits_since.get_or_insert(now);
            self.last.publish(Some(&self.snapshot(document, path)));
        }
        let (Some(edited_at), Some(since)) = (self.edited_at, self.waits_since) else { return };
        let due = (edited_at + AFTER_EDIT_S).min(since + WHILE_EDITING_S);
        if now < due {
            ctx.request_repaint_after(Duration::from_secs_f64((due - now).clamp(0.01, AFTER_EDIT_S)));
            return;
        }
        (self.edited_at, self.waits_since) = (None, None);
        self.send(recovery::Job::Keep(self.snapshot(document, path)));
    }

    /// Writes the recovery copy again: the copy names the file, and the file is another one now.
    pub fn rewrite_recovery(&mut self) {
        self.revision = u64::MAX;
    }

    fn snapshot(&self, document: &Document, path: Option<&Path>) -> Snapshot {
        let project = document.project().clone();
        let unsaved = Unsaved {
            document: path.map(|path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned())),
            base: self.own.as_ref().map(|own| own.hash.clone()).filter(|hash| !hash.is_empty()),
            name: project.settings.name.clone(),
            at: clock::now(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
        };
        Snapshot { key: self.key(), project, unsaved }
    }

    /// Waits until every job is done. Returns whether that was so in time.
    #[must_use]
    pub fn finish(&self) -> bool {
        self.worker.as_ref().is_none_or(|worker| worker.finish(CLOSING))
    }

    /// The window closes. Work that the user has agreed to lose is removed; all other work is offered at the next start.
    pub fn close(&mut self, unsaved: Option<&Document>, path: Option<&Path>) {
        match unsaved {
            Some(document) if self.edited_at.is_some() => self.send(recovery::Job::Keep(self.snapshot(document, path))),
            Some(_) => {}
            None => self.forget(),
        }
        let _ = self.finish(); // A disk that hangs must not stop the window from closing.
        self.worker = None;
        self.lock = None;
    }
}
