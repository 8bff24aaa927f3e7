//! A scenario put on a project: names become ids, and so many people become users. It is fixed before the first contact arrives.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveTime, Utc};

use crate::actions;
use crate::catalog::interaction::{moment, zone};
use crate::model::resource::Queue;
use crate::model::{
    Action, ActionId, ActionRef, Channel, EntryPoint, EntryPointKind, ItemRef, Project, ReachedStatus, ResourceData,
    ResourceId, ResourceKind, RoutingId, TreeType, Value, Version,
};
use crate::sim::{Basis, Scene, SceneRequest};

use super::draws;
use super::people::{QueueOnStage, named, staffed};
use super::scenario::{MOST_HALF_HOURS, Pattern, Scenario, Time};
use super::sums::Sums;

/// What customers answer to each action, with how often each answer comes against the others.
pub(super) type Mixes = BTreeMap<(RoutingId, ActionId), Vec<(String, u64)>>;

/// A half hour, in milliseconds.
pub(super) const HALF_HOUR_MS: u64 = 1_800_000;

/// A scenario on a project.
pub(super) struct Stage {
    pub project: Arc<Project>,
    pub start: DateTime<Utc>,
    pub entries: Vec<Entry>,
    pub queues: BTreeMap<ResourceId, QueueOnStage>,
    pub answers: Mixes,
    /// The queues of the actions that distribute to one queue, with which of their branches are overflows.
    pub overflows: BTreeMap<ActionRef, (ResourceId, Vec<bool>)>,
    /// The midnights, in milliseconds since the start.
    pub midnights: Vec<u64>,
    pub warm_ms: u64,
    /// When the last half hour of arrivals ends.
    pub end_ms: u64,
    pub seed: u64,
}

/// An entry point with its arrivals.
pub(super) struct Entry {
    pub id: u32,
    /// The scene of a contact, before it has a start and a seed.
    pub scene: Scene,
    pub per_half_hour: Vec<f64>,
    pub pattern: Pattern,
}

impl Stage {
    /// Puts a scenario on a project.
    ///
    /// # Errors
    /// A sentence that says what is wrong, where, and what to do about it.
    pub fn new(project: &Project, scenario: &Scenario) -> Result<Self, String> {
        scenario.check()?;
        let (project, mut queues) = staffed(project, scenario)?;
        let project = Arc::new(project);
        let basis = Basis::of(project.clone());
        for (id, queue) in queues_of(&project) {
            queues.entry(id).or_insert_with(|| QueueOnStage::of(&project, id, queue, None));
        }
        let entries = scenario.arrivals.iter().map(|arrivals| {
            let scene = scene_of(&basis, &arrivals.entry_point)?;
            let id = scene.entry_point.as_ref().map_or(0, |it| it.id.0);
            Ok(Entry { id, scene, per_half_hour: arrivals.per_half_hour.clone(), pattern: arrivals.pattern })
        });
        let entries = entries.collect::<Result<Vec<Entry>, String>>()?;
        for (place, entry) in entries.iter().enumerate() {
            if entries.iter().skip(place + 1).any(|other| other.id == entry.id) {
                let name = entry.scene.entry_point.as_ref().map_or("", |it| it.name.as_str());
                return Err(format!("arrivals: \"{name}\" is there twice. Put its numbers into one list."));
            }
        }
        let time_zone = zone(&project.settings.time_zone, "UTC");
        let start = moment(scenario.start, time_zone);
        let halves = entries.iter().map(|entry| entry.per_half_hour.len()).max().unwrap_or(0);
        let end_ms = u64::try_from(halves).unwrap_or(0).saturating_mul(HALF_HOUR_MS);
        let days = u64::try_from(MOST_HALF_HOURS / 48).unwrap_or(0) + 2;
        let midnight = |ahead: u64| {
            let day = scenario.start.date().checked_add_days(Days::new(ahead))?;
            let since = moment(day.and_time(NaiveTime::MIN), time_zone).signed_duration_since(start);
            u64::try_from(since.num_milliseconds()).ok()
        };
        Ok(Self {
            start,
            entries,
            answers: answers_of(&project, scenario)?,
            overflows: overflows_of(&project),
            midnights: (1..=days).filter_map(midnight).collect(),
            warm_ms: u64::from(scenario.warm_up_s) * 1_000,
            end_ms,
            seed: scenario.seed,
            queues,
            project,
        })
    }

    /// Sums in which nothing has happened yet.
    pub fn empty_sums(&self) -> Sums {
        Sums { window_ms: self.end_ms.saturating_sub(self.warm_ms), ..Sums::default() }
    }

