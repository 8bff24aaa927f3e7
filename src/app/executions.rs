//! The test executions of the open project: which are kept, which is looked at, and its replay (spec: domain §5). They are read and
//! written beside the window.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::catalog::text::mask_cards;
use crate::digest::digest;
use crate::model::{Execution, VersionId};
use crate::sim::report::prose;
use crate::sim::{Scene, execution};
use crate::storage::executions as kept_files;

use super::beside::{Job, Progress};
use super::command::BottomPanel;
use super::state::State;

/// The *History* of a version, while it is shown in the place of its tree.
#[derive(Clone, Debug, Default)]
pub struct HistoryShown {
    /// The execution that is looked at, by its time.
    pub chosen: Option<DateTime<Utc>>,
    /// Its replay.
    pub replay: Option<Replay>,
    /// The digest of the version, and the revision of the document that it was made of.
    digest: Option<(u64, String)>,
}

/// How a replay went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replay {
    /// The revision of the document that it went over.
    pub revision: u64,
    /// The first line of the stored trace that is another one now.
    pub differs_at: Option<usize>,
    /// Why it went no further, where an answer does not fit any more.
    pub stale: Option<String>,
}

/// What is found beside the window: all that are kept, and what went wrong.
type Found = (kept_files::Executions, Option<String>);

/// The executions of the open project.
#[derive(Default)]
pub struct Executions {
    /// Where they are kept; without a folder, until the window closes.
    pub folder: Option<PathBuf>,
    /// The versions whose history is shown instead of their tree.
    pub shown: BTreeMap<VersionId, HistoryShown>,
    uid: String,
    all: kept_files::Executions,
    job: Option<Job<Found>>,
    unkept: Vec<(VersionId, Execution)>,
    /// The scene of the run that was kept last, and the answers by which it ended so far: a run may be taken back and end again.
    noted: Option<(Arc<Scene>, BTreeSet<Vec<String>>)>,
}

impl Executions {
    /// Those of a version, newest first.
    #[must_use]
    pub fn of(&self, version: VersionId) -> &[Execution] {
        self.all.get(&version).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether something is read or written.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.job.is_some() || !self.unkept.is_empty()
    }

    /// Shows trees again: another project was opened. Whose executions are listed, `update` sees by itself.
    pub fn forget(&mut self) {
        self.shown.clear();
        self.noted = None;
    }

    /// Takes what was read, and begins to read or to write. What went wrong, as a sentence, if something did.
    pub fn update(&mut self, uid: &str, ctx: &egui::Context) -> Option<String> {
        let mut trouble = None;
        if self.uid != uid {
            let unkept = std::mem::take(&mut self.unkept);
            if !unkept.is_empty() {
                // Those of the former project are still written; nobody waits for that.
                self.start(ctx, unkept);
            }
            let folder = self.folder.take();
            *self = Self { folder, uid: uid.to_owned(), ..Self::default() };
            self.start(ctx, Vec::new());
        }
        match self.job.as_ref().map(Job::look) {
            Some(Progress::Done((all, why))) => {
                self.all = all;
                for (version, execution) in &self.unkept {
                    kept_files::insert(&mut self.all, *version, execution.clone());
                }
                (self.job, trouble) = (None, why);
            }
            Some(Progress::Failed) => self.job = None,
            Some(Progress::UnderWay) | None => {}
        }
        if self.job.is_none() && !self.unkept.is_empty() {
            let unkept = std::mem::take(&mut self.unkept);
            self.start(ctx, unkept);
        }
        trouble
    }

    /// Reads those of the project, or keeps some more.
    fn start(&mut self, ctx: &egui::Context, unkept: Vec<(VersionId, Execution)>) {
        // A project without a uid was written by hand; others may have none either.
        let Some(folder) = self.folder.clone().filter(|_| !self.uid.is_empty()) else { return };
        let (uid, mut all) = (self.uid.clone(), self.all.clone());
        let work = move || {
            let mut trouble = None;
            if unkept.is_empty() {
                all = kept_files::load(&folder, &uid);
            }
            for (version, execution) in unkept {
                match kept_files::keep(&folder, &uid, version, execution) {
                    Ok(kept) => all = kept,
                    Err(why) => {
                        trouble = Some(format!("This test execution is kept until you close the window: {why}"));
                    }
                }
            }
            (all, trouble)
        };
        if let Some(job) = Job::start("executions", ctx, work) {
            self.job = Some(job);
        }
    }

