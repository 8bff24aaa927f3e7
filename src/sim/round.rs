//! Rounds: a flow that comes back to an action without anything having changed would go round for ever (spec:
//! simulation §3).

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::actions;
use crate::catalog::Interaction;
use crate::model::ActionRef;

use super::scene::Scene;
use super::state::CallState;

/// How many of the last actions are remembered, for naming a cycle.
const KEPT: usize = 64;

/// What must differ for an action to be entered again: variables, clock, chance, cursors, and the counters that flows can
/// ask for.
pub(super) fn fingerprint(scene: &Scene, interaction: &Interaction) -> u64 {
    let mut hasher = DefaultHasher::new();
    interaction.at_ms.hash(&mut hasher);
    interaction.draws.hash(&mut hasher);
    interaction.variables.hash(&mut hasher);
    interaction.cursors.hash(&mut hasher);
    if scene.counts_passages() {
        interaction.passages.hash(&mut hasher);
    }
    hasher.finish()
}

/// Notes that an action is entered.
pub(super) fn remember(state: &mut CallState, place: ActionRef) {
    if state.recent.len() == KEPT {
        state.recent.remove(0);
    }
    state.recent.push(place);
}

/// The cycle that ends at a place, as titles.
pub(super) fn round_words(scene: &Scene, state: &CallState, place: ActionRef) -> String {
    let recent = &state.recent;
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
