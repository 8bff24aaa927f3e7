//! What all scenes of a project share, found once: the values with which variables begin, the indexes of values tables, and the actions of
//! each version with their kinds and branches (spec: testing §8). Many test calls, and every state of a proof, use one basis.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::actions;
use crate::catalog::value::{self, Locale, Lookups};
use crate::catalog::{ActionSpec, Branch, Lead, Once, lead, reserved};
use crate::model::resource::VariableField;
use crate::model::{Action, ActionId, Project, ResourceData, Routing, Version, VersionId};

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
        Arc::new(Self { project, variables, aliases, own_groups, lookups: Lookups::default(), flows })
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
        let prepared = |action: &Arc<Action>| PreparedAction {
            action: action.clone(),
            spec: actions::spec_of(action),
            branches: OnceLock::new(),
            leads: OnceLock::new(),
            once: Once::default(),
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
    branches: OnceLock<Vec<Branch>>,
    leads: OnceLock<Vec<Lead>>,
    /// What the kind reads from the parameters once.
    pub(super) once: Once,
}

/// Without the kind, which the action names.
impl fmt::Debug for PreparedAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreparedAction").field("action", &self.action).finish_non_exhaustive()
    }
}

impl PreparedAction {
    /// The branches that the action has in its routing; none of an unknown kind.
    pub(super) fn branches(&self, routing: &Routing) -> &[Branch] {
        let of_kind = |spec: &ActionSpec| spec.branches(&self.action, routing.tree_type());
        self.branches.get_or_init(|| self.spec.map(of_kind).unwrap_or_default())
    }

    /// Where the action leads that leaves by the branch at a place among its branches.
    pub(super) fn lead(&self, version: &Version, routing: &Routing, place: usize) -> Option<&Lead> {
        let branches = self.branches(routing);
        let of = |branch: &Branch| lead::lead(&version.flow, &self.action, branches, std::slice::from_ref(&branch.key));
        self.leads.get_or_init(|| branches.iter().map(of).collect()).get(place)
    }
}
