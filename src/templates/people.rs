//! Makes the people of a project: copies of the one user of its template, wherever that user is named.

use std::sync::Arc;

use crate::model::project::{free_reference, reference_from_name};
use crate::model::resource::QueueMember;
use crate::model::{Project, Resource, ResourceData, ResourceId, ResourceKind, TestWorld, World};

/// Puts people where the template has its one user. The first keeps the id of the user.
pub(super) fn put(project: &mut Project, people: &[String]) {
    let Some(model) = project.resources_of(ResourceKind::User).next().cloned() else { return };
    let mut ids = Vec::new();
    for (place, name) in people.iter().enumerate() {
        let id = if place == 0 { model.id } else { next_id(project) };
        ids.push(id);
        let person = person(project, &model, id, name, place);
        project.resources.insert(id, Arc::new(person));
    }
    for resource in project.resources.values_mut() {
        in_resource(Arc::make_mut(resource), model.id, &ids);
    }
    for world in project.worlds.values_mut() {
        in_world(Arc::make_mut(world), model.id, &ids);
    }
    for call in project.test_calls.values_mut() {
        if let TestWorld::Own(world) = &mut Arc::make_mut(call).world {
            in_world(world, model.id, &ids);
        }
    }
}

fn next_id(project: &mut Project) -> ResourceId {
    project.last_id += 1;
    ResourceId(project.last_id)
}

/// A copy of the user, with a name, a free reference and an extension.
fn person(project: &Project, model: &Resource, id: ResourceId, name: &str, place: usize) -> Resource {
    let is_taken = |reference: &str| {
        let found = project.resource_by_reference(ResourceKind::User, reference);
        found.is_some_and(|other| other.id != id && other.id != model.id)
            || (id != model.id && {
                project.resources.get(&model.id).is_some_and(|first| first.reference == reference)
            })
    };
    let wanted = reference_from_name(name);
    let reference = if is_taken(&wanted) { free_reference(&wanted, is_taken) } else { wanted };
    let mut person = Resource { id, name: name.to_owned(), reference, ..model.clone() };
    if let ResourceData::User(user) = &mut person.data
        && let Ok(first) = user.extension.parse::<usize>()
    {
        user.extension = (first + place).to_string();
    }
    person
}

fn in_resource(resource: &mut Resource, model: ResourceId, ids: &[ResourceId]) {
    match &mut resource.data {
        ResourceData::Queue(queue) => {
            if let Some(member) = queue.members.iter().find(|member| member.who == model).copied() {
                queue.members.retain(|other| other.who != model);
                queue.members.extend(ids.iter().map(|id| QueueMember { who: *id, ..member }));
            }
        }
        ResourceData::Team(team) if team.members.contains(&model) => {
            team.members.retain(|member| *member != model);
            team.members.extend(ids);
        }
        _ => {}
    }
}

fn in_world(world: &mut World, model: ResourceId, ids: &[ResourceId]) {
    if let Some(state) = world.users.get(&model).copied() {
        world.users.extend(ids.iter().map(|id| (*id, state)));
    }
    if let Some(load) = world.loads.get(&model).copied() {
        world.loads.extend(ids.iter().map(|id| (*id, load)));
    }
}
