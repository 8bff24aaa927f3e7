//! The default position in a tree for a new action.

use crate::actions;
use crate::edit::Spot;
use crate::model::{ActionId, Project, VersionId};

/// After an action: in its branch to continue by, else in its first branch.
#[must_use]
pub fn after(project: &Project, version: VersionId, id: ActionId) -> Option<Spot> {
    let action = project.versions.get(&version)?.flow.actions.get(&id)?;
    let tree = project.tree_type_of(version);
    let way_on = actions::spec_of(action)?.way_on(action, tree);
    let branch = way_on.or_else(|| actions::branch_keys(action, tree).into_iter().next())?;
    Some(Spot::After(id, branch))
}
