//! Breakpoints: actions and branches at which a run that goes on comes to rest (spec: testing §2). They are part of how a project is viewed,
//! not of the project.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::model::{ActionId, ActionRef, VersionId};

use super::run::Run;
use super::trace::What;

/// The breakpoints of a version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TreeBreakpoints {
    /// Actions; a run comes to rest before the action runs.
    pub actions: BTreeSet<ActionId>,
    /// Branches, by the action and the key; a run comes to rest after the action was left by the branch.
    pub branches: BTreeSet<(ActionId, String)>,
}

/// The breakpoints of a project, by version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breakpoints(BTreeMap<VersionId, TreeBreakpoints>);

/// The breakpoint at which a run is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// Before an action.
    Before(ActionRef),
    /// After a branch of an action: its label.
    After(ActionRef, String),
}

impl Breakpoints {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The breakpoints of a version.
    #[must_use]
    pub fn of(&self, version: VersionId) -> TreeBreakpoints {
        self.0.get(&version).cloned().unwrap_or_default()
    }

    /// Those of the versions and actions for which `exists` holds.
    #[must_use]
    pub fn retained(&self, exists: impl Fn(ActionRef) -> bool) -> Self {
        let of_version = |(version, own): (&VersionId, &TreeBreakpoints)| {
            let is_here = |action: ActionId| exists(ActionRef { version: *version, action });
            let actions: BTreeSet<ActionId> = own.actions.iter().copied().filter(|action| is_here(*action)).collect();
            let branches = own.branches.iter().filter(|(action, _)| is_here(*action)).cloned().collect();
            let own = TreeBreakpoints { actions, branches };
            (own != TreeBreakpoints::default()).then_some((*version, own))
        };
        Self(self.0.iter().filter_map(of_version).collect())
    }

    /// Sets or removes the breakpoint of an action, or of one of its branches.
    pub fn toggle(&mut self, action: ActionRef, branch: Option<&str>) {
        let own = self.0.entry(action.version).or_default();
        match branch {
            None => {
                if !own.actions.remove(&action.action) {
                    own.actions.insert(action.action);
                }
            }
            Some(branch) => {
                let place = (action.action, branch.to_owned());
                if !own.branches.remove(&place) {
                    own.branches.insert(place);
                }
            }
        }
        self.0.retain(|_, own| *own != TreeBreakpoints::default());
    }

    /// Whether an action has a breakpoint of its own.
    #[must_use]
    pub fn has(&self, action: ActionRef) -> bool {
        self.0.get(&action.version).is_some_and(|own| own.actions.contains(&action.action))
    }

    /// Whether a branch has a breakpoint.
    fn has_branch(&self, action: ActionRef, branch: &str) -> bool {
        let own = self.0.get(&action.version);
        own.is_some_and(|own| own.branches.iter().any(|(of, key)| *of == action.action && key == branch))
    }

    /// The breakpoint at which a run is; none where there is none here. A branch is meant by its own key, and by that of the branch whose
    /// link is followed instead of its own.
    #[must_use]
    pub fn stop(&self, run: &Run) -> Option<Stopped> {
        if self.is_empty() {
            return None;
        }
        if let Some(at) = run.state().at.filter(|at| self.has(*at) && run.is_before(*at)) {
            return Some(Stopped::Before(at));
        }
        run.last_beats().iter().find_map(|beat| {
            let What::Left { branch, taken, label, .. } = &beat.what else { return None };
            let place = beat.place?;
            let is_it = self.has_branch(place, branch) || self.has_branch(place, taken);
            is_it.then(|| Stopped::After(place, label.clone()))
        })
    }

    /// Takes a run back to the first breakpoint that it went through; the later steps are kept.
    pub fn take_back(&self, run: &mut Run) {
        let taken = run.steps_taken();
        for steps in 1..taken {
            run.go_to(steps);
            if self.stop(run).is_some() {
                return;
            }
        }
        run.go_to(taken);
    }
}
