//! What belongs to an interaction while it runs: variables, counters, clock, chance. All of it survives jumps and
//! the *interaction end* routing (spec: domain §8). Nothing here asks whether the caller is a mock.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use crate::model::{CampaignTarget, Case, Channel, CrmCard, EntryPointId, ResourceId};

use super::counters::Counters;
use super::variables::Variables;

/// Longest value of a variable, in bytes (quality, Part 2 §3).
pub const MAX_VALUE_BYTES: usize = 64 * 1024;
/// Most variables.
pub const MAX_VARIABLES: usize = 10_000;

/// Most tags of an interaction (spec: meaning §11).
pub const MAX_TAGS: usize = 20;
/// Most letters of a tag.
pub const MAX_TAG_LETTERS: usize = 40;

/// The caller ID of those who show no number.
pub const ANONYMOUS: &str = "anonymous";

/// An interaction while it runs. What it does not hold itself is read from the outside, through the door.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interaction {
    /// Virtual time since it began, in milliseconds.
    pub at_ms: u64,
    /// The channel of the routing by which it came in.
    pub channel: Channel,
    /// The entry point by which it came in, if by one.
    pub entry_point: Option<EntryPointId>,
    /// The name of the routing that runs now.
    pub routing: String,
    /// The outcome in words, once it is fixed.
    pub outcome: &'static str,
    /// Who ended it, once somebody did.
    pub ended_by: &'static str,
    /// Values of variables by path; the read-only groups ([`super::reserved`]) are computed and not among them.
    pub variables: Variables,
    /// Former references of variables, which read-only versions still write, with those of today.
    pub aliases: Arc<BTreeMap<String, String>>,
    /// Reserved references ([`super::reserved`]) that variables of the project hold, which count instead of the read-only groups.
    pub own_groups: Arc<BTreeSet<String>>,
    /// How often each action was left.
    pub passages: Counters,
    /// How often each action was entered.
    pub entries: Counters,
    /// How often an action asked for a counter of passages.
    pub counter_reads: u64,
    /// How many draws were made.
    pub draws: u64,
    /// How many answers somebody gave, and how many facts somebody set; what passes by itself is not counted.
    pub answers: u64,
    /// Whether the customer has left.
    pub is_customer_gone: bool,
    /// Whether a recording runs.
    pub is_recording: bool,
    /// The number shown to those who are called; empty means the caller's own, [`ANONYMOUS`] none.
    pub caller_id: String,
    /// The numbers outside that answered in it, in order.
    pub answered: Vec<String>,
    /// The customer's language, once the flow has set it; empty means the one that the outside says.
    pub language: String,
    /// Its tags, in the order of adding. None is there twice, and none holds a comma.
    pub tags: Vec<String>,
    /// The run's own copies of databases, made when one is first changed.
    pub databases: BTreeMap<ResourceId, Arc<Vec<Vec<String>>>>,
    /// The run's own copy of the cases, made when one is first created or changed.
    pub cases: Option<Arc<Vec<Case>>>,
    /// The number of the case that the interaction is associated with; empty for none.
    pub case: String,
    /// The run's own copy of the CRM cards, made when one is first created.
    pub cards: Option<Arc<Vec<CrmCard>>>,
    /// The place among the cards of the one that the interaction is associated with.
    pub card: Option<usize>,
    /// The run's own copy of the targets of campaigns, made when one is first inserted or changed.
    pub targets: Option<Arc<Vec<CampaignTarget>>>,
    /// Invoices paid in this run, by number.
    pub paid: BTreeSet<String>,
    /// The last thing the customer wrote in a chat; none until the customer writes after the first message.
    pub last_message: Option<String>,
    /// When that was, in milliseconds since the interaction began.
    pub last_message_at_ms: u64,
    /// Keys that the caller pressed before anybody asked for them.
    pub keys_ahead: String,
    /// Where the cursors of teams, queues and distribution policies are, once this interaction moved them.
    pub cursors: BTreeMap<ResourceId, u32>,
    /// What keeps people in this run.
    pub people: BTreeMap<ResourceId, PersonNow>,
    /// How many of those who wait in a queue of the world somebody took in this run.
    pub taken: BTreeMap<ResourceId, u32>,
    /// The pool of unassigned conversations, while it waits there and the flow goes on.
    pub pool: Option<Pool>,
}

