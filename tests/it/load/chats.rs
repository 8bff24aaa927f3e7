//! What two products say of sharing out conversations, sentence by sentence, over the floor of a load run and worked by hand: the routing
//! rules of one, the distribution policies of the other (spec: distribution §2, §3). Chats come every minute, from half a minute on: the nth at
//! 30 + 60n seconds, from 0 to 29.

use std::sync::Arc;

use signalbox::catalog::sample::{ANA, BEN, SUPPORT};
use signalbox::load::run;
use signalbox::load::sums::{POOL, Sums};
use signalbox::model::caller::Opportunity;
use signalbox::model::resource::{DistributionMethod, DistributionPolicy, RoutingRule, RuleTarget};
use signalbox::model::scenario::{AtQueue, Customers, Staff};
use signalbox::model::{
    Caller, CallerId, Channel, EntryPoint, EntryPointId, Named, Project, ResourceData, ResourceId, RoutingType,
    Scenario,
};

use super::{QUEUE, add_people, every_minute, fixed, line, queue_mut, set_members, support, user_mut};
use crate::support::Lab;
use crate::support::lab::kind_of;

const POLICY: ResourceId = ResourceId(75);
const RULE: ResourceId = ResourceId(74);
const TEAM: ResourceId = ResourceId(3);

/// Chats go to a policy, or to a rule, and end. Where nobody is assigned, they rest in the pool.
const BY_POLICY: &str = r#"start -> distribute{"policy": Item(Reference("shared"))} -> end"#;
const BY_RULE: &str = r#"start -> routing_rule{"rule": Item(Reference("owner_first"))} -> end"#;

/// A project of chats by a flow, and a scenario whose conversations last so many seconds.
fn chats(flow: &str, conversation_s: f64) -> (Project, Scenario) {
    let project = Lab::new(flow).over(Channel::Messaging).reached(None).project;
    let mut asked = every_minute(60.0);
    asked.queues.clear();
    asked.handling = Some(fixed(conversation_s));
    asked.arrivals[0].entry_point.id = *project.entry_points.keys().next_back().unwrap();
    (project, asked)
}

fn policy_mut(project: &mut Project) -> &mut DistributionPolicy {
    match &mut Arc::make_mut(project.resources.get_mut(&POLICY).unwrap()).data {
        ResourceData::DistributionPolicy(policy) => policy,
        other => panic!("{other:?} is no policy"),
    }
}

fn absent(who: &[ResourceId]) -> Vec<Named<ResourceId>> {
    who.iter().map(|who| Named { id: *who, name: String::new() }).collect()
}

/// How many chats Ana and Ben got.
fn of_each(sums: &Sums) -> (u64, u64) {
    let of = |who: ResourceId| sums.people.get(&who).map_or(0, |it| it.contacts);
    (of(ANA), of(BEN))
}

/// How many chats Ana and Ben get by the policy.
fn shared(conversation_s: f64, change: impl FnOnce(&mut Project, &mut Scenario)) -> (u64, u64) {
    let (mut project, mut asked) = chats(BY_POLICY, conversation_s);
    change(&mut project, &mut asked);
    of_each(&run(&project, &asked).unwrap().total)
}

/// Room for a hundred chats, of everybody.
fn roomy(project: &mut Project) {
    for who in [ANA, BEN] {
        user_mut(project, who).capacity.messaging = 100;
    }
}

#[test]
fn in_turn_shares_evenly_skips_the_ineligible_and_keeps_its_place() {
    assert_eq!(shared(10.0, |_, _| {}), (15, 15));
    // Ana takes one at a time, for 150 s: of three chats she is full at the third, which goes to Ben, and then it is her turn.
    assert_eq!(shared(150.0, |project, _| user_mut(project, ANA).capacity.messaging = 1), (10, 20));
    // Who is not there is not eligible, unless the policy says so.
    assert_eq!(shared(10.0, |_, asked| asked.absent = absent(&[ANA])), (0, 30));
    let offline_too = |project: &mut Project, asked: &mut Scenario| {
        asked.absent = absent(&[ANA, BEN]);
        policy_mut(project).allow_offline = true;
    };
    assert_eq!(shared(10.0, offline_too), (15, 15));
}

