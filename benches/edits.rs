//! Time of edits of many actions at once, and its ratio to the bar. Run by hand: `cargo bench --bench edits`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use signalbox::actions;
use signalbox::catalog::sample;
use signalbox::edit::{Context, Document, Edit, Spot};
use signalbox::layout::tree::tidy;
use signalbox::model::{
    Action, ActionId, Channel, Flow, Link, Pos, Project, Routing, RoutingId, RoutingType, Status, TreeType, Version,
    VersionId, VersionInfo,
};

const ROUNDS: usize = 11;
const ACTIONS: u32 = 15_000;
const REMOVED: u32 = 5_000;
const VERSION: VersionId = VersionId(202);
const TREE: TreeType = TreeType { kind: RoutingType::InteractionStart, channel: Channel::Voice };

fn main() {
    println!("{:<56} {:>9} {:>8} {:>6}", "median of 11, 15,000 actions", "ms", "bar", "ratio");
    let document = Document::new(project());
    let chosen = |is_chosen: &dyn Fn(u32) -> bool| (2..=ACTIONS).filter(|id| is_chosen(*id)).map(ActionId).collect();
    let scattered: Vec<ActionId> = chosen(&|id| id % 3 == 2);
    let in_a_row: Vec<ActionId> = chosen(&|id| id < REMOVED + 2);
    let remove = |actions| Edit::RemoveActions { version: VERSION, actions };
    row("5,000 removed, every third one", &document, &remove(scattered), 100.0);
    row("5,000 removed, in a row", &document, &remove(in_a_row), 100.0);
    row("all removed below an action", &document, &Edit::RemoveBelow { version: VERSION, action: ActionId(2) }, 100.0);
    let document = Document::new(wide());
    let drop_after = |id: u32| {
        let version = document.project().versions.get(&VERSION);
        let action = version.and_then(|version| version.flow.actions.get(&ActionId(id)));
        let branches = action.map(|action| actions::branch_keys(action, TREE)).unwrap_or_default();
        let spot = Spot::After(ActionId(id), branches.first().cloned().unwrap_or_default());
        Edit::AddAction { version: VERSION, kind: "node".to_owned(), spot, pos: None }
    };
    row("dropped on the first arrow: everything moves right", &document, &drop_after(1), 100.0);
    row("dropped on an arrow in the middle", &document, &drop_after(40), 100.0);
    row("dropped on a free branch", &document, &drop_after(ACTIONS), 100.0);
    row("removed, and everything closes up", &document, &remove(vec![ActionId(2)]), 100.0);
}

/// A tree of searches, each leading to as many as it has branches, laid out by *Tidy*.
fn wide() -> Project {
    let mut project = project();
    let Some(version) = project.versions.get_mut(&VERSION).map(Arc::make_mut) else { return project };
    let mut flow = Flow::blank(ActionId(1));
    let mut next = 2;
    for id in 1..=ACTIONS {
        let mut action = Action::new(ActionId(id), if id == 1 { "start" } else { "search_invoice" });
        // The second action has one follower, which takes its place when it is removed.
        let followers = if id == 2 { 1 } else { 3 };
        for key in actions::branch_keys(&action, TREE).into_iter().take(followers).filter(|_| id < ACTIONS) {
            if next <= ACTIONS {
                action.links.insert(key, Link::To(ActionId(next)));
                next += 1;
            }
        }
        flow.actions.insert(action.id, Arc::new(action));
    }
    flow.positions = tidy(&flow, TREE);
    version.flow = flow;
    project
}

/// A chain of nodes; every tenth one leads back by a second link.
fn project() -> Project {
    let mut project = sample::project();
    let routing = RoutingId(201);
    let mut flow = Flow::blank(ActionId(1));
    for id in 1..=ACTIONS {
        let mut action = if id == 1 { Action::new(ActionId(1), "start") } else { Action::new(ActionId(id), "node") };
        action.links.insert("ok".to_owned(), if id == ACTIONS { Link::EndsHere } else { Link::To(ActionId(id + 1)) });
        if id % 10 == 0 {
            action.links.insert("former".to_owned(), Link::To(ActionId(id / 2)));
        }
        flow.positions.insert(action.id, Pos(0, i32::try_from(id).unwrap_or_default()));
        flow.actions.insert(action.id, Arc::new(action));
    }
    let owner = Routing {
        id: routing,
        name: "Large".to_owned(),
        reference: "large".to_owned(),
        last_action: ActionId(ACTIONS),
        ..Routing::default()
    };
    project.routings.insert(routing, Arc::new(owner));
    let info = VersionInfo { routing, name: "v1".to_owned(), status: Status::InDevelopment, ..VersionInfo::default() };
    project.versions.insert(VERSION, Arc::new(Version { id: VERSION, info, flow }));
    project
}

fn row(words: &str, document: &Document, edit: &Edit, bar_ms: f64) {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let mut document = document.clone();
            let began = Instant::now();
            let applied = document.apply(edit, &Context::default());
            let took = began.elapsed();
            assert!(applied.is_ok() && document.is_changed(), "{words}: {applied:?}");
            took
        })
        .collect();
    times.sort();
    let ms = times.get(ROUNDS / 2).copied().unwrap_or_default().as_secs_f64() * 1_000.0;
    println!("{words:<56} {ms:>9.1} {bar_ms:>8.0} {:>6.2}", ms / bar_ms);
}
