//! Converts a project from an older schema (spec: meaning §11). A tree is never changed: what a field that is absent means, the
//! catalogue says. Outside trees, what a project did not say before is written down where its absence means something else now.
//!
//! Two rules of schema 1 need no change here, because their absence still means the same: the longest estimated wait of a queue is its
//! longest wait, and the default country is that of the time zone.

use std::sync::Arc;

use crate::model::{Project, ResourceData, ResourceId, UserState};

/// Converts a project from a schema to the one that is written. Returns what was changed, as sentences.
pub(super) fn convert(from: u32, project: &mut Project) -> Vec<String> {
    let mut changes = Vec::new();
    if from < 2 {
        people_are_available(project, &mut changes);
    }
    changes
}

/// In schema 1, a world's people were available unless the world said otherwise. Now a person whom a world does not name goes by the
/// work schedule, so that people with a schedule are named.
fn people_are_available(project: &mut Project, changes: &mut Vec<String>) {
    let has_schedule = |data: &ResourceData| match data {
        ResourceData::User(user) => user.schedule.iter().any(|day| !day.is_empty()),
        _ => false,
    };
    let with_schedule = project.resources.values().filter(|it| has_schedule(&it.data));
    let people: Vec<(ResourceId, String)> = with_schedule.map(|it| (it.id, it.name.clone())).collect();
    for world in project.worlds.values_mut() {
        let unnamed: Vec<_> = people.iter().filter(|(id, _)| !world.users.contains_key(id)).collect();
        if unnamed.is_empty() {
            continue;
        }
        let world = Arc::make_mut(world);
        world.users.extend(unnamed.iter().map(|(id, _)| (*id, UserState::Available)));
        let names: Vec<&str> = unnamed.iter().map(|(_, name)| name.as_str()).collect();
        let verb = if names.len() == 1 { "is" } else { "are" };
        changes.push(format!(
            "World \"{}\" now says that {} {verb} available, whatever the work schedule.",
            world.name,
            names.join(", ")
        ));
    }
}
