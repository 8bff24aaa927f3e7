//! How the window is left, so that it comes back so: the panels, in the preferences; and of each project the pages that are open and
//! where its canvases stand, in the state folder of the user by the project's uid (spec: domain §1, designer §1).

use std::collections::BTreeMap;
use std::sync::mpsc::channel;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::canvas::Viewport;
use crate::model::VersionId;
use crate::storage::of_project;

use super::beside::{Job, Progress};
use super::command::{BottomPanel, Tab};
use super::preferences::Preferences;
use super::state::State;

/// How long after a change it is kept, in seconds.
const AFTER_S: f64 = 2.0;
/// How long closing the window waits for a disk; a test waits for one that is busy with others.
const CLOSING: Duration = if cfg!(test) { Duration::from_mins(1) } else { Duration::from_secs(1) };

/// A part of the window that has a size of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Pane {
    /// The project tree, at the left.
    Tree,
    /// The panel at the bottom.
    Bottom,
    /// The simulation, where it stands at the right.
    Simulation,
    /// The actions that can be added.
    Palette,
    /// The form of an action.
    Form,
}

/// Which panels are shown, and how large.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Panels {
    /// The project tree.
    pub tree: bool,
    /// The panel at the bottom.
    pub bottom: bool,
    /// Which one it is.
    pub bottom_panel: BottomPanel,
    /// Whether the simulation stands at the right.
    pub is_simulation_right: bool,
    /// The sizes of those that were shown so far, in points.
    sizes: BTreeMap<Pane, u16>,
}

impl Default for Panels {
    fn default() -> Self {
        Self {
            tree: true,
            bottom: true,
            bottom_panel: BottomPanel::default(),
            is_simulation_right: false,
            sizes: BTreeMap::new(),
        }
    }
}

impl Panels {
    /// The size that a panel begins with.
    #[must_use]
    pub fn size(&self, pane: Pane, usual: f32) -> f32 {
        self.sizes.get(&pane).map_or(usual, |size| f32::from(*size))
    }

    /// Notes the size that a panel was drawn with.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length on a screen")]
    pub fn note(&mut self, pane: Pane, size: f32) {
        self.sizes.insert(pane, size.round().clamp(0.0, f32::from(u16::MAX)) as u16);
    }
}

/// Where a canvas stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CanvasPlace {
    /// The scene point at its top left corner.
    pub origin: (f32, f32),
    /// Its zoom.
    pub zoom: f32,
}

/// How a project is looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProjectView {
    /// The pages that are open, in order.
    pub tabs: Vec<Tab>,
    /// The page shown.
    pub shown: Option<Tab>,
    /// The canvases that were shown so far.
    pub canvases: BTreeMap<VersionId, CanvasPlace>,
}

/// How the open project is looked at now.
#[must_use]
pub fn of(state: &State) -> ProjectView {
    let place =
        |viewport: Viewport| CanvasPlace { origin: (viewport.origin.x, viewport.origin.y), zoom: viewport.zoom };
    let is_kept = |id: &VersionId| state.project().versions.contains_key(id);
    let placed = state.views.iter().filter(|(id, view)| view.was_placed && is_kept(id));
    let canvases = placed.map(|(id, view)| (*id, place(view.canvas.viewport()))).collect();
    ProjectView { tabs: state.tabs.clone(), shown: Some(state.tab), canvases }
}

/// Looks at the open project so; what is gone meanwhile is left out.
pub fn show(state: &mut State, view: ProjectView) {
    let mut tabs: Vec<Tab> = Vec::new();
    for tab in view.tabs {
        if state.exists(tab) && !tabs.contains(&tab) {
            tabs.push(tab);
        }
    }
    if let Some(first) = tabs.first() {
        state.tab = view.shown.filter(|shown| tabs.contains(shown)).unwrap_or(*first);
        state.tabs = tabs;
    }
    for (id, place) in view.canvases {
        if state.project().versions.contains_key(&id) && place.zoom > 0.0 {
            let view = state.view(id);
            let origin = egui::pos2(place.origin.0, place.origin.1);
            view.canvas.set_viewport(Viewport { origin, zoom: place.zoom, ..Viewport::default() });
            view.was_placed = true;
        }
    }
}

/// Keeps how the window is looked at: beside it, some seconds after a change, and at the end.
#[derive(Default)]
pub struct Kept {
    /// What is kept of the open project, and its uid.
    last: (String, ProjectView),
    /// What is to be kept of projects, by their uid.
    queue: BTreeMap<String, ProjectView>,
    due: Option<f64>,
    job: Option<Job<()>>,
    /// The preferences as they are to be written.
    preferences: Option<Preferences>,
}

