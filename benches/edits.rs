//! Time of edits of many actions at once, and its ratio to the bar. Run by hand: `cargo bench --bench edits`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use signalbox::catalog::sample;
use signalbox::edit::{Context, Document, Edit};
use signalbox::model::{
    Action, ActionId, Flow, Link, Pos, Project, Routing, RoutingId, Status, Version, VersionId, VersionInfo,
};

const ROUNDS: usize = 11;
const ACTIONS: u32 = 15_000;
const REMOVED: u32 = 5_000;
const VERSION: VersionId = VersionId(202);

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
