//! What a fair-share audit is about: the contacts, and who is there (spec: load §5).

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::catalog::skills;
use crate::model::resource::{Capacity, DistributionMethod, RoutingRule, RuleTarget, Visitors};
use crate::model::scenario::{Amount, Time};
use crate::model::{Channel, Project, Resource, ResourceData, ResourceId, Scenario};

use super::people::There;
use super::span::HALF_HOUR_MS;
use super::stage::Stage;

/// Fewest contacts.
pub const FEWEST: u32 = 1_000;
/// Most contacts.
pub const MOST: u32 = 1_000_000;
/// How much of the time of all people the contacts of an audit take, in percent.
const USED: u64 = 70;

/// What contacts are given.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// What decides.
    pub of: ResourceId,
    /// How many contacts, [`FEWEST`] to [`MOST`]; those of a scenario are played until there are so many.
    pub contacts: u32,
    /// The channel; none for calls to queues and groups, and messages to all others.
    pub channel: Option<Channel>,
    /// How many of a hundred come from customers of earlier contacts.
    pub returning: u32,
    /// On how many of a hundred days a person is absent.
    pub absence: u32,
    /// The scenario whose contacts and people these are; none for even arrivals while everybody is there.
    pub scenario: Option<&'a Scenario>,
    /// The seed of all draws.
    pub seed: u64,
}

/// What is the same in each play of an audit.
pub(super) struct Setting {
    pub project: Arc<Project>,
    pub channel: Channel,
    pub start: DateTime<Utc>,
    /// When contacts arrive in a replication, in milliseconds since its start.
    pub times: Vec<u64>,
    pub replications: u32,
    pub people: Vec<ResourceId>,
    /// When people are there; who is not here is there always.
    pub there: BTreeMap<ResourceId, There>,
    pub absence: u32,
    pub returning: u32,
    /// Whether only customers who have been in contact are meant.
    pub is_for_returning: bool,
    pub handling: Time,
    pub seed: u64,
}

/// Who may get contacts, in order of the ids.
fn people_of(project: &Project, of: ResourceId) -> Vec<ResourceId> {
    let team = |id: &ResourceId| match project.resources.get(id).map(|it| &it.data) {
        Some(ResourceData::Team(team)) => team.members.clone(),
        _ => Vec::new(),
    };
    let mut people: Vec<ResourceId> = match project.resources.get(&of).map(|it| &it.data) {
        Some(ResourceData::DistributionPolicy(policy)) => policy.members.iter().map(|it| it.user).collect(),
        Some(ResourceData::Queue(queue)) => skills::members(project, queue).into_iter().map(|it| it.who).collect(),
        Some(ResourceData::Team(_)) => team(&of),
        Some(ResourceData::DistributionGroup(group)) => {
            group.queues.iter().flat_map(|it| people_of(project, it.queue)).collect()
        }
        Some(ResourceData::RoutingRule(rule)) => {
            let of_target = |target: &RuleTarget| match target {
                RuleTarget::User(user) => vec![*user],
                RuleTarget::Team(id) => team(id),
                RuleTarget::Admin => {
                    let is_admin = |data: &ResourceData| matches!(data, ResourceData::User(user) if user.is_admin);
                    project.resources.values().filter(|it| is_admin(&it.data)).map(|it| it.id).collect()
                }
                RuleTarget::LeadOwner | RuleTarget::OpportunityOwner => Vec::new(),
            };
            rule.targets.iter().flat_map(of_target).collect()
        }
        _ => Vec::new(),
    };
    people.retain(|who| matches!(project.resources.get(who).map(|it| &it.data), Some(ResourceData::User(_))));
    people.sort_unstable();
    people.dedup();
    people
}

