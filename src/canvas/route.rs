//! The line of a wire. A branch of the tree is a curve, unless a card is in the way. A link, and a branch that would run behind a card, is
//! routed: right out of its port, up or down the gutter, along a lane free of cards, and into its target from the left. Links to one card
//! share their lanes, and links back run below. A bounded number of lanes is tried, and the shortest is taken, so most routes cost microseconds
//! however large the scene is. Where every lane crosses a card, the way leads through the gaps between cards (`maze.rs`).

use std::collections::HashSet;

use egui::{Pos2, Rangef, Rect, pos2};

use super::index::{LINK_REACH, SceneIndex, WireEnds};
use super::maze::Maze;
use super::scene::WireKind;
use super::wire::{HEAD_LENGTH, curve, distance_to_line, enters, rounded};

/// The least distance between a link and a card.
const CLEARANCE: f32 = 7.0;
/// How far a link leaves a port before it turns.
const STUB: f32 = 14.0;
/// The number of lanes to try.
const LANES: usize = 24;
const CORNER: f32 = 8.0;
const COST_OF_CROSSING: f32 = 4000.0;
/// A path over more cards than this counts as the worst.
const MOST_CROSSINGS: usize = 10;
/// The greatest number of cards between which a way is looked for.
const MOST_CARDS: usize = 1_500;

/// The gap between two lanes side by side.
const SPACING: f32 = 4.0;
/// The greatest number of lanes side by side.
const ABREAST: usize = 6;
/// What a lane above a link back costs more than one below, in pixels of length.
const COST_ABOVE: f32 = 600.0;

/// The line of a wire, and whether it was routed, which takes time.
#[must_use]
pub fn line(index: &SceneIndex, wire: &WireEnds) -> (Vec<Pos2>, bool) {
    if wire.kind == WireKind::Tree {
        let curve = curve(wire.start, wire.end);
        if !is_behind_a_card(index, wire, &curve) {
            return (curve, false);
        }
    }
    (route(index, wire), true)
}

/// Whether a line runs behind a card. The ends touch their own cards.
fn is_behind_a_card(index: &SceneIndex, wire: &WireEnds, line: &[Pos2]) -> bool {
    let mut is_behind = false;
    index.each_card_in(Rect::from_points(line), |place, rect| {
        let rect = if place == wire.from || place == wire.to { rect.shrink(1.0) } else { rect };
        let crosses = |pair: &[Pos2]| matches!(pair, [a, b] if enters(*a, *b, rect));
        is_behind = line.windows(2).any(crosses);
        !is_behind
    });
    is_behind
}

/// The line of a link from its port to the base of its arrow head.
fn route(index: &SceneIndex, link: &WireEnds) -> Vec<Pos2> {
    let foot = pos2(link.end.x - HEAD_LENGTH * 0.6, link.end.y);
    rounded(&corners(index, link, foot), CORNER)
}

fn lane_of(number: usize) -> f32 {
    f32::from(u8::try_from(number % ABREAST).unwrap_or(0)) * SPACING
}

fn corners(index: &SceneIndex, link: &WireEnds, foot: Pos2) -> Vec<Pos2> {
    let (start, end) = (link.start, link.end);
    // Links to one card share its lanes; links to the cards above and below it stay apart from them.
    let out = start.x + STUB + lane_of(link.to);
    let offset = lane_of(link.to % 3);
    let apart = offset;
    let into = end.x - HEAD_LENGTH - STUB - apart;
    let reach = Rect::from_two_pos(start, end).expand2(LINK_REACH);

    let best = search(index, link, foot, reach, out, into, offset);
    let way = if best.crossings > 0 { through(index, link, foot, reach, out, into) } else { None };
    way.unwrap_or(best.corners)
}

