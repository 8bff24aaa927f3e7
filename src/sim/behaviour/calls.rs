//! The calls that are played to both versions.

use std::collections::BTreeSet;

use crate::model::{Arrival, Caller, Project, TestCall, TestCaller, TestWorld, VersionId, World};

use super::super::coverage::Coverage;
use super::super::paths::{self, cover};
use super::super::suite;
use super::{Request, Side};

/// A call, with what is known of the caller, the world and the start: a clause each.
#[derive(Clone, Debug)]
pub struct Tried {
    /// The call.
    pub call: TestCall,
    /// The clauses.
    pub given: Vec<String>,
}

/// The test calls of both routings and a call for each branch of both versions, none of them twice; and past contacts, each of which counts.
pub(super) fn all(one: &Side, other: &Side, request: &Request, limits: &mut Vec<String>) -> Result<Vec<Tried>, String> {
    let mut found = Found::default();
    if !request.only_log {
        made(one, other, request, &mut found, limits)?;
    }
    let past = request.log.iter().map(|call| Tried { given: given(&one.project, call), call: call.clone() });
    found.calls.extend(past);
    Ok(found.calls)
}

/// The test calls of both routings, and a call for each branch of both versions.
fn made(
    one: &Side,
    other: &Side,
    request: &Request,
    found: &mut Found,
    limits: &mut Vec<String>,
) -> Result<(), String> {
    for side in [one, other] {
        let version = side.project.versions.get(&side.version).ok_or("This version no longer exists.")?;
        for call in suite::of_routing(&side.project, version.info.routing) {
            found.add(&side.project, (*call).clone());
        }
    }
    for side in [one, other] {
        of_branches(side, request, found, limits)?;
    }
    Ok(())
}

/// A call for each branch that can be taken.
fn of_branches(side: &Side, request: &Request, found: &mut Found, limits: &mut Vec<String>) -> Result<(), String> {
    let Side { project, version } = side;
    let asked = paths::Request { most_states: request.most_states, ..paths::Request::of(*version, request.from) };
    let proof = paths::explore(project, &asked)?;
    let name = |version: VersionId| project.versions.get(&version).map_or("", |it| it.info.name.as_str());
    if let Some(limit) = &proof.limit {
        limits.push(format!("The search for calls to version \"{}\" stopped: {limit}.", name(*version)));
    }
    let Some(version) = project.versions.get(version) else { return Ok(()) };
    let mut left = 0;
    let unreachable = proof.unreachable(project).unwrap_or_default();
    for branch in &Coverage::of(project, version, [], &unreachable).branches {
        match cover::test_call(project, &proof, branch) {
            Ok(call) => found.add(project, call),
            Err(_) => left += 1,
        }
    }
    if left > 0 {
        let branches = if left == 1 { "1 branch".to_owned() } else { format!("{left} branches") };
        limits.push(format!("No call was found that takes {branches} of version \"{}\".", version.info.name));
    }
    Ok(())
}

#[derive(Default)]
struct Found {
    calls: Vec<Tried>,
    known: BTreeSet<String>,
}

impl Found {
    fn add(&mut self, project: &Project, call: TestCall) {
        let TestCall { caller, world, arrival, start, seed, answers, .. } = &call;
        let answered: Vec<_> =
            answers.iter().map(|it| (it.routing, it.action, it.question, &it.key, &it.value)).collect();
        if self.known.insert(format!("{:?}", (caller, world, arrival, start, seed, answered))) {
            self.calls.push(Tried { given: given(project, &call), call });
        }
    }
}

/// What is known of the caller, the world and the start.
fn given(project: &Project, call: &TestCall) -> Vec<String> {
    let mut clauses = Vec::new();
    let (mut caller, mut world) = (Caller::default(), World::default());
    match &call.caller {
        TestCaller::Unknown => {}
        TestCaller::Saved(saved) => clauses.push(format!("the caller is {}", saved.words(project))),
        TestCaller::Own(own) => caller.clone_from(own),
    }
    match &call.world {
        TestWorld::Usual => {}
        TestWorld::Saved(saved) => clauses.push(format!("the world is {}", saved.words(project))),
        TestWorld::Own(own) => world.clone_from(own),
    }
    world.start = call.start.or(world.start);
    clauses.extend(paths::given_words(project, &caller, &world));
    if let Arrival::At(entry_point) = &call.arrival {
        clauses.push(format!("the call comes in at {}", entry_point.words(project)));
    }
    clauses
}
