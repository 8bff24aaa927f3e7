//! Every path: the explorer against every path of small trees followed one by one, against the plain engine, and against mistakes that are
//! planted (spec: testing §4 and §8).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use signalbox::actions;
use signalbox::catalog::sample::{ANA, BEN, SUPPORT};
use signalbox::catalog::{AnswerInput, Outcome};
use signalbox::model::resource::QueueMember;
use signalbox::model::{
    Action, ActionId, ActionRef, Channel, Expectation, Flow, Link, Project, Resource, ResourceData, ResourceId,
    RoutingType, TreeType, VersionId,
};
use signalbox::sim::coverage::{CountedBranch, Coverage, Unreachable};
use signalbox::sim::paths::{Proof, Request, Verdict, cover, explore};
use signalbox::sim::suite::passes::Passes;
use signalbox::sim::{Run, What, suite};

use crate::random_runs::{drive, random_lab};
use crate::support::{Chance, Lab, cases, flow};

const VOICE: TreeType = TreeType { kind: RoutingType::InteractionStart, channel: Channel::Voice };

fn proof_of(lab: &Lab) -> (Arc<Project>, Proof) {
    let project = Arc::new(lab.project.clone());
    let request = Request { most_states: 20_000, ..Request::of(lab.version, "2026-11-23".parse().unwrap()) };
    let proof = explore(&project, &request).unwrap();
    (project, proof)
}

/// What the actions of a small tree ask for is known here by hand: keys, a draw, the source of the call, a variable that the flow sets,
/// a counter that the flow raises, and how often an action was passed.
const SMALL: [&str; 14] = [
    "menu(1 A, 2 B)",
    "menu(1 A)",
    "test(call.source = Radio)",
    "test(customer.tier = gold)",
    "assign(customer.tier = gold)",
    "assign(customer.tier = silver)",
    "assign(customer.points = {customer.points + 1})",
    "assign(customer.points = 9)",
    "test(customer.points = 12)",
    "passages(2)",
    "say(Hello)",
    "say(You are {{customer.tier}})",
    "share(A 50, B 50)",
    "close",
];

/// A tree of up to six actions, whose branches lead anywhere, also backwards, or nowhere.
fn small_flow(chance: &mut Chance) -> Flow {
    let mut small = Flow::blank(ActionId(1));
    let count = 2 + u32::try_from(chance.below(5)).unwrap();
    for id in 2..=count {
        let mut action = flow::action(chance.pick::<&str>(&SMALL));
        action.id = ActionId(id);
        action.links.clear();
        small.actions.insert(action.id, Arc::new(action));
    }
    for id in 1..=count {
        let action = Arc::make_mut(small.actions.get_mut(&ActionId(id)).unwrap());
        for branch in actions::branch_keys(action, VOICE) {
            let to = ActionId(2 + u32::try_from(chance.below(count as usize - 1)).unwrap());
            match chance.below(9) {
                0 => {}
                1 | 2 => drop(action.links.insert(branch, Link::EndsHere)),
                _ => drop(action.links.insert(branch, Link::To(to))),
            }
        }
    }
    small
}

/// What every path of at most so many steps comes to, followed one by one.
#[derive(Default)]
struct Brute {
    branches: BTreeMap<(ActionRef, String), usize>,
    bad: BTreeMap<(Option<ActionRef>, String), usize>,
    goes_round: bool,
}

impl Brute {
    fn follow(&mut self, run: &Run, left: usize) {
        // Without a choice there is one way on.
        let only = |choices: &[&str]| (choices.len() == 1).then(|| choices[0].to_owned());
        self.goes_round |= goes_round(run, only);
        if left == 0 || run.is_over() {
            return;
        }
        let mut next = Vec::new();
        if let Some(question) = &run.state().question {
            for choice in question.choices.iter() {
                let text = match choice.input {
                    Some(AnswerInput::Keys) => format!("{} 9", choice.text),
                    Some(_) => panic!("{} takes more than keys", choice.text),
                    None => choice.text.clone().into_owned(),
                };
                let mut run = run.clone();
                run.answer(&text).unwrap();
                next.push(run);
            }
        } else {
            let mut run = run.clone();
            run.step();
            next.push(run);
        }
        for after in next {
            self.note(&after, run.beats().len());
            self.follow(&after, left - 1);
        }
    }

