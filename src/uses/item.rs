//! Items: the objects that a project can use by name (resources, routings and entry points), and their names.

use crate::catalog::ItemKind;
use crate::model::reference::is_same;
use crate::model::{EntryPointId, ItemRef, Project, ResourceId, RoutingId};

/// An item by its id: a resource, a routing or an entry point. `model::ItemRef` is how an action or a resource refers to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemId {
    /// A resource.
    Resource(ResourceId),
    /// A smart routing.
    Routing(RoutingId),
    /// An entry point.
    EntryPoint(EntryPointId),
}

impl From<ResourceId> for ItemId {
    fn from(id: ResourceId) -> Self {
        Self::Resource(id)
    }
}

impl From<RoutingId> for ItemId {
    fn from(id: RoutingId) -> Self {
        Self::Routing(id)
    }
}

impl From<EntryPointId> for ItemId {
    fn from(id: EntryPointId) -> Self {
        Self::EntryPoint(id)
    }
}

/// The names of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known<'a> {
    /// Its kind.
    pub kind: ItemKind,
    /// Its name.
    pub name: &'a str,
    /// Its reference.
    pub reference: &'a str,
    /// Its former references that are still valid.
    pub aliases: &'a [String],
}

impl<'a> Known<'a> {
    /// All valid references, the current reference first.
    pub fn references(self) -> impl Iterator<Item = &'a str> {
        std::iter::once(self.reference).chain(self.aliases.iter().map(String::as_str))
    }
}

impl ItemId {
    /// The id, unique in the project.
    #[must_use]
    pub fn id(self) -> u32 {
        match self {
            Self::Resource(id) => id.0,
            Self::Routing(id) => id.0,
            Self::EntryPoint(id) => id.0,
        }
    }

    /// The item of a kind that a constant item names; a variable is resolved only while a call runs.
    #[must_use]
    pub fn resolved(project: &Project, kind: ItemKind, item: &ItemRef) -> Option<Self> {
        let id = kind.resolve(project, item)?.id;
        Some(match kind {
            ItemKind::Resource(_) => Self::Resource(ResourceId(id)),
            ItemKind::Routing => Self::Routing(RoutingId(id)),
            ItemKind::EntryPoint(_) => Self::EntryPoint(EntryPointId(id)),
        })
    }

    /// The names of the item; `None` if it no longer exists.
    #[must_use]
    pub fn known(self, project: &Project) -> Option<Known<'_>> {
        Some(match self {
            Self::Resource(id) => {
                let it = project.resources.get(&id)?;
                let kind = ItemKind::Resource(it.data.kind());
                Known { kind, name: &it.name, reference: &it.reference, aliases: &it.aliases }
            }
            Self::Routing(id) => {
                let it = project.routings.get(&id)?;
                Known { kind: ItemKind::Routing, name: &it.name, reference: &it.reference, aliases: &it.aliases }
            }
            Self::EntryPoint(id) => {
                let it = project.entry_points.get(&id)?;
                let kind = ItemKind::EntryPoint(it.kind);
                Known { kind, name: &it.name, reference: &it.reference, aliases: &it.aliases }
            }
        })
    }

    /// All items of a project.
    pub fn all(project: &Project) -> impl Iterator<Item = (Self, Known<'_>)> {
        let resources = project.resources.keys().copied().map(Self::Resource);
        let routings = project.routings.keys().copied().map(Self::Routing);
        let entry_points = project.entry_points.keys().copied().map(Self::EntryPoint);
        let all = resources.chain(routings).chain(entry_points);
        all.filter_map(|item| Some((item, item.known(project)?)))
    }

    /// Whether another item has a reference, or still has it as an alias.
    #[must_use]
    pub fn is_taken(self, project: &Project, kind: ItemKind, reference: &str) -> bool {
        self.others(project, kind).any(|(_, it)| it.references().any(|it| is_same(it, reference)))
    }

    /// The other items whose references must differ.
    pub fn others(self, project: &Project, kind: ItemKind) -> impl Iterator<Item = (Self, Known<'_>)> {
        Self::all(project).filter(move |(it, known)| *it != self && kind.shares_references_with(known.kind))
    }
}
