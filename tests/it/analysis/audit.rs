//! The fair-share audit: shares worked by hand, closed shares, and the reasons.

use std::sync::Arc;

use signalbox::catalog::sample::{ANA, BEN, SUPPORT};
use signalbox::load::audit::{Asked, Audit, audit};
use signalbox::model::resource::{DistributionMethod, DistributionPolicy, QueueStrategy, User};
use signalbox::model::scenario::{Amount, Pattern, Staff, Time};
use signalbox::model::{Project, ResourceData, ResourceId, Scenario};

use crate::cli::signalbox;

use super::{CLAIMS, QUEUE, line, scenario};

const POLICY: ResourceId = ResourceId(75);
const GROUP: ResourceId = ResourceId(79);

fn asked(of: ResourceId) -> Asked<'static> {
    Asked { of, contacts: 3_000, channel: None, returning: 0, absence: 0, scenario: None, seed: 1 }
}

fn data(project: &mut Project, id: ResourceId) -> &mut ResourceData {
    &mut Arc::make_mut(project.resources.get_mut(&id).unwrap()).data
}

fn with_policy(change: impl FnOnce(&mut DistributionPolicy)) -> Project {
    let mut project = line(QUEUE, |_| {});
    let ResourceData::DistributionPolicy(policy) = data(&mut project, POLICY) else { panic!("no policy") };
    change(policy);
    project
}

fn user(project: &mut Project, id: ResourceId) -> &mut User {
    let ResourceData::User(user) = data(project, id) else { panic!("no user") };
    user
}

/// Of Ana and Ben: what is due to them and what they got, in percent.
fn shares(found: &Audit) -> [(i64, i64); 2] {
    [ANA, BEN].map(|who| {
        let it = found.people.iter().find(|it| it.who == who).unwrap();
        #[allow(clippy::cast_possible_truncation, reason = "a share")]
        let percent = |share: f64| (share * 100.0).round() as i64;
        (percent(it.expected), percent(it.share))
    })
}

/// A call a minute, from half a minute on, for half an hour, and talks of so many seconds.
fn every_minute(project: &Project, talk_s: u32) -> Scenario {
    let mut asked = scenario(project, &[30.0], 1);
    asked.arrivals[0].pattern = Pattern::Even;
    asked.queues[0].staff = Staff::Members;
    asked.queues[0].handling = Some(Time::Fixed(Amount::whole(talk_s)));
    asked
}

#[test]
fn shares_are_those_of_a_table_worked_by_hand() {
    // In the order of the members, Ana gets all while she is free.
    let project = line(QUEUE, |queue| queue.strategy = QueueStrategy::Linear);
    let of = |talk_s| {
        let scenario = every_minute(&project, talk_s);
        audit(&project, &Asked { scenario: Some(&scenario), ..asked(SUPPORT) }).unwrap()
    };
    // Talks of 50 s: she is free at each call. 3,000 calls are 100 times half an hour.
    let short = of(50);
    assert_eq!((short.contacts, short.nobody, shares(&short)), (3_000, 0, [(100, 100), (0, 0)]));
    let ben = short.people.iter().find(|it| it.who == BEN).unwrap();
    assert_eq!((ben.contacts, ben.starvation, short.p.to_bits()), (0, 3_000, 1.0_f64.to_bits()));
    assert!(short.why().is_empty());
    // Talks of 90 s: she is busy at every second call, which Ben gets; after 50 calls he gets, it is because she is busy.
    let long = of(90);
    assert_eq!((long.nobody, shares(&long)), (0, [(100, 50), (0, 50)]));
    assert_eq!((long.chi_square, long.words), (None, "the difference is almost certainly not chance"));
    let ana = long.people.iter().find(|it| it.who == ANA).unwrap();
    assert_eq!(ana.hindered, [("busy".to_owned(), 1_500)]);
    assert_eq!(long.why().last().unwrap(), "Ana got 50.0 points less than expected: busy (1500 times).");
    // Talks of 130 s: two get it, and nobody is free for the third.
    let longer = of(130);
    assert_eq!((longer.nobody, shares(&longer)), (1_000, [(100, 50), (0, 50)]));
    assert_eq!(ana.starvation, 1);
    // Without capacities, Ana gets everything again.
    let effect = long.effects.iter().find(|it| it.without == "capacities").unwrap();
    assert!((effect.shares[0] - 1.0).abs() < 1e-9 && effect.p < 1e-9);
}

#[test]
fn what_takes_turns_gives_even_shares() {
    for strategy in [QueueStrategy::RoundRobin, QueueStrategy::LongestIdle] {
        let project = line(QUEUE, |queue| queue.strategy = strategy);
        let found = audit(&project, &asked(SUPPORT)).unwrap();
        assert_eq!(shares(&found).map(|it| it.0), [50, 50], "{strategy:?}");
        assert!(shares(&found).iter().all(|it| (47..=53).contains(&it.1)), "{strategy:?} {:?}", shares(&found));
    }
    let found = audit(&with_policy(|_| {}), &asked(POLICY)).unwrap();
    assert_eq!(shares(&found).map(|it| it.0), [50, 50]);
    assert_eq!(found.people[0].reasons[0].0, "in turn, the next user");
    // A team decides by a rule with that team alone, in turn.
    let found = audit(&with_policy(|_| {}), &asked(ResourceId(3))).unwrap();
    assert_eq!((found.name.as_str(), shares(&found).map(|it| it.0)), ("Front desk", [50, 50]));
}

