//! The result of a load run as tables for a spreadsheet: names of columns and rows of cells (spec: load §3). Numbers have a point and no unit;
//! counts are averages over the replications.

use std::collections::BTreeMap;

use crate::actions;
use crate::model::{ActionRef, Project, ResourceId, TreeType};

use super::Load;
use super::statistics::mean_and_half;
use super::sums::{QueueFacts, QueueSums, share};

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The name of its file, without the ending.
    pub name: &'static str,
    /// The names of its columns.
    pub columns: Vec<&'static str>,
    /// The cells of its rows.
    pub rows: Vec<Vec<String>>,
}

/// The tables of a load run: queues by half hour, people, outcomes, and how often each branch was taken.
#[must_use]
pub fn tables(project: &Project, load: &Load) -> Vec<Table> {
    vec![queues(load), people(load), outcomes(load), passages(project, load)]
}

fn count_words(count: u64, load: &Load) -> String {
    let replications = u64::try_from(load.replications.len()).unwrap_or(0);
    share(count, replications).map_or_else(String::new, |mean| format!("{mean:.2}"))
}

fn share_words(of: Option<f64>) -> String {
    of.map_or_else(String::new, |of| format!("{of:.4}"))
}

fn seconds_words(ms: u64) -> String {
    format!("{:.1}", share(ms, 1_000).unwrap_or(0.0))
}

fn queues(load: &Load) -> Table {
    let columns = vec![
        "queue",
        "date",
        "time",
        "offered",
        "answered",
        "gave_up",
        "waited_too_long",
        "overflow",
        "left_otherwise",
        "mean_wait_s",
        "wait_90_s",
        "longest_wait_s",
        "service_level",
        "people",
        "occupancy",
        "longest_line",
    ];
    let row = |((queue, half), sums): (&(ResourceId, u32), &QueueSums)| {
        let facts = load.queues.get(queue)?;
        let local = load.span.local(*half);
        let mut row = vec![facts.name.clone(), local.format("%Y-%m-%d").to_string(), local.format("%H:%M").to_string()];
        let counts = [sums.offered, sums.answered, sums.abandoned, sums.timed_out, sums.overflowed, sums.left];
        row.extend(counts.map(|count| count_words(count, load)));
        row.push(sums.mean_wait_s().map_or_else(String::new, |wait_s| format!("{wait_s:.1}")));
        let waits = [sums.waits.percentile(90), sums.waits.most()];
        row.extend(waits.map(|ms| if sums.answered > 0 { seconds_words(ms) } else { String::new() }));
        row.push(share_words(facts.target.and_then(|_| sums.service_level())));
        let (busy_ms, there_ms) = load.total.busy_and_there(facts, *half);
        row.push(people_there(load, facts, *half).map_or_else(String::new, |people| format!("{people:.2}")));
        row.push(share_words(share(busy_ms, there_ms)));
        row.push(sums.longest_line.to_string());
        Some(row)
    };
    Table { name: "queues", columns, rows: load.total.halves.iter().filter_map(row).collect() }
}

/// How many people of a queue are there in a half hour, on average over the replications.
pub(super) fn people_there(load: &Load, facts: &QueueFacts, half: u32) -> Option<f64> {
    let (_, there_ms) = load.total.busy_and_there(facts, half);
    let replications = u64::try_from(load.replications.len()).unwrap_or(0);
    share(there_ms, replications * super::span::HALF_HOUR_MS)
}

fn people(load: &Load) -> Table {
    let hours = |ms: u64| {
        let replications = u64::try_from(load.replications.len()).unwrap_or(0);
        share(ms, replications * 3_600_000).map_or_else(String::new, |hours| format!("{hours:.2}"))
    };
    let row = |(who, name): (&ResourceId, &String)| {
        let sums = load.total.people.get(who)?;
        Some(vec![
            name.clone(),
            count_words(sums.contacts, load),
            hours(sums.busy_ms),
            hours(sums.there_ms),
            share_words(share(sums.busy_ms, sums.there_ms)),
        ])
    };
    let columns = vec!["person", "contacts", "busy_h", "there_h", "occupancy"];
    Table { name: "people", columns, rows: load.people.iter().filter_map(row).collect() }
}

fn outcomes(load: &Load) -> Table {
    let row = |(outcome, count): (&&'static str, &u64)| {
        let shares = load
            .replications
            .iter()
            .filter_map(|sums| share(sums.outcomes.get(outcome).copied().unwrap_or(0), sums.contacts));
        let (mean, half) = mean_and_half(&shares.collect::<Vec<f64>>());
        vec![(*outcome).to_owned(), count_words(*count, load), format!("{mean:.4}"), format!("{half:.4}")]
    };
    let columns = vec!["outcome", "contacts", "share", "share_plus_minus_95"];
    Table { name: "outcomes", columns, rows: load.total.outcomes.iter().map(row).collect() }
}

fn passages(project: &Project, load: &Load) -> Table {
    let mut keys: BTreeMap<ActionRef, Vec<String>> = BTreeMap::new();
    let mut rows = Vec::new();
    for ((at, branch), passed) in &load.total.passages {
        let Some(version) = project.versions.get(&at.version) else { continue };
        let Some(routing) = project.routings.get(&version.info.routing) else { continue };
        let Some(action) = version.flow.actions.get(&at.action) else { continue };
        let tree = TreeType { kind: routing.kind, channel: routing.channel };
        let keys = keys.entry(*at).or_insert_with(|| actions::branch_keys(action, tree));
        let branch = branch.and_then(|branch| keys.get(usize::from(branch))).map_or("", String::as_str);
        rows.push(vec![
            routing.name.clone(),
            version.info.name.clone(),
            at.action.0.to_string(),
            actions::title(action).to_owned(),
            branch.to_owned(),
            count_words(passed.count, load),
            share_words(share(passed.count, load.total.contacts)),
        ]);
    }
    let columns = vec!["routing", "version", "action", "title", "branch", "contacts", "share"];
    Table { name: "passages", columns, rows }
}
