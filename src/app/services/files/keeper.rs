//! Keeping work safe: unsaved work is kept for recovery, a file has one writer at a time, changes from outside are noticed, and a
//! mistake of the program costs nobody their work (spec: quality, Part 2).
//!
//! The parts run beside the window and tell what they find; `dispatch` acts on it.

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

/// How long after the last edit the unsaved work is kept, in seconds.
const AFTER_EDIT_S: f64 = 1.0;
/// How long it may take at most while somebody goes on editing.
const WHILE_EDITING_S: f64 = 10.0;
/// How often a file is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How long closing the window waits for a disk; a test waits for one that is busy with others.
const CLOSING: Duration = if cfg!(test) { Duration::from_mins(1) } else { Duration::from_secs(3) };

/// What keeps the work of this window safe.
pub struct Keeper {
    /// What was found after a crash and is not yet decided.
    pub found: Vec<Found>,
    /// What differs in each of it, by its file.
    pub summaries: BTreeMap<PathBuf, String>,
    /// Whether it was shown.
    pub was_shown: bool,
    /// The file of the project; none for one that is in no file.
    pub own: Option<OwnFile>,
    /// What became of the file, if it is not as it was.
    pub outside: Option<FileChange>,
    /// Who else has the file open, as a sentence, if somebody has.
    pub taken: Option<String>,
    /// What is being drawn: who is to blame if it panics.
    pub drawing: Area,
    /// How many frames in a row have panicked.
    pub panics: u32,
    last: Arc<PanicSnapshot>,
    lock: Option<Lock>,
    worker: Option<Worker>,
    watch: Watch,
    number: u64,
    revision: u64,
    edited_at: Option<f64>,
    waits_since: Option<f64>,
    /// How often the file is looked at.
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
            taken: None,
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
    /// Begins to keep unsaved work in a folder, and to look at files. Tests and pictures do without.
    pub fn start(&mut self, folder: Option<PathBuf>, ctx: &egui::Context) {
        self.worker = folder.and_then(|folder| Worker::start(folder, &self.last, ctx));
        self.watch = Watch::start(self.look_every, ctx);
    }

    /// What a panic can still keep.
    #[must_use]
    pub fn snapshot_of_panic(&self) -> &Arc<PanicSnapshot> {
        &self.last
    }

    /// Whether saved versions are kept.
    #[must_use]
    pub fn keeps_saves(&self) -> bool {
        self.worker.is_some()
    }

    /// Another project is in the window: what was kept of the last one is not needed any more, and its file is free.
    pub fn begin(&mut self) {
        self.forget();
        self.number += 1;
        (self.revision, self.edited_at, self.waits_since) = (0, None, None);
        (self.own, self.lock, self.outside, self.taken) = (None, None, None, None);
        self.watch.stop();
    }

    fn key(&self) -> String {
        format!("project{}", self.number)
    }

    /// The work is saved, or nobody wants it: what was kept of it goes.
    pub fn forget(&mut self) {
        self.last.publish(None);
        self.tell(recovery::Job::Forget(self.key(), self.last.kept()));
    }

    /// The project is in a file from now on; `lock` is a new one for it, if there is one.
    pub fn holds(&mut self, path: &Path, own: OwnFile, lock: Option<Lock>) {
        if lock.is_some() || !own.is_locked {
            self.lock = lock;
        }
        self.outside = None;
        self.watch.look_at(path, &own.hash);
        self.own = Some(own);
    }

    /// Other work on the same file comes into the window, made of the file of this hash: saving asks where that is not the one on
    /// disk. The hash that what was in the window is made of, in return.
    pub fn turns_to(&mut self, path: &Path, base: &mut String) {
        if let Some(own) = &mut self.own {
            std::mem::swap(&mut own.hash, base);
            self.outside = None;
            self.watch.look_at(path, &own.hash);
        }
    }

    /// The right to save the file was had after all.
    pub fn gets_lock(&mut self, lock: Lock) {
        self.lock = Some(lock);
        self.taken = None;
        if let Some(own) = &mut self.own {
            own.is_locked = true;
        }
    }

    /// Gives the lock out of hand, for the same file opened again.
    pub fn hands_over(&mut self) -> Option<Lock> {
        self.lock.take()
    }

    /// What a job beside the window needs to know.
    #[must_use]
    pub fn job_context(&self, views: Option<PathBuf>) -> JobContext {
        let me = Holder::this_process(clock::user(), clock::host(), clock::now());
        JobContext { me, own: self.own.clone(), shelf: self.last.shelf.clone(), views }
    }

    /// Keeps a copy of what was just saved.
    pub fn keep_save(&mut self, path: &Path) {
        self.tell(recovery::Job::KeepSaved(path.to_owned(), clock::now()));
    }

    /// Takes over what was found, so that it is kept as this window's.
    pub fn adopt(&mut self, found: &Found) {
        self.found.retain(|it| it.path != found.path);
        let key = self.key();
        self.tell(recovery::Job::Adopt(found.clone(), key));
    }

    /// Removes what was found.
    pub fn discard(&mut self, found: &Found) {
        self.found.retain(|it| it.path != found.path);
        self.tell(recovery::Job::Discard(found.clone()));
    }

    fn tell(&self, job: recovery::Job) {
        if let Some(worker) = &self.worker {
            worker.tell(job);
        }
    }

    /// What was told since the last frame.
    pub fn news(&mut self) -> Vec<RecoveryEvent> {
        let mut news: Vec<RecoveryEvent> = self.worker.iter().flat_map(Worker::news).collect();
        news.extend(self.last.take_background().map(RecoveryEvent::Trouble));
        news
    }

    /// What became of the file since the last look.
    pub fn seen(&mut self) -> Option<FileChange> {
        self.watch.news()
    }

    /// Follows the document: publishes each change for a panic, and keeps it once nobody has edited for a moment.
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
        self.tell(recovery::Job::Keep(self.snapshot(document, path)));
    }

    /// What was kept says of which file it is; that file is another one now.
    pub fn follows_anew(&mut self) {
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

    /// Waits until all is written that was asked for; whether it is.
    #[must_use]
    pub fn finish(&self) -> bool {
        self.worker.as_ref().is_none_or(|worker| worker.finish(CLOSING))
    }

    /// The window closes. What somebody has agreed to lose goes; anything else, to the last edit, is offered at the next start.
    pub fn close(&mut self, unsaved: Option<&Document>, path: Option<&Path>) {
        match unsaved {
            Some(document) if self.edited_at.is_some() => self.tell(recovery::Job::Keep(self.snapshot(document, path))),
            Some(_) => {}
            None => self.forget(),
        }
        let _ = self.finish(); // A disk that hangs keeps nobody here.
        self.worker = None;
        self.lock = None;
    }
}