#[test]
fn odds_are_expected_and_their_draws_are_no_more_than_chance() {
    let mut project = with_policy(|policy| policy.method = DistributionMethod::ByReceptionRate);
    for (who, limit) in [(ANA, 2_000), (BEN, 4_000)] {
        let user = user(&mut project, who);
        (user.daily_limit, user.capacity.messaging) = (Some(limit), 200);
    }
    // With so much room, nobody is ever full: the draws alone decide. Of 20 seeds, one in twenty is beyond 5 %; four or more come in 1.6 %.
    let mut beyond = 0;
    for seed in 1..=20 {
        let found = audit(&project, &Asked { seed, ..asked(POLICY) }).unwrap();
        assert_eq!(shares(&found).map(|it| it.0), [33, 67]);
        assert!((found.people[0].expected - 1.0 / 3.0).abs() < 1e-9);
        // Chi-square of two classes by hand.
        let (one, other) = (found.people[0].contacts, found.people[1].contacts);
        let apart = f64::from(u32::try_from(one).unwrap()) - f64::from(u32::try_from(one + other).unwrap()) / 3.0;
        let wanted = apart.powi(2) * 9.0 / (2.0 * f64::from(u32::try_from(one + other).unwrap()));
        assert!((found.chi_square.unwrap() - wanted).abs() < 1e-6, "{wanted} {:?}", found.chi_square);
        beyond += u32::from(found.p < 0.05);
    }
    assert!(beyond <= 3, "{beyond}");
}

#[test]
fn a_group_is_expected_to_share_as_its_queues_do() {
    // 60 % to Ana and Ben, 40 % to Ben.
    let project = line(QUEUE, |_| {});
    let found = audit(&project, &asked(GROUP)).unwrap();
    assert_eq!(shares(&found).map(|it| it.0), [30, 70]);
    assert_eq!(found.freedom, 1);
}

#[test]
fn returning_customers_and_absences_have_an_effect() {
    let project = with_policy(|policy| policy.returning_to_same = true);
    let found = audit(&project, &Asked { contacts: 20_000, returning: 50, absence: 30, ..asked(POLICY) }).unwrap();
    let names: Vec<&str> = found.effects.iter().map(|it| it.without).collect();
    assert_eq!(names, ["returning customers", "capacities", "absences"]);
    let last = |it: &(String, u64)| it.0.ends_with("served this customer last");
    // Half of them return, and of these about half are free to be served by the same person again.
    let again: u64 = found.people.iter().flat_map(|it| &it.reasons).filter(|it| last(it)).map(|it| it.1).sum();
    assert!((4_000..10_000).contains(&again), "{again}");
    assert!(found.people.iter().any(|it| it.hindered.iter().any(|why| why.0 == "offline")));
    let without = audit(&project, &Asked { contacts: 20_000, absence: 30, ..asked(POLICY) }).unwrap();
    assert!(!without.people.iter().flat_map(|it| &it.reasons).any(last));
    let same: Vec<f64> = without.people.iter().map(|it| it.share).collect();
    assert_eq!(found.effects[0].shares, same);
}

#[test]
fn what_cannot_be_audited_is_said() {
    let project = with_policy(|policy| policy.method = DistributionMethod::SelfSelect);
    let why = |asked: &Asked<'_>| audit(&project, asked).unwrap_err();
    assert!(why(&asked(POLICY)).contains("chooses nobody"));
    assert!(why(&Asked { contacts: 999, ..asked(GROUP) }).contains("not from 1,000"));
    assert!(why(&asked(ANA)).contains("has nobody who could get a contact"));
    assert!(why(&asked(ResourceId(99_999))).contains("does not exist"));
}

#[test]
fn the_terminal_audits() {
    let done = signalbox(&["audit", CLAIMS, "--policy", "claims_desk", "--contacts", "2000", "--json"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let found: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(found["contacts"], 2_000);
    let contacts: u64 = found["people"].as_array().unwrap().iter().map(|it| it["contacts"].as_u64().unwrap()).sum();
    assert_eq!(contacts + found["nobody"].as_u64().unwrap(), 2_000);
    let told = signalbox(&["audit", CLAIMS, "--policy", "claims_desk"]).out;
    assert!(told.contains("Claims desk: 10000 contacts") && told.contains("Without capacities: "), "{told}");
    let by_scenario = signalbox(&["audit", CLAIMS, "--policy", "claims_desk", "--scenario", "A busy Monday"]);
    assert_eq!(by_scenario.code, 0, "{}", by_scenario.err);
    let missing = signalbox(&["audit", CLAIMS, "--policy", "nothing"]);
    assert!(missing.code == 2 && missing.err.contains("There is no"), "{}", missing.err);
}
