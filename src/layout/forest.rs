//! Assigns each card a parent and a column: the forest of tree edges, with shared cards moved right for their links.
//! Sizes play no role here.

use std::mem;

use super::{LayoutNode, at, at_or, put, size};

/// The maximum number of columns that a shared card moves right so that the links to it run forward.
const MAX_PUSH: usize = 4;

/// A card's place in the forest. Cards are stored in depth-first order: a subtree is a range, and its first child comes next.
#[derive(Clone, Copy, Default)]
pub(super) struct Card {
    pub(super) node: usize,
    pub(super) parent: Option<usize>,
    /// The parent's port that leads here, in pixels.
    pub(super) port_y: f64,
    pub(super) children: usize,
    /// One past the last card of the subtree.
    end: usize,
    pub(super) column: usize,
}

/// Finds each card's parent. Roots are the first node, then nodes without a tree edge to them, then the first node of each remaining cycle.
pub(super) fn plant(nodes: &[LayoutNode]) -> Vec<Card> {
    let mut has_home = vec![false; nodes.len()];
    for (index, node) in nodes.iter().enumerate() {
        for edge in node.out.iter().filter(|edge| edge.is_tree && edge.to != index) {
            put(&mut has_home, edge.to, true);
        }
    }
    let orphans = (0..nodes.len()).filter(|&index| !at(&has_home, index));
    let mut is_new = vec![true; nodes.len()];
    let mut cards: Vec<Card> = Vec::with_capacity(nodes.len());
    let mut open = Vec::new();
    for root in (0..nodes.len().min(1)).chain(orphans).chain(0..nodes.len()) {
        let mut found = Some((root, None, 0.0));
        loop {
            if let Some((node, parent, port_y)) = found.take()
                && is_new.get_mut(node).is_some_and(mem::take)
            {
                if let Some(parent) = parent.and_then(|parent: usize| cards.get_mut(parent)) {
                    parent.children += 1;
                }
                open.push((cards.len(), nodes.get(node).map_or(&[][..], |node| &node.out).iter()));
                cards.push(Card { node, parent, port_y, ..Card::default() });
            }
            let Some((index, edges)) = open.last_mut() else {
                break;
            };
            if let Some(edge) = edges.find(|edge| edge.is_tree) {
                found = Some((edge.to, Some(*index), size(edge.port_y)));
            } else {
                let end = cards.len();
                if let Some(card) = cards.get_mut(*index) {
                    card.end = end;
                }
                open.pop();
            }
        }
    }
    cards
}

/// The links into a card while columns are assigned.
#[derive(Clone, Copy, Default)]
struct Inflow {
    /// The number of sources, including the parent, without a column.
    waiting: usize,
    links: usize,
    first_column: usize,
    last_column: usize,
}

/// Gives each card the column after its parent's. If several links lead to a card and all start at least that far right, it gets the column
/// after the last of them.
///
/// Links from the parent always run forward and links to an ancestor never can, so neither counts. A card is placed when all its sources
/// have a column. In a cycle of links, the first card in tree order is placed without its remaining links.
pub(super) fn assign_columns(nodes: &[LayoutNode], cards: &mut [Card]) {
    let mut card_of = vec![usize::MAX; nodes.len()];
    for (index, card) in cards.iter().enumerate() {
        put(&mut card_of, card.node, index);
    }
    let mut inflows = vec![Inflow::default(); cards.len()];
    let mut links: Vec<Vec<usize>> = Vec::with_capacity(cards.len());
    for (source, card) in cards.iter().enumerate() {
        let edges = nodes.get(card.node).map_or(&[][..], |node| &node.out);
        let targets = edges.iter().map(|edge| at_or(&card_of, edge.to, usize::MAX));
        let forward = targets.filter(|&target| {
            let is_ancestor = |card: &Card| target <= source && source < card.end;
            cards
                .get(target)
                .is_some_and(|card| card.parent.is_some_and(|parent| parent != source) && !is_ancestor(card))
        });
        links.push(forward.collect());
    }
    for (index, card) in cards.iter().enumerate() {
        let targets = links.get(index).into_iter().flatten().copied();
        for target in targets.chain(card.parent.map(|_| index)) {
            if let Some(inflow) = inflows.get_mut(target) {
                inflow.waiting += 1;
            }
        }
    }
    let roots = (0..cards.len()).filter(|&index| at(cards, index).parent.is_none());
    let mut ready: Vec<usize> = roots.collect();
    let mut is_open = vec![true; cards.len()];
    for next in 0..=cards.len() {
        while let Some(index) = ready.pop() {
            if !is_open.get_mut(index).is_some_and(mem::take) {
                continue;
            }
            let (card, inflow) = (at(cards, index), at(&inflows, index));
            let own = card.parent.map_or(0, |parent| at(cards, parent).column + 1);
            let is_pushed = inflow.links > 1 && inflow.first_column >= own && inflow.last_column < own + MAX_PUSH;
            let column = if is_pushed { inflow.last_column + 1 } else { own };
            if let Some(card) = cards.get_mut(index) {
                card.column = column;
            }
            let mut settle = |target: usize, is_link: bool| {
                let Some(inflow) = inflows.get_mut(target) else {
                    return;
                };
                if is_link {
                    inflow.first_column = if inflow.links == 0 { column } else { inflow.first_column.min(column) };
                    inflow.last_column = inflow.last_column.max(column);
                    inflow.links += 1;
                }
                inflow.waiting = inflow.waiting.saturating_sub(1);
                if inflow.waiting == 0 {
                    ready.push(target);
                }
            };
            links.get(index).into_iter().flatten().for_each(|&target| settle(target, true));
            let mut child = index + 1;
            while child < card.end {
                settle(child, false);
                child = at(cards, child).end.max(child + 1);
            }
        }
        ready.push(next);
    }
}