/// Those who could take a conversation from the pool.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Pool {
    /// Who may join, in order.
    pub people: Vec<ResourceId>,
    /// Who of them may be given it once they are available, in order; where people choose for themselves, nobody.
    pub eligible: Vec<ResourceId>,
    /// Who of these has become available since it waits: who became available first comes first.
    pub available: Vec<ResourceId>,
}

impl Pool {
    /// Who becomes available next where nobody in particular is named.
    #[must_use]
    pub fn next(&self) -> Option<ResourceId> {
        self.eligible.iter().copied().find(|user| !self.available.contains(user))
    }

    /// Notes that a person has become available. Who is not given anything is only available.
    pub fn becomes_available(&mut self, who: ResourceId) {
        if self.eligible.contains(&who) && !self.available.contains(&who) {
            self.available.push(who);
        }
    }
}

impl Interaction {
    /// The value of a variable outside the read-only groups; empty when it has none.
    #[must_use]
    pub fn variable(&self, path: &str) -> &str {
        self.variables.get(&self.path_today(path)).unwrap_or_default()
    }

    /// The path of a variable as it is written today, where the group has another reference by now.
    #[must_use]
    pub fn path_today<'a>(&self, path: &'a str) -> Cow<'a, str> {
        if self.aliases.is_empty() {
            return Cow::Borrowed(path);
        }
        let renamed = path.split_once('.').and_then(|(group, field)| Some((self.aliases.get(group)?, field)));
        renamed.map_or(Cow::Borrowed(path), |(group, field)| Cow::Owned(format!("{group}.{field}")))
    }

    /// Puts it in the pool while the flow goes on. Who could take it before still can.
    pub fn wait_in(&mut self, pool: &Pool) {
        let known = self.pool.get_or_insert_default();
        let new = |known: &[ResourceId], all: &[ResourceId]| -> Vec<ResourceId> {
            all.iter().copied().filter(|user| !known.contains(user)).collect()
        };
        known.people.extend(new(&known.people, &pool.people));
        known.eligible.extend(new(&known.eligible, &pool.eligible));
        known.available.extend(new(&known.available, &pool.available));
    }
}

/// A local time of a zone, as the moment it names. One that occurs twice means the first; one that the clocks skip is as much later
/// as they skip (spec: domain §5).
#[must_use]
pub fn moment(local: NaiveDateTime, zone: chrono_tz::Tz) -> DateTime<Utc> {
    use chrono::{Offset, TimeZone};
    if let Some(found) = zone.from_local_datetime(&local).earliest() {
        return found.with_timezone(&Utc);
    }
    let day_before = local.checked_sub_signed(TimeDelta::days(1)).unwrap_or(local);
    let offset = zone.offset_from_utc_datetime(&day_before).fix();
    local.checked_sub_offset(offset).unwrap_or(local).and_utc()
}

/// The zone of an IANA name, or of the fallback's name, or UTC.
#[must_use]
pub fn zone(name: &str, fallback: &str) -> chrono_tz::Tz {
    name.parse().or_else(|_| fallback.parse()).unwrap_or(chrono_tz::UTC)
}

/// What keeps a person for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hold {
    /// An interaction rings at the person.
    Ringing,
    /// The work after a talk.
    WrapUp,
}

/// What keeps a person in a run. State and load of a person are facts of the outside, which a run may set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PersonNow {
    /// What keeps the person, and until when, in milliseconds since the interaction began.
    pub hold: Option<(Hold, u64)>,
}

/// What an action keeps between two events; cleared when it is left (architecture §2). Nothing else is mutable, so any step can be replayed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Visit {
    /// Where in its own course the action is.
    pub stage: u32,
    /// Failed tries so far.
    pub tries: u32,
    /// Keys entered so far.
    pub digits: String,
    /// Answers given so far.
    pub answers: Vec<String>,
    /// When the action was entered, in milliseconds since the interaction began.
    pub since_ms: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_time_that_does_not_exist_or_occurs_twice() {
        let paris = zone("Europe/Paris", "");
        let local = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        assert_eq!(moment(local("2026-03-29 02:30"), paris).to_rfc3339(), "2026-03-29T01:30:00+00:00");
        assert_eq!(moment(local("2026-10-25 02:30"), paris).to_rfc3339(), "2026-10-25T00:30:00+00:00");
    }
}
