//! What happens when the program makes a mistake that panics: a hook writes the unsaved work to the recovery folder, never to the
//! user's file, and the frame is caught, so that the window goes on without the view that failed (spec: quality, Part 2 §2d).

use std::any::Any;
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, TryLockError};
use std::thread::ThreadId;
use std::time::Duration;

use crate::model::Project;
use crate::storage::recovery::Unsaved;

use super::super::command::Command;
use super::super::dialogs::{Button, Confirm, Weight};
use super::{Shelf, words};

#[cfg(not(panic = "unwind"))]
compile_error!("The window catches panics: build with panic = \"unwind\".");

/// Frames in a row that may panic before the program ends.
pub const MOST_PANICS: u32 = 3;
/// How long a panic waits for its recovery file; a test waits for a disk that is busy with others.
const WRITING: Duration = if cfg!(test) { Duration::from_mins(1) } else { Duration::from_secs(5) };
/// How often a lock that is held is tried, a moment apart.
const TRIES: u32 = 20;

/// What is drawn, or done, in a frame: each panel by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumIter)]
pub enum View {
    /// Between the parts.
    #[default]
    Frame,
    /// The menu bar.
    MenuBar,
    /// What is said above the page: planned productions, and what became of the file.
    Banners,
    /// The open pages.
    Tabs,
    /// The project tree.
    Tree,
    /// What stands around the panel below.
    Bottom,
    /// The simulation.
    Simulation,
    /// The problems.
    Problems,
    /// What was done.
    History,
    /// The page shown.
    Page,
    /// The open dialog.
    Dialog,
    /// What is said in passing.
    Notices,
    /// What commands do.
    Commands,
}

/// Unsaved work, ready to be kept.
#[derive(Clone)]
pub struct Snapshot {
    /// Which of this program's projects it is.
    pub key: String,
    /// The project.
    pub project: Arc<Project>,
    /// What it is of.
    pub unsaved: Unsaved,
}

/// What a panic can still reach, whatever else is locked.
#[derive(Default)]
pub struct LastWords {
    pub(super) shelf: Shelf,
    /// Twice the same: should one be held for good by whoever panics, the other is still there.
    snapshots: [Mutex<Option<Snapshot>>; 2],
    where_it_was: Mutex<Option<String>>,
    in_background: Mutex<Option<String>>,
    is_writing: AtomicBool,
    kept: AtomicU64,
}

impl LastWords {
    /// The unsaved work as it is now; none when everything is saved.
    pub(super) fn publish(&self, snapshot: Option<&Snapshot>) {
        for slot in &self.snapshots {
            // The former one is dropped after the lock is free.
            let _former = put(slot, snapshot.cloned());
        }
    }

    /// What failed beside the window since it was asked last, as a sentence.
    pub(super) fn take_background(&self) -> Option<String> {
        take(&self.in_background).map(|what| {
            format!("A part of Signalbox that works in the background has failed ({what}). Your work is kept; what it was to do may be missing.")
        })
    }

    /// How often a panic has kept work so far.
    pub(super) fn kept(&self) -> u64 {
        self.kept.load(Ordering::SeqCst)
    }

    /// Keeps the published work. It is written by a thread of its own, so that neither a lock that is held here nor a second panic
    /// can stop it.
    fn keep(self: &Arc<Self>) {
        if self.is_writing.swap(true, Ordering::SeqCst) {
            return;
        }
        let (done, is_done) = channel();
        let words = self.clone();
        let write = move || {
            let snapshot = words.snapshots.iter().find_map(patient).and_then(|held| held.clone());
            if let (Some(recovery), Some(Snapshot { key, project, unsaved })) = (words.shelf.get(), snapshot) {
                // First of all: what is to be forgotten from before is not this.
                words.kept.fetch_add(1, Ordering::SeqCst);
                if let Err(error) = recovery.keep_in_panic(&key, &project, &unsaved) {
                    let _ = writeln!(std::io::stderr(), "signalbox: unsaved work could not be kept: {error}");
                }
            }
            let _ = done.send(());
        };
        if std::thread::Builder::new().name("last words".to_owned()).spawn(write).is_ok() {
            let _ = is_done.recv_timeout(WRITING);
        }
        self.is_writing.store(false, Ordering::SeqCst);
    }
}

/// Installs the hook, for a window of this thread.
pub fn install(words: &Arc<LastWords>, ctx: &egui::Context) {
    let (words, ctx) = (Arc::downgrade(words), ctx.clone());
    let window: ThreadId = std::thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        before(info);
        let Some(words) = words.upgrade() else { return };
        let place = info.location().map_or_else(String::new, |it| format!("{}:{}", it.file(), it.line()));
        if std::thread::current().id() == window {
            put(&words.where_it_was, Some(place));
        } else if !words.is_writing.load(Ordering::SeqCst) {
            put(&words.in_background, Some(place));
            ctx.request_repaint();
        }
        words.keep();
    }));
}

