//! Coverage: what counts is worked out by hand for one tree, and what is passed is counted again from the steps of `simulate --json` for
//! random trees (spec: testing §3).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use signalbox::actions;
use signalbox::edit::{Context, Document, Edit};
use signalbox::model::{ActionId, Channel, Link, Plan, Status, TestCall, TestCallId, Version, VersionId};
use signalbox::sim::coverage::{self, Coverage, Unreachable};
use signalbox::sim::suite::{self, passes::Passes};
use signalbox::sim::{Report, Run};

use crate::cli;
use crate::random_runs::{drive, random_lab};
use crate::support::{Chance, Lab, cases};

/// What the recorded calls of these scripts pass of a version.
fn covered(lab: &Lab, version: VersionId, scripts: &[&str]) -> Coverage {
    covered_with(lab, version, scripts, &Unreachable::new())
}

fn covered_with(lab: &Lab, version: VersionId, scripts: &[&str], unreachable: &Unreachable) -> Coverage {
    let runs: Vec<Passes> = scripts.iter().map(|script| Passes::of(&lab.run(script))).collect();
    Coverage::of(&lab.project, &lab.project.versions[&version], &runs, unreachable)
}

/// A line a counted branch: *menu 1: 2*.
fn counted(coverage: &Coverage) -> Vec<String> {
    coverage.branches.iter().map(|it| format!("{} {}: {}", it.title, it.branch, it.test_calls)).collect()
}

/// A line a branch that does not count.
fn left_out(coverage: &Coverage) -> Vec<String> {
    coverage.left_out.iter().map(|it| format!("{} {}: {}", it.title, it.branch, it.why.words())).collect()
}