/// The way of a link that no single lane serves: through the gaps between cards, with as many lanes as it takes.
fn through(index: &SceneIndex, link: &WireEnds, foot: Pos2, reach: Rect, out: f32, into: f32) -> Option<Vec<Pos2>> {
    let (lane, apart) = (lane_of(link.to), lane_of(link.to % 3));
    let mut cards = Vec::new();
    index.each_card_in(reach, |_, rect| {
        cards.push(rect);
        cards.len() < MOST_CARDS
    });
    // The gaps near the straight line matter most.
    let far = |rect: &Rect| distance_to_line(&[link.start, foot], rect.center());
    cards.sort_by(|a, b| far(a).total_cmp(&far(b)));
    let (mut xs, mut ys) = (vec![out, into], vec![link.start.y, foot.y]);
    for card in &cards {
        xs.extend([card.right() + STUB + lane, card.left() - HEAD_LENGTH - STUB - apart]);
        ys.extend([card.bottom() + CLEARANCE + 3.0 + apart, card.top() - CLEARANCE - 3.0 - apart]);
    }
    let unique = |values: &mut Vec<f32>, range: Rangef| {
        let mut known = HashSet::new();
        values.retain(|v| range.contains(*v) && known.insert(v.to_bits()));
    };
    unique(&mut xs, reach.x_range());
    unique(&mut ys, reach.y_range());
    let areas: Vec<Rect> = cards.iter().map(|rect| rect.expand(CLEARANCE + 0.5)).collect();
    let way = Maze::new(xs, ys, &areas).way(pos2(out, link.start.y), pos2(into, foot.y))?;
    let path: Vec<Pos2> = [link.start].into_iter().chain(way).chain([foot]).collect();
    let path = straightened(&path);
    (crossings(index, link, &path, f32::INFINITY) == 0).then_some(path)
}

struct Found {
    corners: Vec<Pos2>,
    cost: f32,
    crossings: usize,
}

fn search(index: &SceneIndex, link: &WireEnds, foot: Pos2, reach: Rect, out: f32, into: f32, offset: f32) -> Found {
    let start = link.start;
    let mut best = Found { corners: vec![start, foot], cost: f32::INFINITY, crossings: usize::MAX };
    for lane in lanes(index, link, out, into, reach, offset) {
        let path = [start, pos2(out, start.y), pos2(out, lane), pos2(into, lane), pos2(into, foot.y), foot];
        let path = straightened(&path);
        let bends = path.len();
        let length: f32 = path.windows(2).map(|p| p.first().zip(p.last()).map_or(0.0, |(a, b)| a.distance(*b))).sum();
        #[expect(clippy::cast_precision_loss, reason = "a handful of bends")]
        let base = length + bends as f32 * 12.0 + price(link, lane);
        if base >= best.cost {
            continue;
        }
        let crossings = crossings(index, link, &path, best.cost - base);
        #[expect(clippy::cast_precision_loss, reason = "a handful of crossings")]
        let cost = base + crossings as f32 * COST_OF_CROSSING;
        if cost < best.cost {
            best = Found { corners: path, cost, crossings };
        }
    }
    best
}

/// What a lane costs beyond its length: a link back runs below where it can.
fn price(link: &WireEnds, lane: f32) -> f32 {
    let is_back = link.end.x < link.start.x;
    if is_back && lane < link.start.y.max(link.end.y) { COST_ABOVE } else { 0.0 }
}

