//! Routing rules, distribution policies and campaigns that assign conversations to nobody, or that send templates that their
//! channel does not support.

use std::collections::BTreeSet;

use crate::catalog::{Finding, skills};
use crate::model::resource::{
    Campaign, CampaignChannel, DistributionGroup, DistributionMethod, DistributionPolicy, Queue, RoutingRule,
    RuleTarget,
};
use crate::model::{Project, ResourceData, ResourceId, ResourceKind};

pub(super) fn check_rule(project: &Project, name: &str, rule: &RoutingRule, found: &mut Vec<Finding>) {
    if rule.targets.is_empty() {
        let message = format!("Routing rule \"{name}\" has no targets, so nobody is ever assigned.");
        found.push(Finding::warning("rule-without-targets", message));
    }
    for target in &rule.targets {
        match target {
            RuleTarget::Team(id) => match data(project, *id) {
                Some(ResourceData::Team(team)) if team.members.is_empty() => {
                    let team = project.resources.get(id).map_or("", |it| it.name.as_str());
                    let message = format!("Routing rule \"{name}\": team \"{team}\" is empty and is skipped.");
                    found.push(Finding::warning("rule-team-empty", message));
                }
                Some(ResourceData::Team(_)) => {}
                _ => found.push(unknown(name)),
            },
            RuleTarget::User(id) if !is_user(project, *id) => found.push(unknown(name)),
            RuleTarget::Admin if !has_admin(project) => {
                let message = format!("Routing rule \"{name}\" names the admin, but no user administers the routing.");
                found.push(Finding::warning("rule-without-admin", message));
            }
            RuleTarget::User(_) | RuleTarget::Admin | RuleTarget::LeadOwner | RuleTarget::OpportunityOwner => {}
        }
    }
}

fn unknown(name: &str) -> Finding {
    Finding::error("unknown-member", format!("Routing rule \"{name}\" has a target that no longer exists."))
}

pub(super) fn check_policy(project: &Project, name: &str, policy: &DistributionPolicy, found: &mut Vec<Finding>) {
    if policy.members.is_empty() {
        let message = format!("Distribution policy \"{name}\" has no members, so nobody is ever assigned.");
        found.push(Finding::warning("policy-without-members", message));
    }
    if policy.members.iter().any(|member| !is_user(project, member.user)) {
        let message = format!("Distribution policy \"{name}\" has a member who no longer exists.");
        found.push(Finding::error("unknown-member", message));
    }
    if policy.method != DistributionMethod::ByReceptionRate {
        return;
    }
    for member in &policy.members {
        let Some(ResourceData::User(user)) = data(project, member.user) else { continue };
        let who = project.resources.get(&member.user).map_or("", |it| it.name.as_str());
        if user.daily_limit.is_none() {
            let message = format!(
                "Distribution policy \"{name}\" goes by reception rate, but \"{who}\" has no daily limit to derive the rate from."
            );
            found.push(Finding::warning("policy-without-limit", message));
        } else if user.daily_limit == Some(0) {
            let message = format!(
                "Distribution policy \"{name}\" goes by reception rate: \"{who}\", whose daily limit is 0, gets nothing."
            );
            found.push(Finding::warning("policy-without-limit", message));
        }
    }
}

/// What a queue says of its weight, its ring time and its music.
pub(super) fn check_queue(project: &Project, name: &str, queue: &Queue, found: &mut Vec<Finding>) {
    if !Queue::WEIGHTS.contains(&queue.weight) {
        let message = format!("Queue \"{name}\": the weight is 1 to 100, and not {}.", queue.weight);
        found.push(Finding::warning("queue-weight", message));
    }
    if !Queue::RING_S.contains(&queue.ring_s) {
        let message = format!("Queue \"{name}\": the ring time is 5 s to 2 min.");
        found.push(Finding::warning("queue-ring-time", message));
    }
    if let Some(missing) = skills::missing_words(project, queue, &[]) {
        let message = format!(
            "Queue \"{name}\": no member has {missing}, so nobody is ever asked. Change the skills or the members."
        );
        found.push(Finding::warning("queue-skill", message));
    }
    let is_sound = |id| matches!(data(project, id), Some(ResourceData::SoundFile(_)));
    if queue.music.is_some_and(|id| !is_sound(id)) {
        let message = format!("Queue \"{name}\": the music no longer exists. Choose a sound file.");
        found.push(Finding::error("unknown-music", message));
    }
}

