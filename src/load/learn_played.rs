//! Past contacts played to the flow, which tells what their answers belong to and in which queue they were (spec: load §1).

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::question::Actor;
use crate::model::scenario::AnswerMix;
use crate::model::{
    Action, ActionId, ActionRef, EntryPointId, ItemRef, Project, ReachedStatus, ResourceId, ResourceKind, RoutingId,
    TestedAction, Value, VersionId,
};
use crate::sim::behaviour::{Side, log};
use crate::sim::{Basis, Run, Watch};

/// Most answers to an action; those that came most often.
const MOST_ANSWERS: usize = 20;

/// What the flow says of the contacts.
#[derive(Default)]
pub(super) struct Played {
    /// The queue of each contact; none where the answers do not lead to one.
    pub queues: Vec<Option<ResourceId>>,
    answers: BTreeMap<(RoutingId, ActionId), BTreeMap<String, u32>>,
    /// The contacts that could not be played: a sentence each.
    left: Vec<String>,
}

/// What the flow says of one contact.
#[derive(Default)]
struct One {
    queue: Option<ResourceId>,
    answers: Vec<((RoutingId, ActionId), String)>,
    left: Option<String>,
}

impl Played {
    /// What customers answered to each action.
    pub fn mixes(&self) -> Vec<AnswerMix> {
        let mix = |((routing, action), counts): (&(RoutingId, ActionId), &BTreeMap<String, u32>)| {
            let mut mix: Vec<(String, u32)> = counts.iter().map(|(text, count)| (text.clone(), *count)).collect();
            mix.sort_by_key(|(_, count)| Reverse(*count));
            mix.truncate(MOST_ANSWERS);
            AnswerMix { action: TestedAction { routing: *routing, action: *action, title: String::new() }, mix }
        };
        self.answers.iter().map(mix).collect()
    }

    /// How many could not be played, and the first of them.
    pub fn words(&self, all: usize) -> Option<String> {
        let first = self.left.first()?;
        Some(format!(
            "The answers of {} of {all} contacts do not fit the flow and are not learned. {first}",
            self.left.len()
        ))
    }
}

/// Plays each contact that has answers, or goes to a flow that asks nothing.
/// Each contact has its entry point and its line in the file.
pub(super) fn play(project: &Project, rows: &[Vec<String>], all: &[(EntryPointId, u64)], watch: &Watch) -> Played {
    let project = Arc::new(project.clone());
    let basis = Basis::of(project.clone());
    let mut sides: BTreeMap<EntryPointId, Option<Side>> = BTreeMap::new();
    for (entry_point, _) in all {
        sides.entry(*entry_point).or_insert_with(|| {
            let version = version_of(&project, *entry_point)?;
            Some(Side { project: project.clone(), version })
        });
    }
    let pairs: Vec<(&Vec<String>, &(EntryPointId, u64))> = rows.iter().zip(all).collect();
    let one = |(row, (entry_point, line)): &(&Vec<String>, &(EntryPointId, u64))| {
        let side = sides.get(entry_point).and_then(Option::as_ref);
        match side.filter(|_| !watch.is_stopped()) {
            Some(side) => of_contact(side, &basis, row, *line),
            None => One::default(),
        }
    };
    let found: Vec<One> = pairs.par_iter().map(one).collect();
    let mut played = Played::default();
    for one in found {
        played.queues.push(one.queue);
        played.left.extend(one.left);
        for (action, text) in one.answers {
            *played.answers.entry(action).or_default().entry(text).or_default() += 1;
        }
    }
    played
}

/// The version that runs at an entry point.
fn version_of(project: &Project, id: EntryPointId) -> Option<VersionId> {
    let (routing, status) = project.entry_points.get(&id)?.assigned?;
    let version = match status {
        ReachedStatus::InTest => project.in_test(routing),
        ReachedStatus::InProduction => project.in_production(routing),
    };
    version.map(|version| version.id)
}

fn of_contact(side: &Side, basis: &Arc<Basis>, row: &[String], line: u64) -> One {
    let run = match log::played(side, basis, row) {
        Ok(run) => run,
        Err(why) => return One { left: Some(format!("Line {line}: {why}")), ..One::default() },
    };
    let action_of = |at: ActionRef| {
        let version = side.project.versions.get(&at.version)?;
        Some((version, version.flow.actions.get(&at.action)?))
    };
    let queue_at = |at: ActionRef| {
        let (_, action) = action_of(at).filter(|(_, action)| action.kind == "to_queue")?;
        queue_of(&side.project, action)
    };
    One {
        queue: run.states().filter_map(|state| queue_at(state.at?)).last(),
        answers: answers(&run, &side.project),
        left: None,
    }
}

/// The answers of the customer to the actions that ask. What happens while people are waited for is for the floor to say.
fn answers(run: &Run, project: &Project) -> Vec<((RoutingId, ActionId), String)> {
    let answered = run.answered().filter(|(state, _)| state.floor.is_none());
    let of_customer = answered.filter_map(|(state, text)| {
        let (question, at) = (state.question.as_ref()?, state.at?);
        let answer = question.read(text).ok()?;
        let choice = question.choices.iter().find(|choice| choice.key == answer.key)?;
        let routing = project.versions.get(&at.version)?.info.routing;
        (choice.by == Actor::Customer).then(|| ((routing, at.action), answer.text.to_string()))
    });
    of_customer.collect()
}

/// The queue that an action distributes to, where it names one.
fn queue_of(project: &Project, action: &Action) -> Option<ResourceId> {
    if action.params.value("to") == Some(&Value::Text("group".to_owned())) {
        return None;
    }
    match action.params.value("queue")? {
        Value::Item(ItemRef::Item(id)) => Some(ResourceId(*id)),
        Value::Item(ItemRef::Reference(name)) => {
            project.resource_by_reference(ResourceKind::Queue, name).map(|it| it.id)
        }
        _ => None,
    }
}
