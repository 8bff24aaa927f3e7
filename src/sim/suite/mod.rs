//! Test calls: playing them, what is expected of them, and suites of them (spec: testing §1).

pub mod accept;
pub mod answer;
pub mod course;
pub mod judge;
pub mod look;
pub mod passes;
pub mod play;
pub mod record;
pub mod way;

use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::model::gate::FailedTest;
use crate::model::{Project, RoutingId, TestCall, TestCallId, Version, VersionId};

use super::basis::Basis;
use super::run::Run;
use super::scene::Scene;
use super::watch::Watch;
pub use accept::accept;
pub use answer::with_answer;
use course::Course;
use judge::Line;
use passes::Passes;
use play::Played;
pub use play::again;
pub use record::record;
use way::WayPoint;

/// How a test call turned out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Everything holds.
    Passes,
    /// Something that is expected does not hold.
    Fails,
    /// The answers do not fit this version any more, or something that the test call names is gone.
    Stale,
}

impl Verdict {
    /// The word a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Passes => "passes",
            Self::Fails => "fails",
            Self::Stale => "stale",
        }
    }
}

/// The result of a test call with a version.
#[derive(Clone, Debug)]
pub struct CallResult {
    /// The test call.
    pub test_call: TestCallId,
    /// The version.
    pub version: VersionId,
    /// How it turned out.
    pub verdict: Verdict,
    /// The outcome in words, or where the call still waits.
    pub outcome: String,
    /// Each expectation.
    pub lines: Vec<Line>,
    /// Answers that were given at another question than the recorded one: a sentence each. A call that passes stays one.
    pub moved: Vec<String>,
    /// Why the test call is stale: a sentence each.
    pub stale: Vec<String>,
    /// The actions and branches that the run passes, in every version that it comes through.
    pub passes: Passes,
    /// The way that the call takes.
    pub way: Vec<WayPoint>,
    /// The run; none where it could not begin, and none in the results of a whole version: a run keeps every state on its way.
    pub run: Option<Run>,
}

impl CallResult {
    /// Everything that is wrong, a sentence each.
    pub fn troubles(&self) -> impl Iterator<Item = String> {
        let failed = self.lines.iter().filter(|line| !line.holds).map(Line::words);
        self.stale.iter().cloned().chain(failed)
    }

    /// The first thing that is wrong; empty where the test call passes.
    #[must_use]
    pub fn first_trouble(&self) -> String {
        self.troubles().next().unwrap_or_default()
    }

    /// What is wrong, in a few words; empty where the test call passes.
    #[must_use]
    pub fn trouble(&self) -> String {
        self.troubles().collect::<Vec<_>>().join(" · ")
    }
}

/// Plays a test call to a version, and judges what happens.
#[must_use]
pub fn run_one(project: &Arc<Project>, call: &TestCall, version: VersionId) -> CallResult {
    let basis = Basis::of(project.clone());
    judged(&basis, call, version, play::play)
}

/// The same without the run, on a basis that other test calls share.
fn run_fast(basis: &Arc<Basis>, call: &TestCall, version: VersionId) -> CallResult {
    CallResult { run: None, ..judged(basis, call, version, play::play_fast) }
}

fn judged(basis: &Arc<Basis>, call: &TestCall, version: VersionId, play: fn(Scene, &TestCall) -> Played) -> CallResult {
    let mut result = CallResult {
        test_call: call.id,
        version,
        verdict: Verdict::Stale,
        outcome: String::new(),
        lines: Vec::new(),
        moved: Vec::new(),
        stale: Vec::new(),
        passes: Passes::default(),
        way: Vec::new(),
        run: None,
    };
    let scene = match play::scene_on(basis, call, version) {
        Ok(scene) => scene,
        Err(why) => {
            result.stale.push(why);
            return result;
        }
    };
    let played = play(scene, call);
    let course = Course::of(&played.run);
    result.passes = Passes::of(&played.run);
    result.outcome = judge::outcome(&played.run);
    result.lines = call.expectations.iter().map(|it| judge::judge(&played.run, &course, it)).collect();
    result.verdict = if !played.stale.is_empty() {
        Verdict::Stale
    } else if result.lines.iter().all(|line| line.holds) {
        Verdict::Passes
    } else {
        Verdict::Fails
    };
    result.way = way::way(&played.run);
    (result.moved, result.stale, result.run) = (played.moved, played.stale, Some(played.run));
    result
}

