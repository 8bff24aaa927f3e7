//! Watches the file of the project in the background: every two seconds its time and length, and its content when one of them has
//! changed. The window is woken only when there is something to report.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, SystemTime};

use crate::storage::recovery::look;

/// How long a file may be absent while another program replaces it.
const REPLACING: Duration = Duration::from_millis(250);

/// How a file was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileChange {
    /// The file is unchanged.
    Same,
    /// The file has other content, with this hash.
    Changed(String),
    /// The file was removed.
    Gone,
}

struct Target {
    path: PathBuf,
    hash: String,
    turn: u64,
}

/// The thread and its channels.
#[derive(Default)]
pub(super) struct Watch {
    targets: Option<Sender<Option<Target>>>,
    reports: Option<Receiver<(u64, FileChange)>>,
    turn: u64,
}

impl Watch {
    pub(super) fn start(every: Duration, ctx: &egui::Context) -> Self {
        let (targets, orders) = channel();
        let (sender, reports) = channel();
        let ctx = ctx.clone();
        let report = move |turn, seen| {
            let _ = sender.send((turn, seen)); // The window may have closed meanwhile.
            ctx.request_repaint();
        };
        let started = std::thread::Builder::new().name("watch".to_owned()).spawn(move || run(&orders, every, &report));
        let is_there = started.is_ok();
        Self { targets: is_there.then_some(targets), reports: is_there.then_some(reports), turn: 0 }
    }

    /// Watches this file from now on, and reports when its content has another hash.
    pub(super) fn look_at(&mut self, path: &Path, hash: &str) {
        let target = Target { path: path.to_owned(), hash: hash.to_owned(), turn: self.turn + 1 };
        self.send(Some(target));
    }

    pub(super) fn stop(&mut self) {
        self.send(None);
    }

    fn send(&mut self, target: Option<Target>) {
        self.turn += 1;
        if let Some(targets) = &self.targets {
            let _ = targets.send(target);
        }
    }

    /// The last report about the file that is watched now.
    pub(super) fn last_change(&self) -> Option<FileChange> {
        self.reports.as_ref()?.try_iter().filter(|(turn, _)| *turn == self.turn).last().map(|(_, seen)| seen)
    }
}

fn run(orders: &Receiver<Option<Target>>, every: Duration, report: &dyn Fn(u64, FileChange)) {
    let mut target: Option<Target> = None;
    let (mut stamp, mut reported) = (None, FileChange::Same);
    loop {
        let order = match &target {
            Some(_) => orders.recv_timeout(every),
            None => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match (order, &target) {
            (Ok(next), _) => (target, stamp, reported) = (next, None, FileChange::Same),
            (Err(RecvTimeoutError::Disconnected), _) => return,
            (Err(RecvTimeoutError::Timeout), Some(target)) => {
                if let Some(seen) = see(target, &mut stamp)
                    && seen != reported
                {
                    reported = seen.clone();
                    report(target.turn, seen);
                }
            }
            (Err(RecvTimeoutError::Timeout), None) => {}
        }
    }
}

type Stamp = Option<(Option<SystemTime>, u64)>;

/// The state of a file now; none where there is nothing new to report, or where the file cannot be read.
fn see(target: &Target, stamp: &mut Stamp) -> Option<FileChange> {
    let about = std::fs::metadata(&target.path);
    if about.as_ref().is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        std::thread::sleep(REPLACING);
        *stamp = None;
        return (!target.path.exists()).then_some(FileChange::Gone);
    }
    let about = about.ok()?;
    let now = Some((about.modified().ok(), about.len()));
    if *stamp == now {
        return None;
    }
    let found = look(&target.path)?;
    *stamp = now;
    Some(if found.hash == target.hash { FileChange::Same } else { FileChange::Changed(found.hash) })
}
