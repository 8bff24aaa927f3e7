//! A scenario put on a project: names become ids, and so many people become users. It is fixed before the first contact arrives.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::scenario::{Amount, Customers, Failing, Failure, Pattern, Retries, Time};
use crate::model::{
    ActionId, Channel, EntryPoint, EntryPointKind, OutsideSystem, Project, ReachedStatus, ResourceId, RoutingId,
    Scenario, Version, VersionId,
};
use crate::sim::{Basis, Scene, SceneRequest};

use super::draws;
use super::people::{QueueOnStage, Staffed, There, staffed};
use super::span::Span;

/// What customers answer to each action, with how often each answer comes against the others.
pub(super) type Mixes = BTreeMap<(RoutingId, ActionId), Vec<(String, u64)>>;

/// How long a conversation lasts, on average, where nothing says how long.
const USUAL_CONVERSATION: Amount = Amount::whole(300);

/// A scenario on a project.
pub(super) struct Stage {
    pub project: Arc<Project>,
    pub basis: Arc<Basis>,
    pub span: Span,
    pub entries: Vec<Entry>,
    pub queues: BTreeMap<ResourceId, QueueOnStage>,
    /// Everybody, with when they are there.
    pub people: BTreeMap<ResourceId, There>,
    pub answers: Mixes,
    pub customers: Customers,
    pub failures: Vec<Failure>,
    pub retries: Option<Retries>,
    /// How long a conversation lasts that a person gets without a queue.
    pub handling: Time,
    /// On how many of a hundred days a person is absent.
    pub absence: u32,
    /// The midnights, in milliseconds since the start.
    pub midnights: Vec<u64>,
    /// The half hours in which something arrives.
    pub is_open: Vec<bool>,
    pub warm_ms: u64,
    pub seed: u64,
}

/// An entry point with its arrivals.
pub(super) struct Entry {
    pub id: u32,
    /// The scene of a contact, before it has a caller, a start and a seed.
    pub scene: Scene,
    pub request: SceneRequest,
    pub channel: Channel,
    pub per_half_hour: Vec<f64>,
    pub pattern: Pattern,
}

impl Stage {
    /// Puts a scenario on a project. A version that is given runs instead of the version in production of its routing.
    ///
    /// # Errors
    /// A sentence that says what is wrong, where, and what to do about it.
    pub fn new(project: &Project, scenario: &Scenario, version: Option<VersionId>) -> Result<Self, String> {
        super::check(project, scenario)?;
        let span = Span::of(project, scenario);
        let Staffed { project, queues, people } = staffed(project, scenario, &span)?;
        let project = Arc::new(project);
        let basis = Basis::of(project.clone());
        let mut entries: Vec<Entry> = Vec::new();
        for arrivals in &scenario.arrivals {
            let (scene, request) =
                scene_of(&basis, arrivals.entry_point.id, &arrivals.entry_point.words(&project), version)?;
            let of = |half: u32| {
                let (date, half) = span.place(half);
                arrivals.of(date, half).number() * f64::from(scenario.percent) / 100.0
            };
            let (id, per_half_hour) = (arrivals.entry_point.id.0, (0..span.halves()).map(of).collect());
            if entries.iter().any(|other| other.id == id) {
                let name = arrivals.entry_point.words(&project);
                return Err(format!("Arrivals: \"{name}\" is there twice. Put its numbers into one entry."));
            }
            let channel = scene.channel();
            entries.push(Entry { id, scene, request, channel, per_half_hour, pattern: arrivals.pattern });
        }
        let opens = |half: usize| entries.iter().any(|it| it.per_half_hour.get(half).is_some_and(|count| *count > 0.0));
        let halves = usize::try_from(span.halves()).unwrap_or(0);
        Ok(Self {
            answers: answers_of(&project, scenario)?,
            customers: scenario.customers.clone(),
            failures: scenario.failures.clone(),
            retries: scenario.retries.clone(),
            handling: scenario.handling.unwrap_or(Time::Exponential(USUAL_CONVERSATION)),
            absence: scenario.absence,
            midnights: span.dates().skip(1).map(|date| span.since_ms(date.and_time(chrono::NaiveTime::MIN))).collect(),
            is_open: (0..halves).map(opens).collect(),
            warm_ms: u64::from(scenario.warm_up_s) * 1_000,
            seed: scenario.seed,
            span,
            entries,
            queues,
            people,
            basis,
            project,
        })
    }

