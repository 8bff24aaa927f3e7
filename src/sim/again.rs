//! Which actions of a flow a call may enter again. A round can only be where it may, so that at all other actions nobody looks for one
//! (spec: meaning §9).

use std::collections::{BTreeMap, BTreeSet};

use crate::actions;
use crate::catalog::branch::IF_SOMETHING_FAILS;
use crate::model::{ActionId, Flow, Link};

/// The actions that a call may enter again in one interaction: those between two actions on rounds of links. Where an action leads to
/// another routing, that may lead back, so all of them.
pub(super) fn may_come_again(flow: &Flow) -> BTreeSet<ActionId> {
    if flow.actions.values().any(|action| actions::leads_to_a_routing(action)) {
        return flow.actions.keys().copied().collect();
    }
    let places: BTreeMap<ActionId, usize> = flow.actions.keys().copied().zip(0..).collect();
    let place_of = |link: &Link| link.target().and_then(|id| places.get(&id).copied());
    // Where something technical fails, any action may go on as Start says.
    let on_failure = flow.start().and_then(|start| place_of(start.links.get(IF_SOMETHING_FAILS.key)?));
    let ways = flow.actions.values().zip(0..).flat_map(|(action, from)| {
        let next = action.links.values().filter_map(place_of).chain(on_failure);
        next.map(move |to| (from, to)).collect::<Vec<_>>()
    });
    let ways: Vec<(usize, usize)> = ways.collect();
    let back: Vec<(usize, usize)> = ways.iter().map(|(from, to)| (*to, *from)).collect();
    let ahead = left_over(places.len(), &ways);
    let behind = left_over(places.len(), &back);
    let stays = |place: usize| ahead.get(place) == Some(&true) && behind.get(place) == Some(&true);
    places.into_iter().filter(|(_, place)| stays(*place)).map(|(id, _)| id).collect()
}

/// Takes away, again and again, what no way leads to. Whether each place is left over.
fn left_over(places: usize, ways: &[(usize, usize)]) -> Vec<bool> {
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); places];
    let mut coming: Vec<usize> = vec![0; places];
    for (from, to) in ways {
        next.get_mut(*from).into_iter().for_each(|next| next.push(*to));
        coming.get_mut(*to).into_iter().for_each(|count| *count += 1);
    }
    let mut free: Vec<usize> = (0..places).filter(|place| coming.get(*place) == Some(&0)).collect();
    let mut is_left = vec![true; places];
    while let Some(place) = free.pop() {
        is_left.get_mut(place).into_iter().for_each(|it| *it = false);
        for to in next.get(place).into_iter().flatten() {
            if let Some(count) = coming.get_mut(*to) {
                *count -= 1;
                if *count == 0 {
                    free.push(*to);
                }
            }
        }
    }
    is_left
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{Action, Flow};

    /// Every action that is reached from itself by links may come again, in small flows of every shape.
    #[test]
    fn what_leads_back_to_itself_comes_again() {
        let (mut on_rounds, mut entered_once) = (0, 0);
        for shape in 0..4_000_u32 {
            let mut flow = Flow::blank(ActionId(0));
            let mut rest = shape.wrapping_mul(2_654_435_761);
            for id in 0..5_u32 {
                let kind = if id == 0 { "start" } else { "node" };
                let mut action = Action::new(ActionId(id), kind);
                for key in ["ok", IF_SOMETHING_FAILS.key] {
                    let to = rest % 9;
                    rest /= 9;
                    if to < 5 && (id == 0 || key == "ok") {
                        action.links.insert(key.to_owned(), Link::To(ActionId(to)));
                    }
                }
                flow.actions.insert(action.id, Arc::new(action));
            }
            let links = |id: ActionId| {
                let fails = flow.actions[&ActionId(0)].links.get(IF_SOMETHING_FAILS.key);
                flow.actions[&id].links.values().chain(fails).filter_map(|link| link.target()).collect::<Vec<_>>()
            };
            let found = may_come_again(&flow);
            for id in flow.actions.keys() {
                let mut reached: BTreeSet<ActionId> = BTreeSet::new();
                let mut next = links(*id);
                while let Some(to) = next.pop() {
                    if reached.insert(to) {
                        next.extend(links(to));
                    }
                }
                let is_on_round = reached.contains(id);
                assert!(!is_on_round || found.contains(id), "{shape}: {id}");
                on_rounds += usize::from(is_on_round);
                entered_once += usize::from(!found.contains(id));
            }
        }
        assert!(on_rounds > 1_000 && entered_once > 1_000, "{on_rounds} {entered_once}");
    }

    #[test]
    fn another_routing_may_lead_back() {
        let mut flow = Flow::blank(ActionId(1));
        assert!(may_come_again(&flow).is_empty());
        for kind in ["to_routing", "call_routing"] {
            flow.actions.insert(ActionId(2), Arc::new(Action::new(ActionId(2), kind)));
            assert_eq!(may_come_again(&flow).len(), 2, "{kind}");
        }
    }
}
