//! Panics: a hook writes the unsaved work to the recovery folder, never to the user's file, and the frame is caught, so that the window
//! goes on without the area that failed (spec: quality, Part 2 §2d).

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::ThreadId;

use super::panic_snapshot::{PanicSnapshot, put, take};
use crate::app::services::area::Area;

#[cfg(not(panic = "unwind"))]
compile_error!("The window catches panics: build with panic = \"unwind\".");

/// The number of panicking frames in a row after which the program ends.
pub const MOST_PANICS: u32 = 3;
/// Installs the hook for a window of this thread.
pub fn install(words: &Arc<PanicSnapshot>, ctx: &egui::Context) {
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

/// The message and the source location of a caught panic.
#[must_use]
pub fn describe(words: &PanicSnapshot, payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no message");
    let text: String = text.chars().take(400).collect();
    match take(&words.where_it_was) {
        Some(place) => format!("{text} ({place})"),
        None => text,
    }
}

/// Panics on request of a test.
#[cfg(test)]
pub mod planted {
    use std::cell::Cell;

    use crate::app::services::area::Area;

    thread_local! {
        /// The area that panics next, and how many times.
        pub static PANICS: Cell<(Area, u32)> = const { Cell::new((Area::Frame, 0)) };
    }

    pub fn panic_if_planted(area: Area) {
        let (wanted, times) = PANICS.get();
        if wanted == area && times > 0 {
            PANICS.set((wanted, times - 1));
            panic!("planted in {area:?}");
        }
    }
}

impl super::keeper::Keeper {
    /// Notes the area that is drawn from here on.
    pub fn draws(&mut self, area: Area) {
        self.drawing = area;
        #[cfg(test)]
        planted::panic_if_planted(area);
    }

    /// Whether the program must end.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.panics >= MOST_PANICS
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::app::services::files::panic_snapshot::{Snapshot, WRITING};
    use crate::storage::recovery::{Recovery, Unsaved};

    #[test]
    fn a_panic_ends_and_keeps_what_it_can_while_the_locks_are_held() {
        let folder = tempfile::tempdir().unwrap();
        let words = Arc::new(PanicSnapshot::default());
        words.shelf.set(Recovery::open(folder.path()).unwrap()).unwrap();
        let kept = || std::fs::read_dir(folder.path()).unwrap().filter(|it| is_kept(it.as_ref().unwrap())).count();
        words.publish(Some(&Snapshot { key: "a".to_owned(), project: Arc::default(), unsaved: Unsaved::default() }));
        let held = words.snapshots.each_ref().map(|slot| slot.lock().unwrap());
        let begun = Instant::now();
        words.keep();
        assert!(begun.elapsed() < WRITING, "it does not wait for locks of its own thread");
        assert_eq!(kept(), 0);
        drop(held);
        // One slot is locked, as while a change is published.
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
