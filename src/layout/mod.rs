//! The tidy layout of an action tree, as a pure function from sizes, ports and edges to one position per card.
//! The tree grows to the right in aligned columns; subtrees are stacked in branch order and fitted by their contours, so the tree's own
//! wires neither cross nor run behind cards. The layout does not route wires, does not know the model or the window, and keeps no state between calls.

pub mod annotations;
pub mod arrange;
mod contour;
mod forest;
pub mod metrics;
pub mod room;
pub mod tree;

use std::mem;

use contour::{Contour, stack_contours};
use forest::{Card, plant};

/// The distance from the top of a card to its incoming arrow, in pixels; half the height on lower cards.
#[expect(clippy::cast_precision_loss, reason = "a small whole number")]
pub const ENTRY_Y: f32 = metrics::ENTRY as f32;

/// Sizes, gaps and ports are limited to this many pixels, so that their sums stay exact.
const MAX_SIZE: f32 = 1_048_576.0;
/// The unit of positions without a grid; also the finest grid.
const FINEST_UNIT: f64 = 1.0 / 64.0;

/// A request. Equal requests give equal layouts, so callers can cache results.
#[derive(Clone, Debug, PartialEq)]
pub struct LayoutRequest {
    /// The cards. The first is the root of the tree, the start of the flow.
    pub nodes: Vec<LayoutNode>,
    /// The minimum gap between two columns, in pixels.
    pub gap_x: f32,
    /// The minimum gap between two cards of one column, in pixels.
    pub gap_y: f32,
    /// Positions are multiples of this many pixels; zero means no grid (positions are then multiples of 1/64).
    pub grid: f32,
}

/// A card to place. A size that is negative or not finite counts as zero.
#[derive(Clone, Debug, PartialEq)]
pub struct LayoutNode {
    /// Identifies the card in the result; not interpreted.
    pub id: u64,
    /// The width in pixels.
    pub width: f32,
    /// The height in pixels.
    pub height: f32,
    /// The outgoing edges, in branch order.
    pub out: Vec<LayoutEdge>,
}

/// An outgoing edge of a card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LayoutEdge {
    /// The port, in pixels below the top of the card.
    pub port_y: f32,
    /// The target, as an index in [`LayoutRequest::nodes`]; an edge to nowhere is ignored.
    pub to: usize,
    /// Whether the target is placed under this edge. Of several such edges into one card the first counts, depth first in branch order; the others,
    /// and edges that would close a cycle, are links.
    pub is_tree: bool,
}

/// Places every card. Returns each id with its top left corner, in the order of the request.
///
/// The drawing starts at `[0, 0]`. Cards of one depth share a column, as wide as its widest card. A single child is placed so that its wire is
/// straight, to the nearest grid line; several children are centred on their ports. Cards that the root does not reach are below the others.
#[must_use]
pub fn layout(request: &LayoutRequest) -> Vec<(u64, [f32; 2])> {
    let scale = Scale::new(request);
    let cards = plant(&request.nodes);
    let xs = column_xs(&request.nodes, &cards, &scale);
    let ys = stack_cards(&request.nodes, &cards, &scale);
    let mut placed: Vec<_> = request.nodes.iter().map(|node| (node.id, [0.0; 2])).collect();
    for (card, y) in cards.iter().zip(ys) {
        if let Some((_, position)) = placed.get_mut(card.node) {
            *position = [scale.pixels(at(&xs, card.column)), scale.pixels(y)];
        }
    }
    placed
}

/// The left edge of each column, in units.
fn column_xs(nodes: &[LayoutNode], cards: &[Card], scale: &Scale) -> Vec<i64> {
    let mut widths = vec![0.0_f64; cards.iter().map(|card| card.column + 1).max().unwrap_or(0)];
    for card in cards {
        if let (Some(width), Some(node)) = (widths.get_mut(card.column), nodes.get(card.node)) {
            *width = width.max(size(node.width));
        }
    }
    let steps =
        widths.into_iter().scan(0, |next, width| Some(mem::replace(next, *next + scale.units_up(width + scale.gap_x))));
    steps.collect()
}

/// A finished subtree that waits for its parent.
#[derive(Default)]
struct Branch {
    card: usize,
    contour: Contour,
    /// Where the arrow enters the root card of the subtree, in pixels below the card's top.
    entry_y: f64,
    port_y: f64,
}

