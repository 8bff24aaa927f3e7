//! A drawing of a tree, and what it is like.

use std::collections::BTreeSet;
use std::iter::Sum;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Pos2, Rect, Vec2, pos2, vec2};
use signalbox::canvas::{self, CanvasScene, Card, Port, PortState, Standing, Wire, WireKind};
use signalbox::layout::metrics::{CARD_WIDTH, GAP_X, GAP_Y, card_height, port_y};
use signalbox::layout::{LayoutEdge, LayoutNode, LayoutRequest, layout};

use super::trees::Tree;

/// Cards and arrows with their places, in the order of the tree.
pub struct Drawing {
    pub cards: Vec<Rect>,
    pub lines: Vec<Vec<Pos2>>,
    /// How long it took to lead the lines.
    pub time: Duration,
}

/// The size of a card.
#[expect(clippy::cast_precision_loss, reason = "a card is small")]
pub fn size_of(branches: usize) -> Vec2 {
    vec2(CARD_WIDTH as f32, card_height(branches) as f32)
}

impl Drawing {
    /// The drawing of the product.
    #[expect(clippy::cast_precision_loss, reason = "gaps and ports are small whole numbers")]
    pub fn ours(tree: &Tree) -> Self {
        let node = |(card, branches): (usize, &Vec<Option<super::trees::To>>)| {
            let edge = |(row, to): (usize, &Option<super::trees::To>)| {
                let to = (*to)?;
                Some(LayoutEdge { port_y: port_y(row) as f32, to: to.card, is_tree: to.is_tree })
            };
            let size = size_of(branches.len());
            let out = branches.iter().enumerate().filter_map(edge).collect();
            LayoutNode { id: card as u64, width: size.x, height: size.y, out }
        };
        let nodes: Vec<LayoutNode> = tree.cards.iter().enumerate().map(node).collect();
        let request = LayoutRequest { nodes, gap_x: GAP_X as f32, gap_y: GAP_Y as f32, grid: 1.0 };
        let places: Vec<Pos2> = layout(&request).into_iter().map(|(_, [x, y])| pos2(x, y)).collect();
        let scene = scene(tree, &places);
        let began = Instant::now();
        let lines = canvas::lines(&scene).into_iter().map(|(_, line)| line).collect();
        Self { cards: scene.cards.iter().map(Card::rect).collect(), lines, time: began.elapsed() }
    }

    /// What the drawing is like.
    pub fn facts(&self, tree: &Tree) -> Facts {
        let mut facts = Facts { cards: self.cards.len(), arrows: self.lines.len(), ..Facts::default() };
        for (place, card) in self.cards.iter().enumerate() {
            let after = self.cards.iter().skip(place + 1);
            facts.overlaps += after.filter(|other| other.shrink(0.5).intersects(card.shrink(0.5))).count();
        }
        let mut lines = self.lines.iter();
        for (from, branches) in tree.cards.iter().enumerate() {
            let mut last = f32::NEG_INFINITY;
            for to in branches.iter().flatten() {
                let Some(line) = lines.next() else { continue };
                let is_behind = self.is_behind(line, from, to.card);
                if to.is_tree {
                    facts.branches_behind += usize::from(is_behind);
                    let top = self.cards.get(to.card).map_or(0.0, Rect::top);
                    facts.siblings += usize::from(last > f32::NEG_INFINITY);
                    facts.ordered += usize::from(last > f32::NEG_INFINITY && top > last);
                    last = top;
                } else {
                    facts.links_behind += usize::from(is_behind);
                }
            }
        }
        facts.time = self.time;
        facts.crossings = crossings(&self.lines);
        facts.length = self.lines.iter().map(|line| length(line)).sum();
        let all = self.cards.iter().fold(Rect::NOTHING, |all, card| all.union(*card));
        facts.area = all.area();
        facts
    }

    fn is_behind(&self, line: &[Pos2], from: usize, to: usize) -> bool {
        let area = Rect::from_points(line);
        let near = self.cards.iter().enumerate().filter(|(_, card)| card.intersects(area));
        let mut near = near.map(|(place, card)| if place == from || place == to { card.shrink(1.5) } else { *card });
        near.any(|card| line.windows(2).any(|pair| matches!(pair, [a, b] if enters(*a, *b, card))))
    }
}

/// Sums over drawings.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts {
    cards: usize,
    arrows: usize,
    overlaps: usize,
    branches_behind: usize,
    links_behind: usize,
    siblings: usize,
    ordered: usize,
    crossings: usize,
    length: f32,
    area: f32,
    time: Duration,
}

impl Sum for Facts {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            cards: sum.cards + one.cards,
            arrows: sum.arrows + one.arrows,
            overlaps: sum.overlaps + one.overlaps,
            branches_behind: sum.branches_behind + one.branches_behind,
            links_behind: sum.links_behind + one.links_behind,
            siblings: sum.siblings + one.siblings,
            ordered: sum.ordered + one.ordered,
            crossings: sum.crossings + one.crossings,
            length: sum.length + one.length,
            area: sum.area + one.area,
            time: sum.time + one.time,
        })
    }
}

