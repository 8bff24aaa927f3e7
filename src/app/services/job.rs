//! Work beside the window, so that nothing blocks a frame: it runs on a thread of its own and wakes the window when it is done.

use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, channel};
use std::time::Duration;

/// A piece of work that was begun.
pub struct Job<T>(Receiver<T>);

/// How far it is.
pub enum Progress<T> {
    /// It goes on.
    UnderWay,
    /// What it gave.
    Done(T),
    /// It panicked, or its result was taken before.
    Failed,
}

impl<T: Send + 'static> Job<T> {
    /// Begins it; nothing where the machine gives no thread.
    pub fn start(name: &str, ctx: &egui::Context, work: impl FnOnce() -> T + Send + 'static) -> Option<Self> {
        let (sender, receiver) = channel();
        let wake = Wake(ctx.clone());
        let run = move || {
            // Dropped after the sender, also when the work panics: then the window hears that it is over.
            let _wake = wake;
            let sender = sender;
            // Nobody listens when the window has closed meanwhile; that is fine.
            let _ = sender.send(work());
        };
        std::thread::Builder::new().name(name.to_owned()).spawn(run).ok().map(|_| Self(receiver))
    }

    /// Looks how far it is, without waiting.
    #[must_use]
    pub fn look(&self) -> Progress<T> {
        match self.0.try_recv() {
            Ok(result) => Progress::Done(result),
            Err(TryRecvError::Empty) => Progress::UnderWay,
            Err(TryRecvError::Disconnected) => Progress::Failed,
        }
    }

    /// Waits for it, but no longer than that: what is done in a blink needs no picture in between.
    #[must_use]
    pub fn wait(&self, at_most: Duration) -> Progress<T> {
        match self.0.recv_timeout(at_most) {
            Ok(result) => Progress::Done(result),
            Err(RecvTimeoutError::Timeout) => Progress::UnderWay,
            Err(RecvTimeoutError::Disconnected) => Progress::Failed,
        }
    }
}

/// Wakes the window when it is dropped.
struct Wake(egui::Context);

impl Drop for Wake {
    fn drop(&mut self) {
        self.0.request_repaint();
    }
}
