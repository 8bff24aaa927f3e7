//! What a version depends on, directly or through other resources: a queue, its teams and their users; a template and the variables in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::value::declared;
use crate::catalog::{ItemKind, expression, template};
use crate::model::reference::key;
use crate::model::{ItemRef, Project, ResourceId, ResourceKind, VersionId};

use super::{ItemId, Name, holders, names};

/// The ids of all items that a version depends on: its routing, the items that its actions name, and the items that those resources name in
/// turn. Dependencies of routings that the version jumps to are not included: those routings have versions of their own.
#[must_use]
pub fn dependencies_of(project: &Project, version: VersionId) -> BTreeSet<u32> {
    let Some(version) = project.versions.get(&version) else { return BTreeSet::new() };
    let index = Index::new(project);
    let mut needed = BTreeSet::from([version.info.routing.0]);
    for action in version.flow.actions.values() {
        names::in_action(action, &mut |_, name| index.add(&name, &mut needed));
    }
    let mut open: Vec<u32> = needed.iter().copied().collect();
    while let Some(id) = open.pop() {
        let Some(resource) = project.resources.get(&ResourceId(id)) else { continue };
        let mut named = BTreeSet::new();
        holders::in_resource(resource, &mut |_, id| named.extend([id.0]));
        holders::texts(&resource.data, &mut |_, text| index.add(&Name::Text(text), &mut named));
        open.extend(named.into_iter().filter(|id| needed.insert(*id)));
    }
    needed
}

/// Everything that has a reference, by the keys of its references.
struct Index<'a> {
    project: &'a Project,
    known: BTreeMap<String, Vec<(ItemKind, u32)>>,
}

impl<'a> Index<'a> {
    fn new(project: &'a Project) -> Self {
        let mut index: BTreeMap<String, Vec<(ItemKind, u32)>> = BTreeMap::new();
        for (item, known) in ItemId::all(project) {
            for name in known.references() {
                index.entry(key(name)).or_default().push((known.kind, item.id()));
            }
        }
        Self { project, known: index }
    }

    fn named(&self, name: &str, kind: Option<ItemKind>) -> impl Iterator<Item = u32> {
        let all = self.known.get(&key(name)).into_iter().flatten();
        all.filter(move |(of, _)| kind.is_none_or(|kind| kind.shares_references_with(*of))).map(|(_, id)| *id)
    }

    fn add(&self, name: &Name<'_>, needed: &mut BTreeSet<u32>) {
        let variable = Some(ItemKind::Resource(ResourceKind::Variable));
        let mut group = |path: &str| needed.extend(self.named(path.split('.').next().unwrap_or_default(), variable));
        match name {
            Name::Item(_, ItemRef::Item(id)) => needed.extend([*id]),
            Name::Item(kind, ItemRef::Reference(reference)) => needed.extend(self.named(reference, *kind)),
            Name::Item(_, ItemRef::Variable(path)) => group(path.trim()),
            Name::Path(path) | Name::Loose(path) => group(path.trim()),
            Name::Text(text) if text.contains("{{") => template::paths(text).for_each(group),
            Name::Expression(text) => {
                for named in expression::names(text, &|path| declared(self.project, path).is_some()) {
                    group(&named.group);
                }
            }
            // Such an action cannot run here and is edited with the program that wrote it.
            Name::Text(_) | Name::Foreign(_) => {}
        }
    }
}
