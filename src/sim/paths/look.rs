//! What tells two states of a call apart, beside variables, counters and what is known of the customer: everything that a later step can
//! read, and nothing else (spec: testing §4). Two states that look the same go on in the same way, so the explorer looks at one of them.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use strum::IntoEnumIterator;

use crate::catalog::{Cell, Fact, Interaction, Seen, Visit};
use crate::model::ActionRef;

use super::super::floor::wait::Floor;
use super::super::state::{CallState, Phase};
use super::known::Known;

const HOUR_MS: u64 = 3_600_000;

/// Where a call is: at an action, before it is entered or while its question is open.
pub(super) type Spot = (Option<ActionRef>, bool);

/// The spot of a state.
pub(super) fn spot(state: &CallState) -> Spot {
    (state.at, state.question.is_some())
}

/// What is read at each spot, or at one that can follow it.
#[derive(Clone, Debug, Default)]
pub(super) struct Live {
    at: BTreeMap<Spot, Seen>,
}

impl Live {
    /// Follows the ways from spot to spot backwards: what is read at a spot makes a difference at every spot before it.
    pub(super) fn new(seen: &BTreeMap<Spot, Seen>, ways: &BTreeSet<(Spot, Spot)>) -> Self {
        let mut before: BTreeMap<Spot, Vec<Spot>> = BTreeMap::new();
        for (from, to) in ways {
            before.entry(*to).or_default().push(*from);
        }
        let mut at = seen.clone();
        let mut changed: Vec<Spot> = seen.keys().copied().collect();
        while let Some(place) = changed.pop() {
            let Some(here) = at.get(&place).cloned() else { continue };
            for earlier in before.get(&place).into_iter().flatten() {
                if include(at.entry(*earlier).or_default(), &here) {
                    changed.push(*earlier);
                }
            }
        }
        Self { at }
    }

    /// What is read from a spot on.
    pub(super) fn at(&self, spot: Spot) -> Option<&Seen> {
        self.at.get(&spot)
    }
}

/// Adds the facts and cells that another step has read. Whether anything was new.
pub(super) fn include(known: &mut Seen, more: &Seen) -> bool {
    let size = |seen: &Seen| seen.facts.len() + seen.cells.len();
    let before = size(known);
    known.facts.extend(&more.facts);
    known.cells.extend(&more.cells);
    size(known) > before
}

/// What one state has and another one that looks the same may have otherwise, each as a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Aspects {
    cells: Vec<u64>,
    facts: u64,
    clock: u64,
}

/// The aspects of a state.
pub(super) fn aspects(state: &CallState, known: &Known) -> Aspects {
    let number = |what: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        what(&mut hasher);
        hasher.finish()
    };
    let started = known.get(&Fact::Start).map(|decided| decided.choice);
    let others = known.iter().filter(|(fact, _)| **fact != Fact::Start);
    Aspects {
        cells: Cell::iter().map(|cell| number(&|hasher| hash_cell(cell, state, hasher))).collect(),
        facts: number(&|hasher| {
            others.clone().for_each(|(fact, decided)| (fact, decided.choice).hash(hasher));
            hash_set(state, None, hasher);
        }),
        clock: number(&|hasher| (started, state.interaction.at_ms).hash(hasher)),
    }
}

impl Aspects {
    /// Whether two states that were taken for the same are different in something that is read later, as is known by now.
    pub(super) fn differ(&self, other: &Self, live: &Seen) -> bool {
        let is_live = |cell: Cell| live.cells.contains(&cell);
        let cells = Cell::iter().zip(self.cells.iter().zip(&other.cells));
        let of_cells = cells.into_iter().any(|(cell, (one, two))| one != two && is_live(cell));
        let reads_clock = live.facts.contains(&Fact::Start);
        let reads_facts = live.facts.iter().any(|fact| fact.may_change());
        of_cells || (self.clock != other.clock && reads_clock) || (self.facts != other.facts && reads_facts)
    }
}

/// A hasher of 128 bits.
struct Wide(DefaultHasher, DefaultHasher);

impl Wide {
    fn new() -> Self {
        let mut second = DefaultHasher::new();
        second.write_u8(1);
        Self(DefaultHasher::new(), second)
    }
}

impl Hasher for Wide {
    fn finish(&self) -> u64 {
        self.0.finish()
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
        self.1.write(bytes);
    }
}

/// Something as a number of 128 bits.
pub(super) fn wide(what: &impl Hash) -> u128 {
    let mut hasher = Wide::new();
    what.hash(&mut hasher);
    u128::from(hasher.0.finish()) << 64 | u128::from(hasher.1.finish())
}

/// A state, as a number of 128 bits. `clock` tells apart the moments that hours and dates tell apart.
pub(super) fn look(state: &CallState, known: &Known, live: Option<&Seen>, clock: u64) -> u128 {
    wide(&Look { state, known, live, clock })
}

struct Look<'a> {
    state: &'a CallState,
    known: &'a Known,
    live: Option<&'a Seen>,
    clock: u64,
}

