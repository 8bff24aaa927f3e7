//! May an interaction enter a queue, and who would take it (spec: actions §1, Queue branches; distribution §1).

use std::cmp::Reverse;

use crate::catalog::text::duration_words;
use crate::catalog::{Decision, Door, Fact, Interaction, Purpose, QueueRefusal, USUAL_PRIORITY};
use crate::model::resource::{MaxWaiting, NoUserStrategy, Queue, QueueMember, QueueStrategy};
use crate::model::{Project, ResourceData, ResourceId, UserState};

use super::{Around, Odds, advance, cursor, drawn, name_of};

/// What an interaction asks of a queue.
pub(super) struct Asks<'a> {
    /// Asked first, if free.
    pub preferred: Option<ResourceId>,
    /// The longest wait in seconds, where the action has one of its own.
    pub max_wait_s: Option<u32>,
    /// Higher is served first; those who wait in the world have the usual one.
    pub priority: i64,
    /// Skills that who takes it must have, with the least level of each.
    pub skills: &'a [(String, i64)],
}

/// Overflow is decided before entering, in the order: no user, maximum waiting, maximum estimated wait.
pub(super) fn decide(
    around: &Around<'_>,
    interaction: &mut Interaction,
    id: ResourceId,
    asks: &Asks<'_>,
) -> Result<Decision, Odds> {
    let Around { project, door, .. } = *around;
    let Some(ResourceData::Queue(queue)) = project.resources.get(&id).map(|resource| &resource.data) else {
        let reasons = vec![format!("Item {id} is no queue.")];
        return Ok(Decision::Refused { refusal: QueueRefusal::NoUser, reasons });
    };
    let waiting = door.count(Fact::Waiting(id)).unwrap_or(0);
    let standing_in = members(project, queue);
    let people: Vec<ResourceId> = standing_in.iter().map(|member| member.who).collect();
    let counted = people.iter().filter(|user| door.state(**user) != UserState::Offline).count();
    let connected = door.count(Fact::Connected(id)).unwrap_or_else(|| u32::try_from(counted).unwrap_or(u32::MAX));
    let mut reasons: Vec<String> = people.iter().map(|user| standing(project, door, *user, asks.skills)).collect();

    if connected == 0 && queue.no_user == NoUserStrategy::Overflow {
        reasons.push(format!("{}: nobody is connected → overflow", name_of(project, id)));
        return Ok(Decision::Refused { refusal: QueueRefusal::NoUser, reasons });
    }
    let most = match queue.max_waiting {
        MaxWaiting::Count(count) => count,
        MaxWaiting::PercentOfConnected(percent) => connected.saturating_mul(percent) / 100,
    };
    if waiting >= most && most > 0 {
        reasons.push(format!("{}: {} waiting, {most} at most → overflow", name_of(project, id), waiting));
        return Ok(Decision::Refused { refusal: QueueRefusal::MaxWaiting, reasons });
    }
    let is_free =
        |user: &ResourceId| door.state(*user) == UserState::Available && lacks(project, *user, asks.skills).is_none();
    let free: Vec<QueueMember> = standing_in.iter().copied().filter(|member| is_free(&member.who)).collect();
    let goes_first = asks.priority > USUAL_PRIORITY && waiting > 0;
    let ahead = if goes_first { 0 } else { waiting };
    if goes_first {
        reasons.push(format!("priority {} → before the {} who wait", asks.priority, waiting));
    }
    let estimated_wait_s =
        door.count(Fact::EstimatedWait(id)).unwrap_or_else(|| estimate(queue, ahead, connected, free.len()));
    let is_at_once = estimated_wait_s == 0;
    let max_wait_s = asks.max_wait_s.unwrap_or(queue.max_wait_s);
    if estimated_wait_s > max_wait_s {
        reasons.push(format!(
            "{}: estimated wait {}, {} at most → overflow",
            name_of(project, id),
            duration_words(estimated_wait_s.into()),
            duration_words(max_wait_s.into())
        ));
        return Ok(Decision::Refused { refusal: QueueRefusal::MaxEstimatedWait, reasons });
    }
    let (mut free, why) = in_order(around, interaction, (id, queue), &standing_in, free, asks.skills, is_at_once)?;
    if let Some(place) = free.iter().position(|user| Some(*user) == asks.preferred) {
        let preferred = free.remove(place);
        free.insert(0, preferred);
        reasons.push(format!("{} is preferred and free → asked first", name_of(project, preferred)));
    }
    if let Some(first) = free.first() {
        reasons.push(format!(
            "{}: {}{why} → {} is asked first",
            name_of(project, id),
            queue.strategy.words(),
            name_of(project, *first)
        ));
    }
    let candidates = free.into_iter().map(|user| (user, name_of(project, user))).collect();
    Ok(Decision::Admitted { position: ahead.saturating_add(1), estimated_wait_s, candidates, reasons })
}

