//! Where the nodes of a map are drawn: entry points at the left, routings by their distance, and destinations at the right. Arrows lead to
//! the right, apart from those of loops. Within a column, nodes are near to those that lead to them.

use crate::catalog::ItemKind;
use crate::layout::metrics::{CARD_WIDTH, ENTRY, card_height, port_y};
use crate::model::{Pos, ResourceKind};
use crate::uses::ItemId;

use super::{Map, graph};

/// The gap between two columns, in canvas units: wide enough for the arrows between them.
const GAP_X: i32 = 88;
/// The gap between two nodes of a column.
const GAP_Y: i32 = 24;
/// How often the columns are put in order.
const SWEEPS: usize = 9;

/// The drawing of a map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// The column of each node, from 0.
    pub columns: Vec<usize>,
    /// The top left corner of each node.
    pub corners: Vec<Pos>,
}

/// Where the nodes of a map go, of which each has a number of ports, and each edge leaves by the port of its number.
#[must_use]
pub fn places(map: &Map, ports: &[usize], edge_ports: &[usize]) -> Places {
    let columns = columns(map);
    let mut order = Order::new(map, &columns, ports, edge_ports);
    let tops = order.tops();
    let left = |column: usize| i32::try_from(column).unwrap_or(i32::MAX / 1_000).saturating_mul(CARD_WIDTH + GAP_X);
    let corners = columns.iter().zip(tops).map(|(column, top)| Pos(left(*column), top)).collect();
    Places { columns, corners }
}

/// The column of each node: the longest way to a routing without going round, and behind all routings what contacts go to.
fn columns(map: &Map) -> Vec<usize> {
    let count = map.nodes.len();
    let is_routing = |place: usize| map.node(place).is_some_and(|node| node.kind == ItemKind::Routing);
    let between: Vec<(usize, usize)> =
        map.arrows().into_iter().filter(|(from, to)| is_routing(*to) && from != to).collect();
    let walk = graph::walk(count, &between);
    let mut columns: Vec<usize> = (0..count).map(|place| usize::from(is_routing(place))).collect();
    for place in walk.finished.iter().rev() {
        let own = columns.get(*place).copied().unwrap_or(0);
        for (_, to) in between.iter().filter(|arrow| arrow.0 == *place && !walk.back.contains(arrow)) {
            columns.get_mut(*to).into_iter().for_each(|column| *column = (*column).max(own + 1));
        }
    }
    let last = columns.iter().max().copied().unwrap_or(0);
    let group = ItemKind::Resource(ResourceKind::DistributionGroup);
    let has_groups = map.nodes.iter().any(|node| node.kind == group);
    for (column, node) in columns.iter_mut().zip(&map.nodes) {
        if matches!(node.item, ItemId::Resource(_)) {
            *column = last + 1 + usize::from(has_groups && node.kind != group);
        }
    }
    columns
}

/// The columns while they are being put in order.
struct Order {
    /// The nodes of each column, top to bottom, without those that stand apart.
    columns: Vec<Vec<usize>>,
    /// The nodes of each column that no arrow enters or leaves: they go below the others.
    apart: Vec<Vec<usize>>,
    heights: Vec<i32>,
    /// For each node, the nodes that lead to it and those that it leads to, with how far below its top the arrow would be level with the
    /// top of that node.
    before: Vec<Vec<(usize, i32)>>,
    after: Vec<Vec<(usize, i32)>>,
}

impl Order {
    fn new(map: &Map, columns: &[usize], ports: &[usize], edge_ports: &[usize]) -> Self {
        let count = map.nodes.len();
        let mut sorted = vec![Vec::new(); columns.iter().max().map_or(0, |last| last + 1)];
        for (place, column) in columns.iter().enumerate() {
            sorted.get_mut(*column).into_iter().for_each(|nodes: &mut Vec<usize>| nodes.push(place));
        }
        let (mut before, mut after) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        for (edge, port) in map.edges.iter().zip(edge_ports) {
            if columns.get(edge.from) >= columns.get(edge.to) {
                continue;
            }
            let offset = port_y(*port) - ENTRY;
            before.get_mut(edge.to).into_iter().for_each(|all: &mut Vec<(usize, i32)>| all.push((edge.from, offset)));
            after.get_mut(edge.from).into_iter().for_each(|all: &mut Vec<(usize, i32)>| all.push((edge.to, -offset)));
        }
        let heights = ports.iter().map(|ports| card_height(*ports)).collect();
        let is_apart = |place: &usize| !map.edges.iter().any(|edge| edge.from == *place || edge.to == *place);
        let (columns, apart) = sorted.into_iter().map(|nodes| nodes.into_iter().partition(|it| !is_apart(it))).unzip();
        Self { columns, apart, heights, before, after }
    }