    /// The digest of a version as it is now.
    pub fn digest_now(&mut self, version: &crate::model::Version, revision: u64) -> String {
        let shown = self.shown.entry(version.id).or_default();
        match &shown.digest {
            Some((of, digest)) if *of == revision => digest.clone(),
            _ => shown.digest.insert((revision, digest(version))).1.clone(),
        }
    }
}

/// Keeps the run that the simulation shows, if it has ended, went through a version in test and is not kept yet.
pub fn note(state: &mut State) {
    let now = (state.now)();
    let Some((version, run)) = state.simulation.version().zip(state.simulation.run()) else { return };
    if !run.is_over() || !run.scene.version.info.in_test {
        return;
    }
    let executions = &mut state.executions;
    let is_same_run = executions.noted.as_ref().is_some_and(|(scene, _)| Arc::ptr_eq(scene, &run.scene));
    if !is_same_run {
        executions.noted = Some((run.scene.clone(), BTreeSet::new()));
    }
    let is_new = executions.noted.as_mut().is_some_and(|(_, answers)| answers.insert(run.answers().to_vec()));
    if is_new {
        // They are told apart by their time.
        let mut at = now;
        while executions.of(version).iter().any(|other| other.at == at) {
            at += TimeDelta::milliseconds(1);
        }
        let execution = execution::record(run, at, digest(&run.scene.version));
        kept_files::insert(&mut executions.all, version, execution.clone());
        if executions.folder.is_some() {
            executions.unkept.push((version, execution));
        }
    }
}

/// Looks at an execution. Where the version is as it was, it is replayed at once.
pub fn open(state: &mut State, version: VersionId, at: DateTime<Utc>) {
    let revision = state.document.revision();
    let project = state.project().clone();
    let (Some(found), Some(execution)) = (project.versions.get(&version), find(state, version, at)) else { return };
    let is_as_it_was = state.executions.digest_now(found, revision) == execution.digest;
    let shown = state.executions.shown.entry(version).or_default();
    (shown.chosen, shown.replay) = (Some(at), None);
    if is_as_it_was {
        replay(state, version, at);
    }
}

/// Replays an execution over the version as it is now, in the simulation pane.
pub fn replay(state: &mut State, version: VersionId, at: DateTime<Utc>) {
    let revision = state.document.revision();
    let Some(execution) = find(state, version, at) else { return };
    let (run, why_stopped) = match execution::replay(&execution, state.project().clone(), version) {
        Ok(replayed) => replayed,
        Err(why) => return state.notices.say(why),
    };
    let differs_at = first_difference(&execution.trace, &mask_cards(&prose(&run)));
    let shown = state.executions.shown.entry(version).or_default();
    shown.replay = Some(Replay { revision, differs_at, stale: why_stopped });
    // It was kept when it was tried; how a replay goes on by other answers is another execution.
    state.executions.noted = Some((run.scene.clone(), BTreeSet::from([run.answers().to_vec()])));
    // What is chosen for the next call is what this one was made of, where the project still has it.
    let project = state.project().clone();
    let caller = project.callers.values().find(|caller| caller.name == execution.caller.name);
    let world = project.worlds.values().find(|world| world.name == execution.world.name);
    state.simulation.caller = caller.map(|caller| caller.id);
    state.simulation.world = world.map(|world| world.id);
    state.simulation.show(version, run);
    state.panels.bottom = true;
    state.panels.bottom_panel = BottomPanel::Simulation;
}

fn find(state: &State, version: VersionId, at: DateTime<Utc>) -> Option<Execution> {
    state.executions.of(version).iter().find(|execution| execution.at == at).cloned()
}

fn first_difference(then: &str, now: &str) -> Option<usize> {
    let mut now = now.lines();
    let place = then.lines().position(|line| now.next() != Some(line));
    place.or_else(|| now.next().map(|_| then.lines().count()))
}