impl Facts {
    /// The head of the table.
    pub fn head() -> String {
        let row = |words: [&str; 10]| {
            let [name, numbers @ ..] = words;
            format!("{name:<38}") + &numbers.map(|word| format!("{word:>10}")).concat()
        };
        row(["drawings", "arrows", "overlaps", "branches", "links", "order", "crossings", "length", "area", "lines"])
            + "\n"
            + &row(["", "", "", "behind", "behind", "%", "", "1000 px", "Mpx", "us each"])
    }

    /// A row of the table.
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    pub fn row(&self, name: &str) -> String {
        let order = if self.siblings == 0 { 100.0 } else { self.ordered as f64 / self.siblings as f64 * 100.0 };
        let each = if self.time.is_zero() {
            String::new()
        } else {
            format!("{:.1}", self.time.as_secs_f64() * 1e6 / self.arrows.max(1) as f64)
        };
        format!(
            "{name:<38}{:>10}{:>10}{:>10}{:>10}{order:>10.1}{:>10}{:>10.1}{:>10.2}{each:>10}",
            self.arrows,
            self.overlaps,
            self.branches_behind,
            self.links_behind,
            self.crossings,
            self.length / 1e3,
            self.area / 1e6
        )
    }
}

fn scene(tree: &Tree, places: &[Pos2]) -> CanvasScene {
    let port = |row: usize| Port { key: Arc::from(row.to_string()), label: String::new(), state: PortState::Linked };
    let card = |(place, (branches, pos)): (usize, (&Vec<_>, &Pos2))| Card {
        id: place as u64,
        pos: *pos,
        ports: (0..branches.len()).map(port).collect(),
        ..Card::default()
    };
    let mut wires = Vec::new();
    for (from, branches) in tree.cards.iter().enumerate() {
        for (port, to) in branches.iter().enumerate() {
            let Some(to) = to else { continue };
            let kind = if to.is_tree { WireKind::Tree } else { WireKind::Link };
            wires.push(Wire { from: from as u64, port, to: to.card as u64, kind, standing: Standing::Plain });
        }
    }
    let cards = tree.cards.iter().zip(places).enumerate().map(card).collect();
    CanvasScene { revision: 1, cards, wires, ..CanvasScene::default() }
}

fn length(line: &[Pos2]) -> f32 {
    line.windows(2).map(|pair| if let [a, b] = pair { a.distance(*b) } else { 0.0 }).sum()
}

/// Whether a segment runs through the inside of an area (Liang and Barsky).
fn enters(a: Pos2, b: Pos2, area: Rect) -> bool {
    let (mut first, mut last) = (0.0_f32, 1.0_f32);
    let along = b - a;
    for (by, distance) in [
        (-along.x, a.x - area.left()),
        (along.x, area.right() - a.x),
        (-along.y, a.y - area.top()),
        (along.y, area.bottom() - a.y),
    ] {
        if by.abs() < 1e-6 {
            if distance <= 0.0 {
                return false;
            }
        } else if by < 0.0 {
            first = first.max(distance / by);
        } else {
            last = last.min(distance / by);
        }
    }
    first < last
}

/// At how many places lines cross. Lines that run on each other are one to the eye, so a place where they cross another line counts once.
fn crossings(lines: &[Vec<Pos2>]) -> usize {
    let boxes: Vec<Rect> = lines.iter().map(|line| Rect::from_points(line)).collect();
    let mut places = BTreeSet::new();
    for (place, (line, area)) in lines.iter().zip(&boxes).enumerate() {
        let others = lines.iter().zip(&boxes).skip(place + 1).filter(|(_, other)| other.intersects(*area));
        others.for_each(|(other, _)| cross(line, other, &mut places));
    }
    places.len()
}

/// Adds the places at which two lines cross, in whole pixels.
#[expect(clippy::cast_possible_truncation, reason = "a drawing is small")]
fn cross(line: &[Pos2], other: &[Pos2], places: &mut BTreeSet<(i32, i32)>) {
    let side = |a: Pos2, b: Pos2, p: Pos2| (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
    let pairs =
        |line: &[Pos2]| line.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect::<Vec<_>>();
    let theirs = pairs(other);
    for (a, b) in pairs(line) {
        let area = Rect::from_two_pos(a, b);
        for (c, d) in theirs.iter().filter(|(c, d)| area.intersects(Rect::from_two_pos(*c, *d))) {
            let (before, after) = (side(*c, *d, a), side(*c, *d, b));
            if side(a, b, *c) * side(a, b, *d) < 0.0 && before * after < 0.0 {
                let at = a + (b - a) * (before / (before - after));
                places.insert((at.x.round() as i32, at.y.round() as i32));
            }
        }
    }
}