/// What is told about a panic that was caught: what it said, and where.
#[must_use]
pub fn said(words: &LastWords, payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no words");
    let text: String = text.chars().take(400).collect();
    match take(&words.where_it_was) {
        Some(place) => format!("{text} ({place})"),
        None => text,
    }
}

/// A view has panicked.
#[must_use]
pub fn panicked(view: View, said: &str) -> Confirm {
    let what = match view {
        View::Frame | View::Notices | View::Commands => {
            "Signalbox made a mistake, and what you did last may be missing."
        }
        View::MenuBar | View::Banners | View::Tabs => "Signalbox made a mistake in the bars at the top.",
        View::Tree => "Signalbox made a mistake in the project tree, so it is hidden. The View menu shows it again.",
        View::Bottom => "Signalbox made a mistake in the panel below, so it is hidden. The View menu shows it again.",
        View::Simulation => {
            "Signalbox made a mistake in the simulation, so it is hidden. The View menu shows it again."
        }
        View::Problems => {
            "Signalbox made a mistake in the problems, so they are hidden. The View menu shows them again."
        }
        View::History => "Signalbox made a mistake in the history, so it is hidden. The View menu shows it again.",
        View::Page => "Signalbox made a mistake on this page, so it was closed.",
        View::Dialog => "Signalbox made a mistake in a dialog, so it was closed.",
    };
    Confirm {
        title: "Something went wrong".to_owned(),
        lines: vec![
            what.to_owned(),
            "Your project is still here, and what is not saved is kept in case of a crash. Save it under another name to be safe, and please report this:"
                .to_owned(),
            format!("  {said}"),
        ],
        buttons: vec![Button::close("Go on"), Button::new("Save as…", Command::SaveAs, Weight::Primary)],
    }
}

/// A project has ended the program, so it is not opened by itself again.
#[must_use]
pub fn left_closed(path: &Path) -> Confirm {
    let text = "Signalbox ended while it was opening or showing this project last time, so it was left closed. It is still among your recent projects.";
    Confirm::message(format!("{} was not opened", words::name(path)), text)
}

/// A lock that is held only for an instant elsewhere; none if it is held for good, as by the thread that panicked.
fn patient<T>(lock: &Mutex<T>) -> Option<std::sync::MutexGuard<'_, T>> {
    for _ in 0..TRIES {
        match lock.try_lock() {
            Ok(held) => return Some(held),
            Err(TryLockError::Poisoned(held)) => return Some(held.into_inner()),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(5)),
        }
    }
    None
}

fn put<T>(lock: &Mutex<Option<T>>, value: Option<T>) -> Option<T> {
    patient(lock).and_then(|mut held| std::mem::replace(&mut *held, value))
}

fn take<T>(lock: &Mutex<Option<T>>) -> Option<T> {
    put(lock, None)
}

/// Panics where a test wants it.
#[cfg(test)]
pub mod planted {
    use std::cell::Cell;

    use super::View;

    thread_local! {
        /// What is to panic, and how many times.
        pub static PANICS: Cell<(View, u32)> = const { Cell::new((View::Frame, 0)) };
    }

    pub(in super::super) fn here(view: View) {
        let (wanted, times) = PANICS.get();
        if wanted == view && times > 0 {
            PANICS.set((wanted, times - 1));
            panic!("planted in {view:?}");
        }
    }
}

impl super::Keeper {
    /// Notes what is drawn, or done, from here on.
    pub fn draws(&mut self, view: View) {
        self.drawing = view;
        #[cfg(test)]
        planted::here(view);
    }

    /// Whether the program has to end.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.panics >= MOST_PANICS
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::storage::recovery::Recovery;

    #[test]
    fn whoever_holds_the_lock_a_panic_ends_and_keeps_what_it_can() {
        let folder = tempfile::tempdir().unwrap();
        let words = Arc::new(LastWords::default());
        words.shelf.set(Recovery::open(folder.path()).unwrap()).unwrap();
        let kept = || std::fs::read_dir(folder.path()).unwrap().filter(|it| is_kept(it.as_ref().unwrap())).count();
        words.publish(Some(&Snapshot { key: "a".to_owned(), project: Arc::default(), unsaved: Unsaved::default() }));
        let held = words.snapshots.each_ref().map(|slot| slot.lock().unwrap());
        let begun = Instant::now();
        words.keep();
        assert!(begun.elapsed() < WRITING, "it does not wait for what its own thread holds");
        assert_eq!(kept(), 0);
        drop(held);
        // One of them is held, as while a change is published.
        for slot in &words.snapshots {
            let held = slot.lock().unwrap();
            words.keep();
            assert_eq!(kept(), 1);
            drop(held);
            let _ = std::fs::remove_dir_all(folder.path());
            std::fs::create_dir(folder.path()).unwrap();
        }
    }

    fn is_kept(entry: &std::fs::DirEntry) -> bool {
        entry.path().extension().is_some_and(|ending| ending == "ron")
    }
}
