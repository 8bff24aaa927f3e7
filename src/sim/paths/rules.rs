//! The rules of a routing about every path: which of them a proof breaks (spec: testing §4).

use std::sync::Arc;

use chrono::NaiveDate;

use crate::model::gate::BrokenRule;
use crate::model::{PathsRule, Project, RoutingRules, Version};

use super::{Proof, Request, Verdict, explore};

/// Most states that are looked at while somebody waits for a promotion.
pub const MOST_STATES: usize = 2_000;
/// Most sentences for one rule.
const MOST_LISTED: usize = 5;

/// What the rules of its routing hold against a version, each as a sentence. `known` is the proof of the same state of the project, where there
/// is one; else the paths are explored within a small limit.
#[must_use]
pub fn broken(project: &Arc<Project>, version: &Version, from: NaiveDate, known: Option<&Proof>) -> Vec<BrokenRule> {
    let Some(routing) = project.routings.get(&version.info.routing).filter(|it| it.rules.asks_for_paths()) else {
        return Vec::new();
    };
    let explored = if known.is_some() {
        None
    } else {
        let request = Request { most_states: MOST_STATES, ..Request::of(version.id, from) };
        explore(project, &request).ok()
    };
    known.or(explored.as_ref()).map(|proof| against(proof, &routing.rules)).unwrap_or_default()
}

/// What rules hold against a proof.
fn against(proof: &Proof, rules: &RoutingRules) -> Vec<BrokenRule> {
    let mut found = Vec::new();
    if rules.paths != PathsRule::Off {
        let stuck = proof.bad.iter().filter(|bad| !bad.is_rest());
        found.extend(stuck.take(MOST_LISTED).map(|bad| {
            let title = bad.at.map(|at| proof.title(at)).unwrap_or_default();
            let at = if title.is_empty() { String::new() } else { format!(" at \"{title}\"") };
            let words = format!("A caller can get stuck: {}{at}, after {} steps.", bad.outcome, bad.steps);
            BrokenRule { title, words }
        }));
    }
    if rules.paths == PathsRule::Proven && found.is_empty() && proof.verdict != Verdict::Proven {
        let why = match (&proof.limit, proof.assumed.as_slice()) {
            (Some(limit), _) => format!("the search stopped: {limit}"),
            (None, [(clause, _), ..]) => format!("it is assumed that {clause}"),
            (None, []) => "the version breaks another rule".to_owned(),
        };
        let words = format!("It is not proven that nobody gets stuck: {why}.");
        found.push(BrokenRule { title: String::new(), words });
    }
    if rules.nobody_rests {
        let rests = proof.bad.iter().filter(|bad| bad.is_rest());
        found.extend(rests.take(MOST_LISTED).map(|bad| {
            let title = bad.at.map(|at| proof.title(at)).unwrap_or_default();
            let words =
                format!("A conversation can rest in the pool at \"{title}\", which this smart routing forbids.");
            BrokenRule { title, words }
        }));
    }
    found.extend(
        proof
            .too_far
            .iter()
            .take(MOST_LISTED)
            .map(|far| BrokenRule { title: proof.title(far.at), words: format!("{}.", far.words()) }),
    );
    found
}