fn standing(project: &Project, door: &Door<'_>, user: ResourceId, skills: &[(String, i64)]) -> String {
    let state = door.state(user).words().to_lowercase();
    let state = std::iter::once(state).chain(lacks(project, user, skills)).collect::<Vec<_>>().join(", ");
    format!("{}: {state}", name_of(project, user))
}

fn level(project: &Project, user: ResourceId, skill: &str) -> i64 {
    match project.resources.get(&user).map(|resource| &resource.data) {
        Some(ResourceData::User(user)) => user.level(skill).into(),
        _ => 0,
    }
}

/// The levels of the required skills, all told.
fn levels(project: &Project, user: ResourceId, skills: &[(String, i64)]) -> i64 {
    skills.iter().map(|(skill, _)| level(project, user, skill)).sum()
}

/// The first required skill that a user lacks, in words: *French level 1 < 2*.
fn lacks(project: &Project, user: ResourceId, skills: &[(String, i64)]) -> Option<String> {
    let (skill, least) = skills.iter().find(|(skill, least)| level(project, user, skill) < *least)?;
    Some(format!("{} level {} < {least}", skill.trim(), level(project, user, skill)))
}

/// Nobody waits for a free user; else everyone before, and the caller, handled by those connected.
fn estimate(queue: &Queue, waiting: u32, connected: u32, free: usize) -> u32 {
    if usize::try_from(waiting).unwrap_or(usize::MAX) < free {
        return 0;
    }
    waiting.saturating_add(1).saturating_mul(queue.handling_s) / connected.max(1)
}

/// The free members in the order in which they are asked: by priority, and among equals by the strategy; and what the strategy
/// has to say. Where somebody is asked at once, the cursor moves on, or chance is drawn.
fn in_order(
    around: &Around<'_>,
    interaction: &mut Interaction,
    (id, queue): (ResourceId, &Queue),
    members: &[QueueMember],
    mut free: Vec<QueueMember>,
    skills: &[(String, i64)],
    is_at_once: bool,
) -> Result<(Vec<ResourceId>, String), Odds> {
    let Around { project, door, .. } = *around;
    let load = |member: &QueueMember| door.load(member.who);
    let mut why = String::new();
    match queue.strategy {
        QueueStrategy::LongestIdle => {
            free.sort_by_key(|member| (member.priority, Reverse(load(member).idle_s)));
            if let Some(longest) = free.first().map(load).filter(|load| load.idle_s > 0) {
                why = format!(", free for {}", duration_words(longest.idle_s.into()));
            }
        }
        QueueStrategy::MostSkilled => {
            free.sort_by_key(|member| (member.priority, Reverse(levels(project, member.who, skills))));
        }
        QueueStrategy::LeastOccupied => free.sort_by_key(|member| (member.priority, load(member).sessions)),
        QueueStrategy::RoundRobin => {
            let next = cursor(around, interaction, id, members.len());
            let place = |member: &QueueMember| members.iter().position(|it| it.who == member.who).unwrap_or(0);
            let turn = |member: &QueueMember| (place(member) + members.len() - next) % members.len().max(1);
            free.sort_by_key(|member| (member.priority, turn(member)));
            if let Some(first) = free.first().filter(|_| is_at_once) {
                advance(interaction, id, place(first), members.len());
            }
        }
        QueueStrategy::Weighted if is_at_once => {
            let highest = free.first().map(|member| member.priority);
            let count = free.iter().take_while(|member| Some(member.priority) == highest).count();
            let weights = || free.iter().take(count).map(|member| (member.who, u64::from(member.weight)));
            let total: u64 = weights().map(|(_, weight)| weight).sum();
            if let Some(chosen) = drawn(around, Purpose::Member, weights())? {
                let chosen = free.remove(free.iter().position(|member| member.who == chosen).unwrap_or(0));
                why = format!(", weight {} of {total}", chosen.weight);
                free.insert(0, chosen);
            }
        }
        // In the order of the members; and chance is not drawn for somebody who has to wait.
        QueueStrategy::Linear | QueueStrategy::Weighted => {}
    }
    Ok((free.into_iter().map(|member| member.who).collect(), why))
}

