//! The failure check: everything outside works, and then one thing fails for the whole call (spec: testing §5). Callers, answers and times vary
//! as they do when every path is explored; who is dropped is shown by the shortest call.

mod failure;
mod list;
mod rule;
mod things;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::actions;
use crate::catalog::Outcome;
use crate::model::{ActionRef, Project, VersionId, World};

use super::paths::{ENDLESS, End, Ended, Held, Proof, Request, Witness, explore_held};
use super::run::Run;
use super::watch::Watch;
pub use failure::{Failure, QueueFault};
use list::{Listed, list};
pub use rule::Break;
use rule::Rule;
pub use things::Thing;

/// Most states of each arrival, where nobody says another number.
pub const MOST_STATES: usize = 20_000;

/// The answer to the question whether anybody is dropped while one thing fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nobody is dropped, whatever single thing fails.
    NobodyDropped,
    /// Somebody is dropped while something fails, or already while everything works.
    SomebodyDropped,
    /// A search met a limit before it was through.
    NotDecided,
}

impl Verdict {
    /// The sentence that a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NobodyDropped => "Nobody is dropped, whatever fails",
            Self::SomebodyDropped => "Callers can be dropped",
            Self::NotDecided => "Too large to be sure",
        }
    }
}

/// A branch that calls take under one failure and not without it, or the other way round.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct BranchOf {
    /// The version.
    #[serde(skip)]
    pub version: VersionId,
    /// The action.
    pub action: crate::model::ActionId,
    /// The key of the branch.
    pub branch: String,
    /// The title of the action.
    pub title: String,
    /// The label of the branch.
    pub label: String,
}

impl BranchOf {
    /// The branch in words: *"Claims desk" → Overflow (any)*.
    #[must_use]
    pub fn words(&self) -> String {
        format!("\"{}\" → {}", self.title, self.label)
    }
}

/// What one failure changes.
#[derive(Debug)]
pub struct Row {
    /// What fails; none in the row in which everything works.
    pub failure: Option<Failure>,
    /// What fails, in words.
    pub words: String,
    /// Bad ends that calls come to only under the failure, the nearest first. In the row in which everything works, all bad ends.
    pub dropped: Vec<Ended>,
    /// Outcomes that calls come to only under the failure.
    pub appear: Vec<String>,
    /// Outcomes that calls come to no more.
    pub vanish: Vec<String>,
    /// Branches that calls take only under the failure.
    pub reached: Vec<BranchOf>,
    /// Branches that calls take no more.
    pub lost: Vec<BranchOf>,
    /// The limit that the search met; what is found no more is unknown then, and what is listed was found before.
    pub limit: Option<String>,
    /// A call that shows the difference, where nobody is dropped.
    other_call: Option<Witness>,
    /// The project in which the thing fails.
    project: Arc<Project>,
}

impl Row {
    /// Whether any caller notices anything.
    #[must_use]
    pub fn is_noticed(&self) -> bool {
        let outcomes = self.appear.len() + self.vanish.len();
        let branches = self.reached.len() + self.lost.len();
        outcomes + branches + self.dropped.len() > 0
    }

    /// The call that shows what happens: the shortest one that is dropped, else one that goes another way. None where no call does.
    #[must_use]
    pub fn call(&self) -> Option<&Witness> {
        self.dropped.first().map(|ended| &ended.witness).or(self.other_call.as_ref())
    }

    /// The project in which the thing fails.
    #[must_use]
    pub fn project(&self) -> &Arc<Project> {
        &self.project
    }

    /// Plays the call that shows what happens.
    ///
    /// # Errors
    /// A sentence, where there is no call, or where it cannot be played.
    pub fn play(&self) -> Result<Run, String> {
        let call = self.call().ok_or("No call shows a difference.")?;
        let is_endless = self.dropped.first().is_some_and(|ended| ended.end.outcome == ENDLESS);
        if is_endless { call.play_on(&self.project) } else { call.play(&self.project) }
    }

