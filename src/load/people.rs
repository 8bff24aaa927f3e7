//! The people of a scenario: where it says so many for a queue, the queue has as many users of its own in place of its members.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::skills;
use crate::model::resource::{Queue, QueueMember, User};
use crate::model::{Project, Resource, ResourceData, ResourceId, ResourceKind};

use super::scenario::{Scenario, Time};
use super::sums::QueueFacts;

/// What a queue is in the scenario.
pub(super) struct QueueOnStage {
    pub handling: Time,
    pub patience: Option<Time>,
    pub weight: u8,
    pub facts: QueueFacts,
}

impl QueueOnStage {
    pub fn of(project: &Project, id: ResourceId, queue: &Queue, own: Option<(Option<Time>, Option<Time>)>) -> Self {
        let (handling, patience) = own.unwrap_or_default();
        let name = project.resources.get(&id).map_or_else(String::new, |it| it.name.clone());
        let members = skills::members(project, queue).into_iter().map(|member| member.who).collect();
        let facts =
            QueueFacts { name, members, target_s: queue.service_level.map(|level| level.within_s), is_staffed: false };
        let handling = handling.unwrap_or_else(|| Time::Exponential(f64::from(queue.handling_s.max(1))));
        Self { handling, patience, weight: queue.weight, facts }
    }
}

/// The resource of a kind with a reference, else with a name.
pub(super) fn named(project: &Project, kind: ResourceKind, name: &str) -> Option<ResourceId> {
    let by_name = || project.resources_of(kind).find(|it| it.name == name);
    project.resource_by_reference(kind, name).or_else(by_name).map(|it| it.id)
}

/// The project with the people of a scenario, and what the scenario says of queues.
pub(super) fn staffed(
    project: &Project,
    scenario: &Scenario,
) -> Result<(Project, BTreeMap<ResourceId, QueueOnStage>), String> {
    let mut staffed = project.clone();
    let mut queues = BTreeMap::new();
    for it in &scenario.queues {
        let id = named(project, ResourceKind::Queue, &it.queue).ok_or_else(|| {
            let all: Vec<&str> = project.resources_of(ResourceKind::Queue).map(|it| it.reference.as_str()).collect();
            format!("queues: the project has no queue \"{}\". It has: {}.", it.queue, all.join(", "))
        })?;
        if let Some(count) = it.people {
            staff(&mut staffed, id, count);
        }
        let Some(ResourceData::Queue(queue)) = staffed.resources.get(&id).map(|it| &it.data) else { continue };
        let mut on_stage = QueueOnStage::of(&staffed, id, queue, Some((it.handling, it.patience)));
        on_stage.facts.is_staffed = it.people.is_some();
        if queues.insert(id, on_stage).is_some() {
            return Err(format!("queues: \"{}\" is there twice. Put what you say of it into one entry.", it.queue));
        }
    }
    Ok((staffed, queues))
}

/// Gives a queue so many users of its own.
fn staff(project: &mut Project, id: ResourceId, count: u32) {
    let Some(resource) = project.resources.get(&id).cloned() else { return };
    let Resource { name, data: ResourceData::Queue(queue), .. } = &*resource else { return };
    let mut queue = queue.clone();
    queue.members.clear();
    for number in 1..=count {
        project.last_id = project.last_id.saturating_add(1);
        let who = ResourceId(project.last_id);
        let skills = queue.skills.keys().map(|skill| (skill.clone(), 5)).collect();
        let user = Resource {
            id: who,
            name: format!("{name} {number}"),
            reference: format!("load_{}", who.0),
            description: String::new(),
            aliases: Vec::new(),
            data: ResourceData::User(User { skills, ..User::default() }),
        };
        project.resources.insert(who, Arc::new(user));
        queue.members.push(QueueMember { who, ..QueueMember::default() });
    }
    let mut staffed = Resource::clone(&resource);
    staffed.data = ResourceData::Queue(queue);
    project.resources.insert(id, Arc::new(staffed));
}
