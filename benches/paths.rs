//! Time of looking at every path of a version, against its size: trees with the shape of public flows (60 % menus, conditions on one input
//! with at most eight constants), and beside them flags that are all read at the end, which have more states than anybody can look at. Run by
//! hand: `cargo bench --bench paths`. The bars are those of testing §4.

#![allow(clippy::indexing_slicing, clippy::expect_used, reason = "a program of known small numbers")]

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Instant;

use signalbox::actions;
use signalbox::catalog::sample;
use signalbox::model::{
    Action, ActionId, Flow, Link, Params, Project, Routing, RoutingId, RowId, Status, Version, VersionId, VersionInfo,
};
use signalbox::sim::paths::{MOST_STATES, Proof, Request, explore};

const VERSION: VersionId = VersionId(202);
/// Most rounds of a measurement; the fastest counts.
const ROUNDS: usize = 5;

/// A small random number generator (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)) % bound
    }
}

fn main() {
    println!(
        "{:<44} {:>8} {:>9} {:>9} {:>9} {:>7}  verdict",
        "fastest of 5", "branches", "states", "ms", "bar ms", "ratio"
    );
    for (count, bar_ms) in [(94, 1_000.0), (1_000, 1_000.0), (10_000, 10_000.0)] {
        row(&format!("a tree of {count} actions"), &project(flow(count)), bar_ms);
    }
    row("30 flags, all read at the end", &project(flags(30)), 10_000.0);
    println!("most memory of the process: {}", memory());
}

fn row(words: &str, project: &Arc<Project>, bar_ms: f64) {
    let mut fastest = f64::MAX;
    let mut last = None;
    for _ in 0..ROUNDS {
        let began = Instant::now();
        let proof = explore(project, &request()).expect("there is the version");
        fastest = fastest.min(began.elapsed().as_secs_f64() * 1_000.0);
        last = Some(proof);
        if fastest > bar_ms {
            break;
        }
    }
    let proof: Proof = last.expect("at least one round");
    let verdict = proof
        .limit
        .as_deref()
        .map_or_else(|| proof.verdict.words().to_owned(), |limit| format!("not decided: {limit}"));
    let branches = proof.branches().len();
    println!(
        "{words:<44} {branches:>8} {:>9} {fastest:>9.1} {bar_ms:>9.0} {:>7.3}  {verdict}",
        proof.states,
        fastest / bar_ms
    );
}

fn request() -> Request {
    let from = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    Request { most_states: MOST_STATES, ..Request::of(VERSION, from) }
}

/// The most memory that the process has used, where the system says so.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "not known".to_owned(), |line| line.trim().to_owned())
}

fn action(id: u32, kind: &str, params: &str) -> Action {
    let params: Params = ron::from_str(params).expect("parameters");
    Action { params, last_row: RowId(100), ..Action::new(ActionId(id), kind) }
}