#[test]
fn skills_narrow_the_eligible() {
    let french = |project: &mut Project, _: &mut Scenario| {
        user_mut(project, BEN).skills = [("French".to_owned(), 2)].into();
        user_mut(project, ANA).skills = [("French".to_owned(), 1)].into();
        policy_mut(project).skills = [("French".to_owned(), 2)].into();
    };
    assert_eq!(shared(10.0, french), (0, 30));
}

#[test]
fn by_workload_the_priority_of_the_member_comes_first_and_then_who_has_fewest_open() {
    let by_workload = |priorities: [u8; 2]| {
        shared(1_000.0, |project, _| {
            roomy(project);
            user_mut(project, ANA).capacity.messaging = 3;
            let policy = policy_mut(project);
            policy.method = DistributionMethod::ByWorkload;
            for (member, priority) in policy.members.iter_mut().zip(priorities) {
                member.priority = priority;
            }
        })
    };
    // 0, 1 and 2 fill Ana up until 1,030, 1,090 and 1,150 s; she gets 17 at 1,050, 18 at 1,110 and 19 at 1,170.
    assert_eq!(by_workload([1, 2]), (6, 24));
    // Of equals, whoever has fewest: in turn up to three each (0 to 5); then Ben alone until 17. Ben has 0 to 16 without Ana's three: his first
    // ends at 1,090, and he has more open than Ana whenever she has room, so she gets 17, 18 and 20, as hers end at 1,030, 1,150 and 1,270.
    let (ana, ben) = by_workload([1, 1]);
    assert_eq!((ana + ben, ana), (30, 6));
}

#[test]
fn by_order_the_first_eligible_gets_it_up_to_the_daily_limit() {
    let by_order = |days: u32| {
        shared(10.0, |project, asked| {
            policy_mut(project).method = DistributionMethod::ByOrder;
            user_mut(project, ANA).daily_limit = Some(5);
            asked.days = days;
            asked.arrivals[0].week = vec![asked.arrivals[0].week[0].clone(); 7];
        })
    };
    assert_eq!(by_order(1), (5, 25));
    // The next day begins anew.
    assert_eq!(by_order(3), (15, 75));
}

#[test]
fn limits_of_100_and_200_give_a_third_and_two_thirds_of_3_000_chats() {
    let by_rate = |change: fn(&mut Project, &mut Scenario)| {
        shared(10.0, |project, asked| {
            policy_mut(project).method = DistributionMethod::ByReceptionRate;
            user_mut(project, ANA).daily_limit = Some(100);
            user_mut(project, BEN).daily_limit = Some(200);
            asked.replications = 100;
            change(project, asked);
        })
    };
    let (ana, ben) = by_rate(|_, _| {});
    // 4 standard deviations of 3,000 draws of a third are 103.
    assert!(ana + ben == 3_000 && ana.abs_diff(1_000) < 104, "{ana} {ben}");
    assert_eq!(by_rate(|_, asked| asked.absent = absent(&[BEN])), (3_000, 0));
    assert_eq!(by_rate(|project, _| user_mut(project, BEN).closed_channels = vec![Channel::Messaging]), (3_000, 0));
}