    fn note(&mut self, run: &Run, since: usize) {
        let depth = run.steps_taken();
        let nearer = |known: &mut usize| *known = depth.min(*known);
        let mut at = None;
        for beat in &run.beats()[since..] {
            at = beat.place.or(at);
            match &beat.what {
                What::Left { branch, .. } => {
                    let key = (beat.place.unwrap(), branch.clone());
                    self.branches.entry(key).and_modify(nearer).or_insert(depth);
                }
                // The engine stops a round that the explorer finds for itself.
                What::Ended(_, how) if how.contains("repeat for ever") => {}
                What::Ended(outcome, _) if outcome.words() == "Dropped" || outcome.words() == "Error" => {
                    let key = (at, outcome.words().to_owned());
                    self.bad.entry(key).and_modify(nearer).or_insert(depth);
                }
                _ => {}
            }
        }
    }
}

/// Whether a customer who does not hang up goes on until the engine stops the call. `pick` says what the customer does; where it says nothing,
/// the customer has a choice.
fn goes_round(run: &Run, mut pick: impl FnMut(&[&str]) -> Option<String>) -> bool {
    let mut run = run.clone();
    while !run.is_over() {
        let Some(question) = run.state().question.clone() else {
            run.step();
            continue;
        };
        let going_on = question.choices.iter().filter(|choice| choice.key != "hang_up" && choice.input.is_none());
        let Some(text) = pick(&going_on.map(|choice| &*choice.text).collect::<Vec<_>>()) else { return false };
        run.answer(&text).unwrap();
    }
    run.beats().iter().any(|beat| match &beat.what {
        What::Ended(outcome, how) => outcome.words() == "Step limit" || how.contains("repeat for ever"),
        _ => false,
    })
}

#[test]
fn the_explorer_finds_what_every_path_of_small_trees_comes_to() {
    const DEPTH: usize = 8;
    let (mut refuted, mut rounds, mut choices, mut deep) = (0, 0, 0, 0);
    for case in 0..cases(120) {
        let mut chance = Chance::new(case);
        let mut lab = Lab::new("start -> end");
        lab.set_flow(small_flow(&mut chance));
        let (project, proof) = proof_of(&lab);
        assert_eq!(proof.limit, None, "case {case}");

        let mut brute = Brute::default();
        for source in ["Radio", "", "something else"] {
            lab.caller.source = source.to_owned();
            brute.follow(&Run::new(lab.scene()), DEPTH);
        }
        // What is found within the depth is the same, and as near.
        let found: BTreeMap<_, _> = proof.depths().into_iter().filter(|(_, depth)| *depth <= DEPTH).collect();
        assert_eq!(found, brute.branches, "case {case}");
        let endings = |wanted: bool| {
            let bad = proof.bad.iter().filter(move |bad| (bad.outcome == "Endless") == wanted);
            bad.filter(|bad| bad.steps <= DEPTH).map(|bad| ((bad.at, bad.outcome.clone()), bad.steps))
        };
        assert_eq!(endings(false).collect::<BTreeMap<_, _>>(), brute.bad, "case {case}");
        // What is known of the customer may be decided one step before the round.
        let endless = proof.bad.iter().find(|bad| bad.is_endless() && bad.steps <= DEPTH + 1);
        assert!(endless.is_some() || !brute.goes_round, "case {case}");
        rounds += usize::from(brute.goes_round);
        // A round in which every choice leads back: whatever is chosen, the call does not end.
        if let Some(endless) = endless.filter(|_| !brute.goes_round) {
            let stuck = endless.witness.play(&project).unwrap();
            for _ in 0..20 {
                let any = |choices: &[&str]| Some((*chance.pick::<&str>(choices)).to_owned());
                assert!(goes_round(&stuck, any), "case {case}");
            }
            choices += 1;
        }
        assert_eq!(proof.verdict == Verdict::Refuted, !proof.bad.is_empty(), "case {case}");
        assert_eq!(proof.verdict == Verdict::Proven, proof.bad.is_empty(), "case {case}: {:?}", proof.assumed);
        refuted += usize::from(proof.verdict == Verdict::Refuted);
        deep += usize::from(proof.depths().values().any(|depth| *depth > DEPTH));
        plays(&project, &proof, case);
    }
    assert!(refuted > 20 && rounds > 9, "{refuted} refuted, {rounds} and {choices} go round, {deep} go deeper");
}