/// The heights at which the link may cross, those with the smallest detour first.
fn lanes(index: &SceneIndex, link: &WireEnds, out: f32, into: f32, reach: Rect, offset: f32) -> Vec<f32> {
    let (low, high) = (link.start.y.min(link.end.y), link.start.y.max(link.end.y));
    let mut lanes = vec![link.start.y, link.end.y];
    let mut collect = |top: f32, bottom: f32| {
        let band = Rect::from_min_max(pos2(out.min(into), top), pos2(out.max(into), bottom));
        let mut seen = 0;
        index.each_card_in(band, |_, rect| {
            lanes.push(rect.top() - CLEARANCE - 3.0 - offset);
            lanes.push(rect.bottom() + CLEARANCE + 3.0 + offset);
            seen += 1;
            seen < 600
        });
    };
    if high - low > 2.0 * LINK_REACH.y {
        collect(low - LINK_REACH.y, low + LINK_REACH.y);
        collect(high - LINK_REACH.y, high + LINK_REACH.y);
    } else {
        collect(low - LINK_REACH.y, high + LINK_REACH.y);
    }
    lanes.retain(|y| reach.y_range().contains(*y));
    let detour = |y: f32| (y - link.start.y).abs() + (y - link.end.y).abs();
    lanes.sort_by(|a, b| detour(*a).total_cmp(&detour(*b)));
    lanes.dedup_by(|a, b| (*a - *b).abs() < 1.0);
    lanes.truncate(LANES);
    lanes
}

/// The number of cards that a path crosses or comes too close to; stops counting when the path cannot become the best.
fn crossings(index: &SceneIndex, link: &WireEnds, path: &[Pos2], budget: f32) -> usize {
    let mut count = 0_usize;
    let last = path.len().saturating_sub(2);
    for (at, pair) in path.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        let area = Rect::from_two_pos(*a, *b).expand(CLEARANCE);
        index.each_card_in(area, |place, _| {
            // The ends touch their own cards.
            let own = (at == 0 && place == link.from) || (at == last && place == link.to);
            count += usize::from(!own);
            #[expect(clippy::cast_precision_loss, reason = "a handful of crossings")]
            let affordable = (count as f32) * COST_OF_CROSSING < budget;
            affordable && count < MOST_CROSSINGS
        });
    }
    count
}

