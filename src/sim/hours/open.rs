//! What is open in a version at a moment (spec: testing §6).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::strip::Schedule;
use super::timetable::{Taken, Timetable};
use crate::actions;
use crate::catalog::{Branch, lead};
use crate::model::{Action, ActionId, Flow, Link, Project, TreeType, Version};

/// The schedule actions of a version, in the order of its tree, and where each of its actions leads.
#[derive(Clone, Debug)]
pub struct Schedules {
    start: Option<ActionId>,
    tree: TreeType,
    tables: Vec<Timetable>,
    /// Where each action leads, by any of its branches.
    ahead: BTreeMap<ActionId, Vec<ActionId>>,
    /// The branches of each schedule action.
    ways: BTreeMap<ActionId, Vec<Way>>,
}

/// A branch of a schedule.
#[derive(Clone, Debug)]
struct Way {
    key: String,
    to: Option<ActionId>,
}

/// What is open in a version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenNow {
    /// The actions to which a call can come.
    pub actions: BTreeSet<ActionId>,
    /// The branches of those actions that no call takes, by action and key.
    pub closed: BTreeSet<(ActionId, String)>,
}

impl Schedules {
    /// The schedules of a version.
    #[must_use]
    pub fn of(project: &Arc<Project>, version: &Version) -> Self {
        let (flow, tree) = (&version.flow, project.tree_type_of(version.id));
        let order = actions::shape(flow, tree).order;
        let found = order.iter().filter_map(|id| flow.actions.get(id));
        let table = |action| Timetable::of(project, version.info.routing, action);
        let tables: Vec<Timetable> = found.filter_map(table).collect();
        let ways = tables.iter().map(|table| (table.action().id, ways(flow, table.action(), tree))).collect();
        let ahead = flow.actions.values().map(|action| (action.id, actions::followers(flow, action, tree))).collect();
        Self { start: flow.start().map(|start| start.id), tree, tables, ahead, ways }
    }

    /// The timetables, in the order of the tree.
    #[must_use]
    pub fn tables(&self) -> &[Timetable] {
        &self.tables
    }

    /// The lines of every schedule over a time.
    #[must_use]
    pub fn strip(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<Schedule> {
        self.tables.iter().map(|table| Schedule::of(table, self.tree, from, until)).collect()
    }

    /// What each schedule does at a moment.
    #[must_use]
    pub fn taken_at(&self, moment: DateTime<Utc>) -> BTreeMap<ActionId, Taken> {
        self.tables.iter().map(|table| (table.action().id, table.taken_at(moment))).collect()
    }

    /// What is open while each schedule does this: from Start on every branch counts, except that a schedule has only the branch that it
    /// takes. Where something else than the clock decides, every branch of the schedule counts.
    #[must_use]
    pub fn open(&self, taken: &BTreeMap<ActionId, Taken>) -> OpenNow {
        let mut found = OpenNow::default();
        let mut next: Vec<ActionId> = self.start.into_iter().collect();
        while let Some(id) = next.pop() {
            if !found.actions.insert(id) {
                continue;
            }
            match (taken.get(&id), self.ways.get(&id)) {
                (Some(Taken::Branch(key)), Some(ways)) => {
                    let (taken, closed): (Vec<&Way>, Vec<&Way>) = ways.iter().partition(|way| way.key == *key);
                    next.extend(taken.iter().filter_map(|way| way.to));
                    found.closed.extend(closed.iter().map(|way| (id, way.key.clone())));
                }
                _ => next.extend(self.ahead.get(&id).into_iter().flatten()),
            }
        }
        found
    }

    /// What is open at a moment.
    #[must_use]
    pub fn open_at(&self, moment: DateTime<Utc>) -> OpenNow {
        self.open(&self.taken_at(moment))
    }
}

fn ways(flow: &Flow, action: &Action, tree: TreeType) -> Vec<Way> {
    let branches = actions::spec_of(action).map(|spec| spec.branches(action, tree)).unwrap_or_default();
    let way = |branch: &Branch| {
        let lead = lead::lead(flow, action, &branches, std::slice::from_ref(&branch.key));
        Way { key: branch.key.to_string(), to: lead.link().and_then(Link::target) }
    };
    branches.iter().map(way).collect()
}
