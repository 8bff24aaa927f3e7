//! Walking a tree: homes, parents, order, reachability. Which branches an action
//! has is the catalogue's knowledge, so the walks take it as a function from an action to its branch keys in
//! order; inactive links, those of branches that are switched off, are not followed (spec: domain §6).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::flow::{Action, Flow};
use super::id::ActionId;
use super::params::{ItemRef, Value};
use super::version::Version;

/// The most levels of a number; deeper branches go on at the last one, so that a number stays short.
const MOST_LEVELS: usize = 6;

/// An arrow of the tree: an action and one of its branches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrow {
    /// The action that is left.
    pub from: ActionId,
    /// The branch by which it is left.
    pub branch: String,
}

/// The shape of a tree: the order of its actions and the home of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Actions that Start leads to, depth first in branch order; then what stands apart, by id.
    pub order: Vec<ActionId>,
    /// The arrow under which an action has its home. Any further arrow to it is a link.
    pub home: BTreeMap<ActionId, Arrow>,
    /// How many of `order` Start leads to.
    pub reached: usize,
}

impl Shape {
    /// Whether the arrow is the one under which its target has its home.
    #[must_use]
    pub fn is_home(&self, to: ActionId, from: ActionId, branch: &str) -> bool {
        self.home.get(&to).is_some_and(|arrow| arrow.from == from && arrow.branch == branch)
    }

    /// The number of each action, in order: *1*, *2*, *2.1*. What follows alone goes on at the same level, and what follows beside others
    /// begins a level below.
    #[must_use]
    pub fn numbers(&self) -> Vec<String> {
        let mut children: BTreeMap<ActionId, usize> = BTreeMap::new();
        for arrow in self.home.values() {
            *children.entry(arrow.from).or_default() += 1;
        }
        let mut last: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        let mut found: BTreeMap<ActionId, Vec<usize>> = BTreeMap::new();
        let mut numbers = Vec::new();
        for id in &self.order {
            let parent = self.home.get(id).map(|arrow| arrow.from);
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
}

/// The targets of an action's branches, in branch order.
#[must_use]
pub fn targets<'a>(action: &'a Action, branches: &'a [String]) -> impl DoubleEndedIterator<Item = (&'a str, ActionId)> {
    branches.iter().filter_map(|key| Some((key.as_str(), action.links.get(key)?.target()?)))
}

/// The shape of a tree (spec: domain §6: an action's home is under the first action that leads to it, depth
/// first in branch order).
pub fn shape(flow: &Flow, branches_of: &dyn Fn(&Action) -> Vec<String>) -> Shape {
    let mut shape = Shape::default();
    let mut seen = BTreeSet::new();
    let start = flow.start().map(|action| action.id);
    let roots = start.into_iter().chain(detached_roots(flow, branches_of)).chain(flow.actions.keys().copied());
    for root in roots {
        visit(flow, branches_of, root, &mut seen, &mut shape);
        if Some(root) == start && shape.reached == 0 {
            shape.reached = shape.order.len();
        }
    }
    shape
}

/// Actions that no arrow enters, in order of their ids: the tops of what stands apart.
fn detached_roots(flow: &Flow, branches_of: &dyn Fn(&Action) -> Vec<String>) -> Vec<ActionId> {
    let mut entered = BTreeSet::new();
    for action in flow.actions.values() {
        entered.extend(targets(action, &branches_of(action)).map(|(_, to)| to));
    }
    flow.actions.keys().copied().filter(|id| !entered.contains(id)).collect()
}

fn visit(
    flow: &Flow,
    branches_of: &dyn Fn(&Action) -> Vec<String>,
    root: ActionId,
    seen: &mut BTreeSet<ActionId>,
    shape: &mut Shape,
) {
    let mut stack = vec![(root, None)];
    while let Some((id, arrow)) = stack.pop() {
        let Some(action) = flow.actions.get(&id) else { continue };
        if !seen.insert(id) {
            continue;
        }
        shape.order.push(id);
        if let Some(arrow) = arrow {
            shape.home.insert(id, arrow);
        }
        for (branch, to) in targets(action, &branches_of(action)).rev() {
            if !seen.contains(&to) {
                stack.push((to, Some(Arrow { from: id, branch: branch.to_owned() })));
            }
        }
    }
}

/// The action and all that only it leads to: what *remove with all below* takes away. Never holds Start.
pub fn only_below(flow: &Flow, branches_of: &dyn Fn(&Action) -> Vec<String>, top: ActionId) -> BTreeSet<ActionId> {
    let below = reachable(flow, branches_of, &[top], None);
    let others: Vec<ActionId> = flow
        .actions
        .values()
        .filter(|action| action.is_start() || !below.contains(&action.id))
        .map(|action| action.id)
        .collect();
    let kept = reachable(flow, branches_of, &others, Some(top));
    below.into_iter().filter(|id| *id == top || !kept.contains(id)).collect()
}

/// Everything that the given actions lead to, themselves included, never passing through `without`.
pub fn reachable(
    flow: &Flow,
    branches_of: &dyn Fn(&Action) -> Vec<String>,
    from: &[ActionId],
    without: Option<ActionId>,
) -> BTreeSet<ActionId> {
    let mut seen = BTreeSet::new();
    let mut stack: Vec<ActionId> = from.to_vec();
    while let Some(id) = stack.pop() {
        if Some(id) == without || !seen.insert(id) {
            continue;
        }
        if let Some(action) = flow.actions.get(&id) {
            stack.extend(targets(action, &branches_of(action)).map(|(_, to)| to));
        }
    }
    seen
}

/// A version and all versions that its actions lead to, directly or through other versions: each once, the nearest first. `next` is
/// the version that an action leads to, if any.
pub fn versions_from<'a>(
    first: &'a Arc<Version>,
    next: impl Fn(&'a Action) -> Option<&'a Arc<Version>>,
) -> Vec<&'a Arc<Version>> {
    let mut reached = vec![first];
    let mut place = 0;
    while let Some(version) = reached.get(place).copied() {
        for target in version.flow.actions.values().filter_map(|action| next(action)) {
            if reached.iter().all(|known| known.id != target.id) {
                reached.push(target);
            }
        }
        place += 1;
    }
    reached
}

