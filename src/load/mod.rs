//! Load runs: many contacts through the real flow and over one floor of people, to see what happens on a busy Monday (spec: load).
//!
//! A [`Scenario`] says when contacts arrive, who is there, and how long talks and patience last. [`run`] plays it: each contact is a silent
//! run of the engine, `dist` decides who gets it, and the floor says when a talk begins and ends.

mod arrivals;
pub mod audit;
mod audit_floor;
mod audit_setting;
mod chart;
mod check;
pub mod compare;
mod contact;
mod customers;
mod draws;
mod earlier;
pub mod erlang;
mod everybody;
mod floor;
pub mod learn;
mod learn_played;
mod next;
mod people;
mod presence;
mod replication;
pub mod report;
pub mod shifts;
pub mod span;
pub mod staffing;
mod stage;
pub mod statistics;
pub mod sums;
pub mod tables;
mod tape;
#[cfg(test)]
mod tests;
pub mod typed;
mod waits;
mod watched;
mod what_if;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use rayon::prelude::*;

use crate::actions;
use crate::model::{Project, ResourceId, Scenario, VersionId};

pub use check::{check, contacts};
pub use span::Span;
use sums::QueueFacts;
pub use sums::Sums;
pub use watched::Watched;
pub use what_if::WhatIf;

/// A contact of a load run: the replication, and in it the entry point, the half hour, the number in the half hour and the try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContactId {
    /// The replication, from 0.
    pub replication: u32,
    /// Entry point, half hour, number in it, and which try it is, from 0.
    pub key: (u32, u32, u32, u32),
}

/// What came of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// The sums of each replication, in order.
    pub replications: Vec<Sums>,
    /// The sums of all.
    pub total: Sums,
    /// Each queue in which somebody was offered.
    pub queues: BTreeMap<ResourceId, QueueFacts>,
    /// The names of the people who were there.
    pub people: BTreeMap<ResourceId, String>,
    /// The time of the scenario.
    pub span: Span,
    /// The half hours in which something arrives.
    pub is_open: Vec<bool>,
    /// What was assumed, as clauses, with how often where that was counted.
    pub assumed: Vec<(String, Option<u64>)>,
    /// Whether it was stopped before all replications were played.
    pub is_partial: bool,
}

impl Load {
    /// A count of all replications as the average of one.
    #[must_use]
    pub fn average(&self, count: u64) -> f64 {
        sums::share(count, u64::try_from(self.replications.len()).unwrap_or(0)).unwrap_or(0.0)
    }
}

/// What stops a load run, and how far it is. Its copies are one.
#[derive(Clone, Debug, Default)]
pub struct Control {
    stops: Arc<AtomicBool>,
    played: Arc<AtomicU32>,
}

impl Control {
    /// Stops the load run: the replications under way are not counted.
    pub fn stop(&self) {
        self.stops.store(true, Ordering::Relaxed);
    }

    /// Whether the load run was stopped.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stops.load(Ordering::Relaxed)
    }

    /// How many replications were played.
    #[must_use]
    pub fn played(&self) -> u32 {
        self.played.load(Ordering::Relaxed)
    }
}

/// Plays a scenario. The result is the same for any number of threads.
///
/// # Errors
/// A sentence that says what is wrong in the scenario, where, and what to do about it.
pub fn run(project: &Project, scenario: &Scenario) -> Result<Load, String> {
    run_with(project, scenario, None, &Control::default())
}

/// Plays a scenario, with a version instead of the one in production of its routing where one is given. Where it is stopped, the result has
/// the replications that were played.
///
/// # Errors
/// A sentence that says what is wrong in the scenario, where, and what to do about it.
pub fn run_with(
    project: &Project,
    scenario: &Scenario,
    version: Option<VersionId>,
    control: &Control,
) -> Result<Load, String> {
    let stage = stage::Stage::new(project, scenario, version)?;
    let one = |number: u32| {
        let sums = if control.is_stopped() { None } else { replication::play(&stage, number, control) };
        control.played.fetch_add(u32::from(sums.is_some()), Ordering::Relaxed);
        sums
    };
    let played: Vec<Option<Sums>> = (0..scenario.replications).into_par_iter().map(one).collect();
    let is_partial = played.iter().any(Option::is_none);
    let replications: Vec<Sums> = played.into_iter().flatten().collect();
    let mut total = Sums::default();
    for sums in &replications {
        total.add(sums);
    }
    let pool = QueueFacts { name: "The pool".to_owned(), ..QueueFacts::default() };
    let facts = |id: &ResourceId| {
        let of_queue = stage.queues.get(id).map(|it| &it.facts);
        Some((*id, of_queue.or((*id == sums::POOL).then_some(&pool))?.clone()))
    };
    let queues: BTreeMap<ResourceId, QueueFacts> = total.queues.keys().filter_map(facts).collect();
    let name = |id: &ResourceId| Some((*id, stage.project.resources.get(id)?.name.clone()));
    Ok(Load {
        assumed: assumed(&stage, scenario, &total),
        people: total.people.keys().filter_map(name).collect(),
        replications,
        total,
        queues,
        span: stage.span,
        is_open: stage.is_open,
        is_partial,
    })
}

/// Plays one contact of a scenario again, as it was in the load run.
///
/// # Errors
/// A sentence that says what is wrong in the scenario, or that it has no such contact.
pub fn watch(
    project: &Project,
    scenario: &Scenario,
    version: Option<VersionId>,
    contact: ContactId,
) -> Result<Watched, String> {
    let stage = stage::Stage::new(project, scenario, version)?;
    let watched = replication::watch(&stage, contact);
    if watched.is_over {
        return Ok(watched);
    }
    Err("The scenario has no such contact any more. Run it again.".to_owned())
}

/// What a load run assumes whatever the scenario says.
const ALWAYS: [&str; 3] = [
    "whoever is rung answers at once",
    "nobody presses an exit key, and nothing is announced while somebody waits",
    "each customer sees the databases, cases and cards of the project, and not what other customers have written",
];

fn assumed(stage: &stage::Stage, scenario: &Scenario, total: &Sums) -> Vec<(String, Option<u64>)> {
    let mut all: Vec<(String, Option<u64>)> = ALWAYS.iter().map(|clause| ((*clause).to_owned(), None)).collect();
    if scenario.customers == crate::model::scenario::Customers::default() {
        all.push(("nobody knows the callers".to_owned(), None));
    }
    if scenario.retries.is_none() {
        all.push(("who gave up does not come again".to_owned(), None));
    }
    all.extend(total.assumed.iter().map(|((what, at), count)| {
        let action = stage.project.versions.get(&at.version).and_then(|version| version.flow.actions.get(&at.action));
        (what.words(action.map_or("", |action| actions::title(action))), Some(*count))
    }));
    all
}
