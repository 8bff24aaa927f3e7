//! The numbers of the outline: what follows alone goes on at the same level, and branches begin a level below.

use std::collections::BTreeMap;

use crate::model::ActionId;
use crate::model::walk::Shape;

/// The most levels; deeper branches go on at the last one, so that a number stays short.
const MOST_LEVELS: usize = 6;

/// The number of each action, in the order of the shape: *1*, *2*, *2.1*.
pub(super) fn of(shape: &Shape) -> Vec<String> {
    let mut children: BTreeMap<ActionId, usize> = BTreeMap::new();
    for arrow in shape.home.values() {
        *children.entry(arrow.from).or_default() += 1;
    }
    let mut last: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    let mut found: BTreeMap<ActionId, Vec<usize>> = BTreeMap::new();
    let mut numbers = Vec::new();
    for id in &shape.order {
        let parent = shape.home.get(id).map(|arrow| arrow.from);
        let mut level = parent.and_then(|parent| found.get(&parent)).cloned().unwrap_or_default();
        let is_alone = parent.is_none_or(|parent| children.get(&parent) == Some(&1));
        if is_alone || level.len() >= MOST_LEVELS {
            level.pop();
        }
        let next = last.entry(level.clone()).or_default();
        *next += 1;
        level.push(*next);
        numbers.push(level.iter().map(usize::to_string).collect::<Vec<_>>().join("."));
        found.insert(*id, level);
    }
    numbers
}