/// Where a search may look at few states, the rest is found backwards: the same branches, the same bad ends by calls that are as short, and the
/// same reasons.
#[test]
fn what_is_found_backwards_is_what_a_whole_search_finds() {
    let (mut refuted, mut rounds) = (0, 0);
    for case in 0..cases(200) {
        let mut chance = Chance::new(case);
        let mut lab = Lab::new("start -> end");
        lab.set_flow(small_flow(&mut chance));
        let (project, whole) = proof_of(&lab);
        let most_states = usize::try_from(case % 4).unwrap();
        let request = Request { most_states, ..Request::of(lab.version, "2026-11-23".parse().unwrap()) };
        let proof = explore(&project, &request).unwrap();
        assert_eq!((proof.verdict, &proof.limit), (whole.verdict, &whole.limit), "case {case}");
        assert_eq!(proof.branches(), whole.branches(), "case {case}");
        assert_eq!(proof.not_taken, whole.not_taken, "case {case}");
        assert_eq!(proof.is_exact(), whole.is_exact(), "case {case}");
        let bad = |proof: &Proof| -> BTreeMap<_, _> {
            let ends = proof.bad.iter().filter(|bad| !bad.is_endless());
            ends.map(|bad| ((bad.at, bad.outcome.clone()), bad.steps)).collect()
        };
        assert_eq!(bad(&proof), bad(&whole), "case {case}");
        let goes_round = |proof: &Proof| proof.bad.iter().any(signalbox::sim::paths::BadEnd::is_endless);
        assert_eq!(goes_round(&proof), goes_round(&whole), "case {case}");
        plays(&project, &proof, case);
        refuted += usize::from(proof.verdict == Verdict::Refuted);
        rounds += usize::from(goes_round(&proof));
    }
    assert!(refuted > 20 && rounds > 2, "{refuted} refuted, {rounds} go round");
}

/// Every call that the explorer shows does with the plain engine what the explorer says.
fn plays(project: &Arc<Project>, proof: &Proof, case: u64) -> usize {
    for (at, branch) in proof.branches() {
        let witness = proof.witness(at, &branch).unwrap();
        let run = witness.play(project).unwrap_or_else(|why| panic!("case {case}, {}: {why}", proof.title(at)));
        let of_run = Passes::of(&run);
        let passes = of_run.branches_of(at.version).any(|(action, key)| action == at.action && key == branch);
        assert!(
            passes,
            "case {case}: {} is not left by {branch}\n{}",
            proof.title(at),
            signalbox::sim::report::prose(&run)
        );
    }
    for bad in &proof.bad {
        let is_endless = bad.outcome == "Endless";
        let run = if is_endless { bad.witness.play_on(project) } else { bad.witness.play(project) };
        let run = run.unwrap_or_else(|why| panic!("case {case}, {}: {why}", bad.how));
        let prose = signalbox::sim::report::prose(&run);
        match bad.outcome.as_str() {
            // Where the *interaction end* routing goes round, the outcome is fixed.
            "Endless" => {
                let is_stopped =
                    run.outcome().is_some_and(|outcome| ["Error", "Step limit"].contains(&outcome.words()));
                assert!(is_stopped || run.state().fails_at_end, "case {case}\n{prose}");
            }
            "Failure after the end" => assert!(run.state().fails_at_end, "case {case}\n{prose}"),
            outcome => assert_eq!(run.outcome().map(Outcome::words), Some(outcome), "case {case}\n{prose}"),
        }
    }
    proof.branches().len() + proof.bad.len()
}

