//! The people of a scenario: who is there when. Where the scenario says so many for a queue, the queue has as many users of its own in place
//! of its members.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{NaiveDateTime, TimeDelta};

use crate::catalog::{calendar, skills};
use crate::model::resource::{NoUserStrategy, Queue, QueueMember, User, Week};
use crate::model::scenario::{AtQueue, Staff, Time};
use crate::model::{Project, Resource, ResourceData, ResourceId, Scenario};

use super::span::Span;
use super::sums::QueueFacts;

/// What a queue is in the scenario.
pub(super) struct QueueOnStage {
    pub handling: Time,
    pub patience: Option<Time>,
    pub weight: u8,
    /// Whether who waits leaves the queue once everybody has gone.
    pub is_left_deserted: bool,
    pub facts: QueueFacts,
}

impl QueueOnStage {
    fn of(project: &Project, (id, queue): (ResourceId, &Queue), own: Option<&AtQueue>, patience: Option<Time>) -> Self {
        let name = project.resources.get(&id).map_or_else(String::new, |it| it.name.clone());
        let members = skills::members(project, queue).into_iter().map(|member| member.who).collect();
        let is_staffed = own.is_some_and(|it| it.staff != Staff::Members);
        let target = queue.service_level.map(|level| (level.percent, level.within_s));
        let facts = QueueFacts { name, members, target, is_staffed };
        let usual = || Time::Exponential(crate::model::scenario::Amount::whole(queue.handling_s.max(1)));
        Self {
            handling: own.and_then(|it| it.handling).unwrap_or_else(usual),
            patience: own.and_then(|it| it.patience).or(patience),
            weight: queue.weight,
            is_left_deserted: queue.no_user == NoUserStrategy::Overflow,
            facts,
        }
    }
}

/// When a person is there: intervals in milliseconds since the start of the scenario, in order.
pub(super) type There = Vec<(u64, u64)>;

/// Somebody who is always there.
const ALWAYS: (u64, u64) = (0, u64::MAX);

/// The project with the people of a scenario, and who of these are there when.
pub(super) struct Staffed {
    pub project: Project,
    pub queues: BTreeMap<ResourceId, QueueOnStage>,
    /// Everybody, in order of their ids.
    pub people: BTreeMap<ResourceId, There>,
}

/// Puts the people of a scenario into a project.
pub(super) fn staffed(project: &Project, scenario: &Scenario, span: &Span) -> Result<Staffed, String> {
    let mut all = Staffed { project: project.clone(), queues: BTreeMap::new(), people: BTreeMap::new() };
    let mut own: BTreeMap<ResourceId, &AtQueue> = BTreeMap::new();
    for it in &scenario.queues {
        let name = it.queue.words(project);
        if !matches!(project.resources.get(&it.queue.id).map(|it| &it.data), Some(ResourceData::Queue(_))) {
            return Err(format!("Queues: the project has no queue \"{name}\". Remove it from the scenario."));
        }
        if own.insert(it.queue.id, it).is_some() {
            return Err(format!("Queues: \"{name}\" is there twice. Put what you say of it into one entry."));
        }
        let most = match &it.staff {
            Staff::Members => continue,
            Staff::People(count) => *count,
            Staff::EachHalfHour(counts) => counts.iter().copied().max().unwrap_or(0),
        };
        let (first, last) = staff(&mut all.project, it.queue.id, most);
        for (number, id) in (first..last).enumerate() {
            let there = match &it.staff {
                Staff::EachHalfHour(counts) => in_shifts(counts, number, span),
                Staff::Members | Staff::People(_) => vec![ALWAYS],
            };
            all.people.insert(ResourceId(id), there);
        }
    }
    for resource in project.resources.values() {
        match &resource.data {
            ResourceData::User(user) => _ = all.people.insert(resource.id, by_schedule(&user.schedule, span)),
            ResourceData::Queue(_) => {
                let Some(ResourceData::Queue(queue)) = all.project.resources.get(&resource.id).map(|it| &it.data)
                else {
                    continue;
                };
                let at = own.get(&resource.id).copied();
                let on_stage = QueueOnStage::of(&all.project, (resource.id, queue), at, scenario.patience);
                all.queues.insert(resource.id, on_stage);
            }
            _ => {}
        }
    }
    for absent in &scenario.absent {
        let there = all.people.get_mut(&absent.id);
        let there = there.ok_or_else(|| {
            let name = absent.words(project);
            format!("Absent: the project has no user \"{name}\". Remove this person from the scenario.")
        })?;
        there.clear();
    }
    Ok(all)
}

/// When somebody is there by a work schedule; without one, always.
fn by_schedule(week: &Week, span: &Span) -> There {
    if week.iter().all(Vec::is_empty) {
        return vec![ALWAYS];
    }
    let times = week.iter().flatten().flat_map(|(from, until)| [*from, *until]);
    let mut times: Vec<chrono::NaiveTime> = times.chain([chrono::NaiveTime::MIN]).collect();
    times.sort_unstable();
    times.dedup();
    let edges = span.dates().flat_map(|date| times.iter().map(move |time| date.and_time(*time)));
    joined(edges.map(|local| (span.since_ms(local), calendar::is_within(week, local))))
}

/// When the nth of the people is there of whom there are so many in each half hour of a day.
fn in_shifts(counts: &[u32], nth: usize, span: &Span) -> There {
    let half = TimeDelta::minutes(30);
    let edges = span.dates().flat_map(|date| {
        let halves =
            std::iter::successors(Some(date.and_time(chrono::NaiveTime::MIN)), move |local: &NaiveDateTime| {
                local.checked_add_signed(half)
            });
        halves.take(crate::model::scenario::HALF_HOURS).enumerate()
    });
    joined(edges.map(|(place, local)| {
        let count = counts.get(place).copied().unwrap_or(0);
        (span.since_ms(local), usize::try_from(count).is_ok_and(|count| count > nth))
    }))
}

/// The intervals of edges in order, each with whether somebody is there from then on.
fn joined(edges: impl Iterator<Item = (u64, bool)>) -> There {
    let mut there: There = Vec::new();
    let mut since_ms = None;
    for (at_ms, is_there) in edges {
        match (since_ms, is_there) {
            (None, true) => since_ms = Some(at_ms),
            (Some(from_ms), false) => {
                since_ms = None;
                if from_ms < at_ms {
                    there.push((from_ms, at_ms));
                }
            }
            _ => {}
        }
    }
    there.extend(since_ms.map(|from_ms| (from_ms, u64::MAX)));
    there
}

/// Gives a queue so many users of its own. Returns the first id and the one after the last.
fn staff(project: &mut Project, id: ResourceId, count: u32) -> (u32, u32) {
    let first = project.last_id.saturating_add(1);
    let Some(resource) = project.resources.get(&id).cloned() else { return (first, first) };
    let Resource { name, data: ResourceData::Queue(queue), .. } = &*resource else { return (first, first) };
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
    (first, project.last_id.saturating_add(1))
}
