//! What *Copy* takes: actions with the references of the items they use, so that they can be pasted into another version or project (spec: domain §6).
//! Pasting is in `paste.rs`.

use std::collections::BTreeSet;

use crate::actions;
use crate::model::walk::only_below;
use crate::model::{ActionId, AnnotationId, Clip, EntryPointId, ItemRef, Project, ResourceId, RoutingId, VersionId};
use crate::uses::ItemId;

impl Clip {
    /// Copies actions of a version; Start is left out.
    #[must_use]
    pub fn copy(project: &Project, version: VersionId, ids: &BTreeSet<ActionId>) -> Self {
        let mut clip = Self::default();
        let Some(version) = project.versions.get(&version) else { return clip };
        clip.source = Some((project.uid.clone(), version.info.routing));
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

    /// Copies notes and frames of a version as well.
    #[must_use]
    pub fn with_annotations(mut self, project: &Project, version: VersionId, ids: &BTreeSet<AnnotationId>) -> Self {
        let Some(version) = project.versions.get(&version) else { return self };
        let found = version.flow.annotations.iter().filter(|(id, _)| ids.contains(id));
        self.annotations.extend(found.map(|(_, annotation)| (**annotation).clone()));
        self
    }

    /// Copies an action with all actions below it.
    #[must_use]
    pub fn copy_below(project: &Project, version: VersionId, top: ActionId) -> Self {
        let Some(found) = project.versions.get(&version) else { return Self::default() };
        let tree = project.tree_type_of(version);
        let ids = only_below(&found.flow, &|action| actions::branch_keys(action, tree), top);
        Self::copy(project, version, &ids)
    }

    /// The titles of the actions and frames, and the first lines of notes.
    #[must_use]
    pub fn titles(&self) -> Vec<&str> {
        let titles = self.actions.iter().map(|(action, _)| actions::title(action));
        let texts = self.annotations.iter().map(|it| it.text.lines().next().unwrap_or_default());
        titles.chain(texts).collect()
    }
}
