//! What a smart routing demands of every path of a version: the verdict, nobody in the pool, and a short way to a person (spec: testing §4).

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use signalbox::catalog::Outcome;
use signalbox::edit::Document;
use signalbox::model::{Channel, PathsRule, RoutingRules};
use signalbox::release::gate;
use signalbox::sim::paths::{Proof, Request, Verdict, explore};

use crate::cli;
use crate::support::Lab;

fn with_rules(mut lab: Lab, rules: RoutingRules) -> Lab {
    Arc::make_mut(lab.project.routings.get_mut(&lab.routing).unwrap()).rules = rules;
    lab
}

fn day() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

fn proof_of(lab: &Lab) -> Proof {
    explore(&Arc::new(lab.project.clone()), &Request::of(lab.version, day())).unwrap()
}

fn reasons(lab: &Lab, known: Option<&Proof>) -> Vec<String> {
    let document = Document::new(lab.project.clone());
    let found = gate(&document, lab.version, day(), known);
    found.broken_rules.into_iter().map(|rule| rule.words).collect()
}

const DROPS: &str = "start -> menu(1 Sales, 2 Help); menu[1] -> close; menu[2] -> say(Hello); rest -> end; start[if_something_fails] -> end";

#[test]
fn a_production_is_refused_where_a_caller_can_get_stuck() {
    let mut lab = Lab::new(DROPS);
    let say = lab.ids["say"];
    let drop_it = |lab: &mut Lab| {
        let action = lab.flow_mut().flow.actions.get_mut(&say).unwrap();
        Arc::make_mut(action).links.remove("ok");
    };
    let mended = proof_of(&lab);
    drop_it(&mut lab);
    let of = |paths| reasons(&with_rules(lab_of(&lab), RoutingRules { paths, ..RoutingRules::default() }), None);
    assert!(of(PathsRule::Off).is_empty());
    for paths in [PathsRule::NobodyStuck, PathsRule::Proven] {
        let found = of(paths);
        assert!(found[0].starts_with("A caller can get stuck: Dropped at \"say\", after "), "{found:?}");
    }
    // What is known of the same state is taken as it is.
    let rules = RoutingRules { paths: PathsRule::NobodyStuck, ..RoutingRules::default() };
    assert!(reasons(&with_rules(lab_of(&lab), rules), Some(&mended)).is_empty());
}

fn lab_of(lab: &Lab) -> Lab {
    let mut copy = Lab::new("start -> end");
    copy.project = lab.project.clone();
    (copy.routing, copy.version) = (lab.routing, lab.version);
    copy
}

#[test]
fn the_first_verdict_can_be_demanded() {
    let rules = RoutingRules { paths: PathsRule::Proven, ..RoutingRules::default() };
    let exact = with_rules(Lab::new("start -> close; rest -> end"), rules.clone());
    assert_eq!(proof_of(&exact).verdict, Verdict::Proven);
    assert!(reasons(&exact, None).is_empty());
    let assumed = with_rules(Lab::new("start -> queue(support); rest -> end"), rules);
    assert_eq!(proof_of(&assumed).verdict, Verdict::ProvenIf);
    let found = reasons(&assumed, None);
    assert!(
        found.len() == 1 && found[0].starts_with("It is not proven that nobody gets stuck: it is assumed that "),
        "{found:?}"
    );
}

#[test]
fn nobody_may_rest_in_the_pool_where_the_routing_says_so() {
    let rest = r#"start -> routing_rule{"rule": Item(Reference("owner_first"))}; rest -> end"#;
    let lab = |nobody_rests| {
        let lab = Lab::new(rest).over(Channel::Messaging);
        with_rules(lab, RoutingRules { nobody_rests, ..RoutingRules::default() })
    };
    assert!(proof_of(&lab(false)).bad.is_empty());
    assert!(reasons(&lab(false), None).is_empty());
    let strict = lab(true);
    let proof = proof_of(&strict);
    assert_eq!((proof.verdict, proof.bad.len()), (Verdict::Refuted, 1));
    let run = proof.bad[0].witness.play(&Arc::new(strict.project.clone())).unwrap();
    assert_eq!(run.outcome().map(Outcome::words), Some("Waiting"));
    let words = "A conversation can rest in the pool at \"routing_rule\", which this smart routing forbids.";
    assert_eq!(reasons(&strict, None), [words]);
}