/// The top of each card, in units: subtrees from the leaves up, each around the top of its own card, then sums from the roots down.
fn stack_cards(nodes: &[LayoutNode], cards: &[Card], scale: &Scale) -> Vec<i64> {
    let mut ys = vec![0; cards.len()];
    let mut branches: Vec<Branch> = Vec::new();
    for (index, card) in cards.iter().enumerate().rev() {
        // The order is depth first from the back, so a card's children are on top, the first child topmost.
        let mut children = branches.split_off(branches.len().saturating_sub(card.children));
        children.reverse();
        let height = nodes.get(card.node).map_or(0.0, |node| size(node.height));
        let entry_y = f64::from(ENTRY_Y).min(height / 2.0);
        let (mut contour, offsets) =
            stack_contours(children.iter_mut().map(|child| mem::take(&mut child.contour)).collect());
        if let (Some(first), Some(last), Some(room)) = (children.first(), children.last(), offsets.last()) {
            let ports = first.port_y + last.port_y;
            let entries = first.entry_y + last.entry_y + scale.exact(*room);
            let shift = scale.units_near((ports - entries) / 2.0);
            contour.move_down(shift);
            for (child, offset) in children.iter().zip(&offsets) {
                put(&mut ys, child.card, offset + shift);
            }
        }
        contour.push(0, scale.units_up(height + scale.gap_y));
        branches.push(Branch { card: index, contour, entry_y, port_y: card.port_y });
    }
    let main = branches.pop().unwrap_or_default().contour;
    branches.reverse();
    let (extra, offsets) = stack_contours(branches.iter_mut().map(|branch| mem::take(&mut branch.contour)).collect());
    let lowest = main.levels().map(|level| level.below).max().unwrap_or(0);
    let highest = extra.levels().map(|level| level.top).min().unwrap_or(0);
    for (branch, offset) in branches.iter().zip(offsets) {
        put(&mut ys, branch.card, offset + lowest - highest);
    }
    for (index, card) in cards.iter().enumerate() {
        let from = card.parent.map_or(0, |parent| at(&ys, parent));
        if let Some(y) = ys.get_mut(index) {
            *y += from;
        }
    }
    let top = ys.iter().min().copied().unwrap_or(0);
    ys.iter().map(|y| y - top).collect()
}

/// Pixels and units. A unit is one step of the grid; whole units keep sums exact and the answer on the grid.
struct Scale {
    unit: f64,
    gap_x: f64,
    gap_y: f64,
}

impl Scale {
    fn new(request: &LayoutRequest) -> Self {
        Self { unit: size(request.grid).max(FINEST_UNIT), gap_x: size(request.gap_x), gap_y: size(request.gap_y) }
    }

    #[expect(clippy::cast_possible_truncation, reason = "sizes are limited, and a cast from a float saturates")]
    fn units_up(&self, pixels: f64) -> i64 {
        (pixels / self.unit).ceil() as i64
    }

    #[expect(clippy::cast_possible_truncation, reason = "sizes are limited, and a cast from a float saturates")]
    fn units_near(&self, pixels: f64) -> i64 {
        (pixels / self.unit).round() as i64
    }

    #[expect(clippy::cast_precision_loss, reason = "a drawing is far smaller than 2^53 units")]
    fn exact(&self, units: i64) -> f64 {
        units as f64 * self.unit
    }

    #[expect(clippy::cast_possible_truncation, reason = "the answer is in the window's precision")]
    fn pixels(&self, units: i64) -> f32 {
        self.exact(units) as f32
    }
}

/// A valid length, or zero.
fn size(pixels: f32) -> f64 {
    if pixels.is_finite() { f64::from(pixels.clamp(0.0, MAX_SIZE)) } else { 0.0 }
}

fn at<T: Copy + Default>(values: &[T], index: usize) -> T {
    values.get(index).copied().unwrap_or_default()
}

fn put<T>(values: &mut [T], index: usize, value: T) {
    if let Some(slot) = values.get_mut(index) {
        *slot = value;
    }
}

#[cfg(test)]
#[allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "a test may panic, and whole pixels compare exactly"
)]
mod tests {
    use super::*;

    const HEADER: f32 = 46.0;
    const ROW: f32 = 26.0;

