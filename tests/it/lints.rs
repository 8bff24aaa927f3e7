//! Problems: every code is reported for a faulty flow and for no other, and each fix is one undo step.
//! Not here: the tables of the kinds of other products and channels (`lints_kinds`), of resources and entry points (`lints_resources`).

use std::collections::BTreeSet;
use std::sync::Arc;

use signalbox::catalog::Severity;
use signalbox::catalog::sample::{ANA, BEN};
use signalbox::digest::digest;
use signalbox::edit::{Context, Document};
use signalbox::lint::{self, Diagnostic};
use signalbox::model::{Channel, Place, Status, UserState};

use crate::lints_kinds::{self, KINDS};
use crate::lints_paths;
use crate::lints_resources;
use crate::mail;
use crate::support::Lab;

/// The codes of the version of `main`, each once.
pub fn codes(lab: &Lab) -> BTreeSet<&'static str> {
    let version = &lab.project.versions[&lab.version];
    lint::check_version(&lab.project, version).into_iter().map(|it| it.code).collect()
}

/// The codes of the project outside versions.
pub fn project_codes(lab: &Lab) -> BTreeSet<&'static str> {
    let found = lint::check(&lab.project).into_iter();
    found.filter(|it| !matches!(it.place, Place::Action(_) | Place::Version(_))).map(|it| it.code).collect()
}

