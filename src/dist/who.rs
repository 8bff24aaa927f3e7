//! Who would get an interaction now, and why the others would not: a decision in a world, without a call (spec: load §5).

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::catalog::interaction::{moment, zone};
use crate::catalog::text::duration_words;
use crate::catalog::value::Lookups;
use crate::catalog::{
    Decision, Door, Fact, FactValue, Facts, Interaction, PreferredAgent, Preset, QueueRefusal, Request, USUAL_PRIORITY,
};
use crate::model::{Caller, Channel, Project, ResourceData, ResourceId, World};

use super::{Around, Odds, decide, name_of};

/// An interaction that would come now.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The queue, routing rule or distribution policy that decides.
    pub of: ResourceId,
    /// The channel.
    pub channel: Channel,
    /// The customer.
    pub caller: &'a Caller,
    /// People, queues and systems. A world without a start is that of `now`.
    pub world: &'a World,
    /// The present moment.
    pub now: DateTime<Utc>,
}

/// Who would get the interaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Who gets the interaction, as a sentence.
    pub words: String,
    /// Whether somebody does at once.
    pub is_given: bool,
    /// What speaks for and against each person, and how the decision comes about, a line each.
    pub reasons: Vec<String>,
}

/// What is asked of `dist` where something decides by itself; none where it decides nothing.
#[must_use]
pub fn request_of(project: &Project, of: ResourceId) -> Option<Request> {
    Some(match &project.resources.get(&of)?.data {
        ResourceData::Queue(_) => Request::Queue {
            queue: of,
            preferred: PreferredAgent::Nobody,
            max_wait_s: None,
            priority: USUAL_PRIORITY,
            skills: Vec::new(),
        },
        ResourceData::RoutingRule(_) => Request::Rule { rule: of, needs_available: true, opportunity: String::new() },
        ResourceData::DistributionPolicy(_) => {
            Request::Policy { policy: of, allow_busy: None, allow_offline: None, returning_to_same: None }
        }
        _ => return None,
    })
}

/// Who would get an interaction now; none where the resource decides nothing.
#[must_use]
pub fn who(project: &Project, asked: &Asked<'_>) -> Option<Answer> {
    let request = request_of(project, asked.of)?;
    let at = |local: NaiveDateTime| moment(local, zone(&project.settings.time_zone, "UTC"));
    let outside = Preset::new(asked.world.start.map_or(asked.now, at), asked.caller, asked.world);
    let (door, lookups) = (Door::new(&outside, Facts::default()), Lookups::default());
    let (door, lookups, channel) = (&door, &lookups, asked.channel);
    let around = Around { project, lookups, door, channel, served_by: None, is_told: true };
    let decided = decide(&around, &mut Interaction::default(), &request);
    Some(match decided {
        Ok(decision) => of_decision(project, decision),
        Err(odds) => {
            // Whoever is drawn, the same speaks for and against the others.
            let first = odds.weights.first().map(|(who, _)| who.to_string()).unwrap_or_default();
            door.know(|facts| {
                facts.decide(Fact::Draw(odds.purpose), FactValue::Drawn(first));
            });
            let drawn = decide(&around, &mut Interaction::default(), &request).ok();
            let mut reasons = drawn.map(|drawn| of_decision(project, drawn).reasons).unwrap_or_default();
            reasons.retain(|reason| !reason.contains(" → "));
            Answer { words: of_odds(project, &odds), is_given: true, reasons }
        }
    })
}

fn of_odds(project: &Project, odds: &Odds) -> String {
    let all: u64 = odds.weights.iter().map(|(_, weight)| *weight).sum();
    let share = |(who, weight): &(ResourceId, u64)| {
        format!("{} {} %", name_of(project, *who), (weight * 100 + all / 2).checked_div(all).unwrap_or(0))
    };
    format!("Chance decides: {}.", odds.weights.iter().map(share).collect::<Vec<_>>().join(", "))
}

