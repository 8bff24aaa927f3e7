//! Distribution policies: who is eligible, and which of them a method chooses (spec: distribution §3). A policy that allows the busy
//! allows those who are away, too; nobody gets more than the capacity of the channel. By reception rate, who has no daily limit counts with the largest limit among the eligible, and where
//! nobody has one all count the same.

use crate::catalog::{Decision, Interaction, Pool, Purpose};
use crate::model::resource::{DistributionMethod, DistributionPolicy, PolicyMember, Visitors};
use crate::model::{Project, ResourceData, ResourceId};

use super::known::Known;
use super::person::{Allow, No};
use super::{Around, Odds, advance, cursor, drawn, last_agent, name_of, pool_of, round};

/// What an action says instead of the policy; none means the policy's own word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ticks {
    /// Whether busy users are eligible.
    pub allow_busy: Option<bool>,
    /// Whether users who are not connected are eligible.
    pub allow_offline: Option<bool>,
    /// Whether the user who served the customer last comes first.
    pub returning_to_same: Option<bool>,
}

/// An eligible member, with their place in the policy.
struct Eligible<'a> {
    place: usize,
    priority: u8,
    known: Known<'a>,
}

/// Who gets it by a policy.
pub(super) fn decide(
    around: &Around<'_>,
    interaction: &mut Interaction,
    id: ResourceId,
    ticks: Ticks,
) -> Result<Decision, Odds> {
    let Some(policy) = find(around.project, id) else {
        let reasons = vec![format!("Item {id} is not a distribution policy.")];
        return Ok(Decision::Unassigned { reasons, pool: Pool::default() });
    };
    let name = name_of(around.project, id);
    if !is_meant(around, policy) {
        let (wanted, is) = if is_returning(around) { ("new", "returning") } else { ("returning", "new") };
        let reasons = vec![format!("{name} is for {wanted} visitors; this visitor is {is}")];
        return Ok(Decision::Unassigned { reasons, pool: pool(around, interaction, policy) });
    }
    let mut reasons = Vec::new();
    let eligible = eligible(around, interaction, policy, ticks, &mut reasons);
    if policy.members.is_empty() {
        reasons.push(format!("{name} has no members"));
    }
    if let Some(chosen) = returning(around, interaction, (id, policy), ticks, &eligible, &mut reasons) {
        return Ok(assigned(around, chosen, reasons));
    }
    Ok(match choose(around, interaction, (id, policy), &eligible)? {
        Some(Chosen { user, why, turn }) => {
            if let Some(place) = turn {
                advance(interaction, id, place, policy.members.len());
            }
            reasons.push(format!("{why} → {} is chosen", name_of(around.project, user)));
            assigned(around, user, reasons)
        }
        None if policy.method == DistributionMethod::SelfSelect => {
            reasons.push("self-select: the conversation waits in the pool until somebody joins and replies".to_owned());
            Decision::Unassigned { reasons, pool: pool(around, interaction, policy) }
        }
        None => {
            reasons.push(format!("{name}: nobody is eligible → unassigned"));
            Decision::Unassigned { reasons, pool: pool(around, interaction, policy) }
        }
    })
}

/// Who could take a conversation from the pool: the members. It is given to those whom the policy would give it, were they available.
pub(super) fn pool(around: &Around<'_>, interaction: &Interaction, policy: &DistributionPolicy) -> Pool {
    let is_given = is_meant(around, policy) && policy.method != DistributionMethod::SelfSelect;
    let members = policy.members.iter().map(|member| member.user);
    pool_of(around, interaction, members, |known| is_given && known.lacks(skills(policy)).is_none())
}

/// The skills that narrow the eligible.
fn skills(policy: &DistributionPolicy) -> impl Iterator<Item = (&str, i64)> {
    policy.skills.iter().map(|(skill, least)| (skill.as_str(), i64::from(*least)))
}

pub(super) fn find(project: &Project, id: ResourceId) -> Option<&DistributionPolicy> {
    match &project.resources.get(&id)?.data {
        ResourceData::DistributionPolicy(policy) => Some(policy),
        _ => None,
    }
}

fn assigned(around: &Around<'_>, user: ResourceId, reasons: Vec<String>) -> Decision {
    Decision::Assigned { user, name: name_of(around.project, user).into_owned(), reasons }
}

/// Whether the policy is for this visitor.
fn is_meant(around: &Around<'_>, policy: &DistributionPolicy) -> bool {
    match policy.visitors {
        Visitors::All => true,
        Visitors::New => !is_returning(around),
        Visitors::Returning => is_returning(around),
    }
}

