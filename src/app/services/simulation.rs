//! The runs of the simulation pane, with the caller and the world of the next one, and the breakpoints.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::model::{
    ActionRef, Caller, CallerId, Channel, EntryPointId, IncomingEmail, Project, VersionId, World, WorldId,
};
use crate::sim::breakpoints::{Breakpoints, TreeBreakpoints};
use crate::sim::own_scene::OwnScene;
use crate::sim::scene::{NO_ENTRY_POINT, entry_points_of};
use crate::sim::{CallState, Run, Scene, SceneRequest, What};

use super::in_time::{InTime, Next};
use super::open_runs::{OpenRuns, Origin, Parting};

/// The runs of calls.
#[derive(Default)]
pub struct Simulation {
    /// The open runs; one of them is shown.
    pub runs: OpenRuns,
    /// The actions and branches at which runs stop.
    pub breakpoints: Breakpoints,
    /// The variables that are kept on top of the list, by path.
    pub pinned: BTreeSet<String>,
    /// The caller; none means an unknown caller.
    pub caller: Option<CallerId>,
    /// The world; none means a world without problems.
    pub world: Option<WorldId>,
    /// The entry point; none means the first one that leads to the version.
    pub entry_point: Option<EntryPointId>,
    /// When the call begins, where that is not what the world says.
    pub start: Option<DateTime<Utc>>,
    /// What is different from the caller and the world.
    pub own: OwnScene,
    /// The random seed.
    pub seed: u64,
    /// The email that comes in, if the user wrote one instead of the caller's own.
    pub letter: Option<IncomingEmail>,
    /// The version for which caller, world and entry point are being chosen, possibly while a run is open.
    pub choosing: Option<VersionId>,
    /// Whether what is being chosen is for another run beside the open ones.
    pub is_beside: bool,
    /// The list shown next to the conversation.
    pub side: Side,
    /// How the run shown is played in time, while it is.
    pub in_time: Option<InTime>,
    /// The run that was announced last, by its number, and how many of its beats.
    pub announced: Option<(u32, usize)>,
}

/// The lists next to the conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// Variables.
    #[default]
    Variables,
    /// Recorded passages.
    Events,
    /// Data that would have been sent to external systems.
    Ledger,
}

/// What has happened to the trees of a run since it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outdated {
    /// A tree that the run went through was edited.
    Edited,
    /// The version under test was deleted.
    Deleted,
}

/// The path of a run through one version, for the canvas.
#[derive(Clone, Debug, Default)]
pub struct PathShown {
    /// The actions passed.
    pub passed: BTreeSet<u32>,
    /// The branches taken.
    pub branches: BTreeSet<(u32, String)>,
    /// The action that the call is in.
    pub current: Option<u32>,
    /// How many steps the run has taken.
    pub steps: usize,
    /// The breakpoints of the version.
    pub breakpoints: TreeBreakpoints,
}

/// How far the run of the simulation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunShown {
    /// The channel.
    pub channel: Channel,
    /// Whether the run is over.
    pub is_over: bool,
    /// Whether the run waits for an answer.
    pub waits: bool,
    /// How many steps the run has taken.
    pub steps: usize,
    /// How many steps were taken back and can be taken forward again.
    pub ahead: usize,
}

impl RunShown {
    /// How far a run is.
    #[must_use]
    pub fn of(run: &Run) -> Self {
        Self {
            channel: run.scene.channel(),
            is_over: run.is_over(),
            waits: run.waits(),
            steps: run.steps_taken(),
            ahead: run.steps_ahead(),
        }
    }
}

impl Simulation {
    /// No run yet; the first caller and the first world of the project are chosen.
    #[must_use]
    pub fn new(project: &Project) -> Self {
        let caller = project.callers.keys().next().copied();
        let world = project.worlds.keys().next().copied();
        Self { caller, world, ..Self::default() }
    }

    /// The run, if there is one.
    #[must_use]
    pub fn run(&self) -> Option<&Run> {
        self.runs.shown().map(|open| &open.run)
    }

    /// Plays the run shown on in time, up to a moment of the window in seconds. When to draw again, in seconds; none where nothing moves.
    pub fn play_in_time(&mut self, now_s: f64) -> Option<f64> {
        let in_time = self.in_time.as_mut()?;
        let next = match self.runs.shown_mut() {
            Some(open) => {
                let steps_before = open.run.steps_taken();
                let next = in_time.play(open.number, &mut open.run, &self.breakpoints, now_s);
                if open.run.steps_taken() > steps_before {
                    open.steps_before = steps_before;
                }
                next
            }
            None => Next::Ends,
        };
        match next {
            Next::After(seconds) => Some(seconds),
            Next::Waits => None,
            Next::Ends => {
                self.in_time = None;
                None
            }
        }
    }

    /// The version that the run was started at.
    #[must_use]
    pub fn version(&self) -> Option<VersionId> {
        self.runs.shown().map(|open| open.version)
    }

    /// The state before the last command.
    #[must_use]
    pub fn before(&self) -> Option<&CallState> {
        self.runs.shown()?.before()
    }

    /// The current action of the run.
    #[must_use]
    pub fn place(&self) -> Option<ActionRef> {
        let run = self.run()?;
        if run.is_over() { None } else { run.state().at }
    }

