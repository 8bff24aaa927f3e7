//! Removing actions from a tree: what led to a removed action leads on to what followed it, or is cut (spec: domain §6). Where an action is
//! put instead is in `tree.rs`.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::actions;
use crate::model::walk::only_below;
use crate::model::{Action, ActionId, Flow, Link, TreeType, VersionId};

use super::room::{self, Left};
use super::slot::Slot;
use super::tree::{action, change, flow, heals_by, tree_type};
use super::tx::{Refusal, Tx};

/// The removed actions, each with the link that replaces every link to it; none cuts them.
#[derive(Default)]
struct Removed(BTreeMap<ActionId, Option<Link>>);

impl Removed {
    /// What a link is replaced by, through all removed actions on the way.
    fn replaced(&mut self, link: Link) -> Option<Link> {
        let mut passed = Vec::new();
        let mut now = Some(link);
        while let Some(id) = now.and_then(Link::target)
            && let Some(next) = self.0.get(&id)
        {
            count_one();
            passed.push(id);
            now = *next;
        }
        // The next one who asks takes one step, however many actions are removed in a row.
        self.0.extend(passed.into_iter().map(|id| (id, now)));
        now
    }

    fn has(&self, link: Link) -> bool {
        count_one();
        link.target().is_some_and(|id| self.0.contains_key(&id))
    }

    /// The links of an action as they are without the removed ones; nothing when they stay as they are.
    fn links_of(&mut self, action: &Action) -> Option<BTreeMap<String, Link>> {
        if !action.links.values().any(|link| self.has(*link)) {
            return None;
        }
        let replaced = action.links.iter().filter_map(|(branch, link)| Some((branch.clone(), self.replaced(*link)?)));
        Some(replaced.collect())
    }

    /// Takes the actions out of the tree, in one pass over its links.
    fn take_out(mut self, tx: &mut Tx, version: VersionId) -> Result<(), Refusal> {
        let left: Vec<Arc<Action>> = flow(tx, version)?.actions.values().cloned().collect();
        let mut gaps: Vec<Left> = Vec::new();
        for action in left.iter().filter(|action| !self.0.contains_key(&action.id)).collect::<Vec<_>>() {
            if let Some(links) = self.links_of(action) {
                gaps.extend(gaps_after(flow(tx, version)?, action, &links));
                change(tx, version, action.id, |action| action.links = links)?;
            }
        }
        for id in self.0.into_keys() {
            tx.put(Slot::Action(version, id, None));
            tx.put(Slot::Position(version, id, None));
        }
        room::close(tx, version, &gaps, &[])
    }
}

/// The followers that take the places of removed actions after an action, by the links that the action gets.
fn gaps_after(flow: &Flow, action: &Action, links: &BTreeMap<String, Link>) -> Vec<Left> {
    let gap = |(branch, link): (&String, &Link)| {
        let (removed, heir) = (action.links.get(branch)?.target()?, link.target()?);
        let place = flow.positions.get(&removed).filter(|_| removed != heir)?;
        Some((heir, (action.id, branch.clone()), *place))
    };
    links.iter().filter_map(gap).collect()
}

/// Counts how often a link is looked at, for the test that this does not grow with the number of removed actions.
fn count_one() {
    #[cfg(test)]
    tests::LOOKED_AT.set(tests::LOOKED_AT.get() + 1);
}

/// How many links lead to each action.
fn entering(flow: &Flow) -> BTreeMap<ActionId, usize> {
    let mut counts = BTreeMap::new();
    for id in flow.actions.values().flat_map(|action| action.links.values()).filter_map(|link| link.target()) {
        count_one();
        *counts.entry(id).or_default() += 1;
    }
    counts
}

/// Removes actions, one after the other; Start is left alone.
pub(super) fn remove(tx: &mut Tx, version: VersionId, ids: &[ActionId]) -> Result<(), Refusal> {
    let flow = flow(tx, version)?;
    let tree = tree_type(tx, version);
    let mut removed = Removed::default();
    let mut entering = entering(flow);
    for id in ids {
        let found = flow.actions.get(id).filter(|action| !action.is_start() && !removed.0.contains_key(id));
        let Some(found) = found else { continue };
        let links = removed.links_of(found).unwrap_or_else(|| found.links.clone());
        let entered = entering.remove(id).unwrap_or_default();
        let heir = if entered > 0 { heir(found, &links, tree)? } else { None };
        removed.0.insert(*id, heir);
        if let Some(to) = heir.and_then(Link::target) {
            *entering.entry(to).or_default() += entered;
        }
        // Its own links go with it, also one that led back to it.
        for link in links.into_values() {
            if let Some(to) = removed.replaced(link).and_then(Link::target) {
                entering.entry(to).and_modify(|count| *count = count.saturating_sub(1));
            }
        }
    }
    removed.take_out(tx, version)
}

