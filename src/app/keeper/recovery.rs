//! The worker that keeps unsaved work and saved versions. It does one thing after the other, so what was forgotten never comes
//! back by a write that was still under way.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::storage::recovery::{Found, Recovery};

use super::panic::Snapshot;
use super::{Shelf, summary};

/// What the worker can be told.
pub(super) enum Job {
    /// Keep unsaved work.
    Keep(Snapshot),
    /// Remove it.
    Forget(String),
    /// Take over what was found.
    Adopt(Found, String),
    /// Remove what was found.
    Discard(Found),
    /// Keep a copy of a file that was just saved.
    KeepSaved(PathBuf, DateTime<Utc>),
    /// Say when this turn has come.
    Answer(Sender<()>),
}

/// What is told to the window.
#[derive(Debug)]
pub enum Told {
    /// What processes that are gone have left, and what differs in each.
    Found(Vec<Found>, BTreeMap<PathBuf, String>),
    /// What went wrong, as a sentence.
    Trouble(String),
}

/// The thread, and the ways to it and back.
pub(super) struct Worker {
    jobs: Sender<Job>,
    told: Receiver<Told>,
}

impl Worker {
    /// Opens the folder beside the window and looks what is in it. None where there can be no thread.
    pub(super) fn start(folder: PathBuf, shelf: &Shelf, ctx: &egui::Context) -> Option<Self> {
        let (jobs, orders) = channel();
        let (teller, told) = channel();
        let (shelf, ctx) = (shelf.clone(), ctx.clone());
        let tell = move |it: Told| {
            let _ = teller.send(it); // Nobody listens when the window has closed meanwhile.
            ctx.request_repaint();
        };
        let work = move || match Recovery::open(&folder) {
            Ok(recovery) => {
                let found = recovery.found();
                let recovery = shelf.get_or_init(|| recovery);
                if !found.is_empty() {
                    let summaries = summary::of_all(&found);
                    tell(Told::Found(found, summaries));
                }
                for job in orders {
                    if let Err(why) = act(recovery, job) {
                        tell(Told::Trouble(why));
                    }
                }
            }
            Err(error) => {
                tell(Told::Trouble(format!("Unsaved work cannot be kept in case of a crash. {error} Save often.")));
            }
        };
        std::thread::Builder::new().name("keeper".to_owned()).spawn(work).ok()?;
        Some(Self { jobs, told })
    }

    pub(super) fn tell(&self, job: Job) {
        let _ = self.jobs.send(job); // It was said already that nothing is kept.
    }

    pub(super) fn news(&self) -> Vec<Told> {
        self.told.try_iter().collect()
    }

    /// Waits until all that was told is done; whether it is.
    pub(super) fn finish(&self, limit: Duration) -> bool {
        let (answer, answered) = channel();
        self.tell(Job::Answer(answer));
        answered.recv_timeout(limit).is_ok()
    }
}

fn act(recovery: &Recovery, job: Job) -> Result<(), String> {
    match job {
        Job::Keep(Snapshot { key, project, unsaved }) => recovery
            .keep(&key, &project, &unsaved)
            .map_err(|error| format!("Unsaved work could not be kept in case of a crash. {error}"))?,
        Job::Forget(key) => recovery.forget(&key),
        Job::Adopt(found, key) => recovery.adopt(&found, &key),
        Job::Discard(found) => recovery.discard(&found).map_err(|error| format!("Not discarded. {error}"))?,
        Job::KeepSaved(path, at) => recovery
            .keep_saved(&path, at)
            .map_err(|error| format!("Saved, but not kept among the earlier saves. {error}"))?,
        Job::Answer(answer) => {
            let _ = answer.send(());
        }
    }
    Ok(())
}
