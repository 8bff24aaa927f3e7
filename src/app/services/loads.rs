//! Load runs of scenarios, in the background, when somebody asks for them (spec: load §2). What came of the last run of each scenario is kept
//! with the revision of the project that was played: a later change shows beside it, and does not remove it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::load::{Control, Load, WhatIf, run_with};
use crate::model::{Project, Scenario, ScenarioId};

use super::job::{Job, Progress};
use crate::app::command::Way;

/// How often a window that shows the progress is drawn.
const REDRAW: Duration = Duration::from_millis(100);

/// What came of a scenario.
pub struct Played {
    /// Which run it is, counted in the session.
    pub number: u64,
    /// The revision of the project that was played.
    pub revision: u64,
    /// The project that was played.
    pub project: Arc<Project>,
    /// As the scenario says.
    pub load: Arc<Load>,
    /// With what is different, where something is.
    pub what_if: Option<(WhatIf, Arc<Load>)>,
}

impl Played {
    /// What came of it in one of the ways in which it was played.
    #[must_use]
    pub fn in_way(&self, way: Way) -> Option<&Arc<Load>> {
        match way {
            Way::Planned => Some(&self.load),
            Way::WhatIf => self.what_if.as_ref().map(|(_, load)| load),
        }
    }
}

/// What a run is about, and how far it is.
struct Running {
    scenario: ScenarioId,
    revision: u64,
    project: Arc<Project>,
    job: Job<Result<Found, String>>,
    control: Control,
    total: u32,
}

/// What the background job returns.
struct Found {
    load: Arc<Load>,
    what_if: Option<(WhatIf, Arc<Load>)>,
}

/// A load run on the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnCanvas {
    /// The scenario whose last run is shown.
    pub scenario: ScenarioId,
    /// The half hour that is shown; none for all of them.
    pub half: Option<u32>,
}

/// The load runs of the project.
#[derive(Default)]
pub struct Loads {
    played: BTreeMap<ScenarioId, Played>,
    refused: BTreeMap<ScenarioId, (u64, String)>,
    running: Option<Running>,
    /// How many runs came to an end.
    count: u64,
    /// What is shown on the canvas.
    pub on_canvas: Option<OnCanvas>,
}

impl Loads {
    /// What came of the last run of a scenario.
    #[must_use]
    pub fn of(&self, scenario: ScenarioId) -> Option<&Played> {
        self.played.get(&scenario)
    }

    /// Why a scenario could not be played in a revision.
    #[must_use]
    pub fn refusal(&self, scenario: ScenarioId, revision: u64) -> Option<&str> {
        self.refused.get(&scenario).filter(|(of, _)| *of == revision).map(|(_, why)| why.as_str())
    }

    /// How many replications of a scenario were played of how many, while it is played.
    #[must_use]
    pub fn progress(&self, scenario: ScenarioId) -> Option<(u32, u32)> {
        let running = self.running.as_ref().filter(|running| running.scenario == scenario)?;
        Some((running.control.played(), running.total))
    }

    /// Whether a scenario is being played.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.running.is_some()
    }

    /// Stops the run. The replications that were played are shown.
    pub fn stop(&self) {
        if let Some(running) = &self.running {
            running.control.stop();
        }
    }

    /// Begins to play a scenario, and the same with what is different. A run under way is stopped and forgotten. Where the machine cannot start
    /// a thread, that is shown as the reason.
    pub fn start(
        &mut self,
        project: &Arc<Project>,
        revision: u64,
        scenario: &Arc<Scenario>,
        what_if: &WhatIf,
        ctx: &egui::Context,
    ) {
        self.stop();
        let known =
            self.played.get(&scenario.id).filter(|played| played.revision == revision && !played.load.is_partial);
        let known = known.map(|played| played.load.clone());
        let control = Control::default();
        let runs = u32::from(known.is_none()) + u32::from(what_if.is_any());
        let total = scenario.replications.saturating_mul(runs.max(1));
        let (snapshot, of, different, watched) = (project.clone(), scenario.clone(), what_if.clone(), control.clone());
        let job = Job::start("load run", ctx, move || play(&snapshot, &of, different, known, &watched));
        let id = scenario.id;
        self.refused.remove(&id);
        if job.is_none() {
            self.refused.insert(id, (revision, "The machine cannot start another thread. Try again.".to_owned()));
        }
        self.running = job.map(|job| Running { scenario: id, revision, project: project.clone(), job, control, total });
    }

    /// Takes the result of the background job.
    pub fn update(&mut self, ctx: &egui::Context) {
        let Some(running) = &self.running else { return };
        let found = match running.job.look() {
            Progress::UnderWay => return ctx.request_repaint_after(REDRAW),
            Progress::Done(found) => found,
            Progress::Failed => Err("The run failed. Change the scenario, and try again.".to_owned()),
        };
        let Some(Running { scenario, revision, project, .. }) = self.running.take() else { return };
        match found {
            Ok(Found { load, what_if }) => {
                self.count += 1;
                self.played.insert(scenario, Played { number: self.count, revision, project, load, what_if });
            }
            Err(why) => _ = self.refused.insert(scenario, (revision, why)),
        }
    }
}

/// Plays a scenario unless its result is known, and plays it with what is different.
fn play(
    project: &Project,
    scenario: &Scenario,
    what_if: WhatIf,
    known: Option<Arc<Load>>,
    control: &Control,
) -> Result<Found, String> {
    let load = match known {
        Some(known) => known,
        None => Arc::new(run_with(project, scenario, None, control)?),
    };
    let different = if what_if.is_any() && !control.is_stopped() {
        let changed = what_if.over(project, scenario);
        let load = run_with(project, &changed, what_if.version, control)?;
        Some((what_if, Arc::new(load)))
    } else {
        None
    };
    Ok(Found { load, what_if: different })
}
