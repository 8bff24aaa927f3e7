//! The names of resources on pages.

use crate::model::{Project, ResourceId, ResourceKind};

/// What a user or a team is called in lists.
#[must_use]
pub fn name_of(project: &Project, id: ResourceId) -> String {
    match project.resources.get(&id) {
        Some(found) if found.data.kind() == ResourceKind::Team => format!("{} (team)", found.name),
        Some(found) => found.name.clone(),
        None => "someone who does not exist any more".to_owned(),
    }
}
