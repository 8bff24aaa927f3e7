//! Why a row of an action cannot be taken: for all values with which a call can come there, no row before it leaves it anything, or it does not
//! hold (spec: testing §4).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::actions;
use crate::catalog::ActionSpec;
use crate::model::{ActionRef, RowId, Value};

use super::super::scene::Scene;
use super::super::trace::{Beat, What};
use super::compiler::{Compiler, Way};
use super::flow::{Event, Why};

/// Most rows for which the reason is looked for.
const MOST_ROWS: usize = 200;

/// The reasons for rows whose branch is never taken, whatever the values are.
pub(super) fn find(compiler: &Compiler<'_>) -> BTreeMap<(ActionRef, String), Why> {
    let mut found = BTreeMap::new();
    let mut frames: BTreeMap<ActionRef, Vec<usize>> = BTreeMap::new();
    for (frame, open) in compiler.open.iter().enumerate() {
        if let Some(place) = open.state.at.filter(|_| open.state.question.is_none() && !open.state.is_over()) {
            frames.entry(place).or_default().push(frame);
        }
    }
    let taken: BTreeSet<&Event> = compiler.flow.events.iter().collect();
    for (place, frames) in frames {
        let Some(action) = compiler.search.scene.action(place) else { continue };
        let Some(field) = actions::spec_of(action).and_then(ActionSpec::branches_per_row) else { continue };
        for row in action.params.rows(field) {
            let branch = row.id.branch_key();
            if found.len() >= MOST_ROWS || taken.contains(&Event::Takes(place, branch.clone())) {
                continue;
            }
            let alone = alone(&compiler.search.scene, place, field, row.id);
            if let Some(why) = alone.and_then(|alone| why(compiler, &alone, &frames, &branch)) {
                found.insert((place, branch), why);
            }
        }
    }
    found
}

/// A scene in which an action has one row alone.
fn alone(scene: &Scene, place: ActionRef, field: &str, row: RowId) -> Option<Scene> {
    let mut project = (*scene.project).clone();
    let version = project.versions.get_mut(&place.version)?;
    let action = Arc::make_mut(Arc::make_mut(version).flow.actions.get_mut(&place.action)?);
    if let Some(Value::Rows(rows)) = action.params.0.get_mut(field) {
        rows.retain(|own| own.id == row);
    }
    scene.over(project)
}

fn why(compiler: &Compiler<'_>, alone: &Scene, frames: &[usize], branch: &str) -> Option<Why> {
    let mut before = BTreeSet::new();
    for frame in frames {
        for way in compiler.ways_of(*frame) {
            let (_, beats, seen) = compiler.run_in(alone, &way)?;
            // Where the row reads more than the rows before it, its reason is not looked for.
            compiler.all_fixed(&way, &seen).then_some(())?;
            if taken(&beats) != Some(branch) {
                continue;
            }
            let (_, beats, _) = compiler.run_in(&compiler.search.scene, &way)?;
            let first = taken(&beats)?;
            before.insert(place_of(compiler, &way, first)?);
        }
    }
    Some(if before.is_empty() { Why::NeverHolds } else { Why::Shadowed(before) })
}

/// The branch that really happens.
fn taken(beats: &[Beat]) -> Option<&str> {
    beats.iter().find_map(|beat| match &beat.what {
        What::Left { taken, .. } => Some(taken.as_str()),
        _ => None,
    })
}

/// The place of a row, from 1.
fn place_of(compiler: &Compiler<'_>, way: &Way, branch: &str) -> Option<usize> {
    let place = compiler.open.get(way.frame)?.state.at?;
    let action = compiler.search.scene.action(place)?;
    let field = actions::spec_of(action)?.branches_per_row()?;
    action.params.rows(field).iter().position(|row| row.id.branch_key() == branch).map(|place| place + 1)
}
