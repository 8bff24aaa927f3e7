//! Look-up tables of a scene: cards by id and by position, wires by their ends. They are built once per revision, so that a frame costs only
//! what is in view.

use std::collections::{BTreeSet, HashMap};

use egui::{Pos2, Rect, Vec2, vec2};

use super::scene::{CARD_WIDTH, CanvasScene, CardId, Standing, WireKind, entry_pos, port_pos};
use super::wire::curve_bounds;

/// How far a routed link may leave the rectangle between its ends.
pub const LINK_REACH: Vec2 = vec2(260.0, 420.0);

const CELL: f32 = 512.0;

/// A wire with the indices of its ends in the scene.
#[derive(Clone, Copy, Debug)]
pub struct WireEnds {
    /// The index of the wire in the scene.
    pub wire: usize,
    /// The index of the card it leaves.
    pub from: usize,
    /// The index of the port in that card.
    pub port: usize,
    /// The index of the card it enters.
    pub to: usize,
    /// The kind of the wire.
    pub kind: WireKind,
    /// The standing of the wire in a comparison.
    pub standing: Standing,
    /// The start.
    pub start: Pos2,
    /// The tip of the arrow head.
    pub end: Pos2,
    /// An area that contains the wire, however it is routed.
    pub reach: Rect,
}

/// Look-up tables of one revision of a scene.
#[derive(Debug, Default)]
pub struct SceneIndex {
    revision: Option<u64>,
    by_id: HashMap<CardId, usize>,
    // The areas of notes and frames.
    annotations: HashMap<CardId, Rect>,
    rects: Vec<Rect>,
    cells: HashMap<(i32, i32), Vec<usize>>,
    tallest: f32,
    bounds: Option<Rect>,
    wires: Vec<WireEnds>,
    // The reaches of all wires once more, since every frame checks all of them.
    reaches: Vec<Rect>,
    // Positions in `wires`, grouped by card: those of card `i` are at `starts[i]..starts[i + 1]`.
    leaving: Groups,
    entering: Groups,
    // The cards that are being dragged: they are nowhere until they are released.
    lifted: BTreeSet<usize>,
}

#[derive(Debug, Default)]
struct Groups {
    starts: Vec<usize>,
    items: Vec<usize>,
}