    /// The handling time of a talk, in milliseconds.
    pub fn handling_ms(&self, queue: Option<ResourceId>, seed: u64, count: u32) -> u64 {
        let usual = Time::Exponential(f64::from(Queue::default().handling_s));
        let time = queue.and_then(|queue| self.queues.get(&queue)).map_or(usual, |it| it.handling);
        draws::time_ms(seed, draws::For::Handling, count, time)
    }
}

fn queues_of(project: &Project) -> impl Iterator<Item = (ResourceId, &Queue)> {
    project.resources.values().filter_map(|resource| match &resource.data {
        ResourceData::Queue(queue) => Some((resource.id, queue)),
        _ => None,
    })
}

/// The scene of the contacts that arrive at an entry point.
fn scene_of(basis: &Arc<Basis>, name: &str) -> Result<Scene, String> {
    let project = basis.project();
    let by_name = || project.entry_points.values().find(|it| it.name == name);
    let found = project.entry_point_by_reference(name).or_else(by_name);
    let entry_point: &EntryPoint = found.ok_or_else(|| {
        let names = project.entry_points.values().map(|it| it.reference.as_str()).collect::<Vec<_>>().join(", ");
        format!("arrivals: the project has no entry point \"{name}\". It has: {names}.")
    })?;
    if entry_point.kind == EntryPointKind::VoiceCampaign {
        return Err(format!(
            "arrivals: \"{name}\" is a campaign, which calls out. Only entry points that are called can be played."
        ));
    }
    let assigned = entry_point.assigned.and_then(|(routing, status)| match status {
        ReachedStatus::InTest => project.in_test(routing),
        ReachedStatus::InProduction => project.in_production(routing),
    });
    let version: &Version = assigned.ok_or_else(|| {
        format!("arrivals: \"{name}\" leads to no version in production or in test. Assign a routing to it, and put a version of that in production.")
    })?;
    if project.channel_of(version.id) != Channel::Voice {
        return Err(format!(
            "arrivals: \"{name}\" receives no calls. Emails and chats cannot be played yet; name a telephone number."
        ));
    }
    let request = SceneRequest { version: version.id, entry_point: Some(entry_point.id), ..SceneRequest::default() };
    Scene::on(basis, request)
}

fn answers_of(project: &Project, scenario: &Scenario) -> Result<Mixes, String> {
    let mut answers = BTreeMap::new();
    for it in &scenario.answers {
        let routing = project.routing_by_reference(&it.routing);
        let routing = routing.ok_or_else(|| {
            let all = project.routings.values().map(|it| it.reference.as_str()).collect::<Vec<_>>().join(", ");
            format!("answers: the project has no routing \"{}\". It has: {all}.", it.routing)
        })?;
        let action = ActionId(it.action);
        let versions = project.versions.values().filter(|version| version.info.routing == routing.id);
        if !versions.into_iter().any(|version| version.flow.actions.contains_key(&action)) {
            return Err(format!(
                "answers: no version of \"{}\" has an action {}. Its number is in signalbox simulate --json.",
                it.routing, it.action
            ));
        }
        let mix = it.mix.iter().map(|(text, share)| (text.clone(), u64::from(*share))).collect();
        answers.insert((routing.id, action), mix);
    }
    Ok(answers)
}

/// The actions that distribute to one queue, which of their branches are overflows.
fn overflows_of(project: &Project) -> BTreeMap<ActionRef, (ResourceId, Vec<bool>)> {
    let mut found = BTreeMap::new();
    for version in project.versions.values() {
        let Some(routing) = project.routings.get(&version.info.routing) else { continue };
        let tree = TreeType { kind: routing.kind, channel: routing.channel };
        for (id, action) in version.flow.actions.iter().filter(|(_, action)| action.kind == "to_queue") {
            let Some(queue) = queue_of(project, action) else { continue };
            let keys = actions::branch_keys(action, tree);
            let is_overflow = keys.iter().map(|key| key.starts_with("overflow")).collect();
            found.insert(ActionRef { version: version.id, action: *id }, (queue, is_overflow));
        }
    }
    found
}

fn queue_of(project: &Project, action: &Action) -> Option<ResourceId> {
    if action.params.value("to") == Some(&Value::Text("group".to_owned())) {
        return None;
    }
    match action.params.value("queue")? {
        Value::Item(ItemRef::Item(id)) => Some(ResourceId(*id)),
        Value::Item(ItemRef::Reference(name)) => named(project, ResourceKind::Queue, name),
        _ => None,
    }
}