fn menu(id: u32, keys: u32) -> Action {
    let mut rows = String::new();
    for key in 1..=keys {
        let _ = write!(rows, "(id: {key}, cells: {{\"key\": Text(\"{key}\"), \"label\": Text(\"Option {key}\")}}),");
    }
    action(
        id,
        "voice_announcement",
        &format!(r#"{{"mode": Text("menu"), "text": Texts({{"": "Choose."}}), "keys": Rows([{rows}])}}"#),
    )
}

/// An action that gives a variable a value.
fn assigned(id: u32, path: &str, value: &str) -> Action {
    let params = format!(
        r#"{{"values": Rows([(id: 1, cells: {{"variable": Text("{path}"), "value": Operand(Text("{value}"))}})])}}"#
    );
    action(id, "assign_values", &params)
}

fn condition(id: u32, rows: &[(&str, String)]) -> Action {
    let mut tests = String::new();
    for (place, (variable, value)) in rows.iter().enumerate() {
        let _ = write!(
            tests,
            r#"(id: {}, cells: {{"condition": Condition((terms: [(left: Variable("{variable}"), op: Equals, right: Text("{value}"))]))}}),"#,
            place + 1
        );
    }
    action(id, "test_values", &format!(r#"{{"tests": Rows([{tests}])}}"#))
}

/// A tree with the shape of public flows. Links lead ahead, and a few of them back.
fn flow(count: u32) -> Flow {
    let mut chance = Chance(u64::from(count));
    let mut flow = Flow::blank(ActionId(1));
    for id in 2..=count {
        // Each input is read at no more than about three places, all of them near each other.
        let path = format!("inputs.of{}", id / 12);
        let it = match chance.below(20) {
            _ if id == 2 => menu(id, 3),
            0..12 => menu(id, 2 + u32::try_from(chance.below(3)).unwrap_or(0)),
            12..15 => {
                let values: Vec<(&str, String)> =
                    (0..=chance.below(7)).map(|it| (path.as_str(), format!("value {it}"))).collect();
                condition(id, &values)
            }
            15..17 => assigned(id, &path, &format!("value {}", chance.below(8))),
            17 | 18 => action(id, "voice_announcement", r#"{"mode": Text("message"), "text": Texts({"": "Hello."})}"#),
            _ => action(id, "close", "{}"),
        };
        flow.actions.insert(it.id, Arc::new(it));
    }
    link(&mut flow, count, &mut chance);
    flow
}

fn link(flow: &mut Flow, count: u32, chance: &mut Chance) {
    let tree = Routing::default().tree_type();
    for id in 1..=count {
        let action = Arc::make_mut(flow.actions.get_mut(&ActionId(id)).expect("an action"));
        for branch in actions::branch_keys(action, tree) {
            let ahead = u64::from(count.saturating_sub(id)).min(60);
            let to = match chance.below(20) {
                _ if id == 1 => 2,
                0 => 2 + chance.below(u64::from(count) - 1),
                _ if ahead == 0 => 0,
                _ => u64::from(id) + 1 + chance.below(ahead),
            };
            let to = u32::try_from(to).ok().filter(|to| (2..=count).contains(to));
            action.links.insert(branch, to.map_or(Link::EndsHere, |to| Link::To(ActionId(to))));
        }
    }
}

/// Menus that each set a variable to one of two values, and conditions that read all of them at the end.
fn flags(count: u32) -> Flow {
    let mut flow = Flow::blank(ActionId(1));
    let value = |id: u32, flag: u32, value: &str| assigned(id, &format!("flags.f{flag}"), value);
    let tree = Routing::default().tree_type();
    let mut insert = |mut action: Action, to: &dyn Fn(&str) -> u32| {
        for branch in actions::branch_keys(&action, tree) {
            let next = to(&branch);
            action.links.insert(branch, if next == 0 { Link::EndsHere } else { Link::To(ActionId(next)) });
        }
        flow.actions.insert(action.id, Arc::new(action));
    };
    for flag in 0..count {
        let at = 2 + flag * 3;
        insert(menu(at, 1), &|branch| if branch == "row:1" { at + 1 } else { at + 2 });
        insert(value(at + 1, flag, "a"), &|_| at + 3);
        insert(value(at + 2, flag, "b"), &|_| at + 3);
    }
    let first = 2 + count * 3;
    for flag in 0..count {
        let at = first + flag;
        let next = if flag + 1 == count { 0 } else { at + 1 };
        let path = format!("flags.f{flag}");
        insert(condition(at, &[(path.as_str(), "a".to_owned())]), &|_| next);
    }
    let start = Arc::make_mut(flow.actions.get_mut(&ActionId(1)).expect("Start"));
    for branch in actions::branch_keys(start, tree) {
        start.links.insert(branch, Link::To(ActionId(2)));
    }
    flow
}

fn project(flow: Flow) -> Arc<Project> {
    let mut project = sample::project();
    project.last_id = 300;
    let routing = RoutingId(201);
    let last_action = flow.actions.keys().next_back().copied().unwrap_or_default();
    let owner = Routing {
        id: routing,
        name: "Large".to_owned(),
        reference: "large".to_owned(),
        last_action,
        ..Routing::default()
    };
    project.routings.insert(routing, Arc::new(owner));
    let info = VersionInfo { routing, name: "v1".to_owned(), status: Status::InDevelopment, ..VersionInfo::default() };
    project.versions.insert(VERSION, Arc::new(Version { id: VERSION, info, flow }));
    Arc::new(project)
}