/// A visitor returns who was in contact on this channel before. A hidden number is new.
fn is_returning(around: &Around<'_>) -> bool {
    !around.door.is_hidden() && around.door.contacts().iter().any(|contact| contact.channel == around.channel)
}

/// The user who served the customer last, if they are eligible; beside them is said whom the method would have chosen.
fn returning(
    around: &Around<'_>,
    interaction: &Interaction,
    policy: (ResourceId, &DistributionPolicy),
    ticks: Ticks,
    eligible: &[Eligible<'_>],
    reasons: &mut Vec<String>,
) -> Option<ResourceId> {
    if !ticks.returning_to_same.unwrap_or(policy.1.returning_to_same) {
        return None;
    }
    let Some(last) = last_agent(around) else {
        reasons.push("nobody has served this customer before".to_owned());
        return None;
    };
    let name = name_of(around.project, last);
    if !eligible.iter().any(|one| one.known.id == last) {
        reasons.push(format!("{name} served this customer last, but is not eligible"));
        return None;
    }
    // The method is only asked, so its cursor does not move, and nothing is drawn.
    if let Ok(Some(other)) = choose(around, interaction, policy, eligible) {
        reasons.push(format!("{}: {} would be chosen", other.why, name_of(around.project, other.user)));
    }
    reasons.push(format!("{name} served this customer last → {name} is chosen"));
    Some(last)
}

/// The members who may be chosen, in member order; why or why not is said of each.
fn eligible<'a>(
    around: &Around<'a>,
    interaction: &Interaction,
    policy: &DistributionPolicy,
    ticks: Ticks,
    reasons: &mut Vec<String>,
) -> Vec<Eligible<'a>> {
    let busy = ticks.allow_busy.unwrap_or(policy.allow_busy);
    let offline = ticks.allow_offline.unwrap_or(policy.allow_offline);
    let allow = Allow { busy, away: busy, offline, full: false };
    let mut found: Vec<Eligible<'a>> = Vec::new();
    for (place, PolicyMember { user, priority }) in policy.members.iter().copied().enumerate() {
        let Some(known) = Known::of(around, interaction, user) else {
            reasons.push(format!("{}: this user does not exist", name_of(around.project, user)));
            continue;
        };
        if found.iter().any(|one| one.known.id == user) {
            continue;
        }
        if let Some(no) = hindrance(around, policy, allow, &known) {
            reasons.push(format!("{}: {}", known.name, no.words()));
        } else {
            reasons.push(standing_words(around, policy, &known));
            found.push(Eligible { place, priority, known });
        }
    }
    found
}

fn hindrance(around: &Around<'_>, policy: &DistributionPolicy, allow: Allow, known: &Known<'_>) -> Option<No> {
    known.may_be_given(around.channel, allow).err().or_else(|| known.lacks(skills(policy)))
}

/// *Ana: available, 1 of 3 open, 12 of 100 today, French level 3 ≥ 2*.
fn standing_words(around: &Around<'_>, policy: &DistributionPolicy, known: &Known<'_>) -> String {
    let (open, presence) = (known.open_words(around.channel), known.person.presence.words());
    let mut words = vec![format!("{}: {presence}, {open}", known.name)];
    words.extend(known.person.daily_limit.map(|limit| format!("{} of {limit} today", known.person.received)));
    words.extend(
        policy.skills.iter().map(|(skill, least)| format!("{skill} level {} ≥ {least}", known.user.level(skill))),
    );
    words.join(", ")
}

/// Whom a method chooses.
struct Chosen {
    user: ResourceId,
    why: String,
    /// The place of the member from which the cursor moves on; none where the method has no cursor.
    turn: Option<usize>,
}