    /// A request from a text such as `start -> hours; hours -> menu, ~closed`: one branch per target, `~` for a link. Cards are numbered as
    /// they first appear, 200 wide and as high as their branches need.
    fn flow(text: &str) -> (Vec<String>, LayoutRequest) {
        let mut names: Vec<String> = Vec::new();
        let mut nodes: Vec<LayoutNode> = Vec::new();
        let mut number = |name: &str, nodes: &mut Vec<LayoutNode>| {
            names.iter().position(|known| known == name).unwrap_or_else(|| {
                names.push(name.to_owned());
                nodes.push(LayoutNode { id: nodes.len() as u64, width: 200.0, height: HEADER, out: Vec::new() });
                nodes.len() - 1
            })
        };
        for line in text.split(';') {
            let (from, targets) = line.split_once("->").unwrap_or((line, ""));
            let from = number(from.trim(), &mut nodes);
            for target in targets.split(',').map(str::trim).filter(|target| !target.is_empty()) {
                let to = number(target.trim_start_matches('~'), &mut nodes);
                let port_y = nodes[from].height + ROW / 2.0;
                nodes[from].height += ROW;
                nodes[from].out.push(LayoutEdge { port_y, to, is_tree: !target.starts_with('~') });
            }
        }
        (names, LayoutRequest { nodes, gap_x: 40.0, gap_y: 20.0, grid: 1.0 })
    }

    /// Positions by name.
    fn placed(text: &str) -> impl Fn(&str) -> [f32; 2] {
        let (names, request) = flow(text);
        let positions = layout(&request);
        move |name| positions[names.iter().position(|known| known == name).unwrap()].1
    }

    struct XorShift(u64);

    impl XorShift {
        fn below(&mut self, limit: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            usize::try_from(self.0 >> 11).unwrap() % limit
        }

        fn length(&mut self, from: u16, to: u16) -> f32 {
            f32::from(from + u16::try_from(self.below(usize::from(to - from))).unwrap())
        }
    }

    /// A forest with links, some cycles, some edges without a target and cards of all sizes.
    fn random_request(seed: u64, are_all_edges_tree: bool) -> LayoutRequest {
        let mut random = XorShift(seed * 0x9e37_79b9 + 1);
        let count = 1 + random.below(150);
        let reach = 1 + random.below(20);
        let mut nodes: Vec<LayoutNode> = (0..count as u64)
            .map(|id| LayoutNode { id, width: random.length(0, 300), height: random.length(0, 400), out: Vec::new() })
            .collect();
        let mut ports = vec![0.0; count];
        let mut connect = |from: usize, to: usize, is_tree: bool, step: f32| {
            ports[from] += step;
            let edge = LayoutEdge { port_y: ports[from], to, is_tree };
            nodes[from].out.push(edge);
        };
        for index in 1..count {
            let parent = index - 1 - random.below(reach.min(index));
            if random.below(30) > 0 {
                connect(parent, index, true, 26.0);
            }
            if random.below(3) == 0 {
                connect(random.below(count), random.below(count + 3), are_all_edges_tree, 26.0);
            }
        }
        let grid = [0.0, 1.0, 4.0, 10.0, 7.5][random.below(5)];
        LayoutRequest { nodes, gap_x: random.length(0, 60), gap_y: random.length(0, 40), grid }
    }

    fn assert_apart(request: &LayoutRequest, positions: &[(u64, [f32; 2])], note: &str) {
        let cards: Vec<_> = request.nodes.iter().zip(positions).collect();
        for (index, (a, (_, [ax, ay]))) in cards.iter().enumerate() {
            for (b, (_, [bx, by])) in cards.iter().skip(index + 1) {
                let is_apart_x = ax + a.width + request.gap_x <= *bx || bx + b.width + request.gap_x <= *ax;
                let is_apart_y = ay + a.height + request.gap_y <= *by || by + b.height + request.gap_y <= *ay;
                assert!(is_apart_x || (ax.eq(bx) && is_apart_y), "{note}: {} and {} are too close", a.id, b.id);
            }
        }
    }

    /// Pairs of a card and its parent, by number, as the module interprets the request.
    fn homes(request: &LayoutRequest) -> Vec<(usize, usize)> {
        let cards = plant(&request.nodes);
        cards.iter().filter_map(|card| Some((card.node, cards[card.parent?].node))).collect()
    }

    #[test]
    fn cards_keep_their_distance_on_the_grid() {
        for seed in 0..600 {
            let request = random_request(seed, seed % 5 == 0);
            let positions = layout(&request);
            assert_eq!(positions.len(), request.nodes.len());
            assert_apart(&request, &positions, &format!("seed {seed}"));
            for value in positions.iter().flat_map(|(_, position)| position) {
                assert!(
                    *value >= 0.0 && (request.grid == 0.0 || (value % request.grid) == 0.0),
                    "seed {seed}: {value}"
                );
            }
        }
    }

