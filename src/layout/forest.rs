//! Assigns each card a parent and a column: the forest of tree edges. Links and sizes play no role here, so a new link moves no card.

use std::mem;

use super::{LayoutNode, at, put, size};

/// A card's place in the forest. Cards are stored in depth-first order: a subtree is a range, and its first child comes next.
#[derive(Clone, Copy, Default)]
pub(super) struct Card {
    pub(super) node: usize,
    pub(super) parent: Option<usize>,
    /// The parent's port that leads here, in pixels.
    pub(super) port_y: f64,
    pub(super) children: usize,
    /// How many tree edges there are from the root to the card.
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
                let above = parent.and_then(|parent: usize| cards.get_mut(parent));
                let column = above.map_or(0, |parent| {
                    parent.children += 1;
                    parent.column + 1
                });
                open.push((cards.len(), nodes.get(node).map_or(&[][..], |node| &node.out).iter()));
                cards.push(Card { node, parent, port_y, children: 0, column });
            }
            let Some((index, edges)) = open.last_mut() else {
                break;
            };
            match edges.find(|edge| edge.is_tree) {
                Some(edge) => found = Some((edge.to, Some(*index), size(edge.port_y))),
                None => drop(open.pop()),
            }
        }
    }
    cards
}
