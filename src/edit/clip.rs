//! What *Copy* takes: actions with the references of what they name, so that they can be pasted into another version or another project (spec: domain §6).
//! How they are pasted is in `paste.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::actions;
use crate::model::walk::only_below;
use crate::model::{Action, ActionId, EntryPointId, ItemRef, Pos, Project, ResourceId, RoutingId, VersionId};
use crate::uses::ItemId;

/// Copied actions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clip {
    /// The project that they come from; an id is never trusted across projects.
    pub(super) project: String,
    /// The routing that they come from; the id of an action means nothing in another one.
    pub(super) routing: RoutingId,
    pub(super) actions: Vec<(Arc<Action>, Pos)>,
    /// References of the items named by id.
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

    /// Copies an action with all below it.
    #[must_use]
    pub fn copy_below(project: &Project, version: VersionId, top: ActionId) -> Self {
        let Some(found) = project.versions.get(&version) else { return Self::default() };
        let kind = project.routing_of(version).map(|routing| routing.kind).unwrap_or_default();
        let ids = only_below(&found.flow, &|action| actions::branch_keys(action, kind), top);
        Self::copy(project, version, &ids)
    }

    /// Whether nothing was copied.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }

    /// What was copied, in words: what another program gets when it is pasted there.
    #[must_use]
    pub fn titles(&self) -> Vec<&str> {
        self.actions.iter().map(|(action, _)| actions::title(action)).collect()
    }

    /// How many actions were copied.
    #[must_use]
    pub fn len(&self) -> usize {
        self.actions.len()
    }
}