    #[test]
    fn tree_wires_do_not_cross() {
        for seed in 0..600 {
            let mut request = random_request(seed, false);
            request.nodes.iter_mut().for_each(|node| {
                node.height += 1.0;
                node.out.retain(|edge| edge.is_tree);
            });
            let positions: Vec<_> = layout(&request).into_iter().map(|(_, position)| position).collect();
            let mut wires: Vec<_> = Vec::new();
            for (from, node) in request.nodes.iter().enumerate() {
                wires.extend(node.out.iter().map(|edge| (positions[from], edge.port_y, positions[edge.to])));
            }
            for (a, a_port, a_end) in &wires {
                assert!(a_end[0] > a[0], "seed {seed}: a wire runs backward");
                for (b, b_port, b_end) in wires.iter().filter(|(b, ..)| b[0] == a[0]) {
                    let starts = a[1].total_cmp(&b[1]).then(a_port.total_cmp(b_port));
                    assert_eq!(starts, a_end[1].total_cmp(&b_end[1]), "seed {seed}: {a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn branches_keep_their_order() {
        let at = placed("start -> menu; menu -> one, two, three; one -> a, b; three -> c, d");
        for column in [["one", "two", "three"].as_slice(), ["a", "b", "c", "d"].as_slice()] {
            assert!(column.is_sorted_by(|above, below| at(above)[0] == at(below)[0] && at(above)[1] < at(below)[1]));
        }
    }

    #[test]
    fn a_single_chain_is_level() {
        let (_, mut request) = flow("start -> hours; hours -> menu; menu -> queue; queue -> mailbox");
        for (node, port_y) in request.nodes.iter_mut().zip([30.0, 59.0, 150.0, 16.0, 0.0]) {
            node.out.iter_mut().for_each(|edge| edge.port_y = port_y);
        }
        let positions = layout(&request);
        for (node, pair) in request.nodes.iter().zip(positions.windows(2)) {
            let [(_, from), (_, to)] = pair else { panic!("windows of two") };
            assert_eq!(from[1] + node.out[0].port_y, to[1] + ENTRY_Y);
            assert_eq!(from[0] + 240.0, to[0]);
        }
    }

    #[test]
    fn children_are_centred_on_their_ports() {
        let at = placed("menu -> one, two, three; two -> a, b, c");
        let entries = f32::midpoint(at("one")[1], at("three")[1]) + ENTRY_Y;
        assert_eq!(at("menu")[1] + HEADER + ROW * 1.5, entries);
    }

    #[test]
    fn subtrees_fit_under_one_another_by_contour() {
        // `one` leads to a tall subtree, but `two` is placed directly under the low card itself.
        let at = placed("menu -> one, two; one -> a; a -> b, c, d; two");
        assert_eq!(at("two")[1] - at("one")[1], HEADER + ROW + 20.0);
        let at = placed("menu -> one, two, three; one -> a, b, c, d; two; three -> e, f, g, h");
        let above = at("two")[1] - at("one")[1] - HEADER - ROW * 4.0;
        let below = at("three")[1] - at("two")[1] - HEADER;
        assert!((above - below).abs() <= 1.0 && above > 30.0, "`two` is amid the room: {above} {below}");
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_card() {
        let (_, mut request) = flow("start -> one, two; one -> a; two -> b");
        request.nodes[2].width = 301.0;
        let xs: Vec<_> = layout(&request).into_iter().map(|(_, [x, _])| x).collect();
        assert_eq!(xs, [0.0, 240.0, 240.0, 581.0, 581.0]);
    }

    #[test]
    fn links_move_no_card() {
        for seed in 0..100 {
            let request = random_request(seed, false);
            let mut without = request.clone();
            without.nodes.iter_mut().for_each(|node| node.out.retain(|edge| edge.is_tree));
            assert_eq!(layout(&request), layout(&without), "seed {seed}");
        }
    }

    #[test]
    fn a_card_is_one_column_after_its_parent() {
        for seed in 0..100 {
            let mut request = random_request(seed, seed % 5 == 0);
            request.nodes.iter_mut().for_each(|node| node.width = 200.0);
            let positions = layout(&request);
            let step = 200.0 + request.gap_x;
            for (child, parent) in homes(&request) {
                let way = positions[child].1[0] - positions[parent].1[0];
                assert!(way >= step && way < step + request.grid.max(1.0), "seed {seed}: {way}");
            }
        }
    }

    #[test]
    fn extra_roots_stand_below() {
        let at = placed(
            "start -> one, two, ~late; one; two -> ~gone; lone -> kid, late; other -> ~lone; \
             round -> square; square -> round; own -> own",
        );
        let lowest = ["start", "one", "two"].map(|name| at(name)[1]).into_iter().fold(0.0, f32::max);
        let extras = ["gone", "lone", "other", "own", "round"];
        let is_below = |name: &&str| at(name)[0] == 0.0 && at(name)[1] >= lowest + HEADER + 20.0;
        assert!(extras.iter().all(is_below));
        assert!(extras.is_sorted_by(|above, below| at(above)[1] < at(below)[1]));
        assert_eq!(["kid", "late", "square"].map(|name| at(name)[0]), [240.0; 3]);
    }

    #[test]
    fn the_first_home_counts_depth_first() {
        let (names, request) = flow("start -> one, two, start; one -> a; a -> shared, one; two -> shared, two");
        let name = |(card, parent): (usize, usize)| format!("{}<{}", names[card], names[parent]);
        let homes: Vec<_> = homes(&request).into_iter().map(name).collect();
        assert_eq!(homes, ["one<start", "a<one", "shared<a", "two<start"]);
    }

    #[test]
    fn equal_requests_give_equal_layouts() {
        for seed in 0..50 {
            assert_eq!(layout(&random_request(seed, false)), layout(&random_request(seed, false).clone()));
        }
    }

    #[test]
    fn invalid_lengths_count_as_zero() {
        let (_, mut request) = flow("menu -> one, two; one -> a; two -> b");
        let mut ask = |length: f32| {
            (request.nodes[1].width, request.nodes[1].height) = (length, length);
            request.nodes[0].out[0].port_y = length;
            request.nodes[2].width = length;
            (request.gap_y, request.grid) = (length, length);
            layout(&request)
        };
        let zero = ask(0.0);
        for length in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -3.0] {
            assert_eq!(ask(length), zero, "{length}");
        }
    }

    #[test]
    fn odd_requests_get_a_layout() {
        let ask =
            |nodes: Vec<LayoutNode>, gap: f32, grid| layout(&LayoutRequest { nodes, gap_x: gap, gap_y: gap, grid });
        assert_eq!(ask(Vec::new(), 10.0, 4.0), []);
        let edge = |to, port_y| LayoutEdge { port_y, to, is_tree: true };
        let out = vec![edge(0, f32::NAN), edge(9, 1.0), edge(usize::MAX, 1.0), edge(1, f32::NEG_INFINITY)];
        let first = LayoutNode { id: 7, width: f32::NAN, height: f32::INFINITY, out };
        let second = LayoutNode { id: 7, width: -5.0, height: f32::MAX, out: vec![edge(0, f32::MAX), edge(1, 0.0)] };
        for grid in [0.0, -1.0, f32::NAN, f32::INFINITY, f32::MIN_POSITIVE, f32::MAX] {
            for gap in [0.0, -10.0, f32::NAN, f32::MAX] {
                let positions = ask(vec![first.clone(), second.clone(), first.clone()], gap, grid);
                assert!(
                    positions.len() == 3
                        && positions.iter().all(|(id, at)| *id == 7 && at.iter().all(|v| v.is_finite()))
                );
            }
        }
    }

    #[test]
    fn a_deep_chain_needs_no_deep_stack() {
        let node = |id: u64, out| LayoutNode { id, width: 10.0, height: 40.0, out };
        let edge = |id: u64, is_tree| LayoutEdge { port_y: ENTRY_Y, to: usize::try_from(id).unwrap(), is_tree };
        let chain = |id: u64| node(id, vec![edge(id + 1, true), edge(id / 2, false), edge((id + 7) % 50_000, false)]);
        let nodes = (0..50_000).map(chain).collect();
        let positions = layout(&LayoutRequest { nodes, gap_x: 10.0, gap_y: 10.0, grid: 4.0 });
        assert!(positions.is_sorted_by(|(_, left), (_, right)| left[0] + 20.0 == right[0] && left[1] == right[1]));
        assert_eq!(positions.len(), 50_000);
    }
}
