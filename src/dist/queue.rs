//! May an interaction enter a queue, and who is asked (spec: meaning §8; actions §1, Queue branches).

use std::borrow::Cow;
use std::cmp::Reverse;

use crate::catalog::skills::asked_for;
use crate::catalog::text::duration_words;
use crate::catalog::{Decision, Fact, Interaction, PreferredAgent, Purpose, QueueRefusal, Request, USUAL_PRIORITY};
use crate::model::resource::{MaxEstimatedWait, MaxWaiting, NoUserMeans, NoUserStrategy, Queue, QueueStrategy};
use crate::model::{ResourceData, ResourceId};

use super::seat::{Seat, seats};
use super::{Around, Odds, Reasons, advance, cursor, drawn, last_agent, name_of};

/// What an interaction asks of a queue.
pub(super) struct Asks<'a> {
    /// Who is asked first, if free.
    pub preferred: PreferredAgent,
    /// The longest wait in seconds, where the action sets one.
    pub max_wait_s: Option<u32>,
    /// Higher is served first; those who wait in the world have the usual one.
    pub priority: i64,
    /// Skills that the action requires in addition to those of the queue, with the minimum level of each.
    pub skills: &'a [(String, i64)],
}

/// Overflow is decided before entering, in the order: no user, maximum waiting, maximum estimated wait.
pub(super) fn decide(
    around: &Around<'_>,
    interaction: &mut Interaction,
    id: ResourceId,
    asks: &Asks<'_>,
) -> Result<Decision, Odds> {
    let project = around.project;
    let Some(queue) = find(around, id) else {
        let reasons = vec![format!("Item {id} is not a queue.")];
        return Ok(Decision::Refused { refusal: QueueRefusal::NoUser, reasons });
    };
    let name = if around.is_told { name_of(project, id) } else { Cow::Borrowed("") };
    let skills = asked_for(queue, asks.skills);
    let mut reasons = Reasons::of(around);
    let seats = seats(around, interaction, id, &skills, &mut reasons);
    let pinned = around.door.count(Fact::Connected(id));
    let connected = connected(&seats, pinned);
    let no_user = no_user(queue, connected, pinned.is_some(), &seats);
    if let Some(why) = no_user {
        if queue.no_user == NoUserStrategy::Overflow {
            reasons.give(|| format!("{name}: {why} → overflow"));
            return Ok(Decision::Refused { refusal: QueueRefusal::NoUser, reasons: reasons.all });
        }
        reasons.give(|| format!("{name}: {why} → the interaction waits anyway"));
    }
    let waiting = waiting_now(around, interaction, id);
    if let Some(most) = most_waiting(queue.max_waiting, connected).filter(|most| waiting >= *most) {
        reasons.give(|| format!("{name}: {waiting} waiting, {most} at most → overflow"));
        return Ok(Decision::Refused { refusal: QueueRefusal::MaxWaiting, reasons: reasons.all });
    }
    let free = seats.iter().filter(|seat| seat.is_free).count();
    let goes_first = asks.priority > USUAL_PRIORITY && waiting > 0;
    let ahead = if goes_first { 0 } else { waiting };
    if goes_first {
        reasons.give(|| format!("priority {} → ahead of the {waiting} waiting", asks.priority));
    }
    let rings = usize::try_from(ahead).is_ok_and(|ahead| ahead < free);
    let estimated_wait_s = estimate(around, (id, queue), ahead, &seats);
    if no_user.is_none()
        && let Some(estimated_s) = estimated_wait_s
        && let Some(most_s) = most_estimated(queue, asks.max_wait_s).filter(|most_s| estimated_s > *most_s)
    {
        reasons.give(|| {
            let (estimated, most) = (duration_words(estimated_s.into()), duration_words(most_s.into()));
            format!("{name}: estimated wait {estimated}, {most} at most → overflow")
        });
        return Ok(Decision::Refused { refusal: QueueRefusal::MaxEstimatedWait, reasons: reasons.all });
    }
    let (mut offers, why) = in_order(around, interaction, (id, queue), &seats, &skills, (rings, around.is_told))?;
    put_preferred_first(around, asks.preferred, &mut offers, &mut reasons);
    if let Some(first) = offers.first() {
        reasons.give(|| {
            let first = name_of(project, *first);
            format!("{name}: {}{why} → {first} is asked first", queue.strategy.words())
        });
    }
    Ok(Decision::Admitted {
        position: ahead.saturating_add(1),
        estimated_wait_s,
        rings,
        members: may_serve_later(&seats, &offers),
        offers,
        reasons: reasons.all,
    })
}

