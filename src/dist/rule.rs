//! Routing rules with fallbacks: the targets in order, each with its reasons; the first who exists, and is available
//! where that is asked for, gets it (spec: distribution §2). Admin is tried only where the rule names it.

use crate::catalog::{Decision, Interaction, Pool, fold};
use crate::model::resource::{RoutingRule, RuleTarget};
use crate::model::{ResourceData, ResourceId};

use super::known::Known;
use super::person::Allow;
use super::{Around, advance, cursor, members_of, name_of, pool_of, round};

/// Who gets it by a rule.
pub(super) fn decide(
    around: &Around<'_>,
    interaction: &mut Interaction,
    id: ResourceId,
    needs_available: bool,
    opportunity: &str,
) -> Decision {
    let mut reasons = Vec::new();
    let Some(ResourceData::RoutingRule(rule)) = around.project.resources.get(&id).map(|resource| &resource.data) else {
        reasons.push(format!("Item {id} is not a routing rule."));
        return Decision::Unassigned { reasons, pool: Pool::default() };
    };
    for target in &rule.targets {
        let chosen = match *target {
            RuleTarget::LeadOwner => {
                one((around, interaction), "Lead owner", lead_owner(around), needs_available, &mut reasons)
            }
            RuleTarget::OpportunityOwner => {
                let owner = opportunity_owner(around, opportunity);
                one((around, interaction), "Opportunity owner", owner, needs_available, &mut reasons)
            }
            RuleTarget::User(user) => one((around, interaction), "User", Ok(user), needs_available, &mut reasons),
            RuleTarget::Team(team) => in_team(around, interaction, team, needs_available, &mut reasons),
            RuleTarget::Admin => admin((around, interaction), needs_available, &mut reasons),
        };
        if let Some(user) = chosen {
            return Decision::Assigned { user, name: name_of(around.project, user).into_owned(), reasons };
        }
    }
    if rule.targets.is_empty() {
        reasons.push("The rule has no targets.".to_owned());
    }
    reasons.push(format!("{}: nobody → unassigned", name_of(around.project, id)));
    Decision::Unassigned { reasons, pool: pool(around, interaction, rule, opportunity) }
}

/// Everybody whom the rule names, in its order.
fn pool(around: &Around<'_>, interaction: &Interaction, rule: &RoutingRule, opportunity: &str) -> Pool {
    let named = rule.targets.iter().flat_map(|target| match target {
        RuleTarget::LeadOwner => lead_owner(around).into_iter().collect(),
        RuleTarget::OpportunityOwner => opportunity_owner(around, opportunity).into_iter().collect(),
        RuleTarget::User(user) => vec![*user],
        RuleTarget::Team(team) => members_of(around.project, *team),
        RuleTarget::Admin => {
            let is_admin = |data: &ResourceData| matches!(data, ResourceData::User(user) if user.is_admin);
            around.project.resources.values().filter(|found| is_admin(&found.data)).map(|found| found.id).collect()
        }
    });
    pool_of(around, interaction, named, |_| true)
}

fn lead_owner(around: &Around<'_>) -> Result<ResourceId, String> {
    around.door.lead_owner().ok_or_else(|| "the lead has no owner".to_owned())
}

/// The owner of the chosen opportunity. A new one has none.
fn opportunity_owner(around: &Around<'_>, chosen: &str) -> Result<ResourceId, String> {
    let chosen = chosen.trim();
    if chosen.is_empty() {
        return Err("no opportunity is chosen".to_owned());
    }
    let opportunities = around.door.opportunities();
    let found = opportunities.iter().find(|opportunity| fold::same(&opportunity.name, chosen));
    found.and_then(|found| found.owner).ok_or_else(|| format!("{chosen} is new and has no owner"))
}