#[test]
fn every_call_that_the_explorer_shows_is_played_by_the_engine() {
    let (mut played, mut decided) = (0, BTreeSet::new());
    let mut exact = 0;
    for case in 0..cases(40) {
        let mut chance = Chance::new(case);
        let channel = *chance.pick(&Channel::ALL);
        let lab = random_lab(&mut chance, channel);
        let project = Arc::new(lab.project.clone());
        let request = Request { most_states: 1_000, ..Request::of(lab.version, "2026-11-23".parse().unwrap()) };
        let proof = explore(&project, &request).unwrap();
        played += plays(&project, &proof, case);
        decided.insert(format!("{:?}", proof.verdict));
        // No call of a random caller leaves an exact proof.
        if proof.is_exact() {
            let mut run = Run::new(lab.scene());
            drive(&mut chance, &mut run);
            let known = proof.branches();
            for beat in run.beats() {
                if let What::Left { branch, .. } = &beat.what {
                    let key = (beat.place.unwrap(), branch.clone());
                    assert!(known.contains(&key), "case {case}: {key:?}\n{}", signalbox::sim::report::prose(&run));
                }
            }
            exact += 1;
        }
    }
    assert!(played > 250 && exact > 0, "{played} calls, {exact} exact, {decided:?}");
}

#[test]
fn made_test_calls_pass_every_branch_that_can_be_taken() {
    let mut made = 0;
    for case in 0..cases(60) {
        let mut chance = Chance::new(case);
        let mut lab = Lab::new("start -> end");
        lab.set_flow(small_flow(&mut chance));
        let (project, proof) = proof_of(&lab);
        let version = project.versions[&lab.version].clone();
        let none = Coverage::of(&project, &version, [], &Unreachable::new());
        let all = cover::missing(&project, &proof, &none);
        let taken = proof.branches();
        let is_taken = |branch: &&CountedBranch| {
            taken.contains(&(ActionRef { version: version.id, action: branch.action }, branch.branch.clone()))
        };
        assert!(!all.left.iter().any(|left| is_taken(&left)), "case {case}: {:?}", all.left);
        let passes: Vec<_> = all.calls.iter().map(|call| suite::run_one(&project, call, version.id).passes).collect();
        let after = Coverage::of(&project, &version, &passes, &Unreachable::new());
        let can = none.branches.iter().filter(is_taken).count();
        assert_eq!(after.passed_branches(), can, "case {case}");
        // No more calls than branches, and none that passes nothing new.
        assert!(all.calls.len() <= can, "case {case}");
        for place in 0..passes.len() {
            let before = Coverage::of(&project, &version, &passes[..place], &Unreachable::new());
            let with = Coverage::of(&project, &version, &passes[..=place], &Unreachable::new());
            assert!(with.passed_branches() > before.passed_branches(), "case {case}");
        }
        made += all.calls.len();
    }
    assert!(made > 60, "{made} test calls");
}

#[test]
fn a_test_call_is_made_for_the_safety_net_of_start() {
    let lab = Lab::new(
        "start -> mailbox(messages) -> end; start[if_something_fails] -> say(Sorry) -> end; say[error] -> end;
        mailbox[no_message] -> end; mailbox[reference_not_found] -> end",
    );
    let (project, proof) = proof_of(&lab);
    let none = Coverage::of(&project, &project.versions[&lab.version], [], &Unreachable::new());
    let net = none.branches.iter().find(|branch| branch.branch == "if_something_fails").unwrap();
    let call = cover::test_call(&project, &proof, net).unwrap();
    let result = suite::run_one(&project, &call, lab.version);
    assert_eq!(result.verdict, suite::Verdict::Passes, "{:?}", result.lines);
    // A call that leaves its message does not pass the branch, and one that fails is not one that does not pass it.
    let mut other = call.clone();
    other.answers.clear();
    let line = |call: &signalbox::model::TestCall| suite::run_one(&project, call, lab.version).lines.pop().unwrap();
    assert!(!line(&other).holds);
    let Some(Expectation::Passes(start, branch)) = call.expectations.last().cloned() else { panic!("{call:?}") };
    let never = signalbox::model::TestCall { expectations: vec![Expectation::DoesNotPass(start, branch)], ..call };
    assert!(!line(&never).holds);
}

