//! Test calls for branches that no test call passes yet: one for a branch, or as few as a greedy choice needs for all of them (spec: testing
//! §3).

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::catalog::text::shorten;
use crate::model::{ActionId, ActionRef, Expectation, Project, TestCall, TestedAction, VersionId};

use super::super::coverage::{CountedBranch, Coverage};
use super::super::run::Run;
use super::super::suite::passes::Passes;
use super::super::suite::{self, Verdict};
use super::Proof;

/// The most characters of the name of a test call.
const MOST_CHARS: usize = 90;
/// How many answers a call may need after the branch, before the customer hangs up.
const MOST_ANSWERS: usize = 12;

/// A branch of a version: its action and its key.
type Branch = (ActionId, String);

/// Test calls that are made, and the branches for which there is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Made {
    /// The test calls, without ids.
    pub calls: Vec<TestCall>,
    /// Branches that no call was found to take, or of which the call cannot be kept as answers.
    pub left: Vec<CountedBranch>,
}

/// A test call that takes a branch and goes on to its end: the shortest one, with what happens as its expectations.
///
/// # Errors
/// A sentence, where no call was found to take the branch, or where its answers do not lead there again.
pub fn test_call(project: &Arc<Project>, proof: &Proof, branch: &CountedBranch) -> Result<TestCall, String> {
    calls_through(project, proof, branch).map(|(call, _)| call)
}

/// Test calls that together pass every branch that counts and is not passed yet. Each time the call is chosen that passes most of those
/// that are left, so that no more are needed than such a choice over one call a branch needs.
#[must_use]
pub fn missing(project: &Arc<Project>, proof: &Proof, coverage: &Coverage) -> Made {
    let mut made = Made::default();
    let mut open: BTreeSet<Branch> = BTreeSet::new();
    let mut found: Vec<(TestCall, BTreeSet<Branch>)> = Vec::new();
    for branch in coverage.missing_branches() {
        match calls_through(project, proof, branch) {
            Ok((call, passes)) => {
                open.insert((branch.action, branch.branch.clone()));
                found.push((call, passes));
            }
            Err(_) => made.left.push(branch.clone()),
        }
    }
    while !open.is_empty() {
        let new = |(_, passes): &(TestCall, BTreeSet<Branch>)| passes.intersection(&open).count();
        let Some(best) = (0..found.len()).max_by_key(|place| (found.get(*place).map(new), usize::MAX - place)) else {
            break;
        };
        let (call, passes) = found.swap_remove(best);
        let before = open.len();
        open.retain(|branch| !passes.contains(branch));
        if open.len() == before {
            break;
        }
        made.calls.push(call);
    }
    made
}

/// The test call of a branch, and the branches of the version that it passes.
fn calls_through(
    project: &Arc<Project>,
    proof: &Proof,
    branch: &CountedBranch,
) -> Result<(TestCall, BTreeSet<Branch>), String> {
    let version = proof.version;
    let at = ActionRef { version, action: branch.action };
    let none = || format!("No call was found that takes {}.", branch.words());
    let witness = proof.witness(at, &branch.branch).ok_or_else(none)?;
    let run = to_the_end(witness.play(project)?);
    let mut call = suite::record(&run);
    call.expectations.push(passes(project, version, branch));
    call.name = name_of(&run, branch);
    let again = suite::run_one(project, &call, version);
    if again.verdict != Verdict::Passes {
        return Err(format!("The call that takes {} cannot be kept as answers.", branch.words()));
    }
    let passes = again.run.map(|run| Passes::of(&run)).unwrap_or_default();
    let passes = passes.branches_of(version).map(|(action, key)| (action, key.to_owned())).collect();
    Ok((call, passes))
}

/// Goes on to the end by the first answers; a call that would need many of them is hung up.
fn to_the_end(run: Run) -> Run {
    let mut ended = run.clone();
    ended.to_end();
    if ended.answers().len() <= run.answers().len() + MOST_ANSWERS {
        return ended;
    }
    let mut left = run;
    left.to_next_question();
    // Where nobody can leave, the call waits at its question.
    let _ = left.answer("hang up");
    left.to_next_question();
    left
}

fn passes(project: &Project, version: VersionId, branch: &CountedBranch) -> Expectation {
    let routing = project.versions.get(&version).map(|version| version.info.routing).unwrap_or_default();
    let tested = TestedAction { routing, action: branch.action, title: branch.title.clone() };
    Expectation::Passes(tested, branch.branch.clone())
}

/// A name that says which branch is taken, and by which answers.
fn name_of(run: &Run, branch: &CountedBranch) -> String {
    let answers = run.answers().join(", ");
    let by = if answers.is_empty() { String::new() } else { format!(": {answers}") };
    shorten(&format!("{} → {}{by}", branch.title, branch.label), MOST_CHARS)
}
