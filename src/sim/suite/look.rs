//! What is shown of one test call beside its verdicts: what else could be expected of it, what was said, where it waits, and where it first
//! differs from the run that last passed (spec: testing §1).

use std::sync::Arc;

use crate::model::{Expectation, Project, TestCall, TestedAction, VersionId};

use super::super::report::{Report, TranscriptLine};
use super::super::run::Run;
use super::course::Course;
use super::way::{Difference, Passing, first_difference, passing_elsewhere};
use super::{Verdict, record, run_one};

/// Where a call waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waits {
    /// The title of the action that asks.
    pub title: String,
    /// What it waits for.
    pub prompt: String,
    /// How its answers are written.
    pub answers: Vec<String>,
}

/// What is shown of a test call beside its verdicts.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// What happens and is not expected.
    pub proposed: Vec<Expectation>,
    /// What was said, written and done.
    pub transcript: Vec<TranscriptLine>,
    /// The actions that the call passes, each once.
    pub passed: Vec<TestedAction>,
    /// Where the call waits for an answer, if it does.
    pub waits: Option<Waits>,
    /// The first difference from the run that last passed; none where the call passes, or where no such run is known.
    pub difference: Option<Difference>,
}

/// Plays a test call to a version, and looks at what happens. `before` is the run that last passed, where it is known.
#[must_use]
pub fn look(project: &Arc<Project>, call: &Arc<TestCall>, version: VersionId, before: Option<Passing>) -> Look {
    let result = run_one(project, call, version);
    let Some(run) = &result.run else { return Look::default() };
    let mut passed: Vec<TestedAction> = Vec::new();
    for action in Course::of(run).passed.iter().map(|it| it.tested(run)) {
        if !passed.contains(&action) {
            passed.push(action);
        }
    }
    let (ticked, others) = record::proposed(run);
    let mut proposed: Vec<Expectation> = Vec::new();
    for line in ticked.into_iter().chain(others) {
        if !call.expectations.contains(&line) && !proposed.contains(&line) {
            proposed.push(line);
        }
    }
    let before = before.filter(|it| it.is_of(call));
    let difference = (result.verdict != Verdict::Passes)
        .then(|| before.or_else(|| passing_elsewhere(project, call, version)))
        .flatten()
        .and_then(|before| {
            let difference = first_difference(&result.way, &before.way)?;
            Some(Difference { version: before.version, ..difference })
        });
    Look { proposed, transcript: Report::new(run).transcript, passed, waits: waits(run), difference }
}

fn waits(run: &Run) -> Option<Waits> {
    let state = run.state();
    let question = state.question.as_ref()?;
    let title = run.scene.title(state.at?).to_owned();
    let answers = question.choices.iter().map(|choice| choice.text.clone().into_owned()).collect();
    Some(Waits { title, prompt: question.prompt.clone().into_owned(), answers })
}
