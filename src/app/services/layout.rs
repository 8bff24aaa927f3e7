//! Remembers how the window is arranged: the panes, in the preferences; and for each project the open pages and the position of each
//! canvas, in the user's state folder by the project's uid (spec: domain §1, designer §1).

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::canvas::Viewport;
use crate::model::VersionId;
use crate::storage::user_state;

use super::job::{Job, Progress};
use super::panes::Panes;
use super::preferences::Preferences;
use crate::app::command::Tab;

/// How long after a change the arrangement is written, in seconds.
const AFTER_S: f64 = 2.0;
/// How long closing the window waits for a disk; a test waits for a disk that is busy with others.
const CLOSING: Duration = if cfg!(test) { Duration::from_mins(1) } else { Duration::from_secs(1) };

/// The position of a canvas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CanvasPlace {
    /// The scene point at its top left corner.
    pub origin: (f32, f32),
    /// Its zoom.
    pub zoom: f32,
}

impl From<Viewport> for CanvasPlace {
    fn from(viewport: Viewport) -> Self {
        Self { origin: (viewport.origin.x, viewport.origin.y), zoom: viewport.zoom }
    }
}

impl CanvasPlace {
    /// The viewport at this position; none where the zoom makes no sense.
    #[must_use]
    pub fn viewport(self) -> Option<Viewport> {
        let origin = egui::pos2(self.origin.0, self.origin.1);
        (self.zoom > 0.0).then(|| Viewport { origin, zoom: self.zoom, ..Viewport::default() })
    }
}

/// How a project is arranged in the window.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProjectView {
    /// The open pages, in order.
    pub tabs: Vec<Tab>,
    /// The page shown.
    pub shown: Option<Tab>,
    /// The canvases that were shown so far.
    pub canvases: BTreeMap<VersionId, CanvasPlace>,
}

/// The arrangement of the open project, under its uid; none for a project whose arrangement is not kept.
pub type Captured = Option<(String, ProjectView)>;

/// Writes how the window is arranged: in the background, some seconds after a change, and at the end.
#[derive(Default)]
pub struct LayoutStore {
    /// The folder of the arrangements of projects; without a folder, no arrangement is kept.
    pub folder: Option<PathBuf>,
    /// What is known to be on the disk of the open project, and its uid.
    last: (String, ProjectView),
    /// What is to be written, by the uid of the project.
    queue: BTreeMap<String, ProjectView>,
    due: Option<f64>,
    job: Option<Job<()>>,
    /// The preferences as they are to be written.
    preferences: Option<Preferences>,
}

impl LayoutStore {
    /// Whether something is being written.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.job.is_some() || !self.queue.is_empty() || self.preferences.is_some()
    }

    /// Whether the mark of the project that is about to be opened is not written yet: should the project crash the program, the next
    /// start knows which one it was.
    #[must_use]
    pub fn is_marking(&self, preferences: &Preferences) -> bool {
        preferences.is_marked() && (preferences.is_changed() || self.is_busy())
    }

    fn changed(&self, captured: Captured) -> Captured {
        captured.filter(|it| self.folder.is_some() && !it.0.is_empty() && *it != self.last)
    }

    /// Another project comes: the arrangement of this one is written.
    pub fn save_on_leave(&mut self, captured: Captured) {
        if let Some((uid, view)) = self.changed(captured) {
            self.queue.insert(uid, view);
        }
    }

    /// A project was opened and arranged as it was left: nothing to write yet.
    pub fn mark_clean(&mut self, uid: &str, view: ProjectView) {
        self.last = (uid.to_owned(), view);
        self.due = None;
    }

    /// Whether a write has just ended, so that what waits for it can go on.
    pub fn has_written(&mut self) -> bool {
        let is_over = self.job.as_ref().is_some_and(|job| !matches!(job.look(), Progress::UnderWay));
        if is_over {
            self.job = None;
        }
        is_over
    }

    /// Follows what changes, and writes it some seconds later.
    pub fn follow(&mut self, captured: Captured, panes: &Panes, preferences: &mut Preferences, ctx: &egui::Context) {
        // A theme or a recent project does not wait.
        self.take_preferences(preferences);
        let is_changed = has_new_panes(preferences, panes) || self.changed(captured.clone()).is_some();
        if is_changed {
            let now = ctx.input(|input| input.time);
            let due = *self.due.get_or_insert(now + AFTER_S);
            if now < due {
                ctx.request_repaint_after(Duration::from_secs_f64((due - now).clamp(0.01, AFTER_S)));
            } else if self.job.is_none() {
                self.collect(captured, panes, preferences);
            }
        } else {
            self.due = None;
        }
        if self.job.is_none()
            && let Some(work) = self.work()
        {
            self.job = Job::start("layout", ctx, work);
        }
    }

    /// Takes the preferences as what is to be written, if they have changed.
    fn take_preferences(&mut self, preferences: &mut Preferences) {
        if preferences.take_changed() {
            self.preferences = Some(preferences.clone());
        }
    }

    /// Collects what has changed as what is to be written.
    fn collect(&mut self, captured: Captured, panes: &Panes, preferences: &mut Preferences) {
        self.due = None;
        if has_new_panes(preferences, panes) {
            preferences.set_panels(panes.clone());
        }
        self.take_preferences(preferences);
        if let Some((uid, view)) = self.changed(captured) {
            self.last = (uid.clone(), view.clone());
            self.queue.insert(uid, view);
        }
    }

    /// What is to be written, if there is something.
    fn work(&mut self) -> Option<impl FnOnce() + Send + 'static> {
        let queue = std::mem::take(&mut self.queue);
        let preferences = self.preferences.take();
        let folder = self.folder.clone();
        (!queue.is_empty() || preferences.is_some()).then_some(move || {
            if let Some(preferences) = preferences {
                preferences.save();
            }
            let Some(folder) = folder else { return };
            for (uid, view) in &queue {
                let _ = user_state::keep(&folder, uid, view); // A lost arrangement is no reason to bother anybody.
            }
        })
    }

    /// The window closes: what has changed is written, after what is being written, but a disk that hangs stops nobody from closing.
    pub fn close(&mut self, captured: Captured, panes: &Panes, preferences: &mut Preferences) {
        self.collect(captured, panes, preferences);
        let (job, work) = (self.job.take(), self.work());
        if job.is_some() || work.is_some() {
            let (sender, written) = channel();
            let work = move || {
                let _ = job.map(|job| job.wait(Duration::MAX));
                if let Some(work) = work {
                    work();
                }
                let _ = sender.send(());
            };
            if std::thread::Builder::new().name("layout".to_owned()).spawn(work).is_ok() {
                let _ = written.recv_timeout(CLOSING);
            }
        }
    }
}

fn has_new_panes(preferences: &Preferences, panes: &Panes) -> bool {
    preferences.has_file() && preferences.panels != *panes
}