pub(super) fn check_group(project: &Project, name: &str, group: &DistributionGroup, found: &mut Vec<Finding>) {
    let is_queue = |id| matches!(data(project, id), Some(ResourceData::Queue(_)));
    if group.queues.iter().any(|it| !is_queue(it.queue)) {
        let message = format!("Distribution group \"{name}\" has a queue that no longer exists.");
        found.push(Finding::error("unknown-member", message));
    }
    if group.queues.len() > DistributionGroup::MAX_QUEUES {
        let message = format!("Distribution group \"{name}\" has more than {} queues.", DistributionGroup::MAX_QUEUES);
        found.push(Finding::error("group-too-long", message));
    }
    let all: u64 = group.queues.iter().map(|it| u64::from(it.weight)).sum();
    if all != u64::from(DistributionGroup::WHOLE) {
        let message = format!(
            "Distribution group \"{name}\": the weights add up to {all}. Change them so that they add up to {}.",
            DistributionGroup::WHOLE
        );
        found.push(Finding::error("group-weights", message));
    }
    let ids: BTreeSet<ResourceId> = group.queues.iter().map(|it| it.queue).collect();
    if ids.len() < group.queues.len() {
        let message = format!("Distribution group \"{name}\" has the same queue twice. Add the weights and keep one.");
        found.push(Finding::warning("group-queue-twice", message));
    }
}

pub(super) fn check_campaign(project: &Project, name: &str, campaign: &Campaign, found: &mut Vec<Finding>) {
    let wanted = match campaign.channel {
        CampaignChannel::Voice => None,
        CampaignChannel::Sms => Some(ResourceKind::SmsTemplate),
        CampaignChannel::WhatsApp => Some(ResourceKind::MessageTemplate),
    };
    let Some(template) = campaign.template else { return };
    let kind = data(project, template).map(ResourceData::kind);
    if kind.is_none() {
        let message = format!("Campaign \"{name}\" has a template that no longer exists.");
        found.push(Finding::error("unknown-template", message));
    } else if kind != wanted {
        let needed = wanted.map_or("no template", |kind| kind.words().0);
        let message = format!("Campaign \"{name}\" has a template of the wrong kind; its channel takes: {needed}.");
        found.push(Finding::error("wrong-template", message));
    }
}

fn data(project: &Project, id: ResourceId) -> Option<&ResourceData> {
    project.resources.get(&id).map(|it| &it.data)
}

fn is_user(project: &Project, id: ResourceId) -> bool {
    matches!(data(project, id), Some(ResourceData::User(_)))
}