/// Flows with exactly their expected codes.
const FLOWS: &[(&str, &str)] = &[
    ("start -> menu(1 Sales, 2 Help); rest -> end", ""),
    ("start -> queue(support); rest -> end", ""),
    ("start -> queue(support); queue[unprocessed] -> end; queue[reference_not_found] -> end", "branch-falls-back"),
    ("start -> mystery{\"a\": Int(1)} -> end", "unknown-kind"),
    ("start -> say(Hello)", "dropped-branch"),
    ("start -> say(Hello) -> end; node -> end; rest -> end", "unreachable"),
    ("start -> node{\"colour\": Int(1)} -> end", "unknown-parameter"),
    ("start -> queue; rest -> end", "missing-parameter"),
    ("start -> queue(nothing); rest -> end", "unknown-item"),
    ("start -> queue{\"queue\": Item(Item(77))}; rest -> end", "unknown-item"),
    ("start -> queue(support){\"priority\": Text(\"high\")}; rest -> end", "wrong-value"),
    ("start -> queue(support){\"priority\": Int(99)}; rest -> end", "wrong-value"),
    ("start -> node -> node2 -> node", "round-without-wait"),
    ("start -> pause(5s) -> node -> pause", ""),
    ("start -> say(Hello {{customer.nick}}) -> end; rest -> end", "unknown-variable"),
    ("start -> assign(customer.tier = $nobody.name) -> end; rest -> end", "unknown-variable"),
    ("start -> assign(customer.nick = x) -> end; rest -> end", "unknown-target"),
    ("start -> assign(call.number = x) -> end; rest -> end", "unknown-target"),
    ("start -> assign(customer.tier = {1 + }) -> end; rest -> end", "bad-expression"),
    ("start -> assign(customer.points = many) -> end; rest -> end", "literal-type"),
    ("start -> passages(2){\"action\": Action(99)}; rest -> end", "unknown-action"),
    ("start -> jump(other test); rest -> end", "jump-no-version"),
    ("start -> jump(after); rest -> end", "jump-target"),
    ("start -> call(other); rest -> end", ""),
    ("start -> call(other test); rest -> end", "call-no-version"),
    ("start -> call(after); rest -> end", "call-target"),
    ("start -> call(other: Known); rest -> end", "unknown-ending"),
    ("start -> call(other: Known, KNOWN); rest -> end", "ending-twice unknown-ending"),
    ("start -> call(main); rest -> end", "calls-itself"),
    (
        "start -> date_and_time{\"form\": Text(\"weekday\"), \"names\": Text(\"customer\"), \"variable\": Text(\"customer.name\")} -> test(customer.name=Monday); rest -> end",
        "names-of-customer",
    ),
    ("start -> menu(1 A, 1 B); rest -> end", "menu-key-twice"),
    ("start -> menu(1 A, 2 B, 3 C, 4 D, 5 E); rest -> end", "menu-long"),
    (
        "start -> menu(1 A){\"text\": Texts({\"\": \"For A, press 1. For B, press 2.\"})}; rest -> end",
        "menu-key-unbound",
    ),
    ("start -> menu(1 A){\"text\": Texts({\"\": \"Welcome.\"})}; rest -> end", "menu-key-unspoken"),
    ("start -> entry(customer.number){\"min_digits\": Int(9), \"max_digits\": Int(4)}; rest -> end", "entry-length"),
    ("start -> share(A 50, A 40); rest -> end", "share-twice"),
    ("start -> share(A 60, B 50); rest -> end", "shares-over-100"),
    ("start -> pause(4000s) -> end", "pause-long"),
    ("start -> queue(support){\"max_wait\": Int(10)}; rest -> end", "max-wait"),
    ("start -> queue(support){\"ring\": Int(3)}; rest -> end", "ring-time"),
    ("start -> number(+1); rest -> end", "number"),
    ("start -> number(partner){\"caller_id\": Text(\"me\")}; rest -> end", "caller-id"),
    ("start -> number(partner){\"keys\": Text(\"1a\")}; rest -> end", "keys"),
    ("start -> test(customer.tier = gold, customer.tier = gold); rest -> end", "test-shadowed"),
    (
        "start -> test{\"tests\": Rows([(id: 1, cells: {\"condition\": Condition((terms: [(left: Variable(\"customer.tier\"), op: Matches, right: Text(\"*\"))]))})])}; rest -> end",
        "regular-expression",
    ),
    ("start -> table(tiers: vip, VIP); rest -> end", "result-twice"),
    ("start -> table(tiers: vip){\"keys\": Rows([])}; rest -> end", "missing-parameter table-keys"),
    ("start -> table(tiers: vip){\"result_column\": Text(\"colour\")}; rest -> end", "table-column"),
    ("start -> passages(2, 2); rest -> end", "threshold-twice"),
    (
        "start -> hours(office){\"exceptions\": Rows([(id: 1, cells: {\"name\": Text(\"Holiday\")})])}; rest -> end",
        "exception-unknown",
    ),
    (
        "start -> hours(office){\"exceptions\": Rows([(id: 1, cells: {\"name\": Text(\"Bank holidays\")}), (id: 2, cells: {\"name\": Text(\"bank holidays\")})])}; rest -> end",
        "exception-twice",
    ),
    ("start -> service(contracts: contract = customer.tier); rest -> end", "json-path"),
    ("start -> who(source Radio, source radio); rest -> end", "criteria-twice"),
    ("start -> who(source Radio, repeat); rest -> end", ""),
    ("start -> who(first-time, repeat); rest -> end", "criteria-everybody"),
    (
        "start -> who(repeat, source Radio, first-time); who[default] -> say(Never) -> end; rest -> end",
        "criteria-everybody",
    ),
    ("start -> who(first-time, repeat, source Radio); rest -> end", "criteria-everybody"),
    (
        "start -> who{\"branches\": Rows([(id: 1, cells: {\"criteria\": Criteria([(kind: Source, op: Contains, value: \" \")])})])}; rest -> end",
        "criterion-empty",
    ),
    (
        "start -> who{\"branches\": Rows([(id: 1, cells: {\"criteria\": Criteria([(kind: Source, op: IsOneOf, value: \",\")])})])}; rest -> end",
        "criterion-empty",
    ),
    ("start -> TERM(left: Variable(\"customer.tier\"), op: Contains, right: Text(\" \")); rest -> end", "term-empty"),
    ("start -> TERM(left: Variable(\"customer.tier\"), op: IsOneOf, right: Text(\" , \")); rest -> end", "term-empty"),
    ("start -> TERM(left: Variable(\"customer.tier\"), op: IsOneOf, right: Text(\"gold,\")); rest -> end", ""),
    ("start -> TERM(left: Text(\"\"), op: Equals, right: Text(\"gold\")); rest -> end", "term-empty"),
    ("start -> TERM(left: Variable(\"customer.tier\"), op: Equals, right: Text(\"\")); rest -> end", ""),
    ("start -> TERM(left: Variable(\"customer.tier\"), op: IsEmpty, right: Text(\"\")); rest -> end", ""),
    (
        "start -> queue(support){\"skills\": Rows([(id: 1, cells: {\"skill\": Text(\"Danish\"), \"level\": Int(2)})])}; rest -> end",
        "queue-skill",
    ),
    (
        "start -> queue{\"to\": Text(\"group\"), \"group\": Item(Reference(\"all_desks\")), \"skills\": Rows([(id: 1, cells: {\"skill\": Text(\"Danish\")})])}; rest -> end",
        "queue-skill",
    ),
    (
        "start -> menu(1 A){\"source\": Text(\"sound\"), \"sound\": Item(Reference(\"welcome\"))}; rest -> end",
        "menu-key-unspoken",
    ),
    (
        "start -> who{\"branches\": Rows([(id: 1, cells: {\"criteria\": Criteria([(kind: FirstTime), (kind: Repeat)])})])}; rest -> end",
        "criteria-contradiction",
    ),
    (
        "start -> who{\"branches\": Rows([(id: 1, cells: {\"criteria\": Criteria([(kind: FirstTime)])}), (id: 2, cells: {\"criteria\": Criteria([(kind: FirstTime), (kind: Source, op: Equals, value: \"Radio\")])})])}; rest -> end",
        "criteria-unreachable",
    ),
];