/// What replaces the links to an action that is removed.
fn heir(action: &Action, links: &BTreeMap<String, Link>, tree: TreeType) -> Result<Option<Link>, Refusal> {
    let now = Action { links: links.clone(), ..action.clone() };
    Ok(heals_by(&now, tree)?.filter(|link| link.target() != Some(action.id)))
}

/// Removes an action with all that only it leads to.
pub(super) fn remove_below(tx: &mut Tx, version: VersionId, top: ActionId) -> Result<(), Refusal> {
    if action(tx, version, top)?.is_start() {
        return Err(Refusal::Invalid("Start cannot be removed.".to_owned()));
    }
    let tree = tree_type(tx, version);
    let below = only_below(flow(tx, version)?, &|action| actions::branch_keys(action, tree), top);
    Removed(below.into_iter().map(|id| (id, None)).collect()).take_out(tx, version)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::catalog::sample;
    use crate::edit::{Context, Document, Edit};
    use crate::model::{Project, Routing, RoutingId, Version, VersionInfo};

    thread_local! {
        pub(super) static LOOKED_AT: Cell<usize> = const { Cell::new(0) };
    }

    const VERSION: VersionId = VersionId(902);
    /// Actions of the chain, with Start.
    const COUNT: u32 = 3_000;

    /// A chain of pauses, each with a second arrow to the third action: so many actions with Start.
    fn chain(count: u32) -> Project {
        let mut project = sample::project();
        let routing = Routing { id: RoutingId(901), last_action: ActionId(count), ..Routing::default() };
        let mut flow = Flow::blank(ActionId(1));
        for id in 2..=count {
            let mut pause = Action::new(ActionId(id), "pause");
            pause.links.insert("ok".to_owned(), if id == count { Link::EndsHere } else { Link::To(ActionId(id + 1)) });
            pause.links.insert("former".to_owned(), Link::To(ActionId(3)));
            flow.actions.insert(pause.id, Arc::new(pause));
        }
        let start = flow.actions.get_mut(&ActionId(1)).map(Arc::make_mut).unwrap();
        start.links.insert("ok".to_owned(), Link::To(ActionId(2)));
        let info = VersionInfo { routing: routing.id, ..VersionInfo::default() };
        project.versions.insert(VERSION, Arc::new(Version { id: VERSION, info, flow }));
        project.routings.insert(routing.id, Arc::new(routing));
        project
    }

    fn links(document: &Document) -> usize {
        document.project().versions[&VERSION].flow.actions.values().map(|action| action.links.len()).sum()
    }

    /// How many times links are looked at when an edit of the chain is applied; the document then.
    fn looked_at(edit: &Edit) -> (usize, Document) {
        let mut document = Document::new(chain(COUNT));
        LOOKED_AT.set(0);
        document.apply(edit, &Context::default()).unwrap();
        (LOOKED_AT.get(), document)
    }

    #[test]
    fn the_work_of_removing_grows_with_the_links_and_not_with_their_number_times_the_actions() {
        let all = links(&Document::new(chain(COUNT)));
        let ids = |is_removed: &dyn Fn(u32) -> bool| (2..=COUNT).filter(|id| is_removed(*id)).map(ActionId).collect();
        let scattered: Vec<ActionId> = ids(&|id| id % 3 == 2);
        // In a row, with the action that every other one leads to among them.
        let in_a_row: Vec<ActionId> = ids(&|id| (2..1_000).contains(&id));
        let upwards: Vec<ActionId> = in_a_row.iter().rev().copied().collect();
        for actions in [scattered, in_a_row, upwards] {
            let (seen, document) = looked_at(&Edit::RemoveActions { version: VERSION, actions: actions.clone() });
            assert!((all / 2..=5 * all).contains(&seen), "{seen} looks at {all} links");
            let flow = &document.project().versions[&VERSION].flow;
            assert_eq!(flow.actions.len(), COUNT as usize - actions.len());
            let first = flow.actions.keys().find(|id| id.0 > 1).copied().unwrap();
            assert_eq!(flow.actions[&ActionId(1)].links["ok"], Link::To(first));
        }
        let (seen, document) = looked_at(&Edit::RemoveBelow { version: VERSION, action: ActionId(2) });
        // Only the links of what stays are looked at.
        assert!((1..=all).contains(&seen), "{seen} looks at {all} links");
        assert_eq!(links(&document), 0, "only Start is left");
    }
}