fn has_admin(project: &Project) -> bool {
    project.resources.values().any(|it| matches!(&it.data, ResourceData::User(user) if user.is_admin))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::catalog::sample;
    use crate::model::resource::{GroupQueue, PolicyMember};

    fn codes(check: impl Fn(&mut Vec<Finding>)) -> Vec<&'static str> {
        let mut found = Vec::new();
        check(&mut found);
        found.iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn rules_have_targets_that_exist() {
        let mut project = sample::project();
        let rule = |targets: &[RuleTarget]| RoutingRule { targets: targets.to_vec() };
        let team = ResourceId(3);
        let check = |project: &Project, rule: &RoutingRule| codes(|found| check_rule(project, "r", rule, found));
        assert_eq!(check(&project, &rule(&[])), ["rule-without-targets"]);
        let named = rule(&[RuleTarget::LeadOwner, RuleTarget::Team(team), RuleTarget::User(sample::ANA)]);
        assert!(check(&project, &named).is_empty());
        assert_eq!(check(&project, &rule(&[RuleTarget::Admin])), ["rule-without-admin"]);
        let gone = rule(&[RuleTarget::User(ResourceId(999)), RuleTarget::Team(sample::ANA)]);
        assert_eq!(check(&project, &gone), ["unknown-member", "unknown-member"]);
        if let ResourceData::Team(team) = &mut Arc::make_mut(project.resources.get_mut(&team).unwrap()).data {
            team.members.clear();
        }
        assert_eq!(check(&project, &named), ["rule-team-empty"]);
    }

    #[test]
    fn policies_have_members_with_what_the_method_needs() {
        let mut project = sample::project();
        let check =
            |project: &Project, policy: &DistributionPolicy| codes(|found| check_policy(project, "p", policy, found));
        let mut policy = DistributionPolicy::default();
        assert_eq!(check(&project, &policy), ["policy-without-members"]);
        policy.members = [sample::ANA, sample::BEN].map(|user| PolicyMember { user, priority: 1 }).to_vec();
        assert!(check(&project, &policy).is_empty());
        policy.method = DistributionMethod::ByReceptionRate;
        assert_eq!(check(&project, &policy), ["policy-without-limit", "policy-without-limit"]);
        for (user, limit) in [(sample::ANA, 100), (sample::BEN, 0)] {
            if let ResourceData::User(user) = &mut Arc::make_mut(project.resources.get_mut(&user).unwrap()).data {
                user.daily_limit = Some(limit);
            }
        }
        assert_eq!(check(&project, &policy), ["policy-without-limit"]);
        policy.members.push(PolicyMember { user: ResourceId(999), priority: 1 });
        assert_eq!(check(&project, &policy), ["unknown-member", "policy-without-limit"]);
    }

    #[test]
    fn groups_add_to_a_hundred_and_queues_stay_within_their_limits() {
        let project = sample::project();
        let sales = ResourceId(76);
        let check = |queues: &[(ResourceId, u32)]| {
            let queues = queues.iter().map(|(queue, weight)| GroupQueue { queue: *queue, weight: *weight }).collect();
            let group = DistributionGroup { queues };
            codes(|found| check_group(&project, "g", &group, found))
        };
        assert!(check(&[(sample::SUPPORT, 60), (sales, 40)]).is_empty());
        assert_eq!(check(&[(sample::SUPPORT, 60), (sales, 41)]), ["group-weights"]);
        assert_eq!(check(&[]), ["group-weights"]);
        assert_eq!(check(&[(sample::SUPPORT, 60), (sample::SUPPORT, 40)]), ["group-queue-twice"]);
        assert_eq!(check(&[(sample::ANA, 50), (sales, 50)]), ["unknown-member"]);
        let many: Vec<(ResourceId, u32)> = (0..51).map(|nth| (sales, if nth < 49 { 2 } else { 1 })).collect();
        assert_eq!(check(&many), ["group-too-long", "group-queue-twice"]);
        let of_queue = |queue: Queue| codes(|found| check_queue(&project, "q", &queue, found));
        assert!(of_queue(Queue::default()).is_empty());
        assert!(
            of_queue(Queue { weight: 100, ring_s: 120, music: Some(ResourceId(6)), ..Queue::default() }).is_empty()
        );
        let wrong = Queue { weight: 0, ring_s: 4, music: Some(sample::ANA), ..Queue::default() };
        assert_eq!(of_queue(wrong), ["queue-weight", "queue-ring-time", "unknown-music"]);
    }

    #[test]
    fn campaigns_send_templates_of_their_channel() {
        let project = sample::project();
        let (sms, message) = (ResourceId(62), ResourceId(63));
        let check = |channel, template| {
            let campaign = Campaign { channel, template, ..Campaign::default() };
            codes(|found| check_campaign(&project, "c", &campaign, found))
        };
        assert!(check(CampaignChannel::Sms, Some(sms)).is_empty());
        assert!(check(CampaignChannel::WhatsApp, Some(message)).is_empty());
        assert!(check(CampaignChannel::Sms, None).is_empty());
        assert_eq!(check(CampaignChannel::WhatsApp, Some(sms)), ["wrong-template"]);
        assert_eq!(check(CampaignChannel::Voice, Some(sms)), ["wrong-template"]);
        assert_eq!(check(CampaignChannel::Sms, Some(ResourceId(999))), ["unknown-template"]);
    }
}