/// A tree with each reason for which a branch does not count.
fn every_reason() -> Lab {
    let flow = "start -> menu(1 Sales, 2 Help); menu[1] -> queue(support); menu[2] -> say(Goodbye) -> end; menu[no_input] -> end;
        queue[unprocessed] -> mailbox(messages); queue[dissuasion] -> mailbox; start[if_something_fails] -> say3(Sorry) -> end; say2(Aside) -> end";
    Lab::new(flow).given(|lab| {
        let [mailbox, menu, queue] = ["mailbox", "menu", "queue"].map(|alias| lab.ids[alias]);
        let flow = &mut lab.flow_mut().flow;
        // The mailbox comes from a variable, so it may be missing.
        let action = Arc::make_mut(flow.actions.get_mut(&mailbox).unwrap());
        action.params = ron::from_str(r#"{"mailbox": Item(Variable("customer.tier"))}"#).unwrap();
        // A key that is not in use any more, and an exit key that was taken away.
        let menu = Arc::make_mut(flow.actions.get_mut(&menu).unwrap());
        menu.links.insert("row:9".to_owned(), Link::EndsHere);
        let queue = Arc::make_mut(flow.actions.get_mut(&queue).unwrap());
        queue.links.insert("exit_key".to_owned(), Link::To(mailbox));
    })
}

#[test]
fn each_branch_counts_or_is_left_out_for_its_reason() {
    let lab = every_reason();
    let coverage = covered(&lab, lab.version, &["press 1; agent answers", "press 1; wait out", "press 2"]);
    let worked_out_by_hand = [
        "Start ok: 3",
        "Start if_something_fails: 1",
        "menu row:1: 2",
        "menu row:2: 1",
        "menu no_input: 0",
        // It has no link, and a result.
        "queue processed: 1",
        "queue unprocessed: 1",
        "queue dissuasion: 0",
        "mailbox message_left: 0",
        "say ok: 1",
        "say3 ok: 1",
    ];
    assert_eq!(counted(&coverage), worked_out_by_hand, "{coverage:#?}");
    assert_eq!(
        left_out(&coverage),
        [
            "menu invalid: it has no link and no result",
            "menu row:9: it is switched off",
            "queue reference_not_found: it falls through to \"If something fails\"",
            "queue overflow: it falls through to \"Unprocessed\"",
            "queue exit_key: it is switched off",
            "mailbox no_message: it has no link and no result",
            "mailbox reference_not_found: it falls through to \"If something fails\"",
            "mailbox error: it falls through to \"If something fails\"",
            "say error: it falls through to \"If something fails\"",
            "say3 error: it falls through to \"If something fails\"",
            "say2 : nothing leads to the action",
        ]
    );
    assert_eq!(coverage.words(), "8 of 11 branches (72 %), 6 of 6 actions");
    let missing: Vec<String> = coverage.missing_branches().map(coverage::CountedBranch::words).collect();
    assert_eq!(missing, ["\"menu\" → No input", "\"queue\" → Dissuasion", "\"mailbox\" → Message left"]);
    let asleep = coverage.left_out.iter().find(|it| it.branch == "exit_key").unwrap();
    assert_eq!(asleep.words(), "\"queue\" → Exit key: it is switched off");
}

#[test]
fn a_proof_leaves_a_branch_out_unless_a_call_passes_it() {
    let lab = every_reason();
    let proven: Unreachable =
        ["no_input", "row:1"].into_iter().map(|branch| ((lab.ids["menu"], branch.to_owned()), None)).collect();
    let coverage = covered_with(&lab, lab.version, &["press 1; agent answers"], &proven);
    assert!(
        left_out(&coverage).contains(&"menu no_input: every path was explored, and no call takes it".to_owned()),
        "{coverage:#?}"
    );
    assert!(counted(&coverage).contains(&"menu row:1: 1".to_owned()), "{coverage:#?}");
}

#[test]
fn nothing_falls_back_where_every_technical_branch_has_a_link() {
    let net = "start -> say(Hello) -> end; start[if_something_fails] -> say2(Sorry) -> end; say2[error] -> end";
    let of = |flow: &str| left_out(&covered(&Lab::new(flow), Lab::new(flow).version, &[]));
    // The announcement says a text, so it never fails.
    assert_eq!(
        of(net),
        [
            "Start if_something_fails: no branch falls back on it",
            "say error: it falls through to \"If something fails\"",
            "say2 : nothing leads to the action"
        ]
    );
    let may_fail =
        "start -> mailbox(messages) -> end; start[if_something_fails] -> say2(Sorry) -> end; say2[error] -> end;
        mailbox[no_message] -> end; mailbox[reference_not_found] -> end";
    assert_eq!(
        of(may_fail),
        [
            "mailbox reference_not_found: no call can take it, since what the action names exists",
            "mailbox error: it falls through to \"If something fails\"",
            "say2 error: no call can take it, since what the action names exists",
        ]
    );
    assert_eq!(
        of(&format!("{may_fail}; mailbox[error] -> end")),
        [
            "Start if_something_fails: no branch falls back on it",
            "mailbox reference_not_found: no call can take it, since what the action names exists",
            "say2 : nothing leads to the action"
        ]
    );
}

#[test]
fn a_share_is_rounded_down_and_whole_where_nothing_counts() {
    let percent = |passed: usize, all: usize| {
        let branch = |place| coverage::CountedBranch {
            action: ActionId(1),
            title: String::new(),
            branch: String::new(),
            label: String::new(),
            test_calls: usize::from(place < passed),
        };
        Coverage { branches: (0..all).map(branch).collect(), ..Coverage::default() }.percent()
    };
    assert_eq!(
        [percent(41, 44), percent(44, 44), percent(999, 1_000), percent(0, 3), percent(0, 0)],
        [93, 100, 99, 0, 100]
    );
}

/// A test call of a routing in the project.
fn keep(lab: &mut Lab, run: &Run) -> TestCallId {
    lab.project.last_id += 1;
    let id = TestCallId(lab.project.last_id);
    let call = TestCall { id, name: format!("Call {id}"), expectations: Vec::new(), ..suite::record(run) };
    lab.project.test_calls.insert(id, Arc::new(call));
    id
}

#[test]
fn calls_of_other_routings_count_where_they_come_through() {
    let mut lab = Lab::new("start -> call(ask: known); call[known] -> end; rest -> end")
        .with("ask", "start -> menu(1 Yes, 2 No); menu[1] -> back(known); menu[2] -> end; rest -> end")
        .ending("start -> tag{\"add\": Rows([(id: 1, cells: {\"tag\": Text(\"Over\")})])} -> end");
    for script in ["press 1", "press 2"] {
        let run = lab.run(script);
        keep(&mut lab, &run);
    }
    let project = Arc::new(lab.project.clone());
    let of = |reference: &str| {
        let routing = project.routing_by_reference(reference).unwrap().id;
        let version = project.in_production(routing).unwrap();
        let own: Vec<_> = suite::run_version(&project, version.id, |_| true).into_iter().map(|(_, it)| it).collect();
        coverage::of_version(&project, version, &own, &Unreachable::new()).words()
    };
    assert_eq!(of("main"), "3 of 4 branches (75 %), 2 of 2 actions");
    assert_eq!(of("ask"), "3 of 5 branches (60 %), 3 of 3 actions");
    assert_eq!(of("after"), "2 of 2 branches (100 %), 2 of 2 actions");
}

/// The steps of `simulate --json` that were left by a branch: version, action, branch, and the label.
fn steps(run: &Run) -> BTreeSet<(String, u32, String, String)> {
    let json = serde_json::to_value(Report::new(run)).unwrap();
    let text = |step: &serde_json::Value, key: &str| step[key].as_str().unwrap().to_owned();
    let by_branch = json["steps"].as_array().unwrap().iter().filter(|step| step["left"] == "branch");
    by_branch
        .map(|step| {
            let version = format!("{}/{}", text(step, "routing"), text(step, "version"));
            let action = u32::try_from(step["action"].as_u64().unwrap()).unwrap();
            (version, action, text(step, "branch"), text(step, "label"))
        })
        .collect()
}

/// All branches of the actions of a version, and all links of branches that are switched off.
fn everything(lab: &Lab, version: &Version) -> BTreeSet<(ActionId, String)> {
    let tree = lab.project.tree_type_of(version.id);
    let of_action = |(id, action): (&ActionId, &Arc<signalbox::model::Action>)| {
        let known = actions::spec_of(action).is_some();
        let keys = actions::branch_keys(action, tree).into_iter().chain(action.links.keys().cloned());
        let id = *id;
        keys.filter(move |_| known).map(move |key| (id, key)).collect::<Vec<_>>()
    };
    version.flow.actions.iter().flat_map(of_action).collect()
}

#[test]
fn random_trees_are_counted_as_their_traces_say() {
    let (mut passed_in_all, mut never_seen, mut falls) = (0, 0, 0);
    for case in 0..cases(400) {
        let mut chance = Chance::new(case);
        let channel = *chance.pick(&Channel::ALL);
        let lab = random_lab(&mut chance, channel);
        let runs: Vec<Run> = (0..6)
            .map(|seed| {
                let mut run = Run::new(lab.clone().given(|lab| lab.seed = seed).scene());
                drive(&mut chance, &mut run);
                run
            })
            .collect();
        let passes: Vec<Passes> = runs.iter().map(Passes::of).collect();
        let steps: Vec<_> = runs.iter().map(steps).collect();
        for version in lab.project.versions.values() {
            let coverage = Coverage::of(&lab.project, version, &passes, &Unreachable::new());
            let routing = lab.project.routing_of(version.id).unwrap();
            let name = format!("{}/{}", routing.reference, version.info.name);
            // Each branch is in one list, unless nothing leads to its action.
            let lost: BTreeSet<ActionId> =
                coverage.left_out.iter().filter(|it| it.branch.is_empty()).map(|it| it.action).collect();
            let mut listed: Vec<(ActionId, String)> =
                coverage.branches.iter().map(|it| (it.action, it.branch.clone())).collect();
            listed.extend(coverage.left_out.iter().map(|it| (it.action, it.branch.clone())));
            listed.retain(|(action, _)| !lost.contains(action));
            let all: BTreeSet<(ActionId, String)> =
                everything(&lab, version).into_iter().filter(|(action, _)| !lost.contains(action)).collect();
            assert_eq!(listed.len(), all.len(), "case {case}, {name}");
            assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), all, "case {case}, {name}");
            // What is passed, counted again from the traces: how many runs have a step with the branch.
            let mut by_hand: BTreeMap<(u32, &str), usize> = BTreeMap::new();
            for run in &steps {
                let of_run: BTreeSet<(u32, &str)> =
                    run.iter().filter(|it| it.0 == name).map(|it| (it.1, it.2.as_str())).collect();
                for step in of_run {
                    *by_hand.entry(step).or_default() += 1;
                }
            }
            for branch in &coverage.branches {
                // No interaction leaves Start by it: a step that falls back on it says so in its label.
                let wanted = if branch.branch == "if_something_fails" {
                    let falls = |run: &&BTreeSet<_>| {
                        run.iter().any(|(version, _, _, label): &(String, u32, String, String)| {
                            *version == name && label.ends_with(", by If something fails")
                        })
                    };
                    steps.iter().filter(falls).count()
                } else {
                    by_hand.get(&(branch.action.0, branch.branch.as_str())).copied().unwrap_or(0)
                };
                assert_eq!(branch.test_calls, wanted, "case {case}, {name}: {}", branch.words());
                passed_in_all += usize::from(wanted > 0);
            }
            // A branch that does not count is either never left by, or by the link of another branch, or it drops the customer.
            for branch in &coverage.left_out {
                if branch.why == coverage::Why::NothingLeads {
                    let is_met = steps.iter().flatten().any(|it| it.0 == name && it.1 == branch.action.0);
                    assert!(!is_met, "case {case}, {name}: {}", branch.words());
                    continue;
                }
                let seen = steps.iter().flatten();
                let seen: Vec<&str> = seen
                    .filter(|it| it.0 == name && it.1 == branch.action.0 && it.2 == branch.branch)
                    .map(|it| it.3.as_str())
                    .collect();
                match &branch.why {
                    coverage::Why::FallsThrough(by) => {
                        falls += seen.len();
                        let label = format!(", by {by}");
                        let is_told = seen.iter().all(|seen| seen.ends_with(&label) || *seen == branch.label);
                        assert!(is_told, "case {case}, {name}: {} {seen:?}", branch.words());
                    }
                    coverage::Why::LeadsNowhere => {}
                    _ => {
                        assert_eq!(seen, Vec::<&str>::new(), "case {case}, {name}: {}", branch.words());
                        never_seen += 1;
                    }
                }
            }
        }
    }
    assert!(passed_in_all > 1_000 && never_seen > 500 && falls > 20, "{passed_in_all} {never_seen} {falls}");
}

