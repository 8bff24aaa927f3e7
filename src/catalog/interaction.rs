//! What belongs to an interaction while it runs: variables, counters, clock, chance. All of it survives jumps and
//! the *interaction end* routing (spec: domain §8). Nothing here asks whether the caller is a mock.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use crate::model::{ActionId, CampaignTarget, Case, CrmCard, ResourceId, RoutingId};

/// Longest value of a variable, in bytes (quality, Part 2 §3).
pub const MAX_VALUE_BYTES: usize = 64 * 1024;
/// Most variables.
pub const MAX_VARIABLES: usize = 10_000;

/// The caller ID of those who show no number.
pub const ANONYMOUS: &str = "anonymous";

/// An interaction while it runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interaction {
    /// When it began.
    pub started: DateTime<Utc>,
    /// Virtual time since it began, in milliseconds.
    pub at_ms: u64,
    /// Values of variables by path; the read-only group is `call`.
    pub variables: BTreeMap<String, String>,
    /// Former references of variables, which read-only versions still write, with those of today.
    pub aliases: BTreeMap<String, String>,
    /// How often each action was passed.
    pub passages: BTreeMap<(RoutingId, ActionId), u32>,
    /// The seed of chance.
    pub seed: u64,
    /// How many draws were made.
    pub draws: u64,
    /// Whether the customer has left.
    pub is_customer_gone: bool,
    /// Whether a recording runs.
    pub is_recording: bool,
    /// The number shown to those who are called; empty means the caller's own, [`ANONYMOUS`] none.
    pub caller_id: String,
    /// The run's own copies of databases: the world's, and those made when one is first changed.
    pub databases: BTreeMap<ResourceId, Vec<Vec<String>>>,
    /// Cases: the world's, and those the run created or changed.
    pub cases: Vec<Case>,
    /// The number of the case that the interaction is associated with; empty for none.
    pub case: String,
    /// CRM cards: the world's, and those the run created.
    pub cards: Vec<CrmCard>,
    /// The place in `cards` of the card that the interaction is associated with.
    pub card: Option<usize>,
    /// Targets of campaigns: the world's, and those the run inserted.
    pub targets: Vec<CampaignTarget>,
    /// Invoices paid in this run, by number.
    pub paid: BTreeSet<String>,
    /// The last thing the customer wrote in a chat.
    pub last_message: String,
    /// Where the cursors of teams, queues and distribution policies stand, once this interaction moved them; before that, as the world says.
    pub cursors: BTreeMap<ResourceId, u32>,
    /// When that was, in milliseconds since the interaction began.
    pub last_message_at_ms: u64,
    /// The pool of unassigned conversations, while it waits there and the flow goes on.
    pub pool: Option<Pool>,
}

/// Those who could take a conversation from the pool.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pool {
    /// Who may join, in order.
    pub people: Vec<ResourceId>,
    /// Who is given it once somebody is available; where people choose for themselves, nobody.
    pub next: Option<ResourceId>,
    /// Whether somebody has become available since it waits.
    pub is_somebody_available: bool,
}

impl Interaction {
    /// The value of a variable; empty when it has none.
    #[must_use]
    pub fn read(&self, path: &str) -> &str {
        self.variables.get(&*self.path_today(path)).map_or("", String::as_str)
    }

    /// The path of a variable as it is written today, where the group has another reference by now.
    #[must_use]
    pub fn path_today<'a>(&self, path: &'a str) -> Cow<'a, str> {
        let renamed = path.split_once('.').and_then(|(group, field)| Some((self.aliases.get(group)?, field)));
        renamed.map_or(Cow::Borrowed(path), |(group, field)| Cow::Owned(format!("{group}.{field}")))
    }

    /// The moment it is now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let elapsed = TimeDelta::try_milliseconds(i64::try_from(self.at_ms).unwrap_or(i64::MAX));
        elapsed.and_then(|delta| self.started.checked_add_signed(delta)).unwrap_or(self.started)
    }

    /// Puts it in the pool while the flow goes on. Who could take it before still can.
    pub fn wait_in(&mut self, pool: &Pool) {
        let known = self.pool.get_or_insert_default();
        let new = pool.people.iter().copied().filter(|user| !known.people.contains(user)).collect::<Vec<_>>();
        known.people.extend(new);
        known.next = known.next.or(pool.next);
    }

    /// Draws a number below `bound` (0 when the bound is 0): the same for the same seed and number of draws, on every machine.
    pub fn draw(&mut self, bound: u64) -> u64 {
        self.draws += 1;
        let mut bits = self.seed.wrapping_add(self.draws.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        // The upper half of bits × bound is even over 0..bound up to a bias of bound ÷ 2^64.
        u64::try_from((u128::from(bits) * u128::from(bound)) >> 64).unwrap_or(0)
    }
}

/// A local time of a zone, as the moment it names. One that occurs twice means the first; one that does not exist
/// means the hour after the clocks went forward (spec: domain §5).
#[must_use]
pub fn moment(local: NaiveDateTime, zone: chrono_tz::Tz) -> DateTime<Utc> {
    use chrono::TimeZone;
    let later = || local.checked_add_signed(TimeDelta::hours(1));
    let found = zone.from_local_datetime(&local).earliest();
    let found = found.or_else(|| zone.from_local_datetime(&later()?).earliest());
    found.map_or_else(|| local.and_utc(), |moment| moment.with_timezone(&Utc))
}

/// The zone of an IANA name, or of the fallback's name, or UTC.
#[must_use]
pub fn zone(name: &str, fallback: &str) -> chrono_tz::Tz {
    name.parse().or_else(|_| fallback.parse()).unwrap_or(chrono_tz::UTC)
}

/// What an action keeps between two events; cleared when it is left (architecture §2). Nothing else is mutable, so any step can be replayed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    fn draws_are_even_and_repeatable() {
        let mut one = Interaction { seed: 7, ..Interaction::default() };
        let mut two = one.clone();
        let mut counts = [0u32; 3];
        for _ in 0..30_000 {
            let drawn = one.draw(3);
            assert_eq!(drawn, two.draw(3));
            counts[usize::try_from(drawn).unwrap()] += 1;
        }
        assert!(counts.iter().all(|count| (9_700..10_300).contains(count)), "{counts:?}");
        assert_eq!(one.draw(0), 0);
    }

    #[test]
    fn a_local_time_that_does_not_exist_or_occurs_twice() {
        let paris = zone("Europe/Paris", "");
        let local = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        assert_eq!(moment(local("2026-03-29 02:30"), paris).to_rfc3339(), "2026-03-29T01:30:00+00:00");
        assert_eq!(moment(local("2026-10-25 02:30"), paris).to_rfc3339(), "2026-10-25T00:30:00+00:00");
    }
}
