//! What all scenes of a project share, found once: the values with which variables begin, the indexes of values tables, and the actions of
//! each version with their kinds and branches (spec: testing §8). Many test calls, and every state of a proof, use one basis.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};

use crate::actions;
use crate::catalog::few::Few;
use crate::catalog::value::{self, Locale, Lookups};
use crate::catalog::{ActionSpec, Branch, Lead, Once, ResultKind, lead, reserved};
use crate::model::resource::VariableField;
use crate::model::{Action, ActionId, Link, Project, ResourceData, Routing, Version, VersionId};

use super::again;

/// What all scenes of a project share.
#[derive(Debug)]
pub struct Basis {
    /// The project.
    project: Arc<Project>,
    /// The value with which each field of a variable begins, by path.
    pub(super) variables: Arc<BTreeMap<String, String>>,
    /// Former references of variables, with those of today.
    pub(super) aliases: Arc<BTreeMap<String, String>>,
    /// Reserved references that variables of the project hold.
    pub(super) own_groups: Arc<BTreeSet<String>>,
    /// What is looked up in the project again and again.
    pub(super) lookups: Lookups,
    flows: BTreeMap<VersionId, OnceLock<Option<PreparedFlow>>>,
    /// When a run begins whose world names no time.
    pub(super) usual_start: OnceLock<DateTime<Utc>>,
}

impl Basis {
    /// The basis of a project.
    #[must_use]
    pub fn of(project: Arc<Project>) -> Arc<Self> {
        let (variables, aliases) = start_values(&project);
        let own = reserved::GROUPS.iter().map(|(group, _)| *group).filter(|group| reserved::is_own(&project, group));
        let own_groups = Arc::new(own.map(str::to_owned).collect());
        let (variables, aliases) = (Arc::new(variables), Arc::new(aliases));
        let flows = project.versions.keys().map(|id| (*id, OnceLock::new())).collect();
        Arc::new(Self {
            project,
            variables,
            aliases,
            own_groups,
            lookups: Lookups::default(),
            flows,
            usual_start: OnceLock::new(),
        })
    }

    /// The project.
    #[must_use]
    pub fn project(&self) -> &Arc<Project> {
        &self.project
    }

    /// A version with its actions; none where the version or its routing does not exist.
    pub(super) fn flow(&self, version: VersionId) -> Option<&PreparedFlow> {
        self.flows.get(&version)?.get_or_init(|| PreparedFlow::of(&self.project, version)).as_ref()
    }
}

/// The value with which each field of a variable begins, as the field stores it: `yes` for `true`; and former references of variables, with
/// those of today. A start value that does not fit stays as it is, and Problems says so.
fn start_values(project: &Project) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let (mut variables, mut aliases) = (BTreeMap::new(), BTreeMap::new());
    for resource in project.resources.values() {
        if let ResourceData::Variable(variable) = &resource.data {
            for VariableField { name, kind, default, values } in &variable.fields {
                let start = value::stored(*kind, values, default, Locale::of(project));
                variables.insert(format!("{}.{name}", resource.reference), start);
            }
            aliases.extend(resource.aliases.iter().map(|alias| (alias.clone(), resource.reference.clone())));
        }
    }
    (variables, aliases)
}

/// A version with its actions.
#[derive(Debug)]
pub(super) struct PreparedFlow {
    pub(super) version: Arc<Version>,
    pub(super) routing: Arc<Routing>,
    /// The actions, in order of id.
    actions: Vec<(ActionId, PreparedAction)>,
    /// The place of each action among them, by its id, where the ids are dense; empty where they are not.
    places: Vec<u32>,
}

impl PreparedFlow {
    fn of(project: &Project, version: VersionId) -> Option<Self> {
        let version = project.versions.get(&version)?.clone();
        let routing = project.routings.get(&version.info.routing)?.clone();
        let again = again::may_come_again(&version.flow);
        let prepared = |action: &Arc<Action>| PreparedAction {
            action: action.clone(),
            spec: actions::spec_of(action),
            may_come_again: again.contains(&action.id),
            ways: OnceLock::new(),
            once: Once::default(),
            told: OnceLock::new(),
        };
        let actions: Vec<_> = version.flow.actions.iter().map(|(id, action)| (*id, prepared(action))).collect();
        let places = places(&actions);
        Some(Self { version, routing, actions, places })
    }

