//! Time of a comparison of two versions of 10,000 actions of all kinds. Run by hand: `cargo bench --bench compare`. Trust
//! the ratios, not the milliseconds.

#![allow(clippy::indexing_slicing, reason = "a program of known small numbers")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use signalbox::actions;
use signalbox::app::comparison::Comparing;
use signalbox::app::theme::DARK;
use signalbox::catalog::sample;
use signalbox::diff::{self, Side};
use signalbox::model::{
    Action, ActionId, Flow, Link, Project, Routing, RoutingId, Status, Version, VersionId, VersionInfo,
};

const ROUNDS: usize = 21;
const PAIR: (VersionId, VersionId) = (VersionId(202), VersionId(203));

fn main() {
    println!("{:<52} {:>9} {:>9}", "median of 21", "1k ms", "10k ms");
    let projects = [1_000, 10_000].map(|count| Arc::new(project(count)));
    row("what differs, one action of 30 changed", &projects, |project| {
        let [one, other] = [PAIR.0, PAIR.1].map(|id| Side { project, version: &project.versions[&id] });
        drop(diff::versions(one, other));
    });
    row("of it in a frame of the window", &projects, |project| {
        Comparing::default().refresh(project, PAIR, &DARK, &egui::Context::default());
    });
    row("the list and the scenes that are drawn, too", &projects, |project| {
        let mut comparing = Comparing { patience: Duration::from_mins(1), ..Comparing::default() };
        comparing.refresh(project, PAIR, &DARK, &egui::Context::default());
        assert!(comparing.open[&PAIR].made.is_some());
    });
}

fn row(words: &str, projects: &[Arc<Project>; 2], work: impl Fn(&Arc<Project>)) {
    let [small, large] = projects.each_ref().map(|project| {
        let mut times: Vec<f64> = (0..ROUNDS)
            .map(|_| {
                let began = Instant::now();
                work(project);
                began.elapsed().as_secs_f64() * 1_000.0
            })
            .collect();
        times.sort_by(f64::total_cmp);
        times[ROUNDS / 2]
    });
    println!("{words:<52} {small:>9.2} {large:>9.2}");
}

/// The sample project with two versions of so many actions, each after another, of the examples of all kinds.
fn project(count: u32) -> Project {
    let mut project = sample::project();
    project.last_id = 300;
    let routing = RoutingId(201);
    let examples: Vec<_> =
        actions::ALL.iter().flat_map(|spec| spec.examples.iter().map(move |it| (spec.id, it))).collect();
    let mut flow = Flow::blank(ActionId(1));
    for (id, (kind, example)) in (2..=count).zip(examples.iter().cycle()) {
        let params = ron::from_str(example.params).unwrap_or_default();
        flow.actions.insert(ActionId(id), Arc::new(Action { params, ..Action::new(ActionId(id), kind) }));
        let parent = ActionId(1 + (id - 2) / 3);
        let mut above = Action::clone(&flow.actions[&parent]);
        let way = above.links.len();
        above.links.insert(format!("way{way}"), Link::To(ActionId(id)));
        flow.actions.insert(parent, Arc::new(above));
    }
    let mut changed = flow.clone();
    for id in (2..=count).step_by(30) {
        let mut action = Action::clone(&changed.actions[&ActionId(id)]);
        action.title = format!("Another {id}");
        changed.actions.insert(ActionId(id), Arc::new(action));
    }
    let owner = Routing {
        id: routing,
        name: "Large".to_owned(),
        reference: "large".to_owned(),
        last_action: ActionId(count),
        ..Routing::default()
    };
    project.routings.insert(routing, Arc::new(owner));
    for (id, flow) in [(PAIR.0, flow), (PAIR.1, changed)] {
        let name = format!("v{id:?}");
        let info = VersionInfo { routing, name, status: Status::InDevelopment, ..VersionInfo::default() };
        project.versions.insert(id, Arc::new(Version { id, info, flow }));
    }
    project
}
