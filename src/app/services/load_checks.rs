//! What is asked of a scenario beside playing it: how many people are needed, and who gets how many contacts (spec: load §4, §5). Both are
//! worked out in the background when somebody asks, and belong to a revision of the project.

use std::sync::Arc;
use std::time::Duration;

use crate::load::Control;
use crate::load::audit::{Asked, Audit, audit};
use crate::load::staffing::{Staffing, staffing};
use crate::model::{Project, ResourceId, Scenario, ScenarioId};

use super::latest::Latest;

/// How often a window that shows that work is under way is drawn.
const REDRAW: Duration = Duration::from_millis(250);
/// How many contacts an audit has.
pub const AUDITED: u32 = 3_000;

/// What is asked of a scenario.
#[derive(Default)]
pub struct LoadChecks {
    staffing: Latest<(u64, ScenarioId), Result<Staffing, String>>,
    control: Control,
    audit: Latest<(u64, ScenarioId, ResourceId), Result<Audit, String>>,
}

impl LoadChecks {
    /// How many people a scenario needs; none while that is not known.
    #[must_use]
    pub fn staffing(&self, revision: u64, scenario: ScenarioId) -> Option<&Arc<Result<Staffing, String>>> {
        self.staffing.of((revision, scenario))
    }

    /// Whether it is being worked out how many people a scenario needs.
    #[must_use]
    pub fn is_staffing(&self, scenario: ScenarioId) -> bool {
        self.staffing.running().is_some_and(|(_, of)| of == scenario)
    }

    /// Who gets how many; none while that is not known.
    #[must_use]
    pub fn audit(&self, revision: u64, scenario: ScenarioId, of: ResourceId) -> Option<&Arc<Result<Audit, String>>> {
        self.audit.of((revision, scenario, of))
    }

    /// Whether anything is being worked out.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.staffing.running().is_some() || self.audit.running().is_some()
    }

    /// Begins to work out how many people a scenario needs.
    pub fn find_staff(&mut self, project: &Arc<Project>, revision: u64, scenario: &Arc<Scenario>, ctx: &egui::Context) {
        self.control.stop();
        self.control = Control::default();
        let (project, of, control) = (project.clone(), scenario.clone(), self.control.clone());
        let work = move || Some(staffing(&project, &of, None, &control));
        self.staffing.start("staffing", (revision, scenario.id), ctx, work);
    }

    /// Begins to work out who gets how many by a policy, a rule, a queue, a team or a group.
    pub fn find_shares(
        &mut self,
        project: &Arc<Project>,
        revision: u64,
        (scenario, of): (ScenarioId, ResourceId),
        ctx: &egui::Context,
    ) {
        let snapshot = project.clone();
        let work = move || {
            let scenario = snapshot.scenarios.get(&scenario);
            let (returning, absence) = scenario.map_or((0, 0), |it| (it.customers.returning, it.absence));
            let asked = Asked { of, contacts: AUDITED, channel: None, returning, absence, scenario: None, seed: 1 };
            Some(audit(&snapshot, &asked))
        };
        self.audit.start("fair shares", (revision, scenario, of), ctx, work);
    }

    /// Takes the results of the background jobs.
    pub fn update(&mut self, ctx: &egui::Context) {
        let are_over = [self.staffing.take(), self.audit.take()];
        if are_over.contains(&false) {
            ctx.request_repaint_after(REDRAW);
        }
    }
}