/// `TERM(…)` is a test of one value with that term.
fn term(flow: &str) -> String {
    let Some((before, rest)) = flow.split_once("TERM") else { return flow.to_owned() };
    let (term, after) = rest.split_once("; ").unwrap();
    format!(
        "{before}test{{\"tests\": Rows([(id: 1, cells: {{\"condition\": Condition((terms: [{term}]))}})])}}; {after}"
    )
}

#[test]
fn every_flow_has_the_expected_problems() {
    for (flow, expected) in FLOWS {
        let lab = Lab::new(&term(flow)).ending("start -> end");
        assert_eq!(codes(&lab), expected.split_whitespace().collect(), "{flow}");
    }
}

/// Cases that need more than a flow, each with its code.
fn staged() -> Vec<(&'static str, Lab)> {
    let good = || Lab::new("start -> say(Hello) -> end; rest -> end");
    let mut staged = Vec::new();

    staged.push(("wrong-channel", good().over(Channel::Email)));

    let mut lab = good();
    for action in lab.flow_mut().flow.actions.values_mut().filter(|action| !action.is_start()) {
        Arc::make_mut(action).foreign_params = Some("{future}".into());
    }
    staged.push(("foreign-values", lab));

    let mut lab = good();
    lab.flow_mut().info.description = "Changed by hand".to_owned();
    staged.push(("changed-outside", lab));

    let mut lab = good();
    lab.flow_mut().info.status = signalbox::model::Status::InDevelopment;
    let missed = Some("A required test call fails.".to_owned());
    lab.flow_mut().info.planned = Some(signalbox::model::Plan { missed, ..Default::default() });
    staged.push(("missed-production", lab));

    // A missed plan and a plan of another day prevent no other plan.
    let mut lab = good();
    let plan = |day: u32, missed: Option<&str>| {
        let at = chrono::NaiveDate::from_ymd_opt(2026, 12, day).unwrap().and_hms_opt(6, 0, 0).unwrap();
        Some(signalbox::model::Plan { at, missed: missed.map(str::to_owned) })
    };
    for (name, planned) in [("a", plan(1, None)), ("b", plan(2, Some("Blank."))), ("c", plan(3, None))] {
        let (id, _) = lab.add_version(lab.routing, name, Status::InDevelopment, "start -> end");
        Arc::make_mut(lab.project.versions.get_mut(&id).unwrap()).info.planned = planned;
    }
    lab.flow_mut().info.status = Status::InDevelopment;
    lab.flow_mut().info.planned = plan(2, None);
    assert_eq!(codes(&lab), BTreeSet::new());
    lab.flow_mut().info.planned = plan(3, None);
    let late = lab.project.versions[&lab.version]
        .info
        .planned
        .clone()
        .map(|it| (it.at + chrono::TimeDelta::hours(1), it.missed));
    lab.flow_mut().info.planned = late.map(|(at, missed)| signalbox::model::Plan { at, missed });
    staged.push(("planned-twice", lab));

    let mut lab = Lab::new("start -> menu(1 A) -> end; rest -> end");
    for action in lab.flow_mut().flow.actions.values_mut().filter(|action| !action.is_start()) {
        Arc::make_mut(action).params.0.remove("mode");
        let links = &mut Arc::make_mut(action).links;
        links.insert("ok".to_owned(), signalbox::model::Link::EndsHere);
        links.insert("error".to_owned(), signalbox::model::Link::EndsHere);
    }
    staged.push(("link-asleep", lab));

    let mut lab = Lab::new("start -> jump(second); rest -> end").with("second", "start -> end");
    let second = lab.project.routing_by_reference("second").unwrap().id;
    lab.project.versions.retain(|_, version| version.info.routing != second);
    staged.push(("routing-without-production", lab));
    for (_, lab) in staged.iter_mut().filter(|(code, _)| *code != "changed-outside") {
        let version = lab.flow_mut();
        version.info.digest = Some(digest(version));
    }
    staged
}

#[test]
fn problems_of_more_than_a_flow_are_found() {
    for (code, lab) in staged() {
        assert_eq!(codes(&lab), BTreeSet::from([code]));
    }
}
/// All expected codes, here and in the other tables.
fn all_staged() -> impl Iterator<Item = (&'static str, Lab)> {
    staged().into_iter().chain(lints_kinds::staged()).chain(lints_resources::staged())
}

/// All codes in the source, so that the tests forget none.
fn codes_of_the_source() -> BTreeSet<String> {
    let gives =
        regex::Regex::new(r#"(?:Finding::(?:error|warning|hint)|check_doubled(?:_in_languages)?)\(\s*"([a-z0-9-]+)""#)
            .unwrap();
    let mut found = BTreeSet::new();
    for folder in ["src/lint", "src/actions"] {
        for entry in std::fs::read_dir(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let text = std::fs::read_to_string(path).unwrap();
                found.extend(gives.captures_iter(&text).map(|it| it[1].to_owned()));
            }
        }
    }
    found
}