#[test]
fn a_proof_says_that_only_two_people_vary() {
    let assumes = |flow: &str, members: u32| {
        let mut lab = Lab::new(flow);
        let third = Resource { id: ResourceId(299), ..(*lab.project.resources[&BEN]).clone() };
        let third = Resource { name: "Lea".to_owned(), reference: "lea".to_owned(), ..third };
        lab.project.resources.insert(third.id, Arc::new(third));
        let support = Arc::make_mut(lab.project.resources.get_mut(&SUPPORT).unwrap());
        let ResourceData::Queue(queue) = &mut support.data else { panic!("no queue") };
        let users = [ANA, BEN, ResourceId(299)].into_iter().take(members as usize);
        queue.members = users.map(|who| QueueMember { who, ..QueueMember::default() }).collect();
        proof_of(&lab).1.assumed.into_iter().any(|(clause, _)| clause.contains("all but one are in the same state"))
    };
    let flow = "start -> queue(support); rest -> end";
    assert!(!assumes(flow, 2));
    assert!(assumes(flow, 3));
}

/// The claims line with one change of the version in test.
fn claims_line(change: impl FnOnce(&mut Flow)) -> (Arc<Project>, VersionId) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/claims_line.ron");
    let mut project = signalbox::storage::load(&path).unwrap().0.project;
    let id = project.versions.values().find(|version| version.info.name == "Monday menu").unwrap().id;
    change(&mut Arc::make_mut(project.versions.get_mut(&id).unwrap()).flow);
    (Arc::new(project), id)
}

fn explored((project, version): &(Arc<Project>, VersionId)) -> Proof {
    let proof = explore(project, &Request::of(*version, "2026-11-23".parse().unwrap())).unwrap();
    assert_eq!(proof.limit, None);
    proof
}

fn titled<'a>(flow: &'a mut Flow, title: &str) -> &'a mut Action {
    let found = flow.actions.values_mut().find(|action| actions::title(action) == title);
    Arc::make_mut(found.unwrap_or_else(|| panic!("no action {title}")))
}

#[test]
fn mistakes_in_the_claims_line_are_found_and_played() {
    let good = explored(&claims_line(|_| {}));
    assert_eq!(good.verdict, Verdict::ProvenIf);
    assert!(good.bad.is_empty());

    // A branch that leads nowhere.
    let dropped = claims_line(|flow| {
        let menu = titled(flow, "Main menu");
        menu.links.retain(|key, _| key != "no_input");
    });
    let proof = explored(&dropped);
    assert_eq!(proof.verdict, Verdict::Refuted);
    let bad = &proof.bad[0];
    assert_eq!((proof.title(bad.at.unwrap()).as_str(), bad.outcome.as_str()), ("Main menu", "Dropped"));
    let run = bad.witness.play(&dropped.0).unwrap();
    assert_eq!(run.outcome().unwrap().words(), "Dropped");
    assert!(bad.witness.given(&dropped.0).iter().any(|given| given.starts_with("it begins on ")));

    // A way round without a question.
    let endless = claims_line(|flow| {
        let to = flow.actions.values().find(|action| actions::title(action) == "Opening hours").unwrap().id;
        let hours = titled(flow, "Opening hours");
        hours.links.insert("closed".to_owned(), Link::To(to));
    });
    let proof = explored(&endless);
    assert_eq!((proof.verdict, proof.bad[0].outcome.as_str()), (Verdict::Refuted, "Endless"));
    let run = proof.bad[0].witness.play_on(&endless.0).unwrap();
    assert_eq!(run.outcome().unwrap().words(), "Error");

    // A way round that says something: the caller can only hang up, or hope that the voice fails.
    let welcomed = claims_line(|flow| {
        let to = flow.actions.values().find(|action| actions::title(action) == "First call?").unwrap().id;
        titled(flow, "Welcome").links.insert("ok".to_owned(), Link::To(to));
    });
    let proof = explored(&welcomed);
    assert_eq!((proof.verdict, proof.bad[0].outcome.as_str()), (Verdict::Refuted, "Endless"));
    let run = proof.bad[0].witness.play_on(&welcomed.0).unwrap();
    assert_eq!(run.outcome().unwrap().words(), "Step limit");

    // A way round with a choice on it is no mistake. It is listed.
    assert_eq!(good.repeats, Vec::<Vec<ActionRef>>::new());
    let again = explored(&claims_line(|flow| {
        let to = flow.actions.values().find(|action| actions::title(action) == "Main menu").unwrap().id;
        titled(flow, "Main menu").links.insert("no_input".to_owned(), Link::To(to));
    }));
    assert_eq!(again.verdict, Verdict::ProvenIf);
    let rounds: Vec<String> = again.repeats.iter().map(|round| again.words_of_round(round)).collect();
    assert_eq!(rounds, ["\"Main menu\" may come round again"]);
}

