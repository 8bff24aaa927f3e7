//! The content of *Copy*: actions with the references of the items they use, so that they can be pasted into another version or project (spec: domain §6).
//! Pasting is in `paste.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::actions;
use crate::model::walk::only_below;
use crate::model::{Action, ActionId, EntryPointId, ItemRef, Pos, Project, ResourceId, RoutingId, VersionId};
use crate::uses::ItemId;

/// Copied actions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clip {
    /// The source project; ids are never trusted across projects.
    pub(super) project: String,
    /// The source routing; action ids have no meaning in another routing.
    pub(super) routing: RoutingId,
    pub(super) actions: Vec<(Arc<Action>, Pos)>,
    /// References of the items that the actions use by id.
    pub(super) references: BTreeMap<u32, String>,
}

impl Clip {
    /// Copies actions of a version; Start is left out.
    #[must_use]
    pub fn copy(project: &Project, version: VersionId, ids: &BTreeSet<ActionId>) -> Self {
        let mut clip = Self { project: project.uid.clone(), ..Self::default() };
        let Some(version) = project.versions.get(&version) else { return clip };
        clip.routing = version.info.routing;
        for id in ids {
            let Some(action) = version.flow.actions.get(id).filter(|action| !action.is_start()) else { continue };
            for (_, item) in crate::model::walk::items(action) {
                if let ItemRef::Item(id) = item {
                    let items = [ItemId::from(ResourceId(*id)), RoutingId(*id).into(), EntryPointId(*id).into()];
                    let known = items.into_iter().find_map(|item| item.known(project));
                    clip.references.extend(known.map(|known| (*id, known.reference.to_owned())));
                }
            }
            let pos = version.flow.positions.get(id).copied().unwrap_or_default();
            clip.actions.push((action.clone(), pos));
        }
        clip
    }

    /// Copies an action with all actions below it.
    #[must_use]
    pub fn copy_below(project: &Project, version: VersionId, top: ActionId) -> Self {
        let Some(found) = project.versions.get(&version) else { return Self::default() };
        let tree = project.tree_type_of(version);
        let ids = only_below(&found.flow, &|action| actions::branch_keys(action, tree), top);
        Self::copy(project, version, &ids)
    }

    /// Whether the clip is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }

    /// The titles of the actions: the text that other programs paste.
    #[must_use]
    pub fn titles(&self) -> Vec<&str> {
        self.actions.iter().map(|(action, _)| actions::title(action)).collect()
    }

    /// The number of copied actions.
    #[must_use]
    pub fn len(&self) -> usize {
        self.actions.len()
    }
}
