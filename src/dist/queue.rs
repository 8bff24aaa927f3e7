//! May an interaction enter a queue, and who would take it (spec: actions §1, Queue branches; distribution §1).

use crate::catalog::text::duration_words;
use crate::catalog::{Decision, QueueRefusal};
use crate::model::resource::{MaxWaiting, NoUserStrategy, Queue};
use crate::model::{Project, ResourceData, ResourceId, UserState, World};

use super::{name_of, state_of};

/// Overflow is decided before entering, in the order: no user, maximum waiting, maximum estimated wait.
pub(super) fn decide(
    project: &Project,
    world: &World,
    id: ResourceId,
    preferred: Option<ResourceId>,
    own_max_wait_s: Option<u32>,
) -> Decision {
    let Some(ResourceData::Queue(queue)) = project.resources.get(&id).map(|resource| &resource.data) else {
        let reasons = vec![format!("Item {id} is no queue.")];
        return Decision::Refused { refusal: QueueRefusal::NoUser, reasons };
    };
    let state = world.queues.get(&id).copied().unwrap_or_default();
    let people = members(project, queue);
    let counted = people.iter().filter(|user| state_of(world, **user) != UserState::Offline).count();
    let connected = state.connected.unwrap_or_else(|| u32::try_from(counted).unwrap_or(u32::MAX));
    let mut reasons: Vec<String> = people.iter().map(|user| standing(project, world, *user)).collect();

    if connected == 0 && queue.no_user == NoUserStrategy::Overflow {
        reasons.push(format!("{}: nobody is connected → overflow", name_of(project, id)));
        return Decision::Refused { refusal: QueueRefusal::NoUser, reasons };
    }
    let most = match queue.max_waiting {
        MaxWaiting::Count(count) => count,
        MaxWaiting::PercentOfConnected(percent) => connected.saturating_mul(percent) / 100,
    };
    if state.waiting >= most && most > 0 {
        reasons.push(format!("{}: {} waiting, {most} at most → overflow", name_of(project, id), state.waiting));
        return Decision::Refused { refusal: QueueRefusal::MaxWaiting, reasons };
    }
    let mut free: Vec<ResourceId> =
        people.iter().copied().filter(|user| state_of(world, *user) == UserState::Available).collect();
    let estimated_wait_s =
        state.estimated_wait_s.unwrap_or_else(|| estimate(queue, state.waiting, connected, free.len()));
    let max_wait_s = own_max_wait_s.unwrap_or(queue.max_wait_s);
    if estimated_wait_s > max_wait_s {
        reasons.push(format!(
            "{}: estimated wait {}, {} at most → overflow",
            name_of(project, id),
            duration_words(estimated_wait_s.into()),
            duration_words(max_wait_s.into())
        ));
        return Decision::Refused { refusal: QueueRefusal::MaxEstimatedWait, reasons };
    }
    if let Some(place) = free.iter().position(|user| Some(*user) == preferred) {
        let preferred = free.remove(place);
        free.insert(0, preferred);
        reasons.push(format!("{} is preferred and free → asked first", name_of(project, preferred)));
    }
    if let Some(first) = free.first() {
        reasons.push(format!(
            "{}: {} → {} is asked first",
            name_of(project, id),
            queue.strategy.words(),
            name_of(project, *first)
        ));
    }
    let candidates = free.into_iter().map(|user| (user, name_of(project, user))).collect();
    Decision::Admitted { position: state.waiting.saturating_add(1), estimated_wait_s, candidates, reasons }
}

fn standing(project: &Project, world: &World, user: ResourceId) -> String {
    format!("{}: {}", name_of(project, user), state_of(world, user).words().to_lowercase())
}

/// Nobody waits for a free user; else everyone before, and the caller, handled by those connected.
fn estimate(queue: &Queue, waiting: u32, connected: u32, free: usize) -> u32 {
    if usize::try_from(waiting).unwrap_or(usize::MAX) < free {
        return 0;
    }
    waiting.saturating_add(1).saturating_mul(queue.handling_s) / connected.max(1)
}

/// The users of a queue by priority, then in member order; teams stand for their members. Nobody twice.
pub(super) fn members(project: &Project, queue: &Queue) -> Vec<ResourceId> {
    let mut ordered = queue.members.clone();
    ordered.sort_by_key(|member| member.priority);
    let mut found: Vec<ResourceId> = Vec::new();
    for member in ordered {
        let users = match project.resources.get(&member.who).map(|resource| &resource.data) {
            Some(ResourceData::User(_)) => vec![member.who],
            Some(ResourceData::Team(team)) => team.members.clone(),
            _ => Vec::new(),
        };
        for user in users {
            if !found.contains(&user) {
                found.push(user);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::sample::{ANA, BEN, SUPPORT, stage};
    use crate::model::QueueState;

    fn decide_with(change: impl Fn(&mut World)) -> Decision {
        let mut stage = stage();
        change(&mut stage.world);
        decide(&stage.project, &stage.world, SUPPORT, Some(BEN), None)
    }

    fn refusal(decision: &Decision) -> Option<QueueRefusal> {
        match decision {
            Decision::Refused { refusal, reasons } => {
                assert!(reasons.last().unwrap().contains('→'), "{reasons:?}");
                Some(*refusal)
            }
            _ => None,
        }
    }

    #[test]
    fn overflow_is_checked_in_order() {
        let offline = |world: &mut World| world.users = [ANA, BEN].map(|user| (user, UserState::Offline)).into();
        let crowd = |waiting| QueueState { waiting, ..QueueState::default() };
        assert_eq!(refusal(&decide_with(offline)), Some(QueueRefusal::NoUser));
        assert_eq!(
            refusal(&decide_with(|it| it.queues = [(SUPPORT, crowd(20))].into())),
            Some(QueueRefusal::MaxWaiting)
        );
        assert_eq!(
            refusal(&decide_with(|it| it.queues = [(SUPPORT, crowd(9))].into())),
            Some(QueueRefusal::MaxEstimatedWait)
        );
        assert_eq!(refusal(&decide_with(|_| {})), None);
    }

    #[test]
    fn the_preferred_user_is_asked_first_if_free() {
        let first = |decision| match decision {
            Decision::Admitted { candidates, .. } => candidates[0].0,
            other => panic!("{other:?}"),
        };
        assert_eq!(first(decide_with(|_| {})), BEN);
        assert_eq!(first(decide_with(|world| world.users = [(BEN, UserState::Busy)].into())), ANA);
    }
}
