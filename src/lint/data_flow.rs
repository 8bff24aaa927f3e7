//! What may hold where in a tree: one forward walk for every Problem that depends on what happened on the way, such as whether a
//! recording may run. The walk follows the arrows from Start until nothing new is found, so loops are allowed; a fact that is found at an
//! action holds on at least one path from Start to it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use crate::actions;
use crate::catalog::branch::IF_SOMETHING_FAILS;
use crate::catalog::lead;
use crate::model::{Action, ActionId, Flow, TreeType};

/// Facts that may hold at a place. They only ever grow, and there are finitely many, so that a walk ends.
pub(super) trait Facts: Clone {
    /// Adds the facts of another path; whether any of them is new.
    fn join(&mut self, other: &Self) -> bool;
}

/// A small set of at most eight possible states, one bit each.
impl Facts for u8 {
    fn join(&mut self, other: &Self) -> bool {
        let before = *self;
        *self |= other;
        *self != before
    }
}

/// A set of numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// An empty set for numbers below a limit.
    pub(super) fn below(limit: usize) -> Self {
        Self(vec![0; limit.div_ceil(64)])
    }

    /// Adds a number; one beyond the limit is left out.
    pub(super) fn insert(&mut self, number: usize) {
        if let Some(word) = self.0.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }

    /// Whether a number is in the set.
    pub(super) fn has(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word & (1 << (number % 64)) != 0)
    }

    /// Takes all numbers out.
    pub(super) fn clear(&mut self) {
        self.0.fill(0);
    }
}

impl Facts for Bits {
    fn join(&mut self, other: &Self) -> bool {
        let mut is_new = false;
        for (word, added) in self.0.iter_mut().zip(&other.0) {
            is_new |= *word | added != *word;
            *word |= added;
        }
        is_new
    }
}

impl<A: Facts, B: Facts> Facts for (A, B) {
    fn join(&mut self, other: &Self) -> bool {
        let is_new = self.0.join(&other.0);
        self.1.join(&other.1) || is_new
    }
}

/// The actions that Start leads to, with their arrows. Branches that are switched off are left out.
pub(super) struct Paths<'a> {
    actions: Vec<Step<'a>>,
    places: BTreeMap<ActionId, usize>,
}

/// An action on a path.
struct Step<'a> {
    action: &'a Arc<Action>,
    /// Each branch that leads on, with the place of the action that follows.
    arrows: Vec<(String, usize)>,
}

impl<'a> Paths<'a> {
    /// The paths of a tree. A branch leads where the engine would go: by its own link, or by that of a fallback.
    pub(super) fn new(flow: &'a Flow, tree: TreeType) -> Self {
        Self::of(flow, &|action| match actions::spec_of(action) {
            Some(spec) => {
                let branches = spec.branches(action, tree);
                let taken = branches.iter().filter(|branch| branch.key != IF_SOMETHING_FAILS.key);
                let leads = taken.flat_map(|branch| lead::leads(flow, action, &branches, branch));
                leads.filter_map(|lead| Some((lead.branch.to_string(), lead.link()?.target()?))).collect()
            }
            None => links(action),
        })
    }

    /// The same with a function for the arrows of an action: its branches with what follows.
    fn of(flow: &'a Flow, arrows_of: &dyn Fn(&Action) -> Vec<(String, ActionId)>) -> Self {
        let mut paths = Self { actions: Vec::new(), places: BTreeMap::new() };
        if let Some(action) = flow.start() {
            paths.places.insert(action.id, 0);
            paths.actions.push(Step { action, arrows: Vec::new() });
        }
        let mut next = 0;
        while let Some(action) = paths.actions.get(next).map(|step| step.action) {
            let mut arrows = Vec::new();
            for (branch, target) in arrows_of(action) {
                let Some(target) = flow.actions.get(&target) else { continue };
                let end = paths.actions.len();
                let place = *paths.places.entry(target.id).or_insert(end);
                if place == end {
                    paths.actions.push(Step { action: target, arrows: Vec::new() });
                }
                arrows.push((branch, place));
            }
            if let Some(step) = paths.actions.get_mut(next) {
                step.arrows = arrows;
            }
            next += 1;
        }
        paths
    }

    /// The actions, Start first.
    pub(super) fn actions(&self) -> impl Iterator<Item = &'a Arc<Action>> {
        self.actions.iter().map(|step| step.action)
    }

    /// What may hold when each action is entered, in the order of [`Self::actions`]: `at_start` holds at Start, and `leave` says what holds
    /// after an action has been left by a branch. `None` where no path with facts leads.
    pub(super) fn walk<F: Facts>(&self, at_start: F, leave: &dyn Fn(&Action, &str, &F) -> Option<F>) -> Vec<Option<F>> {
        let mut facts: Vec<Option<F>> = self.actions.iter().map(|_| None).collect();
        let Some(first) = facts.first_mut() else { return facts };
        *first = Some(at_start);
        let mut waiting = VecDeque::from([0]);
        let mut is_waiting = vec![false; facts.len()];
        while let Some(place) = waiting.pop_front() {
            if let Some(mark) = is_waiting.get_mut(place) {
                *mark = false;
            }
            let (Some(step), Some(Some(held))) = (self.actions.get(place), facts.get(place).cloned()) else { continue };
            for (branch, to) in &step.arrows {
                let Some(after) = leave(step.action, branch, &held) else { continue };
                let is_new = match facts.get_mut(*to) {
                    Some(Some(known)) => known.join(&after),
                    Some(unknown) => {
                        *unknown = Some(after);
                        true
                    }
                    None => false,
                };
                let mark = is_waiting.get_mut(*to).filter(|mark| is_new && !**mark);
                if let Some(mark) = mark {
                    *mark = true;
                    waiting.push_back(*to);
                }
            }
        }
        facts
    }

    /// The actions that a branch of an action leads to, however far.
    pub(super) fn after(&self, action: ActionId, branch: &str) -> Vec<&'a Arc<Action>> {
        let mut seen = vec![false; self.actions.len()];
        let of = |id: &ActionId| self.places.get(id).and_then(|place| self.actions.get(*place));
        let arrows = of(&action).into_iter().flat_map(|step| &step.arrows);
        let mut stack: Vec<usize> = arrows.filter(|(key, _)| key == branch).map(|(_, to)| *to).collect();
        let mut found = Vec::new();
        while let Some(place) = stack.pop() {
            let (Some(step), Some(mark)) = (self.actions.get(place), seen.get_mut(place)) else { continue };
            if !std::mem::replace(mark, true) {
                found.push(step.action);
                stack.extend(step.arrows.iter().map(|(_, to)| *to));
            }
        }
        found
    }
}