impl Groups {
    fn new(groups: usize, keys: impl Iterator<Item = usize> + Clone) -> Self {
        let mut starts = vec![0; groups + 1];
        for key in keys.clone() {
            if let Some(count) = starts.get_mut(key + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut items = vec![0; sum];
        for (item, key) in keys.enumerate() {
            if let Some(at) = next.get_mut(key) {
                if let Some(slot) = items.get_mut(*at) {
                    *slot = item;
                }
                *at += 1;
            }
        }
        Self { starts, items }
    }

    fn of(&self, group: usize) -> &[usize] {
        let start = self.starts.get(group).copied().unwrap_or(0);
        let end = self.starts.get(group + 1).copied().unwrap_or(start);
        self.items.get(start..end).unwrap_or(&[])
    }
}

fn cell_of(pos: Pos2) -> (i32, i32) {
    #[expect(clippy::cast_possible_truncation, reason = "positions are bounded")]
    let cell = |v: f32| (v / CELL).floor() as i32;
    (cell(pos.x), cell(pos.y))
}

impl SceneIndex {
    /// Rebuilds the tables if they are of another revision. Returns the former ones then.
    pub fn refresh(&mut self, scene: &CanvasScene) -> Option<Self> {
        if self.revision == Some(scene.revision) && self.rects.len() == scene.cards.len() {
            return None;
        }
        Some(std::mem::replace(self, Self::new(scene)))
    }

    /// The tables of a scene.
    #[must_use]
    pub fn new(scene: &CanvasScene) -> Self {
        let rects: Vec<Rect> = scene.cards.iter().map(super::scene::Card::rect).collect();
        let by_id: HashMap<_, _> = scene.cards.iter().enumerate().map(|(at, card)| (card.id, at)).collect();
        let mut cells: HashMap<_, Vec<usize>> = HashMap::new();
        let mut tallest = 0.0_f32;
        let mut bounds: Option<Rect> = None;
        for (at, rect) in rects.iter().enumerate() {
            cells.entry(cell_of(rect.min)).or_default().push(at);
            tallest = tallest.max(rect.height());
            bounds = Some(bounds.map_or(*rect, |all| all.union(*rect)));
        }
        let wires: Vec<WireEnds> = scene
            .wires
            .iter()
            .enumerate()
            .filter_map(|(wire, w)| {
                let from = *by_id.get(&w.from)?;
                let to = *by_id.get(&w.to)?;
                let ports = scene.cards.get(from)?.ports.len();
                (w.port < ports).then_some(())?;
                let (start, end) = (port_pos(*rects.get(from)?, w.port), entry_pos(*rects.get(to)?));
                let routed = Rect::from_two_pos(start, end).expand2(LINK_REACH);
                let reach = match w.kind {
                    WireKind::Tree => routed.union(curve_bounds(start, end)),
                    WireKind::Link => routed,
                };
                let (port, kind, standing) = (w.port, w.kind, w.standing);
                Some(WireEnds { wire, from, port, to, kind, standing, start, end, reach })
            })
            .collect();
        let annotations: HashMap<_, _> = scene.annotations.iter().map(|it| (it.id, it.rect())).collect();
        for rect in scene.annotations.iter().map(super::scene::Annotation::rect) {
            bounds = Some(bounds.map_or(rect, |all| all.union(rect)));
        }
        let leaving = Groups::new(rects.len(), wires.iter().map(|w| w.from));
        let entering = Groups::new(rects.len(), wires.iter().map(|w| w.to));
        let reaches = wires.iter().map(|wire| wire.reach).collect();
        Self {
            revision: Some(scene.revision),
            by_id,
            annotations,
            rects,
            cells,
            tallest,
            bounds,
            wires,
            reaches,
            leaving,
            entering,
            lifted: BTreeSet::new(),
        }
    }

    /// Lifts cards that are being dragged, so that nothing finds them where they were; all others are put down again.
    pub fn lift(&mut self, cards: Option<&BTreeSet<CardId>>) {
        self.lifted = cards.into_iter().flatten().filter_map(|id| self.place(*id)).collect();
    }

    /// The index of a card in the scene.
    #[must_use]
    pub fn place(&self, id: CardId) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    /// The area of a card, a note or a frame.
    #[must_use]
    pub fn area(&self, id: CardId) -> Option<Rect> {
        self.place(id).map(|place| self.rect(place)).or_else(|| self.annotations.get(&id).copied())
    }

    /// The area of a card; an empty one at the origin if there is no such card.
    #[must_use]
    pub fn rect(&self, place: usize) -> Rect {
        self.rects.get(place).copied().unwrap_or(Rect::from_min_size(Pos2::ZERO, Vec2::ZERO))
    }

    /// The areas of all cards, in scene order.
    #[must_use]
    pub fn rects(&self) -> &[Rect] {
        &self.rects
    }

    /// The area of all cards, notes and frames together.
    #[must_use]
    pub fn bounds(&self) -> Option<Rect> {
        self.bounds
    }

    /// All wires with existing ends.
    #[must_use]
    pub fn wires(&self) -> &[WireEnds] {
        &self.wires
    }

    /// Areas that contain the wires, in the order of [`Self::wires`].
    #[must_use]
    pub fn reaches(&self) -> &[Rect] {
        &self.reaches
    }

    /// The wires that leave a card, as positions in [`Self::wires`].
    #[must_use]
    pub fn leaving_places(&self, place: usize) -> &[usize] {
        self.leaving.of(place)
    }

    /// The wires that enter a card, as positions in [`Self::wires`].
    #[must_use]
    pub fn entering_places(&self, place: usize) -> &[usize] {
        self.entering.of(place)
    }

    /// The wires that leave a card.
    pub fn leaving(&self, place: usize) -> impl Iterator<Item = &WireEnds> {
        self.leaving.of(place).iter().filter_map(|at| self.wires.get(*at))
    }

    /// The wires that enter a card.
    pub fn entering(&self, place: usize) -> impl Iterator<Item = &WireEnds> {
        self.entering.of(place).iter().filter_map(|at| self.wires.get(*at))
    }

    /// Calls `found` with the indices of the cards that touch `area`, in no particular order, until it returns `false`.
    pub fn each_card_in(&self, area: Rect, mut found: impl FnMut(usize, Rect) -> bool) {
        let (left, top) = cell_of(area.min - vec2(CARD_WIDTH, self.tallest));
        let (right, bottom) = cell_of(area.max);
        let cells = i64::from(right - left + 1) * i64::from(bottom - top + 1);
        if cells > i64::try_from(self.cells.len()).unwrap_or(i64::MAX) * 2 {
            for (at, rect) in self.rects.iter().enumerate() {
                if rect.intersects(area) && !self.lifted.contains(&at) && !found(at, *rect) {
                    return;
                }
            }
            return;
        }
        for x in left..=right {
            for y in top..=bottom {
                for at in self.cells.get(&(x, y)).into_iter().flatten() {
                    let rect = self.rect(*at);
                    if rect.intersects(area) && !self.lifted.contains(at) && !found(*at, rect) {
                        return;
                    }
                }
            }
        }
    }

    /// The indices of the cards that touch `area`, in scene order.
    #[must_use]
    pub fn cards_in(&self, area: Rect) -> Vec<usize> {
        let mut places = Vec::new();
        self.each_card_in(area, |at, _| {
            places.push(at);
            true
        });
        places.sort_unstable();
        places
    }
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::super::fixture::grid_scene;
    use super::*;

    #[test]
    fn a_query_finds_the_same_cards_as_a_full_scan() {
        let scene = grid_scene(400);
        let index = SceneIndex::new(&scene);
        for area in [
            Rect::from_min_size(pos2(0.0, 0.0), vec2(1000.0, 700.0)),
            Rect::from_min_size(pos2(-300.0, 2000.0), vec2(5000.0, 10.0)),
            Rect::from_min_size(pos2(1234.0, 567.0), vec2(1.0, 1.0)),
            Rect::from_min_size(pos2(-1.0e6, -1.0e6), vec2(2.0e6, 2.0e6)),
        ] {
            let scan: Vec<usize> = (0..scene.cards.len()).filter(|at| index.rect(*at).intersects(area)).collect();
            assert_eq!(index.cards_in(area), scan);
        }
    }

    #[test]
    fn a_lifted_card_is_not_found_where_it_was() {
        let scene = grid_scene(400);
        let mut index = SceneIndex::new(&scene);
        for area in [
            Rect::from_min_max(pos2(-1.0e6, -1.0e6), pos2(1.0e6, 1.0e6)),
            Rect::from_min_size(pos2(0.0, 0.0), vec2(300.0, 300.0)),
        ] {
            let before = index.cards_in(area);
            assert!(before.contains(&0) && before.contains(&1));
            index.lift(Some(&BTreeSet::from([2])));
            assert!(index.cards_in(area).contains(&0) && !index.cards_in(area).contains(&1));
            index.lift(None);
            assert_eq!(index.cards_in(area), before);
        }
    }

    #[test]
    fn wires_are_grouped_by_their_ends() {
        let scene = grid_scene(50);
        let index = SceneIndex::new(&scene);
        for place in 0..50 {
            assert!(index.leaving(place).all(|w| w.from == place));
            assert!(index.entering(place).all(|w| w.to == place));
        }
        let total: usize = (0..50).map(|place| index.leaving(place).count()).sum();
        assert_eq!(total, index.wires().len());
    }
}