/// Who is rung for an interaction that waits in a queue already, now that somebody or something has changed: first first.
///
/// # Errors
/// The odds, where chance decides and nothing is drawn yet.
pub fn offers(around: &Around<'_>, interaction: &mut Interaction, request: &Request) -> Result<Vec<ResourceId>, Odds> {
    let Request::Queue { queue: id, preferred, skills, .. } = request else { return Ok(Vec::new()) };
    let Some(queue) = find(around, *id) else { return Ok(Vec::new()) };
    let skills = asked_for(queue, skills);
    let seats = seats(around, interaction, *id, &skills, &mut Reasons::untold());
    let (mut offers, _) = in_order(around, interaction, (*id, queue), &seats, &skills, (true, false))?;
    put_preferred_first(around, *preferred, &mut offers, &mut Reasons::untold());
    Ok(offers)
}

/// The estimated wait in seconds of an interaction that waits in a queue at a place, 1 is next.
#[must_use]
pub fn wait_at(around: &Around<'_>, interaction: &Interaction, request: &Request, position: u32) -> Option<u32> {
    let Request::Queue { queue: id, skills, .. } = request else { return None };
    let queue = find(around, *id)?;
    let seats = seats(around, interaction, *id, &asked_for(queue, skills), &mut Reasons::untold());
    estimate(around, (*id, queue), position.saturating_sub(1), &seats)
}

/// The state of a queue.
pub(super) fn state(around: &Around<'_>, interaction: &Interaction, id: ResourceId) -> Decision {
    let Some(queue) = find(around, id) else {
        let reasons = vec![format!("Item {id} is not a queue.")];
        return Decision::QueueState { waiting: 0, estimated_wait_s: None, connected: 0, reasons };
    };
    let skills = asked_for(queue, &[]);
    let seats = seats(around, interaction, id, &skills, &mut Reasons::untold());
    let connected = connected(&seats, around.door.count(Fact::Connected(id)));
    let waiting = waiting_now(around, interaction, id);
    let estimated_wait_s = estimate(around, (id, queue), waiting, &seats);
    let wait = estimated_wait_s.map_or_else(|| "none".to_owned(), |seconds| duration_words(seconds.into()));
    let name = name_of(around.project, id);
    let reasons = vec![format!("{name}: {waiting} waiting, estimated wait {wait}, {connected} connected")];
    Decision::QueueState { waiting, estimated_wait_s, connected, reasons }
}

pub(super) fn find<'a>(around: &Around<'a>, id: ResourceId) -> Option<&'a Queue> {
    match &around.project.resources.get(&id)?.data {
        ResourceData::Queue(queue) => Some(queue),
        _ => None,
    }
}