const ROWS: &str = r#""tests": Rows([
    (id: 1, cells: {"condition": Condition((terms: [(left: Variable("customer.tier"), op: StartsWith, right: Text("g"))]))}),
    (id: 2, cells: {"condition": Condition((terms: [(left: Variable("customer.tier"), op: Equals, right: Text("gold"))]))}),
    (id: 3, cells: {"condition": Condition((terms: [(left: Variable("customer.tier"), op: Equals, right: Text("black"))]))}),
    (id: 4, cells: {"condition": Condition((terms: [(left: Variable("customer.tier"), op: Equals, right: Text("blue"))]))})])"#;

#[test]
fn a_row_that_no_call_takes_is_found_with_the_reason() {
    let lab = Lab::new(&format!(
        "start -> menu(1 Gold, 2 Blue); menu[1] -> assign(customer.tier = gold) -> test{{{ROWS}}} -> end; menu[2] -> test; rest -> end"
    ));
    let (_, proof) = proof_of(&lab);
    let why = |key: &str| {
        let branch = proof.not_taken.iter().find(|it| it.branch.branch == key && it.branch.title == "test")?;
        Some(branch.why.clone().unwrap_or_default())
    };
    assert_eq!(why("row:1"), None);
    assert_eq!(why("row:2").as_deref(), Some("shadowed by row 1"));
    assert_eq!(why("row:3").as_deref(), Some("no value with which a call comes there fits"));
    assert_eq!(why("row:4"), None);
    assert_eq!(why("default").as_deref(), Some(""));
    let words: Vec<String> = proof.not_taken.iter().map(signalbox::sim::paths::NotTaken::words).collect();
    assert!(words.iter().any(|words| words.ends_with(": shadowed by row 1")), "{words:?}");
}

#[test]
fn a_pattern_of_the_usual_lengths_is_met_by_keys_that_the_flow_does_not_name() {
    for length in [4, 8] {
        let pattern = r#"{"tests": Rows([(id: 1, cells: {"name": Text("Whole"), "condition": Condition((terms: [(left: Variable("customer.name"), op: Matches, right: Text("^[0-9]{LENGTH}$"))]))})])}"#;
        let pattern = pattern.replace("LENGTH", &length.to_string());
        let lab = Lab::new(&format!("start -> entry(customer.name) -> test{pattern} -> end; rest -> end"));
        let (_, proof) = proof_of(&lab);
        let missed: Vec<&str> = proof.not_taken.iter().map(|it| it.branch.branch.as_str()).collect();
        assert!(!missed.contains(&"row:1"), "{length}: {missed:?}");
    }
}

#[test]
fn a_call_may_begin_shortly_before_the_office_closes() {
    let flow = r#"start -> hours1(office) -> pause{"duration": Int(30)} -> hours2(office) -> end; rest -> end"#;
    let (_, proof) = proof_of(&Lab::new(flow));
    let missed: Vec<String> =
        proof.not_taken.iter().map(|it| format!("{} {}", it.branch.title, it.branch.branch)).collect();
    assert!(!missed.iter().any(|it| it.ends_with(" closed")), "{missed:?} {:?}", proof.assumed);
}

