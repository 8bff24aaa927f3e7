//! Coverage: which actions and branches of a version the test calls of a project pass (spec: testing §3).

mod rows;
mod tree;
mod why;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::actions;
use crate::catalog::CheckCx;
use crate::model::gate::MissingCoverage;
use crate::model::{ActionId, Project, Version, VersionId};

use super::suite::passes::Passes;
use super::suite::{self, CallResult};
pub use rows::CountedRows;
use rows::PassedRows;
use tree::{Never, Tree};
pub use why::Why;

/// Branches that are proven to be impossible: the action and the key of the branch, and why, as a clause, where that is known.
pub type Unreachable = BTreeMap<(ActionId, String), Option<String>>;

/// A branch that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CountedBranch {
    /// The action.
    pub action: ActionId,
    /// The title of the action.
    pub title: String,
    /// The key of the branch.
    pub branch: String,
    /// The label of the branch.
    pub label: String,
    /// How many test calls pass the branch.
    pub test_calls: usize,
}

impl CountedBranch {
    /// The action and the branch: *"Main menu" → No input*.
    #[must_use]
    pub fn words(&self) -> String {
        format!("\"{}\" → {}", self.title, self.label)
    }
}

/// An action that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CountedAction {
    /// The action.
    pub action: ActionId,
    /// The title of the action.
    pub title: String,
    /// How many test calls pass the action.
    pub test_calls: usize,
}

/// A branch that does not count; an action with all its branches where the key is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The action.
    pub action: ActionId,
    /// The title of the action.
    pub title: String,
    /// The key of the branch.
    pub branch: String,
    /// The label of the branch.
    pub label: String,
    /// Why it does not count.
    pub why: Why,
}

impl LeftOut {
    /// The action, the branch and the reason: *"Main menu" → 5 Repairs: it is switched off*.
    #[must_use]
    pub fn words(&self) -> String {
        let branch = if self.branch.is_empty() { String::new() } else { format!(" → {}", self.label) };
        format!("\"{}\"{branch}: {}", self.title, self.why.words())
    }
}

/// What the test calls of a project pass of a version. All lists are in the order of the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The branches that count: those with a link of their own, an end on purpose, or a result.
    pub branches: Vec<CountedBranch>,
    /// The actions that count: those to which something leads.
    pub actions: Vec<CountedAction>,
    /// The rows by which actions decide and that have no branch of their own.
    pub rows: Vec<CountedRows>,
    /// What does not count, and why.
    pub left_out: Vec<LeftOut>,
}

