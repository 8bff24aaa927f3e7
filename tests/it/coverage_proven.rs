//! Branches that exploring every path has proved to be impossible are left out of coverage, with the reason (spec: testing §3). The trees are
//! small enough to be worked out by hand.

use std::sync::Arc;

use chrono::NaiveDate;
use signalbox::edit::Document;
use signalbox::model::{Status, TestCall, TestCallId};
use signalbox::sim::coverage::{Coverage, Unreachable};
use signalbox::sim::paths::{Proof, Request, demand, explore};
use signalbox::sim::suite::{self, passes::Passes};

use crate::cli;
use crate::support::Lab;

/// The tier is always gold, so that *vip*, *By default* and what follows *vip* are never reached.
const GOLD: &str = "start -> assign(customer.tier=gold) -> test(customer.tier=vip, customer.tier=gold); test[vip] -> assign2(customer.name=Noor) -> end;
    test[gold] -> end; rest -> end";

fn day() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

fn proof_of(lab: &Lab) -> Proof {
    explore(&Arc::new(lab.project.clone()), &Request::of(lab.version, day())).unwrap()
}

fn left_out(coverage: &Coverage) -> Vec<String> {
    coverage.left_out.iter().map(|it| format!("{} {}: {}", it.title, it.branch, it.why.words())).collect()
}

fn counted(coverage: &Coverage) -> Vec<String> {
    coverage.branches.iter().map(|it| format!("{} {}: {}", it.title, it.branch, it.test_calls)).collect()
}

#[test]
fn what_a_proof_rules_out_is_left_out_with_the_reason() {
    let lab = Lab::new(GOLD);
    let unreachable = proof_of(&lab).unreachable(&lab.project).unwrap();
    let version = &lab.project.versions[&lab.version];
    let passes = [Passes::of(&lab.run(""))];
    let without = Coverage::of(&lab.project, version, &passes, &Unreachable::new());
    let with = Coverage::of(&lab.project, version, &passes, &unreachable);
    let worked_out_by_hand = ["Start ok: 1", "assign ok: 1", "test row:2: 1"];
    assert_eq!(counted(&with), worked_out_by_hand, "{with:#?}");
    assert!(with.percent() == 100 && without.percent() < 100, "{} {}", with.words(), without.words());
    let proven: Vec<String> = left_out(&with).into_iter().filter(|it| !left_out(&without).contains(it)).collect();
    assert_eq!(
        proven,
        [
            "assign error: every path was explored, and no call takes it",
            "test row:1: every path was explored, and no call takes it: no value with which a call comes there fits",
            "test default: every path was explored, and no call takes it",
            "assign2 : every path was explored, and no call comes to the action",
        ]
    );
    // A call that passes such a branch all the same has the last word.
    let vip = Lab::new(&GOLD.replace("assign(customer.tier=gold)", "assign(customer.tier=vip)"));
    let passes = [Passes::of(&vip.run(""))];
    let shown = Coverage::of(&lab.project, version, &passes, &unreachable);
    assert!(counted(&shown).contains(&"test row:1: 1".to_owned()), "{shown:#?}");
    assert!(counted(&shown).contains(&"assign2 ok: 1".to_owned()), "{shown:#?}");
}

