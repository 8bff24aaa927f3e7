//! The run that the simulation pane shows, and who calls into which world.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::walk::Place;
use crate::model::{Caller, CallerId, Project, VersionId, World, WorldId};
use crate::sim::{CallState, Run, Scene, SceneRequest, What};

use super::command::SimCommand;

/// The run of a call.
#[derive(Default)]
pub struct Simulation {
    /// The run, and the version that it was started at.
    run: Option<(VersionId, Run)>,
    /// Who calls; none means an unknown caller.
    pub caller: Option<CallerId>,
    /// The world; none means that all is well.
    pub world: Option<WorldId>,
    /// The seed of chance.
    pub seed: u64,
    /// The number of steps when the canvas last followed the call.
    pub shown_steps: usize,
    /// The number of steps before the last command: what changed since then is marked.
    pub steps_before: usize,
    /// Which of the lists beside the conversation is shown.
    pub side: Side,
}

/// The lists beside the conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// Variables.
    #[default]
    Variables,
    /// Recorded passages.
    Events,
    /// What would have gone to outside systems.
    Ledger,
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
}

impl Simulation {
    /// The run, if there is one.
    #[must_use]
    pub fn run(&self) -> Option<&Run> {
        self.run.as_ref().map(|(_, run)| run)
    }

    /// The version that the run was started at.
    #[must_use]
    pub fn version(&self) -> Option<VersionId> {
        self.run.as_ref().map(|(version, _)| *version)
    }

    /// The state before the last command.
    #[must_use]
    pub fn before(&self) -> Option<&CallState> {
        self.run()?.state_after(self.steps_before)
    }

    /// Where the call stands.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        let run = self.run()?;
        if run.is_over() { None } else { run.state().at }
    }

    /// Whether the tree was edited since the run began.
    #[must_use]
    pub fn is_outdated(&self, project: &Arc<Project>) -> bool {
        let Some((id, run)) = &self.run else { return false };
        match (project.versions.get(id), run.scene.version(*id)) {
            (Some(now), Some(then)) => now.flow.actions != then.flow.actions,
            _ => true,
        }
    }

    /// The path through one version.
    #[must_use]
    pub fn path(&self, version: VersionId) -> PathShown {
        let mut path = PathShown::default();
        let Some(run) = self.run() else { return path };
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

    /// Shows a run that was made elsewhere.
    pub fn show(&mut self, version: VersionId, run: Run) {
        self.steps_before = 0;
        self.seed = run.scene.seed;
        self.run = Some((version, run));
    }

    /// Puts the run away: another project was opened.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    fn scene(&self, project: &Arc<Project>, version: VersionId) -> Result<Arc<Scene>, String> {
        let caller =
            self.caller.and_then(|id| project.callers.get(&id)).map_or_else(Caller::default, |it| (**it).clone());
        let world = self.world.and_then(|id| project.worlds.get(&id)).map_or_else(World::default, |it| (**it).clone());
        let request = SceneRequest { version, entry_point: None, caller, world, seed: self.seed };
        Scene::new(project.clone(), request).map(Arc::new)
    }

    /// Acts on a command.
    ///
    /// # Errors
    /// A sentence for the user.
    pub fn act(&mut self, command: SimCommand, project: &Arc<Project>) -> Result<(), String> {
        match command {
            SimCommand::Start(version) => {
                let mut run = Run::new(self.scene(project, version)?);
                run.to_next_question();
                self.steps_before = 0;
                self.run = Some((version, run));
            }
            SimCommand::Restart => {
                if let Some(version) = self.version() {
                    let run = Run::new(self.scene(project, version)?);
                    self.steps_before = 0;
                    self.run = Some((version, run));
                }
            }
            SimCommand::Replay => {
                if let Some((version, old)) = self.run.take() {
                    let (run, stale) = old.replayed(self.scene(project, version)?);
                    self.steps_before = run.steps_taken().saturating_sub(1);
                    self.run = Some((version, run));
                    stale.map_or(Ok(()), Err)?;
                }
            }
            SimCommand::SetCaller(caller) => {
                self.caller = caller;
                return self.act(SimCommand::Restart, project);
            }
            SimCommand::SetWorld(world) => {
                self.world = world;
                return self.act(SimCommand::Restart, project);
            }
            SimCommand::SetSeed(seed) => {
                self.seed = seed;
                return self.act(SimCommand::Restart, project);
            }
            SimCommand::Stop => self.run = None,
            other => return self.drive(other),
        }
        Ok(())
    }

    fn drive(&mut self, command: SimCommand) -> Result<(), String> {
        let Some((_, run)) = &mut self.run else { return Ok(()) };
        self.steps_before = run.steps_taken();
        match command {
            SimCommand::Step if !run.step() && run.waits() => {
                return Err("The call waits for an answer. Choose one.".to_owned());
            }
            SimCommand::Answer(answer) => {
                run.answer(&answer)?;
                // What follows at once is shown at once: the next question, or the end.
                run.to_next_question();
            }
            SimCommand::ToNextQuestion => run.to_next_question(),
            SimCommand::ToEnd => run.to_end(),
            SimCommand::Back => {
                run.back();
                self.steps_before = run.steps_taken().saturating_sub(1);
            }
            _ => {}
        }
        Ok(())
    }
}