    /// The title of an action.
    #[must_use]
    pub fn title(&self, at: ActionRef) -> String {
        title(&self.project, at)
    }
}

/// What is known of every failure.
#[derive(Debug)]
pub struct Report {
    /// The answer.
    pub verdict: Verdict,
    /// Everything outside works.
    pub baseline: Row,
    /// Each failure: those under which somebody is dropped first, then those that change something, then the others.
    pub rows: Vec<Row>,
    /// What was not tried, as sentences.
    pub left_out: Vec<String>,
    /// What is assumed of callers, times and answers: a clause each, with the title of the action where it matters first.
    pub assumed: Vec<(String, String)>,
}

impl Report {
    /// Under how many failures somebody is dropped.
    #[must_use]
    pub fn dropping(&self) -> usize {
        self.rows.iter().filter(|row| !row.dropped.is_empty()).count()
    }

    /// In words, how much was tried: *24 failures were tried; callers are dropped under 2 of them.*
    #[must_use]
    pub fn counted(&self) -> String {
        let tried = match self.rows.len() {
            1 => "1 failure was tried".to_owned(),
            many => format!("{many} failures were tried"),
        };
        match self.dropping() {
            0 => format!("{tried}."),
            dropping => format!("{tried}; callers are dropped under {dropping} of them."),
        }
    }

    /// The actions of a version at which callers are dropped under some failure, each with these failures in words.
    #[must_use]
    pub fn places(&self, version: VersionId) -> BTreeMap<crate::model::ActionId, Vec<&str>> {
        let mut found: BTreeMap<crate::model::ActionId, Vec<&str>> = BTreeMap::new();
        for row in self.rows.iter().chain([&self.baseline]) {
            for at in row.dropped.iter().filter_map(|ended| ended.end.at).filter(|at| at.version == version) {
                let words = found.entry(at.action).or_default();
                if words.last() != Some(&row.words.as_str()) {
                    words.push(&row.words);
                }
            }
        }
        found
    }
}

/// The words of the row in which nothing fails.
const EVERYTHING_WORKS: &str = "Everything works";

/// What an exploration comes to.
struct Found {
    ends: Vec<Ended>,
    branches: BTreeSet<(ActionRef, String)>,
}

impl Found {
    fn of(proof: &Proof) -> Self {
        let endless = proof.bad.iter().filter(|bad| bad.is_endless()).map(|bad| Ended {
            end: End { at: bad.at, branch: String::new(), outcome: ENDLESS.to_owned(), is_bad: true },
            how: bad.how.clone(),
            steps: bad.steps,
            witness: bad.witness.clone(),
        });
        Self { ends: proof.ends().into_iter().chain(endless).collect(), branches: proof.branches() }
    }

    /// The outcomes, except that a caller hangs up, which is the caller's choice.
    fn outcomes(&self) -> BTreeSet<&str> {
        let all = self.ends.iter().map(|ended| ended.end.outcome.as_str());
        all.filter(|outcome| *outcome != Outcome::Abandoned.words()).collect()
    }

    fn has(&self, end: &End) -> bool {
        self.ends.iter().any(|ended| ended.end == *end)
    }
}