/// Whom the method chooses among the eligible, and why.
///
/// # Errors
/// The odds, where chance decides and nothing is drawn yet.
fn choose(
    around: &Around<'_>,
    interaction: &Interaction,
    (id, policy): (ResourceId, &DistributionPolicy),
    eligible: &[Eligible<'_>],
) -> Result<Option<Chosen>, Odds> {
    let members = policy.members.len();
    let Some(first) = eligible.first() else { return Ok(None) };
    let chosen = |one: &Eligible<'_>, why: String| Some(Chosen { user: one.known.id, why, turn: None });
    Ok(match policy.method {
        DistributionMethod::SelfSelect => None,
        DistributionMethod::ByOrder => chosen(first, "by order, the first eligible user".to_owned()),
        DistributionMethod::InTurn => {
            let mut places = round(cursor(around, interaction, id, members), members);
            let one = places.find_map(|place| eligible.iter().find(|one| one.place == place));
            let why = "in turn, the next user".to_owned();
            one.map(|one| Chosen { user: one.known.id, why, turn: Some(one.place) })
        }
        DistributionMethod::ByWorkload => {
            let one =
                eligible.iter().min_by_key(|one| (one.priority, one.known.person.sessions, one.place)).unwrap_or(first);
            chosen(one, format!("by workload, priority {} and {} open", one.priority, one.known.person.sessions))
        }
        DistributionMethod::ByReceptionRate => {
            let weights = weights(eligible);
            let sum: u64 = weights.iter().sum();
            let of_each = || eligible.iter().zip(weights.iter().copied());
            let drawn = drawn(around, Purpose::Reception, of_each().map(|(one, weight)| (one.known.id, weight)))?;
            let found = of_each().find(|(one, _)| Some(one.known.id) == drawn);
            found.and_then(|(one, weight)| chosen(one, format!("by reception rate, {weight} of {sum}")))
        }
    })
}

/// What each of the eligible counts by reception rate: the own daily limit.
fn weights(eligible: &[Eligible<'_>]) -> Vec<u64> {
    let limits = || eligible.iter().map(|one| one.known.person.daily_limit);
    let largest = limits().flatten().max().unwrap_or(1);
    limits().map(|limit| u64::from(limit.unwrap_or(largest))).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::catalog::sample::{ANA, BEN, stage};
    use crate::catalog::{Fact, FactValue, Request, Stage};
    use crate::dist::around_of;
    use crate::model::resource::User;
    use crate::model::{Channel, Contact, UserLoad, UserState};

    const POLICY: ResourceId = ResourceId(75);

    fn with(change: impl Fn(&mut DistributionPolicy)) -> Stage {
        let mut stage = stage();
        let resource = Arc::make_mut(stage.project.resources.get_mut(&POLICY).unwrap());
        let ResourceData::DistributionPolicy(policy) = &mut resource.data else { panic!("no policy") };
        change(policy);
        stage
    }

    fn user(stage: &mut Stage, id: ResourceId) -> &mut User {
        let resource = Arc::make_mut(stage.project.resources.get_mut(&id).unwrap());
        let ResourceData::User(user) = &mut resource.data else { panic!("no user") };
        user
    }

    fn common_divisor(mut one: u64, mut other: u64) -> u64 {
        while other != 0 {
            (one, other) = (other, one % other);
        }
        one
    }

    /// The probability of each eligible member by reception rate, as a fraction in lowest terms: user, numerator, denominator.
    fn odds(stage: &Stage, policy: ResourceId, ticks: Ticks) -> Vec<(ResourceId, u64, u64)> {
        around_of(stage, Channel::Messaging, |around| {
            let Some(policy) = find(around.project, policy) else { return Vec::new() };
            let eligible = eligible(around, &Interaction::default(), policy, ticks, &mut Vec::new());
            let weights = weights(&eligible);
            let sum: u64 = weights.iter().sum();
            let fraction = |(one, weight): (&Eligible<'_>, &u64)| {
                let common = common_divisor(*weight, sum).max(1);
                (one.known.id, weight / common, sum / common)
            };
            eligible.iter().zip(&weights).map(fraction).collect()
        })
    }

    fn drawn_in(stage: &Stage, interaction: &mut Interaction, drawn: Option<ResourceId>) -> Result<Decision, Odds> {
        let request =
            Request::Policy { policy: POLICY, allow_busy: None, allow_offline: None, returning_to_same: None };
        around_of(stage, Channel::Messaging, |around| {
            if let Some(user) = drawn {
                let value = FactValue::Drawn(user.to_string());
                around.door.know(|facts| facts.decide(Fact::Draw(Purpose::Reception), value));
            }
            super::super::decide(around, interaction, &request)
        })
    }

    fn decide_in(stage: &Stage, interaction: &mut Interaction) -> (Option<ResourceId>, Vec<String>) {
        match drawn_in(stage, interaction, None).unwrap() {
            Decision::Assigned { user, reasons, .. } => (Some(user), reasons),
            Decision::Unassigned { reasons, .. } => (None, reasons),
            other => panic!("{other:?}"),
        }
    }

    fn decided(stage: &Stage) -> (Option<ResourceId>, Vec<String>) {
        decide_in(stage, &mut Interaction::default())
    }

    fn by_rate() -> Stage {
        let mut stage = with(|policy| policy.method = DistributionMethod::ByReceptionRate);
        user(&mut stage, ANA).daily_limit = Some(100);
        user(&mut stage, BEN).daily_limit = Some(200);
        stage
    }

    #[test]
    fn limits_of_100_and_200_give_a_third_and_two_thirds() {
        let mut stage = by_rate();
        let odds = |stage: &Stage| odds(stage, POLICY, Ticks::default());
        assert_eq!(odds(&stage), [(ANA, 1, 3), (BEN, 2, 3)]);
        let mut interaction = Interaction::default();
        let wanted = Odds { purpose: Purpose::Reception, weights: vec![(ANA, 100), (BEN, 200)] };
        assert_eq!(drawn_in(&stage, &mut interaction, None), Err(wanted));
        let Ok(Decision::Assigned { user: chosen, reasons, .. }) = drawn_in(&stage, &mut interaction, Some(BEN)) else {
            panic!("nobody")
        };
        assert_eq!(chosen, BEN);
        assert_eq!(reasons.last().unwrap(), "by reception rate, 200 of 300 → Ben is chosen");
        // Who cannot be drawn is not.
        assert!(drawn_in(&stage, &mut interaction, Some(ResourceId(1_000))).is_err());

        stage.world.users.insert(BEN, UserState::Offline);
        assert_eq!(odds(&stage), [(ANA, 1, 1)]);
        assert_eq!(decide_in(&stage, &mut interaction).0, Some(ANA));
        stage.world.users.clear();
        user(&mut stage, ANA).closed_channels = vec![Channel::Messaging];
        assert_eq!(odds(&stage), [(BEN, 1, 1)]);
        user(&mut stage, BEN).daily_limit = Some(0);
        assert_eq!((odds(&stage), decided(&stage).0), (vec![], None));
    }

    #[test]
    fn without_a_limit_one_counts_with_the_largest() {
        let mut stage = by_rate();
        user(&mut stage, ANA).daily_limit = None;
        let of = odds;
        let odds = |stage: &Stage| of(stage, POLICY, Ticks::default());
        assert_eq!(odds(&stage), [(ANA, 1, 2), (BEN, 1, 2)]);
        user(&mut stage, BEN).daily_limit = None;
        assert_eq!(odds(&stage), [(ANA, 1, 2), (BEN, 1, 2)]);
        assert_eq!(of(&stage, ANA, Ticks::default()), []);
    }

    #[test]
    fn in_turn_gives_even_shares_and_keeps_its_place() {
        let third = ResourceId(900);
        let mut stage = with(|policy| policy.members.push(PolicyMember { user: third, priority: 0 }));
        let mut clone = stage.project.resources[&ANA].as_ref().clone();
        (clone.id, clone.name) = (third, "Chloé".to_owned());
        stage.project.resources.insert(third, Arc::new(clone));
        let mut interaction = Interaction::default();
        let mut shares = |stage: &Stage, rounds: u32| {
            let mut counts = [0u32; 3];
            for _ in 0..rounds {
                let chosen = decide_in(stage, &mut interaction).0;
                counts[[ANA, BEN, third].iter().position(|id| Some(*id) == chosen).unwrap()] += 1;
            }
            counts
        };
        assert_eq!(shares(&stage, 1_000), [334, 333, 333]);
        stage.world.users.insert(BEN, UserState::Busy);
        assert_eq!(shares(&stage, 1_000), [500, 0, 500]);
        stage.world.users.clear();
        stage.world.cursors.insert(POLICY, 2);
        assert_eq!(decided(&stage).0, Some(third));
    }

    #[test]
    fn who_is_eligible() {
        let reason = |change: fn(&mut Stage)| {
            let mut stage = with(|policy| policy.members.truncate(1));
            change(&mut stage);
            let (chosen, reasons) = decided(&stage);
            format!("{}{}", if chosen.is_some() { "+ " } else { "" }, reasons[0])
        };
        assert_eq!(reason(|_| {}), "+ Ana: available, 0 of 3 open");
        assert_eq!(reason(|stage| _ = stage.world.users.insert(ANA, UserState::Offline)), "Ana: offline");
        assert_eq!(reason(|stage| _ = stage.world.users.insert(ANA, UserState::Busy)), "Ana: busy");
        assert_eq!(reason(|stage| _ = stage.world.users.insert(ANA, UserState::Away)), "Ana: away");
        assert_eq!(
            reason(|stage| _ =
                stage.world.loads.insert(ANA, UserLoad { sessions: 3, received_today: 0, ..UserLoad::default() })),
            "Ana: busy, 3 of 3"
        );
        assert_eq!(
            reason(|stage| {
                user(stage, ANA).daily_limit = Some(5);
                stage.world.loads.insert(ANA, UserLoad { sessions: 1, received_today: 5, ..UserLoad::default() });
            }),
            "Ana: 5 received today, the daily limit"
        );
        assert_eq!(
            reason(|stage| user(stage, ANA).closed_channels.push(Channel::Messaging)),
            "Ana: may not receive messaging"
        );
    }

    #[test]
    fn ticks_let_the_busy_and_the_offline_in() {
        let mut stage = with(|policy| policy.allow_offline = true);
        stage.world.users = [(ANA, UserState::Busy), (BEN, UserState::Offline)].into();
        assert_eq!(decided(&stage).0, Some(BEN));
        let ids = |ticks| {
            let found = odds(&stage, POLICY, ticks);
            found.into_iter().map(|(user, ..)| user).collect::<Vec<_>>()
        };
        assert_eq!(ids(Ticks { allow_busy: Some(true), ..Ticks::default() }), [ANA, BEN]);
        assert_eq!(ids(Ticks { allow_offline: Some(false), ..Ticks::default() }), []);
    }

    #[test]
    fn skills_workload_order_and_self_select() {
        let mut stage = with(|policy| {
            policy.skills = [("French".to_owned(), 2)].into();
            policy.method = DistributionMethod::ByOrder;
        });
        user(&mut stage, ANA).skills = [("french".to_owned(), 1)].into();
        user(&mut stage, BEN).skills = [("French".to_owned(), 3)].into();
        let (chosen, reasons) = decided(&stage);
        assert_eq!(chosen, Some(BEN));
        assert_eq!(
            reasons,
            [
                "Ana: French level 1 < 2",
                "Ben: available, 0 of 3 open, French level 3 ≥ 2",
                "by order, the first eligible user → Ben is chosen"
            ]
        );

        let mut stage = with(|policy| policy.method = DistributionMethod::ByWorkload);
        stage.world.loads.insert(ANA, UserLoad { sessions: 2, received_today: 0, ..UserLoad::default() });
        assert_eq!(decided(&stage).0, Some(ANA), "priority comes first");
        let mut stage = with(|policy| {
            policy.method = DistributionMethod::ByWorkload;
            policy.members.iter_mut().for_each(|member| member.priority = 1);
        });
        assert_eq!(decided(&stage).0, Some(ANA), "then member order");
        stage.world.loads.insert(ANA, UserLoad { sessions: 2, received_today: 0, ..UserLoad::default() });
        assert_eq!(decided(&stage).0, Some(BEN), "then fewest open sessions");

        let (chosen, reasons) = decided(&with(|policy| policy.method = DistributionMethod::SelfSelect));
        assert_eq!(chosen, None);
        assert!(reasons.last().unwrap().starts_with("self-select"));
    }

    #[test]
    fn a_returning_customer_goes_to_who_served_them_last() {
        let mut stage = with(|policy| policy.returning_to_same = true);
        let contact = |served_by| Contact { hours_ago: 5, channel: Channel::Messaging, served_by };
        stage.caller.contacts = vec![contact(None), contact(Some(BEN)), contact(Some(ANA))];
        let mut interaction = Interaction::default();
        let (chosen, reasons) = decide_in(&stage, &mut interaction);
        assert_eq!(chosen, Some(BEN));
        assert_eq!(interaction, Interaction::default(), "the method was only asked");
        assert_eq!(
            reasons[2..],
            ["in turn, the next user: Ana would be chosen", "Ben served this customer last → Ben is chosen"]
        );
        stage.world.users.insert(BEN, UserState::Offline);
        let (chosen, reasons) = decided(&stage);
        assert_eq!(chosen, Some(ANA));
        assert_eq!(reasons[2], "Ben served this customer last, but is not eligible");
    }

    #[test]
    fn new_and_returning_visitors_may_have_policies_of_their_own() {
        let mut stage = with(|policy| policy.visitors = Visitors::Returning);
        assert_eq!(decided(&stage).1, ["Shared out is for returning visitors; this visitor is new"]);
        let channel = Channel::Messaging;
        stage.caller.contacts = vec![Contact { hours_ago: 5, channel, served_by: None }];
        assert_eq!(decided(&stage).0, Some(ANA));
    }
}
