//! The current names of what a test call names by id.

use super::id::{CallerId, EntryPointId, ResourceId, RoutingId, WorldId};
use super::project::Project;
use super::test_call::Named;

/// An id of an object that has a name.
pub trait NamedId: Copy + std::fmt::Display {
    /// The object's current name; none once the object is deleted.
    fn name_in(self, project: &Project) -> Option<&str>;
}

macro_rules! named_ids {
    ($($id:ty, $objects:ident);* $(;)?) => { $(
        impl NamedId for $id {
            fn name_in(self, project: &Project) -> Option<&str> {
                project.$objects.get(&self).map(|it| it.name.as_str())
            }
        }
    )* };
}

named_ids! { CallerId, callers; WorldId, worlds; EntryPointId, entry_points; ResourceId, resources; RoutingId, routings }

/// How a test call shows something that it names: by the current name, or, once it is deleted, by the last name known: *Billing, deleted*.
#[must_use]
pub fn name_or_deleted(current: Option<&str>, remembered: &str, id: impl std::fmt::Display) -> String {
    match current {
        Some(name) => name.to_owned(),
        None if remembered.is_empty() => format!("{id}, deleted"),
        None => format!("{remembered}, deleted"),
    }
}

impl<I: NamedId> Named<I> {
    /// An object with its current name.
    #[must_use]
    pub fn of(id: I, project: &Project) -> Self {
        Self { id, name: id.name_in(project).unwrap_or_default().to_owned() }
    }

    /// The current name of the object, or *Billing, deleted*.
    #[must_use]
    pub fn words(&self, project: &Project) -> String {
        name_or_deleted(self.id.name_in(project), &self.name, self.id)
    }

    /// Remembers the current name. A deleted object keeps the name that was remembered last.
    pub fn remember(&mut self, project: &Project) {
        if let Some(name) = self.id.name_in(project).filter(|name| *name != self.name) {
            name.clone_into(&mut self.name);
        }
    }
}
