//! The edges of a flow that was taken apart. Values of a part that a step treats alike are one class: where all are alike, the step does not
//! read the part, and else an edge needs one value of its class (spec: testing §4).

use std::collections::BTreeMap;

use super::compiler::{Compiler, Node};
use super::flow::{Edge, Effect, Flow};
use super::look::wide;
use super::parts::{Mask, Values, bit};

/// The flow with its edges.
pub(super) fn of(compiler: Compiler<'_>) -> Flow {
    let Compiler { mut flow, nodes, open, .. } = compiler;
    for effect in &mut flow.effects {
        effect.sets.sort_unstable();
        effect.counts.sort_unstable();
    }
    let mut classes = Classes { nodes: &nodes, effects: &flow.effects, known: vec![None; nodes.len()] };
    let mut edges = Vec::new();
    for (from, open) in open.iter().enumerate() {
        for (input, root) in open.roots.iter().enumerate() {
            if let Some(root) = root {
                let mut found = Found { from, input, needs: Values::new(), any: Vec::new(), edges: &mut edges };
                classes.follow(*root, &mut found);
            }
        }
    }
    flow.edges = edges;
    flow.index();
    flow
}

struct Found<'a> {
    from: usize,
    input: usize,
    needs: Values,
    any: Vec<usize>,
    edges: &'a mut Vec<Edge>,
}

struct Classes<'a> {
    nodes: &'a [Node],
    effects: &'a [Effect],
    known: Vec<Option<u128>>,
}

impl Classes<'_> {
    /// What follows at a node, as a number: two nodes with the same number do the same for all values of the parts.
    fn number(&mut self, node: usize) -> u128 {
        if let Some(known) = self.known.get(node).copied().flatten() {
            return known;
        }
        let nodes = self.nodes;
        let number = match nodes.get(node) {
            Some(Node::Does(effect)) => self.effects.get(*effect).map_or(0, |effect| {
                let Effect { to, decided: _, sets, counts, events, menus: _, ms: _, is_good } = effect;
                wide(&(to, sets, counts, events, is_good))
            }),
            Some(Node::Reads(part, below)) => {
                let classes = self.classes(below);
                match classes.keys().next().filter(|_| classes.len() == 1) {
                    Some(only) => *only,
                    None => {
                        wide(&(part, classes.iter().map(|(number, (mask, _))| (*number, *mask)).collect::<Vec<_>>()))
                    }
                }
            }
            Some(Node::Forks(_, below)) => {
                let mut numbers: Vec<u128> =
                    below.iter().filter_map(|(_, node)| *node).map(|node| self.number(node)).collect();
                numbers.sort_unstable();
                numbers.dedup();
                match numbers.as_slice() {
                    [only] => *only,
                    _ => wide(&numbers),
                }
            }
            None => 0,
        };
        self.known.get_mut(node).into_iter().for_each(|known| *known = Some(number));
        number
    }

    /// The values of a part by what follows: for each class its values and one node.
    fn classes(&mut self, below: &BTreeMap<usize, usize>) -> BTreeMap<u128, (Mask, usize)> {
        let mut classes: BTreeMap<u128, (Mask, usize)> = BTreeMap::new();
        for (value, node) in below {
            let number = self.number(*node);
            classes.entry(number).or_insert((0, *node)).0 |= bit(*value);
        }
        classes
    }

    fn follow(&mut self, node: usize, found: &mut Found<'_>) {
        let nodes = self.nodes;
        match nodes.get(node) {
            Some(Node::Does(effect)) => {
                let Found { from, input, needs, any, edges } = found;
                let (needs, any) = (needs.clone(), any.clone());
                edges.push(Edge { from: *from, input: *input, needs, any, effect: *effect });
            }
            Some(Node::Reads(part, below)) => {
                let classes = self.classes(below);
                let is_read = classes.len() > 1;
                let mut classes: Vec<(Mask, usize)> = classes.into_values().collect();
                // The order of numbers says nothing.
                classes.sort_unstable_by_key(|(mask, _)| mask.trailing_zeros());
                for (mask, node) in classes {
                    if is_read {
                        found.needs.push((*part, mask));
                        self.follow(node, found);
                        found.needs.pop();
                    } else {
                        found.any.push(*part);
                        self.follow(node, found);
                        found.any.pop();
                    }
                }
            }
            Some(Node::Forks(_, below)) => {
                let mut is_followed = Vec::new();
                for node in below.iter().filter_map(|(_, node)| *node) {
                    let number = self.number(node);
                    if !is_followed.contains(&number) {
                        is_followed.push(number);
                        self.follow(node, found);
                    }
                }
            }
            None => {}
        }
    }
}