#[test]
fn no_call_takes_a_branch_that_is_said_to_be_impossible() {
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    for case in 0..cases(1_500) {
        let mut chance = Chance::new(1_000_000 + case);
        let channel = *chance.pick(&Channel::ALL);
        let lab = random_lab(&mut chance, channel);
        let mut run = Run::new(lab.scene());
        drive(&mut chance, &mut run);
        let steps = steps(&run);
        for version in lab.project.versions.values() {
            let routing = lab.project.routing_of(version.id).unwrap();
            let name = format!("{}/{}", routing.reference, version.info.name);
            for action in version.flow.actions.values() {
                let cx = signalbox::catalog::CheckCx { project: &lab.project, routing, version, action };
                let never = actions::never_taken(&cx);
                let left: Vec<&str> =
                    steps.iter().filter(|it| it.0 == name && it.1 == action.id.0).map(|it| it.2.as_str()).collect();
                let of_kind = met.entry(action.kind.clone()).or_default();
                *of_kind += usize::from(!never.is_empty() && !left.is_empty());
                let wrong: Vec<&&str> =
                    left.iter().filter(|left| never.iter().any(|(branch, _)| branch == *left)).collect();
                assert!(wrong.is_empty(), "case {case}: {} of {name} left by {wrong:?}", action.kind);
            }
        }
    }
    met.retain(|_, count| *count > 0);
    assert!(met.len() >= 15, "{met:?}");
}

