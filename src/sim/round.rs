//! Rounds: a flow that comes back to an action with nothing changed would go round for ever (spec: meaning §9).

use std::hash::{BuildHasher as _, Hash, Hasher as _};

use crate::actions;
use crate::catalog::{Interaction, Visit};
use crate::model::ActionRef;

use super::scene::Scene;
use super::state::CallState;

/// How many of the last actions are remembered, for naming a cycle.
const KEPT: usize = 64;

/// Whether the call has been at this action before with everything as it is now. What counts is the whole state with the return stack, except step
/// counts, the counters of passages and entries, and the trace. A counter that an action asks for makes a difference all the
/// same: each time one is read counts as a change.
pub(super) fn is_round(state: &mut CallState) -> bool {
    let looks = looks(state);
    let Interaction { at_ms, draws, answers, .. } = state.interaction;
    state.entered.is_again((at_ms, draws, answers), looks)
}

/// All cells that make a difference, as one number. The lists of fields are complete, so that no new cell is forgotten. Most calls have
/// nothing in most cells, and nothing is read of those.
fn looks(state: &CallState) -> u64 {
    let CallState {
        interaction,
        at,
        is_entered: _,
        visit,
        question: _,
        // A wait for people goes on within an action.
        floor: _,
        phase,
        steps: _,
        // How many jumps were made is a count.
        nesting: _,
        calls,
        best,
        outcome: _,
        ending: _,
        fails_at_end: _,
        served_by,
        // The customer comes back only after the end.
        began_ms: _,
        // What somebody set counts as an answer, and what was read at this moment is as the outside says.
        facts: _,
        drawing: _,
        drawn: _,
        entered: _,
        recent: _,
    } = state;
    let Interaction {
        at_ms,
        channel,
        entry_point,
        routing,
        outcome,
        ended_by,
        variables,
        aliases: _,
        own_groups: _,
        passages: _,
        entries: _,
        counter_reads,
        draws,
        answers,
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
    // Entries of one run are compared with each other alone, so that a fixed seed does.
    let mut hasher = foldhash::quality::FixedState::default().build_hasher();
    (at, phase, best, served_by).hash(&mut hasher);
    if !calls.is_empty() || *visit != Visit::default() {
        (4_u8, visit, calls).hash(&mut hasher);
    }
    (at_ms, channel, entry_point, routing, outcome, ended_by).hash(&mut hasher);
    (variables.sum(), counter_reads, draws, answers, is_customer_gone, is_recording, caller_id).hash(&mut hasher);
    let is_plain = answered.is_empty() && language.is_empty() && tags.is_empty();
    if !is_plain {
        (1_u8, answered, language, tags).hash(&mut hasher);
    }
    let is_plain = databases.is_empty() && cases.is_none() && case.is_empty() && cards.is_none() && card.is_none();
    if !(is_plain && targets.is_none() && paid.is_empty()) {
        (2_u8, databases, cases, case, cards, card, targets, paid).hash(&mut hasher);
    }
    let is_plain = last_message.is_none() && *last_message_at_ms == 0 && keys_ahead.is_empty() && cursors.is_empty();
    if !(is_plain && people.is_empty() && taken.is_empty() && pool.is_none()) {
        (3_u8, last_message, last_message_at_ms, keys_ahead, cursors, people, taken, pool).hash(&mut hasher);
    }
    hasher.finish()
}

/// Notes that an action is entered.
pub(super) fn remember(state: &mut CallState, place: ActionRef) {
    if state.recent.len() == 2 * KEPT {
        state.recent.drain(..KEPT);
    }
    if state.recent.is_empty() {
        state.recent.reserve(KEPT / 2);
    }
    state.recent.push(place);
}

/// The cycle that ends at a place, as titles.
pub(super) fn round_words(scene: &Scene, state: &CallState, place: ActionRef) -> String {
    let recent = state.recent.get(state.recent.len().saturating_sub(KEPT)..).unwrap_or_default();
    let last = recent.iter().rposition(|it| *it == place).unwrap_or(recent.len());
    let before = recent.get(..last).unwrap_or_default();
    let from = before.iter().rposition(|it| *it == place).unwrap_or(0);
    let titles: Vec<&str> = before
        .get(from..)
        .unwrap_or_default()
        .iter()
        .chain(std::iter::once(&place))
        .filter_map(|it| Some(actions::title(scene.version(it.version)?.flow.actions.get(&it.action)?)))
        .collect();
    titles.join(" → ")
}
