//! Background jobs, so that nothing blocks a frame: a job runs on its own thread and wakes the window when it is done.

use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, channel};
use std::time::Duration;

/// A background job that was started.
pub struct Job<T>(Receiver<T>);

/// The progress of a job.
pub enum Progress<T> {
    /// The job is running.
    UnderWay,
    /// The result of the job.
    Done(T),
    /// The job panicked, or its result was taken before.
    Failed,
}

impl<T: Send + 'static> Job<T> {
    /// Starts a job; none where the machine cannot start a thread.
    pub fn start(name: &str, ctx: &egui::Context, work: impl FnOnce() -> T + Send + 'static) -> Option<Self> {
        let (sender, receiver) = channel();
        let wake = Wake(ctx.clone());
        let run = move || {
            // Dropped after the sender, also when the job panics, so that the window learns about the end of the job.
            let _wake = wake;
            let sender = sender;
            // The window may have closed meanwhile; that is fine.
            let _ = sender.send(work());
        };
        std::thread::Builder::new().name(name.to_owned()).spawn(run).ok().map(|_| Self(receiver))
    }

    /// The progress of the job, without waiting.
    #[must_use]
    pub fn look(&self) -> Progress<T> {
        match self.0.try_recv() {
            Ok(result) => Progress::Done(result),
            Err(TryRecvError::Empty) => Progress::UnderWay,
            Err(TryRecvError::Disconnected) => Progress::Failed,
        }
    }

    /// Waits for the job, but no longer than `at_most`: a result that comes at once needs no frame in between.
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
