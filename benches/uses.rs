//! Time of *where used* over a project of 10,000 actions of all kinds. Run by hand: `cargo bench --bench uses`. Trust the
//! ratios, not the milliseconds.

#![allow(clippy::indexing_slicing, clippy::assigning_clones, reason = "a program of known small numbers")]

mod large;

use std::time::{Duration, Instant};

use large::project;
use signalbox::catalog::sample;
use signalbox::edit::{Context, Document, Edit};
use signalbox::model::{Project, Resource, ResourceId, VersionId};
use signalbox::uses::{self, ItemId};

const ROUNDS: usize = 41;

fn main() {
    println!("{:<44} {:>9} {:>9}  bar", "median of 41", "1k ms", "10k ms");
    let projects = [1_000, 10_000].map(project);
    let user = ItemId::Resource(sample::ANA);
    let variable = ItemId::Resource(ResourceId(9));
    row("where a user is used", &projects, |project| drop(uses::of(project, user)));
    row("where a variable is used, by its paths", &projects, |project| drop(uses::of(project, variable)));
    row("what a version depends on", &projects, |project| drop(uses::dependencies_of(project, VersionId(202))));
    let rename = |project: &Project| {
        let mut renamed: Resource = (*project.resources[&ResourceId(9)]).clone();
        renamed.reference = "client".to_owned();
        let edit = Edit::RenameResource { resource: Box::new(renamed) };
        drop(Document::new(project.clone()).apply(&edit, &Context::default()));
    };
    row("a variable renamed everywhere", &projects, rename);
}

fn row(words: &str, projects: &[Project; 2], work: impl Fn(&Project)) {
    let [small, large] = projects.each_ref().map(|project| {
        let mut times: Vec<Duration> = (0..ROUNDS)
            .map(|_| {
                let began = Instant::now();
                work(project);
                began.elapsed()
            })
            .collect();
        times.sort();
        times.get(ROUNDS / 2).copied().unwrap_or_default().as_secs_f64() * 1_000.0
    });
    println!("{words:<44} {small:>9.2} {large:>9.2}  a few ms");
}
