//! Load runs: many contacts through the real flow and over one floor of people, to see what happens on a busy Monday (spec: load).
//!
//! A [`Scenario`] says when contacts arrive, how many people there are, and how long talks and patience last. [`run`] plays it: each contact
//! is a silent run of the engine, `dist` decides who gets it, and the floor says when a talk begins and ends. Calls only so far.

mod arrivals;
mod contact;
mod draws;
mod floor;
mod next;
mod people;
mod replication;
pub mod scenario;
mod stage;
pub mod sums;
mod waits;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::actions;
use crate::model::{Project, ResourceId};

pub use scenario::Scenario;
use sums::QueueFacts;
pub use sums::Sums;

/// What came of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// The sums of each replication, in order.
    pub replications: Vec<Sums>,
    /// The sums of all.
    pub total: Sums,
    /// Each queue in which somebody was offered.
    pub queues: BTreeMap<ResourceId, QueueFacts>,
    /// What was assumed, as clauses, with how often where that was counted.
    pub assumed: Vec<(String, Option<u64>)>,
}

/// Plays a scenario. The result is the same for any number of threads.
///
/// # Errors
/// A sentence that says what is wrong in the scenario, where, and what to do about it.
pub fn run(project: &Project, scenario: &Scenario) -> Result<Load, String> {
    let stage = stage::Stage::new(project, scenario)?;
    let one = |number: u32| replication::play(&stage, number);
    let replications: Vec<Sums> = (0..scenario.replications).into_par_iter().map(one).collect();
    let mut total = Sums::default();
    for sums in &replications {
        total.add(sums);
    }
    let facts = |id: &ResourceId| Some((*id, stage.queues.get(id)?.facts.clone()));
    let queues: BTreeMap<ResourceId, QueueFacts> = total.queues.keys().filter_map(facts).collect();
    Ok(Load { assumed: assumed(&stage, &total, &queues), replications, total, queues })
}

/// What a load run assumes whatever the scenario says.
const ALWAYS: [&str; 4] = [
    "whoever is rung answers at once",
    "nobody knows the callers, and nobody calls again",
    "nobody presses an exit key, and nothing is announced while somebody waits",
    "every outside system works, with the answers that the project has for it",
];

fn assumed(
    stage: &stage::Stage,
    total: &Sums,
    queues: &BTreeMap<ResourceId, QueueFacts>,
) -> Vec<(String, Option<u64>)> {
    let always = ALWAYS.iter().map(|clause| ((*clause).to_owned(), None));
    let own = queues.values().filter(|facts| !facts.is_staffed).map(|facts| {
        (format!("the members of {} are there the whole time, whatever their work schedules say", facts.name), None)
    });
    let met = total.assumed.iter().map(|((what, at), count)| {
        let action = stage.project.versions.get(&at.version).and_then(|version| version.flow.actions.get(&at.action));
        (what.words(action.map_or("", |action| actions::title(action))), Some(*count))
    });
    always.chain(own).chain(met).collect()
}