#[test]
fn every_code_is_tested() {
    let flows = FLOWS.iter().map(|(_, codes)| codes).chain(KINDS.iter().map(|(_, _, codes)| codes));
    let flows = flows.chain(lints_paths::FLOWS.iter().map(|(_, codes)| codes));
    let in_flows = flows.flat_map(|codes| codes.split_whitespace()).chain(["customer-gone"]);
    let in_stages = all_staged().map(|(code, _)| code);
    let tested: BTreeSet<String> =
        in_flows.chain(in_stages).chain(mail::CODES.iter().copied()).map(str::to_owned).collect();
    let given = codes_of_the_source();
    assert!(given.len() > 50, "{given:?}");
    assert_eq!(given, tested);
}

#[test]
fn every_problem_is_a_sentence_and_errors_block_production() {
    let labs = FLOWS.iter().map(|(flow, _)| Lab::new(&term(flow)).ending("start -> end"));
    let of_kinds = KINDS.iter().map(|(channel, flow, _)| Lab::new(flow).over(*channel));
    for lab in labs.chain(of_kinds).chain(lints_paths::labs()).chain(all_staged().map(|(_, lab)| lab)) {
        for problem in lint::check(&lab.project) {
            let Diagnostic { code, message, .. } = &problem;
            assert!(message.ends_with('.') && message.len() > 20, "{code}: {message}");
            assert!(problem.blocks || problem.severity != Severity::Error, "{code} is an error and does not block");
            assert!(!lint::place_words(&lab.project, problem.place).trim().is_empty());
        }
        let version = &lab.project.versions[&lab.version];
        let found = lint::check_version(&lab.project, version);
        let blocking = found.iter().filter(|it| it.blocks).count();
        assert_eq!(lint::blocking(&lab.project, version).len(), blocking);
        assert!(found.is_sorted_by_key(|it| it.place), "in order of places");
    }
}

#[test]
fn a_dropped_customer_blocks_though_it_is_a_warning() {
    let lab = Lab::new("start -> say(Hello)");
    let found = lint::check_version(&lab.project, &lab.project.versions[&lab.version]);
    assert!(found.iter().all(|it| it.code == "dropped-branch" && it.severity == Severity::Warning && it.blocks));
    assert_eq!(found.len(), 2, "OK and Error");
}

#[test]
fn a_fix_solves_its_problem_in_one_undo_step() {
    let (_, inactive) = staged().into_iter().find(|(code, _)| *code == "link-asleep").unwrap();
    let dropped = Lab::new("start -> menu(1 A, 2 B); menu[1] -> say(A)");
    let mut fixed = BTreeSet::new();
    for mut lab in [inactive, dropped] {
        lab.flow_mut().info.status = Status::InDevelopment;
        lab.flow_mut().info.digest = None;
        let problems = |document: &Document| {
            let project = document.project();
            lint::check_version(project, &project.versions[&lab.version])
        };
        let start = Document::new(lab.project.clone());
        for problem in problems(&start) {
            let (words, edits) = problem.fix.clone().expect("these problems have fixes");
            assert!(!words.is_empty());
            assert_eq!(edits.len(), 1, "a fix is one edit, so that it is one undo");
            let mut document = start.clone();
            document.apply(&edits[0], &Context::default()).unwrap();
            let left = problems(&document);
            assert!(!left.contains(&problem), "{words} does not mend {}", problem.message);
            assert_eq!(left.len() + 1, problems(&start).len(), "and it makes no other problem");
            assert!(document.undo().is_some() && document.undo().is_none());
            assert_eq!(document.project().versions, start.project().versions);
            fixed.insert(problem.code);
        }
    }
    assert_eq!(fixed, BTreeSet::from(["dropped-branch", "link-asleep"]));
}

#[test]
fn problems_of_a_version_are_those_of_its_own_tree() {
    let mut lab = Lab::new("start -> end");
    let (draft, _) = lab.add_version(lab.routing, "draft", Status::InDevelopment, "start -> queue(nothing)");
    assert_eq!(codes(&lab), BTreeSet::new());
    let of_draft = lint::check(&lab.project).into_iter().filter(|it| it.version() == Some(draft)).count();
    assert!(of_draft > 1);
    // The state of the world is not a problem of the design.
    lab.world.users.extend([ANA, BEN].map(|user| (user, UserState::Offline)));
    assert_eq!(codes(&lab), BTreeSet::new());
    assert_eq!(lab.project.versions[&lab.version].info.digest, Some(digest(&lab.project.versions[&lab.version])));
}
