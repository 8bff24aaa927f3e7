//! Branches that exploring every path has proved to be impossible, and the coverage that a routing demands without them (spec: testing §3).

use std::sync::Arc;

use chrono::NaiveDate;

use crate::actions;
use crate::model::gate::MissingCoverage;
use crate::model::{Project, Version, VersionId};

use super::super::coverage::{self, Coverage, Unreachable};
use super::super::suite::{self, CallResult};
use super::rules::MOST_STATES;
use super::{Proof, Request, explore};

impl Proof {
    /// The branches that count and that no call can take, where that is proven without anything that is assumed.
    ///
    /// # Errors
    /// Why nothing is proven, as a clause: *it is assumed that …*.
    pub fn unreachable(&self, project: &Project) -> Result<Unreachable, String> {
        if let Some(limit) = &self.limit {
            return Err(format!("the search stopped: {limit}"));
        }
        if let Some((clause, _)) = self.assumed.first() {
            return Err(format!("it is assumed that {clause}"));
        }
        if !self.is_exact() {
            return Err("a call can go round for ever".to_owned());
        }
        // The search begins at entry points. A call that comes from another tree may bring other values of variables.
        if is_entered_from_elsewhere(project, self.version) {
            return Err("another smart routing can lead to this one".to_owned());
        }
        let proven = self.not_taken.iter();
        Ok(proven.map(|it| ((it.branch.action, it.branch.branch.clone()), it.why.clone())).collect())
    }
}

/// Whether an action of a version, or a variable that it reads, may hand a call over to the routing of another version.
fn is_entered_from_elsewhere(project: &Project, version: VersionId) -> bool {
    let Some(routing) = project.versions.get(&version).map(|it| it.info.routing) else { return false };
    let all = project.versions.values().flat_map(|it| it.flow.actions.values());
    all.into_iter().any(|action| actions::may_lead_to(project, action, routing))
}

/// The branches of a version that no call can take, by a search of its own.
///
/// # Errors
/// Why nothing is proven, as a clause.
pub fn unreachable(project: &Arc<Project>, request: &Request) -> Result<Unreachable, String> {
    explore(project, request)?.unreachable(project)
}

/// What is missing to the coverage that the routing of a version demands. Nothing is played where it demands none. Only where something is
/// missing, branches that no call can take are left out: those of `known`, which is the proof of the same state of the project, where there
/// is one; else those that a search within a small limit finds.
#[must_use]
pub fn shortfall(
    project: &Arc<Project>,
    version: &Version,
    from: NaiveDate,
    known: Option<&Proof>,
) -> Option<MissingCoverage> {
    project.routings.get(&version.info.routing)?.rules.coverage?;
    let own: Vec<CallResult> =
        suite::run_version(project, version.id, |_| true).into_iter().map(|(_, result)| result).collect();
    let results = coverage::with_others(project, version, &own);
    let counted = |unreachable: &Unreachable| {
        let passes = results.iter().map(|result| &result.passes);
        Coverage::of(project, version, passes, unreachable).shortfall(project, version)
    };
    counted(&Unreachable::new())?;
    let unreachable = match known {
        Some(proof) => proof.unreachable(project),
        None => unreachable(project, &Request { most_states: MOST_STATES, ..Request::of(version.id, from) }),
    };
    counted(&unreachable.unwrap_or_default())
}
