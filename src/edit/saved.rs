//! Whether a project is as it was saved. Counters of ids are not compared: undo never lowers them, and nothing of the project shows them. The log is
//! compared, since it is part of the file.

use std::sync::Arc;

use crate::model::{ActionId, Project, RowId, Version};

/// Whether two projects are equal but for the ids that they have handed out. Objects that both share cost nothing.
pub(super) fn is_as_saved(now: &Project, saved: &Project) -> bool {
    let mut saved = saved.clone();
    saved.last_id = now.last_id;
    for (id, routing) in &mut saved.routings {
        if let Some(now) = now.routings.get(id).filter(|now| now.last_action != routing.last_action) {
            Arc::make_mut(routing).last_action = now.last_action;
        }
    }
    for (id, version) in &mut saved.versions {
        let now = now.versions.get(id).filter(|now| !Arc::ptr_eq(now, version));
        for (action, last_row) in now.map(|now| other_rows(now, version)).unwrap_or_default() {
            if let Some(action) = Arc::make_mut(version).flow.actions.get_mut(&action) {
                Arc::make_mut(action).last_row = last_row;
            }
        }
    }
    *now == saved
}

/// The actions of a version that have handed out other rows than in the saved one.
fn other_rows(now: &Version, saved: &Version) -> Vec<(ActionId, RowId)> {
    let last_row = |id: &ActionId| now.flow.actions.get(id).map(|action| action.last_row);
    let differs = |(id, last_row, saved): (ActionId, RowId, RowId)| (last_row != saved).then_some((id, last_row));
    let both = saved.flow.actions.iter().filter_map(|(id, saved)| Some((*id, last_row(id)?, saved.last_row)));
    both.filter_map(differs).collect()
}