/// Plays the wanted test calls of its routing to a version, on every core. The results come in order of name, whatever finishes first.
#[must_use]
pub fn run_version(
    project: &Arc<Project>,
    version: VersionId,
    is_wanted: impl Fn(&TestCall) -> bool,
) -> Vec<(Arc<TestCall>, CallResult)> {
    let Some(routing) = project.versions.get(&version).map(|version| version.info.routing) else { return Vec::new() };
    let calls: Vec<Arc<TestCall>> = of_routing(project, routing).into_iter().filter(|call| is_wanted(call)).collect();
    let basis = Basis::of(project.clone());
    let play = |call: Arc<TestCall>| {
        let result = run_fast(&basis, &call, version);
        (call, result)
    };
    calls.into_par_iter().map(play).collect()
}

/// How many test calls there are to play with versions of their routings.
#[must_use]
pub fn count(project: &Project, versions: &[VersionId]) -> usize {
    let routings = versions.iter().filter_map(|id| Some(project.versions.get(id)?.info.routing));
    routings.map(|routing| project.test_calls.values().filter(|call| call.routing == routing).count()).sum()
}

/// Plays the test calls of several versions, on every core, as far as nobody cancels it. The results come in order of the versions, then of name.
#[must_use]
pub fn run_versions(project: &Arc<Project>, versions: &[VersionId], watch: &Watch) -> Vec<CallResult> {
    let of_version = |id: &VersionId| {
        let routing = project.versions.get(id).map(|version| version.info.routing);
        let calls = routing.map(|routing| of_routing(project, routing)).unwrap_or_default();
        calls.into_iter().map(|call| (*id, call)).collect::<Vec<_>>()
    };
    let all: Vec<(VersionId, Arc<TestCall>)> = versions.iter().flat_map(of_version).collect();
    let basis = Basis::of(project.clone());
    let play = |(version, call): (VersionId, Arc<TestCall>)| {
        if watch.is_stopped() {
            return None;
        }
        let result = run_fast(&basis, &call, version);
        watch.done_one();
        Some(result)
    };
    all.into_par_iter().filter_map(play).collect()
}

/// The test calls of a routing, in order of name.
#[must_use]
pub fn of_routing(project: &Project, routing: RoutingId) -> Vec<Arc<TestCall>> {
    let calls = project.test_calls.values().filter(|call| call.routing == routing);
    let mut calls: Vec<Arc<TestCall>> = calls.cloned().collect();
    calls.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
    calls
}

/// The versions of a routing to which its test calls are played where no other is named: those in test or planned, else the one in
/// production.
#[must_use]
pub fn usual_versions(project: &Project, routing: RoutingId) -> Vec<&Arc<Version>> {
    let next = project.versions_of(routing).filter(|version| version.info.in_test || version.info.is_pending());
    let next: Vec<&Arc<Version>> = next.collect();
    if next.is_empty() { project.in_production(routing).into_iter().collect() } else { next }
}

/// The version of a routing with which its test calls are shown where no other is named.
#[must_use]
pub fn usual_version(project: &Project, routing: RoutingId) -> Option<&Arc<Version>> {
    usual_versions(project, routing).into_iter().next().or_else(|| project.versions_of(routing).last())
}

/// The required test calls that do not pass with a version.
#[must_use]
pub fn failing(project: &Arc<Project>, version: VersionId) -> Vec<FailedTest> {
    let results = run_version(project, version, |call| call.is_required);
    let failed = results.into_iter().filter(|(_, result)| result.verdict != Verdict::Passes);
    failed
        .map(|(call, result)| FailedTest { id: call.id, name: call.name.clone(), why: result.first_trouble() })
        .collect()
}
