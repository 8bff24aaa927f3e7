//! What leads where in a tree, as far as a call can follow it: which branches count for coverage, and why others do not (spec: testing §3).

use std::collections::{BTreeMap, BTreeSet};

use crate::actions;
use crate::catalog::Branch;
use crate::catalog::branch::IF_SOMETHING_FAILS;
use crate::catalog::lead::{self, By, Lead};
use crate::model::{Action, ActionId, Flow, Link, TreeType, Version};

use super::Why;

/// The branches that no call can take, each with the reason.
pub(super) type Never<'a> = BTreeMap<(ActionId, &'a str), Why>;

/// A tree, with what leads where.
pub(super) struct Tree<'a> {
    flow: &'a Flow,
    pub(super) kind: TreeType,
    /// The branches that no call can take, each with the reason.
    never: &'a Never<'a>,
    /// The actions to which Start leads.
    pub(super) reached: BTreeSet<ActionId>,
    /// Whether a branch falls back on *If something fails*.
    falls_back: bool,
}

impl<'a> Tree<'a> {
    pub(super) fn of(version: &'a Version, kind: TreeType, never: &'a Never<'a>) -> Self {
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
        self.never.get(&(action.id, &*branch.key)).cloned()
    }

    /// Why a branch of an action does not count; none where it does.
    pub(super) fn why_not(&self, action: &Action, branches: &[Branch], branch: &Branch) -> Option<Why> {
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