/// Lets one thing after the other fail.
///
/// # Errors
/// A sentence, where there is no such version, or where the check was stopped.
pub fn check(project: &Arc<Project>, request: &Request, watch: &Watch) -> Result<Report, String> {
    let rule = Rule::new(None);
    let proof = explored(project, request, World::default(), &rule)?;
    let Listed { failures, left_out } = list(project, request.version, &proof, &rule);
    let found = Found::of(&proof);
    let baseline = Row {
        failure: None,
        words: EVERYTHING_WORKS.to_owned(),
        dropped: found.ends.iter().filter(|ended| ended.end.is_bad).cloned().collect(),
        appear: Vec::new(),
        vanish: Vec::new(),
        reached: Vec::new(),
        lost: Vec::new(),
        limit: proof.limit_met(),
        other_call: None,
        project: project.clone(),
    };
    watch.expects(failures.len());
    let tried = |(failure, words)| {
        if watch.is_stopped() {
            return Err("The check was stopped.".to_owned());
        }
        let row = row(project, request, (failure, words), &found);
        watch.done_one();
        row
    };
    let mut rows = failures.into_par_iter().map(tried).collect::<Result<Vec<Row>, String>>()?;
    // Sorting keeps the order of things that change as much.
    rows.sort_by_key(|row| match (row.dropped.is_empty(), row.is_noticed()) {
        (false, _) => 0,
        (true, true) => 1,
        (true, false) => 2,
    });
    let is_dropped = rows.iter().chain([&baseline]).any(|row| !row.dropped.is_empty());
    let is_cut = rows.iter().chain([&baseline]).any(|row| row.limit.is_some());
    let verdict = match (is_dropped, is_cut || !left_out.is_empty()) {
        (true, _) => Verdict::SomebodyDropped,
        (false, true) => Verdict::NotDecided,
        (false, false) => Verdict::NobodyDropped,
    };
    Ok(Report { verdict, baseline, rows, left_out, assumed: proof.assumed })
}

fn explored(project: &Arc<Project>, request: &Request, world: World, rule: &Rule<'_>) -> Result<Proof, String> {
    let held = Held { world, choices: &|scene, state, question| rule.choices(scene, state, question) };
    explore_held(project, request, &held)
}

/// What a failure changes.
fn row(
    project: &Arc<Project>,
    request: &Request,
    (failure, words): (Failure, String),
    before: &Found,
) -> Result<Row, String> {
    let project = failure.project(project);
    let proof = explored(&project, request, failure.world(), &Rule::new(failure.way()))?;
    let after = Found::of(&proof);
    let only = |one: &Found, other: &Found| -> Vec<String> {
        one.outcomes().difference(&other.outcomes()).map(|outcome| (*outcome).to_owned()).collect()
    };
    let branches = |one: &Found, other: &Found| -> Vec<BranchOf> {
        one.branches.difference(&other.branches).map(|(at, key)| branch_of(&project, *at, key)).collect()
    };
    let is_whole = proof.limit_met().is_none();
    let appear = only(&after, before);
    let reached = branches(&after, before);
    let shows = after.ends.iter().find(|ended| appear.contains(&ended.end.outcome)).map(|ended| ended.witness.clone());
    let takes = || {
        let first = reached.first()?;
        proof.witness(ActionRef { version: first.version, action: first.action }, &first.branch)
    };
    let other_call = shows.or_else(takes);
    Ok(Row {
        failure: Some(failure),
        words,
        dropped: after.ends.iter().filter(|it| it.end.is_bad && !before.has(&it.end)).cloned().collect(),
        vanish: if is_whole { only(before, &after) } else { Vec::new() },
        lost: if is_whole { branches(before, &after) } else { Vec::new() },
        appear,
        reached,
        limit: proof.limit_met(),
        other_call,
        project,
    })
}

fn title(project: &Project, at: ActionRef) -> String {
    project.action(at).map_or_else(String::new, |action| actions::title(action).to_owned())
}

fn branch_of(project: &Project, at: ActionRef, key: &str) -> BranchOf {
    let branches = project.action(at).and_then(|action| {
        let spec = actions::spec_of(action)?;
        Some(spec.branches(action, project.tree_type_of(at.version)))
    });
    let label = branches.into_iter().flatten().find(|branch| branch.key == key).map(|branch| branch.label);
    BranchOf {
        version: at.version,
        action: at.action,
        branch: key.to_owned(),
        title: title(project, at),
        label: label.unwrap_or_else(|| key.to_owned()),
    }
}
