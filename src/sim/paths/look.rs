//! What tells two states of a call apart: everything that a later step can read, and nothing else (spec: testing §4). Two states that
//! look the same go on in the same way, so the explorer looks at one of them.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

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
        let mut at: BTreeMap<Spot, Seen> = BTreeMap::new();
        let mut changed: Vec<Spot> = seen.keys().copied().collect();
        for (place, own) in seen {
            at.insert(*place, own.clone());
        }
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

/// Adds what another step has read. Whether anything was new.
pub(super) fn include(known: &mut Seen, more: &Seen) -> bool {
    let size = |seen: &Seen| seen.facts.len() + seen.cells.len() + seen.variables.len() + seen.counters.len();
    let before = size(known);
    known.facts.extend(&more.facts);
    known.variables.extend(more.variables.difference(&known.variables).cloned().collect::<Vec<_>>());
    known.counters.extend(&more.counters);
    known.cells.extend(&more.cells);
    size(known) > before
}

/// A state, as a number of 128 bits. `clock` tells apart the moments that hours and dates tell apart.
pub(super) fn look(state: &CallState, known: &Known, live: Option<&Seen>, clock: u64) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        hash(state, known, live, clock, &mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}

/// Writes down every cell that makes a difference. The lists of fields are complete, so that no new cell is forgotten.
fn hash(state: &CallState, known: &Known, live: Option<&Seen>, clock: u64, hasher: &mut DefaultHasher) {
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
        served_by,
        began_ms: _,
        facts,
        drawing,
        // A draw is forced, and never searched by a seed.
        drawn: _,
        // The explorer finds rounds itself.
        entered: _,
        recent: _,
    } = state;
    let now_ms = interaction.at_ms;
    (at, is_entered, phase, nesting, calls, question, drawing, clock).hash(hasher);
    // The outcome is fixed when the *interaction end* routing begins.
    if *phase != Phase::End {
        best.hash(hasher);
    }
    if live.is_some_and(|seen| seen.cells.contains(&Cell::People)) {
        served_by.hash(hasher);
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
    hash_interaction(interaction, live, hasher);
    let Some(live) = live else { return };
    for fact in &live.facts {
        if let Some(set) = facts.set.get(fact) {
            (fact, format!("{set:?}")).hash(hasher);
        } else if let Some(decided) = known.get(fact).filter(|_| *fact != Fact::Start) {
            (fact, decided.choice).hash(hasher);
        }
    }
}

fn hash_interaction(interaction: &Interaction, live: Option<&Seen>, hasher: &mut DefaultHasher) {
    let Interaction {
        at_ms,
        channel: _,
        entry_point: _,
        routing,
        outcome,
        ended_by,
        variables,
        aliases: _,
        own_groups: _,
        passages,
        // Only a draw that chance decides looks at it.
        entries: _,
        counter_reads: _,
        draws: _,
        answers: _,
        is_customer_gone,
        is_recording,
        caller_id,
        answered,
        language,
        tags,
        databases,
        cases,
        case,
        cards,
        card,
        targets,
        paid,
        last_message,
        last_message_at_ms,
        keys_ahead,
        cursors,
        people,
        taken,
        pool,
    } = interaction;
    (is_customer_gone, keys_ahead, pool).hash(hasher);
    let Some(live) = live else { return };
    for cell in &live.cells {
        match cell {
            Cell::People => {
                (cursors, taken).hash(hasher);
                for (who, person) in people {
                    if let Some((hold, until_ms)) = person.hold.filter(|(_, until_ms)| until_ms > at_ms) {
                        (who, hold, until_ms.saturating_sub(*at_ms)).hash(hasher);
                    }
                }
            }
            Cell::Tags => tags.hash(hasher),
            Cell::Recording => is_recording.hash(hasher),
            Cell::CallerId => caller_id.hash(hasher),
            Cell::Answered => answered.hash(hasher),
            Cell::Language => language.hash(hasher),
            // The window of a messenger closes after hours.
            Cell::LastMessage => (last_message, at_ms.saturating_sub(*last_message_at_ms) / HOUR_MS).hash(hasher),
            Cell::Routing => routing.hash(hasher),
            Cell::Outcome => outcome.hash(hasher),
            Cell::EndedBy => ended_by.hash(hasher),
            Cell::Cases => (cases, case).hash(hasher),
            Cell::Cards => (cards, card).hash(hasher),
            Cell::Targets => targets.hash(hasher),
            Cell::Rows => databases.hash(hasher),
            Cell::Paid => paid.hash(hasher),
        }
    }
    for path in &live.variables {
        (path, variables.get(path)).hash(hasher);
    }
    for counter in &live.counters {
        (counter, passages.get(counter)).hash(hasher);
    }
}