    /// The action of an id.
    pub(super) fn action(&self, id: ActionId) -> Option<&PreparedAction> {
        let place = match self.places.get(id.0 as usize) {
            Some(place) => *place as usize,
            None => self.actions.binary_search_by_key(&id, |(id, _)| *id).ok()?,
        };
        self.actions.get(place).filter(|(found, _)| *found == id).map(|(_, action)| action)
    }
}

/// Most free ids for each action with which places are kept by id.
const SPARSEST: usize = 8;

/// The place of each action by its id; nothing where the ids are too far apart.
fn places(actions: &[(ActionId, PreparedAction)]) -> Vec<u32> {
    let last = actions.last().map_or(0, |(id, _)| id.0 as usize);
    if last > actions.len().saturating_mul(SPARSEST).saturating_add(64) {
        return Vec::new();
    }
    let mut places = vec![u32::MAX; last + 1];
    for ((id, _), at) in actions.iter().zip(0..) {
        places.get_mut(id.0 as usize).into_iter().for_each(|place| *place = at);
    }
    places
}

/// An action with its kind and its branches.
pub(super) struct PreparedAction {
    pub(super) action: Arc<Action>,
    pub(super) spec: Option<&'static ActionSpec>,
    /// Whether a call that has entered the action may enter it again.
    pub(super) may_come_again: bool,
    ways: OnceLock<Few<Way>>,
    /// What the kind reads from the parameters once.
    pub(super) once: Once,
    told: OnceLock<Box<Told>>,
}

/// What is needed of the branches of an action to go on: the least that fits, since a run over many actions waits for memory.
struct Way {
    key: Cow<'static, str>,
    exit: Exit,
}

/// Where a call goes on that leaves by a branch.
#[derive(Clone, Copy)]
pub(super) struct Exit {
    /// The link that is followed; none where the flow ends.
    pub(super) link: Option<Link>,
    /// The result that counts.
    pub(super) result: Option<ResultKind>,
    /// The result by which the interaction ends where no link is followed.
    pub(super) ending: Option<ResultKind>,
}

impl From<&Lead> for Exit {
    fn from(lead: &Lead) -> Self {
        Self { link: lead.link(), result: lead.result, ending: lead.ending }
    }
}

/// What is needed of the branches of an action to tell of them.
struct Told {
    branches: Vec<Branch>,
    leads: Vec<Lead>,
}

/// Without the kind, which the action names.
impl fmt::Debug for PreparedAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreparedAction").field("action", &self.action).finish_non_exhaustive()
    }
}

impl PreparedAction {
    /// The branches that the action has in its routing, none of an unknown kind, each with where it leads.
    fn find_branches(&self, version: &Version, routing: &Routing) -> Told {
        let branches = self.spec.map(|spec| spec.branches(&self.action, routing.tree_type())).unwrap_or_default();
        let of =
            |branch: &Branch| lead::lead(&version.flow, &self.action, &branches, std::slice::from_ref(&branch.key));
        let leads = branches.iter().map(of).collect();
        Told { branches, leads }
    }

    fn told(&self, version: &Version, routing: &Routing) -> &Told {
        self.told.get_or_init(|| Box::new(self.find_branches(version, routing)))
    }

    /// The branches that the action has in its routing; none of an unknown kind.
    pub(super) fn branches(&self, version: &Version, routing: &Routing) -> &[Branch] {
        &self.told(version, routing).branches
    }

    /// Where the action leads that leaves by the branch at a place among its branches.
    pub(super) fn lead(&self, version: &Version, routing: &Routing, place: usize) -> Option<&Lead> {
        self.told(version, routing).leads.get(place)
    }

    /// The place of a branch among those of the action, and where a call goes on that leaves by it; none where the action does not have it.
    pub(super) fn exit(&self, version: &Version, routing: &Routing, key: &str) -> Option<(usize, Exit)> {
        let ways = self.ways.get_or_init(|| {
            let Told { branches, leads } = self.find_branches(version, routing);
            let way = |(branch, lead): (Branch, Lead)| Way { key: branch.key, exit: Exit::from(&lead) };
            branches.into_iter().zip(leads).map(way).collect()
        });
        let is_it = |way: &Way| std::ptr::eq(&raw const *way.key, key) || *way.key == *key;
        let (place, way) = ways.iter().enumerate().find(|(_, way)| is_it(way))?;
        Some((place, way.exit))
    }
}