/// The users of a queue by priority, then in member order; teams stand for their members. Nobody twice.
pub(super) fn members(project: &Project, queue: &Queue) -> Vec<QueueMember> {
    let mut ordered = queue.members.clone();
    ordered.sort_by_key(|member| member.priority);
    let mut found: Vec<QueueMember> = Vec::new();
    for member in ordered {
        let users = match project.resources.get(&member.who).map(|resource| &resource.data) {
            Some(ResourceData::User(_)) => vec![member.who],
            Some(ResourceData::Team(team)) => team.members.clone(),
            _ => Vec::new(),
        };
        for user in users {
            if found.iter().all(|known| known.who != user) {
                found.push(QueueMember { who: user, ..member });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::catalog::sample::{ANA, BEN, SUPPORT, stage};
    use crate::catalog::{FactValue, Stage};
    use crate::dist::around_of;
    use crate::model::{Channel, QueueState, UserLoad, World};

    fn decide_with(change: impl Fn(&mut World)) -> Decision {
        let mut stage = stage();
        change(&mut stage.world);
        let asks = Asks { preferred: Some(BEN), max_wait_s: None, priority: USUAL_PRIORITY, skills: &[] };
        decide_on(&stage, &asks)
    }

    fn decide_on(stage: &Stage, asks: &Asks<'_>) -> Decision {
        let decided =
            around_of(stage, Channel::Voice, |around| decide(around, &mut Interaction::default(), SUPPORT, asks));
        decided.unwrap()
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
    fn admitted(stage: &Stage, priority: i64, skills: &[(String, i64)]) -> (u32, u32, Vec<ResourceId>, String) {
        let asks = Asks { preferred: None, max_wait_s: Some(3_600), priority, skills };
        match decide_on(stage, &asks) {
            Decision::Admitted { position, estimated_wait_s, candidates, reasons } => {
                (position, estimated_wait_s, candidates.into_iter().map(|(id, _)| id).collect(), reasons.join(" · "))
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn higher_is_served_first_then_older() {
        let mut stage = stage();
        stage.world.queues = [(SUPPORT, QueueState { waiting: 4, ..QueueState::default() })].into();
        stage.world.users = [ANA, BEN].map(|user| (user, UserState::Busy)).into();
        let usual = admitted(&stage, USUAL_PRIORITY, &[]);
        assert_eq!((usual.0, usual.1), (5, 600));
        assert_eq!(admitted(&stage, 1, &[]), usual);
        let urgent = admitted(&stage, 6, &[]);
        assert_eq!((urgent.0, urgent.1), (1, 120));
        assert!(urgent.3.ends_with("priority 6 → before the 4 who wait"), "{}", urgent.3);
        // A queue that is full is full for everybody.
        stage.world.queues = [(SUPPORT, QueueState { waiting: 20, ..QueueState::default() })].into();
        let asks = Asks { preferred: None, max_wait_s: None, priority: 10, skills: &[] };
        let decision = decide_on(&stage, &asks);
        assert_eq!(refusal(&decision), Some(QueueRefusal::MaxWaiting));
    }

    #[test]
    fn only_who_has_the_skills_is_asked_the_most_skilled_first_where_the_queue_says_so() {
        let mut stage = stage();
        for (id, level) in [(ANA, 2), (BEN, 4)] {
            let user = Arc::make_mut(stage.project.resources.get_mut(&id).unwrap());
            let ResourceData::User(user) = &mut user.data else { panic!("no user") };
            user.skills = [("Danish".to_owned(), level)].into();
        }
        let asked = |stage: &Stage, least| admitted(stage, USUAL_PRIORITY, &[(" danish".to_owned(), least)]);
        let (.., candidates, reasons) = asked(&stage, 3);
        assert_eq!(candidates, [BEN]);
        assert!(reasons.starts_with("Ana: available, danish level 2 < 3 · Ben: available · "), "{reasons}");
        assert_eq!(asked(&stage, 2).2, [ANA, BEN]);
        let queue = |stage: &mut Stage, strategy| {
            let queue = Arc::make_mut(stage.project.resources.get_mut(&SUPPORT).unwrap());
            let ResourceData::Queue(queue) = &mut queue.data else { panic!("no queue") };
            queue.strategy = strategy;
        };
        queue(&mut stage, QueueStrategy::MostSkilled);
        assert_eq!(asked(&stage, 2).2, [BEN, ANA]);
        queue(&mut stage, QueueStrategy::LeastOccupied);
        stage.world.loads.insert(ANA, UserLoad { sessions: 1, ..UserLoad::default() });
        assert_eq!(asked(&stage, 2).2, [BEN, ANA]);
    }

    fn with_strategy(strategy: QueueStrategy, weights: [u32; 2]) -> Stage {
        let mut stage = stage();
        let queue = Arc::make_mut(stage.project.resources.get_mut(&SUPPORT).unwrap());
        let ResourceData::Queue(queue) = &mut queue.data else { panic!("no queue") };
        queue.strategy = strategy;
        queue.members =
            [ANA, BEN].into_iter().zip(weights).map(|(who, weight)| QueueMember { who, weight, priority: 1 }).collect();
        stage
    }

    /// Who is asked first by one interaction after the other, and the reasons of the last.
    fn asked(stage: &Stage, times: usize) -> (Vec<ResourceId>, String) {
        let mut interaction = Interaction::default();
        let mut last = String::new();
        let mut first = || match asked_once(stage, &mut interaction, None) {
            Ok(Decision::Admitted { candidates, reasons, .. }) => {
                last = reasons.join(" · ");
                candidates[0].0
            }
            other => panic!("{other:?}"),
        };
        let found = (0..times).map(|_| first()).collect();
        (found, last)
    }

    fn asked_once(stage: &Stage, interaction: &mut Interaction, drawn: Option<ResourceId>) -> Result<Decision, Odds> {
        let asks = Asks { preferred: None, max_wait_s: None, priority: USUAL_PRIORITY, skills: &[] };
        around_of(stage, Channel::Voice, |around| {
            if let Some(user) = drawn {
                let value = FactValue::Drawn(user.to_string());
                around.door.know(|facts| facts.decide(Fact::Draw(Purpose::Member), value));
            }
            decide(around, interaction, SUPPORT, &asks)
        })
    }

    #[test]
    fn who_has_been_free_the_longest_is_asked_first() {
        let mut stage = with_strategy(QueueStrategy::LongestIdle, [1, 1]);
        assert_eq!(asked(&stage, 2).0, [ANA, ANA]);
        stage.world.loads.insert(BEN, UserLoad { idle_s: 300, ..UserLoad::default() });
        let (found, reasons) = asked(&stage, 1);
        assert_eq!(found, [BEN]);
        assert!(reasons.ends_with("longest idle, free for 5 min → Ben is asked first"), "{reasons}");
    }

    #[test]
    fn in_turn_each_is_asked_first_as_often_from_where_the_world_says() {
        let mut stage = with_strategy(QueueStrategy::RoundRobin, [1, 1]);
        assert_eq!(asked(&stage, 4).0, [ANA, BEN, ANA, BEN]);
        stage.world.cursors.insert(SUPPORT, 1);
        assert_eq!(asked(&stage, 3).0, [BEN, ANA, BEN]);
        stage.world.users = [(ANA, UserState::Busy)].into();
        assert_eq!(asked(&stage, 3).0, [BEN, BEN, BEN]);
    }

    #[test]
    fn by_weight_chance_decides_and_a_lower_priority_is_never_first() {
        let mut stage = with_strategy(QueueStrategy::Weighted, [100, 200]);
        let once = |drawn| asked_once(&stage, &mut Interaction::default(), drawn);
        let odds = Odds { purpose: Purpose::Member, weights: vec![(ANA, 100), (BEN, 200)] };
        assert_eq!(once(None), Err(odds));
        let Ok(Decision::Admitted { candidates, reasons, .. }) = once(Some(BEN)) else { panic!("nobody") };
        assert_eq!(candidates.iter().map(|(user, _)| *user).collect::<Vec<_>>(), [BEN, ANA]);
        assert!(reasons.last().unwrap().contains(", weight 200 of 300 → Ben is asked first"), "{reasons:?}");
        let queue = Arc::make_mut(stage.project.resources.get_mut(&SUPPORT).unwrap());
        let ResourceData::Queue(queue) = &mut queue.data else { panic!("no queue") };
        queue.members[1].priority = 2;
        assert_eq!(asked(&stage, 1).0, [ANA]);
    }
}
