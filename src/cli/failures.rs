//! `signalbox failures`: who is dropped while one thing outside fails (spec: testing §5).

use std::fmt::Write as _;
use std::process::ExitCode;

use serde::Serialize;

use crate::model::{Project, Version};
use crate::sim::Watch;
use crate::sim::failures::{BranchOf, MOST_STATES, Report, Row, Verdict, check};
use crate::sim::paths::Ended;

use super::explored::{AssumedLine, CallLine, Explored, routing_name};
use super::{Trouble, print, print_json};

/// The arguments of `signalbox failures`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    explored: Explored,
    /// Most states that are looked at for each failure.
    #[arg(long, default_value_t = MOST_STATES)]
    states: usize,
    /// Print the results as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Answer {
    versions: Vec<Checked>,
}

#[derive(Serialize)]
struct Checked {
    routing: String,
    version: String,
    verdict: Verdict,
    #[serde(skip)]
    counted: String,
    /// What happens while everything works.
    baseline: RowLine,
    failures: Vec<RowLine>,
    /// What was not tried.
    left_out: Vec<String>,
    assumed: Vec<AssumedLine>,
}

#[derive(Serialize)]
struct RowLine {
    fails: String,
    dropped: Vec<DroppedLine>,
    outcomes_new: Vec<String>,
    outcomes_gone: Vec<String>,
    branches_new: Vec<BranchOf>,
    branches_gone: Vec<BranchOf>,
    /// A call that goes another way, where nobody is dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    call: Option<CallLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<String>,
}

#[derive(Serialize)]
struct DroppedLine {
    action: Option<u32>,
    title: String,
    outcome: String,
    how: String,
    #[serde(flatten)]
    call: CallLine,
}

/// Lets one thing after the other fail. The exit code is that of the worst verdict.
pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Trouble> {
    let (mut checked, mut worst) = (Vec::new(), 0);
    arguments.explored.each(arguments.states, |project, version, request| {
        let report = check(project, request, &Watch::default())?;
        worst = worst.max(rank(report.verdict));
        checked.push(of_version(project, version, &report));
        Ok(())
    })?;
    if arguments.json {
        print_json(&Answer { versions: checked })?;
    } else {
        print(&checked.iter().map(words).collect::<Vec<_>>().join("\n"));
    }
    Ok(ExitCode::from([0, 3, 1].get(worst).copied().unwrap_or(1)))
}

/// The place of a verdict in the order of exit codes, the worst last.
fn rank(verdict: Verdict) -> usize {
    match verdict {
        Verdict::NobodyDropped => 0,
        Verdict::NotDecided => 1,
        Verdict::SomebodyDropped => 2,
    }
}

fn of_version(project: &Project, version: &Version, report: &Report) -> Checked {
    Checked {
        routing: routing_name(project, version),
        version: version.info.name.clone(),
        verdict: report.verdict,
        counted: report.counted(),
        baseline: of_row(&report.baseline),
        failures: report.rows.iter().map(of_row).collect(),
        left_out: report.left_out.clone(),
        assumed: AssumedLine::of(&report.assumed),
    }
}

fn of_row(row: &Row) -> RowLine {
    let other = row.call().filter(|_| row.dropped.is_empty());
    RowLine {
        fails: row.words.clone(),
        dropped: row.dropped.iter().map(|ended| of_dropped(row, ended)).collect(),
        outcomes_new: row.appear.clone(),
        outcomes_gone: row.vanish.clone(),
        branches_new: row.reached.clone(),
        branches_gone: row.lost.clone(),
        call: other.map(|call| CallLine::of(row.project(), call)),
        limit: row.limit.clone(),
    }
}

fn of_dropped(row: &Row, ended: &Ended) -> DroppedLine {
    DroppedLine {
        action: ended.end.at.map(|at| at.action.0),
        title: ended.end.at.map_or_else(String::new, |at| row.title(at)),
        outcome: ended.end.outcome.clone(),
        how: ended.how.clone(),
        call: CallLine::of(row.project(), &ended.witness),
    }
}

fn words(checked: &Checked) -> String {
    let Checked { routing, version, verdict, counted, baseline, failures, left_out, assumed } = checked;
    let mut text = format!("{routing}, version {version}: {}. {counted}\n", verdict.words());
    for row in [baseline].into_iter().chain(failures) {
        row_words(&mut text, row);
    }
    let is_quiet = |row: &&RowLine| !is_noticed(row) && row.limit.is_none();
    let quiet: Vec<&str> = failures.iter().filter(is_quiet).map(|row| row.fails.as_str()).collect();
    if !quiet.is_empty() {
        let _ = writeln!(text, "  No caller notices: {}.", quiet.join("; "));
    }
    for left in left_out {
        let _ = writeln!(text, "  Not tried: {left}");
    }
    for assumed in assumed {
        assumed.write(&mut text);
    }
    text
}

fn is_noticed(row: &RowLine) -> bool {
    let outcomes = row.outcomes_new.len() + row.outcomes_gone.len();
    row.dropped.len() + outcomes + row.branches_new.len() + row.branches_gone.len() > 0
}

/// A failure that somebody notices, or that is not decided.
fn row_words(text: &mut String, row: &RowLine) {
    if !is_noticed(row) && row.limit.is_none() {
        return;
    }
    let _ = writeln!(text, "  {}", row.fails);
    for dropped in &row.dropped {
        let at = if dropped.title.is_empty() { String::new() } else { format!(" at \"{}\"", dropped.title) };
        let _ = writeln!(text, "    {}{at}: {}", dropped.outcome, dropped.how);
        dropped.call.write(text, "      ");
    }
    let mut listed = |label: &str, parts: Vec<String>| {
        if !parts.is_empty() {
            let _ = writeln!(text, "    {label}: {}", parts.join(", "));
        }
    };
    listed("new outcomes", row.outcomes_new.clone());
    listed("no more", row.outcomes_gone.clone());
    listed("new branches", row.branches_new.iter().map(BranchOf::words).collect());
    listed("branches no more taken", row.branches_gone.iter().map(BranchOf::words).collect());
    if let Some(call) = &row.call {
        call.write(text, "      ");
    }
    if let Some(limit) = &row.limit {
        let _ = writeln!(text, "    Not decided: {limit}.");
    }
}
