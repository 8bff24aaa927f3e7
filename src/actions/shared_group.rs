//! A queue, or one of a distribution group: what *Distribution to queue* and *Test the state of a queue* have in common (spec:
//! meaning §8). One queue of a group is drawn by weight whatever its state. It is no kind of its own.

use std::sync::Arc;

use crate::catalog::branch::REFERENCE_NOT_FOUND;
use crate::catalog::{CheckCx, Cx, Draw, Field, Finding, Lot, Purpose, Step, skills};
use crate::choice;
use crate::model::resource::{GroupQueue, Queue};
use crate::model::{ItemRef, Resource, ResourceData, ResourceId, ResourceKind};

choice! {
    /// Where the customer goes.
    pub(super) QueueOrGroup { Queue = "queue" "A queue", Group = "group" "A group" }
}

/// A queue or a group.
pub(super) const TO: Field<QueueOrGroup> =
    Field::choice("to", "To").help("One queue, or one of a distribution group that is drawn by weight.");
/// The group.
pub(super) const GROUP: Field<Option<ItemRef>> =
    Field::item("group", "Distribution group", ResourceKind::DistributionGroup)
        .help("One of its queues is drawn by weight; from then on that queue's own rules hold.")
        .required()
        .shown_if("to", &["group"]);

/// The queue of an action, or those of its group, with their names, where they are known before a call; `queue_item` is the one that the action names.
pub(super) fn queues<'a>(cx: &CheckCx<'a>, queue_item: Option<ItemRef>) -> Vec<(&'a str, &'a Queue)> {
    let params = &cx.action.params;
    let queue = |id: &ResourceId| {
        let resource = cx.project.resources.get(id)?;
        match &resource.data {
            ResourceData::Queue(queue) => Some((resource.name.as_str(), queue)),
            _ => None,
        }
    };
    let resolve = |kind, item: Option<ItemRef>| item.and_then(|item| cx.project.resolve(kind, &item));
    match params.get(&TO) {
        QueueOrGroup::Queue => {
            let found = resolve(ResourceKind::Queue, queue_item);
            found.and_then(|found| queue(&found.id)).into_iter().collect()
        }
        QueueOrGroup::Group => match resolve(ResourceKind::DistributionGroup, params.get(&GROUP)).map(|it| &it.data) {
            Some(ResourceData::DistributionGroup(group)) => {
                group.queues.iter().filter_map(|it| queue(&it.queue)).collect()
            }
            _ => Vec::new(),
        },
    }
}

/// A queue in which nobody has the extra skills. What nobody has of the queue's own skills is a problem of the queue.
pub(super) fn check_skills(
    cx: &CheckCx<'_>,
    queue_item: Option<ItemRef>,
    mut extra: Vec<(String, i64)>,
) -> Option<Finding> {
    extra.retain(|(skill, _)| !skill.trim().is_empty());
    let is_own = |queue: &Queue| skills::missing_words(cx.project, queue, &[]).is_some();
    let mut queues = queues(cx, queue_item).into_iter().filter(|(_, queue)| !is_own(queue));
    let found = queues.find_map(|(name, queue)| Some((name, skills::missing_words(cx.project, queue, &extra)?)));
    found.map(|(name, missing)| {
        let message = format!("Nobody in queue \"{name}\" has {missing}, so nobody is ever asked there. Change the extra skills, or who is in the queue.");
        Finding::warning("queue-skill", message)
    })
}

/// Draws one of the queues.
pub(super) fn enter(cx: &mut Cx<'_>) -> Step {
    let Some(group) = cx.item(&GROUP) else { return Step::go(&REFERENCE_NOT_FOUND) };
    let ResourceData::DistributionGroup(group) = &group.data else { return Step::go(&REFERENCE_NOT_FOUND) };
    let lot = |it: &GroupQueue| {
        let label = name(cx, it.queue);
        Lot { value: it.queue.to_string(), weight: it.weight.into(), text: format!("take {label}"), label }
    };
    let lots = group.queues.iter().map(lot).collect();
    Step::Draw(Draw { purpose: Purpose::Queue, prompt: "shares among queues".to_owned(), lots })
}

/// Keeps the queue that was drawn. Whether there is one.
pub(super) fn drawn(cx: &mut Cx<'_>, value: &str, is_forced: bool) -> Option<ResourceId> {
    value.clone_into(&mut cx.visit.digits);
    let Some(queue) = queue(cx) else {
        cx.note("The group has no queue that can be drawn.");
        return None;
    };
    if !is_forced {
        cx.note(format_args!("Chance takes {}.", queue.name));
    }
    Some(queue.id)
}

fn name(cx: &Cx<'_>, queue: ResourceId) -> String {
    cx.resource_of(queue).map_or_else(|| format!("Item {queue}"), |it| it.name.clone())
}

/// The queue that was drawn before.
pub(super) fn queue<'a>(cx: &Cx<'a>) -> Option<&'a Arc<Resource>> {
    let id = cx.visit.digits.parse().ok()?;
    cx.resource_of(ResourceId(id)).filter(|found| found.data.kind() == ResourceKind::Queue)
}
