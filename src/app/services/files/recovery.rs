//! The worker that writes unsaved work and earlier saves. It runs one job after the other, so a write that is still under way never brings
//! back what was forgotten.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::storage::recovery::{Found, Recovery};

use super::events::{RecoveryEvent, TAKEN_MEANWHILE};
use super::panic_snapshot::{PanicSnapshot, Snapshot};
use super::summary;

/// A job of the worker.
pub(super) enum Job {
    /// Keep unsaved work.
    Keep(Snapshot),
    /// Remove the unsaved work, unless a panic has saved something since this count.
    Forget(String, u64),
    /// Take over recovered work.
    Adopt(Found, String),
    /// Remove recovered work.
    Discard(Found),
    /// Keep a copy of a file that was just saved.
    KeepSaved(PathBuf, DateTime<Utc>),
    /// Answer when all earlier jobs are done.
    Answer(Sender<()>),
}

/// The thread and its channels.
pub(super) struct Worker {
    jobs: Sender<Job>,
    events: Receiver<RecoveryEvent>,
}

impl Worker {
    /// Opens the recovery folder in the background and reports what is in it. None where no thread can be started.
    pub(super) fn start(folder: PathBuf, words: &Arc<PanicSnapshot>, ctx: &egui::Context) -> Option<Self> {
        let (jobs, orders) = channel();
        let (sender, events) = channel();
        let (words, ctx) = (words.clone(), ctx.clone());
        let report = move |it: RecoveryEvent| {
            let _ = sender.send(it); // The window may have closed meanwhile.
            ctx.request_repaint();
        };
        let work = move || match Recovery::open(&folder) {
            Ok(recovery) => {
                let found = recovery.found();
                let recovery = words.shelf.get_or_init(|| recovery);
                if !found.is_empty() {
                    let summaries = summary::of_all(&found);
                    report(RecoveryEvent::Found(found, summaries));
                }
                for job in orders {
                    if let Err(why) = act(recovery, &words, job) {
                        report(RecoveryEvent::Trouble(why));
                    }
                }
            }
            Err(error) => {
                report(RecoveryEvent::Trouble(format!(
                    "Unsaved work cannot be kept in case of a crash. {error} Save often."
                )));
            }
        };
        std::thread::Builder::new().name("keeper".to_owned()).spawn(work).ok()?;
        Some(Self { jobs, events })
    }

    pub(super) fn send(&self, job: Job) {
        let _ = self.jobs.send(job); // Without a worker the user knows already that nothing is kept.
    }

    pub(super) fn events(&self) -> Vec<RecoveryEvent> {
        self.events.try_iter().collect()
    }

    /// Waits until all jobs are done. Returns whether that was so in time.
    pub(super) fn finish(&self, limit: Duration) -> bool {
        let (answer, answered) = channel();
        self.send(Job::Answer(answer));
        answered.recv_timeout(limit).is_ok()
    }
}

fn act(recovery: &Recovery, words: &PanicSnapshot, job: Job) -> Result<(), String> {
    match job {
        Job::Keep(Snapshot { key, project, unsaved }) => recovery
            .keep(&key, &project, &unsaved)
            .map_err(|error| format!("Unsaved work could not be kept in case of a crash. {error}"))?,
        // With a slow disk the user may have gone on working and the program may have failed before this job runs.
        Job::Forget(_, kept) if words.kept() != kept => {}
        Job::Forget(key, _) => recovery.forget(&key),
        Job::Adopt(found, key) => recovery.adopt(&found, &key).map_err(|error| {
            if found.path.exists() {
                format!("The recovered work may be offered again at the next start. {error}")
            } else {
                TAKEN_MEANWHILE.to_owned()
            }
        })?,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::recovery::Unsaved;

    #[test]
    fn adopted_work_stays_kept_and_a_second_window_learns_that_it_is_open_in_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let left = folder.path().join("left.ron");
        crate::storage::replace_file(&left, b"work").unwrap();
        let recovery = Recovery::open(folder.path()).unwrap();
        let words = PanicSnapshot::default();
        let adopt = || act(&recovery, &words, Job::Adopt(Found { path: left.clone(), ..found() }, "a".to_owned()));
        adopt().unwrap();
        // The work is kept for the first window, without a moment in which a crash would lose it.
        let kept = std::fs::read_dir(folder.path()).unwrap().flatten().map(|file| std::fs::read(file.path()).unwrap());
        assert!(kept.into_iter().any(|bytes| bytes == b"work"));
        assert_eq!(adopt().unwrap_err(), TAKEN_MEANWHILE);
    }

    fn found() -> Found {
        Found { path: PathBuf::new(), unsaved: None, base: crate::storage::recovery::Base::Missing }
    }

    #[test]
    fn an_earlier_forget_does_not_remove_what_a_panic_has_kept() {
        let folder = tempfile::tempdir().unwrap();
        let recovery = Recovery::open(folder.path()).unwrap();
        let words = PanicSnapshot::default();
        let asked = words.kept();
        let keep = || recovery.keep("a", &crate::model::Project::default(), &Unsaved::default()).unwrap();
        let kept = || std::fs::read_dir(folder.path()).unwrap().count() - 1;
        keep();
        act(&recovery, &words, Job::Forget("a".to_owned(), asked + 1)).unwrap();
        assert_eq!(kept(), 1, "a panic came between");
        act(&recovery, &words, Job::Forget("a".to_owned(), asked)).unwrap();
        assert_eq!(kept(), 0);
    }
}