/// How many are connected: the pinned number, else those who are counted.
fn connected(seats: &[Seat<'_>], pinned: Option<u32>) -> u32 {
    let counted = seats.iter().filter(|seat| seat.is_connected).count();
    pinned.unwrap_or_else(|| u32::try_from(counted).unwrap_or(u32::MAX))
}

/// Why the queue has no user; none when it has one. A pinned number of connected users says nothing of who they are.
fn no_user(queue: &Queue, connected: u32, is_pinned: bool, seats: &[Seat<'_>]) -> Option<&'static str> {
    if connected == 0 {
        return Some("nobody is connected");
    }
    let there = || seats.iter().filter(|seat| seat.is_connected);
    if is_pinned && there().next().is_none() {
        return None;
    }
    let fit = || there().filter(|seat| seat.is_fit);
    if fit().next().is_none() {
        return Some("no connected user has the skills");
    }
    let is_full = !fit().any(|seat| seat.has_room);
    (queue.no_user_means == NoUserMeans::NobodyHasRoom && is_full).then_some("no connected user has room")
}

/// How many may wait; none for no limit.
fn most_waiting(most: MaxWaiting, connected: u32) -> Option<u32> {
    match most {
        MaxWaiting::NoLimit | MaxWaiting::Count(0) => None,
        MaxWaiting::Count(count) => Some(count),
        MaxWaiting::PercentOfConnected(percent) => {
            let share = (u64::from(connected) * u64::from(percent)).div_ceil(100);
            Some(u32::try_from(share).unwrap_or(u32::MAX).max(1))
        }
    }
}

/// The longest estimated wait in seconds; none for no limit.
fn most_estimated(queue: &Queue, own_max_wait_s: Option<u32>) -> Option<u32> {
    match queue.max_estimated_wait {
        MaxEstimatedWait::AsLongestWait => Some(own_max_wait_s.unwrap_or(queue.max_wait_s)),
        MaxEstimatedWait::Seconds(seconds) => Some(seconds),
        MaxEstimatedWait::NoLimit => None,
    }
}

/// The estimated wait in seconds behind so many others: the pinned one, else none for a free user, else everyone before and the customer,
/// handled by those connected. None where nobody is.
fn estimate(around: &Around<'_>, (id, queue): (ResourceId, &Queue), ahead: u32, seats: &[Seat<'_>]) -> Option<u32> {
    if let Some(pinned_s) = around.door.count(Fact::EstimatedWait(id)) {
        return Some(pinned_s);
    }
    let free = seats.iter().filter(|seat| seat.is_free).count();
    if usize::try_from(ahead).is_ok_and(|ahead| ahead < free) {
        return Some(0);
    }
    let connected = connected(seats, around.door.count(Fact::Connected(id)));
    ahead.saturating_add(1).saturating_mul(queue.handling_s).checked_div(connected)
}

/// How many wait in a queue of the world, without those whom somebody took in this run.
pub(super) fn waiting_now(around: &Around<'_>, interaction: &Interaction, queue: ResourceId) -> u32 {
    let waiting = around.door.count(Fact::Waiting(queue)).unwrap_or(0);
    waiting.saturating_sub(interaction.taken.get(&queue).copied().unwrap_or(0))
}

/// Puts the preferred user first, if free.
fn put_preferred_first(
    around: &Around<'_>,
    preferred: PreferredAgent,
    offers: &mut Vec<ResourceId>,
    reasons: &mut Reasons,
) {
    let wanted = match preferred {
        PreferredAgent::Nobody => return,
        PreferredAgent::User(user) => Some(user),
        PreferredAgent::Last => last_agent(around),
    };
    let Some(wanted) = wanted else {
        reasons.give(|| "nobody has served this customer before".to_owned());
        return;
    };
    let name = name_of(around.project, wanted);
    match offers.iter().position(|user| *user == wanted) {
        Some(place) => {
            offers.remove(place);
            offers.insert(0, wanted);
            reasons.give(|| format!("{name} is preferred and free → asked first"));
        }
        None => reasons.give(|| format!("{name} is preferred, but not free")),
    }
}

/// Everybody who may serve now or later: first those who are offered the interaction, then connected users, then the others.
fn may_serve_later(seats: &[Seat<'_>], offers: &[ResourceId]) -> Vec<ResourceId> {
    let mut all = Vec::with_capacity(seats.len());
    all.extend_from_slice(offers);
    // Everybody who is free is offered the interaction.
    let may = |seat: &&Seat<'_>| !seat.is_free && seat.is_fit && seat.may_later;
    for is_connected in [true, false] {
        all.extend(seats.iter().filter(may).filter(|seat| seat.is_connected == is_connected).map(Seat::id));
    }
    all
}

/// The levels of the required skills, added up.
fn levels(seat: &Seat<'_>, skills: &[(String, i64)]) -> u32 {
    let level = |skill: &String| seat.of.user().map_or(0, |user| user.level(skill));
    skills.iter().map(|(skill, _)| u32::from(level(skill))).sum()
}

/// The free members in the order in which they are asked: by priority, and among equals by the strategy; and what the strategy
/// has to say where that is told. Where somebody is rung at once, the cursor moves on, or chance is drawn.
fn in_order(
    around: &Around<'_>,
    interaction: &mut Interaction,
    (id, queue): (ResourceId, &Queue),
    seats: &[Seat<'_>],
    skills: &[(String, i64)],
    (rings, is_told): (bool, bool),
) -> Result<(Vec<ResourceId>, String), Odds> {
    let mut free: Vec<(usize, &Seat<'_>)> = Vec::with_capacity(seats.len());
    free.extend(seats.iter().enumerate().filter(|(_, seat)| seat.is_free));
    let mut why = String::new();
    match queue.strategy {
        QueueStrategy::LongestIdle => {
            free.sort_by_key(|(_, seat)| (seat.of.member.priority, Reverse(seat.idle_s)));
            if let Some((_, longest)) = free.first().filter(|(_, seat)| is_told && seat.idle_s > 0) {
                why = format!(", free for {}", duration_words(longest.idle_s.into()));
            }
        }
        QueueStrategy::MostSkilled => {
            free.sort_by_key(|(_, seat)| (seat.of.member.priority, Reverse(levels(seat, skills))));
        }
        QueueStrategy::LeastOccupied => {
            free.sort_by_key(|(_, seat)| (seat.of.member.priority, seat.sessions));
        }
        QueueStrategy::RoundRobin => {
            let next = cursor(around, interaction, id, seats.len());
            let turn = |place: usize| (place + seats.len() - next) % seats.len().max(1);
            free.sort_by_key(|(place, seat)| (seat.of.member.priority, turn(*place)));
            if let Some((place, _)) = free.first().filter(|_| rings) {
                advance(interaction, id, *place, seats.len());
            }
        }
        QueueStrategy::Weighted if rings => {
            let highest = free.first().map(|(_, seat)| seat.of.member.priority);
            let count = free.iter().take_while(|(_, seat)| Some(seat.of.member.priority) == highest).count();
            let total: u64 = free.iter().take(count).map(|(_, seat)| u64::from(seat.of.member.weight)).sum();
            let weights = free.iter().take(count).map(|(_, seat)| (seat.id(), u64::from(seat.of.member.weight)));
            let chosen = drawn(around, Purpose::Member, weights)?;
            if let Some(place) = free.iter().position(|(_, seat)| Some(seat.id()) == chosen) {
                let chosen = free.remove(place);
                if is_told {
                    why = format!(", weight {} of {total}", chosen.1.of.member.weight);
                }
                free.insert(0, chosen);
            }
        }
        // In the order of the members; and chance is not drawn for somebody who has to wait.
        QueueStrategy::Linear | QueueStrategy::Weighted => {}
    }
    Ok((free.iter().map(|(_, seat)| seat.id()).collect(), why))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::catalog::sample::{ANA, BEN, SUPPORT, stage};
    use crate::catalog::{FactValue, Stage};
    use crate::dist::around_of;
    use crate::model::resource::QueueMember;
    use crate::model::{Channel, QueueState, UserLoad, UserState, World};

    fn decide_with(change: impl Fn(&mut World)) -> Decision {
        let mut stage = stage();
        change(&mut stage.world);
        let asks =
            Asks { preferred: PreferredAgent::User(BEN), max_wait_s: None, priority: USUAL_PRIORITY, skills: &[] };
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
            Decision::Admitted { offers, .. } => offers[0],
            other => panic!("{other:?}"),
        };
        assert_eq!(first(decide_with(|_| {})), BEN);
        assert_eq!(first(decide_with(|world| world.users = [(BEN, UserState::Busy)].into())), ANA);
    }
    fn admitted(stage: &Stage, priority: i64, skills: &[(String, i64)]) -> (u32, u32, Vec<ResourceId>, String) {
        let asks = Asks { preferred: PreferredAgent::Nobody, max_wait_s: Some(3_600), priority, skills };
        match decide_on(stage, &asks) {
            Decision::Admitted { position, estimated_wait_s, offers, reasons, .. } => {
                (position, estimated_wait_s.unwrap(), offers, reasons.join(" · "))
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
        assert!(urgent.3.ends_with("priority 6 → ahead of the 4 waiting"), "{}", urgent.3);
        // A queue that is full is full for everybody.
        stage.world.queues = [(SUPPORT, QueueState { waiting: 20, ..QueueState::default() })].into();
        let asks = Asks { preferred: PreferredAgent::Nobody, max_wait_s: None, priority: 10, skills: &[] };
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
        // A call is offered only to who has no open session.
        stage.world.loads.insert(ANA, UserLoad { sessions: 1, ..UserLoad::default() });
        assert_eq!(asked(&stage, 2).2, [BEN]);
    }

    /// Who has the skills, the right to the channel and a day that is not over may serve later; nobody else is waited for.
    #[test]
    fn only_who_may_serve_later_is_waited_for() {
        let members = |skills: [u8; 2], may_call: bool, limit: Option<u32>| {
            let mut stage = stage();
            for (id, level) in [ANA, BEN].into_iter().zip(skills) {
                let user = Arc::make_mut(stage.project.resources.get_mut(&id).unwrap());
                let ResourceData::User(user) = &mut user.data else { panic!("no user") };
                user.skills = [("Danish".to_owned(), level)].into();
                if id == BEN {
                    user.closed_channels =
                        if may_call { Vec::new() } else { vec![Channel::Voice] }.into_iter().collect();
                    user.daily_limit = limit;
                }
            }
            stage.world.users = [(ANA, UserState::Available), (BEN, UserState::Busy)].into();
            stage.world.loads.insert(BEN, UserLoad { received_today: 5, ..UserLoad::default() });
            let skills = [("danish".to_owned(), 3)];
            let asks =
                Asks { preferred: PreferredAgent::Nobody, max_wait_s: None, priority: USUAL_PRIORITY, skills: &skills };
            match decide_on(&stage, &asks) {
                Decision::Admitted { members, .. } => members,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(members([4, 4], true, None), [ANA, BEN]);
        assert_eq!(members([4, 2], true, None), [ANA]);
        assert_eq!(members([4, 4], false, None), [ANA]);
        assert_eq!(members([4, 4], true, Some(5)), [ANA]);
        assert_eq!(members([4, 4], true, Some(6)), [ANA, BEN]);
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
            Ok(Decision::Admitted { offers, reasons, .. }) => {
                last = reasons.join(" · ");
                offers[0]
            }
            other => panic!("{other:?}"),
        };
        let found = (0..times).map(|_| first()).collect();
        (found, last)
    }

    fn asked_once(stage: &Stage, interaction: &mut Interaction, drawn: Option<ResourceId>) -> Result<Decision, Odds> {
        let asks = Asks { preferred: PreferredAgent::Nobody, max_wait_s: None, priority: USUAL_PRIORITY, skills: &[] };
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
        let Ok(Decision::Admitted { offers, reasons, .. }) = once(Some(BEN)) else { panic!("nobody") };
        assert_eq!(offers, [BEN, ANA]);
        // Nothing is drawn for somebody who has to wait.
        let queue = Arc::make_mut(stage.project.resources.get_mut(&SUPPORT).unwrap());
        let ResourceData::Queue(queue) = &mut queue.data else { panic!("no queue") };
        queue.max_estimated_wait = MaxEstimatedWait::NoLimit;
        stage.world.queues = [(SUPPORT, QueueState { waiting: 2, ..QueueState::default() })].into();
        let decided = asked_once(&stage, &mut Interaction::default(), None);
        assert!(matches!(decided, Ok(Decision::Admitted { .. })), "{decided:?}");
        stage.world.queues.clear();
        assert!(reasons.last().unwrap().contains(", weight 200 of 300 → Ben is asked first"), "{reasons:?}");
        let queue = Arc::make_mut(stage.project.resources.get_mut(&SUPPORT).unwrap());
        let ResourceData::Queue(queue) = &mut queue.data else { panic!("no queue") };
        queue.members[1].priority = 2;
        assert_eq!(asked(&stage, 1).0, [ANA]);
    }
}