    /// What has happened to the trees of the run since it began; none where they are as they were.
    #[must_use]
    pub fn outdated(&self, project: &Arc<Project>) -> Option<Outdated> {
        let (id, run) = self.runs.shown().map(|open| (&open.version, &open.run))?;
        if Arc::ptr_eq(project, &run.scene.project) {
            return None;
        }
        if !project.versions.contains_key(id) {
            return Some(Outdated::Deleted);
        }
        let passed = run.beats().iter().filter_map(|beat| Some(beat.place?.version));
        let versions: BTreeSet<VersionId> = passed.chain([*id]).collect();
        let is_as_it_was = |id: &VersionId| match (project.versions.get(id), run.scene.version(*id)) {
            (Some(now), Some(then)) => Arc::ptr_eq(now, then) || now.flow.actions == then.flow.actions,
            _ => false,
        };
        (!versions.iter().all(is_as_it_was)).then_some(Outdated::Edited)
    }

    /// The path through one version.
    #[must_use]
    pub fn path(&self, version: VersionId) -> PathShown {
        let mut path = PathShown { breakpoints: self.breakpoints.of(version), ..PathShown::default() };
        let Some(run) = self.run() else { return path };
        path.steps = run.steps_taken();
        for beat in run.beats() {
            let Some(place) = beat.place.filter(|place| place.version == version) else { continue };
            path.passed.insert(place.action.0);
            if let What::Left { branch, .. } = &beat.what {
                path.branches.insert((place.action.0, branch.clone()));
            }
        }
        path.current = self.place().filter(|place| place.version == version).map(|place| place.action.0);
        path
    }

    /// Shows a given run, which was recorded before, in place of the one shown; at the first breakpoint on its way.
    pub fn show(&mut self, version: VersionId, run: Run) {
        self.seed = run.scene.seed;
        self.entry_point = run.scene.entry_point.as_ref().map(|entry_point| entry_point.id);
        self.letter = None;
        self.choosing = None;
        self.runs.replace(version, run, Origin::Own);
        if let Some(open) = self.runs.shown_mut() {
            open.note_end();
            self.breakpoints.take_back(&mut open.run);
        }
    }

    /// Notes that the run shown has ended. Whether it has, and had not ended with the same answers before.
    pub fn note_end(&mut self) -> bool {
        self.runs.shown_mut().is_some_and(|open| open.run.is_over() && open.note_end())
    }

    /// Where the run shown parts from the one that it came from.
    #[must_use]
    pub fn parting(&self) -> Option<Parting> {
        self.runs.parting()
    }

    /// The caller as stored in the project, else an unknown one.
    fn stored_caller(&self, project: &Project) -> Caller {
        self.own.caller(self.caller.and_then(|id| project.callers.get(&id)).map(|it| &**it))
    }

    /// The chosen entry point, if it leads to the version; none means the first one that does.
    #[must_use]
    pub fn entry_point_for(&self, project: &Project, version: VersionId) -> Option<EntryPointId> {
        let leads = |id: &EntryPointId| {
            let version = project.versions.get(&version);
            *id == NO_ENTRY_POINT
                || version.is_some_and(|version| entry_points_of(project, version).any(|it| it.id == *id))
        };
        self.entry_point.filter(leads)
    }

    /// The email that comes in: the written one, else the caller's, addressed to the entry point.
    #[must_use]
    pub fn letter_for(&self, project: &Project, version: VersionId) -> IncomingEmail {
        if let Some(letter) = &self.letter {
            return letter.clone();
        }
        let caller = self.stored_caller(project);
        let from = Some(caller.number).filter(|number| number.contains('@')).unwrap_or_default();
        let mut email = caller.email.unwrap_or_default();
        if email.to.is_empty() {
            let chosen = self.entry_point_for(project, version);
            let first = || entry_points_of(project, project.versions.get(&version)?).next();
            let entry_point = chosen.map_or_else(first, |id| project.entry_points.get(&id));
            email.to.extend(entry_point.map(|it| it.address.clone()));
        }
        IncomingEmail { from, name: caller.display_name, email }
    }

    /// The caller with the written email.
    #[must_use]
    pub fn writer(&self, project: &Project, letter: IncomingEmail) -> Caller {
        letter.by(self.stored_caller(project))
    }

    pub(super) fn scene(&self, project: &Arc<Project>, version: VersionId) -> Result<Arc<Scene>, String> {
        let letter = self.letter.clone().filter(|_| project.channel_of(version) == Channel::Email);
        let caller = letter.map_or_else(|| self.stored_caller(project), |letter| self.writer(project, letter));
        let world = self.world_for(project);
        let entry_point = self.entry_point_for(project, version);
        let request = SceneRequest { version, entry_point, caller, world, seed: self.seed };
        let mut scene = Scene::new(project.clone(), request)?;
        if let Some(start) = self.start {
            scene.begin_at(start);
        }
        Ok(Arc::new(scene))
    }

    /// The world of the next run: the chosen one, with what is different.
    #[must_use]
    pub fn world_for(&self, project: &Project) -> World {
        self.own.world(project, self.stored_world(project))
    }

    /// When the next run begins; none where neither the user nor the world says.
    #[must_use]
    pub fn start_for(&self, project: &Project) -> Option<NaiveDateTime> {
        self.own.start_in(self.stored_world(project))
    }

    /// The chosen world, as stored in the project.
    fn stored_world<'p>(&self, project: &'p Project) -> Option<&'p World> {
        self.world.and_then(|id| project.worlds.get(&id)).map(|it| &**it)
    }

    /// Whether a run can start: an email needs a text, a call or a chat does not.
    pub(super) fn has_something_to_say(&self, project: &Project, version: VersionId) -> bool {
        project.channel_of(version) != Channel::Email
            || self.letter.is_some()
            || self.stored_caller(project).email.is_some()
    }
}
