//! Test calls: playing them, what is expected of them, and suites of them (spec: testing §1).

pub mod accept;
pub mod course;
pub mod judge;
pub mod play;
pub mod record;

use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::model::gate::FailedTest;
use crate::model::{Project, RoutingId, TestCall, TestCallId, VersionId};

use super::run::Run;
pub use accept::accept;
use course::Course;
use judge::Line;
pub use record::record;

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
    /// The run; none where it could not begin.
    pub run: Option<Run>,
}

impl CallResult {
    /// The first thing that is wrong; empty where the test call passes.
    #[must_use]
    pub fn first_trouble(&self) -> String {
        let failed = self.lines.iter().find(|line| !line.holds).map(Line::words);
        self.stale.first().cloned().or(failed).unwrap_or_default()
    }

    /// What is wrong, in a few words; empty where the test call passes.
    #[must_use]
    pub fn trouble(&self) -> String {
        let failed = self.lines.iter().filter(|line| !line.holds);
        let failed = failed.map(Line::words);
        self.stale.iter().cloned().chain(failed).collect::<Vec<_>>().join(" · ")
    }
}

/// Plays a test call to a version, and judges what happens.
#[must_use]
pub fn run_one(project: &Arc<Project>, call: &TestCall, version: VersionId) -> CallResult {
    let mut result = CallResult {
        test_call: call.id,
        version,
        verdict: Verdict::Stale,
        outcome: String::new(),
        lines: Vec::new(),
        moved: Vec::new(),
        stale: Vec::new(),
        run: None,
    };
    let scene = match play::scene(project, call, version) {
        Ok(scene) => scene,
        Err(why) => {
            result.stale.push(why);
            return result;
        }
    };
    let played = play::play(scene, call);
    let course = Course::of(&played.run);
    result.outcome = judge::outcome(&played.run);
    result.lines = call.expectations.iter().map(|it| judge::judge(&played.run, &course, it)).collect();
    result.verdict = if !played.stale.is_empty() {
        Verdict::Stale
    } else if result.lines.iter().all(|line| line.holds) {
        Verdict::Passes
    } else {
        Verdict::Fails
    };
    (result.moved, result.stale, result.run) = (played.moved, played.stale, Some(played.run));
    result
}

/// Plays test calls, each to a version, on every core. The results come in the order of the test calls, whatever finishes first.
#[must_use]
pub fn run_all(project: &Arc<Project>, calls: &[(&TestCall, VersionId)]) -> Vec<CallResult> {
    calls.par_iter().map(|(call, version)| run_one(project, call, *version)).collect()
}

/// The test calls of a routing, in order of name.
#[must_use]
pub fn of_routing(project: &Project, routing: RoutingId) -> Vec<Arc<TestCall>> {
    let calls = project.test_calls.values().filter(|call| call.routing == routing);
    let mut calls: Vec<Arc<TestCall>> = calls.cloned().collect();
    calls.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
    calls
}

/// The required test calls that do not pass with a version.
#[must_use]
pub fn failing(project: &Arc<Project>, version: VersionId) -> Vec<FailedTest> {
    let Some(routing) = project.versions.get(&version).map(|version| version.info.routing) else { return Vec::new() };
    let required: Vec<Arc<TestCall>> =
        of_routing(project, routing).into_iter().filter(|call| call.is_required).collect();
    let played: Vec<(&TestCall, VersionId)> = required.iter().map(|call| (&**call, version)).collect();
    let results = run_all(project, &played);
    let failed = required.iter().zip(results).filter(|(_, result)| result.verdict != Verdict::Passes);
    failed
        .map(|(call, result)| FailedTest { id: call.id, name: call.name.clone(), why: result.first_trouble() })
        .collect()
}
