//! The way that a run takes through the trees, and where it first differs from an earlier one (spec: testing §1).

use std::sync::Arc;

use crate::model::{ActionRef, Project, TestCall, VersionId};

use super::super::run::Run;
use super::super::trace::What;
use super::course::{RoutingAction, routing_action};
use super::{CallResult, Verdict, run_one};

/// A step of a way: an action that was left, that runs another routing, or in which the call still waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayPoint {
    /// The version and the action.
    pub at: ActionRef,
    /// The routing and the action, whatever the version.
    pub action: RoutingAction,
    /// The title of the action at that time.
    pub title: String,
    /// The key of the branch whose link was followed; empty where the action was not left by a branch.
    pub branch: String,
    /// The label of the branch.
    pub label: String,
    /// Whether the call still waits here.
    pub waits: bool,
}

impl WayPoint {
    /// Whether a call did the same here, in whatever version.
    fn is_same(&self, other: &Self) -> bool {
        (self.action, &self.branch, self.waits) == (other.action, &other.branch, other.waits)
    }
}

/// Reads the way off a run, in the order of leaving. An action that runs another routing is there twice: when the other routing begins, and
/// when it is left.
#[must_use]
pub fn way(run: &Run) -> Vec<WayPoint> {
    let point = |at: ActionRef, branch: &str, label: &str, waits| {
        let (branch, label) = (branch.to_owned(), label.to_owned());
        let (action, title) = (routing_action(run, at)?, run.scene.title(at).to_owned());
        Some(WayPoint { at, action, title, branch, label, waits })
    };
    let left = run.beats().iter().filter_map(|beat| match &beat.what {
        What::Left { branch, label, .. } => point(beat.place?, branch, label, false),
        What::Jumped(_) | What::CameBack(_) | What::Stopped(_) | What::Called(_) => point(beat.place?, "", "", false),
        What::Effect(_)
        | What::Began(_)
        | What::Set(..)
        | What::SetVariable(_)
        | What::Returned(_)
        | What::Ended(..)
        | What::EndRoutingOver(_) => None,
    });
    let waiting = run.state().at.filter(|_| !run.is_over()).and_then(|at| point(at, "", "", true));
    left.chain(waiting).collect()
}

/// Where a way goes on, after the action at which two ways part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leg {
    /// The branch by which the action is left; empty where it is not left by one.
    pub branch: String,
    /// The label of the branch.
    pub label: String,
    /// The action to which the way goes; none where it ends.
    pub to: Option<ActionRef>,
    /// The title of that action.
    pub title: String,
    /// Whether the call still waits in the action at which the ways part.
    pub waits: bool,
}

/// The first action after which a run differs from an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The action.
    pub at: ActionRef,
    /// Its title.
    pub title: String,
    /// Where the call goes now.
    pub now: Leg,
    /// Where it used to go.
    pub before: Leg,
    /// The version with which it went there, where that is another one.
    pub version: Option<String>,
}

impl Difference {
    /// The difference as a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let goes = |leg: &Leg, goes: &str, ends: &str, waits: &str| {
            let by = if leg.label.is_empty() { String::new() } else { format!(" by {}", leg.label) };
            match leg.to {
                Some(_) => format!("{goes} \"{}\"{by}", leg.title),
                None if leg.waits => waits.to_owned(),
                None => format!("{ends}{by}"),
            }
        };
        let now = goes(&self.now, "goes to", "ends", "still waits");
        let before = match &self.version {
            None => format!("it used to {}", goes(&self.before, "go to", "end", "wait")),
            Some(version) => {
                format!("with version \"{version}\" it {}", goes(&self.before, "goes to", "ends", "waits"))
            }
        };
        format!("At \"{}\" the call {now}, where {before}.", self.title)
    }
}

/// The first difference of a way from an earlier one; none where both are the same.
#[must_use]
pub fn first_difference(now: &[WayPoint], before: &[WayPoint]) -> Option<Difference> {
    let place = (0..now.len().max(before.len())).find(|place| match (now.get(*place), before.get(*place)) {
        (Some(one), Some(other)) => !one.is_same(other),
        _ => true,
    })?;
    let (here, then) = (now.get(place), before.get(place));
    // The action that is left in another way, or the last common one, after which another action comes.
    let is_same_action = here.zip(then).is_some_and(|(one, other)| one.action == other.action);
    let place = if is_same_action { place } else { place.checked_sub(1)? };
    let leg = |way: &[WayPoint]| {
        let (from, to) = (way.get(place)?, way.get(place + 1));
        Some(Leg {
            branch: from.branch.clone(),
            label: from.label.clone(),
            to: to.map(|to| to.at),
            title: to.map_or_else(String::new, |to| to.title.clone()),
            waits: from.waits,
        })
    };
    let parting = now.get(place)?;
    let (now, before) = (leg(now)?, leg(before)?);
    Some(Difference { at: parting.at, title: parting.title.clone(), now, before, version: None })
}

/// The way that a test call took when it last passed.
#[derive(Clone, Debug)]
pub struct Passing {
    /// The test call as it was.
    pub call: Arc<TestCall>,
    /// The way.
    pub way: Arc<Vec<WayPoint>>,
    /// The version, where it is another one than that which is tested.
    pub version: Option<String>,
}

impl Passing {
    /// Whether a test call is still played in the same way: its expectations, its name and its note may have changed.
    #[must_use]
    pub fn is_of(&self, call: &TestCall) -> bool {
        let TestCall { id, name, note, is_required, routing, caller, world, arrival, start, seed, answers, .. } =
            &*self.call;
        let _ = (name, note, is_required);
        (id, routing, caller, world) == (&call.id, &call.routing, &call.caller, &call.world)
            && (arrival, start, seed, answers) == (&call.arrival, &call.start, &call.seed, &call.answers)
    }
}

/// The way that a test call takes with another version of its routing with which it passes: the one in production, else the newest.
#[must_use]
pub fn passing_elsewhere(project: &Arc<Project>, call: &Arc<TestCall>, version: VersionId) -> Option<Passing> {
    let mut others: Vec<_> = project.versions_of(call.routing).filter(|other| other.id != version).collect();
    let in_production = project.in_production(call.routing).map(|it| it.id);
    others.sort_by_key(|other| (Some(other.id) != in_production, std::cmp::Reverse(other.id)));
    others.into_iter().find_map(|other| {
        let CallResult { verdict, way, .. } = run_one(project, call, other.id);
        let name = other.info.name.clone();
        (verdict == Verdict::Passes).then(|| Passing { call: call.clone(), way: Arc::new(way), version: Some(name) })
    })
}
