//! Creating and changing scenarios, and what a deletion does to them (spec: load §1).

use std::sync::Arc;

use crate::catalog::text::number_words;
use crate::model::limits::MAX_SCENARIOS;
use crate::model::{Place, Scenario, ScenarioId};
use crate::uses::{self, Target};

use super::checks::checked_name;
use super::slot::Slot;
use super::tx::{Refusal, Tx};

pub(super) fn store(tx: &mut Tx, wanted: &Scenario) -> Result<(), Refusal> {
    let mut stored = wanted.clone();
    stored.name = checked_name(&stored.name)?;
    if !crate::model::limits::is_date(stored.from) {
        return Err(Refusal::Invalid(format!("{} is no first day: a year has four digits.", stored.from)));
    }
    let is_new = stored.id == ScenarioId(0);
    if !is_new && !tx.project.scenarios.contains_key(&stored.id) {
        return Err(Refusal::Missing("This scenario".to_owned()));
    }
    if is_new && tx.project.scenarios.len() >= MAX_SCENARIOS {
        return Err(Refusal::Invalid(format!(
            "A project may have {} scenarios at most. Delete some first.",
            number_words(MAX_SCENARIOS)
        )));
    }
    uses::remember_names_of_scenario(&tx.project, &mut stored);
    if is_new {
        stored.id = ScenarioId(tx.new_id());
        tx.applied.scenario = Some(stored.id);
    }
    tx.put(Slot::Scenario(stored.id, Some(Arc::new(stored))));
    Ok(())
}

/// Writes the current name of what is about to be deleted into the scenarios that name it.
pub(super) fn remember(tx: &mut Tx, target: Target) {
    for used in uses::of_target(&tx.project, target) {
        let Place::Scenario(id) = used.place else { continue };
        let Some(scenario) = tx.project.scenarios.get(&id) else { continue };
        let mut changed = (**scenario).clone();
        uses::remember_names_of_scenario(&tx.project, &mut changed);
        if changed != **scenario {
            tx.put(Slot::Scenario(id, Some(Arc::new(changed))));
        }
    }
}