/// One person, by the role in which the rule names them.
fn one(
    (around, interaction): (&Around<'_>, &Interaction),
    role: &str,
    who: Result<ResourceId, String>,
    needs_available: bool,
    reasons: &mut Vec<String>,
) -> Option<ResourceId> {
    let found =
        who.and_then(|id| Known::of(around, interaction, id).ok_or_else(|| "this user does not exist".to_owned()));
    let known = match found {
        Ok(known) => known,
        Err(why) => {
            reasons.push(format!("{role}: {why}"));
            return None;
        }
    };
    take(around, &format!("{role} {}", known.name), &known, needs_available, reasons)
}

/// The members in turn, from the team's cursor.
fn in_team(
    around: &Around<'_>,
    interaction: &mut Interaction,
    id: ResourceId,
    needs_available: bool,
    reasons: &mut Vec<String>,
) -> Option<ResourceId> {
    let name = name_of(around.project, id);
    let Some(ResourceData::Team(team)) = around.project.resources.get(&id).map(|resource| &resource.data) else {
        reasons.push(format!("{name}: this team does not exist"));
        return None;
    };
    let members: Vec<Known<'_>> =
        team.members.iter().filter_map(|user| Known::of(around, interaction, *user)).collect();
    if members.is_empty() {
        reasons.push(format!("{name}: the team is empty"));
        return None;
    }
    for place in round(cursor(around, interaction, id, members.len()), members.len()) {
        let Some(member) = members.get(place) else { continue };
        let role = format!("{name}, {}", member.name);
        if let Some(user) = take(around, &role, member, needs_available, reasons) {
            advance(interaction, id, place, members.len());
            return Some(user);
        }
    }
    None
}

/// The admin with the lowest id.
fn admin(
    (around, interaction): (&Around<'_>, &Interaction),
    needs_available: bool,
    reasons: &mut Vec<String>,
) -> Option<ResourceId> {
    let ids = around.project.resources.keys().copied();
    let admins: Vec<Known<'_>> =
        ids.filter_map(|id| Known::of(around, interaction, id)).filter(|known| known.user.is_admin).collect();
    if admins.is_empty() {
        reasons.push("Admin: no user is an admin".to_owned());
    }
    admins.iter().find_map(|admin| take(around, &format!("Admin {}", admin.name), admin, needs_available, reasons))
}

/// Takes somebody who exists, unless they must be available and are not.
fn take(
    around: &Around<'_>,
    role: &str,
    known: &Known<'_>,
    needs_available: bool,
    reasons: &mut Vec<String>,
) -> Option<ResourceId> {
    if needs_available && let Err(no) = known.may_be_given(around.channel, Allow::default()) {
        reasons.push(format!("{role}: {}", no.words()));
        return None;
    }
    let how = if needs_available { "available" } else { "exists" };
    reasons.push(format!("{role}: {how} → chosen"));
    Some(known.id)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::catalog::sample::{ANA, BEN, stage};
    use crate::catalog::{Request, Stage};
    use crate::dist::around_of;
    use crate::model::{Channel, Opportunity, UserLoad, UserState};

    const RULE: ResourceId = ResourceId(74);
    const DESK: ResourceId = ResourceId(3);

    fn with(targets: &[RuleTarget]) -> Stage {
        let mut stage = stage();
        let rule = Arc::make_mut(stage.project.resources.get_mut(&RULE).unwrap());
        rule.data = ResourceData::RoutingRule(RoutingRule { targets: targets.to_vec() });
        stage
    }

    fn decide_in(stage: &Stage, interaction: &mut Interaction, needs_available: bool) -> (Option<ResourceId>, String) {
        let opportunity = stage.caller.opportunity.clone();
        let request = Request::Rule { rule: RULE, needs_available, opportunity };
        let decided =
            around_of(stage, Channel::Messaging, |around| super::super::decide(around, interaction, &request));
        match decided.unwrap() {
            Decision::Assigned { user, reasons, .. } => (Some(user), reasons.join(" · ")),
            Decision::Unassigned { reasons, .. } => (None, reasons.join(" · ")),
            other => panic!("{other:?}"),
        }
    }

    fn decided(stage: &Stage, needs_available: bool) -> (Option<ResourceId>, String) {
        decide_in(stage, &mut Interaction::default(), needs_available)
    }

    #[test]
    fn a_new_opportunity_has_no_owner_and_the_rule_falls_through() {
        let mut stage = with(&[RuleTarget::OpportunityOwner, RuleTarget::LeadOwner, RuleTarget::Team(DESK)]);
        assert_eq!(
            decided(&stage, true),
            (
                Some(ANA),
                "Opportunity owner: no opportunity is chosen · Lead owner: the lead has no owner · \
                 Front desk, Ana: available → chosen"
                    .to_owned()
            )
        );
        stage.caller.opportunity = "Roof".to_owned();
        assert!(decided(&stage, true).1.starts_with("Opportunity owner: Roof is new and has no owner"));
        stage.caller.opportunities = vec![Opportunity { name: "roof".to_owned(), owner: Some(BEN) }];
        assert_eq!(decided(&stage, true), (Some(BEN), "Opportunity owner Ben: available → chosen".to_owned()));
        stage.caller.opportunities[0].owner = Some(ResourceId(999));
        assert!(decided(&stage, true).1.starts_with("Opportunity owner: this user does not exist"));
    }

    #[test]
    fn availability_counts_only_when_it_is_asked_for() {
        let mut stage = with(&[RuleTarget::User(BEN)]);
        stage.world.users.insert(BEN, UserState::Offline);
        assert_eq!(decided(&stage, true), (None, "User Ben: offline · Owner first: nobody → unassigned".to_owned()));
        assert_eq!(decided(&stage, false), (Some(BEN), "User Ben: exists → chosen".to_owned()));
        stage.world.users.clear();
        stage.world.loads.insert(BEN, UserLoad { sessions: 3, received_today: 0, ..UserLoad::default() });
        assert!(decided(&stage, true).1.starts_with("User Ben: busy, 3 of 3"));
    }

    #[test]
    fn a_team_takes_turns_and_skips_who_is_not_there() {
        let mut stage = with(&[RuleTarget::Team(DESK)]);
        let mut interaction = Interaction::default();
        let mut turn = |stage: &Stage| decide_in(stage, &mut interaction, true).0;
        assert_eq!([turn(&stage), turn(&stage), turn(&stage)], [Some(ANA), Some(BEN), Some(ANA)]);
        stage.world.users.insert(BEN, UserState::Away);
        assert_eq!([turn(&stage), turn(&stage)], [Some(ANA), Some(ANA)]);
        stage.world.cursors.insert(DESK, 1);
        stage.world.users.clear();
        assert_eq!(decided(&stage, true).0, Some(BEN));
    }

    #[test]
    fn admin_is_tried_only_if_named() {
        let crown = |stage: &mut Stage| {
            let ben = Arc::make_mut(stage.project.resources.get_mut(&BEN).unwrap());
            let ResourceData::User(user) = &mut ben.data else { panic!("Ben is no user") };
            user.is_admin = true;
        };
        let mut unnamed = with(&[RuleTarget::LeadOwner]);
        crown(&mut unnamed);
        assert_eq!(decided(&unnamed, true).0, None);
        let mut named = with(&[RuleTarget::LeadOwner, RuleTarget::Admin]);
        assert!(decided(&named, true).1.contains("Admin: no user is an admin"));
        crown(&mut named);
        assert_eq!(decided(&named, true).0, Some(BEN));
        assert!(decided(&with(&[]), true).1.starts_with("The rule has no targets."));
    }
}
