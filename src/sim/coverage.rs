//! Coverage: which actions and branches of a version the test calls of a project pass (spec: testing §3).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use crate::actions;
use crate::catalog::branch::IF_SOMETHING_FAILS;
use crate::catalog::lead::{self, By, Lead};
use crate::catalog::{Branch, CheckCx};
use crate::model::gate::MissingCoverage;
use crate::model::{Action, ActionId, Flow, Link, Project, TreeType, Version, VersionId};

use super::suite::passes::Passes;
use super::suite::{self, CallResult};

/// Branches that are proven to be impossible: the action, and the key of the branch.
pub type Unreachable = BTreeSet<(ActionId, String)>;

/// Why a branch, or an action with all its branches, does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The parameters switch the branch off; its link is inactive.
    Asleep,
    /// Another branch is followed instead, by its label.
    FallsThrough(String),
    /// The branch has no link and no result.
    LeadsNowhere,
    /// No branch falls back on *If something fails*.
    NothingFallsBack,
    /// Nothing leads to the action.
    NothingLeads,
    /// No call can take the branch: why, as a clause.
    Never(&'static str),
}

impl Why {
    /// The reason, as a clause: *it is switched off*.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Asleep => "it is switched off".to_owned(),
            Self::FallsThrough(label) => format!("it falls through to \"{label}\""),
            Self::LeadsNowhere => "it has no link and no result".to_owned(),
            Self::NothingFallsBack => "no branch falls back on it".to_owned(),
            Self::NothingLeads => "nothing leads to the action".to_owned(),
            Self::Never(why) => format!("no call can take it, since {why}"),
        }
    }
}

impl Serialize for Why {
    fn serialize<S: serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.serialize_str(&self.words())
    }
}

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
        for run in runs {
            run.actions_of(version.id).for_each(|action| *passed_actions.entry(action).or_default() += 1);
            run.branches_of(version.id).for_each(|branch| *passed.entry(branch).or_default() += 1);
        }
        let Some(routing) = project.routings.get(&version.info.routing) else { return Self::default() };
        let mut never: BTreeMap<(ActionId, &str), &'static str> =
            unreachable.iter().map(|(action, branch)| ((*action, branch.as_str()), PROVEN)).collect();
        for action in version.flow.actions.values() {
            let of_action = actions::never_taken(&CheckCx { project, routing, version, action });
            never.extend(of_action.into_iter().map(|(branch, why)| ((action.id, branch), why)));
        }
        never.retain(|branch, _| !passed.contains_key(branch));
        let tree = Tree::of(version, routing.tree_type(), never);
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
                coverage.left_out.push(left_out("", "", Why::NothingLeads));
                continue;
            }
            let test_calls = passed_actions.get(&id).copied().unwrap_or(0);
            coverage.actions.push(CountedAction { action: id, title: title.clone(), test_calls });
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

    /// Branches and actions in words: *41 of 44 branches (93 %), 30 of 30 actions*.
    #[must_use]
    pub fn words(&self) -> String {
        let actions = of_words(self.passed_actions(), self.actions.len(), "action", "actions");
        format!("{} ({} %), {actions}", self.branches_words(), self.percent())
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

/// What the test calls of a project pass of a version, where its own ones have been played.
#[must_use]
pub fn of_version(project: &Arc<Project>, version: &Version, own: &[CallResult]) -> Coverage {
    let others = played_for(project, version).into_iter().filter(|id| *id != version.id);
    let others: Vec<CallResult> =
        others.flat_map(|id| suite::run_version(project, id, |_| true)).map(|(_, result)| result).collect();
    let runs = own.iter().chain(&others).map(|result| &result.passes);
    Coverage::of(project, version, runs, &Unreachable::new())
}

/// Why a branch is left out that a caller of [`Coverage::of`] has proved to be impossible.
const PROVEN: &str = "every path was explored";

/// What is missing to the coverage that the routing of a version demands. Nothing is played where it demands none.
#[must_use]
pub fn shortfall(project: &Arc<Project>, version: &Version) -> Option<MissingCoverage> {
    project.routings.get(&version.info.routing)?.rules.coverage?;
    let own: Vec<CallResult> =
        suite::run_version(project, version.id, |_| true).into_iter().map(|(_, result)| result).collect();
    of_version(project, version, &own).shortfall(project, version)
}

/// A tree, with what leads where.
struct Tree<'a> {
    flow: &'a Flow,
    kind: TreeType,
    /// The branches that no call can take, each with the reason.
    never: BTreeMap<(ActionId, &'a str), &'static str>,
    /// The actions to which Start leads.
    reached: BTreeSet<ActionId>,
    /// Whether a branch falls back on *If something fails*.
    falls_back: bool,
}

impl<'a> Tree<'a> {
    fn of(version: &'a Version, kind: TreeType, never: BTreeMap<(ActionId, &'a str), &'static str>) -> Self {
        let mut tree = Self { flow: &version.flow, kind, never, reached: BTreeSet::new(), falls_back: false };
        let mut stack: Vec<ActionId> = version.flow.start().map(|start| start.id).into_iter().collect();
        while let Some(id) = stack.pop() {
            if let Some(action) = version.flow.actions.get(&id)
                && tree.reached.insert(id)
            {
                tree.follow(action, &mut stack);
            }
        }
        tree
    }

    /// Adds the actions to which an action leads by the branches that a call can take. *If something fails* is followed from where a branch
    /// falls back on it.
    fn follow(&mut self, action: &Action, stack: &mut Vec<ActionId>) {
        let Some(spec) = actions::spec_of(action) else {
            stack.extend(action.links.values().filter_map(|link| link.target()));
            return;
        };
        let branches = spec.branches(action, self.kind);
        for branch in &branches {
            let is_net = action.is_start() && branch.key == IF_SOMETHING_FAILS.key;
            if is_net || self.never(action, branch).is_some() {
                continue;
            }
            for lead in lead::leads(self.flow, action, &branches, branch) {
                self.falls_back |= lead.by() == Some(&By::Start);
                stack.extend(lead.link().and_then(Link::target));
            }
        }
    }

    fn never(&self, action: &Action, branch: &Branch) -> Option<Why> {
        self.never.get(&(action.id, &*branch.key)).map(|why| Why::Never(why))
    }

    /// Why a branch of an action does not count; none where it does.
    fn why_not(&self, action: &Action, branches: &[Branch], branch: &Branch) -> Option<Why> {
        if action.links.contains_key(&*branch.key) {
            let is_net = action.is_start() && branch.key == IF_SOMETHING_FAILS.key;
            let alone = (is_net && !self.falls_back).then_some(Why::NothingFallsBack);
            return self.never(action, branch).or(alone);
        }
        let leads = lead::leads(self.flow, action, branches, branch);
        if branch.result.is_some() && leads.iter().any(|lead| !lead.falls_through()) {
            return self.never(action, branch);
        }
        if let Some(by) = leads.iter().find_map(|lead| lead.by_words(branches)) {
            return Some(Why::FallsThrough(by.to_owned()));
        }
        // Nothing is linked, so the last fallback says how the flow ends.
        let last = branch.fallbacks.keys().last().filter(|_| leads.iter().any(|lead: &Lead| lead.ending.is_some()));
        let last = last.and_then(|key| branches.iter().find(|branch| branch.key == *key));
        Some(last.map_or(Why::LeadsNowhere, |last| Why::FallsThrough(last.label.clone())))
    }
}