#[test]
fn a_counter_that_is_copied_keeps_counting() {
    // The counter is compared with 1 alone, but its copy is compared with 3.
    let raise = "assign(customer.points = {customer.points + 1})";
    let raises = format!(
        "{raise} -> assign2(customer.points = {{customer.points + 1}}) -> assign3(customer.points = {{customer.points + 1}})"
    );
    let flow = |copied: &str| {
        format!(
            "start -> assign0(customer.points = 0) -> {raises} -> assign4(customer.tier = {copied}) -> test(customer.points = 1) -> end; \
             test[default] -> test2(customer.tier = 3) -> end; rest -> end"
        )
    };
    let is_taken = |copied: &str| {
        let (_, proof) = proof_of(&Lab::new(&flow(copied)));
        !proof.not_taken.iter().any(|it| it.branch.title == "test2" && it.branch.branch == "row:1")
    };
    assert!(is_taken("$customer.points"));
    assert!(is_taken("{customer.points + 0}"));
    assert!(!is_taken("2"));
}

#[test]
fn every_branch_of_a_web_service_is_played() {
    let line = claims_line(|_| {});
    let proof = explored(&line);
    let of_service = |title: &str| title == "Contract status";
    let branches = proof.branches().into_iter().filter(|(at, _)| of_service(&proof.title(*at)));
    let branches: BTreeSet<String> = branches.map(|(_, branch)| branch).collect();
    assert!(branches.contains("timeout") && branches.contains("error"), "{branches:?}");
    plays(&line.0, &proof, 0);
}

#[test]
fn an_action_to_which_no_call_comes_says_so() {
    let lab = Lab::new(
        "start -> test(customer.tier = gold); test[gold] -> menu(1 A) -> end; test[default] -> say(Hello) -> end; rest -> end",
    );
    let (_, proof) = proof_of(&lab);
    let of_menu = proof.not_taken.iter().filter(|it| it.branch.title == "menu");
    let why: BTreeSet<Option<&str>> = of_menu.map(|it| it.why.as_deref()).collect();
    assert_eq!(why, BTreeSet::from([Some("no call comes to the action")]));
}

#[test]
fn a_variable_that_is_read_before_it_has_a_value_is_found_and_played() {
    let reads = |flow: &str| {
        let lab = Lab::new(flow);
        let (project, proof) = proof_of(&lab);
        let found: Vec<(String, String, Vec<String>)> = proof
            .unset
            .iter()
            .map(|unset| {
                let run = unset.witness.play(&project).unwrap();
                (proof.title(unset.at), unset.path.clone(), run.answers().to_vec())
            })
            .collect();
        found
    };
    let found = |title: &str, answers: &[&str]| {
        (title.to_owned(), "customer.name".to_owned(), answers.iter().map(|it| (*it).to_owned()).collect())
    };
    let flow = |two: &str| {
        format!(
            "start -> menu(1 Named, 2 Not); menu[1] -> assign(customer.name = Ada) -> say(Hello {{{{customer.name}}}}) -> end; \
             menu[2] -> {two}; rest -> end"
        )
    };
    assert_eq!(reads(&flow("say")), [found("say", &["press 2"])]);
    // A value on every way, a default of the field, or the question whether there is a value.
    assert!(reads(&flow("assign")).is_empty());
    assert!(reads("start -> say(Hello {{customer.tier}}) -> end; rest -> end").is_empty());
    let asks = |op: &str| {
        let test = format!(
            r#""tests": Rows([(id: 1, cells: {{"condition": Condition((terms: [(left: Variable("customer.name"), op: {op}, right: Text("Ada"))]))}})])"#
        );
        reads(&format!("start -> test{{{test}}} -> end; rest -> end"))
    };
    assert!(asks("IsEmpty").is_empty());
    assert_eq!(asks("Equals"), [found("test", &[])]);
    // A row of *Assign values* sees what a row above it wrote.
    let rows = "assign(customer.name = Ada, customer.tier = $customer.name)";
    assert!(reads(&format!("start -> {rows} -> end; rest -> end")).is_empty());
    let rows = "assign(customer.tier = $customer.name, customer.name = Ada)";
    assert_eq!(reads(&format!("start -> {rows} -> end; rest -> end")), [found("assign", &[])]);
}
