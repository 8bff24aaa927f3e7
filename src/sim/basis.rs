//! What all scenes of a project share, found once: the values with which variables begin, the indexes of values tables, and the actions of
//! each version with their kinds and branches (spec: testing §8). Many test calls, and every state of a proof, use one basis.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::actions;
use crate::catalog::value::{self, Locale, Tables};
use crate::catalog::{ActionSpec, Branch, reserved};
use crate::model::resource::VariableField;
use crate::model::{Action, ActionId, Project, ResourceData, Routing, Version, VersionId};

/// What all scenes of a project share.
#[derive(Debug)]
pub struct Basis {
    /// The project.
    project: Arc<Project>,
    /// The value with which each field of a variable begins, by path.
    pub(super) variables: BTreeMap<String, String>,
    /// Former references of variables, with those of today.
    pub(super) aliases: BTreeMap<String, String>,
    /// Reserved references that variables of the project hold.
    pub(super) own_groups: BTreeSet<String>,
    /// The indexes of values tables, made when they are first needed.
    pub(super) tables: Tables,
    flows: BTreeMap<VersionId, OnceLock<Option<PreparedFlow>>>,
}

impl Basis {
    /// The basis of a project.
    #[must_use]
    pub fn of(project: Arc<Project>) -> Arc<Self> {
        let (variables, aliases) = start_values(&project);
        let own = reserved::GROUPS.iter().map(|(group, _)| *group).filter(|group| reserved::is_own(&project, group));
        let own_groups = own.map(str::to_owned).collect();
        let flows = project.versions.keys().map(|id| (*id, OnceLock::new())).collect();
        Arc::new(Self { project, variables, aliases, own_groups, tables: Tables::default(), flows })
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
}

impl PreparedFlow {
    fn of(project: &Project, version: VersionId) -> Option<Self> {
        let version = project.versions.get(&version)?.clone();
        let routing = project.routings.get(&version.info.routing)?.clone();
        let prepared = |action: &Arc<Action>| PreparedAction {
            action: action.clone(),
            spec: actions::spec_of(action),
            branches: OnceLock::new(),
        };
        let actions = version.flow.actions.iter().map(|(id, action)| (*id, prepared(action))).collect();
        Some(Self { version, routing, actions })
    }

    /// The action of an id.
    pub(super) fn action(&self, id: ActionId) -> Option<&PreparedAction> {
        let place = self.actions.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        self.actions.get(place).map(|(_, action)| action)
    }
}

/// An action with its kind and its branches.
pub(super) struct PreparedAction {
    pub(super) action: Arc<Action>,
    pub(super) spec: Option<&'static ActionSpec>,
    branches: OnceLock<Vec<Branch>>,
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
}
