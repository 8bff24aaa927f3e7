//! Remembers how the window is arranged: the panes in the preferences, and the open pages and canvas positions of each project in the
//! user's state folder, by the uid of the project (spec: domain §1, designer §1).

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::canvas::Viewport;
use crate::model::{ActionId, VersionId};
use crate::sim::breakpoints::Breakpoints;
use crate::storage::user_state;

use super::job::{Job, Progress};
use super::panes::Panes;
use super::preferences::Preferences;
use crate::app::command::Tab;

/// How many seconds after a change the arrangement is written.
const AFTER_S: f64 = 2.0;
/// How long closing the window waits for a disk. Tests wait longer, since they share a busy disk.
const CLOSING: Duration = if cfg!(test) { Duration::from_mins(1) } else { Duration::from_secs(1) };

/// The position of a canvas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CanvasPlace {
    /// The scene point at its top left corner.
    pub origin: (f32, f32),
    /// The zoom.
    pub zoom: f32,
}

impl From<Viewport> for CanvasPlace {
    fn from(viewport: Viewport) -> Self {
        Self { origin: (viewport.origin.x, viewport.origin.y), zoom: viewport.zoom }
    }
}

impl CanvasPlace {
    /// The viewport at this position; none where the zoom is invalid.
    #[must_use]
    pub fn viewport(self) -> Option<Viewport> {
        let origin = egui::pos2(self.origin.0, self.origin.1);
        (self.zoom > 0.0).then(|| Viewport { origin, zoom: self.zoom, ..Viewport::default() })
    }
}

/// The arrangement of a project in the window.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProjectView {
    /// The open pages, in order.
    pub tabs: Vec<Tab>,
    /// The page shown.
    pub shown: Option<Tab>,
    /// The positions of the canvases shown so far.
    pub canvases: BTreeMap<VersionId, CanvasPlace>,
    /// The actions below which everything is collapsed.
    pub collapsed: BTreeMap<VersionId, BTreeSet<ActionId>>,
    /// The breakpoints.
    pub breakpoints: Breakpoints,
    /// The variables that are kept on top of the list of variables, by path.
    pub pinned: BTreeSet<String>,
}

/// The arrangement of the open project, under its uid; none for a project whose arrangement is not saved.
pub type Captured = Option<(String, ProjectView)>;

/// Writes the arrangement of the window in the background: some seconds after a change, and at the end.
#[derive(Default)]
pub struct LayoutStore {
    /// The folder of project arrangements; without a folder, none is saved.
    pub folder: Option<PathBuf>,
    /// The uid of the open project and its arrangement on disk.
    last: (String, ProjectView),
    /// The arrangements to write, by the uid of the project.
    queue: BTreeMap<String, ProjectView>,
    due: Option<f64>,
    job: Option<Job<()>>,
    /// The preferences to write.
    preferences: Option<Preferences>,
}

impl LayoutStore {
    /// Whether a write is under way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.job.is_some() || !self.queue.is_empty() || self.preferences.is_some()
    }

    /// Whether the mark of the project about to be opened is still to be written. With the mark, the next start knows which project crashed the
    /// program.
    #[must_use]
    pub fn is_marking(&self, preferences: &Preferences) -> bool {
        preferences.is_marked() && (preferences.is_changed() || self.is_busy())
    }

    fn has_changed(&self, captured: &Captured) -> bool {
        captured.as_ref().is_some_and(|it| self.folder.is_some() && !it.0.is_empty() && *it != self.last)
    }

    /// Queues the arrangement of a project that is about to close.
    pub fn save_on_leave(&mut self, captured: Captured) {
        if self.has_changed(&captured)
            && let Some((uid, view)) = captured
        {
            self.queue.insert(uid, view);
        }
    }

    /// The project was opened and its arrangement restored: there is nothing to write yet.
    pub fn mark_clean(&mut self, uid: &str, view: ProjectView) {
        self.last = (uid.to_owned(), view);
        self.due = None;
    }

    /// Whether a write has just ended, so that commands waiting for it can continue.
    pub fn has_written(&mut self) -> bool {
        let is_over = self.job.as_ref().is_some_and(|job| !matches!(job.look(), Progress::UnderWay));
        if is_over {
            self.job = None;
        }
        is_over
    }

    /// Notes changes and writes them some seconds later.
    pub fn follow(&mut self, captured: Captured, panes: &Panes, preferences: &mut Preferences, ctx: &egui::Context) {
        // A theme or a recent project is written at once.
        self.take_preferences(preferences);
        let is_changed = has_new_panes(preferences, panes) || self.has_changed(&captured);
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

    /// Queues the preferences, if they have changed.
    fn take_preferences(&mut self, preferences: &mut Preferences) {
        if preferences.take_changed() {
            self.preferences = Some(preferences.clone());
        }
    }

    /// Queues all changes.
    fn collect(&mut self, captured: Captured, panes: &Panes, preferences: &mut Preferences) {
        self.due = None;
        if has_new_panes(preferences, panes) {
            preferences.set_panels(panes.clone());
        }
        self.take_preferences(preferences);
        if self.has_changed(&captured)
            && let Some((uid, view)) = captured
        {
            self.last = (uid.clone(), view.clone());
            self.queue.insert(uid, view);
        }
    }

    /// The write to run next, if there is one.
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
                let _ = user_state::keep(&folder, uid, view); // A lost arrangement is not worth an error message.
            }
        })
    }

    /// The window closes: writes the changes after the running write. A disk that hangs does not stop the window from closing.
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
