//! The test executions of the open project, read and written in the background (spec: domain §5).

use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};

use crate::model::{Execution, VersionId};
use crate::storage::executions as kept_files;

use super::job::{Job, Progress};

/// The result of a background job: all saved executions, and an error if there was one.
type Found = (kept_files::Executions, Option<String>);

/// The executions of the open project.
#[derive(Default)]
pub struct Executions {
    /// The folder of the saved executions; without a folder, executions last until the window closes.
    pub folder: Option<PathBuf>,
    uid: String,
    all: kept_files::Executions,
    job: Option<Job<Found>>,
    unkept: Vec<(VersionId, Execution)>,
}

impl Executions {
    /// The executions of a version, newest first.
    #[must_use]
    pub fn of(&self, version: VersionId) -> &[Execution] {
        self.all.get(&version).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether executions are being read or written.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.job.is_some() || !self.unkept.is_empty()
    }

    /// Takes the result of the background job and starts the next one. Returns an error, as a sentence, if there was one.
    pub fn update(&mut self, uid: &str, ctx: &egui::Context) -> Option<String> {
        let mut trouble = None;
        if self.uid != uid {
            let unkept = std::mem::take(&mut self.unkept);
            if !unkept.is_empty() {
                // The executions of the former project are still written; nothing waits for that.
                self.start(ctx, unkept);
            }
            let folder = self.folder.take();
            *self = Self { folder, uid: uid.to_owned(), ..Self::default() };
            self.start(ctx, Vec::new());
        }
        match self.job.as_ref().map(Job::look) {
            Some(Progress::Done((all, why))) => {
                self.all = all;
                for (version, execution) in &self.unkept {
                    kept_files::insert(&mut self.all, *version, execution.clone());
                }
                (self.job, trouble) = (None, why);
            }
            Some(Progress::Failed) => self.job = None,
            Some(Progress::UnderWay) | None => {}
        }
        if self.job.is_none() && !self.unkept.is_empty() {
            let unkept = std::mem::take(&mut self.unkept);
            self.start(ctx, unkept);
        }
        trouble
    }

    /// Reads the executions of the project, or writes further ones.
    fn start(&mut self, ctx: &egui::Context, unkept: Vec<(VersionId, Execution)>) {
        // A project without a uid was written by hand; several projects may have none.
        let Some(folder) = self.folder.clone().filter(|_| !self.uid.is_empty()) else { return };
        let (uid, mut all) = (self.uid.clone(), self.all.clone());
        let work = move || {
            let mut trouble = None;
            if unkept.is_empty() {
                all = kept_files::load(&folder, &uid);
            }
            for (version, execution) in unkept {
                match kept_files::keep(&folder, &uid, version, execution) {
                    Ok(kept) => all = kept,
                    Err(why) => {
                        trouble = Some(format!("This test execution is kept until you close the window: {why}"));
                    }
                }
            }
            (all, trouble)
        };
        if let Some(job) = Job::start("executions", ctx, work) {
            self.job = Some(job);
        }
    }

    /// Adds a test execution of a version that has just ended, under a unique time. With a folder, it is also written to disk.
    pub fn keep(&mut self, version: VersionId, now: DateTime<Utc>, record: impl FnOnce(DateTime<Utc>) -> Execution) {
        // The time identifies an execution.
        let mut at = now;
        while self.of(version).iter().any(|other| other.at == at) {
            at += TimeDelta::milliseconds(1);
        }
        let execution = record(at);
        kept_files::insert(&mut self.all, version, execution.clone());
        if self.folder.is_some() {
            self.unkept.push((version, execution));
        }
    }

    /// The test execution of a version at a time.
    #[must_use]
    pub fn find(&self, version: VersionId, at: DateTime<Utc>) -> Option<&Execution> {
        self.of(version).iter().find(|execution| execution.at == at)
    }
}