/// Flows whose action `it` is looked at, and the branches that no call can take. The sample project has the resources.
const FIXED: [(&str, &[&str]); 19] = [
    (r#"to_queue{"queue": Item(Reference("support"))}"#, &["reference_not_found"]),
    (r#"to_queue{"queue": Item(Reference("nothing"))}"#, &[]),
    (r#"to_queue{"queue": Item(Variable("customer.tier"))}"#, &[]),
    ("to_queue", &[]),
    (r#"to_queue{"to": Text("group"), "group": Item(Reference("all_desks"))}"#, &["reference_not_found"]),
    (r#"to_number{"item": Item(Reference("partner"))}"#, &["invalid"]),
    (r#"to_number{"from": Text("value"), "number": Operand(Text("+33155001020"))}"#, &["invalid"]),
    (r#"to_number{"from": Text("value"), "number": Operand(Text("ring me"))}"#, &[]),
    (r#"to_number{"from": Text("value"), "number": Operand(Variable("call.number"))}"#, &[]),
    (r#"voice_announcement{"text": Texts({"": "Hello"})}"#, &["error"]),
    (r#"voice_announcement{"source": Text("sound"), "sound": Item(Reference("nothing"))}"#, &[]),
    (r#"survey{"survey": Item(Reference("satisfaction"))}"#, &["error", "reference_not_found"]),
    (
        r#"call_routing{"routing": Item(Reference("comes_back"))}"#,
        &["ended_there", "no_version", "reference_not_found"],
    ),
    (r#"call_routing{"routing": Item(Reference("ends"))}"#, &["no_version", "reference_not_found"]),
    (r#"call_routing{"routing": Item(Reference("ends")), "version": Text("test")}"#, &["reference_not_found"]),
    (r#"to_routing{"routing": Item(Reference("ends"))}"#, &["no_version", "reference_not_found"]),
    (r#"pay_invoice{"module": Item(Reference("billing")), "invoice": Operand(Text("F-1"))}"#, &[]),
    (
        r#"pay_invoice{"module": Item(Reference("billing")), "pays": Text("amount"), "amount": Operand(Text("10.00"))}"#,
        &["above_maximum", "already_paid", "reference_not_found"],
    ),
    (
        r#"pay_invoice{"module": Item(Reference("billing")), "pays": Text("amount"), "amount": Operand(Text("999999"))}"#,
        &["already_paid", "reference_not_found"],
    ),
];

#[test]
fn what_is_fixed_decides_which_branches_no_call_can_take() {
    for (text, expected) in FIXED {
        let lab = Lab::new(&format!("start -> {text}"))
            .with("comes_back", "start -> back(known)")
            .with("ends", "start -> say(Hello) -> end; say[error] -> end");
        let version = &lab.project.versions[&lab.version];
        let action = &version.flow.actions[&ActionId(2)];
        let routing = &lab.project.routings[&lab.routing];
        let cx = signalbox::catalog::CheckCx { project: &lab.project, routing, version, action };
        let mut found: Vec<&str> = actions::never_taken(&cx).into_iter().map(|(branch, _)| branch).collect();
        found.sort_unstable();
        assert_eq!(found, *expected, "{text}");
    }
}

/// A version in development of which two test calls pass 3 of 5 branches.
fn three_of_five(demanded: Option<u8>) -> Lab {
    let flow = "start -> menu(1 Sales, 2 Help); menu[1] -> end; menu[2] -> end; rest -> end";
    let mut lab = Lab::new(flow).given(|lab| {
        let info = &mut lab.flow_mut().info;
        (info.status, info.digest) = (Status::InDevelopment, None);
        let routing = lab.project.routings.get_mut(&lab.routing).unwrap();
        Arc::make_mut(routing).rules.coverage = demanded;
    });
    for script in ["press 1", "press 2"] {
        let run = lab.run(script);
        keep(&mut lab, &run);
    }
    lab
}

const TOO_FEW: &str = "Test calls pass only 60 % of the branches of \"v1\"; 61 % are demanded.";

#[test]
fn a_demanded_coverage_holds_a_production_back_by_hand_and_by_plan() {
    for (demanded, refused) in [(None, ""), (Some(0), ""), (Some(60), ""), (Some(61), TOO_FEW)] {
        let lab = three_of_five(demanded);
        let mut document = Document::new(lab.project.clone());
        let gate = signalbox::release::gate(&document, lab.version, chrono::NaiveDate::default(), None);
        assert_eq!(gate.reasons().join(" "), refused, "{demanded:?}");
        let put = document.apply(&Edit::PutInProduction { version: lab.version, gate }, &Context::default());
        let why = put.err().map(|why| why.to_string()).unwrap_or_default();
        assert_eq!((why.contains(refused), why.is_empty()), (true, refused.is_empty()), "{demanded:?}: {why}");
        // The same by plan: the time has come.
        let at = chrono::NaiveDate::from_ymd_opt(2026, 1, 5).unwrap().and_hms_opt(6, 0, 0).unwrap();
        let lab = lab.given(|lab| lab.flow_mut().info.planned = Some(Plan { at, missed: None }));
        let mut document = Document::new(lab.project.clone());
        let now = at.and_utc() + chrono::TimeDelta::days(2);
        let context = Context { now, ..Context::default() };
        let releases = signalbox::release::put_due_in_production(&mut document, &context);
        let missed = releases[0].missed.clone().unwrap_or_default();
        assert_eq!(missed, refused, "{demanded:?}");
    }
}

#[test]
fn the_command_fails_where_less_is_passed_than_demanded() {
    let folder = tempfile::tempdir().unwrap();
    for (demanded, code) in [(60, 0), (61, 1)] {
        let path = folder.path().join(format!("{demanded}.ron"));
        let lab = three_of_five(Some(demanded));
        std::fs::write(&path, signalbox::storage::write(&lab.project).unwrap()).unwrap();
        let path = path.to_str().unwrap();
        let done = cli::signalbox(&["test", path, "--routing", "main", "--version", "v1"]);
        assert_eq!(done.code, code, "{}", done.out);
        assert!(done.out.contains("2 of 2 test calls pass.\n  Coverage: 3 of 5 branches (60 %)"), "{}", done.out);
        assert_eq!(done.out.contains(TOO_FEW), code == 1, "{}", done.out);
        let done = cli::signalbox(&["test", path, "--routing", "main", "--version", "v1", "--json"]);
        let json: serde_json::Value = serde_json::from_str(&done.out).unwrap();
        assert_eq!(json["suites"][0]["coverage"]["demanded_percent"].as_u64(), Some(demanded.into()));
        // Part of the suite decides nothing.
        let done = cli::signalbox(&["test", path, "--routing", "main", "--version", "v1", "--name", "Call"]);
        assert_eq!(done.code, 0, "{}", done.out);
    }
}

#[test]
fn a_demand_is_kept_in_the_file_and_is_at_most_100() {
    let lab = three_of_five(Some(90));
    let text = signalbox::storage::write(&lab.project).unwrap();
    assert!(text.contains("rules: (coverage: 90)"), "{text}");
    assert_eq!(load(&text).project.routings[&lab.routing].rules.coverage, Some(90));
    assert!(!signalbox::storage::write(&three_of_five(None).project).unwrap().contains("rules:"));
    let mended = load(&text.replace("coverage: 90", "coverage: 101"));
    assert_eq!(mended.project.routings[&lab.routing].rules.coverage, Some(100));
    assert!(mended.repairs.iter().any(|it| it.contains("more than 100 %")), "{:?}", mended.repairs);
    // An edit asks for no more either, and is undone like every other.
    let mut document = Document::new(lab.project.clone());
    let routing = |coverage| {
        let mut routing = (*lab.project.routings[&lab.routing]).clone();
        routing.rules.coverage = coverage;
        Edit::StoreRouting { routing }
    };
    assert!(document.apply(&routing(Some(101)), &Context::default()).is_err());
    document.apply(&routing(None), &Context::default()).unwrap();
    let found = signalbox::diff::projects(&lab.project, document.project());
    assert_eq!(found.objects.iter().map(|it| it.what.as_str()).collect::<Vec<_>>(), ["Smart routing"]);
    document.undo().unwrap();
    assert_eq!(document.project().routings[&lab.routing].rules.coverage, Some(90));
}

/// A project from its file, mended where needed.
fn load(text: &str) -> signalbox::storage::Loaded {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("project.ron");
    std::fs::write(&path, text).unwrap();
    signalbox::storage::load_mended(&path).unwrap().0
}

#[test]
fn the_command_prints_coverage_and_lists_what_is_missing() {
    let project = "projects/claims_line.ron";
    let done = cli::signalbox(&["test", project]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("\n  Coverage: ") && !done.out.contains("Not counted:"), "{}", done.out);
    let done = cli::signalbox(&["test", project, "--coverage"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let net = "\n  Not counted:\n    \"Start\" → If something fails: it has no link and no result\n";
    assert!(done.out.contains(net), "{}", done.out);
    // Part of the suite says nothing of coverage.
    let done = cli::signalbox(&["test", project, "--name", "Noor"]);
    assert!(!done.out.contains("Coverage"), "{}", done.out);
    assert_eq!(cli::signalbox(&["test", project, "--name", "Noor", "--coverage"]).code, 2);
    let done = cli::signalbox(&["test", project, "--json"]);
    let json: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    let coverage = &json["suites"][0]["coverage"];
    let branches = coverage["branches"].as_array().unwrap();
    let passed = branches.iter().filter(|it| it["test_calls"].as_u64() > Some(0)).count();
    assert_eq!(coverage["passed_branches"].as_u64(), Some(passed as u64));
    assert_eq!(coverage["percent"].as_u64(), Some((passed * 100 / branches.len()) as u64));
    assert_eq!(coverage["left_out"][0]["why"], "it has no link and no result");
    // For JUnit it is a property of the suite.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.xml");
    cli::signalbox(&["test", project, "--junit", path.to_str().unwrap()]);
    let text = std::fs::read_to_string(&path).unwrap();
    let document = roxmltree::Document::parse(&text).unwrap();
    let property = document.descendants().find(|it| it.attribute("name") == Some("coverage.branches")).unwrap();
    assert_eq!(property.attribute("value"), Some(format!("{passed} of {} branches", branches.len()).as_str()));
}
