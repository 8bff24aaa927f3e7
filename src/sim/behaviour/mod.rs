//! The behaviour of two versions: the same calls are played to both, and those that end differently are listed by where they part (spec:
//! testing §7). The calls are the test calls of both routings, a call for each branch of both versions, and past contacts.

mod calls;
mod end;
pub mod log;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;
use serde::Serialize;

use crate::model::{Project, TestCall, VersionId};

use super::basis::Basis;
use super::suite::way::{Difference, first_difference};
use super::watch::Watch;
pub use calls::Tried;
pub use end::End;

/// A version of a project.
#[derive(Clone, Debug)]
pub struct Side {
    /// The project.
    pub project: Arc<Project>,
    /// The version.
    pub version: VersionId,
}

/// What is asked beside the two versions.
#[derive(Clone, Debug)]
pub struct Request {
    /// The first day on which a call for a branch may come.
    pub from: NaiveDate,
    /// Most states that are looked at in the search for calls, for each version.
    pub most_states: usize,
    /// Past contacts, as calls.
    pub log: Vec<TestCall>,
    /// Whether the past contacts are all that is played: no test calls, and no calls for branches.
    pub only_log: bool,
}

/// A call that ends differently.
#[derive(Clone, Debug, Serialize)]
pub struct Apart {
    /// The name of the call.
    pub name: String,
    /// What is known of the caller, the world and the start: a clause each.
    pub given: Vec<String>,
    /// The answers.
    pub answers: Vec<String>,
    /// How the call ends with the first version.
    pub one: End,
    /// How the call ends with the second version.
    pub other: End,
    /// The first action after which the call goes another way; none where both take the same way and say something else.
    #[serde(skip)]
    pub difference: Option<Difference>,
    /// The call, for playing it.
    #[serde(skip)]
    pub call: TestCall,
}

/// Calls that part at the same action and end in the same two ways.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// The title of the action at which the calls part; none where both take the same way.
    pub at: Option<String>,
    /// How they end with the first version.
    pub one: String,
    /// How they end with the second version.
    pub other: String,
    /// What all of them have in common: a clause each.
    pub common: Vec<String>,
    /// The calls.
    pub calls: Vec<Apart>,
}

/// What was found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Behaviour {
    /// How many calls were played to both versions.
    pub calls: usize,
    /// Those that end differently, the largest group first.
    pub groups: Vec<Group>,
    /// What was not tried: a sentence each.
    pub limits: Vec<String>,
}

impl Behaviour {
    /// How many calls end differently.
    #[must_use]
    pub fn apart(&self) -> usize {
        self.groups.iter().map(|group| group.calls.len()).sum()
    }

    /// The result as a sentence. It never says that two versions are the same, since other calls may end differently.
    #[must_use]
    pub fn words(&self) -> String {
        let calls = if self.calls == 1 { "1 call".to_owned() } else { format!("{} calls", self.calls) };
        match self.apart() {
            0 => format!("No difference in {calls}."),
            1 => format!("1 of {calls} ends differently."),
            apart => format!("{apart} of {calls} end differently."),
        }
    }
}

/// Plays the same calls to two versions. Calls that nobody waits for any more are left out once the watch is cancelled.
///
/// # Errors
/// A sentence, where a version no longer exists.
pub fn compare(one: &Side, other: &Side, request: &Request, watch: &Watch) -> Result<Behaviour, String> {
    let mut limits = Vec::new();
    let calls = calls::all(one, other, request, &mut limits)?;
    let (first, second) = (Basis::of(one.project.clone()), Basis::of(other.project.clone()));
    let played: Vec<Option<Apart>> = calls
        .par_iter()
        .filter(|_| !watch.is_stopped())
        .map(|tried| {
            let ends = [(&first, one.version), (&second, other.version)];
            let [one, other] = ends.map(|(basis, version)| End::of(basis, &tried.call, version));
            watch.done_one();
            (!one.is_like(&other)).then(|| apart(tried, one, other))
        })
        .collect();
    let calls = played.len();
    Ok(Behaviour { calls, groups: groups(played.into_iter().flatten()), limits })
}

fn apart(tried: &Tried, one: End, other: End) -> Apart {
    let difference = first_difference(&one.way, &other.way);
    Apart {
        name: tried.call.name.clone(),
        given: tried.given.clone(),
        answers: tried.call.answers.iter().map(|answer| answer.text.clone()).collect(),
        difference,
        call: tried.call.clone(),
        one,
        other,
    }
}

fn groups(apart: impl Iterator<Item = Apart>) -> Vec<Group> {
    let mut found: BTreeMap<(Option<String>, String, String), Vec<Apart>> = BTreeMap::new();
    for call in apart {
        let at = call.difference.as_ref().map(|difference| difference.title.clone());
        let (one, other) = call.one.words_beside(&call.other);
        found.entry((at, one, other)).or_default().push(call);
    }
    let mut groups: Vec<Group> = found
        .into_iter()
        .map(|((at, one, other), calls)| Group { at, one, other, common: common(&calls), calls })
        .collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.calls.len()));
    groups
}

/// The clauses that hold for all calls.
fn common(calls: &[Apart]) -> Vec<String> {
    let Some((first, others)) = calls.split_first() else { return Vec::new() };
    let holds = |clause: &&String| others.iter().all(|call| call.given.contains(clause));
    first.given.iter().filter(holds).cloned().collect()
}