#[test]
fn who_chooses_takes_a_conversation_from_the_pool() {
    let (mut project, asked) = chats(BY_POLICY, 90.0);
    policy_mut(&mut project).method = DistributionMethod::SelfSelect;
    user_mut(&mut project, ANA).capacity.messaging = 1;
    user_mut(&mut project, BEN).closed_channels = vec![Channel::Messaging];
    let found = run(&project, &asked).unwrap();
    let pool = &found.total.queues[&POOL];
    // Ana is the only one who may, one at a time: each conversation is 30 s longer than the time between two, so the nth waits n × 30 s.
    assert_eq!((pool.offered, pool.answered, pool.wait_ms), (30, 30, (0..30).map(|n| n * 30_000).sum()));
    assert_eq!((of_each(&found.total), found.total.outcomes["Person"]), ((30, 0), 30));
    assert!(found.assumed.iter().any(|(clause, times)| clause.contains("takes a conversation") && *times == Some(30)));
    // Where nobody is there, all rest in the pool until the end.
    let nobody = run(&project, &Scenario { absent: absent(&[ANA]), ..asked }).unwrap().total;
    assert_eq!((nobody.outcomes["Waiting"], nobody.queues[&POOL].answered), (30, 0));
}

#[test]
fn a_delay_waits_in_the_pool_first_where_anyone_may_take_it() {
    // Ana takes from the pool, one at a time for 300 s; Ben is not in the policy. 0 at 30; 1 waits from 90 and is given by the method at 210 to
    // nobody, since Ana is busy, so it stays in the pool until she is free at 330; then the others in the order in which they came.
    let (mut project, asked) = chats(BY_POLICY, 300.0);
    user_mut(&mut project, ANA).capacity.messaging = 1;
    let policy = policy_mut(&mut project);
    policy.delay_s = 120;
    policy.members.truncate(1);
    let found = run(&project, &asked).unwrap().total;
    assert_eq!((of_each(&found), found.outcomes["Person"]), ((30, 0), 30));
    // The nth is taken at 30 + 300n, and all of the waits are counted in the pool: in the delay, or after it.
    assert_eq!(found.queues[&POOL].wait_ms, (0..30).map(|n| n * 240_000).sum::<u64>());
}

#[test]
fn a_returning_customer_goes_to_who_served_them_before() {
    let returning = |same: bool| {
        shared(10.0, |project, asked| {
            policy_mut(project).returning_to_same = same;
            asked.customers = Customers { returning: 100, ..Customers::default() };
        })
    };
    // The first is nobody's customer and comes to Ana, and all the others are that one again.
    assert_eq!(returning(true), (30, 0));
    assert_eq!(returning(false), (15, 15));
}

#[test]
fn a_rule_asks_its_targets_in_order() {
    let by_rule = |targets: &[RuleTarget], change: &dyn Fn(&mut Project, &mut Scenario, &mut Caller)| {
        let (mut project, mut asked) = chats(BY_RULE, 10.0);
        let rule = &mut Arc::make_mut(project.resources.get_mut(&RULE).unwrap()).data;
        *rule = ResourceData::RoutingRule(RoutingRule { targets: targets.to_vec() });
        let mut caller = Caller { id: CallerId(900), number: "+33612345678".to_owned(), ..Caller::default() };
        change(&mut project, &mut asked, &mut caller);
        asked.customers.saved = vec![(Named { id: caller.id, name: String::new() }, 100)];
        project.callers.insert(caller.id, Arc::new(caller));
        of_each(&run(&project, &asked).unwrap().total)
    };
    let owner_first = [RuleTarget::LeadOwner, RuleTarget::Team(TEAM)];
    let owned = |_: &mut Project, _: &mut Scenario, caller: &mut Caller| caller.lead_owner = Some(BEN);
    assert_eq!(by_rule(&owner_first, &owned), (0, 30), "the owner of the lead");
    assert_eq!(by_rule(&owner_first, &|_, _, _| {}), (15, 15), "no owner: the team, round robin");
    let owner_is_ill = |_: &mut Project, asked: &mut Scenario, caller: &mut Caller| {
        caller.lead_owner = Some(BEN);
        asked.absent = absent(&[BEN]);
    };
    assert_eq!(by_rule(&owner_first, &owner_is_ill), (30, 0), "the owner is ill: who is left of the team");
    let chosen = |_: &mut Project, _: &mut Scenario, caller: &mut Caller| {
        caller.opportunities = vec![Opportunity { name: "Roof".to_owned(), owner: Some(BEN) }];
        caller.opportunity = "Roof".to_owned();
    };
    let opportunity = [RuleTarget::OpportunityOwner, RuleTarget::User(ANA)];
    assert_eq!(by_rule(&opportunity, &chosen), (0, 30), "the owner of the opportunity");
    assert_eq!(by_rule(&opportunity, &|_, _, _| {}), (30, 0), "a new opportunity has no owner: a specific user");
    let admin = |project: &mut Project, asked: &mut Scenario, _: &mut Caller| {
        user_mut(project, BEN).is_admin = true;
        asked.absent = absent(&[ANA]);
    };
    assert_eq!(by_rule(&[RuleTarget::User(ANA), RuleTarget::Admin], &admin), (0, 30), "nobody else: the admin");
}