fn of_decision(project: &Project, decision: Decision) -> Answer {
    let (words, is_given, reasons) = match decision {
        Decision::Assigned { name, reasons, .. } => (format!("{name} gets it."), true, reasons),
        Decision::Admitted { offers, reasons, rings: true, .. } if !offers.is_empty() => {
            let names: Vec<String> = offers.iter().map(|who| name_of(project, *who).into_owned()).collect();
            let then = if names.len() > 1 {
                format!(", then {}", names.get(1..).unwrap_or_default().join(", "))
            } else {
                String::new()
            };
            (format!("{} is rung first{then}.", names.first().map_or("", String::as_str)), true, reasons)
        }
        Decision::Admitted { position, estimated_wait_s, reasons, .. } => {
            let wait = estimated_wait_s.map_or_else(String::new, |s| format!(", about {}", duration_words(s.into())));
            (format!("Nobody yet: it waits as number {position}{wait}."), false, reasons)
        }
        Decision::Refused { refusal, reasons } => {
            let why = match refusal {
                QueueRefusal::NoUser => "nobody could serve it",
                QueueRefusal::MaxWaiting => "too many wait already",
                QueueRefusal::MaxEstimatedWait => "the estimated wait is too long",
            };
            (format!("Nobody: the queue refuses it, since {why}."), false, reasons)
        }
        Decision::Unassigned { reasons, .. } => ("Nobody yet: it waits in the pool.".to_owned(), false, reasons),
        _ => ("Nobody.".to_owned(), false, Vec::new()),
    };
    Answer { words, is_given, reasons }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::catalog::Stage;
    use crate::catalog::sample::{ANA, BEN, SUPPORT, stage};
    use crate::model::UserState;
    use crate::model::resource::{QueueMember, QueueStrategy};

    fn answer_of(change: impl FnOnce(&mut Stage), of: ResourceId, channel: Channel) -> Option<Answer> {
        let mut stage = stage();
        change(&mut stage);
        let (caller, world) = (&stage.caller, &stage.world);
        who(&stage.project, &Asked { of, channel, caller, world, now: DateTime::default() })
    }

    fn answer(change: impl FnOnce(&mut World)) -> Answer {
        answer_of(|stage| change(&mut stage.world), SUPPORT, Channel::Voice).unwrap()
    }

    #[test]
    fn a_queue_says_who_is_rung_and_why_not_the_others() {
        let all = answer(|_| {});
        assert_eq!((all.words.as_str(), all.is_given), ("Ana is rung first, then Ben.", true));
        let busy = answer(|world| _ = world.users.insert(ANA, UserState::Busy));
        assert_eq!(busy.words, "Ben is rung first.");
        assert_eq!(busy.reasons, ["Ana: busy", "Ben: available", "Support: longest idle → Ben is asked first"]);
        let none = answer(|world| world.users.extend([(ANA, UserState::Offline), (BEN, UserState::Offline)]));
        assert_eq!(none.words, "Nobody: the queue refuses it, since nobody could serve it.");
        let waits = answer(|world| {
            world.users.extend([(ANA, UserState::Busy), (BEN, UserState::Busy)]);
            world.queues.entry(SUPPORT).or_default().waiting = 1;
        });
        assert_eq!((waits.words.as_str(), waits.is_given), ("Nobody yet: it waits as number 2, about 4 min.", false));
    }

    #[test]
    fn chance_is_said_as_shares_and_what_decides_nothing_says_nothing() {
        let weighted = |stage: &mut Stage| {
            if let ResourceData::Queue(queue) =
                &mut Arc::make_mut(stage.project.resources.get_mut(&SUPPORT).unwrap()).data
            {
                queue.strategy = QueueStrategy::Weighted;
                queue.members = [(ANA, 1), (BEN, 2)]
                    .map(|(who, weight)| QueueMember { who, weight, ..QueueMember::default() })
                    .to_vec();
            }
        };
        let drawn = answer_of(weighted, SUPPORT, Channel::Voice).unwrap();
        assert_eq!(drawn.words, "Chance decides: Ana 33 %, Ben 67 %.");
        assert_eq!(drawn.reasons, ["Ana: available", "Ben: available"]);
        assert_eq!(answer_of(|_| {}, ANA, Channel::Voice), None);
        assert_eq!(answer_of(|_| {}, ResourceId(99_999), Channel::Voice), None);
    }
}