const TWO_MENUS: &str = "start -> menu(1 Sales, 2 Help) -> menu2(1 Claims, 2 Bills) -> queue(support); menu[2] -> mailbox(messages); menu2[2] -> mailbox; \
    rest -> end";

/// The branches that are too far, each with how many menus or seconds there are.
fn too_far(flow: &str, rules: RoutingRules) -> BTreeMap<String, u64> {
    let proof = proof_of(&with_rules(Lab::new(flow), rules));
    proof.too_far.iter().map(|far| (far.branch.clone(), far.count)).collect()
}

#[test]
fn menus_before_a_person_are_counted_by_the_shortest_way_through_each_branch() {
    let menus = |most| too_far(TWO_MENUS, RoutingRules { menus: Some(most), ..RoutingRules::default() });
    // One menu leads to the mailbox, two to the queue; whoever presses nothing is said goodbye to after one.
    let found = menus(1);
    assert_eq!(found.get("\"menu\" → 1 Sales"), Some(&2), "{found:?}");
    assert_eq!(found.get("\"menu2\" → 2 Bills"), Some(&2), "{found:?}");
    assert!(
        found.keys().all(|branch| !branch.starts_with("\"menu\" → 2") && !branch.starts_with("\"mailbox\"")),
        "{found:?}"
    );
    assert!(menus(2).is_empty());
    // Start leads to a menu in any case.
    assert_eq!(menus(0).get("\"Start\" → OK"), Some(&1));
}

#[test]
fn seconds_before_a_person_are_measured_and_waits_in_queues_left_out() {
    let flow = "start -> say(Welcome to our house) -> menu(1 Sales); menu[1] -> close; rest -> end";
    let lab = Lab::new(flow);
    let whole = lab.run("press 1").state().interaction.at_ms.div_ceil(1_000);
    let seconds = |most| too_far(flow, RoutingRules { seconds: Some(most), ..RoutingRules::default() });
    let (whole_s, less_s) = (u16::try_from(whole).unwrap(), u16::try_from(whole - 1).unwrap());
    assert_eq!(seconds(less_s).get("\"menu\" → 1 Sales"), Some(&whole));
    assert!(!seconds(whole_s).contains_key("\"menu\" → 1 Sales"));
    // Twenty seconds in the queue before somebody answers.
    let waits =
        too_far("start -> queue(support); rest -> end", RoutingRules { seconds: Some(1), ..RoutingRules::default() });
    assert!(waits.is_empty(), "{waits:?}");
}

#[test]
fn the_rules_are_kept_in_the_file_and_the_command_fails_where_one_is_broken() {
    let rules = RoutingRules {
        coverage: Some(90),
        paths: PathsRule::NobodyStuck,
        nobody_rests: true,
        menus: Some(1),
        seconds: Some(600),
    };
    let lab = with_rules(Lab::new(TWO_MENUS), rules.clone());
    let text = signalbox::storage::write(&lab.project).unwrap();
    let written = "rules: (coverage: 90, paths: NobodyStuck, nobody_rests: true, menus: 1, seconds: 600)";
    assert!(text.contains(written), "{text}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rules.ron");
    std::fs::write(&path, &text).unwrap();
    assert_eq!(signalbox::storage::load(&path).unwrap().0.project.routings[&lab.routing].rules, rules);
    let done = cli::signalbox(&["paths", path.to_str().unwrap(), "--routing", "main", "--from", "2026-11-23"]);
    assert_eq!(done.code, 1, "{}", done.out);
    assert!(done.out.contains("\"menu\" → 1 Sales: 2 menus before a person, and at most 1 allowed."), "{}", done.out);
}