    /// The tops of all nodes: by turns from the left and from the right, each column is ordered by where the neighbours of its nodes would
    /// have them, and its nodes go as near to that as the gaps allow. The highest one is at 0.
    fn tops(&mut self) -> Vec<i32> {
        let mut tops = self.stacked();
        for sweep in 0..SWEEPS {
            let is_forwards = sweep % 2 == 0;
            for column in self.turn(is_forwards) {
                let neighbours = if is_forwards { &self.before } else { &self.after };
                let Some(nodes) = self.columns.get_mut(column) else { continue };
                let wish = |place: &usize| (wanted(neighbours, &tops, *place), *place);
                let mut wishes: Vec<(i32, usize)> = nodes.iter().map(wish).collect();
                // Those that want the same stay in their order.
                wishes.sort_by_key(|(top, _)| *top);
                *nodes = wishes.iter().map(|(_, place)| *place).collect();
                let settled = settled(&wishes, &self.heights);
                for (place, top) in nodes.iter().zip(settled) {
                    tops.get_mut(*place).into_iter().for_each(|own| *own = top);
                }
            }
        }
        for (nodes, apart) in self.columns.iter().zip(&self.apart) {
            let lowest = nodes.last().map(|place| top_of(&tops, *place) + height(&self.heights, *place) + GAP_Y);
            let highest = self.columns.iter().flatten().map(|place| top_of(&tops, *place)).min();
            stack(apart, lowest.or(highest).unwrap_or(0), &self.heights, &mut tops);
        }
        let highest = tops.iter().min().copied().unwrap_or(0);
        tops.into_iter().map(|top| top - highest).collect()
    }

    /// The columns from the second one on, from the left, or from the last but one, from the right.
    fn turn(&self, is_forwards: bool) -> Vec<usize> {
        let all = 0..self.columns.len();
        if is_forwards { all.skip(1).collect() } else { all.rev().skip(1).collect() }
    }

    /// The tops of all nodes, each column stacked from 0.
    fn stacked(&self) -> Vec<i32> {
        let mut tops = vec![0; self.heights.len()];
        for nodes in &self.columns {
            stack(nodes, 0, &self.heights, &mut tops);
        }
        tops
    }
}

fn height(heights: &[i32], place: usize) -> i32 {
    heights.get(place).copied().unwrap_or(0)
}

fn top_of(tops: &[i32], place: usize) -> i32 {
    tops.get(place).copied().unwrap_or(0)
}

/// Puts nodes below one another, from a top on.
fn stack(nodes: &[usize], mut top: i32, heights: &[i32], tops: &mut [i32]) {
    for place in nodes {
        tops.get_mut(*place).into_iter().for_each(|own| *own = top);
        top += height(heights, *place) + GAP_Y;
    }
}

/// The middle of where the neighbours of a node would have it; without any, where it is.
fn wanted(neighbours: &[Vec<(usize, i32)>], tops: &[i32], place: usize) -> i32 {
    let own = top_of(tops, place);
    let all = neighbours.get(place).map_or(&[][..], Vec::as_slice);
    let sum: i64 = all.iter().map(|(other, offset)| i64::from(top_of(tops, *other) + offset)).sum();
    let count = i64::try_from(all.len()).unwrap_or(1);
    if count == 0 { own } else { i32::try_from(sum / count).unwrap_or(own) }
}

/// Tops in this order, as near to the wanted ones as the heights and gaps allow: those that would meet move together.
fn settled(wishes: &[(i32, usize)], heights: &[i32]) -> Vec<i32> {
    /// Nodes that touch: the sum of their wanted shifts, how many they are.
    struct Block {
        sum: i64,
        count: i64,
    }
    let mut blocks: Vec<Block> = Vec::new();
    let mut offsets = Vec::with_capacity(wishes.len());
    let mut offset = 0_i64;
    for (top, place) in wishes {
        offsets.push(offset);
        let mut block = Block { sum: i64::from(*top) - offset, count: 1 };
        while let Some(above) = blocks.pop_if(|above| above.sum * block.count > block.sum * above.count) {
            block = Block { sum: block.sum + above.sum, count: block.count + above.count };
        }
        blocks.push(block);
        offset += i64::from(height(heights, *place) + GAP_Y);
    }
    let shifts = blocks.iter().flat_map(|block| {
        let count = usize::try_from(block.count).unwrap_or(0);
        std::iter::repeat_n(block.sum.div_euclid(block.count), count)
    });
    shifts.zip(offsets).map(|(shift, offset)| i32::try_from(shift + offset).unwrap_or(0)).collect()
}