#[test]
fn a_proof_that_assumes_something_or_that_is_not_whole_leaves_nothing_out() {
    let why = |lab: &Lab| proof_of(lab).unreachable(&lab.project).unwrap_err();
    let assumed = Lab::new(&GOLD.replace("start -> assign", "start -> queue(support) -> assign"));
    assert!(why(&assumed).starts_with("it is assumed that "), "{}", why(&assumed));
    // Another tree may come with another tier: a routing that names this one, and one that names it by a variable.
    let named = Lab::new(GOLD).with("first", "start -> jump(main)");
    let by_variable = Lab::new(GOLD)
        .with("first", r#"start -> call(other){"routing": Item(Variable("customer.name"))}; rest -> end"#);
    for lab in [named, by_variable] {
        assert_eq!(why(&lab), "another smart routing can lead to this one");
    }
    let apart = Lab::new(GOLD).with("first", "start -> jump(other)");
    assert!(proof_of(&apart).unreachable(&apart.project).is_ok());
    let lab = Lab::new(GOLD);
    let request = Request { most_states: 1, ..Request::of(lab.version, day()) };
    let limited = explore(&Arc::new(lab.project.clone()), &request).unwrap();
    if limited.limit.is_some() {
        assert!(limited.unreachable(&lab.project).unwrap_err().starts_with("the search stopped: "));
    }
    let round = Lab::new("start -> assign(customer.tier=gold) -> assign2(customer.tier=gold) -> assign; rest -> end");
    assert_eq!(why(&round), "a call can go round for ever");
}

/// The tree in test, with a test call, where the routing demands that every branch is passed.
fn demanded(flow: &str) -> Lab {
    let mut lab = Lab::new(flow).given(|lab| {
        let info = &mut lab.flow_mut().info;
        (info.status, info.digest) = (Status::InDevelopment, None);
        let routing = lab.project.routings.get_mut(&lab.routing).unwrap();
        Arc::make_mut(routing).rules.coverage = Some(100);
    });
    let call = suite::record(&lab.run(""));
    lab.project.last_id += 1;
    let id = TestCallId(lab.project.last_id);
    let call = TestCall { id, name: "Gold".to_owned(), expectations: Vec::new(), ..call };
    lab.project.test_calls.insert(id, Arc::new(call));
    lab
}

#[test]
fn a_demand_does_not_ask_for_what_no_call_can_take() {
    let lab = demanded(GOLD);
    let missing = |lab: &Lab, known: Option<&Proof>| {
        let project = Arc::new(lab.project.clone());
        let version = project.versions[&lab.version].clone();
        demand::shortfall(&project, &version, day(), known).map(|it| it.percent)
    };
    // With the proof that is known, and without one.
    assert_eq!((missing(&lab, Some(&proof_of(&lab))), missing(&lab, None)), (None, None));
    let gate = signalbox::release::gate(&Document::new(lab.project.clone()), lab.version, day(), None);
    assert_eq!(gate.reasons(), Vec::<String>::new());
    // A branch that a call can take is missing all the same: the menu asks, and nobody has pressed anything.
    let open = demanded(&GOLD.replace("start -> assign(", "start -> menu(1 Sales) ; menu[1] -> assign("));
    assert!(missing(&open, None).is_some_and(|percent| percent < 100));
    // A proof that assumes something rules nothing out.
    let assumed = demanded(&GOLD.replace("test[gold] -> end", "test[gold] -> queue(support)"));
    assert!(missing(&assumed, None).is_some());
}

#[test]
fn the_command_leaves_branches_out_where_it_is_asked_or_where_coverage_is_demanded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gold.ron");
    let path = path.to_str().unwrap();
    let store = |lab: &Lab| std::fs::write(path, signalbox::storage::write(&lab.project).unwrap()).unwrap();
    let test = |more: &[&str]| {
        let common = ["test", path, "--routing", "main", "--version", "v1", "--from", "2026-11-23"];
        cli::signalbox(&common.iter().chain(more).copied().collect::<Vec<_>>())
    };
    let mut lab = demanded(GOLD);
    store(&lab);
    let done = test(&["--coverage"]);
    assert_eq!(done.code, 0, "{}", done.out);
    assert!(done.out.contains("  Coverage: 3 of 3 branches (100 %), 3 of 3 actions\n"), "{}", done.out);
    assert!(
        done.out.contains("\"test\" → By default: every path was explored, and no call takes it\n"),
        "{}",
        done.out
    );
    // Where nothing is demanded, the figure depends on the file alone, unless a proof is asked for.
    Arc::make_mut(lab.project.routings.get_mut(&lab.routing).unwrap()).rules.coverage = None;
    store(&lab);
    assert!(!test(&[]).out.contains("(100 %)"), "{}", test(&[]).out);
    let done = test(&["--prove"]);
    assert!(done.out.contains("3 of 3 branches (100 %)") && !done.out.contains("by a proof"), "{}", done.out);
    // Where nothing is proven, the command says why.
    store(&demanded(&GOLD.replace("test[gold] -> end", "test[gold] -> queue(support)")));
    let done = test(&["--prove"]);
    assert!(done.out.contains("  No branch is left out by a proof, since it is assumed that "), "{}", done.out);
    assert_eq!(done.code, 1, "{}", done.out);
    assert!(!test(&[]).out.contains("by a proof"), "{}", test(&[]).out);
}