    /// What fails in a half hour.
    pub fn down_at(&self, half: u32) -> (Vec<OutsideSystem>, Vec<ResourceId>) {
        let (_, of_day) = self.span.place(half);
        let is_now = |it: &&Failure| u32::try_from(of_day).is_ok_and(|half| (it.from..it.to).contains(&half));
        let (mut systems, mut services) = (Vec::new(), Vec::new());
        for failure in self.failures.iter().filter(is_now) {
            match &failure.what {
                Failing::System(system) => systems.push(*system),
                Failing::Service(service) => services.push(service.id),
            }
        }
        (systems, services)
    }

    /// The handling time of a talk, in milliseconds.
    pub fn handling_ms(&self, queue: Option<ResourceId>, seed: u64, count: u32) -> u64 {
        let time = queue.and_then(|queue| self.queues.get(&queue)).map_or(self.handling, |it| it.handling);
        draws::time_ms(seed, draws::For::Handling, count, time)
    }

    /// The parts of an interval in half hours in which something arrives, after the warm-up.
    pub fn open_parts(&self, from_ms: u64, until_ms: u64) -> impl Iterator<Item = (u32, u64)> + '_ {
        let from_ms = from_ms.max(self.warm_ms);
        let until_ms = until_ms.min(self.span.end_ms());
        let halves = super::span::half_of(from_ms)..self.span.halves();
        let begins_ms = |half: u32| u64::from(half) * super::span::HALF_HOUR_MS;
        halves.take_while(move |half| begins_ms(*half) < until_ms).filter_map(move |half| {
            let is_open = usize::try_from(half).ok().and_then(|half| self.is_open.get(half)).copied().unwrap_or(false);
            let ms = until_ms.min(begins_ms(half + 1)).saturating_sub(from_ms.max(begins_ms(half)));
            (is_open && ms > 0).then_some((half, ms))
        })
    }
}

/// The scene of the contacts that arrive at an entry point.
fn scene_of(
    basis: &Arc<Basis>,
    id: crate::model::EntryPointId,
    name: &str,
    instead: Option<VersionId>,
) -> Result<(Scene, SceneRequest), String> {
    let project = basis.project();
    let found = project.entry_points.get(&id);
    let entry_point: &EntryPoint = found.ok_or_else(|| {
        format!("Arrivals: the project has no entry point \"{name}\". Remove it from the scenario, or choose another.")
    })?;
    if entry_point.kind == EntryPointKind::VoiceCampaign {
        return Err(format!(
            "Arrivals: \"{name}\" is a campaign, which calls out. Only entry points that receive contacts can be played."
        ));
    }
    let assigned = entry_point.assigned.and_then(|(routing, status)| {
        let instead = instead.and_then(|id| project.versions.get(&id)).filter(|it| it.info.routing == routing);
        instead.or_else(|| match status {
            ReachedStatus::InTest => project.in_test(routing),
            ReachedStatus::InProduction => project.in_production(routing),
        })
    });
    let version: &Version = assigned.ok_or_else(|| {
        format!("Arrivals: \"{name}\" leads to no version in production or in test. Assign a routing to it, and put a version of that in production.")
    })?;
    let request = SceneRequest { version: version.id, entry_point: Some(entry_point.id), ..SceneRequest::default() };
    Ok((Scene::on(basis, request.clone())?, request))
}

fn answers_of(project: &Project, scenario: &Scenario) -> Result<Mixes, String> {
    let mut answers = BTreeMap::new();
    for it in &scenario.answers {
        if it.action.title_in(project).is_none() {
            return Err(format!(
                "Answers: no version of the routing has the action \"{}\". Remove it from the scenario.",
                it.action.words(project)
            ));
        }
        let mix = it.mix.iter().map(|(text, share)| (text.clone(), u64::from(*share))).collect();
        answers.insert((it.action.routing, it.action.action), mix);
    }
    Ok(answers)
}