impl Coverage {
    /// Counts what runs pass of a version. A branch of `unreachable` does not count, unless a run passes it all the same.
    #[must_use]
    pub fn of<'a>(
        project: &Project,
        version: &Version,
        runs: impl IntoIterator<Item = &'a Passes>,
        unreachable: &Unreachable,
    ) -> Self {
        let mut passed_actions: BTreeMap<ActionId, usize> = BTreeMap::new();
        let mut passed: BTreeMap<(ActionId, &str), usize> = BTreeMap::new();
        let mut passed_rows = PassedRows::new();
        for run in runs {
            passed_rows.extend(run.rows_of(version.id));
            run.actions_of(version.id).for_each(|action| *passed_actions.entry(action).or_default() += 1);
            run.branches_of(version.id).for_each(|branch| *passed.entry(branch).or_default() += 1);
        }
        let Some(routing) = project.routings.get(&version.info.routing) else { return Self::default() };
        let mut never = Never::new();
        for action in version.flow.actions.values() {
            let of_action = actions::never_taken(&CheckCx { project, routing, version, action });
            never.extend(of_action.into_iter().map(|(branch, why)| ((action.id, branch), Why::Never(why))));
        }
        never.retain(|branch, _| !passed.contains_key(branch));
        let fixed = never.clone();
        for ((action, branch), why) in unreachable {
            let key = (*action, branch.as_str());
            if !passed.contains_key(&key) {
                never.entry(key).or_insert_with(|| Why::Proven(why.clone()));
            }
        }
        let tree = Tree::of(version, routing.tree_type(), &never);
        let without_proof = Tree::of(version, routing.tree_type(), &fixed);
        let mut coverage = Self::default();
        for id in actions::shape(&version.flow, tree.kind).order {
            let Some(action) = version.flow.actions.get(&id) else { continue };
            let title = actions::title(action).to_owned();
            let left_out = |branch: &str, label: &str, why| LeftOut {
                action: id,
                title: title.clone(),
                branch: branch.to_owned(),
                label: label.to_owned(),
                why,
            };
            if !tree.reached.contains(&id) {
                let is_led_to = without_proof.reached.contains(&id);
                let why = if is_led_to { Why::NoCallComes } else { Why::NothingLeads };
                coverage.left_out.push(left_out("", "", why));
                continue;
            }
            let test_calls = passed_actions.get(&id).copied().unwrap_or(0);
            coverage.actions.push(CountedAction { action: id, title: title.clone(), test_calls });
            coverage.rows.extend(rows::of_action(&CheckCx { project, routing, version, action }, &passed_rows));
            let Some(spec) = actions::spec_of(action) else { continue };
            let branches = spec.branches(action, tree.kind);
            for branch in &branches {
                let test_calls = passed.get(&(id, &*branch.key)).copied().unwrap_or(0);
                match tree.why_not(action, &branches, branch) {
                    Some(why) => coverage.left_out.push(left_out(&branch.key, &branch.label, why)),
                    None => coverage.branches.push(CountedBranch {
                        action: id,
                        title: title.clone(),
                        branch: branch.key.to_string(),
                        label: branch.label.clone(),
                        test_calls,
                    }),
                }
            }
            let is_asleep = |key: &&String| branches.iter().all(|branch| branch.key != **key);
            let asleep = action.links.keys().filter(is_asleep);
            coverage.left_out.extend(asleep.map(|key| {
                let label = spec.label_of(action, key).unwrap_or_else(|| key.clone());
                left_out(key, &label, Why::Asleep)
            }));
        }
        coverage
    }

    /// How many of the branches are passed.
    #[must_use]
    pub fn passed_branches(&self) -> usize {
        self.branches.iter().filter(|branch| branch.test_calls > 0).count()
    }

    /// How many of the actions are passed.
    #[must_use]
    pub fn passed_actions(&self) -> usize {
        self.actions.iter().filter(|action| action.test_calls > 0).count()
    }

    /// The branches that no test call passes.
    pub fn missing_branches(&self) -> impl Iterator<Item = &CountedBranch> {
        self.branches.iter().filter(|branch| branch.test_calls == 0)
    }

    /// The actions that no test call passes.
    pub fn missing_actions(&self) -> impl Iterator<Item = &CountedAction> {
        self.actions.iter().filter(|action| action.test_calls == 0)
    }

    /// The share of branches that are passed, in percent, rounded down; 100 where no branch counts.
    #[must_use]
    pub fn percent(&self) -> usize {
        (self.passed_branches() * 100).checked_div(self.branches.len()).unwrap_or(100)
    }

    /// Whether at least so many percent of the branches are passed.
    #[must_use]
    pub fn reaches(&self, percent: u8) -> bool {
        self.passed_branches() * 100 >= usize::from(percent) * self.branches.len()
    }

    /// What is missing to the coverage that the routing of a version demands; none where nothing is.
    #[must_use]
    pub fn shortfall(&self, project: &Project, version: &Version) -> Option<MissingCoverage> {
        let demanded = project.routings.get(&version.info.routing)?.rules.coverage?;
        let version = version.info.name.clone();
        (!self.reaches(demanded)).then(|| MissingCoverage { version, percent: self.percent(), demanded })
    }

    /// The branches in words: *41 of 44 branches*.
    #[must_use]
    pub fn branches_words(&self) -> String {
        of_words(self.passed_branches(), self.branches.len(), "branch", "branches")
    }

    /// How many of the rows without a branch of their own are passed: *3 of 12 rows*; none where there are none.
    #[must_use]
    pub fn rows_words(&self) -> Option<String> {
        let sum = |of: fn(&CountedRows) -> usize| self.rows.iter().map(of).sum();
        let (passed, all) = (sum(|it| it.passed), sum(|it| it.rows));
        (all > 0).then(|| of_words(passed, all, "row", "rows"))
    }

    /// Branches, actions and rows in words: *41 of 44 branches (93 %), 30 of 30 actions, 3 of 12 rows*.
    #[must_use]
    pub fn words(&self) -> String {
        let actions = of_words(self.passed_actions(), self.actions.len(), "action", "actions");
        let rows = self.rows_words().map(|rows| format!(", {rows}")).unwrap_or_default();
        format!("{} ({} %), {actions}{rows}", self.branches_words(), self.percent())
    }
}

fn of_words(passed: usize, all: usize, one: &str, many: &str) -> String {
    format!("{passed} of {all} {}", if all == 1 { one } else { many })
}

/// The versions whose test calls count for a version: the version itself, and the usual versions of every other routing, since their calls
/// may come through it.
#[must_use]
pub fn played_for(project: &Project, version: &Version) -> Vec<VersionId> {
    let others = project.routings.keys().filter(|routing| **routing != version.info.routing);
    let usual = others.flat_map(|routing| suite::usual_versions(project, *routing)).map(|version| version.id);
    std::iter::once(version.id).chain(usual).collect()
}

/// The results of all test calls that count for a version, where its own ones have been played.
#[must_use]
pub fn with_others(project: &Arc<Project>, version: &Version, own: &[CallResult]) -> Vec<CallResult> {
    let others = played_for(project, version).into_iter().filter(|id| *id != version.id);
    let others = others.flat_map(|id| suite::run_version(project, id, |_| true)).map(|(_, result)| result);
    own.iter().cloned().chain(others).collect()
}

/// What the test calls of a project pass of a version, where its own ones have been played.
#[must_use]
pub fn of_version(
    project: &Arc<Project>,
    version: &Version,
    own: &[CallResult],
    unreachable: &Unreachable,
) -> Coverage {
    let results = with_others(project, version, own);
    Coverage::of(project, version, results.iter().map(|result| &result.passes), unreachable)
}
