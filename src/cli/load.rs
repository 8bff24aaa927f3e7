//! `signalbox load`: what happens when many call, by a scenario (spec: load).

use std::fmt::Write as _;
use std::path::PathBuf;

use serde::Serialize;

use crate::load::sums::{QueueFacts, QueueSums, Sums, percent_words, share};
use crate::load::{Load, run as play};

use super::load_compare::{self, Otherwise};
use super::load_learn::{self, Learn};
use super::load_out::Out;
use super::load_staffing::{self, Staff};
use super::{Trouble, find, load, print, print_json};

/// The arguments of `signalbox load`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The project file.
    project: PathBuf,
    /// The name of the scenario in the project; not needed where the project has one.
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
    /// How many threads play replications; by default one for each core. The result is the same for any number.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    otherwise: Otherwise,
    #[command(flatten)]
    staff: Staff,
    #[command(flatten)]
    learn: Learn,
    #[command(flatten)]
    out: Out,
}

#[derive(Serialize)]
struct Answer {
    replications: usize,
    /// Contacts that arrived after the warm-up, in all replications.
    contacts: u64,
    /// Those of them that came again after giving up.
    retries: u64,
    outcomes: Vec<OutcomeLine>,
    queues: Vec<QueueLine>,
    assumed: Vec<AssumedLine>,
}

#[derive(Serialize)]
struct OutcomeLine {
    outcome: &'static str,
    contacts: u64,
}

#[derive(Serialize)]
struct AssumedLine {
    clause: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    times: Option<u64>,
}

/// What happened in a queue. Shares are from 0 to 1, times are in seconds.
#[derive(Serialize)]
struct QueueLine {
    queue: String,
    people: usize,
    offered: u64,
    answered: u64,
    abandoned: u64,
    /// The longest wait was over.
    timed_out: u64,
    overflowed: u64,
    /// Left the queue in another way.
    left: u64,
    /// The wait of all who were let in, on average.
    mean_wait_s: Option<f64>,
    /// What 90 % of those who were answered did not wait longer than.
    wait_90_s: f64,
    /// The longest wait of those who were answered.
    longest_wait_s: f64,
    /// The share of those who were offered and were answered within the target of the queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    service_level: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_s: Option<u32>,
    occupancy: Option<f64>,
    longest_line: u32,
}

/// Plays the scenario.
pub(super) fn run(arguments: &Arguments) -> Result<(), Trouble> {
    if let Some(log) = &arguments.learn.from {
        return load_learn::run(&arguments.project, &arguments.learn, log);
    }
    let project = load(&arguments.project)?;
    let scenario = find::scenario(&project, arguments.scenario.as_deref())?;
    let threads = usize::from(arguments.threads.unwrap_or(0));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| format!("Threads cannot be started: {error}. Try --threads 1."))?;
    if arguments.otherwise.is_asked() {
        return pool.install(|| load_compare::play(&project, scenario, &arguments.otherwise, arguments.json));
    }
    if arguments.staff.staffing {
        return pool.install(|| load_staffing::play(&project, scenario, &arguments.staff, arguments.json));
    }
    let found = pool.install(|| play(&project, scenario));
    let found = found.map_err(|why| format!("The scenario \"{}\" cannot be played. {why}", scenario.name))?;
    arguments.out.write(&arguments.project, &project, scenario, &found)?;
    let answer = answer(&found);
    if arguments.json {
        return print_json(&answer);
    }
    print(&words(&answer));
    Ok(())
}

fn answer(found: &Load) -> Answer {
    let total = &found.total;
    let queues = total.queues.iter().filter_map(|(id, sums)| Some(queue_line(total, found.queues.get(id)?, sums)));
    Answer {
        replications: found.replications.len(),
        contacts: total.contacts,
        retries: total.retries,
        outcomes: total
            .outcomes
            .iter()
            .map(|(outcome, contacts)| OutcomeLine { outcome, contacts: *contacts })
            .collect(),
        queues: queues.collect(),
        assumed: found
            .assumed
            .iter()
            .map(|(clause, times)| AssumedLine { clause: clause.clone(), times: *times })
            .collect(),
    }
}

fn queue_line(total: &Sums, facts: &QueueFacts, sums: &QueueSums) -> QueueLine {
    let seconds = |ms: u64| share(ms, 1_000).unwrap_or(0.0);
    QueueLine {
        queue: facts.name.clone(),
        people: facts.members.len(),
        offered: sums.offered,
        answered: sums.answered,
        abandoned: sums.abandoned,
        timed_out: sums.timed_out,
        overflowed: sums.overflowed,
        left: sums.left,
        mean_wait_s: sums.mean_wait_s(),
        wait_90_s: seconds(sums.waits.percentile(90)),
        longest_wait_s: seconds(sums.waits.most()),
        service_level: facts.target.and_then(|_| sums.service_level()),
        target_s: facts.target.map(|(_, within_s)| within_s),
        occupancy: total.occupancy(facts),
        longest_line: sums.longest_line,
    }
}

fn words(answer: &Answer) -> String {
    let percent = |of: Option<f64>| of.map_or_else(|| "–".to_owned(), percent_words);
    let of_all = |count: u64, all: u64| percent(share(count, all));
    let mut text = format!("{} contacts in {} replications.\n", answer.contacts, answer.replications);
    for line in &answer.outcomes {
        let _ = writeln!(text, "  {}: {} ({})", line.outcome, line.contacts, of_all(line.contacts, answer.contacts));
    }
    for line in &answer.queues {
        let _ = writeln!(text, "{}, {} people: {} offered", line.queue, line.people, line.offered);
        let all = [
            ("answered", line.answered),
            ("gave up", line.abandoned),
            ("waited too long", line.timed_out),
            ("overflow", line.overflowed),
            ("left otherwise", line.left),
        ];
        for (what, count) in all.into_iter().filter(|(_, count)| *count > 0) {
            let _ = writeln!(text, "  {what}: {count} ({})", of_all(count, line.offered));
        }
        let mean = line.mean_wait_s.unwrap_or(0.0);
        let _ = writeln!(
            text,
            "  wait: {mean:.1} s on average; of those answered, 90 % within {:.1} s, the longest {:.1} s",
            line.wait_90_s, line.longest_wait_s
        );
        if let Some(target_s) = line.target_s {
            let _ = writeln!(text, "  service level: {} answered within {target_s} s", percent(line.service_level));
        }
        let _ = writeln!(text, "  occupancy: {}; longest line: {}", percent(line.occupancy), line.longest_line);
    }
    text.push_str("Assumed:\n");
    for AssumedLine { clause, times } in &answer.assumed {
        let times = times.map_or_else(String::new, |times| format!(" ({times} times)"));
        let _ = writeln!(text, "  {clause}{times}");
    }
    text
}
