//! Branches through which the way to a person is longer than the routing allows (spec: testing §4).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::actions;
use crate::model::{ActionRef, RoutingRules};

use super::search::{Far, Graph};

/// What is measured on the way to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    /// Menus.
    Menus,
    /// Seconds, waits in queues left out.
    Seconds,
}

/// A branch through which even the shortest way to a person, a mailbox or another good ending is longer than the routing allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooFar {
    /// The action.
    pub at: ActionRef,
    /// The branch, with its action: *"Main menu" → No input*.
    pub branch: String,
    /// What is measured.
    pub measured: Measured,
    /// How many there are.
    pub count: u64,
    /// How many the routing allows.
    pub most: u64,
}

impl TooFar {
    /// What is wrong: *"Main menu" → No input: 5 menus before a person, and at most 3 allowed*.
    #[must_use]
    pub fn words(&self) -> String {
        let Self { branch, measured, count, most, .. } = self;
        let things = match (measured, count) {
            (Measured::Menus, 1) => "menu",
            (Measured::Menus, _) => "menus",
            (Measured::Seconds, 1) => "second",
            (Measured::Seconds, _) => "seconds",
        };
        format!("{branch}: {count} {things} before a person, and at most {most} allowed")
    }
}

/// The branches through which the way to a person is longer than rules allow, whatever the arrival.
pub(super) fn too_far_of(graphs: &[Graph], rules: &RoutingRules) -> Vec<TooFar> {
    let mut shortest: BTreeMap<&(ActionRef, String), Far> = BTreeMap::new();
    for (branch, far) in graphs.iter().filter_map(|graph| graph.far.as_ref()).flatten() {
        let known = shortest.entry(branch).or_insert_with(|| far.clone());
        (known.menus, known.ms) = (known.menus.min(far.menus), known.ms.min(far.ms));
    }
    let words = |(at, key): &(ActionRef, String)| {
        let action = graphs.first().and_then(|graph| graph.scene.action(*at));
        let label = action.and_then(|action| actions::spec_of(action)?.label_of(action, key));
        format!("\"{}\" → {}", action.map_or("", actions::title), label.unwrap_or_else(|| key.clone()))
    };
    let mut found = Vec::new();
    for (branch, far) in shortest {
        let menus = rules.menus.map(|most| (Measured::Menus, far.menus, u64::from(most)));
        let seconds = rules.seconds.map(|most| (Measured::Seconds, far.ms.div_ceil(1_000), u64::from(most)));
        let beyond = menus.into_iter().chain(seconds).filter(|(_, count, most)| count > most);
        let too_far = |(measured, count, most)| TooFar { at: branch.0, branch: words(branch), measured, count, most };
        found.extend(beyond.map(too_far));
    }
    found.sort_by_key(|far| std::cmp::Reverse(far.count - far.most));
    found
}
