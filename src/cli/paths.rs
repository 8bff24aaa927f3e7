//! `signalbox paths`: whether any call can end badly (spec: testing §4).

use std::fmt::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use serde::Serialize;

use crate::model::{ActionRef, Project, Version};
use crate::sim::paths::{BadEnd, MOST_STATES, Measured, NotTaken, Proof, TooFar, Unset, Verdict, explore};

use super::explored::{AssumedLine, CallLine, Explored, routing_name};
use super::{Trouble, print, print_json};

/// The arguments of `signalbox paths`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    explored: Explored,
    /// Most states that are looked at.
    #[arg(long, default_value_t = MOST_STATES)]
    states: usize,
    /// Exit code 4 where a proof rests on assumptions.
    #[arg(long)]
    strict: bool,
    /// Print the results as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Answer {
    versions: Vec<ProofLine>,
}

#[derive(Serialize)]
struct ProofLine {
    routing: String,
    version: String,
    verdict: Verdict,
    states: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<String>,
    assumed: Vec<AssumedLine>,
    bad: Vec<BadLine>,
    /// Branches that no call was found to take, with the reason where no call can.
    not_taken: Vec<NotTaken>,
    /// Variables that a call reads before it has given them a value.
    unset: Vec<UnsetLine>,
    /// Branches through which the way to a person is longer than the routing allows.
    too_far: Vec<TooFarLine>,
    /// Rounds that a customer may leave.
    repeats: Vec<RoundLine>,
}

#[derive(Serialize)]
struct RoundLine {
    actions: Vec<u32>,
    words: String,
}

#[derive(Serialize)]
struct BadLine {
    action: Option<u32>,
    title: String,
    outcome: String,
    how: String,
    steps: usize,
    #[serde(flatten)]
    call: CallLine,
}

#[derive(Serialize)]
struct TooFarLine {
    action: u32,
    branch: String,
    measured: Measured,
    count: u64,
    most: u64,
    words: String,
}

#[derive(Serialize)]
struct UnsetLine {
    action: u32,
    title: String,
    variable: String,
    steps: usize,
    #[serde(flatten)]
    call: CallLine,
}

/// Explores the versions. The exit code is that of the worst verdict.
pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Trouble> {
    let (mut lines, mut worst) = (Vec::new(), 0);
    arguments.explored.each(arguments.states, |project, version, request| {
        let proof = explore(project, request)?;
        let breaks_rule = if proof.too_far.is_empty() { 0 } else { rank(Verdict::Refuted, arguments.strict) };
        worst = worst.max(rank(proof.verdict, arguments.strict)).max(breaks_rule);
        lines.push(line(project, version, &proof));
        Ok(())
    })?;
    if arguments.json {
        print_json(&Answer { versions: lines })?;
    } else {
        print(&lines.iter().map(words).collect::<Vec<_>>().join("\n"));
    }
    Ok(ExitCode::from([0, 4, 3, 1].get(worst).copied().unwrap_or(1)))
}

/// The place of a verdict in the order of exit codes, the worst last.
fn rank(verdict: Verdict, is_strict: bool) -> usize {
    match verdict {
        Verdict::Proven => 0,
        Verdict::ProvenIf => usize::from(is_strict),
        Verdict::NotDecided => 2,
        Verdict::Refuted => 3,
    }
}

fn line(project: &Arc<Project>, version: &Version, proof: &Proof) -> ProofLine {
    ProofLine {
        routing: routing_name(project, version),
        version: version.info.name.clone(),
        verdict: proof.verdict,
        states: proof.states,
        limit: proof.limit.clone(),
        assumed: AssumedLine::of(&proof.assumed),
        bad: proof.bad.iter().map(|bad| bad_line(project, proof, bad)).collect(),
        not_taken: proof.not_taken.clone(),
        unset: proof.unset.iter().map(|unset| unset_line(project, proof, unset)).collect(),
        too_far: proof.too_far.iter().map(too_far_line).collect(),
        repeats: proof.repeats.iter().map(|round| round_line(proof, round)).collect(),
    }
}

fn round_line(proof: &Proof, round: &[ActionRef]) -> RoundLine {
    RoundLine { actions: round.iter().map(|at| at.action.0).collect(), words: proof.words_of_round(round) }
}

fn too_far_line(far: &TooFar) -> TooFarLine {
    let TooFar { at, branch, measured, count, most } = far.clone();
    TooFarLine { action: at.action.0, branch, measured, count, most, words: far.words() }
}

fn unset_line(project: &Arc<Project>, proof: &Proof, unset: &Unset) -> UnsetLine {
    UnsetLine {
        action: unset.at.action.0,
        title: proof.title(unset.at),
        variable: unset.path.clone(),
        steps: unset.steps,
        call: CallLine::of(project, &unset.witness),
    }
}

fn bad_line(project: &Arc<Project>, proof: &Proof, bad: &BadEnd) -> BadLine {
    BadLine {
        action: bad.at.map(|at| at.action.0),
        title: bad.at.map_or_else(String::new, |at| proof.title(at)),
        outcome: bad.outcome.clone(),
        how: bad.how.clone(),
        steps: bad.steps,
        call: CallLine::of(project, &bad.witness),
    }
}

fn words(line: &ProofLine) -> String {
    let verdict = line.verdict.words();
    let mut text = format!("{}, version {}: {verdict}. {} states.\n", line.routing, line.version, line.states);
    if let Some(limit) = &line.limit {
        let _ = writeln!(text, "  The search stopped: {limit}.");
    }
    for bad in &line.bad {
        let at = if bad.title.is_empty() { String::new() } else { format!(" at \"{}\"", bad.title) };
        let _ = writeln!(text, "  {}{at}, after {} steps: {}", bad.outcome, bad.steps, bad.how);
        bad.call.write(&mut text, "    ");
    }
    for unset in &line.unset {
        let UnsetLine { title, variable, steps, .. } = unset;
        let _ = writeln!(text, "  \"{title}\" reads {variable} before it has a value, after {steps} steps.");
        unset.call.write(&mut text, "    ");
    }
    for far in &line.too_far {
        let _ = writeln!(text, "  {}.", far.words);
    }
    for round in &line.repeats {
        let _ = writeln!(text, "  {}.", round.words);
    }
    for assumed in &line.assumed {
        assumed.write(&mut text);
    }
    for branch in &line.not_taken {
        let _ = writeln!(text, "  No call was found that takes {}.", branch.words());
    }
    text
}