/// The same path without points on a straight line.
fn straightened(path: &[Pos2]) -> Vec<Pos2> {
    let mut points: Vec<Pos2> = Vec::with_capacity(path.len());
    for point in path {
        if points.last().is_some_and(|last| last.distance_sq(*point) < 0.25) {
            continue;
        }
        if let [.., a, b] = points.as_slice() {
            let upright = (a.x - b.x).abs() < 0.5 && (b.x - point.x).abs() < 0.5;
            let level = (a.y - b.y).abs() < 0.5 && (b.y - point.y).abs() < 0.5;
            let onwards = (*b - *a).dot(*point - *b) > 0.0;
            if (upright || level) && onwards {
                points.pop();
            }
        }
        points.push(*point);
    }
    points
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{card, link, scene, tree};
    use super::super::scene::CanvasScene;
    use super::*;

    /// The lines of all wires, in their order.
    fn lines(scene: &CanvasScene) -> Vec<Vec<Pos2>> {
        let index = SceneIndex::new(scene);
        index.wires().iter().map(|wire| line(&index, wire).0).collect()
    }

    /// The cards that the only wire crosses, apart from its own ends.
    fn crossed(scene: &CanvasScene) -> Vec<u64> {
        let index = SceneIndex::new(scene);
        let wire = index.wires()[0];
        let line = route(&index, &wire);
        assert!(line.iter().all(|p| wire.reach.contains(*p)));
        scene
            .cards
            .iter()
            .enumerate()
            .filter(|(at, card)| {
                let rect = if *at == wire.from || *at == wire.to { card.rect().shrink(1.0) } else { card.rect() };
                line.windows(2).any(|p| Rect::from_two_pos(p[0], p[1]).intersects(rect))
            })
            .map(|(_, card)| card.id)
            .collect()
    }

    #[test]
    fn goes_around_a_card_in_between() {
        let scene =
            scene(vec![card(1, 0.0, 0.0, 2), card(2, 300.0, -40.0, 4), card(3, 600.0, 0.0, 1)], vec![link(1, 0, 3)]);
        assert!(crossed(&scene).is_empty());
    }

    #[test]
    fn goes_back_to_the_left_below_or_above_the_cards() {
        let cards = (0..5_u8).map(|i| card(u64::from(i) + 1, f32::from(i) * 270.0, 0.0, 3)).collect();
        let scene = scene(cards, vec![link(5, 1, 2)]);
        assert!(crossed(&scene).is_empty());
    }

    #[test]
    fn finds_a_gutter_in_a_dense_grid() {
        let mut cards = Vec::new();
        for column in 0..6_u8 {
            for row in 0..6_u8 {
                let id = u64::from(column) * 6 + u64::from(row) + 1;
                cards.push(card(id, f32::from(column) * 264.0, f32::from(row) * 160.0, 3));
            }
        }
        for (from, to) in [(1, 36), (36, 1), (3, 15), (20, 17), (7, 12)] {
            let scene = scene(cards.clone(), vec![link(from, 2, to)]);
            assert_eq!(crossed(&scene), Vec::<u64>::new(), "{from} to {to}");
        }
    }

    #[test]
    fn straight_when_nothing_is_in_the_way() {
        let scene = scene(vec![card(1, 0.0, 0.0, 1), card(2, 400.0, 39.0, 1)], vec![link(1, 0, 2)]);
        let index = SceneIndex::new(&scene);
        assert_eq!(route(&index, &index.wires()[0]).len(), 2);
    }

    #[test]
    fn a_branch_is_a_curve_unless_a_card_is_in_the_way() {
        let plain = scene(vec![card(1, 0.0, 0.0, 2), card(2, 280.0, -90.0, 1)], vec![tree(1, 0, 2)]);
        let index = SceneIndex::new(&plain);
        assert_eq!(line(&index, &index.wires()[0]), (curve(index.wires()[0].start, index.wires()[0].end), false));
        // A card in between, and a follower to the left of its own card.
        let between = vec![card(1, 0.0, 0.0, 2), card(2, 280.0, 0.0, 4), card(3, 560.0, 0.0, 1)];
        let back = vec![card(1, 0.0, 0.0, 2), card(3, -500.0, 0.0, 1)];
        for cards in [between, back] {
            let scene = scene(cards, vec![tree(1, 0, 3)]);
            let index = SceneIndex::new(&scene);
            let wire = index.wires()[0];
            assert!(is_behind_a_card(&index, &wire, &curve(wire.start, wire.end)));
            let (line, is_routed) = line(&index, &wire);
            assert!(is_routed && !is_behind_a_card(&index, &wire, &line));
            assert!(line.iter().all(|p| wire.reach.contains(*p)));
        }
    }

    #[test]
    fn links_to_one_card_share_a_lane_and_others_keep_apart() {
        let cards =
            vec![card(1, 0.0, 0.0, 4), card(2, 280.0, -40.0, 6), card(3, 560.0, 400.0, 1), card(4, 560.0, 600.0, 1)];
        let lines = lines(&scene(cards, vec![link(1, 0, 3), link(1, 1, 3), link(1, 2, 4)]));
        // The upright piece beside the card, and the one before the target.
        let uprights = |line: &[Pos2]| {
            let long =
                line.windows(2).filter(|pair| (pair[0].x - pair[1].x).abs() < 0.1 && pair[0].distance(pair[1]) > 20.0);
            long.map(|pair| pair[0].x).collect::<Vec<_>>()
        };
        assert_eq!(uprights(&lines[0]), uprights(&lines[1]));
        assert!(uprights(&lines[0]).iter().zip(uprights(&lines[2])).all(|(own, other)| (own - other).abs() >= SPACING));
    }

    #[test]
    fn a_link_back_runs_below() {
        let cards = (0..4_u8).map(|i| card(u64::from(i) + 1, f32::from(i) * 280.0, 0.0, 3)).collect();
        let lines = lines(&scene(cards, vec![link(4, 0, 2)]));
        let bottom = card(1, 0.0, 0.0, 3).rect().bottom();
        assert!(lines[0].iter().any(|p| p.y > bottom), "{lines:?}");
        assert!(lines[0].iter().all(|p| p.y >= 0.0), "{lines:?}");
    }
}