impl Kept {
    /// Whether something is written.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.job.is_some() || !self.queue.is_empty() || self.preferences.is_some()
    }
}

/// Whether the mark of the project that is to be opened is not written yet: should it end the program, the next start knows which.
#[must_use]
pub fn is_marking(state: &State) -> bool {
    state.preferences.is_marked() && (state.preferences.is_changed() || state.kept.is_busy())
}

/// The view of a project that is in a file, if it is another than what is kept. Projects in none have no view to come back to:
/// examples share their uid with each copy.
fn changed(state: &State) -> Option<(String, ProjectView)> {
    let uid = &state.project().uid;
    if state.files.path.is_none() || state.keeper.views.is_none() || uid.is_empty() {
        return None;
    }
    let now = (uid.clone(), of(state));
    (now != state.kept.last).then_some(now)
}

/// Another project comes: how this one was looked at is kept.
pub fn leave(state: &mut State) {
    if let Some((uid, view)) = changed(state) {
        state.kept.queue.insert(uid, view);
    }
}

/// A project was opened and shown as it was left: nothing to keep yet.
pub fn begin(state: &mut State) {
    state.kept.last = (state.project().uid.clone(), of(state));
    state.kept.due = None;
}

/// Follows what changes, and keeps it some seconds later.
pub fn follow(state: &mut State, ctx: &egui::Context) {
    if let Some(job) = &state.kept.job
        && !matches!(job.look(), Progress::UnderWay)
    {
        state.kept.job = None;
        if state.files.wanted.is_some() {
            ctx.request_repaint();
        }
    }
    // The project that the window began with is drawn, and known to harm nobody.
    let is_read = state.files.wanted.is_none() && !state.files.is_at_disk();
    if is_read && state.keeper.panics == 0 && state.problems.is_fresh(state.document.revision()) {
        let _ = state.preferences.take_mark();
    }
    // A theme or a recent project does not wait.
    take_preferences(state);
    let is_changed = has_new_panels(state) || changed(state).is_some();
    if is_changed {
        let now = ctx.input(|input| input.time);
        let due = *state.kept.due.get_or_insert(now + AFTER_S);
        if now < due {
            ctx.request_repaint_after(Duration::from_secs_f64((due - now).clamp(0.01, AFTER_S)));
        } else if state.kept.job.is_none() {
            gather(state);
        }
    } else {
        state.kept.due = None;
    }
    if state.kept.job.is_none()
        && let Some(work) = work(state)
    {
        state.kept.job = Job::start("view", ctx, work);
    }
}

fn has_new_panels(state: &State) -> bool {
    state.preferences.has_file() && state.preferences.panels != state.panels
}

/// Takes the preferences as what is to be written, if they have changed, in the place of those that wait.
fn take_preferences(state: &mut State) {
    if state.preferences.take_changed() {
        state.kept.preferences = Some(state.preferences.clone());
    }
}

/// Takes what has changed as what is to be written.
fn gather(state: &mut State) {
    state.kept.due = None;
    if has_new_panels(state) {
        state.preferences.set_panels(state.panels.clone());
    }
    take_preferences(state);
    if let Some((uid, view)) = changed(state) {
        state.kept.last = (uid.clone(), view.clone());
        state.kept.queue.insert(uid, view);
    }
}

/// What is to be written, if there is something.
fn work(state: &mut State) -> Option<impl FnOnce() + Send + 'static> {
    let queue = std::mem::take(&mut state.kept.queue);
    let preferences = state.kept.preferences.take();
    let folder = state.keeper.views.clone();
    (!queue.is_empty() || preferences.is_some()).then_some(move || {
        if let Some(preferences) = preferences {
            preferences.save();
        }
        let Some(folder) = folder else { return };
        for (uid, view) in &queue {
            let _ = of_project::keep(&folder, uid, view); // Nobody is to be bothered with it.
        }
    })
}

/// The window closes: what has changed is written, after what is being written, but a disk that hangs keeps nobody here.
pub fn close(state: &mut State) {
    gather(state);
    let (job, work) = (state.kept.job.take(), work(state));
    if job.is_some() || work.is_some() {
        let (sender, written) = channel();
        let work = move || {
            let _ = job.map(|job| job.wait(Duration::MAX));
            if let Some(work) = work {
                work();
            }
            let _ = sender.send(());
        };
        if std::thread::Builder::new().name("view".to_owned()).spawn(work).is_ok() {
            let _ = written.recv_timeout(CLOSING);
        }
    }
}