impl Hash for Look<'_> {
    /// Writes down every cell that makes a difference. The lists of fields are complete, so that no new cell is forgotten.
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let CallState {
            interaction,
            at,
            is_entered,
            visit,
            question,
            floor,
            phase,
            // The explorer has no step limit.
            steps: _,
            nesting,
            calls,
            best,
            outcome: _,
            ending: _,
            fails_at_end: _,
            // With the people.
            served_by: _,
            began_ms: _,
            // Below, with what is known.
            facts: _,
            drawing,
            // A draw is forced, and never searched by a seed.
            drawn: _,
            // The explorer finds rounds itself.
            entered: _,
            recent: _,
        } = self.state;
        let now_ms = interaction.at_ms;
        (at, is_entered, phase, nesting, calls, question, drawing, self.clock).hash(hasher);
        // The outcome is fixed when the *interaction end* routing begins.
        if *phase != Phase::End {
            best.hash(hasher);
        }
        // Between two actions a visit is empty.
        if question.is_some() {
            let Visit { stage, tries, digits, answers, since_ms } = visit;
            (stage, tries, digits, answers, now_ms.saturating_sub(*since_ms)).hash(hasher);
        }
        if let Some(Floor { wait, since_ms, ringing, passed, talk, is_deserted }) = floor {
            let ago = |(who, since_ms): &(_, u64)| (*who, now_ms.saturating_sub(*since_ms));
            let (ringing, talk) = (ringing.as_ref().map(ago), talk.as_ref().map(ago));
            (wait, now_ms.saturating_sub(*since_ms), ringing, passed, talk, is_deserted).hash(hasher);
        }
        hash_interaction(interaction, hasher);
        let Some(live) = self.live else { return };
        for cell in &live.cells {
            cell.hash(hasher);
            hash_cell(*cell, self.state, hasher);
        }
        for fact in live.facts.iter().filter(|fact| **fact != Fact::Start) {
            if let Some(decided) = self.known.get(fact) {
                (fact, decided.choice).hash(hasher);
            }
        }
        hash_set(self.state, Some(live), hasher);
    }
}

/// Facts that somebody has set in mid-run; the explorer sets none.
fn hash_set(state: &CallState, live: Option<&Seen>, hasher: &mut impl Hasher) {
    for (fact, value) in state.facts.set.iter() {
        if live.is_none_or(|live| live.facts.contains(fact)) {
            (fact, format!("{value:?}")).hash(hasher);
        }
    }
}

/// What every later step may read.
fn hash_interaction(interaction: &Interaction, hasher: &mut impl Hasher) {
    let Interaction {
        // With the cells that count from a moment.
        at_ms: _,
        channel: _,
        entry_point: _,
        aliases: _,
        own_groups: _,
        // Parts of the state, each by itself.
        variables: _,
        passages: _,
        // Only a draw that chance decides looks at it.
        entries: _,
        counter_reads: _,
        draws: _,
        answers: _,
        is_customer_gone,
        keys_ahead,
        pool,
        // Cells, each by itself.
        routing: _,
        outcome: _,
        ended_by: _,
        is_recording: _,
        caller_id: _,
        answered: _,
        language: _,
        tags: _,
        databases: _,
        cases: _,
        case: _,
        cards: _,
        card: _,
        targets: _,
        paid: _,
        last_message: _,
        last_message_at_ms: _,
        cursors: _,
        people: _,
        taken: _,
    } = interaction;
    (is_customer_gone, keys_ahead, pool).hash(hasher);
}

fn hash_cell(cell: Cell, state: &CallState, hasher: &mut impl Hasher) {
    let it = &state.interaction;
    match cell {
        Cell::People => {
            (state.served_by, &it.cursors, &it.taken).hash(hasher);
            for (who, person) in &it.people {
                if let Some((hold, until_ms)) = person.hold.filter(|(_, until_ms)| *until_ms > it.at_ms) {
                    (who, hold, until_ms.saturating_sub(it.at_ms)).hash(hasher);
                }
            }
        }
        Cell::Tags => it.tags.hash(hasher),
        Cell::Recording => it.is_recording.hash(hasher),
        Cell::CallerId => it.caller_id.hash(hasher),
        Cell::Answered => it.answered.hash(hasher),
        Cell::Language => it.language.hash(hasher),
        // The window of a messenger closes after hours.
        Cell::LastMessage => {
            (&it.last_message, it.at_ms.saturating_sub(it.last_message_at_ms) / HOUR_MS).hash(hasher);
        }
        Cell::Routing => it.routing.hash(hasher),
        Cell::Outcome => it.outcome.hash(hasher),
        Cell::EndedBy => it.ended_by.hash(hasher),
        Cell::Cases => (&it.cases, &it.case).hash(hasher),
        Cell::Cards => (&it.cards, it.card).hash(hasher),
        Cell::Targets => it.targets.hash(hasher),
        Cell::Rows => it.databases.hash(hasher),
        Cell::Paid => it.paid.hash(hasher),
    }
}
