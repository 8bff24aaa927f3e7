//! What a run passes: the actions that were left, the branches whose link was followed or that ended the flow, and the rows of tables and
//! calendars by which an action has decided (spec: testing §3).

use std::collections::BTreeSet;

use crate::catalog::Effect;
use crate::catalog::branch::IF_SOMETHING_FAILS;
use crate::model::{ActionId, ActionRef, ResourceId, VersionId};

use super::super::run::Run;
use super::super::scene::Scene;
use super::super::trace::{Beat, What};

/// The branches that are passed where an action is left: a branch that falls back on Start also passes *If something fails*.
pub(in super::super) fn branches_of(scene: &Scene, beat: &Beat) -> impl Iterator<Item = (ActionRef, String)> {
    let (own, start) = match (beat.place, &beat.what) {
        (Some(at), What::Left { branch, by_start, .. }) => {
            let start = scene.version(at.version).filter(|_| *by_start).and_then(|version| version.flow.start());
            let start = start.map(|start| ActionRef { version: at.version, action: start.id });
            (Some((at, branch.clone())), start.map(|start| (start, IF_SOMETHING_FAILS.key.to_owned())))
        }
        _ => (None, None),
    };
    own.into_iter().chain(start)
}

/// What a run passes, in each version that it comes through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passes {
    actions: BTreeSet<ActionRef>,
    branches: BTreeSet<(ActionRef, String)>,
    rows: BTreeSet<(ActionRef, ResourceId, Vec<String>)>,
}

impl Passes {
    /// Reads off a run what it passes. A branch that falls back on another one is a passage of that other one. An action from which another
    /// routing still runs is not passed yet.
    #[must_use]
    pub fn of(run: &Run) -> Self {
        let mut passes = Self::default();
        for beat in run.beats() {
            let Some(at) = beat.place else { continue };
            match &beat.what {
                What::Left { .. } => {
                    passes.actions.insert(at);
                    passes.branches.extend(branches_of(&run.scene, beat));
                }
                What::Jumped(_) | What::CameBack(_) | What::Stopped(_) => {
                    passes.actions.insert(at);
                }
                What::Effect(Effect::Decided { by, row }) => drop(passes.rows.insert((at, *by, row.clone()))),
                What::Began(_)
                | What::Effect(_)
                | What::Set(..)
                | What::SetVariable(_)
                | What::Called(_)
                | What::Returned(_)
                | What::Ended(..)
                | What::EndRoutingOver(_) => {}
            }
        }
        passes
    }

    /// The actions of a version that are passed.
    pub fn actions_of(&self, version: VersionId) -> impl Iterator<Item = ActionId> {
        self.actions.iter().filter(move |at| at.version == version).map(|at| at.action)
    }

    /// The branches of a version that are passed: the action, and the key of the branch.
    pub fn branches_of(&self, version: VersionId) -> impl Iterator<Item = (ActionId, &str)> {
        let of_version = self.branches.iter().filter(move |(at, _)| at.version == version);
        of_version.map(|(at, branch)| (at.action, branch.as_str()))
    }

    /// The rows without a branch of their own by which an action of a version has decided: the action, the table or calendar, and the keys.
    pub fn rows_of(&self, version: VersionId) -> impl Iterator<Item = (ActionId, ResourceId, &[String])> {
        let of_version = self.rows.iter().filter(move |(at, ..)| at.version == version);
        of_version.map(|(at, of, row)| (at.action, *of, row.as_slice()))
    }
}
