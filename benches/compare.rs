//! Time of a comparison of two versions of 10,000 actions of all kinds. Run by hand: `cargo bench --bench compare`. Trust
//! the ratios, not the milliseconds.

#![allow(clippy::indexing_slicing, clippy::expect_used, reason = "a program of known small numbers")]

mod large;

use std::sync::Arc;
use std::time::{Duration, Instant};

use signalbox::app::{Comparing, DARK};
use signalbox::diff::{self, Side};
use signalbox::model::{ActionId, Link, Project, Version, VersionId};

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

/// The large project with its actions in a chain, and a second version in which one action of 30 has another title.
fn project(count: u32) -> Project {
    let mut project = large::project(count);
    let before = Arc::make_mut(project.versions.get_mut(&PAIR.0).expect("the version of the large project"));
    for id in 2..=count {
        let above = Arc::make_mut(before.flow.actions.get_mut(&ActionId(1 + (id - 2) / 3)).expect("all ids are there"));
        let way = above.links.len();
        above.links.insert(format!("way{way}"), Link::To(ActionId(id)));
    }
    let mut after = Version { id: PAIR.1, ..before.clone() };
    for id in (2..=count).step_by(30) {
        let action = after.flow.actions.get_mut(&ActionId(id)).expect("all ids are there");
        Arc::make_mut(action).title = format!("Another {id}");
    }
    project.versions.insert(PAIR.1, Arc::new(after));
    project
}