/// Every item that an action's parameters hold, with the field's key.
#[must_use]
pub fn items(action: &Action) -> Vec<(&str, &ItemRef)> {
    let mut found = Vec::new();
    action.params.visit(&mut |key, value| {
        if let Value::Item(item) = value {
            found.push((key, item));
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::flow::Link;
    use std::sync::Arc;

    /// A flow from `1>2 1>3 2>3`: each arrow a branch named after its target.
    fn flow(arrows: &str) -> Flow {
        let mut flow = Flow::blank(ActionId(1));
        for arrow in arrows.split_whitespace() {
            let (from, to) = arrow.split_once('>').unwrap();
            let (from, to) = (ActionId(from.parse().unwrap()), ActionId(to.parse().unwrap()));
            for id in [from, to] {
                flow.actions.entry(id).or_insert_with(|| Arc::new(Action::new(id, "node")));
            }
            let action = Arc::make_mut(flow.actions.get_mut(&from).unwrap());
            action.links.insert(to.to_string(), Link::To(to));
        }
        flow
    }

    fn all_links(action: &Action) -> Vec<String> {
        action.links.keys().cloned().collect()
    }

    #[test]
    fn home_is_under_the_first_arrow_depth_first() {
        let shape = shape(&flow("1>2 1>3 2>4 3>4 9>8"), &all_links);
        assert_eq!(shape.order, [1, 2, 4, 3, 9, 8].map(ActionId));
        assert_eq!(shape.reached, 4);
        assert!(shape.is_home(ActionId(4), ActionId(2), "4"));
        assert!(!shape.is_home(ActionId(4), ActionId(3), "4"));
    }

    #[test]
    fn only_what_nothing_else_leads_to_goes_with_an_action() {
        let flow = flow("1>2 1>3 2>4 3>4 2>5 5>2");
        assert_eq!(only_below(&flow, &all_links, ActionId(2)), [2, 5].map(ActionId).into());
        assert_eq!(only_below(&flow, &all_links, ActionId(3)), [3].map(ActionId).into());
    }

    #[test]
    fn a_long_chain_does_not_overflow_the_stack() {
        let arrows: Vec<String> = (1..100_000).map(|i| format!("{i}>{}", i + 1)).collect();
        assert_eq!(shape(&flow(&arrows.join(" ")), &all_links).order.len(), 100_000);
    }
}
