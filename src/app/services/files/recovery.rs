//! The worker that keeps unsaved work and saved versions. It does one thing after the other, so what was forgotten never comes
//! back by a write that was still under way.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::storage::recovery::{Found, Recovery};

use super::events::{RecoveryEvent, TAKEN_MEANWHILE};
use super::panic_snapshot::{PanicSnapshot, Snapshot};
use super::summary;

/// What the worker can be told.
pub(super) enum Job {
    /// Keep unsaved work.
    Keep(Snapshot),
    /// Remove it, unless a panic has kept something since that number of them.
    Forget(String, u64),
    /// Take over what was found.
    Adopt(Found, String),
    /// Remove what was found.
    Discard(Found),
    /// Keep a copy of a file that was just saved.
    KeepSaved(PathBuf, DateTime<Utc>),
    /// Say when this turn has come.
    Answer(Sender<()>),
}

/// The thread, and the ways to it and back.
pub(super) struct Worker {
    jobs: Sender<Job>,
    told: Receiver<RecoveryEvent>,
}

impl Worker {
    /// Opens the folder beside the window and looks what is in it. None where there can be no thread.
    pub(super) fn start(folder: PathBuf, words: &Arc<PanicSnapshot>, ctx: &egui::Context) -> Option<Self> {
        let (jobs, orders) = channel();
        let (teller, told) = channel();
        let (words, ctx) = (words.clone(), ctx.clone());
        let tell = move |it: RecoveryEvent| {
            let _ = teller.send(it); // Nobody listens when the window has closed meanwhile.
            ctx.request_repaint();
        };
        let work = move || match Recovery::open(&folder) {
            Ok(recovery) => {
                let found = recovery.found();
                let recovery = words.shelf.get_or_init(|| recovery);
                if !found.is_empty() {
                    let summaries = summary::of_all(&found);
                    tell(RecoveryEvent::Found(found, summaries));
                }
                for job in orders {
                    if let Err(why) = act(recovery, &words, job) {
                        tell(RecoveryEvent::Trouble(why));
                    }
                }
            }
            Err(error) => {
                tell(RecoveryEvent::Trouble(format!(
                    "Unsaved work cannot be kept in case of a crash. {error} Save often."
                )));
            }
        };
        std::thread::Builder::new().name("keeper".to_owned()).spawn(work).ok()?;
        Some(Self { jobs, told })
    }

    pub(super) fn tell(&self, job: Job) {
        let _ = self.jobs.send(job); // It was said already that nothing is kept.
    }

    pub(super) fn news(&self) -> Vec<RecoveryEvent> {
        self.told.try_iter().collect()
    }

    /// Waits until all that was told is done; whether it is.
    pub(super) fn finish(&self, limit: Duration) -> bool {
        let (answer, answered) = channel();
        self.tell(Job::Answer(answer));
        answered.recv_timeout(limit).is_ok()
    }
}

fn act(recovery: &Recovery, words: &PanicSnapshot, job: Job) -> Result<(), String> {
    match job {
        Job::Keep(Snapshot { key, project, unsaved }) => recovery
            .keep(&key, &project, &unsaved)
            .map_err(|error| format!("Unsaved work could not be kept in case of a crash. {error}"))?,
        // A slow disk may come to this only after somebody went on working and the program failed.
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
    fn work_that_two_windows_open_is_told_to_the_second() {
        let folder = tempfile::tempdir().unwrap();
        let left = folder.path().join("left.ron");
        crate::storage::replace_file(&left, b"work").unwrap();
        let recovery = Recovery::open(folder.path()).unwrap();
        let words = PanicSnapshot::default();
        let adopt = || act(&recovery, &words, Job::Adopt(Found { path: left.clone(), ..found() }, "a".to_owned()));
        adopt().unwrap();
        assert_eq!(adopt().unwrap_err(), TAKEN_MEANWHILE);
    }

    fn found() -> Found {
        Found { path: PathBuf::new(), unsaved: None, base: crate::storage::recovery::Base::Missing }
    }

    #[test]
    fn what_a_panic_has_kept_is_not_forgotten_by_what_was_asked_before() {
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