#[test]
fn so_many_chats_at_once_as_the_capacity_says() {
    // Two at a time, for 240 s: the pair 2k and 2k + 1 begins 240k s after the first pair, and comes 120k s after it.
    let (mut project, mut asked) = chats("start -> queue(support) -> end; rest -> end", 240.0);
    *queue_mut(&mut project, SUPPORT) = queue_mut(&mut line(QUEUE, |_| {}), SUPPORT).clone();
    let person = add_people(&mut project, 1);
    user_mut(&mut project, person[0]).capacity.messaging = 2;
    set_members(&mut project, SUPPORT, &person);
    let queue = Named { id: SUPPORT, name: String::new() };
    asked.queues = vec![AtQueue { queue, handling: Some(fixed(240.0)), ..AtQueue::default() }];
    let found = run(&project, &asked).unwrap().total;
    assert_eq!((support(&found).answered, support(&found).longest_line > 5), (30, true));
    assert_eq!(support(&found).wait_ms, (0..15).map(|pair| 2 * 120_000 * pair).sum::<u64>());
}

#[test]
fn a_call_comes_beside_a_chat_only_where_the_person_says_so() {
    // A chat from 900 to 1,200, and calls of 10 s. Without calls beside chats, 15 to 19 wait from 930, 990, 1,050, 1,110 and 1,170 until 1,200,
    // 1,210, 1,220, 1,230 and 1,240, and 20 from 1,230 to 1,250.
    for (beside, wait_s) in [(false, 270 + 220 + 170 + 120 + 70 + 20), (true, 0)] {
        let mut lab = Lab::new(QUEUE).reached(None);
        lab.project = line(QUEUE, |_| {});
        let flow = r#"start -> distribute{"policy": Item(Reference("shared"))} -> end; rest -> end"#;
        let (routing, ..) = lab.add_routing("chat", RoutingType::InteractionStart, flow);
        Arc::make_mut(lab.project.routings.get_mut(&routing).unwrap()).channel = Channel::Messaging;
        let number: EntryPoint = (**lab.project.entry_points.values().next().unwrap()).clone();
        lab.project.last_id += 1;
        let widget = EntryPointId(lab.project.last_id);
        let assigned = number.assigned.map(|(_, status)| (routing, status));
        let kind = kind_of(Channel::Messaging);
        let point = EntryPoint { id: widget, reference: "chat".to_owned(), kind, assigned, ..number };
        lab.project.entry_points.insert(widget, Arc::new(point));
        set_members(&mut lab.project, SUPPORT, &[ANA]);
        policy_mut(&mut lab.project).members.truncate(1);
        user_mut(&mut lab.project, ANA).calls_beside_chats = beside;
        let mut asked = every_minute(10.0);
        asked.queues[0].staff = Staff::Members;
        asked.handling = Some(fixed(300.0));
        let mut one = asked.arrivals[0].clone();
        one.entry_point.id = widget;
        one.week[0] = vec![signalbox::model::scenario::Amount::whole(1)];
        asked.arrivals.push(one);
        let found = run(&lab.project, &asked).unwrap().total;
        assert_eq!((support(&found).answered, support(&found).wait_ms / 1_000), (30, wait_s), "beside: {beside}");
        assert_eq!(found.people[&ANA].contacts, 31);
    }
}
