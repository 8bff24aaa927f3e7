//! The names of resources on pages.

use crate::model::{Project, ResourceId, ResourceKind};

/// The name of a user or a team in lists.
#[must_use]
pub fn name_of(project: &Project, id: ResourceId) -> String {
    match project.resources.get(&id) {
        Some(found) if found.data.kind() == ResourceKind::Team => format!("{} (team)", found.name),
        Some(found) => found.name.clone(),
        None => "a deleted user or team".to_owned(),
    }
}