/// The setting of an audit, and what decides in it.
pub(super) fn setting_of(project: &Project, asked: &Asked<'_>) -> Result<(Setting, ResourceId), String> {
    let found = project.resources.get(&asked.of).ok_or("What is to be audited does not exist.")?;
    if !(FEWEST..=MOST).contains(&asked.contacts) {
        return Err(format!("{} contacts are not from 1,000 to 1,000,000.", asked.contacts));
    }
    let of_percent = [("Returning customers", asked.returning), ("Absence", asked.absence)];
    if let Some((what, percent)) = of_percent.into_iter().find(|(_, percent)| *percent > 100) {
        return Err(format!("{what}: {percent} % is more than 100 %."));
    }
    let is_of_queues = matches!(found.data, ResourceData::Queue(_) | ResourceData::DistributionGroup(_));
    let usual = if is_of_queues { Channel::Voice } else { Channel::Messaging };
    let channel = asked.channel.unwrap_or(usual);
    let is_for_returning = match &found.data {
        ResourceData::DistributionPolicy(policy) if policy.method == DistributionMethod::SelfSelect => {
            return Err(format!(
                "\"{}\" chooses nobody: whoever wants takes a conversation from the pool.",
                found.name
            ));
        }
        ResourceData::DistributionPolicy(policy) => policy.visitors == Visitors::Returning,
        _ => false,
    };
    let stage = asked.scenario.map(|scenario| Stage::new(project, scenario, None)).transpose()?;
    let mut project = stage.as_ref().map_or_else(|| project.clone(), |stage| Project::clone(&stage.project));
    let of = with_rule(&mut project, asked.of);
    let people = people_of(&project, of);
    if people.is_empty() {
        return Err(format!("\"{}\" has nobody who could get a contact. Give it members.", found.name));
    }
    let handling = match (&found.data, &stage) {
        (ResourceData::Queue(queue), None) => Time::Exponential(Amount::whole(queue.handling_s.max(1))),
        (ResourceData::Queue(_), Some(stage)) => stage.queues.get(&asked.of).map_or(stage.handling, |it| it.handling),
        (_, Some(stage)) => stage.handling,
        (_, None) => Time::Exponential(Amount::whole(300)),
    };
    let mut setting = Setting {
        channel,
        start: stage.as_ref().map_or_else(DateTime::default, |stage| stage.span.start()),
        times: Vec::new(),
        replications: 1,
        there: BTreeMap::new(),
        absence: asked.absence,
        returning: asked.returning,
        is_for_returning,
        handling,
        seed: asked.seed,
        people,
        project: Arc::new(project),
    };
    match (stage, asked.scenario) {
        (Some(stage), Some(scenario)) => setting.take_from(&stage, scenario, asked.contacts)?,
        _ => setting.arrives_evenly(asked.contacts),
    }
    Ok((setting, of))
}

/// A team decides nothing by itself: a rule with the team alone does, as in the flow.
fn with_rule(project: &mut Project, of: ResourceId) -> ResourceId {
    let Some(team) = project.resources.get(&of).filter(|it| matches!(it.data, ResourceData::Team(_))) else {
        return of;
    };
    project.last_id = project.last_id.saturating_add(1);
    let id = ResourceId(project.last_id);
    let data = ResourceData::RoutingRule(RoutingRule { targets: vec![RuleTarget::Team(of)] });
    let reference = format!("audit_{}", id.0);
    let rule = Resource { id, reference, aliases: Vec::new(), data, ..Resource::clone(team) };
    project.resources.insert(id, Arc::new(rule));
    id
}

impl Setting {
    /// Contacts at equal distances that take 70 % of the time of all people.
    fn arrives_evenly(&mut self, contacts: u32) {
        let room = |who: &ResourceId| match self.project.resources.get(who).map(|it| &it.data) {
            Some(ResourceData::User(user)) => room_of(self.channel, user.capacity),
            _ => 0,
        };
        let room: u32 = self.people.iter().map(room).sum();
        let handling_ms = super::draws::ms(self.handling.mean().number());
        // Half a second more tells the times apart for which people are free.
        let gap_ms = (handling_ms * 100 / USED / u64::from(room.max(1))).max(1_500);
        self.times = (0..u64::from(contacts)).map(|number| number * gap_ms).collect();
    }

    /// The arrivals and the people of a scenario, as often as there are enough contacts. Within a half hour contacts come evenly.
    fn take_from(&mut self, stage: &Stage, scenario: &Scenario, contacts: u32) -> Result<(), String> {
        let mut times: Vec<u64> = Vec::new();
        for entry in &stage.entries {
            for (half, count) in (0_u64..).zip(&entry.per_half_hour) {
                let count = Amount::nearest(*count).0.div_ceil(100);
                let at = |number: u32| {
                    half * HALF_HOUR_MS + HALF_HOUR_MS * (2 * u64::from(number) + 1) / (2 * u64::from(count))
                };
                times.extend((0..count).map(at));
            }
        }
        times.sort_unstable();
        let in_one = u32::try_from(times.len()).unwrap_or(u32::MAX);
        if in_one == 0 || in_one > MOST {
            return Err(format!("The scenario has {in_one} contacts. An audit needs 1 to 1,000,000."));
        }
        self.times = times;
        self.replications = contacts.div_ceil(in_one);
        self.there = stage.people.iter().map(|(who, there)| (*who, there.clone())).collect();
        self.absence = self.absence.max(scenario.absence);
        self.returning = self.returning.max(scenario.customers.returning);
        Ok(())
    }
}

/// Most of a channel that a person has at once.
fn room_of(channel: Channel, capacity: Capacity) -> u32 {
    match channel {
        Channel::Voice => 1,
        Channel::Email => capacity.email,
        Channel::Messaging => capacity.messaging,
    }
}