/// The links of an action as arrows.
fn links(action: &Action) -> Vec<(String, ActionId)> {
    action.links.iter().filter_map(|(branch, link)| Some((branch.clone(), link.target()?))).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::Link;

    /// A generator of small numbers, the same on every run.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, end: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(self.0 >> 33).unwrap() % end
        }
    }

    /// How a branch changes each of the three states of a call; a state that is missing cannot take the branch.
    type Change = [Option<u32>; 3];

    /// A random tree of few actions, where every branch of every action leads to some action or nowhere; with how branches change states.
    fn tree(dice: &mut Dice) -> (Flow, BTreeMap<(ActionId, String), Change>) {
        let count = 2 + dice.below(3);
        let mut flow = Flow::blank(ActionId(1));
        for id in 2..=count {
            let id = ActionId(u32::try_from(id).unwrap());
            flow.actions.insert(id, Arc::new(Action::new(id, "node")));
        }
        let mut changes = BTreeMap::new();
        for (id, action) in &mut flow.actions {
            for branch in ["a", "b"].into_iter().take(1 + dice.below(2)) {
                let to = dice.below(count + 1);
                let link = if to < 1 { Link::EndsHere } else { Link::To(ActionId(u32::try_from(to).unwrap())) };
                Arc::make_mut(action).links.insert(branch.to_owned(), link);
                let change = std::array::from_fn(|state| match dice.below(5) {
                    0 => None,
                    1 | 2 => Some(u32::try_from(state).unwrap()),
                    _ => Some(u32::try_from(dice.below(3)).unwrap()),
                });
                changes.insert((*id, branch.to_owned()), change);
            }
        }
        (flow, changes)
    }

    /// The states in which a call can enter each action: every path of at most so many steps is taken, one by one.
    fn by_paths(
        flow: &Flow,
        changes: &BTreeMap<(ActionId, String), Change>,
        (at, state): (ActionId, u32),
        steps: usize,
        found: &mut BTreeMap<ActionId, u8>,
    ) {
        *found.entry(at).or_default() |= 1 << state;
        if steps == 0 {
            return;
        }
        for (branch, link) in &flow.actions[&at].links {
            let after = changes[&(at, branch.clone())][usize::try_from(state).unwrap()];
            if let (Some(to), Some(after)) = (link.target(), after) {
                by_paths(flow, changes, (to, after), steps - 1, found);
            }
        }
    }

    #[test]
    fn the_walk_finds_what_some_path_leads_to_and_nothing_else() {
        let mut dice = Dice(11);
        let mut loops = 0;
        for round in 0..400 {
            let (flow, changes) = tree(&mut dice);
            let leave = |action: &Action, branch: &str, held: &u8| {
                let change = changes[&(action.id, branch.to_owned())];
                let after = (0..3).filter(|state| held & (1 << state) != 0);
                let after = after.filter_map(|state| change[state]).fold(0, |all, state| all | (1_u8 << state));
                (after != 0).then_some(after)
            };
            let paths = Paths::of(&flow, &links);
            let walked = paths.walk(1_u8, &leave);
            let walked: BTreeMap<ActionId, u8> =
                paths.actions().zip(walked).filter_map(|(action, held)| Some((action.id, held?))).collect();
            let mut expected = BTreeMap::new();
            // A state of an action that some path leads to is led to by one without a repetition: 4 actions × 3 states.
            by_paths(&flow, &changes, (ActionId(1), 0), 12, &mut expected);
            assert_eq!(walked, expected, "round {round}: {flow:?} {changes:?}");
            let leads_back = |action: &Arc<Action>| {
                let branches = action.links.keys();
                branches.flat_map(|branch| paths.after(action.id, branch)).any(|after| after.id == action.id)
            };
            loops += usize::from(paths.actions().any(leads_back));
        }
        assert!((100..400).contains(&loops), "{loops} trees with a loop");
    }

    #[test]
    fn sets_of_numbers_join() {
        let mut one = Bits::below(130);
        let mut other = one.clone();
        for number in [0, 63, 129] {
            one.insert(number);
        }
        other.insert(64);
        assert!(one.join(&other) && !one.join(&other), "what is known is not new");
        let found: BTreeSet<usize> = (0..200).filter(|number| one.has(*number)).collect();
        assert_eq!(found, BTreeSet::from([0, 63, 64, 129]));
        one.clear();
        assert_eq!(one, Bits::below(130));
        let mut pair = (1_u8, one);
        assert!(pair.join(&(2, other.clone())) && pair == (3, other.clone()) && !pair.join(&(1, other)));
    }
}
